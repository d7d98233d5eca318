/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "matching/network.h"

static void compares(void **state)
{
    (void)state;
    static const struct {
        const char *said;
        const char *listed;
        enum network is;
    } cases[] = {
        {"CBBC", "CBBC", NETWORK_SAME},
        {"BBC", "BBC Two", NETWORK_SAME},
        {"BBC2", "BBC Two", NETWORK_SAME},
        {"ITV", "ITV1", NETWORK_SAME},
        {"NICK", "Nickelodeon", NETWORK_SAME},
        {"CARTOONNETWORK", "Cartoon Network", NETWORK_SAME},
        {"TCM", "Turner Classic Movies", NETWORK_SAME},
        {"A&E", "A&E", NETWORK_SAME},
        {"SAT1", "Sat.1", NETWORK_SAME},
        {"FOX", "Disney+ / FOX", NETWORK_SAME},
        {"DSNY", "Disney Channel", NETWORK_OPEN},
        {"CBBC", "", NETWORK_OPEN},
        {"", "CBBC", NETWORK_OPEN},
        {"CBBC", "BBC Two", NETWORK_OTHER},
        {"BBC", "CBBC", NETWORK_OTHER},
        {"BBC2", "BBC One", NETWORK_OTHER},
        {"BBC2", "BBC Twofold", NETWORK_OTHER},
        {"NF", "Netflix", NETWORK_OPEN},
        {"NF", "Nice Television", NETWORK_OTHER},
        {"HBO", "Showtime", NETWORK_OTHER},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        enum network is = network_compare(cases[i].said, cases[i].listed);
        if (is != cases[i].is)
            fail_msg("%s, %s: %d, not %d", cases[i].said, cases[i].listed, is, cases[i].is);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
