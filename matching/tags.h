/* SPDX-License-Identifier: MIT
 *
 * tags: the words of release names and what each may mean. Private to matching. The words are
 * rows of tags.def, which tags_index.c turns into a table when the project is built.
 */
#ifndef EPIMARK_MATCHING_TAGS_H
#define EPIMARK_MATCHING_TAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "matching/text.h"

/* What a word may be: bits, since many words have several meanings. */
enum {
    /* numbers and what announces them */
    TAG_SEASON = 1 << 0,  /* "season", "s", "staffel" */
    TAG_EPISODE = 1 << 1, /* "episode", "ep", "folge" */
    TAG_PART = 1 << 2,    /* "part", "teil" */
    TAG_VOLUME = 1 << 3,  /* "vol" */
    TAG_OF = 1 << 4,      /* 2 of 12 */
    TAG_TO = 1 << 5,      /* 1 to 4 */
    TAG_CROSS = 1 << 6,   /* the x of 1x02 */
    TAG_VERSION = 1 << 7, /* the v of v2 */
    TAG_ORDINAL = 1 << 8, /* the nd of 2nd */
    TAG_COUNTED = 1 << 9, /* a number in letters: "two", "second", "ii"; value is the number */
    TAG_MONTH = 1 << 10,  /* value is its number */
    TAG_SHORT = 1 << 11,  /* means so only next to its number: the s of s2 */
    /* what an episode or a file may be */
    TAG_SPECIAL = 1 << 12, /* "ova", "special" */
    TAG_CREDITS = 1 << 13, /* an opening or ending, not an episode */
    TAG_MOVIE = 1 << 14,   /* "movie" before a number */
    TAG_EVENT = 1 << 15,   /* "vs", "ppv": a bout, whose number is not an episode */
    TAG_PACK = 1 << 16,    /* "complete" */
    TAG_END = 1 << 17,     /* "end", "fin": the last episode */
    /* what a release is made of */
    TAG_FORMAT = 1 << 18,   /* resolution, source, codec, sound */
    TAG_UNIT = 1 << 19,     /* after a number: "p", "bit", "fps", "mb" */
    TAG_LANGUAGE = 1 << 20, /* spoken or written */
    TAG_EDITION = 1 << 21,  /* cuts, repairs, scene marks */
    TAG_SITE = 1 << 22,     /* a broadcaster or streaming site */
    TAG_FILE = 1 << 23,     /* an extension of a file */
    TAG_COUNTRY = 1 << 24,  /* value is its two letters */
    TAG_DOMAIN = 1 << 25,   /* the end of a host name */
    TAG_FOLDER = 1 << 26,   /* a folder that is not named after a show */
    TAG_FIRST = 1 << 27,    /* the first half of a pair: "web" "dl" is found as "webdl" */
    TAG_BEHIND =
        1
        << 28, /* may follow its number: 2. sezon; a country: may follow a title without brackets */
    TAG_PACKED = 1 << 29, /* the word for an episode whose number includes the season: cap. 102 */
    TAG_BROADCAST = 1 << 30, /* recorded from television */
};

/* "fansub": named as fansub groups do. The highest bit, which an enum cannot hold. */
#define TAG_FANSUB 0x80000000u

/* The values of words that say something by themselves, whatever else they may be. */
enum {
    TAG_SUBTITLES = 1,   /* of an extension: of subtitles, which may have a language before it */
    TAG_VIDEO = 2,       /* the same: of a video, or of what leads to one */
    TAG_CATALOGUE = 101, /* a catalogue of series, before an id */
    TAG_FILMS,           /* the same, of one that names of films have without brackets */
    TAG_TITLE_ID,        /* begins an id of IMDb */
    TAG_CUT,             /* begins what is said of a cut, in brackets: "{edition-...}" */
    TAG_AKA,             /* another title follows */
    TAG_EXTRA,           /* a suffix: what lies beside episodes */
    TAG_SMALL_EXTRA,     /* the same, only in small letters */
    TAG_SAMPLE,
    TAG_CAMERA,  /* names the files of a camera or phone */
    TAG_RECORDER /* a program that records the screen, or talks */
};

