/* SPDX-License-Identifier: MIT */
#include "core/services/trakt_sync.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/services/fields.h"
#include "core/services/route.h"
#include "core/services/session.h"
#include "core/services/trakt_account.h"
#include "core/services/trakt_films.h"
#include "core/services/trakt_lists.h"
#include "core/services/trakt_shows.h"

/* ---- Items: the subjects in a body, and those that not_found lists ---- */

/* How a subject is identified: by the id of its episode, or within its series. */
enum item_form { FORM_NONE, FORM_FILM, FORM_ID, FORM_EPISODE, FORM_SEASON, FORM_SHOW };

static enum item_form form_of(const struct subject *subject)
{
    bool known = subject->series.tvdb > 0 || subject->series.imdb[0] || subject->series_title[0];
    if (subject->film)
        return FORM_FILM;
    if (subject->tvdb > 0)
        return FORM_ID;
    if (!known || (subject->season < 0 && subject->airdate[0]))
        return FORM_NONE; /* Trakt cannot find an episode by its date */
    if (subject->season < 0)
        return FORM_SHOW;
    return subject->number < 0 ? FORM_SEASON : FORM_EPISODE;
}

static struct json *with_number(int number)
{
    struct json *json = json_new_object();
    json_set_int(json, "number", number);
    return json;
}

static struct json *show_json(const struct subject *subject)
{
    struct json *show = json_new_object();
    struct json *ids = json_new_object();
    if (subject->series_title[0])
        json_set_text(show, "title", subject->series_title);
    if (subject->series_year > 0)
        json_set_int(show, "year", subject->series_year);
    if (subject->series.tvdb > 0)
        json_set_int(ids, "tvdb", subject->series.tvdb);
    if (subject->series.imdb[0])
        json_set_text(ids, "imdb", subject->series.imdb);
    if (json_count(ids))
        json_set(show, "ids", ids);
    else
        json_free(ids);
    return show;
}

/* An object with one id, of a kind: "trakt". */
static struct json *by_id(const char *kind, int64_t id)
{
    struct json *object = json_new_object();
    struct json *ids = json_new_object();
    json_set_int(ids, kind, id);
    json_set(object, "ids", ids);
    return object;
}

/* What is sent about a subject: a rating, or the time of a play. */
struct item {
    const struct subject *subject;
    struct epi_error *result;
    struct own_id own; /* 0: unknown, or not wanted */
    int rating;        /* 0: none */
    int64_t at;        /* 0: unknown */
    const char *at_name;
    const char *at_unknown; /* what is said then; NULL: nothing, which means now */
    bool back;              /* it is taken back: done, too, if Trakt does not know it */
    bool lacking;           /* Trakt does not know it by what was sent */
};

static void say(struct json *json, const struct item *item)
{
    char time[32];
    if (item->rating)
        json_set_int(json, "rating", item->rating);
    if (item->at > 0) {
        fields_time(item->at, time);
        json_set_text(json, item->at_name, time);
    } else if (item->at_unknown) {
        json_set_text(json, item->at_name, item->at_unknown);
    }
}

/* Adds an item to the lists of a body. */
static void add_item(struct json *films, struct json *episodes, struct json *seasons_by_id,
                     struct json *shows, const struct item *item)
{
    const struct subject *subject = item->subject;
    enum item_form form = form_of(subject);
    if (form == FORM_FILM) {
        struct json *film = trakt_films_json(subject);
        say(film, item);
        json_add(films, film);
        return;
    }
    if (form == FORM_ID || item->own.id) {
        struct json *object =
            item->own.id ? by_id("trakt", item->own.id) : by_id("tvdb", subject->tvdb);
        say(object, item);
        json_add(form == FORM_SEASON ? seasons_by_id : episodes, object);
        return;
    }
    struct json *show = show_json(subject);
    if (form == FORM_SHOW) {
        say(show, item);
    } else {
        struct json *seasons = json_new_array();
        struct json *season = with_number(subject->season);
        if (form == FORM_EPISODE) {
            struct json *list = json_new_array();
            struct json *episode = with_number(subject->number);
            say(episode, item);
            json_add(list, episode);
            json_set(season, "episodes", list);
        } else {
            say(season, item);
        }
        json_add(seasons, season);
        json_set(show, "seasons", seasons);
    }
    json_add(shows, show);
}

