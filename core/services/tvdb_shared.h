/* SPDX-License-Identifier: MIT
 *
 * tvdb_shared: what both versions of TheTVDB's API need: tokens, requests, and episodes, whose JSON
 * keys differ by version. Only tvdb.c and tvdb2.c use it.
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
    TVDB_SHARED_TOKEN_AHEAD = 300, /* renew a token this many seconds before it expires */
    TVDB_SHARED_NAMED_SINGLY = 3,  /* up to this many episodes, names are requested one by one */
};

/* The sentence that TheTVDB's terms require. */
extern const char tvdb_shared_credit[];

/* Keeps a token in the session's credentials. life: the seconds that it is valid if it does not
 * state its expiry. False if token is empty or too long. */
bool tvdb_shared_keep_token(struct session *session, const char *token, int64_t life);

/* Adds the token to a request, and renews it first if it is about to expire. */
bool tvdb_shared_sign(struct session *session, const struct session_token *token,
                      struct request *request, struct epi_error *err);

/* A call to which 404 means that there is no such item, and whose answer is an object. */
bool tvdb_shared_ask(struct session *session, const struct api *api, const char *route,
                     const struct route_args *args, struct answer *answer, bool *found,
                     struct epi_error *err);

/* The language of the options: code, which is ISO 639, or as it is given if that is "", since the
 * service may have one that epimark does not know. */
const char *tvdb_shared_language(const struct session *session, const char *code);

/* Whether the list of languages has a row with this value at a key. */
bool tvdb_shared_has_language(struct session *session, const struct api *api, const char *key,
                              const char *wanted, bool *has, struct epi_error *err);

/* Whether rows, the list in an answer, is a list or missing. */
bool tvdb_shared_is_list(const struct json *rows);

/* The id of a series at TheTVDB; 0 if it has none. */
bool tvdb_shared_series(struct session *session, const struct series_ids *ids, int64_t *id,
                        struct epi_error *err);

/* Adds the names in a list of aliases, which may also be one name, or an object with names by
 * language; each is a text or an object with a name. wanted: if there are too many, those most like
 * it are kept; NULL: the first ones. */
void tvdb_shared_aliases(const struct json *aliases, const char *wanted, struct series *series);

/* The name in a language, of an object with a name for each language, or of a list of objects with
 * language and name; "" if there is none. */
const char *tvdb_shared_name(const struct json *names, const char *language);

/* Whether a list of genres contains one. Its items are names, or objects with a name. */
bool tvdb_shared_has_genre(const struct json *genres, const char *name);

/* The JSON keys of an episode. */
struct tvdb_shared_keys {
    const char *season, *number, *title, *airdate;
};
bool tvdb_shared_read_episode(const struct json *json, const struct tvdb_shared_keys *keys,
                              struct episode *episode);

/* Whether any has no name; and gives episodes the names that the same ones have elsewhere: all, or
 * those that have none. */
bool tvdb_shared_lacks_names(const struct episode *episodes, size_t count);
void tvdb_shared_take_names(struct episode *episodes, size_t count, const struct episode *named,
                            size_t named_count, bool all);

/* The pages of a list that were read so far; all 0 before the first. */
struct tvdb_shared_pages {
    int count;
    int64_t first, last; /* with which id the first and the last one begin */
};
enum { TVDB_SHARED_PAGES_MAX = 200 }; /* version 2 has 100 episodes on each */

/* Checks a page of a list of episodes: fails, and frees the answer, if a row is of another series,
 * or if there is no end of them. again: it was there before, so that the list has ended. */
bool tvdb_shared_check_page(const struct session *session, int64_t series, const struct json *rows,
                            struct tvdb_shared_pages *pages, bool *again, struct answer *answer,
                            struct epi_error *err);

/* Fills account with the name, or fallback if that is empty, and with the expiry of the token. */
void tvdb_shared_account(struct session *session, const struct json *name, const char *fallback,
                         struct account *account);

#endif
