/* SPDX-License-Identifier: MIT */
#include "plugin/choices.h"

#include <stdio.h>
#include <string.h>

enum { TITLE_MAX = 76 }; /* bytes of a series' title */

/* ---- One ---- */

/* Whether a text has letters that are written from right to left: Hebrew to Arabic, and their
 * presentation forms. */
static bool is_leftward(const char *text)
{
    for (; *text; text++) {
        unsigned char first = (unsigned char)text[0], second = (unsigned char)text[1];
        if ((first >= 0xd6 && first <= 0xdf) ||
            (first == 0xe0 && second >= 0xa0 && second < 0xa4) ||
            (first == 0xef && second >= 0xac && second <= 0xbb))
            return true;
    }
    return false;
}

/* The parts of a candidate. numbered: with its episode. */
static void take_parts(struct choice *choice, const struct epi_candidate *candidate, bool numbered)
{
    const struct epi_series *series = candidate->series;
    const char *title = series->title;
    size_t len = 0, step;
    while (len < TITLE_MAX && (step = epi_utf8_length(title + len, strlen(title + len))) > 0)
        len += step;
    snprintf(choice->title, sizeof(choice->title), "%.*s%s", (int)len, title,
             title[len] ? "…" : "");
    choice->year[0] = choice->number[0] = '\0';
    if (series->year > 0)
        snprintf(choice->year, sizeof(choice->year), "%d", series->year);
    snprintf(choice->country, sizeof(choice->country), "%.2s", series->country);
    if (numbered && candidate->episode && candidate->episode->number >= 0) {
        snprintf(choice->number, sizeof(choice->number), "%dx%02d", candidate->episode->season,
                 candidate->episode->number);
    }
}

void choices_label(const struct epi_candidate *candidate, bool numbered, char *label)
{
    /* Behind a title from right to left, this has the brackets stay where they are. */
    static const char rightward_mark[] = "\u200e";
    struct choice parts;
    take_parts(&parts, candidate, numbered);
    const char *year = parts.year, *country = parts.country, *number = parts.number;
    bool any = *year || *country;
    snprintf(label, CHOICES_LABEL_MAX, "%s%s%s%s%s%s%s%s%s", parts.title,
             is_leftward(parts.title) ? rightward_mark : "", any ? " (" : "", year,
             *year && *country ? ", " : "", country, any ? ")" : "", *number ? " " : "", number);
}

/* ---- All ---- */

bool choices_are_episodes(const struct epi_notice *notice)
{
    bool are = false;
    for (size_t i = 0; i < notice->candidate_count; i++)
        are = are || notice->candidates[i]->other;
    return are;
}

void choices_take(struct choices *choices, const struct epi_notice *notice)
{
    bool numbered = choices_are_episodes(notice);
    choices->count = choices->page = 0;
    choices->number = notice->list;
    while (choices->count < notice->candidate_count && choices->count < CHOICES_MAX) {
        const struct epi_candidate *candidate = notice->candidates[choices->count];
        struct choice *choice = &choices->list[choices->count++];
        take_parts(choice, candidate, numbered);
        choices_label(candidate, numbered, choice->label);
        choice->current = candidate->current;
    }
}

size_t choices_pages(const struct choices *choices)
{
    return choices->count > CHOICES_PAGE ? (choices->count + CHOICES_PAGE - 1) / CHOICES_PAGE : 1;
}

void choices_turn(struct choices *choices, int pages)
{
    size_t all = choices_pages(choices);
    choices->page = (choices->page + (pages < 0 ? all - 1 : 1)) % all;
}

size_t choices_of_digit(const struct choices *choices, size_t digit)
{
    size_t number = choices->page * CHOICES_PAGE + digit;
    return digit >= 1 && digit <= CHOICES_PAGE && number <= choices->count ? number : 0;
}

static size_t add_key(char *keys, size_t len, const char *key, const char *action)
{
    return len + (size_t)snprintf(keys + len, CHOICES_KEYS_MAX - len,
                                  "%s script-binding epimark/%s\n", key, action);
}

void choices_keys(const struct choices *choices, char *keys)
{
    size_t len = add_key(keys, 0, "ESC", CHOICES_CLOSE), number;
    len = add_key(keys, len, "0", "answer-0");
    len = add_key(keys, len, "s", "search");
    len = add_key(keys, len, "x", "leave");
    for (size_t digit = 1; (number = choices_of_digit(choices, digit)) > 0; digit++) {
        char key[] = {(char)('0' + digit), '\0'}, action[32];
        snprintf(action, sizeof(action), "answer-%zu", number);
        len = add_key(keys, len, key, action);
    }
    if (choices_pages(choices) > 1) {
        len = add_key(keys, len, "RIGHT", CHOICES_NEXT);
        len = add_key(keys, len, "PGDWN", CHOICES_NEXT);
        len = add_key(keys, len, "LEFT", CHOICES_PREVIOUS);
        add_key(keys, len, "PGUP", CHOICES_PREVIOUS);
    }
}

void choices_line(const struct choices *choices, size_t index, size_t number, char *line)
{
    snprintf(line, CHOICES_LINE_MAX, "%zu %s%s", number, choices->list[index].label,
             choices->list[index].current ? " · now" : "");
}

void choices_write(const struct choices *choices, char *text)
{
    size_t len = 0, number;
    for (size_t digit = 1; (number = choices_of_digit(choices, digit)) > 0; digit++) {
        char line[CHOICES_LINE_MAX];
        choices_line(choices, number - 1, digit, line);
        len += (size_t)snprintf(text + len, CHOICES_TEXT_MAX - len, "%s\n", line);
    }
    len += (size_t)snprintf(
        text + len, CHOICES_TEXT_MAX - len,
        "press a number to choose, 0 for none of these, s to search, x if it is no episode, Esc to "
        "cancel");
    if (choices_pages(choices) > 1) {
        snprintf(text + len, CHOICES_TEXT_MAX - len, "; left and right turn the page (%zu of %zu)",
                 choices->page + 1, choices_pages(choices));
    }
}
