/* SPDX-License-Identifier: MIT */
#include "core/identify/title_key.h"

#include <stdio.h>

#include "matching/matching.h"

void title_key_of(const struct guess *guess, char *key, size_t size)
{
    char whole[MATCH_TITLE_MAX + 32];
    int used = snprintf(whole, sizeof(whole), "%s", guess->title);
    if (guess->year)
        used += snprintf(whole + used, sizeof(whole) - (size_t)used, " %d", guess->year);
    if (*guess->country)
        snprintf(whole + used, sizeof(whole) - (size_t)used, " %s", guess->country);
    match_fold(whole, key, size);
}
