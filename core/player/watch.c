/* SPDX-License-Identifier: MIT */
#include "core/player/watch.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How far a position may run ahead of clock and speed: seconds of the clock, because a busy machine
 * reads it late, and a share, because a player catches up after a stall. */
static const double slack_seconds = 0.3;
static const double slack_share = 0.1;

/* After a clock that was read late, the next position has less time to explain it: so many seconds
 * of playing that a clock has shown in excess are still to come. */
static const double late_seconds_max = 3;

/* A player stops reporting before the very end. With a sample for each hundredth of the file, this
 * much of it is always seen. */
static const int watched_percent_max = 97;

/* What each of several episodes needs: a share of min_seconds, and no less than this. */
static const double episode_share_min = 1.0 / 3;
static const double episode_seconds_min = 5;

bool watch_is_brief(double duration, int episodes, int min_seconds)
{
    double each = fmax(min_seconds * episode_share_min, episode_seconds_min);
    return duration < min_seconds || (episodes > 1 && duration < each * episodes);
}

void watch_start(struct watch *watch, double duration)
{
    memset(watch, 0, sizeof(*watch));
    watch->duration = duration > 0 && isfinite(duration) ? duration : 0;
    watch->speed = 1;
    watch->played_to = watch->left = -1;
}

void watch_forget(struct watch *watch)
{
    struct chapters chapters = watch->chapters;
    watch_start(watch, watch->duration);
    watch->chapters = chapters;
}

void watch_break(struct watch *watch)
{
    watch->following = false;
    watch->counted = false;
    watch->broken = true;
    watch->late = 0;
}

/* What follows is reached by a jump. */
static void leave(struct watch *watch)
{
    watch->late = 0;
    watch->left = watch->played_to;
}

/* Joins the two neighbours with the smallest gap between them. */
static void merge_smallest_gap(struct watch *watch)
{
    int at = 0;
    for (int i = 1; i + 1 < watch->count; i++) {
        if (watch->ranges[i + 1].start - watch->ranges[i].end <
            watch->ranges[at + 1].start - watch->ranges[at].end)
            at = i;
    }
    watch->ranges[at].end = watch->ranges[at + 1].end;
    watch->count--;
    memmove(&watch->ranges[at + 1], &watch->ranges[at + 2],
            (size_t)(watch->count - at - 1) * sizeof(watch->ranges[0]));
}

static void add_range(struct watch *watch, double start, double end)
{
    if (!(start < end))
        return;
    int first = 0; /* the first range that does not end before start */
    while (first < watch->count && watch->ranges[first].end < start)
        first++;
    int last = first; /* the first range that begins after end */
    while (last < watch->count && watch->ranges[last].start <= end)
        last++;
    if (last > first) { /* it touches first .. last - 1: they become one */
        watch->ranges[first].start = fmin(watch->ranges[first].start, start);
        watch->ranges[first].end = fmax(watch->ranges[last - 1].end, end);
        memmove(&watch->ranges[first + 1], &watch->ranges[last],
                (size_t)(watch->count - last) * sizeof(watch->ranges[0]));
        watch->count -= last - first - 1;
        return;
    }
    if (watch->count == WATCH_RANGES_MAX) {
        merge_smallest_gap(watch);
        add_range(watch, start, end);
        return;
    }
    memmove(&watch->ranges[first + 1], &watch->ranges[first],
            (size_t)(watch->count - first) * sizeof(watch->ranges[0]));
    watch->ranges[first] = (struct watch_range){.start = start, .end = end};
    watch->count++;
}

/* Adds what was really played, unless it is the rest of a viewing that is committed already. */
static void add_played(struct watch *watch, double start, double end)
{
    if (watch->duration > 0)
        end = fmin(end, watch->duration);
    start = fmax(start, 0);
    if (start < watch->rest.start)
        watch->rest = (struct watch_range){0};
    else if (start < watch->rest.end)
        start = watch->rest.end;
    add_range(watch, start, end);
}

bool watch_reaches(double went, double elapsed, double speed)
{
    return went > 0 && went <= elapsed * speed * (1 + slack_share) + slack_seconds * fmax(speed, 1);
}

void watch_sample(struct watch *watch, double position, double clock, double speed, bool playing)
{
    if (!isfinite(position) || !isfinite(clock)) {
        watch_break(watch);
        return;
    }
    if (!(speed > 0 && isfinite(speed)))
        speed = 1;
    watch->counted = false;
    /* A change of speed is reported after it happened: the faster of both explains the way. */
    double went = position - watch->position;
    double elapsed = clock - watch->clock;
    double fastest = fmax(watch->speed, speed);
    if (watch->following && watch_reaches(went, elapsed + watch->late / fastest, fastest)) {
        add_played(watch, watch->position, position);
        watch->counted = true;
        watch->from = watch->position;
        double late = fmax(watch->late + elapsed * fastest - went, 0);
        watch->late = fmin(late, late_seconds_max * speed);
        watch->played_to = position;
    } else {
        leave(watch);
    }
    watch->following = playing;
    watch->broken = false;
    watch->position = position;
    watch->clock = clock;
    watch->speed = speed;
}

