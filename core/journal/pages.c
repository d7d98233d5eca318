/* SPDX-License-Identifier: MIT
 *
 * The format is SQLite's: https://www.sqlite.org/fileformat2.html, sections 1.3 to 1.6.
 */
#include "core/journal/pages.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/error.h"

enum {
    HEADER_SIZE = 100,
    SIZE_AT = 28, /* how many pages the file has */
    FREE_AT = 32, /* the first page of the list of free ones, and how many there are */
    INTERIOR = 5, /* a page of a table with pages below it */
    LEAF = 13,    /* one with rows */
    INTERIOR_HEAD = 12,
    LEAF_HEAD = 8,
    DEPTH_MAX = 20,
    SECTOR = 512, /* the least that is damaged at once */
    SECTORS_MAX = 65536 / SECTOR,
};

/* What is known of a page. */
enum { SEEN = 1, MENDED = 2, CANDIDATE = 4, BELOW = 8 };

struct pages {
    int fd;
    uint32_t size;   /* of a page */
    uint32_t usable; /* of its bytes */
    uint32_t count;
    unsigned char *known; /* of each page, from 1 */
    unsigned char round;  /* SEEN while looking, MENDED while mending */
    uint32_t lost_count;  /* pages of tables that cannot be read */
    struct kid *orphans;  /* pages that the only lost one must have led to */
    size_t orphan_count;
    bool failed;
};

/* A page below another, and the last row in it. */
struct kid {
    uint32_t page;
    int64_t key;
};

/* A row in a page. */
struct cell {
    int64_t row;
    uint32_t start;
    uint32_t end;
    uint32_t next; /* the page on which it goes on; 0: none */
    uint64_t rest; /* how many bytes of it are there */
};

/* The rows that may be in a page: above low, up to high. */
struct range {
    int64_t low;
    int64_t high;
};

/* ---- Numbers ---- */

static uint32_t get2(const unsigned char *at)
{
    return (uint32_t)at[0] << 8 | at[1];
}

static uint32_t get4(const unsigned char *at)
{
    return get2(at) << 16 | get2(at + 2);
}

static void put2(unsigned char *at, uint32_t value)
{
    at[0] = (unsigned char)(value >> 8 & 0xff);
    at[1] = (unsigned char)(value & 0xff);
}

static void put4(unsigned char *at, uint32_t value)
{
    put2(at, value >> 16);
    put2(at + 2, value & 0xffff);
}

/* Reads a varint and moves on; false if it goes beyond the end. */
static bool get_varint(const unsigned char *page, uint32_t *at, uint32_t end, uint64_t *value)
{
    *value = 0;
    for (int i = 0; i < 9; i++) {
        if (*at >= end)
            return false;
        unsigned char byte = page[(*at)++];
        if (i == 8) {
            *value = *value << 8 | byte;
            return true;
        }
        *value = *value << 7 | (byte & 0x7f);
        if (!(byte & 0x80))
            return true;
    }
    return true;
}

/* Writes one, which ends before end. Returns where it begins. */
static uint32_t put_varint(unsigned char *page, uint32_t end, uint64_t value)
{
    if (value >> 56) {
        page[--end] = (unsigned char)(value & 0xff);
        value >>= 8;
        for (int i = 0; i < 8; i++, value >>= 7)
            page[--end] = (unsigned char)(value & 0x7f) | 0x80;
        return end;
    }
    page[--end] = (unsigned char)(value & 0x7f);
    while (value >>= 7)
        page[--end] = (unsigned char)(value & 0x7f) | 0x80;
    return end;
}

/* ---- Reading and writing ---- */

static bool is_page(const struct pages *pages, uint32_t page)
{
    return page >= 2 && page <= pages->count;
}

static off_t place_of(const struct pages *pages, uint32_t page)
{
    return (off_t)(page - 1) * pages->size;
}

static bool read_page(struct pages *pages, uint32_t page, unsigned char *bytes)
{
    bool ok = pread(pages->fd, bytes, pages->size, place_of(pages, page)) == (ssize_t)pages->size;
    pages->failed |= !ok;
    return ok;
}

static bool write_page(struct pages *pages, uint32_t page, const unsigned char *bytes)
{
    bool ok = pwrite(pages->fd, bytes, pages->size, place_of(pages, page)) == (ssize_t)pages->size;
    pages->failed |= !ok;
    return ok;
}

