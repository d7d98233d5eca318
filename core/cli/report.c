/* SPDX-License-Identifier: MIT
 *
 * epimark report: the journal in figures, as a page for a browser or as JSON.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/cli/cli.h"
#include "core/cli/report_page.h"
#include <epimark/report.h>

enum { YEAR_MIN = 1970, YEAR_MAX = 9999, PATH_SIZE = 4096, NAME_SIZE = 96 };

/* ---- The file ---- */

/* Adds a character of len bytes to a name, as a small letter or a dash. Punctuation beyond ASCII,
 * U+2000 to U+207F, may turn a line round. */
static size_t add_letter(char name[NAME_SIZE], size_t used, const char *c, size_t len)
{
    bool capital = *c >= 'A' && *c <= 'Z';
    bool plain = capital || (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9');
    bool wide = len > 1 && !(strncmp(c, "\xe2\x80", 2) == 0 || strncmp(c, "\xe2\x81", 2) == 0);

    if (wide) {
        memcpy(name + used, c, len);
        return used + len;
    }
    if (!plain && (used == 0 || name[used - 1] == '-'))
        return used;
    name[used] = capital ? (char)(*c - 'A' + 'a') : plain ? *c : '-';
    return used + 1;
}

/* The name if none is given: epimark-2026.html, epimark-the-wire-private.html. */
static void name_file(const struct epi_report_query *query, char path[PATH_SIZE])
{
    const char *text = query->series ? query->series : "";
    char series[NAME_SIZE] = "";
    char year[16] = "";
    size_t used = 0;

    for (size_t left = strlen(text), len; left > 0 && used + 8 < NAME_SIZE; left -= len) {
        len = epi_utf8_length(text, left);
        len = len ? len : 1;
        used = add_letter(series, used, text, len);
        text += len;
    }
    used -= used > 0 && series[used - 1] == '-';
    series[used] = '\0';
    if (query->year)
        snprintf(year, sizeof(year), "-%d", query->year);
    snprintf(path, PATH_SIZE, "epimark%s%s%s%s%s.html", used ? "-" : "", series, year,
             used || query->year ? "" : "-report", query->nameless ? "-private" : "");
}

/* Whether a file begins as a report does, or is empty. */
static bool is_report(const char *path)
{
    char begin[64] = "";
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    ssize_t len = fd < 0 ? -1 : read(fd, begin, sizeof(begin) - 1);

    if (fd >= 0)
        close(fd);
    return len == 0 || (len > 0 && strncmp(begin, report_mark, strlen(report_mark)) == 0);
}

/* Whether a file may be written; says what is wrong. */
static bool may_write(const char *path, bool force)
{
    struct stat about;

    if (lstat(path, &about) != 0) {
        if (errno == ENOENT)
            return true;
        cli_error("cannot write %s: %s", path, strerror(errno));
        return false;
    }
    if (!S_ISREG(about.st_mode)) {
        cli_error("%s is not a regular file; name another one, or - for standard output", path);
        return false;
    }
    if (force || is_report(path))
        return true;
    cli_error("%s exists and is not a report; name another file, or overwrite it with --force",
              path);
    return false;
}

/* Writes a new file in the place of path, which holds the old one until then. */
static bool write_file(const char *path, const struct epi_report *report)
{
    char next[PATH_SIZE];
    int len = snprintf(next, sizeof(next), "%s.XXXXXX", path);
    int fd = len > 0 && (size_t)len < sizeof(next) ? mkostemp(next, O_CLOEXEC) : -1;

    if (fd < 0) {
        cli_error("cannot create %s: %s", path, strerror(errno));
        return false;
    }
    FILE *file = fdopen(fd, "w");
    if (file)
        report_page(file, report);
    bool written = file && !ferror(file);
    written = (file ? fclose(file) : close(fd)) == 0 && written;
    written = written && rename(next, path) == 0;
    if (!written) {
        cli_error("cannot write %s: %s", path, strerror(errno));
        unlink(next);
    }
    return written;
}

/* ---- The command ---- */

static bool print_report(const char *path, const struct epi_report *report)
{
    if (path) {
        if (!write_file(path, report))
            return false;
        cli_say("Wrote %s.", path);
        return true;
    }
    report_page(stdout, report);
    return true;
}

static bool print_json(const struct epi_report *report)
{
    char *text = epi_json_report(report);

    if (!text) {
        cli_error("out of memory");
        return false;
    }
    cli_json(text);
    return true;
}

enum cli_exit cli_report(const struct cli_call *call)
{
    struct epi_report_query query = {.size = sizeof(query),
                                     .series = cli_value(call, "series"),
                                     .nameless = cli_value(call, "private") != NULL};
    const char *year = cli_value(call, "year");
    const char *path = call->arg_count ? call->args[0] : NULL;
    long long number = 0;

    if (year && !cli_number(year, YEAR_MIN, YEAR_MAX, &number))
        return cli_usage(call, "invalid year '%s'; expected four digits", year);
    query.year = (int)number;
    if (call->json && path)
        return cli_usage(call, "--json writes to standard output; leave out '%s'", path);
    char name[PATH_SIZE];
    if (!path && !call->json && cli_terminal()) {
        name_file(&query, name);
        path = name;
    }
    if (path && strcmp(path, "-") == 0)
        path = NULL;
    if (path && !may_write(path, cli_value(call, "force")))
        return CLI_FAILED;
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    struct epi_error err;
    const struct epi_report *report = epi_report_make(client, &query, &err);
    cli_progress_clear();
    if (!report)
        cli_failed(&err);
    bool done = report && (call->json ? print_json(report) : print_report(path, report));
    cli_client_free(client);
    return done ? CLI_DONE : CLI_FAILED;
}
