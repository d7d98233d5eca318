/* SPDX-License-Identifier: MIT
 *
 * kodi: what Kodi says of its library: files beside the videos (.nfo), or all in one
 * (videodb.xml). It keeps how often a video was played, when last, and the user's rating. Jellyfin
 * and Emby write such files, too.
 */
#ifndef EPIMARK_IMPORT_KODI_H
#define EPIMARK_IMPORT_KODI_H

#include "core/import/form.h"

extern const struct form kodi_form;

#endif
