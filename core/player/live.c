/* SPDX-License-Identifier: MIT */
#include "core/player/live.h"

#include <math.h>

#include "core/base/config.h"
#include "core/identify/media_name.h"
#include "core/player/live_end.h"

enum {
    JUMP_SECONDS = 60,      /* a jump farther than this is reported */
    STOP_SECONDS = 15 * 60, /* how late a stop may come after the end of the file */
};

static void report(struct recording *recording, struct viewing *viewing, int nth,
                   enum live_action action)
{
    double length = viewing->length.duration / media_name_episodes(&viewing->guess);
    double progress = 100 * (viewing->watch.position - (nth - 1) * length) / length;
    struct job job = {.kind = JOB_LIVE,
                      .path = viewing->path,
                      .media_title = viewing->title,
                      .duration = viewing->length.duration,
                      .nth = nth,
                      .action = action,
                      .progress = fmin(fmax(progress, 0), 100)};

    if (action == LIVE_STOP && recording->journal)
        live_end_wanted(recording->journal, &job, recording->told_at);
    recording->host.job(recording->host.context, &job);
    int64_t *entry = &viewing->live_entries[nth - 1];
    if (action == LIVE_STOP && *entry) {
        recording->host.job(recording->host.context,
                            &(struct job){.kind = JOB_KEPT, .entry = *entry});
        *entry = 0;
    }
    viewing->live_nth = action == LIVE_STOP ? 0 : nth;
    viewing->live_action = action;
    viewing->live_jump = 0;
}

void live_follow(struct recording *recording, struct viewing *viewing, bool playing)
{
    if (!recording->config->live || recording_is_film(viewing) ||
        viewing->length.duration < recording_min_seconds(recording, viewing))
        return;
    int nth = recording_nth(viewing);
    if (viewing->live_nth && viewing->live_nth != nth)
        report(recording, viewing, viewing->live_nth, LIVE_STOP);
    if (playing && (viewing->live_nth != nth || viewing->live_action != LIVE_START ||
                    fabs(viewing->live_jump) > JUMP_SECONDS))
        report(recording, viewing, nth, LIVE_START);
    else if (!playing && viewing->live_nth == nth && viewing->live_action == LIVE_START)
        report(recording, viewing, nth, LIVE_PAUSE);
}

void live_stop(struct recording *recording, struct viewing *viewing)
{
    if (viewing->live_nth)
        report(recording, viewing, viewing->live_nth, LIVE_STOP);
}

int64_t live_until(const struct recording *recording, const struct viewing *viewing, int64_t now)
{
    if (!recording->config->live || !viewing->live_nth)
        return 0;
    return now + (int64_t)(viewing->length.duration - viewing->watch.position) + STOP_SECONDS;
}
