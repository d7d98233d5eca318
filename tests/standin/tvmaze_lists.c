/* SPDX-License-Identifier: MIT
 *
 * TVmaze's user API: follows, votes and tags. "tvmaze B3" is a section listed in README.md.
 */
#include <stdlib.h>
#include <string.h>

#include "tvmaze.h"

/* ---- Follows, tvmaze B3 ---- */

static const struct {
    const char *kind, *list, *key, *embed;
} follows[] = {
    {"shows", "follows/shows", "show_id", "show"},
    {"people", "follows/people", "person_id", "person"},
    {"networks", "follows/networks", "network_id", "network"},
    {"webchannels", "follows/webchannels", "webchannel_id", "webchannel"},
};

enum { FOLLOW_KINDS = sizeof(follows) / sizeof(*follows) };

/* Which of the four; answers itself when it is none. */
static int follow_kind(struct request *rq)
{
    for (int i = 0; i < FOLLOW_KINDS; i++) {
        if (strcmp(rq->arg[0], follows[i].kind) == 0)
            return i;
    }
    stand_maze_not_found(rq, "Page not found.");
    return -1;
}

/* Writes what has the id, or with a NULL buffer only tells whether there is such a thing. */
static bool followed_thing(struct request *rq, int kind, int64_t id, bool write)
{
    if (kind == 0) {
        const struct show *show = catalogue_by_tvmaze(rq->s->catalogue, id);
        if (show && write)
            stand_maze_show(rq, show, "");
        return show != NULL;
    }
    if (kind == 1) {
        if (write)
            stand_maze_person_object(rq, id);
        return stand_maze_person(id) != NULL;
    }
    const struct catalogue *c = rq->s->catalogue;
    for (size_t i = 0; i < c->count; i++) {
        const struct show *show = &c->shows[i];
        if (show->web == (kind == 3) && stand_maze_channel(show) == id) {
            if (write)
                stand_json(&rq->out, "{'id':%l,'name':%s}", id, show->network);
            return true;
        }
    }
    return false;
}

static void follow_object(struct request *rq, int kind, int64_t id)
{
    const char *embed = stand_query(rq, "embed");
    stand_json(&rq->out, "{'%e':%l", follows[kind].key, id);
    if (embed && strcmp(embed, follows[kind].embed) == 0) {
        stand_json(&rq->out, ",'_embedded':{'%e':", follows[kind].embed);
        followed_thing(rq, kind, id, true);
        stand_add(&rq->out, "}");
    }
    stand_add(&rq->out, "}");
}

static void get_follows(struct request *rq)
{
    int kind = follow_kind(rq);
    if (kind < 0)
        return;
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < rq->s->listed_count; i++) {
        if (strcmp(rq->s->listed[i].list, follows[kind].list) != 0)
            continue;
        stand_comma(&rq->out);
        follow_object(rq, kind, rq->s->listed[i].id);
    }
    stand_add(&rq->out, "]");
}

static void one_follow(struct request *rq)
{
    int kind = follow_kind(rq);
    int64_t id = 0;
    if (kind < 0)
        return;
    if (!stand_number(rq->arg[1], &id) || !followed_thing(rq, kind, id, false)) {
        stand_maze_not_found(rq, "It does not exist");
        return;
    }
    const char *list = follows[kind].list;
    if (strcmp(rq->method, "PUT") == 0)
        stand_list_add(rq->s, list, 0, id);
    else if (!stand_list_has(rq->s, list, 0, id)) {
        stand_maze_not_found(rq, "It is not followed");
        return;
    }
    rq->status = MHD_HTTP_OK;
    if (strcmp(rq->method, "DELETE") == 0)
        stand_list_drop(rq->s, list, 0, id);
    else
        follow_object(rq, kind, id);
}

/* ---- Votes, tvmaze B3 ---- */

