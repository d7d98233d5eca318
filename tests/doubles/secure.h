/* SPDX-License-Identifier: MIT
 *
 * secure: a web server over TLS for the tests of core/http.c, with a new certificate that
 * no authority has signed.
 */
#ifndef EPIMARK_TESTS_DOUBLES_SECURE_H
#define EPIMARK_TESTS_DOUBLES_SECURE_H

struct secure;

/* Listens on a free port of 127.0.0.1 and answers everything with "hello". The certificate is for
 * name, expires that many seconds from now (a negative number: has expired), and is written to
 * ca_path as PEM. */
struct secure *secure_start(const char *name, int seconds, const char *ca_path);
void secure_stop(struct secure *secure);

/* Its port, and how many requests were read and connections made so far. */
int secure_port(const struct secure *secure);
int secure_requests(const struct secure *secure);
int secure_connections(const struct secure *secure);

#endif
