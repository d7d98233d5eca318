/* SPDX-License-Identifier: MIT */
#include "plugin/screen.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/actions.h"
#include "plugin/bindings.h"
#include "plugin/look.h"
#include "plugin/options.h"
#include "plugin/osd.h"
#include "plugin/said.h"
#include "plugin/view.h"
#include "plugin/words.h"

enum {
    LINE_MAX = TOAST_TEXT_MAX, /* the text of a notice, with what is added to it here */
};

static const char keys_section[] = "epimark_keys";
static const char choices_section[] = "epimark_choices";
static const char menu_section[] = "epimark_menu";
static const char menu_action[] = "menu-"; /* what the keys of the open menu begin with */
static const char mouse_property[] = "mouse-pos";
static const char duration_property[] = "osd-duration"; /* of mpv's messages, in ms */

static const double choices_seconds = 30; /* times patience, as all */
static const double menu_seconds = 60;    /* after the last key */

struct screen {
    mpv_handle *mpv;
    const struct epi_config *config;
    double patience;      /* mpv's osd-duration in seconds; its default is 1 */
    int level;            /* the last one that is printed, -1 for none */
    char rest[TYPED_MAX]; /* what follows the name of a message */
    struct bindings bindings;
    struct view view;
};

struct screen *screen_new(mpv_handle *mpv, const struct epi_config *config)
{
    struct screen *screen = calloc(1, sizeof(*screen));
    if (!screen)
        return NULL;
    screen->mpv = mpv;
    screen->config = config;
    screen->level = EPI_LEVEL_INFO;
    screen->view.mpv = mpv;
    screen->view.look = PANEL_LOOK;
    screen->patience = 1;
    mpv_node msg_level = {0};
    if (mpv_get_property(mpv, "msg-level", MPV_FORMAT_NODE, &msg_level) >= 0) {
        screen->level = options_level(&msg_level);
        mpv_free_node_contents(&msg_level);
    }
    mpv_observe_property(mpv, 0, "msg-level", MPV_FORMAT_NODE);
    mpv_observe_property(mpv, 0, duration_property, MPV_FORMAT_DOUBLE);
    look_observe(mpv);
    return screen;
}

void screen_free(struct screen *screen)
{
    free(screen);
}

void screen_speak(struct screen *screen, const struct epi_language *language)
{
    screen->view.language = screen->view.menu.language = language;
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
    char line[LINE_MAX + 16];
    snprintf(line, sizeof(line), "epimark: %s", text);
    command(screen, (const char *[]){"print-text", line, NULL});
}

void screen_warn(void *context, const char *text)
{
    print(context, EPI_LEVEL_WARN, text);
}

/* mpv's settings of its messages, or the window, changed. */
static void learn(struct screen *screen, const mpv_event *event, double clock)
{
    const mpv_event_property *property = event->data;
    if (event->event_id == MPV_EVENT_PROPERTY_CHANGE && property->format == MPV_FORMAT_DOUBLE &&
        strcmp(property->name, duration_property) == 0) {
        double value = *(const double *)property->data;
        screen->patience = value > 0 ? value / 1000 : screen->patience;
    }
    view_learn(&screen->view, event, clock);
}

static void close_choices(struct screen *screen, double clock)
{
    if (screen->view.choices_until <= 0)
        return;
    screen->view.choices_until = 0;
    screen->view.typing = false;
    command(screen, (const char *[]){"disable-section", choices_section, NULL});
    view_draw(&screen->view, clock);
}

/* ---- The menu ---- */

static void close_menu(struct screen *screen, double clock)
{
    if (screen->view.menu_until <= 0)
        return;
    screen->view.menu.open = false;
    screen->view.menu_until = 0;
    command(screen, (const char *[]){"disable-section", menu_section, NULL});
    view_draw(&screen->view, clock);
}

/* The menu stays open for a while from now on. */
static void keep_menu(struct screen *screen, double clock)
{
    screen->view.menu_until = clock + menu_seconds * screen->patience;
}

/* Until it is closed, the menu has all keys: an exclusive section leaves none to mpv. */
static void open_menu(struct screen *screen, double clock)
{
    char keys[MENU_KEYS_MAX];
    close_choices(screen, clock);
    menu_open(&screen->view.menu);
    menu_keys(bindings_key(&screen->bindings, "menu"), screen->bindings.close_window, keys);
    command(screen, (const char *[]){"define-section", menu_section, keys, "force", NULL});
    command(screen, (const char *[]){"enable-section", menu_section, "exclusive", NULL});
    toasts_clear(&screen->view.toasts); /* they make room for it */
    keep_menu(screen, clock);
    view_draw(&screen->view, clock);
}

