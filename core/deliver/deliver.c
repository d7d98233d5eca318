/* SPDX-License-Identifier: MIT */
#include "core/deliver/deliver.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/base/scratch.h"
#include "core/deliver/batch.h"
#include "core/deliver/guard.h"
#include "core/deliver/inventory.h"
#include "core/deliver/retry.h"
#include "core/journal/holdings.h"
#include "core/journal/holds.h"
#include "core/journal/outbox.h"
#include "core/journal/twins.h"
#include "core/services/by_hand.h"
#include "core/services/service.h"
#include "core/services/session.h"

enum {
    LIST_MAX = BATCH_MAX,       /* rows read at a time */
    FAILURES_MAX = 3,           /* failures in succession that end the round for a service */
    UNAVAILABLE_SECONDS = 3600, /* until a service that has no session is tried again */
    SERVICES_MAX = 8,
    AHEAD_SECONDS = 60, /* a time that is further in the future than that is wrong */
    LABEL_MAX = MATCH_TITLE_MAX + 32,
};

/* One service in one round. */
struct visit {
    const struct deliver *deliver;
    struct delivered *delivered;
    const struct service *service;
    struct session *session;
    int failures; /* in succession */
    bool left;    /* nothing more is sent to it in this round */
    struct guard guard;
    struct due rows[LIST_MAX];
    size_t count;
};

/* ---- Words ---- */

static void say(const struct deliver *deliver, struct deliver_notice notice,
                const struct epi_saying *saying)
{
    notice.saying = saying;
    if (deliver->notice)
        deliver->notice(deliver->context, &notice);
}

/* What was done with one of that kind, or with several. */
static enum epi_sentence done_sentence(enum due_kind kind, bool back, bool several)
{
    if (outbox_is_rating(kind)) {
        return back ? EPI_SAY_SENT_UNRATED : several ? EPI_SAY_SENT_RATED : EPI_SAY_SENT_RATING;
    }
    if (kind == DUE_PLAY)
        return back ? EPI_SAY_SENT_UNPLAYED : EPI_SAY_SENT_PLAYED;
    return back ? EPI_SAY_SENT_UNMARKED : EPI_SAY_SENT_MARKED;
}

static void say_sent(struct visit *visit, const struct batch *batch, size_t sent,
                     const struct due *last)
{
    struct subject_label label;
    if (sent == 0)
        return;
    values_subject_say(&last->subject, &label);
    struct epi_saying several = {batch->kind == DUE_RATE_SEASON   ? EPI_SAY_SEASONS
                                 : batch->kind == DUE_RATE_SERIES ? EPI_SAY_MANY_SERIES
                                                                  : EPI_SAY_EPISODES,
                                 {{.number = (int64_t)sent}}};
    struct epi_saying rating = values_rating_saying(last->value);
    bool word = visit->service->loves && rating.sentence != EPI_SAY_OF_TEN;
    struct deliver_notice notice = {
        .kind = DELIVER_SENT, .service = visit->service, .row = last, .count = sent};
    say(visit->deliver, notice,
        &(struct epi_saying){
            done_sentence(batch->kind, batch->back, sent > 1),
            {{.text = visit->service->title},
             {.saying = sent > 1 ? &several : &label.saying},
             {.number = values_rating_number(last->value), .saying = word ? &rating : NULL}}});
}

/* ---- Answers ---- */

static int64_t now_of(const struct deliver *deliver)
{
    return deliver->now(deliver->clock);
}

