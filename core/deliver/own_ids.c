/* SPDX-License-Identifier: MIT */
#include "core/deliver/own_ids.h"

#include "core/base/error.h"
#include "core/identify/answer_cache.h"
#include "core/identify/carry.h"
#include "core/identify/catalogue.h"
#include "core/journal/outbox.h"
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

static int64_t id_of(const struct own_ids *own, const struct subject *subject)
{
    struct episode episode = {.tvdb = subject->tvdb, .tvmaze = subject->tvmaze};
    return values_episode_id(&episode, own->service->ids);
}

static bool keep(const struct own_ids *own, struct due *row, const struct carried *carried,
                 struct epi_error *err)
{
    enum id_kind kind = own->service->ids;
    int64_t series = values_series_id(&carried->series, kind);
    if (kind == ID_TVMAZE)
        row->subject.tvmaze = carried->episode.tvmaze;
    else
        row->subject.tvdb = carried->episode.tvdb;
    if (series)
        values_set_series_id(&row->subject.series, kind, series);
    return outbox_set_ids(own->journal, row, err);
}

bool own_ids_give(const struct own_ids *own, struct due *row, struct epi_error *err)
{
    bool catalogue = own->service->rank > 0;
    struct carried carried;
    if (!ask(own, &row->subject, false, &carried, err))
        return false;
    if (carried.outcome == CARRY_FOUND)
        return keep(own, row, &carried, err);
    return (!catalogue && carried.outcome != CARRY_DOUBTED) ||
           say_not_there(own, &row->subject, &carried, err);
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
    *renewed = carried.outcome == CARRY_FOUND &&
               values_episode_id(&carried.episode, own->service->ids) != id_of(own, &row->subject);
    return !*renewed || keep(own, row, &carried, err);
}
