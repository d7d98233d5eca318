/* SPDX-License-Identifier: MIT */
#include "plugin/menu.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plugin/words.h"

enum { HOUR = 60 * 60 };

/* The keys of the open menu; those of the digits are written out below. tests/rules/tables.py reads
 * these rows, for the man page: "" says the same as the row above. */
static const struct {
    const char *key;
    const char *name;
    const char *help;
} bound[] = {
    {"UP", "up", "go to the line above"},
    {"WHEEL_UP", "up", ""},
    {"DOWN", "down", "go to the line below"},
    {"WHEEL_DOWN", "down", ""},
    {"HOME", "first", "go to the first line"},
    {"END", "last", "go to the last line"},
    {"LEFT", "left", "a star less"},
    {"RIGHT", "right", "a star more"},
    {"ENTER", "enter", "do what the line says; on the stars: rate as many as are lit"},
    {"KP_ENTER", "enter", ""},
    {"BS", "back", "go back from accounts or queue, or close the menu"},
    {"ESC", "back", ""},
    {"MOUSE_MOVE", "point", "go to the line under the pointer, and light the stars up to it"},
    {"MBTN_LEFT", "click", "do what the line under the pointer says"},
    {"MBTN_RIGHT", "close", "close the menu"},
};

static const enum word names[MENU_ITEMS] = {
    [MENU_RATE] = WORD_RATE,           [MENU_MARK] = WORD_MARK,
    [MENU_CHOOSE] = WORD_WRONG_SERIES, [MENU_EPISODE] = WORD_WRONG_EPISODE,
    [MENU_ORDER] = WORD_ORDER,         [MENU_UNDO] = WORD_UNDO,
    [MENU_PRIVATE] = WORD_PRIVATE,     [MENU_PRIVATE_HOUR] = WORD_PRIVATE_HOUR,
    [MENU_ACCOUNTS] = WORD_ACCOUNTS,   [MENU_QUEUE] = WORD_QUEUE,
};

/* ---- What it shows ---- */

/* A title, marked off if it is written from right to left. */
static void write_title(const struct epi_language *language, const char *title, char *text)
{
    words_write(language, &(struct epi_saying){EPI_SAY_TEXT, {{.text = title}}}, text,
                MENU_TITLE_MAX);
}

static void read_subject(struct menu_subject *subject, const struct epi_language *language,
                         const struct epi_notice *notice)
{
    const struct epi_series *series = notice->series;
    const struct epi_episode *episode = notice->episode;
    *subject = (struct menu_subject){.file = notice->file,
                                     .kind = notice->kind,
                                     .confidence = notice->confidence,
                                     .candidates = notice->candidate_count};
    write_title(language, series->title, subject->title);
    write_title(language, episode->title, subject->episode);
    if (episode->number >= 0) {
        snprintf(subject->number, sizeof(subject->number), " %dx%02d", episode->season,
                 episode->number);
    } else if (episode->absolute > 0) {
        snprintf(subject->number, sizeof(subject->number), " %d", episode->absolute);
    } else if (episode->airdate[0]) {
        snprintf(subject->number, sizeof(subject->number), " %.32s", episode->airdate);
    }
    char year[16] = "";
    if (series->year > 0)
        snprintf(year, sizeof(year), "%d", series->year);
    snprintf(subject->origin, sizeof(subject->origin), "%s%s%.8s", year,
             year[0] && series->country[0] ? ", " : "", series->country);
}

/* How sure it is which episode that is, in words; or why it does not count, or is not found. */
static void write_sure(struct menu *menu, const struct epi_saying *why)
{
    const struct menu_subject *subject = &menu->subject;
    bool unsure = menu->found.file == subject->file && menu->found.kind == EPI_NOTICE_UNSURE;
    struct epi_saying sure = {WORD_NOT_LOOKED_UP, {{.text = NULL}}};
    struct epi_part percent = {.number = lround(100 * subject->confidence)};
    if (!subject->title[0] && !why)
        sure.sentence = WORD_NO_EPISODE;
    else if (subject->confidence >= 0 && *subject->origin)
        sure = (struct epi_saying){WORD_SURE_FROM, {{.text = subject->origin}, percent}};
    else if (subject->confidence >= 0)
        sure = (struct epi_saying){WORD_SURE, {percent}};
    else if (why)
        sure = *why;
    else if (unsure)
        sure = (struct epi_saying){WORD_UNSURE, {{.number = (int64_t)menu->found.candidates}}};
    words_write(menu->language, &sure, menu->sure, sizeof(menu->sure));
}

