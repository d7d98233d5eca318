/* SPDX-License-Identifier: MIT
 *
 * cli: the tool, core's second front end. main.c contains the table of commands and reads the
 * command line; the functions of each group of commands are in one file. All files here may use the
 * terminal, signals and file-level variables, and of core only its public headers.
 */
#ifndef EPIMARK_CLI_CLI_H
#define EPIMARK_CLI_CLI_H

#include <stdio.h>

#include <epimark/client.h>

enum cli_exit { CLI_DONE, CLI_FAILED, CLI_USAGE };

enum { CLI_OPTIONS_MAX = 10, CLI_REPEATED_MAX = 8 };

/* An option of one command. */
struct cli_option {
    const char *name; /* "limit" for --limit */
    const char
        *value; /* the name of its value in the help: "N"; "[=N]": it may be left out; "N...":
                        * it may be given several times; NULL for a flag */
    const char *help;
};

struct cli_call;

struct command {
    const char *name;
    const char *usage; /* what follows the name: "[ROW|FILE]" */
    const char *group; /* the heading above it; NULL: the same as before */
    const char *summary;
    const char *text; /* its --help, without the usage line and the options */
    int args_min;
    int args_max;                               /* -1: any number */
    struct cli_option options[CLI_OPTIONS_MAX]; /* ends with a NULL name */
    enum cli_exit (*run)(const struct cli_call *call);
};

/* A command line after it has been read. */
struct cli_call {
    const struct command *command;
    const char *values[CLI_OPTIONS_MAX];    /* by index in command->options; NULL: not given */
    const char *repeated[CLI_REPEATED_MAX]; /* the values of the option with several */
    size_t repeated_count;
    char **args;
    int arg_count;
    bool json;
    struct epi_config *config;
    char *data;      /* the folder of the journal that the command is about; NULL: unknown */
    char *sandbox;   /* the folder of the sandbox that it lies in; NULL: in none */
    char **warnings; /* what reading the options warned of */
    size_t warning_count;
};

/* The value of an option of this command ("" for a flag that is given), or NULL. */
const char *cli_value(const struct cli_call *call, const char *option);

/* Reads a number of digits only. False if it is anything else, or outside the range. */
bool cli_number(const char *text, long long min, long long max, long long *number);

/* Frees the client and prints what was done, or the error. */
enum cli_exit cli_answer(struct epi_client *client, bool ok, const char *done,
                         const struct epi_error *err);

/* Reads what a command is about from its arguments, from the first-th on: ROW (a file whose name is
 * digits is given as ./123), FILE, or a series and its episodes; or --last, or nothing. series:
 * whether a text alone that is no file is a series. Prints what is wrong. */
enum cli_exit cli_target(const struct cli_call *call, int first, bool series,
                         struct epi_target *target);

/* The same if no episodes, but a value may follow (NULL: none does). */
enum cli_exit cli_target_alone(const struct cli_call *call, const char **value,
                               struct epi_target *target);

/* Whether anything says what the command is about. */
bool cli_has_target(const struct cli_call *call, int first);

/* Reads --limit, of which a default is in limit already. Prints what is wrong. */
enum cli_exit cli_limit(const struct cli_call *call, long long *limit);

/* The beginning of a day "YYYY-MM-DD" in local time, in seconds since 1970. False if it is none. */
bool cli_date(const char *text, int64_t *at);

/* Returns a client that Ctrl+C cancels. NULL after printing an error. Free it with
 * cli_client_free. */
struct epi_client *cli_client(const struct cli_call *call);
void cli_client_free(struct epi_client *client);

/* How many entries are to be looked up; 0 if the journal cannot be read. */
int cli_unidentified(struct epi_client *client);

/* Finds the journal that the command is about, and has its config use it: the one in the folder
 * given (NULL: none), the user's own, or that of a player in a sandbox if it is the only one. */
enum cli_exit cli_choose_journal(struct cli_call *call, const char *given); /* journals.c */

/* Reads the options that hold for that journal, and those of a file (NULL: none). False after
 * printing that it is not there. */
bool cli_read_options(struct cli_call *call, const char *file); /* settings.c */

/* Says which journal that was, and which others there are, if there is more to say than the user's
 * own. */
void cli_print_journals(const struct cli_call *call);

/* Says on a terminal how far something is that takes more than a second, and how long it still
 * takes: "12 of 80 names, 3 min left"; total: 0 unknown. Before anything else is printed there it
 * has to be cleared. */
void cli_progress(size_t done, size_t total, const char *what); /* progress.c */

/* Names what is looked up from now on, of a file without its folders. While a host is waited for
 * for more than a second, it is said on a terminal: "Lost 1x02: asking api.tvmaze.com, 3 s", or how
 * far it is. host: NULL once it is not waited for any more. */
