/* SPDX-License-Identifier: MIT */
#include "plugin/choices.h"

#include <stdio.h>
#include <string.h>

#include "plugin/words.h"

enum {
    TITLE_MAX = 76, /* bytes of a series' title */
    NAMED_MAX = 4,  /* candidates that a question names */
};

/* ---- One ---- */

/* A title, not too long; cut has CHOICES_TITLE_MAX. */
static void cut_title(const char *title, char *cut)
{
    size_t len = 0, step;
    while ((step = epi_utf8_grapheme(title + len, strlen(title + len))) > 0 &&
           len + step <= TITLE_MAX)
        len += step;
    snprintf(cut, CHOICES_TITLE_MAX, "%.*s%s", (int)len, title, title[len] ? "…" : "");
}

/* The parts of a candidate. numbered: with its episode. */
static void take_parts(struct choice *choice, const struct epi_candidate *candidate, bool numbered)
{
    const struct epi_series *series = candidate->series;
    cut_title(series->title, choice->title);
    choice->year[0] = choice->number[0] = '\0';
    if (series->year > 0)
        snprintf(choice->year, sizeof(choice->year), "%d", series->year);
    snprintf(choice->country, sizeof(choice->country), "%.2s", series->country);
    if (numbered && candidate->episode && candidate->episode->number >= 0) {
        snprintf(choice->number, sizeof(choice->number), "%dx%02d", candidate->episode->season,
                 candidate->episode->number);
    }
}

/* What says which candidate it is: "Show (2005, US) 1x02". It points into itself. */
struct name {
    struct choice parts;
    char origin[24]; /* "2005, US" */
    struct epi_saying series;
    struct epi_saying saying;
};

static void name_candidate(struct name *name, const struct epi_candidate *candidate, bool numbered)
{
    struct choice *parts = &name->parts;
    take_parts(parts, candidate, numbered);
    snprintf(name->origin, sizeof(name->origin), "%s%s%s", parts->year,
             *parts->year && *parts->country ? ", " : "", parts->country);
    name->series = (struct epi_saying){*name->origin ? EPI_SAY_FROM : EPI_SAY_TEXT,
                                       {{.text = parts->title}, {.text = name->origin}}};
    name->saying = name->series;
    if (*parts->number) {
        name->saying = (struct epi_saying){EPI_SAY_NUMBERED,
                                           {{.saying = &name->series}, {.text = parts->number}}};
    }
}

void choices_label(const struct epi_candidate *candidate, bool numbered,
                   const struct epi_language *language, char *label)
{
    struct name name;
    name_candidate(&name, candidate, numbered);
    words_write(language, &name.saying, label, CHOICES_LABEL_MAX);
}

/* ---- All ---- */

bool choices_are_episodes(const struct epi_notice *notice)
{
    bool are = false;
    for (size_t i = 0; i < notice->candidate_count; i++)
        are = are || notice->candidates[i]->other;
    return are;
}

void choices_question(const struct epi_notice *notice, const struct epi_language *language,
                      const char *key, char *text, size_t size)
{
    bool numbered = choices_are_episodes(notice);
    struct name names[NAMED_MAX];
    struct epi_saying joined[NAMED_MAX];
    const struct epi_saying *all = NULL;
    for (size_t i = 0; i < notice->candidate_count && i < NAMED_MAX; i++) {
        name_candidate(&names[i], notice->candidates[i], numbered);
        joined[i] =
            (struct epi_saying){EPI_SAY_COMMA, {{.saying = all}, {.saying = &names[i].saying}}};
        all = all ? &joined[i] : &names[i].saying;
    }
    struct epi_saying with_key = {WORD_KEY_TO_CHOOSE, {{.saying = all}, {.text = key}}};
    struct epi_saying question = {
        notice->candidates[0]->film ? EPI_SAY_WHICH_FILM
        : numbered                  ? EPI_SAY_WHICH_EPISODE
                                    : EPI_SAY_WHICH_SERIES,
        {{.text = notice->series->title}, {.saying = *key ? &with_key : all}}};
    words_write(language, &question, text, size);
}

