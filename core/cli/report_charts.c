/* SPDX-License-Identifier: MIT
 *
 * When things were watched, by weekday and hour, and how they were rated: as tables whose cells
 * have bars, and a grid of hours with a table of the same.
 */
#include "core/cli/html.h"
#include "core/cli/report_page.h"
#include <epimark/report.h>

enum { DAYS = 7, HOURS = 24, PITCH = 14, CELL = 12, LEFT = 30, TOP = 2 };

static const char *const weekdays[DAYS] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                           "Friday", "Saturday", "Sunday"};

/* What is shown of an hour: the time or, if no length is known at all, the viewings. */
struct hours {
    int64_t of[DAYS][HOURS];
    int64_t most;
    bool time;
};

static void find_hours(const struct epi_report *report, struct hours *hours)
{
    *hours = (struct hours){.time = report->all.seconds > 0};
    for (size_t day = 0; day < DAYS; day++) {
        for (size_t hour = 0; hour < HOURS; hour++) {
            int64_t value = hours->time ? report->seconds[day][hour] : report->viewings[day][hour];
            hours->of[day][hour] = value;
            hours->most = value > hours->most ? value : hours->most;
        }
    }
}

static void put_value(FILE *out, const struct hours *hours, int64_t value)
{
    if (hours->time)
        html_time(out, value);
    else
        html_number(out, value);
}

/* ---- The grid ---- */

static char level_of(int64_t value, int64_t most)
{
    if (value == 0)
        return 'n';
    return 4 * value <= most       ? 'a'
           : 4 * value <= 2 * most ? 'b'
           : 4 * value <= 3 * most ? 'c'
                                   : 'd';
}

static void put_grid(FILE *out, const struct hours *hours)
{
    fprintf(out,
            "<svg class=\"clock\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Time watched by "
            "weekday and hour; the table below has the same\">\n",
            LEFT + HOURS * PITCH, TOP + DAYS * PITCH + 14);
    for (int day = 0; day < DAYS; day++) {
        fprintf(out, "<text x=\"0\" y=\"%d\">%.3s</text>", TOP + day * PITCH + 10, weekdays[day]);
        for (int hour = 0; hour < HOURS; hour++) {
            fprintf(out,
                    "<rect class=\"%c\" x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" rx=\"3\"/>",
                    level_of(hours->of[day][hour], hours->most), LEFT + hour * PITCH,
                    TOP + day * PITCH);
        }
    }
    for (int hour = 0; hour < HOURS; hour += 6) {
        fprintf(out, "<text x=\"%d\" y=\"%d\">%02d:00</text>", LEFT + hour * PITCH,
                TOP + DAYS * PITCH + 11, hour);
    }
    fputs("</svg>\n", out);
}

static void put_grid_table(FILE *out, const struct hours *hours)
{
    fprintf(out,
            "<details><summary>The hours as a table</summary>\n<table class=\"hours\"><caption "
            "class=\"aside\">%s by weekday and hour</caption>\n<thead><tr><th scope=\"col\">Hour"
            "</th>",
            hours->time ? "Time" : "Viewings");
    for (size_t day = 0; day < DAYS; day++) {
        fprintf(out, "<th scope=\"col\"><abbr title=\"%s\">%.2s</abbr></th>", weekdays[day],
                weekdays[day]);
    }
    fputs("</tr></thead>\n<tbody>\n", out);
    for (size_t hour = 0; hour < HOURS; hour++) {
        fprintf(out, "<tr><th scope=\"row\">%02zu</th>", hour);
        for (size_t day = 0; day < DAYS; day++) {
            fputs("<td>", out);
            if (hours->of[day][hour])
                put_value(out, hours, hours->of[day][hour]);
            fputs("</td>", out);
        }
        fputs("</tr>\n", out);
    }
    fputs("</tbody></table>\n</details>\n", out);
}

/* ---- Bars ---- */

static void begin_bars(FILE *out, const char *caption, const char *first, const char *second)
{
    fprintf(out,
            "<table class=\"bars\"><caption>%s</caption>\n<thead class=\"aside\"><tr>"
            "<th scope=\"col\">%s</th><td></td><th scope=\"col\">%s</th></tr></thead>\n<tbody>\n",
            caption, first, second);
}

