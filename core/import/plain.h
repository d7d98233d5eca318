/* SPDX-License-Identifier: MIT
 *
 * plain: a CSV whose columns are told by their headings, as many trackers write and read it: one
 * row is a viewing or a rating of an episode, season, series or film.
 */
#ifndef EPIMARK_IMPORT_PLAIN_H
#define EPIMARK_IMPORT_PLAIN_H

#include "core/import/form.h"

extern const struct form plain_form;

#endif
