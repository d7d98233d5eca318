/* SPDX-License-Identifier: MIT
 *
 * epimark forget: erases entries from the journal and from all that it keeps.
 */
#include <string.h>
#include <unistd.h>

#include "core/cli/cli.h"

/* What is to be erased, as it was typed. */
struct wanted {
    struct epi_target target;
    int64_t before;
};

static enum cli_exit read_wanted(const struct cli_call *call, struct wanted *wanted)
{
    const char *date = cli_value(call, "before");

    *wanted = (struct wanted){0};
    if (!cli_has_target(call, 0) && !date)
        return cli_missing(call);
    if (date && !cli_date(date, &wanted->before))
        return cli_usage(call, "invalid date '%s' for --before; expected YYYY-MM-DD", date);
    return cli_target(call, 0, true, &wanted->target);
}

/* Whether the user wants it, who is told what it means. */
static bool agrees(const struct cli_call *call, const struct epi_forget *found)
{
    bool there = cli_value(call, "there");

    if (cli_value(call, "yes"))
        return true;
    if (found->said) {
        cli_say("What you said of this file would be erased from this computer for good.");
    } else {
        cli_say("%zu %s would be erased from this computer for good.", found->entries,
                found->entries == 1 ? "entry" : "entries");
    }
    if (found->there[0] && there)
        cli_say("To be taken back first: %s", found->there);
    else if (found->there[0])
        cli_say("Services keep what they have: %s (--there takes it back)", found->there);
    if (!isatty(STDIN_FILENO)) {
        cli_say("Nothing is erased without --yes.");
        return false;
    }
    cli_ask(stdout, "Erase? [y/N]");
    struct cli_lines lines = {.fd = STDIN_FILENO};
    const char *line;
    size_t len;
    bool yes = cli_line(&lines, &line, &len) && len > 0 && (line[0] == 'y' || line[0] == 'Y');
    cli_lines_free(&lines);
    return yes && !cli_interrupted();
}

static enum cli_exit forget(const struct cli_call *call, struct epi_client *client,
                            const struct wanted *wanted)
{
    struct epi_error err;
    const struct epi_forget *found = epi_forget_find(
        client, cli_has_target(call, 0) ? &wanted->target : NULL, wanted->before, &err);

    if (!found)
        return cli_failed(&err);
    if (found->entries == 0 && !found->said && !wanted->target.series && !wanted->before) {
        epi_error_set(&err, EPI_ERROR_NEVER, "the journal has nothing of %s",
                      call->arg_count ? call->args[0] : "what was watched last");
        return cli_failed(&err);
    }
    char done[1024];
    if (!agrees(call, found))
        return CLI_FAILED;
    if (!epi_forget_erase(client, cli_value(call, "there"), done, sizeof(done), &err))
        return cli_failed(&err);
    cli_say("%s", done);
    return CLI_DONE;
}

enum cli_exit cli_forget(const struct cli_call *call)
{
    struct wanted wanted;
    enum cli_exit result = read_wanted(call, &wanted);

    if (result != CLI_DONE)
        return result;
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    result = forget(call, client, &wanted);
    cli_client_free(client);
    return result;
}
