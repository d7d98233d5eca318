/* SPDX-License-Identifier: MIT
 *
 * checks: one run of the doctor: what is checked, who is told, and how a finding is said. Shared by
 * the doctor's files of core/client alone.
 */
#ifndef EPIMARK_CLIENT_CHECKS_H
#define EPIMARK_CLIENT_CHECKS_H

#include <stdbool.h>
#include <stdint.h>

#include <epimark/client.h>

struct service;

enum { CHECKS_TEXT_MAX = 1024, CHECKS_PATH_MAX = 4096 };

struct checks {
    struct epi_client *client; /* or NULL: the options cannot be read */
    struct epi_doctor asked;
    epi_doctor_visit visit;
    void *context;
    bool over;       /* visit wants no more, or it was cancelled */
    bool no_journal; /* it cannot be read, */
    bool no_keyring; /* nor the credentials */
    bool dated;      /* a service has said what time it is, */
    int64_t ahead;   /* and by how many seconds the clock here is ahead of it */
    const char *dated_by;
    const struct service *silent[8]; /* those that cannot be asked now */
    int silent_count;
};

/* Says what was found of a thing; about is "" if there is only one of its kind. */
void checks_fine(struct checks *checks, const char *name, const char *about, const char *format,
                 ...) __attribute__((format(printf, 4, 5)));

/* Says that a thing is not checked, and why. */
void checks_skip(struct checks *checks, const char *name, const char *about, const char *format,
                 ...) __attribute__((format(printf, 4, 5)));

/* Says what is wrong. advice: what to do. */
void checks_found(struct checks *checks, const char *name, const char *about, const char *advice,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Whether a service is to be sent anything, or is signed in to. */
bool checks_uses(struct checks *checks, const struct service *service);

#endif
