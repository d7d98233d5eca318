/* SPDX-License-Identifier: MIT */
#include "core/import/container.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include <dirent.h>

#include "core/base/real_path.h"
#include "core/import/decoded.h"
#include "core/import/zip_file.h"

struct container {
    char *given; /* the path */
    char *name;
    int folder;                   /* its descriptor, else -1 */
    struct zip_file_archive *zip; /* if it is one */
    char *file;                   /* the path, if it is a file */
    struct container_member *members;
    size_t count, room;
    int64_t member_max; /* bytes */
    int64_t left;       /* bytes that all of its members may still have */
    container_password ask;
    void *context;
    char *password;
};

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* ---- The list ---- */

static bool is_junk(const char *path)
{
    for (const char *part = path; part; part = strchr(part, '/')) {
        part += *part == '/';
        if ((*part == '.' && part[1] != '.' && part[1] != '/') ||
            strncmp(part, "__MACOSX/", 9) == 0)
            return true;
    }
    return false;
}

static bool is_climbing(const char *path)
{
    if (*path == '/' || *path == '\\' || (*path && path[1] == ':'))
        return true;
    for (const char *part = path; part; part = strpbrk(part, "/\\")) {
        part += *part == '/' || *part == '\\';
        if (strncmp(part, "..", 2) == 0 && (!part[2] || part[2] == '/' || part[2] == '\\'))
            return true;
    }
    return false;
}

