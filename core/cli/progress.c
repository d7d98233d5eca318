/* SPDX-License-Identifier: MIT
 *
 * One line on a terminal that overwrites itself: how far something is.
 */
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/cli/cli.h"

static struct {
    int64_t began; /* milliseconds of the monotonic clock; 0: not yet */
    int64_t shown;
    int columns; /* of the line that stands there */
} progress;

static int64_t now_ms(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000) + time.tv_nsec / 1000000;
}

static const char *time_left(long long seconds, char text[48])
{
    if (seconds < 100)
        snprintf(text, 48, ", %lld s left", seconds);
    else if (seconds < 100 * 60)
        snprintf(text, 48, ", %lld min left", seconds / 60);
    else
        snprintf(text, 48, ", %lld h left", seconds / 3600);
    return text;
}

void cli_progress(size_t done, size_t total, const char *what)
{
    if (!isatty(STDERR_FILENO))
        return;
    int64_t now = now_ms();
    if (!progress.began)
        progress.began = progress.shown = now;
    if (now < progress.shown + 1000)
        return;
    progress.shown = now;
    char left[48] = "";
    char line[128];
    if (done > 0 && done < total) {
        double seconds = (double)(now - progress.began) / 1000;
        time_left((long long)(seconds / (double)done * (double)(total - done)) + 1, left);
    }
    if (total >= done && total > 0)
        snprintf(line, sizeof(line), "%zu of %zu %s%s", done, total, what, left);
    else
        snprintf(line, sizeof(line), "%zu %s", done, what);
    int columns = (int)strlen(line);
    fprintf(stderr, "\r%-*s", progress.columns, line);
    fflush(stderr);
    progress.columns = columns > progress.columns ? columns : progress.columns;
}

void cli_progress_clear(void)
{
    if (progress.columns > 0)
        fprintf(stderr, "\r%*s\r", progress.columns, "");
    progress.columns = 0;
}
