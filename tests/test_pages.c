/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "core/journal/pages.h"
#include "tests/doubles/place.h"
#include "tests/doubles/tempdir.h"

enum { SMALL = 512, SECTOR = 512, PAGE = 4096, LEAF = 13, LEAF_HEAD = 8, ROOTS_MAX = 8 };

/* A file of SQLite's, and the same as it was before it was damaged: "good", beside it. */
struct file {
    char *folder;
    char path[4200];
    unsigned char *good;
    size_t len;
    int page; /* how many bytes one has */
    int64_t roots[ROOTS_MAX];
    size_t count;
};

static int begin_file(void **state)
{
    struct file *file = calloc(1, sizeof(*file));
    file->folder = tempdir_make();
    snprintf(file->path, sizeof(file->path), "%s/rows", file->folder);
    *state = file;
    return 0;
}

static int end_file(void **state)
{
    struct file *file = *state;
    tempdir_remove(file->folder);
    free(file->good);
    free(file);
    return 0;
}

/* ---- What SQLite makes and reads ---- */

static struct sqlite3 *open_rows(const struct file *file)
{
    char sql[4400];
    struct sqlite3 *db;
    assert_int_equal(sqlite3_open(file->path, &db), SQLITE_OK);
    snprintf(sql, sizeof(sql), "ATTACH '%s/good' AS good", file->folder);
    if (file->good)
        assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    return db;
}

/* The first value that a query finds. */
static int64_t number(const struct file *file, const char *sql)
{
    struct sqlite3 *db = open_rows(file);
    struct sqlite3_stmt *rows;
    if (sqlite3_prepare_v2(db, sql, -1, &rows, NULL) != SQLITE_OK ||
        sqlite3_step(rows) != SQLITE_ROW)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    int64_t value = sqlite3_column_int64(rows, 0);
    sqlite3_finalize(rows);
    sqlite3_close(db);
    return value;
}

/* How many rows of a table are as they were: each is found by its id. SQLite may count bytes of
 * rows that are gone, and nothing else is wrong. */
static int64_t kept(const struct file *file, const char *table)
{
    char sql[512];
    snprintf(sql, sizeof(sql),
             "SELECT count(*) FROM good.%s g CROSS JOIN main.%s m ON m.id = g.id AND m.v IS g.v",
             table, table);
    int64_t found = number(file, sql);
    snprintf(sql, sizeof(sql), "SELECT count(*) FROM main.%s", table);
    assert_int_equal(number(file, sql), found); /* and no others */
    snprintf(sql, sizeof(sql),
             "SELECT count(*) FROM pragma_integrity_check('%s')"
             " WHERE integrity_check <> 'ok' AND integrity_check NOT LIKE '%%Fragmentation of %%'",
             table);
    assert_int_equal(number(file, sql), 0);
    return found;
}

/* Takes what stands in the file as what is good. */
static void take_good(struct file *file)
{
    struct sqlite3 *db = open_rows(file);
    struct sqlite3_stmt *rows;
    sqlite3_prepare_v2(db, "SELECT rootpage FROM sqlite_schema ORDER BY rootpage", -1, &rows, NULL);
    for (file->count = 0; sqlite3_step(rows) == SQLITE_ROW; file->count++) {
        assert_true(file->count < ROOTS_MAX);
        file->roots[file->count] = sqlite3_column_int64(rows, 0);
    }
    sqlite3_finalize(rows);
    sqlite3_close(db);
    free(file->good);
    file->good = (unsigned char *)place_read(file->path, &file->len);
    tempdir_write(file->folder, "good", (char *)file->good, file->len);
}

