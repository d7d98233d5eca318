/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/config.h"
#include "core/base/json.h"
#include "core/client/views.h"
#include <epimark/client.h>

static void is_json(char *text, const char *expected)
{
    assert_non_null(text);
    assert_string_equal(text, expected);
    struct epi_error err = {0};
    struct json *json = json_read(text, strlen(text), &err);
    assert_non_null(json);
    json_free(json);
    free(text);
}

static const struct match harbour = {
    .series = {.ids = {.tvdb = 100, .tvmaze = 7, .imdb = "tt0000100"},
               .title = "Harbour \"Lights\"",
               .year = 2005},
    .episode = {.tvdb = 1005,
                .season = 5,
                .number = 3,
                .absolute = 43,
                .title = "The Ferry",
                .airdate = "2009-01-15"},
    .source = "tvdb",
    .confidence = 0.98765,
    .reason = "title is the same",
};

/* A match with room for what it points to. */
struct shown {
    struct views_candidate views[3];
    const struct epi_candidate *list[3];
    struct epi_match match;
};

static const struct epi_match *show(struct shown *shown, const struct match *matches, size_t sure,
                                    size_t candidates, const char *reason)
{
    for (size_t i = 0; i < sure + candidates; i++) {
        views_candidate(&matches[i], &shown->views[i]);
        shown->list[i] = &shown->views[i].candidate;
    }
    shown->match = (struct epi_match){.episodes = shown->list,
                                      .count = sure,
                                      .reason = reason,
                                      .candidates = shown->list + sure,
                                      .candidate_count = candidates};
    return &shown->match;
}

static void a_match(void **state)
{
    (void)state;
    struct shown shown;
    is_json(
        epi_json_match("h.S05E03.mkv", 12, show(&shown, &harbour, 1, 0, "title is the same"), NULL),
        "{\"input\":\"h.S05E03.mkv\",\"series\":{\"title\":\"Harbour \\\"Lights\\\"\","
        "\"year\":2005,\"tvdb\":100,\"tvmaze\":7,\"imdb\":\"tt0000100\"},\"episodes\":[{"
        "\"season\":5,\"number\":3,\"absolute\":43,\"title\":\"The Ferry\","
        "\"airdate\":\"2009-01-15\",\"tvdb\":1005}],\"source\":\"tvdb\","
        "\"confidence\":0.9876,\"reason\":\"title is the same\"}");
}

static void a_match_of_several(void **state)
{
    (void)state;
    struct shown shown;
    struct match matches[] = {harbour, harbour, harbour};
    matches[1].episode = (struct episode){.season = -1, .number = -1};
    matches[1].confidence = 0;
    matches[2].episode = (struct episode){.season = 5, .number = 5, .tvmaze = 9};
    matches[2].series = (struct series){.title = "x"};
    matches[2].confidence = 0.90009;
    matches[0].series.ids = (struct series_ids){.tvdb = 100};
    matches[0].series.year = 0;
    is_json(epi_json_match("a", 1, show(&shown, matches, 3, 0, ""), NULL),
            "{\"input\":\"a\",\"series\":{\"title\":\"Harbour \\\"Lights\\\"\",\"tvdb\":100},"
            "\"episodes\":[{\"season\":5,\"number\":3,\"absolute\":43,\"title\":\"The Ferry\","
            "\"airdate\":\"2009-01-15\",\"tvdb\":1005},{\"season\":5,\"number\":5,\"tvmaze\":9}],"
            "\"source\":\"tvdb\",\"confidence\":0.9}");
}

static void no_match(void **state)
{
    (void)state;
    struct shown shown;
    struct match candidate = harbour;
    candidate.confidence = 0.899999999;
    is_json(
        epi_json_match("a", 1, show(&shown, &candidate, 0, 1, "2 series have this title"), NULL),
        "{\"input\":\"a\",\"series\":null,\"reason\":\"2 series have this title\","
        "\"candidates\":[{\"title\":\"Harbour \\\"Lights\\\"\",\"year\":2005,\"tvdb\":100,"
        "\"tvmaze\":7,\"imdb\":\"tt0000100\",\"source\":\"tvdb\",\"confidence\":0.8999,"
        "\"reason\":\"title is the same\",\"episode\":{\"season\":5,\"number\":3,\"absolute\":43,"
        "\"title\":\"The Ferry\",\"airdate\":\"2009-01-15\",\"tvdb\":1005}}]}");
    const struct epi_error err = {.kind = EPI_ERROR_LATER, .text = "no connection"};
    is_json(epi_json_match("a", 1, NULL, &err),
            "{\"input\":\"a\",\"series\":null,\"reason\":\"no connection; try again "
            "later\",\"candidates\":[]}");
}

