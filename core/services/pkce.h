/* SPDX-License-Identifier: MIT
 *
 * pkce: how an app without a secret proves that it is the one that asked for a code: RFC 7636.
 * Pure. Only the files of core/services use it.
 */
#ifndef EPIMARK_SERVICES_PKCE_H
#define EPIMARK_SERVICES_PKCE_H

enum { PKCE_BYTES = 32, PKCE_TEXT_SIZE = 44 };

/* The verifier, which is a secret, of random bytes: 43 characters. */
void pkce_verifier(const unsigned char bytes[PKCE_BYTES], char verifier[PKCE_TEXT_SIZE]);

/* Its challenge, of the method S256: 43 characters too. */
void pkce_challenge(const char *verifier, char challenge[PKCE_TEXT_SIZE]);

#endif
