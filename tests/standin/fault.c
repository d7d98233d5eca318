/* SPDX-License-Identifier: MIT
 *
 * Faults: what goes wrong on purpose.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "inside.h"

static const char *const deeds[] = {"status", "stall", "cut",   "long", "short",
                                    "drip",   "body",  "close", "reset"};

bool stand_match(const char *pattern, const char *text)
{
    const char *star = NULL, *back = NULL;
    while (*text) {
        if (*pattern == '*') {
            star = pattern++;
            back = text;
        } else if (*pattern == *text) {
            pattern++;
            text++;
        } else if (star) {
            pattern = star + 1;
            text = ++back;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return !*pattern;
}

static void fault_free(struct fault *fault)
{
    free(fault->match);
    free(fault->body);
    json_object_put(fault->headers);
}

void stand_fault_forget(struct standin *s)
{
    for (size_t i = 0; i < s->fault_count; i++)
        fault_free(&s->faults[i]);
    free(s->faults);
    s->faults = NULL;
    s->fault_count = 0;
}

static bool refuse(char *error, size_t size, const char *why)
{
    snprintf(error, size, "bad fault: %s", why);
    return false;
}

/* The body may also be given as JSON itself. */
static char *body_text(json_object *object)
{
    json_object *body = NULL;
    if (!json_object_object_get_ex(object, "body", &body) || !body)
        return NULL;
    return strdup(json_object_is_type(body, json_type_string)
                      ? json_object_get_string(body)
                      : json_object_to_json_string_ext(body, JSON_C_TO_STRING_PLAIN));
}

/* The deed of that name, or NULL. */
static const char *find_deed(const char *name)
{
    for (size_t i = 0; i < sizeof(deeds) / sizeof(*deeds); i++) {
        if (strcmp(deeds[i], name) == 0)
            return deeds[i];
    }
    return NULL;
}

static bool has_known_keys(json_object *object)
{
    static const char *const known[] = {"match",    "nth",       "times",   "do",
                                        "status",   "body",      "headers", "size",
                                        "delay_ms", "processed", "kept"};
    json_object_object_foreach(object, key, value)
    {
        (void)value;
        bool good = false;
        for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
            good = good || strcmp(key, known[i]) == 0;
        if (!good)
            return false;
    }
    return true;
}

static bool read_fault(json_object *object, struct fault *fault, char *error, size_t size)
{
    if (!has_known_keys(object))
        return refuse(error, size, "a key that faults do not have");
    const char *match = NULL, *what = NULL;
    if (stand_string(object, "match", &match) != STAND_GOOD)
        return refuse(error, size, "\"match\" must be text as \"PUT /tvmaze/v1/*\"");
    if (stand_string(object, "do", &what) != STAND_GOOD || !(what = find_deed(what))) {
        return refuse(error, size,
                      "\"do\" must be status, stall, cut, long, short, drip, body, close or reset");
    }
    int64_t nth = 1, times = 1, status = 0, extra = 0, delay_ms = 50;
    if (stand_int(object, "nth", &nth) == STAND_BAD || nth < 0 ||
        stand_int(object, "times", &times) == STAND_BAD || times < 1 ||
        stand_int(object, "status", &status) == STAND_BAD ||
        stand_int(object, "size", &extra) == STAND_BAD || extra < 0 ||
        stand_int(object, "delay_ms", &delay_ms) == STAND_BAD || delay_ms < 1)
        return refuse(error, size, "nth, times, status, size and delay_ms are numbers");
    if (strcmp(what, "status") == 0 && (status < 200 || status > 599))
        return refuse(error, size, "\"status\" must be from 200 to 599");
    json_object *headers = NULL, *processed = NULL, *kept = NULL;
    if (stand_get(object, "headers", json_type_object, &headers) == STAND_BAD ||
        stand_get(object, "processed", json_type_boolean, &processed) == STAND_BAD ||
        stand_get(object, "kept", json_type_boolean, &kept) == STAND_BAD) {
        return refuse(error, size,
                      "\"headers\" is an object, \"processed\" and \"kept\" true or false");
    }
    bool answered = strcmp(what, "status") != 0 && strcmp(what, "stall") != 0;
    *fault =
        (struct fault){.match = strdup(match),
                       .what = what,
                       .body = body_text(object),
                       .headers = headers ? json_object_get(headers) : json_object_new_object(),
                       .nth = (int)nth,
                       .times = (int)times,
                       .status = (int)status,
                       .size = (size_t)extra,
                       .delay_ms = (int)delay_ms,
                       .processed = processed ? json_object_get_boolean(processed) : answered,
                       .kept = kept && json_object_get_boolean(kept)};
    return true;
}

bool stand_fault_read(struct standin *s, const char *json, char *error, size_t size)
{
    json_object *object = json_tokener_parse(json);
    struct fault fault = {0};
    bool good = json_object_is_type(object, json_type_object)
                    ? read_fault(object, &fault, error, size)
                    : refuse(error, size, "not a JSON object");
    json_object_put(object);
    if (good)
        *STAND_ADD(s->faults, s->fault_count) = fault;
    return good;
}

struct fault *stand_fault_for(struct standin *s, const char *key, bool kept)
{
    struct fault *found = NULL;
    for (size_t i = 0; i < s->fault_count; i++) {
        struct fault *fault = &s->faults[i];
        if (!stand_match(fault->match, key) || (fault->kept && !kept))
            continue;
        fault->seen++;
        bool now =
            !fault->nth || (fault->seen >= fault->nth && fault->seen < fault->nth + fault->times);
        if (now && !found)
            found = fault;
    }
    return found;
}

void stand_break_off(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    /* Not SO_LINGER: the daemon shuts its side down before it closes, which would end the
     * connection in good order first. */
    struct sockaddr nobody = {.sa_family = AF_UNSPEC};
    if (info)
        (void)connect(info->connect_fd, &nobody, sizeof(nobody));
}

void stand_send(struct MHD_Connection *connection, const char *bytes, size_t len)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (info)
        (void)!send(info->connect_fd, bytes, len, MSG_NOSIGNAL);
}
