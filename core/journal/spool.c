/* SPDX-License-Identifier: MIT
 *
 * Appending locks the file and checks that it still is the spool. Draining renames the file under
 * the same lock, and removes it once its records are committed. A record is known by its uid, so
 * draining it twice does no harm.
 *
 * A spool that cannot be used, or is locked for too long, is followed by another: journal.spool-2,
 * -3 ... Records are only appended to the last, so draining them in their order keeps the order of
 * the records. A renamed file that cannot be drained stays, is reported, and holds up none after
 * it: the next one gets a number too.
 *
 * Parked records are in files of their own, which are not drained. Settling one holds its lock,
 * takes its records one by one, and replaces the file by the lines that stay.
 */
#include "core/journal/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/private_file.h"
#include "core/journal/connection.h"
#include "core/journal/database.h"
#include "core/journal/record.h"
#include "core/journal/records.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"
#include "core/services/values.h"

static const char spool_base[] = "journal.spool";
static const char taking_base[] = "journal.spool.taking";
static const char parked_base[] = "journal.spool.parked";
static const char bad_name[] = "journal.spool.bad";
static const char newer_name[] = "journal.spool.newer";

enum {
    SPOOL_VERSION =
        6, /* 1 had ratings of episodes only, 2 no choices, 3 no orders, 4 only series, 5 no films
            */
    SPOOL_MAX = 64 << 20,
    LINE_MEMBERS = 17, /* and one more of a choice or an order, and one if opened is known */
    NUMBERS_MAX = 9,   /* of spools, and of renamed ones */
    NAME_SIZE = 40,
};

