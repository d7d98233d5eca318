/* SPDX-License-Identifier: MIT
 *
 * What a user corrects: which series and episode a file is, and the order of its numbers.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/client/client.h"
#include "core/client/next_step.h"
#include "core/client/series.h"
#include "core/client/target.h"
#include "core/identify/corrected_guess.h"
#include "core/identify/label.h"
#include "core/identify/order.h"
#include "core/journal/journal.h"
#include "core/journal/record.h"

/* ---- Orders ---- */

/* path: of the file that it was said of, or "". */
static bool set_order(struct epi_client *client, const struct series *series, const char *path,
                      const char *name, struct recorded *recorded, struct epi_error *err)
{
    enum episode_order order;
    if (!values_order_find(name, &order)) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "unknown order '%.40s'; one of: auto, aired, dvd, absolute, "
                             "alternate, regional",
                             name);
    }
    char title_key[MATCH_TITLE_MAX];
    struct record record = {.at = client_clock(), .path = path, .size = -1};
    order_say(series, order, title_key, &record);
    return journal_add(client_writable(client, err), &record, recorded, err);
}

/* Where the option order= has its value from. */
static const char *source_of_option(const struct epi_config *config)
{
    size_t index = 0;

    while (strcmp(epi_config_option(index)->name, "order") != 0)
        index++;
    return epi_config_source_name(epi_config_source_of(config, index));
}

static void say_order(struct epi_client *client, const struct series *series, char *done,
                      size_t size)
{
    const struct epi_config *config = &client->config;
    struct order order = order_of(config, client_readable(client, NULL), &series->ids, NULL);
    if (order.said) {
        snprintf(done, size, "%s: order %s, as you said", series->title,
                 values_order_name(order.order));
    } else {
        snprintf(done, size, "%s: order %s (the option order=: %s)", series->title,
                 values_order_name(order.order), source_of_option(config));
    }
}

bool epi_client_order(struct epi_client *client, const struct epi_target *given, const char *order,
                      char *done, size_t size, struct epi_error *err)
{
    struct epi_target target = target_read(given);
    CLEANUP(cleanup_free) struct series *series = calloc(1, sizeof(*series));
    CLEANUP(cleanup_free) struct target *found = target_new(err);

    if (!series)
        return error_memory(err);
    if (!found || !client_writable(client, err) || !series_of_target(client, &target, series, err))
        return false;
    if (!order) {
        say_order(client, series, done, size);
        return true;
    }
    if (!target_is_series(&target) && !target_look(client, &target, found, err))
        return false;
    struct recorded recorded = {0};
    if (!set_order(client, series, found->path, order, &recorded, err))
        return false;
    char next[64] = "";
    if (recorded.released) {
        snprintf(next, sizeof(next), "; `epimark sync` identifies %d %s anew", recorded.released,
                 recorded.released == 1 ? "entry" : "entries");
    }
    snprintf(done, size, "%s: order %s%s%s", series->title, order,
             recorded.repeated ? " already" : " from now on", next);
    return true;
}

/* ---- Fix ---- */

/* Which episode a file is, the first one of it; what is not said, its name says. */
static bool set_place(const struct target *found, int season, int number,
                      struct correction *correction, struct epi_error *err)
{
    const struct guess *guess = &found->guess;
    const int16_t *numbers = guess->episode_count ? guess->episodes : guess->absolute;
    int count = guess->episode_count ? guess->episode_count : guess->absolute_count;
    int nth = found->entry.nth > 0 && found->entry.nth <= count ? found->entry.nth : 1;

    if (found->known != KNOWN_NAME_READ)
        count = 0;
    if (number < 0 && count == 0) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "this name does not say which episode it is: add --episode N, and "
                             "--season N unless it is the first");
    }
    if (number < 0)
        number = numbers[0];
    else if (count > 0 && number >= numbers[nth - 1] - numbers[0])
        number -= numbers[nth - 1] - numbers[0];
    if (season < 0 && found->known == KNOWN_NAME_READ)
        season = guess->season;
    correction->season_offset = season < 0 ? 1 : season;
    correction->number_offset = number;
    return true;
}

/* By how much the numbers of a folder are moved. */
static bool move_numbers(const struct target *found, const char *title_key, int season, int number,
                         struct correction *correction, struct epi_error *err)
{
    return (*title_key &&
            corrected_guess_move(&found->guess, found->entry.nth, season, number, correction)) ||
           epi_error_set(err, EPI_ERROR_NEVER,
                         "this name has no number, which says by how much those of its folder "
                         "move: use `epimark fix` without --folder");
}

/* By how much numbers are moved, as words behind a sentence: ", with season +1 and episode -3". */
static void say_offset(const struct correction *correction, char *text, size_t size)
{
    int season = correction->season_offset;
    int number = correction->number_offset;
    size_t len = 0;

    text[0] = '\0';
    if (season)
        len = (size_t)snprintf(text, size, ", with season %+d", season);
    if (number)
        snprintf(text + len, size - len, "%s episode %+d", season ? " and" : ", with", number);
}

