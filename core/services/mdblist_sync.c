/* SPDX-License-Identifier: MIT */
#include "core/services/mdblist_sync.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/services/cursor.h"
#include "core/services/fields.h"
#include "core/services/mdblist_account.h"
#include "core/services/route.h"
#include "core/services/session.h"

static void free_json(struct json **json)
{
    json_free(*json);
}

/* ---- Where something is in what MDBList has ---- */

/* An episode, a season or a series of an answer. */
enum { ALL = -1, UNKNOWN = -2 };
struct place {
    struct series_ids series;
    int64_t tvdb; /* the episode's id; 0: unknown */
    int season, number;
};

enum level { LEVEL_EPISODE, LEVEL_SEASON, LEVEL_SHOW, LEVELS };
static const char *const level_lists[] = {"episodes", "seasons", "shows"};
static const char *const level_names[] = {"episode", "season", "show"};

static enum level level_of(const struct subject *subject)
{
    return subject->season < 0 ? LEVEL_SHOW : subject->number < 0 ? LEVEL_SEASON : LEVEL_EPISODE;
}

/* An id comes by either name. */
static int64_t read_tvdb(const struct json *ids)
{
    const struct json *id = json_get(ids, "tvdb");
    if (json_is_null(id))
        id = json_get(ids, "tvdbid");
    int64_t number = json_int(id, 0);
    return number > 0 ? number : 0;
}

static int read_number(const struct json *json)
{
    int number = fields_number(json);
    return number < 0 ? UNKNOWN : number;
}

static struct series_ids read_series(const struct json *show)
{
    const struct json *ids = json_get(show, "ids");
    struct series_ids series = {.tvdb = read_tvdb(ids)};
    if (!json_copy(json_get(ids, "imdb"), series.imdb, sizeof(series.imdb)) || !series.imdb[0])
        json_copy(json_get(ids, "imdbid"), series.imdb, sizeof(series.imdb));
    return series;
}

/* What an object of one of the lists is about; its series is in it, or beside it in row. */
static struct place read_place(enum level level, const struct json *object, const struct json *row)
{
    const struct json *show = json_get(object, "show");
    struct place place = {.season = ALL, .number = ALL};
    if (json_is_null(show))
        show = json_get(row, "show");
    place.series = read_series(level == LEVEL_SHOW ? object : show);
    if (level == LEVEL_EPISODE) {
        place.tvdb = read_tvdb(json_get(object, "ids"));
        place.season = read_number(json_get(object, "season"));
        place.number = read_number(json_get(object, "number"));
    } else if (level == LEVEL_SEASON) {
        place.season = read_number(json_get(object, "number"));
    }
    return place;
}

