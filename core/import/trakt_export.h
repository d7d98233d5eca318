/* SPDX-License-Identifier: MIT
 *
 * trakt_export: what Trakt exports, in both of its layouts, and the JSON that its importer takes:
 * the history, the ratings, and what the history lacks of the lists of what was watched.
 */
#ifndef EPIMARK_IMPORT_TRAKT_EXPORT_H
#define EPIMARK_IMPORT_TRAKT_EXPORT_H

#include "core/import/form.h"

extern const struct form trakt_export_form;

#endif
