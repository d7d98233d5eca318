/* SPDX-License-Identifier: MIT */
#include "plugin/list_panel.h"

#include <stdio.h>
#include <string.h>

#include "plugin/ass.h"
#include "plugin/choices.h"
#include "plugin/panel.h"
#include "plugin/typed.h"

double list_panel_choices(const struct choices *choices, double top, const struct panel_look *look,
                          struct ass *out)
{
    char titles[CHOICES_PAGE][CHOICES_LINE_MAX], text[CHOICES_TEXT_MAX];
    struct panel_row rows[CHOICES_PAGE + 2];
    struct panel panel = {.top = top, .width = PANEL_COLUMN, .rows = rows};
    size_t number;
    for (size_t digit = 1; (number = choices_of_digit(choices, digit)) > 0; digit++) {
        const struct choice *choice = &choices->list[number - 1];
        char *title = titles[panel.count];
        snprintf(title, CHOICES_LINE_MAX, "%zu  %s", digit, choice->title);
        rows[panel.count++] =
            (struct panel_row){.kind = PANEL_ITEM,
                               .text = title,
                               .columns = {choice->year, choice->country, choice->number},
                               .stars = PANEL_NO_STARS,
                               .chosen = choice->current};
    }
    choices_write(choices, text);
    const char *keys = strrchr(text, '\n');
    rows[panel.count++] = (struct panel_row){.kind = PANEL_RULE};
    rows[panel.count++] = (struct panel_row){.kind = PANEL_HINT, .text = keys ? keys + 1 : text};
    return panel_write(&panel, look, out);
}

double list_panel_typed(const struct typed *typed, double top, const struct panel_look *look,
                        struct ass *out)
{
    char line[TYPED_LINE_MAX];
    typed_write(typed, line);
    struct panel_row rows[] = {{.kind = PANEL_HINT, .text = "which series is it?"},
                               {.kind = PANEL_HEAD, .strong = line},
                               {.kind = PANEL_RULE},
                               {.kind = PANEL_HINT, .text = typed_help}};
    struct panel panel = {
        .top = top, .width = PANEL_COLUMN, .rows = rows, .count = sizeof(rows) / sizeof(*rows)};
    return panel_write(&panel, look, out);
}
