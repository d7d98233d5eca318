/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/base64.h"

/* RFC 4648, 10. */
static const struct {
    const char *bytes, *text;
} vectors[] = {
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
};

static void bytes_become_text_and_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        size_t count = strlen(vectors[i].bytes);
        char text[BASE64_SIZE(6)], url[BASE64_SIZE(6)], back[6];
        size_t len = base64_write(vectors[i].bytes, count, text, sizeof(text));
        assert_string_equal(text, vectors[i].text);
        assert_int_equal(len, strlen(text));
        size_t url_len = base64_write_url(vectors[i].bytes, count, url, sizeof(url));
        assert_int_equal(url_len, strlen(url));
        assert_int_equal(strlen(url), strcspn(text, "="));
        assert_int_equal(strncmp(url, text, url_len), 0);
        assert_int_equal(base64_read(text, len, back, sizeof(back)), count);
        assert_int_equal(memcmp(back, vectors[i].bytes, count), 0);
        assert_int_equal(base64_read(url, url_len, back, sizeof(back)), count);
    }
}

static void urls_have_an_alphabet_of_their_own(void **state)
{
    static const unsigned char bytes[] = {0xfb, 0xff, 0xbf};
    char text[BASE64_SIZE(3)];
    unsigned char back[3];
    (void)state;
    base64_write(bytes, 3, text, sizeof(text));
    assert_string_equal(text, "+/+/");
    base64_write_url(bytes, 3, text, sizeof(text));
    assert_string_equal(text, "-_-_");
    assert_int_equal(base64_read("-_+/", 4, back, sizeof(back)), 3);
    assert_memory_equal(back, bytes, 3);
}

static void what_is_not_base64_has_no_bytes(void **state)
{
    static const char *const bad[] = {"Zm 9v", "Zm9v*", "Zm9\xc3\xa4"};
    char back[6];
    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(base64_read(bad[i], strlen(bad[i]), back, sizeof(back)), 0);
    assert_int_equal(base64_read("Zm9\0", 4, back, sizeof(back)), 0);
    assert_int_equal(base64_read("Zm9vYmFy", 8, back, 5), 0); /* six bytes */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_become_text_and_back),
        cmocka_unit_test(urls_have_an_alphabet_of_their_own),
        cmocka_unit_test(what_is_not_base64_has_no_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
