/* SPDX-License-Identifier: MIT */
#include "plugin/actions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <epimark/error.h>
#include <epimark/match.h>

/* tests/rules/tables.py reads these rows, for the tables of README and man page. */
const struct action actions[] = {
    {"rate", EPI_FACT_RATE, EPI_SCOPE_EPISODE, false, 1, 10,
     "Ctrl+1 Ctrl+2 Ctrl+3 Ctrl+4 Ctrl+5 Ctrl+6 Ctrl+7 Ctrl+8 Ctrl+9 Ctrl+0",
     "rate the episode on screen, or up to half an hour later the last one"},
    {"rate-up", EPI_FACT_RAISE, EPI_SCOPE_EPISODE, false, 0, 0, "Ctrl+UP",
     "rate it one higher than it is rated; 6 if it is not"},
    {"rate-down", EPI_FACT_LOWER, EPI_SCOPE_EPISODE, false, 0, 0, "Ctrl+DOWN",
     "rate it one lower than it is rated; 5 if it is not"},
    {"unrate", EPI_FACT_RATE, EPI_SCOPE_EPISODE, false, 0, 0, "Ctrl+BS", "take the rating back"},
    {"menu", EPI_FACT_MENU, EPI_SCOPE_EPISODE, false, 0, 0, "Alt+e",
     "open the menu: what is playing and how sure, and all that can be done about it"},
    {"choose", EPI_FACT_CHOOSE, EPI_SCOPE_EPISODE, false, 0, 0, "Ctrl+e",
     "list the series that it may be, also of a sure match, and choose one"},
    {"episode", EPI_FACT_EPISODES, EPI_SCOPE_EPISODE, false, 0, 0, "",
     "list the episodes of its series, or the ones that 1x05 or a title behind it means, and choose"
     " one"},
    {"order", EPI_FACT_ORDERS, EPI_SCOPE_EPISODE, false, 0, 0, "",
     "list the orders in which its series is numbered, and choose one"},
    {"answer", EPI_FACT_ANSWER, EPI_SCOPE_EPISODE, false, 0, 50, "",
     "choose this one of what is listed; 0 for none of these series or episodes"},
    {"search", EPI_FACT_SEARCH, EPI_SCOPE_EPISODE, false, 0, 0, "",
     "search the series by a title or an id, which is typed on screen or follows"},
    {"leave", EPI_FACT_LEAVE, EPI_SCOPE_EPISODE, false, 0, 0, "",
     "say that the file on screen is no episode, so that it is left alone"},
    {"rate-previous", EPI_FACT_RATE, EPI_SCOPE_EPISODE, true, 1, 10,
     "Ctrl+Alt+1 Ctrl+Alt+2 Ctrl+Alt+3 Ctrl+Alt+4 Ctrl+Alt+5 Ctrl+Alt+6 Ctrl+Alt+7 Ctrl+Alt+8"
     " Ctrl+Alt+9 Ctrl+Alt+0",
     "rate the file before this one, for half an hour"},
    {"rate-season", EPI_FACT_RATE, EPI_SCOPE_SEASON, false, 1, 10, "",
     "rate the season of the episode"},
    {"unrate-season", EPI_FACT_RATE, EPI_SCOPE_SEASON, false, 0, 0, "",
     "take the rating of the season back"},
    {"rate-series", EPI_FACT_RATE, EPI_SCOPE_SERIES, false, 1, 10, "", "rate the series"},
    {"unrate-series", EPI_FACT_RATE, EPI_SCOPE_SERIES, false, 0, 0, "",
     "take the rating of the series back"},
    {"mark", EPI_FACT_MARK, EPI_SCOPE_EPISODE, false, 0, 0, "", "mark it as watched now"},
    {"unmark", EPI_FACT_UNMARK, EPI_SCOPE_EPISODE, false, 0, 0, "", "take back that it is watched"},
    {"undo", EPI_FACT_UNDO, EPI_SCOPE_EPISODE, false, 0, 0, "Ctrl+z",
     "take back the last act on the file on screen; any other is named first, and done at a second"
     " press"},
    {"status", EPI_FACT_STATUS, EPI_SCOPE_EPISODE, false, 0, 0, "",
     "show in one line how things stand"},
    {"toggle", EPI_FACT_TOGGLE, EPI_SCOPE_EPISODE, false, 0, 0, "",
     "turn private mode on or off: while it is on, nothing is looked up or written"},
    {.name = NULL},
};

