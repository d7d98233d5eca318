/* SPDX-License-Identifier: MIT */
#include "plugin/toast.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plugin/words.h"

/* A shorter remark is no hint but belongs to a name: "(2005, US)". */
enum { HINT_LEAST = 11 };

static const double same_line_seconds = 3;

/* How much of a line, after the series' title, still names the episode: all words that begin with a
 * digit or a parenthesis, or else what is before a colon. */
static size_t name_length(const char *text)
{
    size_t len = 0;
    while (text[len] == ' ' && text[len + 1] && strchr("0123456789(", text[len + 1])) {
        const char *word = text + len + 1;
        size_t bytes = strcspn(word, *word == '(' ? ")" : " :;");
        len += 1 + bytes + (word[bytes] == ')');
    }
    const char *colon = strstr(text, ": ");
    return len > 0 || !colon ? len : (size_t)(colon - text);
}

/* Where a remark in parentheses at the end of a line begins; NULL if there is none. */
static const char *remark(const char *text)
{
    size_t len = strlen(text);
    const char *open = len > 0 && text[len - 1] == ')' ? strrchr(text, '(') : NULL;
    if (!open || open == text || open[-1] != ' ' || strlen(open) < HINT_LEAST + 2)
        return NULL;
    return open;
}

/* Adds a part and returns where it begins. */
static size_t add_part(struct toast *toast, size_t *len, const char *text, size_t bytes)
{
    size_t begin = *len;
    size_t room = sizeof(toast->parts) - begin - 1;
    snprintf(toast->parts + begin, room + 1, "%.*s", (int)(bytes < room ? bytes : room), text);
    *len += strlen(toast->parts + begin);
    *len += *len + 1 < sizeof(toast->parts);
    return begin;
}

/* How much of a line is a title that it begins with, also if that is marked off. */
static size_t title_length(const char *text, const char *title)
{
    static const char begin[] = "\u2068", end[] = "\u2069";
    size_t len = strlen(title), marks = strncmp(text, begin, sizeof(begin) - 1) == 0;
    size_t mark = marks * (sizeof(begin) - 1);
    if (len == 0 || strncmp(text + mark, title, len) != 0 ||
        (marks && strncmp(text + mark + len, end, sizeof(end) - 1) != 0))
        return 0;
    return len + 2 * mark;
}

/* The same with the title of the episode, if that follows. */
static size_t label_length(const char *text, const struct epi_episode *episode)
{
    size_t len = name_length(text);
    size_t title = text[len] == ' ' && episode ? title_length(text + len + 1, episode->title) : 0;
    return title > 0 ? len + 1 + title : len;
}

void toast_read(struct toast *toast, const char *text, const struct epi_notice *notice)
{
    size_t strong = notice ? title_length(text, notice->series->title) : 0, len = 0;
    const char *head = text + strong;
    const char *body = head;
    if (strong > 0 && notice->kind == EPI_NOTICE_IDENTIFIED)
        body = head + strlen(head);
    else if (strong > 0)
        body = head + label_length(head, notice->episode);
    const char *head_end = body;
    body += strncmp(body, ": ", 2) == 0 || strncmp(body, "; ", 2) == 0 ? 2 : *body == ' ';
    const char *hint = remark(body), *lines = strchr(body, '\n');
    size_t body_len = lines  ? (size_t)(lines - body)
                      : hint ? (size_t)(hint - 1 - body)
                             : strlen(body);
    add_part(toast, &len, text, strong);
    toast->head = add_part(toast, &len, head, (size_t)(head_end - head));
    toast->body = add_part(toast, &len, body, body_len);
    if (lines)
        toast->hint = add_part(toast, &len, lines + 1, strlen(lines + 1));
    else
        toast->hint = add_part(toast, &len, hint ? hint + 1 : "", hint ? strlen(hint) - 2 : 0);
    toast->stars = notice && notice->kind == EPI_NOTICE_RATED ? notice->rating : 0;
}

double toast_seconds(const char *text)
{
    return fmin(3 + (double)strlen(text) / 25, 12);
}

