/* SPDX-License-Identifier: MIT
 *
 * finding: what a rule found in a name: a season, episodes, a date, a part. A noun only: rules
 * (number_rules.h) make findings and point back from them, numbers.h reads them from a name.
 * Private to matching.
 */
#ifndef EPIMARK_MATCHING_FINDING_H
#define EPIMARK_MATCHING_FINDING_H

#include <stdint.h>

enum {
    FINDINGS_MAX = 24, /* findings in one name */
    SPANS_MAX = 10     /* runs of episodes in one finding */
};

/* What was found, the most telling kind first. */
enum finding_kind {
    FINDING_BOTH,     /* a season and its episodes */
    FINDING_PACKED,   /* the same in one number: 102 */
    FINDING_EPISODE,  /* episodes, announced by a word */
    FINDING_SPECIAL,  /* the number of a special */
    FINDING_ABSOLUTE, /* a bare number */
    FINDING_DATE,
    FINDING_PART,
    FINDING_SEASON, /* a season without an episode */
    FINDING_NOTHING /* not an episode's number: a volume, a film of a series, an opening */
};

/* Consecutive episodes. */
struct span {
    int16_t from;
    int16_t to;
};

/* The words first .. end-1 and their meaning. A number that is absent is -1, an absent year 0. */
struct finding {
    const struct number_rule *rule;
    uint8_t kind;
    uint8_t first;
    uint8_t end;
    uint8_t spans; /* the episodes: how many of span are used */
    int16_t season;
    int16_t version;
    int16_t part;
    int16_t year;
    int8_t month;
    int8_t day;
    struct span span[SPANS_MAX];
};

#endif
