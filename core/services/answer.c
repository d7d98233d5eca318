/* SPDX-License-Identifier: MIT */
#include "core/services/answer.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/base/http.h"
#include "core/base/json.h"
#include "core/services/service.h"

void answer_free(struct answer *answer)
{
    json_wipe(answer->json);
    free(answer->headers);
    *answer = (struct answer){0};
}

/* Whether what an error says has a word in it. */
static bool says(const struct json *json, const char *word)
{
    static const char *const members[] = {"error", "error_description", "detail"};
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        if (strcasestr(json_text(json_get(json, members[i])), word))
            return true;
    }
    return false;
}

/* The status that the body of an answer stands for, if it says more than that of the answer. */
static void heed_body(const struct service *service, struct answer *answer)
{
    answer->unpaid =
        service->unpaid_word && answer->status == 403 && says(answer->json, service->unpaid_word);
    bool failed = service->error_in_success && answer->status >= 200 && answer->status < 300 &&
                  *json_text(json_get(answer->json, "error"));
    if (failed)
        answer->status = says(answer->json, "limit") ? 429 : 404;
}

bool answer_read(const struct service *service, const struct http_response *response, bool wanted,
                 struct answer *answer, struct epi_error *err)
{
    struct answer read = {.status = response->status,
                          .pages = response->pages,
                          .items = response->items,
                          .retry_after = response->retry_after};
    /* Trakt's own 403 is declared as HTML too, but empty. */
    read.html = response->body_len &&
                (strncmp(response->content_type, "text/html", 9) == 0 || response->body[0] == '<');
    struct epi_error why = {0};
    wanted = wanted || response->body_len;
    if (wanted)
        read.json = json_read(response->body ? response->body : "", response->body_len, &why);
    read.gateway = !service->own_error && *json_text(json_get(read.json, "Error"));
    bool success = response->status >= 200 && response->status < 300;
    if (wanted && !read.json && success) {
        return error_status(err, EPI_ERROR_LATER, response->status, response->retry_after,
                            "%s sent an unexpected answer (%s)", service->title, why.text);
    }
    if (response->headers && !(read.headers = strdup(response->headers))) {
        json_free(read.json);
        return error_memory(err);
    }
    heed_body(service, &read);
    *answer = read;
    return true;
}

/* What to do about a status. */
static enum epi_error_kind status_kind(const struct answer *answer)
{
    if (answer->gateway)
        return EPI_ERROR_LATER;
    switch (answer->status) {
    case 401:
    case 402:
    case 420:
    case 423:
    case 426:
        return EPI_ERROR_SIGN_IN;
    case 403:
        return answer->html && !answer->unpaid ? EPI_ERROR_LATER : EPI_ERROR_SIGN_IN;
    case 408:
    case 425:
    case 429:
        return EPI_ERROR_LATER;
    default:
        return answer->status >= 400 && answer->status < 500 ? EPI_ERROR_NEVER : EPI_ERROR_LATER;
    }
}

static const char *status_text(const struct service *service, const struct answer *answer)
{
    if (answer->gateway && answer->status < 500 && answer->status != 429)
        return "sent the error of a gateway in between";
    switch (answer->status) {
    case 402:
    case 426:
        return "offers this to paying accounts only";
    case 403:
        return answer->unpaid       ? "offers this to paying accounts only"
               : answer->html       ? "sent an HTML page: " ANSWER_SHIELD
               : service->forbidden ? service->forbidden
                                    : "does not allow this account to do that";
    case 404:
    case 410:
        return "does not know this item";
    case 409:
        return "already has this";
    case 420:
        return "says that this account has reached its limit";
    case 422:
        return "does not accept the values";
    case 423:
        return "says that this account is locked: see its web site";
    case 429:
        return "reports too many requests";
    default:
        return answer->status >= 500   ? "reports a server error"
               : answer->status >= 400 ? "refuses the request"
                                       : "sent an unexpected status";
    }
}

bool answer_accepted(const struct service *service, const struct answer *answer,
                     struct epi_error *err)
{
    if ((answer->status >= 200 && answer->status < 300) || answer->unchanged)
        return true;
    if (answer->status == 401) {
        return error_status(err, EPI_ERROR_SIGN_IN, 401, answer->retry_after,
                            "%s does not accept the sign-in (401); run `epimark login %s`",
                            service->title, service->name);
    }
    return error_status(err, status_kind(answer), answer->status, answer->retry_after, "%s %s (%d)",
                        service->title, status_text(service, answer), answer->status);
}

bool answer_token(const struct service *service, const struct answer *answer, bool refused,
                  const char *again, struct epi_error *err)
{
    if (refused)
        return error_status(err, EPI_ERROR_SIGN_IN, 401, 0, "%s", again);
    if (answer->status >= 200 && answer->status < 300)
        return true;
    return error_status(err, EPI_ERROR_LATER, answer->status, answer->retry_after,
                        "%s: signing in failed (%d)", service->title, answer->status);
}

bool answer_unreadable(const struct service *service, struct answer *answer, struct epi_error *err)
{
    int status = answer->status;
    answer_free(answer);
    return error_status(err, EPI_ERROR_LATER, status, 0, "%s sent an unexpected answer",
                        service->title);
}

bool answer_of_other(const struct service *service, struct answer *answer, const char *what,
                     struct epi_error *err)
{
    int status = answer->status;
    answer_free(answer);
    return error_status(err, EPI_ERROR_LATER, status, 0, "%s sent another %s than was asked for",
                        service->title, what);
}

bool answer_endless(const struct service *service, struct answer *answer, struct epi_error *err)
{
    int status = answer->status;
    answer_free(answer);
    return error_status(err, EPI_ERROR_LATER, status, 0, "%s sent a list without an end",
                        service->title);
}