/* What the menu made of a key or of the mouse. True if fact says what the user asks for. */
static bool follow_menu(struct screen *screen, enum menu_result result, double clock)
{
    if (!screen->view.menu.open)
        close_menu(screen, clock);
    else if (result != MENU_NOTHING)
        view_draw(&screen->view, clock);
    return result == MENU_ASK;
}

/* Asks where the mouse is, if that is what a key of the mouse is about. The answer has as its
 * userdata whether it is a click. */
static bool asks_place(struct screen *screen, const char *name)
{
    bool click = strcmp(name, "click") == 0;
    if (!click && strcmp(name, "point") != 0)
        return false;
    mpv_get_property_async(screen->mpv, click, mouse_property, MPV_FORMAT_NODE);
    return true;
}

static bool press_menu(struct screen *screen, const char *name, double clock, struct epi_fact *fact)
{
    if (screen->view.menu_until <= 0)
        return false;
    keep_menu(screen, clock);
    return !asks_place(screen, name) &&
           follow_menu(screen, menu_press(&screen->view.menu, name, fact), clock);
}

bool screen_asks(struct screen *screen, struct epi_fact *fact)
{
    if (!screen->view.menu.open || !screen->view.menu.stale)
        return false;
    screen->view.menu.stale = false;
    *fact = (struct epi_fact){.size = sizeof(*fact), .kind = EPI_FACT_MENU};
    return true;
}

/* ---- Notices ---- */

/* These keys are taken from all others until the list or the line is closed. The menu goes: its
 * keys would be theirs, unseen. */
static void take_keys(struct screen *screen, const char *keys, const char *flags, double clock)
{
    close_menu(screen, clock);
    command(screen, (const char *[]){"define-section", choices_section, keys, "force", NULL});
    command(screen, (const char *[]){"enable-section", choices_section, flags, NULL});
}

static void open_choices(struct screen *screen, double clock)
{
    char keys[CHOICES_KEYS_MAX];
    choices_keys(&screen->view.choices, keys);
    take_keys(screen, keys, "allow-hide-cursor+allow-vo-dragging", clock);
    screen->view.choices_until = clock + choices_seconds * screen->patience;
    toasts_clear(&screen->view.toasts); /* they led to the list, and make room for it */
    view_draw(&screen->view, clock);
}

/* The list, or the line that is typed, stays for a while from now on. */
static void show_list(struct screen *screen, double clock)
{
    screen->view.choices_until = clock + choices_seconds * screen->patience;
    view_draw(&screen->view, clock);
}

static void open_typing(struct screen *screen, double clock)
{
    bool list = screen->view.choices_until > 0;
    screen->view.typed =
        (struct typed){.episode = list && screen->view.choices.kind == CHOICES_EPISODES};
    close_choices(screen, clock);
    screen->view.typing = true;
    take_keys(screen, typed_keys, "exclusive+allow-hide-cursor+allow-vo-dragging", clock);
    toasts_clear(&screen->view.toasts); /* they make room for it */
    show_list(screen, clock);
}

/* An entry of the list is chosen, by its number. */
static bool answer_list(struct screen *screen, size_t number, double clock, struct epi_fact *fact)
{
    *fact = (struct epi_fact){.size = sizeof(*fact),
                              .kind = EPI_FACT_ANSWER,
                              .value = (int)number,
                              .list = screen->view.choices.number};
    close_choices(screen, clock);
    return true;
}

static bool press_list(struct screen *screen, const char *name, double clock, struct epi_fact *fact)
{
    struct choices *choices = &screen->view.choices;
    if (screen->view.choices_until <= 0 || screen->view.typing || asks_place(screen, name))
        return false;
    if (strcmp(name, "enter") == 0)
        return choices->count > 0 && answer_list(screen, choices->chosen + 1, clock, fact);
    choices_move(choices, strcmp(name, "up") == 0 ? -1 : 1);
    open_choices(screen, clock);
    return false;
}

/* The mouse is on an entry of the list, or with 0 on none: a click there closes it. */
static bool point_list(struct screen *screen, size_t number, bool click, double clock,
                       struct epi_fact *fact)
{
    if (click && number > 0)
        return answer_list(screen, number, clock, fact);
    if (click)
        close_choices(screen, clock);
    if (number > 0 && number != screen->view.choices.chosen + 1) {
        screen->view.choices.chosen = number - 1;
        show_list(screen, clock);
    }
    return false;
}

