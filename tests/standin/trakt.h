/* SPDX-License-Identifier: MIT
 *
 * trakt: what the files of Trakt's stand-in share.
 */
#ifndef EPIMARK_TESTS_STANDIN_TRAKT_H
#define EPIMARK_TESTS_STANDIN_TRAKT_H

#include "inside.h"

/* trakt-v2 4: the minimal objects, or with `full` those of extended=full. */
void stand_trakt_show(struct text *out, const struct show *show, bool full);
void stand_trakt_episode(struct text *out, const struct episode *e, bool full);

/* A point in time: "2014-09-01T09:10:11.000Z", also "2014-09-01". */
bool stand_trakt_read_time(const char *text, int64_t *ms);
void stand_trakt_time(struct text *out, int64_t ms);

/* Resolves an object's ids in Trakt's order, then title and year; NULL when unknown. */
const struct show *stand_trakt_find_show(struct standin *s, json_object *object);
const struct show *stand_trakt_find_film(struct standin *s, json_object *object);
const struct episode *stand_trakt_find_episode(struct standin *s, json_object *object);

/* A season's id at Trakt, and the show and season of such an id. */
int64_t stand_trakt_season_id(const struct show *show, int season);
const struct show *stand_trakt_find_season(struct standin *s, json_object *object, int *season);

/* Paging by page and limit: sets the headers, gives the rows wanted of `total`. */
void stand_trakt_page(struct request *rq, size_t total, int64_t limit, size_t *from, size_t *to);

/* True when extended= holds the word. */
bool stand_trakt_extended(struct request *rq, const char *word);

/* An answer without a body: most of Trakt's failures. */
void stand_trakt_bare(struct request *rq, int status);

/* Adds a play to the history, of an episode or with NULL of the film that show is, and returns its
 * id. */
int64_t stand_trakt_play(struct request *rq, const struct show *show, const struct episode *e,
                         const char *action, int64_t at_ms);

/* trakt_apps.c: an app by its id, -1 for one that is not known, or is refused. */
int stand_app(struct standin *s, const char *id);
bool stand_app_known(const char *id); /* refused or not */
/* Whether a secret is that of an app. */
bool stand_app_secret(int app, const char *secret);
/* The knob that has Trakt refuse an app, or allow it again; false for one that is not known. */
bool stand_app_refuse(struct standin *s, const char *id, bool refused);
/* Whether the member may connect this app: one without VIP connects one, trakt-v2 3. */
bool stand_app_connects(struct standin *s, int app);
/* Whether a verifier is that of a challenge: RFC 7636 4.6. */
bool stand_app_verified(const char *challenge, const char *verifier);
/* The user's answer to the device code: false if the page refuses it. */
bool stand_app_approve(struct standin *s, struct token *device);

/* trakt_contract.c: false, with an answer, for what the contract of 2026 does not describe, if that
 * is to be refused. */
bool stand_trakt_described(struct request *rq);

/* trakt_auth.c */
void stand_oauth_device_code(struct request *rq);
void stand_oauth_device_token(struct request *rq);
void stand_oauth_token(struct request *rq);
void stand_oauth_revoke(struct request *rq);
void stand_oauth_activate(struct request *rq);
bool stand_oauth_admit(struct request *rq);

/* trakt_sync.c */
void stand_sync_add_history(struct request *rq);
void stand_sync_remove_history(struct request *rq);
void stand_sync_add_ratings(struct request *rq);
void stand_sync_remove_ratings(struct request *rq);
void stand_sync_get_history(struct request *rq);
void stand_sync_get_ratings(struct request *rq);
void stand_sync_get_watched(struct request *rq);
void stand_sync_get_playback(struct request *rq);
void stand_sync_delete_playback(struct request *rq);
void stand_sync_last_activities(struct request *rq);

/* trakt_scrobble.c */
void stand_scrobble_start(struct request *rq);
void stand_scrobble_pause(struct request *rq);
void stand_scrobble_stop(struct request *rq);
void stand_checkin(struct request *rq);
void stand_checkout(struct request *rq);

#endif
