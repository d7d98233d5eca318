/* SPDX-License-Identifier: MIT */
#include "core/services/tvdb_shared.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/config.h"
#include "core/base/json.h"
#include "core/services/fields.h"
#include "core/services/request.h"
#include "core/services/route.h"
#include "core/services/session.h"

const char tvdb_shared_credit[] =
    "Metadata provided by TheTVDB (https://thetvdb.com). Please consider adding missing "
    "information or subscribing.";

bool tvdb_shared_keep_token(struct session *session, const char *token, int64_t life)
{
    int64_t end = session_token_end(token);
    char digits[24];
    snprintf(digits, sizeof(digits), "%" PRId64, end ? end : session_now(session) + life);
    return *token && credentials_set(&session->credentials, "token", token) &&
           credentials_set(&session->credentials, "expires_at", digits);
}

bool tvdb_shared_sign(struct session *session, const struct session_token *token,
                      struct request *request, struct epi_error *err)
{
    if (!session->renewing && !session_token_lasts(session, token) &&
        !session_renew(session, token, err))
        return false;
    request_bearer(request, session_get(session, "token"));
    return true;
}

/* Version 2 says in a good answer what it could not do. */
static void remark_errors(struct session *session, const struct answer *answer)
{
    static const char *const said[][2] = {
        {"invalidLanguage", "does not have all texts in the language that was asked for"},
        {"invalidFilters", "does not know a filter, and has ignored it"},
        {"invalidQueryParams", "does not know a parameter, and has ignored it"},
    };
    const struct json *errors = json_get(answer->json, "errors");
    for (size_t i = 0; i < sizeof(said) / sizeof(said[0]) && session->context->remark; i++) {
        if (json_is_null(json_get(errors, said[i][0])))
            continue;
        char text[160];
        snprintf(text, sizeof(text), "%s %s", session->service->title, said[i][1]);
        session->context->remark(session->context->pacer, session->service, text);
    }
}

bool tvdb_shared_ask(struct session *session, const struct api *api, const char *route,
                     const struct route_args *args, struct answer *answer, bool *found,
                     struct epi_error *err)
{
    if (!route_ask(session, api, route, args, answer, found, err))
        return false;
    bool error = *json_text(json_get(answer->json, "Error")); /* a gateway's, in a good answer */
    if (*found && !answer->unchanged && (!json_is_object(answer->json) || error))
        return answer_unreadable(session->service, answer, err);
    remark_errors(session, answer);
    return true;
}

const char *tvdb_shared_language(const struct session *session, const char *code)
{
    return *code ? code : session->context->config->language;
}

bool tvdb_shared_has_language(struct session *session, const struct api *api, const char *key,
                              const char *wanted, bool *has, struct epi_error *err)
{
    struct answer answer = {0};
    bool found = false;
    if (!tvdb_shared_ask(session, api, "languages", NULL, &answer, &found, err))
        return false;
    const struct json *rows = json_get(answer.json, "data");
    if (!found || !json_count(rows)) /* a list without any is none */
        return answer_unreadable(session->service, &answer, err);
    *has = false;
    for (size_t i = 0; i < json_count(rows) && !*has; i++)
        *has = strcmp(json_text(json_get(json_at(rows, i), key)), wanted) == 0;
    answer_free(&answer);
    return true;
}

bool tvdb_shared_is_list(const struct json *rows)
{
    return json_is_array(rows) || json_is_null(rows);
}

bool tvdb_shared_series(struct session *session, const struct series_ids *ids, int64_t *id,
                        struct epi_error *err)
{
    *id = ids->tvdb;
    if (*id > 0)
        return true;
    struct series known = {0};
    bool found = false;
    if (!session->service->lookup(session, ids, &known, &found, err))
        return false;
    *id = found ? known.ids.tvdb : 0;
    return true;
}

struct aliases {
    const char *wanted;
    struct series *series;
};