/* Memory for a page, or NULL, which is then noted. */
static unsigned char *new_page(struct pages *pages)
{
    unsigned char *bytes = calloc(1, pages->size);
    pages->failed |= !bytes;
    return bytes;
}

/* Memory for as many pages as can be below one. */
static struct kid *new_kids(struct pages *pages)
{
    struct kid *kids = calloc(pages->usable / 6 + 2, sizeof(*kids));
    pages->failed |= !kids;
    return kids;
}

static bool read_header(int fd, unsigned char *header)
{
    static const char magic[16] = "SQLite format 3";
    return pread(fd, header, HEADER_SIZE, 0) == HEADER_SIZE &&
           memcmp(header, magic, sizeof(magic)) == 0;
}

static bool open_pages(struct pages *pages, int fd)
{
    unsigned char header[HEADER_SIZE];
    struct stat about;
    if (!read_header(fd, header) || fstat(fd, &about) != 0)
        return false;
    uint32_t size = get2(header + 16);
    size = size == 1 ? 65536 : size;
    if (size < 512 || (size & (size - 1)) || header[20] > 32)
        return false;
    *pages = (struct pages){.fd = fd,
                            .size = size,
                            .usable = size - header[20],
                            .count = (uint32_t)(about.st_size / size),
                            .round = SEEN};
    return true;
}

bool pages_open_end(int fd)
{
    static const unsigned char unknown[4];
    struct pages pages;
    return open_pages(&pages, fd) &&
           pwrite(fd, unknown, sizeof(unknown), SIZE_AT) == sizeof(unknown);
}

/* ---- Pages above others ---- */

/* Where the head of a page begins. */
static uint32_t head_of(uint32_t page)
{
    return page == 1 ? HEADER_SIZE : 0;
}

/* The pages below a page; false if it is damaged. */
static bool read_kids(const struct pages *pages, uint32_t page, const unsigned char *bytes,
                      struct kid *kids, size_t *count)
{
    uint32_t head = head_of(page);
    uint32_t cells = get2(bytes + head + 3);
    uint32_t first = head + INTERIOR_HEAD + 2 * cells;
    if (bytes[head] != INTERIOR || !cells || cells > pages->usable / 6 || first > pages->usable)
        return false;
    for (uint32_t i = 0; i < cells; i++) {
        uint32_t at = get2(bytes + head + INTERIOR_HEAD + 2 * (size_t)i);
        uint64_t key;
        if (at < first || at + 5 > pages->usable)
            return false;
        kids[i].page = get4(bytes + at);
        at += 4;
        if (!is_page(pages, kids[i].page) || kids[i].page == page ||
            !get_varint(bytes, &at, pages->usable, &key))
            return false;
        kids[i].key = (int64_t)key;
        if (i > 0 && kids[i].key <= kids[i - 1].key)
            return false;
    }
    kids[cells] = (struct kid){get4(bytes + head + 8), INT64_MAX};
    *count = cells + 1;
    return is_page(pages, kids[cells].page) && kids[cells].page != page;
}

/* Writes a page above these. False if there are none, or too many for one page. */
static bool write_kids(struct pages *pages, uint32_t page, const struct kid *kids, size_t count)
{
    CLEANUP(cleanup_free) unsigned char *bytes = new_page(pages);
    if (!bytes || count == 0)
        return false;
    if (count == 1) /* SQLite accepts no page above only one: that one takes its place */
        return read_page(pages, kids[0].page, bytes) && write_page(pages, page, bytes);
    uint32_t cells = (uint32_t)count - 1;
    uint32_t first = INTERIOR_HEAD + 2 * cells, at = pages->usable;
    for (uint32_t i = 0; i < cells; i++) {
        if (at < first + 4 + 9)
            return false;
        at = put_varint(bytes, at, (uint64_t)kids[i].key) - 4;
        put4(bytes + at, kids[i].page);
        put2(bytes + INTERIOR_HEAD + 2 * (size_t)i, at);
    }
    bytes[0] = INTERIOR;
    put2(bytes + 3, cells);
    put2(bytes + 5, at & 0xffff);
    put4(bytes + 8, kids[cells].page);
    return write_page(pages, page, bytes);
}

/* ---- Rows ---- */

