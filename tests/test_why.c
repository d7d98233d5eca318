/* SPDX-License-Identifier: MIT */
#include "tests/client.h"

static const struct epi_why *ask(struct bench *bench, const char *path)
{
    struct epi_target target = TARGET(.path = path);
    const struct epi_why *why = epi_why_find(bench->client, &target, &bench->err);

    OK(why);
    return why;
}

static void a_file_is_explained(void **state)
{
    struct bench *bench = *state;
    const struct epi_why *why = ask(bench, EPISODE);

    assert_string_equal(why->path, EPISODE);
    assert_string_equal(why->guess->title, "Breaking Bad");
    assert_null(why->entry);
    assert_int_equal(why->before_count, 0);
    assert_string_equal(why->chosen, "");
    assert_true(why->asked_count > 2);
    assert_int_equal(why->weighed_count, 1);
    const struct epi_weighed *weighed = why->weighed[0];
    assert_int_equal(weighed->candidate->episode->number, 2);
    assert_true(weighed->certainty == 1);
    assert_int_equal(weighed->evidence_count, 2);
    assert_string_equal(weighed->evidence[0]->name, "title-same");
    assert_string_equal(weighed->evidence[1]->text, "1x02 exists");
    assert_false(weighed->evidence[1]->certainty);
    assert_int_equal(why->match->count, 1);
    assert_null(why->error);
    /* What is explained next replaces it. */
    why = ask(bench, "/films/our holidays.mkv");
    assert_int_equal(why->asked_count + why->weighed_count + why->match->count, 0);
    assert_non_null(strstr(why->match->reason, "not read as an episode"));
}

static void what_the_user_said_is_shown(void **state)
{
    struct bench *bench = *state;
    struct epi_target target = TARGET(.path = EPISODE);
    struct epi_target nameless = TARGET(.path = "/films/our holidays.mkv");

    OK(epi_client_fix(bench->client, &target, "tvdb:81189", 2, 3, true, NULL, bench->done,
                      sizeof(bench->done), &bench->err));
    const struct epi_why *why = ask(bench, EPISODE);
    assert_string_equal(why->chosen, "Breaking Bad (tvdb:81189), season +1, number +1");
    OK(epi_client_fix(bench->client, &target, "tvdb:81189", 2, 4, false, NULL, bench->done,
                      sizeof(bench->done), &bench->err));
    why = ask(bench, EPISODE);
    assert_string_equal(why->chosen, "Breaking Bad 2x04 (tvdb:81189)");
    assert_int_equal(why->match->episodes[0]->episode->number, 4);
    assert_string_equal(why->weighed[0]->evidence[0]->name, "chosen");
    assert_true(why->weighed[0]->evidence[0]->certainty);
    OK(epi_client_fix(bench->client, &nameless, "tvdb:81189", 1, 4, false, NULL, bench->done,
                      sizeof(bench->done), &bench->err));
    why = ask(bench, nameless.path);
    assert_string_equal(why->chosen, "Breaking Bad 1x04 (tvdb:81189)");
    assert_int_equal(why->match->episodes[0]->episode->number, 4);
}

static void a_row_is_explained_by_its_entry(void **state)
{
    struct bench *bench = *state;
    struct epi_target last = TARGET(.row = 0);

    assert_null(epi_why_find(bench->client, &last, &bench->err));
    assert_int_equal(bench->err.kind, EPI_ERROR_NEVER);
    mark(bench, "/tv/The Office/The.Office.S01E02.mkv");
    OK(epi_client_sync(bench->client, false, &bench->err));
    const struct epi_why *why = epi_why_find(bench->client, &last, &bench->err);
    OK(why);
    assert_string_equal(why->path, "/tv/The Office/The.Office.S01E02.mkv");
    assert_string_equal(why->entry->state, "held");
    assert_int_equal(why->before_count, 2);
    assert_int_equal(why->before[1]->episode->number, 2);
    for (size_t i = 0; i < why->asked_count; i++)
        assert_true(why->asked[i]->kept_at > 0 || *why->asked[i]->error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_explained, setup, teardown),
        cmocka_unit_test_setup_teardown(what_the_user_said_is_shown, setup, teardown),
        cmocka_unit_test_setup_teardown(a_row_is_explained_by_its_entry, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