/* Makes the file by statements. reserved: bytes at the end of each page that are left alone. */
static void make(struct file *file, int page, int reserved, const char *sql)
{
    char size[64];
    struct sqlite3 *db;
    free(file->good);
    file->good = NULL;
    unlink(file->path);
    assert_int_equal(sqlite3_open(file->path, &db), SQLITE_OK);
    snprintf(size, sizeof(size), "PRAGMA page_size = %d", page);
    assert_int_equal(sqlite3_exec(db, size, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
    sqlite3_exec(db, "PRAGMA secure_delete = OFF", NULL, NULL, NULL);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    sqlite3_close(db);
    file->page = page;
    take_good(file);
}

/* ---- What damages and mends it ---- */

static void put(const struct file *file, int64_t at, const void *bytes, size_t len)
{
    int fd = open(file->path, O_WRONLY | O_CLOEXEC);
    assert_int_equal(pwrite(fd, bytes, len, at), (ssize_t)len);
    close(fd);
}

static void put_byte(const struct file *file, int64_t at, int byte)
{
    unsigned char one = (unsigned char)byte;
    put(file, at, &one, 1);
}

static int64_t place_of(const struct file *file, int64_t page)
{
    return (page - 1) * file->page;
}

static void harm_page(const struct file *file, int64_t page)
{
    char *noise = malloc((size_t)file->page);
    memset(noise, 0x5a, (size_t)file->page);
    put(file, place_of(file, page), noise, (size_t)file->page);
    free(noise);
}

static void put_back(const struct file *file)
{
    tempdir_write(file->folder, "rows", (const char *)file->good, file->len);
}

static bool try_mend(const struct file *file, int flags, bool of_another)
{
    int fd = open(file->path, flags | O_CLOEXEC);
    bool ok = pages_mend(fd, file->roots, file->count, of_another);
    close(fd);
    return ok;
}

static void mend(const struct file *file)
{
    assert_true(try_mend(file, O_RDWR, false));
}

static int two_bytes(const unsigned char *at)
{
    return at[0] << 8 | at[1];
}

/* Where a row begins in a good page. */
static int row_at(const struct file *file, int64_t page, int nth)
{
    return two_bytes(file->good + place_of(file, page) + LEAF_HEAD + (ptrdiff_t)2 * nth);
}

static int rows_in(const struct file *file, int64_t page)
{
    assert_int_equal(file->good[place_of(file, page)], LEAF);
    return two_bytes(file->good + place_of(file, page) + 3);
}

/* Pages of a kind in the good file. */
static int64_t page_of(const struct file *file, const char *which, int nth)
{
    char sql[512];
    snprintf(sql, sizeof(sql),
             "SELECT coalesce((SELECT pageno FROM dbstat('good') WHERE %s ORDER BY path LIMIT 1"
             " OFFSET %d), 0)",
             which, nth);
    return number(file, sql);
}

/* ---- What is sound ---- */

/* Rows of every length up to the most, and of lengths just around those at which they need one more
 * page; values of every kind; ids of every length. */
static const char of_all_kinds[] =
    "CREATE TABLE a (id INTEGER PRIMARY KEY, v, w);"
    "CREATE TABLE b (id INTEGER PRIMARY KEY, v, w);"
    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1700)"
    " INSERT INTO a SELECT i, CAST(zeroblob(i) AS TEXT), x'01' FROM n;"
    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 70),"
    " p(s) AS (SELECT page_size FROM pragma_page_size),"
    " k(s) AS (SELECT s FROM p UNION SELECT 2 * s FROM p UNION SELECT 32 * s / 255 + s FROM p)"
    " INSERT INTO a (v) SELECT zeroblob(s + 20 - i) FROM n, k;"
    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 62)"
    " INSERT INTO b SELECT (1 << i) * s + CASE WHEN i > 4 THEN j ELSE 0 END, v, 1.5 FROM n,"
    " (SELECT 1 AS s UNION SELECT -1),"
    " (SELECT 0 AS j, NULL AS v UNION SELECT 1, 0 UNION SELECT 2, 1 UNION SELECT 3, 100"
    "  UNION SELECT 4, 30000 UNION SELECT 5, 8000000 UNION SELECT 6, 2000000000"
    "  UNION SELECT 7, 1 << 46 UNION SELECT 8, 1 << 61 UNION SELECT 9, '' UNION SELECT 10, x''"
    "  UNION SELECT 11, 0.25) WHERE i > 4 OR j = 0;";

static void test_what_is_sound_stays_as_it_is(void **state)
{
    static const struct {
        int page;
        int reserved;
    } cases[] = {{SMALL, 0}, {SMALL, 32}, {1024, 7}, {PAGE, 0}, {65536, 0}};
    struct file *file = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        make(file, cases[i].page, cases[i].reserved, of_all_kinds);
        mend(file);
        size_t len;
        char *after = place_read(file->path, &len);
        assert_int_equal(len, file->len);
        assert_memory_equal(after, file->good, len);
        free(after);
    }
}

