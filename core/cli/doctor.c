/* SPDX-License-Identifier: MIT
 *
 * epimark doctor: checks all that has to work, and says what to do.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/cli/cli.h"
#include "core/cli/table.h"

struct report {
    bool json;
    bool first;
    int findings;
};

static bool print_check(const struct epi_check *check)
{
    static const struct table_column columns[] = {{.least = 7}, {.least = 7}, {.head = NULL}};
    bool finding = strcmp(check->state, "finding") == 0;
    struct table *table = table_new(columns, 3);

    table_cell(table, finding ? CLI_BAD : strcmp(check->state, "ok") == 0 ? CLI_GOOD : CLI_DIM);
    table_add(table, "%s", check->state);
    table_cell(table, CLI_PLAIN);
    table_add(table, "%s", check->name);
    table_cell(table, CLI_PLAIN);
    table_add(table, "%s", check->text);
    if (check->advice[0]) {
        table_last(table, CLI_PLAIN);
        table_add(table, "-> %s", check->advice);
    }
    return table_end(table);
}

static bool take(void *context, const struct epi_check *check)
{
    struct report *report = context;

    report->findings += strcmp(check->state, "finding") == 0;
    if (report->json)
        cli_json_element(epi_json_check(check), &report->first);
    else if (!print_check(check))
        return false;
    fflush(stdout); /* each is there before the next is looked at */
    return !cli_interrupted();
}

/* Opens a new file for the bundle, so that nothing is lost if it cannot be written. */
static int open_bundle(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, 0600);

    if (fd < 0 && errno == EEXIST)
        cli_error("%s exists: it is not overwritten; name another file", path);
    else if (fd < 0)
        cli_error("cannot create %s: %s", path, strerror(errno));
    return fd;
}

static bool write_bundle(int fd, const char *path, const char *text)
{
    FILE *file = fdopen(fd, "w");
    bool written = file && fputs(text, file) >= 0 && fputc('\n', file) != EOF;

    written = (file ? fclose(file) : close(fd)) == 0 && written;
    if (!written)
        cli_error("cannot write %s: %s", path, strerror(errno));
    return written;
}

/* Checks, and with a path writes the bundle there. */
static bool examine(struct epi_client *client, const struct epi_doctor *doctor, const char *path,
                    int fd, struct report *report)
{
    struct epi_error err;

    if (!path) {
        bool done = epi_doctor_run(client, doctor, take, report, &err);
        if (!done)
            cli_failed(&err);
        return done;
    }
    char *bundle = epi_doctor_bundle(client, doctor, take, report, &err);
    bool done = bundle && write_bundle(fd, path, bundle);
    if (!bundle) {
        close(fd);
        cli_failed(&err);
    }
    if (!done)
        unlink(path);
    free(bundle);
    return done;
}

static void print_end(const struct report *report, const char *path, bool names)
{
    if (report->findings == 0)
        puts("Nothing is wrong.");
    else
        printf("%d %s.\n", report->findings, report->findings == 1 ? "finding" : "findings");
    if (path) {
        cli_say("Wrote %s: no secrets%s. Read it before you pass it on.", path,
                names ? "" : ", titles or paths (--names adds titles and paths)");
    }
}

enum cli_exit cli_doctor(const struct cli_call *call)
{
    struct report report = {.json = call->json, .first = true};
    const char *path = cli_value(call, "bundle");
    struct epi_doctor doctor = {.size = sizeof(doctor),
                                .config = call->config,
                                .warnings = (const char *const *)call->warnings,
                                .warning_count = call->warning_count,
                                .sandbox = call->sandbox,
                                .names = cli_value(call, "names") != NULL};

    if (doctor.names && !path)
        return cli_usage(call, "--names is for --bundle only");
    if (path && !path[0])
        return cli_usage(call, "--bundle takes a file");
    /* Without its options it looks at little, but says what is wrong with them. */
    bool readable = !epi_config_unreadable(call->config)[0];
    struct epi_client *client = readable ? cli_client(call) : NULL;
    int fd = path && (client || !readable) ? open_bundle(path) : -1;
    bool done =
        (client || !readable) && (!path || fd >= 0) && examine(client, &doctor, path, fd, &report);
    if (call->json)
        cli_json_end(report.first);
    else if (done)
        print_end(&report, path, doctor.names);
    if (client)
        cli_client_free(client);
    return done && report.findings == 0 ? CLI_DONE : CLI_FAILED;
}
