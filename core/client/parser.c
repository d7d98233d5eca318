/* SPDX-License-Identifier: MIT
 *
 * What a name says, for epimark/match.h.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/address.h"
#include "core/base/error.h"
#include "core/client/views.h"
#include "core/identify/folder_file.h"
#include "core/identify/media_name.h"
#include "matching/matching.h"
#include <epimark/match.h>

struct epi_parser {
    struct guess guess;
    struct epi_guess view;
    char *address; /* the last address, terminated, and its path; NULL: none yet */
};

/* As the plugin does: of an address the decoded path is read. Replaces *name and *len; leaves them
 * as they are if the name is no address, or if memory is short. */
static void decode(struct epi_parser *parser, const char **name, size_t *len)
{
    enum { SCHEME_MAX = 32 };
    size_t reach = *len < SCHEME_MAX ? *len : SCHEME_MAX;
    if (*len >= MATCH_INPUT_MAX || !memchr(*name, ':', reach))
        return;
    if (!parser->address)
        parser->address = malloc(2 * (size_t)MATCH_INPUT_MAX);
    if (!parser->address)
        return;
    memcpy(parser->address, *name, *len);
    parser->address[*len] = '\0';
    if (!address_is(parser->address))
        return;
    char *path = parser->address + MATCH_INPUT_MAX;
    *len = address_decode(parser->address, path, MATCH_INPUT_MAX);
    *name = path;
}

struct epi_parser *epi_parser_new(struct epi_error *err)
{
    struct epi_parser *parser = calloc(1, sizeof(*parser));

    if (!parser)
        error_memory(err);
    return parser;
}

void epi_parser_free(struct epi_parser *parser)
{
    if (parser)
        free(parser->address);
    free(parser);
}

const struct epi_guess *epi_parser_read(struct epi_parser *parser, const char *name, size_t len)
{
    decode(parser, &name, &len);
    match_parse(name, len, &parser->guess);
    views_guess(&parser->guess, &parser->view);
    return &parser->view;
}

bool epi_parser_path(const char *name, size_t len, char *path, size_t size)
{
    if (memchr(name, '\0', len))
        return false;
    CLEANUP(cleanup_free) char *text = strndup(name, len);
    return text && media_name_here(text, path, size);
}

bool epi_parser_in_folder(struct epi_parser *parser, const char *path, struct epi_error *err)
{
    if (!folder_file_may_be(path))
        return true;
    struct folder_file file;
    if (!folder_file_read(path, &file, err))
        return false;
    folder_file_apply(&file, &parser->guess);
    views_guess(&parser->guess, &parser->view);
    return true;
}

const struct epi_guess *epi_parser_explain(struct epi_parser *parser, const char *name, size_t len,
                                           epi_parser_visit visit, void *context,
                                           struct epi_error *err)
{
    decode(parser, &name, &len);
    size_t count = match_explain(name, len, &parser->guess, NULL, 0);
    CLEANUP(cleanup_free) struct match_word *words = calloc(count + 1, sizeof(*words));

    if (!words) {
        error_memory(err);
        return NULL;
    }
    match_explain(name, len, &parser->guess, words, count);
    for (size_t i = 0; i < count; i++) {
        struct epi_word word = {name + words[i].offset, words[i].offset, words[i].len,
                                words[i].role, words[i].rule};
        if (!visit(context, &word))
            break;
    }
    views_guess(&parser->guess, &parser->view);
    return &parser->view;
}

double epi_parser_similarity(const char *a, const char *b)
{
    return match_similarity(a, b);
}
