/* SPDX-License-Identifier: MIT */
#include "plugin/screen.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/options.h"

/* Everything the user can ask for, by a key or a script message: NAME, NAME-N or NAME N. */
static const struct action {
    const char *name;
    enum epi_fact_kind kind;
    enum epi_scope scope;
    bool previous;
    int low, high; /* the number that is wanted; both 0: none is */
} actions[] = {
    {"rate", EPI_FACT_RATE, EPI_SCOPE_EPISODE, false, 1, 10},
    {"rate-previous", EPI_FACT_RATE, EPI_SCOPE_EPISODE, true, 1, 10},
    {"unrate", EPI_FACT_RATE, EPI_SCOPE_EPISODE, false, 0, 0},
    {"rate-season", EPI_FACT_RATE, EPI_SCOPE_SEASON, false, 1, 10},
    {"unrate-season", EPI_FACT_RATE, EPI_SCOPE_SEASON, false, 0, 0},
    {"rate-series", EPI_FACT_RATE, EPI_SCOPE_SERIES, false, 1, 10},
    {"unrate-series", EPI_FACT_RATE, EPI_SCOPE_SERIES, false, 0, 0},
    {"mark", EPI_FACT_MARK, EPI_SCOPE_EPISODE, false, 0, 0},
    {"undo", EPI_FACT_UNDO, EPI_SCOPE_EPISODE, false, 0, 0},
    {"status", EPI_FACT_STATUS, EPI_SCOPE_EPISODE, false, 0, 0},
    {"toggle", EPI_FACT_TOGGLE, EPI_SCOPE_EPISODE, false, 0, 0},
    {"choose", EPI_FACT_CHOOSE, EPI_SCOPE_EPISODE, false, 0, 0},
    {"answer", EPI_FACT_ANSWER, EPI_SCOPE_EPISODE, false, 0, 9},
};

static const struct {
    const char *key;
    const char *action;
} default_keys[] = {
    {"Ctrl+1", "rate-1"}, {"Ctrl+2", "rate-2"},  {"Ctrl+3", "rate-3"},  {"Ctrl+4", "rate-4"},
    {"Ctrl+5", "rate-5"}, {"Ctrl+6", "rate-6"},  {"Ctrl+7", "rate-7"},  {"Ctrl+8", "rate-8"},
    {"Ctrl+9", "rate-9"}, {"Ctrl+0", "rate-10"}, {"Ctrl+BS", "unrate"}, {"Ctrl+e", "choose"},
};

enum {
    ACTION_COUNT = sizeof(actions) / sizeof(*actions),
    KEY_COUNT = sizeof(default_keys) / sizeof(*default_keys),
    LINES_MAX = 4,
    TEXT_MAX = sizeof((struct epi_notice *)NULL)->text,
    SAID_MAX = TEXT_MAX + 96, /* with what is put to it here */
    ASS_MAX = 16384,
};
enum overlay { OVERLAY_TEXT = 1, OVERLAY_PRIVATE };

static const char keys_section[] = "epimark_keys";
static const char choices_section[] = "epimark_choices";
static const char close_action[] = "close";

/* How text is drawn, on a height of 720: a good half of the size of mpv's own messages, and below
 * their first line. */
enum { HEIGHT = 720 };
static const char text_style[] = "{\\an7\\pos(24,64)\\fscx60\\fscy60}";
static const char private_mark[] = "{\\an9\\fscx50\\fscy50}epimark: private";

static const double same_line_seconds = 3;
static const double choices_seconds = 30;

/* A line that was said. */
struct line {
    char text[SAID_MAX];
    double said;
    double until; /* its time on screen; 0: it was for the log alone */
};

struct screen {
    mpv_handle *mpv;
    const struct epi_config *config;
    int level;                    /* the last one that is printed, -1 for none */
    struct line lines[LINES_MAX]; /* oldest first */
    int line_count;
    char choices[TEXT_MAX];
    double choices_until; /* the clock at which the candidates go; 0: none are on screen */
    char choose_key[64];  /* the key that brings them, "" where there is none */
    double changes;       /* the clock at which something on screen goes; 0: nothing is there */
};

struct screen *screen_new(mpv_handle *mpv, const struct epi_config *config)
{
    struct screen *screen = calloc(1, sizeof(*screen));
    if (!screen)
        return NULL;
    screen->mpv = mpv;
    screen->config = config;
    screen->level = EPI_LEVEL_INFO;
    mpv_node msg_level = {0};
    if (mpv_get_property(mpv, "msg-level", MPV_FORMAT_NODE, &msg_level) >= 0) {
        screen->level = options_level(&msg_level);
        mpv_free_node_contents(&msg_level);
    }
    mpv_observe_property(mpv, 0, "msg-level", MPV_FORMAT_NODE);
    return screen;
}

