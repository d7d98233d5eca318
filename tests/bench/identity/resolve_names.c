/* SPDX-License-Identifier: MIT
 *
 * Resolves names against the stand-ins, for identity.py and library.py.
 *
 *     bench-resolve [--kept] FOLDER SERVICE...   the catalogue (shows.jsonl ...; -: the stand-ins'
 *                                                own), and whom to ask, in order; --kept: answers
 *                                                are kept in a journal
 *
 * Reads lines "SECONDS <tab> PATH", prints for each one line of fields with tabs between them: the
 * outcome, the requests that it took, the reason, then the matches or the candidates, each as
 * "source tvdb tvmaze season number episode_tvdb episode_tvmaze confidence" and the title. With
 * --kept the microseconds that it took on the processor come first.
 *
 * Lines before it say what was watched before that file, and what was chosen for a title:
 * "watched <tab> TVDB <tab> TVMAZE <tab> SEASON <tab> NUMBER <tab> PATH" and
 * "chosen <tab> TVDB <tab> TVMAZE <tab> PATH". Without --kept only files with such lines have a
 * journal, all of them the same.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/config.h"
#include "core/base/http.h"
#include "core/base/secret.h"
#include "core/identify/catalogue.h"
#include "core/identify/resolution.h"
#include "core/identify/resolve.h"
#include "core/identify/title_key.h"
#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/plan.h"
#include "core/journal/record.h"
#include "core/services/service.h"
#include "core/services/session.h"
#include "tests/doubles/tempdir.h"
#include "tests/standin/places.h"

enum { NOW = 1767225600 /* 2026-01-01 */ };

struct trial {
    struct standin *standin;
    struct epi_config config;
    struct session_context context;
    struct catalogue catalogues[CATALOGUES_MAX];
    size_t count;
    struct journal *journal;
    bool kept;
    struct resolve *resolve;    /* without the journal */
    struct resolve *in_journal; /* with it */
    bool preceded;              /* by lines of what was watched */
    int64_t records;
    struct resolution *got;
};

static int64_t now(void *clock)
{
    (void)clock;
    return NOW;
}

static void give_up(const char *what, const struct epi_error *err)
{
    fprintf(stderr, "%s: %s\n", what, err ? err->text : "cannot be started");
    exit(EXIT_FAILURE);
}

/* The stand-in's account of TheTVDB; TVmaze needs none. */
static void sign_in(struct trial *trial)
{
    struct credentials credentials = {.account = "viewer"};
    struct epi_error err = {0};
    if (!credentials_set(&credentials, "apikey", STANDIN_TVDB_KEY) ||
        !secret_save(trial->context.secret, "tvdb", &credentials, false, &err))
        give_up("credentials", &err);
    credentials_wipe(&credentials);
}

static void set_up(struct trial *trial, const char *folder, char **names, size_t count,
                   const char *own, bool kept)
{
    struct plan plan = {0};
    struct standin_options options = {.catalogue_dir = strcmp(folder, "-") != 0 ? folder : NULL};
    struct epi_error err = {0};
    trial->standin = standin_start(&options);
    if (!trial->standin)
        give_up("the stand-in", NULL);
    config_init(&trial->config);
    places_set(&trial->config, trial->standin);
    trial->context = (struct session_context){.config = &trial->config,
                                              .http = http_new("", 30, &err),
                                              .secret = secret_new(CREDENTIALS_FILE, own),
                                              .now = now};
    if (!trial->context.http || !trial->context.secret)
        give_up("a session", &err);
    sign_in(trial);
    for (size_t i = 0; i < count && i < CATALOGUES_MAX; i++) {
        const struct service *service = service_find(names[i]);
        if (!service)
            give_up(names[i], NULL);
        trial->catalogues[trial->count++] =
            (struct catalogue){service, session_new(service, &trial->context), NULL};
    }
    trial->kept = kept;
    trial->journal = journal_open(own, &plan, NULL, &err);
    if (!trial->journal)
        give_up("the journal", &err);
    trial->resolve = resolve_new(&trial->config, NULL, trial->catalogues, trial->count);
    trial->in_journal =
        resolve_new(&trial->config, trial->journal, trial->catalogues, trial->count);
    trial->got = calloc(1, sizeof(*trial->got));
    if (!trial->resolve || !trial->in_journal || !trial->got)
        give_up("memory", NULL);
}

