/* SPDX-License-Identifier: MIT
 *
 * TVmaze's public API: alternate orders, the index, updates, schedules. "tvmaze A5" and the like
 * name the sections listed in README.md.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tvmaze.h"

static void open_list(struct request *rq)
{
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "[");
}

static bool embeds(struct request *rq, const char *what)
{
    const char *one = stand_query(rq, "embed"), *more = stand_query(rq, "embed[]");
    return (one && strcmp(one, what) == 0) || (more && strcmp(more, what) == 0);
}

static const struct show *this_show(struct request *rq)
{
    int64_t id = 0;
    const struct show *show = NULL;
    if (stand_number(rq->arg[0], &id))
        show = catalogue_by_tvmaze(rq->s->catalogue, id);
    if (!show)
        stand_maze_not_found(rq, "");
    return show;
}

/* ---- Alternate orders, tvmaze A5: a show with DVD numbers has one list ---- */

enum { LIST_IDS = 10, LIST_DVD = 1 }; /* the list's id: the show's with a 1 behind it */

static bool has_dvd(const struct show *show)
{
    for (size_t i = 0; i < show->episode_count; i++) {
        if (show->episodes[i].tvmaze && show->episodes[i].dvd_number >= 0)
            return true;
    }
    return false;
}

static void list_open(struct request *rq, const struct show *show)
{
    int64_t id = show->tvmaze * LIST_IDS + LIST_DVD;
    const char *base = stand_base(rq, "/tvmaze");
    stand_json(&rq->out,
               "{'id':%l,'url':'https://www.tvmaze.com/alternatelists/%l/%e-dvd-release',"
               "'dvd_release':true,'verbatim_order':false,'country_premiere':false,"
               "'streaming_premiere':false,'broadcast_premiere':false,'language_premiere':false,"
               "'language':null,'country':null,'network':null,'webChannel':null,'_links':{"
               "'self':{'href':'%e/alternatelists/%l'},'show':{'href':'%e/shows/%l'}}",
               id, id, show->slug, base, id, base, show->tvmaze);
}

static void get_lists(struct request *rq)
{
    const struct show *show = this_show(rq);
    if (!show)
        return;
    open_list(rq);
    if (has_dvd(show)) {
        list_open(rq, show);
        stand_add(&rq->out, "}");
    }
    stand_add(&rq->out, "]");
}

/* The show of /alternatelists/{}, or NULL after a 404. */
static const struct show *list_show(struct request *rq)
{
    int64_t id = 0;
    const struct show *show = NULL;
    if (stand_number(rq->arg[0], &id) && id % LIST_IDS == LIST_DVD)
        show = catalogue_by_tvmaze(rq->s->catalogue, id / LIST_IDS);
    if (show && has_dvd(show))
        return show;
    stand_maze_not_found(rq, "");
    return NULL;
}

static int by_dvd(const void *a, const void *b)
{
    const struct episode *x = *(const struct episode *const *)a;
    const struct episode *y = *(const struct episode *const *)b;
    if (x->dvd_season != y->dvd_season)
        return x->dvd_season - y->dvd_season;
    return x->dvd_number != y->dvd_number ? x->dvd_number - y->dvd_number : x->number - y->number;
}

/* One row for a DVD number; more than one episode behind it were merged on the DVD. */
static void alternate_rows(struct request *rq, const struct show *show, bool embed)
{
    const struct episode **list = calloc(show->episode_count + 1, sizeof(void *));
    size_t count = 0, next;
    if (!list)
        abort();
    for (size_t i = 0; i < show->episode_count; i++) {
        if (show->episodes[i].tvmaze && show->episodes[i].dvd_number >= 0)
            list[count++] = &show->episodes[i];
    }
    qsort(list, count, sizeof(void *), by_dvd);
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < count; i = next) {
        const struct episode *e = list[i];
        stand_comma(&rq->out);
        stand_add(&rq->out, "{");
        stand_maze_episode_fields(rq, e, e->tvmaze * LIST_IDS + LIST_DVD, e->dvd_season,
                                  e->dvd_number);
        stand_json(&rq->out, ",'_links':{'self':{'href':'%e/alternateepisodes/%l'}}",
                   stand_base(rq, "/tvmaze"), e->tvmaze * LIST_IDS + LIST_DVD);
        if (embed)
            stand_json(&rq->out, ",'_embedded':{'episodes':[");
        for (next = i; next < count && list[next]->dvd_season == e->dvd_season &&
                       list[next]->dvd_number == e->dvd_number;
             next++) {
            if (!embed)
                continue;
            stand_comma(&rq->out);
            stand_maze_episode(rq, list[next]);
        }
        stand_add(&rq->out, embed ? "]}}" : "}");
    }
    stand_add(&rq->out, "]");
    free(list);
}

