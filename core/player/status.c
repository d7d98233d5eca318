/* SPDX-License-Identifier: MIT */
#include "core/player/status.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "core/base/config.h"
#include "core/identify/label.h"
#include "core/identify/media_name.h"
#include "core/journal/entries.h"
#include "core/journal/outbox.h"

enum { CLAUSES_MAX = 8, HOUR = 3600, DAY = 24 * HOUR };

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

/* What is said of the file on screen: clauses, each with room for what stands in it. */
struct clauses {
    struct epi_saying clauses[CLAUSES_MAX];
    struct epi_saying joined[CLAUSES_MAX]; /* each clause with those before it */
    struct epi_saying when, clock, progress, why;
    int count;
};

static struct epi_saying *add(struct clauses *clauses, enum epi_sentence sentence)
{
    struct epi_saying *clause = &clauses->clauses[clauses->count];
    struct epi_saying *joined = &clauses->joined[clauses->count];
    int before = clauses->count++;

    *clause = (struct epi_saying){sentence, {{.text = NULL}}};
    if (before > 0) {
        *joined = (struct epi_saying){
            EPI_SAY_BOTH, {{.saying = before > 1 ? joined - 1 : clause - 1}, {.saying = clause}}};
    }
    return clause;
}

/* All of them. */
static const struct epi_saying *all(const struct clauses *clauses)
{
    return clauses->count > 1 ? &clauses->joined[clauses->count - 1] : &clauses->clauses[0];
}

static struct tm local_time(int64_t at)
{
    time_t seconds = (time_t)at;
    struct tm then;

    if (!localtime_r(&seconds, &then))
        then = (struct tm){.tm_mday = 1, .tm_year = 70};
    return then;
}

static struct epi_saying say_clock(const struct tm *then)
{
    return (struct epi_saying){EPI_SAY_CLOCK,
                               {{.number = then->tm_hour}, {.number = then->tm_min}}};
}

/* "at 21:40"; of another day "on 2026-11-02 at 21:40". */
static const struct epi_saying *say_when(int64_t at, int64_t now, struct clauses *clauses)
{
    struct tm then = local_time(at), today = local_time(now);
    bool same = then.tm_year == today.tm_year && then.tm_yday == today.tm_yday;

    clauses->clock = say_clock(&then);
    clauses->when = clauses->clock;
    clauses->when.sentence = EPI_SAY_TODAY_AT;
    if (!same) {
        clauses->when = (struct epi_saying){EPI_SAY_ON_DAY_AT,
                                            {{.number = then.tm_year + 1900},
                                             {.number = then.tm_mon + 1},
                                             {.number = then.tm_mday},
                                             {.saying = &clauses->clock}}};
    }
    return &clauses->when;
}

/* How far it is, and what is missing. */
static void say_progress(const struct recording *recording, const struct viewing *now, int nth,
                         struct clauses *clauses)
{
    int episodes = media_name_episodes(&now->guess);
    int played = (int)(100 * watch_played(&now->watch, nth, episodes));
    int at = (int)(100 * watch_reached(&now->watch, nth, episodes));
    int counts_at = watch_threshold(&now->watch, nth, episodes, recording->config->watched_percent);
    int wanted = recording->config->played_percent;
    struct epi_saying *progress = &clauses->progress;

    if (now->met_at[nth - 1]) {
        add(clauses, EPI_SAY_NOT_RECORDED_YET);
        return;
    }
    *progress = (struct epi_saying){EPI_SAY_PLAYED_ENOUGH, {{.number = played}}};
    if (played + (counts_at > at ? counts_at - at : 0) < wanted) {
        progress->sentence = EPI_SAY_PLAYED_COUNTS;
        progress->parts[1].number = wanted;
    } else if (at < counts_at) {
        progress->sentence = EPI_SAY_PLAYED_AT;
        progress->parts[1].number = counts_at;
    }
    struct epi_saying *clause = add(clauses, EPI_SAY_AT);
    clause->parts[0].number = at;
    clause->parts[1].saying = progress;
    if (abs(at - played) <= 1)
        *clause = *progress;
}

static bool is_identified(void *context, const struct entry *entry)
{
    bool *identified = context;

    *identified = *identified || entry->identified;
    return true;
}

/* What the catalogues leave open. What could not be asked may be known from before. */
static void say_open(struct recording *recording, const struct viewing *now,
                     struct clauses *clauses)
{
    struct journal *journal = recording_journal(recording);
    bool identified = false;

    if (now->later && journal) {
        entries_visit(journal, &(struct entries_filter){.path = now->path}, is_identified,
                      &identified, NULL);
    }
    if (identified || (!now->unsure && !*now->why))
        return;
    clauses->why = (struct epi_saying){now->reason, {{.text = now->why}}};
    add(clauses, now->unsure  ? EPI_SAY_UNSURE
                 : now->later ? EPI_SAY_NOT_YET
                              : EPI_SAY_NOT_FOUND)
        ->parts[0]
        .saying = &clauses->why;
}

