/* SPDX-License-Identifier: MIT */
#include "tests/support/folder.h"
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *folder_make(void)
{
    const char *parent = getenv("TMPDIR");
    char path[4096];

    snprintf(path, sizeof(path), "%s/epimark-test-XXXXXX", parent ? parent : "/tmp");
    if (!mkdtemp(path)) {
        perror(path);
        abort();
    }
    return strdup(path);
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info;
    (void)type;
    (void)walk;
    return remove(path);
}

void folder_remove(char *path)
{
    if (path)
        nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(path);
}

void folder_write(const char *folder, const char *name, const char *bytes, size_t len)
{
    char path[8192];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, "wbe");
    if (len == (size_t)-1)
        len = strlen(bytes);
    if (!file || fwrite(bytes, 1, len, file) != len || fclose(file) != 0) {
        perror(path);
        abort();
    }
}
