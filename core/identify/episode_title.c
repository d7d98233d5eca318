/* SPDX-License-Identifier: MIT */
#include "core/identify/episode_title.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/identify/evidence.h"
#include "matching/matching.h"

/* ---- Plain titles ---- */

bool episode_title_is_plain(const char *title)
{
    static const char *const words[] = {"episode",  "chapter",    "part",    "folge",    "teil",
                                        "capitulo", "aflevering", "avsnitt", "episodio", "day"};
    char folded[MATCH_TITLE_MAX];
    match_fold(title, folded, sizeof(folded));
    if (!*folded || strcmp(folded, "tba") == 0 || strcmp(folded, "tbd") == 0)
        return true;
    const char *number = folded;
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        size_t len = strlen(words[i]);
        if (strncmp(folded, words[i], len) == 0 && folded[len] == ' ')
            number = folded + len;
    }
    return !number[strspn(number, " 0123456789")];
}

/* ---- Parts ---- */

/* "2", "ii" or "two" as a number; 0 if it is none. */
static int number_of(const char *text)
{
    static const char *const words[][2] = {{"i", "one"},   {"ii", "two"}, {"iii", "three"},
                                           {"iv", "four"}, {"v", "five"}, {"vi", "six"}};
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (strcmp(text, words[i][0]) == 0 || strcmp(text, words[i][1]) == 0)
            return (int)i + 1;
    }
    size_t digits = strspn(text, "0123456789");
    return digits > 0 && digits < 3 && !text[digits] ? (int)strtol(text, NULL, 10) : 0;
}

/* Whether the title ends with what a bracket holds: "Pilot (1)". */
static bool ends_in_bracket(const char *title)
{
    size_t len = strlen(title);
    return len > 3 && title[len - 1] == ')' && strchr(title, '(') > title;
}

/* Folds a title without its part. Returns the part, from 1; 0 if it names none. */
static int fold_base(const char *title, char *base, size_t size)
{
    static const char *const marks[] = {" part", " pt", " teil"};
    match_fold(title, base, size);
    char *last = strrchr(base, ' ');
    int part = last ? number_of(last + 1) : 0;
    if (part == 0)
        return 0;
    bool marked = ends_in_bracket(title);
    size_t end = (size_t)(last - base);
    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
        size_t len = strlen(marks[i]);
        if (end > len && strncmp(base + end - len, marks[i], len) == 0) {
            marked = true;
            end -= len;
            break;
        }
    }
    if (!marked)
        return 0;
    base[end] = '\0';
    return part;
}

bool episode_title_same(const char *a, const char *b)
{
    char x[MATCH_TITLE_MAX];
    char y[MATCH_TITLE_MAX];
    int part_a = fold_base(a, x, sizeof(x));
    int part_b = fold_base(b, y, sizeof(y));
    if (part_a > 0 && part_b > 0 && part_a != part_b)
        return false;
    return match_similarity(x, y) >= EVIDENCE_TITLE_SAME;
}

int episode_title_part(const char *title)
{
    char base[MATCH_TITLE_MAX];
    return fold_base(title, base, sizeof(base));
}

bool episode_title_goes_on(const char *a, const char *b)
{
    char x[MATCH_TITLE_MAX];
    char y[MATCH_TITLE_MAX];
    int part = fold_base(a, x, sizeof(x));
    return part > 0 && fold_base(b, y, sizeof(y)) == part + 1 && strcmp(x, y) == 0;
}

size_t episode_title_split(const char *title, int kind, char (*titles)[MATCH_TITLE_MAX])
{
    static const char *const signs[EPISODE_TITLE_SIGNS] = {"/", "; ", " & ", " + ", " and ", ", "};
    size_t count = 0;
    for (const char *next = title; next; count++) {
        const char *sign = strstr(next, signs[kind]);
        size_t len = sign ? (size_t)(sign - next) : strlen(next);
        if (count == EPISODE_TITLES_MAX || len == 0)
            return 0;
        snprintf(titles[count], MATCH_TITLE_MAX, "%.*s", (int)len, next);
        next = sign ? sign + strlen(signs[kind]) : NULL;
    }
    return count > 1 ? count : 0;
}

/* ---- Languages ---- */

static bool is_latin(const char *title)
{
    for (; *title; title++) {
        if ((*title >= 'a' && *title <= 'z') || (*title >= 'A' && *title <= 'Z'))
            return true;
    }
    return false;
}

bool episode_title_may_be(const char *a, const char *b)
{
    return episode_title_is_plain(a) || episode_title_is_plain(b) || is_latin(a) != is_latin(b);
}
