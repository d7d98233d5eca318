/* SPDX-License-Identifier: MIT
 *
 * epimark backup, restore, and import of a journal: the journal as a whole, copied to a file and
 * back.
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

/* ---- A whole journal that is imported ---- */

static void say_kept(const struct epi_kept *kept, bool applied)
{
    cli_say("A journal of epimark: %lld %s new, %lld known.", (long long)kept->entries,
            kept->entries == 1 ? "entry is" : "entries are", (long long)kept->known);
    for (size_t i = 0; i < kept->target_count; i++)
        cli_say_target(&kept->targets[i]);
    if (kept->target_count > 0)
        cli_say("That was not sent yet when the file was written: send it from one journal alone.");
    if (applied) {
        cli_say("Taken in: %lld record%s.", (long long)kept->records,
                kept->records == 1 ? "" : "s");
        return;
    }
    cli_say("%s", kept->records > 0 ? "Nothing was changed: --apply takes it in."
                                    : "There is nothing new.");
}

enum cli_exit cli_take_journal(const struct cli_call *call)
{
    struct epi_client *client = cli_client(call);
    bool apply = cli_value(call, "apply");

    if (!client)
        return CLI_FAILED;
    struct epi_error err;
    const struct epi_kept *kept = epi_keep_read(client, call->args[0], apply, &err);
    if (kept && call->json)
        cli_json(epi_json_kept(kept, apply));
    else if (kept)
        say_kept(kept, apply);
    cli_client_free(client);
    return kept ? CLI_DONE : cli_failed(&err);
}
