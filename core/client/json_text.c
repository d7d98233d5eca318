/* SPDX-License-Identifier: MIT
 *
 * The JSON of epimark/client.h: what the tool prints for programs. What is absent is left out, but
 * for the members that a reader would look for: those are null or empty.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/services/values.h"
#include <epimark/client.h>
#include <epimark/config.h>
#include <epimark/import.h>
#include <epimark/keep.h>

static char *written(struct json *json)
{
    char *text = json_write(json, false);
    json_free(json);
    return text;
}

static void set_known_int(struct json *object, const char *key, int64_t value, int64_t absent)
{
    if (value != absent)
        json_set_int(object, key, value);
}

static void set_known_text(struct json *object, const char *key, const char *text)
{
    if (*text)
        json_set_text(object, key, text);
}

/* Null where it is 0 or "": the member is always there. */
static void set_int_or_null(struct json *object, const char *key, int64_t value)
{
    json_set(object, key, value ? json_new_int(value) : NULL);
}

static void set_text_or_null(struct json *object, const char *key, const char *text)
{
    json_set(object, key, *text ? json_new_text(text) : NULL);
}

/* At most four decimals, never rounded up: what is not sure must not read as sure. */
static void set_confidence(struct json *object, double confidence)
{
    json_set(object, "confidence",
             json_new_double((double)(int64_t)(confidence * 1e4 + 1e-6) / 1e4));
}

static struct json *series_json(const struct epi_series *series)
{
    struct json *object = json_new_object();
    json_set_text(object, "title", series->title);
    set_known_int(object, "year", series->year, 0);
    set_known_int(object, "tvdb", series->tvdb, 0);
    set_known_int(object, "tvmaze", series->tvmaze, 0);
    set_known_text(object, "imdb", series->imdb);
    set_known_int(object, "tmdb", series->tmdb, 0);
    return object;
}

/* What was found: a series, or with "series" null a film. */
static void set_series(struct json *object, const struct epi_candidate *found)
{
    bool film = found && found->film;
    json_set(object, "series", found && !film ? series_json(found->series) : NULL);
    if (film)
        json_set(object, "film", series_json(found->series));
}

static struct json *episode_json(const struct epi_episode *episode)
{
    struct json *object = json_new_object();
    json_set_int(object, "season", episode->season);
    set_known_int(object, "number", episode->number, -1);
    if (episode->absolute > 0)
        json_set_int(object, "absolute", episode->absolute);
    set_known_text(object, "title", episode->title);
    set_known_text(object, "airdate", episode->airdate);
    set_known_int(object, "tvdb", episode->tvdb, 0);
    set_known_int(object, "tvmaze", episode->tvmaze, 0);
    return object;
}

char *epi_json_found(const struct epi_candidate *found)
{
    struct json *object = series_json(found->series);
    set_known_text(object, "country", found->series->country);
    set_known_text(object, "network", found->series->network);
    set_confidence(object, found->confidence);
    return written(object);
}

char *epi_json_progress(const struct epi_progress *progress)
{
    bool known = progress->aired >= 0;
    struct json *object = json_new_object();
    json_set(object, "series", series_json(progress->series));
    json_set(object, "last", episode_json(progress->last));
    json_set_int(object, "watched_at", progress->watched_at);
    json_set(object, "watched", known ? json_new_int(progress->watched) : NULL);
    json_set(object, "aired", known ? json_new_int(progress->aired) : NULL);
    json_set_int(object, "unidentified", progress->unidentified);
    json_set(object, "next", progress->next ? episode_json(progress->next) : NULL);
    json_set(object, "next_aired", progress->next ? json_new_bool(progress->next_aired) : NULL);
    set_text_or_null(object, "error", progress->error);
    return written(object);
}

static void set_found(struct json *object, const struct epi_match *match)
{
    const struct epi_candidate *first = NULL;
    struct json *episodes = json_new_array();
    double confidence = 1;
    for (size_t i = 0; i < match->count; i++) {
        const struct epi_candidate *one = match->episodes[i];
        if (!one->episode)
            continue;
        json_add(episodes, episode_json(one->episode));
        confidence = one->confidence < confidence ? one->confidence : confidence;
        first = first ? first : one;
    }
    if (!first)
        first = match->episodes[0];
    set_series(object, first);
    json_set(object, "episodes", episodes);
    json_set_text(object, "source", first->source);
    if (first->film)
        confidence = first->confidence;
    set_confidence(object, json_count(episodes) || first->film ? confidence : 0);
    set_known_text(object, "reason", match->reason);
}

