/* SPDX-License-Identifier: MIT
 *
 * other_clock: preloaded, it puts the clock ahead that epimark sees, the plugin or the tool, by as
 * many seconds as a file says, which $EPIMARK_CLOCK names and which may change meanwhile; a
 * negative number puts it back. A player waits by its own clock, so that one is as it was.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))

static long ahead(void)
{
    const char *path = getenv("EPIMARK_CLOCK");
    char text[32];
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    ssize_t len = file >= 0 ? read(file, text, sizeof(text) - 1) : 0;
    if (file >= 0)
        close(file);
    text[len > 0 ? len : 0] = '\0';
    return strtol(text, NULL, 10);
}

EXPORTED int clock_gettime(clockid_t clock, struct timespec *now)
{
    static int (*real)(clockid_t clock, struct timespec * now);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(clock, now);
    Dl_info caller;
    if (result == 0 && clock == CLOCK_REALTIME &&
        dladdr(__builtin_return_address(0), &caller) != 0 && strstr(caller.dli_fname, "/epimark"))
        now->tv_sec += ahead();
    return result;
}
