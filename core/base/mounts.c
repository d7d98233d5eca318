/* SPDX-License-Identifier: MIT */
#include "core/base/mounts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"

enum {
    NAME_MAX_SIZE = 4096,
    DEVICE_SIZE = 32,
    TABLE_MAX = 1 << 20,
};

char *mounts_read(void)
{
    FILE *file = fopen("/proc/self/mountinfo", "re");
    char *text = file ? malloc(TABLE_MAX + 1) : NULL;
    if (text)
        text[fread(text, 1, TABLE_MAX, file)] = '\0';
    if (file)
        fclose(file);
    return text;
}

/* One line of the table. */
struct mount {
    char device[DEVICE_SIZE];
    char root[NAME_MAX_SIZE];  /* which folder of the device is mounted */
    char point[NAME_MAX_SIZE]; /* and where */
};

/* Undoes the escapes of a name: \040 is a space. */
static void unescape(char *name)
{
    char *out = name;
    while (*name) {
        unsigned code;
        if (name[0] == '\\' && sscanf(name + 1, "%3o", &code) == 1) {
            *out++ = (char)code;
            name += strspn(name + 1, "01234567") < 3 ? 1 + strspn(name + 1, "01234567") : 4;
        } else {
            *out++ = *name++;
        }
    }
    *out = '\0';
}

/* Reads the next line of the table. False at its end; a line that is none has no device. */
static bool next_mount(const char **table, struct mount *mount)
{
    const char *line = *table;
    if (!*line)
        return false;
    size_t len = strcspn(line, "\n");
    *table = line + len + (line[len] == '\n');
    mount->device[0] = '\0';
    CLEANUP(cleanup_free) char *copy = strndup(line, len);
    if (!copy ||
        sscanf(copy, "%*d %*d %31s %4095s %4095s", mount->device, mount->root, mount->point) != 3) {
        mount->device[0] = '\0';
        return true;
    }
    unescape(mount->root);
    unescape(mount->point);
    return true;
}

/* What of a path follows a folder that it is in, with its slash or empty; NULL if it is not. */
static const char *below(const char *path, const char *folder)
{
    size_t len = strcmp(folder, "/") == 0 ? 0 : strlen(folder);
    bool in = strncmp(path, folder, len) == 0 && (path[len] == '/' || !path[len]);
    return in ? path + len : NULL;
}

/* The mount that a path is in: the last of those with the longest name. */
static bool mount_of(const char *table, const char *path, struct mount *found)
{
    CLEANUP(cleanup_free) struct mount *mount = malloc(sizeof(*mount));
    found->device[0] = '\0';
    found->point[0] = '\0';
    while (mount && next_mount(&table, mount)) {
        if (*mount->device && below(path, mount->point) &&
            strlen(mount->point) >= strlen(found->point))
            *found = *mount;
    }
    return *found->device;
}

bool mounts_visit(const char *table, const char *path,
                  bool (*visit)(void *context, const char *other), void *context)
{
    CLEANUP(cleanup_free) struct mount *own = malloc(sizeof(*own));
    CLEANUP(cleanup_free) struct mount *mount = malloc(sizeof(*mount));
    size_t size = strlen(path) + 2 * NAME_MAX_SIZE;
    CLEANUP(cleanup_free) char *inside = malloc(size); /* the path within the device */
    CLEANUP(cleanup_free) char *other = malloc(size + NAME_MAX_SIZE);
    if (!own || !mount || !inside || !other || !mount_of(table, path, own))
        return false;
    snprintf(inside, size, "%s%s", strcmp(own->root, "/") == 0 ? "" : own->root,
             below(path, own->point));
    while (next_mount(&table, mount)) {
        const char *rest =
            strcmp(mount->device, own->device) == 0 ? below(inside, mount->root) : NULL;
        if (!rest)
            continue;
        snprintf(other, size + NAME_MAX_SIZE, "%s%s",
                 strcmp(mount->point, "/") == 0 ? "" : mount->point, rest);
        if (strcmp(other, path) != 0 && visit(context, other))
            return true;
    }
    return false;
}