/* All that a page is about to say anew is said as SQLite reads it. */
static void test_what_is_above_pages_is_made_again_from_them(void **state)
{
    struct file *file = *state;
    static const int sizes[] = {SMALL, 1024};
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        make(file, sizes[i], 0, of_all_kinds);
        int64_t a = kept(file, "a"), b = kept(file, "b"), page;
        for (int nth = 0; (page = page_of(file, "pagetype = 'internal'", nth)); nth++) {
            harm_page(file, page);
            mend(file);
            if (kept(file, "a") != a || kept(file, "b") != b)
                fail_msg("page %d", (int)page);
            put_back(file);
        }
    }
}

/* ---- Pages ---- */

/* 300 rows, below pages that are below another; and 400 that are deleted, on pages so many that
 * their list needs two. */
static const char with_free_pages[] =
    "CREATE TABLE a (id INTEGER PRIMARY KEY, v);"
    "CREATE TABLE b (id INTEGER PRIMARY KEY, v);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700)"
    " INSERT INTO a SELECT i, hex(zeroblob(70)) || i FROM n;"
    "INSERT INTO b SELECT id, v FROM a WHERE id < 40;"
    "DELETE FROM a WHERE id > 300";

static void test_a_page_costs_the_rows_on_it(void **state)
{
    struct file *file = *state;
    make(file, SMALL, 0, with_free_pages);
    assert_true(number(file, "PRAGMA freelist_count") > 130);
    int64_t all = kept(file, "a") + kept(file, "b"), page;
    int nth = 0;
    assert_int_equal(all, 339);
    for (; (page = page_of(file, "name IN ('a', 'b')", nth)); nth++) {
        int64_t rows = file->good[place_of(file, page)] == LEAF ? rows_in(file, page) : 0;
        harm_page(file, page);
        mend(file);
        if (kept(file, "a") + kept(file, "b") != all - rows)
            fail_msg("page %d", (int)page);
        put_back(file);
    }
    assert_true(nth > 100);
}

static void test_a_free_page_costs_nothing(void **state)
{
    struct file *file = *state;
    make(file, SMALL, 0, with_free_pages);
    for (int64_t page = 2; page <= number(file, "PRAGMA good.page_count"); page += 7) {
        char which[64];
        snprintf(which, sizeof(which), "pageno = %d", (int)page);
        if (page_of(file, which, 0))
            continue;
        harm_page(file, page);
        mend(file);
        assert_int_equal(kept(file, "a"), 300);
        assert_int_equal(kept(file, "b"), 39);
        put_back(file);
    }
}

/* Without their list, free pages look like those of a table: more than one page can lead to. */
static void test_a_damaged_list_of_free_pages_is_survived(void **state)
{
    struct file *file = *state;
    make(file, SMALL, 0, with_free_pages);
    put(file, 32, "\0\0\0\0\0\0\0\0", 8);
    harm_page(file, page_of(file, "name = 'a' AND path = '/'", 0));
    mend(file);
    assert_int_equal(number(file, "SELECT count(*) FROM b"), 39);
}

/* Of so many that their numbers need more than two bytes. */
static void test_a_long_file(void **state)
{
    struct file *file = *state;
    make(file, SMALL, 0, "CREATE TABLE a (id INTEGER PRIMARY KEY, v)");
    assert_int_equal(truncate(file->path, (off_t)SMALL * 65540), 0);
    put(file, 28, "\0\1\0\4", 4);
    number(file, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)"
                 " INSERT INTO a SELECT i, hex(zeroblob(100)) FROM n RETURNING 1");
    take_good(file);
    int64_t page = page_of(file, "name = 'a' AND pagetype = 'leaf'", 0);
    harm_page(file, page);
    mend(file);
    assert_int_equal(kept(file, "a"), 200 - rows_in(file, page));
    put_back(file);
    harm_page(file, file->roots[0]);
    mend(file);
    assert_int_equal(kept(file, "a"), 200);
}