static bool vote_on_shows(struct request *rq, bool *shows)
{
    *shows = strcmp(rq->arg[0], "shows") == 0;
    bool known = *shows || strcmp(rq->arg[0], "episodes") == 0;
    if (!known)
        stand_maze_not_found(rq, "Page not found.");
    return known;
}

static void vote_object(struct request *rq, const struct rating *vote, bool embed)
{
    stand_json(
        &rq->out, "{'%e':%l,'vote':%r,'voted_at':%l", vote->episode ? "episode_id" : "show_id",
        vote->episode ? vote->episode->tvmaze : vote->show->tvmaze, vote->value, vote->rated_at);
    if (embed) {
        stand_json(&rq->out, ",'_embedded':{'show':");
        stand_maze_show(rq, vote->show, "");
        stand_add(&rq->out, "}");
    }
    stand_add(&rq->out, "}");
}

static void get_votes(struct request *rq)
{
    bool shows;
    if (!vote_on_shows(rq, &shows))
        return;
    const char *embed = stand_query(rq, "embed");
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < rq->s->rating_count; i++) {
        const struct rating *vote = &rq->s->ratings[i];
        if (strcmp(vote->service, rq->prefix) != 0 || !vote->episode != shows)
            continue;
        stand_comma(&rq->out);
        vote_object(rq, vote, shows && embed && strcmp(embed, "show") == 0);
    }
    stand_add(&rq->out, "]");
}

static void one_vote(struct request *rq)
{
    bool shows;
    int64_t id = 0, vote = 0;
    if (!vote_on_shows(rq, &shows))
        return;
    struct rating like = {.service = rq->prefix, .account = rq->account, .season = -1};
    if (stand_number(rq->arg[1], &id)) {
        if (shows)
            like.show = catalogue_by_tvmaze(rq->s->catalogue, id);
        else
            like.episode = catalogue_episode_tvmaze(rq->s->catalogue, id);
        if (like.episode)
            like.show = like.episode->show;
    }
    const struct rating *kept = like.show ? stand_rated(rq->s, &like) : NULL;
    bool put = strcmp(rq->method, "PUT") == 0;
    if (!like.show || (!put && !kept)) {
        stand_maze_not_found(rq, put ? "It does not exist" : "It is not voted for");
        return;
    }
    if (put) {
        if (stand_int(rq->json, "vote", &vote) != STAND_GOOD || vote < 1 || vote > 10) {
            stand_maze_invalid(rq, "Invalid vote");
            return;
        }
        snprintf(like.value, sizeof(like.value), "%d", (int)vote);
        like.rated_at = stand_now(rq->s); /* tvmaze B3: voted_at is read-only */
        kept = stand_rate(rq->s, &like);
    }
    rq->status = MHD_HTTP_OK;
    if (strcmp(rq->method, "DELETE") == 0)
        stand_unrate(rq->s, &like);
    else
        vote_object(rq, kept, false);
}

/* ---- Tags, tvmaze B3 ---- */

static void tag_object(struct request *rq, const struct tag *tag)
{
    stand_json(&rq->out, "{'id':%l,'name':%s}", tag->id, tag->name);
}

static struct tag *this_tag(struct request *rq)
{
    int64_t id = 0;
    for (size_t i = 0; stand_number(rq->arg[0], &id) && i < rq->s->tag_count; i++) {
        if (rq->s->tags[i].id == id)
            return &rq->s->tags[i];
    }
    stand_maze_not_found(rq, "The tag does not exist");
    return NULL;
}

static const char *tag_name(struct request *rq)
{
    const char *name = NULL;
    if (stand_string(rq->json, "name", &name) == STAND_GOOD && *name)
        return name;
    stand_maze_invalid(rq, "Name cannot be blank.");
    return NULL;
}

static void get_tags(struct request *rq)
{
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < rq->s->tag_count; i++) {
        stand_comma(&rq->out);
        tag_object(rq, &rq->s->tags[i]);
    }
    stand_add(&rq->out, "]");
}

