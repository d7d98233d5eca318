/* SPDX-License-Identifier: MIT */
#include "core/import/netflix_title.h"

#include <stdlib.h>
#include <string.h>

#include "matching/matching.h"

enum { PARTS_MAX = 12 }; /* what is behind more colons stays together */

/* ---- Parts ---- */

static const char *const blanks[] = {" ", "\xc2\xa0", "\xe2\x80\xaf", "\xe3\x80\x80"};
enum { BLANKS = sizeof(blanks) / sizeof(blanks[0]) };

static size_t blank_before(const char *text, size_t len)
{
    for (size_t i = 0; i < BLANKS; i++) {
        size_t size = strlen(blanks[i]);
        if (len >= size && memcmp(text + len - size, blanks[i], size) == 0)
            return size;
    }
    return 0;
}

static size_t blank_at(const char *text, size_t len)
{
    for (size_t i = 0; i < BLANKS; i++) {
        size_t size = strlen(blanks[i]);
        if (len >= size && memcmp(text, blanks[i], size) == 0)
            return size;
    }
    return 0;
}

static struct netflix_piece trimmed(const char *text, size_t len)
{
    size_t blank;
    while ((blank = blank_at(text, len)) > 0) {
        text += blank;
        len -= blank;
    }
    while ((blank = blank_before(text, len)) > 0)
        len -= blank;
    return (struct netflix_piece){text, len};
}

/* The bytes of a colon at text that parts: one with a blank behind it, or a wide one; else 0. */
static size_t colon_at(const char *text, size_t len)
{
    if (len >= 3 && memcmp(text, "\xef\xbc\x9a", 3) == 0)
        return 3;
    return text[0] == ':' && (len == 1 || blank_at(text + 1, len - 1)) ? 1 : 0;
}

static int cut(const char *text, struct netflix_piece parts[PARTS_MAX])
{
    size_t len = strlen(text), begin = 0;
    int count = 0;
    for (size_t i = 0; i < len && count < PARTS_MAX - 1; i++) {
        size_t colon = colon_at(text + i, len - i);
        if (colon) {
            parts[count++] = trimmed(text + begin, i - begin);
            begin = i + colon;
            i += colon - 1;
        }
    }
    parts[count++] = trimmed(text + begin, len - begin);
    return count;
}

/* From the first part to the last one, with what is between them. */
static struct netflix_piece joined(const struct netflix_piece *first,
                                   const struct netflix_piece *last)
{
    return trimmed(first->text, (size_t)(last->text + last->len - first->text));
}

/* ---- What a part means ---- */

enum meaning {
    TEXT,    /* a title, or a piece of one */
    SEASON,  /* "Season 7", "Staffel 1" */
    SECTION, /* "Part 5", "Book 2": whether catalogues count so is open */
    CHAPTER, /* "Chapter Six": an episode's title begins */
};

struct part {
    enum meaning meaning;
    int season; /* -1: none */
};

/* A title that is as good as none: "第" is all that is left of "第 2 季". */
static bool is_untitled(const char *title)
{
    return !*title || strcmp(title, "第") == 0;
}

/* Words before a number, as match_fold writes them, and what they stand for. */
static const struct {
    const char *word;
    enum meaning meaning;
} counted[] = {
    {"volume ", SECTION},     {"vol ", SECTION},     {"volumen ", SECTION},  {"book ", SECTION},
    {"libro ", SECTION},      {"livro ", SECTION},   {"livre ", SECTION},    {"buch ", SECTION},
    {"collection ", SECTION}, {"year ", SECTION},    {"jahr ", SECTION},     {"ano ", SECTION},
    {"part ", SECTION},       {"parte ", SECTION},   {"partie ", SECTION},   {"teil ", SECTION},
    {"phan ", SECTION},       {"mua ", SEASON},      {"musim ", SEASON},     {"chapter ", CHAPTER},
    {"capitulo ", CHAPTER},   {"kapitel ", CHAPTER}, {"chapitre ", CHAPTER},
};

/* Names of what has one season only. */
static const char *const limited[] = {
    "limited series", "miniseries",    "mini series", "miniserie",  "mini serie",
    "serie limitada", "serie limitee", "minisserie",  "miniserial",
};

/* The number that a folded text is, -1 if it is none. */
static int number_in(const char *folded)
{
    static const char *const numerals[][2] = {
        {"one", "i"},  {"two", "ii"},    {"three", "iii"},  {"four", "iv"}, {"five", "v"},
        {"six", "vi"}, {"seven", "vii"}, {"eight", "viii"}, {"nine", "ix"}, {"ten", "x"},
    };
    char *end;
    long value = strtol(folded, &end, 10);
    if (end != folded && !*end && value >= 0 && value < 10000)
        return (int)value;
    for (size_t i = 0; i < sizeof(numerals) / sizeof(numerals[0]); i++) {
        if (strcmp(folded, numerals[i][0]) == 0 || strcmp(folded, numerals[i][1]) == 0)
            return (int)i + 1;
    }
    return -1;
}

static void fold(struct netflix_piece piece, char folded[MATCH_TITLE_MAX])
{
    char text[MATCH_TITLE_MAX];
    size_t len = piece.len < sizeof(text) - 1 ? piece.len : sizeof(text) - 1;
    memcpy(text, piece.text, len);
    text[len] = '\0';
    match_fold(text, folded, MATCH_TITLE_MAX);
}

