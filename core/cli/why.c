/* SPDX-License-Identifier: MIT
 *
 * epimark why: explains which episode a file is taken for; and the same in short, for match.
 */
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "core/cli/cli.h"

enum {
    LINE_MAX = 1024,
    LABEL_WIDTH = 9, /* of the longest label, with a blank */
    NARROW = 50,     /* a terminal with less columns has its labels on lines of their own */
    DETAILED = 3,    /* candidates whose evidence is listed however unlikely they are */
};

/* Never rounded up: what is not sure must not read as sure. */
static int percent(double confidence)
{
    return (int)(confidence * 100 + 1e-6);
}

/* ---- Blocks ---- */

/* Begins a block with a label; what follows stands right of it. Returns the column. */
static int begin(struct cli_block *block, const char *label)
{
    int columns = cli_columns(stdout);

    *block = (struct cli_block){columns, columns < NARROW ? 2 : LABEL_WIDTH, CLI_PLAIN};
    if (columns >= NARROW)
        return printf("%-*s", LABEL_WIDTH, label);
    puts(label);
    return 0;
}

static void say(const char *label, const char *text)
{
    struct cli_block block;
    int column = begin(&block, label);

    cli_wrap(stdout, &block, column, text);
}

/* ---- Names and series ---- */

/* Appends to a line as far as it fits. */
static void __attribute__((format(printf, 2, 3))) add(char line[LINE_MAX], const char *format, ...)
{
    size_t len = strlen(line);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(line + len, LINE_MAX - len, format, arguments);
    va_end(arguments);
}

static void add_series(char line[LINE_MAX], const struct epi_series *series)
{
    int year = cli_year(series->title, series->year);
    add(line, "%s", series->title);
    if (year && series->country[0])
        add(line, " (%d, %s)", year, series->country);
    else if (year)
        add(line, " (%d)", year);
    else if (series->country[0])
        add(line, " (%s)", series->country);
    if (series->tvdb)
        add(line, " tvdb:%lld", (long long)series->tvdb);
    else if (series->tvmaze)
        add(line, " tvmaze:%lld", (long long)series->tvmaze);
}

static void add_episode(char line[LINE_MAX], const struct epi_episode *episode)
{
    if (!episode)
        return;
    if (episode->number < 0)
        add(line, ", special “%s”", episode->title);
    else
        add(line, ", %dx%02d %s", episode->season, episode->number, episode->title);
}

static void add_numbers(char line[LINE_MAX], const struct epi_guess *guess)
{
    const char *gap = " ";

    for (size_t i = 0; i < guess->episode_count; i++, gap = ", ") {
        if (guess->season >= 0)
            add(line, "%s%dx%02d", gap, guess->season, guess->episodes[i]);
        else
            add(line, "%s%d", gap, guess->episodes[i]);
    }
    for (size_t i = 0; i < guess->absolute_count; i++, gap = ", ")
        add(line, "%s%d of the whole series", gap, guess->absolute[i]);
    if (guess->episode_count + guess->absolute_count == 0 && guess->season >= 0)
        add(line, ", season %d", guess->season);
    for (size_t i = 0; i < guess->alternative_count; i++) {
        const struct epi_alternative *other = &guess->alternatives[i];
        if (other->season >= 0)
            add(line, " or %dx%02d", other->season, other->episode);
        else
            add(line, " or %d", other->episode);
    }
}

static void add_ids(char line[LINE_MAX], const struct epi_guess *guess)
{
    if (guess->tvdb)
        add(line, ", tvdb:%lld", (long long)guess->tvdb);
    if (guess->tvmaze)
        add(line, ", tvmaze:%lld", (long long)guess->tvmaze);
    if (guess->imdb[0])
        add(line, ", imdb:%s", guess->imdb);
    if (guess->tmdb)
        add(line, ", tmdb:%lld", (long long)guess->tmdb);
}