/* What a correction of a title is for. */
static const char *place_of(const struct target *found)
{
    return strchr(found->path, '/') ? "in this folder" : "without a file";
}

static void say_fixed(struct epi_client *client, const struct target *found, int year,
                      const struct record *record, const struct recorded *recorded, char *done,
                      size_t size)
{
    const struct correction *correction = &record->correction;
    char next[NEXT_STEP_MAX];

    next_step_correct(client, recorded->released, recorded->to_take_back, next);
    if (*record->title_key) {
        char offset[64];
        say_offset(correction, offset, sizeof(offset));
        char of_year[16] = "";
        if (year > 0)
            snprintf(of_year, sizeof(of_year), " (%d)", year);
        snprintf(done, size, "“%s” %s is %s%s from now on%s%s", found->guess.title, place_of(found),
                 correction->title, of_year, offset, next);
    } else {
        bool named = found->known == KNOWN_NAME_READ;
        struct guess guess;
        char label[VIEWS_NAME_MAX];
        corrected_guess_chosen(correction, named ? &found->guess : NULL, &guess);
        label_guess(&guess, 0, label, sizeof(label));
        snprintf(done, size, "this file is %s from now on%s", label, next);
    }
}

/* A film is said by its id at IMDb: the catalogues, which know series, are not asked. */
static bool film_of_text(const struct target *found, const char *text, struct series *film,
                         struct epi_error *err)
{
    if (!values_parse_id(text, &film->ids) || !*film->ids.imdb) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%.120s is a film: say which one by its id, as imdb:tt0379786",
                             found->label);
    }
    snprintf(film->title, sizeof(film->title), "%s", found->guess.title);
    return true;
}

bool epi_client_fix(struct epi_client *client, const struct epi_target *target, const char *series,
                    int season, int episode, bool folder, const char *order, char *done,
                    size_t size, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct target *found = target_new(err);
    CLEANUP(cleanup_free) struct series *known = calloc(1, sizeof(*known));

    if (!known)
        error_memory(err);
    if (!found || !known || !target_look(client, target, found, err) ||
        !(found->film ? film_of_text(found, series, known, err)
                      : series_of_text(client, series, known, err)))
        return false;
    char title_key[MATCH_TITLE_MAX];
    known_name_title_key(found->known, &found->guess, title_key, sizeof(title_key));
    bool moves = folder && (season >= 0 || episode >= 0);
    bool of_file = !moves && (!*title_key || season >= 0 || episode >= 0);
    struct record record = {.kind = RECORD_CHOSEN,
                            .at = client_clock(),
                            .path = found->path,
                            .size = -1,
                            .duration = found->entry.duration,
                            .title_key = of_file ? "" : title_key,
                            .correction = {.series = known->ids}};
    struct correction *correction = &record.correction;
    snprintf(correction->title, sizeof(correction->title), "%s", known->title);
    struct recorded recorded;
    struct recorded ordered = {0};
    if ((of_file && !set_place(found, season, episode, correction, err)) ||
        (moves && !move_numbers(found, title_key, season, episode, correction, err)) ||
        !journal_add(client_readable(client, err), &record, &recorded, err) ||
        (order && !set_order(client, known, found->path, order, &ordered, err)))
        return false;
    recorded.to_take_back += ordered.to_take_back;
    recorded.released += ordered.released;
    say_fixed(client, found, known->year, &record, &recorded, done, size);
    return true;
}

bool epi_client_fix_not(struct epi_client *client, const struct epi_target *target, bool no_episode,
                        char *done, size_t size, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct target *found = target_new(err);

    if (!found || !target_look(client, target, found, err))
        return false;
    if (found->known == KNOWN_NAME_NOT) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "this name is not read as an episode: it is left alone");
    }
    char title_key[MATCH_TITLE_MAX] = "";
    if (!no_episode)
        known_name_title_key(found->known, &found->guess, title_key, sizeof(title_key));
    struct record record = {
        .kind = RECORD_CHOSEN,
        .at = client_clock(),
        .path = found->path,
        .size = -1,
        .duration = found->entry.duration,
        .title_key = title_key,
        .correction = {.choice = no_episode ? CHOICE_NOTHING : CHOICE_NONE},
    };
    char *title = record.correction.title;
    if (no_episode)
        label_guess(&found->guess, 0, title, sizeof(record.correction.title));
    else
        snprintf(title, sizeof(record.correction.title), "%s", found->guess.title);
    struct recorded recorded;
    if (!journal_add(client_readable(client, err), &record, &recorded, err))
        return false;
    char next[NEXT_STEP_MAX];
    next_step_correct(client, 0, recorded.to_take_back, next);
    if (no_episode) {
        snprintf(done, size, "%s: no episode, left alone from now on%s", title, next);
    } else {
        snprintf(done, size,
                 "“%s” %s is none of the series that come close: kept, and not asked again%s",
                 title, place_of(found), next);
    }
    return true;
}
