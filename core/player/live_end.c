/* SPDX-License-Identifier: MIT */
#include "core/player/live_end.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/journal/cache.h"
#include "core/player/job.h"
#include "core/services/values.h"

static const char start_key[] = "live start";
static const char stop_key[] = "live stop";

/* Keeps a value under a key, and frees it. */
static void keep(struct journal *journal, const char *key, struct json *value, int64_t until,
                 int64_t now)
{
    CLEANUP(cleanup_free) char *text = json_write(value, false);
    json_free(value);
    if (text)
        cache_store(journal, key, text, until, now, NULL);
}

static void forget(struct journal *journal, const char *key, int64_t now)
{
    cache_store(journal, key, "", now - 1, now, NULL);
}

static struct json *load(struct journal *journal, const char *key, int64_t now)
{
    char *text = NULL;
    if (!cache_load(journal, key, now, &text, NULL, NULL) || !text)
        return NULL;
    struct json *value = json_read(text, strlen(text), NULL);
    free(text);
    return value;
}

static struct json *job_json(const struct job *job)
{
    struct json *object = json_new_object();
    json_set(object, "path", json_new_bytes(job->path, strlen(job->path)));
    json_set_int(object, "nth", job->nth);
    json_set(object, "progress", json_new_double(job->progress));
    return object;
}

void live_end_started(struct journal *journal, const struct job *job, const struct subject *subject,
                      int64_t now)
{
    struct json *object = job_json(job);
    struct json *series = json_new_object();
    values_write_series_ids(series, &subject->series);
    json_set(object, "series", series);
    json_set_text(object, "title", subject->series_title);
    json_set_int(object, "year", subject->series_year);
    json_set_int(object, "season", subject->season);
    json_set_int(object, "number", subject->number);
    json_set_int(object, "tvdb", subject->tvdb);
    json_set_int(object, "tvmaze", subject->tvmaze);
    /* At its end the service forgets it by itself. */
    double left = job->duration * (1 - job->progress / 100);
    keep(journal, start_key, object, now + (int64_t)left, now);
    forget(journal, stop_key, now);
}

void live_end_wanted(struct journal *journal, const struct job *job, int64_t now)
{
    keep(journal, stop_key, job_json(job), now + CLOCK_DAY, now);
}

void live_end_done(struct journal *journal, int64_t now)
{
    forget(journal, start_key, now);
    forget(journal, stop_key, now);
}

bool live_end_left(struct journal *journal, int64_t now, struct subject *subject, double *progress)
{
    struct json *start = load(journal, start_key, now);
    struct json *stop = load(journal, stop_key, now);
    bool left =
        start && stop &&
        strcmp(json_text(json_get(start, "path")), json_text(json_get(stop, "path"))) == 0 &&
        json_int(json_get(start, "nth"), 0) == json_int(json_get(stop, "nth"), -1);
    if (left) {
        *subject = (struct subject){.series_year = (int)json_int(json_get(start, "year"), 0),
                                    .season = (int)json_int(json_get(start, "season"), -1),
                                    .number = (int)json_int(json_get(start, "number"), -1),
                                    .tvdb = json_int(json_get(start, "tvdb"), 0),
                                    .tvmaze = json_int(json_get(start, "tvmaze"), 0)};
        values_read_series_ids(json_get(start, "series"), &subject->series);
        json_copy(json_get(start, "title"), subject->series_title, sizeof(subject->series_title));
        *progress = json_double(json_get(stop, "progress"), 0);
    }
    json_free(start);
    json_free(stop);
    return left;
}
