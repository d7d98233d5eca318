/* SPDX-License-Identifier: MIT */
#include "core/deliver/deliver.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/services/service.h"

enum {
    LIST_MAX = 200,      /* rows looked at in one go */
    BATCH_MAX = 50,      /* of them in one call */
    BACK_OFF_MIN = 60,   /* seconds, doubling with each failure ... */
    BACK_OFF_MAX = 3600, /* ... up to this */
    FAILURES_MAX = 3,    /* server errors one after another until the service is left alone */
    YOUNG_SECONDS = 14 * 86400, /* since it was aired: services may not know an episode yet */
    ASK_DAILY = 86400,
    KEYRING_SECONDS = 300, /* until a keyring that could not be read is asked again */
    SERVICES_MAX = 8,
    LABEL_MAX = MATCH_TITLE_MAX + 32,
};

/* What a locked keyring is filed as: it keeps nothing from being due. */
static const char keyring[] = "keyring";

static const char out_of_memory[] = "out of memory";

/* One service in one round. */
struct visit {
    struct deliver *deliver;
    struct delivered *delivered;
    const struct service *service;
    struct session *session;
    int failures; /* server errors one after another */
    bool left;    /* nothing more is sent to it in this round */
    struct due rows[LIST_MAX];
    size_t count;
};

/* Rows that go out together: of one kind, all wanted or all taken back. */
struct batch {
    struct due rows[BATCH_MAX];
    struct epi_error results[BATCH_MAX];
    size_t count;
    enum due_kind kind;
    bool back;
    union {
        struct mark marks[BATCH_MAX];
        struct rating ratings[BATCH_MAX];
        struct subject subjects[BATCH_MAX];
    };
};

/* ---- The plan ---- */

static void add_target(struct plan *plan, const struct service *service, enum due_kind kind)
{
    for (int i = 0; i < plan->count; i++) {
        if (plan->targets[i].kind == kind && strcmp(plan->targets[i].service, service->name) == 0)
            return;
    }
    if (plan->count == JOURNAL_TARGETS_MAX)
        return;
    snprintf(plan->targets[plan->count].service, JOURNAL_SERVICE_MAX, "%s", service->name);
    plan->targets[plan->count++].kind = kind;
}

/* The next name of a comma-separated list; NULL at its end. */
static const struct service *next_service(const struct epi_config *config, const char **list)
{
    while (**list) {
        char name[JOURNAL_SERVICE_MAX];
        *list += strspn(*list, ", ");
        size_t len = strcspn(*list, ", ");
        snprintf(name, sizeof(name), "%.*s", (int)len, *list);
        *list += len;
        const struct service *service = len ? service_chosen(config, name) : NULL;
        if (service)
            return service;
    }
    return NULL;
}

void deliver_plan(const struct epi_config *config, struct plan *plan)
{
    const struct service *service;
    memset(plan, 0, sizeof(*plan));
    plan->rewatch_hours = config->rewatch_hours;
    for (const char *list = config->scrobble_on; (service = next_service(config, &list));) {
        if (service->mark)
            add_target(plan, service, DUE_MARK);
        else if (service->play)
            add_target(plan, service, DUE_PLAY);
    }
    for (const char *list = config->rate_on; (service = next_service(config, &list));) {
        if (service->rate)
            add_target(plan, service, DUE_RATE);
    }
}

/* ---- Words ---- */

