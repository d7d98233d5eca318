/* SPDX-License-Identifier: MIT */
#include "core/services/oauth.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/json.h"
#include "core/services/answer.h"
#include "core/services/session.h"

bool oauth_keep(struct session *session, bool stays, struct answer *answer, struct epi_error *err)
{
    const char *access = json_text(json_get(answer->json, "access_token"));
    const char *refresh = json_text(json_get(answer->json, "refresh_token"));
    int64_t life = json_int(json_get(answer->json, "expires_in"), 0);
    char digits[24] = "";
    if (life > 0)
        snprintf(digits, sizeof(digits), "%" PRId64, session_now(session) + life);
    bool renews = *refresh || (stays && *session_get(session, "refresh_token"));
    if (!*access || !renews || !credentials_set(&session->credentials, "access_token", access) ||
        (*refresh && !credentials_set(&session->credentials, "refresh_token", refresh)) ||
        !credentials_set(&session->credentials, "expires_at", digits))
        return answer_unreadable(session->service, answer, err);
    answer_free(answer);
    return true;
}

void oauth_read_device(const struct json *json, const char *address, const char *between,
                       struct pairing *pairing)
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
    int64_t life = json_int(json_get(json, "expires_in"), 0);
    int64_t interval = json_int(json_get(json, "interval"), 0);
    json_copy(json_get(json, "device_code"), pairing->token, sizeof(pairing->token));
    json_copy(json_get(json, "user_code"), pairing->code, sizeof(pairing->code));
    json_copy(json_get(json, address), pairing->url, sizeof(pairing->url));
    size_t url = strlen(pairing->url), gap = strlen(between), code = strlen(pairing->code);
    if (url + gap + code < sizeof(pairing->link) && !pairing->code[strspn(pairing->code, signs)]) {
        memcpy(pairing->link, pairing->url, url);
        memcpy(pairing->link + url, between, gap);
        memcpy(pairing->link + url + gap, pairing->code, code + 1);
    }
    pairing->interval = interval > 0 && interval < 3600 ? (int)interval : 5;
    if (life > 0 && life < 24 * 60 * 60)
        pairing->lasts = (int)life;
}
