/* SPDX-License-Identifier: MIT
 *
 * form: what the export of one program looks like: the names of its files, how one of them is told
 * by its content, and what reads it. One more form is one more file and a row in import_read.c.
 */
#ifndef EPIMARK_IMPORT_FORM_H
#define EPIMARK_IMPORT_FORM_H

#include "core/import/reading.h"

/* The beginning of a file that lies by itself. */
struct form_glance {
    const char *text; /* ends in a NUL, which is not the file's */
    size_t len;
    const struct csv_rows *csv; /* its headings; NULL if it cannot be CSV */
    const struct json *json;    /* the first element of its first list; NULL if it has none */
    const char *list;           /* the name of that list, or "" */
};

struct form {
    const char *name; /* as in struct epi_imported */
    /* The files of it that may be opened in a folder or a zip, whatever else is in there: patterns
     * (see container_fits), NULL behind the last. NULL: this form is only files by themselves. */
    const char *const *members;
    bool (*is)(const struct form_glance *glance); /* whether a file by itself is of this form */
    void (*read)(struct reading *reading);
    /* What the headings of a CSV that is of no form lack to be of this one, as "no column ...";
     * NULL if they are far from it. May be NULL. */
    const char *(*lacks)(const struct form_glance *glance);
};

/* Whether a table is what `epimark history --csv` or `epimark export --csv` writes. It is for
 * people: a time in it may be that of an act. */
bool form_is_own(const struct csv_rows *csv);

/* Whether a member is one that this form reads. */
bool form_reads(const struct form *form, const struct container_member *member);

#endif
