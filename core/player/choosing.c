/* SPDX-License-Identifier: MIT */
#include "core/player/choosing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/identify/candidates.h"
#include "core/identify/corrected_guess.h"
#include "core/identify/label.h"
#include "core/identify/order.h"
#include "core/identify/series_lists.h"
#include "core/player/found.h"
#include "core/player/live.h"
#include "core/services/values.h"

enum {
    LISTED_MAX = NOTICE_CANDIDATES_MAX, /* in one list */
    LINE_MAX = 96,                      /* bytes of the label of one */
    TEXT_MAX = 1000,
};

void choosing_close(struct recording *recording)
{
    free(recording->offered.candidates);
    recording->offered.candidates = NULL;
    recording->offered.count = 0;
}

/* ---- What the file is taken for ---- */

/* What the user said, in the words of a catalogue. */
static bool find_corrected(struct recording *recording, struct match *current)
{
    const struct viewing *now = &recording->now;
    struct corrected_guess corrected;
    struct journal *journal = recording_journal(recording);

    if (!journal ||
        !corrected_guess_find(journal, now->path, &now->guess, now->length.duration, &corrected,
                              NULL) ||
        !corrected.found || corrected.choice != CHOICE_SERIES)
        return false;
    memset(current, 0, sizeof(*current));
    current->series.ids = corrected.series;
    snprintf(current->series.title, sizeof(current->series.title), "%s", corrected.title);
    bool moved = corrected.moved && corrected.guess.episode_count > 0;
    current->episode.season = moved ? corrected.guess.season : -1;
    current->episode.number = moved ? corrected.guess.episodes[0] : -1;
    return true;
}

/* False if it is not known, or unsure. */
static bool find_current(struct recording *recording, struct match *current)
{
    if (!recording->now.current)
        return find_corrected(recording, current);
    *current = *recording->now.current;
    return true;
}

/* found: what it may be if it is unsure, or why it is not found; NULL: neither. */
static void keep_current(struct viewing *viewing, const struct match *match,
                         const struct found *found)
{
    struct match *copy = match ? malloc(sizeof(*copy)) : NULL;

    if (copy)
        *copy = *match;
    free(viewing->current);
    viewing->current = copy;
    viewing->unsure = found && found->unsure;
    viewing->later = found && found->later;
    viewing->reason = found ? found->reason : EPI_SAY_TEXT;
    viewing->ordered = found && found->ordered;
    viewing->order = found ? found->order : ORDER_AUTO;
    snprintf(viewing->why, sizeof(viewing->why), "%s", found ? found->why : "");
}

/* ---- The list ---- */

/* Whether a candidate is what the file is taken for. */
static bool is_current(const struct match *candidate, const struct match *current, bool numbered)
{
    return values_same_series(&candidate->series.ids, &current->series.ids) &&
           (!numbered || current->episode.season < 0 ||
            series_lists_same(&candidate->episode, &current->episode));
}

/* Makes the list that is open from now on: the candidates and, before them if it is of series and
 * that is wanted and not among them, what the file is taken for. Returns the place of that, or
 * count if there is none. */
static size_t open_list(struct recording *recording, enum offered_kind kind,
                        const struct match *candidates, size_t count, bool wanted)
{
    struct offered *offered = &recording->offered;
    CLEANUP(cleanup_free) struct match *current = malloc(sizeof(*current));

    choosing_close(recording);
    size_t most = wanted ? LISTED_MAX - 1 : LISTED_MAX;
    if (count > most)
        count = most;
    offered->candidates = calloc(count + 1, sizeof(*candidates));
    if (!offered->candidates || !current)
        return 0;
    offered->number++;
    offered->kind = kind;
    offered->numbered = candidates_are_episodes(candidates, count);
    bool known = find_current(recording, current);
    size_t place = 0;
    while (known && place < count && !is_current(&candidates[place], current, offered->numbered))
        place++;
    bool missing = wanted && known && place == count;
    if (missing)
        offered->candidates[0] = *current;
    if (count > 0)
        memcpy(&offered->candidates[missing], candidates, count * sizeof(*candidates));
    offered->count = count + missing;
    return !known ? offered->count : missing ? 0 : place;
}

