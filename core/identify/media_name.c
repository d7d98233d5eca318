/* SPDX-License-Identifier: MIT */
#include "core/identify/media_name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/address.h"
#include "core/base/error.h"
#include "matching/matching.h"

/* ---- Reading a name ---- */

/* Whether it is an episode of a series that a catalogue can be asked for. */
static bool names_episode(const struct guess *guess)
{
    return guess->kind == GUESS_EPISODE &&
           (*guess->title || guess->ids.tvdb || guess->ids.tvmaze || *guess->ids.imdb);
}

static void parse_path(const char *path, struct guess *guess)
{
    if (!address_is(path)) {
        match_parse(path, strlen(path), guess);
        return;
    }
    CLEANUP(cleanup_free) char *decoded = malloc(MATCH_INPUT_MAX);
    size_t len = 0;
    if (decoded && address_is_local(path))
        len = address_local_path(path, decoded, MATCH_INPUT_MAX);
    else if (decoded)
        len = address_decode(path, decoded, MATCH_INPUT_MAX);
    match_parse(decoded ? decoded : "", len, guess);
}

bool media_name_guess(const char *path, const char *media_title, bool films, struct guess *guess)
{
    parse_path(path, guess);
    bool sure = names_episode(guess) && guess->confidence >= MATCH_SURE;
    if (!sure && media_title && *media_title) {
        struct guess titled;
        match_parse(media_title, strlen(media_title), &titled);
        if (names_episode(&titled) &&
            (!names_episode(guess) || titled.confidence > guess->confidence))
            *guess = titled;
        else if (titled.film && !names_episode(guess) && !guess->film && !address_is(path))
            *guess = titled; /* but what the title of a web page says may be anything */
    }
    return names_episode(guess) || (films && guess->film);
}

int media_name_episodes(const struct guess *guess)
{
    int count = guess->episode_count > 0 ? guess->episode_count : guess->absolute_count;
    return count > 1 ? count : 1;
}

/* ---- The absolute path ---- */

/* Appends the name parts of path to whole, which is len long: "." adds nothing, ".." removes one.
 * Returns the new length. */
static size_t add_name_parts(char *whole, size_t len, size_t size, const char *path)
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

bool media_name_here(const char *path, char *absolute, size_t size)
{
    struct stat about;
    bool dotted = strncmp(path, "./", 2) == 0 || strncmp(path, "../", 3) == 0;

    if (path[0] == '/' || address_is(path) || strcmp(path, "-") == 0 || strlen(path) >= size / 2 ||
        (!dotted && lstat(path, &about) != 0))
        return false;
    media_name_absolute(path, absolute, size);
    return true;
}

void media_name_absolute(const char *path, char *absolute, size_t size)
{
    char folder[4096];
    bool relative = path[0] != '/';
    if (address_is(path) || strcmp(path, "-") == 0 ||
        (relative && !getcwd(folder, sizeof(folder)))) {
        snprintf(absolute, size, "%s", path);
        return;
    }
    size_t len = relative ? add_name_parts(absolute, 0, size, folder) : 0;
    add_name_parts(absolute, len, size, path);
}
