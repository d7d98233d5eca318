/* SPDX-License-Identifier: MIT
 *
 * What Trakt's published contract of 2026 does not describe, and older documents do or recordings
 * show: refused if the knob says so. "trakt-v2 6" and the like name the sections listed in
 * README.md.
 */
#include <string.h>

#include "trakt.h"

/* trakt-v2 6: ids on every show, and no seasons and episodes below one by their numbers. */
static bool rates_by_ids(struct request *rq)
{
    json_object *shows = NULL, *ids = NULL;
    stand_get(rq->json, "shows", json_type_array, &shows);
    for (size_t i = 0; shows && i < json_object_array_length(shows); i++) {
        json_object *show = json_object_array_get_idx(shows, i);
        if (stand_get(show, "ids", json_type_object, &ids) != STAND_GOOD ||
            json_object_object_length(ids) == 0 || json_object_object_get(show, "seasons"))
            return false;
    }
    return true;
}

/* trakt-v2 5: an episode by its ids at Trakt or TheTVDB, or a film. */
static bool scrobbles_by_ids(struct request *rq)
{
    json_object *episode = NULL, *ids = NULL;
    int64_t id = 0;
    if (stand_get(rq->json, "episode", json_type_object, &episode) != STAND_GOOD)
        return true;
    return stand_get(episode, "ids", json_type_object, &ids) == STAND_GOOD &&
           (stand_int(ids, "trakt", &id) == STAND_GOOD ||
            stand_int(ids, "tvdb", &id) == STAND_GOOD);
}

bool stand_trakt_described(struct request *rq)
{
    static const char history[] = "/sync/history";
    bool posts = strcmp(rq->method, "POST") == 0;
    if (!rq->s->contract)
        return true;
    const char *kind = strncmp(rq->path, history, strlen(history)) == 0 && !posts
                           ? rq->path + strlen(history)
                           : NULL;
    if (kind && (!*kind || !strchr(kind + 1, '/'))) {
        stand_trakt_bare(rq, MHD_HTTP_NOT_FOUND); /* without an id */
        return false;
    }
    if ((posts && strncmp(rq->path, "/sync/ratings", 13) == 0 && !rates_by_ids(rq)) ||
        (posts && strncmp(rq->path, "/scrobble/", 10) == 0 && !scrobbles_by_ids(rq))) {
        rq->status = 422;
        stand_json(&rq->out, "{'errors':{'body':['is not described']}}");
        return false;
    }
    return true;
}
