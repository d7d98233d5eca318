/* SPDX-License-Identifier: MIT
 *
 * epimark, the tool: the table of commands; reads the command line.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/cli/cli.h"

#define JSON                                                                                       \
    {                                                                                              \
        "json", NULL, "JSON on standard output, for programs"                                      \
    }

#define LAST                                                                                       \
    {                                                                                              \
        "last", NULL, "what you watched or rated last"                                             \
    }

/* What is recorded of what is not there. */
#define MISSING                                                                                    \
    {                                                                                              \
        "missing", NULL, "also of a FILE that does not exist"                                      \
    }

#define FORCE                                                                                      \
    {                                                                                              \
        "force", NULL, "also an episode that the catalogues do not have"                           \
    }

/* What a command may be about; SERIES is a title or an id. */
#define EPISODES "ROW|FILE|SERIES 1x02[-1x05]|--last"
#define SERIES   "ROW|FILE|SERIES|--last"

const struct command cli_commands[] = {
    {.name = "login",
     .usage = "[--page | --here | --values] [SERVICE]",
     .group = "Accounts",
     .summary = "sign in to a service",
     .text =
         "At a terminal, you sign in to TVmaze and Trakt on a web page: its address is shown,\n"
         "with a QR code, and you confirm there. For the others you are asked for credentials\n"
         "that you already have; secrets are not echoed. If standard input is not a terminal,\n"
         "they are read from it, one a line in the order below. They are never read from\n"
         "arguments, which every program on the machine can see. They are kept in the keyring\n"
         "(with credential_store=file, in a file that only you can read). Without a service it\n"
         "shows which there are, and asks.",
     .args_max = 1,
     .options = {{"page", NULL, "confirm on a web page, even without a terminal"},
                 {"here", NULL, "tvmaze: the same without an e-mail, in a browser signed in there"},
                 {"redirect", "URL", "with --here: where the page leads to afterwards"},
                 {"values", NULL, "type credentials that you already have"}},
     .run = cli_login},
    {.name = "logout",
     .usage = "SERVICE",
     .summary = "sign out: forget the credentials of a service",
     .text =
         "Removes what `epimark login SERVICE` has stored, and revokes the token of a service "
         "that\n"
         "gave one; an API key stays valid until you change it on the service's web site. What\n"
         "is waiting for that service stays in the journal.",
     .args_min = 1,
     .args_max = 1,
     .run = cli_logout},
    {.name = "status",
     .usage = "[SERVICE...]",
     .summary = "your accounts, and what is waiting for them",
     .text = "Asks each service that you are signed in to whether the sign-in is still valid, and\n"
             "shows the account, what it may do, when its token expires, and what is waiting and\n"
             "why.",
     .args_max = -1,
     .options = {JSON, {"offline", NULL, "do not ask the services: show what is known here"}},
     .run = cli_status},
    {.name = "parse",
     .usage = "[--explain] NAME... | -",
     .group = "Names",
     .summary = "read file names: a JSON object for each",
     .text = "Reads names as the plugin does, without the network, and prints one JSON object\n"
             "a line. With - the names are read from standard input, one a line, in any\n"
             "encoding. A name of a file here is read with its folders, as a player gives it.\n"
             "Fails if the .epimark in its folder cannot be used.",
     .args_min = 1,
     .args_max = -1,
     .options = {JSON,
                 {"explain", NULL, "first print each word, what it was read as, and the rule"}},
     .run = cli_parse},
    {.name = "match",
     .usage = "FILE... | [--jsonl] -",
     .summary = "look up which episode a file is",
     .text =
         "Looks a name up as the plugin does, and says in words which series and episodes it\n"
         "is, or why that is not sure and what came closest. Into a pipe, or with --json, it\n"
         "is one JSON object a line, with \"series\":null if it was not found; a confidence of\n"
         "0.9 or more is sure. What ignore= or only= excludes is not looked up. Exits with 1\n"
         "if one was not found.",
     .args_min = 1,
     .args_max = -1,
     .options = {JSON, {"jsonl", NULL, "with -: a line is {\"input\":NAME,\"duration\":SECONDS}"}},
     .run = cli_match},
    {.name = "why",
     .usage = "ROW|FILE|SERIES 1x02|--last",
     .summary = "why a file is taken for an episode, or for none",
     .text = "Looks a file up as match does, or what a row or an episode of the journal was, and\n"
             "shows what its name says, what each service was asked and what was known from\n"
             "before, every series that was weighed with its episode and all evidence for and\n"
             "against it, and what is decided. Of a row also what was decided when it was looked\n"
             "up, and what you said. Nothing is recorded or sent. The weight of a piece of\n"
             "evidence is a natural logarithm: 0 is no objection, -4.6 one chance in a hundred; a\n"
             "percentage is how sure the episode is. Into a pipe it is JSON.",
     .args_max = 2,
     .options = {JSON, LAST},
     .run = cli_why},
    {.name = "search",
     .usage = "TITLE",
     .summary = "search the catalogues for a series",
     .text =
         "Prints each series that TheTVDB or TVmaze finds by a title, \"Title (2005)\" or an id,\n"
         "with its year, country, network and ids. Exits with 1 if there is none.",
     .args_min = 1,
     .args_max = 1,
     .options = {JSON},
     .run = cli_search},
    {.name = "history",
     .usage = "[--limit N] [--series TEXT] [--since DATE] [--until DATE] [--rated[=N]]\n"
              "[--state waits|rated|held|sent|kept|refused|dropped|undone|left|parked]\n"
              "[--file FILE]",
     .group = "Journal",
     .summary = "what was watched and rated, newest first",
     .text =
         "A line for each entry: its row, time, state, episode and ratings. Below it, what a\n"
         "service has not accepted yet. What is given of series, dates, state, rating and file\n"
         "has to be true of an entry that is shown. A DATE is YYYY-MM-DD, the day itself counts.\n"
         "What is kept has no service to be sent to, and what is dropped was given up, all or a\n"
         "part of it, with `epimark queue drop`. What is parked was watched while the folder of\n"
         "its video did not answer: it has no row and no name yet. With --csv there is a first\n"
         "line of names, times are in UTC, and what a spreadsheet would take for a formula begins\n"
         "with '.",
     .options = {JSON,
                 {"csv", NULL, "CSV on standard output, for spreadsheets"},
                 {"limit", "N", "show at most N entries; default 20, with --json or --csv all"},
                 {"series", "TEXT", "with this in the title of the series, or its id: tvdb:81189"},
                 {"since", "DATE", "watched (or only rated) on that day or later"},
                 {"until", "DATE", "watched (or only rated) on that day or before"},
                 {"state", "STATE", "in this state"},
                 {"rated", "[=N]", "rated, or rated N: the episode, its season or its series"},
                 {"file", "FILE", "of this file"}},
     .run = cli_history},
    {.name = "progress",
     .usage = "[--all | " SERIES "]",
     .summary = "how far you are with each series, and what comes next",
     .text =
         "One line for each series that you watch: how many of its aired episodes you have\n"
         "watched, the last one, and the one that comes next. Behind a + is how many more were\n"
         "watched that are not identified yet. A series that is watched whole is left out unless\n"
         "it is named, and so are specials. The lists of episodes are those that are kept; a\n"
         "catalogue is asked for one that is not, or is over a week old. Exits with 1 if it does\n"
         "not answer.",
     .args_max = 1,
     .options = {JSON,
                 {"all", NULL, "also what you watched last over a year ago"},
                 {"offline", NULL, "do not ask the catalogues: show what is known here"},
                 LAST},
     .run = cli_how_far},
    {.name = "next",
     .usage = "[--all | " SERIES "]",
     .summary = "the next episode of each series that you watch",
     .text = "One line for each series as of `epimark progress`: the episode that comes after the\n"
             "one you watched last, and when it was or will be aired.",
     .args_max = 1,
     .options = {JSON,
                 {"all", NULL, "also what you watched last over a year ago"},
                 {"offline", NULL, "do not ask the catalogues: show what is known here"},
                 LAST},
     .run = cli_next},
    {.name = "report",
     .usage = "[--year N] [--series TITLE] [--private] [FILE]",
     .summary = "what you watched in figures, as a page for a browser",
     .text =
         "Writes one HTML file with everything in it: each day of each year, the series with how\n"
         "far you are and what comes next, films, days and hours, ratings, runs and gaps. It has\n"
         "no script, loads nothing from anywhere, and only you can read the file. Without FILE it\n"
         "is epimark-report.html, or epimark-2026.html of a year, in the current folder; into a\n"
         "pipe, or with -, it goes to standard output. An older report is replaced, another file\n"
         "is not. Nothing is asked of a service. Days and hours are those of your time zone, or\n"
         "of the one in TZ: TZ=Asia/Tokyo epimark report.",
     .args_max = 1,
     .options = {JSON,
                 {"year", "N", "only what was watched in that year"},
                 {"series", "TITLE", "only of this series, or its id: tvdb:81189"},
                 {"private", NULL, "without titles"},
                 {"force", NULL, "replace FILE even if it is not a report"}},
     .run = cli_report},
    {.name = "queue",
     .usage = "[--limit N | retry [TARGET] | drop TARGET]",
     .summary = "what has not been sent yet, and why",
     .text = "Each delivery that is waiting, held or refused, with its row in the journal: why,\n"
             "when it is tried again, and what to do about it. retry makes it due again, also\n"
             "what was refused, and looks up again what was unsure, of everything or of a row,\n"
             "file or series. drop gives up what that still has to be sent; what was sent stays,\n"
             "and retry of the same takes it back. TARGET is ROW, FILE, SERIES [1x02[-1x05]], or\n"
             "--last.",
     .args_max = 3,
     .options = {JSON, LAST, {"limit", "N", "show at most N entries; default 20, with --json all"}},
     .run = cli_queue},
    {.name = "sync",
     .usage = "[--backlog]",
     .summary = "send now what is waiting",
     .text = "Identifies and sends everything that waits, also if a service asked for a pause.\n"
             "Exits with 0 if nothing is left, or with 1 and the reason.",
     .options = {JSON, {"backlog", NULL, "also send what you watched before you signed in"}},
     .run = cli_sync},
    {.name = "rate",
     .usage = "[VALUE [--season|--series] [" EPISODES "]]",
     .summary = "rate an episode, its season or series from 1 to 10; 0 takes the rating back",
     .text =
         "Rates an entry of the journal by its row, a file, episodes of a series, or what you\n"
         "watched or rated last. Episode, season and series each have their own rating; VALUE is\n"
         "1 to 10, 0 to take it back, or love or hate for a server with Trakt's version 1. It is\n"
         "sent by the next mpv or by `epimark sync`. Without a value it asks about each episode\n"
         "that was watched and not rated, the newest first; without a terminal it lists them.\n"
         "A FILE with a slash has to exist, or be in the journal. Episodes of a series are looked\n"
         "up; if the catalogues cannot be asked, that is done later.",
     .args_max = 3,
     .options = {JSON,
                 {"season", NULL, "rate its season"},
                 {"series", NULL, "rate its whole series"},
                 LAST,
                 MISSING,
                 FORCE,
                 {"limit", "N", "of the list: show at most N entries"}},
     .run = cli_rate},
    {.name = "mark",
     .usage = "[--as watched|acquired|skipped] [" EPISODES "]",
     .summary = "mark episodes as watched",
     .text =
         "Marks an entry of the journal, a file, episodes of a series, or the last entry as\n"
         "watched, or as acquired (you have it) or skipped (you will not watch it). SERIES is a\n"
         "title, \"Title (2005)\" if several have it, or an id: tvdb:81189. Several episodes are\n"
         "1x02-1x05 or 1x02-05, or 1x08-2x03 over seasons, for which a catalogue is asked. It is\n"
         "sent by the next mpv or by `epimark sync`. A FILE with a slash has to exist, or be in\n"
         "the journal. Episodes of a series are looked up; if the catalogues cannot be asked,\n"
         "that is done later.",
     .args_max = 2,
     .options = {{"as", "WHAT", "watched, acquired or skipped"}, LAST, MISSING, FORCE},
     .run = cli_mark},
    {.name = "unmark",
     .usage = "[" EPISODES "]",
     .summary = "take back that episodes are marked as watched",
     .text =
         "Takes back that a row, a file, episodes of a series or the last entry is watched or\n"
         "marked; ratings stay. What was sent is removed at the services by the next mpv or by\n"
         "`epimark sync`.",
     .args_max = 2,
     .options = {LAST},
     .run = cli_unmark},
    {.name = "undo",
     .usage = "[" EPISODES "]",
     .summary = "take back the last mark, rating or correction",
     .text =
         "Takes back the last mark, rating or correction (by `epimark fix`, or a series chosen on\n"
         "screen), or the last one of a row, a file or each episode. If it was not sent yet, it\n"
         "is dropped; if it was, it is removed there if the service allows that. Without a\n"
         "correction, the one before it holds again, and what it was for is identified and sent\n"
         "anew.",
     .args_max = 2,
     .options = {LAST},
     .run = cli_undo},
    {.name = "fix",
     .usage = "ROW|FILE|SERIES 1x02|--last --series tvdb:ID|tvmaze:ID|imdb:ttID|TITLE"
              " [--season N] [--episode N] [--folder] [--order ORDER] | --none | --leave",
     .summary = "correct a wrong match",
     .text =
         "Corrects the series of a file or, with --season and --episode, says which episode of\n"
         "it the file is. A series holds for every file in that folder whose name is read as the\n"
         "same series; an episode holds for this file, wherever it is moved, and other files stay\n"
         "what they are. With --folder the numbers of that season in the folder are moved by as\n"
         "much, so that the next file is the next episode; of its other seasons then only the\n"
         "series is known, and you are asked. Of a file whose name says nothing the episode is\n"
         "needed. --order is that of `epimark order`. --none says that it is none of the series "
         "that come close: it is\n"
         "kept, and not asked again. --leave says that the file is no episode: it is left alone,\n"
         "and nothing of it is looked up or sent. What was sent wrongly is taken back.\n"
         "`epimark undo FILE` takes the correction back.",
     .args_max = 2,
     .options = {{"series", "SERIES", "an id (tvdb:81189, tvmaze:169, imdb:tt0903747), or a title"},
                 {"season", "N", "the correct season"},
                 {"episode", "N", "the correct episode"},
                 {"folder", NULL, "move the numbers of that season in the folder by as much"},
                 {"order", "ORDER", "the numbering that names of the series follow"},
                 {"none", NULL, "none of the series that come close"},
                 {"leave", NULL, "no episode: leave the file alone"},
                 LAST},
     .run = cli_fix},
    {.name = "order",
     .usage = SERIES " [auto|aired|dvd|absolute|alternate|regional]",
     .summary = "the numbering that names of a series follow",
     .text =
         "Says which order the names of a series follow. That holds in all folders; else it is\n"
         "what a file .epimark in a folder says, else what the option order= says. auto is the "
         "aired order, unless the title of the episode is that\n"
         "of the DVD's number. TheTVDB knows the orders of the series that have them; TVmaze\n"
         "knows aired, DVD and absolute orders. What an order lacks is unsure, and asked for.\n"
         "What was identified by another order is identified anew. `epimark undo` takes it back.",
     .args_max = 2,
     .options = {LAST},
     .run = cli_order},
    {.name = "pending",
     .usage = "",
     .summary = "say which series or episode is meant, of all that is unsure",
     .text =
         "Asks once for each title in a folder that waits for an answer: shows the series that\n"
         "come close, with year, country, likeness, id and the episode, and takes a number of\n"
         "the list, an id, or /TITLE to search. If the series is sure, it asks for the episode of\n"
         "each file: 2x05. l leaves a file alone. An answer is kept like one of `epimark fix` and\n"
         "releases all that waits for it: a series all of the title in the folder, another\n"
         "episode than the name's only this file. Without a terminal, it only lists the questions.",
     .options = {JSON},
     .run = cli_pending},
    {.name = "import",
     .usage = "[--apply] [--opened] [--series TITLE] [--all] [--dates ORDER] [--profile NAME] "
              "[--watched] FILE|DIR|trakt|tvmaze",
     .summary = "take in what was watched and rated elsewhere",
     .text =
         "Reads what another program or a service exported: a file, a folder or a zip. The form\n"
         "is told by the content: TV Time, Trakt, SIMKL, Netflix, Kodi and Jellyfin (.nfo), what\n"
         "mpv opened (watch_history.jsonl), or a CSV whose first line names its columns (title,\n"
         "season, episode, tvdb, imdb, watched_at, rating ...); a row of it was watched if\n"
         "watched_at says when, or unknown, also if its status is watching or dropped. Says what\n"
         "is new, known already, unsure or cannot be read, and what would be sent where; with\n"
         "--apply it is taken in. What is unsure is then asked by `epimark pending`. Twice is\n"
         "once, and after an interruption the same command goes on. A FILE of `epimark export` or\n"
         "`epimark backup`, or another journal.db, brings that whole journal. Dates are kept, and\n"
         "none is made up; a time without a zone is that of this computer. Of dates like 5/6/2024\n"
         "one that can only be read one way decides for its file, else --dates. A password is\n"
         "asked for, or read from standard input. What was imported is sent after what you watch\n"
         "here, but no play or rating that Trakt has already, no mark that TVmaze has, and\n"
         "nothing in place of a newer one. trakt and tvmaze read your history and ratings there,\n"
         "tvmaze those of premium members; ./trakt is a file.",
     .args_min = 1,
     .args_max = 1,
     .options = {JSON,
                 {"apply", NULL, "take it in"},
                 {"opened", NULL, "take what was only opened for watched"},
                 {"series", "TITLE", "take only this series or film"},
                 {"watched", NULL, "take every video of a folder for watched; its name is read"},
                 {"dates", "ORDER", "the order of its dates: day-first or month-first"},
                 {"profile", "NAME",
                  "of an export with the viewings of several people: this one's"},
                 {"all", NULL, "list every series and every line that cannot be read"}},
     .run = cli_import},
    {.name = "reconcile",
     .usage = "[--to-service] [--to-journal] [--remove-doubles] [--apply] [--all] [SERVICE]",
     .summary = "compare what a service holds with the journal, and repair it",
     .text =
         "Says what is missing at a service, what is missing here, what is there twice, and what\n"
         "has another date or rating: of trakt or tvmaze, or of both that you are signed in to. "
         "Of\n"
         "tvmaze only premium members see all; others get the series that they watched here\n"
         "compared, and no ratings. Nothing is changed without --apply, and then only what is\n"
         "asked for. --to-service sends what is missing there, and marks and ratings that are\n"
         "newer here; --to-journal takes in what is missing here or newer there, as `epimark\n"
         "import` does; --remove-doubles removes the later of two plays that are closer than the\n"
         "episode is long. A play that both have at different times is left alone: it may be the\n"
         "same viewing. After an interruption the same command goes on.",
     .args_max = 1,
     .options = {JSON,
                 {"to-service", NULL, "send what is missing there"},
                 {"to-journal", NULL, "take in what is missing here"},
                 {"remove-doubles", NULL, "remove the later of two plays of one viewing"},
                 {"apply", NULL, "do it"},
                 {"all", NULL, "list every series, and each difference"}},
     .run = cli_reconcile},
    {.name = "forget",
     .usage = "ROW|FILE|SERIES [1x02[-1x05]]|--last [--before DATE] [--there] [--yes]",
     .summary = "erase what was watched from this computer",
     .text =
         "Erases a row, a file, episodes or a whole series from the journal, with what was rated\n"
         "and chosen for it, all that is cached, and old copies: nothing of it can be read in the\n"
         "files any more. With --before, only what is older than that day, of everything if\n"
         "nothing else is given. Says first what services still have. It cannot be undone.",
     .args_max = 2,
     .options = {{"before", "DATE", "only what is from before that day: YYYY-MM-DD"},
                 {"there", NULL, "first take it back at the services"},
                 {"yes", NULL, "do not ask"},
                 LAST},
     .run = cli_forget},
    {.name = "backup",
     .usage = "[--force] FILE",
     .summary = "copy the journal to a file",
     .text = "Copies the whole journal while players use it, checks the copy, and only then calls\n"
             "it FILE: it is whole, or not there. Only you can read it. What is cached is copied\n"
             "too; what you are signed in with is not in the journal. `epimark restore` takes it\n"
             "back.",
     .args_min = 1,
     .args_max = 1,
     .options = {{"force", NULL, "overwrite a FILE that is there"}},
     .run = cli_backup},
    {.name = "restore",
     .usage = "[--force] FILE",
     .summary = "have a backup take the place of the journal",
     .text = "Checks FILE, which `epimark backup` has made, and has it take the place of the\n"
             "journal; one of an older epimark is brought up to date. Nothing is merged: what was\n"
             "there is kept beside the journal as journal.db.replaced-1, -2 ..., and what was\n"
             "watched since the backup is only there. Close the players first. What the backup\n"
             "still had to send may have been sent since: a service is asked for a play before it\n"
             "is sent again, and ratings wait for `epimark queue retry`.",
     .args_min = 1,
     .args_max = 1,
     .options = {{"force", NULL, "also if something is still to be sent from the journal"}},
     .run = cli_restore},
    {.name = "export",
     .usage = "[--csv | --trakt] [--force] [FILE]",
     .summary = "write the journal as JSON, CSV, or for Trakt's import",
     .text =
         "Writes the whole journal as JSON, to FILE or to standard output: entries, records,\n"
         "corrections, ratings, what was sent and what waits. The text is the same until the\n"
         "journal changes. --csv is for spreadsheets: a line for each entry, the newest first, as\n"
         "`epimark history --csv`, with ids. --trakt is what Trakt's import takes in, with films\n"
         "if the option films= has them. A FILE that is there is not overwritten without\n"
         "--force. Only you can read it.",
     .args_max = 1,
     .options = {{"csv", NULL, "CSV, for spreadsheets"},
                 {"trakt", NULL, "JSON for Trakt's import"},
                 {"force", NULL, "overwrite a FILE that is there"}},
     .run = cli_export},
    {.name = "follow",
     .usage = "[--undo] [--person NAME | --network[=ID] | --webchannel[=ID]] [" SERIES "]",
     .group = "Services",
     .summary = "follow a series, a person, a network or a web channel at TVmaze",
     .text =
         "The series is that of a row, of a file, or of what you watched or rated last; or give\n"
         "its title or id: tvmaze:169, tvdb:81189. A network or web channel is that of the\n"
         "series, unless its id is given. Takes effect at once. TVmaze offers this to premium\n"
         "members only.",
     .args_max = 1,
     .options = {{"undo", NULL, "stop following it"},
                 {"person", "NAME", "a person, by the name or the id at TVmaze"},
                 {"network", "[=ID]", "the network of the series, or the one with this id"},
                 {"webchannel", "[=ID]", "the web channel of the series, or the one with this id"},
                 LAST},
     .run = cli_follow},
    {.name = "tag",
     .usage = "[--undo] NAME [" SERIES "] | --rename NEW NAME | --delete NAME",
     .summary = "put a tag on a series at TVmaze; rename or delete a tag",
     .text = "The series is found as by `epimark follow`. A new tag is created. Takes effect at\n"
             "once. TVmaze offers this to premium members only.",
     .args_min = 1,
     .args_max = 2,
     .options = {{"undo", NULL, "remove the tag from the series"},
                 {"rename", "NEW", "give the tag another name"},
                 {"delete", NULL, "remove the tag, from all series too"},
                 LAST},
     .run = cli_tag},
    {.name = "marked",
     .usage = "[" SERIES "]",
     .summary = "what is marked, followed and tagged at TVmaze",
     .text = "One line for each marked episode of the series: its mark, the time, its title. The\n"
             "series is found as by `epimark follow`. Without a series, lists what you follow and\n"
             "the series under your tags, which TVmaze offers to premium members only.",
     .args_max = 1,
     .options = {JSON, LAST},
     .run = cli_marked},
    {.name = "api",
     .usage = "[SERVICE [ROUTE [NAME=VALUE]...]]",
     .summary = "call any route of a web service",
     .text = "Without a service, lists the services; without a route, the service's routes and\n"
             "their parameters (with --json, all details). A call is sent with your credentials,\n"
             "and prints the JSON of the answer. Parameters that a route does not accept are an\n"
             "error, and nothing is sent; a value that the service's description does not list\n"
             "is sent after a warning.",
     .args_max = -1,
     .options = {JSON,
                 {"data", "JSON", "the body; - to read it from standard input"},
                 {"header", "NAME=VALUE...", "a header that the service documents"},
                 {"head", NULL, "print the headers of the answer, as a HEAD route does"},
                 {"all-pages", NULL, "get all pages of a list"}},
     .run = cli_api},
    {.name = "doctor",
     .usage = "[--bundle FILE [--names]]",
     .group = "About",
     .summary = "check all that has to work, and say what to do",
     .text = "Checks mpv, the plugin, the options, the keyring, the journal and its disk, the\n"
             "network, the clock and your accounts, and what waits. Prints a line for each, and\n"
             "for each finding what to do. Each service that you use is asked for its address\n"
             "and for your account, nothing else. Exits with 1 if it found anything.\n"
             "--bundle writes all of it to a new file, with versions, options, counts and the\n"
             "last errors, for who is asked for help. It has no secrets.",
     .options = {JSON,
                 {"bundle", "FILE", "write the findings to a file that is not there yet"},
                 {"names", NULL, "with --bundle: also titles, paths and names of accounts"}},
     .run = cli_doctor},
    {.name = "options",
     .usage = "",
     .summary = "every option: its value, where it comes from, what it does",
     .text = "Options are set in script-opts/epimark.conf in mpv's folder, by epimark-NAME=VALUE\n"
             "in mpv's script-opts, or for one command by --set NAME=VALUE.",
     .options = {JSON},
     .run = cli_options},
    {.name = "version",
     .usage = "",
     .summary = "the version and the credits",
     .text = "Prints the version and the credits.",
     .run = cli_version},
    {.name = "help",
     .usage = "[COMMAND]",
     .summary = "this text, or the help of a command",
     .text = "The same as epimark COMMAND --help.",
     .args_max = 1,
     .run = cli_help},
    {.name = NULL},
};

