/* SPDX-License-Identifier: MIT
 *
 * desk: the inside of core.h's desk, shared by its files alone: desk.c (the journal and the
 * catalogues), accounts.c (signing in and out), lists.c (what a user keeps at TVmaze) and calls.c
 * (the web APIs themselves).
 */
#ifndef EPIMARK_DESK_H
#define EPIMARK_DESK_H

#include "core/core.h"
#include "core/courier.h"
#include "core/services/service.h"

struct desk {
    struct config config;
    char folder[JOURNAL_PATH_MAX];
    struct http *http;
    struct courier *courier;
    const struct service *pairing_with; /* NULL: with none */
    struct pairing pairing;
};

/* Seconds since 1970. */
int64_t desk_clock(void);

/* "watched", "acquired" or "skipped". */
const char *desk_mark_name(enum mark_type type);

#endif
