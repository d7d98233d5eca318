/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/client/views.h"
#include "matching/matching.h"
#include <epimark/client.h>
/* cmocka.h wants those first. */
#include <cmocka.h>

static void cleanup_json(struct json **json)
{
    json_free(*json);
}

static struct guess nothing_guessed(void)
{
    struct guess guess = {.season = -1, .part = -1, .version = -1};
    return guess;
}

static const char *write_guess(const char *input, size_t len, const struct guess *guess)
{
    static char buffer[6 * 4096 + EPI_JSON_GUESS_MAX + 1];
    size_t size = 6 * len + EPI_JSON_GUESS_MAX;
    assert_true(size < sizeof(buffer));
    memset(buffer, '#', sizeof(buffer));
    struct epi_guess view;
    views_guess(guess, &view);
    size_t wrote = epi_json_guess(input, len, &view, buffer, size);
    assert_true(wrote > 0 && wrote <= size);
    assert_int_equal(buffer[wrote], '#');
    buffer[wrote] = '\0';
    return buffer;
}

static void leaves_out_what_is_absent(void **state)
{
    (void)state;
    struct guess guess = nothing_guessed();
    assert_string_equal(write_guess("x", 1, &guess),
                        "{\"input\":\"x\",\"kind\":\"none\",\"confidence\":0}");
    guess.kind = GUESS_MOVIE;
    strncpy(guess.title, "Film", sizeof(guess.title));
    guess.year = 1999;
    guess.confidence = 1;
    assert_string_equal(
        write_guess("", 0, &guess),
        "{\"input\":\"\",\"kind\":\"movie\",\"title\":\"Film\",\"year\":1999,\"confidence\":1}");
}

static void writes_every_key_in_order(void **state)
{
    (void)state;
    struct guess guess = {.kind = GUESS_EPISODE,
                          .title = "The \"Show\"",
                          .alternative_title = "Die Serie",
                          .episode_title = "Pilot",
                          .group = "GRP",
                          .country = "US",
                          .date = "2005-03-26",
                          .year = 2005,
                          .season = 0,
                          .part = 0,
                          .version = 2,
                          .episodes = {1, 2},
                          .absolute = {101},
                          .episode_count = 2,
                          .absolute_count = 1,
                          .special = true,
                          .season_pack = true,
                          .film = true,
                          .ids = {.tvdb = 81189, .tvmaze = 169, .imdb = "tt0903747", .tmdb = 550},
                          .network = "BBC",
                          .alternatives = {{.season = 1, .episode = 8}, {-1, 108}},
                          .alternative_count = 2,
                          .confidence = 0.95};
    assert_string_equal(
        write_guess("a\tb", 3, &guess),
        "{\"input\":\"a\\tb\",\"kind\":\"episode\",\"title\":\"The \\\"Show\\\"\",\"year\":2005,"
        "\"season\":0,\"episodes\":[1,2],\"absolute\":[101],\"date\":\"2005-03-26\","
        "\"episode_title\":\"Pilot\",\"part\":0,\"special\":true,\"season_pack\":true,"
        "\"film\":true,\"version\":2,\"group\":\"GRP\",\"country\":\"US\",\"network\":\"BBC\","
        "\"alternative_"
        "title\":\"Die Serie\","
        "\"ids\":{\"tvdb\":81189,\"imdb\":\"tt0903747\",\"tvmaze\":169,\"tmdb\":550},"
        "\"alternatives\":[{\"season\":1,\"episodes\":[8]},{\"absolute\":[108]}],"
        "\"confidence\":0.95}");
}

static void writes_the_ids_there_are(void **state)
{
    (void)state;
    struct guess guess = nothing_guessed();
    guess.ids.tvmaze = INT64_MAX;
    assert_non_null(
        strstr(write_guess("x", 1, &guess), ",\"ids\":{\"tvmaze\":9223372036854775807}"));
    guess.ids = (struct series_ids){.imdb = "tt1"};
    assert_non_null(strstr(write_guess("x", 1, &guess), ",\"ids\":{\"imdb\":\"tt1\"},"));
    guess.ids = (struct series_ids){.tvdb = 1, .imdb = "tt1"};
    assert_non_null(strstr(write_guess("x", 1, &guess), ",\"ids\":{\"tvdb\":1,\"imdb\":\"tt1\"},"));
}

