/* SPDX-License-Identifier: MIT */
#include "core/client/waiting.h"

#include <stdio.h>
#include <string.h>

#include "core/identify/label.h"
#include "core/journal/entry.h"
#include "core/services/service.h"

enum { AGAIN_MAX = 64, LABEL_MAX = 2 * MATCH_TITLE_MAX };

bool waiting_is_to_identify(const struct entry *entry)
{
    return !entry->identified && entry->state != ENTRY_UNDONE && entry->state != ENTRY_DEAD &&
           entry->state != ENTRY_LEFT;
}

/* The first that has a cause is what a person needs: others may only wait because of it. */
static void add(struct waiting *waiting, const char *reason, bool caused)
{
    waiting->count++;
    if (waiting->reason[0] && (waiting->caused || !caused))
        return;
    snprintf(waiting->reason, sizeof(waiting->reason), "%s", reason);
    waiting->caused = caused;
}

void waiting_add(struct waiting *waiting, const char *reason)
{
    add(waiting, reason, true);
}

/* "; tried again in 1 min"; "" of what is not tried by itself, or is due now. */
static void write_again(const struct waiting *waiting, int64_t at, const char *what,
                        char text[AGAIN_MAX])
{
    const int64_t minutes = (at - waiting->now + 59) / 60;

    text[0] = '\0';
    if (at <= waiting->now)
        return;
    if (minutes < 100)
        snprintf(text, AGAIN_MAX, "; %s in %d min", what, (int)minutes);
    else if (minutes < 48 * 60)
        snprintf(text, AGAIN_MAX, "; %s in %d h", what, (int)((minutes + 59) / 60));
    else
        snprintf(text, AGAIN_MAX, "; %s in %lld days", what, (long long)minutes / (24 * 60));
}

/* "Show 1x02": short, since more is said of it. */
static void write_label(const struct entry *entry, enum epi_scope scope, char label[LABEL_MAX])
{
    const struct episode *episode = &entry->match.episode;
    char number[LABEL_EPISODE_MAX];

    bool numbered = entry->identified && !entry->match.film && episode->number >= 0;

    if (numbered && scope == EPI_SCOPE_EPISODE) {
        snprintf(label, LABEL_MAX, "%s %s", entry->match.series.title,
                 label_episode(episode->season, episode->number, number));
    } else {
        label_entry(entry, scope, label, LABEL_MAX);
    }
}

/* What has not been done of a delivery: " not sent to", between its label and its service. */
static const char *undone(const struct delivery *delivery)
{
    static const struct {
        const char *kind;
        const char *words;
    } kinds[] = {
        {"unmark", ": mark not taken back at"},
        {"unplay", " not removed from the history at"},
    };

    if (strncmp(delivery->kind, "rate", 4) == 0)
        return delivery->value ? ": rating not sent to" : ": rating not taken back at";
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        if (strcmp(kinds[i].kind, delivery->kind) == 0)
            return kinds[i].words;
    }
    return " not sent to";
}

/* Some errors say what they are about. */
static bool says_what(const char *error, const struct entry *entry)
{
    const char *title = entry->match.series.title;

    return entry->identified && title[0] && strncmp(error, title, strlen(title)) == 0;
}

static void count_delivery(struct waiting *waiting, const struct entry *entry,
                           const struct delivery *delivery)
{
    const struct service *service = service_find(delivery->service);
    const char *title = service ? service->title : delivery->service;
    const char *error = delivery->error;
    size_t len = strlen(title);

    if (strncmp(error, title, len) == 0 && strncmp(error + len, ": ", 2) == 0)
        error += len + 2; /* the sentence has it already */
    char again[AGAIN_MAX];
    write_again(waiting, delivery->next_at, error[0] ? "tried again" : "sent", again);
    char label[LABEL_MAX];
    write_label(entry, delivery->scope, label);
    char reason[WAITING_REASON_MAX];
    if (says_what(error, entry)) {
        snprintf(reason, sizeof(reason), "%s%s", error, again);
    } else {
        snprintf(reason, sizeof(reason), "%s%s %s: %s%s", label, undone(delivery), title,
                 error[0] ? error : "not due yet", again);
    }
    add(waiting, reason, error[0] != '\0');
}

static void count_identify(struct waiting *waiting, const struct entry *entry)
{
    char again[AGAIN_MAX];

    write_again(waiting, entry->identify_at, "looked up again", again);
    char label[LABEL_MAX];
    write_label(entry, EPI_SCOPE_EPISODE, label);
    char reason[WAITING_REASON_MAX];
    snprintf(reason, sizeof(reason), "%s not identified%s%s%s", label,
             entry->error[0] ? ": " : " yet", entry->error, again);
    add(waiting, reason, entry->error[0] != '\0');
}

void waiting_count(struct waiting *waiting, const struct entry *entry)
{
    if (waiting_is_to_identify(entry))
        count_identify(waiting, entry);
    for (int i = 0; i < entry->delivery_count; i++) {
        const struct delivery *delivery = &entry->deliveries[i];

        if (delivery->state == DELIVERY_DEAD)
            waiting->dead++;
        else if (delivery->state == DELIVERY_DUE || delivery->state == DELIVERY_HELD)
            count_delivery(waiting, entry, delivery);
    }
}
