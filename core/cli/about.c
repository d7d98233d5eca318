/* SPDX-License-Identifier: MIT
 *
 * epimark options, version: the tool's options, its version and the credits.
 */
#include <string.h>

#include "core/cli/cli.h"

static void print_option(const struct cli_call *call, size_t index)
{
    const struct epi_config_option *option = epi_config_option(index);
    const char *source = epi_config_source_name(epi_config_source_of(call->config, index));
    struct cli_block block = {.columns = cli_columns(stdout)};
    char value[EPI_CONFIG_VALUE_MAX];

    epi_config_value(call->config, index, value, sizeof(value));
    char line[EPI_CONFIG_VALUE_MAX + 128];
    snprintf(line, sizeof(line), "%s=%s  (%s)", option->name, value, source);
    cli_wrap(stdout, &block, 0, line);
    block.indent = 4;
    const char *range = option->range;
    snprintf(line, sizeof(line), "%s%s%s%s", option->help, *range ? " [" : "", range,
             *range ? "]" : "");
    cli_wrap(stdout, &block, 0, line);
}

enum cli_exit cli_options(const struct cli_call *call)
{
    if (epi_config_unreadable(call->config)[0])
        cli_error("warning: %s", epi_config_unreadable(call->config));
    if (call->json) {
        cli_json(epi_json_config(call->config));
        return CLI_DONE;
    }
    for (size_t i = 0; i < epi_config_option_count(); i++)
        print_option(call, i);
    return CLI_DONE;
}

enum cli_exit cli_version(const struct cli_call *call)
{
    (void)call;
    printf("epimark %s\n", epi_version());
    const char *credit;
    for (size_t i = 0; (credit = epi_account_credit(i)); i++)
        cli_say("%s", credit);
    return CLI_DONE;
}
