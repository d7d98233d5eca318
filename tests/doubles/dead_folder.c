/* SPDX-License-Identifier: MIT
 *
 * dead_folder: what dead_mount is, for a whole player: it is preloaded. A file .epimark below a
 * folder "dead mount" is never opened, it is never known where a file below a folder "dead place"
 * really is, and all else is as it was.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

static bool hangs(const char *path)
{
    static const char name[] = "/.epimark";
    size_t len = strlen(path);
    return strstr(path, "/dead mount/") && len >= sizeof(name) &&
           strcmp(path + len - (sizeof(name) - 1), name) == 0;
}

static int open_at(int folder, const char *path, int flags, mode_t mode)
{
    static int (*real)(int folder, const char *path, int flags, ...);
    while (hangs(path))
        pause();
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "openat");
    return real(folder, path, flags, mode);
}

static mode_t mode_of(int flags, va_list arguments)
{
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

EXPORT char *realpath(const char *path, char *found)
{
    static char *(*real)(const char *path, char *found);
    while (strstr(path, "/dead place/"))
        pause();
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "realpath");
    return real(path, found);
}

EXPORT int open(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return open_at(AT_FDCWD, path, flags, mode);
}

EXPORT int open64(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return open_at(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

EXPORT int openat(int folder, const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return open_at(folder, path, flags, mode);
}

EXPORT int openat64(int folder, const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return open_at(folder, path, flags | O_LARGEFILE, mode);
}
