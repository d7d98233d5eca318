/* SPDX-License-Identifier: MIT */
#include "plugin/panel.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <epimark/error.h>

enum {
    TEXT_SIZE = 30, /* 4.2 % of the window's height */
    LINE_MAX = 2048,
    TAGS_MAX = 512, /* what an event has beside its text */
    TRIES = 3,      /* how often a panel that is too high is measured anew */
    DIM = 0x58,     /* how transparent dim text is, of 255 */
};

/* The share of the width that a panel may take, and the least that it takes of a narrow window, in
 * heights of a line. */
static const double column_share = 0.46;
static const double column_least = 15;

/* All in heights of a line of text. */
static const double pad_x = 0.75, pad_y = 0.6;
static const double line_step = 1.16; /* from line to line */
static const double hint_size = 0.8;
static const double item_step = 1.5;
static const double head_gap = 0.15; /* below a head */
static const double rule_step = 0.6;
static const double gap_step = 0.3;
static const double column_gap = 0.7;
static const double state_gap = 0.4;                   /* the same in a row of a menu, at least */
static const double key_step = 0.95;                   /* from a key to its text */
static const double bar_left = 0.32, bar_width = 0.12; /* of what holds now */
static const double title_least = 5;                   /* what columns have to leave for the text */
static const double star_step = 0.95, star_size = 0.8;
static const double radius = 0.4;

static const double bold_width = 1.12; /* by that of regular letters */

/* A panel while it is measured or drawn. */
struct page {
    const struct panel_look *look;
    struct ass *out; /* NULL: it is measured */
    double size;     /* the height of a line of text */
    double left;     /* between left and right are the texts */
    double right;
    double room;   /* how wide lines may be, however wide they are */
    double y;      /* where the next row begins */
    double widest; /* how wide the widest row is */
    double bottom; /* of the panel, once it is laid out */
    double columns[PANEL_COLUMNS_MAX];
};

/* ---- Colours ---- */

static double brightness(uint32_t colour)
{
    return (0.30 * (colour >> 16 & 0xff) + 0.59 * (colour >> 8 & 0xff) + 0.11 * (colour & 0xff)) /
           255;
}

/* Both colours mixed: so much of the other. */
static uint32_t mixed(uint32_t one, uint32_t other, double share)
{
    uint32_t mix = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        double value = (one >> shift & 0xff) * (1 - share) + (other >> shift & 0xff) * share;
        mix |= (uint32_t)lround(value) << shift;
    }
    return mix;
}

/* The colour behind the text: the user's, if the text can be read on it; lifted towards the text,
 * so that a panel is seen in a dark picture, too. */
static uint32_t back_colour(const struct panel_look *look)
{
    uint32_t back = look->back;
    if (fabs(brightness(back) - brightness(look->text)) < 0.5)
        back = brightness(look->text) > 0.5 ? 0x000000 : 0xffffff;
    return mixed(back, look->text, 0.08);
}

/* ---- Shapes ---- */

/* Where an event is, and its paint; whatever the user's style adds to text is switched off. */
static void begin(const struct page *page, int align, double x, double y, uint32_t colour,
                  int transparent)
{
    char tags[TAGS_MAX];
    snprintf(tags, sizeof(tags),
             "{\\an%d\\pos(%ld,%ld)\\bord0\\shad0\\blur0\\1c&H%02X%02X%02X&\\1a&H%02X&"
             "\\3a&HFF&\\4a&HFF&",
             align, lround(x), lround(y), colour & 0xff, colour >> 8 & 0xff, colour >> 16 & 0xff,
             transparent);
    ass_add(page->out, tags);
}

/* Drawings have eighths of a unit. */
static long eighths(double units)
{
    return lround(units * 8);
}

static void rectangle(const struct page *page, double x, double y, double wide, double high,
                      uint32_t colour, int transparent)
{
    double round = fmin(radius * page->size, fmin(wide, high) / 2);
    long w = eighths(wide), h = eighths(high), r = eighths(round), k = eighths(round * 0.45);
    begin(page, 7, x, y, colour, transparent);
    char path[TAGS_MAX];
    snprintf(path, sizeof(path),
             "\\p4}m %ld 0 l %ld 0 b %ld 0 %ld %ld %ld %ld l %ld %ld b %ld %ld %ld %ld %ld %ld "
             "l %ld %ld b %ld %ld 0 %ld 0 %ld l 0 %ld b 0 %ld %ld 0 %ld 0",
             r, w - r, w - k, w, k, w, r, w, h - r, w, h - k, w - k, h, w - r, h, r, h, k, h, h - k,
             h - r, r, k, k, r);
    ass_add(page->out, path);
    ass_end_event(page->out);
}

