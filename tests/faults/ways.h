/* SPDX-License-Identifier: MIT
 *
 * ways: all the ways in which a request fails.
 */
#ifndef EPIMARK_TESTS_FAULTS_WAYS_H
#define EPIMARK_TESTS_FAULTS_WAYS_H

#include <stddef.h>

#include "tests/doubles/swift.h"
#include "tests/faults/evening.h"

struct way {
    const char *name;
    enum swift_fate fate;
    const char *fault; /* members of a fault of the stand-in; NULL: none, it is refused */
    enum healing most; /* what a person may have to do about it, if no token is lost by it */
};

extern const struct way ways[];
extern const size_t way_count;

#endif