void cli_progress_about(const char *text);
void cli_progress_wait(const char *host);
void cli_progress_clear(void);

/* Has the program end without a word if what reads its output has ended, as other filters do, also
 * if the one that started it ignores or blocks that signal. */
void cli_end_with_pipe(void);

/* Whether Ctrl+C was pressed since cli_client. */
bool cli_interrupted(void);

/* Reads as read(2) does, but fails with EINTR if Ctrl+C was pressed, be it in the last instant. */
ssize_t cli_read(int fd, void *bytes, size_t len);

/* ---- Text on a terminal (wrap.c) ---- */

/* Whether standard output is a terminal. */
bool cli_terminal(void);

/* How many columns the terminal has that out is; 80 if that is unknown. CLI_COLUMNS_MAX if it is
 * none: no line ends. With fewer than CLI_NARROW, two things have no room beside each other. */
enum { CLI_COLUMNS_MAX = 1 << 30, CLI_NARROW = 48 };
int cli_columns(FILE *out);

/* What text is printed as: on a terminal that has colours, unless NO_COLOR is set. */
enum cli_paint { CLI_PLAIN, CLI_GOOD, CLI_WAITS, CLI_BAD, CLI_DIM };

/* Has all that follows on standard output be of this kind. */
void cli_paint(enum cli_paint paint);

/* Writes text from outside (a path, an answer) as one line, without what could move the cursor or
 * change the direction of what follows. */
void cli_print(FILE *out, const char *text);

/* The same on a terminal if it is beside other text, whose order it is to leave as it is: what is
 * written from right to left is kept apart. */
void cli_print_apart(FILE *out, const char *text);

/* As cli_print, of as many characters as fit. Returns how many columns they take. */
int cli_cut(FILE *out, const char *text, int columns);

/* How many columns text takes that is printed so. */
int cli_width(const char *text);

/* Where text stands on a terminal: all of its lines begin at indent. */
struct cli_block {
    int columns;
    int indent;
    enum cli_paint paint;
};

/* Prints text that goes on in new lines where it does not fit, and ends the line. column: where the
 * cursor is. On a terminal, what is written from right to left is kept apart. */
void cli_wrap(FILE *out, const struct cli_block *block, int column, const char *text);

/* The same, and leaves the cursor behind the text. */
void cli_flow(FILE *out, const struct cli_block *block, int column, const char *text);

/* ---- Sentences (say.c) ---- */