const struct action *actions_find(const char *name, const char **number)
{
    for (const struct action *action = actions; action->name; action++) {
        size_t len = strlen(action->name);
        if (strncmp(name, action->name, len) != 0)
            continue;
        if (name[len] == '\0')
            return action;
        if (action->high > 0 && name[len] == '-' && strspn(name + len + 1, "0123456789") > 0) {
            *number = name + len + 1;
            return action;
        }
    }
    return NULL;
}

const char *actions_over(const char **words, int count)
{
    const char *number = NULL;
    const struct action *action = actions_find(words[0], &number);
    int takes = action && action->high > 0 && !number ? 1 : 0;
    bool any = !action || action->kind == EPI_FACT_SEARCH || action->kind == EPI_FACT_EPISODES;
    return !any && count - 1 > takes ? words[1 + takes] : NULL;
}

void actions_rest(const char **words, int count, char *text, size_t size)
{
    size_t len = 0;
    text[0] = '\0';
    for (int i = 1; i < count && len < size; i++)
        len += (size_t)snprintf(text + len, size - len, "%s%s", i > 1 ? " " : "", words[i]);
}

bool actions_number(const struct action *action, const char *text, int *value)
{
    char *end = NULL;
    long read = text ? strtol(text, &end, 10) : 0;
    if (!text || end == text || *end || read < action->low || read > action->high)
        return false;
    *value = (int)read;
    return true;
}

/* Whether two letters of a name changed their places: "statsu". */
static bool is_swapped(const char *name, const char *other)
{
    size_t len = strlen(name);
    size_t at = 0;
    while (at < len && name[at] == other[at])
        at++;
    return len == strlen(other) && at + 1 < len && name[at] == other[at + 1] &&
           name[at + 1] == other[at] && strcmp(name + at + 2, other + at + 2) == 0;
}

bool actions_near(const char *name, char near[ACTIONS_NAME_MAX])
{
    double least = 0.7;
    char base[ACTIONS_NAME_MAX];
    size_t len = strlen(name);
    while (len > 0 && name[len - 1] >= '0' && name[len - 1] <= '9')
        len--;
    const char *number = len > 0 && name[len - 1] == '-' && name[len] ? name + len : "";
    snprintf(base, sizeof(base), "%.*s", *number ? (int)len - 1 : (int)len, name);
    const struct action *best = NULL;
    for (const struct action *action = actions; action->name; action++) {
        double similarity =
            is_swapped(action->name, base) ? 1 : epi_parser_similarity(action->name, base);
        if (similarity < least)
            continue;
        least = similarity;
        best = action;
    }
    if (best && best->high > 0 && *number)
        snprintf(near, ACTIONS_NAME_MAX, "%s-%.3s", best->name, number);
    else if (best)
        snprintf(near, ACTIONS_NAME_MAX, "%s", best->name);
    return best != NULL;
}

bool actions_key(const struct action *action, int index, char key[ACTIONS_KEY_MAX],
                 char name[ACTIONS_NAME_MAX])
{
    const char *keys = action->keys;
    for (int i = 0; i < index; i++) {
        keys += strcspn(keys, " ");
        keys += strspn(keys, " ");
    }
    if (!*keys)
        return false;
    snprintf(key, ACTIONS_KEY_MAX, "%.*s", (int)strcspn(keys, " "), keys);
    if (action->high > 0)
        snprintf(name, ACTIONS_NAME_MAX, "%s-%d", action->name, action->low + index);
    else
        snprintf(name, ACTIONS_NAME_MAX, "%s", action->name);
    return true;
}
