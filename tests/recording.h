/* SPDX-License-Identifier: MIT
 *
 * recording: what the tests of the recorder, its keys and live watching share: a recorder with a
 * journal of its own, and a player that reports to it.
 */
#ifndef EPIMARK_TESTS_RECORDING_H
#define EPIMARK_TESTS_RECORDING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/config.h"
#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/plan.h"
#include "core/player/recorder.h"
#include "core/player/recording.h"
#include "tests/doubles/tempdir.h"

enum { NOON = 1700000000, LENGTH = 1000 };

/* A recorder with a journal of its own, and all it said and asked for. */
struct bench {
    struct epi_config config;
    char *folder;
    struct recorder *recorder;
    double clock;
    int64_t at;
    double position;
    double length; /* as each position tells it; 0: it does not */
    int64_t size;
    struct notice *last;  /* shown */
    struct notice *noted; /* logged */
    int notices;
    int look_ups;
    enum epi_notice_kind said_before; /* the last look-up */
    enum folder_says folder_says;     /* the answer to each question; FOLDER_AWAITED: none */
    char asked[JOURNAL_PATH_MAX];     /* "": no folder is asked */
    char asked_for[JOURNAL_PATH_MAX]; /* the same, also once it has answered */
    int questions;                    /* how often one was asked */
    int deliveries;
    int searches;       /* for candidates */
    int64_t kept;       /* the entry that JOB_KEPT named last ... */
    bool kept_goes_on;  /* ... and whether live watching went on then */
    char searched[256]; /* what the user searched for */
    char listed[512];   /* of which series episodes or orders were asked for */
    char looked_up[JOURNAL_PATH_MAX];
    char live[512]; /* "start 1 0; pause 1 40; " */
};

/* What is for the screen is a sentence that is written in any language; lists are drawn from their
 * entries, and the menu from its members. */
static inline void check_sentence(const struct epi_notice *notice)
{
    char text[1024];
    if (notice->kind == EPI_NOTICE_MENU || notice->kind == EPI_NOTICE_CHOICES ||
        notice->kind == EPI_NOTICE_EPISODES || notice->kind == EPI_NOTICE_ORDERS)
        return;
    if (!notice->saying) {
        fail_msg("no sentence: %s", notice->text);
        return;
    }
    epi_sentence_write(notice->saying, NULL, text, sizeof(text));
    assert_string_equal(text, notice->text);
}

static inline void take_notice(void *context, struct notice *notice)
{
    struct bench *bench = context;
    struct notice **kept = notice_view(notice)->on_screen ? &bench->last : &bench->noted;
    if (kept == &bench->last)
        check_sentence(notice_view(notice));

    bench->notices += kept == &bench->last;
    notice_free(*kept);
    *kept = notice;
}

/* The last notice that was shown. */
static inline const struct epi_notice *last(struct bench *bench)
{
    assert_non_null(bench->last);
    return notice_view(bench->last);
}

static inline void take_job(void *context, const struct job *job)
{
    static const char *const actions[] = {"start", "pause", "stop"};
    struct bench *bench = context;
    size_t len = strlen(bench->live);

    if (job->kind == JOB_LOOK_UP) {
        bench->look_ups++;
        bench->said_before = bench->last ? notice_view(bench->last)->kind : EPI_NOTICE_ERROR;
        snprintf(bench->looked_up, sizeof(bench->looked_up), "%s", job->path);
    } else if (job->kind == JOB_DELIVER) {
        bench->deliveries++;
    } else if (job->kind == JOB_CANDIDATES) {
        bench->searches++;
    } else if (job->kind == JOB_KEPT) {
        bench->kept = job->entry;
        bench->kept_goes_on = job->goes_on;
    } else if (job->kind == JOB_EPISODES || job->kind == JOB_ORDERS) {
        snprintf(bench->listed, sizeof(bench->listed), "%s of %s: %s",
                 job->kind == JOB_ORDERS ? "orders" : "episodes", job->match->series.title,
                 job->text ? job->text : "");
    } else if (job->kind == JOB_SEARCH) {
        snprintf(bench->searched, sizeof(bench->searched), "%s", job->text);
    } else {
        snprintf(bench->live + len, sizeof(bench->live) - len, "%s %d %.0f; ", actions[job->action],
                 job->nth, job->progress);
    }
}

