/* SPDX-License-Identifier: MIT */
#include "core/deliver/pacing.h"

#include "core/base/error.h"
#include "core/base/http.h"
#include "core/journal/outbox.h"
#include "core/journal/pace.h"
#include "core/services/service.h"

enum { PAUSE_WAITED_SECONDS = 10 }; /* a pause that a service asked for; a longer one is an error */

static bool take_turn(const struct pacing *pacing, const struct service_pace *limit,
                      struct epi_error *err)
{
    int wait_ms = 0;

    do {
        if (!pace_take(pacing->journal, limit->bucket, limit->calls, limit->seconds,
                       pacing->now_ms(pacing->context), &wait_ms, NULL))
            return true;
        if (wait_ms > 0 && !http_wait(pacing->http, wait_ms, err))
            return false;
    } while (wait_ms > 0);
    return true;
}

static bool wait_out_pause(const struct pacing *pacing, const struct service *service,
                           struct epi_error *err)
{
    int64_t until = 0;

    if (!outbox_paused_until(pacing->journal, service->name, &until, NULL))
        return true;
    int64_t left = until - pacing->now;
    if (left <= PAUSE_WAITED_SECONDS)
        return left <= 0 || http_wait(pacing->http, (int)left * 1000, err);
    return error_status(err, EPI_ERROR_LATER, 429, (int)left,
                        "%s asks for no requests for the next %lld s", service->title,
                        (long long)left);
}

bool pacing_wait(const struct pacing *pacing, const struct service *service, bool reads,
                 struct epi_error *err)
{
    const struct service_pace *limit = reads ? &service->reads : &service->writes;

    return wait_out_pause(pacing, service, err) &&
           (limit->calls == 0 || take_turn(pacing, limit, err));
}