static void say(struct deliver *deliver, enum deliver_notice_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void say(struct deliver *deliver, enum deliver_notice_kind kind, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (deliver->notice)
        deliver->notice(deliver->context, kind, text);
}

static void label_of(const struct subject *subject, char *label, size_t size)
{
    if (subject->number >= 0)
        snprintf(label, size, "%s %dx%02d", subject->series_title, subject->season,
                 subject->number);
    else if (subject->season >= 0)
        snprintf(label, size, "%s, season %d", subject->series_title, subject->season);
    else
        snprintf(label, size, "%s", subject->series_title);
}

static const char *what_was_done(enum due_kind kind, bool back)
{
    static const char *const words[][2] = {
        [DUE_MARK] = {"marked", "mark taken back"},
        [DUE_RATE] = {"rated", "rating taken back"},
        [DUE_PLAY] = {"added to the history", "taken out of the history"},
    };
    return words[outbox_is_rating(kind) ? DUE_RATE : kind][back];
}

static void say_sent(struct visit *visit, const struct batch *batch, size_t sent,
                     const struct due *last)
{
    char label[LABEL_MAX];
    const char *title = visit->service->title;
    if (sent == 0)
        return;
    label_of(&last->subject, label, sizeof(label));
    if (sent > 1)
        say(visit->deliver, DELIVER_SENT, "%s: %zu %s %s", title, sent,
            batch->kind == DUE_RATE_SEASON   ? "seasons"
            : batch->kind == DUE_RATE_SERIES ? "series"
                                             : "episodes",
            what_was_done(batch->kind, batch->back));
    else if (outbox_is_rating(batch->kind) && !batch->back)
        say(visit->deliver, DELIVER_SENT, "%s: %s rated %d", title, label, last->value);
    else
        say(visit->deliver, DELIVER_SENT, "%s: %s %s", title, label,
            what_was_done(batch->kind, batch->back));
}

/* ---- When again ---- */

static int64_t now_of(const struct deliver *deliver)
{
    return deliver->now(deliver->clock);
}

static int64_t back_off(int tries)
{
    int64_t seconds = BACK_OFF_MIN;
    for (; tries > 0 && seconds < BACK_OFF_MAX; tries--)
        seconds *= 2;
    return seconds < BACK_OFF_MAX ? seconds : BACK_OFF_MAX;
}

/* Whether an episode is so new that a service may learn of it in the next days. */
static bool is_young(const struct subject *subject, int64_t now)
{
    int64_t day = clock_days_of(subject->airdate);
    return day && now - day * 86400 < YOUNG_SECONDS;
}

bool deliver_refused(const struct epi_error *err)
{
    return err->kind == EPI_ERROR_NEVER || err->kind == EPI_ERROR_SIGN_IN ||
           (err->status >= 400 && err->status < 500);
}

/* ---- Filing answers ---- */

/* The account needs the user: said once, and everything it is about waits. */
static bool file_hold(struct visit *visit, const struct due *row, const struct epi_error *answer,
                      struct epi_error *err)
{
    struct deliver *deliver = visit->deliver;
    bool account = answer->status == 401;
    bool no_keyring = answer->status == 0;
    /* Marks are for everybody where taking them back is not. */
    const char *kind =
        row->kind == DUE_MARK && !row->value ? "unmark" : outbox_kind_name(row->kind);
    const char *capability = account ? "*" : no_keyring ? keyring : kind;
    bool first;
    session_reset(visit->session); /* whoever signs in anew is read anew */
    if (!outbox_hold(deliver->journal, visit->service->name, capability, answer->text,
                     now_of(deliver), &first, err))
        return false;
    if (first)
        say(deliver, account || no_keyring ? DELIVER_SIGN_IN : DELIVER_HELD, "%s", answer->text);
    visit->left = visit->left || account || no_keyring;
    return !no_keyring || outbox_postpone(deliver->journal, visit->service->name,
                                          now_of(deliver) + KEYRING_SECONDS, now_of(deliver), err);
}

static bool file_later(struct visit *visit, const struct due *row, const struct epi_error *answer,
                       struct epi_error *err)
{
    struct deliver *deliver = visit->deliver;
    int64_t seconds = back_off(row->tries);
    /* What is not about this row: not reached, too many calls, out of service. */
    bool whole = answer->status < 500 || answer->status == 503;
    if (answer->retry_after > seconds)
        seconds = answer->retry_after;
    if (answer->retry_after > 0 && whole &&
        !outbox_pause(deliver->journal, visit->service->name, now_of(deliver) + answer->retry_after,
                      err))
        return false;
    if (!outbox_failed(deliver->journal, row, now_of(deliver) + seconds, deliver_refused(answer),
                       answer->text, err))
        return false;
    visit->delivered->later++;
    visit->failures++;
    if (visit->left || (!whole && visit->failures < FAILURES_MAX))
        return true;
    visit->left = true;
    say(deliver, DELIVER_LATER, "%s; tried again in %d min", answer->text,
        (int)((seconds + 59) / 60));
    return outbox_postpone(deliver->journal, visit->service->name, now_of(deliver) + seconds,
                           now_of(deliver), err);
}

static bool file_never(struct visit *visit, const struct due *row, const struct epi_error *answer,
                       struct epi_error *err)
{
    struct deliver *deliver = visit->deliver;
    char label[LABEL_MAX];
    if (answer->status == 404 && !row->value) { /* it is not there: that is what was wanted */
        visit->delivered->sent++;
        return outbox_done(deliver->journal, row, now_of(deliver), err);
    }
    if ((answer->status == 404 || answer->status == 422) &&
        is_young(&row->subject, now_of(deliver))) {
        visit->delivered->later++;
        return outbox_failed(deliver->journal, row, now_of(deliver) + ASK_DAILY, true, answer->text,
                             err);
    }
    label_of(&row->subject, label, sizeof(label));
    visit->delivered->dead++;
    say(deliver, DELIVER_DEAD, "%s: %s", label, answer->text);
    return outbox_failed(deliver->journal, row, 0, true, answer->text, err);
}

/* Files what a service said to one row. False where the journal fails or we were stopped: then the
 * claim stays until this connection ends, and nobody takes it for never sent. */
static bool file_answer(struct visit *visit, const struct due *row, const struct epi_error *answer,
                        struct epi_error *err)
{
    struct journal *journal = visit->deliver->journal;
    switch (answer->kind) {
    case EPI_ERROR_NONE:
        visit->failures = 0;
        visit->delivered->sent++;
        return outbox_done(journal, row, now_of(visit->deliver), err);
    case EPI_ERROR_LATER:
        return file_later(visit, row, answer, err);
    case EPI_ERROR_SIGN_IN:
        visit->delivered->held++;
        return outbox_unclaim(journal, row, err) && file_hold(visit, row, answer, err);
    case EPI_ERROR_NEVER:
        return file_never(visit, row, answer, err);
    case EPI_ERROR_STOPPED:
        break;
    }
    if (err)
        *err = *answer;
    return false;
}

/* ---- Sending ---- */

static struct mark mark_of(const struct due *row)
{
    enum mark_type type =
        row->kind == DUE_MARK && row->value ? (enum mark_type)(row->value - 1) : MARK_WATCHED;
    return (struct mark){
        .subject = row->subject, .type = type, .at = row->at, .until = row->live_until};
}

static bool cannot(const struct visit *visit, const struct batch *batch, struct epi_error *err)
{
    static const char *const words[][2] = {
        [DUE_MARK] = {"does not take marks", "cannot take a mark back: do it there by hand"},
        [DUE_RATE] = {"does not take ratings", "cannot take a rating back: do it there by hand"},
        [DUE_PLAY] = {"keeps no history", "cannot take a play back: do it there by hand"},
    };
    return epi_error_set(
        err, EPI_ERROR_NEVER, "%s %s", visit->service->title,
        words[outbox_is_rating(batch->kind) ? DUE_RATE : batch->kind][batch->back]);
}

/* Makes the one call that says the whole batch. */
static bool call(struct visit *visit, struct batch *batch, struct epi_error *err)
{
    const struct service *service = visit->service;
    memset(batch->results, 0, sizeof(batch->results));
    if (outbox_is_rating(batch->kind) && service->rate) {
        for (size_t i = 0; i < batch->count; i++)
            batch->ratings[i] = (struct rating){.subject = batch->rows[i].subject,
                                                .value = batch->rows[i].value,
                                                .at = batch->rows[i].at};
        return service->rate(visit->session, batch->ratings, batch->count, batch->results, err);
    }
    if (batch->kind == DUE_MARK && batch->back && service->unmark) {
        for (size_t i = 0; i < batch->count; i++)
            batch->subjects[i] = batch->rows[i].subject;
        return service->unmark(visit->session, batch->subjects, batch->count, batch->results, err);
    }
    bool (*const say_marks)(struct session *, const struct mark *, size_t, struct epi_error *,
                            struct epi_error *) =
        batch->kind == DUE_PLAY && batch->back    ? service->unplay
        : batch->kind == DUE_PLAY                 ? service->play
        : batch->kind == DUE_MARK && !batch->back ? service->mark
                                                  : NULL;
    if (!say_marks)
        return cannot(visit, batch, err);
    for (size_t i = 0; i < batch->count; i++)
        batch->marks[i] = mark_of(&batch->rows[i]);
    return say_marks(visit->session, batch->marks, batch->count, batch->results, err);
}

/* Claims the batch's rows; whatever somebody else has, or wants something else by now, leaves the
 * batch: it comes with a later list. */
static bool claim(struct visit *visit, struct batch *batch, bool sending, struct epi_error *err)
{
    struct deliver *deliver = visit->deliver;
    int64_t lease = 2 * BATCH_MAX + 4 * (int64_t)deliver->config->http_timeout;
    bool claimed[BATCH_MAX];
    bool attempted[BATCH_MAX] = {false};
    size_t kept = 0;
    for (size_t i = 0; i < batch->count; i++)
        attempted[i] = batch->rows[i].attempted;
    if (!outbox_claim(deliver->journal, batch->rows, batch->count, now_of(deliver),
                      now_of(deliver) + lease, sending, claimed, err))
        return false;
    for (size_t i = 0; i < batch->count; i++) {
        struct due *row = &batch->rows[i];
        bool same = (row->value == 0) == batch->back &&
                    (batch->kind != DUE_PLAY || row->attempted == attempted[i]);
        if (claimed[i] && same)
            batch->rows[kept++] = *row;
        else if (claimed[i] && !outbox_unclaim(deliver->journal, row, err))
            return false;
    }
    batch->count = kept;
    return true;
}

/* Whether a play that may have arrived is there: then it is done. */
static bool ask_history(struct visit *visit, struct batch *batch, struct epi_error *err)
{
    struct epi_error answer = {0};
    struct mark play = mark_of(&batch->rows[0]);
    bool found = false;
    if (!claim(visit, batch, false, err))
        return false;
    if (batch->count == 0)
        return true;
    if (!visit->service->played(visit->session, &play, &found, &answer)) {
        batch->count = 0;
        return file_answer(visit, &batch->rows[0], &answer, err);
    }
    if (found) {
        batch->count = 0;
        visit->delivered->sent++;
        return outbox_done(visit->deliver->journal, &batch->rows[0], now_of(visit->deliver), err);
    }
    return true;
}

static bool send_batch(struct visit *visit, struct batch *batch, struct epi_error *err);

/* One row among several may be what the service refuses: each by itself. */
static bool send_each(struct visit *visit, const struct batch *batch, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct batch *one = calloc(1, sizeof(*one));
    if (!one)
        return epi_error_set(err, EPI_ERROR_LATER, out_of_memory);
    bool ok = true;
    for (size_t i = 0; ok && i < batch->count; i++) {
        if (visit->left) {
            ok = outbox_unclaim(visit->deliver->journal, &batch->rows[i], err);
            continue;
        }
        one->kind = batch->kind;
        one->back = batch->back;
        one->count = 1;
        one->rows[0] = batch->rows[i];
        /* What was refused surely did not arrive. */
        ok = outbox_unclaim(visit->deliver->journal, &one->rows[0], err) &&
             send_batch(visit, one, err);
    }
    return ok;
}

static bool send_batch(struct visit *visit, struct batch *batch, struct epi_error *err)
{
    struct epi_error answer = {0};
    const struct due *last = NULL;
    size_t sent = 0;
    bool ask = batch->kind == DUE_PLAY && !batch->back && batch->rows[0].attempted &&
               visit->service->played;
    if (ask && !ask_history(visit, batch, err))
        return false;
    if (batch->count > 0 && !claim(visit, batch, true, err))
        return false;
    if (batch->count == 0)
        return true;
    bool answered = call(visit, batch, &answer);
    if (!answered && answer.kind == EPI_ERROR_NEVER && batch->count > 1)
        return send_each(visit, batch, err);
    for (size_t i = 0; i < batch->count; i++) {
        const struct epi_error *result = answered ? &batch->results[i] : &answer;
        if (!file_answer(visit, &batch->rows[i], result, err))
            return false;
        sent += result->kind == EPI_ERROR_NONE;
        last = result->kind == EPI_ERROR_NONE ? &batch->rows[i] : last;
    }
    say_sent(visit, batch, sent, last);
    return true;
}

/* What failed before goes alone, and so does a play that may have arrived. */
static bool goes_alone(const struct due *row)
{
    return row->tries > 0 || (row->kind == DUE_PLAY && row->attempted);
}

static bool fits(const struct batch *batch, const struct due *row)
{
    return batch->count < BATCH_MAX && row->kind == batch->kind &&
           (row->value == 0) == batch->back && !goes_alone(row) && !goes_alone(&batch->rows[0]);
}

/* Moves the first row of the list, and what may go with it, into a batch. */
static void take_batch(struct visit *visit, struct batch *batch)
{
    size_t left = 0;
    batch->kind = visit->rows[0].kind;
    batch->back = visit->rows[0].value == 0;
    batch->rows[0] = visit->rows[0];
    batch->count = 1;
    for (size_t i = 1; i < visit->count; i++) {
        if (fits(batch, &visit->rows[i]))
            batch->rows[batch->count++] = visit->rows[i];
        else
            visit->rows[left++] = visit->rows[i];
    }
    visit->count = left;
}

static bool send_list(struct visit *visit, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct batch *batch = calloc(1, sizeof(*batch));
    if (!batch)
        return epi_error_set(err, EPI_ERROR_LATER, out_of_memory);
    while (visit->count > 0 && !visit->left) {
        take_batch(visit, batch);
        if (!send_batch(visit, batch, err))
            return false;
    }
    return true;
}

/* ---- Rounds ---- */

/* Sends all that is due at one service. A list that brought nothing forward is the last. */
static bool visit_service(struct visit *visit, const char *name, struct epi_error *err)
{
    struct deliver *deliver = visit->deliver;
    struct epi_error why;
    int sent;
    visit->service = service_find(name);
    visit->session =
        visit->service ? deliver->session(deliver->context, visit->service, &why) : NULL;
    visit->failures = 0;
    visit->left = false;
    if (!visit->session)
        return outbox_postpone(deliver->journal, name, now_of(deliver) + BACK_OFF_MAX,
                               now_of(deliver), err);
    do {
        sent = visit->delivered->sent;
        if (!outbox_due(deliver->journal, name, now_of(deliver), visit->rows, LIST_MAX,
                        &visit->count, err) ||
            !send_list(visit, err))
            return false;
    } while (!visit->left && visit->delivered->sent > sent);
    return true;
}

bool deliver_due(struct deliver *deliver, struct delivered *delivered, struct epi_error *err)
{
    char names[SERVICES_MAX][JOURNAL_SERVICE_MAX];
    size_t count;
    memset(delivered, 0, sizeof(*delivered));
    CLEANUP(cleanup_free) struct visit *visit = calloc(1, sizeof(*visit));
    if (!visit)
        return epi_error_set(err, EPI_ERROR_LATER, out_of_memory);
    visit->deliver = deliver;
    visit->delivered = delivered;
    if (!outbox_services(deliver->journal, now_of(deliver), names, SERVICES_MAX, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!visit_service(visit, names[i], err))
            return false;
    }
    return true;
}

/* The keyring cannot be read: said once, to who did sign in to something. */
static bool file_keyring(struct deliver *deliver, const struct service *service,
                         const struct epi_error *why, struct epi_error *err)
{
    struct outbox_account account;
    bool first;
    if (why->kind != EPI_ERROR_SIGN_IN) {
        if (err)
            *err = *why;
        return why->kind != EPI_ERROR_STOPPED;
    }
    if (!outbox_account(deliver->journal, service->name, &account, err))
        return false;
    if (!account.account[0])
        return true;
    if (!outbox_hold(deliver->journal, service->name, keyring, why->text, now_of(deliver), &first,
                     err))
        return false;
    if (first)
        say(deliver, DELIVER_SIGN_IN, "%s", why->text);
    return true;
}

/* Reads the credentials anew: another program may have changed them. */
static bool file_account(struct deliver *deliver, const struct service *service,
                         struct epi_error *err)
{
    struct epi_error why = {0};
    char account[JOURNAL_ACCOUNT_MAX];
    bool signed_in;
    struct session *session = deliver->session(deliver->context, service, &why);
    if (!session)
        return true;
    session_reset(session);
    if (!session_signed_in(session, &signed_in, account, sizeof(account), &why))
        return file_keyring(deliver, service, &why, err);
    if (!outbox_unhold(deliver->journal, service->name, keyring, err))
        return false;
    return signed_in ? outbox_signed_in(deliver->journal, service->name, account, false,
                                        now_of(deliver), err)
                     : outbox_signed_out(deliver->journal, service->name, err);
}

bool deliver_accounts(struct deliver *deliver, struct epi_error *err)
{
    struct plan plan;
    deliver_plan(deliver->config, &plan);
    for (int i = 0; i < plan.count; i++) {
        const struct service *service = service_find(plan.targets[i].service);
        bool again = false;
        for (int j = 0; j < i; j++)
            again = again || strcmp(plan.targets[j].service, plan.targets[i].service) == 0;
        if (service && !again && !file_account(deliver, service, err))
            return false;
    }
    return true;
}
