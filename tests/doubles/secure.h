/* SPDX-License-Identifier: MIT
 *
 * secure: a web server over TLS for the tests of core/http.c, with a certificate made on the spot
 * that nobody else vouches for.
 */
#ifndef EPIMARK_TESTS_DOUBLES_SECURE_H
#define EPIMARK_TESTS_DOUBLES_SECURE_H

struct secure;

/* Listens on a free port of 127.0.0.1 and answers everything with "hello". The certificate is for
 * name, ends that many seconds from now (a negative number: ended before), and is written to
 * ca_path as PEM. */
struct secure *secure_start(const char *name, int seconds, const char *ca_path);
void secure_stop(struct secure *secure);

/* Its port, and how many requests were read so far. */
int secure_port(const struct secure *secure);
int secure_requests(const struct secure *secure);

#endif
