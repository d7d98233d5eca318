/* SPDX-License-Identifier: MIT */
#include "core/identify/folder_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/address.h"
#include "core/base/allowed.h"
#include "core/base/apart.h"
#include "core/base/config.h"
#include "core/base/error.h"
#include "core/base/private_file.h"
#include "core/identify/corrected_guess.h"
#include "core/identify/siblings.h"
#include "core/journal/entry.h"
#include "core/journal/series_folder.h"

#define NAME ".epimark"

/* ---- Values ---- */

static bool read_series(const char *value, struct folder_file *file)
{
    return values_parse_id(value, &file->series);
}

static bool read_order(const char *value, struct folder_file *file)
{
    file->ordered = values_order_find(value, &file->order);
    return file->ordered;
}

static bool read_offset(const char *value, int *offset)
{
    const char *digits = value + (*value == '-' || *value == '+');
    size_t count = strspn(digits, "0123456789");
    if (count == 0 || count > 3 || digits[count])
        return false;
    *offset = (int)strtol(value, NULL, 10);
    return true;
}

static bool read_season_offset(const char *value, struct folder_file *file)
{
    return read_offset(value, &file->season_offset);
}

static bool read_episode_offset(const char *value, struct folder_file *file)
{
    return read_offset(value, &file->episode_offset);
}

static bool read_ignore(const char *value, struct folder_file *file)
{
    file->ignore = strcmp(value, "yes") == 0;
    return file->ignore || strcmp(value, "no") == 0;
}

static const struct {
    const char *key;
    const char *takes;
    bool (*read)(const char *value, struct folder_file *file);
} keys[] = {
    {"series", "tvdb:ID, tvmaze:ID or imdb:ttID", read_series},
    {"order", "aired, dvd, absolute, alternate, regional or auto", read_order},
    {"season_offset", "-999 to 999", read_season_offset},
    {"episode_offset", "-999 to 999", read_episode_offset},
    {"ignore", "yes or no", read_ignore},
};

/* ---- Lines ---- */

/* Cuts spaces off both ends; the text is changed. */
static char *trim(char *text)
{
    text += strspn(text, " \t");
    size_t len = strlen(text);
    while (len > 0 && strchr(" \t\r", text[len - 1]))
        len--;
    text[len] = '\0';
    return text;
}

static bool read_line(char *line, int number, struct folder_file *file, struct epi_error *err)
{
    char *value = strchr(line, '=');
    if (value)
        *value++ = '\0';
    const char *key = trim(line);
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
        if (strcmp(key, keys[i].key) != 0)
            continue;
        value = trim(value ? value : line + strlen(line));
        return keys[i].read(value, file) ||
               epi_error_set(err, EPI_ERROR_NEVER,
                             "line %d: invalid value \"%.40s\" for %s; expected %s", number, value,
                             key, keys[i].takes);
    }
    return epi_error_set(err, EPI_ERROR_NEVER,
                         "line %d: unknown key \"%.40s\"; one of: series, order, season_offset, "
                         "episode_offset, ignore",
                         number, key);
}

bool folder_file_parse(const char *text, size_t len, struct folder_file *file,
                       struct epi_error *err)
{
    CLEANUP(cleanup_free) char *copy = strndup(text, len);
    memset(file, 0, sizeof(*file));
    if (!copy)
        return error_memory(err);
    if (strlen(copy) != len)
        return epi_error_set(err, EPI_ERROR_NEVER, "is not a text file");
    struct folder_file read = {.found = true};
    char *line = copy;
    for (int number = 1; line; number++) {
        char *next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        char *content = trim(line);
        if (*content && *content != '#' && !read_line(content, number, &read, err))
            return false;
        line = next;
    }
    *file = read;
    return true;
}

/* ---- The file ---- */

/* Refuses what is no regular file, or too long. Never blocks on a pipe or a device. */
static bool check(int descriptor, struct epi_error *err)
{
    struct stat about;
    if (fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode))
        return epi_error_set(err, EPI_ERROR_NEVER, "is not a regular file");
    return about.st_size <= FOLDER_FILE_MAX ||
           epi_error_set(err, EPI_ERROR_NEVER, "is longer than %d bytes", FOLDER_FILE_MAX);
}

static bool read_open(int descriptor, struct folder_file *file, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *text = malloc(FOLDER_FILE_MAX + 1);
    if (!text)
        return error_memory(err);
    size_t len = 0;
    ssize_t got = 1;
    while (got > 0 && len <= FOLDER_FILE_MAX) {
        got = read(descriptor, text + len, FOLDER_FILE_MAX + 1 - len);
        if (got < 0 && errno == EINTR)
            got = 1;
        else
            len += got > 0 ? (size_t)got : 0;
    }
    if (got < 0)
        return epi_error_set(err, EPI_ERROR_LATER, "cannot be read: %s", strerror(errno));
    if (len > FOLDER_FILE_MAX)
        return epi_error_set(err, EPI_ERROR_NEVER, "is longer than %d bytes", FOLDER_FILE_MAX);
    return folder_file_parse(text, len, file, err);
}

/* Reads the one in the folder that is the first len bytes of path; without one, file is not
 * found. */