/* Whether the pages on which a row goes on are there. */
static bool goes_on(struct pages *pages, uint32_t page, uint64_t left)
{
    while (is_page(pages, page)) {
        unsigned char next[4];
        if (left <= pages->usable - 4)
            return true;
        left -= pages->usable - 4;
        if (pread(pages->fd, next, sizeof(next), place_of(pages, page)) != sizeof(next))
            return false;
        page = get4(next);
    }
    return false;
}

/* Whether the lengths of a row's columns, at the beginning of its bytes, add up. */
static bool adds_up(const unsigned char *bytes, uint32_t at, uint32_t end, uint64_t payload)
{
    static const unsigned char lengths[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};
    uint32_t start = at;
    uint64_t head, sum, type;
    if (!get_varint(bytes, &at, end, &head) || head > end - start || head < at - start)
        return false;
    for (sum = head; at < start + head; sum += type < 12 ? lengths[type] : (type - 12) / 2) {
        if (!get_varint(bytes, &at, start + (uint32_t)head, &type) || type == 10 || type == 11)
            return false;
    }
    return sum == payload;
}

/* Reads where a row begins and ends in its page; false if it is damaged there. */
static bool read_cell(const struct pages *pages, const unsigned char *bytes, uint32_t at,
                      struct cell *cell)
{
    uint64_t payload, row;
    cell->start = at;
    if (!get_varint(bytes, &at, pages->usable, &payload) ||
        !get_varint(bytes, &at, pages->usable, &row) || payload < 1 || payload > INT32_MAX)
        return false;
    uint64_t local = payload, most = pages->usable - 35;
    if (payload > most) {
        uint64_t least = (pages->usable - 12) * 32 / 255 - 23;
        local = least + (payload - least) % (pages->usable - 4);
        local = local <= most ? local : least;
    }
    uint32_t end = at + (uint32_t)local;
    cell->row = (int64_t)row;
    cell->end = local < payload ? end + 4 : end;
    cell->rest = payload - local;
    cell->next = 0;
    if (cell->end > pages->usable || !adds_up(bytes, at, end, payload))
        return false;
    if (cell->rest)
        cell->next = get4(bytes + end);
    return true;
}

/* The cell of a page with this number; false if it is damaged. sectors: those in which one
 * begins that is damaged in this page, may be NULL. */
static bool nth_cell(struct pages *pages, const unsigned char *bytes, uint32_t head, uint32_t nth,
                     struct cell *cell, bool *sectors)
{
    uint32_t at = get2(bytes + head + LEAF_HEAD + 2 * (size_t)nth);
    uint32_t first = head + LEAF_HEAD + 2 * get2(bytes + head + 3);
    if (at >= first && at < pages->usable && read_cell(pages, bytes, at, cell))
        return !cell->rest || goes_on(pages, cell->next, cell->rest);
    if (sectors && at < pages->usable)
        sectors[at / SECTOR] = true;
    return false;
}

/* How many rows a page claims to have; 0 if that cannot be. */
static uint32_t rows_of(const struct pages *pages, const unsigned char *bytes, uint32_t head)
{
    uint32_t cells = get2(bytes + head + 3);
    return bytes[head] == LEAF && head + LEAF_HEAD + 2 * cells <= pages->usable ? cells : 0;
}

/* Whether a page has rows that can be read, and the last of them. An empty table's has none. */
static bool has_rows(struct pages *pages, uint32_t page, const unsigned char *bytes, int64_t *last)
{
    uint32_t head = head_of(page), count = rows_of(pages, bytes, head);
    bool any = false;
    for (uint32_t i = 0; i < count; i++) {
        struct cell cell;
        if (nth_cell(pages, bytes, head, i, &cell, NULL)) {
            *last = any && *last > cell.row ? *last : cell.row;
            any = true;
        }
    }
    return any;
}

static bool touches(const struct cell *cell, const bool *sectors)
{
    for (uint32_t at = cell->start / SECTOR; at <= (cell->end - 1) / SECTOR; at++) {
        if (sectors[at])
            return true;
    }
    return false;
}

/* Takes what is damaged out of a page with rows: rows that do not add up, are not in order, or lie
 * beside those. False if none is left. */
