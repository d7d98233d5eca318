/* SPDX-License-Identifier: MIT
 *
 * veil: keeps what is private or secret out of texts that are passed on: the texts that it is told,
 * and whatever looks like a path or is in quotation marks. Used by the bundle.
 */
#ifndef EPIMARK_CLIENT_VEIL_H
#define EPIMARK_CLIENT_VEIL_H

#include <stdbool.h>

struct veil; /* of what is private; it holds secrets: it is overwritten when it is freed */

/* open: paths, names and quotations are left as they are; only secrets are not. NULL if memory is
 * short. */
struct veil *veil_new(bool open);
void veil_free(struct veil *veil);

/* A text that is nowhere to be seen: not even as part of a word, nor with an open veil. One of less
 * than four bytes is no secret. False if memory is short: then nothing may be passed on. */
bool veil_secret(struct veil *veil, const char *text);

/* A name, title or path that is not to be seen as a word of its own. "" is fine. */
bool veil_private(struct veil *veil, const char *text);

/* The text with an ellipsis for each of these, for each path, and for what stands in quotation
 * marks unless it is an option's name. NULL if memory is short; free it. */
char *veil_text(const struct veil *veil, const char *text);

/* The same, and quotations are not left even with an open veil: of what a user has typed. */
char *veil_typed(const struct veil *veil, const char *text);

#endif