const struct command *cli_command(const char *name)
{
    for (const struct command *command = cli_commands; command->name; command++) {
        if (strcmp(command->name, name) == 0)
            return command;
    }
    return NULL;
}

const char *cli_value(const struct cli_call *call, const char *option)
{
    for (size_t i = 0; i < CLI_OPTIONS_MAX && call->command->options[i].name; i++) {
        if (strcmp(call->command->options[i].name, option) == 0)
            return call->values[i];
    }
    return NULL;
}

/* ---- Options ---- */

enum { SETS_MAX = 64 };

/* The options of all commands, as given on the command line. */
struct globals {
    const char *config;
    const char *data;
    const char *sets[SETS_MAX];
    int set_count;
    bool help;
    bool version;
};

static enum cli_exit set_options(struct cli_call *call, const struct globals *globals)
{
    struct epi_error err;
    call->config = epi_config_new(&err);
    if (!call->config)
        return cli_failed(&err);
    enum cli_exit chosen = cli_choose_journal(call, globals->data);
    if (chosen != CLI_DONE)
        return chosen;
    if (!cli_read_options(call, globals->config))
        return CLI_FAILED;
    for (int i = 0; i < globals->set_count; i++) {
        char name[64];
        const char *equals = strchr(globals->sets[i], '=');

        if (!equals || equals - globals->sets[i] >= (long)sizeof(name)) {
            return cli_usage(call, "invalid value '%s' for --set; expected NAME=VALUE",
                             globals->sets[i]);
        }
        snprintf(name, sizeof(name), "%.*s", (int)(equals - globals->sets[i]), globals->sets[i]);
        if (!epi_config_set(call->config, name, equals + 1, EPI_SOURCE_COMMAND, &err))
            return cli_usage(call, "%s", err.text);
    }
    return CLI_DONE;
}

