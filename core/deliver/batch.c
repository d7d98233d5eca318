/* SPDX-License-Identifier: MIT */
#include "core/deliver/batch.h"

/* ---- Which rows ---- */

bool batch_asks_history(const struct due *row, bool lists)
{
    return row->kind == DUE_PLAY && row->attempted && !(row->elsewhere && lists);
}

/* Whether a row is a mark of which the service takes very many. */
static bool is_bulk(const struct batch_rules *rules, const struct due *row)
{
    return row->kind == DUE_MARK && row->value != 0 && rules->marks > BATCH_USUAL;
}

/* A row that failed before goes alone, and so does a play that may have arrived. Of very many that
 * failed together each first goes with fewer others. */
static bool goes_alone(const struct batch_rules *rules, const struct due *row)
{
    return row->tries > (is_bulk(rules, row) ? 1 : 0) || batch_asks_history(row, rules->lists);
}

static size_t most(const struct batch_rules *rules, const struct due *row)
{
    if (!is_bulk(rules, row) || row->tries > 0)
        return BATCH_USUAL;
    return rules->marks < BATCH_MAX ? (size_t)rules->marks : BATCH_MAX;
}

/* It may have to wait for what the service has: nothing else waits with it. */
static bool is_guarded(const struct due *row)
{
    return row->imported || row->elsewhere;
}

static bool fits(const struct batch *batch, const struct batch_rules *rules, const struct due *row)
{
    const struct due *first = &batch->rows[0];
    return batch->count < most(rules, first) && row->kind == batch->kind &&
           (row->value == 0) == batch->back && is_guarded(row) == is_guarded(first) &&
           row->tries == first->tries && !goes_alone(rules, row) && !goes_alone(rules, first);
}

void batch_take(struct batch *batch, const struct batch_rules *rules, struct due *rows,
                size_t *count)
{
    size_t left = 0;
    batch->kind = rows[0].kind;
    batch->back = rows[0].value == 0;
    batch->rows[0] = rows[0];
    batch->count = 1;
    for (size_t i = 1; i < *count; i++) {
        if (fits(batch, rules, &rows[i]))
            batch->rows[batch->count++] = rows[i];
        else
            rows[left++] = rows[i];
    }
    *count = left;
}

/* ---- What of them is sent ---- */

struct mark batch_mark(const struct due *row)
{
    enum mark_type type =
        row->kind == DUE_MARK && row->value ? (enum mark_type)(row->value - 1) : MARK_WATCHED;
    return (struct mark){.subject = row->subject,
                         .type = type,
                         .at = values_known_time(row->at),
                         .until = row->live_until};
}

static bool is_one_viewing(const struct due *a, const struct due *b, enum id_kind kind,
                           int64_t rewatch_seconds)
{
    int64_t apart = a->at > b->at ? a->at - b->at : b->at - a->at;
    int64_t ids[2][1 + SUBJECT_MORE_MAX];
    size_t count = values_subject_ids(&a->subject, kind, ids[0]);
    return count > 0 && count == values_subject_ids(&b->subject, kind, ids[1]) &&
           ids[0][0] == ids[1][0] && apart < rewatch_seconds;
}

size_t batch_same_row(const struct batch *batch, size_t i, enum id_kind kind,
                      int64_t rewatch_seconds)
{
    for (size_t k = 0; k < i && !outbox_is_rating(batch->kind); k++) {
        if (is_one_viewing(&batch->rows[k], &batch->rows[i], kind, rewatch_seconds))
            return k;
    }
    return i;
}

/* Adds one thing to send. */
static void add_item(struct batch *batch, const struct due *row, const struct subject *subject)
{
    size_t i = batch->item_count++;
    if (outbox_is_rating(batch->kind)) {
        batch->ratings[i] = (struct rating){
            .subject = *subject, .value = row->value, .at = values_known_time(row->at)};
    } else if (batch->kind == DUE_MARK && batch->back) {
        batch->subjects[i] = *subject;
    } else {
        batch->marks[i] = batch_mark(row);
        batch->marks[i].subject = *subject;
    }
}

void batch_make_items(struct batch *batch, enum id_kind kind, int64_t rewatch_seconds)
{
    batch->item_count = 0;
    for (size_t i = 0; i < batch->count; i++) {
        const struct due *row = &batch->rows[i];
        size_t same = batch_same_row(batch, i, kind, rewatch_seconds);
        int64_t ids[1 + SUBJECT_MORE_MAX];
        size_t count = values_subject_ids(&row->subject, kind, ids);
        struct subject one = row->subject;
        batch->first[i] = same < i ? batch->first[same] : batch->item_count;
        if (same == i && count < 2)
            add_item(batch, row, &one);
        for (size_t k = 0; same == i && count > 1 && k < count; k++) {
            values_set_subject_ids(&one, kind, &ids[k], 1);
            add_item(batch, row, &one);
        }
        batch->item_counts[i] =
            same < i ? batch->item_counts[same] : batch->item_count - batch->first[i];
    }
}

/* What became of a row: all of its items have to be accepted. Of a play one is enough, since the
 * others cannot be added without it. */
void batch_take_results(struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        const struct epi_error *results = &batch->item_results[batch->first[i]];
        batch->results[i] = results[0];
        for (size_t k = 1; k < batch->item_counts[i]; k++) {
            bool accepted = results[k].kind == EPI_ERROR_NONE;
            if (accepted == (batch->kind == DUE_PLAY))
                batch->results[i] = results[k];
        }
    }
}
