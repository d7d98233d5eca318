/* SPDX-License-Identifier: MIT
 *
 * file_system: whether a folder lies on a file system of a network, where the memory that SQLite's
 * write-ahead log shares between processes is not shared with other computers. Opens no file of
 * the folder. Used by player and client.
 */
#ifndef EPIMARK_BASE_FILE_SYSTEM_H
#define EPIMARK_BASE_FILE_SYSTEM_H

#include <stdint.h>
#include <sys/types.h>

/* The name of the network's file system that a folder lies on ("NFS", "sshfs"), or NULL if it lies
 * on none, or that cannot be found out. Waits as long as that file system does. */
const char *file_system_remote(const char *folder);

/* The same of what is known: type as statfs(2) says; for a file system of FUSE also the device of
 * the folder, and the text of /proc/self/mountinfo. */
const char *file_system_remote_type(uint32_t type, dev_t device, const char *mounts);

#endif
