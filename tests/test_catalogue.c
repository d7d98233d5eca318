/* SPDX-License-Identifier: MIT
 *
 * Measures identification with the data of thousands of real series, in the folder that
 * EPIMARK_CATALOGUE names (shows.jsonl, episodes.jsonl, anime.jsonl, families.jsonl); skipped
 * without it. shelf.c stands in for the catalogues and answers as they do: in any order, similar
 * titles first, at most 50 or 10 rows. A series whose episodes are unknown has every episode that
 * is asked for, so that they do not help.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/config.h"
#include "core/identify/catalogue.h"
#include "core/identify/resolution.h"
#include "core/identify/resolve.h"
#include "tests/doubles/shelf.h"

enum { PATH_SIZE = 1024, NOW = 1767225600 /* 2026-01-01 */ };

/* ---- Asking and counting ---- */

struct tally {
    const char *what;
    int asked;
    int right;
    int held;
    int none; /* no series, no episode, or not read as an episode */
    int wrong;
    int missed; /* wrong or not there, though it was not read as meant */
};

enum spelling { NAME_PLAIN, NAME_YEAR, NAME_COUNTRY };

struct trial {
    struct shelf shelf;
    struct epi_config config;
    struct session session;
    struct resolve *resolve;
    struct resolution *resolution;
    bool verbose;
    struct tally *tally;
    enum spelling spelling; /* of families */
    int season;             /* of anime: see visit_anime */
    size_t turn;
};

/* What a name means; season -1: any. */
struct truth {
    const struct show *show;
    int season;
    int number;
};

static bool is_right(const struct trial *trial, const struct truth *truth)
{
    const struct match *match = &trial->resolution->matches[0];
    bool series = trial->session.tvmaze ? match->series.ids.tvmaze == truth->show->tvmaze.ids.tvmaze
                                        : match->series.ids.tvdb == truth->show->tvdb.ids.tvdb;
    return series && (truth->season < 0 || (match->episode.season == truth->season &&
                                            match->episode.number == truth->number));
}

static void ask(struct trial *trial, const char *name, const struct truth *truth)
{
    struct guess guess;
    struct epi_error err = {0};
    struct tally *tally = trial->tally;
    match_parse(name, strlen(name), &guess);
    tally->asked++;
    if (!resolve_file(trial->resolve, name, &guess, 0, NOW, trial->resolution, &err))
        fail_msg("%s: %s", name, err.text);
    enum resolution_outcome outcome = trial->resolution->outcome;
    const char *said = "right";
    if (outcome == RESOLUTION_SURE && is_right(trial, truth)) {
        tally->right++;
        return;
    }
    if (outcome == RESOLUTION_SURE) {
        tally->wrong++;
        said = "WRONG";
    } else if (outcome == RESOLUTION_UNSURE) {
        tally->held++;
        said = "held";
    } else {
        tally->none++;
        said = "none";
    }
    if (!trial->verbose)
        return;
    const struct resolution *r = trial->resolution;
    const struct match *best = outcome == RESOLUTION_SURE ? &r->matches[0] : &r->candidates[0];
    bool any = r->count + r->candidate_count > 0;
    printf("%s\t%s\t%s\tmeant %s (%d)\tgot %s (%d) %.2f S%dE%d\t%s | %s\n", said, tally->what, name,
           truth->show->tvdb.title, truth->show->tvdb.year, any ? best->series.title : "-",
           any ? best->series.year : 0, any ? best->confidence : 0, any ? best->episode.season : -1,
           any ? best->episode.number : -1, r->reason, any ? best->reason : "");
}

/* Writes a title as release names do: its words with dots between them. */
static void release_title(const char *title, char *out, size_t size)
{
    size_t n = 0;
    for (const char *c = title; *c && n + 4 < size; c++) {
        if (*c == '\'' || strncmp(c, "’", 3) == 0) {
            c += *c == '\'' ? 0 : 2;
        } else if (*c == '&') {
            memcpy(out + n, "and", 3);
            n += 3;
        } else if (strchr(" .:,;!?/\\()[]-_\"*|", *c)) {
            n -= n > 0 && out[n - 1] == '.';
            out[n++] = '.';
        } else {
            out[n++] = *c;
        }
    }
    while (n > 0 && out[n - 1] == '.')
        n--;
    out[n] = '\0';
}

/* Writes a title without "(2005)" or "(US)" at its end. */
static void bare_title(const char *title, char *out, size_t size)
{
    snprintf(out, size, "%s", title);
    size_t len = strlen(out);
    char *open = strrchr(out, '(');
    if (open && open > out + 1 && len > 0 && out[len - 1] == ')' &&
        (size_t)(out + len - open) <= sizeof("(2005)"))
        open[-1] = '\0';
}

