/* SPDX-License-Identifier: MIT
 *
 * Whatever lies in an .epimark: it says something within its bounds, the same each time, or is
 * refused in one line; a guess that it is applied to keeps to its own bounds.
 */
#include <string.h>

#include "core/base/error.h"
#include "core/identify/folder_file.h"
#include "tests/fuzz/fuzz.h"

enum { OFFSET_MAX = 999 };

static bool is_offset(int offset)
{
    return offset >= -OFFSET_MAX && offset <= OFFSET_MAX;
}

static bool is_id(int64_t id)
{
    return id >= 0;
}

static void check_file(const struct folder_file *file)
{
    HOLDS(file->found && !file->unusable && !file->of_series_folder);
    HOLDS(is_id(file->series.tvdb) && is_id(file->series.tvmaze));
    HOLDS(memchr(file->series.imdb, 0, sizeof(file->series.imdb)));
    HOLDS(is_offset(file->season_offset) && is_offset(file->episode_offset));
    HOLDS(!file->ordered || *values_order_name(file->order));
}

static void check_guess(const struct folder_file *file)
{
    struct guess guess;
    static const char name[] = "/tv/Show/Show.S02E03E04.mkv";
    match_parse(name, sizeof(name) - 1, &guess);
    folder_file_apply(file, &guess);
    if (guess.episode_count == 0) {
        HOLDS(guess.season == -1);
        return;
    }
    HOLDS(guess.season >= 0 && guess.season <= 2 + OFFSET_MAX);
    HOLDS(guess.episode_count == 2 && guess.episodes[0] >= 0);
    HOLDS(guess.episodes[1] == guess.episodes[0] + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct folder_file file, again;
    struct epi_error err = {0};
    if (folder_file_parse((const char *)bytes, len, &file, &err)) {
        check_file(&file);
        check_guess(&file);
        HOLDS(folder_file_parse((const char *)bytes, len, &again, NULL));
        HOLDS(memcmp(&file.series, &again.series, sizeof(file.series)) == 0);
        HOLDS(file.season_offset == again.season_offset && file.ignore == again.ignore);
    } else {
        HOLDS(err.kind == EPI_ERROR_NEVER && *err.text && !strpbrk(err.text, "\r\n"));
        HOLDS(!file.found);
    }
    return 0;
}

static const char *const seeds[] = {
    "series=tvdb:81189\norder=dvd\nseason_offset=-1\nepisode_offset=+12\nignore=no\n",
    "# what these are\r\n\r\n  series = imdb:tt0903747 \r\nignore=yes\r\n",
    "series=tvmaze:169\norder=auto\nseries=\n",
    "season_offset=1000\n",
    "series\nnonsense=1\n",
};

size_t fuzz_seed(uint64_t number, uint8_t *data, size_t size)
{
    return fuzz_text_seed(seeds, sizeof(seeds) / sizeof(seeds[0]), number, data, size);
}