static bool same_head(const struct toast *one, const struct toast *other)
{
    return strcmp(one->parts, other->parts) == 0 &&
           strcmp(one->parts + one->head, other->parts + other->head) == 0;
}

size_t toast_rows(const struct toast *toast, const struct toast *before, struct panel_row *rows)
{
    size_t count = 0;
    bool named = before && same_head(toast, before);
    const char *strong = toast->parts, *head = toast->parts + toast->head;
    const char *body = toast->parts + toast->body, *hint = toast->parts + toast->hint;
    if (before)
        rows[count++] = (struct panel_row){.kind = named && *strong ? PANEL_GAP : PANEL_RULE};
    if ((*strong || *head) && !named)
        rows[count++] = (struct panel_row){.kind = PANEL_HEAD, .strong = strong, .text = head};
    if (*body)
        rows[count++] = (struct panel_row){.kind = PANEL_TEXT, .text = body};
    if (toast->stars > 0)
        rows[count++] = (struct panel_row){.kind = PANEL_STARS, .stars = toast->stars};
    if (*hint)
        rows[count++] = (struct panel_row){.kind = PANEL_HINT, .text = hint};
    return count;
}

/* ---- What follows from what is on screen ---- */

static struct toast_subject subject_of(const struct epi_notice *notice)
{
    struct toast_subject none = {.topic = TOAST_OTHER};
    if (!notice)
        return none;
    switch (notice->kind) {
    case EPI_NOTICE_RATED:
    case EPI_NOTICE_UNRATED:
    case EPI_NOTICE_MARKED:
    case EPI_NOTICE_UNDONE:
    case EPI_NOTICE_KEPT:
    case EPI_NOTICE_SENT:
    case EPI_NOTICE_DEAD:
        if (notice->entry) {
            return (struct toast_subject){notice->rating >= 0 ? TOAST_RATING : TOAST_WATCHED,
                                          notice->entry, notice->scope};
        }
        break;
    case EPI_NOTICE_CHOSEN:
    case EPI_NOTICE_ORDERED:
    case EPI_NOTICE_IDENTIFIED:
        break;
    case EPI_NOTICE_LOOKING:
    case EPI_NOTICE_NO_CHOICES:
        return (struct toast_subject){.topic = TOAST_LIST};
    default:
        return none;
    }
    return notice->file ? (struct toast_subject){TOAST_CHOICE, notice->file, EPI_SCOPE_EPISODE}
                        : none;
}

static bool same_subject(const struct toast_subject *one, const struct toast_subject *other)
{
    return one->topic == other->topic && one->id == other->id && one->scope == other->scope;
}

/* The line on screen of the same subject; NULL if there is none. */
static struct toast_line *find_line(struct toasts *toasts, const struct toast_subject *subject,
                                    double clock)
{
    for (int i = toasts->count; i-- > 0 && subject->topic != TOAST_OTHER;) {
        struct toast_line *line = &toasts->lines[i];
        if (line->until > clock && same_subject(&line->subject, subject))
            return line;
    }
    return NULL;
}

/* Whether a service is one of those in "TVmaze, Trakt". */
static bool is_listed(const char *services, const char *service)
{
    for (const char *at = services; *at;) {
        size_t len = strcspn(at, ",");
        if (len == strlen(service) && strncmp(at, service, len) == 0)
            return true;
        at += len;
        at += strspn(at, ", ");
    }
    return false;
}

static void set_hint(struct toast *toast, const struct epi_language *language,
                     const struct epi_saying *saying)
{
    words_write(language, saying, toast->parts + toast->hint, sizeof(toast->parts) - toast->hint);
}

/* Whether a service took something back. */
static bool is_back(const struct epi_notice *notice)
{
    int sentence = notice->kind == EPI_NOTICE_SENT && notice->saying ? notice->saying->sentence : 0;
    return sentence == EPI_SAY_SENT_UNMARKED || sentence == EPI_SAY_SENT_UNRATED ||
           sentence == EPI_SAY_SENT_UNPLAYED;
}

/* A service accepted what the line is about: that stands in place of what was to be done. It may
 * have been told twice. */
