/* SPDX-License-Identifier: MIT */
#include "core/import/unknown.h"

#include <epimark/error.h>

enum { CHARACTER_MAX = 4 };

/* The line of the first byte that is not UTF-8; 0: there is none, or it is no text at all. */
static size_t odd_line(const struct form_glance *glance)
{
    size_t line = 1;
    if (memchr(glance->text, '\0', glance->len))
        return 0;
    for (size_t i = 0, step; i < glance->len; i += step) {
        line += glance->text[i] == '\n';
        step = epi_utf8_length(glance->text + i, glance->len - i);
        if (!step) /* the last character may be cut */
            return i + CHARACTER_MAX <= glance->len ? line : 0;
    }
    return 0;
}

void unknown_say(const char *name, const struct form_glance *glance,
                 const struct form *const *forms, size_t count, struct epi_error *err)
{
    const struct csv_rows *csv = glance->csv;
    size_t line = odd_line(glance);
    const char *lacks = NULL;
    for (size_t i = 0; csv && !lacks && i < count; i++)
        lacks = forms[i]->lacks ? forms[i]->lacks(glance) : NULL;
    if (glance->len == 0) {
        epi_error_set(err, EPI_ERROR_NEVER, "%s is empty", name);
    } else if (line > 0) {
        epi_error_set(err, EPI_ERROR_NEVER, "%s, line %zu: is not UTF-8; save the file as UTF-8",
                      name, line);
    } else if (csv && form_is_own(csv)) {
        epi_error_set(err, EPI_ERROR_NEVER,
                      "%s is a table of epimark, which is not complete; import what `epimark "
                      "export` writes as JSON",
                      name);
    } else if (lacks) {
        epi_error_set(err, EPI_ERROR_NEVER, "%s, line %zu: has %s", name, csv_rows_line(csv),
                      lacks);
    } else {
        epi_error_set(err, EPI_ERROR_NEVER, "%s is no export that can be read", name);
    }
}
