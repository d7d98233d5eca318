/* SPDX-License-Identifier: MIT
 *
 * epimark help: prints the table of commands.
 */
#include <stdlib.h>
#include <string.h>

#include "core/cli/cli.h"

enum {
    ASIDE = 24, /* where the second column begins; */
    ABOVE = 2,  /* on a narrow terminal, the first one begins here, */
    BELOW = 4,  /* and the second one here, below it */
};

/* Prints a name and, beside it or below, what it is. */
static void print_pair(FILE *out, int width, const char *name, const char *text)
{
    if (cli_columns(out) < CLI_NARROW) {
        cli_paragraph(out, 0, ABOVE, name);
        cli_paragraph(out, 0, BELOW, text);
    } else {
        int column = fprintf(out, "  %s", name);
        column += column == width ? fprintf(out, " ") : 0; /* never without a gap */
        cli_paragraph(out, column, width, text);
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
    cli_paragraph(out, column, column + 1, text);
}

static void print_command(FILE *out, const struct command *command)
{
    print_usage(out, command->name, command->usage);
    fputc('\n', out);
    cli_paragraph(out, 0, 0, command->text);
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
    cli_paragraph(
        out, 0, 0,
        "epimark marks and rates the episodes you watch in mpv. This tool signs in, shows "
        "what\nwas watched, sends what is waiting, and corrects wrong matches.");
    fputc('\n', out);
    print_usage(out, "",
                "[--data DIR] [--config FILE] [--set NAME=VALUE]... COMMAND\n"
                "        [ARGUMENT...]");
    for (const struct command *one = cli_commands; one->name; one++) {
        if (one->group)
            fprintf(out, "\n%s\n", one->group);
        print_pair(out, 12, one->name, one->summary);
    }
    fputc('\n', out);
    cli_paragraph(out, 0, 0,
                  "See epimark COMMAND --help. To begin: `epimark login tvmaze`, then watch.");
    cli_paragraph(out, 0, 0, "Exit status: 0 done, 1 failed, 2 bad usage.");
}

enum cli_exit cli_help(const struct cli_call *call)
{
    const struct command *command = NULL;

    if (call->arg_count > 0 && !(command = cli_command(call->args[0])))
        return cli_usage(call, "unknown command '%s'", call->args[0]);
    cli_print_help(stdout, command);
    return CLI_DONE;
}