static void add_sent(struct toast_line *line, const struct epi_notice *notice,
                     const struct epi_language *language)
{
    size_t len = strlen(line->sent);
    if (!is_listed(line->sent, notice->service_title)) {
        snprintf(line->sent + len, sizeof(line->sent) - len, "%s%s", len > 0 ? ", " : "",
                 notice->service_title);
    }
    bool choice = line->subject.topic == TOAST_CHOICE;
    line->back = line->back || is_back(notice);
    struct epi_saying sent = {choice && line->back ? WORD_PUT_RIGHT : WORD_SENT_TO,
                              {{.text = line->sent}}};
    set_hint(&line->toast, language, &sent);
}

/* The choice on screen that a service has what follows from; NULL if there is none. What is sent
 * anew may be of another file: then it names a series that the choice does not. */
static struct toast_line *find_choice(struct toasts *toasts, const struct epi_notice *notice,
                                      double clock)
{
    const char *title = notice->series->title;
    for (int i = toasts->count; i-- > 0 && notice->kind == EPI_NOTICE_SENT;) {
        struct toast_line *line = &toasts->lines[i];
        bool choice = line->until > clock && line->subject.topic == TOAST_CHOICE &&
                      line->kind != EPI_NOTICE_IDENTIFIED;
        if (choice && (is_back(notice) || line->back || (*title && strstr(line->text, title))))
            return line;
    }
    return NULL;
}

/* The file is identified as what was chosen: that is its head by now. */
static void add_identified(struct toast_line *line, const char *text,
                           const struct epi_notice *notice)
{
    struct toast chosen = line->toast;
    struct toast *toast = &line->toast;
    size_t len;
    toast_read(toast, text, notice);
    len = toast->body;
    add_part(toast, &len, chosen.parts + chosen.body, strlen(chosen.parts + chosen.body));
    toast->hint =
        add_part(toast, &len, chosen.parts + chosen.hint, strlen(chosen.parts + chosen.hint));
}

static bool is_act(enum epi_notice_kind kind)
{
    return kind == EPI_NOTICE_RATED || kind == EPI_NOTICE_UNRATED || kind == EPI_NOTICE_MARKED ||
           kind == EPI_NOTICE_UNDONE;
}

/* A service needs the user: it is not known any more that what was done is sent by itself. */
static void end_outlook(struct toasts *toasts, const struct epi_language *language)
{
    struct epi_saying kept = {EPI_SAY_NEXT_KEPT, {{.text = NULL}}};
    for (int i = 0; i < toasts->count; i++) {
        struct toast_line *line = &toasts->lines[i];
        bool hint = line->toast.parts[line->toast.hint];
        if (is_act(line->kind) && hint && !line->sent[0])
            set_hint(&line->toast, language, &kept);
    }
}

static void fill(struct toast_line *line, const char *text, const struct epi_notice *notice)
{
    snprintf(line->text, sizeof(line->text), "%s", text);
    toast_read(&line->toast, line->text, notice);
    line->kind = notice ? notice->kind : EPI_NOTICE_STATUS;
    line->subject = subject_of(notice);
    line->rating = notice ? notice->rating : -1;
    line->back = notice && is_back(notice);
    bool sent = line->kind == EPI_NOTICE_SENT;
    snprintf(line->sent, sizeof(line->sent), "%s", sent ? notice->service_title : "");
}

/* The line on screen that a notice follows from; NULL if there is none. */
static struct toast_line *find_origin(struct toasts *toasts, const struct epi_notice *notice,
                                      double clock)
{
    struct toast_subject subject = subject_of(notice);
    struct toast_line *line = find_line(toasts, &subject, clock);
    bool forth = line && line->kind != EPI_NOTICE_UNDONE && line->kind != EPI_NOTICE_UNRATED;
    struct toast_line *choice = NULL;
    if (!line || !is_act(line->kind) || (forth && is_back(notice)))
        choice = find_choice(toasts, notice, clock);
    if (choice)
        return choice;
    /* By no key: what is taken back does not hide what was sent, as if it were gone. */
    bool hides = line && line->kind == EPI_NOTICE_SENT && !line->back && is_back(notice);
    return hides ? NULL : line;
}

