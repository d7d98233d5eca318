/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/services/pkce.h"

/* RFC 7636, appendix B. */
static void the_example_of_the_rfc_holds(void **state)
{
    static const unsigned char bytes[PKCE_BYTES] = {
        116, 24,  223, 180, 151, 153, 224, 37,  79, 250, 96, 125, 216, 173, 187, 186,
        22,  212, 37,  77,  105, 214, 191, 240, 91, 88,  5,  88,  83,  132, 141, 121};
    char verifier[PKCE_TEXT_SIZE], challenge[PKCE_TEXT_SIZE];
    (void)state;
    pkce_verifier(bytes, verifier);
    assert_string_equal(verifier, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    pkce_challenge(verifier, challenge);
    assert_string_equal(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_example_of_the_rfc_holds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
