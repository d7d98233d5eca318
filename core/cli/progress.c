/* SPDX-License-Identifier: MIT
 *
 * One line on a terminal that overwrites itself: how far something is, or what is waited for.
 */
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "core/cli/cli.h"

enum { PATIENCE_MS = 1000, LINE_MAX_BYTES = 512 };

static struct {
    int64_t began;   /* milliseconds of the monotonic clock; 0: not yet */
    int64_t counted; /* when it was said last how far it is */
    int64_t waited;  /* and what is waited for */
    size_t done;     /* as it was said last */
    size_t total;
    const char *what;
    char about[256];  /* what is being looked up, or "" */
    int64_t about_at; /* since when */
    int columns;      /* of the line that stands there */
    int room;         /* columns that a line may have */
    bool waits;       /* it says what is waited for */
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

/* Overwrites the line that stands there; what does not fit is cut off. */
static void show(const char *line)
{
    struct winsize size = {0};
    bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;

    progress.room = (known ? size.ws_col : 80) - 1;
    fflush(stdout);
    fputc('\r', stderr);
    int columns = cli_cut(stderr, line, progress.room);
    if (columns < progress.columns)
        fprintf(stderr, "%*s", progress.columns - columns, "");
    fflush(stderr);
    progress.columns = columns > progress.columns ? columns : progress.columns;
}

/* "12 of 80 names, 3 min left" */
static void show_count(int64_t now)
{
    size_t done = progress.done;
    size_t total = progress.total;
    char left[48] = "";

    if (done > 0 && done < total) {
        double seconds = (double)(now - progress.began) / 1000;
        time_left((long long)(seconds / (double)done * (double)(total - done)) + 1, left);
    }
    char line[LINE_MAX_BYTES];
    if (total >= done && total > 0)
        snprintf(line, sizeof(line), "%zu of %zu %s%s", done, total, progress.what, left);
    else
        snprintf(line, sizeof(line), "%zu %s", done, progress.what);
    show(line);
    progress.counted = now;
    progress.waits = false;
}

void cli_progress(size_t done, size_t total, const char *what)
{
    int64_t now = now_ms();

    progress.done = done;
    progress.total = total;
    progress.what = what;
    if (!progress.began)
        progress.began = progress.counted = progress.about_at = now;
    if (isatty(STDERR_FILENO) && now >= progress.counted + PATIENCE_MS)
        show_count(now);
}

void cli_progress_about(const char *text)
{
    const char *slash = strrchr(text, '/');

    snprintf(progress.about, sizeof(progress.about), "%s", slash && slash[1] ? slash + 1 : text);
    progress.about_at = now_ms();
}

/* Says what is waited for, and for how long: once a second, as long as that stands there. */
static void show_wait(const char *host, int64_t now)
{
    if (progress.waits && now < progress.waited + PATIENCE_MS)
        return;
    char line[LINE_MAX_BYTES];
    snprintf(line, sizeof(line), "%s%sasking %s, %lld s", progress.about,
             *progress.about ? ": " : "", host, (long long)(now - progress.about_at) / 1000);
    show(line);
    progress.waited = now;
    progress.waits = true;
}

void cli_progress_wait(const char *host)
{
    int64_t now = now_ms();
    bool counted = progress.done > 0 && progress.done < progress.total;

    if (!isatty(STDERR_FILENO))
        return;
    if (!host && progress.waits)
        cli_progress_clear();
    if (!host || now < progress.about_at + PATIENCE_MS)
        return;
    if (!counted)
        show_wait(host, now);
    else if (now >= progress.counted + PATIENCE_MS)
        show_count(now);
}

void cli_progress_clear(void)
{
    int columns = progress.columns + 2; /* Ctrl+C shows ^C behind it */

    if (progress.columns > 0)
        fprintf(stderr, "\r%*s\r", columns < progress.room ? columns : progress.room, "");
    progress.columns = 0;
    progress.waits = false;
}