/* Each leads to the next, deeper than SQLite goes and than a stack is. */
static void test_a_long_chain_of_pages_is_left(void **state)
{
    enum { LINKS = 40000 };
    struct file *file = *state;
    make(file, SMALL, 0,
         "CREATE TABLE a (id INTEGER PRIMARY KEY, v); CREATE TABLE b (id INTEGER PRIMARY KEY, v);"
         "INSERT INTO b VALUES (1, 'one')");
    unsigned char *chain = calloc(LINKS, SMALL);
    for (int i = 0; i < LINKS; i++) {
        unsigned char *page = chain + (ptrdiff_t)i * SMALL;
        int64_t next = 4 + (i + 1) % LINKS;
        const unsigned char head[] = {5, 0, 0, 0, 1, 1, 0xf8, 0, 0, 0, 0, 2, 1, 0xf8};
        const unsigned char cell[] = {0, 0, (unsigned char)(next >> 8 & 0xff),
                                      (unsigned char)(next & 0xff), 1};
        memcpy(page, head, sizeof(head));
        memcpy(page + 0x1f8, cell, sizeof(cell));
    }
    put(file, place_of(file, 4), chain, (size_t)LINKS * SMALL);
    put(file, place_of(file, file->roots[0]), chain, SMALL);
    free(chain);
    int fd = open(file->path, O_RDWR | O_CLOEXEC);
    assert_true(pages_open_end(fd));
    close(fd);
    mend(file);
    assert_int_equal(kept(file, "b"), 1);
}

/* It is not known to which of the two what is left belongs. */
static void test_rows_never_change_the_table(void **state)
{
    struct file *file = *state;
    make(file, SMALL, 0, with_free_pages);
    harm_page(file, page_of(file, "name = 'a' AND path = '/'", 0));
    harm_page(file, page_of(file, "name = 'b' AND path = '/'", 0));
    mend(file);
    assert_int_equal(kept(file, "a"), 0);
    assert_int_equal(kept(file, "b"), 0);
}

static void test_without_its_own_schema_nothing_is_guessed(void **state)
{
    struct file *file = *state;
    make(file, SMALL, 0, with_free_pages);
    harm_page(file, page_of(file, "name = 'a' AND path = '/'", 0));
    assert_true(try_mend(file, O_RDWR, true));
    assert_int_equal(kept(file, "a"), 0);
    assert_int_equal(kept(file, "b"), 39);
}

/* A page to which two lead is of the first. */
static void test_a_page_is_of_one_table(void **state)
{
    struct file *file = *state;
    make(file, SMALL, 0, with_free_pages);
    int64_t own = page_of(file, "name = 'b' AND path = '/000/'", 0);
    int64_t others = page_of(file, "name = 'a' AND pagetype = 'leaf'", 0);
    int64_t root = page_of(file, "name = 'b' AND path = '/'", 0);
    unsigned char *page = file->good + place_of(file, root);
    put_byte(file, place_of(file, root) + two_bytes(page + 12) + 3, (int)others);
    assert_true(others < 256);
    mend(file);
    assert_int_equal(kept(file, "a"), 300);
    assert_int_equal(kept(file, "b"), 39 - rows_in(file, own));
}

/* What is below a page must be in order, in the file, and not the page itself. */
static void test_a_page_above_others_is_checked(void **state)
{
    struct file *file = *state;
    make(file, SMALL, 0, with_free_pages);
    int64_t page = page_of(file, "name = 'a' AND pagetype = 'internal' AND path <> '/'", 0);
    int64_t start = place_of(file, page);
    const unsigned char *good = file->good + start;
    int second = two_bytes(good + 12 + 2), last = page > 255 ? -1 : (int)page;
    const struct {
        int at;
        int bytes[4];
    } cases[] = {
        {second, {0, 0, 0, last}},                          /* leads to itself */
        {8, {0, 0, 0, last}},                               /* so does the last */
        {second, {0, 0, 0, 0}},                             /* to none */
        {second, {0, 0, 0, 1}},                             /* to the schema */
        {8, {0, 1, 0, 0}},                                  /* beyond the file */
        {12 + 2, {SMALL / 256, 0, good[16], good[17]}},     /* begins at the end */
        {12 + 2, {1, 0xfc, good[16], good[17]}},            /* and just before it */
        {12 + 2, {0, 20, good[16], good[17]}},              /* and in the list of them */
        {12 + 2, {good[12], good[13], good[16], good[17]}}, /* the same twice */
        {3, {0, 0, good[5], good[6]}},                      /* has none */
        {3, {0, 200, good[5], good[6]}},                    /* more than fit */
        {0, {2, good[1], good[2], good[3]}},                /* is of an index */
    };
    assert_true(last > 0);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        for (int k = 0; k < 4; k++)
            put_byte(file, start + cases[i].at + k, cases[i].bytes[k]);
        mend(file);
        if (kept(file, "a") != 300 || kept(file, "b") != 39)
            fail_msg("case %d", (int)i);
        put_back(file);
    }
}

