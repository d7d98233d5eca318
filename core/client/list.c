/* SPDX-License-Identifier: MIT
 *
 * What a user keeps at the service that has lists: series that are followed and tagged, episodes
 * that are marked.
 */
#include <stdlib.h>

#include "core/client/client.h"
#include "core/client/series.h"
#include "core/client/series_name.h"
#include "core/services/service.h"

/* A session with the service that has lists. */
static struct session *open_lists(struct epi_client *client, const struct service **service,
                                  struct epi_error *err)
{
    *service = service_with_lists();
    return worker_session(client->worker, *service, err);
}

bool epi_list_is_id(const char *text)
{
    struct series_ids ids;

    return values_parse_id(text, &ids);
}

bool epi_list_is_title(const char *text)
{
    return *text && !values_begins_as_id(text);
}

const struct epi_series *epi_list_series(struct epi_client *client, const struct epi_target *target,
                                         struct epi_error *err)
{
    if (!series_of_target(client, target, &client->series, err))
        return NULL;
    views_series(&client->series, &client->series_view);
    return &client->series_view;
}

bool epi_list_follow(struct epi_client *client, const struct epi_series *series, bool followed,
                     struct epi_error *err)
{
    const struct service *service;
    struct session *session = open_lists(client, &service, err);
    struct series wanted;

    views_series_back(series, &wanted);
    return session && service->follow(session, &wanted, followed, err);
}

bool epi_list_tag(struct epi_client *client, const struct epi_series *series, const char *tag,
                  bool tagged, struct epi_error *err)
{
    const struct service *service;
    struct session *session = open_lists(client, &service, err);
    struct series wanted;

    views_series_back(series, &wanted);
    return session && service->tag(session, &wanted, tag, tagged, err);
}

bool epi_list_rename_tag(struct epi_client *client, const char *tag, const char *name,
                         struct epi_error *err)
{
    const struct service *service;
    struct session *session = open_lists(client, &service, err);

    return session && service->tag_rename(session, tag, name, err);
}

static void view_followed(const struct followed *followed, struct epi_followed *view)
{
    *view = (struct epi_followed){
        .kind = values_follow_name(followed->kind), .id = followed->id, .name = followed->name};
}

const struct epi_followed *epi_list_follow_other(struct epi_client *client, enum epi_follow kind,
                                                 const char *text, const struct epi_series *series,
                                                 bool followed, struct epi_error *err)
{
    const struct service *service;
    struct session *session = open_lists(client, &service, err);
    struct series of = {.ids = {.tvdb = 0}};

    if (series)
        views_series_back(series, &of);
    if (!session ||
        !service->find_followed(session, (enum follow_kind)kind, text, &of, &client->followed,
                                err) ||
        !service->follow_other(session, &client->followed, followed, err))
        return NULL;
    view_followed(&client->followed, &client->followed_view);
    return &client->followed_view;
}

struct visit_followed {
    epi_list_visit_followed visit;
    void *context;
};

static bool show_followed(void *context, const struct followed *followed)
{
    struct visit_followed *visit = context;
    struct epi_followed view;

    view_followed(followed, &view);
    return visit->visit(visit->context, &view);
}

bool epi_list_each_other(struct epi_client *client, epi_list_visit_followed visit, void *context,
                         struct epi_error *err)
{
    const struct service *service;
    struct session *session = open_lists(client, &service, err);
    struct visit_followed each = {visit, context};

    return session && service->follows(session, show_followed, &each, err);
}

struct visit {
    epi_list_visit visit;
    void *context;
};

static bool show_series(void *context, const struct series *series, const char *tag)
{
    struct visit *visit = context;
    struct epi_series view;

    views_series(series, &view);
    return visit->visit(visit->context, &view, tag);
}

bool epi_list_each(struct epi_client *client, epi_list_visit visit, void *context,
                   struct epi_error *err)
{
    const struct service *service;
    struct session *session = open_lists(client, &service, err);
    struct visit each = {visit, context};

    return session && service->lists(session, show_series, &each, err);
}

/* ---- What is marked: the service answers in no order ---- */

struct collected {
    struct marked *list;
    size_t count;
    size_t room;
    bool failed;
};

static bool collect(void *context, const struct marked *marked)
{
    struct collected *collected = context;

    if (collected->count == collected->room) {
        size_t room = collected->room ? 2 * collected->room : 64;
        struct marked *list = reallocarray(collected->list, room, sizeof(*list));

        collected->failed = !list;
        if (!list)
            return false;
        collected->list = list;
        collected->room = room;
    }
    collected->list[collected->count++] = *marked;
    return true;
}

static int64_t place(const struct episode *episode)
{
    /* What has no number in its season stands behind what has one. */
    return episode->season * INT64_C(100000) + (episode->number < 0 ? 99999 : episode->number);
}

static int by_place(const void *left, const void *right)
{
    const struct episode *a = &((const struct marked *)left)->episode;
    const struct episode *b = &((const struct marked *)right)->episode;

    if (place(a) != place(b))
        return place(a) < place(b) ? -1 : 1;
    for (int kind = 0; kind < ID_KINDS; kind++) {
        int64_t x = values_episode_id(a, (enum id_kind)kind);
        int64_t y = values_episode_id(b, (enum id_kind)kind);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return 0;
}

bool epi_list_marked(struct epi_client *client, const struct epi_series *series,
                     epi_list_visit_marked visit, void *context, struct epi_error *err)
{
    const struct service *service;
    struct session *session = open_lists(client, &service, err);
    struct series wanted;
    struct collected collected = {0};

    views_series_back(series, &wanted);
    bool ok = session && service->marked(session, &wanted, collect, &collected, err);
    if (ok && collected.failed)
        ok = error_memory(err);
    if (ok && collected.count)
        qsort(collected.list, collected.count, sizeof(*collected.list), by_place);
    bool more = true;
    for (size_t i = 0; ok && more && i < collected.count; i++) {
        struct epi_episode episode;
        struct epi_marked marked = {.episode = &episode,
                                    .as = values_mark_name(collected.list[i].type),
                                    .at = collected.list[i].at};

        views_episode(&collected.list[i].episode, &episode);
        more = visit(context, &marked);
    }
    free(collected.list);
    return ok;
}
