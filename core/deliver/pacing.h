/* SPDX-License-Identifier: MIT
 *
 * pacing: when a service may be called: at its documented pace, whichever process calls it, and not
 * during a pause that it asked for. Used by the worker.
 */
#ifndef EPIMARK_DELIVER_PACING_H
#define EPIMARK_DELIVER_PACING_H

#include <stdbool.h>
#include <stdint.h>

struct epi_error;
struct http;
struct journal;
struct service;

struct pacing {
    struct journal *journal;
    struct http *http; /* cancelled: waiting ends */
    int64_t now;       /* seconds since 1970 */
    int64_t (*now_ms)(
        void *context); /* milliseconds of a clock that is only compared with itself */
    void *context;
};

/* Waits until a service may be called. A pause that is not short is an error (EPI_ERROR_LATER).
 * Never fails because the journal cannot be written. */
bool pacing_wait(const struct pacing *pacing, const struct service *service, bool reads,
                 struct epi_error *err);

#endif