static const char *const kinds[] = {
    [RECORD_WATCHED] = "watched", [RECORD_MARKED] = "marked", [RECORD_RATED] = "rated",
    [RECORD_UNDO] = "undo",       [RECORD_CHOSEN] = "chosen", [RECORD_ORDERED] = "ordered",
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static bool fail(struct epi_error *err, const char *name, const char *what)
{
    return epi_error_set(err, EPI_ERROR_LATER, "%s cannot be %s: %s", name, what,
                         error_reason(errno));
}

/* The name of the first, second ... file of its kind. */
static void number_name(const char *base, int number, char *name)
{
    if (number == 1)
        snprintf(name, NAME_SIZE, "%s", base);
    else
        snprintf(name, NAME_SIZE, "%s-%d", base, number);
}

/* Whether there is anything of that name, also what cannot be used. */
static bool is_there(const struct journal *journal, const char *base, int number)
{
    char name[NAME_SIZE];
    bool there = false;
    number_name(base, number, name);
    return !private_file_check(journal->folder, name, &there, NULL) || there;
}

/* ---- Lines ---- */

/* Whether only a newer epimark can read a line. */
static bool is_newer(const struct json *line)
{
    return json_int(json_get(line, "v"), 0) > SPOOL_VERSION;
}

/* Whether it says something of a series: then its line has it. */
static bool is_choice(const struct record *record)
{
    return record->kind == RECORD_CHOSEN || record->kind == RECORD_ORDERED;
}

/* Reads what the user chose. */
static void read_choice(const struct json *choice, struct record *record)
{
    struct correction *correction = &record->correction;
    json_copy(json_get(choice, "title"), correction->title, sizeof(correction->title));
    correction->choice = (enum choice)json_int(json_get(choice, "choice"), CHOICE_SERIES);
    values_read_series_ids(choice, &correction->series);
    correction->season_offset = (int)json_int(json_get(choice, "season_offset"), 0);
    correction->number_offset = (int)json_int(json_get(choice, "number_offset"), 0);
}

static struct json *write_choice(const struct record *record)
{
    const struct correction *correction = &record->correction;
    struct json *choice = json_new_object();
    json_set_text(choice, "title", correction->title);
    json_set_int(choice, "choice", correction->choice);
    values_write_series_ids(choice, &correction->series);
    json_set_int(choice, "season_offset", correction->season_offset);
    json_set_int(choice, "number_offset", correction->number_offset);
    return choice;
}

/* Reads a line; false if it is not a record. Its texts live as long as line. */
static bool read_line(const struct json *line, struct record *record)
{
    const char *kind = json_text(json_get(line, "kind"));
    int64_t version = json_int(json_get(line, "v"), 0);
    int64_t scope = json_int(json_get(line, "scope"), EPI_SCOPE_EPISODE);
    int found = -1;
    for (int i = 0; i < KINDS; i++)
        found = strcmp(kind, kinds[i]) == 0 ? i : found;
    *record = (struct record){
        .at = json_int(json_get(line, "at"), 0),
        .entry = json_int(json_get(line, "entry"), 0),
        .path = json_text(json_get(line, "path")),
        .size = json_int(json_get(line, "size"), -1),
        .duration = json_double(json_get(line, "duration"), 0),
        .nth = (int)json_int(json_get(line, "part"), 1),
        .episodes = (int)json_int(json_get(line, "parts"), 1),
        .film = json_is_true(json_get(line, "film")),
        .media_title = json_text(json_get(line, "media_title")),
        .value = (int)json_int(json_get(line, "value"), 0),
        .scope = (enum epi_scope)scope,
        .live_until = json_int(json_get(line, "live_until"), 0),
        .title_key = json_text(json_get(line, "title_key")),
        .key = json_text(json_get(line, "key")),
        .opened = json_get(line, "opened") ? json_text(json_get(line, "opened")) : NULL,
    };
    if (found >= 0)
        record->kind = (enum record_kind)found;
    json_copy(json_get(line, "uid"), record->uid, sizeof(record->uid));
    read_choice(json_get(line, "choice"), record);
    enum choice choice = record->correction.choice;
    bool chosen = !is_choice(record) ||
                  (choice == CHOICE_SERIES ? values_has_id(&record->correction.series)
                                           : choice == CHOICE_NONE || choice == CHOICE_NOTHING);
    return found >= 0 && chosen && version >= 1 && version <= SPOOL_VERSION && record->uid[0] &&
           scope >= EPI_SCOPE_EPISODE && scope <= EPI_SCOPE_SERIES &&
           (record->path[0] || record->entry || record->kind == RECORD_UNDO ||
            record->kind == RECORD_ORDERED);
}

static bool same_choice(const struct record *a, const struct record *b)
{
    const struct correction *x = &a->correction, *y = &b->correction;
    return x->choice == y->choice && strcmp(x->title, y->title) == 0 &&
           x->series.tvdb == y->series.tvdb && x->series.tvmaze == y->series.tvmaze &&
           strcmp(x->series.imdb, y->series.imdb) == 0 && x->season_offset == y->season_offset &&
           x->number_offset == y->number_offset;
}

/* Whether there was memory for every member of line. */
static bool is_whole(const struct json *line, const struct record *record)
{
    struct record again;
    int members = LINE_MEMBERS + is_choice(record) + (record->opened != NULL);
    return (int)json_count(line) == members && read_line(line, &again) &&
           same_choice(&again, record) && strcmp(again.uid, record->uid) == 0 &&
           strcmp(again.path, record->path) == 0 &&
           strcmp(again.media_title, record->media_title) == 0 && again.at == record->at &&
           again.entry == record->entry && again.size == record->size &&
           again.value == record->value && again.scope == record->scope &&
           again.live_until == record->live_until && again.film == record->film &&
           strcmp(again.title_key, record->title_key) == 0 && strcmp(again.key, record->key) == 0 &&
           (!record->opened || strcmp(again.opened, record->opened) == 0);
}

/* The text of a record; NULL if memory is short. Free it. */
static char *write_line(const struct record *record)
{
    struct json *line = json_new_object();
    if (!line)
        return NULL;
    json_set_int(line, "v", SPOOL_VERSION);
    json_set_text(line, "kind", kinds[record->kind]);
    json_set_text(line, "uid", record->uid);
    json_set_int(line, "at", record->at);
    json_set_int(line, "entry", record->entry);
    json_set_text(line, "path", record->path);
    json_set_int(line, "size", record->size);
    json_set(line, "duration", json_new_double(record->duration));
    json_set_int(line, "part", record->nth);
    json_set_int(line, "parts", record->episodes);
    json_set(line, "film", json_new_bool(record->film));
    json_set_text(line, "media_title", record->media_title);
    json_set_int(line, "value", record->value);
    json_set_int(line, "scope", record->scope);
    json_set_int(line, "live_until", record->live_until);
    json_set_text(line, "title_key", record->title_key);
    json_set_text(line, "key", record->key);
    if (record->opened)
        json_set_text(line, "opened", record->opened);
    if (is_choice(record))
        json_set(line, "choice", write_choice(record));
    char *text = is_whole(line, record) ? json_write(line, false) : NULL;
    json_free(line);
    return text;
}

/* ---- Appending ---- */

static bool lock_now(int fd)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(fd, F_OFD_SETLK, &lock) == 0;
}