/* SQLite takes no page above only one other, and none above none. */
static void test_what_is_left_of_a_small_table(void **state)
{
    static const int64_t left[] = {0, 1, 2};
    static const int sizes[] = {SMALL, PAGE, 65536};
    struct file *file = *state;
    for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
        make(file, sizes[s], 0,
             "CREATE TABLE a (id INTEGER PRIMARY KEY, v);"
             "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10)"
             " INSERT INTO a SELECT i, zeroblob(s / 4 - 15) FROM n,"
             " (SELECT page_size AS s FROM pragma_page_size)");
        assert_int_equal(page_of(file, "pagetype = 'leaf' AND name = 'a'", 3), 0);
        for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++) {
            int64_t rows = 0, page;
            for (int nth = 0; (page = page_of(file, "pagetype = 'leaf' AND name = 'a'", nth));
                 nth++) {
                if (nth >= left[i])
                    harm_page(file, page);
                else
                    rows += rows_in(file, page);
            }
            mend(file);
            assert_int_equal(kept(file, "a"), rows);
            put_back(file);
        }
    }
}

/* A table may be one page, of which nothing is left, or one that never had a row. */
static void test_a_table_of_one_page(void **state)
{
    struct file *file = *state;
    make(file, PAGE, 0,
         "CREATE TABLE a (id INTEGER PRIMARY KEY, v); CREATE TABLE b (id INTEGER PRIMARY KEY, v);"
         "CREATE TABLE c (id INTEGER PRIMARY KEY, v); INSERT INTO a VALUES (1, 'one');"
         "INSERT INTO c VALUES (1, 'one'), (2, 'two')");
    harm_page(file, file->roots[0]);
    mend(file);
    assert_int_equal(kept(file, "a"), 0);
    assert_int_equal(kept(file, "b"), 0);
    assert_int_equal(kept(file, "c"), 2);
    assert_int_equal(number(file, "INSERT INTO a VALUES (7, 'more') RETURNING id"), 7);
}

/* ---- Rows ---- */

/* Rows of 100 bytes, 40 on a page, of which every sector has some. */
static const char of_a_hundred_bytes[] =
    "CREATE TABLE a (id INTEGER PRIMARY KEY, v);"
    "WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 1150)"
    " INSERT INTO a SELECT i, substr(hex(zeroblob(50)), 1, 93) FROM n";

/* How many rows of a page have a byte in the sector in which one begins. */
static int beside(const struct file *file, int64_t page, int nth, int len)
{
    int count = 0;
    for (int i = 0; i < rows_in(file, page); i++) {
        int start = row_at(file, page, i), sector = row_at(file, page, nth) / SECTOR;
        count += start / SECTOR <= sector && (start + len - 1) / SECTOR >= sector;
    }
    return count;
}

static void test_a_damaged_row_costs_those_beside_it(void **state)
{
    struct file *file = *state;
    make(file, PAGE, 0, of_a_hundred_bytes);
    int64_t page = page_of(file, "name = 'a' AND pagetype = 'leaf'", 1);
    int len = row_at(file, page, 0) - row_at(file, page, 1);
    static const struct {
        int at; /* the length of the row, of its head, its types */
        int byte;
    } cases[] = {{0, 96}, {0, 98},  {0, 0}, {3, 0},  {3, 2},  {3, 3},
                 {3, 5},  {3, 255}, {4, 1}, {4, 10}, {4, 11}, {5, 0}};
    for (int nth = 0; nth < rows_in(file, page); nth++) {
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
            int64_t at = place_of(file, page) + row_at(file, page, nth) + cases[i].at;
            if (file->good[at] == cases[i].byte)
                fail_msg("case %d changes nothing", (int)i);
            put_byte(file, at, cases[i].byte);
            mend(file);
            if (kept(file, "a") != 151 - beside(file, page, nth, len))
                fail_msg("row %d, case %d: %d", nth, (int)i, (int)kept(file, "a"));
            put_back(file);
        }
    }
}

