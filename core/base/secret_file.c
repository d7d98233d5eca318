/* SPDX-License-Identifier: MIT */
#include "core/base/secret_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <dirent.h>

#include "core/base/private_file.h"

enum { FILE_MAX = 1 << 20 };

static const char file_name[] = "credentials.json";

char *secret_file_path(const char *folder, const char *name, const char *suffix,
                       struct epi_error *err)
{
    size_t size = strlen(folder) + strlen(name) + strlen(suffix) + 2;
    char *path = malloc(size);
    if (path)
        snprintf(path, size, "%s/%s%s", folder, name, suffix);
    else
        error_memory(err);
    return path;
}

static bool is_private(int file, const char *path, size_t *size, struct epi_error *err)
{
    struct stat about;
    if (fstat(file, &about)) {
        return epi_error_set(err, EPI_ERROR_SIGN_IN, "cannot read credentials (%s): %s",
                             error_reason(errno), path);
    }
    if (about.st_mode & 077) {
        return epi_error_set(
            err, EPI_ERROR_SIGN_IN,
            "other users can read the credentials, so they are not used: run chmod 600 %s", path);
    }
    if (about.st_size > FILE_MAX) {
        return epi_error_set(
            err, EPI_ERROR_SIGN_IN,
            "the credentials file is larger than 1 MiB: remove it and sign in again: %s", path);
    }
    *size = (size_t)about.st_size;
    return true;
}

/* Opens the file and tells its size, or sets *file to -1 if there is none. */
static bool open_file(const char *folder, const char *path, int *file, size_t *size,
                      struct epi_error *err)
{
    if (private_file_open(folder, file_name, O_RDONLY, file, err))
        return *file < 0 || is_private(*file, path, size, err);
    if (err)
        err->kind = EPI_ERROR_SIGN_IN;
    return false;
}

static bool read_all(int file, char *text, size_t size, size_t *len)
{
    *len = 0;
    while (*len < size) {
        ssize_t got = read(file, text + *len, size - *len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0;
        *len += (size_t)got;
    }
    return false;
}

struct json *secret_file_read(const char *folder, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *path = secret_file_path(folder, file_name, "", err);
    CLEANUP(private_file_close) int file = -1;
    size_t size = 0;
    if (!path || !open_file(folder, path, &file, &size, err))
        return NULL;
    if (file < 0) {
        struct json *empty = json_new_object();
        if (!empty)
            error_memory(err);
        return empty;
    }
    size_t len = 0;
    /* No more than is there: freeing a large block makes the host's malloc keep large ones. A new
     * version replaces the file, so that it never grows. */
    CLEANUP(cleanup_free) char *text = malloc(size + 1);
    struct json *root = NULL;
    if (!text) {
        error_memory(err);
        return NULL;
    }
    if (read_all(file, text, size + 1, &len))
        root = json_read(text, len, NULL);
    explicit_bzero(text, len);
    if (json_is_object(root))
        return root;
    json_free(root);
    epi_error_set(err, EPI_ERROR_SIGN_IN,
                  "the credentials file is damaged: remove it and sign in again: %s", path);
    return NULL;
}

static bool write_all(int file, const char *text)
{
    size_t len = strlen(text);
    while (len) {
        ssize_t wrote = write(file, text, len);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        text += wrote;
        len -= (size_t)wrote;
    }
    return fsync(file) == 0;
}

/* The name while it is written. */
static const char fresh_name[] = "credentials.json.new";

/* Earlier versions wrote to six random letters and digits; "backup" is the user's own. */
static bool is_leftover(const char *name)
{
    static const char start[] = "credentials.json.";
    static const char lower[] = "abcdefghijklmnopqrstuvwxyz";
    if (strncmp(name, start, sizeof(start) - 1) != 0)
        return false;
    const char *end = name + sizeof(start) - 1;
    return strcmp(name, fresh_name) == 0 || (strlen(end) == 6 && strspn(end, lower) < 6);
}

void secret_file_sweep(const char *folder)
{
    DIR *all = opendir(folder);
    if (!all)
        return;
    const struct dirent *one;
    while ((one = readdir(all))) {
        if (is_leftover(one->d_name))
            unlinkat(dirfd(all), one->d_name, 0);
    }
    closedir(all);
}

bool secret_file_write(const char *folder, const struct json *root, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *path = secret_file_path(folder, file_name, "", err);
    CLEANUP(cleanup_free) char *fresh = secret_file_path(folder, fresh_name, "", err);
    CLEANUP(cleanup_wipe) char *text = json_write(root, true);
    if (!path || !fresh || !text)
        return error_memory(err);
    secret_file_sweep(folder);
    CLEANUP(private_file_close) int file = -1;
    if (!private_file_open(folder, fresh_name, O_WRONLY | O_CREAT | O_EXCL, &file, err))
        return false;
    if (!write_all(file, text) || rename(fresh, path)) {
        epi_error_set(err, EPI_ERROR_LATER, "cannot write credentials (%s): %s",
                      error_reason(errno), path);
        unlink(fresh);
        return false;
    }
    private_file_sync(folder);
    return true;
}
