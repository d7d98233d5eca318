/* SPDX-License-Identifier: MIT
 *
 * fake_core: stands in for core where the plugin is tested alone. It keeps the facts it is told
 * and hands out the notices it is given; no threads, no journal.
 */
#ifndef EPIMARK_FAKE_CORE_H
#define EPIMARK_FAKE_CORE_H

#include "core/core.h"

enum { FAKE_CORE_MAX = 64 };

/* As core_start without threads; free it by fake_core_free, core_stop keeps it. */
struct core *fake_core_new(void);
void fake_core_free(struct core *core);

/* The facts told since the last fake_core_forget, as short words each followed by a blank:
 * "loaded(/a.mkv) position(1.0x1) break ended rate(8)"; a position while not playing is "still". */
const char *fake_core_told(const struct core *core);
void fake_core_forget(struct core *core);

/* The last fact told, without its texts. */
const struct fact *fake_core_last(const struct core *core);

/* The last FACT_LOADED; its texts are valid until the next. */
const struct fact *fake_core_file(const struct core *core);

/* Posts a notice. */
void fake_core_post(struct core *core, const struct notice *notice);

/* Whether core_stop was called. */
bool fake_core_stopped(const struct core *core);

#endif