/* So many stars beside each other. */
static void stars(const struct page *page, double x, double y, double step, int count,
                  uint32_t colour, int transparent)
{
    double outer = star_size / star_step * step / 2;
    if (count <= 0)
        return;
    begin(page, 7, x, y, colour, transparent);
    ass_add(page->out, "\\p4}");
    for (int star = 0; star < count; star++) {
        for (int point = 0; point < 10; point++) {
            double angle = acos(-1) * (point / 5.0 - 0.5);
            double far = point % 2 ? 0.46 * outer : outer;
            /* Its leftmost point is at 0, as ASS has it. */
            double at = star * step + outer * cos(acos(-1) / 10) + far * cos(angle);
            char corner[64];
            snprintf(corner, sizeof(corner), "%s%ld %ld ", point ? point == 1 ? "l " : "" : "m ",
                     eighths(at), eighths(outer + far * sin(angle)));
            ass_add(page->out, corner);
        }
    }
    ass_end_event(page->out);
}

static void row_of_stars(const struct page *page, double x, double y, double step, int filled)
{
    if (!page->out)
        return;
    stars(page, x, y, step, filled, page->look->accent, 0);
    stars(page, x + filled * step, y, step, PANEL_STARS_MAX - filled, page->look->text, 0xb0);
}

/* ---- Text ---- */

static const char *text_of(const char *text)
{
    return text ? text : "";
}

/* How wide a text is, in heights of a line. */
static double wide(const struct page *page, const char *text, size_t len)
{
    return ass_width(&page->look->font, text, len);
}

static void begin_text(const struct page *page, int align, double x, double y, double size,
                       bool dim)
{
    begin(page, align, x, y, page->look->text, dim ? DIM : 0);
    char tags[TAGS_MAX];
    snprintf(tags, sizeof(tags), "\\fs%ld\\b0\\i0\\u0\\fsp0\\q2}", lround(size));
    ass_add(page->out, tags);
}

static const char isolate[] = "\u2068", isolate_end[] = "\u2069";

/* How many isolates a text leaves open; less than 0: it ends so many. */
static int open_isolates(const char *text, size_t len)
{
    int open = 0;
    for (size_t at = 0; at + sizeof(isolate) - 1 <= len; at++) {
        open += memcmp(text + at, isolate, sizeof(isolate) - 1) == 0;
        open -= memcmp(text + at, isolate_end, sizeof(isolate_end) - 1) == 0;
    }
    return open;
}

/* One line, which begins at left: its first bytes are strong. isolates: how many the lines before
 * it left open; each line has its own, so that one from right to left keeps its place. */
static void put_line(const struct page *page, const char *text, size_t len, size_t strong,
                     int isolates, double size, bool dim)
{
    begin_text(page, 7, page->left, page->y + (line_step - 1) / 2 * size, size, dim);
    for (int i = 0; i < isolates; i++)
        ass_add(page->out, isolate);
    if (strong > 0) {
        ass_add(page->out, "{\\b1}");
        ass_add_text(page->out, text, strong);
        ass_add(page->out, "{\\b0}");
    }
    ass_add_text(page->out, text + strong, len - strong);
    isolates += open_isolates(text, len);
    for (int i = 0; i < isolates; i++)
        ass_add(page->out, isolate_end);
    ass_end_event(page->out);
}

static void put_lines(struct page *page, const struct panel_row *row, double size, bool dim)
{
    char whole[LINE_MAX];
    const char *strong = row->kind == PANEL_HEAD ? text_of(row->strong) : "";
    snprintf(whole, sizeof(whole), "%s%s", strong, text_of(row->text));
    const char *strong_end = whole + strlen(strong);
    double room = page->room / (*strong ? bold_width * size : size);
    int isolates = 0;
    for (const char *text = whole; *text;) {
        size_t next, len = ass_line(&page->look->font, text, room, &next);
        size_t bold = strong_end > text ? (size_t)(strong_end - text) : 0;
        if (bold > len)
            bold = len;
        double width = wide(page, text, bold) * bold_width + wide(page, text + bold, len - bold);
        page->widest = fmax(page->widest, width * size);
        if (page->out)
            put_line(page, text, len, bold, isolates, size, dim);
        isolates += open_isolates(text, len);
        page->y += line_step * size;
        text += next;
    }
}

