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

static const char *title_of(const char *service)
{
    const struct service *found = service_find(service);
    return found ? found->title : service;
}

/* A notice of the nth episode of a name. said: the episode's name becomes its first part. */
static struct notice *notice_of(const struct guess *guess, int nth, const struct epi_saying *said)
{
    struct notice *notice = notice_new(EPI_NOTICE_KEPT, EPI_LEVEL_INFO, true);
    struct label label;

    label_of_guess(guess, media_name_episodes(guess) > 1 ? nth : 0, EPI_SCOPE_EPISODE, &label);
    struct epi_saying saying = *said;
    saying.parts[0].saying = &label.saying;
    notice_guess(notice, guess, nth);
    notice_say(notice, &saying);
    return notice;
}

struct notice *kept_unsent(const struct guess *guess, int nth, const struct outlook *outlook,
                           bool how)
{
    struct epi_saying kept = {EPI_SAY_KEPT, {{.text = NULL}}};

    if (outlook->kind == OUTLOOK_SENT)
        return NULL;
    if (how && outlook->kind == OUTLOOK_SIGNED_OUT) {
        kept.sentence = outlook->due == DUE_PLAY ? EPI_SAY_KEPT_TO_ADD : EPI_SAY_KEPT_TO_MARK;
        kept.parts[1].text = title_of(outlook->service);
        kept.parts[2].text = outlook->service;
    } else if (how && outlook->kind != OUTLOOK_KEPT) {
        /* That a sign-in is refused was said, by the service that refused it. */
        kept.sentence = EPI_SAY_KEPT_HELD;
        kept.parts[1].text = outlook->service;
    }
    return notice_of(guess, nth, &kept);
}

struct notice *kept_parked(const struct guess *guess, int nth)
{
    struct epi_saying parked = {EPI_SAY_KEPT_FOLDER, {{.text = NULL}}};
    return notice_of(guess, nth, &parked);
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

/* Where it is still to be sent and that was not said: the titles of the services. */
static int list_services(const struct entry *entry, bool goes_on, struct kept_said *said,
                         struct epi_saying titles[JOURNAL_DELIVERIES_MAX])
{
    int count = 0;

    for (int i = 0; i < entry->delivery_count; i++) {
        const struct delivery *delivery = &entry->deliveries[i];
        if (is_due(delivery, goes_on) && add_said(said, delivery->service)) {
            titles[count++] =
                (struct epi_saying){EPI_SAY_TEXT, {{.text = title_of(delivery->service)}}};
        }
    }
    return count;
}

/* "TVmaze, Trakt and TheTVDB": joined has room for all of it. */
static const struct epi_saying *join(const struct epi_saying *titles, int count,
                                     struct epi_saying *joined)
{
    const struct epi_saying *all = &titles[0];

    for (int i = 1; i < count; i++) {
        joined[i] = (struct epi_saying){i + 1 == count ? EPI_SAY_AND : EPI_SAY_COMMA,
                                        {{.saying = all}, {.saying = &titles[i]}}};
        all = &joined[i];
    }
    return all;
}

/* A notice of an entry, without a text. */
static struct notice *entry_notice(const struct entry *entry)
{
    struct notice *notice = notice_new(EPI_NOTICE_KEPT, EPI_LEVEL_INFO, true);

    struct guess guess;
    if (entry->identified)
        notice_match(notice, &entry->match);
    else if (media_name_guess(entry->path, entry->media_title, entry->film, &guess))
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
    struct epi_saying titles[JOURNAL_DELIVERIES_MAX], joined[JOURNAL_DELIVERIES_MAX];
    int count = list_services(entry, goes_on, said, titles);
    if (count == 0 && !unsure && !unknown)
        return NULL;
    said->whole = unsure || unknown;
    struct notice *notice = entry_notice(entry);
    struct label label;
    label_of_entry(entry, EPI_SCOPE_EPISODE, &label);
    if (notice) {
        notice_edit(notice)->unsure = unsure;
        notice_edit(notice)->entry = entry->id;
    }
    struct epi_saying kept = {unsure    ? EPI_SAY_KEPT_UNSURE
                              : unknown ? EPI_SAY_KEPT_UNKNOWN
                                        : EPI_SAY_KEPT_SENT,
                              {{.saying = &label.saying}}};
    if (count > 0)
        kept.parts[1].saying = join(titles, count, joined);
    notice_say(notice, &kept);
    return notice;
}
