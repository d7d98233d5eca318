/* SPDX-License-Identifier: MIT */
#include "core/client/views.h"

#include <stdio.h>
#include <string.h>

#include "core/identify/label.h"
#include "core/journal/entries.h"

void views_series(const struct series *series, struct epi_series *view)
{
    *view = (struct epi_series){.title = series->title,
                                .year = series->year,
                                .country = series->country,
                                .tvdb = series->ids.tvdb,
                                .tvmaze = series->ids.tvmaze,
                                .imdb = series->ids.imdb,
                                .network = series->network,
                                .tmdb = series->ids.tmdb};
}

void views_series_back(const struct epi_series *view, struct series *series)
{
    memset(series, 0, sizeof(*series));
    snprintf(series->title, sizeof(series->title), "%s", view->title);
    snprintf(series->country, sizeof(series->country), "%s", view->country);
    snprintf(series->ids.imdb, sizeof(series->ids.imdb), "%s", view->imdb);
    series->year = view->year;
    series->ids.tvdb = view->tvdb;
    series->ids.tvmaze = view->tvmaze;
    series->ids.tmdb = view->tmdb;
}

void views_episode(const struct episode *episode, struct epi_episode *view)
{
    *view = (struct epi_episode){.season = episode->season,
                                 .number = episode->number,
                                 .absolute = episode->absolute,
                                 .title = episode->title,
                                 .airdate = episode->airdate,
                                 .tvdb = episode->tvdb,
                                 .tvmaze = episode->tvmaze};
}

void views_candidate(const struct match *match, struct views_candidate *view)
{
    views_series(&match->series, &view->series);
    views_episode(&match->episode, &view->episode);
    view->candidate = (struct epi_candidate){
        .series = &view->series,
        .episode = match->episode.season >= 0 ? &view->episode : NULL,
        .source = match->source,
        .confidence = match->confidence,
        .reason = match->reason,
        .other = match->other,
        .film = match->film,
    };
}

/* ---- Entries ---- */

enum { RETRY_MOST_SECONDS = 3600 }; /* what could not be asked is tried again within that */

/* The names of the episode, its season and its series; of the file until it is identified. */
static void write_names(const struct entry *entry, struct views_entry *view)
{
    const char *slash = strrchr(entry->path, '/');
    const char *file = slash && slash[1] ? slash + 1 : entry->path;

    for (enum epi_scope scope = EPI_SCOPE_EPISODE; scope <= EPI_SCOPE_SERIES; scope++) {
        if (entry->identified)
            label_entry(entry, scope, view->names[scope], VIEWS_NAME_MAX);
        else
            snprintf(view->names[scope], VIEWS_NAME_MAX, "%.500s", file);
    }
}

/* What can be done about something that waits for a time, for the user or for nothing any more. */
static void write_advice(enum delivery_state state, bool identifies, int64_t entry,
                         const char *error, char advice[VIEWS_ADVICE_MAX])
{
    const long long row = (long long)entry;

    advice[0] = '\0';
    if (state == DELIVERY_SENT || state == DELIVERY_DROPPED ||
        (state == DELIVERY_HELD && strchr(error, '`')))
        return;
    if (state == DELIVERY_DUE) {
        snprintf(advice, VIEWS_ADVICE_MAX, "`epimark sync` tries now");
    } else if (identifies && state == DELIVERY_HELD) {
        snprintf(advice, VIEWS_ADVICE_MAX,
                 "`epimark pending` asks which it is, `epimark fix %lld --series ID` says it", row);
    } else if (identifies) {
        snprintf(advice, VIEWS_ADVICE_MAX,
                 "`epimark queue retry %lld` looks again, `epimark fix %lld --series ID` says what "
                 "it is",
                 row, row);
    } else {
        snprintf(advice, VIEWS_ADVICE_MAX,
                 "`epimark queue retry %lld` tries again, `epimark queue drop %lld` gives it up",
                 row, row);
    }
}

static void view_delivery(const struct delivery *delivery, const struct views_entry *view,
                          char advice[VIEWS_ADVICE_MAX], struct epi_delivery *out)
{
    write_advice(delivery->state, false, delivery->entry, delivery->error, advice);
    *out = (struct epi_delivery){.entry = delivery->entry,
                                 .name = view->names[delivery->scope],
                                 .service = delivery->service,
                                 .kind = delivery->kind,
                                 .scope = delivery->scope,
                                 .state = entries_delivery_state_name(delivery->state),
                                 .value = delivery->value,
                                 .tries = delivery->tries,
                                 .next_at = delivery->next_at,
                                 .error = delivery->error,
                                 .advice = advice};
}

