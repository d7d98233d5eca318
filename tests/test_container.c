/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/import/container.h"
#include "tests/importing.h"

static struct container *open_it(const char *path)
{
    struct epi_error err = {0};
    struct container *container = container_open(path, NULL, NULL, &err);
    if (!container)
        fail_msg("%s", err.text);
    return container;
}

static void assert_members(const struct container *container, const char *expected)
{
    char text[512] = "";
    size_t len = 0;
    for (size_t i = 0; i < container_count(container); i++) {
        const struct container_member *member = container_at(container, i);
        len +=
            (size_t)snprintf(text + len, sizeof(text) - len, "%s %s\n", member->path, member->name);
    }
    assert_string_equal(text, expected);
}

static void assert_content(struct container *container, size_t index, const char *expected)
{
    struct epi_error err = {0};
    bool refused = false;
    size_t len = 0;
    struct stream *stream = container_stream(container, index, &refused, &err);
    if (!stream)
        fail_msg("%s", err.text);
    char *text = stream_text(stream, 100, &len, &err);
    assert_non_null(text);
    assert_string_equal(text, expected);
    free(text);
    stream_free(stream);
}

static void a_file_is_one_member(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "a.csv", "x");
    struct container *container = open_it(importing->path);
    assert_true(container_is_file(container));
    assert_string_equal(container_name(container), "a.csv");
    assert_members(container, "a.csv a.csv\n");
    assert_content(container, 0, "x");
    container_free(container);
}

static void a_folder_lists_what_lies_below(void **state)
{
    struct importing *importing = *state;
    char link[600];
    importing_file(importing, "in/b-10.json", "10");
    importing_file(importing, "in/b-9.json", "9");
    importing_file(importing, "in/deep/er/a.csv", "a");
    importing_file(importing, "in/.DS_Store", "junk");
    importing_file(importing, "in/__MACOSX/._a.csv", "junk");
    importing_file(importing, "in/deep/._a.csv", "junk");
    snprintf(link, sizeof(link), "%s/in/link.csv", importing->folder);
    assert_int_equal(symlink("/etc/passwd", link), 0);
    snprintf(link, sizeof(link), "%s/in/fifo.csv", importing->folder);
    assert_int_equal(mkfifo(link, 0600), 0);
    snprintf(link, sizeof(link), "%s/in//", importing->folder);
    struct container *container = open_it(link);
    assert_false(container_is_file(container));
    assert_string_equal(container_name(container), "in");
    assert_members(container, "b-9.json b-9.json\nb-10.json b-10.json\ndeep/er/a.csv a.csv\n");
    assert_content(container, 1, "10");
    assert_content(container, 2, "a");
    container_free(container);
}

static void a_zip_lists_its_files(void **state)
{
    struct importing *importing = *state;
    static const char *const members[] = {
        "top/a.csv", "1", "__MACOSX/top/a.csv", "2", "top/", "", "top/.DS_Store", "3", "b.csv",
        "4",         NULL};
    importing_zip(importing, "x.dat", members, NULL);
    struct container *container = open_it(importing->path);
    assert_false(container_is_file(container));
    assert_members(container, "b.csv b.csv\ntop/a.csv a.csv\n");
    assert_content(container, 0, "4");
    assert_content(container, 1, "1");
    assert_content(container, 0, "4");
    container_free(container);
}

static void a_path_that_climbs_is_not_opened(void **state)
{
    struct importing *importing = *state;
    static const char *const members[] = {"../../a.csv",  "1", "/b.csv",    "2",
                                          "x/..\\c.csv",  "3", "C:\\d.csv", "4",
                                          "x..y/..z.csv", "5", NULL};
    importing_zip(importing, "x.zip", members, NULL);
    struct container *container = open_it(importing->path);
    struct epi_error err = {0};
    size_t climbing = 0;
    for (size_t i = 0; i < container_count(container); i++) {
        bool refused = false;
        if (!container_at(container, i)->climbs) {
            assert_content(container, i, "5");
            continue;
        }
        climbing++;
        assert_null(container_stream(container, i, &refused, &err));
        assert_string_equal(err.text, "leads out of the zip; it is not opened");
    }
    assert_int_equal(climbing, 4);
    container_free(container);
}