static void write_details(struct menu *menu)
{
    const size_t size = sizeof(menu->details[0]);
    const struct epi_language *language = menu->language;
    int signed_in = 0;
    for (int i = 0; i < menu->service_count; i++)
        signed_in += menu->services[i].account[0] != '\0';
    memset(menu->details, 0, sizeof(menu->details));
    struct epi_saying mark = {menu->watched ? WORD_IS_WATCHED : WORD_IS_NOT_WATCHED,
                              {{.text = NULL}}};
    words_write(language, &mark, menu->details[MENU_MARK], size);
    struct epi_saying private = {menu->is_private ? WORD_ON : WORD_OFF, {{.text = NULL}}};
    words_write(language, &private, menu->details[MENU_PRIVATE], size);
    struct epi_saying accounts = {WORD_SIGNED_IN,
                                  {{.number = signed_in}, {.number = menu->service_count}}};
    words_write(language, &accounts, menu->details[MENU_ACCOUNTS], size);
    struct epi_saying empty = {WORD_EMPTY, {{.text = NULL}}};
    struct epi_saying due = {EPI_SAY_TO_SEND, {{.number = menu->due}}};
    struct epi_saying wait = {WORD_WAIT, {{.number = menu->waiting}}};
    struct epi_saying both = {EPI_SAY_COMMA, {{.saying = &due}, {.saying = &wait}}};
    words_write(language,
                menu->due && menu->waiting ? &both
                : menu->due                ? &due
                : menu->waiting            ? &wait
                                           : &empty,
                menu->details[MENU_QUEUE], size);
}

static void learn_services(struct menu *menu, const struct epi_notice *notice)
{
    menu->service_count = menu->due = menu->waiting = 0;
    for (size_t i = 0; i < notice->service_count && i < MENU_SERVICES_MAX; i++) {
        const struct epi_service_state *state = &notice->services[i];
        struct menu_service *service = &menu->services[menu->service_count++];
        snprintf(service->title, sizeof(service->title), "%s", state->service_title);
        snprintf(service->account, sizeof(service->account), "%s", state->account);
        snprintf(service->error, sizeof(service->error), "%s", state->error);
        service->due = state->due;
        service->waiting = state->waiting;
        menu->due += state->due;
        menu->waiting += state->waiting;
    }
}

static void learn_all(struct menu *menu, const struct epi_notice *notice)
{
    read_subject(&menu->subject, menu->language, notice);
    /* What was found is more than what the name says; of several episodes it names the first. */
    if (menu->subject.title[0] && menu->found.file == menu->subject.file &&
        menu->found.kind == EPI_NOTICE_IDENTIFIED && menu->subject.confidence < 0)
        menu->subject = menu->found;
    menu->ended = notice->ended;
    menu->watched = notice->watched;
    menu->is_private = notice->is_private;
    menu->rating = notice->rating > 0 ? notice->rating : 0;
    menu->played[0] = '\0';
    if (notice->played >= 0 && menu->subject.title[0] && !notice->watched) {
        struct epi_saying played = {
            EPI_SAY_PLAYED_AT,
            {{.number = lround(notice->played)}, {.number = notice->watched_at}}};
        words_write(menu->language, &played, menu->played, sizeof(menu->played));
    }
    learn_services(menu, notice);
    write_sure(menu, notice->saying);
    write_details(menu);
    snprintf(menu->details[MENU_ORDER], sizeof(menu->details[MENU_ORDER]), "%s",
             notice->order_count > 0 ? words_order(menu->language, notice->orders[0]) : "");
    menu->known = true;
    menu->stale = false;
}

bool menu_learn(struct menu *menu, const struct epi_notice *notice)
{
    switch (notice->kind) {
    case EPI_NOTICE_MENU:
        learn_all(menu, notice);
        return menu->open;
    case EPI_NOTICE_IDENTIFIED:
        if (notice->count > 1)
            break;
        read_subject(&menu->found, menu->language, notice);
        break;
    case EPI_NOTICE_UNSURE:
    case EPI_NOTICE_UNIDENTIFIED:
        read_subject(&menu->found, menu->language, notice);
        break;
    default:
        break;
    }
    menu->stale = menu->open;
    return false;
}

/* Whether an item can be chosen. */
static bool is_on(const struct menu *menu, enum menu_item item)
{
    switch (item) {
    case MENU_RATE:
    case MENU_MARK:
        return menu->subject.title[0] && !menu->is_private;
    case MENU_CHOOSE:
    case MENU_EPISODE:
    case MENU_ORDER:
        return menu->subject.title[0] && !menu->is_private && !menu->ended;
    case MENU_UNDO:
        return !menu->is_private;
    default:
        return true;
    }
}

