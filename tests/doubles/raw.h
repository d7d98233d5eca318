/* SPDX-License-Identifier: MIT
 *
 * raw: a web server of raw sockets for the tests of core/http.c, which can break off, stall
 * and lie in ways that no HTTP library offers. raw.c has the answer of each path.
 */
#ifndef EPIMARK_TESTS_DOUBLES_RAW_H
#define EPIMARK_TESTS_DOUBLES_RAW_H

#include <pthread.h>
#include <stdbool.h>

enum { RAW_CONNECTIONS_MAX = 32, RAW_REQUEST_MAX = 32768 };

struct raw {
    int listener;
    int port;       /* on 127.0.0.1 */
    int other_port; /* where /see-other-port leads */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int requests;
    char request[RAW_REQUEST_MAX]; /* the last one */
    int connections;
    struct connection {
        struct raw *raw;
        pthread_t thread;
        int socket;
        char request[RAW_REQUEST_MAX]; /* that it reads */
    } connection[RAW_CONNECTIONS_MAX];
};

/* Listens on a free port; a thread answers. */
struct raw *raw_start(void);
void raw_stop(struct raw *raw);

/* How many requests came so far; and waits until there are that many. */
int raw_requests(struct raw *raw);
void raw_await(struct raw *raw, int requests);

/* How many connections were made so far. */
int raw_connections(struct raw *raw);

#endif