/* The look-up that an entry waits for: due, held for an answer, or given up. */
static void view_identify(const struct entry *entry, int64_t now, struct views_entry *view)
{
    enum delivery_state state = entry->state == ENTRY_HELD   ? DELIVERY_HELD
                                : entry->state == ENTRY_DEAD ? DELIVERY_DEAD
                                                             : DELIVERY_DUE;
    char *advice = view->advices[JOURNAL_DELIVERIES_MAX];

    /* What a catalogue lacks is asked for daily, and not again before. */
    bool missing = state == DELIVERY_DUE && entry->identify_at > now + RETRY_MOST_SECONDS;
    write_advice(missing ? DELIVERY_DEAD : state, true, entry->id, entry->error, advice);
    view->identify = (struct epi_delivery){.entry = entry->id,
                                           .name = view->names[EPI_SCOPE_EPISODE],
                                           .service = "",
                                           .kind = "identify",
                                           .state = entries_delivery_state_name(state),
                                           .next_at = entry->identify_at,
                                           .error = entry->error,
                                           .advice = advice};
}

void views_entry(const struct entry *entry, int64_t now, struct views_entry *view)
{
    bool waits = !entry->identified && entry->state != ENTRY_UNDONE && entry->state != ENTRY_LEFT;

    write_names(entry, view);
    if (entry->identified)
        views_candidate(&entry->match, &view->match);
    if (waits)
        view_identify(entry, now, view);
    for (int i = 0; i < entry->delivery_count; i++) {
        view_delivery(&entry->deliveries[i], view, view->advices[i], &view->deliveries[i]);
        view->list[i] = &view->deliveries[i];
    }
    view->entry = (struct epi_entry){
        .id = entry->id,
        .path = entry->path,
        .name = view->names[EPI_SCOPE_EPISODE],
        .state = entries_state_name(entry->state),
        .created_at = entry->created_at,
        .watched_at = entry->watched_at,
        .rating = entry->rating,
        .rated_at = entry->rated_at,
        .season_rating = entry->season_rating,
        .series_rating = entry->series_rating,
        .match = entry->identified ? &view->match.candidate : NULL,
        .error = entry->error,
        .identify = waits ? &view->identify : NULL,
        .deliveries = view->list,
        .delivery_count = (size_t)entry->delivery_count,
        .viewing = entry->viewing,
    };
}

void views_parked(const struct record *record, struct views_entry *view)
{
    bool rated = record->kind == RECORD_RATED;
    bool watched = record->kind == RECORD_WATCHED || record->kind == RECORD_MARKED;

    view->identify = (struct epi_delivery){.name = "",
                                           .service = "",
                                           .kind = "parked",
                                           .state = entries_delivery_state_name(DELIVERY_DUE),
                                           .error = "the folder of the video does not answer",
                                           .advice = "`epimark sync` asks it again"};
    view->entry = (struct epi_entry){
        .path = "",
        .name = "",
        .state = "parked",
        .created_at = record->at,
        .watched_at = watched ? record->at : 0,
        .rating = rated && record->scope == EPI_SCOPE_EPISODE ? record->value : -1,
        .rated_at = rated ? record->at : 0,
        .season_rating = rated && record->scope == EPI_SCOPE_SEASON ? record->value : -1,
        .series_rating = rated && record->scope == EPI_SCOPE_SERIES ? record->value : -1,
        .error = view->identify.error,
        .identify = &view->identify,
        .deliveries = view->list,
    };
}

/* ---- Guesses ---- */

void views_guess(const struct guess *guess, struct epi_guess *view)
{
    static const enum epi_guess_kind kinds[] = {[GUESS_NONE] = EPI_GUESS_NONE,
                                                [GUESS_EPISODE] = EPI_GUESS_EPISODE,
                                                [GUESS_MOVIE] = EPI_GUESS_MOVIE};

    *view = (struct epi_guess){.kind = kinds[guess->kind],
                               .title = guess->title,
                               .alternative_title = guess->alternative_title,
                               .episode_title = guess->episode_title,
                               .group = guess->group,
                               .country = guess->country,
                               .network = guess->network,
                               .date = guess->date,
                               .year = guess->year,
                               .season = guess->season,
                               .part = guess->part,
                               .version = guess->version,
                               .episodes = guess->episodes,
                               .episode_count = (size_t)guess->episode_count,
                               .absolute = guess->absolute,
                               .absolute_count = (size_t)guess->absolute_count,
                               .special = guess->special,
                               .season_pack = guess->season_pack,
                               .tvdb = guess->ids.tvdb,
                               .tvmaze = guess->ids.tvmaze,
                               .imdb = guess->ids.imdb,
                               .confidence = guess->confidence,
                               .alternative_count = (size_t)guess->alternative_count,
                               .film = guess->film,
                               .tmdb = guess->ids.tmdb};
    for (int i = 0; i < guess->alternative_count; i++) {
        view->alternatives[i] =
            (struct epi_alternative){guess->alternatives[i].season, guess->alternatives[i].episode};
    }
}
