/* SPDX-License-Identifier: MIT
 *
 * Which journal a command is about. A player from Flatpak has one of its own in its sandbox, which
 * this tool can reach from outside.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glob.h>

#include "core/cli/cli.h"

enum { PATH_SIZE = 4096 };

/* Where the data of a sandbox lies, within it. */
static const char sandbox_data[] = "/data/epimark";
static const char journal_file[] = "/journal.db";

/* The journals of sandboxes: each as the path of its file. */
static void find_sandboxes(glob_t *found)
{
    char pattern[PATH_SIZE];
    const char *home = getenv("HOME");
    memset(found, 0, sizeof(*found));
    int len = snprintf(pattern, sizeof(pattern), "%s/.var/app/*%s%s", home ? home : "",
                       sandbox_data, journal_file);
    if (home && home[0] == '/' && !strpbrk(home, "*?[\\") && len > 0 &&
        (size_t)len < sizeof(pattern) && glob(pattern, 0, NULL, found) == 0)
        return;
    memset(found, 0, sizeof(*found));
}

/* The folder of a journal by the path of its file. Free it. */
static char *folder_of(const char *journal)
{
    return strndup(journal, strlen(journal) - strlen(journal_file));
}

/* The folder of the sandbox that a folder of data lies in, or NULL. Free it. */
static char *sandbox_of(const char *data)
{
    size_t len = strlen(data);
    size_t end = strlen(sandbox_data);

    if (len <= end || strcmp(data + len - end, sandbox_data) != 0 || !strstr(data, "/.var/app/"))
        return NULL;
    return strndup(data, len - end);
}

static bool has_journal(const char *folder)
{
    char path[PATH_SIZE];
    int len = snprintf(path, sizeof(path), "%s%s", folder, journal_file);

    return len > 0 && (size_t)len < sizeof(path) && access(path, F_OK) == 0;
}

static bool is_folder(const char *path)
{
    struct stat about;

    return path && stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* The folder that was given as an absolute path without a slash at its end. NULL if memory is
 * short. Free it. */
static char *absolute(const char *given)
{
    char here[PATH_SIZE] = "";
    char *path = NULL;

    if (given[0] != '/' && !getcwd(here, sizeof(here)))
        return NULL;
    if (asprintf(&path, "%s%s%s", here, here[0] ? "/" : "", given) < 0)
        return NULL;
    for (size_t len = strlen(path); len > 1 && path[len - 1] == '/'; len--)
        path[len - 1] = '\0';
    return path;
}

/* Without a folder given: the user's own, if it has a journal or others are not just one. */
static char *usual(void)
{
    char own[PATH_SIZE];
    struct epi_error err;
    bool known = epi_config_data_folder(own, sizeof(own), &err);
    glob_t found;

    find_sandboxes(&found);
    bool elsewhere = found.gl_pathc == 1 && !(known && has_journal(own));
    char *folder = elsewhere ? folder_of(found.gl_pathv[0]) : known ? strdup(own) : NULL;
    globfree(&found);
    return folder;
}

static bool is_own(const char *folder)
{
    char own[PATH_SIZE];
    struct epi_error err;

    return epi_config_data_folder(own, sizeof(own), &err) && strcmp(folder, own) == 0;
}

enum cli_exit cli_choose_journal(struct cli_call *call, const char *given)
{
    if (given && !given[0])
        return cli_usage(call, "--data takes a folder");
    call->data = given ? absolute(given) : usual();
    if (!call->data)
        return CLI_DONE; /* whatever needs a journal says what is missing */
    call->sandbox = sandbox_of(call->data);
    /* A folder that is misspelled is not to be made. */
    if (given && !is_folder(call->data) && !is_folder(call->sandbox) && !is_own(call->data)) {
        cli_error("cannot use %s: %s", call->data, strerror(ENOENT));
        return CLI_FAILED;
    }
    struct epi_error err;
    if (!epi_config_set_data_folder(call->config, call->data, &err))
        return cli_failed(&err);
    /* No keyring is reached from a sandbox. Its own options may say otherwise. */
    if (call->sandbox)
        epi_config_set(call->config, "credential_store", "file", EPI_SOURCE_DEFAULT, &err);
    return CLI_DONE;
}

static void print_other(const struct cli_call *call, const char *folder)
{
    if (call->data && strcmp(folder, call->data) == 0)
        return;
    cli_say("another: %s (--data)", folder);
}

void cli_print_journals(const struct cli_call *call)
{
    char own[PATH_SIZE];
    struct epi_error err;
    bool known = epi_config_data_folder(own, sizeof(own), &err);
    glob_t found;

    find_sandboxes(&found);
    if (call->data && (found.gl_pathc > 0 || !is_own(call->data)))
        cli_say("journal: %s", call->data);
    if (known && has_journal(own))
        print_other(call, own);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char *folder = folder_of(found.gl_pathv[i]);
        if (folder)
            print_other(call, folder);
        free(folder);
    }
    globfree(&found);
}
