/* SPDX-License-Identifier: MIT
 *
 * epimark, the tool: the table of commands, and the reading of a command line.
 */
#include "core/cli/cli.h"
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define JSON                                                                                       \
    {                                                                                              \
        "json", NULL, "for programs: JSON on standard output"                                      \
    }

const struct command cli_commands[] = {
    {.name = "parse",
     .usage = "[--explain] NAME... | -",
     .group = "Names",
     .summary = "what file names say: a JSON object for each",
     .text = "Reads names as the plugin does, without asking anybody, and prints one JSON object\n"
             "a line. With - the names are read from standard input, one a line, whatever bytes\n"
             "they hold.",
     .args_min = 1,
     .args_max = -1,
     .options = {JSON, {"explain", NULL, "before each: its words, what each was taken for, why"}},
     .run = cli_parse},
    {.name = "options",
     .usage = "",
     .group = "About",
     .summary = "every option: its value, where that comes from, what it does",
     .text = "Options are set in script-opts/epimark.conf in mpv's folder, by epimark-NAME=VALUE\n"
             "in mpv's script-opts, or for one command by --set NAME=VALUE.",
     .options = {JSON},
     .run = cli_options},
    {.name = "version",
     .usage = "",
     .summary = "the version, and whose data it is",
     .text = "Prints the version and the credits.",
     .run = cli_version},
    {.name = "help",
     .usage = "[COMMAND]",
     .summary = "this text, or that of a command",
     .text = "The same as epimark COMMAND --help.",
     .args_max = 1,
     .run = cli_help},
    {.name = NULL},
};

const struct command *cli_command(const char *name)
{
    for (const struct command *command = cli_commands; command->name; command++) {
        if (!strcmp(command->name, name))
            return command;
    }
    return NULL;
}

const char *cli_value(const struct cli_call *call, const char *option)
{
    for (size_t i = 0; i < CLI_OPTIONS_MAX && call->command->options[i].name; i++) {
        if (!strcmp(call->command->options[i].name, option))
            return call->values[i];
    }
    return NULL;
}

enum cli_exit cli_usage(const struct cli_call *call, const char *format, ...)
{
    va_list args;

    fflush(stdout);
    fputs("epimark", stderr);
    if (call->command)
        fprintf(stderr, " %s", call->command->name);
    fputs(": ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, " (epimark %s%s--help tells more)\n", call->command ? call->command->name : "",
            call->command ? " " : "");
    return CLI_USAGE;
}

/* ---- Options ---- */

static void warn(void *context, const char *text)
{
    (void)context;
    fprintf(stderr, "epimark: warning: %s\n", text);
}

/* What the plugin reads: the options file and mpv.conf, the user's after the system's. */
static void read_mpv_folders(struct config *config)
{
    char folder[4096];
    char path[4200];

    bool known = config_mpv_folder(folder, sizeof(folder));
    snprintf(path, sizeof(path), "%s/script-opts/epimark.conf", folder);
    if (!known || access(path, F_OK) != 0)
        snprintf(path, sizeof(path), "/etc/mpv/script-opts/epimark.conf");
    config_read_file(config, path, warn, NULL);
    config_read_mpv_conf(config, "/etc/mpv/mpv.conf", warn, NULL);
    snprintf(path, sizeof(path), "%s/mpv.conf", folder);
    if (known)
        config_read_mpv_conf(config, path, warn, NULL);
}

enum { SETS_MAX = 64 };

/* What stands on the command line for all commands. */
struct globals {
    const char *config;
    const char *sets[SETS_MAX];
    int set_count;
    bool help;
    bool version;
};

static enum cli_exit set_options(struct cli_call *call, const struct globals *globals)
{
    config_init(&call->config);
    read_mpv_folders(&call->config);
    if (globals->config) {
        if (access(globals->config, R_OK) != 0) {
            fprintf(stderr, "epimark: cannot read %s: %s\n", globals->config, strerror(errno));
            return CLI_FAILED;
        }
        config_read_file(&call->config, globals->config, warn, NULL);
    }
    for (int i = 0; i < globals->set_count; i++) {
        char name[64];
        struct error err;
        const char *equals = strchr(globals->sets[i], '=');

        if (!equals || equals - globals->sets[i] >= (long)sizeof(name))
            return cli_usage(call, "--set takes NAME=VALUE, not '%s'", globals->sets[i]);
        snprintf(name, sizeof(name), "%.*s", (int)(equals - globals->sets[i]), globals->sets[i]);
        if (!config_set(&call->config, name, equals + 1, SOURCE_COMMAND, &err))
            return cli_usage(call, "%s", err.text);
    }
    return CLI_DONE;
}

/* ---- The command line ---- */