/* A candidate as such; its caller may add to it. */
static struct json *candidate_json(const struct epi_candidate *one)
{
    struct json *candidate = series_json(one->series);
    set_known_text(candidate, "source", one->source);
    set_confidence(candidate, one->confidence);
    set_known_text(candidate, "reason", one->reason);
    if (one->episode)
        json_set(candidate, "episode", episode_json(one->episode));
    if (one->film)
        json_set(candidate, "film", json_new_bool(true));
    if (one->other)
        json_set(candidate, "other", json_new_bool(true));
    return candidate;
}

static void set_candidates(struct json *object, const struct epi_candidate *const *list,
                           size_t count)
{
    struct json *candidates = json_new_array();
    for (size_t i = 0; i < count; i++)
        json_add(candidates, candidate_json(list[i]));
    json_set(object, "candidates", candidates);
}

char *epi_json_question(const struct epi_question *question)
{
    struct json *object = json_new_object();
    json_set_int(object, "row", question->row);
    json_set_text(object, "title", question->title);
    json_set_text(object, "name", question->name);
    json_set_text(object, "folder", question->folder);
    json_set_text(object, "reason", question->reason);
    json_set_int(object, "waiting", (int64_t)question->waiting);
    json_set(object, "series_known", json_new_bool(question->which));
    set_candidates(object, question->candidates, question->candidate_count);
    return written(object);
}

/* What was found, or why it was not: reason, if there is no match. */
static void set_match(struct json *object, const struct epi_match *match, const char *reason)
{
    if (match && match->count > 0) {
        set_found(object, match);
        return;
    }
    json_set(object, "series", NULL);
    json_set_text(object, "reason", match ? match->reason : reason);
    set_candidates(object, match ? match->candidates : NULL, match ? match->candidate_count : 0);
}

char *epi_json_match(const char *input, size_t len, const struct epi_match *match,
                     const struct epi_error *err)
{
    struct json *object = json_new_object();
    json_set(object, "input", json_new_bytes(input, len));
    char reason[sizeof(err->text) + 32] = "";
    if (!match)
        snprintf(reason, sizeof(reason), "%s%s", err->text, epi_error_advice(err));
    set_match(object, match, reason);
    return written(object);
}

static struct json *delivery_json(const struct epi_delivery *delivery)
{
    struct json *object = json_new_object();
    set_text_or_null(object, "service", delivery->service);
    json_set_text(object, "kind", delivery->kind);
    json_set_text(object, "state", delivery->state);
    json_set_int(object, "tries", delivery->tries);
    set_int_or_null(object, "next_at", delivery->next_at);
    set_text_or_null(object, "error", delivery->error);
    set_text_or_null(object, "advice", delivery->advice);
    return object;
}

char *epi_json_delivery(const struct epi_delivery *delivery)
{
    struct json *object = delivery_json(delivery);
    set_int_or_null(object, "id", delivery->entry);
    return written(object);
}

/* "love" or "hate", if the rating is one of these. */
static void set_opinion(struct json *object, const char *key, int rating)
{
    char words[RATING_WORDS_MAX];
    if (rating > 10)
        json_set_text(object, key, values_rating_words(rating, words));
}

static void set_rating(struct json *object, const char *key, int rating)
{
    json_set(object, key, rating > 0 ? json_new_int(values_rating_number(rating)) : NULL);
}