static void post_tag(struct request *rq)
{
    const char *name = tag_name(rq);
    if (!name)
        return;
    struct tag *tag = STAND_ADD(rq->s->tags, rq->s->tag_count);
    *tag = (struct tag){.id = ++rq->s->last_id, .name = strdup(name)};
    rq->status = MHD_HTTP_OK;
    tag_object(rq, tag);
}

static void patch_tag(struct request *rq)
{
    struct tag *tag = this_tag(rq);
    const char *name = tag ? tag_name(rq) : NULL;
    if (!name)
        return;
    free(tag->name);
    tag->name = strdup(name);
    rq->status = MHD_HTTP_OK;
    tag_object(rq, tag);
}

static void delete_tag(struct request *rq)
{
    struct standin *s = rq->s;
    struct tag *tag = this_tag(rq);
    if (!tag)
        return;
    for (size_t i = s->listed_count; i--;) {
        if (strcmp(s->listed[i].list, "tagged") == 0 && s->listed[i].tag == tag->id)
            stand_list_drop(s, "tagged", tag->id, s->listed[i].id);
    }
    free(tag->name);
    *tag = s->tags[--s->tag_count];
    rq->status = MHD_HTTP_OK;
}

static void tagged_object(struct request *rq, int64_t id)
{
    const char *embed = stand_query(rq, "embed");
    stand_json(&rq->out, "{'show_id':%l", id);
    if (embed && strcmp(embed, "show") == 0) {
        stand_json(&rq->out, ",'_embedded':{'show':");
        stand_maze_show(rq, catalogue_by_tvmaze(rq->s->catalogue, id), "");
        stand_add(&rq->out, "}");
    }
    stand_add(&rq->out, "}");
}

static void get_tagged(struct request *rq)
{
    const struct tag *tag = this_tag(rq);
    if (!tag)
        return;
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < rq->s->listed_count; i++) {
        const struct listed *listed = &rq->s->listed[i];
        if (strcmp(listed->list, "tagged") != 0 || listed->tag != tag->id)
            continue;
        stand_comma(&rq->out);
        tagged_object(rq, listed->id);
    }
    stand_add(&rq->out, "]");
}

static void one_tagged(struct request *rq)
{
    const struct tag *tag = this_tag(rq);
    int64_t id = 0;
    if (!tag)
        return;
    bool put = strcmp(rq->method, "PUT") == 0;
    if (!stand_number(rq->arg[1], &id) || !catalogue_by_tvmaze(rq->s->catalogue, id) ||
        (!put && !stand_list_has(rq->s, "tagged", tag->id, id))) {
        stand_maze_not_found(rq, put ? "The show does not exist" : "The show was not tagged");
        return;
    }
    rq->status = MHD_HTTP_OK;
    if (put) {
        stand_list_add(rq->s, "tagged", tag->id, id);
        tagged_object(rq, id);
    } else {
        stand_list_drop(rq->s, "tagged", tag->id, id);
    }
}

static const struct stand_route routes[] = {
    {"GET", "/user/follows/{}", get_follows},
    {"GET", "/user/follows/{}/{}", one_follow},
    {"PUT", "/user/follows/{}/{}", one_follow},
    {"DELETE", "/user/follows/{}/{}", one_follow},
    {"GET", "/user/votes/{}", get_votes},
    {"GET", "/user/votes/{}/{}", one_vote},
    {"PUT", "/user/votes/{}/{}", one_vote},
    {"DELETE", "/user/votes/{}/{}", one_vote},
    {"GET", "/user/tags", get_tags},
    {"POST", "/user/tags", post_tag},
    {"PATCH", "/user/tags/{}", patch_tag},
    {"DELETE", "/user/tags/{}", delete_tag},
    {"GET", "/user/tags/{}/shows", get_tagged},
    {"PUT", "/user/tags/{}/shows/{}", one_tagged},
    {"DELETE", "/user/tags/{}/shows/{}", one_tagged},
};

const struct stand_table stand_tvmaze_lists = STAND_TABLE(routes);
