/* SPDX-License-Identifier: MIT
 *
 * The journal as a whole: backup, restore, export, and reading another one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/client/client.h"
#include "core/journal/copy.h"
#include "core/journal/dump.h"
#include "core/journal/journal.h"
#include "core/journal/restore.h"
#include <epimark/keep.h>

/* ---- Backup ---- */

/* A file as its folder and its name in it. */
struct place {
    char *folder;
    const char *name; /* borrowed */
};

static void place_free(struct place *place)
{
    free(place->folder);
}

static bool read_place(const char *file, struct place *place, struct epi_error *err)
{
    const char *slash = strrchr(file, '/');
    place->name = slash ? slash + 1 : file;
    place->folder = !slash          ? strdup(".")
                    : slash == file ? strdup("/")
                                    : strndup(file, (size_t)(slash - file));
    if (!place->folder)
        return error_memory(err);
    return *place->name ||
           epi_error_set(err, EPI_ERROR_NEVER, "%s is not the name of a file", file);
}

/* Whether two paths lead to the same folder. */
static bool is_same(const char *one, const char *other)
{
    struct stat a, b;
    return stat(one, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

/* Whether a backup may be written there. */
static bool may_write(const struct epi_client *client, const char *file, const struct place *place,
                      bool force, struct epi_error *err)
{
    struct stat about;
    if (strncmp(place->name, "journal.", strlen("journal.")) == 0 &&
        is_same(place->folder, client->folder)) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%s is a file of the journal itself: name another file", file);
    }
    return force || lstat(file, &about) != 0 ||
           epi_error_set(err, EPI_ERROR_NEVER, "%s exists: it is not overwritten without --force",
                         file);
}

bool epi_keep_backup(struct epi_client *client, const char *file, bool force, struct epi_error *err)
{
    CLEANUP(place_free) struct place place = {0};
    struct journal *journal = client_writable(client, err);
    return journal && read_place(file, &place, err) &&
           may_write(client, file, &place, force, err) &&
           copy_to(journal, place.folder, place.name, client_clock(), err);
}

/* ---- Restore ---- */

const struct epi_restored *epi_keep_restore(struct epi_client *client, const char *file, bool force,
                                            struct epi_error *err)
{
    struct journal *journal = client_readable(client, err);
    if (!journal || !restore_journal(journal, file, force, &client->restored, err))
        return NULL;
    client->restored_view =
        (struct epi_restored){.entries = client->restored.entries, .kept = client->restored.kept};
    return &client->restored_view;
}

/* ---- Export ---- */

bool epi_keep_export(struct epi_client *client, enum epi_keep_form form, epi_keep_write write,
                     void *context, struct epi_error *err)
{
    struct journal *journal = client_readable(client, err);
    bool films = client->config.films != FILMS_NO;
    return journal && (form == EPI_KEEP_TRAKT ? dump_trakt(journal, films, write, context, err)
                                              : dump_journal(journal, write, context, err));
}

/* ---- Reading another one ---- */

bool epi_keep_is_journal(const char *file)
{
    return merge_is_journal(file);
}

const struct epi_kept *epi_keep_read(struct epi_client *client, const char *file, bool apply,
                                     struct epi_error *err)
{
    struct journal *journal = client_writable(client, err);
    struct merged *merged = &client->merged;
    if (!journal || !merge_journal(journal, file, apply, client_clock(), merged, err))
        return NULL;
    for (size_t i = 0; i < merged->due_count; i++) {
        const struct merged_due *due = &merged->dues[i];
        struct outbox_account account;
        if (!outbox_find_account(journal, due->service, &account, err))
            return NULL;
        client->merged_targets[i] =
            (struct epi_import_target){.service = due->service,
                                       .kind = outbox_kind_name(due->kind),
                                       .count = (size_t)due->count,
                                       .signed_in = account.account[0] != '\0'};
    }
    client->kept_view = (struct epi_kept){.entries = merged->entries,
                                          .known = merged->known,
                                          .records = merged->records,
                                          .targets = client->merged_targets,
                                          .target_count = merged->due_count};
    return &client->kept_view;
}
