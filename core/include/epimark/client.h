/* SPDX-License-Identifier: MIT
 *
 * client: one call, one answer, on the caller's own thread: which episode a file is, the journal,
 * the accounts, and any call of the web services. A call waits for what it needs: network, keyring
 * and disk. The structs that are handed out are the library's, as in match.h: read them through
 * the pointer. Of one thread, but for epi_client_cancel.
 */
#ifndef EPIMARK_CLIENT_H
#define EPIMARK_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <epimark/config.h>
#include <epimark/error.h>
#include <epimark/match.h>

#ifdef __cplusplus
extern "C" {
#endif

struct epi_client;

/* Opens what a call needs when it needs it. config is copied. Fails with the text of
 * epi_config_unreadable unless that is "". */
struct epi_client *epi_client_new(const struct epi_config *config, struct epi_error *err);
void epi_client_free(struct epi_client *client);

/* What the user has to know of the journal that a call opened ("the journal was damaged ..."), or
 * "". Borrowed from the client. */
const char *epi_client_warning(struct epi_client *client);

/* From another thread or a signal handler: what runs ends with EPI_ERROR_STOPPED. */
void epi_client_cancel(struct epi_client *client);

/* From now on what may take long says how far it is: how many of what are done, of all (0:
 * unknown). Called by the client's calls, on their thread; told must not use the client. NULL: no
 * more. */
typedef void (*epi_client_told)(void *context, size_t done, size_t all, const char *what);
void epi_client_tell(struct epi_client *client, epi_client_told told, void *context);

/* From now on waits is called while the answer of a service is awaited, at least once a second,
 * with the host that is to give it, and with NULL once it came. As told is. NULL: no more. */
typedef void (*epi_client_waits)(void *context, const char *host);
void epi_client_watch(struct epi_client *client, epi_client_waits waits, void *context);

/* Waits, or until epi_client_cancel: then false with EPI_ERROR_STOPPED. */
bool epi_client_wait(struct epi_client *client, int milliseconds, struct epi_error *err);

/* Asks the catalogues which series and episodes a file is. duration: seconds, 0 unknown. NULL on
 * failure; not to be sure is none. Valid until the client's next call. */
const struct epi_match *epi_client_match(struct epi_client *client, const char *path,
                                         double duration, struct epi_error *err);

/* ---- The journal ---- */

/* What one service is to be sent of one entry. */
struct epi_delivery {
    int64_t entry;
    const char *name;    /* what it is about, short, for people: "Show 1x02 Title" */
    const char *service; /* "tvmaze" */
    const char *kind;    /* "mark", "unmark", "rate", "rate-season", "rate-series", "play" ... */
    enum epi_scope scope;
    const char *state; /* "due", "sent", "held" (waits for the user), "dead" (refused), "dropped" */
    int value;         /* of a rating; 0 takes it back */
    int tries;
    int64_t next_at;    /* seconds since 1970; 0: not due again */
    const char *error;  /* the last one, or what it waits for; "" for none */
    const char *advice; /* of one that is not sent: what to do, or "" if error says it */
};

/* One viewing of one episode of a file. */
struct epi_entry {
    int64_t id;         /* its row; 0: it is parked */
    const char *path;   /* of a URL: without user, password, query and fragment */
    const char *name;   /* short, for people: "Show 1x02 Title" */
    const char *state;  /* "watched", "rated", "held" (unsure), "sent", "kept" (nowhere to be sent),
                         * "dead", "dropped", "undone", "left" (no episode) or "parked" */
    int64_t created_at; /* seconds since 1970; before 2000: rated, and unknown when */
    int64_t watched_at; /* seconds since 1970; before 2000: unknown; 0: not (yet) watched */
    int rating;         /* 1..10; EPI_RATING_*; 0: taken back; -1: never rated */
    int64_t rated_at;
    int season_rating;                   /* of its season, as rating */
    int series_rating;                   /* of its series */
    const struct epi_candidate *match;   /* what it was identified as, or NULL */
    const char *error;                   /* why it is not identified, or "" */
    const struct epi_delivery *identify; /* the look-up that it waits for, or NULL */
    const struct epi_delivery *const *deliveries;
    size_t delivery_count;
    int viewing; /* of the episode, from 1: 2 and more are rewatches; 0: unknown */
};

/* Calls visit for each entry, newest first, at most limit (0: all); false from visit ends it.
 * waiting_only: only those of which something is not identified or not sent. */
typedef bool (*epi_client_visit)(void *context, const struct epi_entry *entry);
bool epi_client_history(struct epi_client *client, size_t limit, bool waiting_only,
                        epi_client_visit visit, void *context, struct epi_error *err);

/* The same for the newest viewing of each episode that was watched and not rated. */
bool epi_client_unrated(struct epi_client *client, size_t limit, epi_client_visit visit,
                        void *context, struct epi_error *err);

/* Which entries; zero means any. Set size to sizeof(struct epi_filter): members may be added. */
struct epi_filter {
    size_t size;
    size_t limit;       /* at most so many, the newest */
    const char *series; /* its id, as of epi_target, or a part of its title, in any case */
    const char *path;   /* of the file */
    const char *state;  /* as of epi_entry */
    int64_t since;      /* watched (or, if it was not, first rated) at this time or later */
    int64_t until;      /* and before this one; seconds since 1970 */
    int rating;         /* the episode, its season or series is rated so; -1: is rated */
};

/* The same for the entries that a filter selects. */
bool epi_client_list(struct epi_client *client, const struct epi_filter *filter,
                     epi_client_visit visit, void *context, struct epi_error *err);

/* Calls visit for each record that is parked: made while the folder of its video did not answer, so
 * that it is not known yet whether it may count. Such an entry has a time, and may have a rating,
 * but neither row, path nor name. No list of entries has them. */
bool epi_client_parked(struct epi_client *client, epi_client_visit visit, void *context,
                       struct epi_error *err);

struct epi_sync {
    int identified;
    int sent;
    int waiting;        /* how many are left, parked ones too */
    int dead;           /* how many will not be sent */
    const char *reason; /* what the first of those left is, and why it waits; or "" */
};

/* Identifies and delivers all that is due now. backlog: also what was watched before the first
 * sign-in. NULL on failure. Valid until the client's next call. */
const struct epi_sync *epi_client_sync(struct epi_client *client, bool backlog,
                                       struct epi_error *err);

/* What a command is about: a row of the journal, or 0 and a file, or neither and a series. Without
 * all three it is what was watched or rated last. Set size to sizeof(struct epi_target): members
 * may be added. */
struct epi_target {
    size_t size;
    int64_t row;
    const char *path;
    enum epi_scope scope; /* of epi_client_rate */
    const char *series; /* "tvdb:81189", "tvmaze:169", "imdb:tt0903747", "Title", "Title (2005)" */
    const char *episodes; /* of that series: "1x02", "1x02-1x05", "1x02-05" or, over seasons,
                           * "1x02-2x03"; NULL: all */
    /* For epi_client_rate and epi_client_mark, of what is not in the journal yet: */
    bool must_exist;    /* they fail for a path with a slash that names no file here, */
    bool must_be_known; /* and for an episode that no catalogue has, if these can be asked */
};

/* Whether a text names episodes as a target does. */
bool epi_target_is_episodes(const char *text);

/* What Trakt v1 takes beside numbers. */
enum { EPI_RATING_LOVE = 11, EPI_RATING_HATE = 12 };

/* Each writes into done what it did, one line for the user. value: 1..10, 0 takes the rating back;
 * EPI_RATING_*, if ratings go to a service that takes them.
 * as: "watched", "acquired" (you have it) or "skipped" (you will not watch it). What a series is
 * marked or rated for needs no file. */
bool epi_client_rate(struct epi_client *client, const struct epi_target *target, int value,
                     char *done, size_t size, struct epi_error *err);
bool epi_client_mark(struct epi_client *client, const struct epi_target *target, const char *as,
                     char *done, size_t size, struct epi_error *err);
bool epi_client_undo(struct epi_client *client, const struct epi_target *target, char *done,
                     size_t size, struct epi_error *err);

/* Takes back that episodes are marked or were watched, and nothing else; of a series, all viewings
 * of them. */
bool epi_client_unmark(struct epi_client *client, const struct epi_target *target, char *done,
                       size_t size, struct epi_error *err);

/* Makes due again what a target still has to be sent, or (NULL) everything: also what was refused.
 * What no catalogue had is asked for again. */
bool epi_client_retry(struct epi_client *client, const struct epi_target *target, char *done,
                      size_t size, struct epi_error *err);

/* Gives up what a target still has to be sent; what was sent stays, and the row itself too. */
bool epi_client_drop(struct epi_client *client, const struct epi_target *target, char *done,
                     size_t size, struct epi_error *err);

/* Corrects a wrong match; epi_client_undo takes it back. series: "tvdb:81189", "imdb:tt0903747", or
 * a title that only one has, for what is named so in the folder. season and episode (-1: as named):
 * for this file or, with folder, to move all numbers there. order: see epi_client_order, or NULL */
bool epi_client_fix(struct epi_client *client, const struct epi_target *target, const char *series,
                    int season, int episode, bool folder, const char *order, char *done,
                    size_t size, struct epi_error *err);

/* Says that a file is none of the series that come close: it stays unsure, and is not asked again;
 * or, with no_episode, that it is no episode: nothing of it is looked up, noticed by a player or
 * sent any more. epi_client_undo takes it back. */
bool epi_client_fix_not(struct epi_client *client, const struct epi_target *target, bool no_episode,
                        char *done, size_t size, struct epi_error *err);

/* Sets which numbering the names of a target's series follow: a value of the option order. NULL:
 * says which they do, and why. epi_client_undo takes it back. */
bool epi_client_order(struct epi_client *client, const struct epi_target *target, const char *order,
                      char *done, size_t size, struct epi_error *err);

/* ---- How far a series is watched ---- */

/* Specials are left out. */
struct epi_progress {
    const struct epi_series *series;
    const struct epi_episode *last; /* the one that was watched last */
    int64_t watched_at;             /* when; seconds since 1970 */
    int watched;                    /* how many of its aired episodes; -1: its list is unknown */
    int aired;                      /* how many have been aired by today; -1: unknown */
    const struct epi_episode *next; /* what comes after the last one; NULL: nothing, or unknown */
    bool next_aired;                /* it can be watched by now */
    const char *error;              /* why its list is unknown or could not be renewed, or "" */
    int unidentified; /* how many more were watched whose name says it, not identified yet */
};

/* What is wanted of epi_progress_each. Set size to sizeof(struct epi_progress_query): members may
 * be added. */
struct epi_progress_query {
    size_t size;
    const struct epi_target *target; /* this series alone, finished or not; NULL: all in progress */
    int days;                        /* only what was watched within so many; 0: ever */
    bool offline;                    /* no catalogue is asked, also for what is not kept */
};

/* Calls visit for each series of which an episode is to come or was not watched yet, the last
 * watched first; false from visit ends it. A catalogue is asked for what is not kept; that it does
 * not answer is in error of each. */
typedef bool (*epi_progress_visit)(void *context, const struct epi_progress *progress);
bool epi_progress_each(struct epi_client *client, const struct epi_progress_query *query,
                       epi_progress_visit visit, void *context, struct epi_error *err);

/* ---- What is unsure ---- */

/* What is not identified until the user says which series it is: all files of one title in one
 * folder; or which episode of a series, that file alone. */
struct epi_question {
    int64_t row;               /* of the newest of them: epi_client_fix answers with it */
    const char *title;         /* of the series, as read; "" if the name says nothing */
    const char *name, *folder; /* of the file; with its last slash */
    const char *reason;
    size_t waiting;                                /* how many entries an answer releases */
    const struct epi_candidate *const *candidates; /* the best first */
    size_t candidate_count;
    const struct epi_series *series; /* the only one that comes close; NULL: none, or several do */
    bool which;                      /* it is that series: only the episode is to be said */
};

/* Calls visit for each question, the newest first; false from visit ends it. visit may answer. */
typedef bool (*epi_question_visit)(void *context, const struct epi_question *question);
bool epi_question_each(struct epi_client *client, epi_question_visit visit, void *context,
                       struct epi_error *err);

/* Calls visit for each series found by "Title", "Title (2005)" or an id, with how alike it is. */
typedef bool (*epi_question_visit_found)(void *context, const struct epi_candidate *found);
bool epi_question_search(struct epi_client *client, const char *title,
                         epi_question_visit_found visit, void *context, struct epi_error *err);

/* ---- Why a file is taken for an episode ---- */

/* A question to a catalogue. */
struct epi_asked {
    const char *service;  /* "tvdb" */
    const char *question; /* in words: "series by the title “Show”" */
    size_t rows;          /* how many series or episodes the answer has */
    int64_t kept_at;      /* the answer was kept since then, in seconds since 1970; 0: asked now */
    bool unchanged;       /* the answer is that what was kept is still right, and has no rows */
    const char *error;    /* why there is no answer, or "" */
};

/* A piece of evidence for or against a candidate. */
struct epi_evidence {
    const char *name; /* of its kind, the same in every version: "year-near" */
    const char *text; /* in words: "year 2004 is near 2005" */
    bool certainty;   /* whether value says from 0 to 1 how sure the episode is, if the series is */
    double value;     /* otherwise a weight: a natural logarithm, 0 is no objection */
};

/* A series that was weighed. */
struct epi_weighed {
    const struct epi_candidate *candidate; /* its confidence is the one for the series */
    double weight;                         /* the sum of all weights below */
    double certainty;                      /* 0..1, of its episode; 0: it has none */
    const struct epi_evidence *const *evidence;
    size_t evidence_count;
};

struct epi_why {
    const char *path;              /* or the name, as it was looked up */
    const struct epi_guess *guess; /* what the name says */
    /* What the journal has of it. */
    const struct epi_entry *entry;             /* or NULL: nothing */
    const struct epi_candidate *const *before; /* what came closest when it was looked up last */
    size_t before_count;
    const char *chosen; /* what the user said that it is, in words, or "" */
    /* What is decided now. */
    const struct epi_asked *const *asked;
    size_t asked_count;
    const struct epi_weighed *const *weighed; /* the likeliest series first */
    size_t weighed_count;
    const struct epi_match *match; /* or NULL: a catalogue could not be asked */
    const struct epi_error *error; /* why, or NULL */
};

/* Looks up which episode a target is, as epi_client_match does, and says how: nothing is recorded
 * or delivered. NULL on failure; that a catalogue cannot be asked is none. Valid until the client's
 * next call. */
const struct epi_why *epi_why_find(struct epi_client *client, const struct epi_target *target,
                                   struct epi_error *err);

/* ---- Forgetting ---- */

struct epi_forget {
    size_t entries;    /* how many are found */
    const char *there; /* what services have of them, in words, or "" */
    bool said;         /* there are none, but the user said what the file is, or is not */
};

/* Finds what to erase: all entries of a target (NULL: all there are) from before this time (seconds
 * since 1970; 0: any). NULL on failure. Valid until the client finds something else. */
const struct epi_forget *epi_forget_find(struct epi_client *client, const struct epi_target *target,
                                         int64_t before, struct epi_error *err);

/* Erases what was found last, so that none of it can be read in the journal's files; what is cached
 * goes too. there: first takes it back at the services, and erases nothing if that fails. */
bool epi_forget_erase(struct epi_client *client, bool there, char *done, size_t size,
                      struct epi_error *err);

/* ---- What a user keeps at TVmaze ---- */

/* The series that a target names or is of. NULL on failure. Valid until the client's next
 * epi_list_series. */
const struct epi_series *epi_list_series(struct epi_client *client, const struct epi_target *target,
                                         struct epi_error *err);

/* Whether a text has the form of such an id; whether it may be a title: it is no id, nor one that
 * is misspelt. */
bool epi_list_is_id(const char *text);
bool epi_list_is_title(const char *text);

/* Follows a series, or not any longer; puts it under a tag, which is made if it is new, or takes it
 * away. Both are for paying accounts. */
bool epi_list_follow(struct epi_client *client, const struct epi_series *series, bool followed,
                     struct epi_error *err);
bool epi_list_tag(struct epi_client *client, const struct epi_series *series, const char *tag,
                  bool tagged, struct epi_error *err);

/* Gives a tag another name, or with NULL removes it, from all series too. */
bool epi_list_rename_tag(struct epi_client *client, const char *tag, const char *name,
                         struct epi_error *err);

/* What can be followed beside a series. */
enum epi_follow { EPI_FOLLOW_PERSON, EPI_FOLLOW_NETWORK, EPI_FOLLOW_WEBCHANNEL };

/* One of it. kind: "person", "network" or "web channel". */
struct epi_followed {
    const char *kind;
    int64_t id;
    const char *name; /* or "" */
};

/* Follows one, or not any longer. text: its id, or the name of a person; "": the one that shows a
 * series. Returns which it was, until the client's next call; NULL on failure. */
const struct epi_followed *epi_list_follow_other(struct epi_client *client, enum epi_follow kind,
                                                 const char *text, const struct epi_series *series,
                                                 bool followed, struct epi_error *err);

/* Calls visit for each person, network and web channel that is followed. */
typedef bool (*epi_list_visit_followed)(void *context, const struct epi_followed *followed);
bool epi_list_each_other(struct epi_client *client, epi_list_visit_followed visit, void *context,
                         struct epi_error *err);

/* Calls visit for each series that is followed (tag is NULL), then for those under each tag. */
typedef bool (*epi_list_visit)(void *context, const struct epi_series *series, const char *tag);
bool epi_list_each(struct epi_client *client, epi_list_visit visit, void *context,
                   struct epi_error *err);

struct epi_marked {
    const struct epi_episode *episode; /* season and number -1 if TVmaze does not say */
    const char *as;                    /* "watched", "acquired" or "skipped" */
    int64_t at;                        /* seconds since 1970; 0 unknown */
};

/* Calls visit for each episode of a series that is marked, in their order. */
typedef bool (*epi_list_visit_marked)(void *context, const struct epi_marked *marked);
bool epi_list_marked(struct epi_client *client, const struct epi_series *series,
                     epi_list_visit_marked visit, void *context, struct epi_error *err);

/* ---- Accounts ---- */

/* The services one can sign in to; NULL past the end. */
const char *epi_account_service(size_t index);

/* Whether the options use this service: of one with several versions only the one that they choose,
 * or name for what is sent. */
bool epi_account_offered(const struct epi_config *config, const char *service);

/* Of one value that signing in asks for: flags. */
enum {
    EPI_FIELD_SECRET = 1 << 0,   /* is typed without echo */
    EPI_FIELD_OPTIONAL = 1 << 1, /* may be empty */
    EPI_FIELD_PRESET = 1 << 2,   /* may be empty for one that is there; so may what belongs to it,
                                  * the optional values that follow */
};

/* The prompt of a value that signing in asks for, in order; page: signing in on a web page. NULL
 * past the end, for an unknown service, and for one that has no such page. config: the options,
 * which may preset a value; NULL: whatever they are. */
const char *epi_account_field(const struct epi_config *config, const char *service, bool page,
                              size_t index, unsigned *flags);

/* Where these values come from, and what works without them: text for people, of a few lines. With
 * config, what these options leave to be typed. NULL for an unknown service. */
const char *epi_account_hint(const struct epi_config *config, const char *service);

/* Signs in with values in the order of the fields, once the service knows them. account: who it is;
 * waiting: how many deliveries from before could be sent now (epi_account_release does). */
bool epi_account_login(struct epi_client *client, const char *service, const char *const *values,
                       size_t count, char *account, size_t size, int *waiting,
                       struct epi_error *err);
bool epi_account_release(struct epi_client *client, const char *service, struct epi_error *err);

/* What to show while the user confirms on a web page, and when to ask. */
struct epi_pairing {
    const char *code; /* to be typed there; "" if the address says all */
    const char *url;  /* to be opened */
    const char *link; /* the same with the code in it, for a QR code */
    int interval;     /* seconds to wait before each poll; a poll may lengthen it */
    int lasts;        /* seconds from its beginning in which it can be confirmed, 0 unknown */
};

/* Begins to sign in on a web page. NULL on failure. Valid, and kept up to date by each poll, until
 * the client begins another one. */
const struct epi_pairing *epi_account_pair_start(struct epi_client *client, const char *service,
                                                 const char *const *values, size_t count,
                                                 struct epi_error *err);

/* Whether a person is best signed in on a web page; if not, with the values that
 * epi_account_field lists. */
bool epi_account_pairs_first(const struct epi_config *config, const char *service);

/* The same where the service needs no values, of a service of which epi_account_pairs_here is true:
 * nobody is e-mailed, and whoever opens the address, signed in at the service, confirms.
 * redirect_url: where the page leads to afterwards; NULL: nowhere. */
bool epi_account_pairs_here(const char *service);
const struct epi_pairing *epi_account_pair_here(struct epi_client *client, const char *service,
                                                const char *redirect_url, struct epi_error *err);

/* Asks once. EPI_ERROR_LATER: ask again. done: signed in and stored; account and waiting as of
 * epi_account_login. */
bool epi_account_pair_poll(struct epi_client *client, bool *done, char *account, size_t size,
                           int *waiting, struct epi_error *err);

/* Forgets the credentials, once the service was notified. untold: why it could not be, or "": the
 * access then lasts until it is revoked on its web site. */
bool epi_account_logout(struct epi_client *client, const char *service, char *untold, size_t size,
                        struct epi_error *err);

/* How an account stands. */
struct epi_account {
    const char *service;
    const char *account; /* who, or "" */
    bool signed_in;
    const char *level;   /* "premium: gold", "VIP", "subscriber" or "" */
    const char *allowed; /* what the service lets it do, "" if it was not asked */
    int64_t expires_at;  /* of the token; 0: never or unknown */
    const char *held;    /* what is held and why, or "" */
    const char *error;   /* or "" */
    int waiting;         /* deliveries that wait for it */
    int requests_a_day;  /* that the service answers; 0: unknown */
    int requests_left;   /* of these, today */
};

/* check asks the service itself; what was held for an answer that it no longer gives (a sign-in
 * refused, an account that has not paid) is then due again. NULL on failure. Valid until the
 * client's next call. */
const struct epi_account *epi_account_status(struct epi_client *client, const char *service,
                                             bool check, struct epi_error *err);

/* The sentences that the services' terms ask to be shown; NULL past the end. */
const char *epi_account_credit(size_t index);

/* ---- What is wrong ---- */

/* What is to be checked. Set size to sizeof(struct epi_doctor): members may be added. */
struct epi_doctor {
    size_t size;
    const struct epi_config *config;
    const char *const *warnings; /* what reading the options warned of */
    size_t warning_count;
    const char *sandbox; /* the folder of the sandbox that the player is in; NULL: none */
    bool names;          /* a bundle has titles, paths and names of accounts */
};

/* One thing that was checked. */
struct epi_check {
    const char *name;   /* "mpv", "plugin", "options", "keyring", "journal", "disk", "network",
                       * "clock", "account", "pace" or "waiting" */
    const char *about;  /* what of that: a file, an address, a service; or "" */
    const char *state;  /* "ok", "finding" or "skipped": not checked, text says why */
    const char *text;   /* what was found */
    const char *advice; /* of a finding: what to do; else "" */
};

/* Checks player, plugin, options, keyring, journal, disk, network, clock and accounts, and what
 * waits, and calls visit for each thing that it checked; false from visit ends it. Asks each
 * service for as little as it can, and loads the plugin's file into this process. client: NULL if
 * the options cannot be read; what needs them is then skipped. False if it was ended. */
typedef bool (*epi_doctor_visit)(void *context, const struct epi_check *check);
bool epi_doctor_run(struct epi_client *client, const struct epi_doctor *doctor,
                    epi_doctor_visit visit, void *context, struct epi_error *err);

/* The same, and all of it as JSON text for who is asked for help: what was found, versions,
 * options, counts and the last errors. It has no secret, and no title, path or name of an account
 * unless doctor->names is set. NULL if it was ended; free it. */
char *epi_doctor_bundle(struct epi_client *client, const struct epi_doctor *doctor,
                        epi_doctor_visit visit, void *context, struct epi_error *err);

/* ---- The web APIs themselves ---- */

/* The APIs by name ("tvmaze-user"); NULL past the end. */
const char *epi_api_name(size_t index);

struct epi_route {
    const char *name;
    const char *method;
    const char *path;
    const char *help;
    const char *takes; /* "id=INTEGER [page=INTEGER] --data OBJECT", or "" */
};

/* Calls visit for each route of an API; false from visit ends it. */
typedef bool (*epi_api_visit)(void *context, const struct epi_route *route);
bool epi_api_routes(const char *api, epi_api_visit visit, void *context, struct epi_error *err);

/* All routes of an API as JSON text: [{"name","method","path","params","auth","help"}]. Free it. */
char *epi_api_routes_json(const char *api, struct epi_error *err);

/* A call of a route. Set size to sizeof(struct epi_api_request): members may be added. */
struct epi_api_request {
    size_t size;
    const char *api;
    const char *route;
    const char *const *arguments; /* count texts "NAME=VALUE" */
    size_t count;
    const char *const *headers; /* header_count more, of headers that the API's document has */
    size_t header_count;
    const char *body; /* JSON text or NULL */
    bool all_pages;   /* the whole list */
    bool head;        /* the answer's headers are wanted, and not its body */
};

/* Whether a route takes such a call: if not, EPI_ERROR_NEVER with no status. warning becomes one
 * line about a value that the service's description does not list, which is sent all the same; or
 * "". */
bool epi_api_check(const struct epi_api_request *request, char *warning, size_t size,
                   struct epi_error *err);

/* Makes the call with the stored credentials. json: the answer, pretty, also of a service that
 * refuses; with head {"status","headers":{"Name":"value"}}; NULL if there was none; free it. What
 * the route does not take fails as with epi_api_check, and nothing is sent. */
bool epi_api_call(struct epi_client *client, const struct epi_api_request *request, char **json,
                  struct epi_error *err);

/* ---- JSON text, as the tool prints it; free it; NULL if memory is short ---- */

/* input is echoed byte for byte. match is NULL if err says why there is none. */
char *epi_json_match(const char *input, size_t len, const struct epi_match *match,
                     const struct epi_error *err);
char *epi_json_entry(const struct epi_entry *entry);
char *epi_json_delivery(const struct epi_delivery *delivery); /* with the id of its entry */
char *epi_json_progress(const struct epi_progress *progress);
char *epi_json_found(const struct epi_candidate *found); /* of epi_question_search */
char *epi_json_question(const struct epi_question *question);
char *epi_json_why(const struct epi_why *why);
char *epi_json_listed(const struct epi_series *series, const char *tag);
char *epi_json_followed(const struct epi_followed *followed);
char *epi_json_marked(const struct epi_marked *marked);
char *epi_json_sync(const struct epi_sync *sync);
char *epi_json_account(const struct epi_account *account);
char *epi_json_check(const struct epi_check *check);
char *epi_json_config(const struct epi_config *config);

/* Writes a guess as one line of JSON into buffer, without an allocation. Returns its length, or 0
 * if size is under 6 * len + EPI_JSON_GUESS_MAX. */
enum { EPI_JSON_GUESS_MAX = 8192 };
size_t epi_json_guess(const char *input, size_t len, const struct epi_guess *guess, char *buffer,
                      size_t size);

/* Reads {"input","duration"} from one line of JSON; EPI_ERROR_NEVER if it is not that. */
bool epi_json_read_request(const char *line, size_t len, char *path, size_t size, double *duration,
                           struct epi_error *err);

#ifdef __cplusplus
}
#endif

#endif