/* ---- The command line ---- */

/* The value of an option: what follows '=', or the next argument. NULL if there is none. */
static const char *value_of(const char *equals, char **argv, int *i)
{
    if (equals)
        return equals + 1;
    return argv[*i + 1] ? argv[++*i] : NULL;
}

/* Keeps what is most like a name. */
static void keep_nearest(const char *one, const char *name, const char **nearest, double *best)
{
    double similarity = epi_parser_similarity(one, name);

    if (similarity <= *best)
        return;
    *best = similarity;
    *nearest = one;
}

/* Suggests the option with the most similar name. len: of "name" in "--name=value". */
static enum cli_exit unknown_option(const struct cli_call *call, const char *shown, size_t len)
{
    static const char *const common[] = {"config", "set", "data", "help", "version"};
    char name[64];
    const char *nearest = NULL;
    double best = 0.5;

    snprintf(name, sizeof(name), "%.*s", (int)(len < sizeof(name) ? len : 0), shown + 2);
    for (size_t i = 0; call->command && i < CLI_OPTIONS_MAX && call->command->options[i].name; i++)
        keep_nearest(call->command->options[i].name, name, &nearest, &best);
    for (size_t i = 0; i < sizeof(common) / sizeof(*common); i++)
        keep_nearest(common[i], name, &nearest, &best);
    const char *where = call->command ? "" : " before the command";
    if (!nearest)
        return cli_usage(call, "unknown option '%s'%s", shown, where);
    return cli_usage(call, "unknown option '%s'%s; did you mean '--%s'?", shown, where, nearest);
}