static void get_list(struct request *rq)
{
    const struct show *show = list_show(rq);
    if (!show)
        return;
    rq->status = MHD_HTTP_OK;
    list_open(rq, show);
    if (embeds(rq, "alternateepisodes")) {
        stand_json(&rq->out, ",'_embedded':{'alternateepisodes':");
        alternate_rows(rq, show, false);
        stand_add(&rq->out, "}");
    }
    stand_add(&rq->out, "}");
}

static void get_alternate_episodes(struct request *rq)
{
    const struct show *show = list_show(rq);
    if (!show)
        return;
    rq->status = MHD_HTTP_OK;
    alternate_rows(rq, show, embeds(rq, "episodes"));
}

/* ---- The index and updates, tvmaze A3 ---- */

static int by_id(const void *a, const void *b)
{
    const struct show *x = *(const struct show *const *)a, *y = *(const struct show *const *)b;
    return x->tvmaze < y->tvmaze ? -1 : x->tvmaze > y->tvmaze;
}

/* All shows by id; the caller frees. */
static const struct show **all_shows(const struct catalogue *c, size_t *count)
{
    const struct show **list = calloc(c->count + 1, sizeof(void *));
    if (!list)
        abort();
    *count = 0;
    for (size_t i = 0; i < c->count; i++) {
        if (!c->shows[i].film && c->shows[i].tvmaze)
            list[(*count)++] = &c->shows[i];
    }
    if (*count)
        qsort(list, *count, sizeof(void *), by_id);
    return list;
}

/* A page is a range of 250 ids, and may hold fewer shows; past the end is 404. */
static void get_index(struct request *rq)
{
    size_t count;
    int64_t page = 0;
    if (!stand_query_number(rq, "page", &page)) {
        stand_maze_error(rq, MHD_HTTP_BAD_REQUEST, "Bad Request", "Invalid page");
        return;
    }
    const struct show **list = all_shows(rq->s->catalogue, &count);
    if (!count || list[count - 1]->tvmaze / 250 < page) {
        stand_maze_not_found(rq, "");
    } else {
        open_list(rq);
        for (size_t i = 0; i < count; i++) {
            if (list[i]->tvmaze / 250 != page)
                continue;
            stand_comma(&rq->out);
            stand_maze_show(rq, list[i], "");
        }
        stand_add(&rq->out, "]");
    }
    free(list);
}

static void get_updates(struct request *rq)
{
    const char *since = stand_query(rq, "since");
    int days = !since                        ? 0
               : strcmp(since, "day") == 0   ? 1
               : strcmp(since, "week") == 0  ? 7
               : strcmp(since, "month") == 0 ? 30
                                             : -1;
    size_t count;
    if (days < 0) {
        stand_maze_error(rq, MHD_HTTP_BAD_REQUEST, "Bad Request", "Invalid since");
        return;
    }
    const struct show **list = all_shows(rq->s->catalogue, &count);
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "{");
    for (size_t i = 0; i < count; i++) {
        int64_t at = stand_maze_updated(rq->s, list[i]);
        if (days && at < stand_now(rq->s) - days * INT64_C(86400))
            continue;
        stand_comma(&rq->out);
        stand_json(&rq->out, "'%l':%l", list[i]->tvmaze, at);
    }
    stand_add(&rq->out, "}");
    free(list);
}

/* ---- Schedules: the show lies in the episode, or embedded where it is of the web ---- */

static void schedule_row(struct request *rq, const struct episode *e, bool embedded)
{
    stand_comma(&rq->out);
    stand_maze_episode_open(rq, e);
    stand_json(&rq->out, embedded ? ",'_embedded':{'show':" : ",'show':");
    stand_maze_show(rq, e->show, "");
    stand_add(&rq->out, embedded ? "}}" : "}");
}

