/* SPDX-License-Identifier: MIT
 *
 * screen: what the user sees of epimark, and what the user asks it for: notices on the OSD and in
 * mpv's log, key bindings, the list of candidates, script messages. Sends mpv only asynchronous
 * commands, and never through property expansion, so that a title is shown as it is. Only the
 * thread of the event loop may call it.
 */
#ifndef EPIMARK_PLUGIN_SCREEN_H
#define EPIMARK_PLUGIN_SCREEN_H

#include "plugin/player_api.h"
#include <epimark/player.h>

struct epi_language;
struct screen;

/* mpv and config (its osd and keys) are borrowed. Asks for the level of the log at once, and for
 * mpv's key bindings by an event. NULL if memory is short. */
struct screen *screen_new(mpv_handle *mpv, const struct epi_config *config);
void screen_free(struct screen *screen);

/* What is on screen is in that language from now on; NULL: English. The log always is English. */
void screen_speak(struct screen *screen, const struct epi_language *language);

/* Shows a notice, on screen and in the log as it says; the same line only once within seconds. */
void screen_show(struct screen *screen, const struct epi_notice *notice, double clock);

/* A line for the log. It is an epi_config_warning, with a struct screen as context. */
void screen_warn(void *context, const char *text);

/* Takes any event of mpv. True if the user asked for something: fact says what, without
 * clock and at. */
bool screen_event(struct screen *screen, const mpv_event *event, double clock,
                  struct epi_fact *fact);

/* True if the screen itself asks for something by now, as for screen_event: an open menu is out of
 * date. */
bool screen_asks(struct screen *screen, struct epi_fact *fact);

/* Learns what mpv's keys do and, if config says so, binds the default keys that are free. */
void screen_bind(struct screen *screen);

/* Seconds until screen_tick is due, below 0 if it is not. */
double screen_wait(const struct screen *screen, double clock);
void screen_tick(struct screen *screen, double clock);

#endif