static bool has_letters(const char *title)
{
    char folded[MATCH_TITLE_MAX];
    match_fold(title, folded, sizeof(folded));
    return *folded;
}

/* Picks an episode of a series, another one in each turn; S01E02 if its episodes are unknown. */
static void pick(const struct show *show, size_t turn, struct truth *truth)
{
    *truth = (struct truth){show, 1, 2};
    for (size_t i = 0; show->full && i < show->episode_count; i++) {
        const struct episode *episode = &show->episodes[(turn * 7 + i) % show->episode_count];
        if (episode->special || episode->season < 1 || episode->number < 1)
            continue;
        truth->season = episode->season;
        truth->number = episode->number;
        return;
    }
}

/* "Title.2005.S01E02.720p.HDTV.x264-GRP.mkv" */
static bool ask_release(struct trial *trial, const struct show *show, const char *title, int year,
                        const char *country, enum spelling spelling, size_t turn)
{
    char bare[MATCH_TITLE_MAX];
    char dotted[MATCH_TITLE_MAX];
    char added[16] = "";
    char name[PATH_SIZE];
    struct truth truth;
    bare_title(title, bare, sizeof(bare));
    release_title(bare, dotted, sizeof(dotted));
    if (!has_letters(bare) || (spelling == NAME_YEAR && !year) ||
        (spelling == NAME_COUNTRY && !*country))
        return false;
    if (spelling == NAME_YEAR)
        snprintf(added, sizeof(added), ".%d", year);
    if (spelling == NAME_COUNTRY)
        snprintf(added, sizeof(added), ".%s", match_country_in_titles(country));
    pick(show, turn, &truth);
    snprintf(name, sizeof(name), "%s%s.S%02dE%02d.720p.HDTV.x264-GRP.mkv", dotted, added,
             truth.season, truth.number);
    ask(trial, name, &truth);
    return true;
}

static bool is_known(const struct trial *trial, const struct show *show)
{
    return trial->session.tvmaze ? show->tvmaze.ids.tvmaze > 0 : show->tvdb.ids.tvdb > 0;
}

static void ask_shows(struct trial *trial, enum spelling spelling, size_t step)
{
    for (size_t i = 0; i < trial->shelf.count; i += step) {
        const struct show *show = &trial->shelf.shows[i];
        const struct series *own = trial->session.tvmaze ? &show->tvmaze : &show->tvdb;
        if (show->asked && is_known(trial, show))
            ask_release(trial, show, own->title, own->year, own->country, spelling, i);
    }
}

/* Whether no other member of the family has the same value for key. */
static bool tells_apart(const struct json *members, size_t i, const char *key)
{
    const struct json *own = json_get(json_at(members, i), key);
    if (json_is_null(own))
        return false;
    for (size_t k = 0; k < json_count(members); k++) {
        const struct json *other = json_get(json_at(members, k), key);
        if (k != i && json_int(own, 0) == json_int(other, 0) &&
            strcmp(json_text(own), json_text(other)) == 0)
            return false;
    }
    return true;
}

static void visit_family(void *context, const struct json *row)
{
    struct trial *trial = context;
    const struct json *members = json_get(row, "members");
    if (json_is_true(json_get(row, "noise")))
        return;
    for (size_t i = 0; i < json_count(members); i++) {
        const struct json *member = json_at(members, i);
        const struct show *show =
            shelf_find(&trial->shelf, json_int(json_get(member, "tvdb"), 0), 0);
        if (!show || !show->asked || !is_known(trial, show) ||
            json_is_true(json_get(member, "name_is_alias")) ||
            (trial->spelling == NAME_YEAR && !tells_apart(members, i, "year")) ||
            (trial->spelling == NAME_COUNTRY && !tells_apart(members, i, "country")))
            continue;
        ask_release(trial, show, json_text(json_get(member, "name")),
                    (int)json_int(json_get(member, "year"), 0),
                    json_text(json_get(member, "country")), trial->spelling, i);
    }
}

static bool is_called(const struct show *show, const char *title)
{
    if (match_similarity(show->tvdb.title, title) == 1)
        return true;
    for (int i = 0; i < show->tvdb.alias_count; i++) {
        if (match_similarity(show->tvdb.aliases[i], title) == 1)
            return true;
    }
    return false;
}