static void put_weekdays(FILE *out, const struct hours *hours)
{
    int64_t sums[DAYS] = {0};
    int64_t most = 0;

    for (size_t day = 0; day < DAYS; day++) {
        for (size_t hour = 0; hour < HOURS; hour++)
            sums[day] += hours->of[day][hour];
        most = sums[day] > most ? sums[day] : most;
    }
    begin_bars(out, "By weekday", "Weekday", hours->time ? "Time" : "Viewings");
    for (size_t day = 0; day < DAYS; day++) {
        fprintf(out, "<tr><th scope=\"row\">%s</th><td class=\"wide\">", weekdays[day]);
        html_bar(out, (double)sums[day], (double)most);
        fputs("</td><td>", out);
        put_value(out, hours, sums[day]);
        fputs("</td></tr>\n", out);
    }
    fputs("</tbody></table>\n", out);
}

/* By times of a day, of which people have a notion. */
static void put_times(FILE *out, const struct hours *hours)
{
    static const struct {
        const char *name;
        size_t first;
        size_t end;
    } times[] = {{"Night, 0 to 6", 0, 6},
                 {"Morning, 6 to 12", 6, 12},
                 {"Afternoon, 12 to 18", 12, 18},
                 {"Evening, 18 to 24", 18, 24}};
    int64_t sums[4] = {0};
    int64_t most = 0;

    for (size_t i = 0; i < 4; i++) {
        for (size_t day = 0; day < DAYS; day++) {
            for (size_t hour = times[i].first; hour < times[i].end; hour++)
                sums[i] += hours->of[day][hour];
        }
        most = sums[i] > most ? sums[i] : most;
    }
    begin_bars(out, "By time of day", "Time of day", hours->time ? "Time" : "Viewings");
    for (size_t i = 0; i < 4; i++) {
        fprintf(out, "<tr><th scope=\"row\">%s</th><td class=\"wide\">", times[i].name);
        html_bar(out, (double)sums[i], (double)most);
        fputs("</td><td>", out);
        put_value(out, hours, sums[i]);
        fputs("</td></tr>\n", out);
    }
    fputs("</tbody></table>\n", out);
}

void report_charts_hours(FILE *out, const struct epi_report *report)
{
    struct hours hours;

    find_hours(report, &hours);
    if (hours.most == 0)
        return;
    fputs(
        "<section aria-labelledby=\"hours\">\n<h2 id=\"hours\">Days and hours</h2>\n"
        "<p class=\"note\">An episode counts in the hour in which it was watched to its end.</p>\n"
        "<div style=\"margin-top:1.5rem\">\n",
        out);
    put_grid(out, &hours);
    fputs("</div>\n", out);
    put_grid_table(out, &hours);
    fputs("<div class=\"pair\">\n", out);
    put_weekdays(out, &hours);
    put_times(out, &hours);
    fputs("</div>\n</section>\n", out);
}

/* ---- Ratings ---- */

static void put_ratings(FILE *out, const char *caption, const struct epi_report_ratings *ratings)
{
    int most = 0;

    if (ratings->count == 0)
        return;
    for (size_t value = 1; value <= 10; value++)
        most = ratings->of[value] > most ? ratings->of[value] : most;
    fprintf(out, "<table class=\"bars\"><caption>%s <small>", caption);
    html_count(out, ratings->count, "rating");
    fputs(", median ", out);
    html_decimal(out, ratings->median);
    fputs(", mean ", out);
    html_decimal(out, ratings->mean);
    fputs("</small></caption>\n<thead class=\"aside\"><tr><th scope=\"col\">Rating</th><td></td>"
          "<th scope=\"col\">How often</th></tr></thead>\n<tbody>\n",
          out);
    for (int value = 10; value >= 1; value--) {
        fprintf(out, "<tr><th scope=\"row\">%d</th><td class=\"wide\">", value);
        html_bar(out, ratings->of[value], most);
        fputs("</td><td>", out);
        html_number(out, ratings->of[value]);
        fputs("</td></tr>\n", out);
    }
    fputs("</tbody></table>\n", out);
}

void report_charts_ratings(FILE *out, const struct epi_report *report)
{
    if (report->episodes.count + report->seasons.count + (report->one ? 0 : report->shows.count) +
            report->films.count ==
        0)
        return;
    fputs("<section aria-labelledby=\"ratings\">\n<h2 id=\"ratings\">Ratings</h2>\n"
          "<div class=\"pair\">\n",
          out);
    put_ratings(out, "Episodes", &report->episodes);
    if (!report->one)
        put_ratings(out, "Series", &report->shows);
    put_ratings(out, "Seasons", &report->seasons);
    put_ratings(out, "Films", &report->films);
    fputs("</div>\n</section>\n", out);
}
