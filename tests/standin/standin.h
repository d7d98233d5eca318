/* SPDX-License-Identifier: MIT
 *
 * standin: the web services on loopback, as they document themselves, for tests and trials.
 *
 * One port serves TVmaze (/tvmaze public, /tvmaze/v1 user), TheTVDB (/tvdb/v4, /tvdb2), Trakt
 * (/trakt, /trakt-auth, /trakt1) and MDBList (/mdblist) over plain http. It keeps what it is told,
 * refuses what the real ones refuse, logs every request and can be told to fail. It knows nothing
 * of core or matching and shares no code with them. Any thread may call anything here.
 */
#ifndef EPIMARK_TESTS_STANDIN_STANDIN_H
#define EPIMARK_TESTS_STANDIN_STANDIN_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* The only credentials that are accepted. */
#define STANDIN_TVMAZE_USER      "viewer"
#define STANDIN_TVMAZE_KEY       "standin-tvmaze-key"
#define STANDIN_TVMAZE_FREE_USER "viewer-free" /* no Premium: /user/... is refused */
#define STANDIN_TVMAZE_FREE_KEY  "standin-tvmaze-free-key"
#define STANDIN_TVMAZE_EMAIL     "viewer@example.org"      /* may be paired */
#define STANDIN_TVMAZE_UNREADY   "unconfirmed@example.org" /* known, but never confirmed */
#define STANDIN_TVDB_KEY         "5ca1ab1e-0000-4000-8000-00000000f00d" /* licensed: takes no PIN */
#define STANDIN_TVDB_USER_KEY    "5ca1ab1e-0000-4000-8000-00000000beef" /* wants the PIN below */
#define STANDIN_TVDB_PIN         "STANDPIN"
#define STANDIN_TVDB2_KEY        "5ca1ab1e0000f00d"
#define STANDIN_TVDB2_USER       "viewer"
#define STANDIN_TVDB2_USER_KEY   "5ca1ab1e0000beef"
#define STANDIN_TRAKT_ID         "5ca1ab1e00000000000000000000000000000000000000000000000000000001"
#define STANDIN_TRAKT_SECRET     "5ca1ab1e00000000000000000000000000000000000000000000000000000002"
#define STANDIN_TRAKT_ACCESS     "5ca1ab1e00000000000000000000000000000000000000000000000000000003"
#define STANDIN_TRAKT_REFRESH    "5ca1ab1e00000000000000000000000000000000000000000000000000000004"
#define STANDIN_TRAKT_USER       "viewer"
/* More of Trakt's apps: one that has no secret, and one that Trakt refuses, as its owner is no VIP
 * member. */
#define STANDIN_TRAKT_PUBLIC_ID "5ca1ab1e00000000000000000000000000000000000000000000000000000007"
#define STANDIN_TRAKT_FREE_ID   "5ca1ab1e00000000000000000000000000000000000000000000000000000008"
#define STANDIN_TRAKT1_KEY      "5ca1ab1e000000000000000000000005"
#define STANDIN_TRAKT1_USER     "viewer"
#define STANDIN_TRAKT1_PASSWORD "standin-password"
#define STANDIN_TRAKT1_SHA1     "8d04bc991a5798f725a670038e3ab6c70bf94efd" /* of the password */
#define STANDIN_MDBLIST_KEY     "5ca1ab1e0000000000000009"
#define STANDIN_MDBLIST_ID      "5ca1ab1e0000000000000000000000000000000a" /* of an app */
#define STANDIN_MDBLIST_USER    "viewer"

struct standin;

/* All of it may be left zero. */
struct standin_options {
    int port;                  /* 0: any free one */
    const char *log_file;      /* every request is appended here, one JSON object a line */
    const char *faults_file;   /* one fault a line, as standin_fault takes it */
    const char *catalogue;     /* the stand-in's own kind of catalogue; NULL: tests/data */
    const char *catalogue_dir; /* shows.jsonl, episodes.jsonl, anime.jsonl, instead of the above */
    bool limits;               /* enforce the documented rates with 429 */
};

/* Starts serving on 127.0.0.1. NULL after one line on stderr when it cannot. */
struct standin *standin_start(const struct standin_options *options);

/* Ends every request, stalled ones too, and frees all. NULL is fine. */
void standin_stop(struct standin *standin);

/* The port on 127.0.0.1 that it listens on. */
int standin_port(const struct standin *standin);

/* "http://127.0.0.1:PORT", to put a service's prefix behind; borrowed. */
const char *standin_url(const struct standin *standin);

/* Adds a fault: {"match":"PUT /tvmaze/v1/scrobble/+","nth":1,"times":1,"do":"status","status":429,
 * "headers":{},"body":"","size":0} with an asterisk for the plus; README.md tells the rest. */
bool standin_fault(struct standin *standin, const char *json);

/* Turns a knob, as POST /__control does: {"advance":3600}, {"expire":"trakt"}; see README.md. */
bool standin_control(struct standin *standin, const char *json);

/* Requests so far that match "METHOD /path", '*' standing for anything; NULL counts all. */
int standin_count(struct standin *standin, const char *match);

/* Waits until that many requests have come; false after the time-out. */
bool standin_wait(struct standin *standin, const char *match, int count, int timeout_ms);

/* Waits until it is decided what becomes of all connections that were made before: how a request is
 * served does not depend on what is said from now on, even if who sent it has given it up. */
bool standin_hear(struct standin *standin);

/* All requests as a JSON array: n, at, method, path, query, headers, body, status, fault.
 * Nothing is redacted: these credentials are no secrets. The caller frees. */
char *standin_log(struct standin *standin);

/* What GET /__state answers; the caller frees. */
char *standin_state(struct standin *standin);

/* What was received, for people: what was identified, marked and rated, and how often. */
void standin_report(struct standin *standin, FILE *out);

#endif