/* The account needs the user: that is reported once, and what it is about waits. */
static bool file_held(struct visit *visit, const struct due *row, const struct epi_error *answer,
                      const struct retry *retry, struct epi_error *err)
{
    const struct deliver *deliver = visit->deliver;
    char of_row[HOLDS_CAPABILITY_MAX];
    const char *what = retry->capability ? retry->capability : holds_row(row->id, of_row);
    bool first;
    visit->delivered->held++;
    session_reset(visit->session); /* reload the credentials after a new sign-in */
    if (!outbox_release(deliver->journal, row, err) ||
        !holds_add(deliver->journal, visit->service->name, what, answer->text, retry->asks,
                   now_of(deliver), &first, err))
        return false;
    struct deliver_notice notice = {.kind = retry->sign_in ? DELIVER_SIGN_IN : DELIVER_HELD,
                                    .service = visit->service,
                                    .row = retry->sign_in ? NULL : row};
    char text[OUTBOX_TEXT_MAX];
    snprintf(text, sizeof(text), "%s", answer->text);
    if (retry->asks && row->value == 0)
        by_hand_add(visit->service, &row->subject, text, sizeof(text));
    if (first) {
        say(deliver, notice,
            &(struct epi_saying){retry->sign_in ? EPI_SAY_SIGN_IN : EPI_SAY_HELD,
                                 {{.text = text}}});
    }
    visit->left = visit->left || retry->sign_in;
    return retry->at == 0 ||
           outbox_postpone(deliver->journal, visit->service->name, retry->at, now_of(deliver), err);
}

static bool file_later(struct visit *visit, const struct due *row, const struct epi_error *answer,
                       const struct retry *retry, struct epi_error *err)
{
    const struct deliver *deliver = visit->deliver;
    const char *name = visit->service->name;
    if (retry->pause_until > 0 && !outbox_pause(deliver->journal, name, retry->pause_until, err))
        return false;
    struct outbox_failure failure = {.next_at = retry->at,
                                     .certain = retry_is_refusal(answer),
                                     .unknown = retry->unknown,
                                     .text = answer->text};
    if (!outbox_fail(deliver->journal, row, &failure, err))
        return false;
    visit->delivered->later++;
    if (retry->unknown && row->unknown == 0 && row->value != 0 && deliver->unknown)
        deliver->unknown(deliver->context, row);
    if (retry->reach == RETRY_ROW)
        return true;
    visit->failures++;
    if (visit->left || (retry->reach == RETRY_SUSPECT && visit->failures < FAILURES_MAX))
        return true;
    visit->left = true;
    struct deliver_notice notice = {
        .kind = DELIVER_LATER, .service = visit->service, .row = row, .next_at = retry->at};
    say(deliver, notice,
        &(struct epi_saying){
            EPI_SAY_LATER,
            {{.text = answer->text}, {.number = (retry->at - now_of(deliver) + 59) / 60}}});
    return outbox_postpone(deliver->journal, name, retry->at, now_of(deliver), err);
}

static bool file_never(struct visit *visit, const struct due *row, const struct epi_error *answer,
                       struct epi_error *err)
{
    struct subject_label label;
    values_subject_say(&row->subject, &label);
    visit->delivered->dead++;
    struct deliver_notice notice = {.kind = DELIVER_DEAD, .service = visit->service, .row = row};
    say(visit->deliver, notice,
        &(struct epi_saying){EPI_SAY_DEAD, {{.saying = &label.saying}, {.text = answer->text}}});
    struct outbox_failure failure = {.certain = true, .text = answer->text};
    return outbox_fail(visit->deliver->journal, row, &failure, err);
}

/* Writes what follows from an answer to the journal. Fails if the journal fails or we are stopped:
 * then the claim stays until this connection ends, and the row counts as sent without an answer. */
static bool file_answer(struct visit *visit, const struct due *row, const struct epi_error *answer,
                        struct epi_error *err)
{
    struct retry retry = retry_for(row, answer, now_of(visit->deliver));
    switch (retry.kind) {
    case RETRY_DONE:
        visit->failures = 0;
        visit->delivered->sent++;
        return outbox_complete(visit->deliver->journal, row, now_of(visit->deliver), err) &&
               holds_allow(visit->deliver->journal, visit->service->name, retry_capability(row),
                           err);
    case RETRY_AT:
        return file_later(visit, row, answer, &retry, err);
    case RETRY_HELD:
        return file_held(visit, row, answer, &retry, err);
    case RETRY_NEVER:
        return file_never(visit, row, answer, err);
    case RETRY_STOPPED:
        break;
    }
    if (err)
        *err = *answer;
    return false;
}

