/* SPDX-License-Identifier: MIT
 *
 * answer: what a service answered, and what that means for the user. Never holds the session's
 * credentials; no error from here contains any text of the body.
 */
#ifndef EPIMARK_SERVICES_ANSWER_H
#define EPIMARK_SERVICES_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

struct epi_error;
struct http_response;
struct json;
struct service;

/* What status and texts say of a web page in between; the journal knows it by that. */
#define ANSWER_SHIELD "blocked by a proxy or shield in between"

struct answer {
    int status;
    struct json *json; /* NULL: none */
    int pages;         /* the number of pages of a list, 0 if unknown */
    int64_t items;     /* the same of its items, -1 if unknown */
    int retry_after;
    char *headers;  /* those of the answer, a line each, if they are wanted; else NULL */
    bool html;      /* a web page: a proxy or shield in between has answered */
    bool gateway;   /* an error object of a gateway in between: not the service's own words */
    bool unchanged; /* the list that is kept is still the right one: there is no json */
    bool unpaid;    /* the sign-in is valid, but the account has not paid for this */
};

/* Overwrites what it says: any answer may have tokens in it, most of all one that failed. */
void answer_free(struct answer *answer);

/* Reads the answer from a response. wanted: the body must be JSON. Fails with EPI_ERROR_LATER if
 * the status is one of success and the body is not valid. */
bool answer_read(const struct service *service, const struct http_response *response, bool wanted,
                 struct answer *answer, struct epi_error *err);

/* True if the status is one of success; otherwise err says what it means for the user. Also used
 * for the status of one item in a bulk answer. */
bool answer_accepted(const struct service *service, const struct answer *answer,
                     struct epi_error *err);

/* As answer_accepted, for an answer of what gives out tokens: it is about the sign-in, never about
 * what was to be sent. refused: the service says that the sign-in is no good; again is then the
 * text of EPI_ERROR_SIGN_IN. Every other failure is EPI_ERROR_LATER. */
bool answer_token(const struct service *service, const struct answer *answer, bool refused,
                  const char *again, struct epi_error *err);

/* Frees an answer that differs from what the service documents. Returns false with
 * EPI_ERROR_LATER. */
bool answer_unreadable(const struct service *service, struct answer *answer, struct epi_error *err);

/* The same for an answer about another what ("series", "episode", "page") than was asked for. */
bool answer_of_other(const struct service *service, struct answer *answer, const char *what,
                     struct epi_error *err);

/* The same for a list that goes on for ever. */
bool answer_endless(const struct service *service, struct answer *answer, struct epi_error *err);

#endif
