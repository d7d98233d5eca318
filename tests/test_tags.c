/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "matching/tags.h"

static const struct tag *find(const char *word)
{
    return tags_find_text(word, strlen(word));
}

static void finds_words_and_nothing_else(void **state)
{
    (void)state;
    assert_true(find("x264")->is);
    assert_true(find("remastered")->is); /* longer than a key */
    assert_true(find("сезон")->is);
    assert_false(find("")->is);
    assert_false(find("x26")->is);
    assert_false(find("x2645")->is);
    assert_false(find("emastered")->is);
    assert_false(find("mastered")->is); /* as long as a key */
    assert_false(find("xremastered")->is);
    assert_false(find("copper")->is);
}

static void folds_what_it_looks_up(void **state)
{
    (void)state;
    assert_ptr_equal(tags_find_raw("BluRay", 6), find("bluray"));
    assert_ptr_equal(tags_find_raw("REMASTERED", 10), find("remastered"));
    assert_ptr_equal(tags_find_raw("B\xC3\xB6l\xC3\xBCm", 7), find("bolum"));
    assert_false(tags_find_raw("this word is much longer than any that there is", 47)->is);
}

/* Two words may differ in one byte only, and that may be any of them. */
static void tells_similar_words_apart(void **state)
{
    (void)state;
    static const char *const words[] = {"s",      "ep",      "web",      "hdtv",
                                        "dvdrip", "episode", "episodes", "remastered",
                                        "эпизод", "епизод",  "الحلقة",   "حلقة"};
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        char other[32];
        size_t len = strlen(words[i]);
        assert_true(find(words[i])->is);
        for (size_t k = 0; k < len; k++) {
            memcpy(other, words[i], len);
            other[k] = '\x01';
            assert_false(tags_find_text(other, len)->is);
        }
    }
    assert_ptr_not_equal(find("эпизод"), find("епизод"));
}

static void a_word_is_all_of_its_rows(void **state)
{
    (void)state;
    const struct tag *tag = find("us");
    assert_int_equal(tag->is & (TAG_COUNTRY | TAG_DOMAIN), TAG_COUNTRY | TAG_DOMAIN);
    assert_int_equal(tag->ends, TAG_NEVER);
    assert_int_equal(find("hdtv")->ends, TAG_SURE);
    assert_int_equal(find("hdtv")->is & (TAG_FORMAT | TAG_BROADCAST), TAG_FORMAT | TAG_BROADCAST);
    assert_int_equal(find("october")->value, 10);
    assert_int_equal(find("vii")->value, 7);
    assert_int_equal(find("trailer")->is & TAG_CREDITS, TAG_CREDITS);
    assert_int_equal(find("trailer")->value, TAG_EXTRA);
    assert_int_equal(find("trailer")->sets & SET_ODD, SET_ODD);
    assert_false(find("october")->sets & SET_ODD);
}

static bool is_row(const struct tag *tag)
{
    return tag->is || tag->value >= TAG_CATALOGUE;
}

static void every_word_is_folded(void **state)
{
    (void)state;
    static const char *const rows[] = {
#define TAGS(words, is, ends, value) words,
#include "matching/tags.def"
#undef TAGS
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        for (const char *word = rows[i]; *word;) {
            size_t len = strcspn(word, " ");
            assert_true(is_row(tags_find_text(word, len)));
            if (!is_row(tags_find_raw(word, len)))
                fail_msg("\"%.*s\" is not folded", (int)len, word);
            word += len + (word[len] == ' ');
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_words_and_nothing_else), cmocka_unit_test(folds_what_it_looks_up),
        cmocka_unit_test(tells_similar_words_apart),    cmocka_unit_test(a_word_is_all_of_its_rows),
        cmocka_unit_test(every_word_is_folded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
