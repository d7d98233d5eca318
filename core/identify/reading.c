/* SPDX-License-Identifier: MIT */
#include "core/identify/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* Where the path of an address begins, or NULL for a file's path. */
static const char *address_path(const char *path)
{
    const char *colon = strstr(path, "://");
    const char *host_end;

    if (!colon || colon == path)
        return NULL;
    for (const char *c = path; c < colon; c++) {
        if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
              *c == '+' || *c == '-' || *c == '.'))
            return NULL;
    }
    host_end = colon + 3 + strcspn(colon + 3, "/?#");
    return host_end;
}

/* Decodes %XX of the path of an address, which ends at its query. Returns its length. */
static size_t decode(const char *path, char *decoded, size_t size)
{
    size_t len = strcspn(path, "?#");
    size_t out = 0;

    for (size_t i = 0; i < len && out + 1 < size; i++) {
        if (path[i] == '%' && i + 2 < len && hex(path[i + 1]) >= 0 && hex(path[i + 2]) >= 0) {
            decoded[out++] = (char)(hex(path[i + 1]) * 16 + hex(path[i + 2]));
            i += 2;
        } else {
            decoded[out++] = path[i];
        }
    }
    decoded[out] = '\0';
    return out;
}

/* Whether there is an episode of something that can be asked for. */
static bool names_series(const struct guess *guess)
{
    return guess->kind == GUESS_EPISODE &&
           (guess->title[0] || guess->ids.tvdb || guess->ids.tvmaze || guess->ids.imdb[0]);
}

bool reading_guess(const char *path, const char *media_title, struct guess *guess)
{
    const char *address = address_path(path);

    if (address) {
        char *decoded = malloc(MATCH_INPUT_MAX);
        size_t len = decoded ? decode(address, decoded, MATCH_INPUT_MAX) : 0;

        match_parse(decoded ? decoded : "", len, guess);
        free(decoded);
    } else {
        match_parse(path, strlen(path), guess);
    }
    if (media_title && *media_title && !(names_series(guess) && guess->confidence >= MATCH_SURE)) {
        struct guess titled;

        match_parse(media_title, strlen(media_title), &titled);
        if (names_series(&titled) &&
            (!names_series(guess) || titled.confidence > guess->confidence))
            *guess = titled;
    }
    return names_series(guess);
}

/* Adds the parts of path to whole, which is len long: "." says nothing, ".." takes one away. */
static size_t add_parts(char *whole, size_t len, size_t size, const char *path)
{
    while (*path) {
        size_t part = strcspn(path, "/");

        if (part == 2 && path[0] == '.' && path[1] == '.') {
            while (len > 0 && whole[--len] != '/')
                ;
        } else if (part > 0 && !(part == 1 && path[0] == '.') && len + part + 1 < size) {
            whole[len++] = '/';
            memcpy(whole + len, path, part);
            len += part;
        }
        path += part;
        path += *path == '/';
    }
    whole[len] = '\0';
    return len;
}

void reading_absolute(const char *path, char *absolute, size_t size)
{
    char folder[4096];
    size_t len = 0;

    if (address_path(path) || strcmp(path, "-") == 0 ||
        (path[0] != '/' && !getcwd(folder, sizeof(folder)))) {
        snprintf(absolute, size, "%s", path);
        return;
    }
    if (path[0] != '/')
        len = add_parts(absolute, 0, size, folder);
    add_parts(absolute, len, size, path);
}

int reading_parts(const struct guess *guess)
{
    int parts = guess->episode_count;

    if (parts == 0)
        parts = guess->absolute_count;
    return parts > 1 ? parts : 1;
}

static void episode_label(const struct guess *guess, int part, char *label, size_t size)
{
    int first = part > 0 ? part - 1 : 0;
    int season = guess->season < 0 ? 1 : guess->season;
    int count = guess->episode_count ? guess->episode_count : guess->absolute_count;
    const int16_t *numbers = guess->episode_count ? guess->episodes : guess->absolute;
    char last[16] = "";

    if (first >= count)
        first = 0;
    if (count == 0) {
        if (guess->date[0])
            snprintf(label, size, "%s", guess->date);
        else if (guess->part > 0)
            snprintf(label, size, "part %d", guess->part);
        else if (guess->season >= 0)
            snprintf(label, size, "(season %d)", guess->season);
        else
            snprintf(label, size, "%s", guess->episode_title);
        return;
    }
    if (part == 0 && count > 1)
        snprintf(last, sizeof(last), "-%02d", numbers[count - 1]);
    if (guess->episode_count)
        snprintf(label, size, "%dx%02d%s", season, numbers[first], last);
    else
        snprintf(label, size, "%d%s", numbers[first], last);
}

void reading_label(const struct guess *guess, int part, char *label, size_t size)
{
    char episode[MATCH_TITLE_MAX];

    episode_label(guess, part, episode, sizeof(episode));
    snprintf(label, size, "%s%s%s", guess->title, guess->title[0] && episode[0] ? " " : "",
             episode);
}

static void wide_label(const char *title, int season, enum epi_scope scope, char *label,
                       size_t size)
{
    const char *name = title[0] ? title : "this name";

    if (scope == EPI_SCOPE_SERIES)
        snprintf(label, size, "%s, the series", name);
    else
        snprintf(label, size, "%s, season %d", name, season < 0 ? 1 : season);
}

void reading_scope_label(const struct guess *guess, int part, enum epi_scope scope, char *label,
                         size_t size)
{
    if (scope == EPI_SCOPE_EPISODE)
        reading_label(guess, part, label, size);
    else
        wide_label(guess->title, guess->season, scope, label, size);
}

void reading_match_label(const struct match *match, char *label, size_t size)
{
    const struct episode *episode = &match->episode;

    if (episode->season < 0)
        snprintf(label, size, "%s", match->series.title);
    else if (episode->number < 0)
        snprintf(label, size, "%s, special “%s”", match->series.title, episode->title);
    else
        snprintf(label, size, "%s %dx%02d%s%s", match->series.title, episode->season,
                 episode->number, episode->title[0] ? " " : "", episode->title);
}

void reading_entry_label(const struct entry *entry, enum epi_scope scope, char *label, size_t size)
{
    struct guess guess;
    const char *name = strrchr(entry->path, '/');

    if (entry->identified && scope == EPI_SCOPE_EPISODE)
        reading_match_label(&entry->match, label, size);
    else if (entry->identified)
        wide_label(entry->match.series.title, entry->match.episode.season, scope, label, size);
    else if (reading_guess(entry->path, entry->media_title, &guess))
        reading_scope_label(&guess, entry->episodes > 1 ? entry->nth : 0, scope, label, size);
    else
        snprintf(label, size, "%s", name && name[1] ? name + 1 : entry->path);
}
