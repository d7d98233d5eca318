/* SPDX-License-Identifier: MIT
 *
 * folder_file: the file .epimark beside videos, in which the user says what they are. It holds for
 * its folder and, in a series' folder, for the folders of its seasons. Reads that file and the
 * names beside the video, and nothing else; the folder may be on a file system that never answers.
 */
#ifndef EPIMARK_IDENTIFY_FOLDER_FILE_H
#define EPIMARK_IDENTIFY_FOLDER_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/services/values.h"

struct apart;
struct epi_config;
struct epi_error;
struct sibling_names;

enum {
    FOLDER_FILE_MAX = 16384,      /* bytes; a longer file is an error */
    FOLDER_FILE_ANSWER_MS = 5000, /* how long a folder may take to answer */
};

/* What such a file says. */
struct folder_file {
    bool found;               /* there is one; else nothing else is set but unusable */
    bool unusable;            /* there is one that says nothing that can be read */
    bool of_series_folder;    /* it is in the series' folder, above the file's own */
    struct series_ids series; /* no id: it does not say */
    bool ordered;             /* it says which order the names follow */
    enum episode_order order; /* if ordered */
    int season_offset;        /* added to the season in a name */
    int episode_offset;       /* added to its numbers */
    bool ignore;              /* nothing in this folder is looked up or sent */
};

/* Reads the text of such a file: lines KEY=VALUE, empty ones, and those that begin with #. Fails
 * with EPI_ERROR_NEVER; the text names the line. */
bool folder_file_parse(const char *text, size_t len, struct folder_file *file,
                       struct epi_error *err);

/* Reads the one that holds for the file at an absolute path. May hang: run it apart. Fails with
 * EPI_ERROR_LATER if there is one that cannot be used; the text names it. */
bool folder_file_read(const char *path, struct folder_file *file, struct epi_error *err);

/* The same, for any path, on a thread of apart, for which it waits some seconds; and the names of
 * the other videos in the folder, unless the file says ignore; names: NULL if they are not wanted.
 * If there is one that cannot be used, the file is unusable. Fails with EPI_ERROR_LATER, too, if
 * the folder does not answer, or with EPI_ERROR_STOPPED; file is then not found. */
bool folder_file_find(struct apart *apart, const char *path, struct folder_file *file,
                      struct sibling_names *names, struct epi_error *err);

/* Whether a path can have one: a name without folders has none, and an address only if it is that
 * of a file. */
bool folder_file_may_be(const char *path);

/* What is asked of the folder of a video, without waiting: .epimark, if the path may have one, and
 * whether ignore= and only= allow the place that the video really is at (allowed.h). */
struct folder_file_question {
    const char *path;
    const char *opened; /* as the player opened it (real_path.h); NULL: the place is not asked for,
                         * and the path may have a .epimark */
    const struct epi_config *config; /* with opened; copied */
};

/* By which of its two paths a question is known. */
const char *folder_file_key(const struct folder_file_question *question);

/* Called on that thread with the key, whether the place is allowed, and what was read if it is;
 * err: why the file cannot be used, else NULL. */
typedef void (*folder_file_answer)(void *context, const char *key, bool allowed,
                                   const struct folder_file *file, const struct epi_error *err);

/* Asks: answer is called later, or never if the folder does not answer or apart was cancelled.
 * Fails with EPI_ERROR_LATER if an earlier question to the folder still waits, or with
 * EPI_ERROR_STOPPED. */
bool folder_file_ask(struct apart *apart, const struct folder_file_question *question,
                     folder_file_answer answer, void *context, struct epi_error *err);

/* A guess as the file changes it: the ids of its series, and the numbers. */
void folder_file_apply(const struct folder_file *file, struct guess *guess);

#endif