/* The mouse is at that place of the window, in its pixels. */
static bool point(struct screen *screen, const mpv_node *place, bool click, double clock,
                  struct epi_fact *fact)
{
    const mpv_node *x = bindings_value(place, "x", MPV_FORMAT_INT64);
    const mpv_node *y = bindings_value(place, "y", MPV_FORMAT_INT64);
    if (!x || !y)
        return false;
    double left = (double)x->u.int64, top = (double)y->u.int64;
    if (screen->view.menu_until <= clock) {
        size_t number = view_choice_at(&screen->view, left, top, clock);
        return point_list(screen, number, click, clock, fact);
    }
    struct panel_spot spot = view_at(&screen->view, left, top, clock);
    return follow_menu(screen, menu_point(&screen->view.menu, spot, click, fact), clock);
}

static void turn_page(struct screen *screen, int pages, double clock)
{
    if (screen->view.choices_until <= 0)
        return;
    choices_turn(&screen->view.choices, pages);
    open_choices(screen, clock);
}

static void print_lines(const struct screen *screen, int level, const char *text)
{
    while (*text) {
        size_t len = strcspn(text, "\n");
        char line[LINE_MAX];
        snprintf(line, sizeof(line), "%.*s", (int)len, text);
        print(screen, level, line);
        text += len + (text[len] == '\n');
    }
}

static void print_choices(const struct screen *screen, int level)
{
    for (size_t i = 0; i < screen->view.choices.count; i++) {
        char line[CHOICES_LINE_MAX];
        choices_line(&screen->view.choices, i, i + 1, line);
        print(screen, level, line);
    }
}

/* Prints a line and, on the osd, shows it as it is in words. notice: what it is about, or NULL. */
static void show_line(struct screen *screen, int level, bool osd, const char *text,
                      const char *words, const struct epi_notice *notice, double clock)
{
    double until = osd ? clock + toast_seconds(words) * screen->patience : 0;
    if (!text[0] ||
        !toasts_keep(&screen->view.toasts, words, notice, screen->view.language, clock, until))
        return;
    print_lines(screen, level, text);
    if (osd)
        view_draw(&screen->view, clock);
}

void screen_show(struct screen *screen, const struct epi_notice *notice, double clock)
{
    bool osd = notice->on_screen && osd_wants(screen->config, notice->kind);
    if (menu_learn(&screen->view.menu, notice))
        view_draw(&screen->view, clock);
    switch (notice->kind) {
    case EPI_NOTICE_MENU:
        print_lines(screen, notice->level, notice->text);
        return;
    case EPI_NOTICE_CHOICES:
    case EPI_NOTICE_EPISODES:
    case EPI_NOTICE_ORDERS:
        if (osd)
            close_choices(screen, clock);
        toasts_end(&screen->view.toasts, EPI_NOTICE_LOOKING);
        choices_take(&screen->view.choices, notice, screen->view.language);
        if (osd)
            open_choices(screen, clock);
        print_choices(screen, notice->level);
        if (screen->view.choices.count == 0)
            print(screen, notice->level, notice->text);
        return;
    case EPI_NOTICE_PRIVATE_ON:
    case EPI_NOTICE_PRIVATE_OFF:
        screen->view.private = osd && notice->kind == EPI_NOTICE_PRIVATE_ON;
        if (osd)
            view_draw_mark(&screen->view);
        break;
    default:
        break;
    }
    char text[LINE_MAX], words[LINE_MAX];
    said_write(notice, NULL, &screen->bindings, text, sizeof(text));
    said_write(notice, screen->view.language, &screen->bindings, words, sizeof(words));
    show_line(screen, notice->level, osd, text, words, notice, clock);
}

double screen_wait(const struct screen *screen, double clock)
{
    return screen->view.changes > 0 ? fmax(screen->view.changes - clock, 0) : -1;
}

void screen_tick(struct screen *screen, double clock)
{
    if (screen->view.changes <= 0 || clock < screen->view.changes)
        return;
    if (clock >= screen->view.menu_until)
        close_menu(screen, clock);
    if (screen->view.choices_until > 0 && clock >= screen->view.choices_until)
        close_choices(screen, clock);
    else
        view_draw(&screen->view, clock);
}

