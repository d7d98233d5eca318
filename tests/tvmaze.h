/* SPDX-License-Identifier: MIT
 *
 * tvmaze: what the tests of TVmaze's user API share: a viewer who is signed in, one without
 * premium, and episodes that are marked.
 */
#ifndef EPIMARK_TESTS_TVMAZE_H
#define EPIMARK_TESTS_TVMAZE_H

#include "tests/services.h"

static inline int start(void **state)
{
    int started = fixture_start(state, &service_tvmaze);
    if (!started) {
        fixture_sign_in(*state, &service_tvmaze, "user", STANDIN_TVMAZE_USER, "key",
                        STANDIN_TVMAZE_KEY, NULL);
    }
    return started;
}

static inline void sign_in_free(struct fixture *f)
{
    fixture_sign_in(f, &service_tvmaze, "user", STANDIN_TVMAZE_FREE_USER, "key",
                    STANDIN_TVMAZE_FREE_KEY, NULL);
}

static inline struct subject identified(int64_t tvmaze)
{
    struct subject subject = fixture_firefly(1, 1);
    subject.tvmaze = tvmaze;
    return subject;
}

static inline bool marks(struct fixture *f, const struct subject *subjects, size_t count,
                         struct epi_error *results, struct epi_error *err)
{
    struct mark list[16];
    for (size_t i = 0; i < count; i++)
        list[i] = (struct mark){.subject = subjects[i], .at = 1718000000 + (int64_t)i};
    return service_tvmaze.mark(f->session, list, count, results, err);
}

/* How often the stand-in holds a mark of this episode. */
static inline int64_t held(struct fixture *f, int64_t tvmaze)
{
    struct json *state = fixture_state(f);
    int64_t times = 0;
    const struct json *list = json_get(state, "marks");
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *mark = json_at(list, i);
        if (json_int(json_get(json_get(mark, "ids"), "tvmaze"), 0) == tvmaze)
            times += json_int(json_get(mark, "times"), 0);
    }
    json_free(state);
    return times;
}

#endif
