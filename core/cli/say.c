/* SPDX-License-Identifier: MIT
 *
 * What commands say: sentences, questions, errors. On a terminal they are wrapped between words,
 * elsewhere each is one line.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/cli/cli.h"

/* ---- Sentences ---- */

enum { SENTENCE_MAX = 8192 };

static void print(FILE *out, int end, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));

/* Prints a sentence, wrapped; after it comes end. */
static void print(FILE *out, int end, const char *format, va_list arguments)
{
    const struct cli_block block = {.columns = cli_columns(out)};
    char text[SENTENCE_MAX];

    vsnprintf(text, sizeof(text), format, arguments);
    cli_flow(out, &block, 0, text);
    fputc(end, out);
}

void cli_say(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    print(stdout, '\n', format, arguments);
    va_end(arguments);
}

void cli_remark(const char *format, ...)
{
    fflush(stdout);
    va_list arguments;
    va_start(arguments, format);
    print(stderr, '\n', format, arguments);
    va_end(arguments);
}

void cli_ask(FILE *out, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    print(out, ' ', format, arguments);
    va_end(arguments);
}

/* A text in one line. NULL if memory is short. */
static char *unwrapped(const char *text)
{
    char *line = strdup(text);
    char *end = line;

    for (const char *c = text; line && *c; c++) {
        bool blank = *c == ' ' || *c == '\n';
        if (!blank || (end > line && end[-1] != ' '))
            *end++ = blank ? ' ' : *c;
    }
    if (line)
        *end = '\0';
    return line;
}

enum { WIDE = 88 }; /* longer lines are hard to read */

void cli_paragraph(FILE *out, int column, int indent, const char *text)
{
    char *line = isatty(fileno(out)) ? unwrapped(text) : NULL;

    if (line) {
        int columns = cli_columns(out);
        const struct cli_block block = {.columns = columns < WIDE ? columns : WIDE,
                                        .indent = indent};
        cli_wrap(out, &block, column, line);
    }
    for (const char *at = line ? "" : text; *at;) {
        int len = (int)strcspn(at, "\n");
        int gap = column < indent ? indent - column : column > 0;
        fprintf(out, "%*s%.*s\n", gap, "", len, at);
        at += len + (at[len] == '\n');
        column = 0;
    }
    free(line);
}

/* ---- Errors ---- */

static char failed[512];  /* what was printed as an error last */
static char warning[512]; /* what is to be printed at the end */

/* Prints what is wrong to stderr, after "epimark NAME:". On a terminal all lines begin behind
 * "epimark:", unless there is no room for that. */
static void complain(const char *name, const char *text)
{
    struct cli_block block = {.columns = cli_columns(stderr), .indent = (int)sizeof("epimark:")};

    if (block.columns < CLI_NARROW)
        block.indent = 2;
    cli_progress_clear();
    fflush(stdout);
    int column = fprintf(stderr, "epimark%s%s:", *name ? " " : "", name);
    cli_flow(stderr, &block, column, text);
    fputc('\n', stderr);
}

void cli_error(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    char text[SENTENCE_MAX];
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    complain("", text);
}

enum cli_exit cli_usage(const struct cli_call *call, const char *format, ...)
{
    const char *name = call->command ? call->command->name : "";
    va_list arguments;

    va_start(arguments, format);
    char text[SENTENCE_MAX];
    int len = vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    if (len >= 0 && (size_t)len < sizeof(text)) {
        snprintf(text + len, sizeof(text) - (size_t)len, " (see `epimark %s%s--help`)", name,
                 *name ? " " : "");
    }
    complain(name, text);
    return CLI_USAGE;
}

enum cli_exit cli_missing(const struct cli_call *call)
{
    return cli_usage(call, "missing argument; usage: epimark %s %s", call->command->name,
                     call->command->usage);
}

enum cli_exit cli_failed(const struct epi_error *err)
{
    snprintf(failed, sizeof(failed), "%s", err->text);
    cli_error("%s%s", err->text, epi_error_advice(err));
    return CLI_FAILED;
}

void cli_warn(const char *text)
{
    if (text[0])
        snprintf(warning, sizeof(warning), "%s", text);
}

void cli_print_warning(void)
{
    if (warning[0] && strcmp(warning, failed) != 0)
        cli_error("warning: %s", warning);
}