/* Whether a subject is at a place, or in it. */
static bool covers(const struct place *place, const struct subject *subject)
{
    if (place->tvdb > 0 && subject->tvdb > 0)
        return place->tvdb == subject->tvdb;
    return values_same_series(&place->series, &subject->series) &&
           (place->season == ALL || place->season == subject->season) &&
           (place->number == ALL || place->number == subject->number);
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
        struct series_ids series = read_series(json_at(shows, i));
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

static void note(struct missing *missing, const struct place *place)
{
    bool known = false;
    missing->any = true;
    for (size_t i = 0; i < missing->count; i++) {
        const struct item *item = &missing->items[i];
        if (!covers(place, item->subject))
            continue;
        known = true;
        fields_unknown(missing->service, item->subject, item->result);
    }
    missing->unclear = missing->unclear || !known;
}

/* A series without seasons is missing as a whole, and so is a season without episodes. */
static void note_show(struct missing *missing, const struct json *show)
{
    struct place place = {.series = read_series(show), .season = ALL, .number = ALL};
    const struct json *seasons = json_get(show, "seasons");
    if (!json_count(seasons))
        note(missing, &place);
    for (size_t i = 0; i < json_count(seasons); i++) {
        const struct json *season = json_at(seasons, i);
        const struct json *episodes = json_get(season, "episodes");
        place.season = read_number(json_get(season, "number"));
        place.number = ALL;
        place.tvdb = 0;
        if (!json_count(episodes))
            note(missing, &place);
        for (size_t k = 0; k < json_count(episodes); k++) {
            place.number = read_number(json_get(json_at(episodes, k), "number"));
            place.tvdb = read_tvdb(json_get(json_at(episodes, k), "ids"));
            note(missing, &place);
        }
    }
}

/* Lists, or how many are in them. */
static void note_lists(struct missing *missing, const struct json *lists)
{
    for (enum level level = 0; level < LEVELS; level++) {
        const struct json *list = json_get(lists, level_lists[level]);
        if (json_int(list, 0) > 0)
            missing->any = missing->unclear = true;
        for (size_t i = 0; i < json_count(list); i++) {
            const struct json *object = json_at(list, i);
            struct place place = read_place(level, object, NULL);
            if (level == LEVEL_SHOW)
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
        for (enum level level = 0; level < LEVELS; level++) {
            if (json_int(json_get(json_get(json, counts[i]), level_lists[level]), 0) > 0)
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

/* ---- Its lists ---- */

enum { PAGE_ROWS = 1000, PAGES_MAX = 100 };

/* Called with each row of a list, and what it is about. */
typedef void (*visit_row)(void *context, enum level level, const struct place *place,
                          const struct json *row);

static void visit_page(const struct json *page, visit_row visit, void *context)
{
    for (enum level level = 0; level < LEVELS; level++) {
        const struct json *list = json_get(page, level_lists[level]);
        for (size_t i = 0; i < json_count(list); i++) {
            const struct json *row = json_at(list, i);
            struct place place = read_place(level, json_get(row, level_names[level]), row);
            visit(context, level, &place, row);
        }
    }
}

static bool walk(struct session *session, const char *route, struct route_args *args,
                 visit_row visit, void *context, struct epi_error *err)
{
    CLEANUP(free_json) struct json *seen = json_new_array();
    struct answer answer = {0};
    route_int(args, "limit", PAGE_ROWS);
    for (int pages = 0; pages < PAGES_MAX; pages++) {
        if (!route_get(session, &api_mdblist, route, args, NULL, &answer, err))
            return false;
        if (!json_is_object(answer.json))
            return answer_unreadable(session->service, &answer, err);
        visit_page(answer.json, visit, context);
        const char *next = cursor_next(seen, answer.json);
        answer_free(&answer);
        if (!next)
            return true;
        cursor_turn(args, next);
    }
    return answer_endless(session->service, &answer, err);
}

/* What is looked for in a list. */
struct search {
    const struct item *items;
    size_t count;
    bool *found; /* of each item */
};

static void find_items(void *context, enum level level, const struct place *place,
                       const struct json *row)
{
    struct search *search = context;
    for (size_t i = 0; i < search->count; i++) {
        const struct item *item = &search->items[i];
        bool same = level_of(item->subject) == level && covers(place, item->subject);
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
    if (!walk(session, items[0].rating ? "ratings" : "watched", &args, find_items, &search, err))
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

/* Whether MDBList can be told what it is: its series by an id, and an episode by its numbers. */
static bool is_named(const struct item *item)
{
    const struct subject *subject = item->subject;
    bool known = subject->series.tvdb > 0 || subject->series.imdb[0];
    return known && (subject->season >= 0 || (!subject->airdate[0] && subject->number < 0));
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
static bool send_level(struct session *session, const char *route, enum level level,
                       const struct item *items, size_t count, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct item *sent = calloc(count + 1, sizeof(*sent));
    size_t sent_count = 0;
    if (!sent)
        return error_memory(err);
    for (size_t i = 0; i < count; i++) {
        if (level_of(items[i].subject) != level)
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
    for (enum level level = 0; level < LEVELS; level++) {
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
        if (level_of(items[i].subject) != LEVEL_EPISODE && !back)
            fields_unknown(session->service, items[i].subject, items[i].result);
    }
    return send_level(session, route, LEVEL_EPISODE, items, count, err);
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

/* By the same second; one whose time was unknown is any. */
static bool is_play(const struct json *row, const struct mark *play)
{
    enum { SECONDS_LEN = 19 };
    char exact[32];
    const char *at = json_text(json_get(row, "watched_at"));
    fields_time(play->at, exact);
    return play->at == 0 ||
           strncmp(*at ? at : json_text(json_get(row, "last_watched_at")), exact, SECONDS_LEN) == 0;
}

static void find_plays(void *context, enum level level, const struct place *place,
                       const struct json *row)
{
    struct history *history = context;
    int64_t id = json_int(json_get(row, "play_id"), 0);
    for (size_t i = 0; i < history->count && level == LEVEL_EPISODE; i++) {
        const struct mark *play = &history->plays[i];
        if (!covers(place, &play->subject) || !is_play(row, play))
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
    char since[32];
    struct route_args args = {0};
    int64_t first = history->plays[0].at;
    for (size_t i = 1; i < history->count; i++)
        first = history->plays[i].at < first ? history->plays[i].at : first;
    route_text(route_text(&args, "plays", "all"), "mediatype", "episode");
    if (first > 0) {
        write_time(first - 1, since);
        route_text(&args, "since", since);
    }
    return walk(session, "watched", &args, find_plays, history, err);
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
