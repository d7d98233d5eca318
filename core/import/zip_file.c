/* SPDX-License-Identifier: MIT */
#include "core/import/zip_file.h"

#include <unistd.h>

#include <zip.h>

struct zip_file_archive {
    zip_t *zip;
};

bool zip_file_is(const char *head, size_t len)
{
    return len >= 4 && (memcmp(head, "PK\3\4", 4) == 0 || memcmp(head, "PK\5\6", 4) == 0);
}

static bool fail(zip_error_t *reason, struct epi_error *err)
{
    enum epi_error_kind kind =
        zip_error_system_type(reason) == ZIP_ET_SYS ? EPI_ERROR_LATER : EPI_ERROR_NEVER;
    return epi_error_set(err, kind, "cannot be read: %s", zip_error_strerror(reason));
}

struct zip_file_archive *zip_file_open(int fd, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct zip_file_archive *archive = calloc(1, sizeof(*archive));
    if (!archive) {
        close(fd);
        error_memory(err);
        return NULL;
    }
    int code = 0;
    archive->zip = zip_fdopen(fd, 0, &code);
    if (!archive->zip) {
        zip_error_t reason;
        close(fd);
        zip_error_init_with_code(&reason, code);
        fail(&reason, err);
        zip_error_fini(&reason);
        return NULL;
    }
    struct zip_file_archive *opened = archive;
    archive = NULL;
    return opened;
}

void zip_file_close(struct zip_file_archive *zip)
{
    if (zip)
        zip_discard(zip->zip);
    free(zip);
}

size_t zip_file_count(const struct zip_file_archive *zip)
{
    zip_int64_t count = zip_get_num_entries(zip->zip, 0);
    return count > 0 ? (size_t)count : 0;
}

struct zip_file_member zip_file_at(const struct zip_file_archive *zip, size_t index)
{
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(zip->zip, index, 0, &stat) < 0 || !(stat.valid & ZIP_STAT_NAME))
        return (struct zip_file_member){.path = ""};
    bool encrypted =
        (stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE;
    return (struct zip_file_member){.path = stat.name, .encrypted = encrypted};
}

static ptrdiff_t read_member(void *handle, char *buffer, size_t size, struct epi_error *err)
{
    zip_file_t *file = handle;
    zip_int64_t got = zip_fread(file, buffer, size);
    if (got < 0)
        fail(zip_file_get_error(file), err);
    return (ptrdiff_t)got;
}

static void close_member(void *handle)
{
    zip_fclose(handle);
}

struct stream *zip_file_stream(struct zip_file_archive *zip, size_t index, const char *password,
                               bool *refused, struct epi_error *err)
{
    zip_file_t *file = password ? zip_fopen_index_encrypted(zip->zip, index, 0, password)
                                : zip_fopen_index(zip->zip, index, 0);
    if (!file) {
        int code = zip_error_code_zip(zip_get_error(zip->zip));
        *refused = code == ZIP_ER_WRONGPASSWD || code == ZIP_ER_NOPASSWD;
        fail(zip_get_error(zip->zip), err);
        return NULL;
    }
    return stream_new(
        (struct stream_source){.read = read_member, .close = close_member, .handle = file}, err);
}