/* ---- Sending ---- */

/* Within so many seconds the same episode is the same viewing. */
static int64_t rewatch_seconds(const struct visit *visit)
{
    return visit->deliver->config->rewatch_hours * (int64_t)3600;
}

static bool cannot(const struct visit *visit, const struct batch *batch, struct epi_error *err)
{
    static const char *const words[][2] = {
        [DUE_MARK] = {"does not accept marks", "cannot take back a mark; do it on its web site"},
        [DUE_RATE] = {"does not accept ratings",
                      "cannot take back a rating; do it on its web site"},
        [DUE_PLAY] = {"keeps no history", "cannot take back a play; do it on its web site"},
    };
    return epi_error_set(
        err, EPI_ERROR_NEVER, "%s %s", visit->service->title,
        words[outbox_is_rating(batch->kind) ? DUE_RATE : batch->kind][batch->back]);
}

/* ---- Requests ---- */

/* Sends the items of the batch in one request. */
static bool call_items(struct visit *visit, struct batch *batch, struct epi_error *err)
{
    const struct service *service = visit->service;
    memset(batch->item_results, 0, batch->item_count * sizeof(batch->item_results[0]));
    for (size_t i = 0; outbox_is_rating(batch->kind) && i < batch->item_count; i++) {
        if (!service->loves)
            batch->ratings[i].value = values_rating_number(batch->ratings[i].value);
    }
    if (outbox_is_rating(batch->kind) && service->rate) {
        return service->rate(visit->session, batch->ratings, batch->item_count, batch->item_results,
                             err);
    }
    if (batch->kind == DUE_MARK && batch->back && service->unmark) {
        return service->unmark(visit->session, batch->subjects, batch->item_count,
                               batch->item_results, err);
    }
    bool (*const say_marks)(struct session *, const struct mark *, size_t, struct epi_error *,
                            struct epi_error *) =
        batch->kind == DUE_PLAY && batch->back    ? service->unplay
        : batch->kind == DUE_PLAY                 ? service->play
        : batch->kind == DUE_MARK && !batch->back ? service->mark
                                                  : NULL;
    if (!say_marks)
        return cannot(visit, batch, err);
    return say_marks(visit->session, batch->marks, batch->item_count, batch->item_results, err);
}

/* Sends the whole batch in one request. */
static bool call(struct visit *visit, struct batch *batch, struct epi_error *err)
{
    batch_make_items(batch, visit->service->ids, rewatch_seconds(visit));
    bool answered = call_items(visit, batch, err);
    if (answered)
        batch_take_results(batch);
    return answered;
}

/* Claims the rows of the batch. A row that another process has claimed, or that wants something
 * else by now, leaves the batch: a later list has it. */
static bool claim(struct visit *visit, struct batch *batch, bool sending, struct epi_error *err)
{
    const struct deliver *deliver = visit->deliver;
    int requests = 4 + visit->service->asks_each * (int)batch->count;
    int lease = 2 * BATCH_USUAL + (int)batch->count + requests * deliver->config->http_timeout;
    bool claimed[BATCH_MAX];
    bool attempted[BATCH_MAX] = {false};
    size_t kept = 0;
    for (size_t i = 0; i < batch->count; i++)
        attempted[i] = batch->rows[i].attempted;
    if (!outbox_claim(deliver->journal, batch->rows, batch->count, lease, sending, claimed, err))
        return false;
    for (size_t i = 0; i < batch->count; i++) {
        struct due *row = &batch->rows[i];
        bool same = (row->value == 0) == batch->back &&
                    (batch->kind != DUE_PLAY || row->attempted == attempted[i]);
        if (claimed[i] && same)
            batch->rows[kept++] = *row;
        else if (claimed[i] && !outbox_release(deliver->journal, row, err))
            return false;
    }
    batch->count = kept;
    return true;
}

