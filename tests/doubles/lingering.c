/* SPDX-License-Identifier: MIT
 *
 * lingering: preloaded, it holds a program at its very end, when all of its own code has run, until
 * its standard input ends: so that its memory can be searched.
 */
#include <stdlib.h>
#include <unistd.h>

static void linger(void)
{
    char byte;
    if (write(STDOUT_FILENO, "at the end\n", 11) != 11)
        return;
    while (read(STDIN_FILENO, &byte, 1) == 1)
        continue;
}

__attribute__((constructor)) static void prepare(void)
{
    atexit(linger);
}