/* One line in the middle of an item, cut to a width in units. Returns how much of it was taken. */
static double put_cut(const struct page *page, const char *text, int align, double x, double width,
                      bool dim)
{
    size_t len = strlen(text);
    double whole = wide(page, text, len) * page->size;
    bool cut = whole > width;
    if (cut) /* an ellipsis takes less than 1 */
        len = ass_fit(&page->look->font, text, fmax(width / page->size - 1, 0));
    if (page->out && *text) {
        begin_text(page, align, x, page->y + item_step / 2 * page->size, page->size, dim);
        /* What is written from right to left ends at its left, an ellipsis too. */
        bool apart = epi_utf8_is_leftward(text);
        ass_add(page->out, apart ? isolate : "");
        ass_add_text(page->out, text, len);
        ass_add(page->out, cut ? "…" : "");
        ass_add(page->out, apart ? isolate_end : "");
        ass_end_event(page->out);
    }
    return fmin(whole, width);
}

/* ---- Rows ---- */

/* How far the stars of a row are apart, if they may take so much. */
static double star_distance(const struct page *page, double room)
{
    return fmin(star_step * page->size, fmax(room, 0) / PANEL_STARS_MAX);
}

/* The stars of an item leave it at least half of the line. */
static double item_star_distance(const struct page *page)
{
    return star_distance(page, (page->right - page->left) / 2);
}

/* The columns of a row. Its text may go as far as the first that it has. */
static void put_columns(const struct page *page, const struct panel_row *row, double *right)
{
    double at = *right, gap = column_gap * page->size;
    for (int i = PANEL_COLUMNS_MAX - 1; i >= 0; i--) {
        const char *text = text_of(row->columns[i]);
        if (page->columns[i] <= 0)
            continue;
        double width = put_cut(page, text, 6, at, page->columns[i] + 1, !row->chosen);
        if (*text)
            *right = at - width - gap;
        at -= page->columns[i] + gap;
    }
}

/* The only column of the panel; -1 if it has none or several. */
static int only_column(const struct page *page)
{
    int only = -1, count = 0;
    for (int i = 0; i < PANEL_COLUMNS_MAX; i++) {
        if (page->columns[i] > 0) {
            only = i;
            count++;
        }
    }
    return count == 1 ? only : -1;
}

/* In a narrow window, what a row of a menu says at its right has all that the text leaves; if it is
 * short, it is rather left out than that the text is cut. False if this is none of these. */
static bool put_state(struct page *page, const struct panel_row *row, double *right)
{
    const char *text = text_of(row->text);
    double left_over = *right - page->left - wide(page, text, strlen(text)) * page->size;
    int column = only_column(page);
    bool narrow = page->room < (column_least - 2 * pad_x - 0.1) * page->size;
    if (!narrow || column < 0 || row->key || left_over < 0)
        return false;
    const char *state = text_of(row->columns[column]);
    double width = wide(page, state, strlen(state)) * page->size;
    bool fits = width + state_gap * page->size <= left_over;
    if (!fits && width > page->columns[column] + 1)
        return false;
    if (fits && *state) {
        put_cut(page, state, 6, *right, width + 1, !row->chosen);
        *right -= width;
    }
    return true;
}

static void put_item(struct page *page, const struct panel_row *row)
{
    double right = page->right, high = item_step * page->size;
    if (page->out && row->chosen) {
        double more = 0.4 * page->size;
        rectangle(page, page->left - more, page->y, page->right - page->left + 2 * more, high,
                  page->look->text, 0xd4);
    }
    if (row->stars >= 0) {
        double step = item_star_distance(page);
        right -= PANEL_STARS_MAX * step;
        row_of_stars(page, right, page->y + (high - star_size / star_step * step) / 2, step,
                     row->stars);
        right -= column_gap * page->size;
    } else if (!put_state(page, row, &right)) {
        put_columns(page, row, &right);
    }
    if (page->out && row->now) {
        rectangle(page, page->left - bar_left * page->size, page->y + 0.25 * high,
                  bar_width * page->size, 0.5 * high, page->look->accent, 0);
    }
    double left = page->left;
    if (row->key) {
        put_cut(page, row->key, 4, left, key_step * page->size, true);
        left += key_step * page->size;
    }
    double taken = put_cut(page, text_of(row->text), 4, left, right - left, row->off);
    page->widest = fmax(page->widest, taken + left - page->left + page->right - right);
    page->y += high;
}

static void put_row(struct page *page, const struct panel_row *row)
{
    double step;
    switch (row->kind) {
    case PANEL_HEAD:
        put_lines(page, row, page->size, false);
        page->y += head_gap * page->size;
        break;
    case PANEL_TEXT:
        put_lines(page, row, page->size, false);
        break;
    case PANEL_HINT:
        put_lines(page, row, hint_size * page->size, true);
        break;
    case PANEL_ITEM:
        put_item(page, row);
        break;
    case PANEL_STARS:
        step = star_distance(page, page->right - page->left);
        row_of_stars(page, page->left, page->y + 0.15 * page->size, step, row->stars);
        page->widest = fmax(page->widest, PANEL_STARS_MAX * step);
        page->y += 1.2 * page->size;
        break;
    case PANEL_GAP:
        page->y += gap_step * page->size;
        break;
    case PANEL_RULE:
        if (page->out) {
            rectangle(page, page->left, page->y + rule_step / 2 * page->size,
                      page->right - page->left, fmax(0.04 * page->size, 1), page->look->text, 0xc8);
        }
        page->y += rule_step * page->size;
        break;
    }
}

