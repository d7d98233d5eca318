/* SPDX-License-Identifier: MIT */
#include "core/player/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/identify/candidates.h"
#include "core/identify/label.h"
#include "core/identify/media_name.h"
#include "core/identify/title_key.h"

enum {
    PREVIOUS_SECONDS = 30 * 60, /* how long a key still means a file that is gone */
    LABEL_MAX = 2 * MATCH_TITLE_MAX + 64,
};

/* Which file a key means; says why where it means none. */
static struct viewing *meant(struct recorder *recorder, const struct epi_fact *fact,
                             const char *verb)
{
    struct viewing *viewing = &recorder->now;

    if (recorder->hidden) {
        recorder_say(recorder, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, 0, "not %s: private mode is on",
                     verb);
        return NULL;
    }
    if (fact->previous || !viewing->loaded)
        viewing = &recorder->previous;
    if (!viewing->loaded ||
        (viewing->ended_at && fact->at - viewing->ended_at > PREVIOUS_SECONDS)) {
        recorder_say(recorder, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, 0,
                     "not %s: no %s was on screen in the last %d minutes", verb,
                     fact->previous ? "other episode" : "episode", PREVIOUS_SECONDS / 60);
        return NULL;
    }
    if (!viewing->episode || !viewing->allowed) {
        recorder_say(recorder, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, 0,
                     viewing->episode ? "not %s: ignore= or only= leaves this file alone"
                                      : "not %s: this name is not read as an episode",
                     verb);
        return NULL;
    }
    return viewing;
}

/* What follows of a record: whether it goes out by itself or what it waits for. */
static void outlook(struct recorder *recorder, enum due_kind kind, char *text, size_t size)
{
    enum due_kind wanted = outbox_is_rating(kind) ? DUE_RATE : kind;
    const char *waits = NULL;
    const char *holds = NULL;
    bool any = false;

    for (int i = 0; i < recorder->plan.count; i++) {
        const char *service = recorder->plan.targets[i].service;
        struct outbox_account account;
        bool held = false;

        if (recorder->plan.targets[i].kind != wanted)
            continue;
        if (!outbox_account(recorder->journal, service, &account, NULL) ||
            !outbox_is_held(recorder->journal, service, kind, &held, NULL))
            any = true;
        else if (!account.account[0])
            waits = service;
        else if (held)
            holds = service;
        else
            any = true;
    }
    if (any)
        snprintf(text, size, "kept, will be sent");
    else if (waits)
        snprintf(text, size, "kept; `epimark login %s` lets it be sent", waits);
    else if (holds)
        snprintf(text, size, "kept; `epimark status %s` tells why it waits", holds);
    else
        snprintf(text, size, "kept in the journal");
}

void keys_rate(struct recorder *recorder, const struct epi_fact *fact)
{
    struct viewing *viewing = meant(recorder, fact, fact->value ? "rated" : "unrated");
    struct record record = {
        .kind = RECORD_RATED, .at = fact->at, .value = fact->value, .scope = fact->scope};
    struct recorded recorded = {0};
    char label[LABEL_MAX];
    char next[96];

    if (!viewing)
        return;
    record.nth = recorder_nth(viewing);
    if (!recorder_record(recorder, viewing, record, &recorded))
        return;
    outlook(recorder, outbox_rate_kind(fact->scope), next, sizeof(next));
    label_scope(&viewing->guess, media_name_episodes(&viewing->guess) > 1 ? record.nth : 0,
                fact->scope, label, sizeof(label));
    if (fact->value)
        recorder_say(recorder, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, 0, "%s: rated %d of 10 (%s)", label,
                     fact->value, next);
    else
        recorder_say(recorder, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, 0, "%s: rating taken back (%s)",
                     label, next);
}

void keys_mark(struct recorder *recorder, const struct epi_fact *fact)
{
    struct viewing *viewing = meant(recorder, fact, "marked");
    struct record record = {.kind = RECORD_MARKED, .at = fact->at, .value = MARK_WATCHED};
    struct recorded recorded = {0};
    char label[LABEL_MAX];
    char next[96];

    if (!viewing)
        return;
    record.nth = recorder_nth(viewing);
    if (!recorder_record(recorder, viewing, record, &recorded))
        return;
    outlook(recorder, DUE_MARK, next, sizeof(next));
    label_guess(&viewing->guess, media_name_episodes(&viewing->guess) > 1 ? record.nth : 0, label,
                sizeof(label));
    recorder_say(recorder, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, 0, "%s: %s (%s)", label,
                 recorded.repeated ? "is marked as watched already" : "marked as watched", next);
}