static bool mend_rows(struct pages *pages, uint32_t page, unsigned char *bytes, struct range range)
{
    bool sectors[SECTORS_MAX] = {false};
    uint32_t count = rows_of(pages, bytes, 0), kept = 0;
    struct cell cell;
    for (uint32_t i = 0; i < count; i++)
        nth_cell(pages, bytes, 0, i, &cell, sectors);
    CLEANUP(cleanup_free) unsigned char *whole = new_page(pages);
    if (!whole)
        return false;
    memcpy(whole, bytes, pages->size);
    for (uint32_t i = 0; i < count; i++) {
        if (!nth_cell(pages, whole, 0, i, &cell, NULL) || touches(&cell, sectors) ||
            cell.row <= range.low || cell.row > range.high)
            continue;
        range.low = cell.row;
        put2(bytes + LEAF_HEAD + 2 * (size_t)kept++, cell.start);
    }
    put2(bytes + 3, kept);
    return kept > 0 && (kept == count || write_page(pages, page, bytes));
}

/* ---- Trees ---- */

static bool visit(struct pages *pages, uint32_t page, int depth, struct range range);

/* Goes through the pages below one, and leaves out of it those in which nothing can be read. again:
 * it has to be written in any case. */
static bool visit_kids(struct pages *pages, uint32_t page, struct kid *kids, size_t count,
                       bool again, int depth, struct range range)
{
    size_t kept = 0;
    int64_t low = range.low;
    for (size_t i = 0; i < count; i++) {
        int64_t high = i + 1 < count && kids[i].key < range.high ? kids[i].key : range.high;
        if (visit(pages, kids[i].page, depth + 1, (struct range){low, high}))
            kids[kept++] = kids[i];
        low = high;
    }
    if (pages->round == SEEN || (kept == count && !again))
        return kept > 0;
    return write_kids(pages, page, kids, kept);
}

/* Goes through a page and all below it, in this round for the first time. False if nothing can be
 * read there. */
static bool visit(struct pages *pages, uint32_t page, int depth, struct range range)
{
    bool schema = page == 1 && pages->round == SEEN;
    if ((!is_page(pages, page) && !schema) || depth > DEPTH_MAX ||
        (pages->known[page] & pages->round))
        return false;
    pages->known[page] |= pages->round;
    CLEANUP(cleanup_free) unsigned char *bytes = new_page(pages);
    CLEANUP(cleanup_free) struct kid *kids = new_kids(pages);
    if (!bytes || !kids || !read_page(pages, page, bytes))
        return false;
    size_t count;
    int64_t last;
    if (read_kids(pages, page, bytes, kids, &count))
        return visit_kids(pages, page, kids, count, false, depth, range);
    bool rows = has_rows(pages, page, bytes, &last);
    bool empty = depth == 0 && bytes[head_of(page)] == LEAF && !get2(bytes + head_of(page) + 3);
    if (pages->round == SEEN) {
        pages->lost_count += !rows && !empty;
        return true;
    }
    if (rows)
        return mend_rows(pages, page, bytes, range);
    if (empty || !pages->orphan_count)
        return empty;
    memcpy(kids, pages->orphans, pages->orphan_count * sizeof(*kids));
    count = pages->orphan_count;
    pages->orphan_count = 0;
    return visit_kids(pages, page, kids, count, true, depth, range);
}

/* ---- What a lost page led to ---- */

static void see_free_pages(struct pages *pages)
{
    unsigned char head[8];
    CLEANUP(cleanup_free) unsigned char *bytes = new_page(pages);
    if (!bytes || pread(pages->fd, head, sizeof(head), FREE_AT) != sizeof(head))
        return;
    uint32_t page = get4(head);
    while (is_page(pages, page) && !(pages->known[page] & SEEN)) {
        pages->known[page] |= SEEN;
        if (!read_page(pages, page, bytes))
            return;
        uint32_t count = get4(bytes + 4);
        for (uint32_t i = 0; i < count && 8 + 4 * i + 4 <= pages->usable; i++) {
            uint32_t leaf = get4(bytes + 8 + 4 * (size_t)i);
            if (is_page(pages, leaf))
                pages->known[leaf] |= SEEN;
        }
        page = get4(bytes);
    }
}

/* The last row in a page or below it; false if there is none. */
static bool find_last(struct pages *pages, uint32_t page, int64_t *last)
{
    CLEANUP(cleanup_free) unsigned char *bytes = new_page(pages);
    CLEANUP(cleanup_free) struct kid *kids = new_kids(pages);
    for (int depth = 0; bytes && kids && depth <= DEPTH_MAX; depth++) {
        size_t count;
        if (!read_page(pages, page, bytes))
            return false;
        if (!read_kids(pages, page, bytes, kids, &count))
            return has_rows(pages, page, bytes, last);
        page = kids[count - 1].page;
    }
    return false;
}

