/* SPDX-License-Identifier: MIT */
#include "core/identify/siblings.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dirent.h>

#include "core/base/allowed.h"
#include "core/base/error.h"
#include "matching/matching.h"

enum { ENTRIES_MAX = 4000 }; /* of a folder that are looked at */

/* The bytes of a path before the name of the file. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash + 1 - path) : 0;
}

/* ---- Their names ---- */

void siblings_list(const char *path, struct sibling_names *names)
{
    size_t len = folder_length(path);
    CLEANUP(cleanup_free) char *folder = strndup(path, len);
    names->count = 0;
    DIR *all = folder && len > 0 ? opendir(folder) : NULL;
    if (!all)
        return;
    const struct dirent *entry = readdir(all);
    for (int seen = 0; entry && seen < ENTRIES_MAX && names->count < SIBLINGS_MAX; seen++) {
        const char *name = entry->d_name;
        if (match_is_video(name, strlen(name)) && strcmp(name, path + len) != 0 &&
            strlen(name) < SIBLINGS_NAME_MAX)
            snprintf(names->list[names->count++], SIBLINGS_NAME_MAX, "%s", name);
        entry = readdir(all);
    }
    closedir(all);
}

/* ---- What they say ---- */

/* What is read so far. */
struct reading {
    struct siblings *out;
    char title[MATCH_TITLE_MAX]; /* folded: of the file, or of the first one; "": none yet */
    bool years_differ;
    bool countries_differ;
};

static void add_number(struct siblings *out, int season, int number)
{
    for (size_t i = 0; i < out->number_count; i++) {
        if (out->numbers[i].season == season && out->numbers[i].number == number)
            return;
    }
    if (out->number_count < SIBLINGS_NUMBERS_MAX) {
        out->numbers[out->number_count++] =
            (struct sibling_number){(int16_t)season, (int16_t)number};
    }
}

static void add(struct reading *reading, const struct guess *guess)
{
    struct siblings *out = reading->out;
    reading->years_differ |= guess->year && out->year && guess->year != out->year;
    if (guess->year)
        out->year = guess->year;
    reading->countries_differ |=
        *guess->country && *out->country && strcmp(guess->country, out->country) != 0;
    if (*guess->country)
        memcpy(out->country, guess->country, sizeof(out->country));
    bool certain = guess->season > 0 && guess->alternative_count == 0 && !guess->special;
    for (int i = 0; certain && i < guess->episode_count; i++)
        add_number(out, guess->season, guess->episodes[i]);
}

/* False: a file without a title is beside files of several. */
static bool read_one(struct reading *reading, bool titled, const struct guess *guess)
{
    char title[MATCH_TITLE_MAX];
    match_fold(guess->title, title, sizeof(title));
    if (guess->kind != GUESS_EPISODE || !*title)
        return true;
    if (!titled && !*reading->title) {
        snprintf(reading->title, sizeof(reading->title), "%s", title);
        snprintf(reading->out->title, sizeof(reading->out->title), "%s", guess->title);
    }
    if (strcmp(title, reading->title) != 0)
        return titled;
    add(reading, guess);
    return true;
}

void siblings_read(const struct epi_config *config, const char *path, const struct guess *guess,
                   const struct sibling_names *names, struct siblings *siblings)
{
    struct reading reading = {.out = siblings};
    size_t len = folder_length(path);
    CLEANUP(cleanup_free) char *whole = malloc(len + SIBLINGS_NAME_MAX);
    *siblings = (struct siblings){.read = true};
    match_fold(guess->title, reading.title, sizeof(reading.title));
    bool titled = *reading.title != '\0';
    for (size_t i = 0; names && whole && i < names->count; i++) {
        struct guess other;
        snprintf(whole, len + SIBLINGS_NAME_MAX, "%.*s%s", (int)len, path, names->list[i]);
        if (!allowed_path(config, whole))
            continue;
        match_parse(whole, strlen(whole), &other);
        if (!read_one(&reading, titled, &other)) {
            *siblings = (struct siblings){.read = true};
            return;
        }
    }
    if (reading.years_differ)
        siblings->year = 0;
    if (reading.countries_differ)
        siblings->country[0] = '\0';
}
