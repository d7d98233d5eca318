/* SPDX-License-Identifier: MIT */
#include "core/services/route_call.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/services/cursor.h"
#include "core/services/fields.h"
#include "core/services/route_check.h"
#include "core/services/session.h"
#include <epimark/error.h>

/* The list in an answer, to which further pages are appended; NULL if there is none. */
static struct json *list_of(struct json *json)
{
    struct json *data = json_get(json, "data");
    if (json_is_array(json))
        return json;
    return json_is_array(data) ? data : json_get(data, "episodes");
}

static const char *counter_of(const struct route *route)
{
    return route->pages == PAGES_OFFSET ? "offset" : "page";
}

/* The number or offset of the next page, -1 after the last. here: that of this page, -1 unknown. */
static int64_t next_page(const struct route *route, const struct answer *page, int64_t here)
{
    const struct json *next = json_get(json_get(page->json, "links"), "next");
    size_t count = json_count(list_of(page->json));
    bool last = fields_last_page(page->json);
    switch (route->pages) {
    case PAGES_LINKS:
        if (json_is_number(next))
            return json_int(next, -1);
        return count && !last ? (here < 0 ? 0 : here) + 1 : -1;
    case PAGES_OFFSET:
        return count && !last ? (here < 0 ? 0 : here) + (int64_t)count : -1;
    case PAGES_COUNT:
        here = here < 0 ? 1 : here;
        return here < page->pages ? here + 1 : -1;
    case PAGES_END:
        return count ? (here < 0 ? 0 : here) + 1 : -1;
    default:
        return -1;
    }
}

/* Sets a parameter and removes earlier values of it. */
static void replace(struct route_args *args, const char *name, int64_t value)
{
    size_t kept = 0;
    for (size_t i = 0; i < args->count && i < ROUTE_ARGS_MAX; i++) {
        if (strcmp(args->list[i].name, name) != 0)
            args->list[kept++] = args->list[i];
    }
    args->count = kept;
    route_int(args, name, value);
}

static bool is_same(const struct json *a, const struct json *b)
{
    CLEANUP(cleanup_free) char *one = json_write(a, false);
    CLEANUP(cleanup_free) char *other = json_write(b, false);
    return one && other && strcmp(one, other) == 0;
}

/* Whether a page begins as the whole list or the page before it does: it has come once more. */
static bool is_again(const struct json *whole, const struct json *more)
{
    size_t count = json_count(more), all = json_count(whole);
    const struct json *first = json_at(more, 0);
    return count && count <= all &&
           (is_same(first, json_at(whole, 0)) || is_same(first, json_at(whole, all - count)));
}

/* Moves the items of a page to the end of the list. */
static void append(struct answer *whole, struct answer *page)
{
    struct json *list = list_of(whole->json), *more = list_of(page->json);
    for (size_t i = 0; i < json_count(more); i++)
        json_add(list, json_share(json_at(more, i)));
    json_free(page->json);
    page->json = NULL;
}

static bool too_many(const struct route *route, struct epi_error *err)
{
    return epi_error_set(err, EPI_ERROR_NEVER,
                         "%s: more than %d items; request single pages instead", route->name,
                         ROUTE_ITEMS_MAX);
}

static bool join_pages(struct session *session, const struct api *api, const struct route *route,
                       struct route_args *args, int64_t here, struct answer *whole,
                       struct epi_error *err)
{
    for (int64_t next = next_page(route, whole, here); next > here;) {
        struct answer page = {0};
        if (json_count(list_of(whole->json)) > ROUTE_ITEMS_MAX)
            return too_many(route, err);
        replace(args, counter_of(route), next);
        if (!route_send(session, api, route->name, args, NULL, &page, err))
            return false;
        bool past_end = page.status == 404 || is_again(list_of(whole->json), list_of(page.json));
        bool taken = past_end || answer_accepted(session->service, &page, err);
        here = next;
        next = taken && !past_end ? next_page(route, &page, here) : -1;
        if (taken && !past_end)
            append(whole, &page);
        answer_free(&page);
        if (!taken)
            return false;
    }
    if (json_is_object(json_get(whole->json, "links")))
        json_set(json_get(whole->json, "links"), "next", NULL);
    return true;
}

