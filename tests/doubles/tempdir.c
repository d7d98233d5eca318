/* SPDX-License-Identifier: MIT */
#include "tests/doubles/tempdir.h"

#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

char *tempdir_make(void)
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

void tempdir_remove(char *path)
{
    alarm(0); /* of tempdir_plant */
    if (path)
        nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(path);
}

void tempdir_write(const char *folder, const char *name, const char *bytes, size_t len)
{
    char path[8192];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "wbe");
    if (len == (size_t)-1)
        len = strlen(bytes);
    if (!file || fwrite(bytes, 1, len, file) != len || fclose(file) != 0) {
        perror(path);
        abort();
    }
}

const char *const tempdir_oddities[] = {"fifo", "directory", "socket", "link", "dangling", NULL};

static bool plant_socket(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (strlen(path) >= sizeof(address.sun_path))
        return false;
    memcpy(address.sun_path, path, strlen(path) + 1);
    bool bound = fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0;
    close(fd);
    return bound;
}

void tempdir_plant(const char *folder, const char *name, const char *oddity)
{
    alarm(60);
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    bool planted = false;
    if (strcmp(oddity, "fifo") == 0)
        planted = mkfifo(path, 0600) == 0;
    else if (strcmp(oddity, "directory") == 0)
        planted = mkdir(path, 0700) == 0;
    else if (strcmp(oddity, "socket") == 0)
        planted = plant_socket(path);
    else if (strcmp(oddity, "dangling") == 0)
        planted = symlink("nowhere", path) == 0;
    else {
        tempdir_write(folder, "linked", "text\n", -1);
        planted = symlink("linked", path) == 0;
    }
    if (!planted) {
        perror(path);
        abort();
    }
}

void tempdir_clear(const char *folder, const char *name)
{
    alarm(0);
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    if (remove(path) != 0) {
        perror(path);
        abort();
    }
}
