/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/xml.h"
#include "tests/doubles/tempdir.h"

enum { MAX = 4096 };

struct scene {
    char *folder;
    char path[512];
    char seen[1024];
    struct epi_error err;
};

static int begin_scene(void **state)
{
    struct scene *scene = calloc(1, sizeof(*scene));
    scene->folder = tempdir_make();
    snprintf(scene->path, sizeof(scene->path), "%s/list.xml", scene->folder);
    *state = scene;
    return 0;
}

static int end_scene(void **state)
{
    struct scene *scene = *state;
    tempdir_remove(scene->folder);
    free(scene);
    return 0;
}

static void add(struct scene *scene, const char *text, size_t len)
{
    size_t used = strlen(scene->seen);
    snprintf(scene->seen + used, sizeof(scene->seen) - used, "%.*s", (int)len, text);
}

static void begin(void *context, const char *name, const char *const *attributes)
{
    add(context, "<", 1);
    add(context, name, strlen(name));
    add(context, xml_attribute(attributes, "n"), strlen(xml_attribute(attributes, "n")));
    add(context, ">", 1);
}

static void text(void *context, const char *piece, size_t len)
{
    add(context, piece, len);
}

static void end(void *context, const char *name)
{
    add(context, "/", 1);
    add(context, name, strlen(name));
}

static bool read_up_to(struct scene *scene, int64_t max)
{
    struct xml_reader reader = {begin, text, end, scene};
    scene->seen[0] = '\0';
    return xml_read(scene->path, max, &reader, &scene->err);
}

static bool read_file(struct scene *scene)
{
    return read_up_to(scene, MAX);
}

static bool read_text(struct scene *scene, const char *xml)
{
    tempdir_write(scene->folder, "list.xml", xml, -1);
    return read_file(scene);
}

static void elements_and_texts_come_in_order(void **state)
{
    struct scene *scene = *state;
    assert_true(read_text(scene, "<?xml version=\"1.0\"?><!-- a list --><a m='0' n='1'>x&amp;y<b/>"
                                 "<b n='&#228;'>z</b></a>"));
    assert_string_equal(scene->seen, "<a1>x&y<b>/b<bä>z/b/a");
}

static void assert_words(const struct scene *scene, enum epi_error_kind kind, const char *words)
{
    assert_int_equal(scene->err.kind, kind);
    if (!strstr(scene->err.text, words) || !strstr(scene->err.text, "list.xml") ||
        strchr(scene->err.text, '\n'))
        fail_msg("%s", scene->err.text);
}

static void assert_refused(struct scene *scene, const char *words)
{
    assert_false(read_file(scene));
    assert_words(scene, EPI_ERROR_NEVER, words);
}

static void what_is_no_xml_is_refused_with_its_line(void **state)
{
    struct scene *scene = *state;
    static const char *const wrong[][2] = {
        {"<a>\n<b></a>", "line 2: mismatched tag"},
        {"<a>\n\n", "line 3: no element found"},
        {"", "line 1: no element found"},
        {"<a>\xff</a>", "line 1: not well-formed"},
        {"{\"json\":1}", "line 1: not well-formed"},
        {"<!DOCTYPE a [<!ENTITY e 'x'>]>\n<a>&e;</a>", "line 1: declares entities"},
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        tempdir_write(scene->folder, "list.xml", wrong[i][0], -1);
        assert_refused(scene, wrong[i][1]);
    }
}

static void depth_and_size_are_limited(void **state)
{
    struct scene *scene = *state;
    char xml[MAX + 2] = "";
    for (int i = 0; i < 33; i++)
        strncat(xml, "<a>", 4);
    tempdir_write(scene->folder, "list.xml", xml, -1);
    assert_refused(scene, "nested too deeply");
    memset(xml, ' ', sizeof(xml) - 1);
    tempdir_write(scene->folder, "list.xml", xml, -1);
    assert_refused(scene, "is too large");
}

/* Writes a list with a piece of that length: a comment, or a tag, which the file may not end. */
static void write_piece(struct scene *scene, const char *begins, size_t len, const char *ends)
{
    char *xml = malloc(len + 64);
    int used = snprintf(xml, 32, "<a>%s", begins);
    memset(xml + used, 'x', len);
    snprintf(xml + used + len, 32, "%s", ends);
    tempdir_write(scene->folder, "list.xml", xml, -1);
    free(xml);
}

static void no_piece_is_long(void **state)
{
    struct scene *scene = *state;
    enum { MUCH = 8 * XML_PIECE_MAX };
    write_piece(scene, "<!--", XML_PIECE_MAX - 1024, "--></a>");
    assert_true(read_up_to(scene, MUCH));
    static const char *const pieces[][2] = {{"<!--", ""}, {"<b n='", ""}, {"<b n='", "'/></a>"}};
    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        write_piece(scene, pieces[i][0], 3 * XML_PIECE_MAX, pieces[i][1]);
        assert_false(read_up_to(scene, MUCH));
        assert_words(scene, EPI_ERROR_NEVER, "a piece is too long");
    }
}

static void what_is_no_file_is_refused_at_once(void **state)
{
    struct scene *scene = *state;
    assert_false(read_file(scene));
    assert_words(scene, EPI_ERROR_LATER, "cannot be read: "); /* it may come */
    assert_int_equal(mkdir(scene->path, 0700), 0);
    assert_refused(scene, "is a folder");
    assert_int_equal(rmdir(scene->path), 0);
    assert_int_equal(mkfifo(scene->path, 0600), 0);
    assert_refused(scene, "is not a regular file");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin_scene, end_scene)
    const struct CMUnitTest tests[] = {
        TEST(elements_and_texts_come_in_order),   TEST(what_is_no_xml_is_refused_with_its_line),
        TEST(depth_and_size_are_limited),         TEST(no_piece_is_long),
        TEST(what_is_no_file_is_refused_at_once),
    };
    return cmocka_run_group_tests_name("xml", tests, NULL, NULL);
}
