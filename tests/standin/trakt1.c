/* SPDX-License-Identifier: MIT
 *
 * Trakt v1, which is gone: only an imitation can be spoken to. "trakt-v1 3" and the like name the
 * sections listed in README.md.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "inside.h"
#include "standin.h"

static void fail(struct request *rq, int status, const char *error)
{
    rq->status = status;
    rq->out.length = 0;
    stand_json(&rq->out, "{'status':'failure','error':%s}", error);
}

static void success(struct request *rq, const char *message)
{
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out, "{'status':'success','message':%s}", message);
}

/* trakt-v1 1: any Content-Type will do. */
static bool admit(struct request *rq)
{
    stand_set_header(rq, "Content-Type", "application/json; charset=utf-8");
    return true;
}

static void unknown(struct request *rq, int status)
{
    rq->status = status;
}

/* trakt-v1 2: the key is in the path, the login in the body; both fail with 401. */
static bool login(struct request *rq, const char *key)
{
    const char *user = NULL, *password = NULL;
    if (strcmp(key, STANDIN_TRAKT1_KEY) != 0) {
        fail(rq, MHD_HTTP_UNAUTHORIZED, "invalid API key");
        return false;
    }
    if (!rq->json)
        stand_body(rq);
    if (stand_string(rq->json, "username", &user) != STAND_GOOD ||
        stand_string(rq->json, "password", &password) != STAND_GOOD ||
        strcmp(user, STANDIN_TRAKT1_USER) != 0 || strcmp(password, STANDIN_TRAKT1_SHA1) != 0) {
        fail(rq, MHD_HTTP_UNAUTHORIZED, "failed authentication");
        return false;
    }
    rq->account = STANDIN_TRAKT1_USER;
    return true;
}

/* Numbers came as numbers and as strings. */
static int64_t number(json_object *item, const char *key)
{
    const char *text = NULL;
    int64_t value = -1;
    if (stand_int(item, key, &value) == STAND_BAD && stand_string(item, key, &text) == STAND_GOOD)
        stand_number(text, &value);
    return value;
}

static const struct show *find_show(struct request *rq, json_object *item)
{
    const struct catalogue *c = rq->s->catalogue;
    const char *imdb = NULL, *title = NULL;
    const struct show *show = catalogue_by_tvdb(c, number(item, "tvdb_id"));
    if (!show && stand_string(item, "imdb_id", &imdb) == STAND_GOOD)
        show = catalogue_by_imdb(c, imdb);
    if (show || stand_string(item, "title", &title) != STAND_GOOD)
        return show;
    for (size_t i = 0; i < c->count; i++) {
        if (!c->shows[i].film && strcasecmp(c->shows[i].name, title) == 0 &&
            (number(item, "year") < 0 || c->shows[i].year == number(item, "year")))
            return &c->shows[i];
    }
    return NULL;
}

static const struct episode *find_episode(struct request *rq, json_object *item)
{
    const struct show *show = find_show(rq, item);
    return show ? catalogue_episode(show, (int)number(item, "season"), (int)number(item, "episode"))
                : NULL;
}

/* ---- Rating, trakt-v1 3 ---- */

enum rated { RATED, UNRATED, UNKNOWN, REFUSED };

/* love, hate, 1 to 10; "unrate" and 0 undo. */
static enum rated rate(struct request *rq, json_object *item, const struct show *show,
                       const struct episode *e)
{
    struct rating rating = {.service = rq->prefix,
                            .account = rq->account,
                            .show = show,
                            .episode = e,
                            .season = -1,
                            .rated_at = stand_now(rq->s)};
    const char *word = NULL;
    int64_t value = -1;
    if (!show)
        return UNKNOWN;
    if (stand_string(item, "rating", &word) == STAND_GOOD) {
        if (strcmp(word, "unrate") != 0 && strcmp(word, "love") != 0 && strcmp(word, "hate") != 0 &&
            (!stand_number(word, &value) || value > 10))
            return REFUSED;
    } else if (stand_int(item, "rating", &value) != STAND_GOOD || value < 0 || value > 10) {
        return REFUSED;
    }
    if (value == 0 || (word && strcmp(word, "unrate") == 0)) {
        stand_unrate(rq->s, &rating);
        return UNRATED;
    }
    if (word)
        snprintf(rating.value, sizeof(rating.value), "%s", word);
    else
        snprintf(rating.value, sizeof(rating.value), "%d", (int)value);
    stand_rate(rq->s, &rating);
    return RATED;
}