static struct json *entry_json(const struct epi_entry *entry)
{
    const struct epi_candidate *match = entry->match;
    struct json *object = json_new_object();
    set_int_or_null(object, "id", entry->id);
    set_text_or_null(object, "path", entry->path);
    json_set_text(object, "state", entry->state);
    /* 0: it is not known when. */
    json_set(object, "watched_at",
             entry->watched_at ? json_new_int(values_known_time(entry->watched_at)) : NULL);
    set_known_int(object, "viewing", entry->viewing, 0);
    struct json *episodes = json_new_array();
    if (match && match->episode)
        json_add(episodes, episode_json(match->episode));
    set_series(object, match);
    json_set(object, "episodes", episodes);
    set_rating(object, "rating", entry->rating);
    set_rating(object, "season_rating", entry->season_rating);
    set_rating(object, "series_rating", entry->series_rating);
    set_opinion(object, "opinion", entry->rating);
    set_opinion(object, "series_opinion", entry->series_rating);
    struct json *deliveries = json_new_array();
    for (size_t i = 0; i < entry->delivery_count; i++)
        json_add(deliveries, delivery_json(entry->deliveries[i]));
    json_set(object, "deliveries", deliveries);
    set_text_or_null(object, "error", entry->error);
    return object;
}

char *epi_json_entry(const struct epi_entry *entry)
{
    return written(entry_json(entry));
}

/* ---- Why ---- */

/* Without the name itself. */
static struct json *guess_json(const struct epi_guess *guess)
{
    char text[EPI_JSON_GUESS_MAX];
    size_t len = epi_json_guess("", 0, guess, text, sizeof(text));
    struct json *object = json_read(text, len, NULL);
    json_remove(object, "input");
    return object;
}

static struct json *asked_json(const struct epi_asked *asked)
{
    struct json *object = json_new_object();
    json_set_text(object, "service", asked->service);
    json_set_text(object, "question", asked->question);
    json_set_int(object, "rows", (int64_t)asked->rows);
    set_int_or_null(object, "kept_at", asked->kept_at);
    if (asked->unchanged)
        json_set(object, "unchanged", json_new_bool(true));
    set_text_or_null(object, "error", asked->error);
    return object;
}

static struct json *weighed_json(const struct epi_weighed *weighed)
{
    struct json *object = candidate_json(weighed->candidate);
    struct json *evidence = json_new_array();
    json_set(object, "weight", json_new_double(round(weighed->weight * 100) / 100));
    if (weighed->candidate->episode)
        json_set(object, "certainty", json_new_double(weighed->certainty));
    for (size_t i = 0; i < weighed->evidence_count; i++) {
        const struct epi_evidence *piece = weighed->evidence[i];
        struct json *one = json_new_object();
        json_set_text(one, "name", piece->name);
        json_set_text(one, "text", piece->text);
        json_set(one, piece->certainty ? "certainty" : "weight",
                 json_new_double(round(piece->value * 100) / 100));
        json_add(evidence, one);
    }
    json_set(object, "evidence", evidence);
    return object;
}

/* What was decided when it was looked up last. */
static struct json *before_json(const struct epi_why *why)
{
    const struct epi_candidate *match = why->entry->match;
    struct json *object = json_new_object();
    set_text_or_null(object, "source", match ? match->source : "");
    set_confidence(object, match ? match->confidence : 0);
    set_text_or_null(object, "reason", match ? match->reason : why->entry->error);
    set_candidates(object, why->before, why->before_count);
    return object;
}

char *epi_json_why(const struct epi_why *why)
{
    struct json *object = json_new_object();
    struct json *asked = json_new_array();
    struct json *weighed = json_new_array();
    struct json *now = json_new_object();
    char error[sizeof(why->error->text) + 32] = "";
    if (why->error)
        snprintf(error, sizeof(error), "%s%s", why->error->text, epi_error_advice(why->error));
    for (size_t i = 0; i < why->asked_count; i++)
        json_add(asked, asked_json(why->asked[i]));
    for (size_t i = 0; i < why->weighed_count; i++)
        json_add(weighed, weighed_json(why->weighed[i]));
    set_match(now, why->match, error);
    json_set(object, "input", json_new_bytes(why->path, strlen(why->path)));
    json_set(object, "read", guess_json(why->guess));
    json_set(object, "entry", why->entry ? entry_json(why->entry) : NULL);
    json_set(object, "before", why->entry ? before_json(why) : NULL);
    set_text_or_null(object, "chosen", why->chosen);
    json_set(object, "asked", asked);
    json_set(object, "weighed", weighed);
    json_set(object, "now", now);
    set_text_or_null(object, "error", error);
    return written(object);
}

