/* SPDX-License-Identifier: MIT
 *
 * The apps that Trakt knows, with a secret or without, and who may connect them. "trakt-v2 3" is a
 * section listed in README.md. Only this file uses GLib.
 */
#include <string.h>

#include <glib.h>

#include "standin.h"
#include "trakt.h"

static const struct {
    const char *id, *secret; /* NULL: a public client, which has none */
    bool refused;
} apps[] = {
    {STANDIN_TRAKT_ID, STANDIN_TRAKT_SECRET, false},
    {STANDIN_TRAKT_PUBLIC_ID, NULL, false},
    {STANDIN_TRAKT_FREE_ID, STANDIN_TRAKT_SECRET, true},
};

enum { APPS = sizeof(apps) / sizeof(*apps) };

static int find(const char *id)
{
    int app = APPS - 1;
    while (app >= 0 && (!id || strcmp(apps[app].id, id) != 0))
        app--;
    return app;
}

bool stand_app_known(const char *id)
{
    return find(id) >= 0;
}

int stand_app(struct standin *s, const char *id)
{
    int app = find(id);
    return app >= 0 && (apps[app].refused || s->refused_apps >> app & 1) ? -1 : app;
}

bool stand_app_secret(int app, const char *secret)
{
    return apps[app].secret && secret && strcmp(apps[app].secret, secret) == 0;
}

bool stand_app_refuse(struct standin *s, const char *id, bool refused)
{
    int app = find(id);
    if (app >= 0)
        s->refused_apps = (s->refused_apps & ~(1 << app)) | refused << app;
    return app >= 0;
}

bool stand_app_connects(struct standin *s, int app)
{
    for (size_t i = 0; s->free_member && i < s->token_count; i++) {
        const struct token *token = &s->tokens[i];
        if (token->kind == TOKEN_TRAKT && token->state == TOKEN_GOOD && token->app != app)
            return false;
    }
    return true;
}

bool stand_app_verified(const char *challenge, const char *verifier)
{
    guint8 digest[32];
    gsize length = sizeof(digest);
    struct text text = {0};
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(sum, (const guchar *)verifier, -1);
    g_checksum_get_digest(sum, digest, &length);
    g_checksum_free(sum);
    stand_base64url(&text, (const char *)digest, length);
    bool same = strcmp(text.data, challenge) == 0;
    stand_text_free(&text);
    return same;
}

bool stand_app_approve(struct standin *s, struct token *device)
{
    if (!stand_app_connects(s, device->app))
        return false;
    device->state = TOKEN_GOOD;
    return true;
}
