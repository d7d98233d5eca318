/* SPDX-License-Identifier: MIT
 *
 * What MDBList has been told, read back: mdblist 8 of the sections listed in README.md.
 */
#include <stdlib.h>
#include <string.h>

#include "mdblist.h"

enum { PAGE_ROWS = 100, PAGE_ROWS_MAX = 1000 };

/* A cursor is "c" and the number of the row; it has in it since when the rows are wanted. */
bool stand_mdb_page(struct request *rq, size_t rows, size_t *from, size_t *to)
{
    const char *cursor = stand_query(rq, "cursor");
    int64_t limit = PAGE_ROWS, at = 0;
    bool good = stand_query_number(rq, "limit", &limit) && limit > 0 && limit <= PAGE_ROWS_MAX &&
                stand_query_number(rq, "offset", &at);
    if (cursor) {
        good =
            good && cursor[0] == 'c' && stand_number(cursor + 1, &at) && !stand_query(rq, "since");
    }
    if (!good) {
        stand_mdb_error(rq, MHD_HTTP_BAD_REQUEST, "Invalid limit or cursor");
        return false;
    }
    *from = (size_t)at < rows ? (size_t)at : rows;
    *to = *from + (size_t)limit < rows ? *from + (size_t)limit : rows;
    rq->status = MHD_HTTP_OK;
    return true;
}

/* By a knob the same page comes for ever. */
void stand_mdb_pagination(struct request *rq, size_t rows, size_t to)
{
    char next[32];
    bool more = to < rows;
    snprintf(next, sizeof(next), "c%zu", to);
    if (rq->s->mdblist_again) {
        snprintf(next, sizeof(next), "c0");
        more = true;
    }
    stand_json(&rq->out, ",'pagination':{'total':%l,'limit':%i,'next_cursor':%s,'has_more':%b}}",
               (int64_t)rows, PAGE_ROWS_MAX, more ? next : NULL, more);
}

/* ---- What was watched ---- */

/* Whether it is the last play of its episode. */
static bool is_last(const struct request *rq, const struct play *play)
{
    for (size_t i = 0; i < rq->s->play_count; i++) {
        const struct play *other = &rq->s->plays[i];
        if (other->episode == play->episode && strcmp(other->service, rq->prefix) == 0 &&
            (other->watched_at_ms > play->watched_at_ms ||
             (other->watched_at_ms == play->watched_at_ms && other->id > play->id)))
            return false;
    }
    return true;
}

static void get_watched(struct request *rq)
{
    const char *plays = stand_query(rq, "plays"), *type = stand_query(rq, "mediatype");
    const char *since = stand_query(rq, "since");
    bool all = plays && strcmp(plays, "all") == 0, wanted = !type || strcmp(type, "episode") == 0;
    const struct play **list = calloc(rq->s->play_count + 1, sizeof(void *));
    size_t count = 0, from, to;
    int64_t first = INT64_MIN;
    if (!list)
        abort();
    bool good = !since || stand_mdb_read_time(since, &first);
    for (size_t i = 0; i < rq->s->play_count && wanted; i++) {
        const struct play *play = &rq->s->plays[i];
        if (strcmp(play->service, rq->prefix) == 0 && play->watched_at_ms >= first &&
            (all || is_last(rq, play)))
            list[count++] = play;
    }
    if (!good)
        stand_mdb_error(rq, MHD_HTTP_BAD_REQUEST, "since: Datetime has wrong format");
    else if (stand_mdb_page(rq, count, &from, &to)) {
        stand_json(&rq->out, "{'movies':[],'shows':[],'seasons':[],'episodes':[");
        for (size_t i = from; i < to; i++) {
            stand_comma(&rq->out);
            stand_add(&rq->out, all ? "{\"watched_at\":" : "{\"last_watched_at\":");
            stand_mdb_time(&rq->out, list[i]->watched_at_ms);
            if (all)
                stand_json(&rq->out, ",'play_id':%l", list[i]->id);
            stand_json(&rq->out, ",'episode':");
            stand_mdb_episode_object(&rq->out, list[i]->episode);
            stand_add(&rq->out, "}");
        }
        stand_add(&rq->out, "]");
        stand_mdb_pagination(rq, count, to);
    }
    free(list);
}

/* ---- Ratings ---- */

