/* SPDX-License-Identifier: MIT */
#include "core/services/pkce.h"

#include <string.h>

#include "core/base/base64.h"
#include "core/base/secret.h"

/* The RFC has no padding. */
static void write_text(const unsigned char bytes[PKCE_BYTES], char text[PKCE_TEXT_SIZE])
{
    char room[BASE64_SIZE(PKCE_BYTES)];
    base64_write_url(bytes, PKCE_BYTES, room, sizeof(room));
    memcpy(text, room, PKCE_TEXT_SIZE);
    explicit_bzero(room, sizeof(room));
}

void pkce_verifier(const unsigned char bytes[PKCE_BYTES], char verifier[PKCE_TEXT_SIZE])
{
    write_text(bytes, verifier);
}

void pkce_challenge(const char *verifier, char challenge[PKCE_TEXT_SIZE])
{
    unsigned char hash[SECRET_SHA256_BYTES];
    _Static_assert((int)SECRET_SHA256_BYTES == (int)PKCE_BYTES, "both texts have one length");
    secret_sha256(verifier, hash);
    write_text(hash, challenge);
}
