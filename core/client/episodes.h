/* SPDX-License-Identifier: MIT
 *
 * episodes: each episode of a target, one after the other. Of core/client alone.
 */
#ifndef EPIMARK_CLIENT_EPISODES_H
#define EPIMARK_CLIENT_EPISODES_H

#include <stdbool.h>

struct epi_client;
struct epi_error;
struct epi_target;
struct target;

/* Calls act for what target_find finds of a target, for each of its episodes, until it fails.
 * Which episodes are in a span over several seasons a catalogue is asked first. */
typedef bool (*episodes_act)(void *context, struct target *found, struct epi_error *err);
bool episodes_each(struct epi_client *client, const struct epi_target *given, episodes_act act,
                   void *context, struct epi_error *err);

#endif