/* Rows that are at the wrong place are no rows; those that are sound stay. */
static void test_rows_are_in_order(void **state)
{
    struct file *file = *state;
    make(file, PAGE, 0, of_a_hundred_bytes);
    int64_t page = page_of(file, "name = 'a' AND pagetype = 'leaf'", 1);
    const unsigned char *list = file->good + place_of(file, page) + LEAF_HEAD;
    int last = rows_in(file, page) - 1, id = row_at(file, page, last) + 1;
    const struct {
        int at;
        int bytes[2];
        int lost;
    } cases[] = {
        {LEAF_HEAD + 4, {list[6], list[7]}, 1}, /* one twice: not the other between them */
        {LEAF_HEAD + 4, {0xff, 0xff}, 1},       /* beyond the page */
        {LEAF_HEAD + 4, {PAGE / 256, 0}, 1},    /* at its end */
        {LEAF_HEAD + 4, {0x0f, 0xff}, beside(file, page, 0, 100)}, /* at its last byte */
        {LEAF_HEAD + 4, {0, LEAF_HEAD - 1}, 1 + beside(file, page, last, 100)}, /* in its head */
        {row_at(file, page, 0) + 1, {0x80, 1}, 1}, /* an id of the page before */
        {id, {0xff, 0x7f}, 1},                     /* and of the one after */
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        for (int k = 0; k < 2; k++)
            put_byte(file, place_of(file, page) + cases[i].at + k, cases[i].bytes[k]);
        mend(file);
        if (kept(file, "a") != 151 - cases[i].lost)
            fail_msg("case %d: %d", (int)i, (int)kept(file, "a"));
        put_back(file);
    }
    put_byte(file, place_of(file, page) + 3, 0x10); /* more rows than a page has room for */
    mend(file);
    assert_int_equal(kept(file, "a"), 151 - rows_in(file, page));
}

/* A row that goes on over four pages ends early. */
static void test_a_row_is_lost_if_a_part_of_it_is(void **state)
{
    struct file *file = *state;
    make(file, PAGE, 0,
         "CREATE TABLE a (id INTEGER PRIMARY KEY, v);"
         "INSERT INTO a VALUES (1, 'one'), (2, zeroblob(4 * 4092 + 100)), (3, 'three'),"
         " (4, zeroblob(2000 + 4092))");
    for (int nth = 0; nth < 6; nth++) {
        int64_t page = page_of(file, "pagetype = 'overflow' AND path LIKE '/001+%'", nth / 2);
        put(file, place_of(file, page), nth % 2 ? "\0\0\0\0" : "\0\1\0\0", 4);
        mend(file);
        assert_int_equal(kept(file, "a"), 3);
        put_back(file);
    }
    assert_true(page_of(file, "pagetype = 'overflow' AND path LIKE '/001+%'", 3));
    assert_int_equal(page_of(file, "pagetype = 'overflow' AND path LIKE '/001+%'", 4), 0);
    assert_int_equal(page_of(file, "pagetype = 'overflow' AND path LIKE '/003+%'", 1), 0);
    assert_int_equal(truncate(file->path, (off_t)file->len - file->page), 0);
    int fd = open(file->path, O_RDWR | O_CLOEXEC);
    assert_true(pages_open_end(fd));
    close(fd);
    mend(file);
    assert_int_equal(kept(file, "a"), 3);
}

/* ---- Files ---- */

static bool opens(const struct file *file)
{
    int fd = open(file->path, O_RDWR | O_CLOEXEC);
    bool ok = pages_open_end(fd);
    assert_int_equal(ok, pages_mend(fd, NULL, 0, false));
    close(fd);
    return ok;
}

static void test_what_is_no_database(void **state)
{
    struct file *file = *state;
    make(file, SMALL, 32, of_a_hundred_bytes);
    assert_true(opens(file));
    static const struct {
        int at;
        int byte;
    } cases[] = {{0, 's'}, {15, 1}, {16, 1}, {17, 1}, {16, 3}, {20, 33}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        put_back(file);
        put_byte(file, cases[i].at, cases[i].byte);
        if (cases[i].at == 16 && cases[i].byte == 1)
            assert_true(file->good[16] == 2); /* 256 */
        assert_false(opens(file));
    }
    tempdir_write(file->folder, "rows", (const char *)file->good, 99);
    assert_false(opens(file));
}

