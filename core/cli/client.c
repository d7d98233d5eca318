/* SPDX-License-Identifier: MIT
 *
 * The client of a command, and Ctrl+C, which cancels it.
 */
#include <signal.h>
#include <stdio.h>

#include "core/cli/cli.h"

static struct epi_client *volatile cancelled_client;
static volatile sig_atomic_t interrupted;

static void interrupt(int number)
{
    (void)number;
    interrupted = 1;
    if (cancelled_client)
        epi_client_cancel(cancelled_client);
}

/* Makes Ctrl+C end what waits, at the terminal or in the client, instead of the whole program. */
static void catch_interrupt(void)
{
    struct sigaction action = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND};

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

bool cli_interrupted(void)
{
    return interrupted;
}

struct epi_client *cli_client(const struct cli_call *call)
{
    struct epi_error err;
    struct epi_client *client = epi_client_new(call->config, &err);

    if (!client) {
        cli_failed(&err);
        return NULL;
    }
    catch_interrupt();
    cancelled_client = client;
    return client;
}

void cli_client_free(struct epi_client *client)
{
    cancelled_client = NULL;
    cli_warn(epi_client_warning(client));
    epi_client_free(client);
}
