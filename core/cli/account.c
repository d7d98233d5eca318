/* SPDX-License-Identifier: MIT
 *
 * epimark login, logout, status: the accounts.
 */
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "core/cli/cli.h"
#include "core/cli/table.h"

enum { FIELDS_MAX = 8, VALUE_MAX = 4096 };

static const char *optional(unsigned flags)
{
    return flags & (EPI_FIELD_OPTIONAL | EPI_FIELD_PRESET) ? "; may be empty" : "";
}

/* Where what signing in asks for comes from. */
static void print_hint(FILE *out, const struct epi_config *config, const char *service, int indent)
{
    const char *hint = epi_account_hint(config, service);

    if (hint)
        cli_paragraph(out, 0, indent, hint);
}

/* What signing in asks for; page: on a web page. */
static void print_fields(FILE *out, const char *service, bool page)
{
    bool narrow = cli_columns(out) < CLI_NARROW;
    const char *prompt;
    unsigned flags;

    for (size_t k = 0; (prompt = epi_account_field(NULL, service, page, k, &flags)); k++) {
        int indent = page && !narrow ? 12 : 4;
        char text[256];
        snprintf(text, sizeof(text), "%s%s", prompt, optional(flags));
        int column = page && k == 0 ? fprintf(out, "    --page:%s", narrow ? "\n" : " ") : 0;
        column = narrow ? 0 : column;
        column += fprintf(out, "%*s%zu.", indent - column, "", k + 1);
        cli_paragraph(out, column, column + 1, text);
    }
}

/* The services that the options choose, and what each is good for. Returns how many there are of
 * others, whose names it appends to more. */
static int print_offered(FILE *out, const struct epi_config *config, bool fields, char *more,
                         size_t size)
{
    const char *service;
    int others = 0;

    for (size_t i = 0; (service = epi_account_service(i)); i++) {
        if (!epi_account_offered(config, service)) {
            size_t used = strlen(more);
            snprintf(more + used, size - used, "%s%s", others++ ? ", " : "", service);
            continue;
        }
        fprintf(out, "  %s\n", service);
        print_hint(out, fields ? NULL : config, service, 4);
        if (fields) {
            print_fields(out, service, false);
            print_fields(out, service, true);
        }
    }
    return others;
}

void cli_print_services(FILE *out)
{
    struct epi_config *defaults = epi_config_new(NULL);
    char more[128] = "";

    fputc('\n', out);
    cli_paragraph(out, 0, 0, "SERVICE is one of these, and asks for:");
    if (defaults && print_offered(out, defaults, true, more, sizeof(more))) {
        char text[256];
        snprintf(text, sizeof(text), "or one of an older version, which an option chooses: %s",
                 more);
        cli_paragraph(out, 0, 0, text);
    }
    epi_config_free(defaults);
}

static bool known_service(const char *name)
{
    const char *service;

    for (size_t i = 0; (service = epi_account_service(i)); i++) {
        if (strcmp(service, name) == 0)
            return true;
    }
    return false;
}

static enum cli_exit unknown_service(const struct cli_call *call, const char *name)
{
    char names[128] = "";
    const char *service;

    for (size_t i = 0; (service = epi_account_service(i)); i++) {
        size_t used = strlen(names);
        if (epi_account_offered(call->config, service))
            snprintf(names + used, sizeof(names) - used, "%s%s", used ? ", " : "", service);
    }
    return cli_usage(call, "unknown service '%s'; one of: %s", name, names);
}

/* ---- Asking ---- */

/* Reads one line as a value. False at the end of input or on Ctrl+C. */
static bool read_value(char *value, bool *too_long)
{
    size_t len = 0;

    ssize_t count;
    char byte;
    *too_long = false;
    while ((count = cli_read(STDIN_FILENO, &byte, 1)) == 1 && byte != '\n') {
        *too_long = len + 1 >= VALUE_MAX;
        if (!*too_long)
            value[len++] = byte;
    }
    if (len > 0 && value[len - 1] == '\r')
        len--;
    value[len] = '\0';
    return count == 1 || (count == 0 && len > 0);
}