static void add_alias(void *context, const char *key, struct json *value)
{
    const struct aliases *aliases = context;
    const char *name = json_text(json_is_object(value) ? json_get(value, "name") : value);
    if (strcmp(key, "language") == 0)
        return;
    if (aliases->wanted)
        fields_alias_like(aliases->series, name, aliases->wanted);
    else
        fields_alias(aliases->series, name);
}

void tvdb_shared_aliases(const struct json *list, const char *wanted, struct series *series)
{
    struct aliases aliases = {wanted, series};
    for (size_t i = 0; json_is_array(list) && i < json_count(list); i++)
        add_alias(&aliases, "", json_at(list, i));
    if (json_is_object(list))
        json_each(list, add_alias, &aliases);
    else if (json_is_text(list))
        fields_alias(series, json_text(list));
}

const char *tvdb_shared_name(const struct json *names, const char *language)
{
    const struct json *name = json_get(names, language);
    for (size_t i = 0; json_is_array(names) && i < json_count(names); i++) {
        const struct json *row = json_at(names, i);
        if (strcmp(json_text(json_get(row, "language")), language) == 0)
            name = row;
    }
    return json_text(json_is_object(name) ? json_get(name, "name") : name);
}

bool tvdb_shared_has_genre(const struct json *genres, const char *name)
{
    for (size_t i = 0; i < json_count(genres); i++) {
        const struct json *genre = json_at(genres, i);
        if (strcmp(json_text(json_is_object(genre) ? json_get(genre, "name") : genre), name) == 0)
            return true;
    }
    return false;
}

bool tvdb_shared_read_episode(const struct json *json, const struct tvdb_shared_keys *keys,
                              struct episode *episode)
{
    struct episode read = {.tvdb = json_int(json_get(json, "id"), 0)};
    read.season = fields_number(json_get(json, keys->season));
    read.number = fields_number(json_get(json, keys->number));
    int absolute = fields_number(json_get(json, "absoluteNumber"));
    read.absolute = absolute > 0 ? absolute : 0;
    json_copy(json_get(json, keys->title), read.title, sizeof(read.title));
    fields_date(json_get(json, keys->airdate), read.airdate);
    read.special = read.season == 0;
    if (read.tvdb <= 0)
        return false;
    *episode = read;
    return true;
}

bool tvdb_shared_lacks_names(const struct episode *episodes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!episodes[i].title[0])
            return true;
    }
    return false;
}

void tvdb_shared_take_names(struct episode *episodes, size_t count, const struct episode *named,
                            size_t named_count, bool all)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < named_count; j++) {
            if (named[j].tvdb == episodes[i].tvdb && named[j].title[0] &&
                (all || !episodes[i].title[0]))
                memcpy(episodes[i].title, named[j].title, sizeof(episodes[i].title));
        }
    }
}

bool tvdb_shared_check_page(const struct session *session, int64_t series, const struct json *rows,
                            struct tvdb_shared_pages *pages, bool *again, struct answer *answer,
                            struct epi_error *err)
{
    int64_t begins = json_int(json_get(json_at(rows, 0), "id"), 0);
    for (size_t i = 0; i < json_count(rows); i++) {
        int64_t of = json_int(json_get(json_at(rows, i), "seriesId"), 0);
        if (of > 0 && of != series)
            return answer_of_other(session->service, answer, "series", err);
    }
    /* They may also go round in a circle. */
    *again = begins > 0 && (begins == pages->first || begins == pages->last);
    if (*again)
        return true;
    if (pages->count == TVDB_SHARED_PAGES_MAX)
        return answer_endless(session->service, answer, err);
    pages->first = pages->count++ ? pages->first : begins;
    pages->last = begins;
    return true;
}

void tvdb_shared_account(struct session *session, const struct json *name, const char *fallback,
                         struct account *account)
{
    *account = (struct account){0};
    json_copy(name, account->name, sizeof(account->name));
    if (!account->name[0])
        snprintf(account->name, sizeof(account->name), "%s", fallback);
    account->expires_at = strtoll(session_get(session, "expires_at"), NULL, 10);
}
