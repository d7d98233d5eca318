/* SPDX-License-Identifier: MIT */
#include "matching/path.h"

#include <string.h>

#include "matching/matching.h"
#include "matching/tags.h"

enum { KEPT_MAX = 16, EXTENSION_MAX = 7, SLASH_REACH = 160 };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* ---- Components ---- */

/* Whether the slash at i is in brackets that close soon: "[720p/MKV]", "(1/7)". */
static bool slash_in_brackets(const char *name, size_t len, size_t i, char open)
{
    char close = open == '(' ? ')' : open == '[' ? ']' : '}';
    for (size_t k = i + 1; k < len && k < i + SLASH_REACH; k++) {
        if (name[k] == close)
            return true;
        if (name[k] == '\\' || name[k] == '(' || name[k] == '[')
            return false;
    }
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether the slash at i is in the title of a series that a group precedes: "[Group] 22/7 - 01",
 * "[Group] Fate/stay night - 01". */
static bool slash_in_title(const char *name, size_t len, size_t i)
{
    if (name[0] != '[' || !memchr(name, ']', i) || memchr(name, '/', i) || i + 2 >= len ||
        name[i - 1] == ' ' || name[i - 1] == ']' || name[i - 1] == ')')
        return false;
    bool small = name[i + 1] >= 'a' && name[i + 1] <= 'z';
    bool fraction = is_digit(name[i - 1]) && is_digit(name[i + 1]) && name[i + 2] == ' ';
    bool scripts = (uint8_t)name[i - 1] >= 0x80 && (name[i + 1] | 0x20) >= 'a' &&
                   (name[i + 1] | 0x20) <= 'z'; /* "[Group] 標題/Title" */
    return (small || fraction || scripts) && !memchr(name + i + 1, '/', len - i - 1);
}

/* Whether the slash at i is in a date: "25/10/2019". */
static bool slash_in_date(const char *name, size_t len, size_t i)
{
    size_t at = i;
    while (at > 0 && (is_digit(name[at - 1]) || name[at - 1] == '/') && i - at < 5)
        at--;
    at += name[at] == '/';
    size_t digits = 0;
    size_t slashes = 0;
    for (; at < len && digits + slashes < 11 && (is_digit(name[at]) || name[at] == '/'); at++) {
        slashes += name[at] == '/';
        digits = name[at] == '/' ? 0 : digits + 1;
        if ((slashes < 2 && digits > 2) || slashes > 2)
            return false;
    }
    return slashes == 2 && digits == 4;
}

/* Whether the slash at i separates two titles of one series: "Сериал / Series". */
static bool slash_in_name(const char *name, size_t len, size_t i)
{
    if (i > 0 && is_digit(name[i - 1]) && i + 1 < len && is_digit(name[i + 1]) &&
        slash_in_date(name, len, i))
        return true;
    if (i > 1 && slash_in_title(name, len, i))
        return true;
    bool first = i > 0 && name[i - 1] == ' ';
    bool second = i > 1 && name[i - 1] == '/' && name[i - 2] == ' '; /* " // " */
    bool last = i + 1 < len && name[i + 1] == ' ';
    return (first || second) &&
           (last || (first && i + 2 < len && name[i + 1] == '/' && name[i + 2] == ' '));
}

/* Slashes and brackets. */
static const bool is_sign[256] = {
    ['/'] = true, ['\\'] = true, ['['] = true, [']'] = true,
    ['('] = true, [')'] = true,  ['{'] = true, ['}'] = true,
};

int path_cut(const char *name, size_t len, struct component *components, int max)
{
    if (len > 0 && max > 0 && !memchr(name, '/', len) && !memchr(name, '\\', len)) {
        components[0] = (struct component){name, len};
        return 1;
    }
    struct component ring[KEPT_MAX];
    int count = 0;
    size_t start = 0;
    char open = 0;
    for (size_t i = 0; i <= len; i++) {
        while (i < len && !is_sign[(uint8_t)name[i]])
            i++;
        char c = i < len ? name[i] : '/';
        if (c == '[' || c == '(' || c == '{')
            open = c;
        else if (c == ']' || c == ')' || c == '}')
            open = 0;
        if (c != '/' && c != '\\')
            continue;
        if (i < len &&
            ((open && slash_in_brackets(name, len, i, open)) || slash_in_name(name, len, i)))
            continue;
        if (i > start)
            ring[count++ % KEPT_MAX] = (struct component){name + start, i - start};
        start = i + 1;
        open = 0;
    }
    if (max > KEPT_MAX)
        max = KEPT_MAX;
    int kept = count < max ? count : max;
    for (int i = 0; i < kept; i++)
        components[i] = ring[(count - 1 - i) % KEPT_MAX];
    return kept;
}

bool path_is_sound(const struct component *file)
{
    static const char kinds[] = ".mp3 .m4a .m4b .ogg .oga .wma .ape .flac .opus .aiff ";
    size_t len = 4;
    const char *end = file->text + file->len;
    if (file->len <= 5 || (end[-4] != '.' && end[-5] != '.'))
        return false;
    if (end[-4] != '.') {
        if (end[-5] != '.')
            return false;
        len = 5;
    }
    for (const char *kind = kinds; *kind; kind = strchr(kind, ' ') + 1) {
        if (end[1 - (long)len] == kind[1] && memcmp(end - len, kind, len) == 0 && kind[len] == ' ')
            return true;
    }
    return false;
}

/* Returns the last eight bytes of a component, the first one lowest, with zeros before them. */
static uint64_t last_bytes(const struct component *file)
{
    if (file->len >= 8)
        return text_load(file->text + file->len - 8);
    uint64_t bytes = 0;
    for (size_t i = 0; i < file->len; i++)
        bytes = bytes >> 8 | (uint64_t)(uint8_t)file->text[i] << 56;
    return bytes;
}

/* Returns what is known of the word behind the last dot, and its length; NULL if there is none that
 * may be an extension. */
static const struct tag *find_extension(const struct component *file, size_t *len)
{
    uint64_t bytes = last_bytes(file);
    uint64_t dots = text_within(bytes, '.', '.');
    size_t n = dots ? (size_t)__builtin_clzll(dots) / 8 : 0;
    *len = n;
    if (n == 0 || n >= EXTENSION_MAX || n + 1 >= file->len)
        return NULL;
    bytes |= text_within(bytes, 'A', 'Z') >> 2; /* 0x20, of each capital */
    uint64_t key = __builtin_bswap64(bytes) & ~(~(uint64_t)0 << 8 * n);
    return tags_find(file->text + file->len - n, n, key);
}

bool match_is_video(const char *name, size_t len)
{
    size_t n;
    const struct tag *tag = find_extension(&(struct component){.text = name, .len = len}, &n);
    return tag && tag->is & TAG_FILE && tag->value == TAG_VIDEO;
}

void path_cut_extension(struct component *file)
{
    uint32_t wanted = TAG_FILE;
    for (;;) {
        size_t n;
        const struct tag *tag = find_extension(file, &n);
        if (!tag || !(tag->is & wanted) || (wanted != TAG_FILE && n > 3))
            return;
        file->len -= n + 1;
        if (wanted != TAG_FILE || tag->value != TAG_SUBTITLES)
            return;
        wanted = TAG_FILE | TAG_LANGUAGE; /* ".eng" before ".srt" */
    }
}

/* ---- Ids ---- */

/* Whether the text from p to end begins with word, whatever its capitals. word has none. */
static bool begins(const char *p, const char *end, const char *word)
{
    for (; *word; word++, p++) {
        if (p == end || lower(*p) != *word)
            return false;
    }
    return true;
}

/* Reads the id after the name of a service: "id-81189", "-tt0903747". Returns false if there is
 * none. */
static bool read_id(const char *p, const char *end, bool title, const char **digits, size_t *count,
                    int64_t *value)
{
    if (begins(p, end, "id"))
        p += 2;
    else if (end - p > 1 && *p >= '0' && *p <= '9' && p[1] == '-')
        p++; /* "tvdb4-79824": a way of numbering, and the id */
    bool apart = p < end && (*p == '-' || *p == '=' || *p == ':' || *p == ' ');
    p += apart;
    if (title && begins(p, end, "tt"))
        p += 2;
    else if (title && !apart)
        return false;
    *digits = p;
    *value = 0;
    for (*count = 0; p < end && *p >= '0' && *p <= '9'; p++, ++*count) {
        if (*count == 10)
            return false;
        *value = *value * 10 + (*p - '0');
    }
    return *count > 0;
}

/* Writes an id of IMDb; one without "tt" before it may lack its first zeros. */
static void write_title_id(const char *digits, size_t count, struct series_ids *ids)
{
    enum { DIGITS_LEAST = 7 };
    size_t zeros = count < DIGITS_LEAST && lower(digits[-1]) != 't' ? DIGITS_LEAST - count : 0;
    memcpy(ids->imdb, "tt0000000", 2 + DIGITS_LEAST);
    memcpy(ids->imdb + 2 + zeros, digits, count);
    ids->imdb[2 + zeros + count] = '\0';
}

/* Reads the id in the brackets that open at p, if any. */
static void read_bracketed_id(const char *p, const char *end, struct series_ids *ids)
{
    const char *digits;
    size_t count;
    int64_t value;
    if (begins(p + 1, end, "tvdb") && read_id(p + 5, end, false, &digits, &count, &value)) {
        ids->tvdb = value;
    } else if (begins(p + 1, end, "tvmaze") &&
               read_id(p + 7, end, false, &digits, &count, &value)) {
        ids->tvmaze = value;
    } else if (begins(p + 1, end, "imdb") && read_id(p + 5, end, true, &digits, &count, &value)) {
        write_title_id(digits, count, ids);
    } else if (begins(p + 1, end, "tmdb") && read_id(p + 5, end, false, &digits, &count, &value)) {
        ids->tmdb = value;
    }
}

static bool is_word_byte(char c)
{
    return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z');
}

void path_find_bare_ids(const char *name, size_t len, struct series_ids *ids)
{
    const char *end = name + len;
    const char *digits;
    size_t count;
    int64_t value;
    for (const char *p = name; p < end; p++) {
        if (lower(*p) != 't' || (p > name && is_word_byte(p[-1])))
            continue;
        size_t rest = 0;
        while (end - p > (ptrdiff_t)(2 + rest) && is_digit(p[2 + rest]))
            rest++;
        bool alone = end - p == (ptrdiff_t)(2 + rest) || !is_word_byte(p[2 + rest]);
        if (begins(p, end, "tt") && (rest == 7 || rest == 8) && alone)
            write_title_id(p + 2, rest, ids);
        size_t key = begins(p, end, "tmdbid-") ? 6 : begins(p, end, "tmdb-") ? 4 : 0;
        if (key > 0 && read_id(p + 4, end, false, &digits, &count, &value))
            ids->tmdb = value;
    }
}

void path_find_ids(const char *name, size_t len, struct series_ids *ids)
{
    const char *end = name + len;
    for (const char *open = "[{("; *open; open++) {
        for (const char *p = memchr(name, *open, len); p;
             p = memchr(p + 1, *open, (size_t)(end - p - 1)))
            read_bracketed_id(p, end, ids);
    }
}
