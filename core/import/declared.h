/* SPDX-License-Identifier: MIT
 *
 * declared: a folder whose videos the user declares watched. No file in it is opened; only the
 * option asks for this form.
 */
#ifndef EPIMARK_IMPORT_DECLARED_H
#define EPIMARK_IMPORT_DECLARED_H

#include "core/import/form.h"

extern const struct form declared_form;

#endif
