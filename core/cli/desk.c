/* SPDX-License-Identifier: MIT
 *
 * The desk of a command, and Ctrl+C, which cancels what it waits for.
 */
#include "core/cli/cli.h"
#include <signal.h>
#include <stdio.h>

static struct desk *volatile cancelled_desk;
static volatile sig_atomic_t interrupted;

static void interrupt(int number)
{
    (void)number;
    interrupted = 1;
    if (cancelled_desk)
        desk_cancel(cancelled_desk);
}

void cli_catch_interrupt(void)
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

struct desk *cli_desk(const struct cli_call *call)
{
    struct error err;
    struct desk *desk = desk_new(&call->config, &err);

    if (!desk) {
        cli_failed(&err);
        return NULL;
    }
    cli_catch_interrupt();
    cancelled_desk = desk;
    return desk;
}

void cli_desk_free(struct desk *desk)
{
    cancelled_desk = NULL;
    if (desk_warning(desk)[0])
        fprintf(stderr, "epimark: warning: %s\n", desk_warning(desk));
    desk_free(desk);
}
