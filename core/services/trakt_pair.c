/* SPDX-License-Identifier: MIT */
#include "core/services/trakt_pair.h"

#include <stdint.h>
#include <string.h>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/services/answer.h"
#include "core/services/oauth.h"
#include "core/services/pkce.h"
#include "core/services/route.h"
#include "core/services/session.h"
#include "core/services/trakt_account.h"
#include "core/services/trakt_app.h"

const struct service_field trakt_pair_fields[] = {
    {"client_id", "client ID of your app", false, false, false},
    {"client_secret", "client secret of your app", true, true, false},
    {NULL, NULL, false, false, false},
};

static void wipe_pairing(struct pairing *pairing)
{
    explicit_bzero(pairing, sizeof(*pairing));
}

/* Without a secret the app proves itself by a verifier, of which Trakt gets the challenge now. */
static struct json *device_body(struct session *session, struct pairing *pairing,
                                struct epi_error *err)
{
    unsigned char bytes[PKCE_BYTES];
    char challenge[PKCE_TEXT_SIZE];
    struct json *body = json_new_object();
    if (*session_get(session, "client_secret"))
        return body;
    if (!session->context->chance(bytes, sizeof(bytes), err)) {
        json_free(body);
        return NULL;
    }
    pkce_verifier(bytes, pairing->verifier);
    explicit_bzero(bytes, sizeof(bytes));
    pkce_challenge(pairing->verifier, challenge);
    json_set_text(body, "code_challenge", challenge);
    json_set_text(body, "code_challenge_method", "S256");
    return body;
}

bool trakt_pair_start(struct session *session, const struct credentials *given,
                      struct pairing *pairing, struct epi_error *err)
{
    CLEANUP(wipe_pairing) struct pairing read = {.interval = 0};
    struct answer answer = {0};
    session_use(session, given);
    struct json *body = device_body(session, &read, err);
    if (!body || !route_send(session, &api_trakt, "device-code", NULL, body, &answer, err))
        return false;
    int status = answer.status;
    if (status == 401 || trakt_app_is_refused(&answer)) {
        answer_free(&answer);
        return trakt_app_refuse(EPI_ERROR_NEVER, status, err);
    }
    oauth_read_device(answer.json, "verification_url", "/", &read);
    bool accepted = answer_accepted(session->service, &answer, err);
    if (accepted && (!read.token[0] || !read.code[0] || !read.url[0]))
        return answer_unreadable(session->service, &answer, err);
    answer_free(&answer);
    if (accepted)
        *pairing = read;
    return accepted;
}

/* The status that says the same as an error of RFC 8628, 3.5, or RFC 6749, 5.2. */
static int status_of(const struct answer *answer)
{
    static const struct {
        const char *error;
        int status;
    } names[] = {{"slow_down", 429},     {"expired_token", 410},  {"access_denied", 418},
                 {"invalid_grant", 404}, {"invalid_client", 403}, {"unauthorized_client", 403}};
    const char *error = json_text(json_get(answer->json, "error"));
    for (size_t i = 0; answer->status == 400 && i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(error, names[i].error) == 0)
            return names[i].status;
    }
    return answer->status;
}

/* The error for a device code that did not lead to a token. */
static bool poll_failed(struct session *session, const struct answer *answer, struct epi_error *err)
{
    static const struct {
        int status;
        const char *text;
    } ends[] = {
        {401, "Trakt does not accept this epimark for this code: start again"},
        {404, "Trakt does not know this code: start again"},
        {409, "this code has already been used: start again"},
        {410, "this code has expired: start again"},
        {418, "you denied the request at Trakt"},
    };
    int status = status_of(answer);
    if (status == 403 && !answer->html) {
        return error_status(err, EPI_ERROR_NEVER, status, 0,
                            *session_get(session, "client_secret")
                                ? "Trakt does not accept the app's client secret: check the secret"
                                : "Trakt refuses this app without its client secret: start again "
                                  "with the secret, or with another client ID");
    }
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        if (status == ends[i].status && !answer->html)
            return error_status(err, EPI_ERROR_NEVER, status, 0, "%s", ends[i].text);
    }
    return answer_accepted(session->service, answer, err);
}

bool trakt_pair_poll(struct session *session, struct pairing *pairing, bool *done,
                     struct credentials *signed_in, struct epi_error *err)
{
    struct json *body = json_new_object();
    struct answer answer = {0};
    *done = false;
    json_set_text(body, "code", pairing->token);
    if (pairing->verifier[0])
        json_set_text(body, "code_verifier", pairing->verifier);
    if (!route_send(session, &api_trakt, "device-token", NULL, body, &answer, err))
        return false;
    int status = status_of(&answer);
    if (status == 400 || status == 429) {
        if (status == 429)
            pairing->interval += answer.retry_after > 0 ? answer.retry_after : 5;
        answer_free(&answer);
        return true;
    }
    if (!poll_failed(session, &answer, err)) {
        answer_free(&answer);
        return false;
    }
    if (!oauth_keep(session, false, &answer, err))
        return false;
    explicit_bzero(pairing->verifier, sizeof(pairing->verifier)); /* it was for this code alone */
    *signed_in = session->credentials;
    *done = true;
    return true;
}
