/* SPDX-License-Identifier: MIT */
#include "core/services/route.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/services/request.h"
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
static const char *const type_names[] = {"text", "integer", "date"};
static const char *const sign_names[] = {"none",  "app",  "basic", "premium",
                                         "token", "user", "body"};
static const char *const body_names[] = {"none", "object", "array"};

static struct json *list_param(const struct route_param *param)
{
    struct json *json = json_new_object();
    json_set_text(json, "name", param->name);
    json_set_text(json, "in", where_names[param->where]);
    json_set_text(json, "type", type_names[param->type]);
    json_set(json, "required", json_new_bool(param->need == REQUIRED));
    if (param->need == ONE_OF)
        json_set(json, "one_of", json_new_bool(true));
    if (param->many)
        json_set(json, "many", json_new_bool(true));
    if (param->values)
        json_set_text(json, "values", param->values);
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
        json_set_text(json, "body", body_names[route->body]);
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
    args->count++; /* check_args refuses a count beyond the end */
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

static const char *value_of(const struct route_arg *arg)
{
    return arg->value ? arg->value : arg->digits;
}

static const char *given(const struct route_args *args, const char *name)
{
    for (size_t i = 0; args && i < args->count; i++) {
        if (strcmp(args->list[i].name, name) == 0)
            return value_of(&args->list[i]);
    }
    return NULL;
}

static size_t times_given(const struct route_args *args, const char *name)
{
    size_t times = 0;
    for (size_t i = 0; i < args->count; i++)
        times += strcmp(args->list[i].name, name) == 0;
    return times;
}

static const struct route_param *find_param(const struct route *route, const char *name, size_t len)
{
    for (const struct route_param *param = route->params; param->name; param++) {
        if (strlen(param->name) == len && memcmp(param->name, name, len) == 0)
            return param;
    }
    return NULL;
}

/* Lists the parameters of a route: "id, season, number". */
static void name_params(const struct route *route, bool one_of, char *text, size_t size)
{
    size_t len = 0;
    text[0] = '\0';
    for (const struct route_param *param = route->params; param->name && len < size; param++) {
        if (one_of && param->need != ONE_OF)
            continue;
        int add = snprintf(text + len, size - len, "%s%s", len ? ", " : "", param->name);
        len += add > 0 ? (size_t)add : 0;
    }
    if (!text[0])
        snprintf(text, size, "none");
}

static bool is_integer(const char *value)
{
    size_t digits = strspn(value, "0123456789");
    errno = 0;
    strtoll(value, NULL, 10);
    return digits && !value[digits] && !errno;
}

static bool is_date(const char *value)
{
    static const char form[] = "0000-00-00";
    for (size_t i = 0; i < sizeof(form); i++) {
        bool digit = value[i] >= '0' && value[i] <= '9';
        if (form[i] == '0' ? !digit : value[i] != form[i])
            return false;
    }
    long month = strtol(value + 5, NULL, 10), day = strtol(value + 8, NULL, 10);
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static bool is_listed(const char *values, const char *value)
{
    size_t len = strcspn(value, "|");
    if (value[len])
        return false;
    for (const char *at = values; at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL) {
        if (strncmp(at, value, len) == 0 && (at[len] == '|' || !at[len]) && len)
            return true;
    }
    return false;
}

/* A value in the path must stay one segment, a value in a header one line. */
static bool is_text(const struct route_param *param, const char *value)
{
    if (param->where == IN_PATH)
        return *value && strcmp(value, ".") != 0 && strcmp(value, "..") != 0;
    for (const char *at = value; param->where == IN_HEADER && *at; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7f)
            return false;
    }
    return *value;
}

static bool check_value(const struct route *route, const struct route_param *param,
                        const char *value, struct epi_error *err)
{
    if (param->values && !is_listed(param->values, value)) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%s: invalid value \"%.64s\" for %s; expected %s", route->name, value,
                             param->name, param->values);
    }
    if (param->type == TYPE_INTEGER && !is_integer(value)) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%s: invalid value \"%.64s\" for %s; expected a whole number",
                             route->name, value, param->name);
    }
    if (param->type == TYPE_DATE && !is_date(value)) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%s: invalid value \"%.64s\" for %s; expected a date, YYYY-MM-DD",
                             route->name, value, param->name);
    }
    if (!is_text(param, value)) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%s: invalid value \"%.64s\" for %s; expected text", route->name,
                             value, param->name);
    }
    return true;
}

static bool check_args(const struct route *route, const struct route_args *args,
                       struct epi_error *err)
{
    for (size_t i = 0; args && i < args->count; i++) {
        if (i == ROUTE_ARGS_MAX) {
            return epi_error_set(err, EPI_ERROR_NEVER, "%s: more than %d parameters", route->name,
                                 ROUTE_ARGS_MAX);
        }
        const struct route_arg *arg = &args->list[i];
        const struct route_param *param = find_param(route, arg->name, strlen(arg->name));
        if (!param) {
            char names[160];
            name_params(route, false, names, sizeof(names));
            return epi_error_set(err, EPI_ERROR_NEVER,
                                 "%s: unknown parameter \"%.64s\"; one of: %s", route->name,
                                 arg->name, names);
        }
        if (!param->many && times_given(args, arg->name) > 1) {
            return epi_error_set(err, EPI_ERROR_NEVER, "%s: parameter %s is given more than once",
                                 route->name, arg->name);
        }
        if (!check_value(route, param, value_of(arg), err))
            return false;
    }
    return true;
}

