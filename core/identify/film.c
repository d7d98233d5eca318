/* SPDX-License-Identifier: MIT */
#include "core/identify/film.h"

#include <stdio.h>
#include <string.h>

#include "core/identify/resolution.h"
#include "matching/matching.h"

void film_of_name(const struct guess *guess, struct resolution *out)
{
    struct match *match = &out->matches[0];

    resolution_clear(out);
    memset(match, 0, sizeof(*match));
    match->film = true;
    match->series.ids.tmdb = guess->ids.tmdb;
    match->series.year = guess->year;
    match->episode.season = match->episode.number = -1;
    match->confidence = 1;
    snprintf(match->series.ids.imdb, sizeof(match->series.ids.imdb), "%s", guess->ids.imdb);
    snprintf(match->series.title, sizeof(match->series.title), "%s", guess->title);
    snprintf(match->source, sizeof(match->source), "name");
    snprintf(match->reason, sizeof(match->reason), "a film, as its name says");
    snprintf(out->reason, sizeof(out->reason), "%s", match->reason);
    out->outcome = RESOLUTION_SURE;
    out->count = 1;
}
