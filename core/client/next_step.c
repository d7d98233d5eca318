/* SPDX-License-Identifier: MIT */
#include "core/client/next_step.h"

#include <stdio.h>

#include "core/client/client.h"
#include "core/deliver/outlook.h"
#include "core/deliver/plan.h"

/* Writes what follows, with these words if it is sent. */
static void write_step(struct epi_client *client, enum due_kind kind, const char *words, char *text)
{
    struct plan plan;
    plan_make(&client->config, &plan);
    struct outlook next = outlook_of(client_readable(client, NULL), &plan, kind);

    switch (next.kind) {
    case OUTLOOK_SENT:
        snprintf(text, NEXT_STEP_MAX, "; `epimark sync` %s", words);
        break;
    case OUTLOOK_SIGNED_OUT:
        snprintf(text, NEXT_STEP_MAX, "; kept until you sign in: `epimark login %s`", next.service);
        break;
    case OUTLOOK_HELD:
        snprintf(text, NEXT_STEP_MAX, "; kept: `epimark status %s` shows why it waits",
                 next.service);
        break;
    case OUTLOOK_KEPT:
        snprintf(text, NEXT_STEP_MAX, "; kept here, the options send it nowhere");
        break;
    }
}

void next_step_send(struct epi_client *client, enum due_kind kind, char text[NEXT_STEP_MAX])
{
    write_step(client, kind, "sends it", text);
}

void next_step_take_back(struct epi_client *client, enum due_kind kind, int back,
                         char text[NEXT_STEP_MAX])
{
    text[0] = '\0';
    if (back > 0)
        write_step(client, kind, "takes it back at the services", text);
}

void next_step_correct(struct epi_client *client, int released, int back, char text[NEXT_STEP_MAX])
{
    text[0] = '\0';
    if (back > 0 && released)
        write_step(client, DUE_MARK, "takes back what was sent wrongly, and sends it anew", text);
    else if (back > 0)
        write_step(client, DUE_MARK, "takes back what was sent wrongly", text);
    else if (released)
        snprintf(text, NEXT_STEP_MAX, "; `epimark sync` identifies what waited for it");
}