static bool check_needs(const struct route *route, const struct route_args *args,
                        struct epi_error *err)
{
    size_t wanted = 0, found = 0;
    for (const struct route_param *param = route->params; param->name; param++) {
        const char *value = given(args, param->name);
        if (param->need == REQUIRED && !value) {
            return epi_error_set(err, EPI_ERROR_NEVER, "%s: missing parameter: %s (%s)",
                                 route->name, param->name,
                                 param->values ? param->values : type_names[param->type]);
        }
        wanted += param->need == ONE_OF;
        found += param->need == ONE_OF && value;
    }
    if (!wanted || found == 1)
        return true;
    char names[160];
    name_params(route, true, names, sizeof(names));
    return epi_error_set(err, EPI_ERROR_NEVER, "%s: expected exactly one of %s", route->name,
                         names);
}

static bool check_body(const struct route *route, const struct json *body, struct epi_error *err)
{
    bool fits = route->body == BODY_NONE     ? !body
                : route->body == BODY_OBJECT ? json_is_object(body)
                                             : json_is_array(body);
    if (fits || (route->sign == SIGN_BODY && !body))
        return true;
    if (route->body == BODY_NONE)
        return epi_error_set(err, EPI_ERROR_NEVER, "%s: unexpected body", route->name);
    return epi_error_set(err, EPI_ERROR_NEVER, "%s: expected a body: a JSON %s", route->name,
                         body_names[route->body]);
}

/* Whether a row accepts these arguments and this body. */
static bool check(const struct route *route, const struct route_args *args, const struct json *body,
                  struct epi_error *err)
{
    return check_args(route, args, err) && check_needs(route, args, err) &&
           check_body(route, body, err);
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
        const struct route_param *param = find_param(route, at, len);
        const char *value = param ? given(args, param->name) : session_get(session, "apikey");
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
        const struct route_param *param = find_param(route, arg->name, strlen(arg->name));
        if (param->where != IN_QUERY)
            continue;
        bool several = times_given(args, arg->name) > 1;
        if (!append(url, &mark, 1) || !http_escape(url, URL_MAX, arg->name) ||
            !append(url, several ? "%5B%5D=" : "=", several ? 7 : 1) ||
            !http_escape(url, URL_MAX, value_of(arg)))
            return false;
        mark = '&';
    }
    return true;
}

static bool build_url(struct session *session, const struct api *api, const struct route *route,
                      const struct route_args *args, char *url, struct epi_error *err)
{
    size_t offset = route->sign == SIGN_BODY ? api->login_url : api->url;
    const char *base = (const char *)session->context->config + offset;
    size_t len = strlen(base);
    while (len && base[len - 1] == '/')
        len--;
    url[0] = '\0';
    if (append(url, base, len) && append_path(session, route, args, url) &&
        append_query(route, args, url))
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

static bool send_once(struct session *session, const struct api *api, struct request *request,
                      const struct route_args *args, char *url, struct answer *answer,
                      struct epi_error *err)
{
    const struct session_context *context = session->context;
    const struct route *route = request->route;
    struct http_response response = {0};
    request->http = (struct http_request){
        .method = route->method, .url = url, .max_body = route->list ? HTTP_BODY_MAX_LIST : 0};
    request_header(request, "Accept", "application/json");
    for (size_t i = 0; args && i < args->count; i++) {
        const struct route_arg *arg = &args->list[i];
        if (find_param(route, arg->name, strlen(arg->name))->where == IN_HEADER)
            request_header(request, arg->name, value_of(arg));
    }
    if (args && args->version)
        ask_if_changed(request, args->version);
    if (api->sign && !api->sign(session, request, err))
        return false;
    if (!build_url(session, api, route, args, url, err))
        return false;
    char *body = NULL;
    if (request->body) {
        request_header(request, "Content-Type", "application/json");
        body = json_write(request->body, false);
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
    response.retry_after =
        service_pause(session->service, response.retry_after, session_now(session));
    bool busy = sent && (response.status == 429 || response.status == 503);
    if (busy && response.retry_after > 0 && context->rest)
        context->rest(context->pacer, session->service, response.retry_after);
    bool wanted = get && response.status == 200; /* an empty body is then an error */
    sent = sent && answer_read(session->service, &response, wanted, answer, err);
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
    bool doubtful = got.status == 401 || (got.status == 404 && !got.html);
    if (doubtful && request->route->sign == SIGN_PREMIUM && !tell_unpaid(session, &got, err)) {
        answer_free(&got);
        return false;
    }
    got.unpaid = got.status == 403 && request->route->sign == SIGN_PREMIUM && !got.html;
    *answer = got;
    return true;
}

static bool send_row(struct session *session, const struct api *api, const struct route *route,
                     const struct route_args *args, struct json *body, struct answer *answer,
                     struct epi_error *err)
{
    struct request request = {.route = route, .body = body};
    bool sent = check(route, args, body, err);
    if (sent) {
        if (!body && route->body == BODY_OBJECT)
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
    if (got.status != 404 && !answer_accepted(session->service, &got, err)) {
        answer_free(&got);
        return false;
    }
    *found = got.status != 404;
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
