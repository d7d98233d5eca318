/* SPDX-License-Identifier: MIT
 *
 * unknown: what to say of a file that is of no form: what it lacks, on which line, and what to do.
 */
#ifndef EPIMARK_IMPORT_UNKNOWN_H
#define EPIMARK_IMPORT_UNKNOWN_H

#include "core/import/form.h"

/* Fills err. forms: all there are. */
void unknown_say(const char *name, const struct form_glance *glance,
                 const struct form *const *forms, size_t count, struct epi_error *err);

#endif
