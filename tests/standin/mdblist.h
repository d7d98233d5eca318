/* SPDX-License-Identifier: MIT
 *
 * mdblist: what the files of MDBList's stand-in share.
 */
#ifndef EPIMARK_TESTS_STANDIN_MDBLIST_H
#define EPIMARK_TESTS_STANDIN_MDBLIST_H

#include "inside.h"

/* Answers {"error":...}. */
void stand_mdb_error(struct request *rq, int status, const char *error);

/* "2026-11-01T20:15:00", with a fraction, with "Z" or without. */
bool stand_mdb_read_time(const char *text, int64_t *ms);
void stand_mdb_time(struct text *out, int64_t ms);

/* The show of an object with "ids"; NULL if none of them is known. */
const struct show *stand_mdb_show(struct request *rq, json_object *object);

/* The episode of an object with "ids" and "number" in a season, by its id first. */
const struct episode *stand_mdb_episode(struct request *rq, const struct show *show, int season,
                                        json_object *object);

/* Adds a play unless one is close to it, which is true then. */
bool stand_mdb_play(struct request *rq, const struct episode *episode, int64_t at_ms, int64_t *id);

/* The ids of a show and of an episode, as an object. */
void stand_mdb_show_ids(struct text *out, const struct show *show);
void stand_mdb_episode_object(struct text *out, const struct episode *episode);

/* Where a page begins and ends of rows; false when it has answered. */
bool stand_mdb_page(struct request *rq, size_t rows, size_t *from, size_t *to);
void stand_mdb_pagination(struct request *rq, size_t rows, size_t to);

extern const struct stand_table stand_mdb_oauth, stand_mdb_sync, stand_mdb_lists,
    stand_mdb_scrobbles;

/* The body as a form, into rq->json; false if it is none. */
bool stand_mdb_form(struct request *rq);

#endif
