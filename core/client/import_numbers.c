/* SPDX-License-Identifier: MIT */
#include "core/client/import_numbers.h"

#include <stdio.h>

#include "core/client/import_search.h"
#include "core/client/staged.h"
#include "core/identify/label.h"

bool import_numbers_borrowed(const struct import_series *series, const struct staged_row *row)
{
    bool theirs =
        row->numbers == STAGED_BY_TVDB || (row->numbers == STAGED_BY_ANY && row->tvdb > 0);
    return theirs && series->row_count > 0 && series->rows[0].tvdb == 0 && row->tvmaze == 0 &&
           !row->title && !row->airdate && row->season > 0 && row->number >= 0 &&
           !(row->rating && row->scope != EPI_SCOPE_EPISODE);
}

/* Whether the list has a season and, unless it is -1, a number of it. */
static bool has(const struct import_series *series, int season, int number)
{
    for (size_t i = 0; i < series->row_count; i++) {
        if (series->rows[i].season == season && (number < 0 || series->rows[i].number == number))
            return true;
    }
    return false;
}

static size_t find_odd(const struct import_numbers *numbers, int season)
{
    size_t i = 0;
    while (i < numbers->odd_count && numbers->odd[i].season != season)
        i++;
    return i;
}

void import_numbers_begin(struct import_series *series, const struct staged_group *group)
{
    struct import_numbers *numbers = &series->numbers;
    numbers->odd_count = 0;
    numbers->lacking = 0;
    for (size_t i = group->first; i < group->first + group->count; i++) {
        const struct staged_row *row = &series->staged->rows[i];
        if (row->fate != STAGED_OPEN || !import_numbers_borrowed(series, row))
            continue;
        if (has(series, row->season, row->number))
            continue;
        if (!has(series, row->season, -1))
            numbers->lacking = row->season;
        else if (find_odd(numbers, row->season) == numbers->odd_count &&
                 numbers->odd_count < IMPORT_ODD_MAX) {
            numbers->odd[numbers->odd_count].season = row->season;
            numbers->odd[numbers->odd_count++].number = row->number;
        }
    }
}

bool import_numbers_doubt(const struct import_series *series, const struct staged_row *row,
                          char *why, size_t size)
{
    const struct import_numbers *numbers = &series->numbers;
    size_t odd = find_odd(numbers, row->season);
    char label[LABEL_EPISODE_MAX];
    if (odd < numbers->odd_count) {
        snprintf(why, size, "TheTVDB counts season %d otherwise: TVmaze has no %s", row->season,
                 label_episode(row->season, numbers->odd[odd].number, label));
    } else if (numbers->lacking) {
        snprintf(why, size, "TheTVDB counts the seasons otherwise: TVmaze has no season %d",
                 numbers->lacking);
    } else {
        return false;
    }
    return true;
}
