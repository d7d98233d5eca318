/* SPDX-License-Identifier: MIT
 *
 * Lines of CSV, as RFC 4180 has them, for spreadsheets and programs.
 */
#include <string.h>

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
