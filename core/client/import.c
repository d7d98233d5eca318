/* SPDX-License-Identifier: MIT
 *
 * What was watched or rated elsewhere: collected, compared with the journal, and taken in.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/base/http.h"
#include "core/client/client.h"
#include "core/client/import_series.h"
#include "core/client/staged.h"
#include "core/deliver/plan.h"
#include "core/identify/candidates.h"
#include "core/identify/known_name.h"
#include "core/identify/media_name.h"
#include "core/journal/holdings.h"
#include "core/journal/imports.h"
#include "core/journal/outbox.h"
#include "core/journal/plan.h"
#include "core/services/service.h"
#include "core/services/values.h"
#include <epimark/import.h>

enum {
    STEP = 250,            /* acts in one transaction */
    UNREADABLE_MAX = 1000, /* of which it is kept what they are */
};

/* How sure a number is that another catalogue may count otherwise. */
static const double HELD_CONFIDENCE = 0.7;

struct epi_import {
    struct epi_client *client;
    struct staged staged;
    struct epi_import_plan plan;
    struct epi_import_target targets[JOURNAL_TARGETS_MAX];
    bool compared[JOURNAL_TARGETS_MAX]; /* with the lists that the journal keeps of the service */
    struct plan services;
    uint32_t *sorted; /* groups by title */
    char *only;       /* the title of the only one that is wanted; NULL: all are */
    struct {
        uint32_t place;
        uint32_t why;
    } unreadable[UNREADABLE_MAX];
    size_t unreadable_count; /* of all */
};

struct epi_import *epi_import_new(struct epi_client *client, struct epi_error *err)
{
    struct epi_import *import = calloc(1, sizeof(*import));
    if (!import) {
        error_memory(err);
        return NULL;
    }
    import->client = client;
    plan_make(&client->config, &import->services);
    return import;
}

void epi_import_free(struct epi_import *import)
{
    if (!import)
        return;
    staged_free(&import->staged);
    free(import->sorted);
    free(import->only);
    free(import);
}

/* What the name of a file says, unless the one who hands it over says more. */
static bool add_file(struct epi_import *import, struct epi_imported *one, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct guess *guess = malloc(sizeof(*guess));
    CLEANUP(cleanup_free) char *path = malloc(JOURNAL_PATH_MAX);
    bool ok = guess && path;
    if (!ok)
        return error_memory(err);
    media_name_absolute(one->path, path, JOURNAL_PATH_MAX);
    one->path = path;
    if (!known_name_guess(client_readable(import->client, NULL), path, NULL, 0,
                          import->client->config.films != FILMS_NO, guess))
        return staged_add(&import->staged, one, err);
    one->film = guess->film;
    one->series = guess->title;
    one->year = guess->year;
    one->tvdb = guess->ids.tvdb;
    one->tvmaze = guess->ids.tvmaze;
    one->imdb = guess->ids.imdb;
    one->season = guess->season;
    one->airdate = guess->date;
    for (int i = 0; ok && i < guess->episode_count; i++) {
        one->number = guess->episodes[i];
        ok = staged_add(&import->staged, one, err);
    }
    for (int i = 0; ok && guess->episode_count == 0 && i < guess->absolute_count; i++) {
        one->absolute = guess->absolute[i];
        ok = staged_add(&import->staged, one, err);
    }
    if (guess->episode_count == 0 && guess->absolute_count == 0)
        ok = staged_add(&import->staged, one, err);
    return ok;
}

bool epi_import_add(struct epi_import *import, const struct epi_imported *imported,
                    struct epi_error *err)
{
    struct epi_imported one = {.season = -1, .number = -1};
    memcpy(&one, imported, imported->size < sizeof(one) ? imported->size : sizeof(one));
    one.size = sizeof(one);
    bool file = one.path && *one.path && (!one.series || !*one.series);
    return file ? add_file(import, &one, err) : staged_add(&import->staged, &one, err);
}

bool epi_import_add_unreadable(struct epi_import *import, const char *place, const char *why,
                               struct epi_error *err)
{
    size_t i = import->unreadable_count++;
    return i >= UNREADABLE_MAX ||
           (staged_keep(&import->staged, place, &import->unreadable[i].place, err) &&
            staged_keep(&import->staged, why, &import->unreadable[i].why, err));
}

bool epi_import_only(struct epi_import *import, const char *title, struct epi_error *err)
{
    free(import->only);
    import->only = strdup(title);
    return import->only || error_memory(err);
}