/* ---- What the user asks for ---- */

void screen_bind(struct screen *screen)
{
    mpv_get_property_async(screen->mpv, 0, "input-bindings", MPV_FORMAT_NODE);
}

static void bind_free_keys(struct screen *screen, const mpv_node *node)
{
    char keys[BINDINGS_SECTION_MAX];
    bindings_learn(&screen->bindings, node, epi_config_flag(screen->config, "keys"), keys);
    if (!keys[0])
        return;
    command(screen, (const char *[]){"define-section", keys_section, keys, "default", NULL});
    command(screen, (const char *[]){"enable-section", keys_section,
                                     "allow-hide-cursor+allow-vo-dragging", NULL});
}

/* Says what is wrong with what the user, or a program, asked for. sent: what another program sent,
 * the first part of the saying, which is cleaned; or NULL. */
static void answer(struct screen *screen, struct epi_saying saying, const char *sent, double clock)
{
    char text[LINE_MAX], words[LINE_MAX];
    struct epi_error clean;
    epi_error_set(&clean, EPI_ERROR_NEVER, "%.64s", sent ? sent : "");
    if (sent)
        saying.parts[0].text = clean.text;
    words_write(NULL, &saying, text, sizeof(text));
    words_write(screen->view.language, &saying, words, sizeof(words));
    show_line(screen, EPI_LEVEL_WARN, osd_answers(screen->config), text, words, NULL, clock);
}

/* Reads the number that an action takes. A wrong one is answered on screen. */
static bool read_number(struct screen *screen, const struct action *action, const char *number,
                        double clock, int *value)
{
    if (actions_number(action, number, value))
        return true;
    struct epi_part name = {.text = action->name};
    struct epi_part low = {.number = action->low}, high = {.number = action->high};
    bool missing = !number || !*number;
    struct epi_saying without = {WORD_MISSING_NUMBER, {name, low, high}};
    struct epi_saying invalid = {WORD_INVALID_NUMBER, {{.text = NULL}, name, low, high}};
    answer(screen, missing ? without : invalid, missing ? NULL : number, clock);
    return false;
}

/* A search that is asked for: by what follows or, without that, by what is to be typed. */
static bool read_search(struct screen *screen, const char *text, double clock,
                        struct epi_fact *fact)
{
    if (text && *text) {
        *fact = (struct epi_fact){.size = sizeof(*fact), .kind = EPI_FACT_SEARCH, .title = text};
        return true;
    }
    if (osd_answers(screen->config))
        open_typing(screen, clock);
    return false;
}

/* A misspelled name of ours is answered with the near one. Any other may be another script's,
 * unless it was sent to us by name or the user bound it so: mpv does not say for whom one is. */
static void suggest(struct screen *screen, enum word unknown, const char *name, bool named,
                    double clock)
{
    char near[ACTIONS_NAME_MAX];
    struct epi_saying saying = {(int)unknown, {{.text = NULL}, {.text = near}}};
    if (!actions_near(name, near)) {
        if (!named && !*bindings_key(&screen->bindings, name))
            return;
        bool message = unknown == WORD_UNKNOWN_MESSAGE;
        saying = (struct epi_saying){message ? WORD_NO_SUCH_MESSAGE : WORD_NO_SUCH_BINDING,
                                     {{.text = NULL}}};
    }
    answer(screen, saying, name, clock);
}

/* Reads an action, which came as a message or a binding, into fact; false if it is none. */
static bool read_action(struct screen *screen, enum word unknown, const char *name,
                        const char *number, double clock, struct epi_fact *fact)
{
    const struct action *action = actions_find(name, &number);
    if (!action) {
        suggest(screen, unknown, name, false, clock);
        return false;
    }
    if (action->kind == EPI_FACT_SEARCH)
        return read_search(screen, number, clock, fact);
    int value = 0;
    if (action->high > 0 && !read_number(screen, action, number, clock, &value))
        return false;
    if (action->kind == EPI_FACT_MENU && screen->view.menu_until > 0) {
        close_menu(screen, clock);
        return false;
    }
    if (action->kind == EPI_FACT_MENU && osd_answers(screen->config))
        open_menu(screen, clock);
    *fact = (struct epi_fact){.size = sizeof(*fact),
                              .kind = action->kind,
                              .scope = action->scope,
                              .previous = action->previous,
                              .value = value};
    if (action->kind == EPI_FACT_EPISODES) {
        fact->title = number;
    } else if (action->kind == EPI_FACT_ANSWER) {
        fact->list = screen->view.choices_until > 0 ? screen->view.choices.number : 0;
        close_choices(screen, clock);
    } else if (action->kind == EPI_FACT_LEAVE) {
        close_choices(screen, clock);
    }
    return true;
}

