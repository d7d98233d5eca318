/* SPDX-License-Identifier: MIT
 *
 * epimark pending: walks through what is unsure; without a terminal it only lists that.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/cli/cli.h"

enum { SHOWN_MAX = 20, ID_SIZE = 40 };

/* What the user can choose by number: series as ids; season and number -1 as the name has them. */
struct choice {
    char id[ID_SIZE];
    int season;
    int number;
};

struct choices {
    struct choice list[SHOWN_MAX];
    size_t count;
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

/* Prints a candidate, and keeps what it means under its number. */
static bool print_candidate(void *context, const struct epi_candidate *candidate)
{
    struct choices *choices = context;

    if (choices->count == SHOWN_MAX)
        return false;
    const struct epi_series *series = candidate->series;
    struct choice *choice = &choices->list[choices->count++];
    char *id = choice->id;
    choice->season = candidate->other ? candidate->episode->season : -1;
    choice->number = candidate->other ? candidate->episode->number : -1;
    if (series->tvdb)
        snprintf(id, ID_SIZE, "tvdb:%lld", (long long)series->tvdb);
    else if (series->tvmaze)
        snprintf(id, ID_SIZE, "tvmaze:%lld", (long long)series->tvmaze);
    else
        snprintf(id, ID_SIZE, "imdb:%.30s", series->imdb);
    printf("  %2zu  ", choices->count);
    cli_print_series(stdout, series);
    /* Never rounded up: what is not sure must not read as sure. */
    printf("  %d %%  %s", (int)(candidate->confidence * 100), id);
    if (candidate->episode) {
        char number[32] = "special ";
        if (candidate->episode->number >= 0) {
            snprintf(number, sizeof(number), "%dx%02d ", candidate->episode->season,
                     candidate->episode->number);
        }
        printf("  %s", number);
        cli_print(stdout, candidate->episode->title);
    }
    putchar('\n');
    return true;
}

static void print_question(struct walk *walk, const struct epi_question *question)
{
    if (!walk->first)
        putchar('\n');
    printf("row %lld, ", (long long)question->row);
    cli_print(stdout, question->folder);
    cli_print(stdout, question->name);
    if (question->waiting > 1)
        printf(" and %zu more", question->waiting - 1);
    fputs(": ", stdout);
    cli_print(stdout, question->reason);
    putchar('\n');
    walk->choices.count = 0;
    for (size_t i = 0; i < question->candidate_count; i++)
        print_candidate(&walk->choices, question->candidates[i]);
    if (question->candidate_count == 0)
        puts("   no candidates");
}

/* ---- Asking ---- */

enum answer { ANSWER_NEXT, ANSWER_AGAIN, ANSWER_QUIT };

/* Keeps that this is the one; again if that is refused. */
static enum answer choose(struct walk *walk, const struct epi_question *question,
                          const struct choice *choice)
{
    struct epi_target target = {.size = sizeof(target), .row = question->row};
    struct epi_error err;
    char done[1024];

    if (!epi_client_fix(walk->client, &target, choice->id, choice->season, choice->number, NULL,
                        done, sizeof(done), &err)) {
        cli_failed(&err);
        return cli_interrupted() ? ANSWER_QUIT : ANSWER_AGAIN;
    }
    cli_print(stdout, done);
    putchar('\n');
    return ANSWER_NEXT;
}

static enum answer search(struct walk *walk, const char *title)
{
    walk->choices.count = 0;
    struct epi_error err;
    if (!epi_question_search(walk->client, title, print_candidate, &walk->choices, &err)) {
        cli_failed(&err);
        return cli_interrupted() ? ANSWER_QUIT : ANSWER_AGAIN;
    }
    if (walk->choices.count == 0)
        puts("   nothing found");
    return ANSWER_AGAIN;
}

static enum answer take(struct walk *walk, const struct epi_question *question, const char *text)
{
    if (strcmp(text, "") == 0 || strcmp(text, "s") == 0)
        return ANSWER_NEXT;
    if (strcmp(text, "q") == 0)
        return ANSWER_QUIT;
    if (text[0] == '/' && text[1])
        return search(walk, text + 1);
    if (epi_list_is_id(text)) {
        struct choice named = {.season = -1, .number = -1};
        snprintf(named.id, sizeof(named.id), "%.39s", text);
        return choose(walk, question, &named);
    }
    long long number;
    if (cli_number(text, 1, (long long)walk->choices.count, &number))
        return choose(walk, question, &walk->choices.list[number - 1]);
    puts("Type a number of the list, /TITLE to search, an id such as tvmaze:169, Enter to skip, or "
         "q to quit.");
    return ANSWER_AGAIN;
}

/* Asks until there is an answer. */
static enum answer ask(struct walk *walk, const struct epi_question *question)
{
    enum answer answer = ANSWER_AGAIN;

    while (answer == ANSWER_AGAIN) {
        const char *line;
        size_t len;

        fputs("Which one? [number, /TITLE, ID, Enter skips, q quits] ", stdout);
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
        puts("Nothing is unsure.");
    else if (ok && !walk.ask)
        puts("At a terminal, `epimark pending` asks; `epimark fix ROW --series ID` chooses one.");
    cli_lines_free(&walk.lines);
    cli_client_free(walk.client);
    return ok ? CLI_DONE : cli_failed(&err);
}