static void input_comes_back_byte_for_byte(void **state)
{
    (void)state;
    struct shown shown;
    static const char input[] = "a\"\\/\n\x01\xff\xc3\xa9\0z";
    char *text = epi_json_match(input, sizeof(input) - 1, show(&shown, NULL, 0, 0, ""), NULL);
    assert_non_null(text);
    assert_string_equal(text, "{\"input\":\"a\\\"\\\\/\\n\\u0001\xff\xc3\xa9\\u0000z\","
                              "\"series\":null,\"reason\":\"\",\"candidates\":[]}");
    free(text);
}

/* The JSON of an entry as the journal has it. */
static char *entry_json(const struct entry *entry)
{
    struct views_entry *view = calloc(1, sizeof(*view));
    assert_non_null(view);
    views_entry(entry, 0, view);
    char *text = epi_json_entry(&view->entry);
    free(view);
    return text;
}

static void an_entry(void **state)
{
    (void)state;
    struct entry *entry = calloc(1, sizeof(*entry));
    assert_non_null(entry);
    entry->id = 12;
    snprintf(entry->path, sizeof(entry->path), "/tv/h.mkv");
    entry->state = ENTRY_WATCHED;
    entry->watched_at = 1700000000;
    entry->rating = entry->season_rating = -1;
    is_json(entry_json(entry),
            "{\"id\":12,\"path\":\"/tv/h.mkv\",\"state\":\"watched\",\"watched_at\":1700000000,"
            "\"series\":null,\"episodes\":[],\"rating\":null,\"season_rating\":null,"
            "\"series_rating\":null,\"deliveries\":[],\"error\":null}");
    entry->identified = true;
    entry->match = harbour;
    entry->rating = 8;
    entry->season_rating = 7;
    entry->series_rating = 9;
    entry->deliveries[0] = (struct delivery){.id = 3,
                                             .entry = 12,
                                             .service = "tvmaze",
                                             .kind = "mark",
                                             .state = DELIVERY_DUE,
                                             .tries = 2,
                                             .next_at = 1700000060,
                                             .error = "busy"};
    entry->delivery_count = 1;
    char *text = entry_json(entry);
    assert_non_null(text);
    struct json *json = json_read(text, strlen(text), NULL);
    assert_non_null(json);
    assert_int_equal(json_int(json_get(json, "rating"), 0), 8);
    assert_int_equal(json_int(json_get(json, "season_rating"), 0), 7);
    assert_int_equal(json_int(json_get(json, "series_rating"), 0), 9);
    assert_int_equal(json_int(json_get(json_at(json_get(json, "episodes"), 0), "number"), 0), 3);
    assert_string_equal(json_text(json_get(json_get(json, "series"), "title")),
                        harbour.series.title);
    const struct json *delivery = json_at(json_get(json, "deliveries"), 0);
    assert_string_equal(json_text(json_get(delivery, "service")), "tvmaze");
    assert_string_equal(json_text(json_get(delivery, "kind")), "mark");
    assert_string_equal(json_text(json_get(delivery, "state")), "due");
    assert_int_equal(json_int(json_get(delivery, "tries"), 0), 2);
    assert_int_equal(json_int(json_get(delivery, "next_at"), 0), 1700000060);
    assert_string_equal(json_text(json_get(delivery, "error")), "busy");
    json_free(json);
    free(text);
    free(entry);
}

static void a_film(void **state)
{
    (void)state;
    struct entry *entry = calloc(1, sizeof(*entry));
    struct views_entry *view = calloc(1, sizeof(*view));
    assert_true(entry && view);
    *entry = (struct entry){.id = 3,
                            .film = true,
                            .path = "/films/Harbour Lights (1999).mkv",
                            .nth = 1,
                            .episodes = 1,
                            .state = ENTRY_SENT,
                            .watched_at = 1700000000,
                            .rating = -1,
                            .season_rating = -1,
                            .series_rating = -1,
                            .identified = true,
                            .match = {.film = true,
                                      .series = {.title = "Harbour Lights",
                                                 .year = 1999,
                                                 .ids = {.imdb = "tt0137523", .tmdb = 550}},
                                      .episode = {.season = -1, .number = -1},
                                      .source = "name",
                                      .confidence = 1}};
    views_entry(entry, 1700000000, view);
    assert_string_equal(view->entry.name, "Harbour Lights (1999)");
    is_json(epi_json_entry(&view->entry),
            "{\"id\":3,\"path\":\"/films/Harbour Lights (1999).mkv\",\"state\":\"sent\","
            "\"watched_at\":1700000000,\"series\":null,\"film\":{\"title\":\"Harbour Lights\","
            "\"year\":1999,\"imdb\":\"tt0137523\",\"tmdb\":550},\"episodes\":[],"
            "\"rating\":null,\"season_rating\":null,\"series_rating\":null,\"deliveries\":[],"
            "\"error\":null}");
    free(view);
    free(entry);
}