/* "Show (2005, US)", of a list of episodes "1x02 Title", of orders "aired". */
static void write_one(const struct offered *offered, size_t index, char *label, size_t size)
{
    const struct match *match = &offered->candidates[index];

    if (offered->kind == OFFERED_ORDERS) {
        snprintf(label, size, "%s", values_order_name(offered->orders[index]));
    } else if (offered->kind == OFFERED_SERIES) {
        label_candidate(match, offered->numbered, label, size);
    } else {
        char number[LABEL_EPISODE_MAX];
        label_episode(match->episode.season, match->episode.number, number);
        snprintf(label, size, "%s %s", number, match->episode.title);
    }
}

/* A line for each entry, as many as there is room for: "2 Show (2005, US) · now". */
static void write_lines(const struct offered *offered, size_t current, char *text)
{
    size_t len = 0;

    text[0] = '\0';
    for (size_t i = 0; i < offered->count; i++) {
        char label[RECORDING_LABEL_MAX];
        char line[RECORDING_LABEL_MAX + 32];
        write_one(offered, i, label, sizeof(label));
        size_t cut = 0, step;
        while (cut < LINE_MAX && (step = epi_utf8_length(label + cut, strlen(label + cut))) > 0)
            cut += step;
        int size = snprintf(line, sizeof(line), "%s%zu %.*s%s", i ? "\n" : "", i + 1, (int)cut,
                            label, i == current ? " · now" : "");
        if (len + (size_t)size >= TEXT_MAX)
            return;
        memcpy(text + len, line, (size_t)size + 1);
        len += (size_t)size;
    }
}

/* Posts the list that is open. current: the place of what holds now; why: of a list of none, which
 * can be answered all the same, the error, or "" if no series is like it. */
static void post_list(struct recording *recording, enum epi_notice_kind kind, size_t current,
                      const char *why)
{
    const struct viewing *now = &recording->now;
    const struct offered *offered = &recording->offered;
    bool orders = offered->kind == OFFERED_ORDERS;
    struct notice *notice = recording_notice(now, recording_nth(now), kind);

    if (!orders)
        notice_candidates(notice, offered->candidates, offered->count, current);
    for (size_t i = 0; orders && i < offered->count; i++)
        notice_order(notice, values_order_name(offered->orders[i]), i == current);
    if (notice)
        notice_edit(notice)->list = offered->number;
    char text[TEXT_MAX];
    write_lines(offered, current, text);
    notice_text(notice, "%s", text);
    struct epi_saying reason = {*why ? EPI_SAY_TEXT : EPI_SAY_WHY_NONE_LIKE_IT, {{.text = why}}};
    if (offered->count == 0) {
        notice_say(notice,
                   &(struct epi_saying){EPI_SAY_NOTHING_TO_CHOOSE_FROM, {{.saying = &reason}}});
    }
    recording_post(recording, notice);
}

/* Shows a list, with what the file is taken for if that is wanted. why: why nothing more could be
 * looked up, or "". */
static void show_list(struct recording *recording, const struct match *candidates, size_t count,
                      bool wanted, const char *why)
{
    size_t current = open_list(recording, OFFERED_SERIES, candidates, count, wanted);

    post_list(recording, EPI_NOTICE_CHOICES, current, why);
}

/* Why there is nothing to choose for what is on screen; 0 if there may be something. */
static enum epi_sentence why_nothing(const struct recording *recording)
{
    const struct viewing *now = &recording->now;

