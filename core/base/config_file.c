/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/config.h"

enum { FILE_MAX = 1 << 20, SPARE = 4096, WARNINGS_MAX = 8, PAIRS_MAX = 128, PATH_SHOWN = 100 };

/* A file that is being read, and the callback for warnings. */
struct file {
    struct epi_config *config;
    const char *path;
    bool missing;
    char *text; /* terminated */
    size_t len;
    int line;
    int warnings;
    epi_config_warning warn;
    void *context;
};

static void cleanup_descriptor(int *descriptor)
{
    if (*descriptor >= 0)
        close(*descriptor);
}

/* A deep path leaves no room for what is wrong: its end is shown. */
struct shown {
    const char *ellipsis, *end;
};

static struct shown shown_path(const char *path)
{
    size_t len = strlen(path);
    if (len <= PATH_SHOWN)
        return (struct shown){"", path};
    const char *end = path + len - PATH_SHOWN, *slash = strchr(end, '/');
    while (!slash && ((unsigned char)*end & 0xc0) == 0x80) /* not within a letter */
        end++;
    return (struct shown){"\xe2\x80\xa6", slash ? slash : end};
}

static void warn(struct file *file, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* At most WARNINGS_MAX for one file: a file that is not an options file could give any number. */
static void warn(struct file *file, const char *format, ...)
{
    char text[256];
    struct epi_error line;
    if (++file->warnings > WARNINGS_MAX || !file->warn)
        return;
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    if (len < 0)
        text[0] = '\0';
    struct shown path = shown_path(file->path);
    if (file->line) {
        epi_error_set(&line, EPI_ERROR_NEVER, "%s%s:%d: %s", path.ellipsis, path.end, file->line,
                      text);
    } else {
        epi_error_set(&line, EPI_ERROR_NEVER, "%s%s: %s", path.ellipsis, path.end, text);
    }
    file->warn(file->context, line.text);
}

static void warn_of_the_rest(struct file *file)
{
    int more = file->warnings - WARNINGS_MAX;
    if (more <= 0)
        return;
    file->warnings = 0;
    file->line = 0;
    warn(file, "%d more lines were ignored", more);
}

static bool read_whole(int descriptor, char *text, size_t size, size_t *len)
{
    ssize_t got = 1;
    *len = 0;
    while (got && *len < size) {
        got = read(descriptor, text + *len, size - *len);
        if (got < 0 && errno != EINTR)
            return false;
        *len += got > 0 ? (size_t)got : 0;
    }
    return true;
}

/* Records that the file exists but cannot be read. The first such file is kept. */
static void refuse(struct file *file, const char *why, const char *advice)
{
    struct epi_error line;
    struct shown path = shown_path(file->path);
    if (*file->config->unreadable)
        return;
    epi_error_set(&line, EPI_ERROR_NEVER,
                  "cannot read %s%s: %s; %s (epimark does nothing until then)", path.ellipsis,
                  path.end, why, advice);
    snprintf(file->config->unreadable, sizeof(file->config->unreadable), "%s", line.text);
}

/* Whether path does not exist because it was never created, rather than because a link in it is
 * dangling, for example to a disk that is not mounted. */
static bool is_missing(const char *path)
{
    struct stat about;
    CLEANUP(cleanup_free) char *part = strdup(path);
    while (part && lstat(part, &about)) {
        char *slash = strrchr(part, '/');
        if (errno != ENOENT)
            return false;
        if (!slash || slash == part)
            return true;
        *slash = '\0';
    }
    return part && strcmp(part, path) != 0 && !stat(part, &about);
}

static void refuse_errno(struct file *file, int why)
{
    if (why == EACCES || why == EPERM)
        refuse(file, "permission denied", "check its permissions");
    else if (why == ENOENT)
        refuse(file, "dangling symbolic link in its path", "repair the link or remove it");
    else
        refuse(file, strerror(why), "repair or remove it");
}

/* False if the file is missing or must not be used; in the second case the reason is recorded. */
static bool read_file(struct file *file)
{
    static const char advice[] = "replace it with a text file or remove it";
    struct stat about;
    CLEANUP(cleanup_descriptor)
    int descriptor = open(file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    int why = errno;
    file->missing = descriptor < 0 && why == ENOENT && is_missing(file->path);
    if (file->missing)
        return false;
    if (descriptor < 0 || fstat(descriptor, &about)) {
        refuse_errno(file, descriptor < 0 ? why : errno);
        return false;
    }
    if (!S_ISREG(about.st_mode)) {
        refuse(file, S_ISDIR(about.st_mode) ? "is a directory" : "is not a regular file", advice);
        return false;
    }
    /* No more than is there: freeing a large block makes the host's malloc keep large ones. */
    size_t room = about.st_size < FILE_MAX - SPARE ? (size_t)about.st_size + SPARE : FILE_MAX + 1;
    file->text = calloc(1, room + 1);
    if (!file->text || !read_whole(descriptor, file->text, room, &file->len)) {
        refuse_errno(file, errno);
        return false;
    }
    if (file->len == room && room <= FILE_MAX) {
        refuse(file, "it grew while it was read", "start again");
        return false;
    }
    file->text[file->len] = '\0';
    bool fits = file->len <= FILE_MAX;
    bool text = strlen(file->text) == file->len;
    if (!fits || !text)
        refuse(file, fits ? "contains a NUL byte" : "larger than 1 MiB", advice);
    return fits && text;
}

/* Cuts the next line off rest, without its line end. */
static char *next_line(struct file *file, char **rest)
{
    char *line = *rest;
    if (!*line)
        return NULL;
    size_t len = strcspn(line, "\n");
    *rest = line + len + (line[len] == '\n');
    line[len] = '\0';
    if (len && line[len - 1] == '\r')
        line[len - 1] = '\0';
    file->line++;
    return line;
}

static char *first_line(struct file *file)
{
    return file->text + (strncmp(file->text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0);
}

static void set(struct epi_config *config, struct file *file, const char *name, const char *value,
                enum epi_config_source source)
{
    struct epi_error err;
    if (!epi_config_set(config, name, value, source, &err))
        warn(file, "%s", err.text);
}

bool epi_config_file_read(struct epi_config *config, const char *path,
                          enum epi_config_source source, epi_config_warning warning, void *context)
{
    struct file file = {.config = config, .path = path, .warn = warning, .context = context};
    if (read_file(&file)) {
        char *rest = first_line(&file);
        for (char *line; (line = next_line(&file, &rest));) {
            char *value = strchr(line, '=');
            if (*line == '#' || !line[strspn(line, " \t")])
                continue;
            if (!value) {
                warn(&file, "expected NAME=VALUE, not \"%.64s\"", line);
                continue;
            }
            *value++ = '\0';
            set(config, &file, line, value, source);
        }
        warn_of_the_rest(&file);
    }
    free(file.text);
    return !file.missing;
}

/* ---- mpv.conf ---- */

/* epimark's own script-opts, as they are after all lines have been read. */
struct pairs {
    struct {
        char *name, *value; /* within the file's text */
        int line;
    } pair[PAIRS_MAX];
    size_t count;
};

static const char prefix[] = "epimark-";

/* Whether an option's name is one of mpv's names for script-opts. action becomes the rest of the
 * name: "", "-append" ... */
static bool is_script_opts(const char *name, const char **action)
{
    if (strcmp(name, "script-opt") == 0) { /* newer players' short name for -append */
        *action = "-append";
        return true;
    }
    *action = name + strlen("script-opts");
    return strncmp(name, "script-opts", strlen("script-opts")) == 0;
}

static void remove_pair(struct pairs *pairs, const char *name)
{
    size_t kept = 0;
    for (size_t i = 0; i < pairs->count; i++) {
        if (strcmp(pairs->pair[i].name, name) != 0)
            pairs->pair[kept++] = pairs->pair[i];
    }
    pairs->count = kept;
}

static void add_pair(struct pairs *pairs, struct file *file, char *name, char *value)
{
    if (strncmp(name, prefix, strlen(prefix)) != 0)
        return;
    name += strlen(prefix);
    remove_pair(pairs, name);
    if (pairs->count == PAIRS_MAX) {
        warn(file, "too many script-opts: %s%.64s is ignored", prefix, name);
        return;
    }
    pairs->pair[pairs->count].name = name;
    pairs->pair[pairs->count].value = value;
    pairs->pair[pairs->count++].line = file->line;
}

/* "5%a,b=c": the five bytes after the sign. False if there are fewer. */
static bool take_counted(char **at, char **start, size_t *len)
{
    char *end = NULL;
    long count = strtol(*at, &end, 10);
    if (end == *at || *end != '%' || count < 0 || (size_t)count > strlen(end + 1))
        return false;
    *start = end + 1;
    *len = (size_t)count;
    *at = *start + count;
    return true;
}

/* Up to the sign that closes the one before *at. */
static bool take_quoted(char **at, char open, char close, char **start, size_t *len)
{
    int depth = 1;
    *start = *at;
    for (char *c = *at; *c; c++) {
        if (*c == close)
            depth--;
        else if (*c == open)
            depth++;
        if (!depth) {
            *len = (size_t)(c - *at);
            *at = c + 1;
            return true;
        }
    }
    return false;
}

/* A key or a value within script-opts, as the player quotes them: "a", [a], %1%a, or plain up to
 * one of ends. */
static bool take_item(char **at, const char *ends, char **start, size_t *len)
{
    switch (**at) {
    case '"':
        ++*at;
        return take_quoted(at, '"', '"', start, len);
    case '[':
        ++*at;
        return take_quoted(at, '[', ']', start, len);
    case '%':
        ++*at;
        return take_counted(at, start, len);
    default:
        *start = *at;
        *len = strcspn(*at, ends);
        *at += *len;
        return true;
    }
}

/* NAME=VALUE,... ; with only_one the rest of the text is the value. */
static bool add_pairs(struct pairs *pairs, struct file *file, char *at, bool only_one)
{
    while (*at) {
        char *name = NULL;
        char *value = NULL;
        size_t name_len = 0;
        size_t value_len = 0;
        if (!take_item(&at, "=", &name, &name_len) || *at++ != '=')
            return false;
        if (only_one) {
            value = at;
            value_len = strlen(at);
            at += value_len;
        } else if (!take_item(&at, ",", &value, &value_len) || (*at && *at++ != ',')) {
            return false;
        }
        name[name_len] = '\0';
        value[value_len] = '\0';
        add_pair(pairs, file, name, value);
    }
    return true;
}

/* Carries out one option. False if the player would reject its value. */
static bool act(struct pairs *pairs, struct file *file, const char *action, char *value)
{
    if (strcmp(action, "") == 0 || strcmp(action, "-set") == 0) {
        pairs->count = 0;
        return add_pairs(pairs, file, value, false);
    }
    if (strcmp(action, "-add") == 0)
        return add_pairs(pairs, file, value, false);
    if (strcmp(action, "-append") == 0)
        return add_pairs(pairs, file, value, true);
    if (strcmp(action, "-remove") == 0 && strncmp(value, prefix, strlen(prefix)) == 0)
        remove_pair(pairs, value + strlen(prefix));
    return true;
}

/* As act, but an invalid value changes nothing. */
static bool apply(struct pairs *pairs, struct file *file, const char *action, char *value)
{
    struct pairs before = *pairs;
    if (act(pairs, file, action, value))
        return true;
    *pairs = before;
    return false;
}

static char *skip_blanks(char *at)
{
    return at + strspn(at, " \t");
}

/* The value after an option's "=": "a", 'a', %1%a, or plain up to a comment. NULL if a quote is
 * not closed. */
static char *take_value(char *at)
{
    char *start = at;
    size_t len = 0;
    if (*at == '"' || *at == '\'') {
        char quote = *at++;
        if (!take_quoted(&at, quote, quote, &start, &len))
            return NULL;
    } else if (*at == '%') {
        at++;
        if (!take_counted(&at, &start, &len))
            return NULL;
    } else {
        len = strcspn(at, "#");
        at += len;
        while (len && (start[len - 1] == ' ' || start[len - 1] == '\t'))
            len--;
    }
    at = skip_blanks(at);
    if (*at && *at != '#')
        return NULL;
    start[len] = '\0';
    return start;
}

/* Splits a line into an option's name and what follows it. */
static char *take_name(char **line)
{
    char *name = *line + (strncmp(*line, "--", 2) == 0 ? 2 : 0);
    size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    char *after = skip_blanks(name + len);
    bool has_value = *after == '=';
    *line = has_value ? skip_blanks(after + 1) : after + strlen(after);
    name[len] = '\0';
    return name;
}

static void read_pairs(struct file *file, struct pairs *pairs)
{
    char *rest = first_line(file);
    bool in_profile = false;
    for (char *line; (line = next_line(file, &rest));) {
        const char *action = NULL;
        line = skip_blanks(line);
        if (*line == '[')
            in_profile = strncmp(line, "[default]", 9) != 0;
        if (*line == '[' || *line == '#' || in_profile)
            continue;
        const char *name = take_name(&line);
        if (!is_script_opts(name, &action))
            continue;
        char *value = take_value(line);
        if (!value || !apply(pairs, file, action, value))
            warn(file, "invalid value for %s; expected NAME=VALUE,... with closed quotes", name);
    }
}

bool epi_config_file_read_mpv_conf(struct epi_config *config, const char *path,
                                   epi_config_warning warning, void *context)
{
    struct file file = {.config = config, .path = path, .warn = warning, .context = context};
    struct pairs pairs = {.count = 0};
    if (read_file(&file)) {
        read_pairs(&file, &pairs);
        for (size_t i = 0; i < pairs.count; i++) {
            file.line = pairs.pair[i].line;
            set(config, &file, pairs.pair[i].name, pairs.pair[i].value, EPI_SOURCE_MPV_CONF);
        }
        warn_of_the_rest(&file);
    }
    free(file.text);
    return !file.missing;
}
