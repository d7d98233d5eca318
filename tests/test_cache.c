/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/cache.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW };

static struct journal *journal_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

static void assert_cached(struct journal *journal, const char *key, int64_t now, const char *wanted)
{
    char *text = NULL;
    assert_true(cache_load(journal, key, now, &text, NULL, NULL));
    if (wanted)
        assert_string_equal(text, wanted);
    else
        assert_null(text);
    free(text);
}

static void test_the_cache_forgets(void **state)
{
    struct journal *journal = journal_of(state);
    assert_cached(journal, "a", NOW, NULL);
    assert_true(cache_store(journal, "a", "one", NOW + 10, NOW, NULL));
    assert_true(cache_store(journal, "b'; DROP TABLE cache; --", "two", NOW + 20, NOW, NULL));
    assert_cached(journal, "a", NOW + 9, "one");
    assert_cached(journal, "a", NOW + 10, NULL);
    assert_cached(journal, "b'; DROP TABLE cache; --", NOW + 10, "two");
    assert_true(cache_store(journal, "a", "three", NOW + 40, NOW + 30, NULL));
    assert_cached(journal, "a", NOW + 30, "three");
    assert_cached(journal, "b'; DROP TABLE cache; --", NOW, NULL); /* removed */
    assert_true(cache_store(journal, "b", "four", NOW + 41, NOW + 30, NULL));
    assert_true(cache_expire(journal, NOW + 40, NULL));
    assert_cached(journal, "a", NOW, NULL);
    assert_cached(journal, "b", NOW, "four");
}

static void test_large_texts_are_cached(void **state)
{
    struct journal *journal = journal_of(state);
    size_t len = 3 << 20;
    char *text = malloc(len + 1), *back;
    memset(text, 'x', len);
    text[len] = '\0';
    assert_true(cache_store(journal, "large", text, NOW + 10, NOW, NULL));
    assert_true(cache_load(journal, "large", NOW, &back, NULL, NULL));
    assert_string_equal(back, text);
    free(back);
    free(text);
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(test_the_cache_forgets),
        WITH_JOURNAL(test_large_texts_are_cached),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