/* Locks the file. The lock is only held to write a line or to rename the file; a process that was
 * stopped meanwhile holds it for longer. */
static bool lock_spool(const struct journal *journal, int fd, const char *name,
                       struct epi_error *err)
{
    int waited_ms = 0;
    while (!lock_now(fd)) {
        if (!connection_wait(journal, &waited_ms))
            return epi_error_set(err, EPI_ERROR_LATER, "%s is in use by another program", name);
    }
    return true;
}

/* Opens the file that has this name now and locks it. create: makes it if there is none; else fd is
 * then -1. */
static bool open_spool(const struct journal *journal, const char *name, bool create, int *fd,
                       struct epi_error *err)
{
    int flags = O_RDWR | O_APPEND | (create ? O_CREAT : 0);
    CLEANUP(cleanup_free) char *path = connection_file(journal, name);
    *fd = -1;
    if (!path)
        return error_memory(err);
    for (;;) {
        if (!private_file_open(journal->folder, name, flags, fd, err))
            return false;
        if (*fd < 0)
            return true;
        struct stat mine, there;
        bool locked = lock_spool(journal, *fd, name, err);
        if (locked && fstat(*fd, &mine) == 0 && lstat(path, &there) == 0 &&
            mine.st_ino == there.st_ino && mine.st_dev == there.st_dev)
            return true;
        close(*fd);
        *fd = -1;
        if (!locked)
            return false;
        /* It was drained meanwhile: begin another. */
    }
}

