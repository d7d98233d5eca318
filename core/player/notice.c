/* SPDX-License-Identifier: MIT */
#include "core/player/notice.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/identify/media_name.h"
#include "core/journal/entry.h"
#include "core/journal/outbox.h"
#include "core/services/values.h"

enum { TEXT_MAX = 1024, SAYINGS_MAX = 24, SAID_MAX = 1536 };

/* A series with room for its texts. */
struct series_view {
    struct epi_series shown;
    char title[MATCH_TITLE_MAX];
    char country[sizeof(((struct series *)NULL)->country)];
    char imdb[sizeof(((struct series_ids *)NULL)->imdb)];
};

struct candidate_view {
    struct epi_candidate shown;
    struct series_view series;
    struct epi_episode episode;
    char title[MATCH_TITLE_MAX]; /* of the episode */
    char airdate[sizeof(((struct episode *)NULL)->airdate)];
    char source[sizeof(((struct match *)NULL)->source)];
    char reason[sizeof(((struct match *)NULL)->reason)];
};

struct service_view {
    char account[OUTBOX_ACCOUNT_MAX];
    char error[OUTBOX_TEXT_MAX];
};

/* A saying with room for all that stands in it. */
struct said {
    struct epi_saying sayings[SAYINGS_MAX];
    size_t count;
    char texts[SAID_MAX];
    size_t len;
};

struct notice {
    struct epi_notice shown;
    char text[TEXT_MAX];
    struct series_view series;
    struct epi_episode episode;
    char title[MATCH_TITLE_MAX]; /* of the episode */
    char airdate[sizeof(((struct episode *)NULL)->airdate)];
    struct offered *offered; /* the candidates, if there are any */
    struct states *states;   /* how things stand at the services, if there are any */
    const char *orders[NOTICE_ORDERS_MAX];
    struct said *said; /* the sentence, if it is one */
};

struct states {
    struct epi_service_state list[JOURNAL_TARGETS_MAX];
    struct service_view views[JOURNAL_TARGETS_MAX];
};

struct offered {
    const struct epi_candidate *list[NOTICE_CANDIDATES_MAX];
    struct candidate_view candidates[];
};

/* Replaces in place what no screen can show: control characters by blanks, except line ends if they
 * are to be kept, and invalid UTF-8 by "?". */
static void clean(char *text, bool keep_lines)
{
    size_t left = strlen(text);
    char *out = text;
    const char *in = text;

    while (left > 0) {
        size_t len = epi_utf8_length(in, left);
        bool control = (unsigned char)*in < ' ' || *in == 0x7f;

        if (len == 0 || (control && !(keep_lines && *in == '\n'))) {
            *out++ = len ? ' ' : '?';
            len = 1;
        } else {
            memmove(out, in, len);
            out += len;
        }
        in += len;
        left -= len;
    }
    *out = '\0';
}

static void copy(char *to, size_t size, const char *from)
{
    snprintf(to, size, "%s", from);
    clean(to, false);
}

static void set_series(struct series_view *view, const char *title, const char *country,
                       const struct series_ids *ids, int year)
{
    copy(view->title, sizeof(view->title), title);
    copy(view->country, sizeof(view->country), country);
    copy(view->imdb, sizeof(view->imdb), ids->imdb);
    view->shown = (struct epi_series){.title = view->title,
                                      .year = year > 0 ? year : 0,
                                      .country = view->country,
                                      .tvdb = ids->tvdb,
                                      .tvmaze = ids->tvmaze,
                                      .imdb = view->imdb,
                                      .network = "",
                                      .tmdb = ids->tmdb};
}

struct notice *notice_new(enum epi_notice_kind kind, enum epi_notice_level level, bool on_screen)
{
    struct notice *notice = calloc(1, sizeof(*notice));

    if (!notice)
        return NULL;
    set_series(&notice->series, "", "", &(struct series_ids){.tvdb = 0}, 0);
    notice->episode = (struct epi_episode){
        .season = -1, .number = -1, .title = notice->title, .airdate = notice->airdate};
    notice->shown = (struct epi_notice){.kind = kind,
                                        .level = level,
                                        .on_screen = on_screen,
                                        .text = notice->text,
                                        .series = &notice->series.shown,
                                        .episode = &notice->episode,
                                        .rating = -1,
                                        .played = -1,
                                        .service = "",
                                        .service_title = "",
                                        .confidence = -1};
    return notice;
}

