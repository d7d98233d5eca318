/* SPDX-License-Identifier: MIT
 *
 * epimark parse: what names say, without asking anybody.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/cli/cli.h"

enum { JSON_ROOM = 16384, WORDS_MAX = 512 };

/* The buffer that one line of JSON is made in, as large as the longest name so far needs. */
struct paper {
    char *text;
    size_t size;
};

static bool print_guess(struct paper *paper, const char *name, size_t len)
{
    struct guess guess;
    size_t needed = len * 6 + JSON_ROOM;

    if (!paper->text || paper->size < needed) {
        char *text = realloc(paper->text, needed * 2);
        if (!text)
            return false;
        paper->text = text;
        paper->size = needed * 2;
    }
    match_parse(name, len, &guess);
    size_t written = epi_json_guess(name, len, &guess, paper->text, paper->size - 1);
    paper->text[written] = '\n';
    return written > 0 && fwrite(paper->text, 1, written + 1, stdout) == written + 1;
}

static enum cli_exit parse_lines(struct paper *paper)
{
    struct cli_lines lines = {.fd = STDIN_FILENO};
    const char *line;
    size_t len;
    bool fine = true;

    setvbuf(stdout, NULL, _IOFBF, 1 << 18);
    while (fine && cli_line(&lines, &line, &len))
        fine = print_guess(paper, line, len);
    bool failed = lines.failed;
    cli_lines_free(&lines);
    if (fine && !failed)
        return CLI_DONE;
    if (failed)
        fputs("epimark: the input cannot be read, or holds a line over 8 MiB\n", stderr);
    return CLI_FAILED;
}

/* The words of a name, what each was taken for, and the rule that said so. */
static void explain(const char *name)
{
    static struct match_word words[WORDS_MAX];
    struct guess guess;
    size_t count = match_explain(name, strlen(name), &guess, words, WORDS_MAX);

    for (size_t i = 0; i < count && i < WORDS_MAX; i++) {
        char word[64];
        snprintf(word, sizeof(word), "%.*s", (int)words[i].len, name + words[i].offset);
        int width = 24;
        for (const char *c = word; *c; c++)
            width -= ((unsigned char)*c & 0xc0) != 0x80;
        cli_print(stdout, word);
        printf("%*s  %-16s %s\n", width > 0 ? width : 0, "", words[i].role, words[i].rule);
    }
    if (count > WORDS_MAX)
        printf("... and %zu more\n", count - WORDS_MAX);
}

enum cli_exit cli_parse(const struct cli_call *call)
{
    struct paper paper = {0};
    enum cli_exit result = CLI_DONE;

    for (int i = 0; i < call->arg_count && result == CLI_DONE; i++) {
        const char *name = call->args[i];
        if (strcmp(name, "-") == 0 && !cli_value(call, "explain")) {
            result = parse_lines(&paper);
            continue;
        }
        if (cli_value(call, "explain"))
            explain(name);
        if (!print_guess(&paper, name, strlen(name)))
            result = CLI_FAILED;
    }
    free(paper.text);
    return result;
}
