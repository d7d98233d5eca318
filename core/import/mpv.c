/* SPDX-License-Identifier: MIT */
#include "core/import/mpv.h"

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/import/lines.h"
#include "matching/matching.h"
#include <epimark/error.h>

/* mpv writes the bytes of a name as they are, and JSON has to be UTF-8: until it is read, a byte
 * that is not stands as a character of the last plane for private use, U+10FF00 to U+10FFFF, and so
 * do the bytes of such characters themselves. */
enum { STAND_IN = 4 };

static bool is_stand_in(const char *text, size_t len)
{
    return len >= STAND_IN && memcmp(text, "\xf4\x8f", 2) == 0 &&
           ((unsigned char)text[2] & 0xfc) == 0xbc;
}

/* Writes a line as UTF-8 into room for STAND_IN times as much; returns its length. */
static size_t to_utf8(const char *line, size_t len, char *out)
{
    size_t used = 0;
    for (size_t i = 0; i < len;) {
        size_t step = line[i] ? epi_utf8_length(line + i, len - i) : 1;
        if (step > 0 && !is_stand_in(line + i, step)) {
            memcpy(out + used, line + i, step);
            used += step;
            i += step;
            continue;
        }
        unsigned char byte = (unsigned char)line[i++];
        out[used++] = '\xf4';
        out[used++] = '\x8f';
        out[used++] = (char)(0xbc | byte >> 6);
        out[used++] = (char)(0x80 | (byte & 0x3f));
    }
    return used;
}

/* The bytes of a text that was written so, in place. */
static void to_bytes(char *text)
{
    char *out = text;
    for (size_t len = strlen(text); len > 0;) {
        size_t step = is_stand_in(text, len) ? STAND_IN : 1;
        *out++ = step == 1 ? *text : (char)((text[2] & 3) << 6 | (text[3] & 0x3f));
        text += step;
        len -= step;
    }
    *out = '\0';
}

/* Whether a path, or the path of an address, is that of a video: songs and pictures are in the
 * list, too. */
static bool is_video(const char *path)
{
    size_t len = strstr(path, "://") ? strcspn(path, "?#") : strlen(path);
    const char *name = path + len;
    while (name > path && name[-1] != '/' && name[-1] != '\\')
        name--;
    return match_is_video(name, (size_t)(path + len - name));
}

static void give(struct reading *reading, size_t member, size_t number, const struct json *entry)
{
    CLEANUP(cleanup_free) char *path = strdup(json_text(json_get(entry, "path")));
    int64_t at = json_int(json_get(entry, "time"), -1);
    int64_t now = reading->clock.now;
    struct epi_error err;
    if (!path) {
        error_memory(&err);
        reading_fail(reading, &err);
        return;
    }
    to_bytes(path);
    if (!*path) {
        reading_bad(reading, member, "line", number, "has no path");
        return;
    }
    if (!is_video(path))
        return;
    if (at < 0 || (now && at > now + CLOCK_DAY)) {
        reading_bad(reading, member, "line", number, "has no time, or one in the future");
        return;
    }
    struct epi_imported imported = reading_new(reading, member, "line", number);
    imported.watched = true;
    imported.opened = true;
    imported.watched_at = at;
    imported.path = path;
    reading_give(reading, &imported);
}

/* A line as JSON; NULL if it is none, or *scarce: memory is. */
static struct json *parse_line(const char *line, size_t len, bool *scarce)
{
    struct epi_error ignored;
    CLEANUP(cleanup_free) char *text = malloc(STAND_IN * len + 1);
    *scarce = !text;
    return text ? json_read(text, to_utf8(line, len, text), &ignored) : NULL;
}

static void read_line(struct reading *reading, size_t member, size_t number, const char *line,
                      size_t len)
{
    bool scarce;
    if (len == 0)
        return;
    struct json *entry = parse_line(line, len, &scarce);
    if (entry)
        give(reading, member, number, entry);
    else if (!scarce)
        reading_bad(reading, member, "line", number, "is damaged: it is no JSON");
    reading->failed = reading->failed || scarce;
    json_free(entry);
}

static void read_member(struct reading *reading, size_t member)
{
    struct epi_error err = {0};
    CLEANUP(stream_cleanup) struct stream *stream = reading_open(reading, member);
    if (!stream)
        return;
    CLEANUP(lines_cleanup) struct lines *lines = lines_new(stream, &err);
    enum lines_result result = lines ? LINES_LINE : LINES_FAILED;
    while (lines && result != LINES_END && result != LINES_FAILED && !reading->stopped) {
        const char *line;
        size_t len;
        result = lines_next(lines, &line, &len, &err);
        if (result == LINES_LINE)
            read_line(reading, member, lines_number(lines), line, len);
        else if (result == LINES_LONG)
            reading_bad(reading, member, "line", lines_number(lines), "is too long");
    }
    if (result == LINES_FAILED)
        reading_bad(reading, member, "", 0, "%s", err.text);
}

static void read_all(struct reading *reading)
{
    for (size_t i = 0; i < container_count(reading->container) && !reading->stopped; i++) {
        if (container_is_file(reading->container) ||
            form_reads(&mpv_form, container_at(reading->container, i)))
            read_member(reading, i);
    }
}

static bool is_entry(const char *line, size_t len)
{
    bool scarce;
    struct json *entry = *line == '{' && len <= LINES_MAX ? parse_line(line, len, &scarce) : NULL;
    bool is = json_is_number(json_get(entry, "time")) && json_is_text(json_get(entry, "path"));
    json_free(entry);
    return is;
}

/* Its first lines may be damaged. Another program may have written it again, with blanks. */
static bool is_history(const struct form_glance *glance)
{
    enum { LINES = 20 };
    size_t at = 0;
    for (int i = 0; i < LINES && at < glance->len; i++) {
        const char *end = memchr(glance->text + at, '\n', glance->len - at);
        size_t len = end ? (size_t)(end - glance->text) - at : glance->len - at;
        if (is_entry(glance->text + at, len))
            return true;
        at += len + 1;
    }
    return false;
}

static const char *const members[] = {"watch_history.jsonl", NULL};

const struct form mpv_form = {
    .name = "mpv", .members = members, .is = is_history, .read = read_all};
