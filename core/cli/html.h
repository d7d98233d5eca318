/* SPDX-License-Identifier: MIT
 *
 * html: pieces of the HTML of a report: text that is escaped whole, numbers, times, bars,
 * dates. For the files of `epimark report` alone.
 */
#ifndef EPIMARK_CLI_HTML_H
#define EPIMARK_CLI_HTML_H

#include <stdint.h>
#include <stdio.h>

struct epi_report_stretch;
struct epi_series;

/* Text from outside: nothing in it is markup, moves anything or turns what follows round. */
void html_text(FILE *out, const char *text);

/* The title of a series or film, in its own direction. */
void html_title(FILE *out, const struct epi_series *series);

/* "12,345"; "1 film", "2 films": what is the word for one, to which an s is added. */
void html_number(FILE *out, int64_t number);
void html_count(FILE *out, int64_t number, const char *what);

/* "2" or "2.5". */
void html_decimal(FILE *out, double number);

/* "45 min", "5.5 h", "1,234 h". */
void html_time(FILE *out, int64_t seconds);

/* "14 March 2026" of "2026-03-14"; of seconds since 1970 in local time. */
void html_date(FILE *out, const char *date);
void html_day_of(FILE *out, int64_t at);

/* "3 to 16 March 2026". */
void html_stretch(FILE *out, const struct epi_report_stretch *stretch);

/* A bar that is filled by so much of all. */
void html_bar(FILE *out, double part, double all);

/* "January" of 1; a year, month and day of a date. */
const char *html_month(int month);
void html_read_date(const char *date, int *year, int *month, int *day);

#endif