/* Reads one --name, either of all commands or of this one. */
static enum cli_exit take_option(struct cli_call *call, struct globals *globals, char **argv,
                                 int *i)
{
    const char *name = argv[*i] + 2;
    const char *equals = strchr(name, '=');
    size_t len = equals ? (size_t)(equals - name) : strlen(name);
    const char **value = NULL;
    const char *shown = argv[*i];
    bool flag = false;
    bool may_lack = false;

    if (len == 6 && strncmp(name, "config", len) == 0) {
        value = &globals->config;
    } else if (len == 3 && strncmp(name, "set", len) == 0) {
        if (globals->set_count == SETS_MAX)
            return cli_usage(call, "too many --set options: at most %d", SETS_MAX);
        value = &globals->sets[globals->set_count++];
    } else if (len == 4 && strncmp(name, "help", len) == 0) {
        globals->help = flag = true;
    } else if (len == 7 && strncmp(name, "version", len) == 0) {
        globals->version = flag = true;
    }
    for (size_t k = 0; !value && !flag && call->command && k < CLI_OPTIONS_MAX; k++) {
        const struct cli_option *option = &call->command->options[k];
        if (!option->name)
            break;
        if (len != strlen(option->name) || strncmp(option->name, name, len) != 0)
            continue;
        flag = !option->value;
        may_lack = option->value && option->value[0] == '[';
        value = &call->values[k];
        if (option->value && strstr(option->value, "...")) {
            if (call->repeated_count == CLI_REPEATED_MAX)
                return cli_usage(call, "too many %s options: at most %d", shown, CLI_REPEATED_MAX);
            value = &call->repeated[call->repeated_count++];
        }
    }
    /* epimark api has a --data of its own. */
    if (!value && !flag && len == 4 && strncmp(name, "data", len) == 0)
        value = &globals->data;
    if (!value && !flag)
        return unknown_option(call, shown, len);
    if (flag && equals)
        return cli_usage(call, "option '%s' takes no value", shown);
    if (value && !(*value = flag || (may_lack && !equals) ? "" : value_of(equals, argv, i)))
        return cli_usage(call, "option '%s' needs a value", shown);
    return CLI_DONE;
}