static void add(struct panel_row *rows, size_t *count, struct panel_row row)
{
    if (*count < MENU_ROWS_MAX)
        rows[(*count)++] = row;
}

static struct panel_row hint(const char *text)
{
    return (struct panel_row){.kind = PANEL_HINT, .text = text};
}

static size_t list_rows(const struct menu *menu, struct panel_row *rows)
{
    bool accounts = menu->chosen == MENU_ACCOUNTS;
    size_t count = 0;
    add(rows, &count,
        (struct panel_row){.kind = PANEL_HEAD,
                           .strong = words_of(menu->language, names[menu->chosen])});
    if (!accounts)
        add(rows, &count, hint(menu->details[MENU_QUEUE]));
    for (int i = 0; i < menu->service_count; i++) {
        const struct menu_service *service = &menu->services[i];
        struct panel_row row = {
            .kind = PANEL_ITEM, .text = service->title, .stars = PANEL_NO_STARS};
        enum word word = accounts               ? WORD_SIGN_IN
                         : service->waiting > 0 ? WORD_WAITING
                         : service->due > 0     ? WORD_DUE
                                                : WORD_EMPTY;
        row.columns[0] = words_of(menu->language, word);
        if (accounts && service->account[0])
            row.columns[0] = service->account;
        row.off = accounts && !service->account[0];
        add(rows, &count, row);
        if (service->error[0])
            add(rows, &count, hint(service->error));
    }
    add(rows, &count, (struct panel_row){.kind = PANEL_RULE});
    add(rows, &count, hint(words_of(menu->language, accounts ? WORD_BACK : WORD_QUEUE_BACK)));
    return count;
}

/* How many rows are above the first item. */
static size_t head_rows(const struct menu *menu, struct panel_row *rows)
{
    size_t count = 0;
    const struct menu_subject *subject = &menu->subject;
    if (subject->title[0]) {
        add(rows, &count,
            (struct panel_row){
                .kind = PANEL_HEAD, .strong = subject->title, .text = subject->number});
        if (subject->episode[0])
            add(rows, &count, (struct panel_row){.kind = PANEL_TEXT, .text = subject->episode});
    }
    add(rows, &count, hint(menu->sure));
    if (menu->played[0])
        add(rows, &count, hint(menu->played));
    add(rows, &count, (struct panel_row){.kind = PANEL_RULE});
    return count;
}

size_t menu_rows(const struct menu *menu, struct panel_row rows[MENU_ROWS_MAX])
{
    if (menu->listing)
        return list_rows(menu, rows);
    size_t count = head_rows(menu, rows);
    for (int item = 0; item < MENU_ITEMS; item++) {
        struct panel_row row = {.kind = PANEL_ITEM,
                                .text = words_of(menu->language, names[item]),
                                .columns = {menu->details[item]},
                                .stars = PANEL_NO_STARS,
                                .chosen = (int)menu->chosen == item,
                                .off = !is_on(menu, item)};
        if (item == MENU_RATE)
            row.stars = menu->stars > 0 ? menu->stars : menu->rating;
        if (item == MENU_MARK && menu->watched)
            row.text = words_of(menu->language, WORD_UNMARK);
        add(rows, &count, row);
    }
    add(rows, &count, (struct panel_row){.kind = PANEL_RULE});
    add(rows, &count, hint(words_of(menu->language, WORD_MENU_KEYS)));
    return count;
}

/* ---- What its keys do ---- */

void menu_open(struct menu *menu)
{
    menu->open = true;
    menu->known = menu->listing = false;
    menu->stale = false;
    menu->chosen = MENU_RATE;
    menu->stars = 0;
}

void menu_keys(const char *own, const char *close_window, char keys[MENU_KEYS_MAX])
{
    size_t len = 0;
    keys[0] = '\0';
    for (size_t i = 0; i < sizeof(bound) / sizeof(*bound); i++) {
        len += (size_t)snprintf(keys + len, MENU_KEYS_MAX - len,
                                "%s script-binding epimark/menu-%s\n", bound[i].key, bound[i].name);
    }
    for (int digit = 0; digit <= 9; digit++) {
        len += (size_t)snprintf(keys + len, MENU_KEYS_MAX - len,
                                "%d script-binding epimark/menu-%d\n"
                                "KP%d script-binding epimark/menu-%d\n",
                                digit, digit, digit, digit);
    }
    if (*own) {
        len += (size_t)snprintf(keys + len, MENU_KEYS_MAX - len,
                                "%.64s script-binding epimark/menu\n", own);
    }
    snprintf(keys + len, MENU_KEYS_MAX - len, "CLOSE_WIN %.512s\nUNMAPPED ignore\n",
             *close_window ? close_window : "quit");
}

