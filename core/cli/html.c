/* SPDX-License-Identifier: MIT */
#include "core/cli/html.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/cli/cli.h"
#include <epimark/report.h>

enum { HOUR = 3600, MINUTE = 60 };

/* ---- Text ---- */

static void escape(FILE *out, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        case '\'':
            fputs("&#39;", out);
            break;
        default:
            fputc(*text, out);
        }
    }
}

void html_text(FILE *out, const char *text)
{
    char *safe = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&safe, &size);

    if (!stream)
        return;
    cli_print(stream, text);
    if (fclose(stream) == 0)
        escape(out, safe);
    free(safe);
}

void html_title(FILE *out, const struct epi_series *series)
{
    fputs("<bdi dir=\"auto\">", out);
    html_text(out, series->title);
    fputs("</bdi>", out);
}

/* ---- Numbers ---- */

void html_number(FILE *out, int64_t number)
{
    char digits[24];
    int len = snprintf(digits, sizeof(digits), "%lld", (long long)number);

    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0 && digits[i - 1] != '-')
            fputc(',', out);
        fputc(digits[i], out);
    }
}

void html_count(FILE *out, int64_t number, const char *what)
{
    html_number(out, number);
    fprintf(out, " %s%s", what, number == 1 ? "" : "s");
}

void html_decimal(FILE *out, double number)
{
    double rounded = round(number * 10) / 10;

    if (rounded == floor(rounded))
        html_number(out, (int64_t)rounded);
    else
        fprintf(out, "%.1f", rounded);
}

void html_time(FILE *out, int64_t seconds)
{
    if (seconds < HOUR) {
        html_number(out, (seconds + MINUTE / 2) / MINUTE);
        fputs(" min", out);
    } else if (seconds < 10 * HOUR) {
        html_decimal(out, (double)seconds / HOUR);
        fputs(" h", out);
    } else {
        html_number(out, (seconds + HOUR / 2) / HOUR);
        fputs(" h", out);
    }
}

void html_bar(FILE *out, double part, double all)
{
    double share = all > 0 ? 100 * part / all : 0;

    fprintf(out, "<span class=\"bar\" aria-hidden=\"true\"><i style=\"width:%.1f%%\"></i></span>",
            share > 100 ? 100 : share);
}

/* ---- Dates ---- */

const char *html_month(int month)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};

    return month >= 1 && month <= 12 ? names[month - 1] : "";
}

void html_read_date(const char *date, int *year, int *month, int *day)
{
    *year = (int)strtol(date, NULL, 10);
    *month = strlen(date) == 10 ? (int)strtol(date + 5, NULL, 10) : 0;
    *day = strlen(date) == 10 ? (int)strtol(date + 8, NULL, 10) : 0;
}

void html_date(FILE *out, const char *date)
{
    int year, month, day;

    html_read_date(date, &year, &month, &day);
    if (!html_month(month)[0] || day < 1) {
        html_text(out, date);
        return;
    }
    fprintf(out, "<time datetime=\"%04d-%02d-%02d\">%d %s %d</time>", year, month, day, day,
            html_month(month), year);
}

void html_day_of(FILE *out, int64_t at)
{
    char when[CLI_TIME_MAX];
    char date[11];

    snprintf(date, sizeof(date), "%.10s", cli_time(at, when));
    html_date(out, date);
}

void html_stretch(FILE *out, const struct epi_report_stretch *stretch)
{
    int year, month, day;

    html_read_date(stretch->first, &year, &month, &day);
    int last_year, last_month, last_day;
    html_read_date(stretch->last, &last_year, &last_month, &last_day);
    if (stretch->days > 1) {
        fprintf(out, "%d", day);
        if (month != last_month || year != last_year)
            fprintf(out, " %s", html_month(month));
        if (year != last_year)
            fprintf(out, " %d", year);
        fputs(" to ", out);
    }
    html_date(out, stretch->last);
}
