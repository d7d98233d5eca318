/* SPDX-License-Identifier: MIT
 *
 * Whatever lies in a spool: a line is a record, or is kept elsewhere. A record that is read can be
 * written and is read again as the same, and draining a spool of any lines ends without an error.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/journal/journal.h"
#include "core/journal/plan.h"
#include "core/journal/record.h"
#include "core/journal/spool.h"
#include "tests/doubles/tempdir.h"
#include "tests/fuzz/fuzz.h"

enum { JOURNAL_INPUTS = 500 }; /* one journal takes so many, lest it grow */

static struct {
    char *folder;
    struct journal *journal;
    int inputs;
} place;

static void leave(void)
{
    journal_close(place.journal);
    tempdir_remove(place.folder);
    place.journal = NULL;
    place.folder = NULL;
}

static void enter(void)
{
    static const struct plan plan = {.rewatch_hours = 6};
    static bool registered;
    struct epi_error err;
    if (place.journal && ++place.inputs < JOURNAL_INPUTS)
        return;
    if (place.journal)
        leave();
    else if (!registered)
        registered = atexit(leave) == 0;
    place.inputs = 0;
    place.folder = tempdir_make();
    place.journal = journal_open(place.folder, &plan, NULL, &err);
    HOLDS(place.journal && journal_ready(place.journal, &err));
}

static void remove_file(const char *name)
{
    char path[4200];
    snprintf(path, sizeof(path), "%s/%s", place.folder, name);
    unlink(path);
}

static void write_file(const char *name, const uint8_t *bytes, size_t len)
{
    char path[4200];
    snprintf(path, sizeof(path), "%s/%s", place.folder, name);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    HOLDS(file >= 0 && write(file, bytes, len) == (ssize_t)len);
    close(file);
}

static void check_record(const struct record *record)
{
    HOLDS(record->kind <= RECORD_ORDERED && record->scope <= EPI_SCOPE_SERIES);
    HOLDS(*record->uid && memchr(record->uid, 0, sizeof(record->uid)));
    HOLDS(record->path && record->media_title && record->title_key && record->key);
    HOLDS(memchr(record->correction.title, 0, sizeof(record->correction.title)));
}

/* ---- Parked lines, which need no database ---- */

/* What the settling of all lines saw: how many, and the last. */
struct seen {
    int count;
    struct record last;
    char path[16384];
};

static bool keep(void *context, const struct record *record, enum spool_fate *fate,
                 struct epi_error *err)
{
    struct seen *seen = context;
    (void)err;
    check_record(record);
    seen->count++;
    seen->last = *record;
    snprintf(seen->path, sizeof(seen->path), "%s", record->path);
    *fate = seen->count % 2 ? SPOOL_STAYS : SPOOL_SETTLED;
    return true;
}

static bool settle_all(void *context, const struct record *record, enum spool_fate *fate,
                       struct epi_error *err)
{
    struct seen *seen = context;
    (void)err;
    check_record(record);
    if (strlen(record->path) < sizeof(seen->path) && strcmp(record->uid, seen->last.uid) == 0) {
        HOLDS(record->kind == seen->last.kind && record->scope == seen->last.scope);
        HOLDS(record->at == seen->last.at && record->entry == seen->last.entry);
    }
    seen->count--;
    *fate = SPOOL_SETTLED;
    return true;
}

static void check_parked(const uint8_t *bytes, size_t len)
{
    static struct seen seen;
    struct epi_error err;
    int left;
    seen.count = 0;
    write_file("journal.spool.parked", bytes, len);
    HOLDS(spool_settle(place.journal, keep, &seen, &left, &err));
    seen.count = (seen.count + 1) / 2;
    HOLDS(left >= seen.count); /* those of a newer epimark stay, too */
    HOLDS(spool_settle(place.journal, settle_all, &seen, &left, &err));
    HOLDS(seen.count == 0);
    remove_file("journal.spool.parked");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct epi_error err;
    int drained = 0;
    enter();
    check_parked(bytes, len);
    write_file("journal.spool", bytes, len);
    HOLDS(spool_exists(place.journal));
    if (!spool_drain(place.journal, &drained, &err)) {
        fprintf(stderr, "not drained: %s\n", err.text);
        abort();
    }
    HOLDS(drained >= 0 && !spool_exists(place.journal));
    remove_file("journal.spool.bad");
    remove_file("journal.spool.newer");
    return 0;
}

static const char *const seeds[] = {
    "{\"v\":4,\"kind\":\"watched\",\"uid\":\"00000000000000000000000000000001\",\"at\":1700000000,"
    "\"entry\":0,\"path\":\"/tv/Show.S01E02.mkv\",\"size\":1000,\"duration\":2500.5,\"part\":1,"
    "\"parts\":2,\"media_title\":\"Show\",\"value\":0,\"scope\":0,\"live_until\":0,"
    "\"title_key\":\"show\",\"key\":\"show 1x2\"}\n",
    "{\"v\":4,\"kind\":\"chosen\",\"uid\":\"02\",\"at\":1700000001,\"entry\":1,\"path\":"
    "\"/tv/Show.S01E02.mkv\",\"title_key\":\"show\",\"key\":\"k\",\"choice\":{\"title\":\"Show\","
    "\"tvdb\":81189,\"tvmaze\":169,\"imdb\":\"tt0903747\",\"season_offset\":-1,"
    "\"number_offset\":12}}\n{\"v\":4,\"kind\":\"undo\",\"uid\":\"03\",\"at\":1}\n",
    "{\"v\":6,\"kind\":\"dreamt\",\"uid\":\"04\"}\n\n"
    "{\"v\":1,\"kind\":\"rated\",\"uid\":\"05\",\"at\":1700000002,\"path\":\"/tv/a.mkv\","
    "\"value\":8,\"scope\":2}\nnonsense\n"
    "{\"v\":4,\"kind\":\"rated\",\"uid\":\"08\",\"path\":\"/tv/a.mkv\",\"scope\":3}\n",
    "{\"v\":3,\"kind\":\"ordered\",\"uid\":\"06\",\"at\":1700000003,\"value\":1,\"choice\":"
    "{\"title\":\"Show\",\"tvdb\":1}}\n{\"v\":4,\"kind\":\"marked\",\"uid\":\"07\",\"at\":"
    "1700000004,\"path\":\"/tv/b.mkv\",\"value\":2}",
};

size_t fuzz_seed(uint64_t number, uint8_t *data, size_t size)
{
    return fuzz_text_seed(seeds, sizeof(seeds) / sizeof(seeds[0]), number, data, size);
}
