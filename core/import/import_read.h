/* SPDX-License-Identifier: MIT
 *
 * import_read: reads what another program exported: a file, a folder or a zip, whose form is told
 * by what is in it. For front ends, which pass on what is found to the client. It has neither
 * journal nor network, and writes nothing.
 */
#ifndef EPIMARK_IMPORT_IMPORT_READ_H
#define EPIMARK_IMPORT_IMPORT_READ_H

#include <epimark/import.h>

struct import_options {
    const char *form;    /* the name of a form; NULL: it is told by the content. "watched": a folder
                          * whose videos the user declares watched */
    int64_t now;         /* seconds since 1970: what is dated later is unreadable; 0: nothing is */
    bool local;          /* times that name no zone are those of this computer, not UTC, if the form
                       * does not say */
    bool day_first;      /* "03/04/2026" is in April; a date with the month first is unreadable */
    bool month_first;    /* the reverse; if neither, the dates of each file decide for all of it */
    const char *profile; /* whose viewings: an export may have those of a household; NULL */
    /* Asks for the password of an encrypted zip: an allocated text, which import_read overwrites
     * and frees, or NULL if the user gives none. again: the one before was wrong. NULL: none. */
    char *(*password)(void *context, const char *file, bool again);
};

/* Takes one viewing or rating, with texts that are valid only during the call. Returns whether to
 * go on. */
typedef bool (*import_visit)(void *context, const struct epi_imported *imported);

/* Takes one line that cannot be read: where ("history.csv, line 12") and what is wrong with it. */
typedef void (*import_unreadable)(void *context, const char *place, const char *why);

/* Reads it all, in the order in which it stands there; each viewing once, also if two of its files
 * have it. options and unreadable may be NULL; context is passed to all three callbacks. Fails with
 * EPI_ERROR_NEVER if path cannot be opened, is of no known form, or an option has to say how it is
 * read; with EPI_ERROR_STOPPED if visit ended it. */
bool import_read(const char *path, const struct import_options *options, import_visit visit,
                 import_unreadable unreadable, void *context, struct epi_error *err);

/* The names of the forms, for people, in their order; NULL behind the last. */
const char *import_read_form(size_t index);

#endif
