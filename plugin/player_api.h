/* SPDX-License-Identifier: MIT
 *
 * player_api: mpv's client API as the plugin calls it, to be included in place of mpv/client.h. In
 * epimark.so each function is called through a pointer, since not every player shows its functions
 * to what it loads: a libmpv that a program has opened for itself keeps them hidden. mpv 0.37 and
 * later fill in the pointers before they call the plugin (MPV_CPLUGIN_DYNAMIC_SYM of their
 * client.h); for others, player_api_find looks the functions up. Only plugin.c calls the functions
 * below.
 */
#ifndef EPIMARK_PLUGIN_PLAYER_API_H
#define EPIMARK_PLUGIN_PLAYER_API_H

#include <stdbool.h>
#include <stddef.h>

#include <mpv/client.h>

/* Every function of mpv's that the plugin calls; all are in client API 2.0. */
#define PLAYER_API(function)                                                                       \
    function(mpv_client_api_version) function(mpv_client_name) function(mpv_command)               \
        function(mpv_command_async) function(mpv_command_node_async) function(mpv_command_ret)     \
            function(mpv_free_node_contents) function(mpv_get_property)                            \
                function(mpv_get_property_async) function(mpv_observe_property)                    \
                    function(mpv_wait_event) function(mpv_wakeup)

#ifdef EPIMARK_MODULE
/* The names and types of these pointers are mpv's, which fills them in: they are exported. */
#define PLAYER_API_DECLARE(name)                                                                   \
    extern __attribute__((visibility("protected"))) __typeof__(name) *pfn_##name;
PLAYER_API(PLAYER_API_DECLARE)
#define mpv_client_api_version (*pfn_mpv_client_api_version)
#define mpv_client_name        (*pfn_mpv_client_name)
#define mpv_command            (*pfn_mpv_command)
#define mpv_command_async      (*pfn_mpv_command_async)
#define mpv_command_node_async (*pfn_mpv_command_node_async)
#define mpv_command_ret        (*pfn_mpv_command_ret)
#define mpv_free_node_contents (*pfn_mpv_free_node_contents)
#define mpv_get_property       (*pfn_mpv_get_property)
#define mpv_get_property_async (*pfn_mpv_get_property_async)
#define mpv_observe_property   (*pfn_mpv_observe_property)
#define mpv_wait_event         (*pfn_mpv_wait_event)
#define mpv_wakeup             (*pfn_mpv_wakeup)
#endif

/* Fills in the pointers that the player has not: from the object that code lies in, an address
 * within the player. False if a function is not to be found: then none may be called. */
bool player_api_find(const void *code);

/* The path by which the player loaded the object that code lies in, with its links kept. False
 * unless it is absolute. */
bool player_api_loaded_from(const void *code, char *path, size_t size);

#endif