void screen_free(struct screen *screen)
{
    free(screen);
}

static void command(const struct screen *screen, const char **args)
{
    mpv_command_async(screen->mpv, 0, args);
}

/* ---- What is shown ---- */

static void print(const struct screen *screen, int level, const char *text)
{
    if (level > screen->level)
        return;
    char line[SAID_MAX + 16];
    snprintf(line, sizeof(line), "epimark: %s", text);
    command(screen, (const char *[]){"print-text", line, NULL});
}

void screen_warn(void *context, const char *text)
{
    print(context, EPI_LEVEL_WARN, text);
}

/* Remembers a line; false where the same one was said just now. */
static bool say(struct screen *screen, const char *text, double clock, double until)
{
    for (int i = 0; i < screen->line_count; i++) {
        const struct line *line = &screen->lines[i];
        if (clock - line->said < same_line_seconds && strcmp(line->text, text) == 0 &&
            (line->until > 0 || until <= 0))
            return false;
    }
    if (screen->line_count == LINES_MAX) {
        memmove(screen->lines, screen->lines + 1, (LINES_MAX - 1) * sizeof(*screen->lines));
        screen->line_count--;
    }
    struct line *line = &screen->lines[screen->line_count++];
    snprintf(line->text, sizeof(line->text), "%s", text);
    line->said = clock;
    line->until = until;
    return true;
}

/* How long a line takes to be read. */
static double reading_seconds(const char *text)
{
    return fmin(3 + (double)strlen(text) / 25, 12);
}

/* Draws ASS over the video until it is replaced; NULL takes it away. */
static void draw(struct screen *screen, enum overlay overlay, const char *ass)
{
    /* A node's strings are not const, though nobody writes to them. */
    char keys[][8] = {"name", "id", "format", "data", "res_y"};
    char *key_list[] = {keys[0], keys[1], keys[2], keys[3], keys[4]};
    char name[] = "osd-overlay", format[] = "ass-events", none[] = "none";
    char data[ASS_MAX];
    snprintf(data, sizeof(data), "%s", ass ? ass : "");
    mpv_node values[] = {
        {.format = MPV_FORMAT_STRING, .u.string = name},
        {.format = MPV_FORMAT_INT64, .u.int64 = overlay},
        {.format = MPV_FORMAT_STRING, .u.string = ass ? format : none},
        {.format = MPV_FORMAT_STRING, .u.string = data},
        {.format = MPV_FORMAT_INT64, .u.int64 = HEIGHT},
    };
    mpv_node_list list = {
        .num = sizeof(values) / sizeof(*values), .values = values, .keys = key_list};
    mpv_node node = {.format = MPV_FORMAT_NODE_MAP, .u.list = &list};
    mpv_command_node_async(screen->mpv, 0, &node);
}

/* Adds text so that ASS shows it as it is: a brace opens no tag, a backslash escapes nothing. */
static void add_escaped(char *ass, size_t size, const char *text)
{
    size_t len = strlen(ass);
    for (; *text && len + 6 < size; text++) {
        const char *piece = NULL;
        if (*text == '\n')
            piece = "\\N";
        else if (*text == '{')
            piece = "\\{";
        else if (*text == '\\')
            piece = "\\\u2060"; /* a word joiner, which is not seen */
        if (piece)
            len += snprintf(ass + len, size - len, "%s", piece);
        else
            ass[len++] = *text;
    }
    ass[len] = '\0';
}

/* Draws what has its time now, the candidates below the lines, and notes when that changes. */
static void draw_text(struct screen *screen, double clock)
{
    char ass[ASS_MAX];
    bool was_there = screen->changes > 0;
    screen->changes = 0;
    snprintf(ass, sizeof(ass), "%s", text_style);
    for (int i = 0; i <= screen->line_count; i++) {
        bool last = i == screen->line_count;
        double until = last ? screen->choices_until : screen->lines[i].until;
        if (until <= clock)
            continue;
        if (screen->changes > 0)
            add_escaped(ass, sizeof(ass), "\n");
        add_escaped(ass, sizeof(ass), last ? screen->choices : screen->lines[i].text);
        screen->changes = screen->changes > 0 ? fmin(screen->changes, until) : until;
    }
    if (screen->choices_until > clock)
        add_escaped(ass, sizeof(ass), "\n0 none of these, ESC not now");
    if (screen->changes > 0)
        draw(screen, OVERLAY_TEXT, ass);
    else if (was_there)
        draw(screen, OVERLAY_TEXT, NULL);
}

