/* SPDX-License-Identifier: MIT
 *
 * The series and films of a report, each with what is known of it; the rest behind the first ones.
 */
#include <stdbool.h>
#include <stdlib.h>

#include "core/cli/html.h"
#include "core/cli/report_page.h"
#include <epimark/report.h>

enum { SHOWN = 24, LONGEST = 10 };

/* ---- Watched longest ---- */

static int compare(const void *one, const void *other)
{
    const struct epi_report_series *const *a = one;
    const struct epi_report_series *const *b = other;

    if ((*a)->seconds != (*b)->seconds)
        return (*a)->seconds < (*b)->seconds ? 1 : -1;
    return (*b)->episodes - (*a)->episodes;
}

/* All series by time. NULL if memory is short. Free it. */
static const struct epi_report_series **sort_series(const struct epi_report *report)
{
    const struct epi_report_series **list = calloc(report->list_count, sizeof(*list));

    for (size_t i = 0; list && i < report->list_count; i++)
        list[i] = &report->list[i];
    if (list)
        qsort(list, report->list_count, sizeof(*list), compare);
    return list;
}

static void put_longest(FILE *out, const struct epi_report *report)
{
    const struct epi_report_series **list = report->list_count > 2 ? sort_series(report) : NULL;

    if (list && list[0]->seconds > 0) {
        fputs("<table class=\"bars\" style=\"margin:1.25rem 0 2.5rem\"><caption>Watched longest"
              "</caption>\n<thead class=\"aside\"><tr><th scope=\"col\">Series</th><td></td>"
              "<th scope=\"col\">Time</th></tr></thead>\n<tbody>\n",
              out);
        for (size_t i = 0; i < report->list_count && i < LONGEST && list[i]->seconds > 0; i++) {
            fputs("<tr><th scope=\"row\" class=\"long\">", out);
            html_title(out, list[i]->series);
            fputs("</th><td class=\"wide\">", out);
            html_bar(out, (double)list[i]->seconds, (double)list[0]->seconds);
            fputs("</td><td>", out);
            html_time(out, list[i]->seconds);
            fputs("</td></tr>\n", out);
        }
        fputs("</tbody></table>\n", out);
    }
    free(list);
}

/* ---- Series ---- */

static void put_next(FILE *out, const struct epi_report_series *one)
{
    const struct epi_episode *next = one->next;

    fprintf(out, "<p>Next: %dx%02d", next->season, next->number);
    if (next->title[0]) {
        fputs(" <bdi dir=\"auto\">", out);
        html_text(out, next->title);
        fputs("</bdi>", out);
    }
    if (!one->next_aired) {
        fputs(next->airdate[0] ? ", airs " : ", no date yet", out);
        if (next->airdate[0])
            html_date(out, next->airdate);
    }
    fputs("</p>", out);
}

static void put_about(FILE *out, const struct epi_report_series *one)
{
    fputs("<p class=\"small\">", out);
    html_count(out, one->episodes, "episode");
    if (one->again) {
        fputs(" (", out);
        html_number(out, one->again);
        fputs(" again)", out);
    }
    if (one->seconds) {
        fputs(" \xc2\xb7 ", out);
        html_time(out, one->seconds);
    }
    if (one->rating) {
        fprintf(out, " \xc2\xb7 rated %d", one->rating);
    } else if (one->median_rating > 0) {
        fputs(" \xc2\xb7 median rating ", out);
        html_decimal(out, one->median_rating);
    }
    if (one->last_at) {
        fputs(" \xc2\xb7 last on ", out);
        html_day_of(out, one->last_at);
    }
    fputs("</p>", out);
}

static void put_series(FILE *out, const struct epi_report_series *one)
{
    fputs("<li><b>", out);
    html_title(out, one->series);
    fputs("</b>", out);
    if (one->series->year)
        fprintf(out, " <small>%d</small>", one->series->year);
    if (one->aired > 0) {
        html_bar(out, one->watched, one->aired);
        fputs("<p>", out);
        if (one->watched == one->aired) {
            fprintf(out, "All %d watched", one->aired);
        } else {
            html_number(out, one->watched);
            fputs(" of ", out);
            html_number(out, one->aired);
            fputs(" watched", out);
        }
        fputs("</p>", out);
    }
    if (one->next)
        put_next(out, one);
    put_about(out, one);
    fputs("</li>\n", out);
}

/* Begins to hide the rest of a list. */
static void put_rest(FILE *out, size_t count, const char *what, const char *kind)
{
    fprintf(out, "</ol>\n<details><summary>%zu more %s</summary>\n<ol class=\"list %s\">\n", count,
            what, kind);
}

void report_lists_series(FILE *out, const struct epi_report *report)
{
    if (report->list_count == 0)
        return;
    fprintf(out, "<section aria-labelledby=\"series\">\n<h2 id=\"series\">%s</h2>\n",
            report->one ? "How far" : "Series");
    put_longest(out, report);
    fputs(report->list_count > 2 ? "<h3>Last watched first</h3>\n" : "", out);
    fputs("<ol class=\"list\">\n", out);
    for (size_t i = 0; i < report->list_count; i++) {
        if (i == SHOWN)
            put_rest(out, report->list_count - i, "series", "");
        put_series(out, &report->list[i]);
    }
    fputs(report->list_count > SHOWN ? "</ol>\n</details>\n</section>\n" : "</ol>\n</section>\n",
          out);
}

/* ---- Films ---- */

static void put_film(FILE *out, const struct epi_report_film *one)
{
    fputs("<li><b>", out);
    html_title(out, one->film);
    fputs("</b>", out);
    if (one->film->year)
        fprintf(out, " <small>%d</small>", one->film->year);
    fputs("<p class=\"small\">", out);
    if (one->last_at)
        html_day_of(out, one->last_at);
    else
        fputs("date unknown", out);
    if (one->times > 1)
        fprintf(out, " \xc2\xb7 %d times", one->times);
    if (one->rating)
        fprintf(out, " \xc2\xb7 rated %d", one->rating);
    fputs("</p></li>\n", out);
}

void report_lists_films(FILE *out, const struct epi_report *report)
{
    if (report->film_count == 0)
        return;
    fputs("<section aria-labelledby=\"films\">\n<h2 id=\"films\">Films</h2>\n"
          "<ol class=\"list films\">\n",
          out);
    for (size_t i = 0; i < report->film_count; i++) {
        if (i == SHOWN)
            put_rest(out, report->film_count - i, "films", "films");
        put_film(out, &report->film_list[i]);
    }
    fputs(report->film_count > SHOWN ? "</ol>\n</details>\n</section>\n" : "</ol>\n</section>\n",
          out);
}
