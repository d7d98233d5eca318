/* SPDX-License-Identifier: MIT */
#include "plugin/bindings.h"

#include <stdio.h>
#include <string.h>

#include "plugin/words.h"

const mpv_node *bindings_value(const mpv_node *map, const char *key, mpv_format format)
{
    for (int i = 0; map->format == MPV_FORMAT_NODE_MAP && i < map->u.list->num; i++) {
        if (strcmp(map->u.list->keys[i], key) == 0)
            return map->u.list->values[i].format == format ? &map->u.list->values[i] : NULL;
    }
    return NULL;
}

/* A text of a binding; NULL of one that is not in force. */
static const char *active(const mpv_node *binding, const char *field)
{
    const mpv_node *priority = bindings_value(binding, "priority", MPV_FORMAT_INT64);
    const mpv_node *text = bindings_value(binding, field, MPV_FORMAT_STRING);

    return text && (!priority || priority->u.int64 >= 0) ? text->u.string : NULL;
}

/* Whether mpv itself, the user's input.conf or another script has a key. */
static bool is_taken(const mpv_node *node, const char *key)
{
    for (int i = 0; node->format == MPV_FORMAT_NODE_ARRAY && i < node->u.list->num; i++) {
        const char *bound = active(&node->u.list->values[i], "key");
        if (bound && strcmp(bound, key) == 0)
            return true;
    }
    return false;
}

static void add(struct bindings *bindings, const char *name, const char *key)
{
    if (bindings->count == BINDINGS_MAX)
        return;
    struct binding *binding = &bindings->bound[bindings->count++];
    snprintf(binding->name, sizeof(binding->name), "%s", name);
    snprintf(binding->key, sizeof(binding->key), "%s", key);
}

/* The action that a command asks for, with its number as a part of the name, or what it asks us for
 * by name that is none; false if it is not ours. */
static bool read_command(const char *command, char name[ACTIONS_NAME_MAX])
{
    static const char *const begins[] = {"script-binding epimark/", "script-binding ",
                                         "script-message-to epimark ", "script-message epimark ",
                                         "script-message "};
    const char *number = NULL;

    for (size_t i = 0; i < sizeof(begins) / sizeof(*begins); i++) {
        size_t len = strlen(begins[i]);
        if (strncmp(command, begins[i], len) != 0)
            continue;
        snprintf(name, ACTIONS_NAME_MAX, "%s", command + len);
        char *blank = strchr(name, ' ');
        if (blank)
            *blank = '-';
        if (actions_find(name, &number))
            return true;
        if (blank)
            *blank = '\0';
        return strstr(begins[i], "epimark") != NULL;
    }
    return false;
}

void bindings_learn(struct bindings *bindings, const mpv_node *node, bool defaults,
                    char section[BINDINGS_SECTION_MAX])
{
    size_t len = 0;

    bindings->count = 0;
    section[0] = '\0';
    for (int i = 0; node->format == MPV_FORMAT_NODE_ARRAY && i < node->u.list->num; i++) {
        const mpv_node *binding = &node->u.list->values[i];
        const char *command = active(binding, "cmd");
        const char *own = active(binding, "key");
        char name[ACTIONS_NAME_MAX];
        if (command && own && read_command(command, name))
            add(bindings, name, own);
        if (command && own && strcmp(own, "CLOSE_WIN") == 0 &&
            strlen(command) < sizeof(bindings->close_window))
            snprintf(bindings->close_window, sizeof(bindings->close_window), "%s", command);
    }
    for (const struct action *action = actions; defaults && action->name; action++) {
        char key[ACTIONS_KEY_MAX], name[ACTIONS_NAME_MAX];
        for (int i = 0; actions_key(action, i, key, name) && len < BINDINGS_SECTION_MAX; i++) {
            if (is_taken(node, key))
                continue;
            len += (size_t)snprintf(section + len, BINDINGS_SECTION_MAX - len,
                                    "%s script-binding epimark/%s\n", key, name);
            add(bindings, name, key);
        }
    }
}

const char *bindings_key(const struct bindings *bindings, const char *name)
{
    for (int i = 0; i < bindings->count; i++) {
        if (strcmp(bindings->bound[i].name, name) == 0)
            return bindings->bound[i].key;
    }
    return "";
}

/* Without the modifiers that another key has, too: "0" of "Ctrl+0" after "Ctrl+1". */
static const char *without_same_modifiers(const char *key, const char *other)
{
    const char *plus = strrchr(key, '+');
    size_t len = plus && plus > key ? (size_t)(plus - key) + 1 : 0;
    return len > 0 && strncmp(key, other, len) == 0 && key[len] ? key + len : key;
}

/* "Ctrl+1 … 0", the keys of the lowest and the highest number that have one; "Ctrl+e". */
static void write_keys(const struct bindings *bindings, const struct action *action,
                       char keys[2 * ACTIONS_KEY_MAX + 8])
{
    const char *first = action->high > 0 ? "" : bindings_key(bindings, action->name);
    const char *last = "";

    for (int number = action->low; action->high > 0 && number <= action->high; number++) {
        char name[ACTIONS_NAME_MAX];
        snprintf(name, sizeof(name), "%s-%d", action->name, number);
        const char *key = bindings_key(bindings, name);
        if (!*first)
            first = key;
        else if (*key)
            last = key;
    }
    snprintf(keys, 2 * ACTIONS_KEY_MAX + 8, "%s%s%s", first, *last ? " … " : "",
             without_same_modifiers(last, first));
}

void bindings_words(const struct bindings *bindings, const struct epi_language *language,
                    char words[BINDINGS_WORDS_MAX])
{
    static const struct {
        const char *action;
        enum word does;
    } first[] = {
        {"menu", WORD_KEY_MENU},
        {"rate", WORD_KEY_RATE},
        {"choose", WORD_KEY_WRONG},
    };
    enum { FIRST = sizeof(first) / sizeof(*first) };
    char keys[FIRST][2 * ACTIONS_KEY_MAX + 8] = {""};
    struct epi_saying sayings[FIRST], both[FIRST];
    const struct epi_saying *all = NULL;

    for (size_t i = 0; i < FIRST; i++) {
        const char *number = NULL;
        const struct action *action = actions_find(first[i].action, &number);
        if (action)
            write_keys(bindings, action, keys[i]);
        if (!keys[i][0])
            continue;
        sayings[i] = (struct epi_saying){(int)first[i].does, {{.text = keys[i]}}};
        both[i] = (struct epi_saying){EPI_SAY_COMMA, {{.saying = all}, {.saying = &sayings[i]}}};
        all = all ? &both[i] : &sayings[i];
    }
    words[0] = '\0';
    if (all)
        words_write(language, all, words, BINDINGS_WORDS_MAX);
}

bool bindings_pressed(const char *state)
{
    if (state[0] == '\0')
        return false;
    return state[0] == 'p' || state[0] == (state[1] == 'm' ? 'u' : 'd');
}

bool bindings_wrote(const char *state)
{
    return state[0] == 'd' || state[0] == 'p' || state[0] == 'r';
}
