/* SPDX-License-Identifier: MIT
 *
 * epimark rate without a value: an inbox of what was watched and not rated. It asks at a terminal,
 * and only lists it without one.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/cli/cli.h"
#include "core/cli/table.h"

enum { NAME_SIZE = 640, LISTED = 20 };

/* One viewing to rate. */
struct item {
    int64_t row;
    int64_t watched_at;
    char name[NAME_SIZE];
};

struct inbox {
    struct epi_client *client;
    struct cli_lines lines;
    bool json;
    bool first;
    struct item *items; /* newest first */
    size_t count;
    bool failed; /* memory was short */
};

static bool collect(void *context, const struct epi_entry *entry)
{
    struct inbox *inbox = context;

    if (inbox->json) {
        cli_json_element(epi_json_entry(entry), &inbox->first);
        return !cli_interrupted();
    }
    struct item *items = reallocarray(inbox->items, inbox->count + 1, sizeof(*items));
    inbox->failed = !items;
    if (!items)
        return false;
    inbox->items = items;
    struct item *item = &items[inbox->count++];
    *item = (struct item){.row = entry->id, .watched_at = entry->watched_at};
    snprintf(item->name, sizeof(item->name), "%s", entry->name);
    return !cli_interrupted();
}

/* ---- Asking ---- */

enum answer { ANSWER_NEXT, ANSWER_AGAIN, ANSWER_QUIT };

/* Reads a line without the blanks around it. False at the end, and on Ctrl+C. */
static bool read_answer(struct inbox *inbox, char *text, size_t size)
{
    const char *line;
    size_t len;

    if (!cli_line(&inbox->lines, &line, &len) || cli_interrupted()) {
        putchar('\n');
        return false;
    }
    while (len > 0 && strchr(" \t\r", line[len - 1]))
        len--;
    for (; len > 0 && strchr(" \t", *line); line++)
        len--;
    snprintf(text, size, "%.*s", (int)(len < size ? len : size - 1), line);
    return true;
}

static enum answer rate(struct inbox *inbox, const struct item *item, enum epi_scope scope,
                        const char *text)
{
    struct epi_target target = {.size = sizeof(target), .row = item->row, .scope = scope};
    long long value;

    if (!cli_number(text, 1, 10, &value)) {
        cli_say("Type 1 to 10, s to rate the series, Enter to skip, or q to end.");
        return ANSWER_AGAIN;
    }
    struct epi_error err;
    char done[1024];
    if (!epi_client_rate(inbox->client, &target, (int)value, done, sizeof(done), &err)) {
        cli_failed(&err);
        return cli_interrupted() ? ANSWER_QUIT : ANSWER_AGAIN;
    }
    cli_say("%s", done);
    return scope == EPI_SCOPE_SERIES ? ANSWER_AGAIN : ANSWER_NEXT;
}

/* Asks for the rating of the series, and then for that of the episode again. */
static enum answer rate_series(struct inbox *inbox, const struct item *item, const char *text)
{
    if (text[0])
        return rate(inbox, item, EPI_SCOPE_SERIES, text);
    cli_ask(stdout, "The series? [1-10, Enter skips]");
    char answer[64];
    if (!read_answer(inbox, answer, sizeof(answer)))
        return ANSWER_QUIT;
    return answer[0] ? rate(inbox, item, EPI_SCOPE_SERIES, answer) : ANSWER_AGAIN;
}

/* Asks about one until there is an answer. */
static enum answer ask(struct inbox *inbox, const struct item *item)
{
    enum answer answer = ANSWER_AGAIN;
    char when[CLI_TIME_MAX];
    char text[64];

    while (answer == ANSWER_AGAIN) {
        cli_say("%s, watched %s", item->name, cli_time(item->watched_at, when));
        cli_ask(stdout, "Rating? [1-10, s the series, Enter skips, q ends]");
        if (!read_answer(inbox, text, sizeof(text)) || strcmp(text, "q") == 0)
            return ANSWER_QUIT;
        if (text[0] == 's')
            answer = rate_series(inbox, item, text + 1 + strspn(text + 1, " "));
        else
            answer = text[0] ? rate(inbox, item, EPI_SCOPE_EPISODE, text) : ANSWER_NEXT;
    }
    return answer;
}

/* ---- The command ---- */

/* False after an error was printed: memory was short. */
static bool list_items(const struct inbox *inbox, size_t limit)
{
    static const struct table_column columns[] = {
        {"row", true, 5}, {"watched", false, 0}, {"episode", false, 0}};
    struct table *table = table_new(columns, 3);

    for (size_t i = 0; i < inbox->count && i < limit; i++) {
        const struct item *item = &inbox->items[i];
        char when[CLI_TIME_MAX];

        table_cell(table, CLI_DIM);
        table_add(table, "%lld", (long long)item->row);
        table_cell(table, CLI_PLAIN);
        table_add(table, "%s", cli_time(item->watched_at, when));
        table_cell(table, CLI_PLAIN);
        table_add(table, "%s", item->name);
    }
    if (!table_end(table))
        return false;
    if (inbox->count > limit)
        cli_say("There is more: `epimark rate --limit N` shows N.");
    cli_say("At a terminal, `epimark rate` asks; `epimark rate VALUE ROW` rates one.");
    return true;
}

enum cli_exit cli_inbox(const struct cli_call *call)
{
    struct inbox inbox = {.json = call->json, .first = true, .lines = {.fd = STDIN_FILENO}};
    bool asks = !inbox.json && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    bool limited = cli_value(call, "limit") || asks || inbox.json;
    long long limit = 0;

    if (cli_limit(call, &limit))
        return CLI_USAGE;
    inbox.client = cli_client(call);
    if (!inbox.client)
        return CLI_FAILED;
    struct epi_error err;
    /* One more than is listed says that there is more. */
    bool ok = epi_client_unrated(inbox.client, limited ? (size_t)limit : LISTED + 1, collect,
                                 &inbox, &err);
    if (ok && inbox.failed)
        ok = epi_error_set(&err, EPI_ERROR_LATER, "out of memory");
    if (inbox.json)
        cli_json_end(inbox.first);
    else if (ok && inbox.count == 0)
        cli_say("Nothing that was watched is unrated.");
    bool printed = true;
    if (ok && !asks && inbox.count > 0)
        printed = list_items(&inbox, limited ? inbox.count : LISTED);
    for (size_t i = 0; ok && asks && i < inbox.count; i++) {
        if (ask(&inbox, &inbox.items[i]) == ANSWER_QUIT)
            break;
    }
    free(inbox.items);
    cli_lines_free(&inbox.lines);
    cli_client_free(inbox.client);
    if (!printed)
        return CLI_FAILED;
    return ok ? CLI_DONE : cli_failed(&err);
}
