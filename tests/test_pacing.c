/* SPDX-License-Identifier: MIT
 *
 * No test waits: a player that stops ends every wait at once, so that a call which has to wait
 * fails, and one that may go on does not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/base/error.h"
#include "core/base/http.h"
#include "core/deliver/pacing.h"
#include "core/journal/outbox.h"
#include "core/services/service.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW };

static const struct service limited = {
    .name = "trakt", .title = "Trakt", .reads = {.bucket = "reads", .calls = 2, .seconds = 10}};

struct scene {
    struct scratch *scratch;
    struct http *http;
    int64_t now_ms;
    struct pacing pacing;
    struct epi_error err;
};

static int64_t now_ms(void *context)
{
    return ((struct scene *)context)->now_ms;
}

static int begin(void **state)
{
    struct scene *scene = calloc(1, sizeof(*scene));
    void *scratch = NULL;
    scratch_begin(&scratch);
    scene->scratch = scratch;
    scene->http = http_new("", 1, NULL);
    assert_non_null(scene->http);
    http_cancel(scene->http);
    scene->now_ms = (int64_t)NOW * 1000;
    scene->pacing = (struct pacing){.journal = scene->scratch->journal,
                                    .http = scene->http,
                                    .now = NOW,
                                    .now_ms = now_ms,
                                    .context = scene};
    *state = scene;
    return 0;
}

static int end(void **state)
{
    struct scene *scene = *state;
    void *scratch = scene->scratch;
    http_free(scene->http);
    scratch_end(&scratch);
    free(scene);
    return 0;
}

/* Whether a call may be made at once. */
static bool may_go_on(struct scene *scene, bool reads)
{
    scene->err = (struct epi_error){0};
    bool may = pacing_wait(&scene->pacing, &limited, reads, &scene->err);
    assert_int_equal(may, scene->err.kind == EPI_ERROR_NONE);
    return may;
}

static void what_is_too_quick_waits(void **state)
{
    struct scene *scene = *state;
    assert_true(may_go_on(scene, true));
    assert_false(may_go_on(scene, true));
    assert_int_equal(scene->err.kind, EPI_ERROR_STOPPED);
    for (int i = 0; i < 9; i++)
        assert_true(may_go_on(scene, false)); /* of these there is no limit */
    scene->now_ms += 10000;
    assert_true(may_go_on(scene, true));
}

static void a_short_pause_is_waited_for(void **state)
{
    static const struct {
        int left;
        enum epi_error_kind kind;
    } cases[] = {{-1, EPI_ERROR_NONE},    {0, EPI_ERROR_NONE},   {1, EPI_ERROR_STOPPED},
                 {10, EPI_ERROR_STOPPED}, {11, EPI_ERROR_LATER}, {3000, EPI_ERROR_LATER}};
    struct scene *scene = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t until = NOW + cases[i].left;
        assert_true(outbox_pause(scene->scratch->journal, "trakt", until, NULL));
        may_go_on(scene, false);
        assert_int_equal(scene->err.kind, cases[i].kind);
        if (scene->err.kind == EPI_ERROR_LATER)
            assert_int_equal(scene->err.retry_after, cases[i].left);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_too_quick_waits, begin, end),
        cmocka_unit_test_setup_teardown(a_short_pause_is_waited_for, begin, end),
    };
    return cmocka_run_group_tests_name("pacing", tests, NULL, NULL);
}
