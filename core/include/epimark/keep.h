/* SPDX-License-Identifier: MIT
 *
 * keep: the journal as a whole: copied to a file, and back. A call waits for the disk.
 */
#ifndef EPIMARK_KEEP_H
#define EPIMARK_KEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <epimark/client.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Copies the journal to a file while other programs use it: checked, synced, mode 0600, whole or
 * not at all. A file that is there is only overwritten with force. */
bool epi_keep_backup(struct epi_client *client, const char *file, bool force,
                     struct epi_error *err);

struct epi_restored {
    int64_t entries;
    const char *kept; /* the file, in the journal's folder, with what was there; "" if nothing */
};

/* Has a backup take the place of the journal, while no player has it open; what was there is kept.
 * The backup is checked first, and one of an older version is brought up to date. force: also if
 * the journal still has something to send. NULL on failure. Valid until the client's next call. */
const struct epi_restored *epi_keep_restore(struct epi_client *client, const char *file, bool force,
                                            struct epi_error *err);

enum epi_keep_form {
    EPI_KEEP_JSON,  /* the whole journal: one object, with "format" and "version" */
    EPI_KEEP_TRAKT, /* what was watched and rated, as Trakt takes it in; films as films= says */
};

/* Is handed the next piece of text, UTF-8 and borrowed; must not use the client. False ends it. */
typedef bool (*epi_keep_write)(void *context, const char *text, size_t len);

/* Writes the journal as text, piece by piece, as of one point of time. The text is the same
 * whenever it is written, until the journal changes. */
bool epi_keep_export(struct epi_client *client, enum epi_keep_form form, epi_keep_write write,
                     void *context, struct epi_error *err);

#ifdef __cplusplus
}
#endif

#endif