static void close_choices(struct screen *screen, double clock)
{
    if (screen->choices_until <= 0)
        return;
    screen->choices_until = 0;
    command(screen, (const char *[]){"disable-section", choices_section, NULL});
    draw_text(screen, clock);
}

static void open_choices(struct screen *screen, const struct epi_notice *notice, double clock)
{
    /* While the candidates are on screen, and only then, these keys are theirs. */
    char keys[1024];
    int len = snprintf(keys, sizeof(keys), "ESC script-binding epimark/%s\n", close_action);
    for (int digit = 0; digit <= notice->value && digit <= 9; digit++)
        len += snprintf(keys + len, sizeof(keys) - len, "%d script-binding epimark/answer-%d\n",
                        digit, digit);
    command(screen, (const char *[]){"define-section", choices_section, keys, "force", NULL});
    command(screen, (const char *[]){"enable-section", choices_section,
                                     "allow-hide-cursor+allow-vo-dragging", NULL});
    memcpy(screen->choices, notice->text, sizeof(screen->choices));
    screen->choices_until = clock + choices_seconds;
    for (int i = 0; i < screen->line_count; i++)
        screen->lines[i].until = 0; /* they led to it, and leave it the room */
    draw_text(screen, clock);
}

static void print_lines(const struct screen *screen, int level, const char *text)
{
    while (*text) {
        size_t len = strcspn(text, "\n");
        char line[SAID_MAX];
        snprintf(line, sizeof(line), "%.*s", (int)len, text);
        print(screen, level, line);
        text += len + (text[len] == '\n');
    }
}

/* The line to be shown; a question tells the key that answers it. */
static void write_line(const struct screen *screen, const struct epi_notice *notice, char *text,
                       size_t size)
{
    bool asks = notice->kind == EPI_NOTICE_QUESTION && screen->choose_key[0];
    snprintf(text, size, "%s%s%s%s", notice->text, asks ? " (" : "", asks ? screen->choose_key : "",
             asks ? " chooses)" : "");
}

void screen_show(struct screen *screen, const struct epi_notice *notice, double clock)
{
    bool osd = epi_config_flag(screen->config, "osd") && notice->kind != EPI_NOTICE_LOG;
    if (notice->kind == EPI_NOTICE_PRIVATE && osd)
        draw(screen, OVERLAY_PRIVATE, notice->value ? private_mark : NULL);
    if (notice->kind == EPI_NOTICE_CHOICES) {
        if (osd)
            open_choices(screen, notice, clock);
        print_lines(screen, notice->level, notice->text);
        return;
    }
    char text[SAID_MAX];
    write_line(screen, notice, text, sizeof(text));
    if (!text[0] || !say(screen, text, clock, osd ? clock + reading_seconds(text) : 0))
        return;
    print_lines(screen, notice->level, text);
    if (osd)
        draw_text(screen, clock);
}

double screen_wait(const struct screen *screen, double clock)
{
    return screen->changes > 0 ? fmax(screen->changes - clock, 0) : -1;
}

void screen_tick(struct screen *screen, double clock)
{
    if (screen->changes <= 0 || clock < screen->changes)
        return;
    if (screen->choices_until > 0 && clock >= screen->choices_until)
        close_choices(screen, clock);
    else
        draw_text(screen, clock);
}

/* ---- What the user asks for ---- */

void screen_bind(struct screen *screen)
{
    mpv_get_property_async(screen->mpv, 0, "input-bindings", MPV_FORMAT_NODE);
}

static const mpv_node *map_value(const mpv_node *map, const char *key, mpv_format format)
{
    for (int i = 0; map->format == MPV_FORMAT_NODE_MAP && i < map->u.list->num; i++) {
        if (strcmp(map->u.list->keys[i], key) == 0)
            return map->u.list->values[i].format == format ? &map->u.list->values[i] : NULL;
    }
    return NULL;
}

/* A binding in force, be it mpv's own, of the user's input.conf or of another script, whose field
 * ("key", "cmd") is text; NULL where there is none. */
static const mpv_node *find_binding(const mpv_node *bindings, const char *field, const char *text)
{
    for (int i = 0; bindings->format == MPV_FORMAT_NODE_ARRAY && i < bindings->u.list->num; i++) {
        const mpv_node *binding = &bindings->u.list->values[i];
        const mpv_node *value = map_value(binding, field, MPV_FORMAT_STRING);
        const mpv_node *priority = map_value(binding, "priority", MPV_FORMAT_INT64);
        bool active = !priority || priority->u.int64 >= 0;
        if (active && value && strcmp(value->u.string, text) == 0)
            return binding;
    }
    return NULL;
}