/* Prompts at the terminal; a secret value is not echoed. */
static bool ask(const char *prompt, unsigned flags, char *value, bool *too_long)
{
    struct termios before;
    bool hidden = flags & EPI_FIELD_SECRET && tcgetattr(STDIN_FILENO, &before) == 0;

    cli_ask(stderr, "%s%s:", prompt, optional(flags));
    struct termios quiet;
    if (hidden) {
        quiet = before;
        quiet.c_lflag &= ~(tcflag_t)ECHO;
        hidden = tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
    }
    bool read = read_value(value, too_long);
    cli_progress_about(""); /* what is waited for is waited for since now */
    if (hidden) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        fputc('\n', stderr);
    }
    return read;
}

/* Asks for all values of a service, in order; page: those for its web page. */
static enum cli_exit collect(const struct cli_call *call, const char *service, bool page,
                             char values[FIELDS_MAX][VALUE_MAX], size_t *count)
{
    bool terminal = isatty(STDIN_FILENO);
    bool skips = false;

    for (*count = 0; *count < FIELDS_MAX; ++*count) {
        char *value = values[*count];
        bool too_long = false;
        unsigned flags;
        const char *prompt = epi_account_field(call->config, service, page, *count, &flags);

        value[0] = '\0';
        if (!prompt)
            break;
        /* What belongs to a value that was not typed is not asked for. */
        skips = terminal && skips && flags & EPI_FIELD_OPTIONAL;
        if (skips)
            continue;
        bool there = terminal ? ask(prompt, flags, value, &too_long) : read_value(value, &too_long);
        if (cli_interrupted()) {
            cli_error("stopped; nothing was changed");
            return CLI_FAILED;
        }
        if (too_long)
            return cli_usage(call, "%s is longer than %d bytes", prompt, VALUE_MAX - 1);
        skips = !value[0] && flags & EPI_FIELD_PRESET;
        if ((!there || !value[0]) && !(flags & (EPI_FIELD_OPTIONAL | EPI_FIELD_PRESET)))
            return cli_usage(call, "missing value: %s", prompt);
    }
    return CLI_DONE;
}

static bool yes(const char *question)
{
    cli_ask(stderr, "%s [y/N]", question);
    bool too_long;
    char answer[VALUE_MAX];
    return read_value(answer, &too_long) && (answer[0] == 'y' || answer[0] == 'Y');
}

/* Sends what waits, and says what became of it. */
static enum cli_exit send_now(struct epi_client *client, const char *service)
{
    struct epi_error err;

    if (!epi_account_release(client, service, &err))
        return cli_failed(&err);
    const struct epi_sync *sync = epi_client_sync(client, false, &err);
    cli_progress_clear();
    if (!sync)
        return cli_failed(&err);
    const char *end = sync->dead ? "; `epimark queue` shows what was refused" : "";
    if (sync->waiting)
        cli_say("%d sent, %d waiting: %s%s.", sync->sent, sync->waiting, sync->reason, end);
    else
        cli_say("%d sent%s.", sync->sent, end);
    return CLI_DONE;
}

/* Says how much from before this sign-in waits. Returns whether anything does. */
static bool say_backlog(struct epi_client *client, int waiting)
{
    int unidentified = cli_unidentified(client);
    char more[64] = "";

    if (unidentified) {
        snprintf(more, sizeof(more), "%d %s not identified yet", unidentified,
                 unidentified == 1 ? "episode is" : "episodes are");
    }
    if (waiting) {
        cli_say("%d %s from before this sign-in %s waiting%s%s.", waiting,
                waiting == 1 ? "delivery" : "deliveries", waiting == 1 ? "is" : "are",
                unidentified ? ", and " : "", more);
    } else if (unidentified) {
        cli_say("%s that may be sent, from before this sign-in.", more);
    }
    return waiting || unidentified;
}

/* What was watched before the first sign-in is sent only if the user agrees. */
static enum cli_exit offer_backlog(struct epi_client *client, const char *service, int waiting)
{
    if (!say_backlog(client, waiting))
        return CLI_DONE;
    fflush(stdout);
    if (!isatty(STDIN_FILENO)) {
        cli_say("`epimark sync --backlog` sends them; what you watch from now on is sent anyway.");
        return CLI_DONE;
    }
    if (!yes("Send them now? `epimark sync --backlog` sends them later.")) {
        puts("Kept.");
        return CLI_DONE;
    }
    return send_now(client, service);
}

/* Whether to sign in on a web page: with --page, or at a terminal if that is the service's first
 * way. */
