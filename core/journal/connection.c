/* SPDX-License-Identifier: MIT
 *
 * The places in journal.lock are locks of the open file, so the kernel releases them when a process
 * ends, however it ends.
 */
#include "core/journal/connection.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <time.h>

#include <sqlite3.h>

#include "core/base/private_file.h"
#include "core/journal/files.h"

enum {
    PATIENCE_MS = 2000, /* for a lock of another process */
    OWNERS_MAX = 1024,
};

void connection_warn(struct journal *journal, const struct epi_error *why)
{
    if (!journal->warning[0])
        snprintf(journal->warning, sizeof(journal->warning), "%s", why->text);
}

bool connection_hurried(const struct journal *journal)
{
    return journal->hurry && atomic_load(journal->hurry);
}

bool connection_wait(const struct journal *journal, int *waited_ms)
{
    if (connection_hurried(journal) || *waited_ms >= PATIENCE_MS)
        return false;
    poll(NULL, 0, CONNECTION_WAIT_MS);
    *waited_ms += CONNECTION_WAIT_MS;
    return true;
}

bool connection_lock(const struct journal *journal, short type, int place)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = place, .l_len = 1};
    return fcntl(journal->lock, F_OFD_SETLK, &lock) == 0;
}

bool connection_begin_copying(const struct journal *journal, struct epi_error *err)
{
    int waited_ms = 0;
    while (!connection_lock(journal, F_WRLCK, CONNECTION_PLACE_COPY)) {
        if (!connection_wait(journal, &waited_ms)) {
            return epi_error_set(err, EPI_ERROR_LATER,
                                 "another program is copying the journal: try again in a minute");
        }
    }
    return true;
}

bool connection_own(struct journal *journal, struct epi_error *err)
{
    for (int i = 0; !journal->owner && i < OWNERS_MAX; i++) {
        if (connection_lock(journal, F_WRLCK, CONNECTION_PLACE_OWNERS + i))
            journal->owner = CONNECTION_PLACE_OWNERS + i;
    }
    if (!journal->owner)
        return epi_error_set(err, EPI_ERROR_LATER, "too many programs use the journal at once");
    return true;
}

bool connection_other_owner(const struct journal *journal, int64_t owner)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = owner, .l_len = 1};
    return owner > 0 && owner != journal->owner && fcntl(journal->lock, F_OFD_GETLK, &lock) == 0 &&
           lock.l_type != F_UNLCK;
}

static int64_t uptime(const struct journal *journal)
{
    if (journal->uptime)
        return journal->uptime();
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return now.tv_sec;
}

int64_t connection_lease_end(const struct journal *journal, int seconds)
{
    return uptime(journal) + (seconds < CONNECTION_LEASE_MAX ? seconds : CONNECTION_LEASE_MAX);
}

int connection_lease_left(const struct journal *journal, int64_t owner, int64_t until)
{
    int64_t left = until - uptime(journal);
    bool runs = left > 0 && left <= CONNECTION_LEASE_MAX;
    return runs && connection_other_owner(journal, owner) ? (int)left : 0;
}

char *connection_file(const struct journal *journal, const char *name)
{
    char *path;
    return asprintf(&path, "%s/%s", journal->folder, name) < 0 ? NULL : path;
}

void connection_suspect(struct journal *journal)
{
    CLEANUP(private_file_close) int fd = -1;
    journal->damaged = true;
    if (journal->folder)
        private_file_open(journal->folder, FILES_SUSPECT, O_RDWR | O_CREAT, &fd, NULL);
}

void connection_close_db(struct journal *journal)
{
    if (journal->db && (journal->final || connection_hurried(journal)))
        sqlite3_db_config(journal->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_close(journal->db);
    journal->db = NULL;
}

void connection_drop(struct journal *journal)
{
    connection_close_db(journal);
    journal->damaged = false;
    if (journal->lock >= 0)
        connection_lock(journal, F_UNLCK, CONNECTION_PLACE_OPEN);
}
