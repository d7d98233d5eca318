/* SPDX-License-Identifier: MIT */
#include "core/client/next_step.h"

#include <stdio.h>
#include <string.h>

#include "core/client/client.h"
#include "core/deliver/outlook.h"
#include "core/deliver/plan.h"
#include "core/journal/holds.h"
#include "core/journal/outbox.h"

/* What follows, in words: if it is sent, and if it is not. */
struct words {
    const char *sent;
    const char *unsent; /* NULL: nothing */
};

static void write_outlook(const struct outlook *next, const struct words *words, char *text)
{
    text[0] = '\0';
    if (!words->unsent && next->kind != OUTLOOK_SENT)
        return;
    switch (next->kind) {
    case OUTLOOK_SENT:
        snprintf(text, NEXT_STEP_MAX, "; `epimark sync` %s", words->sent);
        break;
    case OUTLOOK_SIGNED_OUT:
        snprintf(text, NEXT_STEP_MAX, "; %s until you sign in: `epimark login %s`", words->unsent,
                 next->service);
        break;
    case OUTLOOK_REFUSED:
        snprintf(text, NEXT_STEP_MAX, "; %s until you sign in again: `epimark login %s`",
                 words->unsent, next->service);
        break;
    case OUTLOOK_HELD:
        snprintf(text, NEXT_STEP_MAX, "; %s: `epimark status %s` shows why", words->unsent,
                 next->service);
        break;
    case OUTLOOK_KEPT:
        snprintf(text, NEXT_STEP_MAX, "; %s, the options send it nowhere", words->unsent);
        break;
    }
}

static void write_step(struct epi_client *client, enum due_kind kind, bool film,
                       const struct words *words, char *text)
{
    struct plan plan;
    plan_make(&client->config, &plan);
    struct outlook next = outlook_of(client_readable(client, NULL), &plan, kind, film);
    write_outlook(&next, words, text);
}

/* The same of what was sent and is taken back there, whatever the options say by now. Whether it is
 * sent. */
static bool write_back(struct epi_client *client, const struct words *words, char *text)
{
    struct journal *journal = client_readable(client, NULL);
    char service[JOURNAL_SERVICE_MAX] = "";
    struct outbox_account account = {0};
    struct outlook next = {.kind = OUTLOOK_SENT, .service = service};

    if (journal && holds_find_waiting(journal, service, NULL) && service[0] &&
        outbox_find_account(journal, service, &account, NULL)) {
        next.kind = !account.account[0] ? OUTLOOK_SIGNED_OUT
                    : account.refused   ? OUTLOOK_REFUSED
                                        : OUTLOOK_HELD;
    }
    write_outlook(&next, words, text);
    return next.kind == OUTLOOK_SENT;
}

void next_step_send(struct epi_client *client, enum due_kind kind, bool film,
                    char text[NEXT_STEP_MAX])
{
    static const struct words words = {"sends it", "kept here"};

    write_step(client, kind, film, &words, text);
}

void next_step_unrate(struct epi_client *client, enum due_kind kind, bool film,
                      char text[NEXT_STEP_MAX])
{
    static const struct words words = {"sends it", NULL};

    write_step(client, kind, film, &words, text);
}

void next_step_take_back(struct epi_client *client, int back, char text[NEXT_STEP_MAX])
{
    static const struct words words = {"takes it back at the services", "it stays there"};

    text[0] = '\0';
    if (back > 0)
        write_back(client, &words, text);
}

void next_step_correct(struct epi_client *client, int released, int back, char text[NEXT_STEP_MAX])
{
    static const struct words anew = {"takes back what was sent wrongly, and sends it anew",
                                      "what was sent wrongly stays there"};
    static const struct words wrong = {"takes back what was sent wrongly",
                                       "what was sent wrongly stays there"};

    text[0] = '\0';
    bool sent = back > 0 && write_back(client, released ? &anew : &wrong, text);
    size_t len = strlen(text);
    if (released && !sent)
        snprintf(text + len, NEXT_STEP_MAX - len, "; `epimark sync` identifies what waited for it");
}
