/* SPDX-License-Identifier: MIT */
#include "plugin/ass.h"

#include <math.h>
#include <string.h>

#include <epimark/error.h>

/* ---- Characters ---- */

enum { CHARACTER_MAX = 256 }; /* bytes; letters with many accents are longer than any emoji */

/* The bytes of the next character as a reader takes it, at least 1. */
static size_t character(const char *text)
{
    size_t len = epi_utf8_grapheme(text, strnlen(text, CHARACTER_MAX));
    return len > 0 ? len : 1;
}

/* Whether no line may begin with this character, as with a full stop: all that are wide. */
static bool ends_line(const char *text, size_t len)
{
    static const char *const enders[] = {"、", "。", "，", "．", "！", "？", "：", "；",
                                         "）", "」", "』", "】", "〉", "》", "ー", "々"};
    for (size_t i = 0; i < sizeof(enders) / sizeof(*enders); i++) {
        if (len == strlen(enders[i]) && strncmp(text, enders[i], len) == 0)
            return true;
    }
    return false;
}

/* Whether a line must not end at this blank: "80 %", and a key and what it does, "s: search",
 * "Ctrl+e wrong series". */
static bool holds_together(const char *word, size_t len)
{
    size_t start = len;
    while (start > 0 && word[start - 1] != ' ')
        start--;
    bool key = len - start > 2 && memchr(word + start, '+', len - start);
    return word[len] == ' ' && (word[len + 1] == '%' || (len == 2 && word[1] == ':') || key);
}

/* The bytes of the next word: up to a blank, or one wide character, after which a line may end
 * unless a sentence does. */
static size_t word(const char *text)
{
    size_t len = 0;
    while (text[len] && text[len] != '\n') {
        if (text[len] == ' ' && !holds_together(text, len))
            break;
        size_t step = character(text + len);
        int wide = epi_utf8_columns(text + len, step);
        bool ender = ends_line(text + len, step);
        if (wide > 1 && len > 0 && !ender)
            break;
        len += step;
        if (wide > 1 && !ends_line(text + len, character(text + len)))
            break;
    }
    return len;
}

/* ---- Events ---- */

struct ass ass_begin(char *text, size_t size)
{
    text[0] = '\0';
    return (struct ass){.text = text, .size = size};
}

static void add_bytes(struct ass *ass, const char *bytes, size_t len)
{
    ass->full = ass->full || ass->len + len >= ass->size;
    if (ass->full)
        return;
    memcpy(ass->text + ass->len, bytes, len);
    ass->len += len;
    ass->text[ass->len] = '\0';
}

void ass_add(struct ass *ass, const char *tags)
{
    add_bytes(ass, tags, strlen(tags));
}

void ass_add_text(struct ass *ass, const char *text, size_t len)
{
    static const char backslash[] = "\\\u2060"; /* a word joiner, which is not seen */
    for (const char *end = text + len; text < end; text++) {
        if (*text == '{')
            add_bytes(ass, "\\{", 2);
        else if (*text == '\\')
            add_bytes(ass, backslash, sizeof(backslash) - 1);
        else
            add_bytes(ass, *text == '\n' ? " " : text, 1);
    }
}

void ass_end_event(struct ass *ass)
{
    add_bytes(ass, "\n", 1);
    if (ass->full)
        ass->len = ass->whole;
    ass->full = false;
    ass->whole = ass->len;
    ass->text[ass->len] = '\0';
}

/* ---- Widths ---- */

static double usual_width(const char *text, size_t len)
{
    static const struct {
        const char *characters;
        double width;
    } widths[] = {
        {" !'(),-./:;I[\\]`ijl|", 0.28},
        {"frt\"{}", 0.35},
        {"w&OQGNDH#+<=>~^", 0.69},
        {"mMW@%", 0.84},
        {"ABCEFJKLPRSTUVXYZ0123456789", 0.57},
    };
    int columns = epi_utf8_columns(text, len);
    if (columns != 1)
        return columns * 0.46;
    for (size_t i = 0; i < sizeof(widths) / sizeof(*widths); i++) {
        if (strchr(widths[i].characters, *text))
            return widths[i].width;
    }
    return (unsigned char)*text < 0x80 ? 0.52 : 0.56;
}

/* What is wide, as Chinese is, mostly comes from another font. */
static double code_width(const struct ass_font *font, const char *text, size_t len)
{
    double usual = usual_width(text, len);
    double width = usual > 0 ? font->each + font->share * usual : 0;
    return epi_utf8_columns(text, len) > 1 ? fmax(width, usual) : width;
}

/* All that it is made of counts: a font that lacks an emoji of several draws them in a row. */
static double character_width(const struct ass_font *font, const char *text, size_t len)
{
    double width = 0;
    for (size_t at = 0; at < len;) {
        size_t step = epi_utf8_length(text + at, len - at);
        if (step == 0)
            step = 1;
        width += code_width(font, text + at, step);
        at += step;
    }
    return width;
}

double ass_width(const struct ass_font *font, const char *text, size_t len)
{
    double width = 0;
    for (size_t at = 0; at < len;) {
        size_t step = character(text + at);
        if (step > len - at)
            step = len - at;
        width += character_width(font, text + at, step);
        at += step;
    }
    return width;
}

size_t ass_fit(const struct ass_font *font, const char *text, double width)
{
    size_t len = 0;
    while (text[len]) {
        size_t step = character(text + len);
        width -= character_width(font, text + len, step);
        if (width < 0)
            break;
        len += step;
    }
    return len;
}

size_t ass_line(const struct ass_font *font, const char *text, double width, size_t *next)
{
    size_t most = ass_fit(font, text, width);
    size_t newline = strcspn(text, "\n");
    if (newline <= most) {
        *next = newline + (text[newline] == '\n');
        return newline;
    }
    size_t len = 0;
    while (len <= most) { /* word by word, while one more fits */
        size_t blank = text[len] == ' ';
        size_t end = len + blank + word(text + len + blank);
        if (end > most)
            break;
        len = end;
    }
    if (len == 0) /* a word without an end */
        len = most > 0 ? most : character(text);
    *next = len + (text[len] == ' ');
    return len;
}
