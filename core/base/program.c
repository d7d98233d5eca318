/* SPDX-License-Identifier: MIT */
#include "core/base/program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/base/private_file.h"

static bool is_program(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISREG(about.st_mode) && access(path, X_OK) == 0;
}

bool program_find(const char *name, char *path, size_t size)
{
    const char *folders = getenv("PATH");
    while (folders && *folders) {
        size_t len = strcspn(folders, ":");
        int written = snprintf(path, size, "%.*s/%s", (int)len, folders, name);
        if (folders[0] == '/' && written > 0 && (size_t)written < size && is_program(path))
            return true;
        folders += len + (folders[len] == ':');
    }
    return false;
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * (int64_t)1000 + now.tv_nsec / 1000000;
}

/* Reads to the end, until a time. False if the end did not come by then. */
static bool read_output(int fd, int64_t until, char *output, size_t size)
{
    char rest[512];
    size_t len = 0;
    for (;;) {
        int64_t left = until - now_ms();
        struct pollfd input = {.fd = fd, .events = POLLIN};
        int ready = left > 0 ? poll(&input, 1, (int)left) : 0;
        if (ready == 0 || (ready < 0 && errno != EINTR))
            return false;
        bool fits = len + 1 < size;
        ssize_t got = ready < 0 ? -1
                      : fits    ? read(fd, output + len, size - 1 - len)
                                : read(fd, rest, sizeof(rest));
        if (got > 0 && fits)
            len += (size_t)got;
        output[len] = '\0';
        if (got == 0)
            return true;
        if (got < 0 && ready > 0 && errno != EINTR)
            return false;
    }
}

/* Starts it with its standard output in fd. */
static bool start(const char *path, char *const *argv, int fd, pid_t *pid)
{
    posix_spawn_file_actions_t files;
    if (posix_spawn_file_actions_init(&files) != 0)
        return false;
    bool started =
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0) == 0 &&
        posix_spawn_file_actions_adddup2(&files, fd, STDOUT_FILENO) == 0 &&
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
        posix_spawn(pid, path, &files, NULL, argv, environ) == 0;
    posix_spawn_file_actions_destroy(&files);
    return started;
}

bool program_run(const char *path, char *const *argv, int milliseconds, char *output, size_t size)
{
    int ends[2];
    pid_t pid;
    output[0] = '\0';
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    CLEANUP(private_file_close) int reading = ends[0];
    bool started = start(path, argv, ends[1], &pid);
    close(ends[1]);
    if (!started)
        return false;
    bool ended = read_output(reading, now_ms() + milliseconds, output, size);
    if (!ended)
        kill(pid, SIGKILL);
    int status = -1;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return ended && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
