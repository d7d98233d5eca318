/* SPDX-License-Identifier: MIT */
#include "core/identify/episode_parts.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/identify/episode_title.h"
#include "core/services/values.h"

/* Whether two air dates are the same, or those of two time zones; unknown ones may be. */
static bool same_day(const char *a, const char *b)
{
    int64_t x = clock_days_of(a);
    int64_t y = clock_days_of(b);
    return !x || !y || (x > y ? x - y : y - x) <= 1;
}

/* The row after another one in its season; NULL if there is none. */
static const struct episode *next_of(const struct episode_rows *rows, const struct episode *row)
{
    for (size_t i = 0; i < rows->count; i++) {
        const struct episode *next = &rows->rows[i];
        if (!next->special && next->season == row->season && next->number == row->number + 1)
            return next;
    }
    return NULL;
}

/* ---- Titles ---- */

/* The rows from first on that are part 1, 2 ... of what the subject names whole. */
static size_t numbered_parts(const struct subject *subject, const struct episode_rows *rows,
                             const struct episode *first, const struct episode **parts)
{
    size_t count = 0;
    if (episode_title_part(subject->title) > 0)
        return 0;
    for (const struct episode *row = first; row; row = next_of(rows, row)) {
        if (episode_title_part(row->title) != (int)count + 1 ||
            !episode_title_same(subject->title, row->title))
            break;
        if (count == EPISODE_PARTS_MAX)
            return 0;
        parts[count++] = row;
    }
    return count;
}

/* The rows from first on that have the titles which the subject's joins. */
static size_t titled_parts(const struct subject *subject, const struct episode_rows *rows,
                           const struct episode *first, const struct episode **parts)
{
    char titles[EPISODE_TITLES_MAX][MATCH_TITLE_MAX];
    for (int sign = 0; sign < EPISODE_TITLE_SIGNS; sign++) {
        size_t wanted = episode_title_split(subject->title, sign, titles);
        size_t count = 0;
        for (const struct episode *row = first; row && count < wanted; row = next_of(rows, row)) {
            if (episode_title_is_plain(row->title) ||
                !episode_title_same(titles[count], row->title))
                break;
            parts[count++] = row;
        }
        if (wanted > 1 && count == wanted)
            return count;
    }
    return 0;
}

/* ---- Days ---- */

static size_t count_of_day(const struct episode_rows *rows, const char *day)
{
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++)
        count += !rows->rows[i].special && strcmp(rows->rows[i].airdate, day) == 0;
    return count;
}

/* Whether the subject's own catalogue has an episode that may be this part: one of its title, or
 * another one of its day. */
static bool has_own(const struct subject *subject, const struct episode_rows *own,
                    const struct episode *part)
{
    bool other_day = !same_day(subject->airdate, part->airdate);
    for (size_t i = 0; i < own->count; i++) {
        const struct episode *row = &own->rows[i];
        if (row->special || (row->season == subject->season && row->number == subject->number))
            continue;
        if (same_day(row->airdate, part->airdate) &&
            (episode_title_same(row->title, part->title) || (other_day && row->airdate[0])))
            return true;
    }
    return false;
}

/* Whether the subject is all of them: its day says so, or its own catalogue. */
static bool is_all(const struct subject *subject, const struct episode_rows *rows,
                   const struct episode_rows *own, const struct episode *const *parts, size_t count)
{
    if (!same_day(subject->airdate, parts[0]->airdate))
        return false;
    for (size_t i = 1; i < count; i++) {
        bool same = same_day(parts[0]->airdate, parts[i]->airdate);
        if ((!same && own->count == 0) || has_own(subject, own, parts[i]))
            return false;
    }
    /* Both catalogues have as many episodes of that day: one each. */
    size_t there = count_of_day(rows, parts[0]->airdate);
    return own->count == 0 || !subject->airdate[0] || there < 2 ||
           count_of_day(own, subject->airdate) < there;
}

size_t episode_parts(const struct subject *subject, const struct episode_rows *rows,
                     const struct episode_rows *own, const struct episode *parts[EPISODE_PARTS_MAX])
{
    size_t found = 0;
    if (subject->season < 1 || episode_title_is_plain(subject->title))
        return 0;
    for (size_t i = 0; i < rows->count; i++) {
        const struct episode *some[EPISODE_PARTS_MAX];
        const struct episode *first = &rows->rows[i];
        if (first->special)
            continue;
        size_t count = numbered_parts(subject, rows, first, some);
        if (count < 2)
            count = titled_parts(subject, rows, first, some);
        if (count < 2 || !is_all(subject, rows, own, some, count))
            continue;
        if (found > 0)
            return 0; /* one of several */
        found = count;
        memcpy(parts, some, count * sizeof(*some));
    }
    return found;
}

/* ---- The reverse ---- */

static bool joins(const struct episode *row, const char *title)
{
    char titles[EPISODE_TITLES_MAX][MATCH_TITLE_MAX];
    for (int sign = 0; sign < EPISODE_TITLE_SIGNS; sign++) {
        size_t count = episode_title_split(row->title, sign, titles);
        for (size_t i = 0; i < count; i++) {
            if (episode_title_same(titles[i], title))
                return true;
        }
    }
    return false;
}

const struct episode *episode_parts_whole(const struct subject *subject,
                                          const struct episode_rows *rows)
{
    const struct episode *only = NULL;
    if (!subject->airdate[0] || episode_title_is_plain(subject->title))
        return NULL;
    for (size_t i = 0; i < rows->count; i++) {
        const struct episode *row = &rows->rows[i];
        if (!row->airdate[0] || !same_day(row->airdate, subject->airdate) ||
            !joins(row, subject->title))
            continue;
        if (only)
            return NULL;
        only = row;
    }
    return only;
}
