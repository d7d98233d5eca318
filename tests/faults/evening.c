/* SPDX-License-Identifier: MIT */
#include "tests/faults/evening.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"

enum {
    BEGINS = 1772818200, /* a Friday, 17:30 UTC */
    HALF_MINUTE = 30,
    MINUTE = 60,
    HOUR = 3600,
    DAY = 86400,
    PATIENT_DAYS = 12, /* longer than anything waits by itself */
    LINES_MAX = 64,
    LINE_MAX = 80,
};

static const char bushwhacked[] = "/tv/Firefly/Firefly.S01E02.mkv";
static const char reynolds[] = "/tv/Firefly/Firefly.S01E03.mkv";
static const char jaynestown[] = "/tv/Firefly/Firefly.S01E04.mkv";
static const char of_cards[] = "/tv/House of Cards/House.of.Cards.S01E02.Chapter.2.mkv";
static const char not_watched[] = "/tv/Breaking Bad/Breaking.Bad.S01E02.mkv";

#define MARKS                                                                                      \
    "mark 78874 1x02\n"                                                                            \
    "mark 78874 1x03\n"                                                                            \
    "mark 78874 1x04\n"                                                                            \
    "mark 79861 1x02\n"
#define PLAYS                                                                                      \
    "play 78874 1x02\n"                                                                            \
    "play 78874 1x03\n"                                                                            \
    "play 78874 1x04\n"                                                                            \
    "play 79861 1x02\n"
#define RATINGS(service)                                                                           \
    "rating " service " 78874 1x02 8\n"                                                            \
    "rating " service " 78874 1x03 9\n"                                                            \
    "rating " service " 78874 1x04 7\n"

const struct evening evenings[] = {
    {.name = "two-catalogues",
     .services = {"tvdb", "tvmaze", "trakt"},
     .scrobble_on = "tvmaze,trakt",
     .rate_on = "trakt,tvmaze",
     .series = "tvdb:79861",
     .meant = MARKS PLAYS RATINGS("trakt") RATINGS("tvmaze/v1")},
    {.name = "tvmaze-alone",
     .services = {"tvmaze", "trakt"},
     .scrobble_on = "tvmaze,trakt",
     .rate_on = "trakt,tvmaze",
     .series = "tvmaze:3282",
     .meant = MARKS PLAYS RATINGS("trakt") RATINGS("tvmaze/v1")},
    {.name = "live",
     .services = {"tvdb", "tvmaze", "trakt"},
     .scrobble_on = "tvmaze,trakt",
     .rate_on = "trakt",
     .live = true,
     .series = "tvdb:79861",
     .meant = MARKS PLAYS RATINGS("trakt")},
    {.name = "old-apis",
     .services = {"tvdb2", "tvmaze", "trakt1"},
     .scrobble_on = "tvmaze",
     .rate_on = "trakt,tvdb2",
     .old = true,
     .series = "tvdb:79861",
     .meant = MARKS RATINGS("trakt1") RATINGS("tvdb2")},
};

const size_t evening_count = sizeof(evenings) / sizeof(evenings[0]);

struct viewer *evening_begin(const struct evening *evening)
{
    struct viewer *viewer = viewer_new(evening->services, BEGINS);
    struct epi_config *config = &viewer->config;

    snprintf(config->scrobble_on, sizeof(config->scrobble_on), "%s", evening->scrobble_on);
    snprintf(config->rate_on, sizeof(config->rate_on), "%s", evening->rate_on);
    config->live = evening->live;
    if (evening->old) {
        config->tvdb_api = 2;
        config->trakt_api = 1;
    }
    /* Trakt's tokens end after a day, so that the next evening begins with a new one. */
    if (!standin_control(viewer->standin, "{\"trakt_expires_in\":86400}"))
        abort();
    return viewer;
}

/* ---- What the viewer does ---- */

static void watch(struct viewer *viewer, const char *path)
{
    viewer_begin(viewer, path);
    viewer_play(viewer, VIEWER_LENGTH - MINUTE);
}

/* Signs in where that is left to do. */
static void sign_in(struct viewer *viewer)
{
    for (size_t i = 0; i < viewer->account_count; i++) {
        struct viewer_account *account = &viewer->accounts[i];
        if (!account->signed_in || account->asked)
            viewer_sign_in(viewer, account);
    }
}