static bool wants_page(const struct cli_call *call, const char *service)
{
    if (cli_value(call, "page") || cli_value(call, "here"))
        return true;
    return !cli_value(call, "values") && isatty(STDIN_FILENO) &&
           epi_account_pairs_first(call->config, service);
}

static void say_first(const struct cli_call *call, const char *service, bool page)
{
    if (!isatty(STDIN_FILENO))
        return;
    print_hint(stderr, call->config, service, 0);
    if (page) {
        cli_remark("(`epimark login %s --values` asks for credentials that you have.)", service);
    }
}

/* Signs in on a web page; with --here it asks nobody, and has no values. */
static enum cli_exit sign_in_on_page(const struct cli_call *call, struct epi_client *client,
                                     const char *service, const char *const *values, size_t count,
                                     char *account, size_t size, int *waiting)
{
    bool here = cli_value(call, "here") != NULL;
    struct epi_error err;
    const struct epi_pairing *pairing =
        here ? epi_account_pair_here(client, service, cli_value(call, "redirect"), &err)
             : epi_account_pair_start(client, service, values, count, &err);

    if (!pairing)
        return cli_failed(&err);
    if (here)
        cli_say("Nothing is e-mailed: the link is for a browser that is signed in there.");
    return cli_pair(client, pairing, account, size, waiting);
}

static enum cli_exit sign_in(const struct cli_call *call, struct epi_client *client,
                             const char *service, bool page, char values[FIELDS_MAX][VALUE_MAX],
                             size_t count)
{
    const char *given[FIELDS_MAX];
    int waiting = 0;
    enum cli_exit result = CLI_DONE;

    for (size_t i = 0; i < FIELDS_MAX; i++)
        given[i] = values[i];
    struct epi_error err;
    char account[128];
    if (page) {
        result = sign_in_on_page(call, client, service, given, count, account, sizeof(account),
                                 &waiting);
    } else if (!epi_account_login(client, service, given, count, account, sizeof(account), &waiting,
                                  &err)) {
        result = cli_failed(&err);
    }
    if (result != CLI_DONE)
        return result;
    cli_say("Signed in to %s as %s.", service, account);
    return offer_backlog(client, service, waiting);
}

/* Shows what there is, and asks for one of it at a terminal. "": none was chosen. */
static void choose_service(const struct cli_call *call, char service[VALUE_MAX])
{
    bool terminal = isatty(STDIN_FILENO);
    FILE *out = terminal ? stderr : stdout;
    char more[128] = "";

    fputs("What you can sign in to:\n", out);
    print_offered(out, call->config, false, more, sizeof(more));
    service[0] = '\0';
    if (!terminal)
        return;
    cli_ask(stderr, "Which one? [Enter ends]");
    bool too_long;
    if (!read_value(service, &too_long)) {
        fputc('\n', stderr);
        service[0] = '\0';
    }
}

enum cli_exit cli_login(const struct cli_call *call)
{
    static char values[FIELDS_MAX][VALUE_MAX];
    static char chosen[VALUE_MAX];
    const char *service = call->arg_count > 0 ? call->args[0] : chosen;

    if (call->arg_count == 0)
        choose_service(call, chosen);
    if (!service[0])
        return isatty(STDIN_FILENO) ? CLI_DONE : cli_missing(call);
    if (!known_service(service))
        return unknown_service(call, service);
    bool page = wants_page(call, service);
    bool here = cli_value(call, "here") != NULL;
    if (here && !epi_account_pairs_here(service))
        return cli_usage(call, "--here is not for %s", service);
    if (cli_value(call, "values") && (here || cli_value(call, "page")))
        return cli_usage(call, "--values and --%s cannot be combined", here ? "here" : "page");
    const char *redirect = cli_value(call, "redirect");
    if (!here && redirect)
        return cli_usage(call, "--redirect needs --here");
    if (redirect && !strstr(redirect, "://")) {
        return cli_usage(call, "invalid value \"%s\" for --redirect; expected an address",
                         redirect);
    }
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    say_first(call, service, page);
    size_t count = 0;
    enum cli_exit result = here ? CLI_DONE : collect(call, service, page, values, &count);
    if (result == CLI_DONE)
        result = sign_in(call, client, service, page, values, count);
    explicit_bzero(values, sizeof(values));
    cli_client_free(client);
    return result;
}

