/* SPDX-License-Identifier: MIT */
#include "core/services/mdblist_sync.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/services/fields.h"
#include "core/services/mdblist_account.h"
#include "core/services/mdblist_lists.h"
#include "core/services/route.h"
#include "core/services/session.h"

static void free_json(struct json **json)
{
    json_free(*json);
}

/* ---- What is sent ---- */

struct item {
    const struct subject *subject;
    struct epi_error *result;
    int rating; /* 0: none */
    int64_t at; /* 0: unknown */
    const char *at_name;
    bool back; /* it is taken back: done, too, if MDBList does not know it */
};

/* "2026-11-01T20:15:00Z" */
static void write_time(int64_t at, char text[32])
{
    enum { SECONDS_LEN = 19 };
    fields_time(at, text);
    memcpy(text + SECONDS_LEN, "Z", 2);
}

static void say(struct json *json, const struct item *item)
{
    char time[32];
    if (item->rating)
        json_set_int(json, "rating", item->rating);
    if (item->at > 0) {
        write_time(item->at, time);
        json_set_text(json, item->at_name, time);
    }
}

static struct json *new_ids(const struct series_ids *series)
{
    struct json *ids = json_new_object();
    if (series->imdb[0])
        json_set_text(ids, "imdb", series->imdb);
    if (series->tvdb > 0)
        json_set_int(ids, "tvdb", series->tvdb);
    return ids;
}

/* The object of a list with this number; a new one if there is none. */
static struct json *numbered(struct json *list, int number)
{
    for (size_t i = 0; i < json_count(list); i++) {
        if (fields_number(json_get(json_at(list, i), "number")) == number)
            return json_at(list, i);
    }
    struct json *object = json_new_object();
    json_set_int(object, "number", number);
    json_add(list, object);
    return object;
}

/* The list of an object; a new one if there is none. */
static struct json *list_in(struct json *object, const char *name)
{
    if (!json_is_array(json_get(object, name)))
        json_set(object, name, json_new_array());
    return json_get(object, name);
}

/* The series of a subject in the list; a new one if it is not there. */
static struct json *show_of(struct json *shows, const struct subject *subject)
{
    for (size_t i = 0; i < json_count(shows); i++) {
        struct series_ids series = mdblist_lists_series(json_at(shows, i));
        if (values_same_series(&series, &subject->series))
            return json_at(shows, i);
    }
    struct json *show = json_new_object();
    json_set(show, "ids", new_ids(&subject->series));
    json_add(shows, show);
    return show;
}

static void add_item(struct json *shows, const struct item *item)
{
    const struct subject *subject = item->subject;
    struct json *object = show_of(shows, subject);
    if (subject->season >= 0)
        object = numbered(list_in(object, "seasons"), subject->season);
    if (subject->season >= 0 && subject->number >= 0) {
        struct json *episodes = list_in(object, "episodes");
        object = json_new_object();
        json_set_int(object, "number", subject->number);
        if (subject->tvdb > 0)
            json_set(object, "ids", new_ids(&(struct series_ids){.tvdb = subject->tvdb}));
        json_add(episodes, object);
    }
    say(object, item);
}

/* ---- What MDBList says of it ---- */

/* What an answer says is not found. */
struct missing {
    const struct service *service;
    const struct item *items;
    size_t count;
    bool any;
    bool unclear; /* of which item it says so */
};

static void note(struct missing *missing, const struct mdblist_place *place)
{
    bool known = false;
    missing->any = true;
    for (size_t i = 0; i < missing->count; i++) {
        const struct item *item = &missing->items[i];
        if (!mdblist_lists_covers(place, item->subject))
            continue;
        known = true;
        fields_unknown(missing->service, item->subject, item->result);
    }
    missing->unclear = missing->unclear || !known;
}

/* A series without seasons is missing as a whole, and so is a season without episodes. */
static void note_show(struct missing *missing, const struct json *show)
{
    struct mdblist_place place = {
        .series = mdblist_lists_series(show), .season = MDBLIST_ALL, .number = MDBLIST_ALL};
    const struct json *seasons = json_get(show, "seasons");
    if (!json_count(seasons))
        note(missing, &place);
    for (size_t i = 0; i < json_count(seasons); i++) {
        const struct json *season = json_at(seasons, i);
        const struct json *episodes = json_get(season, "episodes");
        place.season = mdblist_lists_number(json_get(season, "number"));
        place.number = MDBLIST_ALL;
        place.tvdb = 0;
        if (!json_count(episodes))
            note(missing, &place);
        for (size_t k = 0; k < json_count(episodes); k++) {
            place.number = mdblist_lists_number(json_get(json_at(episodes, k), "number"));
            place.tvdb = mdblist_lists_tvdb(json_get(json_at(episodes, k), "ids"));
            note(missing, &place);
        }
    }
}

