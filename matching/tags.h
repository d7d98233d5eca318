/* SPDX-License-Identifier: MIT
 *
 * tags: the words of release names and what each may mean. Private to matching. The words are
 * rows of tags.def; tags_index.c makes the table they are found in when the project is built.
 */
#ifndef EPIMARK_MATCHING_TAGS_H
#define EPIMARK_MATCHING_TAGS_H

#include <stddef.h>
#include <stdint.h>

/* What a word may be: bits, since many a word may be several things. */
enum {
    /* the numbers and what announces them */
    TAG_SEASON = 1 << 0,  /* "season", "s", "staffel" */
    TAG_EPISODE = 1 << 1, /* "episode", "ep", "folge" */
    TAG_PART = 1 << 2,    /* "part", "teil" */
    TAG_VOLUME = 1 << 3,  /* "vol" */
    TAG_OF = 1 << 4,      /* 2 of 12 */
    TAG_TO = 1 << 5,      /* 1 to 4 */
    TAG_CROSS = 1 << 6,   /* the x of 1x02 */
    TAG_VERSION = 1 << 7, /* the v of v2 */
    TAG_ORDINAL = 1 << 8, /* the nd of 2nd */
    TAG_COUNTED = 1 << 9, /* a number in words or Roman, in value: "two", "second", "ii" */
    TAG_MONTH = 1 << 10,  /* its number in value */
    TAG_SHORT = 1 << 11,  /* says so only beside its number: the s of s2 */
    /* what an episode or a name may be */
    TAG_SPECIAL = 1 << 12, /* "ova", "special" */
    TAG_CREDITS = 1 << 13, /* openings and endings: no episode */
    TAG_MOVIE = 1 << 14,   /* "movie" before a number */
    TAG_EVENT = 1 << 15,   /* "vs", "ppv": a bout, its number is no episode's */
    TAG_PACK = 1 << 16,    /* "complete" */
    TAG_END = 1 << 17,     /* "end", "fin": the last episode */
    /* what a release is made of */
    TAG_FORMAT = 1 << 18,   /* resolution, source, codec, sound */
    TAG_UNIT = 1 << 19,     /* behind a number: "p", "bit", "fps", "mb" */
    TAG_LANGUAGE = 1 << 20, /* spoken or written */
    TAG_EDITION = 1 << 21,  /* cuts, repairs, scene marks */
    TAG_SITE = 1 << 22,     /* where it was taken from: broadcaster or streaming site */
    TAG_FILE = 1 << 23,     /* a file's extension */
    TAG_COUNTRY = 1 << 24,  /* its two letters in value */
    TAG_DOMAIN = 1 << 25,   /* the end of a host's name */
    TAG_FOLDER = 1 << 26,   /* a folder that names no show */
    TAG_FIRST = 1 << 27,    /* the first half of a pair: "web" "dl" is found as "webdl" */
    TAG_BEHIND =
        1 << 28, /* such a word may follow its number: 2. sezon; a country, its title bare */
    TAG_PACKED = 1 << 29,    /* an episode's word whose number has the season in it: cap. 102 */
    TAG_BROADCAST = 1 << 30, /* taken from television */
};

/* "fansub": names that fans give their files. The last bit, which an enum cannot hold. */
#define TAG_FANSUB 0x80000000u

/* How surely a word ends a title. */
enum {
    TAG_NEVER,  /* says nothing about it */
    TAG_WEAK,   /* an ordinary word as well: ends a title only in front of a sure one */
    TAG_MIDDLE, /* the same, or at the name's very end */
    TAG_SURE
};

/* The sets of words that are gone through by themselves (words.h): bits. */
enum {
    SET_GLUED = 1 << 0,
    SET_OPENS = 1 << 1,
    SET_NUMBERS = 1 << 2,
    SET_HEADS = 1 << 3,
    SET_FIRSTS = 1 << 4,
    SET_UNITS = 1 << 5,
    SET_STOPS = 1 << 6
};

struct tag {
    uint64_t key;
    const char *word; /* folded: small letters, no marks */
    uint32_t is;      /* bits of TAG_... */
    uint8_t ends;     /* TAG_NEVER .. TAG_SURE */
    uint8_t sets;     /* SET_... */
    uint16_t value;
};

static inline uint8_t tags_lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c | 0x20) : c;
}

/* A word's key: its last eight bytes. Shorter words have nothing else. */
#define TAG_KEY(key, c) ((key) << 8 | (uint8_t)(c))

enum { TAG_KEY_BYTES = 8, TAG_SLOT_BITS = 14 };

/* Where the index begins to look for a key. */
static inline uint32_t tags_slot(uint64_t key)
{
    return (uint32_t)(key * 0x9E3779B97F4A7C15u >> (64 - TAG_SLOT_BITS));
}

/* The row for a word of len bytes; where it is none of ours, one that says nothing: is is 0. key
 * is TAG_KEY over the folded word from 0; the word itself may still have its ASCII capitals. */
const struct tag *tags_find(const char *word, size_t len, uint64_t key);

/* The same for a folded word that is not hashed yet. */
const struct tag *tags_find_text(const char *word, size_t len);

/* The same for a word as it stands in a name: it is folded first. */
const struct tag *tags_find_raw(const char *word, size_t len);

#endif
