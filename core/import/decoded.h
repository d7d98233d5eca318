/* SPDX-License-Identifier: MIT
 *
 * decoded: text as UTF-8, whichever encoding its first bytes name. Spreadsheets write "Unicode
 * text" as UTF-16. XML is left as it is: its reader knows encodings itself.
 */
#ifndef EPIMARK_IMPORT_DECODED_H
#define EPIMARK_IMPORT_DECODED_H

#include "core/import/stream.h"

/* A stream of what another one has, which it closes, also if it fails: converted to UTF-8 without
 * its byte order mark if it is UTF-16 with one, else byte for byte. What is no character becomes
 * U+FFFD. NULL if memory is short. */
struct stream *decoded_new(struct stream *stream, struct epi_error *err);

#endif