/* A key of the line that is typed. True if the line is to be searched for. */
static bool read_typing(struct screen *screen, const char *action, const char *state,
                        const char *text, double clock, struct epi_fact *fact)
{
    if (!screen->view.typing || !bindings_wrote(state))
        return false;
    if (strcmp(action, TYPED_ENTER) == 0) {
        close_choices(screen, clock);
        *fact = (struct epi_fact){.size = sizeof(*fact),
                                  .kind = screen->view.typed.episode ? EPI_FACT_EPISODES
                                                                     : EPI_FACT_SEARCH,
                                  .title = screen->view.typed.text};
        return screen->view.typed.text[0];
    }
    if (strcmp(action, TYPED_TYPE) == 0)
        typed_add(&screen->view.typed, text);
    else if (strcmp(action, TYPED_ERASE) == 0)
        typed_erase(&screen->view.typed);
    else
        return false;
    show_list(screen, clock);
    return false;
}

/* named: the message begins with our name. */
static bool read_words(struct screen *screen, const char **words, int count, bool named,
                       double clock, struct epi_fact *fact)
{
    const char *number = NULL;
    if (named && !actions_find(words[0], &number)) {
        suggest(screen, WORD_UNKNOWN_MESSAGE, words[0], true, clock);
        return false;
    }
    const char *over = actions_over(words, count);
    actions_rest(words, count, screen->rest, sizeof(screen->rest));
    const char *rest = count > 1 ? screen->rest : NULL;
    if (!over)
        return read_action(screen, WORD_UNKNOWN_MESSAGE, words[0], rest, clock, fact);
    answer(screen, (struct epi_saying){WORD_UNEXPECTED, {{.text = NULL}, {.text = words[0]}}}, over,
           clock);
    return false;
}

static bool read_message(struct screen *screen, const mpv_event_client_message *message,
                         double clock, struct epi_fact *fact)
{
    const char **args = message->args;
    int count = message->num_args;
    if (count == 0)
        return false;
    if (strcmp(args[0], "key-binding") != 0) {
        int named = count > 1 && strcmp(args[0], "epimark") == 0; /* `script-message epimark …` */
        return read_words(screen, args + named, count - named, named, clock, fact);
    }
    bool menu = count >= 3 && strncmp(args[1], menu_action, strlen(menu_action)) == 0;
    if (menu || (count >= 3 && strncmp(args[1], CHOICES_LIST, strlen(CHOICES_LIST)) == 0)) {
        bool goes_on = args[2][0] == 'r'; /* it is held down: the choice goes on */
        return (goes_on || bindings_pressed(args[2])) &&
               (menu ? press_menu : press_list)(screen, strchr(args[1], '-') + 1, clock, fact);
    }
    if (count > 3 && read_typing(screen, args[1], args[2], count > 4 ? args[4] : "", clock, fact))
        return true;
    if (count < 3 || !bindings_pressed(args[2]))
        return false;
    if (strcmp(args[1], CHOICES_CLOSE) == 0)
        close_choices(screen, clock);
    else if (strcmp(args[1], CHOICES_NEXT) == 0)
        turn_page(screen, 1, clock);
    else if (strcmp(args[1], CHOICES_PREVIOUS) == 0)
        turn_page(screen, -1, clock);
    else
        return read_action(screen, WORD_UNKNOWN_BINDING, args[1], NULL, clock, fact);
    return false;
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
        else
            learn(screen, event, clock);
        break;
    case MPV_EVENT_COMMAND_REPLY:
        learn(screen, event, clock);
        break;
    case MPV_EVENT_GET_PROPERTY_REPLY:
        if (event->error >= 0 && strcmp(property->name, "input-bindings") == 0)
            bind_free_keys(screen, property->data);
        if (event->error >= 0 && strcmp(property->name, mouse_property) == 0)
            return point(screen, property->data, event->reply_userdata != 0, clock, fact);
        break;
    case MPV_EVENT_END_FILE:
        close_choices(screen, clock);
        screen->view.menu.stale = screen->view.menu.open;
        break;
    default:
        break;
    }
    return false;
}