static int by_key(const void *a, const void *b)
{
    const struct kid *one = a, *other = b;
    return (one->key > other->key) - (one->key < other->key);
}

/* Notes what kind of page this is, to which nothing leads. */
static void look_at(struct pages *pages, uint32_t page, unsigned char *bytes, struct kid *kids)
{
    size_t count;
    int64_t last;
    if (!read_page(pages, page, bytes))
        return;
    if (read_kids(pages, page, bytes, kids, &count)) {
        pages->known[page] |= CANDIDATE;
        for (size_t i = 0; i < count; i++)
            pages->known[kids[i].page] |= BELOW;
    } else if (has_rows(pages, page, bytes, &last)) {
        pages->known[page] |= CANDIDATE;
    }
}

/* Finds the pages of tables to which nothing leads: the only lost page must have. */
static void find_orphans(struct pages *pages)
{
    CLEANUP(cleanup_free) unsigned char *bytes = new_page(pages);
    CLEANUP(cleanup_free) struct kid *kids = new_kids(pages);
    pages->orphans = new_kids(pages);
    if (!bytes || !kids || !pages->orphans)
        return;
    for (uint32_t page = 2; page <= pages->count; page++) {
        if (!(pages->known[page] & SEEN))
            look_at(pages, page, bytes, kids);
    }
    for (uint32_t page = 2; page <= pages->count; page++) {
        struct kid *kid = &pages->orphans[pages->orphan_count];
        if ((pages->known[page] & (SEEN | CANDIDATE | BELOW)) != CANDIDATE)
            continue;
        kid->page = page;
        if (pages->orphan_count < pages->usable / 6 && find_last(pages, page, &kid->key))
            pages->orphan_count++;
    }
    qsort(pages->orphans, pages->orphan_count, sizeof(*pages->orphans), by_key);
}

/* ---- All of it ---- */

static void write_empty(struct pages *pages, uint32_t page)
{
    CLEANUP(cleanup_free) unsigned char *bytes = new_page(pages);
    if (!bytes)
        return;
    bytes[0] = LEAF;
    put2(bytes + 5, pages->usable & 0xffff);
    write_page(pages, page, bytes);
}

bool pages_mend(int fd, const int64_t *roots, size_t count, bool of_another)
{
    static const struct range all = {INT64_MIN, INT64_MAX};
    struct pages pages;
    if (!open_pages(&pages, fd))
        return false;
    CLEANUP(cleanup_free) unsigned char *known = calloc(pages.count + 1, 1);
    if (!known)
        return false;
    pages.known = known;
    visit(&pages, 1, 0, all);
    for (size_t i = 0; i < count; i++)
        visit(&pages, (uint32_t)roots[i], 0, all);
    if (pages.lost_count == 1 && !of_another) {
        see_free_pages(&pages);
        find_orphans(&pages);
    }
    CLEANUP(cleanup_free) struct kid *orphans = pages.orphans;
    pages.round = MENDED;
    for (size_t i = 0; i < count; i++) {
        uint32_t root = (uint32_t)roots[i];
        if (is_page(&pages, root) && !(known[root] & MENDED) && !visit(&pages, root, 0, all))
            write_empty(&pages, root);
    }
    return orphans == pages.orphans && !pages.failed;
}

bool pages_take_schema(int from, int to)
{
    struct pages pages;
    static const unsigned char unknown[4 + 8]; /* of the other file: its size, and what is free */
    if (!open_pages(&pages, from))
        return false;
    CLEANUP(cleanup_free) unsigned char *known = calloc(pages.count + 1, 1);
    CLEANUP(cleanup_free) unsigned char *bytes = new_page(&pages);
    if (!known || !bytes)
        return false;
    pages.known = known;
    visit(&pages, 1, 0, (struct range){INT64_MIN, INT64_MAX});
    struct pages target = pages;
    target.fd = to;
    for (uint32_t page = 1; page <= pages.count; page++) {
        if ((known[page] & SEEN) &&
            !(read_page(&pages, page, bytes) && write_page(&target, page, bytes)))
            return false;
    }
    return pwrite(to, unknown, sizeof(unknown), SIZE_AT) == sizeof(unknown);
}
