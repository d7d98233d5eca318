/* SPDX-License-Identifier: MIT
 *
 * client: the inside of core.h's client, shared by its files alone: client.c (the journal and the
 * catalogues), accounts.c (signing in and out), lists.c (what a user keeps at TVmaze) and calls.c
 * (the web APIs themselves).
 */
#ifndef EPIMARK_CLIENT_CLIENT_H
#define EPIMARK_CLIENT_CLIENT_H

#include "core/deliver/worker.h"
#include "core/services/service.h"
#include <epimark/client.h>

struct epi_client {
    struct epi_config config;
    char folder[JOURNAL_PATH_MAX];
    struct http *http;
    struct worker *worker;
    const struct service *pairing_with; /* NULL: with none */
    struct pairing pairing;
};

/* Seconds since 1970. */
int64_t client_clock(void);

/* "watched", "acquired" or "skipped". */
const char *client_mark_name(enum mark_type type);

#endif
