/* SPDX-License-Identifier: MIT
 *
 * tvdb_shared: what both versions of TheTVDB's API need: tokens, questions, and episodes, whose
 * keys in JSON differ by version. Only tvdb.c and tvdb2.c use it.
 */
#ifndef EPIMARK_SERVICES_TVDB_SHARED_H
#define EPIMARK_SERVICES_TVDB_SHARED_H

#include "core/services/service.h"

struct answer;
struct json;
struct request;
struct route_args;
struct session_token;

enum {
    TVDB_SHARED_TOKEN_AHEAD = 300, /* seconds before its end that a token is renewed */
    TVDB_SHARED_NAMED_SINGLY =
        3, /* up to this many episodes are asked for their names one by one */
};

/* The sentence that TheTVDB's terms ask for. */
extern const char tvdb_shared_credit[];

/* Keeps a token in the session's credentials. life: seconds that it lasts if it does not say so
 * itself. False if there is no token, or it is too long. */
bool tvdb_shared_keep_token(struct session *session, const char *token, int64_t life);

/* Adds the token to a request, renewed if it is about to end. */
bool tvdb_shared_sign(struct session *session, const struct session_token *token,
                      struct request *request, struct epi_error *err);

/* A call to which 404 answers that there is nothing, and whose answer is an object. */
bool tvdb_shared_ask(struct session *session, const struct api *api, const char *route,
                     const struct route_args *args, struct answer *answer, bool *found,
                     struct epi_error *err);

/* Whether rows, which an answer holds as a list, are a list or missing. */
bool tvdb_shared_is_list(const struct json *rows);

/* The id of a series at TheTVDB; 0 if it has none. */
bool tvdb_shared_series(struct session *session, const struct series_ids *ids, int64_t *id,
                        struct epi_error *err);

/* Whether a list of genres names one; its items are names or objects with a name. */
bool tvdb_shared_has_genre(const struct json *genres, const char *name);

/* The keys of an episode. */
struct tvdb_shared_keys {
    const char *season, *number, *title, *airdate;
};
bool tvdb_shared_read_episode(const struct json *json, const struct tvdb_shared_keys *keys,
                              struct episode *episode);

/* Fills account with what is known without asking: the end of the token, and name, or if that is
 * empty, fallback. */
void tvdb_shared_account(struct session *session, const struct json *name, const char *fallback,
                         struct account *account);

#endif