/* A play that may have arrived is done if the history has it; then the batch is empty. */
static bool ask_history(struct visit *visit, struct batch *batch, struct epi_error *err)
{
    struct epi_error answer = {0};
    struct mark play = batch_mark(&batch->rows[0]);
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
        return outbox_complete(visit->deliver->journal, &batch->rows[0], now_of(visit->deliver),
                               err);
    }
    return true;
}

/* Whether a row is about an episode, and lacks the id by which the service can find it. */
static bool lacks_id(const struct visit *visit, const struct due *row)
{
    if (row->subject.film)
        return false;
    struct episode ids = {.tvdb = row->subject.tvdb, .tvmaze = row->subject.tvmaze};
    bool episode = row->kind == DUE_MARK || row->kind == DUE_RATE || row->kind == DUE_PLAY;
    return visit->deliver->carry && visit->service->episodes && episode &&
           values_episode_id(&ids, visit->service->ids) == 0;
}

/* Gives the rows of the batch the ids of their service. A row that has none leaves the batch. */
static bool find_ids(struct visit *visit, struct batch *batch, struct epi_error *err)
{
    const struct deliver *deliver = visit->deliver;
    bool any = false;
    for (size_t i = 0; i < batch->count; i++)
        any = any || lacks_id(visit, &batch->rows[i]);
    if (!any)
        return true;
    if (!claim(visit, batch, false, err))
        return false;
    size_t kept = 0;
    for (size_t i = 0; i < batch->count; i++) {
        struct due *row = &batch->rows[i];
        struct epi_error answer = {0};
        if (visit->left && !outbox_release(deliver->journal, row, err))
            return false;
        if (visit->left)
            continue;
        if (!lacks_id(visit, row) || deliver->carry(deliver->context, visit->service, row, &answer))
            batch->rows[kept++] = *row;
        else if (!file_answer(visit, row, &answer, err))
            return false;
    }
    batch->count = visit->left ? 0 : kept;
    return true;
}

/* Whether a row has nothing to send, since the service counts it as one with another. Then it is
 * done. Its play has the time of the other, which may be in the same batch. */
static bool yields(struct visit *visit, const struct batch *batch, size_t i, bool *yielded,
                   struct epi_error *err)
{
    const struct deliver *deliver = visit->deliver;
    const struct due *row = &batch->rows[i];
    int64_t at = 0;
    *yielded = false;
    if (outbox_is_rating(row->kind))
        return true;
    if (!twins_find(deliver->journal, row, visit->service->ids, &at, err))
        return false;
    *yielded = at != 0;
    if (at == 0)
        at = batch->rows[batch_same_row(batch, i, visit->service->ids, rewatch_seconds(visit))].at;
    return (row->kind != DUE_PLAY || batch->back || at == row->at ||
            twins_set_time(deliver->journal, row, at, err)) &&
           (!*yielded || outbox_complete(deliver->journal, row, now_of(deliver), err));
}

/* What yields leaves the batch. Its rows are claimed. */
static bool drop_twins(struct visit *visit, struct batch *batch, struct epi_error *err)
{
    size_t kept = 0;
    bool yielded[BATCH_MAX];
    for (size_t i = 0; i < batch->count; i++) {
        if (!yields(visit, batch, i, &yielded[i], err))
            return false;
    }
    for (size_t i = 0; i < batch->count; i++) {
        if (!yielded[i])
            batch->rows[kept++] = batch->rows[i];
    }
    batch->count = kept;
    return true;
}

/* The service cannot say what it has: the rows of the batch wait with the first. */
static bool wait_for_holdings(struct visit *visit, struct batch *batch,
                              const struct epi_error *answer, struct epi_error *err)
{
    size_t count = batch->count;
    batch->count = 0;
    visit->left = true;
    bool ok = file_answer(visit, &batch->rows[0], answer, err);
    for (size_t i = 1; ok && i < count; i++)
        ok = outbox_release(visit->deliver->journal, &batch->rows[i], err);
    return ok;
}

