/* SPDX-License-Identifier: MIT */
#include "core/services/route_check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/services/api.h"

const char *const route_check_types[] = {"text", "integer", "date"};
const char *const route_check_bodies[] = {"none", "object", "array", "form"};

const char *route_check_value(const struct route_arg *arg)
{
    return arg->value ? arg->value : arg->digits;
}

const char *route_check_given(const struct route_args *args, const char *name)
{
    for (size_t i = 0; args && i < args->count; i++) {
        if (!args->list[i].header && strcmp(args->list[i].name, name) == 0)
            return route_check_value(&args->list[i]);
    }
    return NULL;
}

size_t route_check_times(const struct route_args *args, const char *name)
{
    size_t times = 0;
    for (size_t i = 0; i < args->count; i++)
        times += !args->list[i].header && strcmp(args->list[i].name, name) == 0;
    return times;
}

const struct route_param *route_check_param(const struct route *route, const char *name, size_t len)
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
    strtoull(value, NULL, 10); /* ids have up to 64 bits */
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

/* any_case: large and small letters are the same. */
static bool is_listed(const char *values, const char *value, bool any_case)
{
    size_t len = strcspn(value, "|");
    if (value[len])
        return false;
    for (const char *at = values; at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL) {
        if ((any_case ? strncasecmp : strncmp)(at, value, len) == 0 &&
            (at[len] == '|' || !at[len]) && len)
            return true;
    }
    return false;
}

static bool is_line(const char *value)
{
    for (const char *at = value; *at; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7f)
            return false;
    }
    return *value;
}

/* A value in the path must stay one segment, a value in a header one line. */
static bool is_text(const struct route_param *param, const char *value)
{
    if (param->where == IN_PATH)
        return *value && strcmp(value, ".") != 0 && strcmp(value, "..") != 0;
    return param->where == IN_HEADER ? is_line(value) : *value;
}

static bool check_value(const struct route *route, const struct route_param *param,
                        const char *value, struct epi_error *err)
{
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

/* Headers that the API documents, or that the row has. */
static int header_times(const struct route_args *args, const char *name)
{
    int times = 0;
    for (size_t i = 0; i < args->count && i < ROUTE_ARGS_MAX; i++)
        times += args->list[i].header && strcasecmp(args->list[i].name, name) == 0;
    return times;
}

static bool check_header(const struct api *api, const struct route *route,
                         const struct route_args *args, const struct route_arg *arg,
                         struct epi_error *err)
{
    const char *value = route_check_value(arg);
    bool known = api->headers && is_listed(api->headers, arg->name, true);
    for (const struct route_param *param = route->params; param->name && !known; param++)
        known = param->where == IN_HEADER && strcasecmp(param->name, arg->name) == 0;
    if (!known) {
        return epi_error_set(err, EPI_ERROR_NEVER, "%s: unknown header \"%.64s\"; one of: %s",
                             route->name, arg->name, api->headers ? api->headers : "none");
    }
    if (header_times(args, arg->name) > 1) {
        return epi_error_set(err, EPI_ERROR_NEVER, "%s: header %s is given more than once",
                             route->name, arg->name);
    }
    if (!is_line(value)) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%s: invalid value \"%.64s\" for %s; expected text", route->name,
                             value, arg->name);
    }
    return true;
}

static bool check_args(const struct api *api, const struct route *route,
                       const struct route_args *args, struct epi_error *err)
{
    for (size_t i = 0; args && i < args->count; i++) {
        if (i == ROUTE_ARGS_MAX) {
            return epi_error_set(err, EPI_ERROR_NEVER, "%s: more than %d parameters", route->name,
                                 ROUTE_ARGS_MAX);
        }
        const struct route_arg *arg = &args->list[i];
        if (arg->header) {
            if (!check_header(api, route, args, arg, err))
                return false;
            continue;
        }
        const struct route_param *param = route_check_param(route, arg->name, strlen(arg->name));
        if (!param) {
            char names[160];
            name_params(route, false, names, sizeof(names));
            return epi_error_set(err, EPI_ERROR_NEVER,
                                 "%s: unknown parameter \"%.64s\"; one of: %s", route->name,
                                 arg->name, names);
        }
        if (!param->many && route_check_times(args, arg->name) > 1) {
            return epi_error_set(err, EPI_ERROR_NEVER, "%s: parameter %s is given more than once",
                                 route->name, arg->name);
        }
        if (!check_value(route, param, route_check_value(arg), err))
            return false;
    }
    return true;
}

static bool check_needs(const struct route *route, const struct route_args *args,
                        struct epi_error *err)
{
    size_t wanted = 0, found = 0;
    for (const struct route_param *param = route->params; param->name; param++) {
        const char *value = route_check_given(args, param->name);
        if (param->need == REQUIRED && !value) {
            return epi_error_set(err, EPI_ERROR_NEVER, "%s: missing parameter: %s (%s)",
                                 route->name, param->name,
                                 param->values ? param->values : route_check_types[param->type]);
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
    bool fits = route->body == BODY_NONE    ? !body
                : route->body == BODY_ARRAY ? json_is_array(body)
                                            : json_is_object(body);
    if (fits || (route->sign == SIGN_BODY && !body))
        return true;
    if (route->body == BODY_NONE)
        return epi_error_set(err, EPI_ERROR_NEVER, "%s: unexpected body", route->name);
    return epi_error_set(err, EPI_ERROR_NEVER, "%s: expected a body: a JSON %s", route->name,
                         route->body == BODY_ARRAY ? "array" : "object");
}

bool route_check(const struct api *api, const struct route *route, const struct route_args *args,
                 const struct json *body, struct epi_error *err)
{
    return check_args(api, route, args, err) && check_needs(route, args, err) &&
           check_body(route, body, err);
}

bool route_check_is_header(const struct route *route, const struct route_arg *arg)
{
    return arg->header ||
           route_check_param(route, arg->name, strlen(arg->name))->where == IN_HEADER;
}

bool route_check_unlisted(const struct route *route, const struct route_args *args, char *text,
                          size_t size)
{
    text[0] = '\0';
    for (size_t i = 0; i < args->count && i < ROUTE_ARGS_MAX && !text[0]; i++) {
        const struct route_arg *arg = &args->list[i];
        const struct route_param *param =
            arg->header ? NULL : route_check_param(route, arg->name, strlen(arg->name));
        if (param && param->unlisted) {
            snprintf(text, size, "%s: the description has no %s; sent all the same", route->name,
                     param->name);
        } else if (param && param->values &&
                   !is_listed(param->values, route_check_value(arg), false)) {
            snprintf(text, size,
                     "%s: the description has no \"%.64s\" for %s, but %s; sent all the same",
                     route->name, route_check_value(arg), param->name, param->values);
        }
    }
    return text[0] != '\0';
}
