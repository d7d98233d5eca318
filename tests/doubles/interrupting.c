/* SPDX-License-Identifier: MIT
 *
 * interrupting: preloaded, it presses Ctrl+C in the instant in which a program begins to wait for
 * standard input: all that it checked before is out of date.
 */
#include <dlfcn.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))

static bool pressed;

static void press(void)
{
    if (!pressed) {
        pressed = true;
        raise(SIGINT);
    }
}

EXPORTED ssize_t read(int fd, void *bytes, size_t len)
{
    ssize_t (*real)(int, void *, size_t);
    *(void **)&real = dlsym(RTLD_NEXT, "read");
    if (fd == STDIN_FILENO)
        press();
    return real(fd, bytes, len);
}

EXPORTED int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *limit,
                   const sigset_t *mask)
{
    int (*real)(struct pollfd *, nfds_t, const struct timespec *, const sigset_t *);
    *(void **)&real = dlsym(RTLD_NEXT, "ppoll");
    if (count == 1 && fds[0].fd == STDIN_FILENO)
        press();
    return real(fds, count, limit, mask);
}
