/* SPDX-License-Identifier: MIT */
#include "matching/extras.h"

#include <string.h>

#include "matching/words.h"

enum { NAME_MAX_BYTES = 24 };

/* Whether name is one of the words of a list, which have blanks between and around them. */
static bool is_in(const char *list, const char *name, size_t len)
{
    for (const char *at = list; (at = strstr(at, name)) != NULL; at++) {
        if (at[-1] == ' ' && at[len] == ' ')
            return true;
    }
    return false;
}

/* Writes the letters of a text in lower case, without anything else. Returns their number, 0 if it
 * has digits or more letters than such names have. */
static size_t letters_of(const char *text, size_t len, char out[NAME_MAX_BYTES])
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        uint8_t c = tags_lower((uint8_t)text[i]);
        if (c >= 'a' && c <= 'z' && n + 1 < NAME_MAX_BYTES)
            out[n++] = (char)c;
        else if (c != ' ' && c != '.' && c != '_' && c != '-' && c != '&')
            return 0;
    }
    out[n] = '\0';
    return n;
}

bool extras_is_folder(const char *name, size_t len)
{
    static const char folders[] =
        " extra extras featurette featurettes bonus bonusfeatures bonusmaterial specialfeatures"
        " sample samples deleted deletedscene deletedscenes interview interviews trailer trailers"
        " scenes shorts clips other others behindthescenes makingof bloopers outtakes gagreel"
        " gagreels thememusic backdrops promos proof previews bonusdisc bonusdisk ";
    char letters[NAME_MAX_BYTES];
    size_t n = len <= 2 * NAME_MAX_BYTES ? letters_of(name, len, letters) : 0;
    return n > 0 && is_in(folders, letters, n);
}

/* Whether word i is one of a list. */
static bool word_is_in(const char *list, const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    char letters[NAME_MAX_BYTES];
    size_t n = w->kind == WORD_LETTERS ? letters_of(words->text + w->offset, w->len, letters) : 0;
    return n > 0 && is_in(list, letters, n);
}

/* ---- Suffixes ---- */

static enum extras suffix_of(const struct words *words)
{
    int last = words->count - 1;
    const struct word *w = &words->at[last];
    uint16_t gap = w->gap & (uint16_t)~GAP_CLOSE;
    if (last < 1 || words->tail & GAP_CLOSE)
        return EXTRAS_NONE;
    bool behind = w[-1].release || w[-1].kind == WORD_NUMBER;
    bool tied = gap == GAP_DASH || (behind && (gap == GAP_DOT || gap == GAP_LINE));
    bool small = (words->text[w->offset] & 0x20) != 0;
    bool release = word_set_next(&words->stops, 0) < last;
    if (w->tag_value == TAG_SAMPLE && tied)
        return release ? EXTRAS_SAMPLE : EXTRAS_OTHER;
    bool extra = (w->tag_value == TAG_EXTRA && tied && (small || !release)) ||
                 (w->tag_value == TAG_SMALL_EXTRA && gap == GAP_DASH && small && !release);
    return extra ? EXTRAS_OTHER : EXTRAS_NONE;
}

/* ---- Adverts and recordings ---- */

/* Whether the name is that of a site and nothing else. */
static bool is_site(const struct words *words)
{
    static const char domains[] = " com net org info ";
    int last = words->count - 1;
    if (last < 1 || last > 4 || words->at[last].gap != GAP_DOT || !word_is_in(domains, words, last))
        return false;
    bool www = words_is_text(words, 0, "www");
    if (last > 3 + www)
        return false;
    for (int i = 1; i < last; i++) {
        if (words->at[i].gap & ~(GAP_DOT | GAP_DASH) || (words->at[i].gap == GAP_DOT && !www))
            return false;
    }
    return true;
}

/* Whether a number is a year, or begins with one as dates do: "20230512". */
static bool is_dated(const struct word *w)
{
    return w->kind == WORD_NUMBER &&
           (words_is_year(w) || (w->size == 8 && w->value >= 19900000 && w->value < 20500000));
}

/* Whether all words from i on are numbers, but for short marks: "LS", "at", "MP". */
static bool all_numbers(const struct words *words, int i)
{
    for (; i < words->count; i++) {
        const struct word *w = &words->at[i];
        if (w->kind != WORD_NUMBER && w->len > 2)
            return false;
    }
    return true;
}

/* "VID_20230512_143022", "MVI_0123", "20230512_143022" */
static bool is_camera(const struct words *words)
{
    const struct word *w = &words->at[0];
    if (words->count >= 5 && words->count <= 7 && words_is_year(w) && all_numbers(words, 1) &&
        w[1].size == 2 && w[2].size == 2 && w[1].kind == WORD_NUMBER && w[2].kind == WORD_NUMBER)
        return true; /* "2024-05-12 14-30-22" */
    if (w->kind == WORD_NUMBER) {
        return words->count == 2 && w->size == 8 && is_dated(w) && w[1].kind == WORD_NUMBER &&
               w[1].size >= 6 && w[1].gap != GAP_OPEN;
    }
    return w->tag_value == TAG_CAMERA && words->count > 1 && words->count < 7 &&
           w[1].kind == WORD_NUMBER && w[1].size >= 4 && w[1].gap != GAP_SPACE &&
           all_numbers(words, 1);
}

/* "Screen Recording 2024-05-12 at 14.30.22" */
static bool is_recorder(const struct words *words)
{
    static const char second[] = " recording record recorder cast capture video meeting from ";
    int i = 1;
    int date = word_set_next(&words->numbers, 1);
    if (date > 4 || date >= words->count || !is_dated(&words->at[date]) ||
        words->at[0].tag_value != TAG_RECORDER)
        return false;
    while (i < words->count && i < 4 && word_is_in(second, words, i))
        i++;
    return i < words->count && is_dated(&words->at[i]) && all_numbers(words, i);
}

enum extras extras_of_file(const struct words *words)
{
    if (words->count == 0)
        return EXTRAS_NONE;
    enum extras found =
        word_set_has(&words->odd, words->count - 1) ? suffix_of(words) : EXTRAS_NONE;
    bool recorder = word_set_has(&words->odd, 0) || words->at[0].kind == WORD_NUMBER;
    bool site = (words->is & TAG_DOMAIN) && words->count <= 5;
    if (found != EXTRAS_NONE || !(recorder || site) ||
        word_set_next(&words->stops, 0) < words->count)
        return found;
    return is_camera(words) || is_recorder(words) || is_site(words) ? EXTRAS_OTHER : EXTRAS_NONE;
}