/* ---- Places ---- */

static double window_width(const struct panel_look *look)
{
    return ASS_HEIGHT * fmin(fmax(look->aspect, 0.2), 10);
}

/* Each column is as wide as the widest of it; none is there if they leave too little. */
static void measure_columns(struct page *page, const struct panel *panel)
{
    double all = 0;
    for (int i = 0; i < PANEL_COLUMNS_MAX; i++) {
        page->columns[i] = 0;
        for (size_t row = 0; row < panel->count; row++) {
            const char *text = text_of(panel->rows[row].columns[i]);
            double width = wide(page, text, strlen(text)) * page->size;
            page->columns[i] = fmax(page->columns[i], width);
        }
        all += page->columns[i] > 0 ? page->columns[i] + column_gap * page->size : 0;
    }
    double room = page->right - page->left - title_least * page->size;
    for (int i = 0; i < PANEL_COLUMNS_MAX && all > room; i++) {
        double share = all > 0 ? fmax(room, 0) / all : 0;
        page->columns[i] = share < 0.4 ? 0 : page->columns[i] * share;
    }
}

/* Where the texts of a panel of that size are: as wide as it may be. */
static void place(struct page *page, const struct panel *panel, double size)
{
    const struct panel_look *look = page->look;
    double margin = fmax(look->margin_x, 0);
    double window = window_width(look);
    double inside = fmax(window - 2 * margin, 1);
    double width = fmin(fmax(column_share * window, column_least * size), inside);
    page->size = size;
    page->right = window - margin - pad_x * size;
    page->left = fmin(window - margin - width + pad_x * size, page->right - size);
    page->room = page->right - page->left;
    page->y = panel->top + pad_y * size;
    page->widest = 0;
    measure_columns(page, panel);
}

static void put_rows(struct page *page, const struct panel *panel)
{
    for (size_t i = 0; i < panel->count; i++)
        put_row(page, &panel->rows[i]);
    page->y += pad_y * page->size;
}

/* Lays a panel out, so that all of it is within the window if it can be, and at its top again. */
static struct page lay_out(const struct panel *panel, const struct panel_look *look)
{
    struct page page = {.look = look};
    double full = TEXT_SIZE * fmin(fmax(look->scale, 0.2), 5);
    double room = fmax(ASS_HEIGHT - panel->top - fmax(look->margin_y, 0), 1);
    double size = full;
    for (int i = 0; i < TRIES; i++) {
        place(&page, panel, size);
        put_rows(&page, panel);
        double high = page.y - panel->top;
        if (high <= room || size <= full / 2)
            break;
        size = fmax(size * room / high, full / 2);
    }
    double widest = page.widest;
    page.bottom = page.y;
    place(&page, panel, size);
    if (panel->width == PANEL_FITTED)
        page.left = fmax(page.right - widest, page.left);
    return page;
}

double panel_write(const struct panel *panel, const struct panel_look *look, struct ass *out)
{
    struct page page = lay_out(panel, look);
    if (!out)
        return page.bottom;
    page.out = out;
    double more = pad_x * page.size;
    rectangle(&page, page.left - more, panel->top, page.right - page.left + 2 * more,
              page.bottom - panel->top, back_colour(look), 0x28);
    put_rows(&page, panel);
    return page.bottom;
}

struct panel_spot panel_at(const struct panel *panel, const struct panel_look *look, double x,
                           double y)
{
    struct panel_spot spot = {.row = -1};
    struct page page = lay_out(panel, look);
    double more = pad_x * page.size;
    if (x < page.left - more || x > page.right + more)
        return spot;
    for (size_t i = 0; i < panel->count; i++) {
        const struct panel_row *row = &panel->rows[i];
        double top = page.y;
        put_row(&page, row);
        if (y < top || y >= page.y)
            continue;
        spot.row = (int)i;
        double step = item_star_distance(&page);
        double first = page.right - PANEL_STARS_MAX * step;
        if (row->kind == PANEL_ITEM && row->stars >= 0 && x >= first && x < page.right)
            spot.stars = 1 + (int)((x - first) / step);
    }
    return spot;
}
