/* SPDX-License-Identifier: MIT
 *
 * fake_player: stands in for the library in tests of the plugin. It keeps the facts it is told
 * and hands out the notices it is given; no threads, no journal.
 */
#ifndef EPIMARK_TESTS_DOUBLES_FAKE_PLAYER_H
#define EPIMARK_TESTS_DOUBLES_FAKE_PLAYER_H

#include <epimark/player.h>

enum { FAKE_PLAYER_MAX = 64 };

/* As epi_player_start without threads; free it by fake_player_free, epi_player_stop keeps it. */
struct epi_player *fake_player_new(void);
void fake_player_free(struct epi_player *player);

/* The facts told since the last fake_player_forget, as short words each followed by a blank:
 * "loaded(/a.mkv) position(1.0x1) break ended rate(8)"; a position while not playing is "still". */
const char *fake_player_told(const struct epi_player *player);
void fake_player_forget(struct epi_player *player);

/* The last fact told, without its texts. */
const struct epi_fact *fake_player_last(const struct epi_player *player);

/* The last EPI_FACT_LOADED; its texts are valid until the next. */
const struct epi_fact *fake_player_file(const struct epi_player *player);

/* Its chapters: "0.0=Opening 90.5= ". */
const char *fake_player_chapters(const struct epi_player *player);

/* A notice of nothing but its text (borrowed), as the library makes them: no text is NULL. */
struct epi_notice fake_player_notice(enum epi_notice_kind kind, enum epi_notice_level level,
                                     bool on_screen, const char *text);

/* Posts a notice; its texts are borrowed. */
void fake_player_post(struct epi_player *player, const struct epi_notice *notice);

/* Whether epi_player_stop was called. */
bool fake_player_stopped(const struct epi_player *player);

#endif