static bool write_all(int fd, const char *text, size_t len)
{
    while (len > 0) {
        ssize_t written = write(fd, text, len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        text += written;
        len -= (size_t)written;
    }
    return true;
}

/* Appends a line; ends an unfinished one first. */
static bool append_line(int fd, const char *text)
{
    struct stat before;
    char last = '\n';
    if (fstat(fd, &before) != 0 ||
        (before.st_size > 0 && pread(fd, &last, 1, before.st_size - 1) != 1))
        return false;
    if ((last == '\n' || write_all(fd, "\n", 1)) && write_all(fd, text, strlen(text)) &&
        write_all(fd, "\n", 1) && fsync(fd) == 0)
        return true;
    int why = errno;
    if (ftruncate(fd, before.st_size) != 0) /* half a line is never read as a whole one */
        errno = why;
    errno = why;
    return false;
}

/* Opens the last file of its kind or, if that cannot be used, one more. */
static bool open_last(struct journal *journal, const char *base, int *fd, char *name,
                      struct epi_error *err)
{
    struct epi_error why = {0}, more;
    int number = NUMBERS_MAX;
    while (number > 1 && !is_there(journal, base, number))
        number--;
    for (; number <= NUMBERS_MAX; number++) {
        number_name(base, number, name);
        if (!open_spool(journal, name, true, fd, why.kind ? &more : &why))
            continue;
        if (why.kind == EPI_ERROR_NEVER)
            connection_warn(journal, &why);
        return true;
    }
    if (err)
        *err = why;
    return false;
}

static bool append(struct journal *journal, const char *base, const struct record *record,
                   struct epi_error *err)
{
    CLEANUP(cleanup_free) char *line = write_line(record);
    if (!line)
        return error_memory(err);
    CLEANUP(private_file_close) int fd = -1;
    char name[NAME_SIZE];
    if (!open_last(journal, base, &fd, name, err))
        return false;
    return (append_line(fd, line) && private_file_sync(journal->folder)) ||
           fail(err, name, "written");
}

bool spool_append(struct journal *journal, const struct record *record, struct epi_error *err)
{
    return append(journal, spool_base, record, err);
}

bool spool_park(struct journal *journal, const struct record *record, struct epi_error *err)
{
    return append(journal, parked_base, record, err);
}

bool spool_exists(const struct journal *journal)
{
    /* Something else in its place counts too: draining it reports what is wrong. */
    for (int number = 1; number <= NUMBERS_MAX; number++) {
        if (is_there(journal, spool_base, number) || is_there(journal, taking_base, number))
            return true;
    }
    return false;
}

bool spool_has_bad(const struct journal *journal)
{
    return is_there(journal, bad_name, 1);
}

/* ---- Draining ---- */

enum line_fate {
    LINE_APPLIED,
    LINE_BAD,   /* not a record, or one that will never be accepted */
    LINE_NEWER, /* only a newer epimark can read it */
};

static bool apply_line(struct journal *journal, const char *text, size_t len, enum line_fate *fate,
                       int *count, struct epi_error *err)
{
    struct epi_error failed = {0};
    struct json *line = json_read(text, len, NULL);
    struct record record;
    struct recorded recorded = {0};
    bool known;
    bool newer = line && is_newer(line);
    bool ok = line && !newer && read_line(line, &record) &&
              sql_run(journal, &failed, "SAVEPOINT line", "") &&
              records_apply(journal, &record, &recorded, &known, &failed) &&
              sql_run(journal, &failed, "RELEASE line", "");
    json_free(line);
    *count += ok && !recorded.repeated;
    bool bad = !ok && (failed.kind == EPI_ERROR_NONE || failed.kind == EPI_ERROR_NEVER);
    *fate = newer ? LINE_NEWER : bad ? LINE_BAD : LINE_APPLIED;
    if (bad && failed.kind == EPI_ERROR_NEVER) {
        return sql_run(journal, err, "ROLLBACK TO line", "") &&
               sql_run(journal, err, "RELEASE line", "");
    }
    if (!ok && !bad && err)
        *err = failed;
    return ok || bad;
}

/* What is not a record, or not one of this version, is kept in a file of its own: nothing is thrown
 * away. */
static bool keep_line(const struct journal *journal, const char *name, const char *text, size_t len,
                      struct epi_error *err)
{
    CLEANUP(private_file_close) int fd = -1;
    if (!private_file_open(journal->folder, name, O_WRONLY | O_APPEND | O_CREAT, &fd, err))
        return false;
    return (write_all(fd, text, len) && write_all(fd, "\n", 1) && fsync(fd) == 0) ||
           fail(err, name, "written");
}

static char *read_file(int fd, const char *name, size_t *len, struct epi_error *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0 || info.st_size > SPOOL_MAX) {
        epi_error_set(err, EPI_ERROR_NEVER, "%s is too large: move it away", name);
        return NULL;
    }
    char *text = malloc((size_t)info.st_size + 1);
    if (!text) {
        error_memory(err);
        return NULL;
    }
    *len = 0;
    while (*len < (size_t)info.st_size) {
        ssize_t got = pread(fd, text + *len, (size_t)info.st_size - *len, (off_t)*len);
        if (got <= 0)
            break;
        *len += (size_t)got;
    }
    if (*len == (size_t)info.st_size)
        return text;
    free(text);
    fail(err, name, "read");
    return NULL;
}

static void warn_newer(struct journal *journal)
{
    struct epi_error why;
    epi_error_set(&why, EPI_ERROR_NEVER,
                  "%s has records of a newer epimark: they wait until this one is updated",
                  newer_name);
    connection_warn(journal, &why);
}

/* A file of lines that is open. */
struct lines {
    const char *name;
    int fd;
    bool growing; /* another program is writing to it: its last line may not be whole */
    bool stuck;   /* it failed because of this file, not of the journal */
};

/* Applies every line in one transaction. */
static bool apply_lines(struct journal *journal, struct lines *lines, int *count,
                        struct epi_error *err)
{
    size_t len;
    CLEANUP(cleanup_free) char *text = read_file(lines->fd, lines->name, &len, err);
    lines->stuck = !text;
    if (!text)
        return false;
    while (lines->growing && len > 0 && text[len - 1] != '\n')
        len--;
    int applied = 0, bad_lines = 0, newer_lines = 0;
    bool ok = transaction_begin(journal, err);
    for (size_t start = 0; ok && start < len;) {
        const char *end = memchr(text + start, '\n', len - start);
        size_t line = end ? (size_t)(end - text) - start : len - start;
        enum line_fate fate = LINE_APPLIED;
        ok = line == 0 || apply_line(journal, text + start, line, &fate, &applied, err);
        if (ok && fate != LINE_APPLIED && !lines->growing) {
            ok = keep_line(journal, fate == LINE_BAD ? bad_name : newer_name, text + start, line,
                           err);
            lines->stuck = !ok;
            bad_lines += fate == LINE_BAD;
            newer_lines += fate == LINE_NEWER;
        }
        start += line + 1;
    }
    ok = transaction_end(journal, ok, err);
    if (ok && bad_lines) {
        snprintf(journal->warning, sizeof(journal->warning),
                 "journal.spool had %d lines that are not records: they were moved to %s",
                 bad_lines, bad_name);
    }
    if (ok && newer_lines)
        warn_newer(journal);
    *count += ok ? applied : 0;
    return ok;
}

