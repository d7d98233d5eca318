/* SPDX-License-Identifier: MIT
 *
 * linked: a plugin that is linked to all that epimark.so is linked to, and does nothing. What mpv
 * takes with it is the ground that epimark's own start is measured against.
 */
#include <curl/curl.h>
#include <expat.h>
#include <json-c/json.h>
#include <libsecret/secret.h>
#include <mpv/client.h>
#include <sqlite3.h>
#include <utf8proc.h>

__attribute__((visibility("default"))) int mpv_open_cplugin(mpv_handle *mpv);

typedef void (*symbol)(void);

/* One of each library, so that the linker keeps them all. */
__attribute__((used)) static const symbol used[] = {
    (symbol)curl_version,           (symbol)XML_ExpatVersion,   (symbol)json_c_version,
    (symbol)secret_error_get_quark, (symbol)sqlite3_libversion, (symbol)utf8proc_version};

int mpv_open_cplugin(mpv_handle *mpv)
{
    while (mpv_wait_event(mpv, -1)->event_id != MPV_EVENT_SHUTDOWN)
        continue;
    return 0;
}
