/* SPDX-License-Identifier: MIT */
#include "core/identify/resolve.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/config.h"
#include "core/base/scratch.h"
#include "core/identify/catalogue.h"
#include "core/identify/corrected_guess.h"
#include "core/identify/folder_file.h"
#include "core/identify/known_series.h"
#include "core/identify/locate.h"
#include "core/identify/lookup.h"
#include "core/identify/pool.h"
#include "core/identify/question.h"
#include "core/identify/resolution.h"
#include "core/identify/searched_series.h"
#include "core/identify/siblings.h"
#include "core/identify/title_key.h"
#include "core/journal/corrections.h"
#include "core/journal/neighbours.h"
#include "core/services/values.h"
#include "matching/matching.h"
#include <epimark/error.h>

/* What one file is weighed with. */
struct scales {
    struct pool pool; /* of the catalogue that is being asked */
    struct episode rows[LOOKUP_ROWS_MAX];
};

struct resolve {
    const struct epi_config *config;
    struct journal *journal;
    struct catalogue catalogues[CATALOGUES_MAX];
    size_t catalogue_count;
    struct scales *scales;             /* while a file is being resolved */
    const struct folder_file *folder;  /* of the file, or NULL */
    const struct sibling_names *names; /* beside the file, or NULL */
    struct siblings siblings;          /* what they say */
    struct anime_list *anime_list;     /* or NULL */
    bool anew;
    bool offers; /* only what there is to choose from is wanted */
};

struct resolve *resolve_new(const struct epi_config *config, struct journal *journal,
                            const struct catalogue *catalogues, size_t count)
{
    assert(count <= CATALOGUES_MAX);
    struct resolve *resolve = calloc(1, sizeof(*resolve));
    if (!resolve)
        return NULL;
    resolve->config = config;
    resolve->journal = journal;
    resolve->catalogue_count = count;
    memcpy(resolve->catalogues, catalogues, count * sizeof(*catalogues));
    return resolve;
}

void resolve_trace(struct resolve *resolve, struct trace *trace)
{
    for (size_t i = 0; i < resolve->catalogue_count; i++)
        resolve->catalogues[i].trace = trace;
}

void resolve_anew(struct resolve *resolve, bool anew)
{
    resolve->anew = anew;
}

void resolve_in_folder(struct resolve *resolve, const struct folder_file *folder,
                       const struct sibling_names *names)
{
    resolve->folder = folder;
    resolve->names = names;
}

void resolve_anime_list(struct resolve *resolve, struct anime_list *list)
{
    resolve->anime_list = list;
}

const struct catalogue *resolve_catalogues(const struct resolve *resolve, size_t *count)
{
    *count = resolve->catalogue_count;
    return resolve->catalogues;
}

void resolve_free(struct resolve *resolve)
{
    free(resolve);
}

/* ---- One file ---- */

/* Whether .epimark names the series of this file. */
static bool names_series(const struct resolve *resolve)
{
    return resolve->folder && resolve->folder->found && values_has_id(&resolve->folder->series);
}

/* The order that .epimark says, or NULL. */
static const enum episode_order *order_said(const struct resolve *resolve)
{
    bool said = resolve->folder && resolve->folder->ordered;
    return said ? &resolve->folder->order : NULL;
}

static bool has_ids(const struct series_ids *ids)
{
    return ids->tvdb || ids->tvmaze || *ids->imdb;
}

/* What the journal says of the file before any catalogue is asked. */
struct known {
    struct corrected_guess corrected;
    bool has_neighbour; /* another file of its folder with this title is of a known series */
    struct neighbour neighbour;
    bool has_choice; /* the user chose a series for this title in other folders */
    struct series_ids choice;
};

