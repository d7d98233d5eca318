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
#include <epimark/import.h>

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

/* ---- Reading it back ---- */

/* Whether a file is a journal (a backup, the journal.db of another computer) or the JSON of one.
 * Only its beginning is read. */
bool epi_keep_is_journal(const char *file);

struct epi_kept {
    int64_t entries;                         /* that are new in this journal */
    int64_t known;                           /* that it had */
    int64_t records;                         /* that are new, of any entry */
    const struct epi_import_target *targets; /* what the other journal had not sent yet */
    size_t target_count;
};

/* Adds what such a file has to the journal, all or (on failure) nothing of it; twice is once.
 * Without apply it only says what that would be. A journal without anything becomes the same as
 * that one; in any other, what is there counts as newer. What was sent is not sent again, and what
 * was still to be sent is sent from here, unless the service says that it has it. The file may be
 * the journal of a player that runs. NULL on failure. Valid until the client's next call. */
const struct epi_kept *epi_keep_read(struct epi_client *client, const char *file, bool apply,
                                     struct epi_error *err);

/* The same as JSON text; free it. NULL if memory is short. */
char *epi_json_kept(const struct epi_kept *kept, bool applied);

#ifdef __cplusplus
}
#endif

#endif