static void an_account(void **state)
{
    (void)state;
    struct epi_account account = {
        .service = "trakt", .account = "", .level = "", .allowed = "", .held = "", .error = ""};
    is_json(epi_json_account(&account),
            "{\"service\":\"trakt\",\"account\":null,\"signed_in\":false,\"expires_at\":null,"
            "\"held\":null,\"error\":null,\"waiting\":0,\"requests_a_day\":null,"
            "\"requests_left\":null}");
    account = (struct epi_account){.service = "trakt",
                                   .account = "me",
                                   .signed_in = true,
                                   .level = "VIP",
                                   .allowed = "ratings",
                                   .expires_at = 1800000000,
                                   .held = "premium",
                                   .error = "busy",
                                   .waiting = 3,
                                   .requests_a_day = 1000};
    is_json(epi_json_account(&account),
            "{\"service\":\"trakt\",\"account\":\"me\",\"signed_in\":true,\"level\":\"VIP\","
            "\"allowed\":\"ratings\",\"expires_at\":1800000000,\"held\":\"premium\",\"error\":"
            "\"busy\",\"waiting\":3,\"requests_a_day\":1000,\"requests_left\":0}");
}

static const struct json *option_named(const struct json *options, const char *name)
{
    for (size_t i = 0; i < json_count(options); i++) {
        if (strcmp(json_text(json_get(json_at(options, i), "name")), name) == 0)
            return json_at(options, i);
    }
    return NULL;
}

static void the_options(void **state)
{
    (void)state;
    struct epi_config config;
    struct epi_error err = {0};
    config_init(&config);
    assert_true(epi_config_set(&config, "watched_percent", "75", EPI_SOURCE_COMMAND, &err));
    char *text = epi_json_config(&config);
    assert_non_null(text);
    struct json *options = json_read(text, strlen(text), &err);
    assert_non_null(options);
    assert_int_equal(json_count(options), epi_config_option_count());
    const struct json *percent = option_named(options, "watched_percent");
    assert_true(json_is_number(json_get(percent, "value")));
    assert_int_equal(json_int(json_get(percent, "value"), 0), 75);
    assert_int_equal(json_int(json_get(percent, "default"), 0), 80);
    assert_string_equal(json_text(json_get(percent, "source")), "--set");
    assert_true(*json_text(json_get(percent, "help")) != '\0');
    const struct json *match = option_named(options, "match");
    assert_string_equal(json_text(json_get(match, "value")), "normal");
    assert_string_equal(json_text(json_get(match, "source")), "default");
    assert_true(json_is_true(json_get(option_named(options, "keys"), "value")));
    json_free(options);
    free(text);
}

static bool takes(const char *line, char *path, size_t size, double *duration,
                  struct epi_error *err)
{
    memset(err, 0, sizeof(*err));
    return epi_json_read_request(line, strlen(line), path, size, duration, err);
}

static void requests(void **state)
{
    (void)state;
    char path[16] = "untouched";
    double duration = -1;
    struct epi_error err;
    assert_true(
        takes("{\"input\":\"a.mkv\",\"duration\":1320.5}", path, sizeof(path), &duration, &err));
    assert_string_equal(path, "a.mkv");
    assert_true(duration == 1320.5);
    assert_true(takes("{\"input\":\"b\"}", path, sizeof(path), &duration, &err));
    assert_true(duration == 0);
    assert_true(takes("{\"input\":\"b\",\"duration\":null}", path, sizeof(path), &duration, &err));
    static const char *const wrong[] = {
        "",
        "a.mkv",
        "[]",
        "{}",
        "{\"input\":3}",
        "{\"input\":\"0123456789abcdef\"}",
        "{\"input\":\"a\",\"duration\":\"1\"}",
        "{\"input\":\"a\",\"duration\":-1}",
        "{\"input\":\"a\",\"duration\":1e300}",
        "{\"input\":\"a\"} x",
    };
    snprintf(path, sizeof(path), "untouched");
    duration = 7;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        if (takes(wrong[i], path, sizeof(path), &duration, &err))
            fail_msg("%s is taken", wrong[i]);
        assert_int_equal(err.kind, EPI_ERROR_NEVER);
        assert_true(*err.text != '\0');
        assert_string_equal(path, "untouched");
        assert_true(duration == 7);
    }
}