/* Suggests the command that does this elsewhere, or the one with the most similar name. */
static enum cli_exit unknown_command(const struct cli_call *call, const char *name)
{
    static const struct {
        const char *name;
        const char *here;
    } elsewhere[] = {
        {"inbox", "rate"},      {"unrate", "rate"},    {"list", "history"},
        {"log", "history"},     {"watched", "mark"},   {"seen", "mark"},
        {"redo", "undo"},       {"correct", "fix"},    {"explain", "why"},
        {"find", "search"},     {"retry", "queue"},    {"drop", "queue"},
        {"send", "sync"},       {"delete", "forget"},  {"remove", "forget"},
        {"erase", "forget"},    {"signin", "login"},   {"signout", "logout"},
        {"accounts", "status"}, {"config", "options"}, {"settings", "options"},
        {"check", "doctor"},
    };
    const char *nearest = NULL;
    double best = 0.5;

    for (size_t i = 0; i < sizeof(elsewhere) / sizeof(*elsewhere); i++) {
        if (strcmp(elsewhere[i].name, name) == 0)
            nearest = elsewhere[i].here;
    }
    if (nearest)
        return cli_usage(call, "unknown command '%s'; did you mean '%s'?", name, nearest);
    for (const struct command *command = cli_commands; command->name; command++)
        keep_nearest(command->name, name, &nearest, &best);
    if (nearest)
        return cli_usage(call, "unknown command '%s'; did you mean '%s'?", name, nearest);
    return cli_usage(call, "unknown command '%s'", name);
}

