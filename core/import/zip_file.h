/* SPDX-License-Identifier: MIT
 *
 * zip_file: a zip whose members are listed and read as streams; nothing is ever unpacked to the
 * disk. The only file that includes libzip.
 */
#ifndef EPIMARK_IMPORT_ZIP_FILE_H
#define EPIMARK_IMPORT_ZIP_FILE_H

#include "core/import/stream.h"

struct zip_file_archive;

struct zip_file_member {
    const char *path; /* in the zip, borrowed; "" if it has none */
    bool encrypted;
};

/* Whether these are the first bytes of a zip. */
bool zip_file_is(const char *head, size_t len);

/* Opens the zip of a file descriptor, which it closes. Fails with EPI_ERROR_NEVER if it is damaged:
 * the text begins with what is wrong, without a name. */
struct zip_file_archive *zip_file_open(int fd, struct epi_error *err);
void zip_file_close(struct zip_file_archive *zip);

/* Its members, folders too, in the order of the zip. */
size_t zip_file_count(const struct zip_file_archive *zip);
struct zip_file_member zip_file_at(const struct zip_file_archive *zip, size_t index);

/* A member as a stream; password is for an encrypted one. Sets *refused if the password is wrong.
 * The zip has to outlive the stream. */
struct stream *zip_file_stream(struct zip_file_archive *zip, size_t index, const char *password,
                               bool *refused, struct epi_error *err);

#endif
