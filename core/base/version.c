/* SPDX-License-Identifier: MIT
 *
 * version: the version of this library.
 */
#include <epimark/error.h>

/* what(1) finds this in every file that is built from it, and so does module.c. */
static const char what[] = "@(#)epimark " EPIMARK_VERSION;

const char *epi_version(void)
{
    return what + sizeof("@(#)epimark ") - 1;
}