static inline void take_question(void *context, const struct folder_file_question *question)
{
    struct bench *bench = context;

    bench->questions++;
    snprintf(bench->asked, sizeof(bench->asked), "%s", folder_file_key(question));
    snprintf(bench->asked_for, sizeof(bench->asked_for), "%s", bench->asked);
}

/* The folder that was asked answers. */
static inline void answer_folder(struct bench *bench, enum folder_says says)
{
    char path[JOURNAL_PATH_MAX];

    snprintf(path, sizeof(path), "%s", bench->asked);
    bench->asked[0] = '\0';
    recorder_heard(bench->recorder, path, says);
}

static inline void start(struct bench *bench)
{
    struct recording_host host = {
        .context = bench, .notice = take_notice, .job = take_job, .folder = take_question};

    bench->recorder = recorder_new(&bench->config, bench->folder, &host);
    assert_non_null(bench->recorder);
}

static inline int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof(*bench));

    config_init(&bench->config);
    bench->folder = tempdir_make();
    bench->at = NOON;
    bench->folder_says = FOLDER_ALLOWS;
    start(bench);
    *state = bench;
    return 0;
}

static inline int teardown(void **state)
{
    struct bench *bench = *state;

    recorder_free(bench->recorder);
    notice_free(bench->last);
    notice_free(bench->noted);
    tempdir_remove(bench->folder);
    free(bench);
    return 0;
}

static inline void tell(struct bench *bench, struct epi_fact fact)
{
    fact.size = sizeof(fact);
    fact.clock = bench->clock;
    fact.at = bench->at + (int64_t)bench->clock;
    recorder_tell(bench->recorder, &fact);
    if (bench->asked[0] && bench->folder_says != FOLDER_AWAITED)
        answer_folder(bench, bench->folder_says);
}

static inline void load(struct bench *bench, const char *path)
{
    bench->position = 0;
    tell(bench, (struct epi_fact){
                    .kind = EPI_FACT_LOADED, .path = path, .duration = LENGTH, .file_size = 4711});
}

static inline void stand(struct bench *bench, bool playing)
{
    tell(bench, (struct epi_fact){.kind = EPI_FACT_POSITION,
                                  .position = bench->position,
                                  .speed = 1,
                                  .playing = playing,
                                  .duration = bench->length,
                                  .file_size = bench->size});
}

static inline void play(struct bench *bench, double until)
{
    stand(bench, true);
    while (bench->position < until) {
        double step = until - bench->position < 1 ? until - bench->position : 1;

        bench->position += step;
        bench->clock += step;
        stand(bench, true);
    }
}

static inline void seek(struct bench *bench, double to)
{
    tell(bench, (struct epi_fact){.kind = EPI_FACT_BREAK});
    bench->position = to;
}

static inline void press(struct bench *bench, enum epi_fact_kind kind, int value)
{
    notice_free(bench->last);
    bench->last = NULL;
    tell(bench, (struct epi_fact){.kind = kind, .value = value});
}

/* What the journal holds, read by a connection of its own. */
struct seen {
    struct entry entries[8];
    size_t count;
};

static inline bool see(void *context, const struct entry *entry)
{
    struct seen *seen = context;

    seen->entries[seen->count++] = *entry;
    return seen->count < 8;
}

static inline struct seen *entries_of(struct bench *bench)
{
    static struct seen seen;
    struct plan plan = {0};
    struct entries_filter filter = {0};
    struct epi_error err = {0};
    struct journal *journal = journal_open(bench->folder, &plan, NULL, &err);

    seen.count = 0;
    assert_non_null(journal);
    assert_true(entries_visit(journal, &filter, see, &seen, &err));
    journal_close(journal);
    return &seen;
}

#endif
