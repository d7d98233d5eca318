/* SPDX-License-Identifier: MIT */
#include "core/base/allowed.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/address.h"
#include "core/base/apart.h"
#include "core/base/config.h"
#include "core/base/error.h"
#include "core/base/mounts.h"
#include "core/base/real_path.h"
#include "core/base/utf8.h"

enum {
    FILE_ANSWER_MS = 5000, /* how long a file system may take to answer */
    ENTRY_ANSWER_MS = 500, /* the same for the folder of an option */
};

/* ---- Names and patterns ---- */

/* names: one after another, each with its terminator, and an empty one at the end. */
static const char *next_name(const char *names)
{
    return names + strlen(names) + 1;
}

/* Splits a path into its names, each composed. "." is dropped; ".." removes the name before it,
 * without following links. Free the names; NULL if memory is short. */
static char *split(const char *path)
{
    size_t len = strlen(path);
    char *out = malloc(UTF8_COMPOSED * len + 2);
    char *at = out;
    for (size_t i = 0; out && i < len;) {
        size_t name = strcspn(path + i, "/");
        if (name == 2 && memcmp(path + i, "..", 2) == 0) {
            if (at > out)
                at--;
            while (at > out && at[-1])
                at--;
        } else if (name && !(name == 1 && path[i] == '.')) {
            at += utf8_compose(path + i, name, at) + 1;
        }
        i += name + 1;
    }
    if (out)
        *at = '\0';
    return out;
}

static bool same_name(const char *pattern, const char *name)
{
    return *name && (strcmp(pattern, name) == 0 || !fnmatch(pattern, name, 0));
}

/* Whether the names of a path begin with those of a pattern: the path is then the folder that the
 * pattern means, or in it. */
static bool begins(const char *path, const char *pattern)
{
    const char *after = NULL; /* what follows the last "**" in the pattern */
    const char *tried = NULL; /* and the place in the path where it was tried */
    while (*pattern) {
        if (strcmp(pattern, "**") == 0) {
            pattern = next_name(pattern);
            after = pattern;
            tried = path;
        } else if (same_name(pattern, path)) {
            pattern = next_name(pattern);
            path = next_name(path);
        } else if (after && *path) {
            tried = next_name(tried);
            path = tried;
            pattern = after;
        } else {
            return false;
        }
    }
    return true;
}

/* ---- Entries ---- */

/* The names of a path, and how entries are compared with them. */
struct place {
    const char *names;
    bool rooted;          /* it begins at the root */
    struct apart *follow; /* on which the folders of entries are followed; NULL: they are not */
};

/* An entry with "~" replaced. NULL if memory is short. */
static char *entry_text(const char *entry, size_t len)
{
    bool at_home = len && entry[0] == '~' && (len == 1 || entry[1] == '/');
    const char *home = at_home && config_home() ? config_home() : "";
    char *text = NULL;
    int skipped = at_home ? 1 : 0;
    if (asprintf(&text, "%s%s%.*s", home, at_home && len == 1 && !*home ? "/" : "",
                 (int)len - skipped, entry + skipped) < 0)
        return NULL;
    return text;
}

/* Whether an entry fits a place: from the root if it begins there, otherwise from any name on.
 * Returns unknown if memory is short. */
static bool fits_text(const struct place *place, const char *text, bool unknown)
{
    CLEANUP(cleanup_free) char *pattern = split(text);
    if (!pattern)
        return unknown;
    if (*text == '/')
        return place->rooted && begins(place->names, pattern);
    for (const char *path = place->names; *path && *pattern; path = next_name(path)) {
        if (begins(path, pattern))
            return true;
    }
    return false;
}

/* A path that is followed apart. */
struct walk {
    char *path;
    char *found;
};

static void walk_run(void *context)
{
    struct walk *walk = context;
    walk->found = real_path_find(walk->path);
}

static void walk_drop(void *context)
{
    struct walk *walk = context;
    free(walk->path);
    free(walk->found);
    free(walk);
}

static const struct apart_work walking = {walk_run, walk_drop};

/* An entry whose folder, up to the first pattern, is followed. NULL if that does not answer. */
static char *follow_entry(struct apart *apart, const char *text)
{
    size_t len = strcspn(text, "*?[");
    while (text[len] && len > 0 && text[len - 1] != '/')
        len--;
    struct walk *walk = calloc(1, sizeof(*walk));
    if (!walk)
        return NULL;
    walk->path = strndup(text, len);
    if (!walk->path) {
        free(walk);
        return NULL;
    }
    if (!apart_run(apart, "ignore= and only=", &walking, walk, ENTRY_ANSWER_MS, NULL))
        return NULL;
    char *whole = NULL;
    if (!walk->found || asprintf(&whole, "%s/%s", walk->found, text + len) < 0)
        whole = NULL;
    walk_drop(walk);
    return whole;
}

