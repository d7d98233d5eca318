/* SPDX-License-Identifier: MIT */
#include "core/player/scrobble.h"

#include <stdio.h>

#include "core/base/config.h"
#include "core/deliver/retry.h"
#include "core/journal/entry.h"
#include "core/journal/outbox.h"
#include "core/player/live_end.h"
#include "core/services/service.h"
#include "core/services/session.h"

static void subject_of(const struct match *match, struct subject *subject)
{
    *subject = (struct subject){.series = match->series.ids,
                                .series_year = match->series.year,
                                .season = match->episode.season,
                                .number = match->episode.number,
                                .tvdb = match->episode.tvdb,
                                .tvmaze = match->episode.tvmaze};
    snprintf(subject->series_title, sizeof(subject->series_title), "%s", match->series.title);
    snprintf(subject->title, sizeof(subject->title), "%s", match->episode.title);
    snprintf(subject->airdate, sizeof(subject->airdate), "%s", match->episode.airdate);
}

/* Gives the episode the id that the service has for it, if it was found elsewhere. What is asked
 * for is kept, so that only the first report of a series waits for it. */
static bool find_id(struct worker *worker, const struct service *service, struct subject *subject,
                    bool *found, struct epi_error *err)
{
    *found = false;
    int64_t ids[1 + SUBJECT_MORE_MAX];
    return !service->episodes || values_subject_ids(subject, service->ids, ids) > 0 ||
           worker_find_ids(worker, service, subject, found, err);
}

/* Whether the service splits an episode. Its stop would be the play of a part: the play is added to
 * the history instead, with all of them. */
static bool is_split(const struct service *service, const struct subject *subject)
{
    int64_t ids[1 + SUBJECT_MORE_MAX];

    return values_subject_ids(subject, service->ids, ids) > 1;
}

/* A stop this late is a play at the service. So it is sent as the journal's row of that play, which
 * is claimed as attempted: if no answer comes, the history is asked before it is sent again.
 * Without such a row (the watch rule was not met, or the play was sent already) nothing is
 * reported, and the service forgets the start by itself. */
static bool report_play(struct worker *worker, const struct epi_config *config,
                        const struct job *job, struct session *session, struct scrobbled *scrobbled,
                        struct epi_error *err)
{
    const struct service *service = scrobbled->service;
    struct journal *journal = worker_journal(worker, err);
    struct worker_round round = {0};
    struct due row;
    bool found = false;

    if (!journal || !worker_identify(worker, &round, err) ||
        !outbox_find_live(journal, service->name, job->path, job->nth, worker_now(worker), &row,
                          &found, err))
        return false;
    if (!found)
        return true;
    bool has_ids;
    if (!find_id(worker, service, &row.subject, &has_ids, err) ||
        (has_ids && !outbox_set_ids(journal, &row, err)))
        return false;
    if (is_split(service, &row.subject))
        return true;
    int lease = WORKER_LEASE_SECONDS + 4 * config->http_timeout;
    bool claimed = false;
    if (!outbox_claim(journal, &row, 1, lease, true, &claimed, err))
        return false;
    if (!claimed)
        return true;
    struct epi_error answer = {0};
    if (row.value && !row.attempted &&
        !service->live(session, &row.subject, job->action, job->progress, &scrobbled->counted,
                       &answer)) {
        *err = answer;
        row.attempted = !retry_is_refusal(&answer);
        if (answer.kind != EPI_ERROR_STOPPED) /* otherwise the claim ends with the connection */
            outbox_release(journal, &row, NULL);
        return false;
    }
    if (!scrobbled->counted)
        return outbox_release(journal, &row, err);
    scrobbled->subject = row.subject;
    scrobbled->entry = row.entry;
    live_end_done(journal, worker_now(worker));
    return outbox_complete(journal, &row, worker_now(worker), err);
}

/* The service that shows what is watched, and its session; NULL if nobody is signed in there or the
 * options do not send plays there. */
static const struct service *find_service(struct worker *worker, const struct epi_config *config,
                                          struct session **session)
{
    const struct service *service = service_chosen(config, "trakt");
    bool signed_in = false;

    *session = worker_session(worker, service, NULL);
    bool may = service->live && config_lists(config->scrobble_on, "trakt") && *session &&
               session_signed_in(*session, &signed_in, NULL, 0, NULL) && signed_in;
    return may ? service : NULL;
}

bool scrobble_report(struct worker *worker, const struct epi_config *config, const struct job *job,
                     const struct match *match, struct scrobbled *scrobbled, struct epi_error *err)
{
    struct session *session;
    const struct service *service = find_service(worker, config, &session);

    *scrobbled = (struct scrobbled){.service = service};
    if (!service || match->episode.season < 0)
        return true;
    if (job->action == LIVE_STOP && job->progress >= LIVE_PLAYED)
        return report_play(worker, config, job, session, scrobbled, err);
    bool counted, found;
    subject_of(match, &scrobbled->subject);
    if (!find_id(worker, service, &scrobbled->subject, &found, err) ||
        !service->live(session, &scrobbled->subject, job->action, job->progress, &counted, err))
        return false;
    struct journal *journal = worker_journal(worker, NULL);
    if (journal && job->action == LIVE_STOP)
        live_end_done(journal, worker_now(worker));
    else if (journal)
        live_end_started(journal, job, &scrobbled->subject, worker_now(worker));
    return true;
}

bool scrobble_finish(struct worker *worker, const struct epi_config *config, struct epi_error *err)
{
    struct journal *journal = worker_journal(worker, NULL);
    struct subject subject;
    double progress;

    if (!journal || !live_end_left(journal, worker_now(worker), &subject, &progress))
        return true;
    struct session *session;
    const struct service *service = find_service(worker, config, &session);
    bool counted;
    /* A later stop would be a play: that is sent as one, if it is. */
    if (service && progress < LIVE_PLAYED &&
        !service->live(session, &subject, LIVE_STOP, progress, &counted, err))
        return false;
    live_end_done(journal, worker_now(worker));
    return true;
}