/* Drains a file that was renamed, now or by a process that ended before it was done. */
static bool drain_renamed(struct journal *journal, int number, int *count, bool *stuck,
                          struct epi_error *err)
{
    CLEANUP(private_file_close) int fd = -1;
    char name[NAME_SIZE];
    number_name(taking_base, number, name);
    CLEANUP(cleanup_free) char *path = connection_file(journal, name);
    *stuck = true;
    if (!path)
        return error_memory(err);
    if (!private_file_open(journal->folder, name, O_RDONLY, &fd, err))
        return false;
    if (fd < 0)
        return true;
    struct lines lines = {.name = name, .fd = fd};
    bool ok = apply_lines(journal, &lines, count, err);
    *stuck = ok || lines.stuck;
    return ok && (unlink(path) == 0 || fail(err, name, "removed"));
}

/* Renames a file to the first name that is free. */
static bool rename_file(const struct journal *journal, const char *name, int *renamed,
                        struct epi_error *err)
{
    int number = 1;
    while (number <= NUMBERS_MAX && is_there(journal, taking_base, number))
        number++;
    if (number > NUMBERS_MAX) {
        return epi_error_set(err, EPI_ERROR_NEVER, "%s cannot be drained: move %s away", name,
                             taking_base);
    }
    char taking[NAME_SIZE];
    number_name(taking_base, number, taking);
    CLEANUP(cleanup_free) char *from = connection_file(journal, name);
    CLEANUP(cleanup_free) char *to = connection_file(journal, taking);
    if (!from || !to)
        return error_memory(err);
    if (rename(from, to) != 0)
        return fail(err, name, "renamed");
    *renamed = number;
    return true;
}

/* Drains a spool. If another program is just writing to it, the whole lines in it are applied, and
 * it stays. */
static bool drain_spool(struct journal *journal, int number, int *count, bool *stuck,
                        struct epi_error *err)
{
    CLEANUP(private_file_close) int fd = -1;
    char name[NAME_SIZE];
    number_name(spool_base, number, name);
    *stuck = true;
    if (!private_file_open(journal->folder, name, O_RDWR, &fd, err))
        return false;
    if (fd < 0)
        return true;
    struct lines lines = {.name = name, .fd = fd, .growing = !lock_now(fd)};
    if (lines.growing) {
        bool ok = apply_lines(journal, &lines, count, err);
        *stuck = lines.stuck;
        return ok;
    }
    int renamed;
    return rename_file(journal, name, &renamed, err) &&
           drain_renamed(journal, renamed, count, stuck, err);
}

/* ---- Lines of a newer epimark ---- */

/* Whether this version can read any line of an open file, or says which are bad. */
static bool any_for_us(int fd)
{
    size_t len;
    CLEANUP(cleanup_free) char *text = read_file(fd, newer_name, &len, NULL);
    for (size_t start = 0; text && start < len;) {
        const char *end = memchr(text + start, '\n', len - start);
        size_t line_len = end ? (size_t)(end - text) - start : len - start;
        struct json *line = json_read(text + start, line_len, NULL);
        bool newer = line_len == 0 || (line && is_newer(line));
        json_free(line);
        if (!newer)
            return true;
        start += line_len + 1;
    }
    return false;
}

/* What waited for a newer epimark is drained if this is one. */
static void adopt_newer(struct journal *journal)
{
    CLEANUP(private_file_close) int fd = -1;
    struct epi_error why;
    int renamed;
    if (!private_file_open(journal->folder, newer_name, O_RDONLY, &fd, &why) ||
        (fd >= 0 && any_for_us(fd) && !rename_file(journal, newer_name, &renamed, &why)))
        connection_warn(journal, &why);
    else if (fd >= 0 && !any_for_us(fd))
        warn_newer(journal);
}

/* ---- Parked records ---- */

/* A file of them that is being settled. */
struct settling {
    struct journal *journal;
    spool_settle_record settle;
    void *context;
    const char *name;
    const char *fresh; /* the name of the lines that stay, until they take its place */
    int fd;            /* of those, or -1 */
    int kept;
};

