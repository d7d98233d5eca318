/* SPDX-License-Identifier: MIT
 *
 * version: the version of this library.
 */
#include <epimark/error.h>

const char *epi_version(void)
{
    return EPIMARK_VERSION;
}
