/* SPDX-License-Identifier: MIT */
#include "core/identify/media_name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/error.h"
#include "matching/matching.h"

/* ---- Reading a name ---- */

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

static bool in_scheme(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '-' || c == '.';
}

/* Where the path of an address begins; NULL for the path of a file. */
static const char *address_path(const char *path)
{
    const char *colon = strstr(path, "://");
    if (!colon || colon == path)
        return NULL;
    for (const char *c = path; c < colon; c++) {
        if (!in_scheme(*c))
            return NULL;
    }
    return colon + 3 + strcspn(colon + 3, "/?#");
}

/* Decodes %XX in the path of an address, which ends at its query. Returns its length. */
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

/* Whether it is an episode of a series that a catalogue can be asked for. */
static bool names_episode(const struct guess *guess)
{
    return guess->kind == GUESS_EPISODE &&
           (*guess->title || guess->ids.tvdb || guess->ids.tvmaze || *guess->ids.imdb);
}

static void parse_path(const char *path, struct guess *guess)
{
    const char *address = address_path(path);
    if (!address) {
        match_parse(path, strlen(path), guess);
        return;
    }
    CLEANUP(cleanup_free) char *decoded = malloc(MATCH_INPUT_MAX);
    size_t len = decoded ? decode(address, decoded, MATCH_INPUT_MAX) : 0;
    match_parse(decoded ? decoded : "", len, guess);
}

bool media_name_guess(const char *path, const char *media_title, struct guess *guess)
{
    parse_path(path, guess);
    bool sure = names_episode(guess) && guess->confidence >= MATCH_SURE;
    if (!sure && media_title && *media_title) {
        struct guess titled;
        match_parse(media_title, strlen(media_title), &titled);
        if (names_episode(&titled) &&
            (!names_episode(guess) || titled.confidence > guess->confidence))
            *guess = titled;
    }
    return names_episode(guess);
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

void media_name_absolute(const char *path, char *absolute, size_t size)
{
    char folder[4096];
    bool relative = path[0] != '/';
    if (address_path(path) || strcmp(path, "-") == 0 ||
        (relative && !getcwd(folder, sizeof(folder)))) {
        snprintf(absolute, size, "%s", path);
        return;
    }
    size_t len = relative ? add_name_parts(absolute, 0, size, folder) : 0;
    add_name_parts(absolute, len, size, path);
}
