/* SPDX-License-Identifier: MIT
 *
 * tvmaze: what the files of TVmaze's stand-ins share.
 */
#ifndef EPIMARK_TESTS_STANDIN_TVMAZE_H
#define EPIMARK_TESTS_STANDIN_TVMAZE_H

#include "inside.h"

/* Seasons have ids of their own: here the show's, with the season in the last four digits. */
enum { SEASON_IDS = 10000 };

enum which { REGULAR, SPECIALS_TOO };

void stand_maze_error(struct request *rq, int status, const char *name, const char *message);
void stand_maze_not_found(struct request *rq, const char *message); /* 404 */
void stand_maze_invalid(struct request *rq, const char *message);   /* 422 */
void stand_maze_unknown_show(struct request *rq);                   /* as the knob says */

/* `more` is written before the closing brace, as ",'_embedded':{...}"; "" for nothing. */
void stand_maze_show(struct request *rq, const struct show *show, const char *more);
void stand_maze_episode(struct request *rq, const struct episode *e);

/* An episode without its closing brace, and its fields up to runtime under other numbers. */
void stand_maze_episode_open(struct request *rq, const struct episode *e);
void stand_maze_episode_fields(struct request *rq, const struct episode *e, int64_t id, int season,
                               int number);

/* Lists; of one season only unless it is -1. */
void stand_maze_episode_list(struct request *rq, const struct show *show, enum which which,
                             int season);
void stand_maze_akas(struct request *rq, const struct show *show);
void stand_maze_seasons(struct request *rq, const struct show *show);
void stand_maze_season_object(struct request *rq, const struct show *show, int season);

/* The last regular episode that has aired, or the first that has not. */
const struct episode *stand_maze_neighbour(struct standin *s, const struct show *show, bool next);

/* The name of a person, NULL for an unknown id. */
const char *stand_maze_person(int64_t id);
void stand_maze_person_object(struct request *rq, int64_t id);

int64_t stand_maze_channel(const struct show *show); /* the network's id, 0 for none */
int64_t stand_maze_updated(struct standin *s, const struct show *show);
void stand_maze_country(struct text *out, const char *code);

extern const struct stand_table stand_tvmaze_more, stand_tvmaze_lists;

#endif
