/* SPDX-License-Identifier: MIT
 *
 * desk: the inside of core.h's desk, shared by its two files alone: desk.c (the journal and the
 * catalogues) and accounts.c (signing in and out).
 */
#ifndef EPIMARK_DESK_H
#define EPIMARK_DESK_H

#include "core/core.h"
#include "core/courier.h"

struct desk {
    struct config config;
    char folder[JOURNAL_PATH_MAX];
    struct http *http;
    struct courier *courier;
};

/* Seconds since 1970. */
int64_t desk_clock(void);

#endif