char *epi_json_listed(const struct epi_series *series, const char *tag)
{
    struct json *object = json_new_object();
    json_set(object, "tag", tag ? json_new_text(tag) : NULL);
    json_set(object, "series", series_json(series));
    return written(object);
}

char *epi_json_followed(const struct epi_followed *followed)
{
    struct json *object = json_new_object();
    struct json *one = json_new_object();
    json_set(object, "tag", NULL);
    json_set(object, "series", NULL);
    json_set_text(one, "kind", followed->kind);
    json_set_int(one, "id", followed->id);
    json_set_text(one, "name", followed->name);
    json_set(object, "followed", one);
    return written(object);
}

char *epi_json_marked(const struct epi_marked *marked)
{
    struct json *object = json_new_object();
    json_set(object, "episode", episode_json(marked->episode));
    json_set_text(object, "as", marked->as);
    set_int_or_null(object, "marked_at", marked->at);
    return written(object);
}

char *epi_json_sync(const struct epi_sync *sync)
{
    struct json *object = json_new_object();
    json_set_int(object, "identified", sync->identified);
    json_set_int(object, "sent", sync->sent);
    json_set_int(object, "waiting", sync->waiting);
    json_set_int(object, "dead", sync->dead);
    set_text_or_null(object, "reason", sync->reason);
    return written(object);
}

char *epi_json_account(const struct epi_account *account)
{
    struct json *object = json_new_object();
    json_set_text(object, "service", account->service);
    set_text_or_null(object, "account", account->account);
    json_set(object, "signed_in", json_new_bool(account->signed_in));
    set_known_text(object, "level", account->level);
    set_known_text(object, "allowed", account->allowed);
    set_int_or_null(object, "expires_at", account->expires_at);
    set_text_or_null(object, "held", account->held);
    set_text_or_null(object, "error", account->error);
    json_set_int(object, "waiting", account->waiting);
    set_int_or_null(object, "requests_a_day", account->requests_a_day);
    json_set(object, "requests_left",
             account->requests_a_day ? json_new_int(account->requests_left) : NULL);
    return written(object);
}

char *epi_json_check(const struct epi_check *check)
{
    struct json *object = json_new_object();
    json_set_text(object, "check", check->name);
    json_set_text(object, "about", check->about);
    json_set_text(object, "state", check->state);
    json_set_text(object, "text", check->text);
    json_set_text(object, "advice", check->advice);
    return written(object);
}

/* Numbers and flags as such, everything else as text. */
static struct json *value_json(const char *type, const char *value)
{
    if (strcmp(type, "flag") == 0)
        return json_new_bool(strcmp(value, "yes") == 0);
    if (strcmp(type, "integer") == 0)
        return json_new_int(strtoll(value, NULL, 10));
    return json_new_text(value);
}

char *epi_json_config(const struct epi_config *config)
{
    struct json *options = json_new_array();
    for (size_t i = 0; i < epi_config_option_count(); i++) {
        const struct epi_config_option *option = epi_config_option(i);
        char value[EPI_CONFIG_VALUE_MAX];
        epi_config_value(config, i, value, sizeof(value));
        struct json *object = json_new_object();
        json_set_text(object, "name", option->name);
        json_set(object, "value", value_json(option->type, value));
        json_set_text(object, "source", epi_config_source_name(epi_config_source_of(config, i)));
        json_set_text(object, "type", option->type);
        json_set(object, "default", value_json(option->type, option->default_value));
        json_set_text(object, "range", option->range);
        json_set_text(object, "help", option->help);
        json_set_text(object, "purpose", option->purpose);
        json_set_text(object, "example", option->example);
        json_add(options, object);
    }
    return written(options);
}

static bool take_request(const struct json *request, char *path, size_t size, double *duration,
                         struct epi_error *err)
{
    const struct json *input = json_get(request, "input");
    const struct json *seconds = json_get(request, "duration");
    if (!json_is_object(request) || !json_is_text(input)) {
        return epi_error_set(
            err, EPI_ERROR_NEVER,
            "a line must be an object such as {\"input\":\"name\",\"duration\":1320}");
    }
    if (strlen(json_text(input)) >= size)
        return epi_error_set(err, EPI_ERROR_NEVER, "the input is longer than %zu bytes", size - 1);
    double length = json_double(seconds, -1);
    if (!json_is_null(seconds) && !(json_is_number(seconds) && length >= 0 && length < 1e9))
        return epi_error_set(err, EPI_ERROR_NEVER, "duration must be a number of seconds");
    json_copy(input, path, size);
    *duration = length > 0 ? length : 0;
    return true;
}

