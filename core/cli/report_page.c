/* SPDX-License-Identifier: MIT */
#include "core/cli/report_page.h"

#include "core/cli/html.h"
#include <epimark/report.h>

const char report_mark[] = "<!DOCTYPE html>\n<!-- epimark report -->\n";

/* ---- Figures ---- */

void report_page_begin_figure(FILE *out, const char *name)
{
    fprintf(out, "<div><dt>%s</dt><dd>", name);
}

void report_page_end_figure(FILE *out)
{
    fputs("</dd></div>\n", out);
}

static void put_figure(FILE *out, const char *name, int64_t number)
{
    if (number == 0)
        return;
    report_page_begin_figure(out, name);
    html_number(out, number);
    report_page_end_figure(out);
}

void report_page_stretches(FILE *out, const struct epi_report_span *span)
{
    const struct epi_report_day *most = span->most;

    if (span->run.days > 1) {
        report_page_begin_figure(out, "Longest run");
        html_count(out, span->run.days, "day");
        fputs(" <small>", out);
        html_stretch(out, &span->run);
        fputs("</small>", out);
        report_page_end_figure(out);
    }
    if (most && most->episodes + most->films > 1) {
        report_page_begin_figure(out, "Most in a day");
        html_number(out, most->episodes + most->films);
        fputs(" <small>", out);
        html_date(out, most->date);
        fputs("</small>", out);
        report_page_end_figure(out);
    }
    if (span->gap.days > 0) {
        report_page_begin_figure(out, "Longest gap");
        html_count(out, span->gap.days, "day");
        fputs(" <small>", out);
        html_stretch(out, &span->gap);
        fputs("</small>", out);
        report_page_end_figure(out);
    }
}

/* ---- Head ---- */

static void put_title(FILE *out, const struct epi_report *report)
{
    if (report->series) {
        fputs("<bdi dir=\"auto\">", out);
        html_text(out, report->series);
        fputs("</bdi>", out);
    } else if (report->one) {
        fputs("One series", out);
    } else if (!report->year) {
        fputs("Everything I watched", out);
    }
    if (report->year)
        fprintf(out, report->one ? " in %d" : "What I watched in %d", report->year);
}

/* The same without markup, which <title> may not have. */
static void put_plain_title(FILE *out, const struct epi_report *report)
{
    if (report->series)
        html_text(out, report->series);
    else
        fputs(report->one ? "One series" : report->year ? "Watched" : "Everything watched", out);
    if (report->year)
        fprintf(out, " in %d", report->year);
}

static void put_head(FILE *out, const struct epi_report *report)
{
    fputs(report_mark, out);
    fputs("<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
          "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"color-scheme\" content=\"light dark\">\n"
          "<meta name=\"referrer\" content=\"no-referrer\">\n"
          "<meta name=\"robots\" content=\"noindex\">\n<title>",
          out);
    put_plain_title(out, report);
    fputs("</title>\n<style>\n", out);
    fputs(report_style, out);
    fputs("</style>\n</head>\n<body>\n<header>\n<h1>", out);
    put_title(out, report);
    fputs("</h1>\n", out);
}

static void put_lead(FILE *out, const struct epi_report *report)
{
    const struct epi_report_span *all = &report->all;

    fputs("<p class=\"lead\">", out);
    if (all->episodes + all->films == 0) {
        if (report->year)
            fprintf(out, "Nothing was watched in %d.</p>\n</header>\n", report->year);
        else
            fputs("Nothing yet. What you watch from now on will be here.</p>\n</header>\n", out);
        return;
    }
    if (all->episodes)
        html_count(out, all->episodes, "episode");
    if (all->films) {
        fputs(all->episodes ? " and " : "", out);
        html_count(out, all->films, "film");
    }
    if (all->days) {
        fputs(" on ", out);
        html_count(out, all->days, "day");
    }
    if (all->days > 1) {
        fputs(", from ", out);
        html_date(out, report->days[0].date);
        fputs(" to ", out);
        html_date(out, report->days[report->day_count - 1].date);
    }
    fputs(".</p>\n</header>\n", out);
}

static void put_hero(FILE *out, const struct epi_report *report)
{
    const struct epi_report_span *all = &report->all;

    fputs("<dl class=\"figures hero\">\n", out);
    put_figure(out, "Episodes", all->episodes);
    put_figure(out, "Films", all->films);
    if (all->seconds) {
        report_page_begin_figure(out, "Time");
        html_time(out, all->seconds);
        report_page_end_figure(out);
    }
    if (!report->one)
        put_figure(out, "Series", all->series);
    put_figure(out, "Days", all->days);
    put_figure(out, "Watched again", all->again);
    fputs("</dl>\n", out);
}

/* ---- Runs and gaps ---- */

static void put_runs(FILE *out, const struct epi_report *report)
{
    const struct epi_report_span *all = &report->all;

    if (all->days < 2)
        return;
    fputs("<section aria-labelledby=\"runs\">\n<h2 id=\"runs\">Runs and gaps</h2>\n"
          "<p class=\"note\">Days in a row with something watched, and without.</p>\n"
          "<dl class=\"figures\" style=\"margin-top:1.5rem\">\n",
          out);
    report_page_stretches(out, all);
    if (report->current.days > 0) {
        report_page_begin_figure(out, "Current run");
        html_count(out, report->current.days, "day");
        fputs(" <small>since ", out);
        html_date(out, report->current.first);
        fputs("</small>", out);
        report_page_end_figure(out);
    }
    report_page_begin_figure(out, "Median day");
    html_decimal(out, all->median);
    fputs(" <small>of days with any; mean ", out);
    html_decimal(out, all->mean);
    fputs("</small>", out);
    report_page_end_figure(out);
    if (all->week) {
        report_page_begin_figure(out, "Median week");
        html_time(out, all->week);
        report_page_end_figure(out);
    }
    fputs("</dl>\n</section>\n", out);
}

/* ---- Foot ---- */

static void put_foot(FILE *out, const struct epi_report *report)
{
    fputs("<footer>\n", out);
    if (report->undated) {
        fputs("<p>Of ", out);
        html_count(out, report->undated, "viewing");
        fputs(" it is not known when: they are in the totals only.</p>\n", out);
    }
    if (report->unidentified) {
        fputs("<p>", out);
        html_count(out, report->unidentified, "viewing");
        fputs(report->unidentified == 1 ? " is" : " are", out);
        fputs(" not identified yet, and of no series here.</p>\n", out);
    }
    if (report->unmeasured) {
        fputs("<p>", out);
        html_count(out, report->unmeasured, "viewing");
        fputs(report->unmeasured == 1 ? " has" : " have", out);
        fputs(" no known length, and adds nothing to the time.</p>\n", out);
    }
    fputs("<p>Made by epimark on ", out);
    html_date(out, report->today);
    fputs(". This page is complete: it loads nothing and sends nothing.</p>\n</footer>\n"
          "</body>\n</html>\n",
          out);
}

void report_page(FILE *out, const struct epi_report *report)
{
    put_head(out, report);
    put_lead(out, report);
    fputs("<main>\n", out);
    if (report->all.episodes + report->all.films > 0) {
        put_hero(out, report);
        report_years(out, report);
        report_lists_series(out, report);
        report_lists_films(out, report);
        report_charts_hours(out, report);
        report_charts_ratings(out, report);
        put_runs(out, report);
    }
    fputs("</main>\n", out);
    put_foot(out, report);
}
