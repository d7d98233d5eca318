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
    for (int i = 0; i < 32; i++)
        strncat(xml, "<a>", 4);
    size_t len = strlen(xml);
    memcpy(xml + len, "x", 2);
    assert_false(read_text(scene, xml));
    assert_words(scene, EPI_ERROR_NEVER, "no element found");
    assert_non_null(strchr(scene->seen, 'x'));
    memcpy(xml + len, "<a>x</a>", 9);
    tempdir_write(scene->folder, "list.xml", xml, -1);
    assert_refused(scene, "nested too deeply");
    assert_null(strchr(scene->seen, 'x')); /* nothing is read behind it */
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

static bool read_roots(struct scene *scene, const char *xml, size_t len)
{
    struct xml_reader reader = {begin, text, end, scene};
    scene->seen[0] = '\0';
    return xml_read_roots("list.xml", xml, len, &reader, &scene->err);
}

static void several_roots_are_read_and_what_is_around_them_is_not(void **state)
{
    struct scene *scene = *state;
    static const char *const texts[][2] = {
        {"<?xml version='1.0'?>\n<a>x</a>\n<b/><a>y</a>\nhttps://here/?a=1&b=2\n",
         "<a>x/a<b>/b<a>y/a"},
        {"\xef\xbb\xbf\n <?xml version='1.0'?><a/>\n<?xml version='1.0'?><b/><!-- no -->",
         "<a>/a<b>/b"},
        {"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe4</a><a>\xf6</a>", "<a>ä/a<a>ö/a"},
        {"https://here/42", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (!read_roots(scene, texts[i][0], strlen(texts[i][0])))
            fail_msg("%s: %s", texts[i][0], scene->err.text);
        assert_string_equal(scene->seen, texts[i][1]);
    }
    static const char wide[] = "\xff\xfe<\0a\0>\0x\0<\0/\0a\0>";
    assert_true(read_roots(scene, wide, sizeof(wide)));
    assert_string_equal(scene->seen, "<a>x/a");
    assert_false(read_roots(scene, "<a/>\n<b>\n<c></b>", 16));
    assert_words(scene, EPI_ERROR_NEVER, "line 2: mismatched tag");
    assert_string_equal(scene->seen, "<a>/a<b>\n<c>");
    assert_false(read_roots(scene, "<a/><b><c/>", 11));
    assert_words(scene, EPI_ERROR_NEVER, "line 1: no element found");
    assert_false(read_roots(scene, "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", 40));
    assert_words(scene, EPI_ERROR_NEVER, "declares entities");
    assert_false(read_roots(scene, wide, XML_PIECE_MAX + 1));
    assert_words(scene, EPI_ERROR_NEVER, "is too large");
}

/* Gives out a text by three bytes at a time, and fails at "!". */
static ptrdiff_t read_little(void *handle, char *buffer, size_t size, struct epi_error *err)
{
    const char **rest = handle;
    size_t len = strnlen(*rest, size < 3 ? size : 3);
    if (**rest == '!') {
        epi_error_set(err, EPI_ERROR_LATER, "list.xml is gone");
        return -1;
    }
    memcpy(buffer, *rest, len);
    *rest += len;
    return (ptrdiff_t)len;
}

static bool read_from(struct scene *scene, const char *xml)
{
    struct xml_reader reader = {begin, text, end, scene};
    struct xml_source source = {read_little, &xml};
    scene->seen[0] = '\0';
    return xml_read_from("list.xml", &source, MAX, &reader, &scene->err);
}

static void bytes_may_come_from_elsewhere(void **state)
{
    struct scene *scene = *state;
    assert_true(read_from(scene, "<a n='1'>xyz<b/></a>"));
    assert_string_equal(scene->seen, "<a1>xyz<b>/b/a");
    assert_false(read_from(scene, "<a>xyz!"));
    assert_words(scene, EPI_ERROR_LATER, "list.xml is gone");
    assert_false(read_from(scene, "<a>xyz</b>"));
    assert_words(scene, EPI_ERROR_NEVER, "list.xml: line 1: mismatched tag");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin_scene, end_scene)
    const struct CMUnitTest tests[] = {
        TEST(elements_and_texts_come_in_order),
        TEST(what_is_no_xml_is_refused_with_its_line),
        TEST(depth_and_size_are_limited),
        TEST(no_piece_is_long),
        TEST(what_is_no_file_is_refused_at_once),
        TEST(several_roots_are_read_and_what_is_around_them_is_not),
        TEST(bytes_may_come_from_elsewhere),
    };
    return cmocka_run_group_tests_name("xml", tests, NULL, NULL);
}
