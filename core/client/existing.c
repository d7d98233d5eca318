/* SPDX-License-Identifier: MIT */
#include "core/client/existing.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/client/client.h"
#include "core/client/target.h"
#include "core/identify/corrected_guess.h"
#include "core/identify/resolution.h"

bool existing_episode(struct epi_client *client, const struct target *found, bool *sure,
                      char unsure[EXISTING_UNSURE_MAX], struct epi_error *err)
{
    const struct client_file file = {.path = found->path};
    struct guess guess;
    struct epi_error why;
    const struct resolution *resolution = client_resolve(client, &file, &guess, &why);

    *sure = resolution && resolution->outcome == RESOLUTION_SURE;
    unsure[0] = '\0';
    if (!resolution && why.kind == EPI_ERROR_STOPPED)
        *err = why;
    if (!resolution)
        return why.kind != EPI_ERROR_STOPPED;
    if (resolution->outcome == RESOLUTION_UNSURE)
        snprintf(unsure, EXISTING_UNSURE_MAX, "%s", resolution->reason);
    const char *reason = NULL;
    if (resolution->outcome == RESOLUTION_NO_SERIES)
        reason = resolution->reason;
    else if (resolution->outcome == RESOLUTION_NO_EPISODE && found->scope != EPI_SCOPE_SERIES)
        reason = "the series has no such episode";
    return !reason || epi_error_set(err, EPI_ERROR_NEVER, "%.80s: %.110s; --force records it",
                                    found->label, reason);
}

bool existing_not_left(struct epi_client *client, const struct target *found, struct epi_error *err)
{
    bool left = found->known != KNOWN_NAME_NOT &&
                corrected_guess_is_left(client_readable(client, NULL), found->path, &found->guess,
                                        found->entry.duration);
    return !left || epi_error_set(err, EPI_ERROR_NEVER,
                                  "%.200s is left alone: you said that it is no episode; `epimark "
                                  "undo` of the same takes that back",
                                  found->label);
}
