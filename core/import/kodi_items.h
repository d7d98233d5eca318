/* SPDX-License-Identifier: MIT
 *
 * kodi_items: the episodes, films and series in XML as Kodi writes it, in files beside the videos
 * (.nfo) and in the export of a library (videodb.xml), and Jellyfin and Emby after it.
 */
#ifndef EPIMARK_IMPORT_KODI_ITEMS_H
#define EPIMARK_IMPORT_KODI_ITEMS_H

#include "core/base/xml.h"

enum { KODI_ITEMS_TEXT = 512 }; /* bytes of a text, with its NUL; the rest is cut */

enum kodi_kind { KODI_EPISODE, KODI_FILM, KODI_SERIES };

/* What is said of one. Unknown: 0, "", and -1 for season and number. */
struct kodi_item {
    enum kodi_kind kind;
    char title[KODI_ITEMS_TEXT];
    char series[KODI_ITEMS_TEXT]; /* of an episode */
    char played[64];              /* when last */
    char airdate[64];
    char imdb[32];
    int64_t tvdb, tmdb;
    bool by_tvdb; /* its first id is TheTVDB's, so its numbers are, too */
    int season, number;
    int year;
    int rating; /* the user's, 1..10 */
    int plays;
    bool judged; /* "watched" stands there: it decides, since plays count what was begun */
    bool watched;
};

/* Takes one: with the series around it, or NULL. */
typedef void (*kodi_items_visit)(void *context, const struct kodi_item *item,
                                 const struct kodi_item *series);

struct kodi_items;

/* NULL if memory is short. */
struct kodi_items *kodi_items_new(kodi_items_visit visit, void *context);
void kodi_items_free(struct kodi_items *items);
void kodi_items_cleanup(struct kodi_items **items); /* for CLEANUP */

/* What XML is read to; it can be read again, also after an error. */
struct xml_reader kodi_items_reader(struct kodi_items *items);

/* Whether a text looks as if there were any in it: other files are called .nfo, too. */
bool kodi_items_are_in(const char *text, size_t len);

#endif
