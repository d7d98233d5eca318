/* SPDX-License-Identifier: MIT */
#include "core/services/route.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/json.h"
#include "core/services/request.h"
#include "core/services/route_check.h"
#include "core/services/session.h"
#include "matching/matching.h"

enum { URL_MAX = 16384 };

/* ---- Finding and listing ---- */

const struct route *route_find(const struct api *api, const char *name, struct epi_error *err)
{
    const char *nearest = NULL;
    double best = 0.5;
    for (size_t i = 0; i < api->route_count; i++) {
        if (strcmp(api->routes[i].name, name) == 0)
            return &api->routes[i];
        double likeness = match_similarity(name, api->routes[i].name);
        if (likeness > best) {
            best = likeness;
            nearest = api->routes[i].name;
        }
    }
    epi_error_set(err, EPI_ERROR_NEVER,
                  "unknown route \"%.64s\" of %s%s%s%s (`epimark api %s` lists them)", name,
                  api->name, nearest ? "; did you mean \"" : "", nearest ? nearest : "",
                  nearest ? "\"?" : "", api->name);
    return NULL;
}

static const char *const where_names[] = {"path", "query", "header"};
static const char *const sign_names[] = {"none",  "app",  "basic", "premium",
                                         "token", "user", "body"};

static struct json *list_param(const struct route_param *param)
{
    struct json *json = json_new_object();
    json_set_text(json, "name", param->name);
    json_set_text(json, "in", where_names[param->where]);
    json_set_text(json, "type", route_check_types[param->type]);
    json_set(json, "required", json_new_bool(param->need == REQUIRED));
    if (param->need == ONE_OF)
        json_set(json, "one_of", json_new_bool(true));
    if (param->many)
        json_set(json, "many", json_new_bool(true));
    if (param->values)
        json_set_text(json, "values", param->values);
    if (param->unlisted)
        json_set(json, "unlisted", json_new_bool(true));
    return json;
}

struct json *route_list(const struct api *api)
{
    struct json *list = json_new_array();
    for (size_t i = 0; i < api->route_count; i++) {
        const struct route *route = &api->routes[i];
        struct json *json = json_new_object();
        struct json *params = json_new_array();
        json_set_text(json, "name", route->name);
        json_set_text(json, "method", route->method);
        json_set_text(json, "path", route->path);
        for (const struct route_param *param = route->params; param->name; param++)
            json_add(params, list_param(param));
        json_set(json, "params", params);
        json_set_text(json, "auth", sign_names[route->sign]);
        json_set_text(json, "body", route_check_bodies[route->body]);
        json_set(json, "paged", json_new_bool(route->pages != PAGES_NONE));
        json_set_text(json, "help", route->help);
        json_add(list, json);
    }
    return list;
}

/* ---- Arguments ---- */

struct route_args *route_text(struct route_args *args, const char *name, const char *value)
{
    if (args->count < ROUTE_ARGS_MAX)
        args->list[args->count] = (struct route_arg){.name = name, .value = value};
    args->count++; /* route_check refuses a count beyond the end */
    return args;
}

struct route_args *route_header(struct route_args *args, const char *name, const char *value)
{
    route_text(args, name, value);
    if (args->count <= ROUTE_ARGS_MAX)
        args->list[args->count - 1].header = true;
    return args;
}

struct route_args *route_int(struct route_args *args, const char *name, int64_t value)
{
    route_text(args, name, NULL);
    if (args->count <= ROUTE_ARGS_MAX) {
        struct route_arg *arg = &args->list[args->count - 1];
        snprintf(arg->digits, sizeof(arg->digits), "%lld", (long long)value);
    }
    return args;
}

/* ---- Building ---- */

static bool append(char *url, const char *text, size_t len)
{
    size_t at = strlen(url);
    if (at + len >= URL_MAX)
        return false;
    memcpy(url + at, text, len);
    url[at + len] = '\0';
    return true;
}

static bool append_path(struct session *session, const struct route *route,
                        const struct route_args *args, char *url)
{
    const char *at = route->path;
    for (;;) {
        size_t len = strcspn(at, "{");
        if (!append(url, at, len))
            return false;
        if (!at[len])
            return true;
        at += len + 1;
        len = strcspn(at, "}");
        const struct route_param *param = route_check_param(route, at, len);
        const char *value =
            param ? route_check_given(args, param->name) : session_get(session, "apikey");
        if (!http_escape(url, URL_MAX, value))
            return false;
        at += len + 1;
    }
}

static bool append_query(const struct route *route, const struct route_args *args, char *url)
{
    char mark = '?';
    for (size_t i = 0; args && i < args->count; i++) {
        const struct route_arg *arg = &args->list[i];
        if (arg->header ||
            route_check_param(route, arg->name, strlen(arg->name))->where != IN_QUERY)
            continue;
        bool several = route_check_times(args, arg->name) > 1;
        if (!append(url, &mark, 1) || !http_escape(url, URL_MAX, arg->name) ||
            !append(url, several ? "%5B%5D=" : "=", several ? 7 : 1) ||
            !http_escape(url, URL_MAX, route_check_value(arg)))
            return false;
        mark = '&';
    }
    return true;
}

