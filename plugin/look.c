/* SPDX-License-Identifier: MIT */
#include "plugin/look.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/overlay.h"

/* What measures mpv's font: narrow letters, of which hints have many, and letters as titles have
 * them; so small that they fit into any window. */
static const char *const samples[] = {"Ill lit; j: (it.) fill, T", "The Brown Fox 1x02 jumps"};
static const char sample_style[] = "{\\an7\\pos(0,0)\\fs14\\b0\\i0\\fsp0\\bord0\\shad0\\blur0\\q2}";

enum {
    NARROW,
    USUAL,
    SAMPLES,
    SAMPLE_SIZE = 14,
    SAMPLE_MAX = 32,
    SAMPLE_OVERLAY = 9,
    SAMPLE_USERDATA = 0x6c6f6f6b, /* and, after it, those of further samples */
};

/* Options that are numbers, and where they are kept. */
static const struct number {
    const char *property;
    size_t member;
    bool positive; /* 0 means nothing */
} numbers[] = {
    {"osd-dimensions/aspect", offsetof(struct panel_look, aspect), true},
    {"osd-dimensions/h", offsetof(struct panel_look, height), true},
    {"osd-scale", offsetof(struct panel_look, scale), true},
    {"osd-margin-x", offsetof(struct panel_look, margin_x), false},
    {"osd-margin-y", offsetof(struct panel_look, margin_y), false},
};

/* Colours; one that this mpv does not have stays as it is. */
static const struct colour {
    const char *property;
    size_t member;
} colours[] = {
    {"osd-color", offsetof(struct panel_look, text)},
    {"osd-back-color", offsetof(struct panel_look, back)},
    {"osd-selected-color", offsetof(struct panel_look, accent)},
};

static const char font_property[] = "osd-font", usual_font[] = "sans-serif";

void look_observe(mpv_handle *mpv)
{
    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
        mpv_observe_property(mpv, 0, numbers[i].property, MPV_FORMAT_DOUBLE);
    for (size_t i = 0; i < sizeof(colours) / sizeof(*colours); i++)
        mpv_observe_property(mpv, 0, colours[i].property, MPV_FORMAT_STRING);
    mpv_observe_property(mpv, 0, font_property, MPV_FORMAT_STRING);
}

/* "#AARRGGBB" or "#RRGGBB", as mpv writes a colour. */
static bool read_colour(const char *text, uint32_t *colour)
{
    size_t digits = strspn(text + (*text == '#'), "0123456789abcdefABCDEF");
    if (*text != '#' || (digits != 6 && digits != 8) || text[1 + digits])
        return false;
    *colour = (uint32_t)strtoul(text + 1, NULL, 16) & 0xffffff;
    return true;
}

static bool learn_number(struct panel_look *look, const mpv_event_property *property)
{
    double value = *(const double *)property->data;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
        if (strcmp(property->name, numbers[i].property) != 0)
            continue;
        double *member = (double *)((char *)look + numbers[i].member);
        bool changes = value != *member && (value > 0 || (value >= 0 && !numbers[i].positive));
        if (changes)
            *member = value;
        return changes;
    }
    return false;
}

static bool learn_text(struct panel_look *look, const mpv_event_property *property)
{
    const char *text = *(char *const *)property->data;
    for (size_t i = 0; i < sizeof(colours) / sizeof(*colours); i++) {
        if (strcmp(property->name, colours[i].property) != 0)
            continue;
        uint32_t *member = (uint32_t *)((char *)look + colours[i].member);
        uint32_t before = *member;
        return read_colour(text, member) && *member != before;
    }
    if (strcmp(property->name, font_property) == 0) {
        look->other_font = strcmp(text, usual_font) != 0;
        look->measured = false;
    }
    return false;
}

void look_measure(struct panel_look *look, mpv_handle *mpv)
{
    char ass[sizeof(sample_style) + SAMPLE_MAX];
    if (look->measured || look->height <= 0)
        return;
    look->measured = true;
    for (unsigned i = 0; i < SAMPLES; i++) {
        snprintf(ass, sizeof(ass), "%s%s", sample_style, samples[i]);
        overlay_measure(mpv, SAMPLE_OVERLAY, SAMPLE_USERDATA + i, ass);
    }
}

/* The font by which both samples are as wide as they were measured. In one of a width, as fonts of
 * terminals are, all is what letters have in common; in others it is hardly anything. */
static struct ass_font font_of(double narrow, double usual)
{
    struct ass_font font = ASS_FONT_USUAL;
    double least = ass_width(&font, samples[NARROW], strlen(samples[NARROW]));
    double most = ass_width(&font, samples[USUAL], strlen(samples[USUAL]));
    double least_count = (double)strlen(samples[NARROW]);
    double most_count = (double)strlen(samples[USUAL]);
    double spread = least * most_count - most * least_count;
    font.each = fmin(fmax((usual * least - narrow * most) / spread, 0), usual / most_count);
    font.share = (usual - font.each * most_count) / most;
    return font;
}

/* A sample was measured. A font of no width, or of an absurd one, is left out. */
static bool learn_width(struct panel_look *look, uint64_t sample, const mpv_node *result)
{
    double width;
    if (!overlay_width(result, &width))
        return false;
    width /= SAMPLE_SIZE;
    if (sample == NARROW) {
        look->narrow = width;
        return false;
    }
    double before = ass_width(&ASS_FONT_USUAL, samples[USUAL], strlen(samples[USUAL]));
    struct ass_font font = font_of(look->narrow, width);
    if (width < 0.4 * before || width > 2 * before ||
        fabs(font.each - look->font.each) + fabs(font.share - look->font.share) < 0.02)
        return false;
    look->font = font;
    return true;
}

bool look_learn(struct panel_look *look, const mpv_event *event)
{
    const mpv_event_property *property = event->data;
    const mpv_event_command *command = event->data;
    if (event->event_id == MPV_EVENT_COMMAND_REPLY) {
        uint64_t sample = event->reply_userdata - SAMPLE_USERDATA;
        return sample < SAMPLES && event->error >= 0 && learn_width(look, sample, &command->result);
    }
    if (event->event_id != MPV_EVENT_PROPERTY_CHANGE)
        return false;
    if (property->format == MPV_FORMAT_DOUBLE)
        return learn_number(look, property);
    return property->format == MPV_FORMAT_STRING && learn_text(look, property);
}
