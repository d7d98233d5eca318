/* SPDX-License-Identifier: MIT
 *
 * tvtime: what people saved from TV Time: the zip of all that it kept about an account
 * (tracking-prod-records*.csv and others), the tables that its last tools wrote (tvtime-*), and
 * activity_history.csv. Episodes have the ids of TheTVDB, so that nothing has to be searched.
 */
#ifndef EPIMARK_IMPORT_TVTIME_H
#define EPIMARK_IMPORT_TVTIME_H

#include "core/import/form.h"

extern const struct form tvtime_form;

#endif