/* Adds the parameter that signs the request. */
static bool append_sign(const struct request *request, char *url)
{
    if (!request->query)
        return true;
    return append(url, strchr(url, '?') ? "&" : "?", 1) &&
           http_escape(url, URL_MAX, request->query) && append(url, "=", 1) &&
           http_escape(url, URL_MAX, request->query_value);
}

static bool build_url(struct session *session, const struct api *api, const struct request *request,
                      const struct route_args *args, char *url, struct epi_error *err)
{
    const struct route *route = request->route;
    size_t offset = route->sign == SIGN_BODY ? api->login_url : api->url;
    const char *base = (const char *)session->context->config + offset;
    size_t len = strlen(base);
    while (len && base[len - 1] == '/')
        len--;
    url[0] = '\0';
    if (append(url, base, len) && append_path(session, route, args, url) &&
        append_query(route, args, url) && append_sign(request, url))
        return true;
    return epi_error_set(err, EPI_ERROR_NEVER, "%s: the parameters are too long", route->name);
}

/* ---- The version of a list ---- */

static void ask_if_changed(struct request *request, const struct list_version *kept)
{
    if (*kept->etag)
        request_header(request, "If-None-Match", kept->etag);
    if (*kept->modified)
        request_header(request, "If-Modified-Since", kept->modified);
}

static void read_version(const struct http_response *response, struct answer *answer,
                         struct list_version *version)
{
    bool asked = *version->etag || *version->modified;
    answer->unchanged = version->unchanged = asked && response->status == 304;
    if (version->unchanged)
        return;
    memcpy(version->etag, response->etag, sizeof(version->etag));
    memcpy(version->modified, response->modified, sizeof(version->modified));
}

/* ---- Sending ---- */

/* Those of the arguments; one that asks for another form of the answer is in place of ours. */
static void add_headers(struct request *request, const struct route *route,
                        const struct route_args *args)
{
    bool accept = false;
    for (size_t i = 0; args && i < args->count; i++) {
        const struct route_arg *arg = &args->list[i];
        if (!route_check_is_header(route, arg))
            continue;
        request_header(request, arg->name, route_check_value(arg));
        accept = accept || strcasecmp(arg->name, "Accept") == 0;
    }
    if (!accept)
        request_header(request, "Accept", "application/json");
}

/* One after the other, as they fit; what they hold may be a token. */
static void add_to_form(void *context, const char *key, struct json *value)
{
    char *form = context;
    size_t before = strlen(form);
    if (!json_is_text(value))
        return;
    bool fits = (!before || append(form, "&", 1)) && http_escape(form, URL_MAX, key) &&
                append(form, "=", 1) && http_escape(form, URL_MAX, json_text(value));
    if (!fits)
        form[before] = '\0';
}

static char *write_form(const struct json *object)
{
    char *form = calloc(1, URL_MAX);
    if (form)
        json_each(object, add_to_form, form);
    return form;
}

/* When a service that has had enough says only at what time it begins to count anew. */
static int seconds_until(const struct session *session, int64_t at)
{
    int64_t seconds = at - session_now(session);
    return seconds <= 0 ? 0 : seconds > INT32_MAX ? INT32_MAX : (int)seconds;
}

static bool is_busy(int status)
{
    return status == 429 || status == 503;
}

/* How long the service asks to be left alone; 0: it does not. */
static int pause_of(struct session *session, const struct http_response *response)
{
    int seconds = response->retry_after;
    if (seconds == 0 && is_busy(response->status))
        seconds = seconds_until(session, response->resets_at);
    return service_pause(session->service, seconds, session_now(session));
}

/* What a header of the answer repeats of a secret in the address is made unreadable. */
static void veil(char *headers, const char *secret)
{
    for (char *at = headers; at && *secret && (at = strstr(at, secret));)
        memset(at, '*', strlen(secret));
}

static bool send_once(struct session *session, const struct api *api, struct request *request,
                      const struct route_args *args, char *url, struct answer *answer,
                      struct epi_error *err)
{
    const struct session_context *context = session->context;
    const struct route *route = request->route;
    struct http_response response = {0};
    request->http = (struct http_request){.method = route->method,
                                          .url = url,
                                          .max_body = route->list ? HTTP_BODY_MAX_LIST : 0,
                                          .headers_wanted = args && args->headers_wanted};
    add_headers(request, route, args);
    if (args && args->version)
        ask_if_changed(request, args->version);
    if (api->sign && !api->sign(session, request, err))
        return false;
    if (!build_url(session, api, request, args, url, err))
        return false;
    char *body = NULL;
    if (request->body) {
        bool form = route->body == BODY_FORM;
        request_header(request, "Content-Type",
                       form ? "application/x-www-form-urlencoded" : "application/json");
        body = form ? write_form(request->body) : json_write(request->body, false);
        request->http.body = body;
        request->http.body_len = body ? strlen(body) : 0;
    }
    bool get = strcmp(route->method, "GET") == 0;
    bool reads = get || strcmp(route->method, "HEAD") == 0;
    bool sent = (!context->pace || context->pace(context->pacer, session->service, reads, err)) &&
                http_send(context->http, &request->http, &response, err);
    if (body)
        explicit_bzero(body, request->http.body_len);
    free(body);
    if (sent && response.date && context->date)
        context->date(context->clock, response.date);
    response.retry_after = pause_of(session, &response);
    if (sent && is_busy(response.status) && response.retry_after > 0 && context->rest)
        context->rest(context->pacer, session->service, response.retry_after);
    bool wanted = get && response.status == 200; /* an empty body is then an error */
    sent = sent && answer_read(session->service, &response, wanted, answer, err);
    if (sent && request->query)
        veil(answer->headers, request->query_value);
    if (sent && args && args->version)
        read_version(&response, answer, args->version);
    http_response_free(&response);
    return sent;
}

