/* SPDX-License-Identifier: MIT
 *
 * client: what the handle of epimark/client.h holds: a worker that nobody waits for, and the values
 * that the last calls handed out. Shared by the files of core/client alone.
 */
#ifndef EPIMARK_CLIENT_CLIENT_H
#define EPIMARK_CLIENT_CLIENT_H

#include "core/base/clock.h"
#include "core/base/config.h"
#include "core/client/views.h"
#include "core/client/waiting.h"
#include "core/deliver/worker.h"
#include "core/journal/entry.h"
#include "core/journal/merge.h"
#include "core/journal/outbox.h"
#include "core/journal/restore.h"
#include "core/services/service.h"
#include <epimark/client.h>
#include <epimark/keep.h>

struct epi_client {
    struct epi_config config;
    struct clock_steady clock; /* of the worker */
    char folder[JOURNAL_PATH_MAX];
    struct http *http;
    struct worker *worker;

    epi_client_told told; /* or NULL */
    void *told_context;
    size_t sync_done; /* client.c: of the deliveries of this sync */
    size_t sync_all;  /* 0: unknown */

    struct client_match *match;   /* client.c: the last one */
    struct client_forget *forget; /* forget.c: what was found to be erased */
    struct client_why *why;       /* why.c: the last one */
    struct client_report *report; /* report.c: the last one */
    struct epi_sync sync;
    char sync_reason[WAITING_REASON_MAX];

    const struct service *pairing_with; /* account.c; NULL: with none */
    struct pairing pairing;
    struct epi_pairing pairing_view;
    struct epi_account account;
    struct account who;
    struct outbox_account kept;
    char account_error[256];

    struct restored restored; /* keep.c: the last one */
    struct epi_restored restored_view;
    struct merged merged;
    struct epi_import_target merged_targets[MERGED_DUES_MAX];
    struct epi_kept kept_view;

    struct followed followed; /* list.c: the last one */
    struct epi_followed followed_view;
    struct series series; /* list.c: the last one that was found */
    struct epi_series series_view;
};

/* Seconds since 1970. */
int64_t client_clock(void);

/* Says how far a call is: see epi_client_tell. */
void client_say(const struct epi_client *client, size_t done, size_t all, const char *what);

/* Frees what epi_forget_find, epi_why_find or epi_report_make found; NULL is fine. */
void forget_free(struct client_forget *forget);
void why_free(struct client_why *why);
void report_free(struct client_report *report);

/* The journal to be read, or NULL with err; to be written: not one that is damaged, newer or
 * read-only. */
struct journal *client_readable(struct epi_client *client, struct epi_error *err);
struct journal *client_writable(struct epi_client *client, struct epi_error *err);

/* What a file is called. */
struct client_file {
    const char *path;        /* or another name, as it is given */
    const char *given;       /* the same if path was made whole since; or NULL */
    const char *media_title; /* or NULL */
    double duration;         /* seconds, 0 unknown */
};

/* What a file is, as corrections and catalogues say; guess becomes what its name says. NULL on
 * failure. Valid until the next call. */
const struct resolution *client_resolve(struct epi_client *client, const struct client_file *file,
                                        struct guess *guess, struct epi_error *err);

/* What was resolved last, as a view. */
const struct epi_match *client_resolved(struct epi_client *client);

#endif
