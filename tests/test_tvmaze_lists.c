/* SPDX-License-Identifier: MIT */
#include "tests/tvmaze.h"

static const struct series firefly = {.ids.tvdb = 78874, .title = "Firefly"};
static const struct series shadow = {.ids.tvmaze = 90003, .title = "Nijuu no Kage"};
static const struct series unknown = {.ids.tvdb = 123456789, .title = "Nobody's Show"};

/* What a visit was told, a word for each item: "followed:180" or "drama:180". */
struct told {
    char text[1024];
    int stop; /* after so many; 0: never */
    int count;
};

static bool tell_series(void *context, const struct series *series, const char *tag)
{
    struct told *told = context;
    size_t used = strlen(told->text);
    snprintf(told->text + used, sizeof(told->text) - used, "%s%s:%lld %s", used ? ", " : "",
             tag ? tag : "followed", (long long)series->ids.tvmaze, series->title);
    return ++told->count != told->stop;
}

static bool tell_marked(void *context, const struct marked *marked)
{
    struct told *told = context;
    size_t used = strlen(told->text);
    snprintf(told->text + used, sizeof(told->text) - used, "%s%lld %dx%d %s %d at %lld",
             used ? ", " : "", (long long)marked->episode.tvmaze, marked->episode.season,
             marked->episode.number, marked->episode.title, marked->type, (long long)marked->at);
    return ++told->count != told->stop;
}

static struct told lists(struct fixture *f, int stop)
{
    struct told told = {.stop = stop};
    struct epi_error err = {0};
    assert_ok(service_tvmaze.lists(f->session, tell_series, &told, &err), err);
    return told;
}

static bool follow(struct fixture *f, const struct series *series, bool followed,
                   struct epi_error *err)
{
    return service_tvmaze.follow(f->session, series, followed, err);
}

static bool tag(struct fixture *f, const struct series *series, const char *name, bool tagged,
                struct epi_error *err)
{
    return service_tvmaze.tag(f->session, series, name, tagged, err);
}

static void a_series_is_followed_by_its_id(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    assert_ok(follow(f, &firefly, true, &err), err);
    assert_int_equal(fixture_count(f, "PUT /tvmaze/v1/user/follows/shows/180"), 1);
    assert_ok(follow(f, &firefly, true, &err), err);
    assert_string_equal(lists(f, 0).text, "followed:180 Firefly");
    assert_ok(follow(f, &firefly, false, &err), err);
    /* What is not followed any more is as good as taken back. */
    assert_ok(follow(f, &firefly, false, &err), err);
    assert_string_equal(lists(f, 0).text, "");
}

/* Only TVmaze's own words say that nothing is left to take back. */
static void a_machine_in_between_takes_nothing_back(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    static const char *const not_its_own[] = {
        "\"do\":\"status\",\"status\":404,\"body\":\"<html>not here</html>\","
        "\"headers\":{\"Content-Type\":\"text/html\"}",
        "\"do\":\"status\",\"status\":422,\"body\":{\"message\":\"no\"}"};
    const struct followed person = {.kind = FOLLOW_PERSON, .id = 1, .name = "Someone"};
    assert_ok(follow(f, &firefly, true, &err), err);
    for (size_t i = 0; i < 2; i++) {
        fixture_fault(f, "DELETE /tvmaze/v1/user/follows/shows/*", not_its_own[i]);
        assert_false(follow(f, &firefly, false, &err));
        fixture_fault(f, "DELETE /tvmaze/v1/user/follows/people/*", not_its_own[i]);
        assert_false(service_tvmaze.follow_other(f->session, &person, false, &err));
    }
    assert_string_equal(lists(f, 0).text, "followed:180 Firefly");
}

static void a_series_that_tvmaze_lacks_is_named(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    struct series stranger = {.ids.tvmaze = 99999999, .title = "Stranger"};
    assert_fails(follow(f, &unknown, true, &err), err, EPI_ERROR_NEVER);
    assert_non_null(strstr(err.text, "Nobody's Show"));
    assert_fails(tag(f, &unknown, "drama", true, &err), err, EPI_ERROR_NEVER);
    assert_int_equal(fixture_count(f, "* /tvmaze/v1/*"), 0);
    assert_fails(follow(f, &stranger, true, &err), err, EPI_ERROR_NEVER);
    assert_non_null(strstr(err.text, "Stranger"));
}

