/* SPDX-License-Identifier: MIT */
#include "core/client/doctor_place.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/file_system.h"
#include "core/client/checks.h"
#include "core/client/client.h"
#include "core/journal/checkup.h"
#include "core/journal/journal.h"

enum {
    DAY = 24 * 60 * 60,
    COPY_DAYS = 9,         /* a copy is made weekly, by a player or a sync */
    ROOM_BYTES = 20 << 20, /* less is soon full */
};

static const char kept[] = "put that right; what is watched meanwhile is kept in journal.spool";

/* ---- The journal ---- */

/* What was once wrong with it. */
static void check_remains(struct checks *checks, const struct checkup *checkup)
{
    if (checkup->spooled) {
        checks_found(checks, "journal", "journal.spool",
                     "see to what the warning of `epimark history` says of it",
                     "what could not be written to the journal cannot be taken in");
    }
    if (checkup->bad_lines) {
        checks_found(checks, "journal", "journal.spool.bad",
                     "read them, mark by hand what is missing in `epimark history`, and remove the "
                     "file",
                     "there are lines that are not read as records");
    }
    if (checkup->damaged) {
        checks_found(checks, "journal", "journal.db.corrupt-1",
                     "look at `epimark history`; if nothing is missing, remove the damaged file",
                     checkup->damaged == 1 ? "a damaged journal was moved aside"
                                           : "%d damaged journals were moved aside",
                     checkup->damaged);
    }
}

static void check_copy(struct checks *checks, const struct checkup *checkup)
{
    int64_t now = client_clock();
    char date[CLOCK_DATE_SIZE] = "";
    bool old = !checkup->copied || now - checkup->copied_at > COPY_DAYS * DAY;
    clock_date_of(checkup->copied_at / DAY, date);
    if (old && checkup->since && now - checkup->since > COPY_DAYS * DAY) {
        checks_found(checks, "journal", "journal.db.copy", "run `epimark sync`, which makes one",
                     checkup->copied ? "the weekly copy is of %s" : "there is no weekly copy%s",
                     checkup->copied ? date : "");
    } else if (checkup->copied) {
        checks_fine(checks, "journal", "journal.db.copy", "the weekly copy is of %s", date);
    }
}

/* Whether it can be written, and all its pages are sound. */
static void check_state(struct checks *checks, struct journal *journal,
                        const struct checkup *checkup)
{
    struct epi_error err;
    if (!journal_ready(journal, &err)) {
        checks_found(checks, "journal", "", kept, "it can be read, but not be written: %s",
                     err.text);
    } else if (journal_warning(journal)[0]) {
        checks_found(checks, "journal", "", "see whether anything is missing in `epimark history`",
                     "%s", journal_warning(journal));
    } else if (!checkup_pages(journal, &err)) {
        checks_found(checks, "journal", "",
                     "what can still be read of it is saved when it is opened next; then see "
                     "whether anything is missing in `epimark history`",
                     "%s", err.text);
    } else {
        checks_fine(checks, "journal", "", "whole and up to date (version %d): %d %s in %s",
                    checkup->version, checkup->entries, checkup->entries == 1 ? "entry" : "entries",
                    checks->client->folder);
    }
}

static void check_journal(struct checks *checks)
{
    struct epi_error err;
    struct journal *journal = client_readable(checks->client, &err);
    struct checkup checkup;
    if (!journal || !journal_readable(journal, &err) || !checkup_find(journal, &checkup, &err)) {
        checks->no_journal = true;
        checks_found(checks, "journal", "", kept, "%s", err.text);
        return;
    }
    check_state(checks, journal, &checkup);
    check_remains(checks, &checkup);
    check_copy(checks, &checkup);
}

/* ---- Its disk ---- */

static void check_file_system(struct checks *checks)
{
    const char *folder = checks->client->folder;
    const char *name = file_system_remote(folder);
    if (!name)
        return;
    checks_found(checks, "disk", name,
                 "quit all players, move that folder to a disk of this computer and leave a "
                 "symbolic link to it in its place; or set XDG_DATA_HOME to a folder on such a "
                 "disk, for the players and for this tool",
                 "the journal lies on a file system of a network (%s): %s; if two computers use "
                 "it at once, it can be damaged",
                 name, folder);
}

static void check_room(struct checks *checks)
{
    const char *folder = checks->client->folder;
    struct statvfs about;
    if (statvfs(folder, &about) != 0) {
        checks_found(checks, "disk", "", "check that folder, and that $HOME is right",
                     "cannot use %s: %s", folder, error_reason(errno));
        return;
    }
    uint64_t room = (uint64_t)about.f_bavail * about.f_frsize;
    if (about.f_flag & ST_RDONLY || access(folder, W_OK) != 0) {
        checks_found(checks, "disk", "", "make that folder writable for you",
                     "%s cannot be written: nothing that you watch can be recorded", folder);
    } else if (about.f_blocks > 0 && room < ROOM_BYTES) {
        checks_found(checks, "disk", "", "make room: a full disk can keep nothing that you watch",
                     "only %d KiB are free in %s", (int)(room / 1024), folder);
    } else {
        checks_fine(checks, "disk", "", "writable, %llu MiB are free",
                    (unsigned long long)(room >> 20));
    }
}

void doctor_place_check(struct checks *checks)
{
    check_journal(checks);
    check_room(checks);
    check_file_system(checks);
}
