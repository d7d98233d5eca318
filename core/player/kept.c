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

enum { LABEL_MAX = 2 * MATCH_TITLE_MAX + 64, WAY_OUT_MAX = 160, NAMES_MAX = 128 };

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

/* Whether a delivery says that an episode was watched, and is still to be sent. */
static bool is_due(const struct delivery *delivery, bool goes_on)
{
    bool play = strcmp(delivery->kind, "play") == 0;
    const struct service *service = service_find(delivery->service);

    return delivery->state == DELIVERY_DUE && (play || strcmp(delivery->kind, "mark") == 0) &&
           !(play && goes_on && service && service->live);
}

/* Notes that a service is named. False if it was before. */
static bool add_said(struct kept_said *said, const char *service)
{
    char name[sizeof(((struct delivery *)NULL)->service) + 2];
    size_t len = strlen(said->services);

    snprintf(name, sizeof(name), ",%s,", service);
    if (strstr(said->services, name))
        return false;
    snprintf(said->services + len - (len > 0), sizeof(said->services) - len + (len > 0), "%s",
             name);
    return true;
}

/* "TVmaze and Trakt": where it is still to be sent and that was not said. "": nowhere. */
static void name_services(const struct entry *entry, bool goes_on, struct kept_said *said,
                          char *names, size_t size)
{
    const char *titles[JOURNAL_DELIVERIES_MAX];
    int count = 0;
    size_t len = 0;

    for (int i = 0; i < entry->delivery_count; i++) {
        const struct delivery *delivery = &entry->deliveries[i];
        if (is_due(delivery, goes_on) && add_said(said, delivery->service))
            titles[count++] = title_of(delivery->service);
    }
    names[0] = '\0';
    for (int i = 0; i < count && len < size; i++) {
        len += (size_t)snprintf(names + len, size - len, "%s%s",
                                i == 0           ? ""
                                : i + 1 == count ? " and "
                                                 : ", ",
                                titles[i]);
    }
}

/* A notice of an entry, without a text. */
static struct notice *entry_notice(const struct entry *entry)
{
    struct notice *notice = notice_new(EPI_NOTICE_KEPT, EPI_LEVEL_INFO, true);

    struct guess guess;
    if (entry->identified)
        notice_match(notice, &entry->match);
    else if (media_name_guess(entry->path, entry->media_title, &guess))
        notice_guess(notice, &guess, entry->nth);
    return notice;
}

struct notice *kept_entry(const struct entry *entry, bool goes_on, struct kept_said *said)
{
    bool unsure = !entry->identified && entry->state == ENTRY_HELD;
    bool unknown = !entry->identified && entry->state == ENTRY_WATCHED;

    if (said->entry != entry->id)
        *said = (struct kept_said){.entry = entry->id};
    if (said->whole || entry->watched_at == 0)
        return NULL;
    char names[NAMES_MAX];
    name_services(entry, goes_on, said, names, sizeof(names));
    if (!*names && !unsure && !unknown)
        return NULL;
    said->whole = unsure || unknown;
    struct notice *notice = entry_notice(entry);
    char label[LABEL_MAX];
    label_entry(entry, EPI_SCOPE_EPISODE, label, sizeof(label));
    if (notice)
        notice_edit(notice)->unsure = unsure;
    if (unsure)
        notice_text(notice, "%s kept as watched until you say which series it is", label);
    else if (unknown)
        notice_text(notice, "%s kept as watched, will be looked up and sent", label);
    else
        notice_text(notice, "%s kept as watched, will be sent to %s", label, names);
    return notice;
}