/* Lists, or how many are in them. */
static void note_lists(struct missing *missing, const struct json *lists)
{
    for (enum mdblist_level level = 0; level < MDBLIST_LEVELS; level++) {
        const struct json *list = json_get(lists, mdblist_lists_names[level]);
        if (json_int(list, 0) > 0)
            missing->any = missing->unclear = true;
        for (size_t i = 0; i < json_count(list); i++) {
            const struct json *object = json_at(list, i);
            struct mdblist_place place = mdblist_lists_place(level, object, NULL);
            if (level == MDBLIST_SHOW)
                note_show(missing, object);
            else
                note(missing, &place);
        }
    }
}

/* Whether any of the counts of an answer is not 0. */
static bool did_something(const struct json *json)
{
    static const char *const counts[] = {"updated", "added", "existing", "removed"};
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        for (enum mdblist_level level = 0; level < MDBLIST_LEVELS; level++) {
            if (json_int(json_get(json_get(json, counts[i]), mdblist_lists_names[level]), 0) > 0)
                return true;
        }
    }
    return false;
}

/* Whether an answer has what is documented: one of its counts, or what is not found. 204 has no
 * body. */
static bool is_readable(const struct answer *answer)
{
    static const char *const members[] = {"updated", "added", "existing", "removed", "not_found"};
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        if (json_is_object(json_get(answer->json, members[i])))
            return true;
    }
    return answer->status == 204;
}

/* ---- What is there already ---- */

/* What is looked for in a list. */
struct search {
    const struct item *items;
    size_t count;
    bool *found; /* of each item */
};

static void find_items(void *context, enum mdblist_level level, const struct mdblist_place *place,
                       const struct json *row)
{
    struct search *search = context;
    for (size_t i = 0; i < search->count; i++) {
        const struct item *item = &search->items[i];
        bool same = mdblist_lists_level(item->subject) == level &&
                    mdblist_lists_covers(place, item->subject);
        double rating = json_double(json_get(row, "rating"), 0);
        if (same && (!item->rating || (rating > item->rating - 0.5 && rating < item->rating + 0.5)))
            search->found[i] = true;
    }
}

