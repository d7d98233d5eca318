/* SPDX-License-Identifier: MIT */
#include "core/import/csv_rows.h"

#include "core/import/window.h"
#include <epimark/error.h>

struct csv_rows {
    struct window window;
    char comma;
    size_t line;         /* at the start of the window */
    size_t row_line;     /* of the row */
    bool cut;            /* the row is the last, and no line ends it */
    const char **values; /* of the row */
    size_t count;
    char **headings;
    size_t heading_count;
};

/* ---- Finding the end of a row ---- */

/* What is known of the row at start, from there to at. */
struct scan {
    size_t at; /* counted from start */
    bool quoted, in_value;
    bool closed; /* the character before closed a quote */
};

/* Goes on to the line end behind the row, or to the end of what is there. */
static bool find_end(const struct csv_rows *rows, struct scan *scan)
{
    const char *text = rows->window.text + rows->window.start;
    size_t len = rows->window.end - rows->window.start;
    for (; scan->at < len; scan->at++) {
        char c = text[scan->at];
        bool closed = scan->closed;
        scan->closed = false;
        if (scan->quoted) {
            scan->quoted = c != '"';
            scan->closed = c == '"';
        } else if (c == '"' && (closed || !scan->in_value)) {
            scan->quoted = scan->in_value = true;
        } else if (c == rows->comma) {
            scan->in_value = false;
        } else if (c == '\n' || c == '\r') {
            return true;
        } else if (c != ' ') {
            scan->in_value = true;
        }
    }
    return false;
}

/* The end of the line at start, however it is quoted. */
static size_t line_length(const struct csv_rows *rows)
{
    size_t len = 0;
    while (rows->window.start + len < rows->window.end &&
           rows->window.text[rows->window.start + len] != '\n' &&
           rows->window.text[rows->window.start + len] != '\r')
        len++;
    return len;
}

/* Moves start behind len bytes and the line end that follows, and counts the lines. */
static void pass(struct csv_rows *rows, size_t len)
{
    const char *text = rows->window.text + rows->window.start;
    size_t there = rows->window.end - rows->window.start;
    size_t to = len;
    if (to < there)
        to += text[to] == '\r' && to + 1 < there && text[to + 1] == '\n' ? 2 : 1;
    for (size_t i = 0; i < to; i++) {
        bool mac = text[i] == '\r' && (i + 1 == there || text[i + 1] != '\n');
        rows->line += text[i] == '\n' || mac;
    }
    rows->window.start += to;
}

/* Leaves the rest of a line that is too long. */
static bool skip_line(struct csv_rows *rows, struct epi_error *err)
{
    bool failed = false;
    for (;;) {
        size_t len = line_length(rows);
        bool found = rows->window.start + len < rows->window.end;
        pass(rows, len);
        if (found || !window_more(&rows->window, &failed, err))
            return !failed;
    }
}

/* ---- Values ---- */

static char *trim(char *value, char *end)
{
    while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    *end = '\0';
    while (*value == ' ' || *value == '\t')
        value++;
    return strcmp(value, "<nil>") == 0 ? end : value;
}

/* Splits a row of len bytes, in place. Returns why it cannot be used, or NULL. */
static const char *split(struct csv_rows *rows, char *text, size_t len)
{
    char *out = text, *value = text;
    bool quoted = false, in_value = false;
    rows->count = 0;
    for (size_t i = 0; i <= len; i++) {
        char c = i < len ? text[i] : rows->comma;
        if (quoted && i < len) {
            if (c != '"')
                *out++ = c;
            else if (i + 1 < len && text[i + 1] == '"')
                *out++ = text[i++];
            else
                quoted = false;
        } else if (c == '"' && !in_value) {
            quoted = in_value = true;
            out = value;
        } else if (c != rows->comma) {
            *out++ = c;
            in_value = in_value || c != ' ';
        } else {
            if (rows->count == CSV_ROWS_COLUMNS_MAX)
                return "has too many values";
            rows->values[rows->count++] = trim(value, out);
            in_value = false;
            out = value = text + i + 1;
        }
    }
    return NULL;
}