/* Keeps a line for later. */
static bool stay(struct settling *settling, const char *text, size_t len, struct epi_error *err)
{
    if (settling->fd < 0 && !private_file_open(settling->journal->folder, settling->fresh,
                                               O_WRONLY | O_CREAT | O_TRUNC, &settling->fd, err))
        return false;
    settling->kept++;
    return (write_all(settling->fd, text, len) && write_all(settling->fd, "\n", 1)) ||
           fail(err, settling->fresh, "written");
}

static bool settle_line(struct settling *settling, const char *text, size_t len,
                        struct epi_error *err)
{
    struct json *line = json_read(text, len, NULL);
    struct record record;
    enum spool_fate fate = SPOOL_STAYS;
    bool newer = line && is_newer(line);
    bool readable = line && !newer && read_line(line, &record);
    bool ok = !readable || settling->settle(settling->context, &record, &fate, err);
    json_free(line);
    if (!ok || (readable && fate == SPOOL_SETTLED))
        return ok;
    return readable || newer ? stay(settling, text, len, err)
                             : keep_line(settling->journal, bad_name, text, len, err);
}

/* Puts the lines that stay in place of the file, unless all do. */
static bool replace_parked(struct settling *settling, bool all, struct epi_error *err)
{
    const struct journal *journal = settling->journal;
    CLEANUP(cleanup_free) char *path = connection_file(journal, settling->name);
    CLEANUP(cleanup_free) char *kept = connection_file(journal, settling->fresh);
    if (!path || !kept)
        return error_memory(err);
    if (settling->kept > 0 && !all) {
        return (fsync(settling->fd) == 0 && rename(kept, path) == 0 &&
                private_file_sync(journal->folder)) ||
               fail(err, settling->name, "written");
    }
    /* First the lines of a process that was killed: without the file they would stay for ever. */
    unlink(kept);
    return all || (unlink(path) == 0 && private_file_sync(journal->folder)) ||
           fail(err, settling->name, "removed");
}

/* Settles a file that is open and locked. */
static bool settle_file(struct settling *settling, int fd, struct epi_error *err)
{
    size_t len;
    CLEANUP(cleanup_free) char *text = read_file(fd, settling->name, &len, err);
    bool ok = text != NULL;
    int lines = 0;
    for (size_t start = 0; ok && start < len; lines++) {
        const char *end = memchr(text + start, '\n', len - start);
        size_t line = end ? (size_t)(end - text) - start : len - start;
        ok = line == 0 || settle_line(settling, text + start, line, err);
        start += line + 1;
    }
    ok = ok && replace_parked(settling, lines > 0 && settling->kept == lines, err);
    private_file_close(&settling->fd);
    return ok;
}

bool spool_settle(struct journal *journal, spool_settle_record settle, void *context, int *left,
                  struct epi_error *err)
{
    bool ok = true;
    *left = 0;
    for (int number = 1; number <= NUMBERS_MAX; number++) {
        CLEANUP(private_file_close) int fd = -1;
        char name[NAME_SIZE], fresh[NAME_SIZE + 4];
        number_name(parked_base, number, name);
        snprintf(fresh, sizeof(fresh), "%s.new", name);
        if (!is_there(journal, parked_base, number))
            continue;
        struct settling settling = {journal, settle, context, name, fresh, -1, 0};
        ok = open_spool(journal, name, false, &fd, err) &&
             (fd < 0 || settle_file(&settling, fd, err)) && ok;
        *left += settling.kept;
    }
    return ok;
}

bool spool_parked(const struct journal *journal)
{
    for (int number = 1; number <= NUMBERS_MAX; number++) {
        if (is_there(journal, parked_base, number))
            return true;
    }
    return false;
}

/* A line that is just being written is not read as one. */
static void visit_lines(const char *text, size_t len, spool_visit visit, void *context)
{
    for (size_t start = 0; start < len;) {
        const char *end = memchr(text + start, '\n', len - start);
        size_t line_len = end ? (size_t)(end - text) - start : len - start;
        struct json *line = line_len > 0 ? json_read(text + start, line_len, NULL) : NULL;
        struct record record;
        if (line && !is_newer(line) && read_line(line, &record))
            visit(context, &record);
        json_free(line);
        start += line_len + 1;
    }
}