static void nth_bounds(const struct watch *watch, int nth, int episodes, double *start, double *end)
{
    assert(episodes >= 1 && nth >= 1 && nth <= episodes);
    *start = watch->duration * (nth - 1) / episodes;
    *end = watch->duration * nth / episodes;
}

void watch_end(struct watch *watch)
{
    if (!watch->broken)
        return;
    leave(watch);
    watch->position = watch->duration;
}

double watch_reached(const struct watch *watch, int nth, int episodes)
{
    double start, end;
    nth_bounds(watch, nth, episodes, &start, &end);
    return end > start ? fmin(fmax((watch->position - start) / (end - start), 0), 1) : 0;
}

double watch_played(const struct watch *watch, int nth, int episodes)
{
    double start, end, played = 0;
    nth_bounds(watch, nth, episodes, &start, &end);
    for (int i = 0; i < watch->count; i++) {
        played += chapters_story(&watch->chapters, start, end, watch->ranges[i].start,
                                 watch->ranges[i].end);
    }
    double story = chapters_story(&watch->chapters, start, end, start, end);
    return story > 0 ? played / story : 0;
}

/* The position in the file that has to be reached, in seconds. */
static double threshold(const struct watch *watch, double start, double end, int percent)
{
    percent = percent < watched_percent_max ? percent : watched_percent_max;
    return fmin(start + (end - start) * percent / 100,
                chapters_ending(&watch->chapters, start, end));
}

int watch_threshold(const struct watch *watch, int nth, int episodes, int watched_percent)
{
    double start, end;
    nth_bounds(watch, nth, episodes, &start, &end);
    double ending = chapters_ending(&watch->chapters, start, end);
    double percent = end > start ? 100 * (ending - start) / (end - start) : 100;
    return percent < watched_percent ? (int)percent : watched_percent;
}

/* Whether the position counts as reached. */
static bool has_reached(const struct watch *watch, double start, double end, int percent,
                        enum watch_when when)
{
    bool inside = watch->position >= start && (watch->position < end || end >= watch->duration);
    bool jumped = watch->left >= start && watch->left < end;
    if (when == WATCH_LEFT)
        return inside && watch->played_to >= start && watch->played_to < end;
    if (watch->position < threshold(watch, start, end, percent))
        return false;
    if (watch->counted)
        return watch->from < end || (jumped && watch->from < watch->duration);
    return when == WATCH_CLOSED && (inside || jumped);
}

bool watch_met(const struct watch *watch, int nth, int episodes, const struct watch_rule *rule,
               enum watch_when when)
{
    double start, end;
    nth_bounds(watch, nth, episodes, &start, &end);
    if (watch->duration <= 0 || watch_is_brief(watch->duration, episodes, rule->min_seconds) ||
        !has_reached(watch, start, end, rule->watched_percent, when))
        return false;
    return watch_played(watch, nth, episodes) * 100 >= rule->played_percent;
}

void watch_clear(struct watch *watch, int nth, int episodes)
{
    double start, end;
    nth_bounds(watch, nth, episodes, &start, &end);
    struct watch before = *watch;
    watch->count = 0;
    for (int i = 0; i < before.count; i++) {
        add_range(watch, before.ranges[i].start, fmin(before.ranges[i].end, start));
        add_range(watch, fmax(before.ranges[i].start, end), before.ranges[i].end);
    }
    double at = watch->position >= start && watch->position < end ? watch->position : watch->left;
    if (at >= start && at < end)
        watch->rest = (struct watch_range){.start = at, .end = end};
}

void watch_write(const struct watch *watch, char *text, size_t size)
{
    assert(size > 0);
    size_t used = 0;
    text[0] = '\0';
    /* The rest of a viewing comes first, marked with "~"; milliseconds are enough. */
    if (watch->rest.end > watch->rest.start) {
        used += (size_t)snprintf(text, size, "~%lld-%lld", llround(watch->rest.start * 1000),
                                 llround(watch->rest.end * 1000));
    }
    for (int i = 0; i < watch->count && used < size; i++) {
        used += (size_t)snprintf(text + used, size - used, "%s%lld-%lld", used > 0 ? " " : "",
                                 llround(watch->ranges[i].start * 1000),
                                 llround(watch->ranges[i].end * 1000));
    }
    assert(used < size);
}

/* Reads "1500-2500" and moves text behind it. */
static bool read_range(const char **text, struct watch_range *range)
{
    char *end;
    if (**text < '0' || **text > '9')
        return false;
    long long from = strtoll(*text, &end, 10);
    if (end[0] != '-' || end[1] < '0' || end[1] > '9')
        return false;
    long long to = strtoll(end + 1, &end, 10);
    *text = end;
    *range = (struct watch_range){.start = (double)from / 1000, .end = (double)to / 1000};
    return from < to;
}

void watch_read(struct watch *watch, const char *text)
{
    struct watch_range range;
    while (*text) {
        bool rest = *text == '~';
        text += rest;
        if (!read_range(&text, &range))
            return;
        if (rest)
            watch->rest = range;
        else
            add_range(watch, range.start, fmin(range.end, watch->duration));
        text += *text == ' ';
    }
}