static void tear_down(struct trial *trial)
{
    resolve_free(trial->resolve);
    resolve_free(trial->in_journal);
    journal_close(trial->journal);
    free(trial->got);
    for (size_t i = 0; i < trial->count; i++)
        session_free(trial->catalogues[i].session);
    secret_free(trial->context.secret);
    http_free(trial->context.http);
    standin_stop(trial->standin);
}

static void print_match(const struct match *match)
{
    printf("\t%s %" PRId64 " %" PRId64 " %d %d %" PRId64 " %" PRId64 " %.3f %s; %s", match->source,
           match->series.ids.tvdb, match->series.ids.tvmaze, match->episode.season,
           match->episode.number, match->episode.tvdb, match->episode.tvmaze, match->confidence,
           match->series.title, match->reason);
}

/* ---- What was watched before ---- */

/* The next field of a line, cut off; *rest: what follows it. */
static char *next_field(char **rest)
{
    char *field = *rest;
    char *tab = field ? strchr(field, '\t') : NULL;
    if (!tab)
        give_up("a line lacks a field", NULL);
    *tab = '\0';
    *rest = tab + 1;
    return field;
}

static int64_t next_number(char **rest)
{
    return strtoll(next_field(rest), NULL, 10);
}

/* Takes a line of what was watched or chosen. */
static void remember(struct trial *trial, bool watched, char *rest)
{
    struct match match = {.source = "tvdb", .confidence = 1, .series.title = "watched before"};
    struct recorded recorded;
    struct epi_error err = {0};
    struct guess guess;
    char key[MATCH_TITLE_MAX];
    match.series.ids.tvdb = next_number(&rest);
    match.series.ids.tvmaze = next_number(&rest);
    if (watched) {
        match.episode.season = (int)next_number(&rest);
        match.episode.number = (int)next_number(&rest);
    }
    match_parse(rest, strlen(rest), &guess);
    title_key_of(&guess, key, sizeof(key));
    struct record record = {.kind = watched ? RECORD_WATCHED : RECORD_CHOSEN,
                            .at = NOW - 1000000 + trial->records++,
                            .path = rest,
                            .size = -1,
                            .nth = 1,
                            .episodes = 1,
                            .title_key = key,
                            .correction.series = match.series.ids};
    if (!journal_add(trial->journal, &record, &recorded, &err) || recorded.spooled ||
        (watched &&
         !entries_set_match(trial->journal, recorded.entry, &match, key, record.at, &err)))
        give_up(rest, &err);
    trial->preceded = true;
}

/* ---- Asking ---- */

static double processor_us(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static void ask(struct trial *trial, const char *path, double seconds)
{
    static const char *const outcomes[] = {"sure", "unsure", "no_episode", "no_series", "nothing"};
    struct guess guess;
    struct epi_error err = {0};
    int before = standin_count(trial->standin, NULL);
    struct resolve *resolve = trial->kept || trial->preceded ? trial->in_journal : trial->resolve;
    trial->preceded = false;
    double began = processor_us();
    match_parse(path, strlen(path), &guess);
    if (!resolve_file(resolve, path, &guess, seconds, NOW, trial->got, &err))
        give_up(path, &err);
    if (trial->kept)
        printf("%.0f\t", processor_us() - began);
    const struct resolution *got = trial->got;
    printf("%s\t%d\t%s", outcomes[got->outcome], standin_count(trial->standin, NULL) - before,
           got->reason);
    for (size_t i = 0; i < got->count; i++)
        print_match(&got->matches[i]);
    for (size_t i = 0; i < got->candidate_count; i++)
        print_match(&got->candidates[i]);
    putchar('\n');
}

int main(int argc, char **argv)
{
    struct trial trial = {0};
    char *line = NULL;
    size_t size = 0;
    int first = argc > 1 && strcmp(argv[1], "--kept") == 0 ? 2 : 1;
    if (argc < first + 2) {
        fputs("usage: bench-resolve [--kept] FOLDER SERVICE...\n", stderr);
        return 2;
    }
    char *own = tempdir_make();
    set_up(&trial, argv[first], argv + first + 1, (size_t)(argc - first - 1), own, first > 1);
    for (ssize_t len; (len = getline(&line, &size, stdin)) > 0;) {
        line[len - 1] = '\0';
        char *rest = line;
        const char *word = next_field(&rest);
        if (strcmp(word, "watched") == 0 || strcmp(word, "chosen") == 0)
            remember(&trial, strcmp(word, "watched") == 0, rest);
        else
            ask(&trial, rest, strtod(word, NULL));
    }
    free(line);
    tear_down(&trial);
    tempdir_remove(own);
    return 0;
}