/* What the service has leaves the batch, done: see guard.h. */
static bool drop_there(struct visit *visit, struct batch *batch, struct epi_error *err)
{
    const struct deliver *deliver = visit->deliver;
    const struct inventory inventory = {.journal = deliver->journal,
                                        .service = visit->service,
                                        .session = visit->session,
                                        .now = now_of(deliver)};
    struct epi_error answer = {0};
    if (!guard_wants(&inventory, batch->rows, batch->count))
        return true;
    if (!claim(visit, batch, false, err))
        return false;
    if (batch->count > 0 &&
        !guard_ready(&visit->guard, &inventory, batch->rows, batch->count, &answer))
        return wait_for_holdings(visit, batch, &answer, err);
    size_t kept = 0;
    for (size_t i = 0; i < batch->count; i++) {
        bool there = false;
        char text[OUTBOX_TEXT_MAX];
        if (!guard_finds(&visit->guard, &inventory, &batch->rows[i], &there, err))
            return false;
        guard_say(&inventory, batch->kind, text);
        if (!there)
            batch->rows[kept++] = batch->rows[i];
        else if (!outbox_complete_as(deliver->journal, &batch->rows[i], text, now_of(deliver), err))
            return false;
    }
    visit->delivered->there += (int)(batch->count - kept);
    batch->count = kept;
    return true;
}

static bool send_batch(struct visit *visit, struct batch *batch, struct epi_error *err);

/* What the clock was ahead for counts as done now. A play keeps that time, by which its service
 * knows it from now on. Its rows are claimed. */
static bool bring_back(struct visit *visit, struct batch *batch, struct epi_error *err)
{
    int64_t now = now_of(visit->deliver);
    for (size_t i = 0; i < batch->count; i++) {
        struct due *row = &batch->rows[i];
        if (row->at <= now + AHEAD_SECONDS)
            continue;
        row->at = now;
        if (row->kind == DUE_PLAY && !twins_set_time(visit->deliver->journal, row, now, err))
            return false;
    }
    return true;
}

/* The service may have refused the batch because of one row: sends each by itself. */
static bool send_each(struct visit *visit, const struct batch *batch, struct epi_error *err)
{
    CLEANUP(scratch_cleanup) struct batch *one = scratch_new(sizeof(*one));
    if (!one)
        return error_memory(err);
    bool ok = true;
    for (size_t i = 0; ok && i < batch->count; i++) {
        if (visit->left) {
            ok = outbox_release(visit->deliver->journal, &batch->rows[i], err);
            continue;
        }
        one->kind = batch->kind;
        one->back = batch->back;
        one->count = 1;
        one->rows[0] = batch->rows[i];
        /* A refused request has changed nothing: the row counts as never sent. */
        ok = outbox_release(visit->deliver->journal, &one->rows[0], err) &&
             send_batch(visit, one, err);
    }
    return ok;
}

/* Files all that was accepted at once: the process may be about to end. */
static bool file_accepted(struct visit *visit, const struct batch *batch, size_t *sent,
                          struct epi_error *err)
{
    const struct deliver *deliver = visit->deliver;
    bool done[BATCH_MAX];
    *sent = 0;
    for (size_t i = 0; i < batch->count; i++) {
        done[i] = batch->results[i].kind == EPI_ERROR_NONE;
        *sent += done[i];
    }
    if (*sent == 0)
        return true;
    visit->failures = 0;
    visit->delivered->sent += (int)*sent;
    return outbox_complete_each(deliver->journal, batch->rows, done, batch->count, now_of(deliver),
                                err) &&
           holds_allow(deliver->journal, visit->service->name, retry_capability(&batch->rows[0]),
                       err);
}

