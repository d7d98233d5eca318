/* SPDX-License-Identifier: MIT
 *
 * Trakt's live watching, trakt-v2 5 of the sections listed in README.md.
 */
#include <string.h>

#include "trakt.h"

/* The item of a body: an episode, or a film, or neither after an answer. */
struct item {
    const struct episode *episode;
    const struct show *film;
};

static void invalid(struct request *rq, const char *message)
{
    rq->status = 422;
    stand_json(&rq->out, "{'message':%s}", message);
}

static const struct episode *by_numbers(const struct show *show, json_object *episode)
{
    int64_t season = -1, number = -1;
    if (stand_int(episode, "number_abs", &number) == STAND_GOOD) {
        for (size_t i = 0; i < show->episode_count; i++) {
            if (show->episodes[i].absolute == number)
                return &show->episodes[i];
        }
        return NULL;
    }
    if (stand_int(episode, "season", &season) != STAND_GOOD ||
        stand_int(episode, "number", &number) != STAND_GOOD)
        return NULL;
    return catalogue_episode(show, (int)season, (int)number);
}

static bool read_item(struct request *rq, struct item *item)
{
    json_object *episode = NULL, *show = NULL, *film = NULL, *version = NULL;
    *item = (struct item){0};
    if (json_object_object_get_ex(rq->json, "app_version", &version) && !version) {
        stand_trakt_bare(rq, MHD_HTTP_BAD_REQUEST); /* trakt-v2 2: null is refused */
        return false;
    }
    stand_get(rq->json, "episode", json_type_object, &episode);
    stand_get(rq->json, "show", json_type_object, &show);
    stand_get(rq->json, "movie", json_type_object, &film);
    if (!episode && !film) {
        invalid(rq, "An episode or a movie is required.");
        return false;
    }
    if (film) {
        item->film = stand_trakt_find_film(rq->s, film);
    } else {
        item->episode = stand_trakt_find_episode(rq->s, episode);
        const struct show *of = show ? stand_trakt_find_show(rq->s, show) : NULL;
        if (!item->episode && of)
            item->episode = by_numbers(of, episode);
    }
    if (!item->episode && !item->film)
        stand_trakt_bare(rq, MHD_HTTP_NOT_FOUND);
    return item->episode || item->film;
}

static bool read_progress(struct request *rq, double *progress)
{
    if (stand_real(rq->json, "progress", progress) == STAND_GOOD && *progress >= 0 &&
        *progress <= 100)
        return true;
    invalid(rq, "Progress is required and must be between 0 and 100.");
    return false;
}

static bool same(const struct item *item, const struct pausing *kept)
{
    return item->episode ? kept->episode == item->episode : kept->show == item->film;
}

static void forget(struct standin *s, const struct item *item)
{
    for (size_t i = s->pausing_count; i--;) {
        if (same(item, &s->pausings[i]))
            s->pausings[i] = s->pausings[--s->pausing_count];
    }
}

static void item_objects(struct request *rq, const struct item *item)
{
    if (item->film) {
        stand_json(&rq->out, ",'movie':");
        stand_trakt_show(&rq->out, item->film, false);
        return;
    }
    stand_json(&rq->out, ",'episode':");
    stand_trakt_episode(&rq->out, item->episode, false);
    stand_json(&rq->out, ",'show':");
    stand_trakt_show(&rq->out, item->episode->show, false);
}

/* The id is 0 unless the action is "scrobble". */
static void created(struct request *rq, const struct item *item, int64_t id, const char *action,
                    double progress)
{
    rq->status = MHD_HTTP_CREATED;
    stand_json(&rq->out,
               "{'id':%l,'action':%s,'progress':%f,'sharing':{'twitter':false,"
               "'mastodon':false,'tumblr':false}",
               id, action, progress);
    item_objects(rq, item);
    stand_add(&rq->out, "}");
}

static struct pausing kept_item(struct request *rq, const struct item *item, double progress)
{
    return (struct pausing){.id = ++rq->s->last_id,
                            .show = item->film ? item->film : item->episode->show,
                            .episode = item->episode,
                            .progress = progress,
                            .at_ms = stand_now_ms(rq->s)};
}

