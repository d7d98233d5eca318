/* SPDX-License-Identifier: MIT
 *
 * address: tells addresses (URLs) from paths, and finds the parts of an address. Pure: fetches
 * nothing. Used wherever the name of what a player plays is read.
 */
#ifndef EPIMARK_BASE_ADDRESS_H
#define EPIMARK_BASE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

/* Whether text is an address: a scheme (as in RFC 3986: a letter, then letters, digits, "+", "-"
 * and ".") and "://", or "magnet:". */
bool address_is(const char *text);

/* Whether text is the address of a file: "file://". */
bool address_is_file(const char *text);

/* Whether text is the address of something on this machine: "file://", or of what a player makes
 * of its files: "archive://", "edl://", "dvd://" ... It has no server, user or query, unless
 * another address is in it: then it is none of these. */
bool address_is_local(const char *text);

/* The path of what such an address plays, cut to fit size: of an archive with the file in it, the
 * first one of an edl, the folder of a disc. Returns its length; 0 if it has none. */
size_t address_local_path(const char *text, char *path, size_t size);

/* The start of the query or fragment, at "?" or "#". NULL if there is none, if text is the address
 * of a file (file names may contain both), or if text is not an address. */
const char *address_query(const char *text);

/* Whether a title holds what an address has for its server only: its user and password, its query
 * or fragment, or a value in that, encoded or decoded. Players make titles of addresses. */
bool address_leaks(const char *address, const char *title);

/* Writes the path of an address, without its query and with %XX decoded, cut to fit size. Returns
 * its length; 0 if text is not an address. */
size_t address_decode(const char *text, char *path, size_t size);

/* Writes text with every %XX decoded, cut to fit size. Returns its length. */
size_t address_plain(const char *text, char *plain, size_t size);

#endif
