/* SPDX-License-Identifier: MIT
 *
 * mdblist: what the tests of core/services/mdblist_*.c share.
 */
#ifndef EPIMARK_TESTS_MDBLIST_H
#define EPIMARK_TESTS_MDBLIST_H

#include "tests/services.h"

/* Signed in by the key. */
static inline int mdblist_start(void **state)
{
    int started = fixture_start(state, &service_mdblist);
    if (!started)
        fixture_sign_in(*state, &service_mdblist, "apikey", STANDIN_MDBLIST_KEY, NULL);
    return started;
}

#define MDBLIST_TEST(function)                                                                     \
    cmocka_unit_test_setup_teardown(function, mdblist_start, fixture_stop)

static inline bool mdblist_who(struct fixture *f, struct epi_error *err)
{
    struct account account = {0};
    return service_mdblist.who(f->session, &account, err);
}

#endif
