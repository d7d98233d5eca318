/* SPDX-License-Identifier: MIT */
#include "core/player/kept.h"

#include <stdio.h>
#include <string.h>

#include "core/deliver/outlook.h"
#include "core/identify/label.h"
#include "core/identify/media_name.h"
#include "core/journal/entry.h"
#include "core/player/notice.h"
#include "core/services/service.h"

enum { LABEL_MAX = 2 * MATCH_TITLE_MAX + 64, WAY_OUT_MAX = 160 };

static const char *title_of(const char *service)
{
    const struct service *found = service_find(service);
    return found ? found->title : service;
}

/* A notice of the nth episode of a name: "Show 1x02 kept as watched", and what follows. */
static struct notice *notice_of(const struct guess *guess, int nth, const char *follows)
{
    struct notice *notice = notice_new(EPI_NOTICE_KEPT, EPI_LEVEL_INFO, true);
    char label[LABEL_MAX];

    label_guess(guess, media_name_episodes(guess) > 1 ? nth : 0, label, sizeof(label));
    notice_guess(notice, guess, nth);
    notice_text(notice, "%s kept as watched%s", label, follows);
    return notice;
}

struct notice *kept_unsent(const struct guess *guess, int nth, const struct outlook *outlook,
                           bool how)
{
    char way_out[WAY_OUT_MAX] = "";

    if (outlook->kind == OUTLOOK_SENT)
        return NULL;
    if (how && outlook->kind == OUTLOOK_SIGNED_OUT) {
        snprintf(way_out, sizeof(way_out), " (sign in to %s %s: epimark login %s)",
                 outlook->due == DUE_PLAY ? "add it to your history at" : "mark it at",
                 title_of(outlook->service), outlook->service);
    } else if (how && outlook->kind == OUTLOOK_HELD) {
        snprintf(way_out, sizeof(way_out), " (`epimark status %s` shows why it is not sent)",
                 outlook->service);
    }
    return notice_of(guess, nth, way_out);
}

struct notice *kept_parked(const struct guess *guess, int nth)
{
    return notice_of(guess, nth, " until its folder answers");
}

/* Whether a delivery says that an episode was watched. */
static bool is_watched(const struct delivery *delivery)
{
    return strcmp(delivery->kind, "mark") == 0 || strcmp(delivery->kind, "play") == 0;
}

struct notice *kept_entry(const struct entry *entry)
{
    const struct delivery *due = NULL;
    bool unsure = !entry->identified && entry->state == ENTRY_HELD;
    bool unknown = !entry->identified && entry->state == ENTRY_WATCHED;

    for (int i = 0; i < entry->delivery_count; i++) {
        const struct delivery *delivery = &entry->deliveries[i];
        if (is_watched(delivery) && delivery->state == DELIVERY_SENT)
            return NULL;
        if (is_watched(delivery) && delivery->state == DELIVERY_DUE && !due)
            due = delivery;
    }
    if (entry->watched_at == 0 || (!due && !unsure && !unknown))
        return NULL;
    struct notice *notice = notice_new(EPI_NOTICE_KEPT, EPI_LEVEL_INFO, true);
    char label[LABEL_MAX];
    struct guess guess;
    label_entry(entry, EPI_SCOPE_EPISODE, label, sizeof(label));
    if (entry->identified)
        notice_match(notice, &entry->match);
    else if (media_name_guess(entry->path, entry->media_title, &guess))
        notice_guess(notice, &guess, entry->nth);
    if (notice)
        notice_edit(notice)->unsure = unsure;
    if (unsure) {
        notice_text(notice, "%s kept as watched until you say which series it is", label);
    } else if (unknown) {
        notice_text(notice, "%s kept as watched, will be looked up and sent", label);
    } else {
        notice_text(notice, "%s kept as watched, will be sent to %s", label,
                    title_of(due->service));
    }
    return notice;
}