static void schedule(struct request *rq, bool web)
{
    const struct catalogue *c = rq->s->catalogue;
    const char *country = stand_query(rq, "country"), *date = stand_query(rq, "date");
    char today[11];
    time_t now = (time_t)stand_now(rq->s);
    struct tm tm;
    gmtime_r(&now, &tm);
    strftime(today, sizeof(today), "%Y-%m-%d", &tm);
    if (date && !stand_is_date(date)) {
        stand_maze_invalid(rq, "Not a valid ISO date");
        return;
    }
    open_list(rq);
    for (size_t i = 0; i < c->count; i++) {
        const struct show *show = &c->shows[i];
        const char *wanted = country ? country : web ? show->country : "US";
        if (show->web != web || strcmp(show->country, wanted) != 0)
            continue;
        for (size_t k = 0; k < show->episode_count; k++) {
            if (show->episodes[k].tvmaze &&
                strcmp(show->episodes[k].date, date ? date : today) == 0)
                schedule_row(rq, &show->episodes[k], web);
        }
    }
    stand_add(&rq->out, "]");
}

static void get_schedule(struct request *rq)
{
    schedule(rq, false);
}

static void get_web_schedule(struct request *rq)
{
    schedule(rq, true);
}

/* Everything that has not aired yet. */
static void get_full_schedule(struct request *rq)
{
    const struct catalogue *c = rq->s->catalogue;
    open_list(rq);
    for (size_t i = 0; i < c->count; i++) {
        for (size_t k = 0; k < c->shows[i].episode_count; k++) {
            const struct episode *e = &c->shows[i].episodes[k];
            if (e->tvmaze && *e->date && !stand_aired(rq->s, e))
                schedule_row(rq, e, true);
        }
    }
    stand_add(&rq->out, "]");
}

/* ---- People: the two that the documents show ---- */

static void search_people(struct request *rq)
{
    const char *query = stand_query(rq, "q");
    if (!query) {
        stand_maze_error(rq, MHD_HTTP_BAD_REQUEST, "Bad Request", "Missing required parameters: q");
        return;
    }
    open_list(rq);
    for (int64_t id = 1; stand_maze_person(id); id++) {
        if (strcasecmp(stand_maze_person(id), query) != 0)
            continue;
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'score':%f,'person':", 0.9);
        stand_maze_person_object(rq, id);
        stand_add(&rq->out, "}");
    }
    stand_add(&rq->out, "]");
}

static void get_people(struct request *rq)
{
    int64_t page = 0;
    if (!stand_query_number(rq, "page", &page) || page) {
        stand_maze_not_found(rq, "");
        return;
    }
    open_list(rq);
    for (int64_t id = 1; stand_maze_person(id); id++) {
        stand_comma(&rq->out);
        stand_maze_person_object(rq, id);
    }
    stand_add(&rq->out, "]");
}

/* The person's id, or 0 after a 404. */
static int64_t this_person(struct request *rq)
{
    int64_t id = 0;
    if (stand_number(rq->arg[0], &id) && stand_maze_person(id))
        return id;
    stand_maze_not_found(rq, "");
    return 0;
}

static void get_person(struct request *rq)
{
    int64_t id = this_person(rq);
    if (!id)
        return;
    rq->status = MHD_HTTP_OK;
    stand_maze_person_object(rq, id);
}

static void get_credits(struct request *rq)
{
    if (!this_person(rq))
        return;
    open_list(rq);
    stand_add(&rq->out, "]");
}

static void get_people_updates(struct request *rq)
{
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out, "{'1':1779526576,'2':1748315017}");
}

static const struct stand_route routes[] = {
    {"GET", "/shows", get_index},
    {"GET", "/shows/{}/alternatelists", get_lists},
    {"GET", "/alternatelists/{}", get_list},
    {"GET", "/alternatelists/{}/alternateepisodes", get_alternate_episodes},
    {"GET", "/updates/shows", get_updates},
    {"GET", "/updates/people", get_people_updates},
    {"GET", "/schedule", get_schedule},
    {"GET", "/schedule/web", get_web_schedule},
    {"GET", "/schedule/full", get_full_schedule},
    {"GET", "/search/people", search_people},
    {"GET", "/people", get_people},
    {"GET", "/people/{}", get_person},
    {"GET", "/people/{}/castcredits", get_credits},
    {"GET", "/people/{}/crewcredits", get_credits},
    {"GET", "/people/{}/guestcastcredits", get_credits},
};

const struct stand_table stand_tvmaze_more = STAND_TABLE(routes);