static enum cli_exit read_line(struct cli_call *call, struct globals *globals, char **argv)
{
    bool only_args = false;

    for (int i = 1; argv[i]; i++) {
        enum cli_exit result = CLI_DONE;

        if (!only_args && strcmp(argv[i], "--") == 0) {
            only_args = true;
        } else if (!only_args && argv[i][0] == '-' && argv[i][1] == '-') {
            result = take_option(call, globals, argv, &i);
        } else if (!only_args && strcmp(argv[i], "-h") == 0) {
            globals->help = true;
        } else if (!only_args && argv[i][0] == '-' && argv[i][1]) {
            result = cli_usage(call, "unknown option '%s'", argv[i]);
        } else if (call->command) {
            call->args[call->arg_count++] = argv[i];
        } else if (!(call->command = cli_command(argv[i]))) {
            result = unknown_command(call, argv[i]);
        }
        if (result != CLI_DONE)
            return result;
    }
    call->json = call->command && cli_value(call, "json");
    return CLI_DONE;
}

static enum cli_exit too_many(const struct cli_call *call)
{
    const struct command *command = call->command;
    bool titled = strstr(command->usage, "SERIES") || strstr(command->usage, "TITLE");

    return cli_usage(call, "unexpected argument: %s%s", call->args[command->args_max],
                     titled ? "; a title of several words has to be in quotation marks" : "");
}