static void a_series_with_an_old_id_is_found_by_the_next(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    struct series moved = {.ids = {.tvdb = 78874, .tvmaze = 99999999}, .title = "Firefly"};
    assert_ok(follow(f, &moved, true, &err), err);
    assert_ok(tag(f, &moved, "space", true, &err), err);
    assert_string_equal(lists(f, 0).text, "followed:180 Firefly, space:180 Firefly");
    assert_ok(tag(f, &moved, "space", false, &err), err);
    assert_ok(follow(f, &moved, false, &err), err);
    assert_string_equal(lists(f, 0).text, "");
}

static void a_tag_is_made_once_and_found_by_its_name(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    assert_ok(tag(f, &firefly, "space", true, &err), err);
    assert_ok(tag(f, &shadow, "space", true, &err), err);
    assert_ok(tag(f, &firefly, "Space", true, &err), err);
    assert_int_equal(fixture_count(f, "POST /tvmaze/v1/user/tags"), 2);
    assert_string_equal(lists(f, 0).text,
                        "space:180 Firefly, space:90003 Nijuu no Kage, Space:180 Firefly");
    assert_ok(tag(f, &firefly, "space", false, &err), err);
    assert_ok(tag(f, &firefly, "space", false, &err), err);
    assert_string_equal(lists(f, 0).text, "space:90003 Nijuu no Kage, Space:180 Firefly");
}

static void a_tag_that_is_not_there_cannot_be_taken_away(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    assert_fails(tag(f, &firefly, "space", false, &err), err, EPI_ERROR_NEVER);
    assert_non_null(strstr(err.text, "space"));
    assert_int_equal(fixture_count(f, "POST /tvmaze/v1/user/tags"), 0);
}

static void a_tag_is_renamed_and_deleted(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    assert_ok(tag(f, &firefly, "space", true, &err), err);
    assert_ok(service_tvmaze.tag_rename(f->session, "space", "stars", &err), err);
    assert_string_equal(lists(f, 0).text, "stars:180 Firefly");
    assert_fails(service_tvmaze.tag_rename(f->session, "space", NULL, &err), err, EPI_ERROR_NEVER);
    assert_non_null(strstr(err.text, "no tag “space”"));
    assert_ok(service_tvmaze.tag_rename(f->session, "stars", NULL, &err), err);
    assert_string_equal(lists(f, 0).text, "");
}

/* ---- People, networks, web channels ---- */

static bool tell_followed(void *context, const struct followed *followed)
{
    struct told *told = context;
    size_t used = strlen(told->text);
    snprintf(told->text + used, sizeof(told->text) - used, "%s%s %s", used ? ", " : "",
             values_follow_name(followed->kind), followed->name);
    return ++told->count != told->stop;
}

static struct told others(struct fixture *f, int stop)
{
    struct told told = {.stop = stop};
    struct epi_error err = {0};
    assert_ok(service_tvmaze.follows(f->session, tell_followed, &told, &err), err);
    return told;
}

static void follow_other(struct fixture *f, enum follow_kind kind, const char *text, bool follows)
{
    struct followed followed;
    struct epi_error err = {0};
    assert_ok(service_tvmaze.find_followed(f->session, kind, text, &firefly, &followed, &err), err);
    assert_ok(service_tvmaze.follow_other(f->session, &followed, follows, &err), err);
}

static void people_and_networks_are_followed(void **state)
{
    struct fixture *f = *state;
    follow_other(f, FOLLOW_PERSON, "mike vogel", true);
    assert_int_equal(fixture_count(f, "PUT /tvmaze/v1/user/follows/people/1"), 1);
    follow_other(f, FOLLOW_PERSON, "2", true);
    follow_other(f, FOLLOW_NETWORK, "", true);
    assert_string_equal(others(f, 0).text,
                        "person Mike Vogel, person Rachelle Lefevre, network FOX");
    assert_int_equal(others(f, 1).count, 1);
    follow_other(f, FOLLOW_PERSON, "1", false);
    follow_other(f, FOLLOW_PERSON, "1", false); /* it is not followed any more */
    follow_other(f, FOLLOW_NETWORK, "", false);
    assert_string_equal(others(f, 0).text, "person Rachelle Lefevre");
}