/* How surely a word ends a title. */
enum {
    TAG_NEVER,  /* does not end it */
    TAG_WEAK,   /* also an ordinary word: ends a title only before a sure one */
    TAG_MIDDLE, /* the same, or at the end of the name */
    TAG_SURE
};

/* The sets of struct words (words.h) that a word is in: bits. */
enum {
    SET_GLUED = 1 << 0,
    SET_OPENS = 1 << 1,
    SET_NUMBERS = 1 << 2,
    SET_HEADS = 1 << 3,
    SET_FIRSTS = 1 << 4,
    SET_UNITS = 1 << 5,
    SET_STOPS = 1 << 6,
    SET_ODD = 1 << 7
};

struct tag {
    uint64_t key; /* tags_key of the word, folded: small letters, no accents */
    uint32_t is;  /* bits of TAG_... */
    uint8_t ends; /* TAG_NEVER .. TAG_SURE */
    uint8_t sets; /* SET_... */
    uint16_t value;
};

/* Returns an ASCII letter in lower case, any other byte as it is. */
static inline uint8_t tags_lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c | 0x20) : c;
}

enum { TAG_KEY_BYTES = 8 };

#define TAG_MIX 0x9E3779B97F4A7C15u

/* Returns the key of a word of more than TAG_KEY_BYTES bytes. bits are set in each byte before. */
static inline uint64_t tags_long_key(const char *word, size_t len, uint64_t bits)
{
    uint64_t last = __builtin_bswap64(text_load(word + len - TAG_KEY_BYTES) | bits);
    return last ^ (text_load(word) | bits) * TAG_MIX;
}

/* Returns the key of a word of at most TAG_KEY_BYTES bytes: these bytes, the last one lowest. A
 * processor cannot predict the length of a word, so the same byte may be read twice instead. */
static inline uint64_t tags_short_key(const char *word, size_t len)
{
    const uint8_t *b = (const uint8_t *)word;
    if (len == 0)
        return 0;
    if (len < 4) {
        size_t middle = len / 2;
        return (uint64_t)b[0] << 8 * (len - 1) | (uint64_t)b[middle] << 8 * (len - 1 - middle) |
               b[len - 1];
    }
    const uint8_t *end = b + len;
    uint64_t first = (uint64_t)b[0] << 24 | (uint64_t)b[1] << 16 | (uint64_t)b[2] << 8 | b[3];
    uint64_t last =
        (uint64_t)end[-4] << 24 | (uint64_t)end[-3] << 16 | (uint64_t)end[-2] << 8 | end[-1];
    return first << 8 * (len - 4) | last;
}

/* Returns the key of a word. */
static inline uint64_t tags_key(const char *word, size_t len)
{
    return len > TAG_KEY_BYTES ? tags_long_key(word, len, 0) : tags_short_key(word, len);
}

/* ---- The index: a perfect hash, so that one look tells whether a word is in the table ---- */

enum { TAG_BUCKET_BITS = 10, TAG_SLOT_BITS = 11 };

/* Where a word is in the table. */
struct tag_slot {
    uint16_t row;
    uint16_t check; /* tags_check of its key: another word has hardly ever the same */
};

static inline uint64_t tags_hash(uint64_t key)
{
    return key * TAG_MIX;
}

/* Returns the bucket of a hash. All words of a bucket have the same factor. */
static inline uint32_t tags_bucket(uint64_t hash)
{
    return (uint32_t)(hash >> (64 - TAG_BUCKET_BITS));
}

/* Returns the slot of a hash. The factors are chosen so that each word has a slot of its own. */
static inline uint32_t tags_slot(uint64_t hash, uint8_t factor)
{
    return (uint32_t)(hash >> 22) * factor >> (32 - TAG_SLOT_BITS);
}

static inline uint16_t tags_check(uint64_t hash)
{
    return (uint16_t)(hash >> 22);
}

/* Returns the row for a word of len bytes, never NULL: is is 0 if the word is not in tags.def. key
 * is that of the folded word; the word itself may have ASCII capitals. */
const struct tag *tags_find(const char *word, size_t len, uint64_t key);

/* The same for a folded word without its key. */
const struct tag *tags_find_text(const char *word, size_t len);

/* The same for a word as it is in a name, in any encoding. */
const struct tag *tags_find_raw(const char *word, size_t len);

#endif