static void take_series(struct choices *choices, const struct epi_notice *notice)
{
    bool numbered = choices_are_episodes(notice);
    while (choices->count < notice->candidate_count && choices->count < CHOICES_MAX) {
        const struct epi_candidate *candidate = notice->candidates[choices->count];
        struct choice *choice = &choices->list[choices->count++];
        take_parts(choice, candidate, numbered);
        choices_label(candidate, numbered, NULL, choice->label);
        choice->current = candidate->current;
    }
}

/* Of one series, which is not named again. */
static void take_episodes(struct choices *choices, const struct epi_notice *notice)
{
    for (size_t i = 0; i < notice->candidate_count && i < CHOICES_MAX; i++) {
        const struct epi_episode *episode = notice->candidates[i]->episode;
        if (!episode)
            return;
        char title[CHOICES_TITLE_MAX];
        struct choice *choice = &choices->list[choices->count++];
        *choice = (struct choice){.current = notice->candidates[i]->current};
        cut_title(episode->title, title);
        snprintf(choice->label, sizeof(choice->label), "%dx%02d %s", episode->season,
                 episode->number, title);
        cut_title(choice->label, choice->title);
        snprintf(choice->number, sizeof(choice->number), "%s", episode->airdate);
    }
}

static void take_orders(struct choices *choices, const struct epi_notice *notice,
                        const struct epi_language *language)
{
    for (size_t i = 0; i < notice->order_count && i < CHOICES_MAX; i++) {
        struct choice *choice = &choices->list[choices->count++];
        *choice = (struct choice){.current = i == notice->order_current};
        snprintf(choice->label, sizeof(choice->label), "%s", notice->orders[i]);
        cut_title(words_order(language, notice->orders[i]), choice->title);
    }
}

static void write_heading(struct choices *choices, const struct epi_notice *notice,
                          const struct epi_language *language)
{
    const struct epi_episode *episode = notice->episode;
    char title[CHOICES_TITLE_MAX], number[32] = "";
    cut_title(notice->series->title, title);
    if (episode->number >= 0)
        snprintf(number, sizeof(number), "%dx%02d", episode->season, episode->number);
    else if (episode->absolute > 0)
        snprintf(number, sizeof(number), "%d", episode->absolute);
    struct epi_saying name = {*number ? EPI_SAY_NUMBERED : EPI_SAY_TEXT,
                              {{.text = title}, {.text = number}}};
    struct epi_saying heading = {WORD_HEAD_EPISODE, {{.saying = &name}}};
    if (choices->kind != CHOICES_EPISODES) {
        heading = (struct epi_saying){choices->kind == CHOICES_SERIES ? WORD_HEAD_SERIES
                                                                      : WORD_HEAD_ORDER,
                                      {{.text = title}}};
    }
    words_write(language, &heading, choices->heading, CHOICES_HEADING_MAX);
}

void choices_take(struct choices *choices, const struct epi_notice *notice,
                  const struct epi_language *language)
{
    choices->kind = notice->kind == EPI_NOTICE_EPISODES ? CHOICES_EPISODES
                    : notice->kind == EPI_NOTICE_ORDERS ? CHOICES_ORDERS
                                                        : CHOICES_SERIES;
    choices->count = choices->chosen = 0;
    choices->number = notice->list;
    write_heading(choices, notice, language);
    choices->none[0] = '\0';
    if (notice->saying)
        words_write(language, notice->saying, choices->none, sizeof(choices->none));
    if (choices->kind == CHOICES_SERIES)
        take_series(choices, notice);
    else if (choices->kind == CHOICES_EPISODES)
        take_episodes(choices, notice);
    else
        take_orders(choices, notice, language);
    for (size_t i = 0; i < choices->count; i++) {
        if (choices->list[i].current)
            choices->chosen = i;
    }
    choices->page = choices->chosen / CHOICES_PAGE;
}

size_t choices_pages(const struct choices *choices)
{
    return choices->count > CHOICES_PAGE ? (choices->count + CHOICES_PAGE - 1) / CHOICES_PAGE : 1;
}