/* ---- Comparing ---- */

/* Some acts, with room for what they point to. */
struct step {
    struct import_act acts[STEP];
    struct match matches[STEP];
    char names[STEP][STAGED_NAME_MAX];
    enum import_standing standings[STEP];
    size_t rows[STEP];
    size_t count;
};

static void add_act(const struct staged *staged, size_t row, struct step *step)
{
    size_t i = step->count++;
    step->rows[i] = row;
    staged_act(staged, &staged->rows[row], &step->matches[i], step->names[i], &step->acts[i]);
}

/* Notes how the rows of a step stand, and begins another. What is unsure stays so unless it is
 * known. */
static void note_standings(struct epi_import *import, struct step *step)
{
    for (size_t i = 0; i < step->count; i++) {
        struct staged_row *row = &import->staged.rows[step->rows[i]];
        if (step->standings[i] != IMPORT_NEW)
            row->fate = step->standings[i] == IMPORT_KNOWN ? STAGED_KNOWN : STAGED_OLDER;
        else if (row->fate == STAGED_SURE)
            row->fate = STAGED_NEW;
    }
    step->count = 0;
}

static bool compare(struct epi_import *import, struct step *step, struct epi_error *err)
{
    struct journal *journal = client_readable(import->client, err);
    if (!journal || !imports_compare(journal, step->acts, step->count, step->standings, err))
        return false;
    note_standings(import, step);
    return true;
}

static bool is_compared(const struct staged_row *row)
{
    return row->fate == STAGED_SURE || row->fate == STAGED_UNSURE || row->fate == STAGED_LATER;
}

static bool compare_all(struct epi_import *import, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct step *step = malloc(sizeof(*step));
    if (!step)
        return error_memory(err);
    step->count = 0;
    for (size_t i = 0; i < import->staged.count; i++) {
        if (is_compared(&import->staged.rows[i]))
            add_act(&import->staged, i, step);
        if (step->count == STEP && !compare(import, step, err))
            return false;
    }
    return step->count == 0 || compare(import, step, err);
}

/* ---- Counting ---- */

static void count_row(const struct staged_row *row, struct epi_import_counts *counts)
{
    switch ((enum staged_fate)row->fate) {
    case STAGED_NEW:
        *(row->rating ? &counts->ratings : &counts->viewings) += 1;
        break;
    case STAGED_KNOWN:
        counts->known++;
        break;
    case STAGED_OLDER:
        counts->older++;
        break;
    case STAGED_UNSURE:
        counts->unsure++;
        break;
    case STAGED_OPENED:
        counts->opened++;
        break;
    case STAGED_FILM:
        counts->films++;
        break;
    case STAGED_LATER:
        counts->later++;
        break;
    case STAGED_POSTPONED:
        counts->postponed++;
        break;
    case STAGED_LEFT:
        break;
    case STAGED_OPEN:
    case STAGED_SURE:
    case STAGED_UNREAD:
        counts->unread++;
        break;
    }
}

static bool is_same_episode(const struct staged_row *a, const struct staged_row *b)
{
    return a->group == b->group && !b->rating && a->season == b->season && a->number == b->number &&
           a->tvdb == b->tvdb && a->tvmaze == b->tvmaze;
}

/* Whether what is kept of a service's lists has it. A service is asked only when it is sent to. */
static bool is_held(struct epi_import *import, const struct staged_row *row, const char *service,
                    bool *held, struct epi_error *err)
{
    const struct staged_group *group = &import->staged.groups[row->group];
    const struct holdings_of of = {service, row->rating ? HELD_RATINGS : HELD_HISTORY, 0};
    CLEANUP(cleanup_free) struct subject *subject = calloc(1, sizeof(*subject));
    struct journal *journal = client_readable(import->client, err);
    bool wide = row->rating && row->scope != EPI_SCOPE_EPISODE;
    if (!subject)
        return error_memory(err);
    subject->film = group->film;
    subject->series = group->ids;
    subject->series_year = group->year;
    snprintf(subject->series_title, sizeof(subject->series_title), "%s",
             staged_text(&import->staged, group->title));
    subject->season = row->rating && row->scope == EPI_SCOPE_SERIES ? -1 : row->season;
    subject->number = wide ? -1 : row->number;
    subject->tvdb = wide ? 0 : row->tvdb;
    subject->tvmaze = wide ? 0 : row->tvmaze;
    if (!journal)
        return false;
    return row->rating
               ? holdings_have_rating(journal, &of, subject, row->rating, row->at, held, err)
               : holdings_have(journal, &of, subject, row->at, HOLDINGS_RUN_TIME, held, err);
}

