/* SPDX-License-Identifier: MIT
 *
 * recording: what the recorder knows while it runs (the file on screen and the one before, the
 * journal, private mode), and what recorder.c, keys.c, choosing.c and live.c do with it: notify the
 * front end, commit records, ask the courier. Only they use it.
 */
#ifndef EPIMARK_PLAYER_RECORDING_H
#define EPIMARK_PLAYER_RECORDING_H

#include <stdatomic.h>

#include "core/identify/folder_file.h"
#include "core/identify/known_name.h"
#include "core/identify/usual_length.h"
#include "core/journal/journal.h"
#include "core/journal/plan.h"
#include "core/journal/record.h"
#include "core/player/job.h"
#include "core/player/length.h"
#include "core/player/notice.h"
#include "core/player/watch.h"

enum {
    RECORDING_LABEL_MAX = 2 * MATCH_TITLE_MAX + 64,
    PREVIOUS_SECONDS = 30 * 60, /* how long a key still means a file that was closed */
};

/* What the recorder asks of its owner; called on the recorder's thread. */
struct recording_host {
    void *context;
    const atomic_bool *hurry; /* true while the player stops; NULL: never */
    void (*notice)(void *context, struct notice *notice); /* owns it from now on; it may be NULL */
    void (*job)(void *context, const struct job *job);    /* copies it */
    /* Asks for what the folder of a file says, without waiting: recorder_heard is given the answer
     * and the question's key later, or FOLDER_SILENT after some seconds. */
    void (*folder)(void *context, const struct folder_file_question *question);
};

/* What the folder of a file says of it: .epimark in it, and where it really is. Until that is
 * known, nothing is looked up, and what is recorded is only parked (journal.h). */
enum folder_says {
    FOLDER_AWAITED,
    FOLDER_SILENT, /* awaited, but the folder does not answer in time */
    FOLDER_ALLOWS,
    FOLDER_IGNORES,
    FOLDER_EXCLUDED, /* by ignore= or only= */
};

enum { WAITING_KEYS_MAX = 8 };

/* A key that is answered when the folder is known. */
struct waiting_key {
    struct record record; /* without texts */
    struct recorded recorded;
};

/* A file on screen, or the last one that was. */
struct viewing {
    bool loaded;  /* there is one */
    int64_t file; /* as notices and facts name it, from 1 */
    bool episode; /* its name is read, or known, as an episode or a film that counts */
    enum known_name known;
    bool allowed; /* by ignore= and only=, as far as its path tells */
    bool alone;   /* the user says that it is no episode */
    enum folder_says folder;
    double asked_clock; /* when the folder was asked last */
    char *path;
    char *opened; /* its path as the player opened it, if ignore= or only= is set; or NULL */
    char *title;
    struct length length;
    bool sound_only;         /* it has no video: whatever its name says, it is no episode */
    enum usual_length usual; /* of one shorter than min_seconds: as long as its series' episodes */
    bool ended;              /* it is not on screen any more */
    double ended_clock;      /* since when */
    double kept_clock;       /* when what was played was last kept */
    double retry_clock;      /* not before is it tried again to record what could not be */
    int64_t met_at[MATCH_EPISODES_MAX];    /* of what could not be recorded: since when it counts */
    int64_t parked_at[MATCH_EPISODES_MAX]; /* when it was watched, while its folder is awaited */
    int live_nth;                          /* the episode that was reported last, 0 none */
    enum live_action live_action;
    int64_t live_entries[MATCH_EPISODES_MAX]; /* what its end is to send as a play; 0: none */
    double live_jump; /* seconds by which seeks have moved it since then, back and forth */
    struct waiting_key waiting[WAITING_KEYS_MAX];
    int waiting_count;
    bool list_wanted;         /* what it may be is to be listed when its folder answers */
    struct match *current;    /* what it is taken for; NULL: unsure, or not known by now */
    bool unsure;              /* the user has to say which one it is */
    bool later;               /* it could not be asked */
    char why[256];            /* what it may be then; or why it is not found or not asked; or "" */
    enum epi_sentence reason; /* the same as a sentence, of which why may be a part */
    bool ordered;             /* .epimark in its folder says which order names follow ... */
    enum episode_order order; /* ... which is this */
    struct guess guess;
    struct watch watch;
};

/* The question whether an act is to be taken back, which the same key answers. */
struct undo_asked {
    char act[RECORDING_LABEL_MAX]; /* "": none was asked */
    double clock;
};

/* What a list is of. */
enum offered_kind { OFFERED_SERIES, OFFERED_EPISODES, OFFERED_ORDERS };

/* The list that the user may choose from: of the file on screen, and closed when that ends. */
struct offered {
    enum offered_kind kind;
    struct match *candidates; /* of orders only their series; NULL: none is open */
    enum episode_order orders[NOTICE_ORDERS_MAX];
    size_t count;
    bool numbered;  /* they are shown with their episodes */
    int64_t number; /* of the list, from 1 */
};

