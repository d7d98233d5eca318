/* SPDX-License-Identifier: MIT
 *
 * analyzed: included before everything else when gcc's analyzer looks at a file: it cannot see into
 * other files, and that what sets an error returns false is what most of ours stand on.
 */
#ifndef EPIMARK_TESTS_TOOLS_ANALYZED_H
#define EPIMARK_TESTS_TOOLS_ANALYZED_H

#include "core/base/error.h"

/* clang-format off */
#define error_memory(err) (error_memory(err), false)
#define epi_error_set(...) (epi_error_set(__VA_ARGS__), false)
/* clang-format on */

#endif