void evening_play(const struct evening *evening, struct viewer *viewer, bool *corrected)
{
    sign_in(viewer);
    viewer_wait_until(viewer, BEGINS + HOUR);
    viewer_open(viewer);
    watch(viewer, bushwhacked);
    viewer_press(viewer, EPI_FACT_RATE, 8);
    viewer_end(viewer);
    watch(viewer, reynolds);
    viewer_press(viewer, EPI_FACT_RATE, 5);
    viewer_play(viewer, VIEWER_LENGTH - HALF_MINUTE);
    viewer_press(viewer, EPI_FACT_RATE, 9);
    viewer_end(viewer);
    watch(viewer, of_cards);
    viewer_end(viewer);
    *corrected = viewer_fix(viewer, of_cards, evening->series);
    viewer_begin(viewer, not_watched);
    viewer_play(viewer, MINUTE);
    viewer_press(viewer, EPI_FACT_MARK, 0);
    viewer_play(viewer, 2 * MINUTE);
    viewer_press(viewer, EPI_FACT_UNDO, 0);
    viewer_end(viewer);
    viewer_quit(viewer);
    viewer_wait_until(viewer, BEGINS + DAY + HOUR);
    viewer_open(viewer);
    watch(viewer, jaynestown);
    viewer_press(viewer, EPI_FACT_RATE, 7);
    viewer_play(viewer, VIEWER_LENGTH - HALF_MINUTE);
    viewer_press(viewer, EPI_FACT_RATE, 2);
    viewer_press(viewer, EPI_FACT_UNDO, 0);
    viewer_end(viewer);
    viewer_quit(viewer);
}

/* ---- What the services hold ---- */

struct held {
    char lines[LINES_MAX][LINE_MAX];
    size_t count;
};

static void add_line(struct held *held, const char *what, const struct json *row,
                     const char *rating)
{
    if (held->count == LINES_MAX)
        abort();
    long long series = json_int(json_get(json_get(row, "ids"), "tvdb_series"), 0);
    snprintf(held->lines[held->count++], LINE_MAX, "%s %lld %dx%02d%s%s", what, series,
             (int)json_int(json_get(row, "season"), -1), (int)json_int(json_get(row, "number"), -1),
             *rating ? " " : "", rating);
}

static int compare(const void *a, const void *b)
{
    return strcmp(a, b);
}

void evening_held(struct viewer *viewer, char *text)
{
    char *state = standin_state(viewer->standin);
    struct json *json = json_read(state, strlen(state), NULL);
    const struct json *marks = json_get(json, "marks"), *plays = json_get(json, "plays"),
                      *ratings = json_get(json, "ratings");
    struct held held = {.count = 0};
    size_t len = 0;

    for (size_t i = 0; i < json_count(marks); i++)
        add_line(&held, "mark", json_at(marks, i), "");
    for (size_t i = 0; i < json_count(plays); i++)
        add_line(&held, "play", json_at(plays, i), "");
    for (size_t i = 0; i < json_count(ratings); i++) {
        const struct json *row = json_at(ratings, i);
        char what[LINE_MAX];
        snprintf(what, sizeof(what), "rating %s", json_text(json_get(row, "service")));
        add_line(&held, what, row, json_text(json_get(row, "rating")));
    }
    qsort(held.lines, held.count, LINE_MAX, compare);
    text[0] = '\0';
    for (size_t i = 0; i < held.count; i++)
        len += (size_t)snprintf(text + len, EVENING_HELD_MAX - len, "%s\n", held.lines[i]);
    json_free(json);
    free(state);
}

static bool is_as_meant(const struct evening *evening, struct viewer *viewer)
{
    char held[EVENING_HELD_MAX];

    evening_held(viewer, held);
    return strcmp(held, evening->meant) == 0;
}

/* ---- The days after ---- */

/* Lets days pass until all is as it was meant, and one more, in which it has to stay so. */
static bool wait_days(const struct evening *evening, struct viewer *viewer, int days)
{
    for (int day = 0; day <= days; day++) {
        bool before = is_as_meant(evening, viewer);
        viewer_wait_until(viewer, viewer_now() + DAY);
        if (before)
            return is_as_meant(evening, viewer);
    }
    return false;
}

static bool is_asked(const struct viewer *viewer)
{
    for (size_t i = 0; i < viewer->account_count; i++) {
        if (viewer->accounts[i].asked)
            return true;
    }
    return false;
}

enum healing evening_heal(const struct evening *evening, struct viewer *viewer, bool corrected)
{
    viewer_wait_until(viewer, BEGINS + 2 * DAY);
    viewer_open(viewer);
    viewer_wait_until(viewer, viewer_now() + HOUR);
    bool asked = is_asked(viewer);
    sign_in(viewer);
    if (!corrected)
        viewer_fix(viewer, of_cards, evening->series);
    enum healing healing = asked ? HEALED_BY_SIGN_IN : HEALED_SOON;
    if (!wait_days(evening, viewer, 1)) {
        asked = asked || is_asked(viewer);
        sign_in(viewer);
        healing = asked ? HEALED_BY_SIGN_IN : HEALED_LATER;
        if (!wait_days(evening, viewer, PATIENT_DAYS)) {
            viewer_retry(viewer);
            healing = wait_days(evening, viewer, 1) ? HEALED_BY_RETRY : HEALED_NOT;
        }
    }
    viewer_quit(viewer);
    return healing;
}
