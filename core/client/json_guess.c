/* SPDX-License-Identifier: MIT
 *
 * A guess as JSON, written fast: without json-c and without an allocation.
 */

#include <string.h>

#include "matching/matching.h"
#include <epimark/client.h>

static char *put(char *out, const char *text)
{
    while (*text)
        *out++ = *text++;
    return out;
}

/* At most six bytes for one. */
static char *put_string(char *out, const char *text, size_t len)
{
    static const char hex[] = "0123456789abcdef";
    *out++ = '"';
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < 0x20) {
            static const char short_form[0x20] = {
                ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
            *out++ = '\\';
            if (short_form[c]) {
                *out++ = short_form[c];
                continue;
            }
            out = put(out, "u00");
            *out++ = hex[c >> 4];
            *out++ = hex[c & 15];
            continue;
        }
        if (c == '"' || c == '\\')
            *out++ = '\\';
        *out++ = (char)c;
    }
    *out++ = '"';
    return out;
}

static char *put_int(char *out, int64_t value)
{
    char digits[20];
    size_t count = 0;
    uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do {
        digits[count++] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (value < 0)
        *out++ = '-';
    while (count)
        *out++ = digits[--count];
    return out;
}

static char *put_text_member(char *out, const char *key, const char *text)
{
    return *text ? put_string(put(out, key), text, strlen(text)) : out;
}

static char *put_int_member(char *out, const char *key, int64_t value, int64_t absent)
{
    return value != absent ? put_int(put(out, key), value) : out;
}

static char *put_numbers_member(char *out, const char *key, const int16_t *numbers, size_t count)
{
    if (count == 0)
        return out;
    out = put(out, key);
    for (size_t i = 0; i < count && i < MATCH_EPISODES_MAX; i++) {
        *out++ = i ? ',' : '[';
        out = put_int(out, numbers[i]);
    }
    *out++ = ']';
    return out;
}

static char *put_ids_member(char *out, const struct epi_guess *ids)
{
    if (!ids->tvdb && !ids->tvmaze && !*ids->imdb && !ids->tmdb)
        return out;
    char *start = put(out, ",\"ids\":") + 1; /* the brace takes the first member's comma */
    out = put_int_member(start - 1, ",\"tvdb\":", ids->tvdb, 0);
    out = put_text_member(out, ",\"imdb\":", ids->imdb);
    out = put_int_member(out, ",\"tvmaze\":", ids->tvmaze, 0);
    out = put_int_member(out, ",\"tmdb\":", ids->tmdb, 0);
    start[-1] = '{';
    *out++ = '}';
    return out;
}

static char *put_alternatives_member(char *out, const struct epi_guess *guess)
{
    if (guess->alternative_count == 0)
        return out;
    out = put(out, ",\"alternatives\":");
    for (size_t i = 0; i < guess->alternative_count; i++) {
        const struct epi_alternative *other = &guess->alternatives[i];
        *out++ = i ? ',' : '[';
        *out++ = '{';
        if (other->season >= 0) {
            out = put_int(put(out, "\"season\":"), other->season);
            out = put_numbers_member(out, ",\"episodes\":", &other->episode, 1);
        } else {
            out = put_numbers_member(out, "\"absolute\":", &other->episode, 1);
        }
        *out++ = '}';
    }
    *out++ = ']';
    return out;
}

/* At most four decimals, never rounded up: what is not sure must not read as sure. */
static char *put_confidence(char *out, double confidence)
{
    out = put(out, ",\"confidence\":");
    if (!(confidence > 0))
        return put(out, "0");
    if (confidence >= 1)
        return put(out, "1");
    int part = (int)(confidence * 10000 + 1e-6);
    if (!part)
        return put(out, "0");
    out = put(out, "0.");
    for (int unit = 1000; part; unit /= 10) {
        *out++ = (char)('0' + part / unit);
        part %= unit;
    }
    return out;
}

size_t epi_json_guess(const char *input, size_t len, const struct epi_guess *guess, char *buffer,
                      size_t size)
{
    static const char *const kinds[] = {
        [EPI_GUESS_NONE] = "none", [EPI_GUESS_EPISODE] = "episode", [EPI_GUESS_MOVIE] = "movie"};
    if (size < EPI_JSON_GUESS_MAX || (size - EPI_JSON_GUESS_MAX) / 6 < len)
        return 0;
    char *out = put_string(put(buffer, "{\"input\":"), input, len);
    out = put_text_member(out, ",\"kind\":", kinds[guess->kind]);
    out = put_text_member(out, ",\"title\":", guess->title);
    out = put_int_member(out, ",\"year\":", guess->year, 0);
    out = put_int_member(out, ",\"season\":", guess->season, -1);
    out = put_numbers_member(out, ",\"episodes\":", guess->episodes, guess->episode_count);
    out = put_numbers_member(out, ",\"absolute\":", guess->absolute, guess->absolute_count);
    out = put_text_member(out, ",\"date\":", guess->date);
    out = put_text_member(out, ",\"episode_title\":", guess->episode_title);
    out = put_int_member(out, ",\"part\":", guess->part, -1);
    out = guess->special ? put(out, ",\"special\":true") : out;
    out = guess->season_pack ? put(out, ",\"season_pack\":true") : out;
    out = guess->film ? put(out, ",\"film\":true") : out;
    out = put_int_member(out, ",\"version\":", guess->version, -1);
    out = put_text_member(out, ",\"group\":", guess->group);
    out = put_text_member(out, ",\"country\":", guess->country);
    out = put_text_member(out, ",\"network\":", guess->network);
    out = put_text_member(out, ",\"alternative_title\":", guess->alternative_title);
    out = put_ids_member(out, guess);
    out = put_alternatives_member(out, guess);
    out = put_confidence(out, guess->confidence);
    *out++ = '}';
    return (size_t)(out - buffer);
}