/* Takes path, which is allocated. */
static bool add(struct container *container, char *path, size_t index, bool encrypted,
                struct epi_error *err)
{
    CLEANUP(cleanup_free) char *owned = path;
    if (container->count == CONTAINER_MEMBERS_MAX) {
        return epi_error_set(err, EPI_ERROR_NEVER, "%s has more than %d files; name the export",
                             container->name, CONTAINER_MEMBERS_MAX);
    }
    if (container->count == container->room) {
        size_t room = container->room ? container->room * 2 : 64;
        void *more = realloc(container->members, room * sizeof(*container->members));
        if (!more)
            return error_memory(err);
        container->members = more;
        container->room = room;
    }
    container->members[container->count++] = (struct container_member){
        .name = base_name(path),
        .path = path,
        .index = index,
        .encrypted = encrypted,
        .climbs = container->zip && is_climbing(path),
    };
    owned = NULL;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digits(const char *text)
{
    size_t len = 0;
    while (is_digit(text[len]))
        len++;
    return len;
}

static int by_path(const void *a, const void *b)
{
    const char *left = ((const struct container_member *)a)->path;
    const char *right = ((const struct container_member *)b)->path;
    while (*left && *right) {
        if (is_digit(*left) && is_digit(*right)) {
            left += strspn(left, "0");
            right += strspn(right, "0");
            size_t len = digits(left), other = digits(right);
            int order = len != other ? (len < other ? -1 : 1) : strncmp(left, right, len);
            if (order)
                return order;
            left += len;
            right += other;
        } else if (*left != *right) {
            break;
        } else {
            left++;
            right++;
        }
    }
    return (unsigned char)*left - (unsigned char)*right;
}

/* ---- A folder ---- */

static bool list_folder(struct container *container, int fd, const char *below, int depth,
                        struct epi_error *err);

static bool list_entry(struct container *container, int fd, const char *below, const char *name,
                       int depth, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *path = NULL;
    struct stat stat;
    if (*name == '.' || fstatat(fd, name, &stat, AT_SYMLINK_NOFOLLOW) != 0)
        return true;
    if (asprintf(&path, "%s%s%s", below, *below ? "/" : "", name) < 0) {
        path = NULL;
        return error_memory(err);
    }
    if (S_ISREG(stat.st_mode)) {
        char *given = path;
        path = NULL;
        return is_junk(given) ? (free(given), true) : add(container, given, 0, false, err);
    }
    if (!S_ISDIR(stat.st_mode) || depth == CONTAINER_DEPTH_MAX)
        return true;
    int inner = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return inner < 0 || list_folder(container, inner, path, depth + 1, err);
}

/* Closes fd. */
static bool list_folder(struct container *container, int fd, const char *below, int depth,
                        struct epi_error *err)
{
    DIR *folder = fdopendir(fd);
    if (!folder) {
        close(fd);
        return error_memory(err);
    }
    bool ok = true;
    for (const struct dirent *entry; ok && (entry = readdir(folder));)
        ok = list_entry(container, fd, below, entry->d_name, depth, err);
    closedir(folder);
    return ok;
}

static bool open_folder(struct container *container, int fd, struct epi_error *err)
{
    container->folder = fd;
    int again = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (again < 0) {
        return epi_error_set(err, EPI_ERROR_LATER, "cannot read %s: %s", container->name,
                             error_reason(errno));
    }
    return list_folder(container, again, "", 0, err);
}

/* ---- A zip ---- */

static bool open_zip(struct container *container, int fd, struct epi_error *err)
{
    struct epi_error inner = {0};
    container->zip = zip_file_open(fd, &inner);
    if (!container->zip) {
        return epi_error_set(
            err, inner.kind,
            "%s %s; if it is cut off, `zip -FF %s --out NEW.zip` saves what is in it",
            container->name, inner.text, container->name);
    }
    for (size_t i = 0; i < zip_file_count(container->zip); i++) {
        struct zip_file_member member = zip_file_at(container->zip, i);
        size_t len = strlen(member.path);
        if (!len || member.path[len - 1] == '/' || is_junk(member.path))
            continue;
        char *path = strdup(member.path);
        if (!path)
            return error_memory(err);
        if (!add(container, path, i, member.encrypted, err))
            return false;
    }
    return true;
}

/* ---- All of them ---- */

static bool open_file(struct container *container, const char *path, int fd, struct epi_error *err)
{
    char head[4];
    ssize_t got = pread(fd, head, sizeof(head), 0);
    if (got > 0 && zip_file_is(head, (size_t)got))
        return open_zip(container, fd, err);
    close(fd);
    if (got < 0) {
        return epi_error_set(err, EPI_ERROR_LATER, "cannot read %s: %s", container->name,
                             error_reason(errno));
    }
    container->file = strdup(path);
    char *name = container->file ? strdup(container->name) : NULL;
    return name ? add(container, name, 0, false, err) : error_memory(err);
}

static bool fill(struct container *container, const char *path, struct epi_error *err)
{
    struct stat stat;
    CLEANUP(cleanup_free) char *trimmed = strdup(path);
    if (!trimmed)
        return error_memory(err);
    for (size_t len = strlen(trimmed); len > 1 && trimmed[len - 1] == '/'; len--)
        trimmed[len - 1] = '\0';
    container->name = strdup(*base_name(trimmed) ? base_name(trimmed) : trimmed);
    container->given = strdup(path);
    if (!container->name || !container->given)
        return error_memory(err);
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        return epi_error_set(err, EPI_ERROR_NEVER, "cannot open %s: %s", path, error_reason(errno));
    }
    if (fstat(fd, &stat) == 0 && S_ISDIR(stat.st_mode))
        return open_folder(container, fd, err);
    if (S_ISREG(stat.st_mode))
        return open_file(container, path, fd, err);
    close(fd);
    return epi_error_set(err, EPI_ERROR_NEVER, "%s is neither a file nor a folder", path);
}

struct container *container_open(const char *path, container_password password, void *context,
                                 struct epi_error *err)
{
    CLEANUP(container_cleanup) struct container *container = calloc(1, sizeof(*container));
    if (!container) {
        error_memory(err);
        return NULL;
    }
    *container = (struct container){.folder = -1,
                                    .member_max = CONTAINER_MEMBER_MAX,
                                    .left = CONTAINER_TOTAL_MAX,
                                    .ask = password,
                                    .context = context};
    if (!fill(container, path, err))
        return NULL;
    if (container->count)
        qsort(container->members, container->count, sizeof(*container->members), by_path);
    struct container *opened = container;
    container = NULL;
    return opened;
}

void container_free(struct container *container)
{
    if (!container)
        return;
    for (size_t i = 0; i < container->count; i++)
        free(container->members[i].path);
    free(container->members);
    if (container->folder >= 0)
        close(container->folder);
    zip_file_close(container->zip);
    cleanup_wipe(&container->password);
    free(container->file);
    free(container->name);
    free(container->given);
    free(container);
}