/* The size that a member has at most, and that all of them have, is counted as it is read. */
static void a_bomb_ends(void **state)
{
    (void)state;
    struct epi_error err = {0};
    int64_t left = 10;
    char buffer[8];
    struct stream *stream = stream_new_text("12345678", 8, &err);
    stream_limit(stream, 7, &left);
    assert_int_equal(stream_read(stream, buffer, 4, &err), 4);
    assert_int_equal(stream_read(stream, buffer, 4, &err), -1);
    assert_string_equal(err.text,
                        "is far larger unpacked than any export; the rest of it is left out");
    stream_free(stream);
    assert_int_equal(left, 2);
    stream = stream_new_text("123", 3, &err);
    stream_limit(stream, 7, &left);
    assert_int_equal(stream_read(stream, buffer, 8, &err), -1);
    stream_free(stream);
}

static void a_zip_has_bounds(void **state)
{
    struct importing *importing = *state;
    static const char *const members[] = {"a.csv", "12345", "b.csv", "1234", "c.csv", "12", NULL};
    importing_zip(importing, "x.zip", members, NULL);
    struct container *container = open_it(importing->path);
    struct epi_error err = {0};
    bool refused = false;
    size_t len = 0;
    container_bound(container, 4, 10);
    for (size_t i = 0; i < 3; i++) {
        struct stream *stream = container_stream(container, i, &refused, &err);
        char *text = stream_text(stream, 100, &len, &err);
        assert_int_equal(text != NULL, i == 1); /* the first is too large, then all of them */
        free(text);
        stream_free(stream);
    }
    container_free(container);
}

static void what_is_no_file_says_so(void **state)
{
    struct importing *importing = *state;
    char path[600];
    struct epi_error err = {0};
    snprintf(path, sizeof(path), "%s/none", importing->folder);
    assert_null(container_open(path, NULL, NULL, &err));
    assert_non_null(strstr(err.text, "/none: No such file or directory"));
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_null(container_open(path, NULL, NULL, &err));
    assert_non_null(strstr(err.text, "/none is neither a file nor a folder"));
    importing_bytes(importing, "cut.zip", "PK\3\4 and no more", 16);
    assert_null(container_open(importing->path, NULL, NULL, &err));
    assert_int_equal(err.kind, EPI_ERROR_NEVER);
    assert_non_null(strstr(err.text, "cut.zip cannot be read: "));
}

static void patterns_have_stars(void **state)
{
    (void)state;
    assert_true(container_fits("a.csv", "a.csv"));
    assert_true(container_fits("A.CSV", "a.csv"));
    assert_true(container_fits("a-1.csv", "a*.csv"));
    assert_true(container_fits("a.csv", "a*.csv"));
    assert_true(container_fits("a.csv.csv", "*.csv"));
    assert_false(container_fits("a.csv", "b*"));
    assert_false(container_fits("a.csvx", "a*.csv"));
    assert_false(container_fits("xa.csv", "a*.csv"));
    assert_true(container_fits("", "*"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_one_member, importing_setup, importing_teardown),
        cmocka_unit_test_setup_teardown(a_folder_lists_what_lies_below, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(a_zip_lists_its_files, importing_setup, importing_teardown),
        cmocka_unit_test_setup_teardown(a_path_that_climbs_is_not_opened, importing_setup,
                                        importing_teardown),
        cmocka_unit_test(a_bomb_ends),
        cmocka_unit_test_setup_teardown(a_zip_has_bounds, importing_setup, importing_teardown),
        cmocka_unit_test_setup_teardown(what_is_no_file_says_so, importing_setup,
                                        importing_teardown),
        cmocka_unit_test(patterns_have_stars),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
