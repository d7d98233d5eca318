/* SPDX-License-Identifier: MIT
 *
 * player: facts in, notices out. A front end reports what happens in a media player as facts and
 * takes notices of what came of them: as data, and as a line of text to show. Nothing here waits
 * for network, keyring or disk on the thread that calls.
 *
 * All functions but epi_player_interval belong to the thread that called epi_player_start.
 */
#ifndef EPIMARK_PLAYER_H
#define EPIMARK_PLAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <epimark/config.h>
#include <epimark/error.h>
#include <epimark/match.h>
#include <epimark/sentence.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Facts ---- */

enum epi_fact_kind {
    EPI_FACT_LOADED,   /* a file begins: path, title, duration, file_size, sound_only, chapters,
                        * chapter_count, next */
    EPI_FACT_POSITION, /* a sample: position, speed, playing; duration and file_size as they are by
                        * now, if known */
    EPI_FACT_BREAK,    /* a seek or restart: what lies between two positions was not played */
    EPI_FACT_ENDED,    /* the file was closed, for whatever reason: at_end */
    /* What the user asks for; each is answered by a notice. */
    EPI_FACT_RATE,     /* scope, value 1..10 or 0 to take the rating back, previous */
    EPI_FACT_MARK,     /* mark as watched */
    EPI_FACT_UNDO,     /* take the last act on the file on screen back; any other is asked first */
    EPI_FACT_STATUS,   /* ask for one line of how things stand */
    EPI_FACT_TOGGLE,   /* private mode on or off; value: on, for so many seconds */
    EPI_FACT_CHOOSE,   /* ask for the candidates of the file on screen */
    EPI_FACT_ANSWER,   /* list; value: the number (from 1) of what is listed; 0: none of it */
    EPI_FACT_RAISE,    /* rate the episode one higher than it is rated; without a rating 6 */
    EPI_FACT_LOWER,    /* one lower; without a rating 5 */
    EPI_FACT_LEAVE,    /* the file on screen is no episode: leave it alone */
    EPI_FACT_SEARCH,   /* title: search the series of the file on screen by this title or id */
    EPI_FACT_MENU,     /* ask for all that a menu shows, as data */
    EPI_FACT_UNMARK,   /* take back that it is watched */
    EPI_FACT_EPISODES, /* ask for the episodes of the series on screen, near that one; title: for
                        * those that this means, "1x05" or a title. If the series is not known, as
                        * EPI_FACT_CHOOSE */
    EPI_FACT_ORDERS,   /* ask for the orders in which the series on screen is numbered */
};

/* A chapter of a file. Of a file with more than EPI_CHAPTERS_MAX none is looked at. */
enum { EPI_CHAPTERS_MAX = 128 };
struct epi_chapter {
    double start;      /* seconds from the start of the file */
    const char *title; /* NULL if it has none */
};

/* What happened. Set size to sizeof(struct epi_fact), and kind, clock, at and the members that the
 * kind names; all else to 0. Members may be added. */
struct epi_fact {
    size_t size; /* sizeof(struct epi_fact) */
    enum epi_fact_kind kind;
    double clock;         /* seconds of a monotonic clock */
    int64_t at;           /* seconds since 1970 */
    const char *path;     /* as the player names it, relative to the working folder */
    const char *title;    /* the media title, NULL if there is none but the file name; of
                           * EPI_FACT_SEARCH and _EPISODES what was typed */
    double duration;      /* seconds, 0 unknown */
    int64_t file_size;    /* bytes, -1 unknown */
    double position;      /* seconds from the start of the file */
    double speed;         /* 1 is normal */
    bool playing;         /* false while paused or buffering */
    bool previous;        /* the file before this one is meant */
    enum epi_scope scope; /* the episode, its season or its series */
    int value;
    bool sound_only;                    /* the file has no video */
    const struct epi_chapter *chapters; /* in their order; NULL if there are none */
    size_t chapter_count;
    bool next;    /* the user left the file before for this one, which follows it in the playlist */
    bool at_end;  /* the player came to the end of the file, by playing or by a jump */
    int64_t list; /* of the notice that is answered; 0: the last one */
    int64_t file; /* of what the user asks for: the one that a notice named; 0: that on screen */
};

/* ---- Notices ---- */

