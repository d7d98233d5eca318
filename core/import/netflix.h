/* SPDX-License-Identifier: MIT
 *
 * netflix: what was watched at Netflix. The short list of a profile has titles and days
 * (NetflixViewingHistory.csv), the long one of the account sittings (ViewingActivity.csv), with
 * times and durations. Neither has ids or seasons in columns of their own.
 */
#ifndef EPIMARK_IMPORT_NETFLIX_H
#define EPIMARK_IMPORT_NETFLIX_H

#include "core/import/form.h"

extern const struct form netflix_form;

#endif
