/* SPDX-License-Identifier: MIT
 *
 * Lines of CSV, as RFC 4180 has them, for spreadsheets and programs.
 */
#include <string.h>
#include <time.h>

#include "core/cli/cli.h"

/* Whether a spreadsheet would run it: OWASP's list of what begins a formula. */
static bool is_formula(const char *text)
{
    return *text && strchr("=+-@\t\r\n", *text);
}

static void print_cell(const char *text)
{
    if (!is_formula(text) && !strpbrk(text, ",\"\r\n")) {
        fputs(text, stdout);
        return;
    }
    fputs(is_formula(text) ? "\"'" : "\"", stdout);
    for (; *text; text++) {
        if (*text == '"')
            putchar('"');
        putchar(*text);
    }
    putchar('"');
}

void cli_csv(const char *const *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        fputs(i ? "," : "", stdout);
        print_cell(cells[i]);
    }
    fputs("\r\n", stdout);
}

const char *cli_csv_number(long long number, long long least, char text[CLI_CELL_MAX])
{
    text[0] = '\0';
    if (number >= least)
        snprintf(text, CLI_CELL_MAX, "%lld", number);
    return text;
}

const char *cli_csv_time(int64_t at, char text[CLI_CELL_MAX])
{
    time_t seconds = (time_t)at;
    struct tm parts;

    if (at < CLI_YEAR_2000 || !gmtime_r(&seconds, &parts) ||
        strftime(text, CLI_CELL_MAX, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
        text[0] = '\0';
    return text;
}
