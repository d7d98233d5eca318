/* SPDX-License-Identifier: MIT */
#include "core/services/tvmaze_lists.h"

#include <string.h>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/services/route.h"
#include "core/services/session.h"
#include "core/services/tvmaze_public.h"
#include "core/services/tvmaze_user.h"

/* Gets the id of a series; fails with EPI_ERROR_NEVER if TVmaze does not have it. */
static bool need_show(struct session *session, const struct series *series, int64_t *id,
                      struct epi_error *err)
{
    if (!tvmaze_public_find_show(session, &series->ids, id, err))
        return false;
    return *id ||
           error_status(err, EPI_ERROR_NEVER, 404, 0, "TVmaze does not know %s", series->title);
}

/* What only premium members may undo that way, the user can still undo by hand. */
static bool by_hand(const char *what, const struct series *series, int64_t show,
                    struct epi_error *err)
{
    struct epi_error refusal = *err;
    return error_status(err, EPI_ERROR_SIGN_IN, 403, 0,
                        "%s: %s by hand at https://www.tvmaze.com/shows/%lld (%s)", refusal.text,
                        what, (long long)show, series->title);
}

/* Makes one call about a series. unknown: TVmaze does not have the series, or what is to be undone.
 */
static bool call_show(struct session *session, const char *route, struct route_args args,
                      int64_t show, bool *unknown, struct epi_error *err)
{
    struct answer answer = {0};
    if (!route_send(session, &api_tvmaze_user, route, route_int(&args, "show_id", show), NULL,
                    &answer, err))
        return false;
    *unknown = tvmaze_public_is_unknown(&answer);
    bool ok = *unknown || answer_accepted(session->service, &answer, err);
    answer_free(&answer);
    return ok;
}

/* The same; a series that TVmaze does not know by the id that is known may have another one. undo:
 * what to do by hand if the service refuses it; NULL: this undoes nothing. */
static bool say(struct session *session, const char *route, const struct route_args *args,
                const struct series *series, int64_t show, const char *undo, struct epi_error *err)
{
    bool unknown = false;
    struct epi_error why = {0};
    bool ok = call_show(session, route, *args, show, &unknown, &why);
    if (ok && unknown && series->ids.tvmaze > 0) {
        if (!tvmaze_public_find_other(session, &series->ids, &show, err))
            return false;
        ok = show <= 0 || call_show(session, route, *args, show, &unknown, &why);
    }
    if (!ok && err)
        *err = why;
    if (!ok && undo && why.kind == EPI_ERROR_SIGN_IN && why.status == 403 && err)
        return by_hand(undo, series, show, err);
    return ok &&
           (!unknown || undo ||
            error_status(err, EPI_ERROR_NEVER, 404, 0, "TVmaze does not know %s", series->title));
}

bool tvmaze_lists_follow(struct session *session, const struct series *series, bool followed,
                         struct epi_error *err)
{
    const struct route_args args = {.count = 0};
    int64_t show = 0;
    return need_show(session, series, &show, err) &&
           say(session, followed ? "follow-show" : "unfollow-show", &args, series, show,
               followed ? NULL : "stop following it", err);
}

/* Gets a list. */
static bool get_list(struct session *session, const char *route, const struct route_args *args,
                     struct answer *answer, struct epi_error *err)
{
    if (!route_get(session, &api_tvmaze_user, route, args, NULL, answer, err))
        return false;
    return json_is_array(answer->json) || answer_unreadable(session->service, answer, err);
}

/* Finds the id of a tag by its name; 0 if there is none. */
static bool find_tag(struct session *session, const char *name, int64_t *id, struct epi_error *err)
{
    struct answer answer = {0};
    if (!get_list(session, "tags", NULL, &answer, err))
        return false;
    *id = 0;
    for (size_t i = 0; i < json_count(answer.json) && *id <= 0; i++) {
        const struct json *tag = json_at(answer.json, i);
        if (strcmp(json_text(json_get(tag, "name")), name) == 0)
            *id = json_int(json_get(tag, "id"), 0);
    }
    answer_free(&answer);
    return true;
}