static void rating_row(struct text *out, const struct rating *rating)
{
    stand_comma(out);
    stand_json(out, "{'rated_at':");
    stand_mdb_time(out, rating->rated_at);
    stand_json(out, ",'rating':%r", rating->value);
    if (rating->episode) {
        stand_json(out, ",'episode':");
        stand_mdb_episode_object(out, rating->episode);
    } else if (rating->season >= 0) {
        stand_json(out, ",'season':{'number':%i,'ids':{},'show':{'title':%s,'ids':", rating->season,
                   rating->show->name);
        stand_mdb_show_ids(out, rating->show);
        stand_add(out, "}}");
    } else {
        stand_json(out, ",'show':{'title':%s,'ids':", rating->show->name);
        stand_mdb_show_ids(out, rating->show);
        stand_add(out, "}");
    }
    stand_add(out, "}");
}

static void get_ratings(struct request *rq)
{
    static const char *const lists[] = {"shows", "seasons", "episodes"};
    const struct rating **list = calloc(rq->s->rating_count + 1, sizeof(void *));
    size_t count = 0, from, to;
    if (!list)
        abort();
    for (size_t i = 0; i < rq->s->rating_count; i++) {
        if (strcmp(rq->s->ratings[i].service, rq->prefix) == 0)
            list[count++] = &rq->s->ratings[i];
    }
    if (stand_mdb_page(rq, count, &from, &to)) {
        stand_json(&rq->out, "{'movies':[]");
        for (int kind = 0; kind < 3; kind++) {
            stand_json(&rq->out, ",'%e':[", lists[kind]);
            for (size_t i = from; i < to; i++) {
                if ((list[i]->episode ? 2 : list[i]->season >= 0) == kind)
                    rating_row(&rq->out, list[i]);
            }
            stand_add(&rq->out, "]");
        }
        stand_mdb_pagination(rq, count, to);
    }
    free(list);
}

/* ---- Changes ---- */

static void get_activities(struct request *rq)
{
    int64_t watched = 0;
    for (size_t i = 0; i < rq->s->play_count; i++) {
        const struct play *play = &rq->s->plays[i];
        if (strcmp(play->service, rq->prefix) == 0 && play->watched_at_ms > watched)
            watched = play->watched_at_ms;
    }
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out, "{'watchlisted_at':null,'watched_at':null,'season_watched_at':null,"
                         "'episode_watched_at':");
    if (watched)
        stand_mdb_time(&rq->out, watched);
    else
        stand_add(&rq->out, "null");
    stand_json(&rq->out, ",'rated_at':null,'collected_at':null,'dropped_at':null,"
                         "'journal_at':null,'server_time':");
    stand_mdb_time(&rq->out, stand_now_ms(rq->s));
    stand_add(&rq->out, "}");
}

/* What is watched, without what was removed. */
static void get_journal(struct request *rq)
{
    size_t from, to, count = 0;
    for (size_t i = 0; i < rq->s->play_count; i++)
        count += strcmp(rq->s->plays[i].service, rq->prefix) == 0;
    if (!stand_mdb_page(rq, count, &from, &to))
        return;
    stand_json(&rq->out, "{'journal':[");
    for (size_t i = 0, at = 0; i < rq->s->play_count; i++) {
        const struct play *play = &rq->s->plays[i];
        if (strcmp(play->service, rq->prefix) != 0 || at++ < from || at > to)
            continue;
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'category':'watched','item_type':'episode','status':'active',"
                             "'action_at':");
        stand_mdb_time(&rq->out, play->watched_at_ms);
        stand_json(&rq->out, ",'value_at':");
        stand_mdb_time(&rq->out, play->watched_at_ms);
        stand_json(&rq->out, ",'ids':");
        stand_mdb_show_ids(&rq->out, play->show);
        stand_json(&rq->out, ",'season':%i,'episode':%i}", play->episode->season,
                   play->episode->number);
    }
    stand_json(&rq->out, "],'requires_full_sync':false");
    stand_mdb_pagination(rq, count, to);
}

static const struct stand_route routes[] = {
    {"GET", "/sync/watched", get_watched},
    {"GET", "/sync/ratings", get_ratings},
    {"GET", "/sync/last_activities", get_activities},
    {"GET", "/sync/journal", get_journal},
};

const struct stand_table stand_mdb_lists = STAND_TABLE(routes);