static void save(struct request *rq, const struct item *item, double progress)
{
    forget(rq->s, item);
    *STAND_ADD(rq->s->pausings, rq->s->pausing_count) = kept_item(rq, item, progress);
    rq->s->watching = (struct pausing){0};
    created(rq, item, 0, "pause", progress);
}

void stand_scrobble_start(struct request *rq)
{
    struct item item;
    double progress;
    if (!read_progress(rq, &progress) || !read_item(rq, &item))
        return;
    forget(rq->s, &item);
    rq->s->watching = kept_item(rq, &item, progress);
    created(rq, &item, 0, "start", progress);
}

void stand_scrobble_pause(struct request *rq)
{
    struct item item;
    double progress;
    if (!read_progress(rq, &progress) || !read_item(rq, &item))
        return;
    if (progress < 1) {
        invalid(rq, "Progress should be at least 1% to pause.");
    } else if (progress >= 80) {
        char message[80];
        snprintf(message, sizeof(message), "Progress is %g%%. Use stop to scrobble.", progress);
        invalid(rq, message);
    } else {
        save(rq, &item, progress);
    }
}

/* Milliseconds in which the same item is not scrobbled again. */
static int64_t window_ms(const struct item *item)
{
    int minutes = item->film ? item->film->runtime : item->episode->runtime;
    return (int64_t)(minutes ? minutes : 30) * 60000;
}

static const struct play *just_scrobbled(struct request *rq, const struct item *item)
{
    for (size_t i = rq->s->play_count; i--;) {
        const struct play *play = &rq->s->plays[i];
        if (item->episode && play->episode == item->episode &&
            strcmp(play->action, "scrobble") == 0 &&
            play->watched_at_ms + window_ms(item) > stand_now_ms(rq->s))
            return play;
    }
    return NULL;
}

void stand_scrobble_stop(struct request *rq)
{
    struct item item;
    double progress;
    if (!read_progress(rq, &progress) || !read_item(rq, &item))
        return;
    if (progress < 1) {
        invalid(rq, "Progress should be at least 1% to stop.");
        return;
    }
    if (progress < 80) {
        save(rq, &item, progress);
        return;
    }
    rq->s->watching = (struct pausing){0};
    const struct play *before = just_scrobbled(rq, &item);
    if (before) {
        rq->status = MHD_HTTP_CONFLICT;
        stand_json(&rq->out, "{'watched_at':");
        stand_trakt_time(&rq->out, before->watched_at_ms);
        stand_json(&rq->out, ",'expires_at':");
        stand_trakt_time(&rq->out, before->watched_at_ms + window_ms(&item));
        stand_add(&rq->out, "}");
        return;
    }
    forget(rq->s, &item);
    int64_t id = ++rq->s->last_id;
    if (item.episode) {
        const struct show *show = item.episode->show;
        id = stand_trakt_play(rq, show, item.episode, "scrobble", stand_now_ms(rq->s));
    }
    created(rq, &item, id, "scrobble", progress);
}

void stand_checkin(struct request *rq)
{
    struct item item;
    struct pausing *on = &rq->s->watching;
    if (!read_item(rq, &item))
        return;
    stand_lapse(rq->s);
    if (on->show) {
        int runtime = on->episode ? on->episode->runtime : on->show->runtime;
        rq->status = MHD_HTTP_CONFLICT;
        stand_json(&rq->out, "{'expires_at':");
        stand_trakt_time(&rq->out, on->at_ms + (int64_t)runtime * 60000);
        stand_add(&rq->out, "}");
        return;
    }
    *on = kept_item(rq, &item, 0);
    rq->status = MHD_HTTP_CREATED;
    stand_json(&rq->out, "{'id':%l,'watched_at':", on->id);
    stand_trakt_time(&rq->out, on->at_ms);
    item_objects(rq, &item);
    stand_add(&rq->out, "}");
}

void stand_checkout(struct request *rq)
{
    rq->s->watching = (struct pausing){0};
    stand_trakt_bare(rq, MHD_HTTP_NO_CONTENT);
}
