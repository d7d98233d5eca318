/* SPDX-License-Identifier: MIT
 *
 * scratch: megabytes of which only a part is touched. They come from the system and go back to it,
 * past malloc, which clears them and may keep them for the host. Any thread may call.
 */
#ifndef EPIMARK_BASE_SCRATCH_H
#define EPIMARK_BASE_SCRATCH_H

#include <stddef.h>

/* size bytes of zeroes, aligned as malloc's; NULL if memory is short. */
void *scratch_new(size_t size);
void scratch_free(void *scratch);

/* For CLEANUP, with the variable's address. */
void scratch_cleanup(void *pointer);

#endif