/* "[Group] Title - 05 [1080p].mkv", if the catalogue has that title. season 1: those that
 * begin a series; 2: its later seasons under a title of their own. */
static void visit_anime(void *context, const struct json *row)
{
    struct trial *trial = context;
    const struct show *show = shelf_find(&trial->shelf, json_int(json_get(row, "tvdb"), 0), 0);
    int season = (int)json_int(json_get(row, "tvdb_default_season"), -1);
    int offset = (int)json_int(json_get(row, "episode_offset"), 0);
    int part = season == 1 && offset == 0 ? 1 : season > 0 ? 2 : 0;
    const char *title = json_text(json_get(row, "name"));
    if (!show || !show->asked || part != trial->season || (part == 1 && trial->turn++ % 2) ||
        show->full || !has_letters(title) || !is_called(show, title) ||
        !json_is_null(json_get(row, "mappings")))
        return;
    struct truth truth = {show, season, 5 + offset};
    char name[PATH_SIZE];
    snprintf(name, sizeof(name), "[Group] %s - 05 [1080p].mkv", title);
    for (char *c = name; *c; c++)
        *c = *c == '/' ? ' ' : *c;
    ask(trial, name, &truth);
}

/* Asks for every fifth episode in one way, for series whose episodes are known. */
static void ask_episodes(struct trial *trial, const char *way)
{
    for (size_t i = 0; i < trial->shelf.count; i++) {
        const struct show *show = &trial->shelf.shows[i];
        if (!show->asked || !show->full || !is_known(trial, show))
            continue;
        char dotted[MATCH_TITLE_MAX];
        char words[MATCH_TITLE_MAX];
        release_title(show->plain, dotted, sizeof(dotted));
        for (size_t k = i % 5; k < show->episode_count; k += 5) {
            const struct episode *episode = &show->episodes[k];
            struct truth truth = {show, episode->season, episode->number};
            char name[PATH_SIZE];
            if (episode->special || episode->season < 1 || episode->number < 1)
                continue;
            release_title(episode->title, words, sizeof(words));
            if (strcmp(way, "date") == 0 && strlen(episode->airdate) == 10) {
                snprintf(name, sizeof(name), "%s.%.4s.%.2s.%.2s.720p.WEB.h264-GRP.mkv", dotted,
                         episode->airdate, episode->airdate + 5, episode->airdate + 8);
            } else if (strcmp(way, "absolute") == 0 && episode->absolute > 0) {
                snprintf(name, sizeof(name), "[Group] %s - %02d [720p].mkv", show->plain,
                         episode->absolute);
            } else if (strcmp(way, "title") == 0 && *words &&
                       strlen(dotted) + strlen(words) < 400) {
                snprintf(name, sizeof(name), "%s.S%02dE%02d.%s.720p.HDTV.x264-GRP.mkv", dotted,
                         episode->season, episode->number, words);
            } else {
                continue;
            }
            for (char *c = name; *c; c++)
                *c = *c == '/' ? ' ' : *c;
            ask(trial, name, &truth);
        }
    }
}

/* ---- The measurement ---- */

static void report(const struct tally *tally)
{
    double asked = tally->asked ? tally->asked : 1;
    print_message(
        "%-34s %5d asked, right %5.1f %%, held %5.1f %%, none %4.1f %%, wrong %d (%.2f %%)\n",
        tally->what, tally->asked, 100 * tally->right / asked, 100 * tally->held / asked,
        100 * tally->none / asked, tally->wrong, 100 * tally->wrong / asked);
}

/* Fails unless at least right percent are right, at most wrong percent wrong, and asked were
 * asked. */
static void hold(const struct tally *tally, double right, double wrong, int asked)
{
    report(tally);
    if (tally->asked < asked)
        fail_msg("%s: only %d names could be asked", tally->what, tally->asked);
    if (100.0 * tally->right < right * tally->asked)
        fail_msg("%s: fewer than %.1f %% are right", tally->what, right);
    if (100.0 * tally->wrong > wrong * tally->asked)
        fail_msg("%s: more than %.2f %% are sure and wrong", tally->what, wrong);
}

static void begin_tally(struct trial *trial, struct tally *tally, const char *what)
{
    *tally = (struct tally){.what = what};
    trial->tally = tally;
}

static int set_up(void **state)
{
    struct trial *trial = calloc(1, sizeof(*trial));
    shelf_open(&trial->shelf);
    shelf_load(&trial->shelf, getenv("EPIMARK_CATALOGUE"));
    trial->resolution = calloc(1, sizeof(*trial->resolution));
    trial->verbose = getenv("EPIMARK_VERBOSE") != NULL;
    trial->config.match = MATCH_NORMAL;
    *state = trial;
    return 0;
}

