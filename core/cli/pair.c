/* SPDX-License-Identifier: MIT
 *
 * epimark login on a web page: shows a link and its QR code, and waits for the confirmation.
 */
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/cli/cli.h"

static void show(const struct epi_pairing *pairing)
{
    if (pairing->code[0])
        cli_say("Open %s and type %s to confirm.", pairing->url, pairing->code);
    else
        cli_say("Open %s to confirm.", pairing->url);
    if (isatty(STDOUT_FILENO))
        cli_qr(stdout, pairing->link);
    fflush(stdout);
}

/* Seconds of a clock that nobody sets. */
static long long now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/* Waits until the next poll, with a countdown to ends (0: unknown) at a terminal. */
static bool wait(struct epi_client *client, const struct epi_pairing *pairing, long long ends,
                 struct epi_error *err)
{
    for (int seconds = pairing->interval; seconds > 0; seconds--) {
        long long left = ends - now();

        char line[64] = "waiting for you ";
        if (ends && left >= 0) {
            snprintf(line, sizeof(line), "waiting for you, %lld:%02lld left ", left / 60,
                     left % 60);
        }
        if (isatty(STDERR_FILENO)) {
            fputc('\r', stderr);
            cli_cut(stderr, line, cli_columns(stderr) - 1);
        }
        if (!epi_client_wait(client, 1000, err))
            return false;
    }
    return true;
}

/* Ends the line of the countdown. */
static void end_line(void)
{
    if (isatty(STDERR_FILENO))
        fputc('\n', stderr);
}

/* Prints why a poll failed, but not the same reason twice. */
static void warn(struct epi_error *said, const struct epi_error *err)
{
    if (strcmp(said->text, err->text) == 0)
        return;
    *said = *err;
    end_line();
    cli_error("warning: %s; trying again", err->text);
}

static enum cli_exit failed(const struct epi_error *err, bool done)
{
    end_line();
    if (err->kind != EPI_ERROR_STOPPED || done)
        return cli_failed(err);
    cli_error("stopped; nothing was changed");
    return CLI_FAILED;
}

enum cli_exit cli_pair(struct epi_client *client, const struct epi_pairing *pairing, char *account,
                       size_t size, int *waiting)
{
    struct epi_error err;
    struct epi_error said = {0};
    bool done = false;
    long long ends = pairing->lasts ? now() + pairing->lasts : 0;
    show(pairing);
    while (!done) {
        bool asked = wait(client, pairing, ends, &err);
        cli_progress_about(""); /* what is waited for is waited for since now */
        asked = asked && epi_account_pair_poll(client, &done, account, size, waiting, &err);

        if (!asked && (err.kind != EPI_ERROR_LATER || done))
            return failed(&err, done);
        if (!asked)
            warn(&said, &err);
        if (!done && ends && now() > ends) {
            end_line();
            cli_error("not confirmed in time: start again with `epimark login`");
            return CLI_FAILED;
        }
    }
    end_line();
    return CLI_DONE;
}
