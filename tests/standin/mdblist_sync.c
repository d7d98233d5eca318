/* SPDX-License-Identifier: MIT
 *
 * What MDBList is told: watched episodes and ratings, mdblist 6 and 7 of the sections listed in
 * README.md.
 */
#include <stdlib.h>
#include <string.h>

#include "mdblist.h"

enum { ENTRIES_MAX = 200, ADDED_MAX = 100 };
enum { FOLD_MS = 30 * 60 * 1000 };

enum operation { WATCH, UNWATCH, RATE, UNRATE };
enum kind { MOVIES, SHOWS, SEASONS, EPISODES, KINDS };
static const char *const kind_names[] = {"movies", "shows", "seasons", "episodes"};

struct sync {
    struct request *rq;
    enum operation operation;
    bool dry;        /* the first pass only looks whether all is well-formed */
    const char *bad; /* what is wrong */
    int done[KINDS], existing[KINDS], missing_count[KINDS];
    struct text missing[KINDS];
    struct text plays;
    int play_count;
};

static bool is_rating(const struct sync *sync)
{
    return sync->operation == RATE || sync->operation == UNRATE;
}

/* ---- Leaves ---- */

bool stand_mdb_play(struct request *rq, const struct episode *e, int64_t at_ms, int64_t *id)
{
    struct standin *s = rq->s;
    for (size_t i = 0; i < s->play_count; i++) {
        const struct play *play = &s->plays[i];
        int64_t apart = play->watched_at_ms - at_ms;
        if (play->episode == e && strcmp(play->service, rq->prefix) == 0 && apart < FOLD_MS &&
            apart > -FOLD_MS) {
            *id = play->id;
            return true;
        }
    }
    *id = ++s->last_id;
    *STAND_ADD(s->plays, s->play_count) = (struct play){.id = *id,
                                                        .service = rq->prefix,
                                                        .action = "watch",
                                                        .show = e->show,
                                                        .episode = e,
                                                        .watched_at_ms = at_ms};
    return false;
}

static bool drop_plays(struct request *rq, const struct episode *e, int64_t id)
{
    struct standin *s = rq->s;
    bool any = false;
    for (size_t i = s->play_count; i--;) {
        const struct play *play = &s->plays[i];
        if (strcmp(play->service, rq->prefix) != 0 || (e ? play->episode != e : play->id != id))
            continue;
        any = true;
        s->play_count--;
        memmove(&s->plays[i], &s->plays[i + 1], (s->play_count - i) * sizeof(*s->plays));
    }
    return any;
}

static void watched_leaf(struct sync *sync, const struct episode *e, json_object *item)
{
    const char *at = NULL;
    int64_t ms = stand_now_ms(sync->rq->s), id = 0;
    enum stand_field is = stand_string(item, "watched_at", &at);
    if (is == STAND_BAD || (is == STAND_GOOD && !stand_mdb_read_time(at, &ms))) {
        sync->bad = "watched_at: Datetime has wrong format";
        return;
    }
    if (sync->dry)
        return;
    if (sync->operation == UNWATCH) {
        sync->done[EPISODES] += drop_plays(sync->rq, e, 0);
        return;
    }
    bool folded = stand_mdb_play(sync->rq, e, ms, &id);
    sync->existing[EPISODES] += folded;
    sync->done[EPISODES] += !folded;
    if (sync->play_count++ < ADDED_MAX) {
        stand_comma(&sync->plays);
        stand_json(&sync->plays, "{'play_id':%l,'added':%b}", id, !folded);
    }
}

static void rating_leaf(struct sync *sync, const struct show *show, int season,
                        const struct episode *e, json_object *item)
{
    enum kind kind = e ? EPISODES : season >= 0 ? SEASONS : SHOWS;
    struct rating rating = {.service = sync->rq->prefix,
                            .account = sync->rq->account,
                            .show = show,
                            .episode = e,
                            .season = season};
    const char *at = NULL;
    int64_t value = 0, ms = stand_now_ms(sync->rq->s);
    if (sync->operation == UNRATE) {
        sync->done[kind] += !sync->dry && stand_unrate(sync->rq->s, &rating);
        return;
    }
    enum stand_field timed = stand_string(item, "rated_at", &at);
    if (stand_int(item, "rating", &value) != STAND_GOOD || value < 1 || value > 10)
        sync->bad = "rating: Ensure this value is an integer from 1 to 10";
    else if (timed == STAND_BAD || (timed == STAND_GOOD && !stand_mdb_read_time(at, &ms)))
        sync->bad = "rated_at: Datetime has wrong format";
    if (sync->bad || sync->dry)
        return;
    snprintf(rating.value, sizeof(rating.value), "%d", (int)value);
    rating.rated_at = ms;
    stand_rate(sync->rq->s, &rating);
    sync->done[kind]++;
}

