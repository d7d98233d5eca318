/* SPDX-License-Identifier: MIT
 *
 * The client of a command, Ctrl+C, which cancels it, and a broken pipe, which ends it.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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

ssize_t cli_read(int fd, void *bytes, size_t len)
{
    sigset_t stopping;
    sigemptyset(&stopping);
    sigaddset(&stopping, SIGINT);
    sigaddset(&stopping, SIGTERM);
    sigset_t before;
    sigprocmask(SIG_BLOCK, &stopping, &before);
    struct pollfd input = {.fd = fd, .events = POLLIN};
    int ready = -1;
    errno = EINTR;
    while (!interrupted && ready < 0 && errno == EINTR)
        ready = ppoll(&input, 1, NULL, &before);
    int why = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = why;
    return ready < 0 ? -1 : read(fd, bytes, len);
}

static void show_progress(void *context, size_t done, size_t all, const char *what)
{
    (void)context;
    cli_progress(done, all, what);
}

static void show_wait(void *context, const char *host)
{
    (void)context;
    cli_progress_wait(host);
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
    epi_client_tell(client, show_progress, NULL);
    epi_client_watch(client, show_wait, NULL);
    cli_progress(0, 0, ""); /* it begins now */
    return client;
}

void cli_client_free(struct epi_client *client)
{
    cancelled_client = NULL;
    cli_progress_clear();
    cli_warn(epi_client_warning(client));
    epi_client_free(client);
}

static bool count_unidentified(void *context, const struct epi_entry *entry)
{
    int *count = context;

    *count += entry->identify && strcmp(entry->identify->state, "due") == 0;
    return !cli_interrupted();
}

int cli_unidentified(struct epi_client *client)
{
    int count = 0;
    struct epi_error err;

    return epi_client_history(client, 0, true, count_unidentified, &count, &err) ? count : 0;
}

void cli_end_with_pipe(void)
{
    struct sigaction usual = {.sa_handler = SIG_DFL};

    sigemptyset(&usual.sa_mask);
    sigaction(SIGPIPE, &usual, NULL);
    sigset_t broken;
    sigemptyset(&broken);
    sigaddset(&broken, SIGPIPE);
    sigprocmask(SIG_UNBLOCK, &broken, NULL);
}
