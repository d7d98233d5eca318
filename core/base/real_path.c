/* SPDX-License-Identifier: MIT */
#include "core/base/real_path.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/base/address.h"
#include "core/base/error.h"

enum { LINKS_MAX = 40 }; /* that are followed one after another */

/* ---- What is opened ---- */

/* The addresses of local files, as mpv has them, beside what address_local_path knows. */
static const struct scheme {
    const char *name;
    const char *before; /* the path begins after this, if it is there */
    const char *end;    /* and ends before one of these */
} schemes[] = {
    {"file://", "", ""},         {"archive://", "", "|"},  {"appending://", "", ""},
    {"slice://", "@", ""},       {"lavf://", "file:", ""}, {"ffmpeg://", "file:", ""},
    {"concat://", "file:", "|"},
};

/* A descriptor of this process. */
static char *descriptor(const char *number)
{
    char *path = NULL;
    return asprintf(&path, "/proc/self/fd/%.16s", number) < 0 ? NULL : path;
}

/* The path in the address of a local file, to be freed; NULL if it is no such address. */
static char *path_in(const char *address)
{
    for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
        const struct scheme *scheme = &schemes[i];
        size_t len = strlen(scheme->name);
        if (strncasecmp(address, scheme->name, len) != 0)
            continue;
        const char *begin = address + len;
        const char *before = *scheme->before ? strstr(begin, scheme->before) : NULL;
        begin = before ? before + strlen(scheme->before) : begin;
        size_t size = strcspn(begin, scheme->end) + 1;
        CLEANUP(cleanup_free) char *text = strndup(begin, size - 1);
        char *path = text ? malloc(size) : NULL;
        if (path)
            address_plain(text, path, size);
        return path;
    }
    if (!address_is_local(address))
        return NULL;
    char *path = malloc(strlen(address) + 1);
    if (path)
        address_local_path(address, path, strlen(address) + 1);
    return path;
}

char *real_path_opened(const char *given)
{
    static const char *const descriptors[] = {"fd://", "fdclose://"};
    for (size_t i = 0; i < sizeof(descriptors) / sizeof(descriptors[0]); i++) {
        if (strncasecmp(given, descriptors[i], strlen(descriptors[i])) == 0)
            return descriptor(given + strlen(descriptors[i]));
    }
    if (strcmp(given, "-") == 0)
        return descriptor("0");
    CLEANUP(cleanup_free) char *path = address_is(given) ? path_in(given) : strdup(given);
    if (!path || !*path)
        return NULL;
    CLEANUP(cleanup_free) char *folder = *path == '/' ? NULL : getcwd(NULL, 0);
    if (*path != '/' && !folder)
        return NULL;
    bool at_root = !folder || strcmp(folder, "/") == 0;
    char *opened = NULL;
    return asprintf(&opened, "%s%s%s", at_root ? "" : folder, folder ? "/" : "", path) < 0 ? NULL
                                                                                           : opened;
}

bool real_path_is_own(const char *opened)
{
    static const char *const own[] = {"/proc/self/", "/proc/thread-self/", "/dev/fd/",
                                      "/dev/stdin"};
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
        if (strncmp(opened, own[i], strlen(own[i])) == 0)
            return true;
    }
    return false;
}

/* ---- Where it leads to ---- */

static char *join(const char *path, const char *rest)
{
    char *whole = NULL;
    return asprintf(&whole, "%s%s", strcmp(path, "/") == 0 && *rest ? "" : path, rest) < 0 ? NULL
                                                                                           : whole;
}

/* What a link, with the rest of the path after it, leads to; NULL if it is no link, or if memory is
 * short. */
static char *replace_link(const char *link, const char *rest)
{
    CLEANUP(cleanup_free) char *target = malloc(PATH_MAX);
    ssize_t len = target ? readlink(link, target, PATH_MAX - 1) : -1;
    const char *slash = strrchr(link, '/');
    if (len <= 0 || !slash)
        return NULL;
    target[len] = '\0';
    char *whole = NULL;
    int folder = *target == '/' ? 0 : (int)(slash + 1 - link);
    return asprintf(&whole, "%.*s%s%s", folder, link, target, rest) < 0 ? NULL : whole;
}

/* Follows a path as far as it is there. NULL with next set if it ends at a link to something that
 * is not there. */
static char *follow(const char *path, char **next)
{
    CLEANUP(cleanup_free) char *head = strdup(path);
    size_t len = strlen(path);
    *next = NULL;
    while (head) {
        CLEANUP(cleanup_free) char *found = realpath(*head ? head : "/", NULL);
        if (found)
            return join(found, path + len);
        *next = errno == ENOMEM ? NULL : replace_link(head, path + len);
        if (*next || errno == ENOMEM || !*head)
            return NULL;
        while (len > 0 && head[len - 1] != '/')
            len--;
        while (len > 0 && head[len - 1] == '/')
            len--;
        head[len] = '\0';
    }
    return NULL;
}

char *real_path_find(const char *opened)
{
    char *path = strdup(opened);
    for (int links = 0; path && links < LINKS_MAX; links++) {
        char *next;
        char *found = follow(path, &next);
        free(path);
        if (!next)
            return found;
        path = next;
    }
    return path;
}