/* ---- Trees: shows hold seasons hold episodes ---- */

static void echo(struct text *out, json_object *object)
{
    stand_comma(out);
    stand_add(out, json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN));
}

static json_object *list_of(struct sync *sync, json_object *object, const char *key)
{
    json_object *list = NULL;
    if (stand_get(object, key, json_type_array, &list) == STAND_BAD)
        sync->bad = "Expected a list of items";
    return list;
}

static size_t length(json_object *list)
{
    return list ? json_object_array_length(list) : 0;
}

/* All of a season, or with -1 of the show. */
static void whole(struct sync *sync, const struct show *show, int season, json_object *item)
{
    for (size_t i = 0; i < show->episode_count; i++) {
        const struct episode *e = &show->episodes[i];
        if (e->season >= 0 && (season < 0 || e->season == season))
            watched_leaf(sync, e, item);
    }
}

/* An episode that is not found comes back in its show; by a knob in a list of its own, with its
 * numbers and nothing else. */
static void miss_episode(struct sync *sync, int season, json_object *item, struct text *lost)
{
    int64_t number = -1;
    stand_int(item, "number", &number);
    sync->missing_count[EPISODES]++;
    if (sync->rq->s->mdblist_missing == MDBLIST_FLAT) {
        stand_comma(&sync->missing[EPISODES]);
        stand_json(&sync->missing[EPISODES], "{'season':%i,'number':%l}", season, number);
    } else {
        echo(lost, item);
    }
}

static void walk_season(struct sync *sync, const struct show *show, json_object *season,
                        struct text *missing)
{
    json_object *episodes = list_of(sync, season, "episodes");
    struct text lost = {0};
    int64_t number = -1;
    bool known = false, rated = json_object_object_get_ex(season, "rating", NULL);
    if (stand_int(season, "number", &number) != STAND_GOOD) {
        sync->bad = "seasons: number: This field is required";
        return;
    }
    for (size_t i = 0; i < show->episode_count; i++)
        known = known || show->episodes[i].season == number;
    if (!known) {
        sync->missing_count[SEASONS]++;
        echo(missing, season);
        return;
    }
    if (is_rating(sync) && (!episodes || rated))
        rating_leaf(sync, show, (int)number, NULL, season);
    else if (!episodes)
        whole(sync, show, (int)number, season);
    for (size_t i = 0; i < length(episodes); i++) {
        json_object *item = json_object_array_get_idx(episodes, i);
        const struct episode *e = stand_mdb_episode(sync->rq, show, (int)number, item);
        if (!e)
            miss_episode(sync, (int)number, item, &lost);
        else if (is_rating(sync))
            rating_leaf(sync, show, -1, e, item);
        else
            watched_leaf(sync, e, item);
    }
    if (lost.length) {
        stand_comma(missing);
        stand_json(missing, "{'number':%l,'episodes':[%r]}", number, lost.data);
    }
    stand_text_free(&lost);
}

/* mdblist 6: a show by itself is all of its episodes. */
static void walk_show(struct sync *sync, json_object *item)
{
    const struct show *show = stand_mdb_show(sync->rq, item);
    json_object *seasons = list_of(sync, item, "seasons"), *ids = NULL;
    bool rated = json_object_object_get_ex(item, "rating", NULL);
    struct text lost = {0};
    if (!show) {
        sync->missing_count[SHOWS]++;
        echo(&sync->missing[SHOWS], item);
        return;
    }
    if (is_rating(sync) && (!seasons || rated))
        rating_leaf(sync, show, -1, NULL, item);
    else if (!seasons)
        whole(sync, show, -1, item);
    for (size_t i = 0; i < length(seasons); i++)
        walk_season(sync, show, json_object_array_get_idx(seasons, i), &lost);
    if (lost.length) {
        stand_get(item, "ids", json_type_object, &ids);
        stand_comma(&sync->missing[SHOWS]);
        stand_json(&sync->missing[SHOWS], "{'ids':%r,'seasons':[%r]}",
                   json_object_to_json_string_ext(ids, JSON_C_TO_STRING_PLAIN), lost.data);
    }
    stand_text_free(&lost);
}

