/* SPDX-License-Identifier: MIT
 *
 * Each year of a report: its days as a calendar, what is said of it, and its months as a table.
 */
#include <stdbool.h>
#include <stdlib.h>

#include "core/cli/html.h"
#include "core/cli/report_page.h"
#include <epimark/report.h>

enum { CELL = 9, PITCH = 10, OPEN_YEARS = 3 };

/* ---- The calendar ---- */

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && is_leap(year));
}

/* The weekday of the first of a month, from Monday, 0 (Sakamoto's method). */
static int first_weekday(int year, int month)
{
    static const int shift[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    int of_year = year - (month < 3);

    return (of_year + of_year / 4 - of_year / 100 + of_year / 400 + shift[month - 1]) % 7;
}

static char level_of(int viewings)
{
    return viewings == 0   ? 'n'
           : viewings == 1 ? 'a'
           : viewings == 2 ? 'b'
           : viewings <= 4 ? 'c'
                           : 'd';
}

static void put_day(FILE *out, int place, const struct epi_report_day *day)
{
    int viewings = day ? day->episodes + day->films : 0;

    fprintf(out, "<rect class=\"%c\" x=\"%d\" y=\"%d\" width=\"9\" height=\"9\" rx=\"2\"",
            level_of(viewings), place % 7 * PITCH, place / 7 * PITCH);
    if (!day) {
        fputs("/>", out);
        return;
    }
    fprintf(out, "><title>%s: %d</title></rect>", day->date, viewings);
}

/* days: those of this month that have something, which are left behind it. */
static void put_month(FILE *out, int year, int month, const struct epi_report_span *span,
                      const struct epi_report_day **days, const struct epi_report_day *end)
{
    int first = first_weekday(year, month);

    fprintf(out,
            "<li><span aria-hidden=\"true\">%.3s</span><svg viewBox=\"0 0 69 59\" role=\"img\" "
            "aria-label=\"%s %d: ",
            html_month(month), html_month(month), year);
    html_number(out, span->episodes + span->films);
    fputs(" watched on ", out);
    html_count(out, span->days, "day");
    fputs("\">", out);
    for (int day = 1; day <= days_in(year, month); day++) {
        const struct epi_report_day *shown = NULL;
        int shown_year, shown_month, shown_day = 0;
        if (*days < end)
            html_read_date((*days)->date, &shown_year, &shown_month, &shown_day);
        if (shown_day == day && shown_month == month && shown_year == year)
            shown = (*days)++;
        put_day(out, first + day - 1, shown);
    }
    fputs("</svg></li>\n", out);
}

static void put_key(FILE *out)
{
    static const char *const keys[] = {"none", "1", "2",
                                       ("3\xe2\x80\x93"
                                        "4"),
                                       "5 or more"};

    fputs("<p class=\"key small\"><span>A day with</span>", out);
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        fprintf(
            out,
            "<span><svg viewBox=\"0 0 9 9\" aria-hidden=\"true\"><rect class=\"%c\" width=\"9\" "
            "height=\"9\" rx=\"2\"/></svg>%s</span>",
            "nabcd"[i], keys[i]);
    }
    fputs("</p>\n", out);
}

/* ---- A year ---- */

static void put_months(FILE *out, const struct epi_report_year *year)
{
    fprintf(out,
            "<details><summary>The months of %d as a table</summary>\n<table><caption "
            "class=\"aside\">The months of %d</caption>\n<thead><tr><th scope=\"col\">Month</th>"
            "<th scope=\"col\">Episodes</th><th scope=\"col\">Films</th><th scope=\"col\">Time</th>"
            "<th scope=\"col\">Days</th></tr></thead>\n<tbody>\n",
            year->year, year->year);
    for (int month = 1; month <= 12; month++) {
        const struct epi_report_span *span = &year->months[month - 1];
        fprintf(out, "<tr><th scope=\"row\">%s</th><td>", html_month(month));
        html_number(out, span->episodes);
        fputs("</td><td>", out);
        html_number(out, span->films);
        fputs("</td><td>", out);
        html_time(out, span->seconds);
        fputs("</td><td>", out);
        html_number(out, span->days);
        fputs("</td></tr>\n", out);
    }
    fputs("</tbody></table>\n</details>\n", out);
}

static void put_review(FILE *out, const struct epi_report_year *year, bool one)
{
    const struct epi_report_span *span = &year->span;

    fputs("<dl class=\"figures\">\n", out);
    report_page_begin_figure(out, "Median day");
    html_decimal(out, span->median);
    fputs(" <small>of days with any; mean ", out);
    html_decimal(out, span->mean);
    fputs("</small>", out);
    report_page_end_figure(out);
    if (span->week) {
        report_page_begin_figure(out, "Median week");
        html_time(out, span->week);
        report_page_end_figure(out);
    }
    report_page_stretches(out, span);
    if (span->favourite && !one) {
        report_page_begin_figure(out, "Watched longest");
        html_title(out, span->favourite->series);
        if (span->series > 1)
            fprintf(out, " <small>of %d series</small>", span->series);
        report_page_end_figure(out);
    }
    fputs("</dl>\n", out);
}

static void put_year(FILE *out, const struct epi_report *report, const struct epi_report_year *year,
                     const struct epi_report_day *days)
{
    const struct epi_report_day *end = report->days + report->day_count;

    fprintf(out, "<section class=\"year\">\n<h3>%d</h3>\n<p class=\"small\">", year->year);
    html_count(out, year->span.episodes, "episode");
    if (year->span.films) {
        fputs(", ", out);
        html_count(out, year->span.films, "film");
    }
    if (year->span.seconds) {
        fputs(", ", out);
        html_time(out, year->span.seconds);
    }
    fputs(" on ", out);
    html_count(out, year->span.days, "day");
    fputs("</p>\n<ol class=\"months\">\n", out);
    for (int month = 1; month <= 12; month++)
        put_month(out, year->year, month, &year->months[month - 1], &days, end);
    fputs("</ol>\n", out);
    put_review(out, year, report->one);
    put_months(out, year);
    fputs("</section>\n", out);
}

void report_years(FILE *out, const struct epi_report *report)
{
    const struct epi_report_day *days = report->days + report->day_count;

    if (report->year_count == 0)
        return;
    fprintf(out,
            "<section aria-labelledby=\"days\">\n<h2 id=\"days\">%s</h2>\n"
            "<p class=\"note\">Each square is a day; a week begins on Monday.</p>\n",
            report->year_count == 1 ? "The year" : "Year by year");
    put_key(out);
    for (size_t i = report->year_count; i > 0; i--) {
        const struct epi_report_year *year = &report->years[i - 1];
        days -= year->span.days;
        if (report->year_count - i == OPEN_YEARS)
            fputs("<details><summary>Earlier years</summary>\n", out);
        put_year(out, report, year, days);
    }
    fputs(report->year_count > OPEN_YEARS ? "</details>\n</section>\n" : "</section>\n", out);
}
