/* SPDX-License-Identifier: MIT */
#include "core/journal/series_folder.h"

#include <string.h>

#include "matching/matching.h"

size_t series_folder_own(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash + 1 - path) : 0;
}

/* Whether a folder's name, len bytes, says no more than a season. */
static bool is_season(const char *name, size_t len)
{
    struct guess guess;
    match_parse(name, len, &guess);
    return *guess.title ? guess.special && match_similarity(guess.title, "Specials") == 1
                        : guess.season_pack;
}

size_t series_folder_length(const char *path)
{
    size_t len = series_folder_own(path);
    size_t begin = len > 0 ? len - 1 : 0;
    while (begin > 0 && path[begin - 1] != '/')
        begin--;
    return begin > 0 && is_season(path + begin, len - 1 - begin) ? begin : len;
}