void notice_free(struct notice *notice)
{
    if (!notice)
        return;
    free(notice->offered);
    free(notice->states);
    free(notice->said);
    free(notice);
}

const struct epi_notice *notice_view(const struct notice *notice)
{
    return notice ? &notice->shown : NULL;
}

struct epi_notice *notice_edit(struct notice *notice)
{
    return notice ? &notice->shown : NULL;
}

void notice_text(struct notice *notice, const char *format, ...)
{
    if (!notice)
        return;
    va_list args;
    va_start(args, format);
    vsnprintf(notice->text, sizeof(notice->text), format, args);
    va_end(args);
    enum epi_notice_kind kind = notice->shown.kind;
    clean(notice->text, kind == EPI_NOTICE_CHOICES || kind == EPI_NOTICE_EPISODES ||
                            kind == EPI_NOTICE_ORDERS || kind == EPI_NOTICE_WELCOME);
}

/* ---- Sentences ---- */

static const char *keep_text(struct said *said, const char *text)
{
    char *kept = &said->texts[said->len];

    copy(kept, SAID_MAX - said->len, text);
    said->len += strlen(kept) + 1;
    if (said->len >= SAID_MAX)
        said->len = SAID_MAX - 1;
    return kept;
}

/* Copies a saying with all that stands in it; NULL if there are too many. */
static const struct epi_saying *keep(struct said *said, const struct epi_saying *saying)
{
    if (said->count == SAYINGS_MAX)
        return NULL;
    struct epi_saying *kept = &said->sayings[said->count++];
    *kept = *saying;
    for (int i = 0; i < EPI_PARTS_MAX; i++) {
        struct epi_part *part = &kept->parts[i];
        part->text = part->text ? keep_text(said, part->text) : NULL;
        part->saying = part->saying ? keep(said, part->saying) : NULL;
    }
    return kept;
}

void notice_say(struct notice *notice, const struct epi_saying *saying)
{
    if (!notice)
        return;
    char text[TEXT_MAX];
    epi_sentence_write(saying, NULL, text, sizeof(text));
    notice_text(notice, "%s", text);
    free(notice->said);
    notice->said = calloc(1, sizeof(*notice->said));
    notice->shown.saying = notice->said ? keep(notice->said, saying) : NULL;
}

/* ---- What it is about ---- */

void notice_guess(struct notice *notice, const struct guess *guess, int nth)
{
    if (!notice)
        return;
    int first = nth > 0 ? nth - 1 : 0;
    set_series(&notice->series, guess->title, guess->country, &guess->ids, guess->year);
    copy(notice->title, sizeof(notice->title), guess->episode_title);
    copy(notice->airdate, sizeof(notice->airdate), guess->date);
    notice->episode.season = guess->season;
    notice->episode.number = -1;
    notice->episode.absolute = first < guess->absolute_count ? guess->absolute[first] : 0;
    if (first < guess->episode_count) {
        notice->episode.number = guess->episodes[first];
        if (guess->season < 0)
            notice->episode.season = 1;
    }
    notice->shown.count = nth > 0 ? 1 : (size_t)media_name_episodes(guess);
}

void notice_match(struct notice *notice, const struct match *match)
{
    if (!notice)
        return;
    const struct series *series = &match->series;
    const struct episode *episode = &match->episode;
    bool found = episode->season >= 0;
    set_series(&notice->series, series->title, series->country, &series->ids, series->year);
    copy(notice->title, sizeof(notice->title), episode->title);
    copy(notice->airdate, sizeof(notice->airdate), episode->airdate);
    notice->episode.season = episode->season;
    notice->episode.number = found ? episode->number : -1;
    notice->episode.absolute = episode->absolute > 0 ? episode->absolute : 0;
    notice->episode.tvdb = episode->tvdb;
    notice->episode.tvmaze = episode->tvmaze;
    notice->shown.count = 1;
}

void notice_subject(struct notice *notice, const struct subject *subject)
{
    if (!notice)
        return;
    set_series(&notice->series, subject->series_title, "", &subject->series, subject->series_year);
    copy(notice->airdate, sizeof(notice->airdate), subject->airdate);
    notice->episode.season = subject->season;
    notice->episode.number = subject->number;
    notice->episode.tvdb = subject->tvdb;
    notice->episode.tvmaze = subject->tvmaze;
    notice->shown.scope = subject->film         ? EPI_SCOPE_EPISODE
                          : subject->season < 0 ? EPI_SCOPE_SERIES
                          : subject->number < 0 ? EPI_SCOPE_SEASON
                                                : EPI_SCOPE_EPISODE;
    notice->shown.count = 1;
}

