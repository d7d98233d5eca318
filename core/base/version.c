/* SPDX-License-Identifier: MIT
 *
 * version: which version of the library this is.
 */
#include <epimark/error.h>

const char *epi_version(void)
{
    return EPIMARK_VERSION;
}