    if (recording->private)
        return EPI_SAY_WHY_PRIVATE;
    if (!now->loaded)
        return EPI_SAY_WHY_NONE_ON_SCREEN;
    if (!now->episode)
        return recording_why_none(now);
    enum epi_sentence why = recording_why_private(now);
    return !why && now->folder != FOLDER_ALLOWS ? EPI_SAY_WHY_FOLDER_SILENT : why;
}

/* The same of asking somebody: of a film only where it is sent, and a search finds only series. */
static enum epi_sentence why_unasked(const struct recording *recording, bool search)
{
    enum epi_sentence why = why_nothing(recording);
    bool asked = recording->config->films == FILMS_SEND && !search;
    return !why && !asked && recording_is_film(&recording->now) ? EPI_SAY_WHY_FILM : why;
}

/* The candidates that are kept of the file on screen, LISTED_MAX at most. */
static size_t load_kept(struct recording *recording, struct match *kept)
{
    const struct viewing *now = &recording->now;
    struct journal *journal = recording_journal(recording);

    return journal ? candidates_load(journal, now->path, now->title, recording->told_at, kept,
                                     JOURNAL_CANDIDATES_MAX)
                   : 0;
}

static bool has_several(const struct match *candidates, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (!values_same_series(&candidates[0].series.ids, &candidates[i].series.ids))
            return true;
    }
    return false;
}

void choosing_list(struct recording *recording)
{
    struct viewing *now = &recording->now;
    enum epi_sentence why = why_unasked(recording, false);
    CLEANUP(cleanup_free)
    struct match *kept = calloc(JOURNAL_CANDIDATES_MAX, sizeof(*kept));

    now->list_wanted = now->folder == FOLDER_AWAITED && recording_may_track(recording, now);
    if (now->list_wanted)
        return;
    if (why) {
        recording_say_why(recording, EPI_NOTICE_NO_CHOICES, EPI_SAY_NOTHING_TO_CHOOSE_HERE, why);
        return;
    }
    size_t count = kept ? load_kept(recording, kept) : 0;
    if (has_several(kept, count)) {
        show_list(recording, kept, count, true, "");
        return;
    }
    recording_say(recording, EPI_NOTICE_LOOKING, EPI_LEVEL_INFO,
                  &(struct epi_saying){EPI_SAY_LOOKING, {{.text = NULL}}});
    struct job job = {.kind = JOB_CANDIDATES,
                      .path = now->path,
                      .media_title = now->title,
                      .duration = now->length.duration};
    recording->host.job(recording->host.context, &job);
}

void choosing_search(struct recording *recording, const struct epi_fact *fact)
{
    const struct viewing *now = &recording->now;
    enum epi_sentence why = why_unasked(recording, true);

    if (!why && (!fact->title || !fact->title[strspn(fact->title, " ")]))
        why = EPI_SAY_WHY_NOTHING_TYPED;
    if (why) {
        recording_say_why(recording, EPI_NOTICE_REFUSED, EPI_SAY_NOT_SEARCHED, why);
        return;
    }
    recording_say(recording, EPI_NOTICE_LOOKING, EPI_LEVEL_INFO,
                  &(struct epi_saying){EPI_SAY_SEARCHING, {{.text = fact->title}}});
    struct job job = {
        .kind = JOB_SEARCH, .path = now->path, .media_title = now->title, .text = fact->title};
    recording->host.job(recording->host.context, &job);
}

/* otherwise: why there is nothing, if nothing failed. */
static void list_none(struct recording *recording, const struct found *found,
                      enum epi_sentence otherwise)
{
    struct epi_saying reason = {*found->why ? EPI_SAY_TEXT : otherwise, {{.text = found->why}}};

    choosing_close(recording);
    recording_say(recording, EPI_NOTICE_NO_CHOICES, EPI_LEVEL_INFO,
                  &(struct epi_saying){EPI_SAY_NOTHING_TO_CHOOSE, {{.saying = &reason}}});
}

