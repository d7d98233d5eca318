/* SPDX-License-Identifier: MIT */
#include "core/player/status.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/config.h"
#include "core/identify/label.h"
#include "core/identify/media_name.h"
#include "core/journal/outbox.h"

enum { STATE_MAX = 640, WHEN_MAX = 24, HOUR = 3600 };

/* How much is to be sent and how much waits for the user, at all services together. */
static void count_due(struct recording *recording, int *due, int *waiting)
{
    *due = *waiting = 0;
    if (!recording_journal(recording))
        return;
    const char *names[JOURNAL_TARGETS_MAX];
    int count = recording_services(recording, names);
    for (int i = 0; i < count; i++) {
        struct outbox_account account;
        if (!outbox_find_account(recording->journal, names[i], &account, NULL))
            continue;
        *due += account.due;
        *waiting += account.waiting;
    }
}

/* "at 21:40"; of another day "on 2026-11-02 at 21:40". */
static void write_when(int64_t at, int64_t now, char when[WHEN_MAX])
{
    time_t seconds = (time_t)at;
    struct tm then;
    if (!localtime_r(&seconds, &then))
        then = (struct tm){.tm_mday = 1, .tm_year = 70};
    seconds = (time_t)now;
    struct tm today;
    if (!localtime_r(&seconds, &today))
        today = then;
    bool same = then.tm_year == today.tm_year && then.tm_yday == today.tm_yday;
    if (strftime(when, WHEN_MAX, same ? "at %H:%M" : "on %Y-%m-%d at %H:%M", &then) == 0)
        when[0] = '\0';
}

/* How far it is, and what is missing. */
static void write_progress(const struct recording *recording, const struct viewing *now, int nth,
                           char *state)
{
    int episodes = media_name_episodes(&now->guess);
    int played = (int)(100 * watch_played(&now->watch, nth, episodes));
    int at = (int)(100 * watch_reached(&now->watch, nth, episodes));
    int counts_at = watch_threshold(&now->watch, nth, episodes, recording->config->watched_percent);
    int wanted = recording->config->played_percent;
    char place[32] = "";

    if (abs(at - played) > 1)
        snprintf(place, sizeof(place), "at %d %%, ", at);
    if (now->met_at[nth - 1])
        snprintf(state, STATE_MAX, "enough was played, but it could not be recorded yet");
    else if (played + (counts_at > at ? counts_at - at : 0) < wanted)
        snprintf(state, STATE_MAX, "%s%d %% played, counts at %d %% played", place, played, wanted);
    else if (at < counts_at)
        snprintf(state, STATE_MAX, "%s%d %% played, counts at %d %%", place, played, counts_at);
    else
        snprintf(state, STATE_MAX, "%s%d %% played, counts when it goes on", place, played);
}

/* What the folder keeps back, while it is awaited. */
static void write_awaited(const struct viewing *now, int nth, int64_t at, char *state)
{
    size_t len = strlen(state);
    char when[WHEN_MAX];

    if (now->parked_at[nth - 1]) {
        write_when(now->parked_at[nth - 1], at, when);
        snprintf(state, STATE_MAX, "watched %s, kept until its folder answers", when);
    } else {
        snprintf(state + len, STATE_MAX - len, "; its folder does not answer yet");
    }
}

/* What the catalogues leave open. */
static void add_open(const struct viewing *now, char *text, size_t size)
{
    size_t len = strlen(text);

    if (now->unsure)
        snprintf(text + len, size - len, "; unsure which one it is: %s", now->why);
    else if (*now->why)
        snprintf(text + len, size - len, "; not found: %s", now->why);
}

/* Of the nth episode of the file on screen: watched, or what is missing. */
static void write_state(struct recording *recording, const struct viewing *now, int nth, int64_t at,
                        char *state)
{
    struct standing standing = recording_standing(recording, now, nth);
    int64_t ago = llabs((long long)(at - standing.watched_at));
    char when[WHEN_MAX];

    write_when(standing.watched_at, at, when);
    if (standing.watched_at && ago < recording->config->rewatch_hours * (int64_t)HOUR) {
        snprintf(state, STATE_MAX, "watched %s", when);
        return;
    }
    if (recording_is_brief(recording, now)) {
        snprintf(state, STATE_MAX, "too short to count by itself; a key marks or rates it");
        return;
    }
    write_progress(recording, now, nth, state);
    size_t len = strlen(state);
    if (standing.watched_at)
        snprintf(state + len, STATE_MAX - len, "; watched before, %s", when);
    if (recording_awaits(now))
        write_awaited(now, nth, at, state);
}

void status_show(struct recording *recording, const struct epi_fact *fact)
{
    const struct viewing *now = &recording->now;
    struct notice *notice = notice_new(EPI_NOTICE_STATUS, EPI_LEVEL_INFO, true);

    if (!notice)
        return;
    char label[RECORDING_LABEL_MAX] = "no episode on screen";
    char state[STATE_MAX] = "";
    if (now->loaded && !now->episode) {
        snprintf(label, sizeof(label), "not counted");
        snprintf(state, sizeof(state), "%s", recording_why_none(now));
    } else if (now->loaded) {
        int nth = recording_nth(now);
        bool several = media_name_episodes(&now->guess) > 1;
        const char *why = recording_why_private(now);
        notice_guess(notice, &now->guess, nth);
        label_guess(&now->guess, several ? nth : 0, label, sizeof(label));
        if (why) {
            snprintf(state, sizeof(state), "ignored (%s)", why);
        } else if (!recording->private) {
            recording_fill_played(recording, now, nth, notice);
            write_state(recording, now, nth, fact->at, state);
            add_open(now, state, sizeof(state));
            notice_edit(notice)->unsure = now->unsure;
        }
    }
    struct epi_notice *shown = notice_edit(notice);
    count_due(recording, &shown->due, &shown->waiting);
    char due[32] = "", waiting[64] = "";
    if (shown->due)
        snprintf(due, sizeof(due), "; %d to send", shown->due);
    if (shown->waiting) {
        snprintf(waiting, sizeof(waiting), "; %d waiting for you (`epimark status`)",
                 shown->waiting);
    }
    notice_text(notice, "%s%s%s%s%s%s", label, *state ? ": " : "", state,
                recording->private ? "; private mode is on" : "", due, waiting);
    recording_post(recording, notice);
}