void container_cleanup(struct container **container)
{
    container_free(*container);
}

void container_bound(struct container *container, int64_t member, int64_t total)
{
    container->member_max = member;
    container->left = total;
}

bool container_is_file(const struct container *container)
{
    return container->file;
}

const char *container_name(const struct container *container)
{
    return container->name;
}

char *container_path(const struct container *container, size_t index)
{
    CLEANUP(cleanup_free) char *opened = real_path_opened(container->given);
    CLEANUP(cleanup_free) char *root = opened ? real_path_find(opened) : NULL;
    char *path = NULL;
    if (container->zip || !root)
        return NULL;
    if (container->file)
        return strdup(root);
    bool at_root = strcmp(root, "/") == 0;
    const char *below = container->members[index].path;
    return asprintf(&path, "%s/%s", at_root ? "" : root, below) < 0 ? NULL : path;
}

size_t container_count(const struct container *container)
{
    return container->count;
}

const struct container_member *container_at(const struct container *container, size_t index)
{
    return &container->members[index];
}

/* ---- Opening a member ---- */

static bool ask_password(struct container *container, bool again)
{
    cleanup_wipe(&container->password);
    container->password =
        container->ask ? container->ask(container->context, container->name, again) : NULL;
    return container->password;
}

static struct stream *open_encrypted(struct container *container, size_t index, bool *refused,
                                     struct epi_error *err)
{
    for (int i = 0; i <= CONTAINER_PASSWORD_TRIES; i++) {
        bool wrong = false;
        struct epi_error inner = {0};
        struct stream *stream = NULL;
        if (container->password) {
            stream = zip_file_stream(container->zip, index, container->password, &wrong, &inner);
            if (stream || !wrong) {
                if (!stream && err)
                    *err = inner;
                return stream;
            }
        }
        if (i == CONTAINER_PASSWORD_TRIES || !ask_password(container, container->password))
            break;
    }
    *refused = true;
    epi_error_set(err, EPI_ERROR_NEVER, "is encrypted, and there is no right password for it");
    return NULL;
}

static struct stream *open_plain(int folder, const char *path, struct epi_error *err)
{
    struct stat stat;
    int flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | (folder == AT_FDCWD ? 0 : O_NOFOLLOW);
    int fd = openat(folder, path, flags);
    if (fd < 0) {
        epi_error_set(err, EPI_ERROR_LATER, "cannot be opened: %s", error_reason(errno));
        return NULL;
    }
    if (fstat(fd, &stat) != 0 || !S_ISREG(stat.st_mode)) {
        close(fd);
        epi_error_set(err, EPI_ERROR_NEVER, "is no longer a file");
        return NULL;
    }
    return stream_new_file(fd, err);
}

static struct stream *open_member(struct container *container, size_t index, bool *refused,
                                  struct epi_error *err)
{
    const struct container_member *member = &container->members[index];
    if (container->file)
        return open_plain(AT_FDCWD, container->file, err);
    if (!container->zip)
        return open_plain(container->folder, member->path, err);
    if (member->climbs) {
        epi_error_set(err, EPI_ERROR_NEVER, "leads out of the zip; it is not opened");
        return NULL;
    }
    struct stream *stream =
        member->encrypted ? open_encrypted(container, member->index, refused, err)
                          : zip_file_stream(container->zip, member->index, NULL, refused, err);
    if (stream)
        stream_limit(stream, container->member_max, &container->left);
    return stream;
}

struct stream *container_stream(struct container *container, size_t index, bool *refused,
                                struct epi_error *err)
{
    struct stream *stream = open_member(container, index, refused, err);
    return stream ? decoded_new(stream, err) : NULL;
}

bool container_fits(const char *name, const char *pattern)
{
    const char *star = strchr(pattern, '*');
    if (!star)
        return strcasecmp(name, pattern) == 0;
    size_t before = (size_t)(star - pattern);
    if (strncasecmp(name, pattern, before) != 0)
        return false;
    for (const char *rest = name + before;; rest++) {
        if (container_fits(rest, star + 1))
            return true;
        if (!*rest)
            return false;
    }
}
