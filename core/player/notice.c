/* SPDX-License-Identifier: MIT */
#include "core/player/notice.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/identify/media_name.h"
#include "core/journal/entry.h"
#include "core/services/service.h"

enum { TEXT_MAX = 1024 };

struct candidate {
    struct epi_candidate shown;
    char title[MATCH_TITLE_MAX];
    char country[sizeof(((struct series *)NULL)->country)];
    char imdb[sizeof(((struct series_ids *)NULL)->imdb)];
};

struct notice {
    struct epi_notice shown;
    char text[TEXT_MAX];
    char series[MATCH_TITLE_MAX];
    char country[sizeof(((struct series *)NULL)->country)];
    char imdb[sizeof(((struct series_ids *)NULL)->imdb)];
    char episode[MATCH_TITLE_MAX];
    struct candidate candidates[JOURNAL_CANDIDATES_MAX];
    const struct epi_candidate *list[JOURNAL_CANDIDATES_MAX];
};

struct notice *notice_new(enum epi_notice_kind kind, enum epi_notice_level level, bool on_screen)
{
    struct notice *notice = calloc(1, sizeof(*notice));

    if (!notice)
        return NULL;
    notice->shown = (struct epi_notice){.kind = kind,
                                        .level = level,
                                        .on_screen = on_screen,
                                        .text = notice->text,
                                        .series = notice->series,
                                        .country = notice->country,
                                        .imdb = notice->imdb,
                                        .season = -1,
                                        .number = -1,
                                        .episode = notice->episode,
                                        .rating = -1,
                                        .played = -1,
                                        .service = "",
                                        .service_title = "",
                                        .candidates = notice->list};
    return notice;
}

void notice_free(struct notice *notice)
{
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

/* Replaces, in place, what no screen can show: control characters by blanks, but line ends if they
 * are kept, and invalid UTF-8 by "?". */
static void clean(char *text, bool keep_lines)
{
    size_t left = strlen(text);
    char *out = text;

    for (const char *in = text; left > 0;) {
        size_t len = epi_utf8(in, left);
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

void notice_text(struct notice *notice, const char *format, ...)
{
    if (!notice)
        return;
    va_list args;
    va_start(args, format);
    vsnprintf(notice->text, sizeof(notice->text), format, args);
    va_end(args);
    clean(notice->text, notice->shown.kind == EPI_NOTICE_CHOICES);
}

void notice_guess(struct notice *notice, const struct guess *guess, int nth)
{
    if (!notice)
        return;
    copy(notice->series, sizeof(notice->series), guess->title);
    copy(notice->country, sizeof(notice->country), guess->country);
    copy(notice->imdb, sizeof(notice->imdb), guess->ids.imdb);
    copy(notice->episode, sizeof(notice->episode), guess->episode_title);
    notice->shown.tvdb = guess->ids.tvdb;
    notice->shown.tvmaze = guess->ids.tvmaze;
    notice->shown.year = guess->year > 0 ? guess->year : 0;
    notice->shown.count = nth > 0 ? 1 : media_name_episodes(guess);
    notice->shown.season = guess->season;
    int first = nth > 0 ? nth - 1 : 0;
    if (first < guess->episode_count) {
        notice->shown.number = guess->episodes[first];
        if (guess->season < 0)
            notice->shown.season = 1;
    } else if (first < guess->absolute_count) {
        notice->shown.number = guess->absolute[first];
    }
}

void notice_match(struct notice *notice, const struct match *match)
{
    if (!notice)
        return;
    copy(notice->series, sizeof(notice->series), match->series.title);
    copy(notice->country, sizeof(notice->country), match->series.country);
    copy(notice->imdb, sizeof(notice->imdb), match->series.ids.imdb);
    copy(notice->episode, sizeof(notice->episode), match->episode.title);
    notice->shown.tvdb = match->series.ids.tvdb;
    notice->shown.tvmaze = match->series.ids.tvmaze;
    notice->shown.year = match->series.year;
    notice->shown.season = match->episode.season;
    notice->shown.number = match->episode.season < 0 ? -1 : match->episode.number;
    notice->shown.count = 1;
}

void notice_subject(struct notice *notice, const struct subject *subject)
{
    if (!notice)
        return;
    copy(notice->series, sizeof(notice->series), subject->series_title);
    copy(notice->imdb, sizeof(notice->imdb), subject->series.imdb);
    notice->shown.tvdb = subject->series.tvdb;
    notice->shown.tvmaze = subject->series.tvmaze;
    notice->shown.year = subject->series_year;
    notice->shown.season = subject->season;
    notice->shown.number = subject->number;
    notice->shown.scope = subject->season < 0   ? EPI_SCOPE_SERIES
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

void notice_candidates(struct notice *notice, const struct match *candidates, size_t count)
{
    if (!notice)
        return;
    if (count > JOURNAL_CANDIDATES_MAX)
        count = JOURNAL_CANDIDATES_MAX;
    for (size_t i = 0; i < count; i++) {
        const struct series *series = &candidates[i].series;
        struct candidate *candidate = &notice->candidates[i];

        copy(candidate->title, sizeof(candidate->title), series->title);
        copy(candidate->country, sizeof(candidate->country), series->country);
        copy(candidate->imdb, sizeof(candidate->imdb), series->ids.imdb);
        candidate->shown = (struct epi_candidate){.title = candidate->title,
                                                  .country = candidate->country,
                                                  .imdb = candidate->imdb,
                                                  .tvdb = series->ids.tvdb,
                                                  .tvmaze = series->ids.tvmaze,
                                                  .year = series->year,
                                                  .confidence = candidates[i].confidence};
        notice->list[i] = &candidate->shown;
    }
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