/* named: the guess with the title that other files of the folder have, if its own name has none. */
static bool find_known(const struct resolve *resolve, const char *path, const struct guess *guess,
                       const struct guess *named, double duration, struct known *known,
                       struct epi_error *err)
{
    char title[MATCH_TITLE_MAX];
    char key[MATCH_TITLE_MAX];
    struct journal *journal = resolve->journal;
    known->has_neighbour = known->has_choice = false;
    if (!corrected_guess_find(journal, path, guess, duration, &known->corrected, err))
        return false;
    match_fold(named->title, title, sizeof(title));
    bool guesses = resolve->config->match != MATCH_STRICT && !resolve->anew;
    if (!journal || !guesses || !*title || known->corrected.found)
        return true;
    title_key_of(named, key, sizeof(key));
    return neighbours_find(journal, path, title, key, &known->neighbour, &known->has_neighbour,
                           err) &&
           corrections_find_elsewhere(journal, path, key, &known->choice, &known->has_choice, err);
}

/* All that one catalogue can say of the file. */
static bool ask_catalogue(const struct resolve *resolve, const struct question *question,
                          const struct known *known)
{
    const struct guess *guess = question->guess;
    const struct corrected_guess *corrected = &known->corrected;
    if (resolve->offers)
        return searched_series_offer(question);
    if (corrected->found)
        return known_series_corrected(question, corrected);
    if (names_series(resolve))
        return known_series_by_ids(question, &guess->ids, guess, CLUE_FOLDER_FILE);
    if (has_ids(&guess->ids)) {
        if (!known_series_by_ids(question, &guess->ids, guess, CLUE_ID_IN_NAME))
            return false;
        if (question->out->outcome <= RESOLUTION_NO_EPISODE)
            return true;
    }
    if (!*guess->title && !*guess->alternative_title)
        return true;
    if (known->has_neighbour && !known_series_by_neighbour(question, &known->neighbour.series))
        return false;
    if (question->out->outcome == RESOLUTION_SURE)
        return true;
    if (!known_series_by_cache(question))
        return false;
    if (question->out->outcome != RESOLUTION_SURE &&
        !(searched_series_find(question) && searched_series_find_sequel(question)))
        return false;
    return !known->has_choice || known_series_offer_choice(question, &known->choice);
}

static void begin_with(const struct guess *guess, struct resolution *out)
{
    enum epi_sentence why = EPI_SAY_NO_CATALOGUE;
    if (guess->kind == GUESS_MOVIE)
        why = EPI_SAY_IS_FILM;
    else if (guess->kind == GUESS_NONE)
        why = EPI_SAY_NAME_SAYS_NOTHING;
    else if (guess->season_pack)
        why = EPI_SAY_WHOLE_SEASON;
    else if (locate_wanted(guess) == 0)
        why = EPI_SAY_NO_NUMBER;
    else if (!*guess->title && !*guess->alternative_title && !has_ids(&guess->ids))
        why = EPI_SAY_NO_TITLE;
    resolution_say(out, why == EPI_SAY_NO_CATALOGUE ? RESOLUTION_NO_SERIES : RESOLUTION_NOTHING,
                   why);
}

/* Whether there are several series to choose from. */
static bool is_choice(const struct resolution *out)
{
    size_t likely = 0;
    for (size_t i = 0; i < out->candidate_count && out->outcome == RESOLUTION_UNSURE; i++)
        likely += !out->candidates[i].other && out->candidates[i].confidence >= POOL_EAGER;
    return likely > 1;
}

/* An unsure choice between series of this title is final: another catalogue that knows only one of
 * them would be sure. It may improve others. */
static bool is_final(const struct resolve *resolve, const struct resolution *out)
{
    if (resolve->offers)
        return out->candidate_count > 0;
    if (out->outcome != RESOLUTION_UNSURE)
        return out->outcome == RESOLUTION_SURE;
    return resolve->scales->pool.count > 0 && pool_has_clear(&resolve->scales->pool);
}

/* A name without a title has that of the names beside it. */
static void read_siblings(struct resolve *resolve, const char *path, struct guess *guess)
{
    resolve->siblings.read = false;
    resolve->siblings.title[0] = '\0';
    if (guess->kind != GUESS_EPISODE || *guess->title)
        return;
    siblings_read(resolve->config, path, guess, resolve->names, &resolve->siblings);
    snprintf(guess->title, sizeof(guess->title), "%s", resolve->siblings.title);
}