/* Where the value of option is in the arguments: behind '=', or the next one. NULL: none. */
static const char *value_of(const char *equals, char **argv, int *i)
{
    if (equals)
        return equals + 1;
    return argv[*i + 1] ? argv[++*i] : NULL;
}

/* Takes one --name, of all commands or of this one. */
static enum cli_exit take_option(struct cli_call *call, struct globals *globals, char **argv,
                                 int *i)
{
    const char *name = argv[*i] + 2;
    const char *equals = strchr(name, '=');
    size_t len = equals ? (size_t)(equals - name) : strlen(name);
    const char **value = NULL;
    const char *shown = argv[*i];
    bool flag = false;

    if (len == 6 && !strncmp(name, "config", len)) {
        value = &globals->config;
    } else if (len == 3 && !strncmp(name, "set", len)) {
        if (globals->set_count == SETS_MAX)
            return cli_usage(call, "at most %d --set", SETS_MAX);
        value = &globals->sets[globals->set_count++];
    } else if (len == 4 && !strncmp(name, "help", len)) {
        globals->help = flag = true;
    } else if (len == 7 && !strncmp(name, "version", len)) {
        globals->version = flag = true;
    }
    for (size_t k = 0; !value && !flag && call->command && k < CLI_OPTIONS_MAX; k++) {
        const struct cli_option *option = &call->command->options[k];
        if (!option->name)
            break;
        if (len != strlen(option->name) || strncmp(option->name, name, len) != 0)
            continue;
        flag = !option->value;
        value = &call->values[k];
    }
    if (!value && !flag)
        return cli_usage(call, "there is no option '%s'%s", shown,
                         call->command ? "" : " before a command");
    if (flag && equals)
        return cli_usage(call, "'%s' takes no value", shown);
    if (value && !(*value = flag ? "" : value_of(equals, argv, i)))
        return cli_usage(call, "'%s' needs a value", shown);
    return CLI_DONE;
}

/* The command whose name comes nearest, for a slip of the fingers. */
static enum cli_exit unknown_command(const struct cli_call *call, const char *name)
{
    const struct command *nearest = NULL;
    double best = 0.5;

    for (const struct command *command = cli_commands; command->name; command++) {
        double similarity = match_similarity(command->name, name);
        if (similarity > best) {
            best = similarity;
            nearest = command;
        }
    }
    if (nearest)
        return cli_usage(call, "there is no command '%s', but %s", name, nearest->name);
    return cli_usage(call, "there is no command '%s'", name);
}

static enum cli_exit read_line(struct cli_call *call, struct globals *globals, char **argv)
{
    bool only_args = false;

    for (int i = 1; argv[i]; i++) {
        enum cli_exit result = CLI_DONE;

        if (!only_args && !strcmp(argv[i], "--"))
            only_args = true;
        else if (!only_args && argv[i][0] == '-' && argv[i][1] == '-')
            result = take_option(call, globals, argv, &i);
        else if (!only_args && !strcmp(argv[i], "-h"))
            globals->help = true;
        else if (!only_args && argv[i][0] == '-' && argv[i][1])
            result = cli_usage(call, "there is no option '%s'", argv[i]);
        else if (call->command)
            call->args[call->arg_count++] = argv[i];
        else if (!(call->command = cli_command(argv[i])))
            result = unknown_command(call, argv[i]);
        if (result != CLI_DONE)
            return result;
    }
    call->json = call->command && cli_value(call, "json");
    return CLI_DONE;
}

static enum cli_exit run(struct cli_call *call, char **argv)
{
    struct globals globals = {0};
    enum cli_exit result = read_line(call, &globals, argv);
    const struct command *command = call->command;

    if (result != CLI_DONE)
        return result;
    if (globals.help) {
        cli_print_help(stdout, command);
        return CLI_DONE;
    }
    if (globals.version)
        return cli_version(call);
    if (!command) {
        cli_print_help(stderr, NULL);
        return CLI_USAGE;
    }
    if (call->arg_count < command->args_min)
        return cli_usage(call, "something is missing: %s", command->usage);
    if (command->args_max >= 0 && call->arg_count > command->args_max)
        return cli_usage(call, "'%s' is more than it takes", call->args[command->args_max]);
    result = set_options(call, &globals);
    return result == CLI_DONE ? command->run(call) : result;
}

int main(int argc, char **argv)
{
    struct cli_call *call = calloc(1, sizeof(*call));
    enum cli_exit result = CLI_FAILED;

    if (call && (call->args = calloc((size_t)argc + 1, sizeof(*call->args))))
        result = run(call, argv);
    if (call)
        free(call->args);
    free(call);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "epimark: cannot write: %s\n", strerror(errno));
        result = CLI_FAILED;
    }
    return (int)result;
}
