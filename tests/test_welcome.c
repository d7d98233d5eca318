/* SPDX-License-Identifier: MIT */
#include "core/journal/outbox.h"
#include "core/player/welcome.h"
#include "tests/recording.h"

/* The words for these options, as those before have signed in. */
static const char *words(struct journal *journal, int count, const char *const services[],
                         const enum due_kind kinds[])
{
    static char text[1024];
    struct plan plan = {.count = count};
    for (int i = 0; i < count; i++) {
        snprintf(plan.targets[i].service, JOURNAL_SERVICE_MAX, "%s", services[i]);
        plan.targets[i].kind = kinds[i];
    }
    struct notice *notice = notice_new(EPI_NOTICE_WELCOME, EPI_LEVEL_INFO, true);
    welcome_say(journal, &plan, "/media/bob/.local/share/epimark", notice);
    assert_non_null(notice);
    snprintf(text, sizeof(text), "%s", notice_view(notice)->text);
    assert_non_null(notice_view(notice)->saying);
    notice_free(notice);
    static const char begin[] = "epimark is running: lookups at ";
    assert_int_equal(strncmp(text, begin, sizeof(begin) - 1), 0);
    return text + sizeof(begin) - 1;
}

#define JOURNAL "\nJournal: ~/.local/share/epimark/journal.db"

static void it_knows_who_is_signed_in(void **state)
{
    static const char *const services[] = {"tvmaze", "trakt", "trakt"};
    static const enum due_kind kinds[] = {DUE_MARK, DUE_RATE, DUE_PLAY};
    struct bench *bench = *state;
    struct plan plan = {0};
    struct journal *journal = journal_open(bench->folder, &plan, NULL, NULL);

    assert_non_null(journal);
    setenv("HOME", "/media/bob", 1);
    assert_string_equal(words(journal, 0, services, kinds), "TVmaze" JOURNAL);
    assert_string_equal(words(journal, 2, services, kinds),
                        "TVmaze; to send more: epimark login" JOURNAL);
    assert_true(outbox_sign_in(journal, "tvmaze", "viewer", false, NOON, NULL));
    assert_string_equal(words(journal, 3, services, kinds), "TVmaze, marks at TVmaze" JOURNAL);
    assert_true(outbox_sign_in(journal, "trakt", "viewer", false, NOON, NULL));
    assert_true(outbox_sign_in(journal, "tvdb", "default", false, NOON, NULL));
    assert_string_equal(words(journal, 3, services, kinds),
                        "TheTVDB, marks at TVmaze, ratings at Trakt, history at Trakt" JOURNAL);
    setenv("HOME", "/media/bo", 1);
    assert_non_null(strstr(words(journal, 0, services, kinds),
                           "Journal: /media/bob/.local/share/epimark/journal.db"));
    journal_close(journal);
}

/* Options may name all services for all that they can do. */
static void any_options_fit(void **state)
{
    static const char *const services[] = {"tvmaze", "trakt",  "trakt1", "tvmaze",
                                           "trakt",  "trakt1", "tvdb2",  "tvdb2"};
    static const enum due_kind kinds[] = {DUE_MARK, DUE_PLAY, DUE_PLAY, DUE_RATE,
                                          DUE_RATE, DUE_RATE, DUE_RATE, DUE_PLAY};
    struct bench *bench = *state;
    struct plan plan = {0};
    struct journal *journal = journal_open(bench->folder, &plan, NULL, NULL);

    assert_non_null(journal);
    for (int i = 0; i < JOURNAL_TARGETS_MAX; i++)
        assert_true(outbox_sign_in(journal, services[i], "viewer", false, NOON, NULL));
    const char *text = words(journal, JOURNAL_TARGETS_MAX, services, kinds);
    assert_true(strlen(text) < 500 && strstr(text, "/journal.db"));
    journal_close(journal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(it_knows_who_is_signed_in),
        TEST(any_options_fit),
    };

    return cmocka_run_group_tests_name("welcome", tests, NULL, NULL);
}
