/* SPDX-License-Identifier: MIT */
#include "core/base/private_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void private_file_close(const int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

/* A full disk or too many open files may be temporary. */
static bool cannot(const char *folder, const char *name, struct epi_error *err)
{
    bool passes = errno == ENOSPC || errno == EDQUOT || errno == EMFILE || errno == ENFILE ||
                  errno == ENOMEM || errno == EINTR;
    return epi_error_set(err, passes ? EPI_ERROR_LATER : EPI_ERROR_NEVER,
                         "cannot open %s: %s (in %s)", name, error_reason(errno), folder);
}

static bool is_regular(const struct stat *about, const char *folder, const char *name,
                       struct epi_error *err)
{
    if (S_ISLNK(about->st_mode)) {
        return epi_error_set(
            err, EPI_ERROR_NEVER,
            "%s is a symbolic link: move it away, or link the whole folder instead (in %s)", name,
            folder);
    }
    if (!S_ISREG(about->st_mode)) {
        return epi_error_set(err, EPI_ERROR_NEVER, "%s is not a regular file: move it away (in %s)",
                             name, folder);
    }
    return true;
}

static bool is_ours(const struct stat *about, const char *folder, const char *name,
                    struct epi_error *err)
{
    if (!is_regular(about, folder, name, err))
        return false;
    if (about->st_uid != geteuid()) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%s belongs to another user: change its owner or move it away (in %s)",
                             name, folder);
    }
    return true;
}

/* Opens the folder for fstatat and openat. */
static int open_folder(const char *folder)
{
    return open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

/* True, with *there false, if there is no such file. */
static bool check(int at, const char *folder, const char *name, bool *there, struct epi_error *err)
{
    struct stat about;
    *there = at >= 0 && fstatat(at, name, &about, AT_SYMLINK_NOFOLLOW) == 0;
    if (*there)
        return is_ours(&about, folder, name, err);
    return errno == ENOENT || cannot(folder, name, err);
}

bool private_file_check(const char *folder, const char *name, bool *there, struct epi_error *err)
{
    CLEANUP(private_file_close) int at = open_folder(folder);
    return check(at, folder, name, there, err);
}

bool private_file_look(const char *folder, const char *name, struct private_file_about *about,
                       struct epi_error *err)
{
    CLEANUP(private_file_close) int at = open_folder(folder);
    struct stat found;
    *about = (struct private_file_about){0};
    about->there = at >= 0 && fstatat(at, name, &found, AT_SYMLINK_NOFOLLOW) == 0;
    if (!about->there)
        return errno == ENOENT || cannot(folder, name, err);
    about->ours = found.st_uid == geteuid();
    about->size = found.st_size;
    return is_regular(&found, folder, name, err);
}

/* Makes one. Until the folder that it is in is synced, a power cut takes it away with all in it. */
static bool make_folder(char *path)
{
    if (mkdir(path, 0700) != 0)
        return false;
    char *slash = strrchr(path, '/');
    if (slash && slash > path) {
        *slash = '\0';
        private_file_sync(path);
        *slash = '/';
    } else {
        private_file_sync(slash ? "/" : ".");
    }
    return true;
}

bool private_file_make_folder(const char *path, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *above = strdup(path);
    if (!above)
        return error_memory(err);
    for (char *slash = strchr(above, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        make_folder(above); /* a failure that matters shows below */
        *slash = '/';
    }
    struct stat about;
    int why = make_folder(above) ? 0 : errno;
    if (stat(above, &about) == 0 && S_ISDIR(about.st_mode))
        return true;
    if (why == EEXIST)
        return epi_error_set(err, EPI_ERROR_NEVER, "%s is not a directory: move it away", path);
    return epi_error_set(err, why == ENOSPC ? EPI_ERROR_LATER : EPI_ERROR_NEVER,
                         "cannot create the directory %s: %s", path, error_reason(why));
}

bool private_file_open(const char *folder, const char *name, int flags, int *fd,
                       struct epi_error *err)
{
    CLEANUP(private_file_close) int at = open_folder(folder);
    bool there;
    *fd = -1;
    if (at < 0 && (flags & O_CREAT))
        return cannot(folder, name, err);
    if (!check(at, folder, name, &there, err))
        return false;
    if (!there && !(flags & O_CREAT))
        return true;
    /* The file may have changed since: do not block, and check what was opened. */
    int opened =
        openat(at, name, flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, (mode_t)0600);
    if (opened < 0)
        return (errno == ENOENT && !(flags & O_CREAT)) || cannot(folder, name, err);
    struct stat about;
    bool known = fstat(opened, &about) == 0;
    if (known ? is_ours(&about, folder, name, err) : cannot(folder, name, err)) {
        *fd = opened;
        return true;
    }
    close(opened);
    return false;
}

bool private_file_sync(const char *folder)
{
    CLEANUP(private_file_close) int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd >= 0 && fsync(fd) == 0;
}
