/* SPDX-License-Identifier: MIT
 *
 * Text on a terminal: safe to print, wrapped between words, of the right width, in colour.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/cli/cli.h"

/* ---- The terminal ---- */

static bool is_terminal(FILE *out)
{
    return isatty(fileno(out));
}

bool cli_terminal(void)
{
    return is_terminal(stdout);
}

int cli_columns(FILE *out)
{
    struct winsize size = {0};

    if (!is_terminal(out))
        return CLI_COLUMNS_MAX;
    bool known = ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : 80;
}

/* https://no-color.org */
static bool has_colours(void)
{
    const char *none = getenv("NO_COLOR");
    const char *kind = getenv("TERM");

    return cli_terminal() && !(none && *none) && kind && *kind && strcmp(kind, "dumb") != 0;
}

void cli_paint(enum cli_paint paint)
{
    static const char *const codes[] = {
        [CLI_PLAIN] = "0", [CLI_GOOD] = "32", [CLI_WAITS] = "33", [CLI_BAD] = "31", [CLI_DIM] = "2",
    };

    if (has_colours())
        printf("\033[%sm", codes[paint]);
}

/* ---- Characters ---- */

/* A character as it is printed, with all that is drawn over it: what stands for it, and how many
 * bytes of the text it is. */
struct shown {
    const char *text;
    int len;
    int columns;
    size_t taken;
};

/* The columns of one of len bytes. Some terminals draw an emoji of several as one; but the others
 * would break their lines at the wrong place if its parts were not counted. */
static int columns_of(const char *text, size_t len)
{
    int columns = 0;

    for (size_t at = 0; at < len; at += epi_utf8_length(text + at, len - at))
        columns += epi_utf8_columns(text + at, len - at);
    return columns;
}

/* The number of a character of len bytes. */
static unsigned long code_of(const char *text, size_t len)
{
    static const unsigned char masks[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    unsigned long code = (unsigned char)text[0] & masks[len];

    for (size_t i = 1; i < len; i++)
        code = code << 6 | ((unsigned char)text[i] & 0x3f);
    return code;
}

/* The first character of a text. What would begin a line is a blank, what would move the cursor a
 * question mark, and what would change the direction of all that follows is left out. */
static struct shown show(const char *text, size_t left)
{
    size_t len = epi_utf8_length(text, left);
    struct shown shown = {.text = "?", .len = 1, .columns = 1, .taken = len ? len : 1};

    if (len == 0)
        return shown;
    unsigned long code = code_of(text, len);
    if ((code >= '\t' && code <= '\r') || code == 0x85 || code == 0x2028 || code == 0x2029) {
        shown.text = " ";
    } else if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)) {
        shown.len = shown.columns = 0;
    } else if (code >= 0x20 && !(code >= 0x7f && code < 0xa0)) {
        len = epi_utf8_grapheme(text, left);
        shown = (struct shown){text, (int)len, columns_of(text, len), len};
    }
    return shown;
}

void cli_print(FILE *out, const char *text)
{
    for (size_t left = strlen(text); left > 0;) {
        struct shown shown = show(text, left);
        fprintf(out, "%.*s", shown.len, shown.text);
        text += shown.taken;
        left -= shown.taken;
    }
}

int cli_cut(FILE *out, const char *text, int columns)
{
    int width = 0;

    for (size_t left = strlen(text); left > 0;) {
        struct shown shown = show(text, left);
        if (width + shown.columns > columns)
            break;
        fprintf(out, "%.*s", shown.len, shown.text);
        width += shown.columns;
        text += shown.taken;
        left -= shown.taken;
    }
    return width;
}

/* The columns of a word of len bytes. */
static int width_of(const char *word, size_t len)
{
    int width = 0;

    while (len > 0) {
        struct shown shown = show(word, len);
        width += shown.columns;
        word += shown.taken;
        len -= shown.taken;
    }
    return width;
}

int cli_width(const char *text)
{
    return width_of(text, strlen(text));
}

/* ---- Directions ---- */

/* What is written from right to left stands between these on a terminal: the rest of the line keeps
 * its order whatever the terminal makes of it. What is copied from there has them too: titles are
 * compared without them. */
static const char isolate[] = "\u2068";
static const char isolated[] = "\u2069";

/* Whether they are understood: a terminal of another character set shows something else for them.
 */
static bool isolates(FILE *out)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *locale = NULL;

    for (size_t i = 0; !(locale && *locale) && i < sizeof(names) / sizeof(*names); i++)
        locale = getenv(names[i]);
    return is_terminal(out) && locale &&
           (strcasestr(locale, "UTF-8") || strcasestr(locale, "UTF8"));
}

void cli_print_apart(FILE *out, const char *text)
{
    bool apart = epi_utf8_is_leftward(text) && isolates(out);

    if (apart)
        fputs(isolate, out);
    cli_print(out, text);
    if (apart)
        fputs(isolated, out);
}

