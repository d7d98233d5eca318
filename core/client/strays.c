/* SPDX-License-Identifier: MIT */
#include "core/client/strays.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/client/client.h"
#include "core/client/series_list.h"
#include "core/identify/catalogue.h"
#include "core/journal/holdings.h"
#include "core/services/service.h"

/* One series at a time. */
struct strays {
    struct epi_client *client;
    struct catalogue catalogue;
    struct holdings_of of;
    struct series series;
    size_t count;                             /* of its list */
    struct episode rows[1 + SERIES_LIST_MAX]; /* the one that was asked for, and the list */
};

/* Places all that is held of the series. */
static bool place(struct strays *strays, int64_t item, struct epi_error *err)
{
    enum id_kind kind = strays->catalogue.service->ids;
    struct subject series = {.series = strays->series.ids, .series_year = strays->series.year};
    struct journal *journal = client_writable(strays->client, err);
    memcpy(series.series_title, strays->series.title, sizeof(series.series_title));
    strays->rows[0] = (struct episode){.season = -1, .number = -1, .tvmaze = item};
    strays->count = 0;
    return journal &&
           series_list_of(strays->client, &strays->catalogue, &strays->series, true,
                          &strays->rows[1], &strays->count, err) &&
           holdings_place(journal, &strays->of, values_series_id(&series.series, kind), &series,
                          strays->rows, 1 + strays->count, err);
}

static bool place_list(struct strays *strays, struct epi_error *err)
{
    const struct catalogue *catalogue = &strays->catalogue;
    struct journal *journal = client_readable(strays->client, err);
    int64_t item = 0;
    size_t done = 0;
    bool ok = journal && holdings_next_stray(journal, &strays->of, 0, &item, err);
    while (ok && item) {
        bool found = false;
        ok =
            catalogue->service->series_of(catalogue->session, item, &strays->series, &found, err) &&
            (!found || place(strays, item, err)) &&
            holdings_next_stray(journal, &strays->of, item, &item, err);
        client_say(strays->client, ++done, 0, "series of your account");
    }
    return ok;
}

bool strays_place(struct epi_client *client, const struct service *service, struct session *session,
                  struct epi_error *err)
{
    if (!service->series_of)
        return true;
    CLEANUP(cleanup_free) struct strays *strays = calloc(1, sizeof(*strays));
    if (!strays)
        return error_memory(err);
    strays->client = client;
    strays->catalogue = (struct catalogue){.service = service, .session = session};
    for (enum held_list list = HELD_HISTORY; list <= HELD_RATINGS; list++) {
        strays->of = (struct holdings_of){service->name, list, 0};
        if (!place_list(strays, err))
            return false;
    }
    return true;
}