static void what_is_kept_at_tvmaze(void **state)
{
    (void)state;
    struct views_candidate shown;
    views_candidate(&harbour, &shown);
    is_json(epi_json_listed(&shown.series, NULL),
            "{\"tag\":null,\"series\":{\"title\":\"Harbour \\\"Lights\\\"\",\"year\":2005,"
            "\"tvdb\":100,\"tvmaze\":7,\"imdb\":\"tt0000100\"}}");
    struct epi_series other = {.title = "x", .country = "", .tvmaze = 8, .imdb = ""};
    is_json(epi_json_listed(&other, "drama"),
            "{\"tag\":\"drama\",\"series\":{\"title\":\"x\",\"tvmaze\":8}}");
    struct epi_marked marked = {.episode = &shown.episode, .as = "skipped", .at = 1718000000};
    is_json(epi_json_marked(&marked),
            "{\"episode\":{\"season\":5,\"number\":3,\"absolute\":43,\"title\":\"The Ferry\","
            "\"airdate\":\"2009-01-15\",\"tvdb\":1005},\"as\":\"skipped\","
            "\"marked_at\":1718000000}");
    struct epi_episode unnumbered = {
        .season = -1, .number = -1, .title = "", .airdate = "", .tvmaze = 9};
    marked = (struct epi_marked){.episode = &unnumbered, .as = "watched"};
    is_json(epi_json_marked(&marked),
            "{\"episode\":{\"season\":-1,\"tvmaze\":9},\"as\":\"watched\",\"marked_at\":null}");
}

static void how_far_a_series_is(void **state)
{
    (void)state;
    struct views_candidate shown;
    views_candidate(&harbour, &shown);
    struct epi_episode next = {
        .season = 5, .number = 4, .title = "Ice", .airdate = "2999-01-01", .tvmaze = 9};
    struct epi_progress progress = {.series = &shown.series,
                                    .last = &shown.episode,
                                    .watched_at = 1718000000,
                                    .watched = 2,
                                    .aired = 3,
                                    .unidentified = 1,
                                    .next = &next,
                                    .error = ""};
    is_json(epi_json_progress(&progress),
            "{\"series\":{\"title\":\"Harbour \\\"Lights\\\"\",\"year\":2005,"
            "\"tvdb\":100,\"tvmaze\":7,\"imdb\":\"tt0000100\"},"
            "\"last\":{\"season\":5,\"number\":3,\"absolute\":43,\"title\":\"The Ferry\","
            "\"airdate\":\"2009-01-15\",\"tvdb\":1005},\"watched_at\":1718000000,"
            "\"watched\":2,\"aired\":3,\"unidentified\":1,\"next\":{\"season\":5,\"number\":4,"
            "\"title\":\"Ice\",\"airdate\":\"2999-01-01\",\"tvmaze\":9},"
            "\"next_aired\":false,\"error\":null}");
    progress.next = NULL;
    progress.watched = progress.aired = -1;
    progress.error = "no network";
    char *text = epi_json_progress(&progress);
    assert_non_null(strstr(text, "\"watched\":null,\"aired\":null,\"unidentified\":1,\"next\":null,"
                                 "\"next_aired\":null,\"error\":\"no network\"}"));
    free(text);
}

static void a_series_that_a_search_found(void **state)
{
    (void)state;
    struct epi_series series = {
        .title = "x", .country = "US", .tvmaze = 8, .imdb = "", .network = "AMC"};
    struct epi_candidate found = {.series = &series, .confidence = 0.5};
    is_json(epi_json_found(&found), "{\"title\":\"x\",\"tvmaze\":8,\"country\":\"US\","
                                    "\"network\":\"AMC\",\"confidence\":0.5}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(how_far_a_series_is),
        cmocka_unit_test(a_series_that_a_search_found),
        cmocka_unit_test(a_match),
        cmocka_unit_test(a_match_of_several),
        cmocka_unit_test(no_match),
        cmocka_unit_test(input_comes_back_byte_for_byte),
        cmocka_unit_test(an_entry),
        cmocka_unit_test(a_film),
        cmocka_unit_test(an_account),
        cmocka_unit_test(the_options),
        cmocka_unit_test(requests),
        cmocka_unit_test(what_is_kept_at_tvmaze),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
