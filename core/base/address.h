/* SPDX-License-Identifier: MIT
 *
 * address: what an address (a URL) is, as opposed to a path, and its parts. Pure; never fetches
 * anything. Whoever is given what a player plays asks here.
 */
#ifndef EPIMARK_BASE_ADDRESS_H
#define EPIMARK_BASE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

/* Whether text is an address: a scheme (a letter, then letters, digits, "+", "-" and ".", as RFC
 * 3986 has it) and "://", or "magnet:". */
bool address_is(const char *text);

/* Whether text is the address of a file: "file://". */
bool address_is_file(const char *text);

/* Where the path of an address begins: behind the host. NULL if text is no address. */
const char *address_path(const char *text);

/* Where its query or fragment begins, at "?" or "#". NULL if it has none, if it is the address of a
 * file, whose names may hold both, or if text is no address. */
const char *address_query(const char *text);

/* Writes the path of an address, without its query and with %XX decoded, as far as size lets it.
 * Returns its length; 0 if text is no address. */
size_t address_decode(const char *text, char *path, size_t size);

#endif