/* Changes the line on screen that a notice follows from. False if there is none. */
static bool follow(struct toasts *toasts, const char *text, const struct epi_notice *notice,
                   const struct epi_language *language, double clock, double until)
{
    struct toast_line *line = notice && until > clock ? find_origin(toasts, notice, clock) : NULL;
    if (!line)
        return false;
    bool choice = line->subject.topic == TOAST_CHOICE;
    bool turned = line->kind == EPI_NOTICE_SENT && line->back != is_back(notice);
    bool other =
        !choice && line->kind != EPI_NOTICE_UNDONE && (turned || notice->rating != line->rating);
    if (notice->kind == EPI_NOTICE_SENT && other && line->kind != EPI_NOTICE_SENT)
        return true; /* it had left before this act */
    if (notice->kind == EPI_NOTICE_SENT && !other && line->kind != EPI_NOTICE_KEPT)
        add_sent(line, notice, language);
    else if (notice->kind == EPI_NOTICE_IDENTIFIED && line->kind != EPI_NOTICE_IDENTIFIED)
        add_identified(line, text, notice);
    else if (line->sent[0] && !choice && notice->kind != EPI_NOTICE_SENT && !is_act(notice->kind))
        return false; /* what one service accepted stands beside what another did not */
    else
        fill(line, text, notice);
    line->shown = clock;
    line->until = fmax(line->until, until);
    return true;
}

bool toasts_keep(struct toasts *toasts, const char *text, const struct epi_notice *notice,
                 const struct epi_language *language, double clock, double until)
{
    struct toast_subject subject = subject_of(notice);
    for (int i = 0; i < toasts->count; i++) {
        const struct toast_line *line = &toasts->lines[i];
        if (clock - line->shown < same_line_seconds && same_subject(&line->subject, &subject) &&
            strcmp(line->text, text) == 0 && (line->until > 0 || until <= 0))
            return false;
    }
    if (notice && notice->kind == EPI_NOTICE_UNDONE)
        toasts_end(toasts, EPI_NOTICE_UNDO_ASKED); /* it is answered */
    if (notice && (notice->kind == EPI_NOTICE_SIGN_IN || notice->kind == EPI_NOTICE_HELD))
        end_outlook(toasts, language);
    if (follow(toasts, text, notice, language, clock, until))
        return true;
    if (toasts->count == TOASTS_MAX) {
        memmove(toasts->lines, toasts->lines + 1, (TOASTS_MAX - 1) * sizeof(*toasts->lines));
        toasts->count--;
    }
    struct toast_line *line = &toasts->lines[toasts->count++];
    fill(line, text, notice);
    line->shown = clock;
    line->until = until;
    return true;
}

void toasts_end(struct toasts *toasts, enum epi_notice_kind kind)
{
    for (int i = 0; i < toasts->count; i++) {
        if (toasts->lines[i].kind == kind)
            toasts->lines[i].until = 0;
    }
}

void toasts_clear(struct toasts *toasts)
{
    for (int i = 0; i < toasts->count; i++)
        toasts->lines[i].until = 0;
}

double toasts_next(const struct toasts *toasts, double clock)
{
    double next = 0;
    for (int i = 0; i < toasts->count; i++) {
        double until = toasts->lines[i].until;
        if (until > clock)
            next = next > 0 ? fmin(next, until) : until;
    }
    return next;
}

const struct toast *toasts_last(const struct toasts *toasts, double clock)
{
    const struct toast_line *last = toasts->count > 0 ? &toasts->lines[toasts->count - 1] : NULL;
    return last && last->until > clock ? &last->toast : NULL;
}

size_t toasts_rows(const struct toasts *toasts, double clock,
                   struct panel_row rows[TOASTS_ROWS_MAX])
{
    size_t count = 0;
    const struct toast *before = NULL;
    for (int i = 0; i < toasts->count; i++) {
        const struct toast_line *line = &toasts->lines[i];
        if (line->until <= clock)
            continue;
        count += toast_rows(&line->toast, before, rows + count);
        before = &line->toast;
    }
    return count;
}