/* Without premium the answer is 401, as for a bad sign-in, or 404, as for what is not there: checks
 * the account to tell which. Fails if that cannot be told now. */
static bool tell_unpaid(struct session *session, struct answer *answer, struct epi_error *err)
{
    struct account account;
    struct epi_error why = {0};
    if (session->service->who(session, &account, &why)) {
        if (answer->status == 401 || !account.level[0])
            answer->status = 403;
        return true;
    }
    if (why.kind == EPI_ERROR_SIGN_IN) {
        answer->status = 401;
        return true;
    }
    if (why.kind == EPI_ERROR_NEVER) {
        return error_status(err, EPI_ERROR_LATER, why.status, 0,
                            "%s: the account could not be checked (%d)", session->service->title,
                            why.status);
    }
    if (err)
        *err = why;
    return false;
}

static bool send_signed(struct session *session, const struct api *api, struct request *request,
                        const struct route_args *args, struct answer *answer, struct epi_error *err)
{
    CLEANUP(cleanup_wipe) char *url = calloc(1, URL_MAX); /* it may hold a key */
    if (!url)
        return error_memory(err);
    struct answer got = {0};
    if (!send_once(session, api, request, args, url, &got, err))
        return false;
    bool token = request->route->sign == SIGN_TOKEN || request->route->sign == SIGN_USER;
    if (got.status == 401 && token && api->renew && !session->renewing) {
        answer_free(&got);
        if (!api->renew(session, err) || !send_once(session, api, request, args, url, &got, err))
            return false;
    }
    bool doubtful = got.status == 401 || (got.status == 404 && !got.html && !got.gateway);
    if (doubtful && request->route->sign == SIGN_PREMIUM && !tell_unpaid(session, &got, err)) {
        answer_free(&got);
        return false;
    }
    got.unpaid =
        got.unpaid || (got.status == 403 && request->route->sign == SIGN_PREMIUM && !got.html);
    *answer = got;
    return true;
}

static bool send_row(struct session *session, const struct api *api, const struct route *route,
                     const struct route_args *args, struct json *body, struct answer *answer,
                     struct epi_error *err)
{
    struct request request = {.route = route, .body = body};
    bool sent = route_check(api, route, args, body, err);
    if (sent) {
        if (!body && (route->body == BODY_OBJECT || route->body == BODY_FORM))
            request.body = json_new_object();
        sent = send_signed(session, api, &request, args, answer, err);
    }
    json_wipe(request.body); /* it may hold a token */
    explicit_bzero(request.authorization, sizeof(request.authorization));
    return sent;
}

bool route_send(struct session *session, const struct api *api, const char *name,
                const struct route_args *args, struct json *body, struct answer *answer,
                struct epi_error *err)
{
    const struct route *route = route_find(api, name, err);
    if (route)
        return send_row(session, api, route, args, body, answer, err);
    json_free(body);
    return false;
}

bool route_get(struct session *session, const struct api *api, const char *name,
               const struct route_args *args, struct json *body, struct answer *answer,
               struct epi_error *err)
{
    struct answer got = {0};
    if (!route_send(session, api, name, args, body, &got, err))
        return false;
    if (answer_accepted(session->service, &got, err)) {
        *answer = got;
        return true;
    }
    answer_free(&got);
    return false;
}

bool route_ask(struct session *session, const struct api *api, const char *name,
               const struct route_args *args, struct answer *answer, bool *found,
               struct epi_error *err)
{
    struct answer got = {0};
    if (!route_send(session, api, name, args, NULL, &got, err))
        return false;
    bool unknown = got.status == 404 && !got.gateway;
    if (!unknown && !answer_accepted(session->service, &got, err)) {
        answer_free(&got);
        return false;
    }
    *found = !unknown;
    *answer = got;
    return true;
}

bool route_reach(struct http *http, const char *address, int *status, int64_t *date,
                 struct epi_error *err)
{
    const struct http_request request = {.method = "HEAD", .url = address, .stays = true};
    struct http_response response = {0};
    if (!http_send(http, &request, &response, err))
        return false;
    *status = response.status;
    *date = response.date;
    http_response_free(&response);
    return true;
}
