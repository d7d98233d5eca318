/* SPDX-License-Identifier: MIT
 *
 * epimark export: the journal as text, to standard output or to a file.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/cli/cli.h"
#include <epimark/keep.h>

/* ---- The file ---- */

/* Where a file is written until it is whole. */
struct output {
    const char *path; /* NULL: to standard output */
    char *fresh;
};

/* Has all that is printed go to a new file beside it. */
static bool open_output(const struct cli_call *call, struct output *output)
{
    bool named = call->arg_count && strcmp(call->args[0], "-") != 0;
    *output = (struct output){.path = named ? call->args[0] : NULL};
    if (!output->path)
        return true;
    struct stat about;
    if (!cli_value(call, "force") && lstat(output->path, &about) == 0) {
        cli_error("%s exists: it is not overwritten without --force", output->path);
        return false;
    }
    int fd = -1;
    if (asprintf(&output->fresh, "%s.epimark-new", output->path) >= 0) {
        unlink(output->fresh); /* of a process that was killed */
        fd = open(output->fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY,
                  0600);
    }
    bool opened = fd >= 0 && dup2(fd, STDOUT_FILENO) >= 0;
    if (!opened)
        cli_error("cannot create %s.epimark-new: %s", output->path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return opened;
}

/* Gives it its name if all of it was written. */
static bool end_output(struct output *output, bool ok)
{
    bool written = fflush(stdout) == 0 && !ferror(stdout);

    if (output->fresh) {
        written = written &&
                  (!ok || (fsync(STDOUT_FILENO) == 0 && rename(output->fresh, output->path) == 0));
        if (ok && !written)
            cli_error("cannot write %s: %s", output->path, strerror(errno));
        if (!ok || !written)
            unlink(output->fresh);
    }
    free(output->fresh);
    return written;
}

/* ---- What is written ---- */

static bool put(void *context, const char *text, size_t len)
{
    (void)context;
    return fwrite(text, 1, len, stdout) == len && !cli_interrupted();
}

static const char *const head[] = {
    "row",         "time",          "kind",           "state",       "series",        "year",
    "season",      "number",        "absolute",       "title",       "airdate",       "rating",
    "rated_at",    "season_rating", "series_rating",  "series_tvdb", "series_tvmaze", "series_imdb",
    "series_tmdb", "episode_tvdb",  "episode_tvmaze", "path",        "error",
};

enum { CELLS = sizeof(head) / sizeof(*head), NUMBERS = 16 };

/* Cells of a line, from the left. */
struct line {
    const char *cells[CELLS];
    size_t count;
    char numbers[NUMBERS][CLI_CELL_MAX];
    size_t number_count;
};

static void add(struct line *line, const char *text)
{
    line->cells[line->count++] = text;
}

static void add_number(struct line *line, long long number, long long least)
{
    add(line, cli_csv_number(number, least, line->numbers[line->number_count++]));
}

static void add_time(struct line *line, int64_t at)
{
    char *text = line->numbers[line->number_count++];

    text[0] = '\0';
    add(line, at > 0 ? cli_csv_time(at, text) : text);
}

static bool put_line(void *context, const struct epi_entry *entry)
{
    static const struct epi_series no_series = {.title = "", .imdb = ""};
    static const struct epi_episode no_episode = {
        .season = -1, .number = -1, .title = "", .airdate = ""};
    const struct epi_series *series = entry->match ? entry->match->series : &no_series;
    const struct epi_episode *episode =
        entry->match && entry->match->episode ? entry->match->episode : &no_episode;
    struct line line = {.count = 0};

    (void)context;
    add_number(&line, entry->id, 1);
    add_time(&line, entry->watched_at ? entry->watched_at : entry->created_at);
    add(&line, entry->match && entry->match->film ? "film" : "episode");
    add(&line, entry->state);
    add(&line, series->title);
    add_number(&line, series->year, 1);
    add_number(&line, episode->season, 0);
    add_number(&line, episode->number, 0);
    add_number(&line, episode->absolute, 1);
    add(&line, episode->title);
    add(&line, episode->airdate);
    add_number(&line, cli_rating_number(entry->rating), 1);
    add_time(&line, entry->rated_at);
    add_number(&line, cli_rating_number(entry->season_rating), 1);
    add_number(&line, cli_rating_number(entry->series_rating), 1);
    add_number(&line, series->tvdb, 1);
    add_number(&line, series->tvmaze, 1);
    add(&line, series->imdb);
    add_number(&line, series->tmdb, 1);
    add_number(&line, episode->tvdb, 1);
    add_number(&line, episode->tvmaze, 1);
    add(&line, entry->path);
    add(&line, entry->error);
    cli_csv(line.cells, line.count);
    return !ferror(stdout) && !cli_interrupted();
}

static bool put_all(const struct cli_call *call, struct epi_client *client, struct epi_error *err)
{
    enum epi_keep_form form = cli_value(call, "trakt") ? EPI_KEEP_TRAKT : EPI_KEEP_JSON;

    if (!cli_value(call, "csv"))
        return epi_keep_export(client, form, put, NULL, err);
    cli_csv(head, CELLS);
    return epi_client_history(client, 0, false, put_line, NULL, err);
}

enum cli_exit cli_export(const struct cli_call *call)
{
    if (cli_value(call, "csv") && cli_value(call, "trakt"))
        return cli_usage(call, "--csv and --trakt cannot be combined");
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    struct epi_error err;
    struct output output;
    bool opened = open_output(call, &output);
    bool ok = opened && put_all(call, client, &err);
    cli_client_free(client);
    bool whole = ok && !cli_interrupted();
    bool written = end_output(&output, whole);
    if (opened && !ok && written)
        return cli_failed(&err);
    return whole && written ? CLI_DONE : CLI_FAILED;
}
