/* SPDX-License-Identifier: MIT */
#include "tests/doubles/dead_mount.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
char *__real_realpath(const char *path, char *found);
char *__wrap_realpath(const char *path, char *found);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int hanging;
static bool ended;

void dead_mount_begin(void)
{
    pthread_mutex_lock(&lock);
    ended = true; /* a test that failed may not have ended it */
    pthread_cond_broadcast(&changed);
    while (hanging > 0)
        pthread_cond_wait(&changed, &lock);
    ended = false;
    pthread_mutex_unlock(&lock);
}

void dead_mount_wait(int calls)
{
    pthread_mutex_lock(&lock);
    while (hanging < calls)
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
}

void dead_mount_end(void)
{
    pthread_mutex_lock(&lock);
    ended = true;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static void hang(void)
{
    pthread_mutex_lock(&lock);
    hanging++;
    pthread_cond_broadcast(&changed);
    while (!ended)
        pthread_cond_wait(&changed, &lock);
    hanging--;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

int __wrap_open(const char *path, int flags, ...)
{
    mode_t mode = 0;
    if (strstr(path, "/dead mount/")) {
        hang();
        errno = ENOENT;
        return -1;
    }
    if (flags & O_CREAT) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
    }
    return __real_open(path, flags, mode);
}

char *__wrap_realpath(const char *path, char *found)
{
    if (!strstr(path, "/dead mount/"))
        return __real_realpath(path, found);
    hang();
    errno = ENOENT;
    return NULL;
}
