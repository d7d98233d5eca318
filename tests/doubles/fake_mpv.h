/* SPDX-License-Identifier: MIT
 *
 * fake_mpv: stands for mpv in the plugin's unit tests: the calls of mpv's client API that the
 * plugin makes, over a table of properties and a queue of events that the test fills. fake_mpv_run
 * answers asynchronous requests, in the order of mpv's own core. One thread.
 */
#ifndef EPIMARK_TESTS_DOUBLES_FAKE_MPV_H
#define EPIMARK_TESTS_DOUBLES_FAKE_MPV_H

#include <stdbool.h>

#include <mpv/client.h>

#include <epimark/player.h>

/* An mpv that calls its script name. player: what epi_player_start returns; NULL makes it fail. */
mpv_handle *fake_mpv_new(const char *name, struct epi_player *player);
void fake_mpv_free(mpv_handle *mpv);
struct epi_player *fake_mpv_player(mpv_handle *mpv);

/* Sets a property; NULL and fake_mpv_unset make it unavailable. Observers are notified. */
void fake_mpv_set_text(mpv_handle *mpv, const char *name, const char *value);
void fake_mpv_set_number(mpv_handle *mpv, const char *name, double value);
void fake_mpv_set_flag(mpv_handle *mpv, const char *name, bool value);
void fake_mpv_unset(mpv_handle *mpv, const char *name);
/* A map of texts: key, value, key, value ..., NULL. */
void fake_mpv_set_map(mpv_handle *mpv, const char *name, const char *const *pairs);
/* mouse-pos: where the mouse is. */
void fake_mpv_set_place(mpv_handle *mpv, const char *name, long x, long y);
/* track-list: a letter for each track, v video, a audio, c a cover, i an image. */
void fake_mpv_set_tracks(mpv_handle *mpv, const char *tracks);
/* chapter-list: times and titles, NULL for none. */
void fake_mpv_set_chapters(mpv_handle *mpv, const struct epi_chapter *chapters, int count);
/* input-bindings: key, priority and command of each as texts, NULL. */
void fake_mpv_set_bindings(mpv_handle *mpv, const char *const *triples);

/* What expand-path answers. */
void fake_mpv_set_conf(mpv_handle *mpv, const char *path);

/* Puts an event in the queue; data is borrowed and may be NULL. */
void fake_mpv_push(mpv_handle *mpv, mpv_event_id id, void *data);

/* A client message in the queue; its words end with NULL and are borrowed. */
void fake_mpv_push_message(mpv_handle *mpv, const char **words);

/* Answers all requests so far from the properties as they are now. */
void fake_mpv_run(mpv_handle *mpv);

/* The commands since the last fake_mpv_forget, one a line, words with '|' between them. */
const char *fake_mpv_commands(const mpv_handle *mpv);
void fake_mpv_forget(mpv_handle *mpv);

/* How often mpv_wakeup was called. */
int fake_mpv_wakeups(const mpv_handle *mpv);

#endif