/* Lists what was searched for. */
static void list_searched(struct recording *recording, const struct found *found)
{
    if (found->count > 0)
        show_list(recording, found->matches, found->count, false, "");
    else
        list_none(recording, found, EPI_SAY_WHY_NO_SUCH_SERIES);
}

/* Whether a key means the file on screen; else says so. */
static bool means_now(struct recording *recording, const struct epi_fact *fact)
{
    if (!fact->file || fact->file == recording->now.file)
        return true;
    recording_say_why(recording, EPI_NOTICE_REFUSED, EPI_SAY_NOTHING_TO_CHOOSE,
                      EPI_SAY_WHY_OTHER_FILE);
    return false;
}

void choosing_asked(struct recording *recording, const struct epi_fact *fact)
{
    if (means_now(recording, fact))
        choosing_list(recording);
}

/* ---- Episodes and orders ---- */

/* Asks the courier for what the series of the file on screen has. text: for what it means, or
 * NULL. */
static void ask_of_series(struct recording *recording, const struct epi_fact *fact,
                          enum job_kind kind, const char *text)
{
    const struct viewing *now = &recording->now;
    CLEANUP(cleanup_free) struct match *current = malloc(sizeof(*current));

    if (!means_now(recording, fact))
        return;
    if (why_nothing(recording) || recording_is_film(now) || !current ||
        !find_current(recording, current)) {
        choosing_list(recording); /* it says why, or asks for the series first */
        return;
    }
    const struct guess *guess = &now->guess;
    if (kind == JOB_EPISODES && guess->episode_count + guess->absolute_count == 0) {
        recording_say_why(recording, EPI_NOTICE_NO_CHOICES, EPI_SAY_NOTHING_TO_CHOOSE_HERE,
                          EPI_SAY_WHY_NO_NUMBER);
        return;
    }
    recording_say(
        recording, EPI_NOTICE_LOOKING, EPI_LEVEL_INFO,
        &(struct epi_saying){kind == JOB_ORDERS ? EPI_SAY_LOOKING_ORDERS : EPI_SAY_LOOKING_EPISODES,
                             {{.text = current->series.title}}});
    struct job job = {.kind = kind,
                      .path = now->path,
                      .media_title = now->title,
                      .duration = now->length.duration,
                      .text = text,
                      .match = current};
    recording->host.job(recording->host.context, &job);
}

void choosing_episodes(struct recording *recording, const struct epi_fact *fact)
{
    bool typed = fact->title && fact->title[strspn(fact->title, " ")];

    ask_of_series(recording, fact, JOB_EPISODES, typed ? fact->title : NULL);
}

void choosing_orders(struct recording *recording, const struct epi_fact *fact)
{
    ask_of_series(recording, fact, JOB_ORDERS, NULL);
}

static void list_episodes(struct recording *recording, const struct found *found)
{
    if (found->count == 0) {
        list_none(recording, found, EPI_SAY_WHY_NO_SUCH_EPISODE);
        return;
    }
    size_t current = open_list(recording, OFFERED_EPISODES, found->matches, found->count, false);
    if (recording->offered.count > 0)
        post_list(recording, EPI_NOTICE_EPISODES, current, "");
}

static void list_orders(struct recording *recording, const struct found *found)
{
    struct offered *offered = &recording->offered;

    if (found->orders == 0) {
        list_none(recording, found, EPI_SAY_WHY_NO_EPISODES);
        return;
    }
    open_list(recording, OFFERED_ORDERS, found->matches, found->count, false);
    if (offered->count == 0)
        return;
    enum episode_order now =
        recording_order(recording, &recording->now, &offered->candidates[0].series.ids);
    size_t current = 0;
    offered->count = 0;
    for (int order = ORDER_AUTO; order >= ORDER_AIRED; order--) {
        if (order == (int)now)
            current = offered->count;
        if (order == (int)now || (found->orders & 1U << order))
            offered->orders[offered->count++] = (enum episode_order)order;
    }
    post_list(recording, EPI_NOTICE_ORDERS, current, "");
}

