/* SPDX-License-Identifier: MIT
 *
 * What is being watched at MDBList, mdblist 5 of the sections listed in README.md.
 */
#include <math.h>
#include <string.h>

#include "mdblist.h"

enum { WATCHED = 80 }; /* percent */

/* ---- What is meant ---- */

/* In the show, as objects or as numbers; NULL, with *whole, if it is not there. */
static const struct episode *find_episode(struct request *rq, const struct show *show,
                                          json_object *object, bool *whole)
{
    json_object *season = NULL, *episode = NULL;
    int64_t number = -1, short_episode = -1;
    *whole = false;
    if (stand_get(object, "season", json_type_object, &season) == STAND_GOOD &&
        stand_int(season, "number", &number) == STAND_GOOD &&
        stand_get(season, "episode", json_type_object, &episode) == STAND_GOOD)
        return stand_mdb_episode(rq, show, (int)number, episode);
    if (stand_int(object, "season", &number) == STAND_GOOD &&
        stand_int(object, "episode", &short_episode) == STAND_GOOD)
        return catalogue_episode(show, (int)number, (int)short_episode);
    *whole = true;
    return NULL;
}

/* mdblist 5: five digits in all, two of them decimals. */
static bool read_progress(struct request *rq, double *progress)
{
    enum stand_field is = stand_real(rq->json, "progress", progress);
    double hundredths = *progress * 100;
    if (is != STAND_GOOD || *progress < 0 || *progress > 100) {
        stand_mdb_error(rq, MHD_HTTP_BAD_REQUEST, "progress: a number from 0 to 100");
        return false;
    }
    if (fabs(hundredths - round(hundredths)) < 1e-6)
        return true;
    rq->status = MHD_HTTP_BAD_REQUEST;
    stand_json(&rq->out, "{'error':{'progress':['Ensure that there are no more than 5 digits in "
                         "total.']}}");
    return false;
}

/* ---- Actions ---- */

static void answer(struct request *rq, const char *action, double progress)
{
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out, "{'id':%l,'action':%s,'progress':%f}", ++rq->s->last_id, action, progress);
}

/* What was not named by its season and episode is the whole show. */
static void watch(struct request *rq, const struct show *show, const struct episode *e)
{
    int64_t id;
    for (size_t i = 0; i < show->episode_count; i++) {
        if (!e || e == &show->episodes[i])
            stand_mdb_play(rq, &show->episodes[i], stand_now_ms(rq->s), &id);
    }
}

static void pause_at(struct request *rq, const struct episode *e, double progress)
{
    struct standin *s = rq->s;
    size_t i = 0;
    while (i < s->pausing_count && s->pausings[i].episode != e)
        i++;
    if (i == s->pausing_count) {
        STAND_ADD(s->pausings, s->pausing_count)->id = ++s->last_id;
    }
    s->pausings[i].show = e->show;
    s->pausings[i].episode = e;
    s->pausings[i].progress = progress;
    s->pausings[i].at_ms = stand_now_ms(s);
}

static void scrobble(struct request *rq, const char *action, bool watches)
{
    json_object *object = NULL;
    double progress = 0;
    bool whole;
    if (!read_progress(rq, &progress))
        return;
    stand_get(rq->json, "show", json_type_object, &object);
    const struct show *show = stand_mdb_show(rq, object);
    const struct episode *e = show ? find_episode(rq, show, object, &whole) : NULL;
    if (!show || (!e && !whole)) {
        stand_mdb_error(rq, MHD_HTTP_NOT_FOUND, "Not found.");
        return;
    }
    if (watches && progress >= WATCHED)
        watch(rq, show, e);
    else if (e && strcmp(action, "start") != 0)
        pause_at(rq, e, progress);
    answer(rq, action, progress);
}

static void post_start(struct request *rq)
{
    scrobble(rq, "start", true);
}

static void post_pause(struct request *rq)
{
    scrobble(rq, "pause", false);
}

static void post_stop(struct request *rq)
{
    scrobble(rq, "stop", true);
}

static void check_in(struct request *rq)
{
    json_object_object_add(rq->json, "progress", json_object_new_int(0));
    scrobble(rq, "checkin", false);
}

static void post_clear(struct request *rq)
{
    struct standin *s = rq->s;
    json_object *object = NULL;
    int64_t id = 0;
    bool whole;
    stand_int(rq->json, "id", &id);
    stand_get(rq->json, "show", json_type_object, &object);
    const struct show *show = stand_mdb_show(rq, object);
    const struct episode *e = show ? find_episode(rq, show, object, &whole) : NULL;
    for (size_t i = 0; i < s->pausing_count; i++) {
        if (id ? s->pausings[i].id != id : !e || s->pausings[i].episode != e)
            continue;
        s->pausings[i] = s->pausings[--s->pausing_count];
        rq->status = MHD_HTTP_OK;
        stand_json(&rq->out, "{'action':'clear','deleted':true}");
        return;
    }
    stand_mdb_error(rq, MHD_HTTP_NOT_FOUND, "Not found.");
}

static void get_playback(struct request *rq)
{
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < rq->s->pausing_count; i++) {
        const struct pausing *pausing = &rq->s->pausings[i];
        if (!pausing->episode)
            continue;
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'id':%l,'type':'episode','progress':%f,'paused_at':", pausing->id,
                   pausing->progress);
        stand_mdb_time(&rq->out, pausing->at_ms);
        stand_json(&rq->out, ",'movie':null,'episode':");
        stand_mdb_episode_object(&rq->out, pausing->episode);
        stand_add(&rq->out, "}");
    }
    stand_add(&rq->out, "]");
}

static const struct stand_route routes[] = {
    {"POST", "/scrobble/start", post_start}, {"POST", "/scrobble/pause", post_pause},
    {"POST", "/scrobble/stop", post_stop},   {"POST", "/scrobble/clear", post_clear},
    {"POST", "/checkin", check_in},          {"GET", "/sync/playback", get_playback},
};

const struct stand_table stand_mdb_scrobbles = STAND_TABLE(routes);
