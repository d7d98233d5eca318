/* SPDX-License-Identifier: MIT
 *
 * dead_folder: what dead_mount is, for a whole player: it is preloaded. A file .epimark below a
 * folder "dead mount" is never opened, and all else is as it was.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

EXPORT int open(const char *path, int flags, ...);
EXPORT int open64(const char *path, int flags, ...);
EXPORT int openat(int folder, const char *path, int flags, ...);
EXPORT int openat64(int folder, const char *path, int flags, ...);

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

#define MODE(mode)                                                                                 \
    do {                                                                                           \
        va_list arguments;                                                                         \
        va_start(arguments, flags);                                                                \
        mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;                      \
        va_end(arguments);                                                                         \
    } while (0)

int open(const char *path, int flags, ...)
{
    mode_t mode;
    MODE(mode);
    return open_at(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    mode_t mode;
    MODE(mode);
    return open_at(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
    mode_t mode;
    MODE(mode);
    return open_at(folder, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...)
{
    mode_t mode;
    MODE(mode);
    return open_at(folder, path, flags | O_LARGEFILE, mode);
}