/* Of the nth episode of the file on screen: watched, or what is missing. */
static void say_state(struct recording *recording, const struct viewing *now, int nth, int64_t at,
                      struct clauses *clauses)
{
    struct standing standing = recording_standing(recording, now, nth);
    int64_t ago = llabs((long long)(at - standing.watched_at));

    if (standing.watched_at && ago < recording->config->rewatch_hours * (int64_t)HOUR) {
        add(clauses, EPI_SAY_WATCHED_AT)->parts[0].saying =
            say_when(standing.watched_at, at, clauses);
        return;
    }
    if (recording_is_brief(recording, now)) {
        add(clauses, EPI_SAY_TOO_SHORT);
        return;
    }
    if (recording_awaits(now) && now->parked_at[nth - 1]) {
        add(clauses, EPI_SAY_WATCHED_FOLDER)->parts[0].saying =
            say_when(now->parked_at[nth - 1], at, clauses);
        return;
    }
    say_progress(recording, now, nth, clauses);
    if (standing.watched_at) {
        add(clauses, EPI_SAY_WATCHED_BEFORE)->parts[0].saying =
            say_when(standing.watched_at, at, clauses);
    }
    if (recording_awaits(now))
        add(clauses, EPI_SAY_FOLDER_SILENT);
}

/* Of a file that is read as an episode. */
static void say_episode(struct recording *recording, const struct epi_fact *fact,
                        struct notice *notice, struct clauses *clauses)
{
    const struct viewing *now = &recording->now;
    int nth = recording_nth(now);
    enum epi_sentence why = recording_why_private(now);

    notice_guess(notice, &now->guess, nth);
    if (why) {
        clauses->why = (struct epi_saying){why, {{.text = NULL}}};
        add(clauses, EPI_SAY_IGNORED)->parts[0].saying = &clauses->why;
    } else if (!recording->private) {
        recording_fill_played(recording, now, nth, notice);
        say_state(recording, now, nth, fact->at, clauses);
        say_open(recording, now, clauses);
        notice_edit(notice)->unsure = now->unsure;
    }
}

/* Private mode, and within a day until when. */
static void say_private(const struct recording *recording, const struct epi_fact *fact,
                        struct clauses *clauses)
{
    double seconds = recording->private_until - fact->clock;

    if (recording->private_until <= 0 || seconds >= DAY) {
        add(clauses, EPI_SAY_WHY_PRIVATE);
        return;
    }
    struct tm until = local_time(fact->at + (int64_t)ceil(seconds));
    clauses->clock = say_clock(&until);
    add(clauses, EPI_SAY_PRIVATE_UNTIL)->parts[0].saying = &clauses->clock;
}

/* What is there whatever is on screen. */
static void say_rest(struct recording *recording, const struct epi_fact *fact,
                     struct epi_notice *shown, struct clauses *clauses)
{
    count_due(recording, &shown->due, &shown->waiting);
    if (recording->private)
        say_private(recording, fact, clauses);
    if (shown->due)
        add(clauses, EPI_SAY_TO_SEND)->parts[0].number = shown->due;
    if (shown->waiting)
        add(clauses, EPI_SAY_WAITING)->parts[0].number = shown->waiting;
}

void status_show(struct recording *recording, const struct epi_fact *fact)
{
    const struct viewing *now = &recording->now;
    struct notice *notice = notice_new(EPI_NOTICE_STATUS, EPI_LEVEL_INFO, true);

    if (!notice)
        return;
    struct clauses clauses = {.count = 0};
    struct label label = {0};
    bool named = now->loaded && now->episode;
    if (named) {
        bool several = media_name_episodes(&now->guess) > 1;
        label_of_guess(&now->guess, several ? recording_nth(now) : 0, EPI_SCOPE_EPISODE, &label);
        say_episode(recording, fact, notice, &clauses);
    } else if (now->loaded) {
        clauses.why = (struct epi_saying){recording_why_none(now), {{.text = NULL}}};
        add(&clauses, EPI_SAY_NOT_COUNTED)->parts[0].saying = &clauses.why;
    } else {
        add(&clauses, EPI_SAY_NONE_ON_SCREEN);
    }
    bool stands = clauses.count > 0;
    say_rest(recording, fact, notice_edit(notice), &clauses);
    struct epi_saying whole = {stands ? EPI_SAY_OF : EPI_SAY_BOTH,
                               {{.saying = &label.saying}, {.saying = all(&clauses)}}};
    notice_say(notice, !named ? all(&clauses) : clauses.count == 0 ? &label.saying : &whole);
    recording_post(recording, notice);
}
