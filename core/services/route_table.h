/* SPDX-License-Identifier: MIT
 *
 * route_table: what a row of a table of routes holds, with the macros that write one, and the
 * arguments that a call gives to it. Data only.
 */
#ifndef EPIMARK_SERVICES_ROUTE_TABLE_H
#define EPIMARK_SERVICES_ROUTE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

/* ---- Rows ---- */

enum route_where { IN_PATH, IN_QUERY, IN_HEADER };
enum route_type { TYPE_TEXT, TYPE_INTEGER, TYPE_DATE };
enum route_need { OPTIONAL, REQUIRED, ONE_OF }; /* give exactly one of a row's ONE_OF */

struct route_param {
    const char *name; /* as the service writes it */
    enum route_where where;
    enum route_type type;
    enum route_need need;
    bool many;          /* may be given several times: NAME[]=a&NAME[]=b */
    const char *values; /* "a|b|c": those that the description lists, or NULL */
    bool unlisted;      /* it is sent by clients, but the description does not have it */
};

/* How a request is signed with the stored credentials. */
enum route_sign {
    SIGN_NONE,
    SIGN_APP,     /* the key of the app */
    SIGN_BASIC,   /* HTTP Basic */
    SIGN_PREMIUM, /* HTTP Basic, with an account that has paid for it */
    SIGN_TOKEN,   /* a token obtained by signing in, renewed when it expires */
    SIGN_USER,    /* the same, but the token must be a user's, not an app's */
    SIGN_BODY,    /* members of the body, and {apikey} in the path */
};

/* BODY_FORM: an object of texts, sent as application/x-www-form-urlencoded. */
enum route_body { BODY_NONE, BODY_OBJECT, BODY_ARRAY, BODY_FORM };

/* How the pages of a list are found: by links.next, up to X-Pagination-Page-Count, until a page is
 * not found, by an offset counted in items, or by the cursor in pagination.next_cursor. */
enum route_pages { PAGES_NONE, PAGES_LINKS, PAGES_COUNT, PAGES_END, PAGES_OFFSET, PAGES_CURSOR };

struct route {
    const char *name;
    const char *method;
    const char *path;                 /* /shows/{id} */
    const struct route_param *params; /* ends with a NULL name */
    enum route_sign sign;
    enum route_body body;
    enum route_pages pages;
    bool list; /* a whole list: the answer may have HTTP_BODY_MAX_LIST bytes */
    const char *help;
};

/* ---- Arguments ---- */

struct route_arg {
    const char *name;
    const char *value; /* borrowed; NULL: digits holds it */
    char digits[24];
    bool header; /* one that the API documents for all its routes */
};

/* The named arguments of one call: a plain value. */
enum { ROUTE_ARGS_MAX = 24 };
struct route_args {
    struct route_arg list[ROUTE_ARGS_MAX];
    size_t count;
    struct list_version *version; /* of a list that is kept: see struct episode_query; or NULL */
    bool headers_wanted;          /* those of the answer */
};

/* ---- Macros for rows ---- */

#define ROUTE_PARAMS(...)                                                                          \
    (const struct route_param[])                                                                   \
    {                                                                                              \
        __VA_ARGS__,                                                                               \
        {                                                                                          \
            .name = NULL                                                                           \
        }                                                                                          \
    }
#define ROUTE_NO_PARAMS                                                                            \
    (const struct route_param[])                                                                   \
    {                                                                                              \
        {                                                                                          \
            .name = NULL                                                                           \
        }                                                                                          \
    }
#define PATH_INT(name)                                                                             \
    {                                                                                              \
        name, IN_PATH, TYPE_INTEGER, REQUIRED, false, NULL, false                                  \
    }
#define PATH_TEXT(name)                                                                            \
    {                                                                                              \
        name, IN_PATH, TYPE_TEXT, REQUIRED, false, NULL, false                                     \
    }
#define PATH_CHOICE(name, values)                                                                  \
    {                                                                                              \
        name, IN_PATH, TYPE_TEXT, REQUIRED, false, values, false                                   \
    }
#define QUERY_INT(name, need)                                                                      \
    {                                                                                              \
        name, IN_QUERY, TYPE_INTEGER, need, false, NULL, false                                     \
    }
#define QUERY_TEXT(name, need)                                                                     \
    {                                                                                              \
        name, IN_QUERY, TYPE_TEXT, need, false, NULL, false                                        \
    }
#define QUERY_DATE(name, need)                                                                     \
    {                                                                                              \
        name, IN_QUERY, TYPE_DATE, need, false, NULL, false                                        \
    }
#define QUERY_CHOICE(name, values)                                                                 \
    {                                                                                              \
        name, IN_QUERY, TYPE_TEXT, OPTIONAL, false, values, false                                  \
    }
#define QUERY_CHOICES(name, values)                                                                \
    {                                                                                              \
        name, IN_QUERY, TYPE_TEXT, OPTIONAL, true, values, false                                   \
    }
#define QUERY_UNLISTED_INT(name)                                                                   \
    {                                                                                              \
        name, IN_QUERY, TYPE_INTEGER, OPTIONAL, false, NULL, true                                  \
    }
#define HEADER_TEXT(name)                                                                          \
    {                                                                                              \
        name, IN_HEADER, TYPE_TEXT, OPTIONAL, false, NULL, false                                   \
    }

#endif