/* A mark is sent once for an episode, a play for each viewing. */
static bool is_sent(const struct epi_import *import, int target, const struct staged_row *row,
                    bool again)
{
    enum due_kind kind = import->services.targets[target].kind;
    bool films = import->staged.groups[row->group].film
                     ? import->services.targets[target].films
                     : !import->services.targets[target].only_films;
    return films &&
           (row->rating ? kind == DUE_RATE : kind == DUE_PLAY || (kind == DUE_MARK && !again));
}

static bool count_targets(struct epi_import *import, struct epi_error *err)
{
    const struct staged *staged = &import->staged;
    const struct staged_row *marked = NULL;
    for (size_t i = 0; i < staged->count; i++) {
        const struct staged_row *row = &staged->rows[i];
        if (row->fate != STAGED_NEW)
            continue;
        bool again = marked && !row->rating && is_same_episode(marked, row);
        for (int k = 0; k < import->services.count; k++) {
            struct epi_import_target *target = &import->targets[k];
            bool held = false;
            if (!is_sent(import, k, row, again))
                continue;
            if (import->compared[k] && !is_held(import, row, target->service, &held, err))
                return false;
            target->count += !held;
        }
        marked = row->rating ? marked : row;
    }
    return true;
}

/* Of a service that keeps lists, or says what is marked, what it has is found out before anything
 * is sent to it, unless the journal has its lists already. */
static bool begin_target(struct epi_import *import, int k, struct journal *journal,
                         struct epi_error *err)
{
    const char *name = import->services.targets[k].service;
    enum due_kind kind = import->services.targets[k].kind;
    const struct holdings_of of = {name, kind == DUE_RATE ? HELD_RATINGS : HELD_HISTORY, 0};
    const struct service *service = service_find(name);
    struct outbox_account account = {0};
    struct holdings_list list = {0};
    if (!outbox_find_account(journal, name, &account, err) ||
        !holdings_find(journal, &of, &list, err))
        return false;
    import->compared[k] = list.version[0] != '\0';
    import->targets[k] = (struct epi_import_target){
        .service = name,
        .kind = outbox_kind_name(kind),
        .signed_in = account.account[0] != '\0',
        .at_most = !import->compared[k] && service &&
                   (kind == DUE_MARK ? service->marked != NULL : service->holdings != NULL)};
    return true;
}

static bool begin_targets(struct epi_import *import, struct epi_error *err)
{
    struct journal *journal = client_readable(import->client, err);
    bool ok = journal != NULL;
    for (int k = 0; ok && k < import->services.count; k++)
        ok = begin_target(import, k, journal, err);
    return ok;
}

static void count_rows(struct epi_import *import)
{
    struct staged *staged = &import->staged;
    struct epi_import_counts *all = &import->plan.counts;
    *all = (struct epi_import_counts){0};
    import->plan.borrowed = 0;
    for (size_t i = 0; i < staged->group_count; i++)
        staged->groups[i].counts = (struct epi_import_counts){0};
    for (size_t i = 0; i < staged->count; i++) {
        count_row(&staged->rows[i], all);
        import->plan.borrowed += staged->rows[i].borrowed && staged->rows[i].fate == STAGED_NEW;
        count_row(&staged->rows[i], &staged->groups[staged->rows[i].group].counts);
    }
}

static bool count_all(struct epi_import *import, struct epi_error *err)
{
    struct staged *staged = &import->staged;
    struct epi_import_plan *plan = &import->plan;
    *plan = (struct epi_import_plan){.targets = import->targets,
                                     .target_count = (size_t)import->services.count,
                                     .unreadable = import->unreadable_count};
    for (size_t i = 0; i < staged->group_count; i++) {
        const struct staged_group *group = &staged->groups[i];
        bool file = !group->title && group->count && staged->rows[group->first].path;
        if (!group->left)
            *(group->film ? &plan->films : file ? &plan->files : &plan->series) += 1;
    }
    count_rows(import);
    return begin_targets(import, err) && count_targets(import, err);
}

/* ---- Finding ---- */

