/* SPDX-License-Identifier: MIT
 *
 * What a command is about, as it is typed: a row, a file, a series, a date.
 */
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/cli/cli.h"

struct epi_target cli_target(const char *text)
{
    struct epi_target target = {.size = sizeof(target)};
    long long row;

    if (text && cli_number(text, 1, INT64_MAX, &row)) {
        target.row = row;
    } else {
        target.path = text;
    }
    return target;
}

bool cli_is_file(const char *text)
{
    return strchr(text, '/') || access(text, F_OK) == 0;
}

bool cli_date(const char *text, int64_t *at)
{
    char parts[3][5] = {"", "", ""};

    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
        return false;
    snprintf(parts[0], sizeof(parts[0]), "%.4s", text);
    snprintf(parts[1], sizeof(parts[1]), "%.2s", text + 5);
    snprintf(parts[2], sizeof(parts[2]), "%.2s", text + 8);
    long long year, month, day;
    if (!cli_number(parts[0], 1970, 9999, &year) || !cli_number(parts[1], 1, 12, &month) ||
        !cli_number(parts[2], 1, 31, &day))
        return false;
    struct tm local = {
        .tm_year = (int)year - 1900, .tm_mon = (int)month - 1, .tm_mday = (int)day, .tm_isdst = -1};
    *at = mktime(&local);
    return *at > 0;
}
