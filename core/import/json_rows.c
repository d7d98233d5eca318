/* SPDX-License-Identifier: MIT */
#include "core/import/json_rows.h"

#include "core/import/window.h"

struct json_rows {
    struct window window;
    bool object; /* the text is one */
    bool inside; /* a list */
    bool ended;
    char list[JSON_ROWS_NAME_MAX];
    size_t number;
    struct json *value;
};

static const char *broken(const struct json_rows *rows)
{
    return rows->window.at_end ? "is cut off" : "is damaged";
}

static enum rows_result stop(struct json_rows *rows, enum rows_result result, struct epi_error *err,
                             const char *why)
{
    rows->ended = true;
    rows->number++;
    if (why)
        epi_error_set(err, EPI_ERROR_NEVER, "%s", why);
    return result;
}

/* The next character that is neither blank nor a comma, which stays; 0 at the end. */
static char look(struct json_rows *rows, bool *failed, struct epi_error *err)
{
    static const char gap[] = " \t\r\n,";
    for (;;) {
        struct window *window = &rows->window;
        while (window->start < window->end && window->text[window->start] &&
               strchr(gap, window->text[window->start]))
            window->start++;
        if (window->start < window->end)
            return window->text[window->start];
        if (!window_more(window, failed, err))
            return '\0';
    }
}

static bool is_in(char c, const char *set)
{
    return c && strchr(set, c);
}

/* Where in the value at the start one is. */
struct scan {
    size_t depth;
    bool quoted, escaped;
};

/* Goes on by a character: whether the value ends behind it. */
static bool step(struct scan *scan, char c)
{
    if (scan->quoted) {
        bool escaped = scan->escaped;
        scan->escaped = c == '\\' && !escaped;
        scan->quoted = escaped || c != '"';
        return !scan->quoted && !scan->depth;
    }
    scan->quoted = c == '"';
    if (is_in(c, "[{"))
        scan->depth++;
    else if (is_in(c, "]}"))
        return !--scan->depth;
    return false;
}

/* The length of the value at the start, which is whole in the window afterwards. 0: it is cut off,
 * or damaged, or *failed. */
static size_t measure(struct json_rows *rows, bool *failed, struct epi_error *err)
{
    struct window *window = &rows->window;
    struct scan scan = {0};
    for (size_t at = 0;; at++) {
        while (window->start + at == window->end) {
            *failed = at > JSON_ROWS_ELEMENT_MAX;
            if (*failed) {
                epi_error_set(err, EPI_ERROR_NEVER, "is larger than %d MiB",
                              JSON_ROWS_ELEMENT_MAX >> 20);
            }
            if (*failed || !window_more(window, failed, err))
                return 0;
        }
        char c = window->text[window->start + at];
        if (!scan.depth && !scan.quoted && is_in(c, " \t\r\n,:]}"))
            return at;
        if (step(&scan, c))
            return at + 1;
    }
}

/* Takes the value at the start; NULL if it cannot be read, *len is then 0 or its length. */
static struct json *take(struct json_rows *rows, size_t *len, bool *failed, struct epi_error *err)
{
    *len = measure(rows, failed, err);
    if (!*len)
        return NULL;
    struct json *value = json_read(rows->window.text + rows->window.start, *len, err);
    rows->window.start += *len;
    return value;
}

/* In an object, goes on to the next list in it: ROW; or to its end, or a fault. */
static enum rows_result find_list(struct json_rows *rows, struct epi_error *err)
{
    bool failed = false;
    size_t len = 0;
    for (char c; (c = look(rows, &failed, err)) != '}';) {
        struct json *key = c == '"' ? take(rows, &len, &failed, err) : NULL;
        bool keyed = key && json_copy(key, rows->list, sizeof(rows->list));
        json_free(key);
        if (keyed && look(rows, &failed, err) == ':') {
            rows->window.start++;
            c = look(rows, &failed, err);
            rows->inside = c == '[';
            rows->number = 0;
            if (rows->inside) {
                rows->window.start++;
                return ROWS_ROW;
            }
            len = c && !failed ? measure(rows, &failed, err) : 0;
            rows->window.start += len;
        } else {
            len = 0;
        }
        if (failed)
            return stop(rows, ROWS_FAILED, NULL, NULL);
        if (!len)
            return stop(rows, ROWS_BAD, err, broken(rows));
    }
    rows->ended = true;
    return ROWS_END;
}

/* ---- For all ---- */

enum rows_result json_rows_next(struct json_rows *rows, struct epi_error *err)
{
    bool failed = false;
    json_free(rows->value);
    rows->value = NULL;
    if (rows->ended)
        return ROWS_END;
    for (;;) {
        if (!rows->inside) {
            enum rows_result found = find_list(rows, err);
            if (found != ROWS_ROW)
                return found;
        }
        char c = look(rows, &failed, err);
        if (c == ']' && !failed) {
            rows->window.start++;
            rows->inside = false;
            if (rows->object)
                continue;
            rows->ended = true;
            return ROWS_END;
        }
        size_t len = 0;
        if (c && !failed)
            rows->value = take(rows, &len, &failed, err);
        if (failed)
            return stop(rows, ROWS_FAILED, NULL, NULL);
        if (!len)
            return stop(rows, ROWS_BAD, err, broken(rows));
        rows->number++;
        return rows->value ? ROWS_ROW : ROWS_BAD;
    }
}

const struct json *json_rows_value(const struct json_rows *rows)
{
    return rows->value;
}

const char *json_rows_list(const struct json_rows *rows)
{
    return rows->list;
}

size_t json_rows_number(const struct json_rows *rows)
{
    return rows->number;
}

struct json_rows *json_rows_new(struct stream *stream, struct epi_error *err)
{
    bool failed = false;
    CLEANUP(json_rows_cleanup) struct json_rows *rows = calloc(1, sizeof(*rows));
    if (!rows) {
        error_memory(err);
        return NULL;
    }
    rows->window.stream = stream;
    if (!window_more(&rows->window, &failed, err)) {
        if (!failed)
            epi_error_set(err, EPI_ERROR_NEVER, "is empty");
        return NULL;
    }
    if (strncmp(rows->window.text, "\xef\xbb\xbf", 3) == 0)
        rows->window.start = 3;
    char c = look(rows, &failed, err);
    if (failed)
        return NULL;
    if (c != '[' && c != '{') {
        epi_error_set(err, EPI_ERROR_NEVER, "is no JSON list");
        return NULL;
    }
    rows->window.start++;
    rows->object = c == '{';
    rows->inside = !rows->object;
    struct json_rows *opened = rows;
    rows = NULL;
    return opened;
}

void json_rows_free(struct json_rows *rows)
{
    if (!rows)
        return;
    json_free(rows->value);
    window_free(&rows->window);
    free(rows);
}

void json_rows_cleanup(struct json_rows **rows)
{
    json_rows_free(*rows);
}