static bool send_batch(struct visit *visit, struct batch *batch, struct epi_error *err)
{
    struct epi_error answer = {0};
    const struct due *last = NULL;
    size_t sent = 0;
    bool ask = !batch->back && visit->service->played &&
               batch_asks_history(&batch->rows[0], visit->service->holdings != NULL);
    if ((ask && !ask_history(visit, batch, err)) || !find_ids(visit, batch, err) ||
        !drop_there(visit, batch, err))
        return false;
    if (batch->count > 0 && !claim(visit, batch, true, err))
        return false;
    if (batch->count > 0 && !batch->back && !bring_back(visit, batch, err))
        return false;
    if (batch->count > 0 && !drop_twins(visit, batch, err))
        return false;
    if (batch->count == 0)
        return true;
    bool answered = call(visit, batch, &answer);
    if (!answered && answer.kind == EPI_ERROR_NEVER && batch->count > 1)
        return send_each(visit, batch, err);
    if (answered && !file_accepted(visit, batch, &sent, err))
        return false;
    for (size_t i = 0; i < batch->count; i++) {
        const struct epi_error *result = answered ? &batch->results[i] : &answer;
        bool accepted = result->kind == EPI_ERROR_NONE;
        if (!accepted && !file_answer(visit, &batch->rows[i], result, err))
            return false;
        if (accepted && visit->guard.ready[HELD_HISTORY] && batch->kind == DUE_PLAY &&
            !batch->back && !holdings_add_sent(visit->deliver->journal, &batch->rows[i], err))
            return false;
        last = accepted ? &batch->rows[i] : last;
    }
    say_sent(visit, batch, sent, last);
    return true;
}

static bool send_list(struct visit *visit, struct epi_error *err)
{
    CLEANUP(scratch_cleanup) struct batch *batch = scratch_new(sizeof(*batch));
    if (!batch)
        return error_memory(err);
    const struct batch_rules rules = {.lists = visit->service->holdings != NULL,
                                      .marks = visit->service->marks_max};
    while (visit->count > 0 && !visit->left) {
        batch_take(batch, &rules, visit->rows, &visit->count);
        if (!send_batch(visit, batch, err))
            return false;
    }
    return true;
}

/* ---- Rounds ---- */

/* Sends all that is due at one service: reads lists until one of them has nothing sent. */
static bool visit_service(struct visit *visit, const char *name, struct epi_error *err)
{
    const struct deliver *deliver = visit->deliver;
    struct epi_error why;
    visit->service = service_find(name);
    visit->session =
        visit->service ? deliver->session(deliver->context, visit->service, &why) : NULL;
    visit->failures = 0;
    visit->left = false;
    guard_free(&visit->guard);
    if (!visit->session) {
        return outbox_postpone(deliver->journal, name, now_of(deliver) + UNAVAILABLE_SECONDS,
                               now_of(deliver), err);
    }
    int done;
    do {
        done = visit->delivered->sent + visit->delivered->there;
        if (!outbox_list(deliver->journal, name, now_of(deliver), visit->rows, LIST_MAX,
                         &visit->count, err) ||
            !send_list(visit, err))
            return false;
    } while (!visit->left && visit->delivered->sent + visit->delivered->there > done);
    return true;
}

bool deliver_due(const struct deliver *deliver, struct delivered *delivered, struct epi_error *err)
{
    memset(delivered, 0, sizeof(*delivered));
    CLEANUP(cleanup_free) struct visit *visit = calloc(1, sizeof(*visit));
    if (!visit)
        return error_memory(err);
    visit->deliver = deliver;
    visit->delivered = delivered;
    char names[SERVICES_MAX][JOURNAL_SERVICE_MAX];
    size_t count;
    if (!holds_ask(deliver->journal, now_of(deliver), err) ||
        !outbox_list_services(deliver->journal, now_of(deliver), names, SERVICES_MAX, &count, err))
        return false;
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++)
        ok = visit_service(visit, names[i], err);
    guard_free(&visit->guard);
    return ok;
}
