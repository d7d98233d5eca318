/* SPDX-License-Identifier: MIT */
#include "core/private_file.h"

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

/* A full disk, or too many open files, passes. */
static bool cannot(const char *folder, const char *name, struct error *err)
{
    bool passes = errno == ENOSPC || errno == EDQUOT || errno == EMFILE || errno == ENFILE ||
                  errno == ENOMEM || errno == EINTR;
    return error_set(err, passes ? ERROR_LATER : ERROR_NEVER, "%s cannot be opened: %s (in %s)",
                     name, strerror(errno), folder);
}

static bool is_ours(const struct stat *about, const char *folder, const char *name,
                    struct error *err)
{
    if (S_ISLNK(about->st_mode))
        return error_set(err, ERROR_NEVER,
                         "%s is a link, which epimark does not follow: move it away, or link the "
                         "whole folder instead (%s)",
                         name, folder);
    if (!S_ISREG(about->st_mode))
        return error_set(err, ERROR_NEVER,
                         "%s is not a regular file of yours: move it away (in %s)", name, folder);
    if (about->st_uid != geteuid())
        return error_set(err, ERROR_NEVER,
                         "%s belongs to another user: take it over or move it away (in %s)", name,
                         folder);
    return true;
}

/* The folder as a starting point. */
static int open_folder(const char *folder)
{
    return open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

/* True with *there false if there is none. */
static bool check(int at, const char *folder, const char *name, bool *there, struct error *err)
{
    struct stat about;
    *there = at >= 0 && fstatat(at, name, &about, AT_SYMLINK_NOFOLLOW) == 0;
    if (*there)
        return is_ours(&about, folder, name, err);
    return errno == ENOENT || cannot(folder, name, err);
}

bool private_file_check(const char *folder, const char *name, bool *there, struct error *err)
{
    CLEANUP(private_file_close) int at = open_folder(folder);
    return check(at, folder, name, there, err);
}

bool private_file_open(const char *folder, const char *name, int flags, int *fd, struct error *err)
{
    CLEANUP(private_file_close) int at = open_folder(folder);
    bool there;
    struct stat about;
    *fd = -1;
    if (!check(at, folder, name, &there, err))
        return false;
    if (!there && !(flags & O_CREAT))
        return true;
    /* It may have changed since: nothing blocks, and what is open counts. */
    int opened =
        openat(at, name, flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, (mode_t)0600);
    if (opened < 0)
        return (errno == ENOENT && !(flags & O_CREAT)) || cannot(folder, name, err);
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
