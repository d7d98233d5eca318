/* SPDX-License-Identifier: MIT
 *
 * dying: preloaded, it counts the calls of a program that change files below a folder or send to a
 * server, and at call number N it kills the program, or lets the disk refuse from there on. What
 * the calls did to files is written to a trace, from which tests/death builds what a power cut
 * leaves. By the environment:
 *
 *   EPIMARK_DYING_FOLDER  an absolute path without links
 *   EPIMARK_DYING_TRACE   a file outside of it, to append to
 *   EPIMARK_DYING_AT      N; 0 or none: only trace
 *   EPIMARK_DYING_HOW     before: killed before the call; half: in the middle of what it writes or
 *                         sends; after: when the call is done; full, full-once: no space, from
 *                         there on or once; readonly: from there on; broken: an I/O error, once
 *
 * Lines of the trace: "k N CALL NAME" a call that counts (a name that is not of a file: "-"),
 * "w INODE OFFSET LENGTH" and then that many bytes, "t INODE SIZE", "s INODE" synced, "d NAME" a
 * folder synced, "m NAME" a folder made, "c INODE NAME" a file made, "r FROM TO" renamed, "u NAME"
 * removed.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

enum how { HOW_NOT, BEFORE, HALF, AFTER, FULL, FULL_ONCE, READONLY, BROKEN, HOWS };

static const char *const hows[HOWS] = {
    [BEFORE] = "before",       [HALF] = "half",         [AFTER] = "after",   [FULL] = "full",
    [FULL_ONCE] = "full-once", [READONLY] = "readonly", [BROKEN] = "broken",
};

/* What a call does to the disk. */
enum call {
    CALL_WRITES,
    CALL_MAKES,
    CALL_RENAMES,
    CALL_REMOVES,
    CALL_TRUNCATES,
    CALL_SYNCS,
    CALL_OPENS,
    CALL_SENDS
};

static const char *const calls[] = {
    [CALL_WRITES] = "write",   [CALL_MAKES] = "create",       [CALL_RENAMES] = "rename",
    [CALL_REMOVES] = "unlink", [CALL_TRUNCATES] = "truncate", [CALL_SYNCS] = "sync",
    [CALL_OPENS] = "open",     [CALL_SENDS] = "send",
};

static struct {
    char folder[PATH_MAX];
    size_t folder_len; /* 0: nothing counts */
    int trace;         /* or -1 */
    long at;
    enum how how;
    long count;
} dying = {.trace = -1};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;

#define REAL(name)                                                                                 \
    static __typeof__(&(name)) real;                                                               \
    if (!real)                                                                                     \
        *(void **)&real = dlsym(RTLD_NEXT, #name);

static ssize_t really_write(int fd, const void *bytes, size_t len)
{
    REAL(write)
    return real(fd, bytes, len);
}

static int really_open(const char *path, int flags)
{
    REAL(open)
    return real(path, flags, 0600);
}

static void set_up(void)
{
    const char *folder = getenv("EPIMARK_DYING_FOLDER"), *trace = getenv("EPIMARK_DYING_TRACE");
    const char *at = getenv("EPIMARK_DYING_AT"), *how = getenv("EPIMARK_DYING_HOW");
    if (!folder)
        return;
    dying.at = at ? strtol(at, NULL, 10) : 0;
    for (int i = 1; how && i < HOWS; i++) {
        if (strcmp(how, hows[i]) == 0)
            dying.how = (enum how)i;
    }
    if (trace)
        dying.trace = really_open(trace, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC);
    dying.folder_len = (size_t)snprintf(dying.folder, sizeof(dying.folder), "%s", folder);
}

/* A line that a program printed was read, also if it is killed next. */
__attribute__((constructor)) static void begin(void)
{
    pthread_once(&once, set_up);
    setvbuf(stdout, NULL, _IOLBF, 0);
}

static void die(void)
{
    kill(getpid(), SIGKILL);
    pause();
}

/* ---- What a call is about ---- */

/* The name below the folder of a path; NULL if it is not there. */
static const char *name_in(const char *path)
{
    pthread_once(&once, set_up);
    size_t len = dying.folder_len;
    if (!len || strncmp(path, dying.folder, len) != 0)
        return NULL;
    return path[len] == '/' ? path + len + 1 : path[len] ? NULL : path + len;
}

/* The same of an open file. path: PATH_MAX bytes for it. */
static const char *name_of(int fd, char *path)
{
    char link[40];
    pthread_once(&once, set_up);
    if (!dying.folder_len)
        return NULL;
    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, PATH_MAX - 1);
    if (len < 0)
        return NULL;
    path[len] = '\0';
    return name_in(path);
}