static struct part read_part(struct netflix_piece piece)
{
    char folded[MATCH_TITLE_MAX];
    struct guess guess;
    fold(piece, folded);
    for (size_t i = 0; i < sizeof(limited) / sizeof(limited[0]); i++) {
        if (strcmp(folded, limited[i]) == 0)
            return (struct part){SEASON, 1};
    }
    for (size_t i = 0; i < sizeof(counted) / sizeof(counted[0]); i++) {
        size_t len = strlen(counted[i].word);
        int number = strncmp(folded, counted[i].word, len) == 0 ? number_in(folded + len) : -1;
        if (number >= 0)
            return (struct part){counted[i].meaning, number};
    }
    if (strlen(folded) == 4 && number_in(folded) > 1900)
        return (struct part){SECTION, number_in(folded)};
    match_parse(piece.text, piece.len, &guess);
    bool season = guess.season_pack && guess.season >= 0 && guess.episode_count == 0;
    return season && is_untitled(guess.title) ? (struct part){SEASON, guess.season}
                                              : (struct part){TEXT, -1};
}

/* "Episode 10", "第 3 集": the number, -1 if a text says more or something else. */
static int episode_number(struct netflix_piece piece)
{
    struct guess guess;
    match_parse(piece.text, piece.len, &guess);
    bool numbered = guess.kind == GUESS_EPISODE && guess.episode_count == 1 && guess.season < 0;
    return numbered && is_untitled(guess.title) && !*guess.episode_title ? guess.episodes[0] : -1;
}

/* "Tiger King 2" after "Tiger King", or just the same again. */
static bool repeats(struct netflix_piece first, struct netflix_piece second, int *season)
{
    char title[MATCH_TITLE_MAX], again[MATCH_TITLE_MAX];
    fold(first, title);
    fold(second, again);
    size_t len = strlen(title);
    if (len == 0 || strncmp(title, again, len) != 0)
        return false;
    *season = again[len] == ' ' ? number_in(again + len + 1) : -1;
    return !again[len] || *season >= 0;
}

/* ---- Parting ---- */

/* The end of a title says its number: "Common People (Episode 1)". */
static void take_number(struct netflix_title *title)
{
    struct netflix_piece *episode = &title->episode;
    title->number = episode->len ? episode_number(*episode) : -1;
    if (title->number >= 0 || episode->len == 0 || episode->text[episode->len - 1] != ')')
        return;
    size_t open = episode->len;
    while (open > 0 && episode->text[open - 1] != '(')
        open--;
    if (open == 0)
        return;
    title->number = episode_number(trimmed(episode->text + open, episode->len - open - 1));
    if (title->number >= 0)
        *episode = trimmed(episode->text, open - 1);
}

/* Some titles stand in quotes. */
static struct netflix_piece unquoted(struct netflix_piece piece)
{
    bool quoted = piece.len > 2 && piece.text[0] == '"' && piece.text[piece.len - 1] == '"';
    return quoted ? trimmed(piece.text + 1, piece.len - 2) : piece;
}

/* The first part after the series that says its season or that an episode begins, and what it is;
 * count if there is none. */
static int find_middle(const struct netflix_piece *parts, int count, struct part *middle)
{
    for (int i = 1; i < count; i++) {
        *middle = read_part(parts[i]);
        /* "John Wick: Chapter 4", "Kill Bill: Volume 2": only before a title is it a middle. */
        if (middle->meaning == SEASON || (middle->meaning != TEXT && i < count - 1))
            return i;
    }
    int season;
    if (count > 2 && repeats(parts[0], parts[1], &season)) {
        *middle = (struct part){SEASON, season};
        return 1;
    }
    return count;
}

static void part_at(struct netflix_title *title, const struct netflix_piece *parts, int count,
                    int middle, struct part found)
{
    int begin = found.meaning == CHAPTER ? middle : middle + 1;
    while (found.meaning != CHAPTER && begin < count - 1 &&
           (parts[begin].len == 0 || read_part(parts[begin]).meaning == SECTION))
        begin++; /* "Part 5: Volume 2: " */
    title->kind = begin < count ? NETFLIX_EPISODE : NETFLIX_NOTHING;
    title->series = joined(&parts[0], &parts[middle - 1]);
    if (begin < count)
        title->episode = joined(&parts[begin], &parts[count - 1]);
    take_number(title);
    title->episode = unquoted(title->episode);
    bool counted_so = found.meaning == SEASON || (found.meaning == SECTION && title->number >= 0);
    title->season = counted_so ? found.season : -1;
    int again;
    if (middle == 2 && repeats(parts[0], parts[1], &again)) {
        title->series = parts[0]; /* "Stranger Things: Stranger Things 3: Chapter One: ..." */
        title->season = again;
    }
}

/* The longest title in front that the rest of the list has as a series: its parts, 0 if none. */
static int known_series(const struct netflix_piece *parts, int count, netflix_is_series is_series,
                        const void *context)
{
    for (int i = count - 1; is_series && i > 0; i--) {
        struct netflix_piece front = joined(&parts[0], &parts[i - 1]);
        if (is_series(context, front.text, front.len))
            return i;
    }
    return 0;
}

struct netflix_title netflix_title_part(const char *text, netflix_is_series is_series,
                                        const void *context)
{
    struct netflix_piece parts[PARTS_MAX];
    struct netflix_title title = {.season = -1, .number = -1};
    struct part found;
    int count = cut(text, parts);
    int middle = find_middle(parts, count, &found);
    int known = middle < count ? 0 : known_series(parts, count, is_series, context);
    if (middle < count) {
        part_at(&title, parts, count, middle, found);
    } else if (known) {
        part_at(&title, parts, count, known, (struct part){CHAPTER, -1});
    } else {
        title.kind = count == 1 ? NETFLIX_FILM : NETFLIX_WHOLE;
        title.series = joined(&parts[0], &parts[count - 1]);
    }
    if (parts[0].len == 0) {
        title.kind = NETFLIX_NOTHING;
        title.series = parts[0];
    }
    return title;
}