struct recording {
    const struct epi_config *config;
    const char *folder;
    struct recording_host host;
    struct plan plan;
    struct journal *journal; /* NULL until it is needed */
    char warned[256];        /* what the journal warned of last */
    bool private;            /* private mode: nothing is looked up or written */
    bool hinted;             /* it was said what to do so that what was watched is sent */
    double private_until;    /* the clock when private mode ends by itself; 0: it does not */
    int64_t files;           /* how many were loaded */
    int64_t told_at;         /* when the last fact was, seconds since 1970 ... */
    double told_clock;       /* ... and by the monotonic clock */
    struct undo_asked asked;
    struct offered offered;
    struct viewing now;
    struct viewing previous;
};

/* ---- Notifying ---- */

/* Hands a notice over to the front end; NULL is fine. */
void recording_post(struct recording *recording, struct notice *notice);

/* A notice of nothing but one sentence, for screen and log. */
void recording_say(struct recording *recording, enum epi_notice_kind kind,
                   enum epi_notice_level level, const struct epi_saying *saying);

/* The same of a sentence that says why something is not done; why: a sentence without parts. */
void recording_say_why(struct recording *recording, enum epi_notice_kind kind,
                       enum epi_sentence sentence, enum epi_sentence why);

/* A notice of nothing but one line, from a printf format, only for the log. */
void recording_log(struct recording *recording, enum epi_notice_kind kind,
                   enum epi_notice_level level, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* A notice about the nth episode of a file that is on screen, without a text. */
struct notice *recording_notice(const struct viewing *viewing, int nth, enum epi_notice_kind kind);

/* Whether private mode is on by now, and if that ends by itself, after how many seconds; else 0. */
void recording_say_private(struct recording *recording, int seconds);

/* Shows an error. */
void recording_fail(struct recording *recording, const struct epi_error *err);

/* Fills in how much of the nth episode of a file was played, and when it counts. notice may be
 * NULL. */
void recording_fill_played(const struct recording *recording, const struct viewing *viewing,
                           int nth, struct notice *notice);

/* Has the user told what becomes of the nth episode of a file, which was watched: by the service if
 * it is sent at once, by the courier if it cannot be, and here if nothing sends it. */
void recording_say_kept(struct recording *recording, const struct viewing *viewing, int nth,
                        const struct recorded *recorded);

/* ---- The file on screen ---- */

/* The file that a key means: the one that it names, or the one on screen, or for half an hour the
 * one before. NULL if there is none. */
struct viewing *recording_shown(struct recording *recording, const struct epi_fact *fact);

/* Which of its episodes is on screen, from 1. */
int recording_nth(const struct viewing *viewing);

/* Whether this file may be looked at, looked up and recorded. */
bool recording_tracks(const struct recording *recording, const struct viewing *viewing);

/* The same, or that is still to be answered by its folder. */
bool recording_may_track(const struct recording *recording, const struct viewing *viewing);

/* Whether the user says that it is no episode. */
bool recording_is_alone(struct recording *recording, const struct viewing *viewing);

/* Whether its folder has not said yet whether it ignores the file. */
bool recording_awaits(const struct viewing *viewing);

/* Why nothing of it counts, a sentence without parts; 0 if something may. */
enum epi_sentence recording_why_private(const struct viewing *viewing);

/* What is to be asked of its folder. */
struct folder_file_question recording_question(const struct recording *recording,
                                               const struct viewing *viewing);

/* Whether it is a film. */
bool recording_is_film(const struct viewing *viewing);

/* Why it is no episode: the same. */
enum epi_sentence recording_why_none(const struct viewing *viewing);

/* From how many seconds on it counts: min_seconds, or any if it is as long as the episodes of its
 * series are. */
int recording_min_seconds(const struct recording *recording, const struct viewing *viewing);

/* Whether it is too short to count by itself. */
bool recording_is_brief(const struct recording *recording, const struct viewing *viewing);

/* Asks the courier which episode a file is. */
void recording_look_up(struct recording *recording, const struct viewing *viewing);

/* ---- The journal ---- */

/* The services that something is sent to, each once; names has JOURNAL_TARGETS_MAX. Returns how
 * many there are. */
int recording_services(const struct recording *recording, const char **names);

/* Opened with the first call; NULL, with a notice, if it cannot be opened. */
struct journal *recording_journal(struct recording *recording);

/* The order that a file's name follows if it is of that series. */
enum episode_order recording_order(struct recording *recording, const struct viewing *viewing,
                                   const struct series_ids *ids);

/* Commits a record (kind, at, nth, value, scope, live_until, and title_key if it is not the file's)
 * of a file, or of none with viewing
 * NULL, and asks the courier to deliver. While the folder of the file is awaited, it is parked, and
 * gets its uid. False, with a notice, if that fails. */
bool recording_commit(struct recording *recording, const struct viewing *viewing,
                      struct record *record, struct recorded *recorded);

/* What the journal knows of the nth episode of a file; nothing if it cannot be read. */
struct standing recording_standing(struct recording *recording, const struct viewing *viewing,
                                   int nth);

/* The folder of a file has answered: what was parked of it is added, or forgotten. */
void recording_settle(struct recording *recording, struct viewing *viewing);

#endif