static void what_cannot_be_followed_says_why(void **state)
{
    static const struct {
        enum follow_kind kind;
        const char *text, *words;
    } cases[] = {
        {FOLLOW_PERSON, "Nobody Here", "TVmaze knows no person \"Nobody Here\""},
        {FOLLOW_NETWORK, "FOX", "TVmaze finds no network by its name"},
        {FOLLOW_WEBCHANNEL, "", "Firefly has no web channel at TVmaze"},
        {FOLLOW_PERSON, "99", "TVmaze does not know person 99"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct followed followed;
        struct epi_error err = {0};
        bool done = service_tvmaze.find_followed(f->session, cases[i].kind, cases[i].text, &firefly,
                                                 &followed, &err) &&
                    service_tvmaze.follow_other(f->session, &followed, true, &err);
        assert_fails(done, err, EPI_ERROR_NEVER);
        if (!strstr(err.text, cases[i].words))
            fail_msg("%s", err.text);
    }
    /* Of two people with one name neither is taken. */
    fixture_fault(f, "GET /tvmaze/search/people",
                  "\"do\":\"body\",\"body\":[{\"person\":{\"id\":4,\"name\":\"A B\"}},"
                  "{\"person\":{\"id\":5,\"name\":\"A B\"}}]");
    struct followed followed;
    struct epi_error err = {0};
    assert_fails(
        service_tvmaze.find_followed(f->session, FOLLOW_PERSON, "A B", &firefly, &followed, &err),
        err, EPI_ERROR_NEVER);
    assert_string_equal(err.text, "TVmaze knows more than one person \"A B\"; give an id: A B (4), "
                                  "A B (5)");
}

static void a_visit_may_end_the_lists(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    assert_ok(follow(f, &firefly, true, &err), err);
    assert_ok(follow(f, &shadow, true, &err), err);
    assert_ok(tag(f, &firefly, "space", true, &err), err);
    assert_string_equal(lists(f, 1).text, "followed:180 Firefly");
    assert_string_equal(lists(f, 2).text, "followed:180 Firefly, followed:90003 Nijuu no Kage");
    assert_int_equal(lists(f, 0).count, 3);
}

static struct told marked(struct fixture *f, const struct series *series)
{
    struct told told = {.stop = 0};
    struct epi_error err = {0};
    assert_ok(service_tvmaze.marked(f->session, series, tell_marked, &told, &err), err);
    return told;
}

/* Also without having paid. */
static void marks_are_told_with_their_episodes(void **state)
{
    struct fixture *f = *state;
    struct mark marks[] = {
        {.subject = fixture_firefly(1, 2), .type = MARK_SKIPPED, .at = 1718000000},
        {.subject = fixture_firefly(1, 1), .type = MARK_WATCHED}};
    struct epi_error err = {0}, results[2] = {{0}};
    marks[0].subject.tvmaze = 12869;
    marks[1].subject.tvmaze = 12868;
    sign_in_free(f);
    assert_string_equal(marked(f, &firefly).text, "");
    assert_ok(service_tvmaze.mark(f->session, marks, 2, results, &err), err);
    assert_string_equal(marked(f, &firefly).text,
                        "12869 1x2 Bushwhacked 2 at 1718000000, 12868 1x1 The Train Job 0 at 0");
    assert_string_equal(marked(f, &shadow).text, "");
}

static void what_a_mark_lacks_is_absent(void **state)
{
    struct fixture *f = *state;
    fixture_fault(f, "GET /tvmaze/v1/scrobble/shows/*",
                  "\"do\":\"body\",\"body\":\"[{\\\"episode_id\\\":7,\\\"type\\\":1},"
                  "{\\\"episode_id\\\":8,\\\"type\\\":9},{\\\"type\\\":1},null,"
                  "{\\\"episode_id\\\":9,\\\"type\\\":0,\\\"marked_at\\\":null,"
                  "\\\"_embedded\\\":{\\\"episode\\\":{\\\"id\\\":9,\\\"season\\\":2,"
                  "\\\"number\\\":null,\\\"name\\\":\\\"Extra\\\"}}}]\"");
    assert_string_equal(marked(f, &shadow).text, "7 -1x-1  1 at 0, 9 2x-1 Extra 0 at 0");
}

static void without_premium_it_says_that_it_is_for_paying_accounts(void **state)
{
    struct fixture *f = *state;
    struct told told = {.stop = 0};
    struct epi_error err = {0};
    sign_in_free(f);
    assert_fails(follow(f, &firefly, true, &err), err, EPI_ERROR_SIGN_IN);
    assert_non_null(strstr(err.text, "paying"));
    assert_fails(tag(f, &firefly, "space", true, &err), err, EPI_ERROR_SIGN_IN);
    assert_non_null(strstr(err.text, "paying"));
    assert_fails(service_tvmaze.lists(f->session, tell_series, &told, &err), err,
                 EPI_ERROR_SIGN_IN);
    assert_non_null(strstr(err.text, "paying"));
}

static void without_premium_it_says_what_to_do_by_hand(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    sign_in_free(f);
    assert_true(standin_control(f->standin, "{\"premium_refusal\":404}"));
    assert_fails(follow(f, &firefly, false, &err), err, EPI_ERROR_SIGN_IN);
    assert_string_equal(err.text,
                        "TVmaze offers this to paying accounts only (403): stop following it by "
                        "hand at https://www.tvmaze.com/shows/180 (Firefly)");
    assert_fails(follow(f, &firefly, true, &err), err, EPI_ERROR_SIGN_IN);
    assert_null(strstr(err.text, "by hand"));
}

/* ---- What goes wrong ---- */

static bool one_tag(struct fixture *f, struct epi_error *err)
{
    return tag(f, &shadow, "space", true, err);
}

static bool one_list(struct fixture *f, struct epi_error *err)
{
    struct told told = {.stop = 0};
    return service_tvmaze.lists(f->session, tell_series, &told, err);
}

static bool one_followed(struct fixture *f, struct epi_error *err)
{
    struct told told = {.stop = 0};
    return service_tvmaze.follows(f->session, tell_followed, &told, err);
}

static bool one_marked(struct fixture *f, struct epi_error *err)
{
    struct told told = {.stop = 0};
    return service_tvmaze.marked(f->session, &shadow, tell_marked, &told, err);
}

static void bad_answers_are_tried_again(void **state)
{
    struct fixture *f = *state;
    fixture_bad_answers(f, "GET /tvmaze/v1/user/tags", one_tag);
    fixture_bad_answers(f, "GET /tvmaze/v1/user/tags", one_list);
    fixture_bad_answers(f, "GET /tvmaze/v1/user/follows/shows", one_list);
    fixture_bad_answers(f, "GET /tvmaze/v1/scrobble/shows/*", one_marked);
    fixture_bad_answers(f, "GET /tvmaze/v1/user/follows/networks", one_followed);
}

static void a_new_tag_without_an_id_is_no_tag(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    fixture_fault(f, "POST /tvmaze/v1/user/tags", "\"do\":\"body\",\"body\":\"{\\\"id\\\":0}\"");
    assert_fails(one_tag(f, &err), err, EPI_ERROR_LATER);
    fixture_status(f, "POST /tvmaze/v1/user/tags", 422);
    assert_fails(tag(f, &shadow, "other", true, &err), err, EPI_ERROR_NEVER);
    assert_int_equal(fixture_count(f, "PUT *"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, fixture_stop)
        TEST(a_series_is_followed_by_its_id),
        TEST(a_machine_in_between_takes_nothing_back),
        TEST(a_series_that_tvmaze_lacks_is_named),
        TEST(a_series_with_an_old_id_is_found_by_the_next),
        TEST(a_tag_is_made_once_and_found_by_its_name),
        TEST(a_tag_that_is_not_there_cannot_be_taken_away),
        TEST(a_tag_is_renamed_and_deleted),
        TEST(people_and_networks_are_followed),
        TEST(what_cannot_be_followed_says_why),
        TEST(a_visit_may_end_the_lists),
        TEST(marks_are_told_with_their_episodes),
        TEST(what_a_mark_lacks_is_absent),
        TEST(without_premium_it_says_that_it_is_for_paying_accounts),
        TEST(without_premium_it_says_what_to_do_by_hand),
        TEST(bad_answers_are_tried_again),
        TEST(a_new_tag_without_an_id_is_no_tag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
