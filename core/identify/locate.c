/* SPDX-License-Identifier: MIT */
#include "core/identify/locate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/identify/by_date.h"
#include "core/identify/by_number.h"
#include "core/identify/by_title.h"
#include "core/identify/contradiction.h"
#include "core/identify/episode_search.h"
#include "core/identify/episode_source.h"
#include "core/identify/evidence.h"
#include "core/identify/joined_parts.h"
#include "core/identify/label.h"
#include "core/identify/located.h"
#include "core/identify/order.h"
#include "core/identify/siblings.h"
#include "core/identify/special.h"
#include "core/services/values.h"
#include "matching/matching.h"

enum { NEW_DAYS = 400 }; /* a series that aired an episode within these may air another */

size_t locate_wanted(const struct guess *guess)
{
    if (guess->kind != GUESS_EPISODE || guess->season_pack)
        return 0;
    if (guess->episode_count > 0)
        return (size_t)guess->episode_count;
    if (guess->absolute_count > 0)
        return (size_t)guess->absolute_count;
    return *guess->date || guess->part > 0 || *guess->episode_title ? 1 : 0;
}

/* Whether a word for a special in the name is one of the title: "Special Unit". */
static bool is_titled_special(const struct series *series)
{
    static const char *const words[] = {"special", "specials", "ova", "oad", "ona"};
    char title[MATCH_TITLE_MAX];
    match_fold(series->title, title, sizeof(title));
    for (const char *word = title; *word;) {
        size_t len = strcspn(word, " ");
        for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
            if (strlen(words[i]) == len && strncmp(word, words[i], len) == 0)
                return true;
        }
        word += len + (word[len] == ' ');
    }
    return false;
}

static bool locate_any(const struct episode_search *search)
{
    const struct guess *guess = search->guess;
    bool special = guess->special && guess->season < 0 && !*guess->date;
    if (guess->season == 0 || (special && !is_titled_special(search->series)))
        return special_find(search);
    if (guess->season > 0 && guess->episode_count > 0)
        return by_number_with_season(search);
    if (*guess->date)
        return by_date_find(search);
    if (guess->episode_count > 0 || guess->absolute_count > 0)
        return by_number_without_season(search);
    return guess->part > 0 ? by_number_of_part(search) : by_title_find(search, false);
}

/* ---- Other readings of the number ---- */

/* Weighs another reading that the catalogue has as well, or in place of the first one. */
static void weigh_other(const struct episode_search *search, const struct episode *other,
                        double certainty)
{
    struct located *out = search->out;
    const struct episode *first = &out->episodes[0];
    const char *title = search->guess->episode_title;
    char label[LABEL_EPISODE_MAX];
    label_episode(other->season, other->number, label);
    if (out->found == 0) {
        located_take(out, 0, other);
        double other_certain = match_clue_value(CLUE_READ_AS);
        certainty = certainty < other_certain ? certainty : other_certain;
        located_weigh(out, CLUE_READ_AS, certainty, "%s", label);
        return;
    }
    if (other->season == first->season && other->number == first->number)
        return;
    double like = *title ? match_similarity(first->title, title) : 0;
    if (*title && match_similarity(other->title, title) >= EVIDENCE_TITLE_SAME &&
        like < EVIDENCE_TITLE_SAME) {
        located_prefer(out, other);
        located_add_text(out, CLUE_READ_BY_TITLE, label);
    } else if (like < EVIDENCE_TITLE_SAME) {
        located_add_other(out, other);
        located_add_text(out, CLUE_READ_ALSO, label);
    }
}

/* Looks for the other readings of an ambiguous number: "108" may be 1x08. */
static bool locate_others(const struct episode_search *search)
{
    const struct guess *guess = search->guess;
    if (guess->alternative_count == 0 || search->out->count != 1)
        return true;
    CLEANUP(cleanup_free) struct located *other = calloc(1, sizeof(*other));
    if (!other)
        return error_memory(search->err);
    struct episode first = search->out->episodes[0];
    for (int i = 0; i < guess->alternative_count; i++) {
        struct guess reading = *guess;
        struct episode_search again = *search;
        again.guess = &reading;
        again.out = other;
        reading.season = guess->alternatives[i].season;
        reading.episode_count = reading.season >= 0;
        reading.absolute_count = reading.season < 0;
        reading.episodes[0] = reading.absolute[0] = guess->alternatives[i].episode;
        *other = (struct located){.count = 1, .certainty = 1};
        other->episodes[0].season = -1;
        if (!locate_any(&again))
            return false;
        if (other->found > 0 && !other->beyond)
            weigh_other(search, &other->episodes[0], other->certainty);
    }
    const struct episode *now = &search->out->episodes[0];
    bool same = now->season == first.season && now->number == first.number;
    search->out->decided =
        search->out->found > 0 && (same || first.season < 0) && search->out->certainty > 0.7;
    if (search->out->decided && search->out->certainty < match_clue_value(CLUE_READ_ONLY))
        located_add(search->out, CLUE_READ_ONLY);
    return true;
}

