/* SPDX-License-Identifier: MIT
 *
 * report_page: a report as one HTML page that needs nothing else: no script, no font, no picture.
 * For the files of `epimark report` alone.
 */
#ifndef EPIMARK_CLI_REPORT_PAGE_H
#define EPIMARK_CLI_REPORT_PAGE_H

#include <stdio.h>

struct epi_report;
struct epi_report_span;

extern const char report_style[]; /* report.css */

/* How each page begins, by which a file is known as one. */
extern const char report_mark[];

/* Writes the page. What fails is left to ferror. */
void report_page(FILE *out, const struct epi_report *report);

/* Its sections, each with its heading. Nothing if there is nothing to show. */
void report_years(FILE *out, const struct epi_report *report);          /* report_years.c */
void report_lists_series(FILE *out, const struct epi_report *report);   /* report_lists.c */
void report_lists_films(FILE *out, const struct epi_report *report);    /* the same */
void report_charts_hours(FILE *out, const struct epi_report *report);   /* report_charts.c */
void report_charts_ratings(FILE *out, const struct epi_report *report); /* the same */

/* One figure of a <dl>: its name begins it, then comes what the caller writes, "</dd></div>". */
void report_page_begin_figure(FILE *out, const char *name);
void report_page_end_figure(FILE *out);

/* The figures of days in a row, and of the day with the most. */
void report_page_stretches(FILE *out, const struct epi_report_span *span);

#endif