void keys_undo(struct recorder *recorder, const struct epi_fact *fact)
{
    struct record record = {.kind = RECORD_UNDO, .at = fact->at};
    struct recorded recorded = {0};
    struct entry *entry;
    char label[LABEL_MAX] = "the last thing";
    bool found = false;

    if (!recorder_record(recorder, NULL, record, &recorded))
        return;
    if (!recorded.spooled && !recorded.entry) {
        recorder_say(recorder, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, 0, "nothing to take back");
        return;
    }
    entry = malloc(sizeof(*entry));
    if (entry && recorded.entry &&
        entries_get(recorder->journal, recorded.entry, entry, &found, NULL) && found)
        label_entry(entry, recorded.undone_scope, label, sizeof(label));
    free(entry);
    recorder_say(recorder, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, 0, "%s: %s taken back%s", label,
                 recorded.undone == RECORD_RATED ? "rating" : "watched",
                 recorded.to_take_back ? ", at the services too" : "");
}

void keys_status(struct recorder *recorder)
{
    const struct viewing *now = &recorder->now;
    char label[LABEL_MAX] = "no episode on screen";
    char played[64] = "";
    int due = 0;
    int waiting = 0;
    char left[96] = "";

    if (now->loaded && now->episode) {
        int episodes = media_name_episodes(&now->guess);
        int nth = recorder_nth(now);

        label_guess(&now->guess, episodes > 1 ? nth : 0, label, sizeof(label));
        if (!recorder->hidden)
            snprintf(played, sizeof(played), ": %.0f %% played, counts at %d %%",
                     100 * watch_played(&now->watch, nth, episodes),
                     recorder->config->watched_percent);
    }
    for (int i = 0; recorder_journal(recorder) && i < recorder->plan.count; i++) {
        struct outbox_account account;
        bool seen = false;

        for (int j = 0; j < i; j++)
            seen |=
                strcmp(recorder->plan.targets[i].service, recorder->plan.targets[j].service) == 0;
        if (seen ||
            !outbox_account(recorder->journal, recorder->plan.targets[i].service, &account, NULL))
            continue;
        due += account.due;
        waiting += account.waiting;
    }
    if (due || waiting)
        snprintf(left, sizeof(left), "; %d to send, %d wait for you (`epimark status`)", due,
                 waiting);
    recorder_say(recorder, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, 0, "%s%s%s%s", label, played, left,
                 recorder->hidden ? "; private mode is on" : "");
}

/* ---- Which series is it? ---- */

/* The candidates that the courier left for the file on screen. */
static size_t candidates_on_screen(struct recorder *recorder, const struct epi_fact *fact,
                                   struct match *candidates)
{
    struct epi_error err;
    size_t count = 0;
    char key[CANDIDATES_KEY_MAX];
    char *text;

    if (!recorder_tracks(recorder, &recorder->now) || !recorder_journal(recorder))
        return 0;
    candidates_key(recorder->now.path, &recorder->now.guess, key);
    if (cache_read(recorder->journal, key, fact->at, &text, &err) && text) {
        count = candidates_read(text, candidates, JOURNAL_CANDIDATES_MAX);
        free(text);
    }
    return count;
}

void keys_choose(struct recorder *recorder, const struct epi_fact *fact)
{
    struct match *candidates = calloc(JOURNAL_CANDIDATES_MAX, sizeof(*candidates));
    size_t count = candidates ? candidates_on_screen(recorder, fact, candidates) : 0;
    char text[sizeof(((struct epi_notice *)0)->text)] = "";
    size_t len = 0;

    for (size_t i = 0; i < count && len < sizeof(text); i++) {
        char label[LABEL_MAX];

        label_candidate(&candidates[i], label, sizeof(label));
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%zu %.90s", i ? "\n" : "", i + 1,
                                label);
    }
    free(candidates);
    if (count)
        recorder_say(recorder, EPI_NOTICE_CHOICES, EPI_LEVEL_INFO, (int)count, "%s", text);
    else
        recorder_say(
            recorder, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, 0,
            "nothing to choose here: `epimark fix FILE --series tvmaze:ID` corrects a wrong show");
}

void keys_answer(struct recorder *recorder, const struct epi_fact *fact)
{
    struct match *candidates = calloc(JOURNAL_CANDIDATES_MAX, sizeof(*candidates));
    size_t count = candidates ? candidates_on_screen(recorder, fact, candidates) : 0;
    struct correction correction = {0};
    struct epi_error err;
    char title_key[MATCH_TITLE_MAX];
    char label[LABEL_MAX];
    int released = 0;

    if (fact->value >= 1 && (size_t)fact->value <= count) {
        correction.series = candidates[fact->value - 1].series.ids;
        label_candidate(&candidates[fact->value - 1], label, sizeof(label));
        title_key_of(&recorder->now.guess, title_key, sizeof(title_key));
        if (corrections_add(recorder->journal, recorder->now.path, title_key, &correction, fact->at,
                            &released, &err)) {
            recorder_say(recorder, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, 0,
                         "%s it is, from now on for this folder", label);
            recorder_look_up(recorder, &recorder->now);
        } else {
            recorder_complain(recorder, &err);
        }
    } else {
        recorder_say(recorder, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, 0,
                     "kept until you say which it is: `epimark fix FILE --series tvmaze:ID`");
    }
    free(candidates);
}
