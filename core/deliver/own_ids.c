/* SPDX-License-Identifier: MIT */
#include "core/deliver/own_ids.h"

#include <string.h>

#include "core/base/error.h"
#include "core/identify/answer_cache.h"
#include "core/identify/carry.h"
#include "core/identify/catalogue.h"
#include "core/journal/outbox.h"
#include "core/journal/service_ids.h"
#include "core/services/service.h"

static bool ask(const struct own_ids *own, const struct subject *subject, bool anew,
                struct carried *carried, struct epi_error *err)
{
    struct catalogue catalogue = {own->service, own->session, NULL};
    struct answer_cache cache = {own->journal, own->service->name, own->language, own->now, anew};
    return carry_episode(&catalogue, &cache, subject, carried, err);
}

static bool say_not_there(const struct own_ids *own, const struct subject *subject,
                          const struct carried *carried, struct epi_error *err)
{
    const char *title = own->service->title;
    char label[MATCH_TITLE_MAX + 32];
    values_subject_label(subject, label, sizeof(label));
    if (carried->outcome == CARRY_DOUBTED) {
        return error_status(err, EPI_ERROR_SIGN_IN, 409, 0,
                            "%s is not sent to %s: %s; `epimark fix` says which one it is", label,
                            title, carried->reason);
    }
    return error_status(err, EPI_ERROR_NEVER, 404, 0, "%s does not know %s", title,
                        carried->outcome == CARRY_NO_SERIES ? subject->series_title : label);
}

/* Gives a subject the ids that were found. */
static void set_ids(const struct own_ids *own, struct subject *subject,
                    const struct carried *carried)
{
    enum id_kind kind = own->service->ids;
    int64_t series = values_series_id(&carried->series, kind);
    int64_t id = values_episode_id(&carried->episode, kind);
    if (carried->part_count > 0)
        values_set_subject_ids(subject, kind, carried->parts, carried->part_count);
    else
        values_set_subject_ids(subject, kind, &id, 1);
    if (series)
        values_set_series_id(&subject->series, kind, series);
}

static bool has_same_ids(const struct own_ids *own, const struct subject *a,
                         const struct subject *b)
{
    int64_t x[1 + SUBJECT_MORE_MAX], y[1 + SUBJECT_MORE_MAX];
    size_t count = values_subject_ids(a, own->service->ids, x);
    return count == values_subject_ids(b, own->service->ids, y) &&
           memcmp(x, y, count * sizeof(*x)) == 0;
}

bool own_ids_find(const struct own_ids *own, struct subject *subject, bool *found,
                  struct epi_error *err)
{
    bool catalogue = own->service->rank > 0;
    struct carried carried;
    *found = false;
    if (!ask(own, subject, false, &carried, err))
        return false;
    *found = carried.outcome == CARRY_FOUND;
    if (*found)
        set_ids(own, subject, &carried);
    return *found || (!catalogue && carried.outcome != CARRY_DOUBTED) ||
           say_not_there(own, subject, &carried, err);
}

bool own_ids_give(const struct own_ids *own, struct due *row, struct epi_error *err)
{
    bool found;
    return own_ids_find(own, &row->subject, &found, err) &&
           (!found || outbox_set_ids(own->journal, row, err));
}

bool own_ids_renew(const struct own_ids *own, struct due *row, bool *renewed, struct epi_error *err)
{
    struct carried carried;
    struct epi_error why = {0};
    *renewed = false;
    if (!ask(own, &row->subject, true, &carried, &why)) {
        if (why.kind == EPI_ERROR_STOPPED && err)
            *err = why;
        return why.kind != EPI_ERROR_STOPPED;
    }
    struct subject now = row->subject;
    set_ids(own, &now, &carried);
    *renewed = carried.outcome == CARRY_FOUND && !has_same_ids(own, &now, &row->subject);
    if (!*renewed)
        return true;
    row->subject = now;
    return outbox_set_ids(own->journal, row, err);
}

int64_t own_ids_recall(struct journal *journal, const struct service *service,
                       const struct series_ids *series, int season, int number)
{
    const struct service_ids_of of = {service->name, series, season, number};
    int64_t id = 0;
    return service_ids_find(journal, &of, &id, NULL) ? id : 0;
}

void own_ids_keep(struct journal *journal, const struct service *service,
                  const struct series_ids *series, int season, int number, int64_t id)
{
    const struct service_ids_of of = {service->name, series, season, number};
    service_ids_keep(journal, &of, id, NULL);
}
