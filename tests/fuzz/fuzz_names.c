/* SPDX-License-Identifier: MIT
 *
 * Any bytes as a name: the guess is bounded and valid UTF-8, and both functions make the same one.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include <utf8proc.h>

#include "matching/matching.h"
#include "tests/fuzz/fuzz.h"

enum { WORDS_MAX_SHOWN = 600 };

static void check_text(const char *text, size_t size)
{
    size_t len = strnlen(text, size);
    assert(len < size);
    utf8proc_int32_t c;
    for (size_t i = 0; i < len;) {
        utf8proc_ssize_t step =
            utf8proc_iterate((const utf8proc_uint8_t *)text + i, (utf8proc_ssize_t)(len - i), &c);
        assert(step > 0 && c >= 0x20 && c != 0x7F);
        i += (size_t)step;
    }
}

static void check_numbers(const int16_t *numbers, int count)
{
    assert(count >= 0 && count <= MATCH_EPISODES_MAX);
    for (int i = 0; i < count; i++)
        assert(numbers[i] >= 0 && (i == 0 || numbers[i] > numbers[i - 1]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct match_word words[WORDS_MAX_SHOWN];
    struct guess guess = {0}; /* bytes after a terminator are not written */
    struct guess again = {0};
    const char *name = (const char *)data;
    match_parse(name, size, &guess);
    check_text(guess.title, sizeof(guess.title));
    check_text(guess.alternative_title, sizeof(guess.alternative_title));
    check_text(guess.episode_title, sizeof(guess.episode_title));
    check_text(guess.group, sizeof(guess.group));
    check_text(guess.country, sizeof(guess.country));
    check_text(guess.network, sizeof(guess.network));
    check_text(guess.date, sizeof(guess.date));
    check_text(guess.ids.imdb, sizeof(guess.ids.imdb));
    check_numbers(guess.episodes, guess.episode_count);
    check_numbers(guess.absolute, guess.absolute_count);
    assert(guess.confidence >= 0 && guess.confidence <= 1);
    assert(guess.alternative_count >= 0 && guess.alternative_count <= MATCH_ALTERNATIVES_MAX);
    assert(guess.alternative_count == 0 || guess.confidence < MATCH_SURE ||
           guess.kind == GUESS_NONE);
    for (int i = 0; i < guess.alternative_count; i++)
        assert(guess.alternatives[i].season >= -1 && guess.alternatives[i].episode >= 0);
    assert(guess.season >= -1 && guess.part >= -1 && guess.version >= -1 && guess.year >= 0);

    size_t count = match_explain(name, size, &again, words, WORDS_MAX_SHOWN);
    /* Both were cleared whole. */
    assert(memcmp((const char *)&guess, (const char *)&again, sizeof(guess)) == 0);
    size_t at = 0;
    for (size_t i = 0; i < count && i < WORDS_MAX_SHOWN; i++) {
        assert(words[i].offset >= at && words[i].offset + words[i].len <= size);
        assert(words[i].role && words[i].rule);
        at = words[i].offset + words[i].len;
    }
    return 0;
}

static const char *const seeds[] = {
    "/tv/Copper Moon (2005)/Season 2/Copper.Moon.S02E03-E05.The.Name.720p.HDTV.x264-GRP.mkv",
    "[Grp] Tin Soldier - 107v2 ~ Second Name (2019) [1080p][0BA19D5B].mkv",
    "Paper Lantern 2x08 & 2x09 [tvdbid-81189] {imdb-tt0903747} US.avi",
    "Glass Harbour 2019.11.05 Guest of the Evening Part 2 of 3 WEB h264-grp",
    "Los Faroles Cap.205 [HDTV 1080p][Spanish] \xe9\x94\xa1\xe5\x85\xb5 \xe7\xac\xac "
    "12\xe8\xa9\xb1 "
    "S00E01 Special",
    "Season 01/01 - Pilot.mkv",
};

size_t fuzz_seed(uint64_t number, uint8_t *data, size_t size)
{
    return fuzz_text_seed(seeds, sizeof(seeds) / sizeof(seeds[0]), number, data, size);
}
