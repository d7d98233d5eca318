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

#ifdef __cplusplus
}
#endif

#endif