/* What happened. More kinds may come: show the text of one that you do not know. */
enum epi_notice_kind {
    EPI_NOTICE_ERROR,        /* something failed; text says what to do */
    EPI_NOTICE_WELCOME,      /* one-time notice of what is looked up and sent where */
    EPI_NOTICE_READ,         /* an episode by its name: series and episode as read */
    EPI_NOTICE_EXCLUDED,     /* the file does not count: no episode, excluded or too short */
    EPI_NOTICE_IDENTIFIED,   /* the file on screen: series, episode */
    EPI_NOTICE_UNSURE,       /* several series fit: candidates, and EPI_FACT_CHOOSE to ask */
    EPI_NOTICE_UNIDENTIFIED, /* no catalogue knows it, or none could be asked yet */
    EPI_NOTICE_WATCHED,      /* enough was played: recorded. EPI_NOTICE_SENT or _KEPT may follow */
    EPI_NOTICE_RATED,        /* scope, rating */
    EPI_NOTICE_UNRATED,      /* the rating was taken back: scope */
    EPI_NOTICE_MARKED,       /* marked as watched; repeated: it already was */
    EPI_NOTICE_UNDONE,       /* the last action was taken back */
    EPI_NOTICE_NO_UNDO,      /* there is nothing to take back */
    EPI_NOTICE_REFUSED,      /* what the user asked for cannot be done now; text says why */
    EPI_NOTICE_STATUS,       /* played and watched percent, due, waiting */
    EPI_NOTICE_PRIVATE_ON,   /* nothing is looked up or written from now on */
    EPI_NOTICE_PRIVATE_OFF,
    EPI_NOTICE_CHOICES,     /* list, candidates: answered by EPI_FACT_ANSWER; without candidates it
                             * is of none, and text says why */
    EPI_NOTICE_NO_CHOICES,  /* there are no candidates for the file on screen */
    EPI_NOTICE_CHOSEN,      /* this folder's files are of this series, or this file is of this
                             * episode, from now on */
    EPI_NOTICE_NONE_CHOSEN, /* none of the candidates: it is kept, and not asked again */
    EPI_NOTICE_SENT,        /* a service accepted it */
    EPI_NOTICE_LATER,       /* a service cannot be reached or is busy; tried again at next_at */
    EPI_NOTICE_DEAD,        /* a service will never accept it */
    EPI_NOTICE_HELD,        /* the account at a service may not do this */
    EPI_NOTICE_SIGN_IN,     /* the user has to sign in to a service */
    EPI_NOTICE_FOLDER,      /* .epimark in this file's folder is used for the first time */
    EPI_NOTICE_UNDO_ASKED,  /* whether this act, of another file or long ago, is to be taken back:
                             * EPI_FACT_UNDO within 5 s does it */
    EPI_NOTICE_OVERDUE,     /* what has waited for over a day, once: waiting; text says why */
    EPI_NOTICE_LOOKING,     /* what there is to choose from is looked up: EPI_NOTICE_CHOICES,
                             * _EPISODES, _ORDERS or _NO_CHOICES follows */
    EPI_NOTICE_GAP,         /* the episode is not in the journal, though the one before it is and
                             * the one after it is on screen; only if the option osd has gaps */
    EPI_NOTICE_KEPT,        /* it was watched, and is not sent at once; text says why. unsure */
    EPI_NOTICE_LEFT_ALONE,  /* the file on screen is no episode, as the user says */
    EPI_NOTICE_MENU,        /* for a menu: series, episode, rating, played, watched_at, and what is
                             * named for it below */
    EPI_NOTICE_EPISODES,    /* list, candidates: episodes of one series; answered by
                             * EPI_FACT_ANSWER */
    EPI_NOTICE_ORDERS,      /* list, orders: answered by EPI_FACT_ANSWER */
    EPI_NOTICE_ORDERED,     /* the names of this series follow the order that is named in orders */
};

enum epi_notice_level {
    EPI_LEVEL_ERROR,
    EPI_LEVEL_WARN,
    EPI_LEVEL_INFO,
    EPI_LEVEL_VERBOSE,
    EPI_LEVEL_DEBUG
};

/* How things stand at a service that something is sent to. */
struct epi_service_state {
    const char *service; /* its name in the options */
    const char *service_title;
    const char *account; /* who is signed in; "": nobody is, or not any more */
    const char *error; /* what is held there and why, or the last failure that is retried, or "" */
    int due;           /* how much is to be sent ... */
    int waiting;       /* ... and how much waits for the user */
};