void choices_turn(struct choices *choices, int pages)
{
    size_t all = choices_pages(choices);
    choices->page = (choices->page + (pages < 0 ? all - 1 : 1)) % all;
    choices->chosen = choices->page * CHOICES_PAGE;
}

void choices_move(struct choices *choices, int by)
{
    if (choices->count == 0)
        return;
    choices->chosen = (choices->chosen + (by < 0 ? choices->count - 1 : 1)) % choices->count;
    choices->page = choices->chosen / CHOICES_PAGE;
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

/* The keys of an open list; those of the digits are written out below. tests/rules/tables.py reads
 * these rows, for the man page: "" says the same as the row above. */
static const struct {
    const char *key, *action;
    enum { OF_ALL, OF_CANDIDATES, OF_PAGES } lists;
    const char *help;
} list_keys[] = {
    {"UP", CHOICES_LIST "up", OF_ALL, "go to the line above"},
    {"WHEEL_UP", CHOICES_LIST "up", OF_ALL, ""},
    {"DOWN", CHOICES_LIST "down", OF_ALL, "go to the line below"},
    {"WHEEL_DOWN", CHOICES_LIST "down", OF_ALL, ""},
    {"ENTER", CHOICES_LIST "enter", OF_ALL, "choose what the line says"},
    {"KP_ENTER", CHOICES_LIST "enter", OF_ALL, ""},
    {"MOUSE_MOVE", CHOICES_LIST "point", OF_ALL, "go to the line under the pointer"},
    {"MBTN_LEFT", CHOICES_LIST "click", OF_ALL, "choose the line under the pointer"},
    {"LEFT", CHOICES_PREVIOUS, OF_PAGES, "the page before, of more than nine lines"},
    {"PGUP", CHOICES_PREVIOUS, OF_PAGES, ""},
    {"RIGHT", CHOICES_NEXT, OF_PAGES, "the page after"},
    {"PGDWN", CHOICES_NEXT, OF_PAGES, ""},
    {"0", "answer-0", OF_CANDIDATES, "it is none of these, and is not asked for again"},
    {"s", "search", OF_CANDIDATES, "search by what is typed then; Enter searches, Esc cancels"},
    {"x", "leave", OF_CANDIDATES, "the file is no episode: leave it alone from now on"},
    {"ESC", CHOICES_CLOSE, OF_ALL, "close the list"},
};

void choices_keys(const struct choices *choices, char *keys)
{
    const bool has[] = {[OF_ALL] = true,
                        [OF_CANDIDATES] = choices->kind != CHOICES_ORDERS,
                        [OF_PAGES] = choices_pages(choices) > 1};
    size_t len = 0, number;
    for (size_t i = 0; i < sizeof(list_keys) / sizeof(*list_keys); i++) {
        if (has[list_keys[i].lists])
            len = add_key(keys, len, list_keys[i].key, list_keys[i].action);
    }
    for (size_t digit = 1; (number = choices_of_digit(choices, digit)) > 0; digit++) {
        char key[] = {(char)('0' + digit), '\0'}, action[32];
        snprintf(action, sizeof(action), "answer-%zu", number);
        len = add_key(keys, len, key, action);
    }
}

void choices_line(const struct choices *choices, size_t index, size_t number, char *line)
{
    snprintf(line, CHOICES_LINE_MAX, "%zu %s%s", number, choices->list[index].label,
             choices->list[index].current ? " · now" : "");
}

void choices_hint(const struct choices *choices, const struct epi_language *language, char *text)
{
    struct epi_saying none = {EPI_SAY_TEXT, {{.text = ""}}},
                      more = {WORD_LIST_MORE, {{.text = NULL}}};
    struct epi_saying page = {
        WORD_LIST_PAGE,
        {{.number = (int64_t)choices->page + 1}, {.number = (int64_t)choices_pages(choices)}}};
    struct epi_saying keys = {WORD_LIST_KEYS,
                              {{.saying = choices->kind == CHOICES_ORDERS ? &none : &more},
                               {.saying = choices_pages(choices) > 1 ? &page : &none}}};
    words_write(language, &keys, text, CHOICES_TEXT_MAX);
}
