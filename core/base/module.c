/* SPDX-License-Identifier: MIT */
#include "core/base/module.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/base/private_file.h"

enum { FILE_MAX = 64 << 20 };

/* As version.c writes it into all that is built. */
static const char mark[] = "@(#)epimark ";

static bool is_version(char c)
{
    return (c >= '0' && c <= '9') || c == '.';
}

/* The version that follows the first mark. Not our own mark, which none follows. */
static void find_version(const char *bytes, size_t len, char *version, size_t size)
{
    const char *end = bytes + len;
    size_t count = 0;
    while (count == 0 && (bytes = memmem(bytes, (size_t)(end - bytes), mark, sizeof(mark) - 1))) {
        bytes += sizeof(mark) - 1;
        while (bytes + count < end && count + 1 < size && is_version(bytes[count]))
            count++;
    }
    if (bytes)
        memcpy(version, bytes, count);
    version[count] = '\0';
}

/* All bytes of a regular file; NULL if it is none, or too large. Free them. */
static char *read_file(const char *path, size_t *len)
{
    CLEANUP(private_file_close)
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat about;
    *len = 0;
    if (fd < 0 || fstat(fd, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size > FILE_MAX)
        return NULL;
    char *bytes = malloc((size_t)about.st_size + 1);
    ssize_t got = 1;
    while (bytes && got > 0 && *len < (size_t)about.st_size) {
        got = read(fd, bytes + *len, (size_t)about.st_size - *len);
        *len += got > 0 ? (size_t)got : 0;
    }
    return bytes;
}

bool module_version(const char *path, char *version, size_t size)
{
    size_t len;
    CLEANUP(cleanup_free) char *bytes = read_file(path, &len);
    version[0] = '\0';
    if (bytes)
        find_version(bytes, len, version, size);
    return version[0] != '\0';
}

bool module_loads(const char *path, char *why, size_t size)
{
    if (dlopen(path, RTLD_NOW | RTLD_LOCAL))
        return true;
    const char *text = dlerror();
    snprintf(why, size, "%s", text ? text : "it cannot be loaded");
    return false;
}