static bool lists_number(const struct json *list, int number)
{
    for (size_t i = 0; i < json_count(list); i++) {
        if (json_int(json_get(json_at(list, i), "number"), -1) == number)
            return true;
    }
    return false;
}

/* Whether a series in not_found covers a subject: the whole series is missing, or the season or
 * episode nested in it. */
static bool show_lacks(const struct json *show, const struct subject *subject)
{
    const struct json *seasons = json_get(show, "seasons");
    if (!trakt_shows_is(show, subject))
        return false;
    if (!json_count(seasons))
        return true;
    for (size_t i = 0; i < json_count(seasons); i++) {
        const struct json *season = json_at(seasons, i);
        const struct json *episodes = json_get(season, "episodes");
        if (json_int(json_get(season, "number"), -1) != subject->season)
            continue;
        if (!json_count(episodes) || lists_number(episodes, subject->number))
            return true;
    }
    return false;
}

/* Whether a list has an object with this id. */
static bool lists_id(const struct json *list, const char *kind, int64_t id)
{
    for (size_t i = 0; i < json_count(list); i++) {
        if (json_int(json_get(json_get(json_at(list, i), "ids"), kind), 0) == id)
            return true;
    }
    return false;
}

static bool lists_film(const struct json *list, const struct subject *subject)
{
    for (size_t i = 0; i < json_count(list); i++) {
        if (trakt_films_is(json_at(list, i), subject))
            return true;
    }
    return false;
}

static bool not_found(const struct json *lists, const struct item *item)
{
    const struct subject *subject = item->subject;
    const struct json *episodes = json_get(lists, "episodes");
    const struct json *seasons = json_get(lists, "seasons");
    const struct json *shows = json_get(lists, "shows");
    enum item_form form = form_of(subject);
    if (form == FORM_FILM)
        return lists_film(json_get(lists, "movies"), subject);
    if (item->own.id)
        return lists_id(form == FORM_SEASON ? seasons : episodes, "trakt", item->own.id);
    if (form == FORM_ID)
        return lists_id(episodes, "tvdb", subject->tvdb);
    for (size_t i = 0; i < json_count(episodes); i++) {
        const struct json *row = json_at(episodes, i);
        if (form == FORM_EPISODE && json_int(json_get(row, "number"), -1) == subject->number &&
            json_int(json_get(row, "season"), subject->season) == subject->season)
            return true;
    }
    if ((form == FORM_SEASON || form == FORM_EPISODE) && lists_number(seasons, subject->season))
        return true;
    for (size_t i = 0; i < json_count(shows); i++) {
        if (show_lacks(json_at(shows, i), subject))
            return true;
    }
    return false;
}

/* Stores the result of each item. False if the answer is not as documented. */
static bool read_lists(struct session *session, const struct json *json, struct item *items,
                       size_t count)
{
    const struct json *lists = json_get(json, "not_found");
    size_t missing = json_count(json_get(lists, "movies")) +
                     json_count(json_get(lists, "episodes")) +
                     json_count(json_get(lists, "seasons")) + json_count(json_get(lists, "shows"));
    if (!json_is_object(json_get(json, "added")) && !json_is_object(json_get(json, "deleted")) &&
        !json_is_object(lists))
        return false;
    for (size_t i = 0; i < count; i++) {
        *items[i].result = (struct epi_error){0};
        items[i].lacking = not_found(lists, &items[i]) || (count == 1 && missing);
        if (items[i].lacking && !items[i].back)
            fields_unknown(session->service, items[i].subject, items[i].result);
    }
    return true;
}

/* Whether an answer says that nothing was added or changed, and nothing was missing. */
static bool says_nothing(const struct json *json)
{
    static const char *const kinds[] = {"movies", "episodes", "seasons", "shows"};
    const struct json *added = json_get(json, "added"), *lists = json_get(json, "not_found");
    bool nothing = json_is_object(added);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        nothing = nothing && json_int(json_get(added, kinds[i]), 0) == 0 &&
                  json_int(json_get(json_get(json, "updated"), kinds[i]), 0) == 0 &&
                  !json_count(json_get(lists, kinds[i]));
    }
    return nothing;
}

