/* SPDX-License-Identifier: MIT
 *
 * tvdb: what the files of TheTVDB v4's stand-in share.
 */
#ifndef EPIMARK_TESTS_STANDIN_TVDB_H
#define EPIMARK_TESTS_STANDIN_TVDB_H

#include "inside.h"

/* The answer of a failure, and of a success around its data. */
void stand_tvdb_fail(struct request *rq, int status, const char *message);
void stand_tvdb_not_found(struct request *rq, const char *what);
void stand_tvdb_open_data(struct request *rq);
void stand_tvdb_close_data(struct request *rq);

struct page {
    int64_t page, total;
    struct text self; /* the URL without its page */
};

/* Opening fails after a 400; a row that is not taken is on another page. */
bool stand_tvdb_page_open(struct request *rq, struct page *page);
bool stand_tvdb_page_takes(struct page *page);
void stand_tvdb_page_close(struct request *rq, struct page *page);

/* tvdb_series.c; the series of the first {}, or NULL after an answer. */
const struct show *stand_tvdb_this_show(struct request *rq);
int64_t stand_tvdb_updated(struct standin *s, const struct show *show);

/* tvdb-v4 2: If-Modified-Since is honoured. Says when the show was changed, and whether the request
 * is answered by that alone. */
bool stand_tvdb_not_modified(struct request *rq, const struct show *show);
void stand_tvdb_original_name(const struct show *show, char *out, size_t size);
const char *stand_tvdb_show_title(const struct show *show, const char *language, char *out,
                                  size_t size);
void stand_tvdb_languages(struct text *out, const struct title *titles, size_t count, bool english,
                          bool one_string);
void stand_tvdb_series_open(struct request *rq, const struct show *show); /* up to `episodes` */
void stand_tvdb_series_object(struct request *rq, const struct show *show);
void stand_tvdb_remote_ids(struct text *out, const struct show *show);

/* tvdb_episodes.c: an episode's place in an order. */
enum order { OFFICIAL = 1, DVD, ABSOLUTE, ALTERNATE, REGIONAL, ALTDVD, ALTTWO };

struct placed {
    const struct episode *e;
    int season, number;
};

/* The order of a season-type, 0 for none; all of a show's episodes in an order, to be freed. */
int stand_tvdb_order_of(const struct show *show, const char *type);
struct placed *stand_tvdb_in_order(const struct show *show, int order, size_t *count);
void stand_tvdb_seasons_list(struct request *rq, const struct show *show);
void stand_tvdb_order_types(struct text *out, int last);
void stand_tvdb_episode_fields(struct request *rq, const struct placed *p, const char *name);
void stand_tvdb_episode_row(struct request *rq, const struct placed *p, const char *name);
const char *stand_tvdb_listed_name(const struct episode *e);
void stand_tvdb_translation(struct request *rq, const char *name, const char *overview,
                            const char *language, bool primary);

extern const struct stand_table stand_tvdb_series, stand_tvdb_episodes, stand_tvdb_more;

#endif
