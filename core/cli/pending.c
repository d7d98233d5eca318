/* SPDX-License-Identifier: MIT
 *
 * epimark pending: walks through what is unsure; without a terminal it only lists that.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/cli/cli.h"
#include "core/cli/table.h"

enum { SHOWN_MAX = 20, ID_SIZE = 40, EPISODE_MAX = 9999 };

/* What the user can choose by number: series as ids; season and number -1 as the name has them. */
struct choice {
    char id[ID_SIZE];
    int season;
    int number;
    bool listed; /* it comes close; else the user searched for it */
};

struct choices {
    struct choice list[SHOWN_MAX];
    size_t count;
    bool which;          /* only the episode is to be said */
    bool listed;         /* they come close */
    struct table *table; /* of them, while it is made */
};

/* A walk through all questions. */
struct walk {
    struct epi_client *client;
    struct cli_lines lines;
    struct choices choices;
    bool ask;  /* at a terminal */
    bool json; /* lists them as JSON */
    bool first;
};

/* ---- Showing ---- */

/* An id by which a series is named. */
static void write_id(const struct epi_series *series, char id[ID_SIZE])
{
    if (series->tvdb)
        snprintf(id, ID_SIZE, "tvdb:%lld", (long long)series->tvdb);
    else if (series->tvmaze)
        snprintf(id, ID_SIZE, "tvmaze:%lld", (long long)series->tvmaze);
    else
        snprintf(id, ID_SIZE, "imdb:%.30s", series->imdb);
}

/* listed: those that come close are shown; which: only the episode is to be said. */
static void begin_candidates(struct choices *choices, bool listed, bool which)
{
    static const struct table_column columns[] = {
        {NULL, true, 4}, {NULL, false, 0}, {NULL, true, 0}, {NULL, false, 0}, {NULL, false, 0}};

    choices->count = 0;
    choices->listed = listed;
    choices->which = which;
    choices->table = table_new(columns, sizeof(columns) / sizeof(*columns));
}

/* Adds a candidate to the table, and keeps what it means under its number. */
static bool add_candidate(void *context, const struct epi_candidate *candidate)
{
    struct choices *choices = context;

    if (choices->count == SHOWN_MAX)
        return false;
    const struct epi_series *series = candidate->series;
    struct choice *choice = &choices->list[choices->count++];
    bool episode = candidate->other || (choices->which && choices->listed && candidate->episode);
    choice->season = episode ? candidate->episode->season : -1;
    choice->number = episode ? candidate->episode->number : -1;
    choice->listed = choices->listed;
    write_id(series, choice->id);
    struct table *table = choices->table;
    table_cell(table, CLI_PLAIN);
    table_add(table, "%zu", choices->count);
    table_series(table, series);
    /* Never rounded up: what is not sure must not read as sure. */
    table_cell(table, CLI_PLAIN);
    table_add(table, "%d %%", (int)(candidate->confidence * 100));
    table_cell(table, CLI_DIM);
    table_add(table, "%s", choice->id);
    table_cell(table, CLI_PLAIN);
    const struct epi_episode *shown = candidate->episode;
    if (shown && shown->number >= 0)
        table_add(table, "%dx%02d %s", shown->season, shown->number, shown->title);
    else if (shown)
        table_add(table, "special %s", shown->title);
    return true;
}

static void print_question(struct walk *walk, const struct epi_question *question)
{
    if (!walk->first)
        putchar('\n');
    static const struct table_column columns[] = {{.head = NULL}};
    struct table *head = table_new(columns, 1);
    table_cell(head, CLI_PLAIN);
    table_add(head, "row %lld, %s%s", (long long)question->row, question->folder, question->name);
    if (question->waiting > 1)
        table_add(head, " and %zu more", question->waiting - 1);
    table_add(head, ": %s", question->reason);
    table_end(head);
    begin_candidates(&walk->choices, true, question->which);
    for (size_t i = 0; i < question->candidate_count; i++)
        add_candidate(&walk->choices, question->candidates[i]);
    table_end(walk->choices.table);
    if (question->candidate_count == 0)
        puts("   no candidates");
    if (question->which && walk->choices.list[0].number < 0)
        puts("   The series is sure, the episode is not.");
}

/* ---- Asking ---- */

enum answer { ANSWER_NEXT, ANSWER_AGAIN, ANSWER_QUIT };

/* Keeps that this is the one; again if that is refused. */
static enum answer choose(struct walk *walk, const struct epi_question *question,
                          const struct choice *choice)
{
    struct epi_target target = {.size = sizeof(target), .row = question->row};

    cli_progress_about(choice->id);
    struct epi_error err;
    char done[1024];
    if (!epi_client_fix(walk->client, &target, choice->id, choice->season, choice->number, false,
                        NULL, done, sizeof(done), &err)) {
        cli_failed(&err);
        return cli_interrupted() ? ANSWER_QUIT : ANSWER_AGAIN;
    }
    cli_say("%s", done);
    return ANSWER_NEXT;
}

static enum answer search(struct walk *walk, const char *title)
{
    begin_candidates(&walk->choices, false, false);
    cli_progress_about(title);
    struct epi_error err;
    bool found = epi_question_search(walk->client, title, add_candidate, &walk->choices, &err);
    table_end(walk->choices.table);
    if (!found) {
        cli_failed(&err);
        return cli_interrupted() ? ANSWER_QUIT : ANSWER_AGAIN;
    }
    if (walk->choices.count == 0)
        puts("   nothing found");
    return ANSWER_AGAIN;
}

