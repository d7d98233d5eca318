/* SPDX-License-Identifier: MIT */
#include "plugin/ass.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <epimark/error.h>

enum {
    MARGIN = 25,    /* mpv's own, to the right and above the mark */
    MARK_SIZE = 25, /* the height of a line */
    TEXT_SIZE = 30, /* 4.2 % of the window's height */
    GAP = 14,       /* between the mark and the text below it */
    PIECE_MAX = 8,  /* bytes of a character with what escapes it */
};

/* The share of the width that the text may take, and the least that it takes of a narrow window, in
 * heights of a line. */
static const double column_share = 0.46;
static const double column_least = 15;

/* How wide a letter is on average, in heights of a line. Of a wide font: a line that is too long is
 * broken by libass again. */
static const double letter_width = 0.46;

/* ---- Places ---- */

static double line_height(const struct ass_window *window, enum ass_place place)
{
    double scale = fmin(fmax(window->scale, 0.2), 5);
    return (place == ASS_MARK ? MARK_SIZE : TEXT_SIZE) * scale;
}

static double window_width(const struct ass_window *window)
{
    return ASS_HEIGHT * fmin(fmax(window->aspect, 0.2), 10);
}

static double column_width(const struct ass_window *window)
{
    double inside = fmax(window_width(window) - 2 * MARGIN, 1);
    double least = column_least * line_height(window, ASS_NOTICE);
    return fmin(fmax(column_share * window_width(window), least), inside);
}

/* The outline is a fourteenth of the height, as thick as mpv's own at every size. */
static int write_style(char *ass, size_t size, const struct ass_window *window,
                       enum ass_place place)
{
    int height = (int)lround(line_height(window, place));
    int outline = (int)lround(height * 10 / 14.0);
    double right = window_width(window) - MARGIN;
    double x = place == ASS_LIST ? right - column_width(window) : right;
    double y = place == ASS_MARK ? MARGIN : MARGIN + GAP + line_height(window, ASS_MARK);
    return snprintf(ass, size, "{\\an%d\\pos(%d,%d)\\fs%d\\bord%d.%d\\shad0}",
                    place == ASS_LIST ? 7 : 9, (int)lround(x), (int)lround(y), height, outline / 10,
                    outline % 10);
}

/* ---- Lines ---- */

/* An event that grows: column counts what its last line has. */
struct event {
    char *ass;
    size_t len, size;
    int column, columns;
};

static void add(struct event *event, const char *piece, size_t len)
{
    if (event->len + len >= event->size)
        return;
    memcpy(event->ass + event->len, piece, len);
    event->len += len;
    event->ass[event->len] = '\0';
}

static void end_line(struct event *event)
{
    add(event, "\\N", 2);
    event->column = 0;
}

/* Adds one character of len bytes, which takes so many columns. */
static void add_character(struct event *event, const char *text, size_t len, int columns)
{
    static const char backslash[] = "\\\u2060"; /* a word joiner, which is not seen */
    if (event->column > 0 && event->column + columns > event->columns)
        end_line(event);
    if (*text == '{')
        add(event, "\\{", 2);
    else if (*text == '\\')
        add(event, backslash, sizeof(backslash) - 1);
    else
        add(event, text, len);
    event->column += columns;
}

/* The bytes of the next character, at least 1. */
static size_t character(const char *text)
{
    size_t len = epi_utf8_length(text, strnlen(text, 4));
    return len > 0 ? len : 1;
}

/* The bytes of the next word: up to a blank, or one wide character, after which a line may always
 * end. */
static size_t word(const char *text, int *columns)
{
    size_t len = 0;
    *columns = 0;
    while (text[len] && text[len] != ' ' && text[len] != '\n') {
        size_t step = character(text + len);
        int wide = epi_utf8_columns(text + len, step);
        if (wide > 1 && len > 0)
            break;
        len += step;
        *columns += wide;
        if (wide > 1)
            break;
    }
    return len;
}

void ass_write(char *ass, size_t size, const struct ass_window *window, enum ass_place place,
               const char *text)
{
    int len = write_style(ass, size, window, place);
    double letter = letter_width * line_height(window, place);
    struct event event = {.ass = ass,
                          .len = (size_t)len,
                          .size = size,
                          .columns = (int)fmax(column_width(window) / letter, 1)};
    while (*text && event.len + PIECE_MAX < size) {
        if (*text == '\n') {
            end_line(&event);
            text++;
            continue;
        }
        bool blank = *text == ' ';
        int columns;
        size_t bytes = word(text + blank, &columns);
        if (event.column > 0 && event.column + blank + columns > event.columns)
            end_line(&event);
        else if (blank)
            add_character(&event, text, 1, 1);
        text += blank;
        for (const char *end = text + bytes; text < end;) {
            size_t step = character(text);
            add_character(&event, text, step, epi_utf8_columns(text, step));
            text += step;
        }
    }
}

/* ---- Events ---- */

struct ass ass_begin(char *text, size_t size)
{
    text[0] = '\0';
    return (struct ass){.text = text, .size = size};
}

void ass_add(struct ass *ass, const char *format, ...)
{
    if (ass->full)
        return;
    va_list args;
    va_start(args, format);
    int len = vsnprintf(ass->text + ass->len, ass->size - ass->len, format, args);
    va_end(args);
    ass->full = len < 0 || ass->len + (size_t)len >= ass->size;
    if (!ass->full)
        ass->len += (size_t)len;
}

void ass_add_text(struct ass *ass, const char *text, size_t len)
{
    for (const char *end = text + len; text < end; text++) {
        if (*text == '{')
            ass_add(ass, "\\{");
        else if (*text == '\\')
            ass_add(ass, "\\\u2060"); /* a word joiner, which is not seen */
        else
            ass_add(ass, "%c", *text == '\n' ? ' ' : *text);
    }
}

void ass_end_event(struct ass *ass)
{
    ass_add(ass, "\n");
    if (ass->full)
        ass->len = ass->whole;
    ass->full = false;
    ass->whole = ass->len;
    ass->text[ass->len] = '\0';
}

/* ---- Widths ---- */

static double character_width(const char *text, size_t len)
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

double ass_width(const char *text, size_t len)
{
    double width = 0;
    for (size_t at = 0; at < len;) {
        size_t step = character(text + at);
        width += character_width(text + at, step);
        at += step;
    }
    return width;
}

size_t ass_fit(const char *text, double width)
{
    size_t len = 0;
    while (text[len]) {
        size_t step = character(text + len);
        width -= character_width(text + len, step);
        if (width < 0)
            break;
        len += step;
    }
    return len;
}

size_t ass_line(const char *text, double width, size_t *next)
{
    size_t most = ass_fit(text, width);
    size_t newline = strcspn(text, "\n");
    if (newline <= most) {
        *next = newline + (text[newline] == '\n');
        return newline;
    }
    size_t len = 0;
    while (len <= most) { /* word by word, while one more fits */
        int columns;
        size_t blank = text[len] == ' ';
        size_t end = len + blank + word(text + len + blank, &columns);
        if (end > most)
            break;
        len = end;
    }
    if (len == 0) /* a word without an end */
        len = most > 0 ? most : character(text);
    *next = len + (text[len] == ' ');
    return len;
}
