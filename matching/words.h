/* SPDX-License-Identifier: MIT
 *
 * words: cuts the name of a file or folder into words and looks up what each may mean. Private to
 * matching. A word is a run of letters or of digits: "S01E02" is four words without a gap.
 */
#ifndef EPIMARK_MATCHING_WORDS_H
#define EPIMARK_MATCHING_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "matching/tags.h"
#include "matching/word_set.h"

enum {
    BRACKETS_MAX = 40, /* pairs of brackets in one name */
    DEPTH_MAX = 8      /* brackets within brackets */
};

/* What stands before a word: bits. 0: nothing, the word is glued to the one before. */
enum {
    GAP_SPACE = 1 << 0,
    GAP_DOT = 1 << 1,
    GAP_LINE = 1 << 2, /* _ */
    GAP_DASH = 1 << 3,
    GAP_COMMA = 1 << 4,
    GAP_AND = 1 << 5, /* & or + */
    GAP_TILDE = 1 << 6,
    GAP_HASH = 1 << 7, /* # or a similar sign */
    GAP_BAR = 1 << 8,
    GAP_OPEN = 1 << 9,   /* a bracket opens */
    GAP_CLOSE = 1 << 10, /* a bracket closes */
    GAP_OTHER = 1 << 11,
    GAP_LIGHT = GAP_SPACE | GAP_DOT | GAP_LINE | GAP_DASH | GAP_COMMA
};

enum word_kind { WORD_LETTERS, WORD_NUMBER, WORD_HAN };

struct word {
    /* 32 bytes, so that no word lies in two cache lines and its address takes no multiplication */
    _Alignas(32) uint32_t offset; /* bytes from the start of the name */
    uint16_t len;                 /* in bytes */
    uint16_t size;                /* in letters or digits */
    uint16_t gap;                 /* GAP_... before it */
    uint8_t kind;
    uint8_t brackets; /* the pair around it; 0: none */
    bool release;     /* says how the file was made, nothing about the show */
    bool noise;       /* a checksum or the like */
    int32_t value;    /* of a number below 10^9, else -1 */
    /* as in struct tag, so that all of it is copied at once */
    uint32_t is;        /* what it may be: bits of TAG_..., 0 if it is not in tags.def */
    uint8_t ends;       /* how surely it ends a title: TAG_NEVER .. TAG_SURE */
    uint8_t sets;       /* SET_..., as it was cut */
    uint16_t tag_value; /* the value of its row in tags.def */
};

/* The words first .. end-1; none if end is not greater than first. */
struct stretch {
    int first;
    int end;
};

/* A pair of brackets with the words first .. end-1 in it. */
struct brackets {
    uint8_t first;
    uint8_t end;
    uint8_t outer; /* the pair around it; 0: none */
    char open;     /* '(', '[' or '{' */
    bool closed;
};

struct words {
    const char *text;
    size_t len;
    int count;
    int brackets_count; /* pairs are 1 and up; pair 0 is the whole name */
    uint32_t is;        /* what any of the words may be */
    bool noise;         /* any of them is */
    bool year;          /* any of them is a year */
    uint16_t tail;      /* GAP_... after the last word */
    uint8_t begin;  /* the first word that may be the title's or a number's; set by the caller */
    bool fansub;    /* named as fansub groups do: a group in front, a checksum; the caller's */
    bool event;     /* a bout: its number is not an episode's; the caller's */
    bool broadcast; /* recorded from television; the caller's */
    bool video;     /* it has the extension of a file; the caller's, as are the next four */
    bool in_season; /* a file in a season's folder */
    bool in_series; /* a file in a folder with a title */
    int season;     /* if in_season: that season */
    bool titled;    /* begin follows the title of the series */
    bool foreign;   /* a word begins with a letter beyond ASCII */
    bool plain;     /* up to the last word, all is ASCII that can be printed, or a tab */
    struct word_set glued; /* words with no gap before them */
    struct word_set opens; /* words with an opening bracket before them */
    struct word_set numbers;
    struct word_set heads;  /* numbers and what announces them: a rule may start there */
    struct word_set firsts; /* TAG_FIRST */
    struct word_set units;  /* TAG_UNIT */
    struct word_set stops;  /* release or noise */
    struct word_set odd;    /* those with a value from TAG_CATALOGUE on, as they were cut */
    /* The words, and one more that has nothing but the tail as its gap. */
    struct word at[WORDS_MAX + 1]; /* the one behind the last is empty, and no number */
    struct brackets brackets[BRACKETS_MAX];
};

/* Cuts len bytes of text, in any encoding, into words and looks them up. The text must outlive the
 * words. */
void words_cut(struct words *words, const char *text, size_t len);

/* Gives word i the meaning of tag. */
void words_mark(struct words *words, int i, const struct tag *tag);

/* Marks word i as a checksum or the like. */
void words_mark_noise(struct words *words, int i);

/* Whether word i is text, which is in small letters; the word may have capitals. */
bool words_is_text(const struct words *words, int i, const char *text);

/* Whether word i is a number with leading zeros: "02". */
bool words_is_padded(const struct words *words, int i);

/* Whether word i is a number that may be an episode's: not a measure, and glued to no letters but a
 * version (v2) or the letter of a half (a, b, c). */
bool words_is_bare(const struct words *words, int i);

/* Whether a title or a number ends after word i: at brackets, a dash, the end of the name, a word
 * of the release. */
bool words_stop(const struct words *words, int i);

/* Returns the pair of brackets that opens at word i, the outermost one that closes; NULL if none
 * opens. */
const struct brackets *words_brackets_at(const struct words *words, int i);

/* What word i may be: bits of TAG_..., 0 if there is no such word. */
static inline uint32_t words_is(const struct words *words, int i)
{
    return (unsigned)i < (unsigned)words->count ? words->at[i].is : 0;
}

/* Whether a word is a number of four digits from 1880 to 2049. */
static inline bool words_is_year(const struct word *word)
{
    return (word->size == 4) & (word->value >= 1880) & (word->value < 2050);
}

/* The gap after word i, which must be less than count; the tail after the last one. */
static inline uint16_t words_gap_after(const struct words *words, int i)
{
    return words->at[i + 1].gap;
}

/* Whether a gap is a dash with space around it: " - ". */
static inline bool words_gap_is_wide(uint16_t gap)
{
    return ((gap & GAP_DASH) != 0) & ((gap & (GAP_SPACE | GAP_DOT | GAP_LINE)) != 0);
}

/* Whether a stretch has any words. */
static inline bool words_has(struct stretch stretch)
{
    return stretch.end > stretch.first;
}

#endif
