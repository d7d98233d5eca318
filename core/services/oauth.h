/* SPDX-License-Identifier: MIT
 *
 * oauth: what services with OAuth 2 have in common: the tokens of an answer, and what an answer
 * says of a code that is to be typed on a web page (RFC 6749, RFC 8628). Used by their files only.
 */
#ifndef EPIMARK_SERVICES_OAUTH_H
#define EPIMARK_SERVICES_OAUTH_H

#include <stdbool.h>

struct answer;
struct epi_error;
struct json;
struct pairing;
struct session;

/* Keeps both tokens of an answer in the session, and frees the answer. False with EPI_ERROR_LATER
 * if they are not in it. stays: without a new token to renew with, the old one still works. */
bool oauth_keep(struct session *session, bool stays, struct answer *answer, struct epi_error *err);

/* Reads a code to be typed: address is the member that has the page, and between stands between it
 * and the code in a link. */
void oauth_read_device(const struct json *json, const char *address, const char *between,
                       struct pairing *pairing);

#endif
