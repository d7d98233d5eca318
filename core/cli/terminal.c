/* SPDX-License-Identifier: MIT
 *
 * What all commands share at the terminal: safe output of text, times, JSON, lines.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "core/cli/cli.h"

static char failed[512];  /* what was printed as an error last */
static char warning[512]; /* what is to be printed at the end */

enum cli_exit cli_failed(const struct epi_error *err)
{
    snprintf(failed, sizeof(failed), "%s", err->text);
    fflush(stdout);
    fprintf(stderr, "epimark: %s%s\n", err->text, epi_error_advice(err));
    return CLI_FAILED;
}

void cli_warn(const char *text)
{
    if (text[0])
        snprintf(warning, sizeof(warning), "%s", text);
}

void cli_print_warning(void)
{
    fflush(stdout);
    if (warning[0] && strcmp(warning, failed) != 0)
        fprintf(stderr, "epimark: warning: %s\n", warning);
}

bool cli_number(const char *text, long long min, long long max, long long *number)
{
    size_t digits = strspn(text, "0123456789");

    if (digits == 0 || text[digits] || digits > 18)
        return false;
    char *end;
    long long value = strtoll(text, &end, 10);
    if (value < min || value > max)
        return false;
    *number = value;
    return true;
}

void cli_print(FILE *out, const char *text)
{
    size_t left = strlen(text);

    while (left > 0) {
        unsigned char first = (unsigned char)*text;
        size_t len = epi_utf8_length(text, left);
        /* C1 controls are two bytes in UTF-8, and some terminals obey them. */
        bool control = first < 0x20 || first == 0x7f ||
                       (len == 2 && first == 0xc2 && (unsigned char)text[1] < 0xa0);

        if (len == 0 || control)
            fputc('?', out);
        else
            fprintf(out, "%.*s", (int)len, text);
        len = len ? len : 1;
        text += len;
        left -= len;
    }
}

void cli_print_series(FILE *out, const struct epi_series *series)
{
    cli_print(out, series->title);
    if (series->year && series->country[0])
        fprintf(out, " (%d, %s)", series->year, series->country);
    else if (series->year)
        fprintf(out, " (%d)", series->year);
    else if (series->country[0])
        fprintf(out, " (%s)", series->country);
}

int cli_columns(void)
{
    struct winsize size = {0};
    bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;

    return known ? size.ws_col : 80;
}

/* The columns of a word of len bytes. */
static int width_of(const char *word, size_t len)
{
    int width = 0;

    for (size_t i = 0; i < len;) {
        size_t bytes = epi_utf8_length(word + i, len - i);
        width += epi_utf8_columns(word + i, len - i);
        i += bytes ? bytes : 1;
    }
    return width;
}

/* Prints a word of len bytes; what does not fit goes on in the next line. Returns the column. */
static int print_word(FILE *out, const struct cli_block *block, int column, const char *word,
                      size_t len)
{
    for (size_t i = 0; i < len;) {
        size_t bytes = epi_utf8_length(word + i, len - i);
        int width = epi_utf8_columns(word + i, len - i);
        char one[8] = "";

        bytes = bytes ? bytes : 1;
        if (column + width > block->columns && column > block->indent) {
            fprintf(out, "\n%*s", block->indent, "");
            column = block->indent;
        }
        memcpy(one, word + i, bytes);
        cli_print(out, one);
        column += width;
        i += bytes;
    }
    return column;
}

void cli_wrap(FILE *out, const struct cli_block *block, int column, const char *text)
{
    if (column < block->indent) {
        fprintf(out, "%*s", block->indent - column, "");
        column = block->indent;
    }
    while (*text) {
        size_t len = strcspn(text, " ");
        bool begins = column <= block->indent;

        if (!begins && column + 1 + width_of(text, len) > block->columns) {
            fprintf(out, "\n%*s", block->indent, "");
            column = block->indent;
        } else if (!begins) {
            fputc(' ', out);
            column++;
        }
        column = print_word(out, block, column, text, len);
        text += len;
        text += strspn(text, " ");
    }
    fputc('\n', out);
}

const char *cli_time(int64_t at, char buffer[CLI_TIME_MAX])
{
    time_t seconds = (time_t)at;
    struct tm parts;

    if (at == 0 || !localtime_r(&seconds, &parts) ||
        strftime(buffer, CLI_TIME_MAX, "%Y-%m-%d %H:%M", &parts) == 0)
        snprintf(buffer, CLI_TIME_MAX, "-");
    return buffer;
}

void cli_json(char *text)
{
    puts(text);
    free(text);
}

void cli_json_element(char *text, bool *first)
{
    fputs(*first ? "[" : ",\n ", stdout);
    fputs(text, stdout);
    free(text);
    *first = false;
}

void cli_json_end(bool first)
{
    puts(first ? "[]" : "]");
}

/* Makes room in the buffer and reads more. False at the end. */
static bool fill(struct cli_lines *lines)
{
    if (lines->buffer && lines->start > 0) {
        memmove(lines->buffer, lines->buffer + lines->start, lines->end - lines->start);
        lines->end -= lines->start;
        lines->start = 0;
    }
    if (lines->end == lines->size) {
        size_t size = lines->size ? lines->size * 2 : 1 << 18;
        char *buffer = size <= CLI_LINE_MAX ? realloc(lines->buffer, size) : NULL;

        lines->failed = !buffer;
        if (!buffer)
            return false;
        lines->buffer = buffer;
        lines->size = size;
    }
    fflush(stdout);
    ssize_t count = cli_read(lines->fd, lines->buffer + lines->end, lines->size - lines->end);
    /* Only Ctrl+C interrupts a read here: treat it as the end. */
    lines->failed = count < 0 && errno != EINTR;
    if (count > 0)
        lines->end += (size_t)count;
    return count > 0;
}

bool cli_line(struct cli_lines *lines, const char **line, size_t *len)
{
    size_t seen = 0;

    for (;;) {
        size_t there = lines->end - lines->start;
        char *start = lines->buffer ? lines->buffer + lines->start : NULL;
        char *end = start && there > seen ? memchr(start + seen, '\n', there - seen) : NULL;

        if (end || (lines->over && there > 0)) {
            *line = start;
            *len = end ? (size_t)(end - start) : there;
            lines->start += *len + (end != NULL);
            return true;
        }
        if (lines->over)
            return false;
        seen = there;
        lines->over = !fill(lines);
        if (lines->failed)
            return false;
    }
}

void cli_lines_free(struct cli_lines *lines)
{
    free(lines->buffer);
}
