/* SPDX-License-Identifier: MIT */
#include "plugin/list_panel.h"

#include <stdio.h>
#include <string.h>

#include "plugin/ass.h"
#include "plugin/choices.h"
#include "plugin/panel.h"
#include "plugin/typed.h"
#include "plugin/words.h"

enum { HEAD_ROWS = 2, ROWS_MAX = HEAD_ROWS + CHOICES_PAGE + 2 };

/* The page that is shown, as rows. */
struct list_rows {
    struct panel_row rows[ROWS_MAX];
    size_t count;
    char hint[CHOICES_TEXT_MAX];
};

static const char *const digits[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};

static void add_row(struct list_rows *list, struct panel_row row)
{
    list->rows[list->count++] = row;
}

static struct panel make_panel(const struct choices *choices, const struct epi_language *language,
                               double top, struct list_rows *list)
{
    size_t number;
    list->count = 0;
    add_row(list, (struct panel_row){.kind = PANEL_HEAD, .strong = choices->heading});
    add_row(list, (struct panel_row){.kind = PANEL_GAP});
    for (size_t digit = 1; (number = choices_of_digit(choices, digit)) > 0; digit++) {
        const struct choice *choice = &choices->list[number - 1];
        add_row(list, (struct panel_row){.kind = PANEL_ITEM,
                                         .key = digits[digit - 1],
                                         .text = choice->title,
                                         .columns = {choice->year, choice->country, choice->number},
                                         .stars = PANEL_NO_STARS,
                                         .chosen = number - 1 == choices->chosen,
                                         .now = choice->current});
    }
    if (choices->count == 0)
        add_row(list, (struct panel_row){.kind = PANEL_TEXT, .text = choices->none});
    choices_hint(choices, language, list->hint);
    add_row(list, (struct panel_row){.kind = PANEL_RULE});
    add_row(list, (struct panel_row){.kind = PANEL_HINT, .text = list->hint});
    return (struct panel){
        .top = top, .width = PANEL_COLUMN, .rows = list->rows, .count = list->count};
}

double list_panel_choices(const struct choices *choices, const struct epi_language *language,
                          double top, const struct panel_look *look, struct ass *out)
{
    struct list_rows list;
    struct panel panel = make_panel(choices, language, top, &list);
    return panel_write(&panel, look, out);
}

size_t list_panel_at(const struct choices *choices, const struct epi_language *language, double top,
                     const struct panel_look *look, double x, double y)
{
    struct list_rows list;
    struct panel panel = make_panel(choices, language, top, &list);
    int row = panel_at(&panel, look, x, y).row;
    return row >= HEAD_ROWS ? choices_of_digit(choices, (size_t)(row - HEAD_ROWS + 1)) : 0;
}

double list_panel_typed(const struct typed *typed, const struct epi_language *language, double top,
                        const struct panel_look *look, struct ass *out)
{
    char line[TYPED_LINE_MAX];
    typed_write(typed, line);
    struct panel_row rows[] = {
        {.kind = PANEL_HINT,
         .text = words_of(language, typed->episode ? WORD_WHICH_EPISODE : WORD_WHICH_SERIES)},
        {.kind = PANEL_HEAD, .strong = line},
        {.kind = PANEL_RULE},
        {.kind = PANEL_HINT,
         .text = words_of(language, typed->episode ? WORD_TYPE_EPISODE : WORD_TYPE_SERIES)}};
    struct panel panel = {
        .top = top, .width = PANEL_COLUMN, .rows = rows, .count = sizeof(rows) / sizeof(*rows)};
    return panel_write(&panel, look, out);
}
