/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/address.h"

static void a_scheme_makes_an_address(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool address;
    } cases[] = {
        {"https://host.example/tv/a.mkv", true},
        {"HTTPS://host.example/", true},
        {"file:///tv/a.mkv", true},
        {"smb+x-1.0://nas/a.mkv", true},
        {"http://", true},
        {"magnet:?xt=urn:btih:hush", true},
        {"Magnet:?xt=urn:btih:hush", true},
        {"/tv/http://x/y.mkv", false},
        {"tv/http://x/y.mkv", false},
        {"My Show://x.mkv", false},
        {"1http://x/", false},
        {"+://x/", false},
        {"://x/", false},
        {"http:/x", false},
        {"Show: The Query.mkv", false},
        {"magnet", false},
        {"caf\xc3\xa9://x/", false},
        {"", false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        if (address_is(cases[i].text) != cases[i].address)
            fail_msg("%s", cases[i].text);
    }
    assert_true(address_is_file("FILE:///tv/a.mkv"));
    assert_false(address_is_file("files:///tv/a.mkv"));
    assert_false(address_is_file("/file://a"));
}

static void an_address_may_have_a_query(void **state)
{
    (void)state;
    static const struct {
        const char *text, *query;
    } cases[] = {
        {"https://user:pass@host.example:8443/tv/a.mkv?token=hush#t=10", "?token=hush#t=10"},
        {"https://host.example/a#b?c", "#b?c"},
        {"https://host.example?x", "?x"},
        {"https://host.example", NULL},
        {"file:///tv/a?b#c.mkv", NULL},
        {"magnet:?xt=hush", "?xt=hush"},
        {"/tv/a?b#c.mkv", NULL},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *query = address_query(cases[i].text);
        assert_int_equal(query != NULL, cases[i].query != NULL);
        if (query)
            assert_string_equal(query, cases[i].query);
    }
}

static void a_path_is_decoded_without_its_query(void **state)
{
    (void)state;
    static const struct {
        const char *text, *path;
    } cases[] = {
        {"https://host.example/My%20Show/S01E02%2emkv?a=%41#b", "/My Show/S01E02.mkv"},
        {"file:///tv/50%25%3F?b#c.mkv", "/tv/50%??b#c.mkv"},
        {"http://h/%", "/%"},
        {"http://h/%4", "/%4"},
        {"http://h/%4?1", "/%4"},
        {"http://h/%zz%C3%bc", "/%zz\xc3\xbc"},
        {"http://h", ""},
        {"magnet:?dn=Show", ""},
        {"/tv/a%20b.mkv", ""},
    };
    char path[64];
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(address_decode(cases[i].text, path, sizeof(path)), strlen(cases[i].path));
        assert_string_equal(path, cases[i].path);
    }
    memset(path, 'x', sizeof(path));
    assert_int_equal(address_decode("http://h/abc", path, 3), 2);
    assert_string_equal(path, "/a");
    assert_int_equal(path[3], 'x');
}

static void an_address_may_be_of_this_machine(void **state)
{
    (void)state;
    static const struct {
        const char *text, *path; /* NULL: it is not */
    } cases[] = {
        {"file:///tv/50%25%3F?b#c.mkv", "/tv/50%??b#c.mkv"},
        {"archive:///tv/a # 1?.zip|/b@c/d%20.mkv", "/tv/a # 1?.zip//b@c/d%20.mkv"},
        {"archive://a.zip|/b.mkv", "a.zip//b.mkv"},
        {"RAR:///tv/a.rar|b.mkv", "/tv/a.rar/b.mkv"},
        {"edl:///tv/a.mkv;/tv/b.mkv", "/tv/a.mkv"},
        {"edl://a.mkv,10,20", "a.mkv"},
        {"edl://%10%/tv/a;.mkv,1,2;b.mkv", "/tv/a;.mkv"},
        {"edl://%99%/tv/a.mkv", "/tv/a.mkv"},
        {"edl://%x/a.mkv", "%x/a.mkv"},
        {"dvd://3//media/disc", "/media/disc"},
        {"dvd:////media/disc", "/media/disc"},
        {"bd://mpls/800//media/disc", "/media/disc"},
        {"dvd://3", ""},
        {"archive://https://h/a.zip?token=hush|/b.mkv", NULL},
        {"edl://a.mkv;https://h/b.mkv?token=hush", NULL},
        {"archives:///a.zip|/b.mkv", NULL},
        {"https://h/a.zip|/b.mkv", NULL},
        {"/archive://a", NULL},
        {"", NULL},
    };
    char path[64];
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *wanted = cases[i].path ? cases[i].path : "";
        if (address_is_local(cases[i].text) != (cases[i].path != NULL))
            fail_msg("%s", cases[i].text);
        assert_int_equal(address_local_path(cases[i].text, path, sizeof(path)), strlen(wanted));
        assert_string_equal(path, wanted);
    }
    assert_null(address_query("archive:///tv/a?b#c.zip|/d.mkv"));
    assert_non_null(address_query("archive://https://h/a.zip?token=hush|/b.mkv"));
    assert_false(address_leaks("archive:///tv/a?token=tops3cret", "tops3cret"));
    assert_int_equal(address_local_path("edl://abcdef", path, 4), 3);
    assert_string_equal(path, "abc");
}

static void titles_that_leak(void **state)
{
    (void)state;
    static const char address[] = "https://me:hunter2@host.example/Show%20S01E02.mkv"
                                  "?token=tops3cret%2Fx&size=1080&api_key=k3yk3y#frag";
    assert_true(address_leaks(address, "Show S01E02.mkv?token=tops3cret%2Fx&size=1080"));
    assert_true(address_leaks(address, "tops3cret/x"));
    assert_true(address_leaks(address, "Show (k3yk3y)"));
    assert_true(address_leaks(address, "hunter2"));
    assert_true(address_leaks(address, "me:hunter2@host"));
    assert_true(address_leaks("https://host/a?b3c4", "a?b3c4"));
    assert_false(address_leaks(address, "Show S01E02 1080"));
    assert_false(address_leaks(address, ""));
    assert_false(address_leaks("https://host/a?", "Anything"));
    assert_false(address_leaks("/tv/a?token=tops3cret", "tops3cret"));
    assert_false(address_leaks("file:///tv/a?token=tops3cret", "tops3cret"));
    assert_false(address_leaks("magnet:?xt=urn:btih:0123456789", "Show"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_that_leak),
        cmocka_unit_test(a_scheme_makes_an_address),
        cmocka_unit_test(an_address_may_have_a_query),
        cmocka_unit_test(a_path_is_decoded_without_its_query),
        cmocka_unit_test(an_address_may_be_of_this_machine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
