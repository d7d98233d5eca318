/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/client/veil.h"

#define HIDDEN "\xe2\x80\xa6"

static void assert_shown(const struct veil *veil, const char *text, const char *shown)
{
    char *veiled = veil_text(veil, text);
    assert_string_equal(veiled, shown);
    free(veiled);
}

static struct veil *make(bool open)
{
    struct veil *veil = veil_new(open);
    assert_non_null(veil);
    assert_true(veil_secret(veil, "5ca1ab1e"));
    assert_true(veil_secret(veil, "abc")); /* too short to be one */
    assert_true(veil_private(veil, "Lost in Space"));
    assert_true(veil_private(veil, "Lost"));
    assert_true(veil_private(veil, "/media/me and you"));
    assert_true(veil_private(veil, ""));
    return veil;
}

static void secrets_are_nowhere(void **state)
{
    (void)state;
    for (int open = 0; open < 2; open++) {
        struct veil *veil = make(open);
        assert_shown(veil, "x5ca1ab1ey 5CA1AB1E", "x" HIDDEN "y " HIDDEN);
        assert_shown(veil, "5ca1ab1e5ca1ab1", HIDDEN "5ca1ab1");
        assert_shown(veil, "abc", "abc");
        assert_shown(veil, "", "");
        veil_free(veil);
    }
}

static void names_are_hidden_as_words(void **state)
{
    (void)state;
    struct veil *veil = make(false);
    assert_shown(veil, "no series lost; Lost in space, Lostprophets, Flost",
                 "no series " HIDDEN "; " HIDDEN ", Lostprophets, Flost");
    assert_shown(veil, "aLost zLost ALost ZLost 0Lost 9Lost \xc2\xa0Lost",
                 "aLost zLost ALost ZLost 0Lost 9Lost \xc2\xa0Lost");
    assert_shown(veil, "Losta Lostz LostA LostZ Lost0 Lost9 Lost\xc2\xa0",
                 "Losta Lostz LostA LostZ Lost0 Lost9 Lost\xc2\xa0");
    assert_shown(veil, "@Lost[Lost`Lost{Lost/Lost:",
                 "@" HIDDEN "[" HIDDEN "`" HIDDEN "{" HIDDEN "/" HIDDEN ":");
    assert_shown(veil, "in /media/me and you/x: no", "in " HIDDEN ": no");
    veil_free(veil);
    veil = make(true);
    assert_shown(veil, "no Lost in /media/me and you", "no Lost in /media/me and you");
    veil_free(veil);
}

static void paths_and_quotations_are_hidden(void **state)
{
    (void)state;
    struct veil *veil = make(false);
    assert_shown(veil, "cannot read /etc/a.conf: no (in ~/b)",
                 "cannot read " HIDDEN ": no (in " HIDDEN ")");
    assert_shown(veil, "/a", HIDDEN);
    assert_shown(veil, "and/or 1 / 2, https://a.example/b", "and/or 1 / 2, https://a.example/b");
    assert_shown(veil, "unknown \"osdd\"; did you mean \"osd\"?",
                 "unknown \"" HIDDEN "\"; did you mean \"osd\"?");
    assert_shown(veil, "Which series is \xe2\x80\x9cThe Show\xe2\x80\x9d? \"\" \"open",
                 "Which series is \xe2\x80\x9c" HIDDEN "\xe2\x80\x9d? \"\" \"" HIDDEN);
    veil_free(veil);
}

static void what_was_typed_is_hidden_even_with_an_open_veil(void **state)
{
    (void)state;
    struct veil *veil = make(true);
    assert_shown(veil, "/a/b: invalid \"key\" for osd", "/a/b: invalid \"key\" for osd");
    char *typed = veil_typed(veil, "/a/b: invalid \"key\" for \"osd\"");
    assert_string_equal(typed, "/a/b: invalid \"" HIDDEN "\" for \"osd\"");
    free(typed);
    veil_free(veil);
    veil_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(secrets_are_nowhere),
        cmocka_unit_test(names_are_hidden_as_words),
        cmocka_unit_test(paths_and_quotations_are_hidden),
        cmocka_unit_test(what_was_typed_is_hidden_even_with_an_open_veil),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