/* What the first look said is forgotten, but not what was found. */
static void open_rows(struct staged *staged, bool opened)
{
    for (size_t i = 0; i < staged->count; i++) {
        struct staged_row *row = &staged->rows[i];
        row->fate = row->was == STAGED_OPENED && !opened ? STAGED_OPENED : STAGED_OPEN;
        row->reason = 0;
        row->borrowed = false;
    }
    for (size_t i = 0; i < staged->group_count; i++) {
        staged->groups[i].reason = 0;
        staged->groups[i].doubted = 0;
        staged->groups[i].left = false;
    }
}

/* Its title; of a file whose name says none, that name. */
static const char *shown_title(const struct staged *staged, const struct staged_group *group)
{
    const char *path = group->count ? staged_text(staged, staged->rows[group->first].path) : "";
    const char *slash = strrchr(path, '/');
    return group->title ? staged_text(staged, group->title) : slash ? slash + 1 : path;
}

static int by_title(const void *a, const void *b, void *context)
{
    const struct staged *staged = context;
    const struct staged_group *x = &staged->groups[*(const uint32_t *)a];
    const struct staged_group *y = &staged->groups[*(const uint32_t *)b];
    int order = strcasecmp(shown_title(staged, x), shown_title(staged, y));
    return order ? order : (x->first > y->first) - (x->first < y->first);
}

static bool sort_titles(struct epi_import *import, struct epi_error *err)
{
    size_t count = import->staged.group_count;
    free(import->sorted);
    import->sorted = calloc(count + 1, sizeof(*import->sorted));
    if (!import->sorted)
        return error_memory(err);
    for (size_t i = 0; i < count; i++)
        import->sorted[i] = (uint32_t)i;
    qsort_r(import->sorted, count, sizeof(*import->sorted), by_title, &import->staged);
    return true;
}

/* ---- One title alone ---- */

static bool is_called(const struct staged *staged, const struct staged_group *group,
                      const char *title)
{
    char full[MATCH_TITLE_MAX + 16], folded[MATCH_TITLE_MAX], wanted[MATCH_TITLE_MAX];
    const char *own = staged_text(staged, group->title);
    match_fold(title, wanted, sizeof(wanted));
    match_fold(own, folded, sizeof(folded));
    if (strcmp(folded, wanted) == 0)
        return true;
    snprintf(full, sizeof(full), "%s (%d)", own, group->year);
    match_fold(full, folded, sizeof(folded));
    return group->year > 0 && strcmp(folded, wanted) == 0;
}

/* Leaves out the groups that have another title, if any has that one: they are not looked up. */
static bool leave_others(struct epi_import *import)
{
    struct staged *staged = &import->staged;
    bool any = false;
    for (size_t i = 0; !any && i < staged->group_count; i++)
        any = is_called(staged, &staged->groups[i], import->only);
    for (size_t i = 0; any && i < staged->group_count; i++) {
        struct staged_group *group = &staged->groups[i];
        group->left = !is_called(staged, group, import->only);
        for (size_t k = 0; group->left && k < group->count; k++)
            staged->rows[group->first + k].fate = STAGED_LEFT;
    }
    return any;
}

/* Looks up all groups of which something is open. */
static bool find_all(struct epi_import *import, struct epi_error *err)
{
    struct staged *staged = &import->staged;
    int64_t window = import->client->config.rewatch_hours * (int64_t)3600;
    CLEANUP(import_series_end) struct import_series series;
    bool ok = import_series_begin(&series, import->client, staged, err);
    for (size_t i = 0; ok && i < staged->group_count; i++) {
        struct staged_group *group = &staged->groups[i];
        client_say(import->client, i, staged->group_count, "series and films");
        ok = import_series_find(&series, i, err);
        if (ok)
            staged_sort_episodes(staged, group, window);
    }
    return ok;
}

const struct epi_import_plan *epi_import_find(struct epi_import *import, bool opened,
                                              struct epi_error *err)
{
    staged_sort_groups(&import->staged);
    open_rows(&import->staged, opened);
    if (!staged_name(&import->staged, err))
        return NULL;
    bool chosen = !import->only || leave_others(import); /* else as a catalogue calls it */
    if (!find_all(import, err))
        return NULL;
    if (!chosen && !leave_others(import)) {
        epi_error_set(err, EPI_ERROR_NEVER, "there is no series or film '%s' in it", import->only);
        return NULL;
    }
    return compare_all(import, err) && sort_titles(import, err) && count_all(import, err)
               ? &import->plan
               : NULL;
}