/* What the name says. */
static void print_guess(const struct epi_guess *guess)
{
    char line[LINE_MAX] = "";

    if (guess->kind == EPI_GUESS_NONE) {
        say("Read", "nothing that could be looked up");
        return;
    }
    add(line, "%s“%s”", guess->kind == EPI_GUESS_MOVIE ? "the film " : "", guess->title);
    if (guess->alternative_title[0])
        add(line, " or “%s”", guess->alternative_title);
    add_numbers(line, guess);
    if (guess->part > 0)
        add(line, ", part %d", guess->part);
    if (guess->date[0])
        add(line, ", of %s", guess->date);
    if (guess->episode_title[0])
        add(line, ", titled “%s”", guess->episode_title);
    if (guess->year)
        add(line, ", year %d", guess->year);
    if (guess->country[0])
        add(line, ", country %s", guess->country);
    add_ids(line, guess);
    add(line, "; %d %% sure", percent(guess->confidence));
    say("Read", line);
}

/* ---- The journal ---- */

static void print_entry(const struct epi_why *why)
{
    const struct epi_entry *entry = why->entry;
    const struct epi_candidate *match = entry->match;
    char line[LINE_MAX] = "";
    struct cli_block block;

    int column = begin(&block, "Journal");
    char when[CLI_TIME_MAX];
    cli_time(entry->watched_at ? entry->watched_at : entry->created_at, when);
    add(line, "row %lld, %s, %s", (long long)entry->id, when, cli_state(entry->state));
    if (match) {
        add(line, ": %s, %d %% sure by %s", entry->name, percent(match->confidence), match->source);
        if (match->reason[0])
            add(line, ": %s", match->reason);
    } else if (entry->error[0]) {
        add(line, ": %s", entry->error);
    }
    cli_wrap(stdout, &block, column, line);
    for (size_t i = 0; i < why->before_count; i++) {
        const struct epi_candidate *one = why->before[i];
        line[0] = '\0';
        add(line, "%d %% ", percent(one->confidence));
        add_series(line, one->series);
        add_episode(line, one->episode);
        cli_wrap(stdout, &block, 0, line);
    }
}

/* ---- What is asked and weighed now ---- */

static void print_asked(const struct epi_why *why)
{
    struct cli_block block;
    int column = begin(&block, "Asked");

    if (why->asked_count == 0)
        cli_wrap(stdout, &block, column, "nothing");
    for (size_t i = 0; i < why->asked_count; i++, column = 0) {
        const struct epi_asked *asked = why->asked[i];
        char when[CLI_TIME_MAX];
        char line[LINE_MAX] = "";

        add(line, "%s: %s: ", asked->service, asked->question);
        if (asked->error[0])
            add(line, "no answer: %s", asked->error);
        else if (asked->unchanged)
            add(line, "unchanged");
        else if (asked->rows)
            add(line, "%zu found", asked->rows);
        else
            add(line, "nothing found");
        if (asked->kept_at)
            add(line, ", kept since %s", cli_time(asked->kept_at, when));
        else if (!asked->error[0])
            add(line, ", asked now");
        cli_wrap(stdout, &block, column, line);
    }
}

static void print_evidence(const struct cli_block *outer, const struct epi_evidence *evidence)
{
    const struct cli_block block = {outer->columns, outer->indent + 8, CLI_PLAIN};

    if (evidence->certainty)
        printf("%*s%4d %%  ", outer->indent, "", percent(evidence->value));
    else
        printf("%*s%+6.1f  ", outer->indent, "", evidence->value);
    cli_wrap(stdout, &block, block.indent, evidence->text);
}