/* It may be there already: asks for each item. */
static bool look_into(struct session *session, struct item *items, size_t count,
                      struct epi_error *err)
{
    for (size_t i = 0; i < count; i++) {
        char label[MATCH_TITLE_MAX + 32];
        struct mark play = {.subject = *items[i].subject, .at = items[i].at};
        struct json *ids = json_new_array();
        bool found = false;
        bool asked = items[i].rating ? trakt_lists_rated(session, items[i].subject, items[i].rating,
                                                         &found, err)
                                     : trakt_lists_plays(session, &play, ids, err);
        found = found || json_count(ids) > 0;
        json_free(ids);
        if (!asked)
            return false;
        values_subject_label(items[i].subject, label, sizeof(label));
        items[i].lacking = !found;
        if (!found) {
            error_status(items[i].result, EPI_ERROR_NEVER, 422, 0,
                         "Trakt added nothing for %s, and does not say why", label);
        }
    }
    return true;
}

/* The id that Trakt has for what is known by its number: the contract of 2026 does not describe
 * numbers for ratings and for what is being watched. 0: none, also if Trakt refuses the question;
 * it then goes by its number. */
static bool own_id(struct session *session, const struct subject *subject, bool anew,
                   struct own_id *own, struct epi_error *err)
{
    enum item_form form = form_of(subject);
    struct epi_error why = {0};
    *own = (struct own_id){0};
    if ((form != FORM_EPISODE && form != FORM_SEASON) ||
        trakt_shows_own(session, subject, anew, own, &why) || why.kind == EPI_ERROR_NEVER)
        return true;
    if (err)
        *err = why;
    return false;
}

/* Chooses the items that Trakt can identify, with the ids that it has for them. */
static bool choose(struct session *session, const struct item *items, size_t count,
                   bool whole_shows, struct item *chosen, size_t *chosen_count,
                   struct epi_error *err)
{
    *chosen_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct item item = items[i];
        enum item_form form = form_of(item.subject);
        if (form == FORM_NONE || (form > FORM_EPISODE && !whole_shows)) {
            if (!item.back)
                fields_unknown(session->service, item.subject, item.result);
            continue;
        }
        if (!own_id(session, item.subject, false, &item.own, err))
            return false;
        chosen[(*chosen_count)++] = item;
    }
    return true;
}

static struct json *body_of(const struct item *items, size_t count)
{
    struct json *films = json_new_array();
    struct json *episodes = json_new_array(), *seasons = json_new_array();
    struct json *shows = json_new_array(), *body = json_new_object();
    for (size_t i = 0; i < count; i++)
        add_item(films, episodes, seasons, shows, &items[i]);
    if (json_count(films))
        json_set(body, "movies", films);
    else
        json_free(films);
    json_set(body, "episodes", episodes);
    if (json_count(seasons))
        json_set(body, "seasons", seasons);
    else
        json_free(seasons);
    json_set(body, "shows", shows);
    return body;
}

/* Leaves the items that Trakt lacks by an id that was kept, if it has another by now. */
static bool renew(struct session *session, struct item *items, size_t *count, struct epi_error *err)
{
    size_t left = 0;
    for (size_t i = 0; i < *count; i++) {
        struct item item = items[i];
        int64_t before = item.own.id;
        if (!item.lacking || !item.own.kept)
            continue;
        if (!own_id(session, item.subject, true, &item.own, err))
            return false;
        if (item.own.id && item.own.id != before)
            items[left++] = item;
    }
    *count = left;
    return true;
}

static bool send_items(struct session *session, const char *route, struct item *items, size_t count,
                       struct epi_error *err)
{
    struct answer answer = {0};
    if (!route_get(session, &api_trakt, route, NULL, body_of(items, count), &answer, err))
        return false;
    if (!read_lists(session, answer.json, items, count))
        return answer_unreadable(session->service, &answer, err);
    bool nothing = says_nothing(answer.json);
    answer_free(&answer);
    return !nothing || look_into(session, items, count, err);
}