/* What came of facts. Members may be added at its end. Of what a notice is not about, texts are "",
 * numbers 0, and those that say so -1; no pointer but saying, candidates, services and orders is
 * NULL. No text has control characters. */
struct epi_notice {
    enum epi_notice_kind kind;
    enum epi_notice_level level;     /* as in mpv's msg-level */
    bool on_screen;                  /* for screen and log; otherwise only for the log */
    bool repeated;                   /* nothing new: it was watched or marked before */
    const char *text;                /* the same as one line of English; a line for each entry of a
                                  * list to choose from, and two in EPI_NOTICE_WELCOME: what
                                  * happens, and where the journal is */
    const struct epi_saying *saying; /* the same as data, to be written in another language; of all
                                      * that is for the screen but _CHOICES; of EPI_NOTICE_MENU why
                                      * the file does not count, or is not found; NULL: there is
                                      * only text */

    /* Which episode, season or series. Until the file is identified, as its name is read. */
    enum epi_scope scope;
    const struct epi_series *series;
    const struct epi_episode *episode;
    size_t count; /* how many episodes, seasons or series it is about; the first is above */

    int rating;                /* 1..10; 0: taken back; -1: it is not about a rating */
    double played;             /* how much of the episode was played, % of what is neither its
                                * opening nor its ending; -1 unknown */
    int watched_at;            /* the position from which it counts as watched, % of the episode */
    int due;                   /* how much is to be sent ... */
    int waiting;               /* ... and how much waits for the user */
    const char *service;       /* its name in the options, "tvmaze" */
    const char *service_title; /* "TVmaze" */
    int64_t next_at;           /* when it is tried again, seconds since 1970; 0: not by itself */

    const struct epi_candidate *const *candidates; /* best first, each without an episode */
    size_t candidate_count;                        /* up to 50 */

    int64_t list; /* the number of a list to choose from, 1 and more */
    bool unsure;  /* it waits for the user to say which series it is: EPI_FACT_CHOOSE lists them */

    /* The file: of EPI_NOTICE_MENU, IDENTIFIED, UNSURE and UNIDENTIFIED; of CHOSEN, ORDERED and, if
     * such a choice was taken back, UNDONE the one that is looked up for it. 0: there is none. */
    int64_t file;
    double confidence; /* 0..1, how sure it is which episode that is; -1 unknown */
    /* Of EPI_NOTICE_MENU. */
    bool watched;    /* it counts as watched */
    bool ended;      /* the file is not on screen any more */
    bool is_private; /* private mode is on */
    const struct epi_service_state *services;
    size_t service_count;

    /* Of EPI_NOTICE_MENU the order of the series, if that is known; of EPI_NOTICE_ORDERED the one
     * that was chosen; of EPI_NOTICE_ORDERS all: as the option order= names them. NULL: none. */
    const char *const *orders;
    size_t order_count;
    size_t order_current; /* which of them holds now; order_count: none of them */

    /* The entry of the journal whose rating, or whose being watched, it is about: what became of an
     * act has the same as the act, scope too. 0: none, or several. */
    int64_t entry;
};

/* ---- The player ---- */

struct epi_player;

/* Starts the recorder and the courier. ring is called from either, at any time, when a notice is
 * ready; it must only wake the front end. config is copied. The journal is opened by the recorder:
 * if that fails, a notice says so. Fails only if threads cannot be started. If the options could
 * not be read (epi_config_warning), nothing is looked up, written or sent, and a notice says so,
 * again in answer to each key. */
struct epi_player *epi_player_start(const struct epi_config *config, void (*ring)(void *bell),
                                    void *bell, struct epi_error *err);

/* Reports a fact, which is copied with its texts. Never waits. Facts are taken in their order;
 * after a burst only positions in the midst of continuous playing are left out. */
void epi_player_tell(struct epi_player *player, const struct epi_fact *fact);

/* The next notice, NULL if there is none. It belongs to player and lasts until the next call. */
const struct epi_notice *epi_player_notice(struct epi_player *player);

/* Seconds until the next EPI_FACT_POSITION is due while a file of this duration (seconds, 0
 * unknown) plays at this speed. Report each pause, seek and change of speed at once. */
double epi_player_interval(double duration, double speed);

/* Commits what was told, cancels what runs, joins both threads and frees player (NULL is fine).
 * Takes up to 50 ms, longer only if the disk does. */
void epi_player_stop(struct epi_player *player);

#ifdef __cplusplus
}
#endif

#endif
