/* SPDX-License-Identifier: MIT
 *
 * container: what the user names: one file, a folder, or a zip. Lists the files in it, and opens
 * them as streams; those of a zip are never unpacked to the disk. Whoever reads it opens only
 * members whose names it knows: an export also holds tokens, addresses and passwords.
 */
#ifndef EPIMARK_IMPORT_CONTAINER_H
#define EPIMARK_IMPORT_CONTAINER_H

#include "core/import/stream.h"

enum {
    CONTAINER_MEMBERS_MAX = 100000,
    CONTAINER_DEPTH_MAX = 8,          /* of folders in a folder */
    CONTAINER_MEMBER_MAX = 512 << 20, /* bytes of a member of a zip, unpacked */
    CONTAINER_TOTAL_MAX = 1 << 30,    /* and of all that are opened */
    CONTAINER_PASSWORD_TRIES = 3,
};

struct container_member {
    const char *name; /* without its folders; borrowed */
    char *path;       /* with them, as seen from the container, whose it is */
    size_t index;     /* in the zip */
    bool encrypted;
    bool climbs; /* its path leads out of the zip: it is never opened */
};

/* Asks for the password of a zip: an allocated text, which is overwritten and freed, or NULL if the
 * user gives none. again: the one before was wrong. */
typedef char *(*container_password)(void *context, const char *file, bool again);

struct container;

/* Opens what path names. Left out of the list are folders themselves, hidden files, and what macOS
 * adds ("__MACOSX", "._name"). Symbolic links in a folder are not followed. */
struct container *container_open(const char *path, container_password password, void *context,
                                 struct epi_error *err);
void container_free(struct container *container);
void container_cleanup(struct container **container); /* for CLEANUP */

/* Other bounds than CONTAINER_MEMBER_MAX and CONTAINER_TOTAL_MAX. */
void container_bound(struct container *container, int64_t member, int64_t total);

/* Whether it is one file by itself, whatever its name. */
bool container_is_file(const struct container *container);
const char *container_name(const struct container *container); /* without folders */

/* The absolute path of a member that is a file of its own. Free it. NULL if it lies in a zip, or if
 * memory is short. */
char *container_path(const struct container *container, size_t index);

/* The members, in the order of their paths in which numbers count as numbers: "page-10" stands
 * behind "page-9". */
size_t container_count(const struct container *container);
const struct container_member *container_at(const struct container *container, size_t index);

/* Opens one, as UTF-8 (see decoded), and asks for a password if it needs one. The container has to
 * outlive the stream. The text of an error begins with what is wrong, without a name; *refused is
 * set if no password was right. */
struct stream *container_stream(struct container *container, size_t index, bool *refused,
                                struct epi_error *err);

/* Whether a name fits a pattern, in which "*" stands for any text; letters of ASCII may differ in
 * case. */
bool container_fits(const char *name, const char *pattern);

#endif