/* Sends items in one request, without those that Trakt cannot identify. */
static bool sync_items(struct session *session, const char *route, const struct item *items,
                       size_t count, bool whole_shows, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct item *sent = calloc(count + 1, sizeof(*sent));
    size_t sent_count;
    if (!sent)
        return error_memory(err);
    if (!choose(session, items, count, whole_shows, sent, &sent_count, err))
        return false;
    return !sent_count || (send_items(session, route, sent, sent_count, err) &&
                           renew(session, sent, &sent_count, err) &&
                           (!sent_count || send_items(session, route, sent, sent_count, err)));
}

/* ---- Sending ---- */

/* Sends the ratings to set or, with take_back, those to remove. */
static bool rate_some(struct session *session, const struct rating *ratings, size_t count,
                      bool take_back, struct epi_error *results, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct item *items = calloc(count + 1, sizeof(*items));
    size_t used = 0;
    if (!items)
        return error_memory(err);
    for (size_t i = 0; i < count; i++) {
        if ((ratings[i].value == 0) == take_back) {
            items[used++] = (struct item){.subject = &ratings[i].subject,
                                          .result = &results[i],
                                          .rating = ratings[i].value,
                                          .at = take_back ? 0 : ratings[i].at,
                                          .at_name = "rated_at",
                                          .back = take_back};
        }
    }
    return !used || sync_items(session, take_back ? "ratings-remove" : "ratings-add", items, used,
                               true, err);
}

bool trakt_sync_rate(struct session *session, const struct rating *ratings, size_t count,
                     struct epi_error *results, struct epi_error *err)
{
    return rate_some(session, ratings, count, false, results, err) &&
           rate_some(session, ratings, count, true, results, err);
}

bool trakt_sync_play(struct session *session, const struct mark *plays, size_t count,
                     struct epi_error *results, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct item *items = calloc(count + 1, sizeof(*items));
    if (!items)
        return error_memory(err);
    for (size_t i = 0; i < count; i++) {
        items[i] = (struct item){.subject = &plays[i].subject,
                                 .result = &results[i],
                                 .at = plays[i].at,
                                 .at_name = "watched_at",
                                 .at_unknown = "unknown"};
    }
    return sync_items(session, "history-add", items, count, false, err);
}

bool trakt_sync_played(struct session *session, const struct mark *play, bool *found,
                       struct epi_error *err)
{
    struct json *ids = json_new_array();
    bool asked = trakt_lists_plays(session, play, ids, err);
    if (asked)
        *found = json_count(ids) > 0;
    json_free(ids);
    return asked;
}

/* Removes plays by Trakt's ids of them, which are taken over. */
static bool remove_ids(struct session *session, struct json *ids, struct epi_error *err)
{
    struct json *body = json_new_object();
    struct answer answer = {0};
    json_set(body, "ids", ids);
    if (!route_get(session, &api_trakt, "history-remove", NULL, body, &answer, err))
        return false;
    if (!json_is_object(json_get(answer.json, "deleted")))
        return answer_unreadable(session->service, &answer, err);
    answer_free(&answer);
    return true;
}

bool trakt_sync_unplay(struct session *session, const struct mark *plays, size_t count,
                       struct epi_error *results, struct epi_error *err)
{
    struct json *ids = json_new_array();
    for (size_t i = 0; i < count; i++) {
        results[i] = (struct epi_error){0};
        if (!trakt_lists_plays(session, &plays[i], ids, err)) {
            json_free(ids);
            return false;
        }
    }
    if (!json_count(ids)) {
        json_free(ids);
        return true; /* the history no longer has any of them */
    }
    return remove_ids(session, ids, err);
}

bool trakt_sync_remove_plays(struct session *session, const int64_t *items, size_t count,
                             struct epi_error *err)
{
    struct json *ids = json_new_array();
    for (size_t i = 0; i < count; i++)
        json_add(ids, json_new_int(items[i]));
    return remove_ids(session, ids, err);
}

/* Whether Trakt answers for another episode than was meant. */
static bool is_another(const struct json *episode, const struct subject *subject)
{
    int64_t tvdb = json_int(json_get(json_get(episode, "ids"), "tvdb"), 0);
    int64_t season = json_int(json_get(episode, "season"), -1);
    int64_t number = json_int(json_get(episode, "number"), -1);
    if (subject->tvdb > 0)
        return tvdb > 0 && tvdb != subject->tvdb;
    return season >= 0 && number >= 0 && (season != subject->season || number != subject->number);
}

