/* SPDX-License-Identifier: MIT */
#include "core/player/overview.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/identify/label.h"
#include "core/identify/media_name.h"
#include "core/journal/entries.h"
#include "core/journal/outbox.h"
#include "core/services/service.h"

/* The newest entry of an episode of a file, as it is looked for. */
struct wanted_entry {
    int nth;
    struct notice *notice;
    const struct viewing *viewing;
};

/* What it was identified as. The journal does not keep all of the series, the catalogue does. */
static void fill_match(const struct entry *entry, const struct match *current,
                       struct notice *notice)
{
    CLEANUP(cleanup_free) struct match *match = malloc(sizeof(*match));

    if (!match)
        return;
    *match = entry->match;
    if (current && values_same_series(&match->series.ids, &current->series.ids))
        match->series = current->series;
    notice_match(notice, match);
    if (notice)
        notice_edit(notice)->confidence = match->confidence;
}

static bool fill_entry(void *context, const struct entry *entry)
{
    const struct wanted_entry *wanted = context;

    if (entry->nth != wanted->nth)
        return true;
    if (entry->identified)
        fill_match(entry, wanted->viewing->current, wanted->notice);
    notice_edit(wanted->notice)->rating = values_rating_number(entry->rating);
    notice_edit(wanted->notice)->watched = entry->watched_at > 0 && entry->state != ENTRY_UNDONE;
    return false;
}

/* Why it does not count. */
static void say_ignored(const struct viewing *viewing, struct notice *notice)
{
    enum epi_sentence why =
        viewing->episode ? recording_why_private(viewing) : recording_why_none(viewing);
    struct epi_saying reason = {why, {{.text = NULL}}};

    notice_say(notice,
               &(struct epi_saying){viewing->episode ? EPI_SAY_IGNORED : EPI_SAY_NOT_COUNTED,
                                    {{.saying = &reason}}});
    notice_text(notice, "menu: %s", epi_sentence_template(why));
}

/* Why it is not found, or unsure. What it may be is a list of its own. */
static void say_open(const struct viewing *viewing, struct notice *notice)
{
    struct epi_saying reason = {viewing->reason, {{.text = viewing->why}}};
    struct epi_saying saying = {viewing->unsure  ? EPI_SAY_UNSURE
                                : viewing->later ? EPI_SAY_NOT_YET
                                                 : EPI_SAY_NOT_FOUND,
                                {{.saying = &reason}}};
    bool listed = viewing->unsure && viewing->reason == EPI_SAY_TEXT;

    if (viewing->why[0] && !listed)
        notice_say(notice, &saying);
}

/* What is known of the file: by its name, and by what the journal has of it. */
static void fill_file(struct recording *recording, const struct viewing *viewing,
                      struct notice *notice)
{
    int nth = recording_nth(viewing);

    notice_edit(notice)->file = viewing->file;
    notice_edit(notice)->ended = viewing->ended;
    if (!viewing->episode || recording_why_private(viewing)) {
        say_ignored(viewing, notice);
        return;
    }
    say_open(viewing, notice);
    notice_guess(notice, &viewing->guess, nth);
    recording_fill_played(recording, viewing, nth, notice);
    char label[RECORDING_LABEL_MAX];
    label_guess(&viewing->guess, media_name_episodes(&viewing->guess) > 1 ? nth : 0, label,
                sizeof(label));
    notice_text(notice, "menu: %s", label);
    struct journal *journal = recording_journal(recording);
    if (viewing->current) {
        enum episode_order order =
            recording_order(recording, viewing, &viewing->current->series.ids);
        notice_order(notice, values_order_name(order), true);
    }
    struct wanted_entry wanted = {.nth = nth, .notice = notice, .viewing = viewing};
    if (journal && !recording->private) {
        entries_visit(journal, &(struct entries_filter){.path = viewing->path}, fill_entry, &wanted,
                      NULL);
    }
}

static void fill_services(struct recording *recording, struct notice *notice)
{
    const char *names[JOURNAL_TARGETS_MAX];
    int count = recording_services(recording, names);

    if (!recording_journal(recording))
        return;
    for (int i = 0; i < count; i++) {
        struct outbox_account account;
        const struct service *service = service_find(names[i]);
        if (!service || !outbox_find_account(recording->journal, names[i], &account, NULL))
            continue;
        notice_add_service(
            notice, service->name, service->title,
            &(struct epi_service_state){.account = account.refused ? "" : account.account,
                                        .error = account.held[0] ? account.held : account.error,
                                        .due = account.due,
                                        .waiting = account.waiting});
    }
}

void overview_show(struct recording *recording, const struct epi_fact *fact)
{
    struct notice *notice = notice_new(EPI_NOTICE_MENU, EPI_LEVEL_VERBOSE, true);
    const struct viewing *viewing = recording_shown(recording, fact);

    if (!notice)
        return;
    notice_edit(notice)->is_private = recording->private;
    notice_text(notice, "menu: no episode on screen");
    if (viewing)
        fill_file(recording, viewing, notice);
    fill_services(recording, notice);
    recording_post(recording, notice);
}