bool epi_json_read_request(const char *line, size_t len, char *path, size_t size, double *duration,
                           struct epi_error *err)
{
    struct epi_error why;
    struct json *request = json_read(line, len, &why);
    if (!request)
        return epi_error_set(err, EPI_ERROR_NEVER, "this line is not JSON: %s", why.text);
    bool taken = take_request(request, path, size, duration, err);
    json_free(request);
    return taken;
}

/* ---- Imports ---- */

static void set_counts(struct json *object, const struct epi_import_counts *counts)
{
    json_set_int(object, "viewings", (int64_t)counts->viewings);
    json_set_int(object, "ratings", (int64_t)counts->ratings);
    json_set_int(object, "known", (int64_t)counts->known);
    json_set_int(object, "older", (int64_t)counts->older);
    json_set_int(object, "unsure", (int64_t)counts->unsure);
    json_set_int(object, "unread", (int64_t)counts->unread);
    json_set_int(object, "opened", (int64_t)counts->opened);
    json_set_int(object, "films_left_out", (int64_t)counts->films);
    json_set_int(object, "later", (int64_t)counts->later);
    json_set_int(object, "postponed", (int64_t)counts->postponed);
}

static bool write_group(void *context, const struct epi_import_group *group)
{
    struct json *object = json_new_object();
    json_set_text(object, "title", group->title);
    set_known_int(object, "year", group->year, 0);
    json_set(object, "film", json_new_bool(group->film));
    json_set(object, "series", group->series ? series_json(group->series) : NULL);
    set_counts(object, &group->counts);
    if (*group->reason) {
        json_set_text(object, "reason", group->reason);
        json_set_text(object, "place", group->place);
    }
    json_add(context, object);
    return true;
}

static bool write_unreadable(void *context, const char *place, const char *why)
{
    struct json *object = json_new_object();
    json_set_text(object, "place", place);
    json_set_text(object, "why", why);
    json_add(context, object);
    return true;
}

static struct json *new_targets(const struct epi_import_target *targets, size_t count)
{
    struct json *array = json_new_array();
    for (size_t i = 0; i < count; i++) {
        struct json *target = json_new_object();
        json_set_text(target, "service", targets[i].service);
        json_set_text(target, "kind", targets[i].kind);
        json_set_int(target, "count", (int64_t)targets[i].count);
        json_set(target, "signed_in", json_new_bool(targets[i].signed_in));
        json_set(target, "at_most", json_new_bool(targets[i].at_most));
        json_add(array, target);
    }
    return array;
}

char *epi_json_import(const struct epi_import *import, const struct epi_import_plan *plan,
                      bool applied)
{
    struct json *object = json_new_object(), *series = json_new_array();
    struct json *unreadable = json_new_array();
    json_set(object, "applied", json_new_bool(applied));
    set_counts(object, &plan->counts);
    json_set_int(object, "borrowed_numbers", (int64_t)plan->borrowed);
    json_set(object, "to_send", new_targets(plan->targets, plan->target_count));
    epi_import_each(import, write_group, series);
    json_set(object, "series", series);
    epi_import_each_unreadable(import, write_unreadable, unreadable);
    json_set_int(object, "unreadable_count", (int64_t)plan->unreadable);
    json_set(object, "unreadable", unreadable);
    return written(object);
}

char *epi_json_kept(const struct epi_kept *kept, bool applied)
{
    struct json *object = json_new_object(), *journal = json_new_object();
    json_set(object, "applied", json_new_bool(applied));
    json_set_int(journal, "entries", kept->entries);
    json_set_int(journal, "known", kept->known);
    json_set_int(journal, "records", kept->records);
    json_set(object, "journal", journal);
    json_set(object, "to_send", new_targets(kept->targets, kept->target_count));
    return written(object);
}