/* Leaves the file alone: it is no episode. */
static enum answer leave(struct walk *walk, const struct epi_question *question)
{
    struct epi_target target = {.size = sizeof(target), .row = question->row};
    struct epi_error err;
    char done[1024];

    if (!epi_client_fix_not(walk->client, &target, true, done, sizeof(done), &err)) {
        cli_failed(&err);
        return cli_interrupted() ? ANSWER_QUIT : ANSWER_AGAIN;
    }
    cli_say("%s", done);
    return ANSWER_NEXT;
}

/* Reads "2x05". */
static bool read_episode(const char *text, struct choice *choice)
{
    char season[16];
    size_t len = strcspn(text, "x");

    snprintf(season, sizeof(season), "%.*s", (int)(len < sizeof(season) ? len : 0), text);
    long long numbers[2];
    if (text[len] != 'x' || !cli_number(season, 0, EPISODE_MAX, &numbers[0]) ||
        !cli_number(text + len + 1, 0, EPISODE_MAX, &numbers[1]))
        return false;
    choice->season = (int)numbers[0];
    choice->number = (int)numbers[1];
    return true;
}

/* An episode of the only series that comes close. */
static enum answer choose_episode(struct walk *walk, const struct epi_question *question,
                                  struct choice *choice)
{
    if (!question->series) {
        cli_say("Say the series first: then which episode it is.");
        return ANSWER_AGAIN;
    }
    write_id(question->series, choice->id);
    return choose(walk, question, choice);
}

static enum answer choose_candidate(struct walk *walk, const struct epi_question *question,
                                    size_t number)
{
    const struct choice *choice = &walk->choices.list[number - 1];

    if (question->which && choice->number < 0 && choice->listed) {
        cli_say("The series is sure: type season and episode, as 2x05, or l to leave the file "
                "alone.");
        return ANSWER_AGAIN;
    }
    return choose(walk, question, choice);
}

static enum answer take(struct walk *walk, const struct epi_question *question, const char *text)
{
    struct choice named = {.season = -1, .number = -1};

    if (strcmp(text, "") == 0 || strcmp(text, "s") == 0)
        return ANSWER_NEXT;
    if (strcmp(text, "q") == 0)
        return ANSWER_QUIT;
    if (strcmp(text, "l") == 0)
        return leave(walk, question);
    if (text[0] == '/' && text[1])
        return search(walk, text + 1);
    if (read_episode(text, &named))
        return choose_episode(walk, question, &named);
    if (epi_list_is_id(text)) {
        snprintf(named.id, sizeof(named.id), "%.39s", text);
        return choose(walk, question, &named);
    }
    long long number;
    if (cli_number(text, 1, (long long)walk->choices.count, &number))
        return choose_candidate(walk, question, (size_t)number);
    cli_say("Type a number of the list, /TITLE to search, an id such as tvmaze:169, %sl to leave "
            "the file alone, Enter to skip, or q to quit.",
            question->series ? "season and episode as 2x05, " : "");
    return ANSWER_AGAIN;
}

/* Asks until there is an answer. */
static enum answer ask(struct walk *walk, const struct epi_question *question)
{
    enum answer answer = ANSWER_AGAIN;

    while (answer == ANSWER_AGAIN) {
        const char *line;
        size_t len;

        cli_ask(stdout, question->which
                            ? "Which episode? [2x05, number, l leaves it, Enter skips, q quits]"
                            : "Which one? [number, /TITLE, ID, Enter skips, q quits]");
        if (!cli_line(&walk->lines, &line, &len) || cli_interrupted()) {
            putchar('\n');
            return ANSWER_QUIT;
        }
        char text[256];
        snprintf(text, sizeof(text), "%.*s", (int)(len < sizeof(text) ? len : sizeof(text) - 1),
                 line);
        answer = take(walk, question, text);
    }
    return answer;
}

static bool visit(void *context, const struct epi_question *question)
{
    struct walk *walk = context;

    if (walk->json) {
        cli_json_element(epi_json_question(question), &walk->first);
        return !cli_interrupted();
    }
    print_question(walk, question);
    walk->first = false;
    return !walk->ask || ask(walk, question) != ANSWER_QUIT;
}

/* There is nothing to ask; what is not looked up yet may become a question. */
static void say_nothing(struct epi_client *client)
{
    int count = cli_unidentified(client);

    if (!count) {
        puts("Nothing is unsure.");
        return;
    }
    cli_say("Nothing is unsure, but %d %s not identified yet: `epimark sync` looks up, then "
            "`epimark pending` asks about what is unsure.",
            count, count == 1 ? "episode is" : "episodes are");
}

static void say_how(void)
{
    cli_say("At a terminal, `epimark pending` asks. `epimark fix ROW --series ID` says one, with "
            "--season and --episode also which episode.");
}

enum cli_exit cli_pending(const struct cli_call *call)
{
    struct walk walk = {.json = call->json, .first = true, .lines = {.fd = STDIN_FILENO}};

    walk.ask = !walk.json && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    walk.client = cli_client(call);
    if (!walk.client)
        return CLI_FAILED;
    struct epi_error err;
    bool ok = epi_question_each(walk.client, visit, &walk, &err);
    if (walk.json)
        cli_json_end(walk.first);
    else if (ok && walk.first)
        say_nothing(walk.client);
    else if (ok && !walk.ask)
        say_how();
    cli_lines_free(&walk.lines);
    cli_client_free(walk.client);
    return ok ? CLI_DONE : cli_failed(&err);
}