static bool new_tag(struct session *session, const char *name, int64_t *id, struct epi_error *err)
{
    struct json *body = json_new_object();
    struct answer answer = {0};
    json_set_text(body, "name", name);
    if (!route_get(session, &api_tvmaze_user, "tag-new", NULL, body, &answer, err))
        return false;
    int64_t made = json_int(json_get(answer.json, "id"), 0);
    if (made <= 0)
        return answer_unreadable(session->service, &answer, err);
    *id = made;
    answer_free(&answer);
    return true;
}

bool tvmaze_lists_tag(struct session *session, const struct series *series, const char *tag,
                      bool tagged, struct epi_error *err)
{
    struct route_args args = {0};
    int64_t show = 0, id = 0;
    if (!need_show(session, series, &show, err) || !find_tag(session, tag, &id, err))
        return false;
    if (id <= 0 && !tagged)
        return error_status(err, EPI_ERROR_NEVER, 404, 0, "you have no tag “%s” at TVmaze", tag);
    if (id <= 0 && !new_tag(session, tag, &id, err))
        return false;
    route_int(&args, "tag_id", id);
    return say(session, tagged ? "tag-show" : "untag-show", &args, series, show,
               tagged ? NULL : "remove the tag", err);
}

/* Visits the series of one list. more becomes false if visit ends the list. */
static bool tell_series(struct session *session, const char *route, struct route_args *args,
                        const char *tag, service_visit_series visit, void *context, bool *more,
                        struct epi_error *err)
{
    struct answer answer = {0};
    if (!get_list(session, route, route_text(args, "embed", "show"), &answer, err))
        return false;
    for (size_t i = 0; *more && i < json_count(answer.json); i++) {
        const struct json *item = json_at(answer.json, i);
        struct series series = {.ids.tvmaze = json_int(json_get(item, "show_id"), 0)};
        bool whole =
            tvmaze_public_read_series(json_get(json_get(item, "_embedded"), "show"), &series);
        if (whole || series.ids.tvmaze > 0)
            *more = visit(context, &series, tag);
    }
    answer_free(&answer);
    return true;
}

bool tvmaze_lists_all(struct session *session, service_visit_series visit, void *context,
                      struct epi_error *err)
{
    struct route_args args = {0};
    struct answer tags = {0};
    bool more = true;
    bool told = tell_series(session, "follows-shows", &args, NULL, visit, context, &more, err) &&
                get_list(session, "tags", NULL, &tags, err);
    for (size_t i = 0; told && more && i < json_count(tags.json); i++) {
        const struct json *tag = json_at(tags.json, i);
        int64_t id = json_int(json_get(tag, "id"), 0);
        args = (struct route_args){0};
        if (id > 0) {
            told = tell_series(session, "tag-shows", route_int(&args, "tag_id", id),
                               json_text(json_get(tag, "name")), visit, context, &more, err);
        }
    }
    answer_free(&tags);
    return told;
}

bool tvmaze_lists_marked(struct session *session, const struct series *series,
                         service_visit_marked visit, void *context, struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    int64_t show = 0;
    bool more = true;
    if (!need_show(session, series, &show, err))
        return false;
    route_text(route_int(&args, "show_id", show), "embed", "episode");
    if (!get_list(session, "scrobble-show", &args, &answer, err))
        return false;
    for (size_t i = 0; more && i < json_count(answer.json); i++) {
        const struct json *item = json_at(answer.json, i);
        int64_t id = json_int(json_get(item, "episode_id"), 0);
        int64_t type = json_int(json_get(item, "type"), -1);
        int64_t at = json_int(json_get(item, "marked_at"), 0);
        struct marked marked = {.at = at > 0 ? at : 0};
        if (!tvmaze_public_read_episode(json_get(json_get(item, "_embedded"), "episode"),
                                        &marked.episode))
            marked.episode = (struct episode){.tvmaze = id, .season = -1, .number = -1};
        if (marked.episode.tvmaze <= 0 || type < MARK_WATCHED || type > MARK_SKIPPED)
            continue;
        marked.type = (enum mark_type)type;
        more = visit(context, &marked);
    }
    answer_free(&answer);
    return true;
}