enum cli_exit cli_logout(const struct cli_call *call)
{
    const char *service = call->args[0];

    if (!known_service(service))
        return unknown_service(call, service);
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    struct epi_error err;
    const struct epi_account *account = epi_account_status(client, service, false, &err);
    /* What cannot be asked may be signed in. */
    bool was_in = account && (account->signed_in || account->error[0]);
    char untold[256];
    bool ok = account && epi_account_logout(client, service, untold, sizeof(untold), &err);
    cli_client_free(client);
    if (!ok)
        return cli_failed(&err);
    if (!was_in) {
        cli_say("You were not signed in to %s.", service);
        return CLI_DONE;
    }
    cli_say("Signed out of %s.", service);
    if (untold[0]) {
        cli_say("The service could not be notified (%s); revoke the access on its web site.",
                untold);
    }
    return CLI_DONE;
}

/* ---- Status ---- */

/* said: its error was printed for another one already, as that of a keyring that is not there. */
static bool print_account(const struct epi_account *account, bool said)
{
    static const struct table_column columns[] = {{.least = 7}, {.head = NULL}};
    struct table *table = table_new(columns, 2);

    table_cell(table, CLI_PLAIN);
    table_add(table, "%s", account->service);
    table_cell(table, CLI_PLAIN);
    if (account->signed_in)
        table_add(table, "signed in as %s", account->account);
    else
        table_add(table, "not signed in");
    if (account->level[0])
        table_add(table, ", %s", account->level);
    char ends[CLI_TIME_MAX];
    if (account->expires_at)
        table_add(table, ", token until %s", cli_time(account->expires_at, ends));
    if (account->waiting)
        table_add(table, ", %d waiting", account->waiting);
    if (account->requests_a_day) {
        table_add(table, ", %d of %d requests left today", account->requests_left,
                  account->requests_a_day);
    }
    if (account->allowed[0]) {
        table_last(table, CLI_DIM);
        table_add(table, "allowed: %s", account->allowed);
    }
    if (account->held[0]) {
        table_last(table, CLI_WAITS);
        table_add(table, "held: %s (`epimark queue retry` asks again)", account->held);
    }
    if (account->error[0] && !said && strcmp(account->error, account->held) != 0) {
        table_last(table, CLI_BAD);
        table_add(table, "%s", account->error);
    }
    return table_end(table);
}

static bool is_wanted(const struct cli_call *call, const char *service)
{
    for (int i = 0; i < call->arg_count; i++) {
        if (strcmp(call->args[i], service) == 0)
            return true;
    }
    return call->arg_count == 0;
}

enum cli_exit cli_status(const struct cli_call *call)
{
    bool check = !cli_value(call, "offline");
    enum cli_exit result = CLI_DONE;
    bool first = true;
    bool nowhere = call->arg_count == 0; /* not signed in to any */
    char last[1024] = "";

    for (int i = 0; i < call->arg_count; i++) {
        if (!known_service(call->args[i]))
            return unknown_service(call, call->args[i]);
    }
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    const char *service;
    for (size_t i = 0; (service = epi_account_service(i)); i++) {
        if (!is_wanted(call, service))
            continue;
        struct epi_error err;
        const struct epi_account *account = epi_account_status(client, service, check, &err);
        if (!account) {
            result = cli_failed(&err);
            break;
        }
        nowhere = nowhere && !account->signed_in && !account->error[0];
        bool hidden = call->arg_count == 0 && !account->signed_in && !account->waiting &&
                      !epi_account_offered(call->config, service);
        if (call->json) {
            cli_json_element(epi_json_account(account), &first);
        } else if (!hidden) {
            if (!print_account(account, strcmp(account->error, last) == 0))
                result = CLI_FAILED;
            fflush(stdout); /* the next service may not answer soon */
            snprintf(last, sizeof(last), "%s", account->error);
        }
        if (account->error[0] && !(hidden && !call->json))
            result = CLI_FAILED;
    }
    if (call->json)
        cli_json_end(first);
    else
        cli_print_journals(call);
    if (nowhere && cli_terminal() && !call->json && result == CLI_DONE)
        cli_say("`epimark login` signs in; until then, what you watch is kept here.");
    cli_client_free(client);
    return result;
}
