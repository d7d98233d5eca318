/* SPDX-License-Identifier: MIT
 *
 * epimark, the tool: the table of commands, and the reading of a command line.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/cli/cli.h"

#define JSON                                                                                       \
    {                                                                                              \
        "json", NULL, "for programs: JSON on standard output"                                      \
    }

const struct command cli_commands[] = {
    {.name = "login",
     .usage = "[--page | --values] SERVICE",
     .group = "Accounts",
     .summary = "sign in to a service",
     .text =
         "At a terminal, TVmaze and Trakt are signed in to on a web page: its address is shown,\n"
         "with a QR code, and you confirm it there. Otherwise ready-made credentials are\n"
         "asked for one after the other, secret ones without echo; where standard input is no\n"
         "terminal, they are read from it, one value a line in the order below. They are never\n"
         "taken from arguments, which every program on the machine can read. All are kept in\n"
         "the keyring (or, with credential_store=file, in a file that only you can read).",
     .args_min = 1,
     .args_max = 1,
     .options = {{"page", NULL, "confirm on a web page, also where this is no terminal"},
                 {"values", NULL, "type credentials that you have"}},
     .run = cli_login},
    {.name = "logout",
     .usage = "SERVICE",
     .summary = "sign out: forget the credentials of a service",
     .text =
         "Removes what `epimark login SERVICE` has stored, and has Trakt take the access back.\n"
         "What waits for that service stays in the journal.",
     .args_min = 1,
     .args_max = 1,
     .run = cli_logout},
    {.name = "status",
     .usage = "[SERVICE...]",
     .summary = "who is signed in where, and what is held back",
     .text = "Asks each service that you are signed in to whether it still knows you, and tells\n"
             "as whom, what it allows, when the token ends, and what waits for it and why.",
     .args_max = -1,
     .options = {JSON, {"offline", NULL, "ask nobody: tell what is known here"}},
     .run = cli_status},
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
    {.name = "match",
     .usage = "FILE... | [--jsonl] -",
     .summary = "which episode a file is, asked of the catalogues: a JSON object for each",
     .text = "Looks a name up as the plugin does, and prints one JSON object a line: the series\n"
             "and its episodes, or \"series\":null with the reason and the candidates that came\n"
             "closest. A confidence from 0.9 on is sure. Ends with 1 where one was not found.",
     .args_min = 1,
     .args_max = -1,
     .options = {JSON, {"jsonl", NULL, "with -: a line is {\"input\":NAME,\"duration\":SECONDS}"}},
     .run = cli_match},
    {.name = "history",
     .usage = "[--limit N]",
     .group = "Journal",
     .summary = "what was watched and rated, the newest first",
     .text = "One line for each entry: its row, when, how it stands, the episode and the ratings.\n"
             "What a service has not taken yet stands below it.",
     .options = {JSON, {"limit", "N", "so many entries; 20, with --json all"}},
     .run = cli_history},
    {.name = "queue",
     .usage = "",
     .summary = "what no service has taken yet, and why",
     .text = "One line for each thing that waits, is held or was refused, with its row in the\n"
             "journal.",
     .options = {JSON},
     .run = cli_queue},
    {.name = "sync",
     .usage = "[--backlog]",
     .summary = "send now what waits",
     .text = "Identifies and sends everything that is due. Ends with 0 where nothing is left due,\n"
             "else with 1 and the reason.",
     .options = {JSON, {"backlog", NULL, "also what was watched before you signed in"}},
     .run = cli_sync},
    {.name = "rate",
     .usage = "VALUE [--season|--series] [ROW|FILE]",
     .summary = "rate an episode, its season or series from 1 to 10; 0 takes the rating back",
     .text = "Rates an entry of the journal by its row, a file, or else what was last watched or\n"
             "rated. Episode, season and series each have a rating of their own. It is sent by\n"
             "the next mpv or by `epimark sync`.",
     .args_min = 1,
     .args_max = 2,
     .options = {{"season", NULL, "rate the season that it is of"},
                 {"series", NULL, "rate its whole series"}},
     .run = cli_rate},
    {.name = "mark",
     .usage = "[--as watched|acquired|skipped] [ROW|FILE]",
     .summary = "mark an episode as watched",
     .text = "Marks an entry of the journal, a file, or else the last entry as watched, or as\n"
             "acquired (it is at hand) or skipped (it will not be watched). It is sent by the\n"
             "next mpv or by `epimark sync`.",
     .args_max = 1,
     .options = {{"as", "WHAT", "watched, acquired or skipped"}},
     .run = cli_mark},
    {.name = "undo",
     .usage = "[ROW|FILE]",
     .summary = "take back the last thing done",
     .text = "Takes back the last mark or rating, of all or of one row or file. What was not sent\n"
             "is dropped; what was sent is taken back where the service allows it.",
     .args_max = 1,
     .run = cli_undo},
    {.name = "fix",
     .usage = "ROW|FILE --series tvdb:ID|tvmaze:ID [--season N] [--episode N]",
     .summary = "say which series it really is, from now on",
     .text = "Corrects the series of a file, and where given its season and episode. It is\n"
             "remembered for everything in that folder whose name is read as the same series.",
     .args_min = 1,
     .args_max = 1,
     .options = {{"series", "SERVICE:ID", "tvdb:81189, tvmaze:169"},
                 {"season", "N", "the season this file really is of"},
                 {"episode", "N", "the episode it really is"}},
     .run = cli_fix},
    {.name = "follow",
     .usage = "[--undo] [ROW|FILE|SERIES]",
     .group = "Services",
     .summary = "follow a series at TVmaze",
     .text =
         "The series is that of a row, of a file, or of what was last watched or rated; or it\n"
         "is named itself: tvmaze:169, tvdb:81189. Takes effect at once. TVmaze offers this to\n"
         "paying accounts only.",
     .args_max = 1,
     .options = {{"undo", NULL, "follow it no more"}},
     .run = cli_follow},
    {.name = "tag",
     .usage = "[--undo] NAME [ROW|FILE|SERIES]",
     .summary = "put a tag on a series at TVmaze",
     .text = "The series is found as by `epimark follow`. A tag of that name is made where there\n"
             "is none. Takes effect at once. TVmaze offers this to paying accounts only.",
     .args_min = 1,
     .args_max = 2,
     .options = {{"undo", NULL, "take the tag from the series"}},
     .run = cli_tag},
    {.name = "marked",
     .usage = "[ROW|FILE|SERIES]",
     .summary = "what is marked, followed and tagged at TVmaze",
     .text =
         "One line for each marked episode of the series: how it is marked, when, its title.\n"
         "The series is found as by `epimark follow`. Without one it lists the series that you\n"
         "follow and those under your tags, which TVmaze offers to paying accounts only.",
     .args_max = 1,
     .options = {JSON},
     .run = cli_marked},
    {.name = "api",
     .usage = "[SERVICE [ROUTE [NAME=VALUE]...]]",
     .summary = "call a web service yourself, route by route",
     .text = "Without a service it lists them, without a route the service's routes and what each\n"
             "takes (with --json all that is known of them). A call goes out with your\n"
             "credentials, and prints the JSON that was answered. What a route does not take is\n"
             "refused before anything is sent.",
     .args_max = -1,
     .options = {JSON,
                 {"data", "JSON", "the body; - reads it from standard input"},
                 {"all-pages", NULL, "a whole list, page after page"}},
     .run = cli_api},
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
        if (strcmp(command->name, name) == 0)
            return command;
    }
    return NULL;
}

const char *cli_value(const struct cli_call *call, const char *option)
{
    for (size_t i = 0; i < CLI_OPTIONS_MAX && call->command->options[i].name; i++) {
        if (strcmp(call->command->options[i].name, option) == 0)
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
static void read_mpv_folders(struct epi_config *config)
{
    char folder[4096];
    char path[4200];

    bool known = epi_config_mpv_folder(folder, sizeof(folder));
    snprintf(path, sizeof(path), "%s/script-opts/epimark.conf", known ? folder : "");
    if (!known || !epi_config_read_file(config, path, EPI_SOURCE_FILE, warn, NULL))
        epi_config_read_file(config, "/etc/mpv/script-opts/epimark.conf", EPI_SOURCE_FILE, warn,
                             NULL);
    epi_config_read_mpv_conf(config, "/etc/mpv/mpv.conf", warn, NULL);
    if (known) {
        snprintf(path, sizeof(path), "%s/mpv.conf", folder);
        epi_config_read_mpv_conf(config, path, warn, NULL);
    }
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
    struct epi_error err;
    call->config = epi_config_new(&err);
    if (!call->config)
        return cli_failed(&err);
    read_mpv_folders(call->config);
    if (globals->config &&
        !epi_config_read_file(call->config, globals->config, EPI_SOURCE_CONFIG, warn, NULL)) {
        fprintf(stderr, "epimark: cannot read %s: %s\n", globals->config, strerror(ENOENT));
        return CLI_FAILED;
    }
    for (int i = 0; i < globals->set_count; i++) {
        char name[64];
        const char *equals = strchr(globals->sets[i], '=');

        if (!equals || equals - globals->sets[i] >= (long)sizeof(name))
            return cli_usage(call, "--set takes NAME=VALUE, not '%s'", globals->sets[i]);
        snprintf(name, sizeof(name), "%.*s", (int)(equals - globals->sets[i]), globals->sets[i]);
        if (!epi_config_set(call->config, name, equals + 1, EPI_SOURCE_COMMAND, &err))
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

    if (len == 6 && strncmp(name, "config", len) == 0) {
        value = &globals->config;
    } else if (len == 3 && strncmp(name, "set", len) == 0) {
        if (globals->set_count == SETS_MAX)
            return cli_usage(call, "at most %d --set", SETS_MAX);
        value = &globals->sets[globals->set_count++];
    } else if (len == 4 && strncmp(name, "help", len) == 0) {
        globals->help = flag = true;
    } else if (len == 7 && strncmp(name, "version", len) == 0) {
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
        double similarity = epi_parser_similarity(command->name, name);
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

        if (!only_args && strcmp(argv[i], "--") == 0)
            only_args = true;
        else if (!only_args && argv[i][0] == '-' && argv[i][1] == '-')
            result = take_option(call, globals, argv, &i);
        else if (!only_args && strcmp(argv[i], "-h") == 0)
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
    if (call) {
        epi_config_free(call->config);
        free(call->args);
    }
    free(call);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "epimark: cannot write: %s\n", strerror(errno));
        result = CLI_FAILED;
    }
    return (int)result;
}