/* rate/episodes and rate/shows: counters, and what was skipped as it was sent. */
static void rate_many(struct request *rq, const char *key)
{
    json_object *list = NULL;
    int counts[4] = {0};
    struct text skipped = {0};
    bool episodes = strcmp(key, "episodes") == 0;
    if (!login(rq, rq->arg[0]))
        return;
    if (stand_get(rq->json, key, json_type_array, &list) != STAND_GOOD) {
        fail(rq, MHD_HTTP_OK, episodes ? "episodes are required" : "shows are required");
        return;
    }
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        json_object *item = json_object_array_get_idx(list, i);
        const struct episode *e = episodes ? find_episode(rq, item) : NULL;
        const struct show *show = episodes ? (e ? e->show : NULL) : find_show(rq, item);
        enum rated rated = rate(rq, item, show, e);
        counts[rated]++;
        if (rated == RATED || rated == UNRATED)
            continue;
        stand_comma(&skipped);
        stand_add(&skipped, json_object_to_json_string_ext(item, JSON_C_TO_STRING_PLAIN));
    }
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out,
               "{'status':'success','message':'rated %i %e','rated':%i,'unrated':%i,"
               "'skipped':%i,'skipped_%e':[%r]}",
               counts[RATED], key, counts[RATED], counts[UNRATED],
               counts[UNKNOWN] + counts[REFUSED], key, skipped.data ? skipped.data : "");
    stand_text_free(&skipped);
}

static void rate_episodes(struct request *rq)
{
    rate_many(rq, "episodes");
}

static void rate_shows(struct request *rq)
{
    rate_many(rq, "shows");
}

static void rate_one(struct request *rq, bool episode)
{
    if (!login(rq, rq->arg[0]))
        return;
    const struct episode *e = episode ? find_episode(rq, rq->json) : NULL;
    const struct show *show = episode ? (e ? e->show : NULL) : find_show(rq, rq->json);
    enum rated rated = rate(rq, rq->json, show, e);
    if (rated == UNKNOWN || rated == REFUSED) {
        fail(rq, rated == UNKNOWN ? MHD_HTTP_NOT_FOUND : MHD_HTTP_OK,
             rated == REFUSED ? "invalid rating"
             : episode        ? "episode not found"
                              : "show not found");
        return;
    }
    json_object *rating = json_object_object_get(rq->json, "rating");
    char message[300];
    if (e)
        snprintf(message, sizeof(message), "rated %s %dx%02d", show->name, e->season, e->number);
    else
        snprintf(message, sizeof(message), "rated %s", show->name);
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out,
               "{'status':'success','message':%s,'type':%s,'rating':%r,'ratings':{"
               "'percentage':100,'votes':1,'loved':1,'hated':0},'facebook':false,"
               "'twitter':false,'tumblr':false}",
               message, e ? "episode" : "show", json_object_to_json_string(rating));
}

static void rate_episode(struct request *rq)
{
    rate_one(rq, true);
}

static void rate_show(struct request *rq)
{
    rate_one(rq, false);
}

/* ---- Account, trakt-v1 6 ---- */

static void account_test(struct request *rq)
{
    if (login(rq, rq->arg[0]))
        success(rq, "all good!");
}

static void account_settings(struct request *rq)
{
    if (!login(rq, rq->arg[0]))
        return;
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out,
               "{'status':'success','message':'All settings for %e','profile':{"
               "'username':%s},'account':{'timezone':'UTC'},'viewing':{'ratings':{"
               "'mode':'advanced'},'shouts':{}},'connections':{},'sharing_text':{}}",
               rq->account, rq->account);
}

/* ---- Scrobbling, trakt-v1 4 ---- */

static const struct episode *scrobbled(struct request *rq)
{
    if (!login(rq, rq->arg[0]))
        return NULL;
    const struct show *show = find_show(rq, rq->json);
    const struct episode *e = show ? find_episode(rq, rq->json) : NULL;
    if (!e)
        fail(rq, MHD_HTTP_NOT_FOUND, show ? "episode not found" : "show not found");
    return e;
}