/* Only shows and films: episodes in a list of their own landed on wrong titles. */
static void walk(struct sync *sync)
{
    json_object *shows = list_of(sync, sync->rq->json, "shows");
    json_object *movies = list_of(sync, sync->rq->json, "movies");
    json_object_object_foreach(sync->rq->json, key, value)
    {
        (void)value;
        if (strcmp(key, "shows") != 0 && strcmp(key, "movies") != 0)
            sync->bad = "nested in shows is what is safe";
    }
    if (length(shows) > ENTRIES_MAX)
        sync->bad = "Too many shows in one request (max 200)";
    if (length(movies) > ENTRIES_MAX)
        sync->bad = "Too many movies in one request (max 200)";
    for (size_t i = 0; i < length(shows) && !sync->bad; i++)
        walk_show(sync, json_object_array_get_idx(shows, i));
    for (size_t i = 0; i < length(movies) && !sync->bad; i++) {
        sync->missing_count[MOVIES]++;
        echo(&sync->missing[MOVIES], json_object_array_get_idx(movies, i));
    }
}

/* ---- Answers ---- */

static void forget(struct sync *sync)
{
    for (int i = 0; i < KINDS; i++) {
        stand_text_free(&sync->missing[i]);
        sync->missing_count[i] = 0;
    }
}

static void write_counts(struct text *out, const char *name, const int counts[KINDS])
{
    stand_comma(out);
    stand_json(out, "'%e':{'movies':%i,'shows':%i,'seasons':%i,'episodes':%i}", name,
               counts[MOVIES], counts[SHOWS], counts[SEASONS], counts[EPISODES]);
}

static void write_missing(struct text *out, struct sync *sync)
{
    if (sync->rq->s->mdblist_missing == MDBLIST_COUNTS) {
        write_counts(out, "not_found", sync->missing_count);
        return;
    }
    stand_json(out, ",'not_found':{");
    for (int i = 0; i < KINDS; i++) {
        stand_comma(out);
        stand_json(out, "'%e':[%r]", kind_names[i],
                   sync->missing[i].data ? sync->missing[i].data : "");
    }
    stand_add(out, "}");
}

/* mdblist 6: 200 also if nothing was found. */
static void change(struct request *rq, enum operation operation)
{
    struct sync sync = {.rq = rq, .operation = operation, .dry = true};
    const char *report = stand_query(rq, "report_added");
    walk(&sync);
    forget(&sync);
    if (sync.bad) {
        stand_mdb_error(rq, MHD_HTTP_BAD_REQUEST, sync.bad);
        return;
    }
    sync.dry = false;
    walk(&sync);
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "{");
    if (operation == UNWATCH || operation == UNRATE) {
        write_counts(&rq->out, "removed", sync.done);
    } else {
        write_counts(&rq->out, "updated", sync.done);
        write_counts(&rq->out, "existing", sync.existing);
    }
    write_missing(&rq->out, &sync);
    if (report && strcmp(report, "true") == 0)
        stand_json(&rq->out, ",'plays':[%r]", sync.plays.data ? sync.plays.data : "");
    stand_add(&rq->out, "}");
    stand_text_free(&sync.plays);
    forget(&sync);
}

static void add_watched(struct request *rq)
{
    change(rq, WATCH);
}

static void remove_watched(struct request *rq)
{
    change(rq, UNWATCH);
}

static void add_ratings(struct request *rq)
{
    change(rq, RATE);
}

static void remove_ratings(struct request *rq)
{
    change(rq, UNRATE);
}

static void remove_plays(struct request *rq)
{
    json_object *ids = NULL;
    struct text removed = {0}, missing = {0};
    if (stand_get(rq->json, "play_ids", json_type_array, &ids) != STAND_GOOD) {
        stand_mdb_error(rq, MHD_HTTP_BAD_REQUEST, "play_ids: This field is required");
        return;
    }
    for (size_t i = 0; i < json_object_array_length(ids); i++) {
        json_object *id = json_object_array_get_idx(ids, i);
        echo(drop_plays(rq, NULL, json_object_get_int64(id)) ? &removed : &missing, id);
    }
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out, "{'removed':[%r],'not_found':[%r]}", removed.data ? removed.data : "",
               missing.data ? missing.data : "");
    stand_text_free(&removed);
    stand_text_free(&missing);
}

static const struct stand_route routes[] = {
    {"POST", "/sync/watched", add_watched},
    {"POST", "/sync/watched/remove", remove_watched},
    {"POST", "/sync/watched/plays/remove", remove_plays},
    {"POST", "/sync/ratings", add_ratings},
    {"POST", "/sync/ratings/remove", remove_ratings},
};

const struct stand_table stand_mdb_sync = STAND_TABLE(routes);