/* Whether a character is of a script that is written from right to left. */
static bool is_leftwards(unsigned long code)
{
    return (code >= 0x590 && code <= 0x8ff) || (code >= 0xfb1d && code <= 0xfdff) ||
           (code >= 0xfe70 && code <= 0xfeff) || (code >= 0x10800 && code <= 0x10fff) ||
           (code >= 0x1e800 && code <= 0x1efff);
}

/* Whether a character is a letter of any other script, as far as that matters here: what is no
 * letter, as a digit, goes with its neighbours. */
static bool is_rightwards(unsigned long code)
{
    return (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z') ||
           (code >= 0xc0 && !is_leftwards(code) && !(code >= 0x2000 && code < 0x2c00));
}

enum direction { NEUTRAL, LEFTWARDS, RIGHTWARDS };

/* The direction of a word of len bytes: of its first letter. */
static enum direction direction_of(const char *word, size_t len)
{
    while (len > 0) {
        size_t bytes = epi_utf8_length(word, len);
        unsigned long code = bytes ? code_of(word, bytes) : '?';
        if (is_leftwards(code))
            return LEFTWARDS;
        if (is_rightwards(code))
            return RIGHTWARDS;
        bytes = bytes ? bytes : 1;
        word += bytes;
        len -= bytes;
    }
    return NEUTRAL;
}

/* The direction of the first word of a text that has one. */
static enum direction direction_ahead(const char *text)
{
    enum direction direction = NEUTRAL;

    for (text += strspn(text, " "); *text && direction == NEUTRAL; text += strspn(text, " ")) {
        size_t len = strcspn(text, " ");
        direction = direction_of(text, len);
        text += len;
    }
    return direction;
}

/* ---- Lines ---- */

/* Where a text is being printed. */
struct cursor {
    FILE *out;
    const struct cli_block *block;
    int column;
    bool isolated; /* between the two marks */
};

static void print_line_end(struct cursor *cursor)
{
    fprintf(cursor->out, "%s\n%*s%s", cursor->isolated ? isolated : "", cursor->block->indent, "",
            cursor->isolated ? isolate : "");
    cursor->column = cursor->block->indent;
}

/* An address that is longer than a line is left to the terminal to wrap: so it can be copied. */
static bool is_long_address(const struct cursor *cursor, const char *word, size_t len)
{
    return memmem(word, len, "://", 3) &&
           cursor->block->indent + width_of(word, len) > cursor->block->columns;
}

/* Prints a word of len bytes; what does not fit goes on in the next line. */
static void print_word(struct cursor *cursor, const char *word, size_t len)
{
    bool breaks = !is_long_address(cursor, word, len);

    while (len > 0) {
        struct shown shown = show(word, len);

        if (breaks && cursor->column + shown.columns > cursor->block->columns &&
            cursor->column > cursor->block->indent)
            print_line_end(cursor);
        fprintf(cursor->out, "%.*s", shown.len, shown.text);
        cursor->column += shown.columns;
        word += shown.taken;
        len -= shown.taken;
    }
}

/* The length of the first word of a text: up to a blank; of a command in backquotes up to its end,
 * if it fits in a line. */
static size_t word_length(const struct cli_block *block, const char *text)
{
    size_t len = strcspn(text, " ");
    const char *begin = memchr(text, '`', len);
    const char *end = begin ? strchr(begin + 1, '`') : NULL;

    if (!end || end < text + len)
        return len;
    size_t whole = (size_t)(end - text) + strcspn(end, " ");
    return block->indent + width_of(text, whole) <= block->columns ? whole : len;
}

/* Prints the gap before a word of so many columns, or begins a line. */
static void print_gap(struct cursor *cursor, int gap, int width)
{
    if (cursor->column <= cursor->block->indent)
        return;
    if (cursor->column + gap + width > cursor->block->columns) {
        print_line_end(cursor);
        return;
    }
    fprintf(cursor->out, "%*s", gap, "");
    cursor->column += gap;
}

void cli_flow(FILE *out, const struct cli_block *block, int column, const char *text)
{
    struct cursor cursor = {.out = out, .block = block, .column = column};
    bool marks = isolates(out);
    int gap = 1;

    if (column < block->indent) {
        fprintf(out, "%*s", block->indent - column, "");
        cursor.column = block->indent;
    }
    if (block->paint != CLI_PLAIN)
        cli_paint(block->paint);
    while (*text) {
        size_t len = word_length(block, text);
        bool begins = marks && !cursor.isolated && direction_of(text, len) == LEFTWARDS;

        print_gap(&cursor, gap, width_of(text, len));
        if (begins)
            fputs(isolate, out);
        cursor.isolated = cursor.isolated || begins;
        print_word(&cursor, text, len);
        text += len;
        if (cursor.isolated && direction_ahead(text) != LEFTWARDS) {
            fputs(isolated, out);
            cursor.isolated = false;
        }
        gap = (int)strspn(text, " ");
        text += gap;
    }
    if (block->paint != CLI_PLAIN)
        cli_paint(CLI_PLAIN);
}

void cli_wrap(FILE *out, const struct cli_block *block, int column, const char *text)
{
    cli_flow(out, block, column, text);
    fputc('\n', out);
}
