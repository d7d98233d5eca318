/* SPDX-License-Identifier: MIT
 *
 * The calls of a doctor. What it finds is tested with the tool: test_cli.py.
 */
#include "tests/client.h"

struct seen {
    char kinds[512]; /* "mpv plugin ..." */
    char found[512]; /* of accounts, and of what waits: "account: ...; " */
    int left;        /* so many, then no more */
    int skipped;
};

static bool see(void *context, const struct epi_check *check)
{
    struct seen *seen = context;
    size_t len = strlen(seen->kinds);
    if (!strstr(seen->kinds, check->name))
        snprintf(seen->kinds + len, sizeof(seen->kinds) - len, "%s ", check->name);
    bool skipped = strcmp(check->state, "skipped") == 0;
    seen->skipped = skipped + (strcmp(check->name, "mpv") == 0 ? 0 : seen->skipped);
    len = strlen(seen->found);
    bool waits = strcmp(check->name, "pace") == 0 || strcmp(check->name, "waiting") == 0 ||
                 strcmp(check->name, "account") == 0;
    if (waits && strcmp(check->state, "finding") == 0) {
        snprintf(seen->found + len, sizeof(seen->found) - len, "%s: %s; ", check->name,
                 check->text);
    }
    assert_non_null(check->about);
    assert_true(*check->text);
    assert_int_equal(strcmp(check->state, "finding") == 0, *check->advice != '\0');
    return --seen->left > 0;
}

static void each_kind_is_checked(void **state)
{
    struct bench *bench = *state;
    struct epi_doctor doctor = {.size = sizeof(doctor), .config = &bench->config};
    struct seen seen = {.left = 100};
    OK(epi_doctor_run(bench->client, &doctor, see, &seen, &bench->err));
    assert_string_equal(seen.kinds, "mpv plugin options keyring journal disk pace waiting network "
                                    "clock account ");
}

static void in_a_new_journal_nothing_is_found(void **state)
{
    struct bench *bench = *state;
    struct epi_doctor doctor = {.size = sizeof(doctor), .config = &bench->config};
    struct seen seen = {.left = 100};
    OK(epi_doctor_run(bench->client, &doctor, see, &seen, &bench->err));
    assert_string_equal(seen.found, "");
}

static void it_ends_when_it_is_told_to(void **state)
{
    struct bench *bench = *state;
    struct epi_doctor doctor = {.size = sizeof(doctor), .config = &bench->config};
    struct seen seen = {.left = 4};
    assert_false(epi_doctor_run(bench->client, &doctor, see, &seen, &bench->err));
    assert_int_equal(bench->err.kind, EPI_ERROR_STOPPED);
    assert_int_equal(seen.left, 0);
    assert_int_equal(standin_count(bench->standin, "* *"), 0);
    seen.left = 100;
    epi_client_cancel(bench->client);
    assert_null(epi_doctor_bundle(bench->client, &doctor, see, &seen, &bench->err));
    assert_int_equal(bench->err.kind, EPI_ERROR_STOPPED);
}

static void an_older_program_gives_less(void **state)
{
    struct bench *bench = *state;
    struct epi_doctor doctor = {
        .size = offsetof(struct epi_doctor, names), .config = &bench->config, .names = true};
    struct seen seen = {.left = 100};
    mark(bench, EPISODE);
    char *bundle = epi_doctor_bundle(bench->client, &doctor, see, &seen, &bench->err);
    OK(bundle);
    assert_null(strstr(bundle, bench->folder));
    assert_non_null(strstr(bundle, "\"entries\": 1"));
    free(bundle);
    doctor.size = offsetof(struct epi_doctor, sandbox);
    doctor.sandbox = "/nonexistent";
    OK(epi_doctor_run(bench->client, &doctor, see, &seen, &bench->err));
    assert_int_equal(seen.skipped, 1); /* the clock, not mpv */
}

static void without_a_client_little_is_looked_at(void **state)
{
    struct bench *bench = *state;
    struct epi_doctor doctor = {.size = sizeof(doctor), .config = &bench->config};
    struct seen seen = {.left = 100};
    snprintf(bench->config.unreadable, sizeof(bench->config.unreadable), "cannot read it");
    OK(epi_doctor_run(NULL, &doctor, see, &seen, &bench->err));
    assert_string_equal(seen.kinds, "mpv plugin options journal ");
    assert_int_equal(standin_count(bench->standin, "* *"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_kind_is_checked),
        TEST(in_a_new_journal_nothing_is_found),
        TEST(it_ends_when_it_is_told_to),
        TEST(an_older_program_gives_less),
        TEST(without_a_client_little_is_looked_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