/* MDBList accepted items and changed nothing: they may be there already. */
static bool look_into(struct session *session, const struct item *items, size_t count,
                      struct epi_error *err)
{
    CLEANUP(cleanup_free) bool *found = calloc(count + 1, sizeof(*found));
    struct search search = {items, count, found};
    struct route_args args = {0};
    if (!found)
        return error_memory(err);
    if (!items[0].rating)
        route_text(&args, "mediatype", "episode");
    if (!mdblist_lists_walk(session, items[0].rating ? "ratings" : "watched", &args, find_items,
                            &search, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        char label[MATCH_TITLE_MAX + 32];
        values_subject_label(items[i].subject, label, sizeof(label));
        if (!found[i]) {
            error_status(items[i].result, EPI_ERROR_NEVER, 422, 0,
                         "MDBList changed nothing for %s, and does not say why", label);
        }
    }
    return true;
}

/* ---- Sending ---- */

/* Whether MDBList can be told what it is: its series by an id, and an episode by its numbers. A
 * film is sent in another way, and its id is none of a series. */
static bool is_named(const struct item *item)
{
    const struct subject *subject = item->subject;
    bool known = subject->series.tvdb > 0 || subject->series.imdb[0];
    return known && !subject->film &&
           (subject->season >= 0 || (!subject->airdate[0] && subject->number < 0));
}

/* Stores the result of each item. False if the answer does not say which of them it refuses. */
static bool read_results(struct session *session, const struct json *json, const struct item *items,
                         size_t count, struct epi_error *err)
{
    const struct json *errors = json_get(json, "errors");
    struct missing missing = {.service = session->service, .items = items, .count = count};
    for (size_t i = 0; i < count; i++)
        *items[i].result = (struct epi_error){0};
    note_lists(&missing, json_get(json, "not_found"));
    if (json_count(errors) || json_int(errors, 0) > 0)
        missing.any = missing.unclear = true;
    for (size_t i = 0; i < count && items[0].back; i++)
        *items[i].result = (struct epi_error){0};
    if (!missing.unclear || items[0].back)
        return true;
    if (count == 1)
        fields_unknown(session->service, items[0].subject, items[0].result);
    return count == 1 || error_status(err, EPI_ERROR_NEVER, 404, 0,
                                      "%s does not know one of %zu, and does not say which",
                                      session->service->title, count);
}

/* Sends items in one request; all are taken back, or none. */
static bool send(struct session *session, const char *route, const struct item *items, size_t count,
                 struct epi_error *err)
{
    struct json *body = json_new_object();
    struct answer answer = {0};
    for (size_t i = 0; i < count; i++)
        add_item(list_in(body, "shows"), &items[i]);
    if (!route_get(session, &api_mdblist, route, NULL, body, &answer, err))
        return false;
    if (!is_readable(&answer))
        return answer_unreadable(session->service, &answer, err);
    bool read = read_results(session, answer.json, items, count, err);
    bool nothing = !items[0].back && !did_something(answer.json);
    for (size_t i = 0; i < count; i++)
        nothing = nothing && items[i].result->kind == EPI_ERROR_NONE;
    answer_free(&answer);
    return read && (!nothing || look_into(session, items, count, err));
}

/* Sends the items of one level that MDBList can be told. */
static bool send_level(struct session *session, const char *route, enum mdblist_level level,
                       const struct item *items, size_t count, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct item *sent = calloc(count + 1, sizeof(*sent));
    size_t sent_count = 0;
    if (!sent)
        return error_memory(err);
    for (size_t i = 0; i < count; i++) {
        if (mdblist_lists_level(items[i].subject) != level)
            continue;
        if (is_named(&items[i]))
            sent[sent_count++] = items[i];
        else if (items[i].back)
            *items[i].result = (struct epi_error){0};
        else
            fields_unknown(session->service, items[i].subject, items[i].result);
    }
    return !sent_count || send(session, route, sent, sent_count, err);
}

/* Sends the ratings to set or, with back, those to remove; those of series by themselves. */
static bool rate_some(struct session *session, const struct rating *ratings, size_t count,
                      bool back, struct epi_error *results, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct item *items = calloc(count + 1, sizeof(*items));
    const char *route = back ? "ratings-remove" : "ratings-add";
    size_t used = 0;
    if (!items)
        return error_memory(err);
    for (size_t i = 0; i < count; i++) {
        if ((ratings[i].value == 0) == back) {
            items[used++] = (struct item){.subject = &ratings[i].subject,
                                          .result = &results[i],
                                          .rating = ratings[i].value,
                                          .at = back ? 0 : ratings[i].at,
                                          .at_name = "rated_at",
                                          .back = back};
        }
    }
    for (enum mdblist_level level = 0; level < MDBLIST_LEVELS; level++) {
        if (!send_level(session, route, level, items, used, err))
            return false;
    }
    return true;
}

bool mdblist_sync_rate(struct session *session, const struct rating *ratings, size_t count,
                       struct epi_error *results, struct epi_error *err)
{
    return rate_some(session, ratings, count, false, results, err) &&
           rate_some(session, ratings, count, true, results, err);
}

/* Episodes only: a series or a season would be all of its episodes. */
static bool watch(struct session *session, const char *route, const struct mark *plays,
                  size_t count, bool back, struct epi_error *results, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct item *items = calloc(count + 1, sizeof(*items));
    if (!items)
        return error_memory(err);
    for (size_t i = 0; i < count; i++) {
        items[i] = (struct item){.subject = &plays[i].subject,
                                 .result = &results[i],
                                 .at = back              ? 0
                                       : plays[i].at > 0 ? plays[i].at
                                                         : session_now(session),
                                 .at_name = "watched_at",
                                 .back = back};
        if (mdblist_lists_level(items[i].subject) != MDBLIST_EPISODE && !back)
            fields_unknown(session->service, items[i].subject, items[i].result);
    }
    return send_level(session, route, MDBLIST_EPISODE, items, count, err);
}

bool mdblist_sync_play(struct session *session, const struct mark *plays, size_t count,
                       struct epi_error *results, struct epi_error *err)
{
    return watch(session, "watched-add", plays, count, false, results, err);
}

/* ---- What was sent ---- */

/* Plays that are looked for among those that MDBList has. */
struct history {
    const struct mark *plays;
    size_t count;
    struct json *ids; /* of those that it has */
    bool *nameless;   /* which of the plays are there, but have no id of their own */
    bool found;
};

/* Seconds since 1970 of "2026-11-01T20:15:00Z", 0 if it is none. */
static int64_t read_time(const char *text)
{
    enum { DATE_LEN = 10, DAY = 86400 };
    char date[DATE_LEN + 1] = "";
    int hours = 0, minutes = 0, seconds = 0;
    if (sscanf(text, "%10[0-9-]T%2d:%2d:%2d", date, &hours, &minutes, &seconds) != 4)
        return 0;
    int64_t days = clock_days_of(date);
    return days ? days * DAY + hours * 3600 + minutes * 60 + seconds : 0;
}

/* By its time, which MDBList may keep less exactly than it was sent; one whose time was unknown is
 * any. */
static bool is_play(const struct json *row, const struct mark *play)
{
    enum { EXACT_SECONDS = 60 };
    const char *text = json_text(json_get(row, "watched_at"));
    int64_t at = read_time(*text ? text : json_text(json_get(row, "last_watched_at")));
    int64_t apart = at > play->at ? at - play->at : play->at - at;
    return play->at == 0 || apart < EXACT_SECONDS;
}

static void find_plays(void *context, enum mdblist_level level, const struct mdblist_place *place,
                       const struct json *row)
{
    struct history *history = context;
    int64_t id = json_int(json_get(row, "play_id"), 0);
    for (size_t i = 0; i < history->count && level == MDBLIST_EPISODE; i++) {
        const struct mark *play = &history->plays[i];
        if (!mdblist_lists_covers(place, &play->subject) || !is_play(row, play))
            continue;
        history->found = true;
        history->nameless[i] = history->nameless[i] || id <= 0 || play->at == 0;
        if (id > 0 && play->at > 0)
            json_add(history->ids, json_new_int(id));
    }
}

/* Looks for plays; those of all time if the time of any is unknown. */
static bool read_history(struct session *session, struct history *history, struct epi_error *err)
{
    enum { SINCE_SECONDS = 60 };
    char since[32];
    struct route_args args = {0};
    int64_t first = history->plays[0].at;
    for (size_t i = 1; i < history->count; i++)
        first = history->plays[i].at < first ? history->plays[i].at : first;
    route_text(route_text(&args, "plays", "all"), "mediatype", "episode");
    if (first > 0) {
        write_time(first - SINCE_SECONDS, since);
        route_text(&args, "since", since);
    }
    return mdblist_lists_walk(session, "watched", &args, find_plays, history, err);
}

bool mdblist_sync_played(struct session *session, const struct mark *play, bool *found,
                         struct epi_error *err)
{
    CLEANUP(free_json) struct json *ids = json_new_array();
    bool nameless = false;
    struct history history = {.plays = play, .count = 1, .ids = ids, .nameless = &nameless};
    if (!read_history(session, &history, err))
        return false;
    *found = history.found;
    return true;
}

/* Removes plays by their ids. One that is gone already is none. */
static bool remove_plays(struct session *session, const struct json *ids, struct epi_error *err)
{
    struct json *body = json_new_object();
    struct answer answer = {0};
    json_set(body, "play_ids", json_share(ids));
    if (!route_get(session, &api_mdblist, "plays-remove", NULL, body, &answer, err))
        return false;
    if (!json_is_array(json_get(answer.json, "removed")))
        return answer_unreadable(session->service, &answer, err);
    answer_free(&answer);
    return true;
}

/* What has no id of its own there is made unwatched. */
static bool unwatch(struct session *session, const struct history *history,
                    struct epi_error *results, struct epi_error *err)
{
    for (size_t i = 0; i < history->count; i++) {
        if (history->nameless[i] &&
            !watch(session, "watched-remove", &history->plays[i], 1, true, &results[i], err))
            return false;
    }
    return true;
}

bool mdblist_sync_unplay(struct session *session, const struct mark *plays, size_t count,
                         struct epi_error *results, struct epi_error *err)
{
    CLEANUP(free_json) struct json *ids = json_new_array();
    CLEANUP(cleanup_free) bool *nameless = calloc(count + 1, sizeof(*nameless));
    struct history history = {.plays = plays, .count = count, .ids = ids, .nameless = nameless};
    if (!nameless)
        return error_memory(err);
    for (size_t i = 0; i < count; i++)
        results[i] = (struct epi_error){0};
    return (!count || read_history(session, &history, err)) &&
           (!json_count(ids) || remove_plays(session, ids, err)) &&
           unwatch(session, &history, results, err);
}
