/* SPDX-License-Identifier: MIT
 *
 * odd_disk: preloaded to a player or the tool. A folder whose path has "/network/" lies on NFS, one
 * with "/full/" on a full disk, one with "/read-only/" on a disk that cannot be written; all else
 * is as it was.
 */
#include <dlfcn.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>

#define EXPORT __attribute__((visibility("default")))

enum { NFS = 0x6969 };

EXPORT int statfs(const char *path, struct statfs *about)
{
    static int (*real)(const char *path, struct statfs *about);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "statfs");
    int result = real(path, about);
    if (strstr(path, "/network/"))
        about->f_type = NFS;
    return result;
}

EXPORT int statvfs(const char *path, struct statvfs *about)
{
    static int (*real)(const char *path, struct statvfs *about);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "statvfs");
    int result = real(path, about);
    if (strstr(path, "/full/"))
        about->f_bavail = 0;
    if (strstr(path, "/read-only/"))
        about->f_flag |= ST_RDONLY;
    return result;
}