static enum cli_exit run(struct cli_call *call, char **argv)
{
    struct globals globals = {0};
    enum cli_exit result = read_line(call, &globals, argv);
    const struct command *command = call->command;

    if (result != CLI_DONE)
        return result;
    if (globals.help) {
        cli_print_help(stdout, command);
        return CLI_DONE;
    }
    if (globals.version)
        return cli_version(call);
    if (!command) {
        cli_print_help(stderr, NULL);
        return CLI_USAGE;
    }
    if (call->arg_count < command->args_min)
        return cli_missing(call);
    if (command->args_max >= 0 && call->arg_count > command->args_max)
        return too_many(call);
    result = set_options(call, &globals);
    return result == CLI_DONE ? command->run(call) : result;
}

int main(int argc, char **argv)
{
    cli_end_with_pipe();
    struct cli_call *call = calloc(1, sizeof(*call));
    enum cli_exit result = CLI_FAILED;

    if (call && (call->args = calloc((size_t)argc + 1, sizeof(*call->args))))
        result = run(call, argv);
    if (call) {
        epi_config_free(call->config);
        free(call->data);
        free(call->sandbox);
        for (size_t i = 0; i < call->warning_count; i++)
            free(call->warnings[i]);
        free(call->warnings);
        free(call->args);
    }
    free(call);
    cli_print_warning();
    if (fflush(stdout) != 0 || ferror(stdout)) {
        cli_error("cannot write to standard output: %s", strerror(errno));
        result = CLI_FAILED;
    }
    return (int)result;
}