/* The likely ones with each piece of evidence, the others with their reason. */
static void print_weighed(const struct epi_why *why)
{
    struct cli_block block;
    int column = begin(&block, "Weighed");

    if (why->weighed_count == 0)
        cli_wrap(stdout, &block, column, "no series");
    for (size_t i = 0; i < why->weighed_count; i++, column = 0) {
        const struct epi_weighed *weighed = why->weighed[i];
        const struct epi_candidate *one = weighed->candidate;
        bool detailed = i < DETAILED || percent(one->confidence) > 0;
        char line[LINE_MAX] = "";

        add(line, "%d %% ", percent(one->confidence));
        add_series(line, one->series);
        add_episode(line, one->episode);
        if (!detailed)
            add(line, ": %s", one->reason);
        cli_wrap(stdout, &block, column, line);
        for (size_t k = 0; detailed && k < weighed->evidence_count; k++)
            print_evidence(&block, weighed->evidence[k]);
    }
}

/* What else the name may mean in the series that were weighed. */
static void print_others(const struct cli_block *block, const struct epi_match *match)
{
    for (size_t i = 0; i < match->candidate_count; i++) {
        const struct epi_candidate *one = match->candidates[i];
        char line[LINE_MAX] = "";

        if (!one->other)
            continue;
        add(line, "or %d %% ", percent(one->confidence));
        add_series(line, one->series);
        add_episode(line, one->episode);
        cli_wrap(stdout, block, 0, line);
    }
}

static void print_decided(const char *label, const struct epi_match *match)
{
    struct cli_block block;
    int column = begin(&block, label);
    char line[LINE_MAX] = "";

    for (size_t i = 0; i < match->count; i++, column = 0) {
        const struct epi_candidate *one = match->episodes[i];
        line[0] = '\0';
        add_series(line, one->series);
        add_episode(line, one->episode);
        if (one->episode)
            add(line, "; %d %% sure by %s", percent(one->confidence), one->source);
        else
            add(line, ", without an episode of this number");
        cli_wrap(stdout, &block, column, line);
    }
    line[0] = '\0';
    if (match->count == 0)
        add(line, "%s: ", match->candidate_count > 0 ? "unsure" : "nothing");
    add(line, "%s", match->reason);
    cli_wrap(stdout, &block, column, line);
    print_others(&block, match);
}

static void print_why(const struct epi_why *why)
{
    say("Name", why->path);
    print_guess(why->guess);
    if (why->entry)
        print_entry(why);
    if (why->chosen[0])
        say("You said", why->chosen);
    print_asked(why);
    print_weighed(why);
    if (why->match)
        print_decided("Decided", why->match);
}

/* What came closest, of a name that is unsure. */
static void print_closest(const struct epi_match *match)
{
    struct cli_block block;
    int column = begin(&block, "Closest");

    for (size_t i = 0; i < match->candidate_count; i++, column = 0) {
        const struct epi_candidate *one = match->candidates[i];
        char line[LINE_MAX] = "";

        add(line, "%d %% ", percent(one->confidence));
        add_series(line, one->series);
        add_episode(line, one->episode);
        cli_wrap(stdout, &block, column, line);
    }
}

void cli_print_match(const char *name, const struct epi_match *match, const struct epi_error *err)
{
    say("Name", name);
    if (match && match->count > 0) {
        print_decided("Found", match);
    } else if (match) {
        say("Found", match->reason);
        if (match->candidate_count > 0)
            print_closest(match);
    } else {
        char line[LINE_MAX] = "";
        add(line, "%s%s", err->text, epi_error_advice(err));
        say("Failed", line);
    }
}

enum cli_exit cli_why(const struct cli_call *call)
{
    if (!cli_has_target(call, 0))
        return cli_missing(call);
    struct epi_target target;
    if (cli_target(call, 0, false, &target))
        return CLI_USAGE;
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    bool json = call->json || !isatty(STDOUT_FILENO);
    struct epi_error err;
    const struct epi_why *why = epi_why_find(client, &target, &err);
    enum cli_exit result = why && why->match ? CLI_DONE : CLI_FAILED;
    if (why && json)
        cli_json(epi_json_why(why));
    else if (why)
        print_why(why);
    if (why && why->error && !json)
        cli_failed(why->error);
    else if (!why)
        cli_failed(&err);
    cli_client_free(client);
    return result;
}