/* The length of the file is what counts, not what its first page says. */
static void test_a_file_is_as_long_as_it_is(void **state)
{
    struct file *file = *state;
    make(file, PAGE, 0, of_a_hundred_bytes);
    put(file, 28, "\0\0\0\2", 4);
    assert_true(opens(file));
    assert_int_equal(kept(file, "a"), 151);
}

static void test_what_cannot_be_written_is_said(void **state)
{
    struct file *file = *state;
    make(file, SMALL, 0, with_free_pages);
    assert_true(try_mend(file, O_RDONLY, false)); /* nothing to do */
    harm_page(file, page_of(file, "name = 'a' AND pagetype = 'leaf'", 0));
    assert_false(try_mend(file, O_RDONLY, false));
    put_back(file);
    harm_page(file, file->roots[0]);
    assert_false(try_mend(file, O_RDONLY, true));
}

/* A schema of several pages, over noise; the rows are the file's own. */
static void test_the_schema_of_another_file(void **state)
{
    struct file *file = *state;
    char sql[4096] = "";
    for (int i = 0; i < 6; i++) {
        snprintf(sql + strlen(sql), sizeof(sql) - strlen(sql),
                 "CREATE TABLE %c (id INTEGER PRIMARY KEY, v TEXT DEFAULT '%0200d');", 'a' + i, i);
    }
    snprintf(sql + strlen(sql), sizeof(sql) - strlen(sql),
             "INSERT INTO a VALUES (1, 'one'); INSERT INTO f VALUES (6, 'six')");
    make(file, SMALL, 0, sql);
    int64_t pages[9] = {0};
    for (int i = 0; i < 8; i++)
        pages[i] = page_of(file, "name = 'sqlite_schema'", i);
    assert_true(pages[3] && !pages[7]);
    for (int i = 0; pages[i]; i++)
        harm_page(file, pages[i]);
    snprintf(sql, sizeof(sql), "%s/good", file->folder);
    struct sqlite3 *db;
    assert_int_equal(sqlite3_open(sql, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM f", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    int from = open(sql, O_RDONLY | O_CLOEXEC), to = open(file->path, O_RDWR | O_CLOEXEC);
    assert_true(pages_take_schema(from, to));
    assert_false(pages_take_schema(from, from)); /* it is not to be written */
    close(from);
    close(to);
    tempdir_write(file->folder, "good", (char *)file->good, file->len);
    mend(file);
    assert_int_equal(kept(file, "a"), 1);
    assert_int_equal(kept(file, "f"), 1);
}

int main(void)
{
#define WITH_FILE(test) cmocka_unit_test_setup_teardown(test, begin_file, end_file)
    const struct CMUnitTest tests[] = {
        WITH_FILE(test_what_is_sound_stays_as_it_is),
        WITH_FILE(test_what_is_above_pages_is_made_again_from_them),
        WITH_FILE(test_a_page_costs_the_rows_on_it),
        WITH_FILE(test_a_free_page_costs_nothing),
        WITH_FILE(test_a_damaged_list_of_free_pages_is_survived),
        WITH_FILE(test_a_long_file),
        WITH_FILE(test_a_long_chain_of_pages_is_left),
        WITH_FILE(test_rows_never_change_the_table),
        WITH_FILE(test_without_its_own_schema_nothing_is_guessed),
        WITH_FILE(test_a_page_is_of_one_table),
        WITH_FILE(test_a_page_above_others_is_checked),
        WITH_FILE(test_what_is_left_of_a_small_table),
        WITH_FILE(test_a_table_of_one_page),
        WITH_FILE(test_a_damaged_row_costs_those_beside_it),
        WITH_FILE(test_rows_are_in_order),
        WITH_FILE(test_a_row_is_lost_if_a_part_of_it_is),
        WITH_FILE(test_what_is_no_database),
        WITH_FILE(test_a_file_is_as_long_as_it_is),
        WITH_FILE(test_what_cannot_be_written_is_said),
        WITH_FILE(test_the_schema_of_another_file),
    };
    return cmocka_run_group_tests_name("pages", tests, NULL, NULL);
}
