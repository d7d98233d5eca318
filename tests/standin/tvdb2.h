/* SPDX-License-Identifier: MIT
 *
 * tvdb2: what the files of TheTVDB v2's stand-in share.
 */
#ifndef EPIMARK_TESTS_STANDIN_TVDB2_H
#define EPIMARK_TESTS_STANDIN_TVDB2_H

#include "inside.h"

/* The answer of a failure, and of a success around its data. */
void stand_tvdb2_fail(struct request *rq, int status, const char *message);
void stand_tvdb2_not_found(struct request *rq);
void stand_tvdb2_open_data(struct request *rq);
void stand_tvdb2_close_data(struct request *rq);
void stand_tvdb2_strings(struct request *rq, const char *const *list);

/* Opens an answer of pages up to the first row. */
void stand_tvdb2_links(struct request *rq, int64_t page, int64_t last);

/* The series of the first {}, or NULL after a 404. */
const struct show *stand_tvdb2_this_show(struct request *rq);
int64_t stand_tvdb2_updated(struct standin *s, const struct show *show);

extern const struct stand_table stand_tvdb2_more;

#endif