static void bind_free_keys(struct screen *screen, const mpv_node *bindings)
{
    char keys[KEY_COUNT * 64] = "";
    size_t len = 0;
    for (int i = 0; epi_config_flag(screen->config, "keys") && i < KEY_COUNT; i++) {
        if (find_binding(bindings, "key", default_keys[i].key))
            continue;
        len += snprintf(keys + len, sizeof(keys) - len, "%s script-binding epimark/%s\n",
                        default_keys[i].key, default_keys[i].action);
        if (strcmp(default_keys[i].action, "choose") == 0)
            snprintf(screen->choose_key, sizeof(screen->choose_key), "%s", default_keys[i].key);
    }
    const mpv_node *own = find_binding(bindings, "cmd", "script-binding epimark/choose");
    const mpv_node *key = own ? map_value(own, "key", MPV_FORMAT_STRING) : NULL;
    if (key)
        snprintf(screen->choose_key, sizeof(screen->choose_key), "%s", key->u.string);
    if (!keys[0])
        return;
    command(screen, (const char *[]){"define-section", keys_section, keys, "default", NULL});
    command(screen, (const char *[]){"enable-section", keys_section,
                                     "allow-hide-cursor+allow-vo-dragging", NULL});
}

/* Finds the action that name means, and its number where name ends in one ("rate-8"). */
static const struct action *find_action(const char *name, const char **number)
{
    for (int i = 0; i < ACTION_COUNT; i++) {
        const struct action *action = &actions[i];
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

/* Reads an action into fact. What is no action of ours may be another script's: it is left alone.
 * A wrong number is answered on screen. */
static bool read_action(struct screen *screen, const char *name, const char *number, double clock,
                        struct epi_fact *fact)
{
    const struct action *action = find_action(name, &number);
    if (!action)
        return false;
    char *end = NULL;
    long value = action->high > 0 && number ? strtol(number, &end, 10) : 0;
    if (action->high > 0 &&
        (!number || end == number || *end || value < action->low || value > action->high)) {
        struct epi_error err;
        epi_error_set(&err, EPI_ERROR_NEVER, "%s wants a number from %d to %d, not \"%s\"",
                      action->name, action->low, action->high, number ? number : "");
        struct epi_notice notice = {.kind = EPI_NOTICE_SHOW, .level = EPI_LEVEL_WARN};
        snprintf(notice.text, sizeof(notice.text), "%s", err.text);
        screen_show(screen, &notice, clock);
        return false;
    }
    if (action->kind == EPI_FACT_ANSWER)
        close_choices(screen, clock);
    *fact = (struct epi_fact){.kind = action->kind,
                              .scope = action->scope,
                              .previous = action->previous,
                              .value = (int)value};
    return true;
}

/* Whether a key went down: 'd' down, 'p' pressed without a known release, 'u' up, 'r' repeated. A
 * button of the mouse counts when it comes up. */
static bool pressed(const char *state)
{
    if (state[0] == '\0')
        return false;
    return state[0] == 'p' || state[0] == (state[1] == 'm' ? 'u' : 'd');
}

static bool read_message(struct screen *screen, const mpv_event_client_message *message,
                         double clock, struct epi_fact *fact)
{
    const char **args = message->args;
    int count = message->num_args;
    if (count == 0)
        return false;
    if (strcmp(args[0], "key-binding") != 0)
        return read_action(screen, args[0], count > 1 ? args[1] : NULL, clock, fact);
    if (count < 3 || !pressed(args[2]))
        return false;
    if (strcmp(args[1], close_action) == 0)
        close_choices(screen, clock);
    return read_action(screen, args[1], NULL, clock, fact);
}

bool screen_event(struct screen *screen, const mpv_event *event, double clock,
                  struct epi_fact *fact)
{
    const mpv_event_property *property = event->data;
    switch (event->event_id) {
    case MPV_EVENT_CLIENT_MESSAGE:
        return read_message(screen, event->data, clock, fact);
    case MPV_EVENT_PROPERTY_CHANGE:
        if (strcmp(property->name, "msg-level") == 0 && property->format == MPV_FORMAT_NODE)
            screen->level = options_level(property->data);
        break;
    case MPV_EVENT_GET_PROPERTY_REPLY:
        if (event->error >= 0 && strcmp(property->name, "input-bindings") == 0)
            bind_free_keys(screen, property->data);
        break;
    case MPV_EVENT_END_FILE:
        close_choices(screen, clock);
        break;
    default:
        break;
    }
    return false;
}
