/* SPDX-License-Identifier: MIT
 *
 * dead_mount: a file system whose server is gone: opening what lies below a folder "dead mount", or
 * asking where it really is, does not return until dead_mount_end. Stands for open and realpath in
 * what is linked with it.
 */
#ifndef EPIMARK_TESTS_DOUBLES_DEAD_MOUNT_H
#define EPIMARK_TESTS_DOUBLES_DEAD_MOUNT_H

/* The server is gone; at first it is, too. */
void dead_mount_begin(void);

/* Waits until so many calls hang there. */
void dead_mount_wait(int calls);

/* The server is back: what hangs goes on, and finds nothing. */
void dead_mount_end(void);

#endif