static const char *fault(const char *text, size_t len)
{
    for (size_t i = 0, step; i < len; i += step) {
        if (!text[i])
            return "has a NUL byte";
        step = epi_utf8_length(text + i, len - i);
        if (!step)
            return "is not UTF-8; save the file as UTF-8";
    }
    return NULL;
}

static enum rows_result bad(struct epi_error *err, const char *why)
{
    epi_error_set(err, EPI_ERROR_NEVER, "%s", why);
    return ROWS_BAD;
}

/* Finds the row at start. If a quote is not closed, the row is its first line alone. */
static enum rows_result find_row(struct csv_rows *rows, size_t *len, struct epi_error *err)
{
    struct scan scan = {0};
    for (bool failed = false;;) {
        bool found = find_end(rows, &scan), more = false;
        /* Behind "\r" a "\n" may follow. */
        if (!found || (rows->window.start + scan.at + 1 == rows->window.end &&
                       rows->window.text[rows->window.start + scan.at] == '\r'))
            more = scan.at <= CSV_ROWS_ROW_MAX && window_more(&rows->window, &failed, err);
        if (failed)
            return ROWS_FAILED;
        if (more)
            continue;
        *len = scan.at;
        if (scan.quoted) {
            *len = line_length(rows);
            return bad(err, "has a quote that is not closed");
        }
        rows->cut = !found;
        if (scan.at <= CSV_ROWS_ROW_MAX)
            return found || scan.at ? ROWS_ROW : ROWS_END;
        return bad(err, "is too long");
    }
}

/* Reads a row, which may be empty. */
static enum rows_result read_row(struct csv_rows *rows, struct epi_error *err)
{
    size_t len = 0;
    rows->row_line = rows->line;
    enum rows_result result = find_row(rows, &len, err);
    if (result == ROWS_END || result == ROWS_FAILED)
        return result;
    bool whole = rows->window.start + len < rows->window.end;
    char *text = rows->window.text + rows->window.start;
    pass(rows, len);
    if (result == ROWS_BAD)
        return whole || skip_line(rows, err) ? ROWS_BAD : ROWS_FAILED;
    const char *why = fault(text, len);
    if (!why)
        why = split(rows, text, len);
    return why ? bad(err, why) : ROWS_ROW;
}

static bool is_empty(const struct csv_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (*rows->values[i])
            return false;
    }
    return true;
}

enum rows_result csv_rows_next(struct csv_rows *rows, struct epi_error *err)
{
    enum rows_result result;
    do {
        result = read_row(rows, err);
    } while (result == ROWS_ROW && is_empty(rows));
    if (result != ROWS_ROW)
        return result;
    for (size_t i = rows->heading_count; i < rows->count; i++) {
        if (*rows->values[i])
            return bad(err, "has more values than there are headings");
    }
    if (rows->cut && rows->count < rows->heading_count)
        return bad(err, "is cut off");
    return ROWS_ROW;
}

/* ---- Headings ---- */

/* Compares without case, blanks, "_" and "-"; b ends at "|", too. */
static bool is_same(const char *a, const char *b)
{
    static const char gap[] = " _-";
    for (;;) {
        a += strspn(a, gap);
        b += strspn(b, gap);
        char x = *a, y = *b == '|' ? '\0' : *b;
        x = (char)(x >= 'A' && x <= 'Z' ? x - 'A' + 'a' : x);
        y = (char)(y >= 'A' && y <= 'Z' ? y - 'A' + 'a' : y);
        if (x != y || !x)
            return x == y;
        a++;
        b++;
    }
}

static short column_of(const struct csv_rows *rows, const char *name)
{
    for (size_t i = 0; i < rows->heading_count; i++) {
        if (is_same(rows->headings[i], name))
            return (short)i;
    }
    return -1;
}

void csv_rows_find(const struct csv_rows *rows, const char *const *names, size_t count,
                   struct csv_rows_column *columns)
{
    for (size_t i = 0; i < count; i++) {
        size_t found = 0;
        for (const char *name = names[i]; name && found < CSV_ROWS_NAMES_MAX - 1;) {
            short at = column_of(rows, name);
            if (at >= 0)
                columns[i].at[found++] = at;
            const char *bar = strchr(name, '|');
            name = bar ? bar + 1 : NULL;
        }
        columns[i].at[found] = -1;
    }
}

