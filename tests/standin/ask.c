/* SPDX-License-Identifier: MIT */
#include "ask.h"

#include <arpa/inet.h>
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "text.h"

static int connect_to(int port)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert(s >= 0 && !connect(s, (struct sockaddr *)&to, sizeof(to)));
    return s;
}

static void send_all(int s, const char *data, size_t length)
{
    while (length) {
        ssize_t n = send(s, data, length, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        data += n;
        length -= (size_t)n;
    }
}

static void send_request(int s, int port, const char *what, const char *headers, const char *body)
{
    struct text out = {0};
    stand_add(&out, what);
    stand_printf(&out, " HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n", port);
    if (body)
        stand_printf(&out, "Content-Length: %zu\r\n", strlen(body));
    stand_add(&out, headers ? headers : "");
    stand_add(&out, "\r\n");
    stand_add(&out, body ? body : "");
    send_all(s, out.data, out.length);
    stand_text_free(&out);
}

struct reply *ask(int port, const char *what, const char *headers, const char *body)
{
    struct reply *answer = calloc(1, sizeof(*answer));
    struct text in = {0};
    char buffer[8192];
    assert(answer);
    int s = connect_to(port);
    send_request(s, port, what, headers, body);
    stand_add(&in, "");
    for (ssize_t n; (n = recv(s, buffer, sizeof(buffer), 0)) > 0;)
        stand_add_bytes(&in, buffer, (size_t)n);
    close(s);
    char *end = strstr(in.data, "\r\n\r\n");
    if (!end) {
        answer->head = in.data;
        answer->body = strdup("");
        return answer;
    }
    size_t head = (size_t)(end - in.data) + 4;
    answer->head = strndup(in.data, head);
    answer->length = in.length - head;
    answer->body = calloc(1, answer->length + 1);
    assert(answer->head && answer->body);
    memcpy(answer->body, in.data + head, answer->length);
    stand_text_free(&in);
    sscanf(answer->head, "HTTP/1.1 %d", &answer->status);
    const char *said = ask_header(answer, "Content-Length");
    answer->whole = said && strtoull(said, NULL, 10) == answer->length;
    if (answer->length)
        answer->json = json_tokener_parse(answer->body);
    return answer;
}

void ask_free(struct reply *answer)
{
    json_object_put(answer->json);
    free(answer->head);
    free(answer->body);
    free(answer);
}

const char *ask_header(struct reply *answer, const char *name)
{
    size_t n = strlen(name);
    for (const char *p = strstr(answer->head, "\r\n"); p; p = strstr(p + 2, "\r\n")) {
        if (strncasecmp(p + 2, name, n) != 0 || p[2 + n] != ':')
            continue;
        p += 3 + n;
        p += strspn(p, " ");
        snprintf(answer->value, sizeof(answer->value), "%.*s", (int)strcspn(p, "\r"), p);
        return answer->value;
    }
    return NULL;
}

const char *ask_at(struct reply *answer, const char *path)
{
    json_object *at = answer->json;
    if (!answer->json)
        return "absent";
    while (*path) {
        char key[64];
        size_t n = strcspn(path, ".");
        snprintf(key, sizeof(key), "%.*s", (int)n, path);
        path += n + (path[n] == '.');
        if (json_object_is_type(at, json_type_array)) {
            size_t i = strtoull(key, NULL, 10);
            if (i >= json_object_array_length(at))
                return "absent";
            at = json_object_array_get_idx(at, i);
        } else if (!json_object_object_get_ex(at, key, &at)) {
            return "absent";
        }
    }
    return json_object_to_json_string_ext(at,
                                          JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
}

static const char *found(struct reply *answer, const char *path)
{
    size_t n = strlen(path);
    if (strcmp(path, "body") == 0)
        return answer->body;
    if (path[n - 1] != ':')
        return ask_at(answer, path);
    char name[64];
    snprintf(name, sizeof(name), "%.*s", (int)n - 1, path);
    const char *value = ask_header(answer, name);
    return value ? value : "absent";
}

bool ask_is(int port, const char *what, const char *headers, const char *body, int status, ...)
{
    struct reply *answer = ask(port, what, headers, body);
    bool same = answer->status == status;
    if (!same) {
        fprintf(stderr, "%s: status %d, wanted %d: %.300s\n", what, answer->status, status,
                answer->body);
    }
    va_list args;
    va_start(args, status);
    for (const char *path; (path = va_arg(args, const char *));) {
        char *wanted = strdup(va_arg(args, const char *));
        const char *is = found(answer, path);
        for (char *p = wanted; *p; p++) {
            if (*p == '\'')
                *p = '"';
        }
        if (strcmp(is, wanted) != 0) {
            fprintf(stderr, "%s: %s is %.300s, wanted %s\n", what, path, is, wanted);
            same = false;
        }
        free(wanted);
    }
    va_end(args);
    ask_free(answer);
    return same;
}