/* Whether anything of it is in doubt: what is known by now was that before. */
static bool is_doubted(const struct epi_import_counts *counts)
{
    return counts->unsure || counts->unread || counts->films || counts->later || counts->postponed;
}

void epi_import_each(const struct epi_import *import, epi_import_visit visit, void *context)
{
    const struct staged *staged = &import->staged;
    bool more = true;
    for (size_t i = 0; more && i < staged->group_count; i++) {
        const struct staged_group *group = &staged->groups[import->sorted[i]];
        if (group->left)
            continue;
        size_t row = group->doubted ? group->doubted - 1 : group->first;
        bool doubted = is_doubted(&group->counts);
        struct epi_series series = {.title = shown_title(staged, group),
                                    .year = group->year,
                                    .country = "",
                                    .tvdb = group->ids.tvdb,
                                    .tvmaze = group->ids.tvmaze,
                                    .imdb = group->ids.imdb,
                                    .network = "",
                                    .tmdb = group->ids.tmdb};
        more = visit(context, &(struct epi_import_group){
                                  .title = series.title,
                                  .year = group->year,
                                  .film = group->film,
                                  .series = group->sure ? &series : NULL,
                                  .counts = group->counts,
                                  .reason = doubted ? staged_text(staged, group->reason) : "",
                                  .place = staged_text(staged, staged->rows[row].place)});
    }
}

void epi_import_each_unreadable(const struct epi_import *import, epi_import_visit_unreadable visit,
                                void *context)
{
    bool more = true;
    for (size_t i = 0; more && i < import->unreadable_count && i < UNREADABLE_MAX; i++) {
        more = visit(context, staged_text(&import->staged, import->unreadable[i].place),
                     staged_text(&import->staged, import->unreadable[i].why));
    }
}

/* ---- Taking in ---- */

/* Of what is held here, what it would be is offered as an answer. */
static bool offer(struct epi_import *import, struct journal *journal, struct step *step, size_t i,
                  struct epi_error *err)
{
    const struct staged_row *row = &import->staged.rows[step->rows[i]];
    const struct staged_group *group = &import->staged.groups[row->group];
    struct match *match = &step->matches[i];
    if (!row->reason || step->standings[i] != IMPORT_NEW)
        return true;
    memset(match, 0, sizeof(*match));
    match->series.ids = group->ids;
    match->series.year = group->year;
    snprintf(match->series.title, sizeof(match->series.title), "%s",
             staged_text(&import->staged, group->title));
    match->episode.season = row->season;
    match->episode.number = row->number;
    match->confidence = HELD_CONFIDENCE;
    return candidates_keep(journal, step->acts[i].path, "", match, 1, client_clock(), err);
}

static bool apply_step(struct epi_import *import, struct step *step, struct epi_error *err)
{
    struct journal *journal = client_writable(import->client, err);
    bool ok = journal &&
              imports_add(journal, step->acts, step->count, client_clock(), step->standings, err);
    for (size_t i = 0; ok && i < step->count; i++)
        ok = offer(import, journal, step, i, err);
    if (ok)
        note_standings(import, step);
    return ok;
}

static bool is_taken(const struct staged_row *row)
{
    return row->fate == STAGED_NEW || row->fate == STAGED_UNSURE || row->fate == STAGED_LATER;
}

const struct epi_import_plan *epi_import_apply(struct epi_import *import, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct step *step = malloc(sizeof(*step));
    struct worker_round round = {0};
    if (!step) {
        error_memory(err);
        return NULL;
    }
    /* An account that a new journal does not know yet would come later than what is taken in. */
    bool ok = worker_see_accounts(import->client->worker, err);
    step->count = 0;
    staged_sort_times(&import->staged);
    for (size_t i = 0; ok && i < import->staged.count; i++) {
        if (is_taken(&import->staged.rows[i]))
            add_act(&import->staged, i, step);
        if (step->count == STEP) {
            client_say(import->client, i, import->staged.count, "viewings and ratings");
            ok = http_wait(import->client->http, 0, err) && apply_step(import, step, err);
        }
    }
    ok = ok && (step->count == 0 || apply_step(import, step, err));
    count_rows(import);
    return ok && worker_identify(import->client->worker, &round, err) ? &import->plan : NULL;
}
