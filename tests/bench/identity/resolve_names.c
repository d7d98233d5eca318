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
#include "core/journal/journal.h"
#include "core/journal/plan.h"
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
    struct journal *journal; /* or NULL */
    struct resolve *resolve;
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
    if (kept && !(trial->journal = journal_open(own, &plan, NULL, &err)))
        give_up("the journal", &err);
    trial->resolve = resolve_new(&trial->config, trial->journal, trial->catalogues, trial->count);
    trial->got = calloc(1, sizeof(*trial->got));
    if (!trial->resolve || !trial->got)
        give_up("memory", NULL);
}

static void tear_down(struct trial *trial)
{
    resolve_free(trial->resolve);
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
    double began = processor_us();
    match_parse(path, strlen(path), &guess);
    if (!resolve_file(trial->resolve, path, &guess, seconds, NOW, trial->got, &err))
        give_up(path, &err);
    if (trial->journal)
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
        char *path = strchr(line, '\t');
        line[len - 1] = '\0';
        if (path)
            ask(&trial, path + 1, strtod(line, NULL));
    }
    free(line);
    tear_down(&trial);
    tempdir_remove(own);
    return 0;
}