static bool read_in(const char *path, size_t len, struct folder_file *file, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *name = malloc(len + sizeof(NAME));
    struct epi_error why = {0};
    memset(file, 0, sizeof(*file));
    if (!name)
        return error_memory(err);
    memcpy(name, path, len);
    memcpy(name + len, NAME, sizeof(NAME));
    CLEANUP(private_file_close)
    int descriptor = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY);
    bool none = errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG;
    if (descriptor < 0 && none)
        return true;
    if (descriptor < 0) {
        bool odd = errno == ELOOP || errno == ENXIO;
        epi_error_set(&why, odd ? EPI_ERROR_NEVER : EPI_ERROR_LATER, "%s",
                      odd ? "is not a regular file" : strerror(errno));
    } else if (check(descriptor, &why) && read_open(descriptor, file, &why)) {
        return true;
    }
    size_t cut = len > 100 ? len - 100 : 0; /* what is wrong is worth more than a long path */
    return epi_error_set(err, EPI_ERROR_LATER, "%s%s: %s%s", cut ? "..." : "", name + cut, why.text,
                         why.kind == EPI_ERROR_NEVER ? ": correct it or move it away" : "");
}

bool folder_file_may_be(const char *path)
{
    bool absolute = address_is_file(path) ? path[sizeof("file://") - 1] == '/' : path[0] == '/';
    return absolute && strlen(path) < JOURNAL_PATH_MAX;
}

bool folder_file_read(const char *path, struct folder_file *file, struct epi_error *err)
{
    size_t size = strlen(path) + 1;
    CLEANUP(cleanup_free) char *decoded = malloc(size);
    if (!decoded)
        return error_memory(err);
    if (address_is_file(path) && address_decode(path, decoded, size) > 0)
        path = decoded;
    size_t own = series_folder_own(path);
    size_t series = series_folder_length(path);
    if (!read_in(path, own, file, err))
        return false;
    if (file->found || series == own)
        return true;
    if (!read_in(path, series, file, err))
        return false;
    file->of_series_folder = file->found;
    return true;
}

/* ---- A folder that may not answer ---- */

/* What a thread reads that may be left behind. */
struct task {
    struct folder_file file;
    bool list;                 /* the names, too */
    struct apart *apart;       /* which runs it */
    struct epi_config *config; /* of folder_file_ask, with opened */
    char *opened;
    bool allowed;
    struct sibling_names names;
    struct epi_error err;
    bool read;
    folder_file_answer answer; /* of folder_file_ask */
    void *context;
    char path[]; /* of the video */
};

static void read_task(void *context)
{
    struct task *task = context;
    task->allowed = !task->opened || allowed_place(task->config, task->apart, task->opened);
    if (!task->allowed || !folder_file_may_be(task->path)) {
        task->read = true;
        return;
    }
    task->read = folder_file_read(task->path, &task->file, &task->err);
    if (task->list && task->read && !task->file.ignore)
        siblings_list(task->path, &task->names);
}

static void drop_task(void *context)
{
    struct task *task = context;
    free(task->config);
    free(task->opened);
    free(task);
}

static const struct apart_work reading = {read_task, drop_task};

static void answer_task(void *context, const void *of)
{
    const struct task *task = of;
    (void)context;
    task->answer(task->context, task->opened ? task->opened : task->path, task->allowed,
                 &task->file, task->read ? NULL : &task->err);
}

const char *folder_file_key(const struct folder_file_question *question)
{
    return question->opened ? question->opened : question->path;
}

/* The task of a path and its folder, both to be freed. False if memory is short. */
static bool make_task(const struct folder_file_question *question, struct task **task,
                      char **folder, struct epi_error *err)
{
    const char *path = folder_file_key(question);
    size_t size = strlen(question->path) + 1;
    size_t len = (size_t)(strrchr(path, '/') - path);
    *task = calloc(1, sizeof(**task) + size);
    *folder = len ? strndup(path, len) : strdup("/");
    if (!*task || !*folder) {
        free(*task);
        return error_memory(err);
    }
    memcpy((*task)->path, question->path, size);
    if (!question->opened)
        return true;
    (*task)->opened = strdup(question->opened);
    (*task)->config = malloc(sizeof(*question->config));
    if (!(*task)->opened || !(*task)->config) {
        drop_task(*task);
        return error_memory(err);
    }
    *(*task)->config = *question->config;
    return true;
}

bool folder_file_find(struct apart *apart, const char *path, struct folder_file *file,
                      struct sibling_names *names, struct epi_error *err)
{
    struct task *task;
    CLEANUP(cleanup_free) char *folder = NULL;
    memset(file, 0, sizeof(*file));
    if (names)
        names->count = 0;
    if (!folder_file_may_be(path))
        return true;
    if (!make_task(&(struct folder_file_question){.path = path}, &task, &folder, err))
        return false;
    task->list = names != NULL;
    if (!apart_run(apart, folder, &reading, task, FOLDER_FILE_ANSWER_MS, err))
        return false;
    bool read = task->read;
    *file = task->file;
    file->unusable = !read;
    if (names) {
        names->count = task->names.count;
        memcpy(names->list, task->names.list, names->count * sizeof(names->list[0]));
    }
    if (!read && err)
        *err = task->err;
    drop_task(task);
    return read;
}

bool folder_file_ask(struct apart *apart, const struct folder_file_question *question,
                     folder_file_answer answer, void *context, struct epi_error *err)
{
    struct task *task;
    CLEANUP(cleanup_free) char *folder = NULL;
    if (!make_task(question, &task, &folder, err))
        return false;
    task->apart = apart;
    task->answer = answer;
    task->context = context;
    return apart_start(apart, folder, &reading, task, answer_task, NULL, err);
}

/* ---- Guesses ---- */

void folder_file_apply(const struct folder_file *file, struct guess *guess)
{
    if (!file->found)
        return;
    if (values_has_id(&file->series))
        guess->ids = file->series;
    corrected_guess_shift(file->season_offset, file->episode_offset, guess);
}
