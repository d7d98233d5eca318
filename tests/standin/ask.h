/* SPDX-License-Identifier: MIT
 *
 * ask: a web client of a raw socket, for the tests of the stand-ins: it sends what it is told and
 * nothing else, and shares no code with core. One request a connection.
 */
#ifndef EPIMARK_TESTS_STANDIN_ASK_H
#define EPIMARK_TESTS_STANDIN_ASK_H

#include <stdbool.h>
#include <stddef.h>

#include <json-c/json.h>

struct reply {
    int status; /* 0 when the connection closed before any */
    char *head; /* with its empty line */
    char *body;
    size_t length;
    bool whole;        /* as long as Content-Length said */
    json_object *json; /* the body, where it is JSON */
    char value[1024];  /* of ask_header */
};

/* Sends "GET /path" with header lines that each end in \r\n, and a body unless it is NULL; waits
 * until the server closes. Host, Connection and Content-Length are added. */
struct reply *ask(int port, const char *what, const char *headers, const char *body);
void ask_free(struct reply *reply);

/* A header's value, borrowed until the next call; NULL when it is not there. */
const char *ask_header(struct reply *reply, const char *name);

/* What lies at a path as "data.episodes.0.name", as JSON text; "absent" when nothing does. */
const char *ask_at(struct reply *reply, const char *path);

/* Asks and compares: pairs of a path and the JSON text there with ' for ", ending in NULL. The path
 * "body" is the whole body as it came, "Name:" a header. Says on stderr what differs. */
bool ask_is(int port, const char *what, const char *headers, const char *body, int status, ...);

#endif