static bool fits(const struct place *place, const char *entry, size_t len, bool unknown)
{
    CLEANUP(cleanup_free) char *text = entry_text(entry, len);
    if (!text)
        return unknown;
    if (fits_text(place, text, unknown))
        return true;
    CLEANUP(cleanup_free)
    char *followed = place->follow && *text == '/' ? follow_entry(place->follow, text) : NULL;
    return followed && fits_text(place, followed, unknown);
}

static bool fits_any(const struct place *place, const char *list, bool unknown)
{
    for (size_t len; *list; list += len + (list[len] == '|')) {
        list += strspn(list, " ");
        len = strcspn(list, "|");
        size_t end = len;
        while (end && list[end - 1] == ' ')
            end--;
        if (end && fits(place, list, end, unknown))
            return true;
    }
    return false;
}

/* ---- A path as it is given ---- */

/* Whether the same path in two forms (NULL: in one) is allowed. */
static bool forms_are_allowed(const struct epi_config *config, const char *form, const char *other,
                              struct apart *follow)
{
    CLEANUP(cleanup_free) char *names = split(form);
    CLEANUP(cleanup_free) char *other_names = other ? split(other) : NULL;
    if (!names || (other && !other_names))
        return false;
    struct place place = {names, *form == '/', follow};
    struct place another = {other_names, other && *other == '/', follow};
    if (fits_any(&place, config->ignore, true) ||
        (other && fits_any(&another, config->ignore, true)))
        return false;
    return !*config->only || fits_any(&place, config->only, false) ||
           (other && fits_any(&another, config->only, false));
}

/* An address: as it is written, and decoded; of a local file, as its path. */
static bool address_is_allowed(const struct epi_config *config, const char *address)
{
    size_t size = strlen(address) + 1;
    CLEANUP(cleanup_free) char *opened = real_path_opened(address);
    CLEANUP(cleanup_free) char *decoded = malloc(size);
    if (!decoded)
        return false;
    if (address_is_file(address)) {
        address_decode(address, decoded, size);
        return forms_are_allowed(config, decoded, opened, NULL);
    }
    address_plain(address, decoded, size);
    return forms_are_allowed(config, address, opened ? opened : decoded, NULL);
}

bool allowed_asks(const struct epi_config *config)
{
    return *config->ignore || *config->only;
}

bool allowed_path(const struct epi_config *config, const char *path)
{
    if (*config->unreadable)
        return false;
    if (!allowed_asks(config))
        return true;
    if (address_is(path))
        return address_is_allowed(config, path);
    CLEANUP(cleanup_free) char *folder = *path == '/' ? NULL : getcwd(NULL, 0);
    CLEANUP(cleanup_free) char *whole = NULL;
    if (asprintf(&whole, "%s%s%s", folder ? folder : "", folder ? "/" : "", path) < 0) {
        whole = NULL;
        return false;
    }
    return forms_are_allowed(config, whole, NULL, NULL);
}

/* ---- Where a file really is ---- */

struct others {
    const struct epi_config *config;
    struct apart *apart;
};

static bool is_ignored(void *context, const char *other)
{
    const struct others *others = context;
    CLEANUP(cleanup_free) char *names = split(other);
    struct place place = {names, true, others->apart};
    return !names || fits_any(&place, others->config->ignore, true);
}

bool allowed_place(const struct epi_config *config, struct apart *apart, const char *opened)
{
    CLEANUP(cleanup_free) char *found = real_path_find(opened);
    if (!found || !forms_are_allowed(config, found, NULL, apart))
        return false;
    CLEANUP(cleanup_free) char *mounts = *config->ignore ? mounts_read() : NULL;
    struct others others = {config, apart};
    return !mounts || !mounts_visit(mounts, found, is_ignored, &others);
}

/* ---- A file system that may not answer ---- */

/* What a thread asks that may be left behind. */
struct question {
    struct epi_config config;
    struct apart *apart; /* which runs it */
    char *opened;
    bool allowed;
};

static void question_run(void *context)
{
    struct question *question = context;
    question->allowed = allowed_place(&question->config, question->apart, question->opened);
}

static void question_drop(void *context)
{
    struct question *question = context;
    free(question->opened);
    free(question);
}

static const struct apart_work asking = {question_run, question_drop};

bool allowed_file(const struct epi_config *config, struct apart *apart, const char *path,
                  bool *allowed, struct epi_error *err)
{
    *allowed = allowed_path(config, path);
    if (!*allowed || !allowed_asks(config))
        return true;
    char *opened = real_path_opened(path);
    if (!opened)
        return address_is(path) || error_memory(err);
    CLEANUP(cleanup_free) char *folder = strndup(opened, (size_t)(strrchr(opened, '/') - opened));
    struct question *question = calloc(1, sizeof(*question));
    if (!folder || !question) {
        free(opened);
        free(question);
        return error_memory(err);
    }
    *question = (struct question){.config = *config, .apart = apart, .opened = opened};
    if (!apart_run(apart, folder, &asking, question, FILE_ANSWER_MS, err))
        return false;
    *allowed = question->allowed;
    question_drop(question);
    return true;
}