/* Prints a sentence to standard output, wrapped. */
void cli_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same to stderr, of what is no error and no result. */
void cli_remark(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints a question to out, to be answered behind it. */
void cli_ask(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Prints a text of several lines that begin at indent; on a terminal they are joined and wrapped.
 * column: where the cursor is. */
void cli_paragraph(FILE *out, int column, int indent, const char *text);

/* Prints what is wrong to stderr, after "epimark: ". */
void cli_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same of an error, with what to do. Returns CLI_FAILED. */
enum cli_exit cli_failed(const struct epi_error *err);

/* The same of the command line, with how to get help; if an argument is missing. Both return
 * CLI_USAGE. */
enum cli_exit cli_usage(const struct cli_call *call, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
enum cli_exit cli_missing(const struct cli_call *call);

/* Warns of something (not with ""), once the command is done. */
void cli_warn(const char *text);

/* Prints that warning, unless cli_failed has said the same. */
void cli_print_warning(void);

/* ---- Times, JSON, lines (terminal.c) ---- */

/* "2026-11-21 21:14" in local time, or "-" if it is not known: before 2000. */
enum { CLI_TIME_MAX = 32, CLI_YEAR_2000 = 946684800 }; /* earlier times are not known */
const char *cli_time(int64_t at, char buffer[CLI_TIME_MAX]);

/* The year of a series as it stands behind its title: 0, that is none, if that ends in it already,
 * as "Doctor Who (2005)". */
int cli_year(const char *title, int year);

/* Writes cells as a line of CSV (RFC 4180). What a spreadsheet would take for a formula gets a
 * quotation mark before it. */
void cli_csv(const char *const *cells, size_t count); /* csv.c */

/* A number as a cell, or an empty one if it is less than least; a time as "2026-11-21T20:14:05Z".
 * Both return text. */
enum { CLI_CELL_MAX = 24 };
const char *cli_csv_number(long long number, long long least, char text[CLI_CELL_MAX]);
const char *cli_csv_time(int64_t at, char text[CLI_CELL_MAX]);

/* Writes JSON text and a newline, and frees the text. */
void cli_json(char *text);

/* Writes the elements of a JSON array, one a line. Begin with *first true. */
void cli_json_element(char *text, bool *first);
void cli_json_end(bool first);

/* Reads lines of any bytes from a file descriptor as they arrive. */
struct cli_lines {
    int fd;
    char *buffer;
    size_t size, start, end;
    bool over;   /* the end of the input was reached */
    bool failed; /* reading failed, or a line is too long */
};
enum { CLI_LINE_MAX = 16 << 20 };

/* The next line without its '\n'; false at the end. Flushes stdout before it waits, so that a
 * program that uses pipes for both input and output gets each answer before it asks again. */
bool cli_line(struct cli_lines *lines, const char **line, size_t *len);
void cli_lines_free(struct cli_lines *lines);

/* The commands, by file. */
enum cli_exit cli_parse(const struct cli_call *call);   /* names.c */
enum cli_exit cli_match(const struct cli_call *call);   /* match.c */
enum cli_exit cli_why(const struct cli_call *call);     /* why.c */
enum cli_exit cli_history(const struct cli_call *call); /* journal.c */
enum cli_exit cli_queue(const struct cli_call *call);
enum cli_exit cli_sync(const struct cli_call *call);
enum cli_exit cli_rate(const struct cli_call *call); /* change.c */
enum cli_exit cli_mark(const struct cli_call *call);
enum cli_exit cli_unmark(const struct cli_call *call);
enum cli_exit cli_undo(const struct cli_call *call);
enum cli_exit cli_fix(const struct cli_call *call);
enum cli_exit cli_order(const struct cli_call *call);
enum cli_exit cli_inbox(const struct cli_call *call);   /* inbox.c; of cli_rate */
enum cli_exit cli_how_far(const struct cli_call *call); /* series.c */
enum cli_exit cli_next(const struct cli_call *call);
enum cli_exit cli_report(const struct cli_call *call);
enum cli_exit cli_search(const struct cli_call *call);
enum cli_exit cli_pending(const struct cli_call *call); /* pending.c */
enum cli_exit cli_forget(const struct cli_call *call);  /* forget.c */
enum cli_exit cli_backup(const struct cli_call *call);  /* keep.c */
enum cli_exit cli_restore(const struct cli_call *call);
enum cli_exit cli_import(const struct cli_call *call);    /* import.c */
enum cli_exit cli_reconcile(const struct cli_call *call); /* reconcile.c */
enum cli_exit cli_export(const struct cli_call *call);    /* export.c */
enum cli_exit cli_login(const struct cli_call *call);     /* account.c */
enum cli_exit cli_logout(const struct cli_call *call);
enum cli_exit cli_status(const struct cli_call *call);
enum cli_exit cli_doctor(const struct cli_call *call); /* doctor.c */
enum cli_exit cli_follow(const struct cli_call *call); /* lists.c */
enum cli_exit cli_tag(const struct cli_call *call);
enum cli_exit cli_marked(const struct cli_call *call);
enum cli_exit cli_api(const struct cli_call *call);     /* api.c */
enum cli_exit cli_options(const struct cli_call *call); /* about.c */
enum cli_exit cli_version(const struct cli_call *call);
enum cli_exit cli_help(const struct cli_call *call); /* help.c */

/* The table in main.c, which ends with a NULL name, and a command in it by name. */
extern const struct command cli_commands[];
const struct command *cli_command(const char *name);

/* Prints the services that the user can sign in to, and what each asks for. */
void cli_print_services(FILE *out);

/* Goes on with a sign-in on a web page: shows the address, waits until the user has confirmed,
 * prints errors. account and waiting are as in epi_account_pair_poll. */
enum cli_exit cli_pair(struct epi_client *client, const struct epi_pairing *pairing, char *account,
                       size_t size, int *waiting);

/* Prints text as a QR code; prints nothing if it does not fit. */
void cli_qr(FILE *out, const char *text);

/* Prints on a terminal, in words, what a name is found to be; match is NULL if err says why there
 * is none. */
void cli_print_match(const char *name, const struct epi_match *match,
                     const struct epi_error *err); /* why.c */

/* import of a file that is a whole journal. */
enum cli_exit cli_take_journal(const struct cli_call *call); /* keep.c */

/* "To trakt: 12 plays" */
struct epi_import_target;
void cli_say_target(const struct epi_import_target *target); /* import.c */

/* A rating in words: "7/10", "love"; and as 1 to 10, or less than 1 if there is none. */
enum { CLI_RATING_MAX = 16 };
const char *cli_rating(int rating, char text[CLI_RATING_MAX]); /* journal.c */
int cli_rating_number(int rating);

/* What lists call a state of an entry or a delivery. */
const char *cli_state(const char *name); /* journal.c */

/* Prints the help of a command, or of the tool if command is NULL. */
void cli_print_help(FILE *out, const struct command *command);

#endif