static void show_watching(struct request *rq)
{
    const struct episode *e = scrobbled(rq);
    char message[300];
    if (!e)
        return;
    rq->s->watching = (struct pausing){.show = e->show,
                                       .episode = e,
                                       .progress = (double)number(rq->json, "progress"),
                                       .at_ms = stand_now_ms(rq->s)};
    snprintf(message, sizeof(message), "watching %s %dx%02d", e->show->name, e->season, e->number);
    rq->status = MHD_HTTP_OK;
    /* all ids and numbers as strings */
    stand_json(&rq->out,
               "{'status':'success','message':%s,'show':{'title':%s,'year':'%i',"
               "'imdb_id':%s,'tvdb_id':'%l','tvrage_id':'%l'},'season':'%i','episode':{"
               "'number':'%i','title':%s},'facebook':false,'twitter':false,"
               "'tumblr':false}",
               message, e->show->name, e->show->year, e->show->imdb, e->show->tvdb, e->show->tvrage,
               e->season, e->number, e->name);
}

static void show_scrobble(struct request *rq)
{
    const struct episode *e = scrobbled(rq);
    char message[300];
    if (!e)
        return;
    int64_t now = stand_now_ms(rq->s);
    for (size_t i = 0; i < rq->s->play_count; i++) {
        const struct play *play = &rq->s->plays[i];
        if (strcmp(play->service, rq->prefix) == 0 && play->episode == e &&
            now - play->watched_at_ms < 3600000) {
            snprintf(message, sizeof(message), "scrobbled %s %dx%02d already", e->show->name,
                     e->season, e->number);
            fail(rq, MHD_HTTP_OK, message);
            return;
        }
    }
    *STAND_ADD(rq->s->plays, rq->s->play_count) = (struct play){.id = ++rq->s->last_id,
                                                                .service = rq->prefix,
                                                                .action = "scrobble",
                                                                .show = e->show,
                                                                .episode = e,
                                                                .watched_at_ms = now};
    rq->s->watching = (struct pausing){0};
    snprintf(message, sizeof(message), "scrobbled %s %dx%02d", e->show->name, e->season, e->number);
    success(rq, message);
}

static void show_cancel(struct request *rq)
{
    if (!login(rq, rq->arg[0]))
        return;
    rq->s->watching = (struct pausing){0};
    success(rq, "cancelled watching");
}

/* ---- Seen, trakt-v1 5 ---- */

static void seen(struct request *rq, bool add)
{
    json_object *list = NULL;
    char message[80];
    int count = 0;
    if (!login(rq, rq->arg[0]))
        return;
    const struct show *show = find_show(rq, rq->json);
    if (!show) {
        fail(rq, MHD_HTTP_NOT_FOUND, "show not found");
        return;
    }
    stand_get(rq->json, "episodes", json_type_array, &list);
    for (size_t i = 0; list && i < json_object_array_length(list); i++) {
        json_object *item = json_object_array_get_idx(list, i);
        const struct episode *e =
            catalogue_episode(show, (int)number(item, "season"), (int)number(item, "episode"));
        if (!e)
            continue;
        count++;
        if (add)
            stand_list_add(rq->s, "trakt1/seen", 0, e->trakt);
        else
            stand_list_drop(rq->s, "trakt1/seen", 0, e->trakt);
    }
    snprintf(message, sizeof(message), "%d episodes marked as %s", count, add ? "seen" : "unseen");
    success(rq, message);
}

static void episode_seen(struct request *rq)
{
    seen(rq, true);
}

static void episode_unseen(struct request *rq)
{
    seen(rq, false);
}

/* trakt-v1 1: some clients add .json to a POST; both are taken. */
#define BOTH(path, serve)                                                                          \
    {"POST", path "/{}", serve},                                                                   \
    {                                                                                              \
        "POST", path ".json/{}", serve                                                             \
    }

static const struct stand_route routes[] = {
    BOTH("/rate/episodes", rate_episodes),        BOTH("/rate/shows", rate_shows),
    BOTH("/rate/episode", rate_episode),          BOTH("/rate/show", rate_show),
    BOTH("/account/test", account_test),          BOTH("/account/settings", account_settings),
    BOTH("/show/watching", show_watching),        BOTH("/show/scrobble", show_scrobble),
    BOTH("/show/cancelwatching", show_cancel),    BOTH("/show/episode/seen", episode_seen),
    BOTH("/show/episode/unseen", episode_unseen),
};

static const struct stand_table table = STAND_TABLE(routes);

const struct stand_service stand_trakt1 = {
    .prefix = "/trakt1",
    .tables = {&table},
    .admit = admit,
    .unknown = unknown,
};
