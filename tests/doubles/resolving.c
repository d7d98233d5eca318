/* SPDX-License-Identifier: MIT */
#include "tests/doubles/resolving.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/apart.h"
#include "core/identify/anime_list.h"
#include "core/identify/catalogue.h"
#include "core/identify/siblings.h"
#include "core/journal/journal.h"
#include "core/journal/record.h"
#include "tests/doubles/scratch.h"
#include "tests/doubles/tempdir.h"

int resolving_begin(void **state)
{
    struct resolving *f = calloc(1, sizeof(*f));
    struct plan plan = scratch_plan("tvmaze mark");
    struct epi_error err = {0};
    f->got = calloc(1, sizeof(*f->got));
    f->names = calloc(1, sizeof(*f->names));
    shelf_open(&f->shelf);
    session_open(&f->tvdb, &f->shelf, false);
    session_open(&f->tvmaze, &f->shelf, true);
    f->config.match = MATCH_NORMAL;
    f->folder = tempdir_make();
    f->journal = journal_open(f->folder, &plan, NULL, &err);
    assert_non_null(f->journal);
    struct catalogue catalogues[] = {{&shelf_tvdb, &f->tvdb, NULL},
                                     {&shelf_tvmaze, &f->tvmaze, NULL}};
    f->resolve = resolve_new(&f->config, f->journal, catalogues, 2);
    assert_non_null(f->resolve);
    f->apart = apart_new();
    f->anime_list = anime_list_new(f->config.anime_list, f->apart);
    resolve_anime_list(f->resolve, f->anime_list);
    *state = f;
    return 0;
}

int resolving_end(void **state)
{
    struct resolving *f = *state;
    resolve_free(f->resolve);
    anime_list_free(f->anime_list);
    apart_free(f->apart);
    journal_close(f->journal);
    tempdir_remove(f->folder);
    session_close(&f->tvdb);
    session_close(&f->tvmaze);
    shelf_close(&f->shelf);
    free(f->got);
    free(f->names);
    free(f);
    return 0;
}

void resolving_order(struct resolving *f, const struct series_ids *ids, enum episode_order order)
{
    struct record record = {.kind = RECORD_ORDERED,
                            .at = RESOLVING_NOW,
                            .path = "",
                            .size = -1,
                            .value = (int)order,
                            .title_key = "",
                            .correction = {.series = *ids}};
    struct recorded recorded;
    assert_true(journal_add(f->journal, &record, &recorded, NULL));
}

bool resolving_guess(struct resolving *f, const char *path, const struct guess *guess,
                     struct epi_error *err)
{
    memset(err, 0, sizeof(*err));
    return resolve_file(f->resolve, path, guess, f->duration, RESOLVING_NOW, f->got, err);
}

void resolving_ask(struct resolving *f, const char *path)
{
    struct guess guess;
    struct epi_error err;
    match_parse(path, strlen(path), &guess);
    if (!resolving_guess(f, path, &guess, &err))
        fail_msg("%s: %s", path, err.text);
}

void resolving_to(struct resolving *f, const char *path, enum resolution_outcome outcome)
{
    resolving_ask(f, path);
    if (f->got->outcome != outcome)
        fail_msg("%s: outcome %d: %s", path, (int)f->got->outcome, f->got->reason);
}

void resolving_episode(struct resolving *f, const char *path, int64_t tvdb, int season, int number)
{
    resolving_to(f, path, RESOLUTION_SURE);
    const struct match *match = &f->got->matches[0];
    if (match->series.ids.tvdb != tvdb || match->episode.season != season ||
        match->episode.number != number) {
        fail_msg("%s: %s %dx%d: %s", path, match->series.title, match->episode.season,
                 match->episode.number, f->got->reason);
    }
}

void resolving_seasons(struct show *show, int year, int seasons, int numbers)
{
    for (int season = 1; season <= seasons; season++) {
        for (int number = 1; number <= numbers; number++) {
            struct episode episode = {.tvdb = show->tvdb.ids.tvdb * 1000 + season * 100 + number,
                                      .season = season,
                                      .number = number,
                                      .absolute = (season - 1) * numbers + number};
            unsigned month = 1 + (unsigned)(number - 1) / 4 % 12;
            unsigned day = 1 + (unsigned)(number - 1) % 4 * 7;
            snprintf(episode.airdate, sizeof(episode.airdate), "%04u-%02u-%02u",
                     (unsigned)(year + season - 1) % 10000, month, day);
            shelf_add_episode(show, &episode);
        }
    }
}

struct show *resolving_show(struct resolving *f, const char *title, int year, int64_t id,
                            int seasons, int numbers)
{
    struct show *show = shelf_add(&f->shelf, title, year, id, id + 50000);
    resolving_seasons(show, year, seasons, numbers);
    return show;
}

struct episode *resolving_listed(struct show *show, int season, int number)
{
    for (size_t i = 0; i < show->episode_count; i++) {
        if (show->episodes[i].season == season && show->episodes[i].number == number)
            return &show->episodes[i];
    }
    fail_msg("%s has no %dx%d", show->plain, season, number);
    return NULL;
}

void resolving_title(struct show *show, int season, int number, const char *title)
{
    struct episode *episode = resolving_listed(show, season, number);
    snprintf(episode->title, sizeof(episode->title), "%s", title);
}

void resolving_contains(const char *text, const char *words)
{
    if (!strstr(text, words))
        fail_msg("\"%s\" does not contain \"%s\"", text, words);
}

void resolving_offers(const struct resolving *f, size_t n, bool other, int season, int number)
{
    assert_true(n < f->got->candidate_count);
    assert_int_equal(f->got->candidates[n].other, other);
    assert_int_equal(f->got->candidates[n].episode.season, season);
    assert_int_equal(f->got->candidates[n].episode.number, number);
}

void resolving_beside(struct resolving *f, ...)
{
    va_list list;
    f->names->count = 0;
    va_start(list, f);
    for (const char *name = va_arg(list, const char *); name; name = va_arg(list, const char *))
        snprintf(f->names->list[f->names->count++], SIBLINGS_NAME_MAX, "%s", name);
    va_end(list);
    resolve_in_folder(f->resolve, NULL, f->names);
}
