/* SPDX-License-Identifier: MIT
 *
 * What all commands share at the terminal: errors, numbers, times, JSON, lines.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/cli/cli.h"

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

const char *cli_time(int64_t at, char buffer[CLI_TIME_MAX])
{
    time_t seconds = (time_t)at;
    struct tm parts;

    if (at < CLI_YEAR_2000 || !localtime_r(&seconds, &parts) ||
        strftime(buffer, CLI_TIME_MAX, "%Y-%m-%d %H:%M", &parts) == 0)
        snprintf(buffer, CLI_TIME_MAX, "-");
    return buffer;
}

int cli_year(const char *title, int year)
{
    char said[16];
    int len = snprintf(said, sizeof(said), "(%d)", year);
    size_t all = strlen(title);

    return all >= (size_t)len && strcmp(title + all - len, said) == 0 ? 0 : year;
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
            cli_progress_about(""); /* what is waited for is waited for since now */
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
