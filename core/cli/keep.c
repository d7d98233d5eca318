/* SPDX-License-Identifier: MIT
 *
 * epimark backup, restore: the journal as a whole, copied to a file and back.
 */
#include "core/cli/cli.h"
#include <epimark/keep.h>

enum cli_exit cli_backup(const struct cli_call *call)
{
    struct epi_client *client = cli_client(call);

    if (!client)
        return CLI_FAILED;
    struct epi_error err;
    bool ok = epi_keep_backup(client, call->args[0], cli_value(call, "force"), &err);
    cli_client_free(client);
    if (!ok)
        return cli_failed(&err);
    cli_say("Backed up to %s. It has all that you watched: keep it where only you can read it.",
            call->args[0]);
    return CLI_DONE;
}

static void print_restored(const struct cli_call *call, const struct epi_restored *restored)
{
    cli_say("Restored %lld %s from %s.", (long long)restored->entries,
            restored->entries == 1 ? "entry" : "entries", call->args[0]);
    if (restored->kept[0])
        cli_say("What was there before is kept as %s/%s.", call->data, restored->kept);
}

enum cli_exit cli_restore(const struct cli_call *call)
{
    struct epi_client *client = cli_client(call);

    if (!client)
        return CLI_FAILED;
    struct epi_error err;
    const struct epi_restored *restored =
        epi_keep_restore(client, call->args[0], cli_value(call, "force"), &err);
    if (restored)
        print_restored(call, restored);
    cli_client_free(client);
    return restored ? CLI_DONE : cli_failed(&err);
}