static void echoes_every_byte(void **state)
{
    (void)state;
    char input[256];
    for (int i = 0; i < 256; i++)
        input[i] = (char)i;
    struct guess guess = nothing_guessed();
    const char *line = write_guess(input, sizeof(input), &guess);
    const char *at = line + strlen("{\"input\":\"");
    for (int i = 0; i < 256; i++) {
        char want[8];
        if (i == '"' || i == '\\')
            snprintf(want, sizeof(want), "\\%c", i);
        else if (i < 0x20 && !strchr("\b\t\n\f\r", i))
            snprintf(want, sizeof(want), "\\u%04x", (unsigned)i);
        else if (i < 0x20 && i)
            snprintf(want, sizeof(want), "\\%c", "btn.fr"[i - '\b']);
        else if (!i)
            snprintf(want, sizeof(want), "\\u0000");
        else
            snprintf(want, sizeof(want), "%c", i);
        assert_memory_equal(at, want, strlen(want));
        at += strlen(want);
    }
    assert_int_equal(*at, '"');
}

static void what_is_valid_reads_back(void **state)
{
    (void)state;
    const char *input = "/tv/\xe6\x97\xa5 \"1\"\\2\n\x1f${x}{\\b1}'; --.mkv";
    struct guess guess = nothing_guessed();
    const char *line = write_guess(input, strlen(input), &guess);
    CLEANUP(cleanup_json) struct json *json = json_read(line, strlen(line), NULL);
    assert_string_equal(json_text(json_get(json, "input")), input);
}

static void confidence_is_never_rounded_up(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } cases[] = {{0, "0"},
                 {-1, "0"},
                 {NAN, "0"},
                 {1, "1"},
                 {1.5, "1"},
                 {0.9, "0.9"},
                 {0.89999, "0.8999"},
                 {0.99999, "0.9999"},
                 {0.00001, "0"},
                 {0.05, "0.05"},
                 {0.0001, "0.0001"},
                 {0.85, "0.85"},
                 {0.123456, "0.1234"},
                 {0.29, "0.29"},
                 {0.57, "0.57"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct guess guess = nothing_guessed();
        guess.confidence = cases[i].value;
        char want[64];
        snprintf(want, sizeof(want), ",\"confidence\":%s}", cases[i].text);
        const char *line = write_guess("", 0, &guess);
        assert_string_equal(strstr(line, ",\"confidence\""), want);
    }
}

/* The longest guess of all fits the room that the header promises. */
static void the_longest_guess_fits(void **state)
{
    (void)state;
    struct guess guess;
    memset(&guess, 0x01, sizeof(guess));
    guess.kind = GUESS_EPISODE;
    guess.title[MATCH_TITLE_MAX - 1] = guess.alternative_title[MATCH_TITLE_MAX - 1] = '\0';
    guess.episode_title[MATCH_TITLE_MAX - 1] = guess.group[sizeof(guess.group) - 1] = '\0';
    guess.alternative_count = MATCH_ALTERNATIVES_MAX;
    guess.network[sizeof(guess.network) - 1] = '\0';
    guess.country[2] = guess.date[10] = guess.ids.imdb[15] = '\0';
    guess.year = guess.season = guess.part = guess.version = INT32_MIN;
    guess.ids.tvdb = guess.ids.tvmaze = INT64_MIN;
    guess.episode_count = guess.absolute_count = MATCH_EPISODES_MAX;
    for (int i = 0; i < MATCH_EPISODES_MAX; i++)
        guess.episodes[i] = guess.absolute[i] = INT16_MIN;
    guess.special = guess.season_pack = true;
    guess.confidence = 0.1234;
    char input[4096];
    memset(input, 0x02, sizeof(input));
    assert_true(strlen(write_guess(input, sizeof(input), &guess)) > 6 * sizeof(input));
}

static void too_little_room_writes_nothing(void **state)
{
    (void)state;
    struct guess nothing = nothing_guessed();
    struct epi_guess guess;
    views_guess(&nothing, &guess);
    char buffer[EPI_JSON_GUESS_MAX + 6] = "#";
    assert_int_equal(epi_json_guess("x", 1, &guess, buffer, sizeof(buffer) - 1), 0);
    assert_int_equal(epi_json_guess("x", SIZE_MAX / 4, &guess, buffer, sizeof(buffer)), 0);
    assert_int_equal(epi_json_guess("", 0, &guess, buffer, EPI_JSON_GUESS_MAX - 1), 0);
    assert_int_equal(buffer[0], '#');
    assert_true(epi_json_guess("x", 1, &guess, buffer, sizeof(buffer)) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(leaves_out_what_is_absent),
                                       cmocka_unit_test(writes_every_key_in_order),
                                       cmocka_unit_test(writes_the_ids_there_are),
                                       cmocka_unit_test(echoes_every_byte),
                                       cmocka_unit_test(what_is_valid_reads_back),
                                       cmocka_unit_test(confidence_is_never_rounded_up),
                                       cmocka_unit_test(the_longest_guess_fits),
                                       cmocka_unit_test(too_little_room_writes_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