size_t csv_rows_columns(const struct csv_rows *rows)
{
    return rows->heading_count;
}

bool csv_rows_has(const struct csv_rows *rows, const char *name)
{
    return column_of(rows, name) >= 0;
}

const char *csv_rows_value(const struct csv_rows *rows, const struct csv_rows_column *column)
{
    for (const short *at = column->at; *at >= 0; at++) {
        if ((size_t)*at < rows->count && *rows->values[*at])
            return rows->values[*at];
    }
    return "";
}

size_t csv_rows_line(const struct csv_rows *rows)
{
    return rows->row_line;
}

/* What separates the headings: what there is most of in the first line. */
static char find_comma(const char *text, size_t len)
{
    static const char commas[] = {',', ';', '\t'};
    size_t counts[3] = {0}, most = 0;
    bool quoted = false;
    for (size_t i = 0; i < len && (quoted || (text[i] != '\n' && text[i] != '\r')); i++) {
        quoted = quoted != (text[i] == '"');
        for (size_t c = 0; c < 3 && !quoted; c++)
            counts[c] += text[i] == commas[c];
    }
    for (size_t c = 1; c < 3; c++)
        most = counts[c] > counts[most] ? c : most;
    return commas[most];
}

/* Whether all of the first line that is not empty was read. */
static bool has_line(const struct csv_rows *rows)
{
    if (!rows->window.text)
        return false;
    size_t blank = strspn(rows->window.text, "\r\n");
    return rows->window.end > WINDOW_PIECE ||
           rows->window.text[blank + strcspn(rows->window.text + blank, "\r\n")];
}

static bool begin(struct csv_rows *rows, struct epi_error *err)
{
    bool failed = false;
    while (window_more(&rows->window, &failed, err) && !has_line(rows))
        continue;
    if (failed)
        return false;
    if (!rows->window.end)
        return epi_error_set(err, EPI_ERROR_NEVER, "is empty");
    if (rows->window.end >= 3 && memcmp(rows->window.text, "\xef\xbb\xbf", 3) == 0)
        rows->window.start = 3;
    size_t blank = strspn(rows->window.text + rows->window.start, "\r\n");
    rows->comma = find_comma(rows->window.text + rows->window.start + blank,
                             rows->window.end - rows->window.start - blank);
    return true;
}

/* Keeps the row that was read as the headings. */
static bool keep_headings(struct csv_rows *rows, struct epi_error *err)
{
    rows->headings = calloc(rows->count, sizeof(*rows->headings));
    if (!rows->headings)
        return error_memory(err);
    for (; rows->heading_count < rows->count; rows->heading_count++) {
        rows->headings[rows->heading_count] = strdup(rows->values[rows->heading_count]);
        if (!rows->headings[rows->heading_count])
            return error_memory(err);
    }
    return true;
}

struct csv_rows *csv_rows_new(struct stream *stream, struct epi_error *err)
{
    CLEANUP(csv_rows_cleanup) struct csv_rows *rows = calloc(1, sizeof(*rows));
    if (rows)
        rows->values = calloc(CSV_ROWS_COLUMNS_MAX, sizeof(*rows->values));
    if (!rows || !rows->values) {
        error_memory(err);
        return NULL;
    }
    rows->window.stream = stream;
    rows->line = 1;
    if (!begin(rows, err))
        return NULL;
    enum rows_result result;
    do {
        result = read_row(rows, err);
    } while (result == ROWS_ROW && is_empty(rows));
    if (result == ROWS_END)
        epi_error_set(err, EPI_ERROR_NEVER, "is empty");
    if (result != ROWS_ROW || !keep_headings(rows, err))
        return NULL;
    struct csv_rows *opened = rows;
    rows = NULL;
    return opened;
}

void csv_rows_free(struct csv_rows *rows)
{
    if (!rows)
        return;
    for (size_t i = 0; i < rows->heading_count; i++)
        free(rows->headings[i]);
    free(rows->headings);
    free(rows->values);
    window_free(&rows->window);
    free(rows);
}

void csv_rows_cleanup(struct csv_rows **rows)
{
    csv_rows_free(*rows);
}