static enum menu_result ask(const struct menu *menu, struct epi_fact *fact, enum epi_fact_kind kind,
                            int value)
{
    *fact = (struct epi_fact){
        .size = sizeof(*fact), .kind = kind, .value = value, .file = menu->subject.file};
    return MENU_ASK;
}

static enum menu_result rate(struct menu *menu, int stars, struct epi_fact *fact)
{
    menu->chosen = MENU_RATE;
    if (!is_on(menu, MENU_RATE) || stars < 1)
        return MENU_DRAW;
    menu->stars = stars;
    return ask(menu, fact, EPI_FACT_RATE, stars);
}

static enum menu_result choose(struct menu *menu, struct epi_fact *fact)
{
    if (!is_on(menu, menu->chosen))
        return MENU_NOTHING;
    switch (menu->chosen) {
    case MENU_RATE:
        return rate(menu, menu->stars > 0 ? menu->stars : menu->rating, fact);
    case MENU_MARK:
        return ask(menu, fact, menu->watched ? EPI_FACT_UNMARK : EPI_FACT_MARK, 0);
    case MENU_CHOOSE: /* lists take its place */
        menu->open = false;
        return ask(menu, fact, EPI_FACT_CHOOSE, 0);
    case MENU_EPISODE:
        menu->open = false;
        return ask(menu, fact, EPI_FACT_EPISODES, 0);
    case MENU_ORDER:
        menu->open = false;
        return ask(menu, fact, EPI_FACT_ORDERS, 0);
    case MENU_UNDO:
        menu->stars = 0;
        return ask(menu, fact, EPI_FACT_UNDO, 0);
    case MENU_PRIVATE:
        return ask(menu, fact, EPI_FACT_TOGGLE, 0);
    case MENU_PRIVATE_HOUR:
        return ask(menu, fact, EPI_FACT_TOGGLE, HOUR);
    case MENU_ACCOUNTS:
    case MENU_QUEUE:
    case MENU_ITEMS:
        menu->listing = true;
        break;
    }
    return MENU_DRAW;
}

static enum menu_result move(struct menu *menu, int by)
{
    int to = ((int)menu->chosen + by + MENU_ITEMS) % MENU_ITEMS;
    menu->chosen = (enum menu_item)to;
    return MENU_DRAW;
}

/* Left and right fill the stars. */
static enum menu_result fill(struct menu *menu, int by)
{
    if (menu->chosen != MENU_RATE || !is_on(menu, MENU_RATE))
        return MENU_NOTHING;
    int stars = (menu->stars > 0 ? menu->stars : menu->rating) + by;
    menu->stars = stars < 1 ? 1 : stars > PANEL_STARS_MAX ? PANEL_STARS_MAX : stars;
    return MENU_DRAW;
}

static enum menu_result leave(struct menu *menu, bool all)
{
    bool list = menu->listing;
    menu->listing = false;
    if (list && !all)
        return MENU_DRAW;
    menu->open = false;
    return MENU_CLOSE;
}

enum menu_result menu_press(struct menu *menu, const char *name, struct epi_fact *fact)
{
    if (strcmp(name, "close") == 0 || strcmp(name, "back") == 0)
        return leave(menu, *name == 'c');
    if (!menu->known || menu->listing)
        return MENU_NOTHING;
    if (name[0] >= '0' && name[0] <= '9' && !name[1])
        return rate(menu, name[0] == '0' ? PANEL_STARS_MAX : name[0] - '0', fact);
    if (strcmp(name, "up") == 0)
        return move(menu, -1);
    if (strcmp(name, "down") == 0)
        return move(menu, 1);
    if (strcmp(name, "first") == 0)
        return move(menu, -(int)menu->chosen);
    if (strcmp(name, "last") == 0)
        return move(menu, MENU_ITEMS - 1 - (int)menu->chosen);
    if (strcmp(name, "left") == 0)
        return fill(menu, -1);
    if (strcmp(name, "right") == 0)
        return fill(menu, 1);
    return strcmp(name, "enter") == 0 ? choose(menu, fact) : MENU_NOTHING;
}

enum menu_result menu_point(struct menu *menu, struct panel_spot spot, bool click,
                            struct epi_fact *fact)
{
    struct panel_row rows[MENU_ROWS_MAX];
    int item = spot.row - (int)head_rows(menu, rows);
    if (!menu->known || menu->listing || item < 0 || item >= MENU_ITEMS)
        return MENU_NOTHING;
    menu->chosen = (enum menu_item)item;
    if (item == MENU_RATE && is_on(menu, MENU_RATE))
        menu->stars = spot.stars;
    if (!click)
        return MENU_DRAW;
    return choose(menu, fact);
}
