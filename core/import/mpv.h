/* SPDX-License-Identifier: MIT
 *
 * mpv: watch_history.jsonl, which mpv writes with --save-watch-history: what was opened and when,
 * but not whether it was watched.
 */
#ifndef EPIMARK_IMPORT_MPV_H
#define EPIMARK_IMPORT_MPV_H

#include "core/import/form.h"

extern const struct form mpv_form;

#endif