void notice_service(struct notice *notice, const char *name, const char *title)
{
    if (!notice)
        return;
    notice->shown.service = name;
    notice->shown.service_title = title;
}

void notice_add_service(struct notice *notice, const char *name, const char *title,
                        const struct epi_service_state *state)
{
    if (!notice || notice->shown.service_count == JOURNAL_TARGETS_MAX)
        return;
    if (!notice->states)
        notice->states = calloc(1, sizeof(*notice->states));
    if (!notice->states)
        return;
    size_t index = notice->shown.service_count++;
    struct service_view *view = &notice->states->views[index];
    copy(view->account, sizeof(view->account), state->account);
    copy(view->error, sizeof(view->error), state->error);
    notice->states->list[index] = (struct epi_service_state){.service = name,
                                                             .service_title = title,
                                                             .account = view->account,
                                                             .error = view->error,
                                                             .due = state->due,
                                                             .waiting = state->waiting};
    notice->shown.services = notice->states->list;
}

void notice_order(struct notice *notice, const char *name, bool current)
{
    if (!notice || notice->shown.order_count == NOTICE_ORDERS_MAX)
        return;
    size_t index = notice->shown.order_count++;
    notice->orders[index] = name;
    notice->shown.orders = notice->orders;
    if (current)
        notice->shown.order_current = index;
    else if (notice->shown.order_current == index)
        notice->shown.order_current = index + 1;
}

static void set_candidate(struct candidate_view *view, const struct match *match)
{
    const struct series *series = &match->series;

    set_series(&view->series, series->title, series->country, &series->ids, series->year);
    copy(view->source, sizeof(view->source), match->source);
    copy(view->reason, sizeof(view->reason), match->reason);
    copy(view->title, sizeof(view->title), match->episode.title);
    copy(view->airdate, sizeof(view->airdate), match->episode.airdate);
    view->episode = (struct epi_episode){.season = match->episode.season,
                                         .number = match->episode.number,
                                         .title = view->title,
                                         .airdate = view->airdate};
    view->shown =
        (struct epi_candidate){.series = &view->series.shown,
                               .episode = view->episode.season >= 0 ? &view->episode : NULL,
                               .source = view->source,
                               .confidence = match->confidence,
                               .reason = view->reason,
                               .other = match->other,
                               .film = match->film};
}

void notice_candidates(struct notice *notice, const struct match *candidates, size_t count,
                       size_t current)
{
    if (count > NOTICE_CANDIDATES_MAX)
        count = NOTICE_CANDIDATES_MAX;
    if (!notice || count == 0)
        return;
    struct offered *offered = calloc(1, sizeof(*offered) + count * sizeof(offered->candidates[0]));
    if (!offered)
        return;
    for (size_t i = 0; i < count; i++) {
        set_candidate(&offered->candidates[i], &candidates[i]);
        offered->candidates[i].shown.current = i == current;
        offered->list[i] = &offered->candidates[i].shown;
    }
    notice->offered = offered;
    notice->shown.candidates = offered->list;
    notice->shown.candidate_count = count;
}

/* ---- The queue ---- */

static struct notice **slot(struct notice_queue *queue, size_t index)
{
    return &queue->notices[(queue->first + index) % NOTICES_MAX];
}

static void drop_one(struct notice_queue *queue)
{
    size_t victim = 0;

    while (victim < queue->count && (*slot(queue, victim))->shown.on_screen)
        victim++;
    if (victim == queue->count)
        victim = 0;
    notice_free(*slot(queue, victim));
    queue->count--;
    for (size_t i = victim; i < queue->count; i++)
        *slot(queue, i) = *slot(queue, i + 1);
}

void notice_queue_add(struct notice_queue *queue, struct notice *notice)
{
    if (!notice)
        return;
    if (queue->count == NOTICES_MAX)
        drop_one(queue);
    *slot(queue, queue->count++) = notice;
}

struct notice *notice_queue_take(struct notice_queue *queue)
{
    if (queue->count == 0)
        return NULL;
    struct notice *notice = *slot(queue, 0);
    queue->first = (queue->first + 1) % NOTICES_MAX;
    queue->count--;
    return notice;
}

void notice_queue_clear(struct notice_queue *queue)
{
    while (queue->count > 0)
        notice_free(notice_queue_take(queue));
}
