/* SPDX-License-Identifier: MIT
 *
 * importing: exports that a test writes to a folder of its own, and what import_read makes of them
 * as text: one line for each thing, and one for each that cannot be read.
 */
#ifndef EPIMARK_TESTS_IMPORTING_H
#define EPIMARK_TESTS_IMPORTING_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <zip.h>

#include "core/import/import_read.h"
#include "tests/doubles/tempdir.h"

struct importing {
    char *folder;   /* in which the test writes */
    char path[512]; /* of what was written last */
    char *text;     /* what was read last */
    size_t len;
    FILE *out;
    size_t end_after; /* visit ends the reading after so many; 0: never */
    size_t visits;
    const char *passwords[4]; /* that the user gives one after the other */
    size_t asked;
    struct import_options options;
    struct epi_error err;
};

static inline void importing_begin(struct importing *importing)
{
    *importing = (struct importing){.folder = tempdir_make()};
}

static inline void importing_end(struct importing *importing)
{
    free(importing->text);
    tempdir_remove(importing->folder);
}

/* Both as cmocka calls them before and after a test, which gets it as its state. */
static inline int importing_setup(void **state)
{
    static struct importing importing;
    importing_begin(&importing);
    *state = &importing;
    return 0;
}

static inline int importing_teardown(void **state)
{
    importing_end(*state);
    return 0;
}

/* Writes a file, in a folder if its name has one. */
static inline void importing_bytes(struct importing *importing, const char *name, const char *bytes,
                                   size_t len)
{
    char *path = importing->path;
    snprintf(path, sizeof(importing->path), "%s/%s", importing->folder, name);
    for (char *slash = path + strlen(importing->folder) + 1; (slash = strchr(slash, '/'));
         slash++) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static inline void importing_file(struct importing *importing, const char *name, const char *text)
{
    importing_bytes(importing, name, text, strlen(text));
}

/* A sample of tests/data/import. Free it. */
static inline char *importing_data(const char *name)
{
    char path[512];
    char *text = NULL;
    size_t room = 0;
    snprintf(path, sizeof(path), "%s/import/%s", EPIMARK_TEST_DATA, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_true(getdelim(&text, &room, '\0', file) > 0);
    fclose(file);
    return text;
}

/* Writes a zip of names and texts, NULL behind the last, encrypted if there is a password. */
static inline void importing_zip(struct importing *importing, const char *name,
                                 const char *const *members, const char *password)
{
    int code = 0;
    snprintf(importing->path, sizeof(importing->path), "%s/%s", importing->folder, name);
    zip_t *zip = zip_open(importing->path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    assert_non_null(zip);
    for (; *members; members += 2) {
        zip_source_t *source = zip_source_buffer(zip, members[1], strlen(members[1]), 0);
        zip_int64_t index = zip_file_add(zip, members[0], source, ZIP_FL_ENC_UTF_8);
        assert_true(index >= 0);
        if (password) {
            assert_int_equal(
                zip_file_set_encryption(zip, (zip_uint64_t)index, ZIP_EM_AES_256, password), 0);
        }
    }
    assert_int_equal(zip_close(zip), 0);
}

static inline void importing_say(FILE *out, const char *name, const char *text)
{
    if (text && *text)
        fprintf(out, " %s=%s", name, text);
}

static inline void importing_count(FILE *out, const char *name, int64_t value)
{
    if (value)
        fprintf(out, " %s=%" PRId64, name, value);
}

/* "film" or "Title 1x02", what is known, and the place. */
static inline bool importing_visit(void *context, const struct epi_imported *it)
{
    static const char *const scopes[] = {"", " season", " series"};
    struct importing *importing = context;
    FILE *out = importing->out;
    assert_int_equal(it->size, sizeof(*it));
    fprintf(out, "%s%s", it->series && *it->series ? it->series : "?", it->film ? " film" : "");
    fputs(scopes[it->scope], out);
    if (it->season >= 0 || it->number >= 0)
        fprintf(out, " %dx%02d", it->season, it->number);
    importing_say(out, "title", it->title);
    importing_count(out, "year", it->year);
    importing_count(out, "tvdb", it->tvdb);
    importing_count(out, "tvmaze", it->tvmaze);
    importing_count(out, "tmdb", it->tmdb);
    importing_count(out, "trakt", it->trakt);
    importing_say(out, "imdb", it->imdb);
    importing_count(out, "absolute", it->absolute);
    importing_count(out, "e.tvdb", it->episode_tvdb);
    importing_count(out, "e.tvmaze", it->episode_tvmaze);
    importing_count(out, "e.trakt", it->episode_trakt);
    importing_say(out, "e.imdb", it->episode_imdb);
    importing_say(out, "aired", it->airdate);
    importing_say(out, "path", it->path);
    importing_say(out, "by", it->numbering);
    if (it->watched)
        fprintf(out, " at=%" PRId64 "%s", it->watched_at, it->day ? " day" : "");
    if (it->whole)
        fputs(" whole", out);
    if (it->opened)
        fputs(" opened", out);
    importing_count(out, "again", it->again);
    importing_count(out, "rating", it->rating);
    importing_count(out, "rated", it->rated_at);
    fprintf(out, " [%s, %s]\n", it->source, it->place);
    return ++importing->visits != importing->end_after;
}

static inline void importing_unreadable(void *context, const char *place, const char *why)
{
    struct importing *importing = context;
    fprintf(importing->out, "! %s: %s\n", place, why);
}

static inline char *importing_password(void *context, const char *file, bool again)
{
    struct importing *importing = context;
    assert_non_null(file);
    assert_int_equal(again, importing->asked > 0);
    const char *password = importing->passwords[importing->asked];
    importing->asked += password ? 1 : 0;
    return password ? strdup(password) : NULL;
}

/* Reads a path; whether it could be. What was read is in text, an error in err. */
static inline bool importing_read(struct importing *importing, const char *path)
{
    free(importing->text);
    importing->text = NULL;
    importing->visits = importing->asked = 0;
    importing->err = (struct epi_error){0};
    importing->options.password = importing_password;
    importing->out = open_memstream(&importing->text, &importing->len);
    assert_non_null(importing->out);
    bool ok = import_read(path, &importing->options, importing_visit, importing_unreadable,
                          importing, &importing->err);
    assert_int_equal(fclose(importing->out), 0);
    assert_int_equal(ok, importing->err.kind == EPI_ERROR_NONE);
    return ok;
}

/* Reads what was written last, which has to give these lines. */
static inline void importing_gives(struct importing *importing, const char *lines)
{
    if (!importing_read(importing, importing->path))
        fail_msg("%s", importing->err.text);
    assert_string_equal(importing->text, lines);
}

#endif