void spool_visit_parked(const struct journal *journal, spool_visit visit, void *context)
{
    for (int number = 1; number <= NUMBERS_MAX; number++) {
        CLEANUP(private_file_close) int fd = -1;
        char name[NAME_SIZE];
        size_t len;
        number_name(parked_base, number, name);
        if (!private_file_open(journal->folder, name, O_RDONLY, &fd, NULL) || fd < 0)
            continue;
        CLEANUP(cleanup_free) char *text = read_file(fd, name, &len, NULL);
        if (text)
            visit_lines(text, len, visit, context);
    }
}

/* ---- Erasing ---- */

/* A file with parked records that are erased. */
struct parked_erasing {
    spool_erased erased;
    void *context;
};

static bool erase_parked(void *context, const struct record *record, enum spool_fate *fate,
                         struct epi_error *err)
{
    const struct parked_erasing *erasing = context;
    (void)err;
    *fate = erasing->erased(erasing->context, record) ? SPOOL_SETTLED : SPOOL_STAYS;
    return true;
}

/* Whether a line is to be erased; what is not read as one is not. */
static bool is_erased(const char *text, size_t len, spool_erased erased, void *context)
{
    struct json *line = json_read(text, len, NULL);
    struct record record;
    if (line)
        read_line(line, &record);
    bool is = line && erased(context, &record);
    json_free(line);
    return is;
}

static bool erase_newer(struct journal *journal, spool_erased erased, void *context,
                        struct epi_error *err)
{
    CLEANUP(private_file_close) int fd = -1;
    size_t len;
    int renamed;
    if (!private_file_open(journal->folder, newer_name, O_RDONLY, &fd, err))
        return false;
    if (fd < 0)
        return true;
    CLEANUP(cleanup_free) char *text = read_file(fd, newer_name, &len, err);
    /* What is kept goes to a new file: if this ends in between, the old one is drained. */
    if (!text || !rename_file(journal, newer_name, &renamed, err))
        return false;
    for (size_t start = 0; start < len;) {
        const char *end = memchr(text + start, '\n', len - start);
        size_t line = end ? (size_t)(end - text) - start : len - start;
        if (line > 0 && !is_erased(text + start, line, erased, context) &&
            !keep_line(journal, newer_name, text + start, line, err))
            return false;
        start += line + 1;
    }
    char taking[NAME_SIZE];
    number_name(taking_base, renamed, taking);
    CLEANUP(cleanup_free) char *path = connection_file(journal, taking);
    return path ? unlink(path) == 0 || fail(err, taking, "removed") : error_memory(err);
}

bool spool_erase(struct journal *journal, spool_erased erased, void *context, struct epi_error *err)
{
    struct parked_erasing parked = {erased, context};
    int left;
    return spool_settle(journal, erase_parked, &parked, &left, err) &&
           erase_newer(journal, erased, context, err);
}

/* ---- Draining all ---- */

static bool drain_all(struct journal *journal, int *count, struct epi_error *err)
{
    bool all = true, stuck = true;
    for (int i = 0; stuck && i < 2 * NUMBERS_MAX; i++) {
        struct epi_error why;
        int number = i % NUMBERS_MAX + 1;
        if (i < NUMBERS_MAX ? drain_renamed(journal, number, count, &stuck, &why)
                            : drain_spool(journal, number, count, &stuck, &why)) {
            stuck = true;
            continue;
        }
        if (stuck)
            connection_warn(journal, &why);
        if (all && err)
            *err = why;
        all = false;
    }
    return all;
}

static bool drain(struct journal *journal, bool opening, int *count, struct epi_error *err)
{
    if (count)
        *count = 0;
    if (!opening && !spool_exists(journal))
        return true;
    if (!database_writable(journal, err))
        return false;
    if (!connection_lock(journal, F_WRLCK, CONNECTION_PLACE_DRAIN))
        return true; /* another process is draining it */
    if (opening)
        adopt_newer(journal);
    int drained = 0;
    bool ok = drain_all(journal, &drained, err);
    connection_lock(journal, F_UNLCK, CONNECTION_PLACE_DRAIN);
    if (count)
        *count = drained;
    return ok;
}

bool spool_drain(struct journal *journal, int *count, struct epi_error *err)
{
    return drain(journal, false, count, err);
}

void spool_open(struct journal *journal)
{
    drain(journal, true, NULL, NULL);
}