/* The same of a path that begins in an open folder. */
static const char *name_at(int folder, const char *path, char *whole)
{
    if (path[0] == '/' || folder == AT_FDCWD)
        return name_in(path);
    const char *name = name_of(folder, whole);
    if (!name)
        return NULL;
    size_t len = strlen(whole);
    snprintf(whole + len, PATH_MAX - len, "/%s", path);
    return name_in(whole);
}

static bool is_server(int fd)
{
    int domain = 0;
    socklen_t len = sizeof(domain);
    return getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &len) == 0 &&
           (domain == AF_INET || domain == AF_INET6);
}

static uintmax_t inode_of(int fd)
{
    struct stat about = {0};
    fstat(fd, &about);
    return about.st_ino;
}

/* ---- Counting ---- */

__attribute__((format(printf, 1, 2))) static void trace(const char *format, ...)
{
    char line[2 * PATH_MAX];
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(line, sizeof(line), format, arguments);
    va_end(arguments);
    if (dying.trace >= 0)
        really_write(dying.trace, line, (size_t)len);
}

/* The error that a full disk, or one that is read-only, has for a call; 0: it does not mind. */
static int refusal(enum call call)
{
    bool first = dying.count == dying.at;
    if (call == CALL_SENDS)
        return 0;
    switch (dying.how) {
    case FULL:
        return call == CALL_OPENS || call == CALL_REMOVES ? 0 : ENOSPC;
    case FULL_ONCE:
        return !first || call == CALL_OPENS || call == CALL_REMOVES ? 0 : ENOSPC;
    case READONLY:
        return EROFS;
    case BROKEN:
        return first ? EIO : 0;
    default:
        return 0;
    }
}

/* Counts a call. True: it may be done, on len bytes of what it has (NULL: it has none), and leave()
 * follows. Else errno says why not. */
static bool enter(enum call call, const char *name, size_t *len)
{
    pthread_mutex_lock(&lock);
    dying.count++;
    trace("k %ld %s %s\n", dying.count, calls[call], name && *name ? name : "-");
    if (!dying.at || dying.count < dying.at)
        return true;
    if (dying.how == BEFORE)
        die();
    if (dying.how == HALF && len)
        *len /= 2;
    int why = refusal(call);
    if (!why)
        return true;
    pthread_mutex_unlock(&lock);
    errno = why;
    return false;
}

static void leave(void)
{
    int why = errno;
    if (dying.at && dying.count >= dying.at && (dying.how == HALF || dying.how == AFTER))
        die();
    pthread_mutex_unlock(&lock);
    errno = why;
}

/* ---- Opening ---- */

static int open_file(int folder, const char *path, int flags, mode_t mode)
{
    REAL(openat)
    char whole[PATH_MAX];
    bool writes = (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC);
    const char *name = writes && !(flags & O_PATH) ? name_at(folder, path, whole) : NULL;
    if (!name)
        return real(folder, path, flags, mode);
    struct stat about;
    bool makes = flags & O_CREAT && fstatat(folder, path, &about, AT_SYMLINK_NOFOLLOW) != 0;
    if (!enter(makes ? CALL_MAKES : CALL_OPENS, name, NULL))
        return -1;
    int fd = real(folder, path, flags, mode);
    if (fd >= 0 && makes)
        trace("c %ju %s\n", inode_of(fd), name);
    if (fd >= 0 && !makes && flags & O_TRUNC)
        trace("t %ju 0\n", inode_of(fd));
    leave();
    return fd;
}