/* Moves the items of each list of a page to the end of the same list. */
static void append_list(void *context, const char *key, struct json *value)
{
    struct answer *whole = context;
    struct json *list = json_get(whole->json, key);
    if (!json_is_array(value))
        return;
    if (!json_is_array(list)) {
        json_set(whole->json, key, json_share(value));
        return;
    }
    for (size_t i = 0; i < json_count(value); i++)
        json_add(list, json_share(json_at(value, i)));
}

static void count_list(void *context, const char *key, struct json *value)
{
    (void)key;
    *(size_t *)context += json_is_array(value) ? json_count(value) : 0;
}

/* The same for pages that are found by a cursor, with several lists in each. */
static bool join_cursor(struct session *session, const struct api *api, const struct route *route,
                        struct route_args *args, struct answer *whole, struct epi_error *err)
{
    CLEANUP(cursor_end) struct json *seen = json_new_array();
    for (const char *next = cursor_next(seen, whole->json); next;) {
        struct answer page = {0};
        size_t count = 0;
        json_each(whole->json, count_list, &count);
        if (count > ROUTE_ITEMS_MAX)
            return too_many(route, err);
        cursor_turn(args, next);
        if (!route_get(session, api, route->name, args, NULL, &page, err))
            return false;
        next = cursor_next(seen, page.json);
        json_each(page.json, append_list, whole);
        json_free(page.json); /* it shares its items: they are not overwritten */
        page.json = NULL;
        answer_free(&page);
    }
    json_remove(whole->json, "pagination");
    return true;
}

static bool read_body(const char *name, const char *text, struct json **body, struct epi_error *err)
{
    struct epi_error why = {0};
    *body = text ? json_read(text, strlen(text), &why) : NULL;
    return !text || *body ||
           epi_error_set(err, EPI_ERROR_NEVER, "%s: the body is %s", name, why.text);
}

bool route_call_check(const struct api *api, const struct route *route,
                      const struct route_args *args, const char *body_json, struct epi_error *err)
{
    struct json *body = NULL;
    bool ok =
        read_body(route->name, body_json, &body, err) && route_check(api, route, args, body, err);
    json_free(body);
    return ok;
}

bool route_call(struct session *session, const struct api *api, const char *name,
                const struct route_args *args, const char *body_json, bool all_pages,
                struct answer *answer, struct epi_error *err)
{
    const struct route *route = route_find(api, name, err);
    struct answer whole = {0};
    struct json *body = NULL;
    if (!route || !read_body(name, body_json, &body, err))
        return false;
    if (!route_send(session, api, name, args, body, &whole, err))
        return false;
    for (size_t i = 0; args && i < args->count && i < ROUTE_ARGS_MAX; i++)
        whole.unchanged = whole.unchanged || (args->list[i].header && whole.status == 304);
    if (!answer_accepted(session->service, &whole, err)) {
        *answer = whole;
        return false;
    }
    if (all_pages && route->pages == PAGES_CURSOR) {
        struct route_args paged = args ? *args : (struct route_args){0};
        if (!join_cursor(session, api, route, &paged, &whole, err)) {
            answer_free(&whole);
            return false;
        }
    } else if (all_pages && list_of(whole.json)) {
        struct route_args paged = args ? *args : (struct route_args){0};
        int64_t here = -1;
        for (size_t i = 0; i < paged.count; i++) {
            const struct route_arg *arg = &paged.list[i];
            if (strcmp(arg->name, counter_of(route)) == 0)
                here = strtoll(arg->value ? arg->value : arg->digits, NULL, 10);
        }
        if (!join_pages(session, api, route, &paged, here, &whole, err)) {
            answer_free(&whole);
            return false;
        }
    }
    *answer = whole;
    return true;
}