static void use(struct trial *trial, bool tvmaze)
{
    const struct catalogue catalogue = {tvmaze ? &shelf_tvmaze : &shelf_tvdb, &trial->session,
                                        NULL};
    resolve_free(trial->resolve);
    session_close(&trial->session);
    session_open(&trial->session, &trial->shelf, tvmaze);
    trial->resolve = resolve_new(&trial->config, NULL, &catalogue, 1);
    assert_non_null(trial->resolve);
}

static int tear_down(void **state)
{
    struct trial *trial = *state;
    shelf_close(&trial->shelf);
    session_close(&trial->session);
    free(trial->resolution);
    resolve_free(trial->resolve);
    free(trial);
    return 0;
}

/* What a name does not say must be held, which may be much; what is sure must be right. */
static void test_shows(void **state)
{
    struct trial *trial = *state;
    struct tally tally;
    use(trial, false);
    begin_tally(trial, &tally, "TheTVDB, title alone");
    ask_shows(trial, NAME_PLAIN, 3);
    hold(&tally, 95.5, 0.1, 2000);
    print_message("%.1f requests a name\n", (double)trial->session.requests / tally.asked);
    begin_tally(trial, &tally, "TheTVDB, title and year");
    ask_shows(trial, NAME_YEAR, 3);
    hold(&tally, 98.5, 0.1, 2000);
    use(trial, true);
    begin_tally(trial, &tally, "TVmaze, title alone");
    ask_shows(trial, NAME_PLAIN, 2);
    hold(&tally, 97.5, 0, 1000);
    begin_tally(trial, &tally, "TVmaze, title and year");
    ask_shows(trial, NAME_YEAR, 2);
    hold(&tally, 99, 0, 1000);
}

/* Series of one title: only a year or a country distinguishes them. */
static void test_families(void **state)
{
    struct trial *trial = *state;
    struct tally tally;
    use(trial, false);
    trial->spelling = NAME_PLAIN;
    begin_tally(trial, &tally, "families, title alone");
    shelf_each_line(getenv("EPIMARK_CATALOGUE"), "families.jsonl", visit_family, trial);
    hold(&tally, 10, 0, 200);
    trial->spelling = NAME_YEAR;
    begin_tally(trial, &tally, "families, title and year");
    shelf_each_line(getenv("EPIMARK_CATALOGUE"), "families.jsonl", visit_family, trial);
    hold(&tally, 98.5, 0, 200);
    trial->spelling = NAME_COUNTRY;
    begin_tally(trial, &tally, "families, title and country");
    shelf_each_line(getenv("EPIMARK_CATALOGUE"), "families.jsonl", visit_family, trial);
    hold(&tally, 95, 0, 60);
}

/* The title of a later season does not say whether numbers continue from the first one, and it may
 * differ only by a sign that names do not keep: these are the hardest of all. */
static void test_anime(void **state)
{
    struct trial *trial = *state;
    struct tally tally;
    use(trial, false);
    trial->season = 1;
    begin_tally(trial, &tally, "anime, first seasons");
    shelf_each_line(getenv("EPIMARK_CATALOGUE"), "anime.jsonl", visit_anime, trial);
    hold(&tally, 96.8, 0, 1000);
    trial->season = 2;
    begin_tally(trial, &tally, "anime, later seasons' own titles");
    shelf_each_line(getenv("EPIMARK_CATALOGUE"), "anime.jsonl", visit_anime, trial);
    hold(&tally, 0, 10, 30);
}

static void test_episodes(void **state)
{
    struct trial *trial = *state;
    struct tally tally;
    use(trial, false);
    begin_tally(trial, &tally, "episodes by date");
    ask_episodes(trial, "date");
    hold(&tally, 76, 0, 1000);
    begin_tally(trial, &tally, "episodes by absolute number");
    ask_episodes(trial, "absolute");
    hold(&tally, 96.5, 0, 400);
    begin_tally(trial, &tally, "episodes by number and title");
    ask_episodes(trial, "title");
    hold(&tally, 99.5, 0, 1000);
}

int main(void)
{
    if (!getenv("EPIMARK_CATALOGUE")) {
        fputs("skipped: set EPIMARK_CATALOGUE to a folder with the data of real series\n", stderr);
        return 77;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shows),
        cmocka_unit_test(test_families),
        cmocka_unit_test(test_anime),
        cmocka_unit_test(test_episodes),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