static mode_t mode_of(int flags, va_list arguments)
{
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

#define OPEN(name, parameters, folder, more)                                                       \
    EXPORT int name parameters                                                                     \
    {                                                                                              \
        va_list arguments;                                                                         \
        va_start(arguments, flags);                                                                \
        mode_t mode = mode_of(flags, arguments);                                                   \
        va_end(arguments);                                                                         \
        return open_file(folder, path, flags | (more), mode);                                      \
    }

OPEN(open, (const char *path, int flags, ...), AT_FDCWD, 0)
OPEN(open64, (const char *path, int flags, ...), AT_FDCWD, O_LARGEFILE)
OPEN(openat, (int folder, const char *path, int flags, ...), folder, 0)
OPEN(openat64, (int folder, const char *path, int flags, ...), folder, O_LARGEFILE)

EXPORT int mkdir(const char *path, mode_t mode)
{
    REAL(mkdir)
    struct stat about;
    const char *name = stat(path, &about) == 0 ? NULL : name_in(path);
    if (!name)
        return real(path, mode);
    if (!enter(CALL_MAKES, name, NULL))
        return -1;
    int result = real(path, mode);
    if (result == 0)
        trace("m %s\n", name);
    leave();
    return result;
}

/* ---- Writing ---- */

static void trace_bytes(int fd, off_t offset, const void *bytes, ssize_t len)
{
    if (len <= 0)
        return;
    trace("w %ju %jd %zd\n", inode_of(fd), (intmax_t)offset, len);
    if (dying.trace >= 0)
        really_write(dying.trace, bytes, (size_t)len);
}

static off_t offset_of(int fd)
{
    struct stat about;
    bool appends = fcntl(fd, F_GETFL) & O_APPEND;
    return appends && fstat(fd, &about) == 0 ? about.st_size : lseek(fd, 0, SEEK_CUR);
}

EXPORT ssize_t write(int fd, const void *bytes, size_t len)
{
    char path[PATH_MAX];
    const char *name = name_of(fd, path);
    if (!name && !(dying.folder_len && is_server(fd)))
        return really_write(fd, bytes, len);
    if (!enter(name ? CALL_WRITES : CALL_SENDS, name, &len))
        return -1;
    off_t offset = name ? offset_of(fd) : 0;
    ssize_t written = really_write(fd, bytes, len);
    if (name)
        trace_bytes(fd, offset, bytes, written);
    leave();
    return written;
}

static ssize_t write_at(int fd, const void *bytes, size_t len, off_t offset)
{
    REAL(pwrite)
    char path[PATH_MAX];
    const char *name = name_of(fd, path);
    if (!name)
        return real(fd, bytes, len, offset);
    if (!enter(CALL_WRITES, name, &len))
        return -1;
    ssize_t written = real(fd, bytes, len, offset);
    trace_bytes(fd, offset, bytes, written);
    leave();
    return written;
}

EXPORT ssize_t pwrite(int fd, const void *bytes, size_t len, off_t offset)
{
    return write_at(fd, bytes, len, offset);
}

EXPORT ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t offset)
{
    return write_at(fd, bytes, len, offset);
}

static int truncate_file(int fd, off_t size)
{
    REAL(ftruncate)
    char path[PATH_MAX];
    const char *name = name_of(fd, path);
    if (!name)
        return real(fd, size);
    if (!enter(CALL_TRUNCATES, name, NULL))
        return -1;
    int result = real(fd, size);
    if (result == 0)
        trace("t %ju %jd\n", inode_of(fd), (intmax_t)size);
    leave();
    return result;
}

EXPORT int ftruncate(int fd, off_t size)
{
    return truncate_file(fd, size);
}

EXPORT int ftruncate64(int fd, off64_t size)
{
    return truncate_file(fd, size);
}

/* Power is not cut here: what is traced as synced need not be. */
static int sync_file(int fd, int (*real)(int fd))
{
    char path[PATH_MAX];
    struct stat about;
    const char *name = name_of(fd, path);
    if (!name)
        return real(fd);
    if (!enter(CALL_SYNCS, name, NULL))
        return -1;
    if (fstat(fd, &about) == 0 && S_ISDIR(about.st_mode))
        trace("d %s\n", name);
    else
        trace("s %ju\n", (uintmax_t)about.st_ino);
    leave();
    return 0;
}

EXPORT int fsync(int fd)
{
    REAL(fsync)
    return sync_file(fd, real);
}

EXPORT int fdatasync(int fd)
{
    REAL(fdatasync)
    return sync_file(fd, real);
}

/* ---- Names ---- */

EXPORT int rename(const char *from, const char *to)
{
    REAL(rename)
    const char *old = name_in(from), *fresh = name_in(to);
    if (!old || !fresh)
        return real(from, to);
    if (!enter(CALL_RENAMES, old, NULL))
        return -1;
    int result = real(from, to);
    if (result == 0)
        trace("r %s %s\n", old, fresh);
    leave();
    return result;
}

static int remove_at(int folder, const char *path, int flags)
{
    REAL(unlinkat)
    char whole[PATH_MAX];
    const char *name = name_at(folder, path, whole);
    if (!name)
        return real(folder, path, flags);
    if (!enter(CALL_REMOVES, name, NULL))
        return -1;
    int result = real(folder, path, flags);
    if (result == 0)
        trace("u %s\n", name);
    leave();
    return result;
}

EXPORT int unlink(const char *path)
{
    return remove_at(AT_FDCWD, path, 0);
}

EXPORT int unlinkat(int folder, const char *path, int flags)
{
    return remove_at(folder, path, flags);
}

/* ---- Sending ---- */

EXPORT ssize_t send(int fd, const void *bytes, size_t len, int flags)
{
    REAL(send)
    pthread_once(&once, set_up);
    if (!dying.folder_len || !is_server(fd))
        return real(fd, bytes, len, flags);
    enter(CALL_SENDS, NULL, &len);
    ssize_t sent = real(fd, bytes, len, flags);
    leave();
    return sent;
}