/* ---- One series ---- */

/* If only the name says a year, the first episode tells whether it is the series'. */
static bool weigh_beginning(const struct episode_search *search)
{
    const struct episode *rows = search->source->rows;
    const struct guess *guess = search->guess;
    char year[16];
    size_t count;
    snprintf(year, sizeof(year), "%d", guess->year);
    if (!guess->year || search->series->year || strstr(search->series->title, year))
        return true;
    if (!episode_search_regular(search, &count))
        return false;
    if (count > 0)
        evidence_began(guess, rows[0].airdate, search->out);
    return true;
}

bool locate_episodes(const struct episode_source *source, const struct series *series,
                     const struct guess *guess, struct located *located, struct epi_error *err)
{
    struct episode_search search = {
        .source = source, .series = series, .guess = guess, .out = located, .err = err};
    search.order = order_of(source->config, source->journal, &series->ids, source->order);
    memset(located, 0, sizeof(*located));
    located->count = locate_wanted(guess);
    located->certainty = 1;
    for (size_t i = 0; i < located->count; i++)
        located->episodes[i].season = -1;
    if (!locate_any(&search) || !locate_others(&search))
        return false;
    if (located->found == 0) {
        evidence_missing(guess, located);
        return true;
    }
    if (!joined_parts_find(&search) || !contradiction_of_title(&search) ||
        !weigh_beginning(&search))
        return false;
    contradiction_of_future(&search);
    evidence_found(guess, series, source->duration, located);
    return true;
}

/* Whether a series of which no episode is listed may just have begun: one that began years ago is
 * an entry that nobody fills. */
static bool may_have_begun(const struct series *series, int64_t now)
{
    char today[CLOCK_DATE_SIZE];
    clock_date_of(now / CLOCK_DAY, today);
    return series->year == 0 || series->year + 1 >= (int)strtol(today, NULL, 10);
}

/* Whether a series of which these are all regular episodes, in their order, may air another. */
static bool goes_on(const struct episode_source *source, const struct series *series, size_t count)
{
    int64_t latest = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t day = clock_days_of(source->rows[i].airdate);
        latest = day > latest ? day : latest;
    }
    return count > 0 ? latest + NEW_DAYS > source->now / CLOCK_DAY
                     : may_have_begun(series, source->now);
}

/* Whether a number comes after the last of these episodes. */
static bool is_beyond(const struct episode_source *source, size_t count, int season, int number)
{
    const struct episode *last = count > 0 ? &source->rows[count - 1] : NULL;
    return !last || season > last->season || (season == last->season && number > last->number);
}

bool locate_may_be_new(const struct episode_source *source, const struct series *series,
                       const struct guess *guess, bool *may_be, struct epi_error *err)
{
    struct episode_search search = {.source = source, .series = series, .guess = guess, .err = err};
    size_t count;
    if (!episode_search_regular(&search, &count))
        return false;
    int number = guess->episode_count > 0 ? guess->episodes[0] : 0;
    *may_be = (*guess->date || is_beyond(source, count, guess->season, number)) &&
              goes_on(source, series, count);
    return true;
}

bool locate_missing(const struct episode_source *source, const struct series *series,
                    const struct sibling_number *numbers, size_t count, size_t *missing,
                    struct epi_error *err)
{
    struct episode_search search = {.source = source, .series = series, .err = err};
    size_t listed;
    if (!episode_search_regular(&search, &listed))
        return false;
    bool grows = goes_on(source, series, listed);
    *missing = 0;
    for (size_t i = 0; i < count; i++) {
        bool may_be = grows && is_beyond(source, listed, numbers[i].season, numbers[i].number);
        for (size_t k = 0; k < listed && !may_be; k++) {
            may_be = source->rows[k].season == numbers[i].season &&
                     source->rows[k].number == numbers[i].number;
        }
        *missing += !may_be;
    }
    return true;
}
