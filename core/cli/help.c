/* SPDX-License-Identifier: MIT
 *
 * epimark help: prints the table of commands.
 */
#include <string.h>

#include "core/cli/cli.h"

static void print_options(FILE *out, const struct command *command)
{
    fputs("\nOptions:\n", out);
    for (const struct cli_option *option = command->options; option->name; option++) {
        char name[32];
        const char *value = option->value ? option->value : "";
        snprintf(name, sizeof(name), "--%s%s%s", option->name, *value == '[' ? "" : " ", value);
        fprintf(out, "  %-20s  %s\n", name, option->help);
    }
    if (command->run != cli_api)
        fputs("  --data DIR            use the journal in DIR, as of a player in a sandbox\n", out);
    fputs("  --config FILE         read options from FILE as well\n"
          "  --set NAME=VALUE      set one option, overrides all files; may be repeated\n"
          "  --help                this text\n",
          out);
}

static void print_command(FILE *out, const struct command *command)
{
    fprintf(out, "usage: epimark %s%s%s\n\n%s\n", command->name, *command->usage ? " " : "",
            command->usage, command->text);
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
    fputs("epimark marks and rates the episodes you watch in mpv. This tool signs in, shows what\n"
          "was watched, sends what is waiting, and corrects wrong matches.\n\n"
          "usage: epimark [--data DIR] [--config FILE] [--set NAME=VALUE]... COMMAND\n"
          "               [ARGUMENT...]\n",
          out);
    for (const struct command *one = cli_commands; one->name; one++) {
        if (one->group)
            fprintf(out, "\n%s\n", one->group);
        fprintf(out, "  %-9s %s\n", one->name, one->summary);
    }
    fputs("\nSee epimark COMMAND --help. To begin: `epimark login tvmaze`, then watch.\n"
          "Exit status: 0 done, 1 failed, 2 bad usage.\n",
          out);
}

enum cli_exit cli_help(const struct cli_call *call)
{
    const struct command *command = NULL;

    if (call->arg_count > 0 && !(command = cli_command(call->args[0])))
        return cli_usage(call, "unknown command '%s'", call->args[0]);
    cli_print_help(stdout, command);
    return CLI_DONE;
}