/* The user says that the file is no episode, or none of those that come close. */
static bool is_settled(const struct resolve *resolve, const struct known *known,
                       struct resolution *out)
{
    const struct corrected_guess *corrected = &known->corrected;
    if (resolve->offers || !corrected->found || corrected->choice == CHOICE_SERIES)
        return false;
    bool none = corrected->choice == CHOICE_NONE;
    resolution_say(out, none ? RESOLUTION_UNSURE : RESOLUTION_LEFT,
                   none ? EPI_SAY_NONE_AS_SAID : EPI_SAY_NO_EPISODE_AS_SAID);
    return true;
}

static bool resolve_with_scales(struct resolve *resolve, const char *path,
                                const struct guess *guess, double duration, int64_t now,
                                struct resolution *resolution, struct epi_error *err)
{
    struct epi_error why = {0};
    struct epi_error first = {0};
    struct known known;
    bool answered = false;
    struct guess named = *guess;
    read_siblings(resolve, path, &named);
    begin_with(&named, resolution);
    if (resolution->outcome == RESOLUTION_NOTHING)
        return true;
    if (!find_known(resolve, path, guess, &named, duration, &known, err))
        return false;
    if (is_settled(resolve, &known, resolution))
        return true;
    struct guess in_folder = named;
    if (resolve->folder)
        folder_file_apply(resolve->folder, &in_folder);
    struct question question = {.pool = &resolve->scales->pool,
                                .guess = &in_folder,
                                .path = path,
                                .names = resolve->names,
                                .siblings = &resolve->siblings,
                                .out = resolution,
                                .err = &why};
    for (size_t i = 0; i < resolve->catalogue_count; i++) {
        question.catalogue = &resolve->catalogues[i];
        question.source = (struct episode_source){resolve->config,
                                                  resolve->journal,
                                                  question.catalogue,
                                                  duration,
                                                  now,
                                                  resolve->scales->rows,
                                                  resolve->anew,
                                                  order_said(resolve),
                                                  known.has_neighbour ? &known.neighbour : NULL,
                                                  resolve->anime_list};
        resolve->scales->pool.count = 0;
        question.exact = is_choice(resolution);
        bool asked = ask_catalogue(resolve, &question, &known);
        if (asked && is_final(resolve, resolution))
            return true;
        answered = answered || asked;
        if (!asked && (first.kind == EPI_ERROR_NONE || first.kind == EPI_ERROR_SIGN_IN ||
                       why.kind == EPI_ERROR_STOPPED))
            first = why;
        if (!asked && why.kind == EPI_ERROR_STOPPED)
            break;
    }
    /* A catalogue that could not be asked might have known better; one that needs a sign-in is
     * not waited for. */
    bool open = first.kind == EPI_ERROR_STOPPED || first.kind == EPI_ERROR_LATER;
    if (!open && (answered || first.kind == EPI_ERROR_NONE))
        return true;
    if (err)
        *err = first;
    return false;
}

bool resolve_file(struct resolve *resolve, const char *path, const struct guess *guess,
                  double duration, int64_t now, struct resolution *resolution,
                  struct epi_error *err)
{
    resolve->scales = scratch_new(sizeof(*resolve->scales));
    if (!resolve->scales)
        return error_memory(err);
    bool ok = resolve_with_scales(resolve, path, guess, duration, now, resolution, err);
    scratch_free(resolve->scales);
    resolve->scales = NULL;
    return ok;
}

bool resolve_candidates(struct resolve *resolve, const char *path, const struct guess *guess,
                        double duration, int64_t now, struct resolution *resolution,
                        struct epi_error *err)
{
    resolve->offers = true;
    bool ok = resolve_file(resolve, path, guess, duration, now, resolution, err);
    resolve->offers = false;
    return ok;
}
