/* SPDX-License-Identifier: MIT
 *
 * screen: what the user sees of epimark and how the user speaks to it: notices on the OSD and in
 * mpv's log, key bindings, the list of candidates, script messages. Sends mpv commands
 * asynchronously alone and never through property expansion, so a title is shown as it is. The
 * thread of the event loop alone may call it.
 */
#ifndef EPIMARK_PLUGIN_SCREEN_H
#define EPIMARK_PLUGIN_SCREEN_H

#include <mpv/client.h>

#include <epimark/player.h>

struct screen;

/* mpv and config (its osd and keys) are borrowed. Asks for the level of the log at once, and for
 * mpv's key bindings by an event. NULL where memory is short. */
struct screen *screen_new(mpv_handle *mpv, const struct epi_config *config);
void screen_free(struct screen *screen);

/* Shows a notice as its kind and level say; the same line within seconds only once. */
void screen_show(struct screen *screen, const struct epi_notice *notice, double clock);

/* A line for the log alone; shaped as epi_config_warning, for which context is a struct screen. */
void screen_warn(void *context, const char *text);

/* Takes any event of mpv. True where the user asked for something: fact says what, without
 * clock and at. */
bool screen_event(struct screen *screen, const mpv_event *event, double clock,
                  struct epi_fact *fact);

/* Learns what mpv's keys do and, where config wants it, binds the default keys that are free. */
void screen_bind(struct screen *screen);

/* Seconds until screen_tick is due, below 0 where nothing is to be waited for. */
double screen_wait(const struct screen *screen, double clock);
void screen_tick(struct screen *screen, double clock);

#endif
