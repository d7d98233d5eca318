/* SPDX-License-Identifier: MIT
 *
 * epimark parse: reads names without asking any service.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/cli/cli.h"
#include "core/cli/table.h"

/* A parser, and the buffer for one line of JSON: large enough for the longest name so far. */
struct reader {
    struct epi_parser *parser;
    char *text;
    size_t size;
    char path[8192]; /* of a file here */
    bool broken;     /* some .epimark could not be used */
};

static bool print_guess(struct reader *reader, const char *name, size_t len)
{
    size_t needed = len * 6 + EPI_JSON_GUESS_MAX + 1;

    if (!reader->text || reader->size < needed) {
        char *text = realloc(reader->text, needed * 2);
        if (!text)
            return false;
        reader->text = text;
        reader->size = needed * 2;
    }
    bool here = epi_parser_path(name, len, reader->path, sizeof(reader->path));
    bool whole = !here && len > 0 && name[0] == '/' && len < sizeof(reader->path);
    const struct epi_guess *guess = epi_parser_read(reader->parser, here ? reader->path : name,
                                                    here ? strlen(reader->path) : len);
    if (whole)
        snprintf(reader->path, sizeof(reader->path), "%.*s", (int)len, name);
    if (here || whole) {
        struct epi_error err;
        if (!epi_parser_in_folder(reader->parser, reader->path, &err)) {
            cli_error("%s", err.text);
            reader->broken = true;
        }
    }
    size_t written = epi_json_guess(name, len, guess, reader->text, reader->size - 1);
    reader->text[written] = '\n';
    return written > 0 && fwrite(reader->text, 1, written + 1, stdout) == written + 1;
}

static enum cli_exit parse_lines(struct reader *reader)
{
    struct cli_lines lines = {.fd = STDIN_FILENO};
    bool fine = true;

    setvbuf(stdout, NULL, _IOFBF, 1 << 18);
    const char *line;
    size_t len;
    while (fine && cli_line(&lines, &line, &len))
        fine = print_guess(reader, line, len);
    bool failed = lines.failed;
    cli_lines_free(&lines);
    if (fine && !failed)
        return CLI_DONE;
    if (failed)
        cli_error("cannot read standard input, or a line is longer than 16 MiB");
    return CLI_FAILED;
}

/* Adds a word of the name, what it was read as, and the rule that decided. */
static bool add_word(void *context, const struct epi_word *word)
{
    struct table *table = context;
    table_cell(table, CLI_PLAIN);
    table_add(table, "%.*s", (int)word->len, word->text);
    table_cell(table, CLI_PLAIN);
    table_add(table, "%s", word->role);
    table_cell(table, CLI_PLAIN);
    table_add(table, "%s", word->rule);
    return true;
}

/* The other readings of the number: "1x08", "108". */
static void add_alternatives(struct table *table, const struct epi_guess *guess)
{
    for (size_t i = 0; i < guess->alternative_count; i++) {
        const struct epi_alternative *other = &guess->alternatives[i];
        table_cell(table, CLI_PLAIN);
        if (other->season >= 0)
            table_add(table, "%dx%02d", other->season, other->episode);
        else
            table_add(table, "%d", other->episode);
        table_cell(table, CLI_PLAIN);
        table_add(table, "other reading");
        table_cell(table, CLI_PLAIN);
    }
}

static enum cli_exit explain_name(const struct reader *reader, const char *path)
{
    static const struct table_column columns[] = {{.least = 24}, {.least = 16}, {.head = NULL}};
    struct table *table = table_new(columns, 3);
    struct epi_error err;
    const struct epi_guess *guess =
        epi_parser_explain(reader->parser, path, strlen(path), add_word, table, &err);

    if (guess)
        add_alternatives(table, guess);
    bool printed = table_end(table);
    return !guess ? cli_failed(&err) : printed ? CLI_DONE : CLI_FAILED;
}

static enum cli_exit parse_name(struct reader *reader, char *name, bool explain)
{
    if (strcmp(name, "-") == 0 && !explain)
        return parse_lines(reader);
    bool here = epi_parser_path(name, strlen(name), reader->path, sizeof(reader->path));
    const char *path = here ? reader->path : name;
    enum cli_exit explained = explain ? explain_name(reader, path) : CLI_DONE;
    if (explained != CLI_DONE)
        return explained;
    return print_guess(reader, name, strlen(name)) ? CLI_DONE : CLI_FAILED;
}

enum cli_exit cli_parse(const struct cli_call *call)
{
    struct epi_error err;
    struct reader reader = {.parser = epi_parser_new(&err)};
    enum cli_exit result = reader.parser ? CLI_DONE : cli_failed(&err);

    for (int i = 0; i < call->arg_count && result == CLI_DONE; i++)
        result = parse_name(&reader, call->args[i], cli_value(call, "explain"));
    epi_parser_free(reader.parser);
    free(reader.text);
    return result == CLI_DONE && reader.broken ? CLI_FAILED : result;
}