/* The list that was looked up or, failing that, what is kept. */
static void list_found(struct recording *recording, const struct found *found)
{
    CLEANUP(cleanup_free)
    struct match *kept = calloc(JOURNAL_CANDIDATES_MAX, sizeof(*kept));
    size_t count = kept && found->count == 0 ? load_kept(recording, kept) : 0;

    if (found->count > 0)
        show_list(recording, found->matches, found->count, true, "");
    else
        show_list(recording, kept, count, true, found->why);
}

void choosing_found(struct recording *recording, const struct found *found)
{
    struct viewing *now = &recording->now;

    if (why_nothing(recording) || strcmp(now->path, found->path) != 0)
        return;
    if (found->kind == FOUND_CURRENT && found->later && now->current)
        return; /* what is known holds on */
    if (found->kind == FOUND_CURRENT)
        keep_current(now, found->count > 0 ? found->matches : NULL, found);
    else if (found->kind == FOUND_SEARCHED)
        list_searched(recording, found);
    else if (found->kind == FOUND_EPISODES)
        list_episodes(recording, found);
    else if (found->kind == FOUND_ORDERS)
        list_orders(recording, found);
    else
        list_found(recording, found);
}

void choosing_undone(struct recording *recording)
{
    struct viewing *now = &recording->now;

    choosing_close(recording);
    keep_current(now, NULL, NULL);
    if (now->alone) {
        now->alone = recording_is_alone(recording, now);
        watch_break(&now->watch);
    }
    if (recording_tracks(recording, now)) {
        recording_look_up(recording, now);
    } else if (recording_may_track(recording, now)) { /* its folder was not asked by now */
        struct folder_file_question question = recording_question(recording, now);
        recording->host.folder(recording->host.context, &question);
    }
}

/* ---- The answer ---- */

/* An episode that is chosen is that of this file alone, and so is the series of a name that says
 * nothing. False: it is the series of what is named so in the folder, by the numbers of the
 * names. */
static bool choose_of_file(const struct viewing *viewing, const struct match *chosen,
                           struct correction *correction)
{
    const struct guess *guess = &viewing->guess;

    if (!chosen->other && viewing->known != KNOWN_NAME_CHOSEN)
        return false;
    correction->season_offset = chosen->other ? chosen->episode.season : guess->season;
    correction->number_offset = chosen->other ? chosen->episode.number : guess->episodes[0];
    return true;
}

static void choose(struct recording *recording, const struct epi_fact *fact,
                   const struct match *chosen)
{
    struct record record = {
        .kind = RECORD_CHOSEN, .at = fact->at, .correction = {.series = chosen->series.ids}};

    snprintf(record.correction.title, sizeof(record.correction.title), "%s", chosen->series.title);
    bool of_file = choose_of_file(&recording->now, chosen, &record.correction);
    record.title_key = of_file ? "" : NULL;
    struct recorded recorded;
    if (!recording_commit(recording, &recording->now, &record, &recorded))
        return;
    struct notice *notice = notice_new(EPI_NOTICE_CHOSEN, EPI_LEVEL_INFO, true);
    struct label label;
    notice_match(notice, chosen);
    if (notice)
        notice_edit(notice)->file = recording->now.file;
    label_of_candidate(chosen, chosen->other, &label);
    notice_say(notice, &(struct epi_saying){of_file ? EPI_SAY_CHOSEN_FILE : EPI_SAY_CHOSEN,
                                            {{.saying = &label.saying}}});
    recording_post(recording, notice);
    keep_current(&recording->now, chosen, NULL);
    recording_look_up(recording, &recording->now);
}

