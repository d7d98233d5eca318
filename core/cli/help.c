/* SPDX-License-Identifier: MIT
 *
 * epimark help: prints the table of commands.
 */
#include <stdlib.h>
#include <string.h>

#include "core/cli/cli.h"

enum {
    WIDE = 88,   /* longer lines are hard to read */
    ASIDE = 24,  /* where the second column begins, */
    NARROW = 48, /* unless the terminal has fewer columns than that */
    ABOVE = 2,   /* then the first one begins here, */
    BELOW = 4,   /* and the second one here */
};

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

/* Ends a line with a text; on a terminal it is wrapped. column: where the cursor is. */
static void print_text(FILE *out, int column, int indent, const char *text)
{
    char *line = cli_terminal() ? unwrapped(text) : NULL;

    if (line) {
        int columns = cli_columns();
        const struct cli_block block = {.columns = columns < WIDE ? columns : WIDE,
                                        .indent = indent};
        cli_wrap(out, &block, column, line);
    } else {
        int gap = column < indent ? indent - column : column > 0;
        fprintf(out, "%*s%s\n", gap, "", text);
    }
    free(line);
}

/* Prints a name and, beside it or below, what it is. */
static void print_pair(FILE *out, int width, const char *name, const char *text)
{
    if (cli_columns() < NARROW) {
        print_text(out, 0, ABOVE, name);
        print_text(out, 0, BELOW, text);
    } else {
        print_text(out, fprintf(out, "  %s", name), width, text);
    }
}

static void print_options(FILE *out, const struct command *command)
{
    fputs("\nOptions:\n", out);
    for (const struct cli_option *option = command->options; option->name; option++) {
        char name[32];
        const char *value = option->value ? option->value : "";
        snprintf(name, sizeof(name), "--%s%s%s", option->name, *value && *value != '[' ? " " : "",
                 value);
        print_pair(out, ASIDE, name, option->help);
    }
    if (command->run != cli_api)
        print_pair(out, ASIDE, "--data DIR", "use the journal in DIR, as of a player in a sandbox");
    print_pair(out, ASIDE, "--config FILE", "read options from FILE as well");
    print_pair(out, ASIDE, "--set NAME=VALUE",
               "set one option, overrides all files; may be repeated");
    print_pair(out, ASIDE, "--help", "this text");
}

static void print_usage(FILE *out, const char *name, const char *usage)
{
    char text[512];

    snprintf(text, sizeof(text), "epimark%s%s%s%s", *name ? " " : "", name, *usage ? " " : "",
             usage);
    int column = fprintf(out, "usage:");
    print_text(out, column, column + 1, text);
}

static void print_command(FILE *out, const struct command *command)
{
    print_usage(out, command->name, command->usage);
    fputc('\n', out);
    print_text(out, 0, 0, command->text);
    if (command->run == cli_login)
        cli_print_services(out);
    print_options(out, command);
}

void cli_print_help(FILE *out, const struct command *command)
{
    if (command) {
        print_command(out, command);
        return;
    }
    print_text(out, 0, 0,
               "epimark marks and rates the episodes you watch in mpv. This tool signs in, shows "
               "what\nwas watched, sends what is waiting, and corrects wrong matches.");
    fputc('\n', out);
    print_usage(out, "",
                "[--data DIR] [--config FILE] [--set NAME=VALUE]... COMMAND\n"
                "               [ARGUMENT...]");
    for (const struct command *one = cli_commands; one->name; one++) {
        if (one->group)
            fprintf(out, "\n%s\n", one->group);
        print_pair(out, 12, one->name, one->summary);
    }
    fputc('\n', out);
    print_text(out, 0, 0,
               "See epimark COMMAND --help. To begin: `epimark login tvmaze`, then watch.");
    print_text(out, 0, 0, "Exit status: 0 done, 1 failed, 2 bad usage.");
}

enum cli_exit cli_help(const struct cli_call *call)
{
    const struct command *command = NULL;

    if (call->arg_count > 0 && !(command = cli_command(call->args[0])))
        return cli_usage(call, "unknown command '%s'", call->args[0]);
    cli_print_help(stdout, command);
    return CLI_DONE;
}
