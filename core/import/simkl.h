/* SPDX-License-Identifier: MIT
 *
 * simkl: what SIMKL exports: its backup as JSON, in a zip or not, and as CSV. The CSV names only
 * the last episode that was watched of a series, and so does the JSON of some.
 */
#ifndef EPIMARK_IMPORT_SIMKL_H
#define EPIMARK_IMPORT_SIMKL_H

#include "core/import/form.h"

extern const struct form simkl_form;

#endif