/* Trakt has done that to another episode: what it added to the history is removed again. */
static bool refuse_another(struct session *session, const struct subject *subject,
                           const struct json *answered, struct epi_error *err)
{
    int64_t id = json_int(json_get(answered, "id"), 0);
    const struct json *episode = json_get(answered, "episode");
    struct json *body = json_new_object(), *ids = json_new_array();
    struct answer removed = {0};
    struct epi_error failed = {0};
    char label[MATCH_TITLE_MAX + 32];
    values_subject_label(subject, label, sizeof(label));
    if (id > 0)
        json_add(ids, json_new_int(id));
    json_set(body, "ids", ids);
    bool gone =
        id > 0 && route_get(session, &api_trakt, "history-remove", NULL, body, &removed, &failed);
    if (id <= 0)
        json_free(body);
    answer_free(&removed);
    return epi_error_set(err, EPI_ERROR_NEVER, "Trakt took another episode, %dx%02d, for %s%s",
                         (int)json_int(json_get(episode, "season"), 0),
                         (int)json_int(json_get(episode, "number"), 0), label,
                         gone     ? "; that play was taken back"
                         : id > 0 ? "; take that play back on its web site"
                                  : "");
}

/* What is being watched: by Trakt's own id, unless that is 0. */
static struct json *live_json(const struct subject *subject, int64_t own, double progress)
{
    bool by_number = !own && form_of(subject) == FORM_EPISODE;
    struct json *body = json_new_object();
    struct json *episode = own         ? by_id("trakt", own)
                           : by_number ? json_new_object()
                                       : by_id("tvdb", subject->tvdb);
    if (by_number) {
        json_set_int(episode, "season", subject->season);
        json_set_int(episode, "number", subject->number);
        json_set(body, "show", show_json(subject));
    }
    json_set(body, "episode", episode);
    json_set(body, "progress", json_new_double(progress < 0 ? 0 : progress > 100 ? 100 : progress));
    return body;
}

bool trakt_sync_live(struct session *session, const struct subject *subject,
                     enum live_action action, double progress, bool *counted, struct epi_error *err)
{
    static const char *const routes[] = {"scrobble-start", "scrobble-pause", "scrobble-stop"};
    enum item_form form = form_of(subject);
    *counted = false;
    if (form != FORM_ID && form != FORM_EPISODE)
        return fields_unknown(session->service, subject, err);
    /* Trakt answers these with 422: too little was watched, or it should be a stop. */
    if ((action != LIVE_START && progress < 1) || (action == LIVE_PAUSE && progress >= LIVE_PLAYED))
        return true;
    struct own_id own;
    if (!own_id(session, subject, false, &own, err))
        return false;
    struct answer answer = {0};
    if (!route_send(session, &api_trakt, routes[action], NULL, live_json(subject, own.id, progress),
                    &answer, err))
        return false;
    bool taken = true, there = action == LIVE_STOP && answer.status == 409; /* it has this play */
    if (there && !*json_text(json_get(answer.json, "watched_at"))) {
        answer_free(&answer); /* Trakt's own 409 says since when: so the history has to be asked */
        return epi_error_set(err, EPI_ERROR_LATER, "Trakt sent an unexpected answer");
    }
    if (answer.status == 404)
        taken = fields_unknown(session->service, subject, err);
    else if (!there)
        taken = answer_accepted(session->service, &answer, err);
    if (taken && !there && !json_is_object(answer.json))
        return answer_unreadable(session->service, &answer, err);
    bool another = taken && !there && is_another(json_get(answer.json, "episode"), subject);
    if (another)
        taken = refuse_another(session, subject, answer.json, err);
    if (taken && (there || strcmp(json_text(json_get(answer.json, "action")), "scrobble") == 0))
        *counted = true;
    if (own.kept && (answer.status == 404 || another)) /* it may have another by now */
        session_keep_own_id(session, &subject->series, subject->season, subject->number, 0);
    answer_free(&answer);
    return taken;
}