static void choose_order(struct recording *recording, const struct epi_fact *fact)
{
    const struct offered *offered = &recording->offered;
    const struct match *match = &offered->candidates[0];
    enum episode_order order = offered->orders[fact->value - 1];
    char title_key[MATCH_TITLE_MAX];
    struct record record = {.at = fact->at};

    order_say(&match->series, order, title_key, &record);
    struct recorded recorded;
    if (!recording_commit(recording, &recording->now, &record, &recorded))
        return;
    struct notice *notice = notice_new(EPI_NOTICE_ORDERED, EPI_LEVEL_INFO, true);
    notice_match(notice, match);
    notice_order(notice, values_order_name(order), true);
    if (notice)
        notice_edit(notice)->file = recording->now.file;
    notice_say(notice,
               &(struct epi_saying){order_sentence(order), {{.text = match->series.title}}});
    recording_post(recording, notice);
    recording_look_up(recording, &recording->now);
}

/* It is none of the series that were listed, or none of the episodes: then only of this file. */
static void choose_none(struct recording *recording, const struct epi_fact *fact)
{
    struct viewing *now = &recording->now;
    struct record record = {.kind = RECORD_CHOSEN,
                            .at = fact->at,
                            .title_key = recording->offered.numbered ? "" : NULL,
                            .correction = {.choice = CHOICE_NONE}};

    snprintf(record.correction.title, sizeof(record.correction.title), "%s", now->guess.title);
    struct recorded recorded;
    if (!recording_commit(recording, now, &record, &recorded))
        return;
    recording_say(recording, EPI_NOTICE_NONE_CHOSEN, EPI_LEVEL_INFO,
                  &(struct epi_saying){EPI_SAY_NONE_OF_THESE, {{.text = now->guess.title}}});
    keep_current(now, NULL, NULL);
    recording_look_up(recording, now);
}

void choosing_leave(struct recording *recording, const struct epi_fact *fact)
{
    struct viewing *now = &recording->now;
    enum epi_sentence why = why_nothing(recording);
    struct record record = {.kind = RECORD_CHOSEN,
                            .at = fact->at,
                            .title_key = "",
                            .correction = {.choice = CHOICE_NOTHING}};

    if (why) {
        recording_say_why(recording, EPI_NOTICE_REFUSED, EPI_SAY_NOT_LEFT_ALONE, why);
        return;
    }
    label_guess(&now->guess, 0, record.correction.title, sizeof(record.correction.title));
    live_stop(recording, now);
    choosing_close(recording);
    struct recorded recorded;
    if (!recording_commit(recording, now, &record, &recorded))
        return;
    now->alone = true;
    memset(now->met_at, 0, sizeof(now->met_at));
    watch_break(&now->watch);
    keep_current(now, NULL, NULL);
    struct notice *notice = recording_notice(now, 0, EPI_NOTICE_LEFT_ALONE);
    struct label label;
    label_of_guess(&now->guess, 0, EPI_SCOPE_EPISODE, &label);
    notice_say(notice, &(struct epi_saying){EPI_SAY_LEFT_ALONE, {{.saying = &label.saying}}});
    recording_post(recording, notice);
}

void choosing_answer(struct recording *recording, const struct epi_fact *fact)
{
    struct offered *offered = &recording->offered;
    enum epi_sentence why = why_nothing(recording);

    if (!why && (!offered->candidates || (fact->list && fact->list != offered->number)))
        why = EPI_SAY_WHY_LIST_CLOSED;
    bool none = offered->kind != OFFERED_ORDERS; /* can be said of it */
    if (!why && (fact->value < !none || (size_t)fact->value > offered->count))
        why = EPI_SAY_WHY_NO_SUCH_NUMBER;
    if (why) {
        recording_say_why(recording, EPI_NOTICE_REFUSED, EPI_SAY_NOTHING_CHOSEN, why);
        return;
    }
    if (offered->kind == OFFERED_ORDERS)
        choose_order(recording, fact);
    else if (fact->value == 0)
        choose_none(recording, fact);
    else
        choose(recording, fact, &offered->candidates[fact->value - 1]);
    choosing_close(recording);
}
