/* SPDX-License-Identifier: MIT
 *
 * The options of a command: what the plugin reads for the same journal, and the file of --config.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/cli/cli.h"

/* Keeps a warning, and prints it unless the command itself says it. */
static void warn(void *context, const char *text)
{
    struct cli_call *call = context;
    char **warnings = realloc(call->warnings, (call->warning_count + 1) * sizeof(*call->warnings));

    if (warnings)
        call->warnings = warnings;
    char *copy = warnings ? strdup(text) : NULL;
    if (copy)
        warnings[call->warning_count++] = copy;
    if (!copy || call->command->run != cli_doctor)
        cli_error("warning: %s", text);
}

/* What the plugin reads in a sandbox: nothing of the system outside. */
static void read_sandbox(struct cli_call *call)
{
    static const char *const players[] = {"mpv", "celluloid", "jellyfin-mpv-shim"};
    char path[4200];

    for (size_t i = 0; i < sizeof(players) / sizeof(*players); i++) {
        snprintf(path, sizeof(path), "%s/config/%s/script-opts/epimark.conf", call->sandbox,
                 players[i]);
        epi_config_file_read(call->config, path, EPI_SOURCE_FILE, warn, call);
        snprintf(path, sizeof(path), "%s/config/%s/mpv.conf", call->sandbox, players[i]);
        epi_config_file_read_mpv_conf(call->config, path, warn, call);
    }
}

/* What the plugin reads: the options file and mpv.conf, the user's after the system's. */
static void read_mpv_folders(struct cli_call *call)
{
    struct epi_config *config = call->config;
    char folder[4096];

    bool known = epi_config_mpv_folder(folder, sizeof(folder));
    char path[4200];
    snprintf(path, sizeof(path), "%s/script-opts/epimark.conf", known ? folder : "");
    if (!known || !epi_config_file_read(config, path, EPI_SOURCE_FILE, warn, call)) {
        epi_config_file_read(config, "/etc/mpv/script-opts/epimark.conf", EPI_SOURCE_FILE, warn,
                             call);
    }
    epi_config_file_read_mpv_conf(config, "/etc/mpv/mpv.conf", warn, call);
    if (known) {
        snprintf(path, sizeof(path), "%s/mpv.conf", folder);
        epi_config_file_read_mpv_conf(config, path, warn, call);
    }
}

bool cli_read_options(struct cli_call *call, const char *file)
{
    if (call->sandbox)
        read_sandbox(call);
    else
        read_mpv_folders(call);
    if (!file || epi_config_file_read(call->config, file, EPI_SOURCE_CONFIG, warn, call))
        return true;
    cli_error("cannot read %s: %s", file, strerror(ENOENT));
    return false;
}
