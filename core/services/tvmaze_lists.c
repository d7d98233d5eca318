/* SPDX-License-Identifier: MIT */
#include "core/services/tvmaze_lists.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

/* Makes one call about a series. unknown: TVmaze does not have the series, or what is to be undone;
 * gone: it says so in its own words. */
static bool call_show(struct session *session, const char *route, struct route_args args,
                      int64_t show, bool *unknown, bool *gone, struct epi_error *err)
{
    struct answer answer = {0};
    if (!route_send(session, &api_tvmaze_user, route, route_int(&args, "show_id", show), NULL,
                    &answer, err))
        return false;
    *unknown = tvmaze_public_is_unknown(&answer);
    *gone = tvmaze_public_is_gone(&answer);
    bool ok = *unknown || answer_accepted(session->service, &answer, err);
    answer_free(&answer);
    return ok;
}

/* The same; a series that TVmaze does not know by the id that is known may have another one. undo:
 * what to do by hand if the service refuses it; NULL: this undoes nothing. */
static bool say(struct session *session, const char *route, const struct route_args *args,
                const struct series *series, int64_t show, const char *undo, struct epi_error *err)
{
    bool unknown = false, gone = false;
    struct epi_error why = {0};
    bool ok = call_show(session, route, *args, show, &unknown, &gone, &why);
    if (ok && unknown && series->ids.tvmaze > 0) {
        if (!tvmaze_public_find_other(session, &series->ids, &show, err))
            return false;
        ok = show <= 0 || call_show(session, route, *args, show, &unknown, &gone, &why);
    }
    if (!ok && err)
        *err = why;
    if (!ok && undo && why.kind == EPI_ERROR_SIGN_IN && why.status == 403 && err)
        return by_hand(undo, series, show, err);
    return ok &&
           (!unknown || (undo && gone) ||
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

bool tvmaze_lists_tag_rename(struct session *session, const char *tag, const char *name,
                             struct epi_error *err)
{
    struct route_args args = {0};
    int64_t id = 0;
    if (!find_tag(session, tag, &id, err))
        return false;
    if (id <= 0)
        return error_status(err, EPI_ERROR_NEVER, 404, 0, "you have no tag “%s” at TVmaze", tag);
    struct json *body = name ? json_new_object() : NULL;
    struct answer answer = {0};
    if (name)
        json_set_text(body, "name", name);
    if (!route_get(session, &api_tvmaze_user, name ? "tag-rename" : "tag-delete",
                   route_int(&args, "tag_id", id), body, &answer, err))
        return false;
    int64_t about = json_int(json_get(answer.json, "id"), 0);
    if (about > 0 && about != id)
        return answer_of_other(session->service, &answer, "tag", err);
    answer_free(&answer);
    return true;
}

/* ---- People, networks, web channels ---- */

static const struct {
    const char *list, *embed, *id, *follow, *unfollow;
} kinds[] = {
    [FOLLOW_PERSON] = {"follows-people", "person", "person_id", "follow-person", "unfollow-person"},
    [FOLLOW_NETWORK] = {"follows-networks", "network", "network_id", "follow-network",
                        "unfollow-network"},
    [FOLLOW_WEBCHANNEL] = {"follows-webchannels", "webchannel", "webchannel_id",
                           "follow-webchannel", "unfollow-webchannel"},
};

/* The people of a search who have just this name. The search is fuzzy. */
static bool find_person(struct session *session, const char *name, struct followed *followed,
                        struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    if (!route_get(session, &api_tvmaze, "search-people", route_text(&args, "q", name), NULL,
                   &answer, err))
        return false;
    if (!json_is_array(answer.json))
        return answer_unreadable(session->service, &answer, err);
    int count = 0;
    char near[160] = "";
    for (size_t i = 0; i < json_count(answer.json); i++) {
        const struct json *person = json_get(json_at(answer.json, i), "person");
        int64_t id = json_int(json_get(person, "id"), 0);
        const char *found = json_text(json_get(person, "name"));
        size_t used = strlen(near);
        if (id <= 0)
            continue;
        if (used < sizeof(near)) {
            snprintf(near + used, sizeof(near) - used, "%s%.60s (%lld)", used ? ", " : "", found,
                     (long long)id);
        }
        if (strcasecmp(found, name) == 0 && count++ == 0) {
            followed->id = id;
            snprintf(followed->name, sizeof(followed->name), "%s", found);
        }
    }
    answer_free(&answer);
    if (count == 1)
        return true;
    return error_status(err, EPI_ERROR_NEVER, 404, 0, "TVmaze knows %s person \"%.60s\"%s%s",
                        count ? "more than one" : "no", name, *near ? "; give an id: " : "", near);
}

/* The network or the web channel of a series. */
static bool find_channel(struct session *session, enum follow_kind kind,
                         const struct series *series, struct followed *followed,
                         struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    int64_t show = 0;
    if (!need_show(session, series, &show, err) ||
        !route_get(session, &api_tvmaze, "show", route_int(&args, "id", show), NULL, &answer, err))
        return false;
    if (json_int(json_get(answer.json, "id"), 0) != show)
        return answer_of_other(session->service, &answer, "series", err);
    const struct json *channel =
        json_get(answer.json, kind == FOLLOW_NETWORK ? "network" : "webChannel");
    followed->id = json_int(json_get(channel, "id"), 0);
    json_copy(json_get(channel, "name"), followed->name, sizeof(followed->name));
    answer_free(&answer);
    return followed->id > 0 || error_status(err, EPI_ERROR_NEVER, 404, 0, "%s has no %s at TVmaze",
                                            series->title, values_follow_name(kind));
}

bool tvmaze_lists_find_followed(struct session *session, enum follow_kind kind, const char *text,
                                const struct series *series, struct followed *followed,
                                struct epi_error *err)
{
    *followed = (struct followed){.kind = kind};
    if (!*text)
        return find_channel(session, kind, series, followed, err);
    if (!text[strspn(text, "0123456789")]) {
        followed->id = strtoll(text, NULL, 10);
        snprintf(followed->name, sizeof(followed->name), "%s %lld", values_follow_name(kind),
                 (long long)followed->id);
        return true;
    }
    if (kind == FOLLOW_PERSON)
        return find_person(session, text, followed, err);
    return error_status(err, EPI_ERROR_NEVER, 0, 0,
                        "TVmaze finds no %s by its name: give its id, or a series that it shows",
                        values_follow_name(kind));
}

bool tvmaze_lists_follow_other(struct session *session, const struct followed *followed,
                               bool follows, struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    const char *id = kinds[followed->kind].id;
    if (!route_send(session, &api_tvmaze_user,
                    follows ? kinds[followed->kind].follow : kinds[followed->kind].unfollow,
                    route_int(&args, id, followed->id), NULL, &answer, err))
        return false;
    bool unknown = tvmaze_public_is_unknown(&answer), gone = tvmaze_public_is_gone(&answer);
    if (!unknown && !answer_accepted(session->service, &answer, err)) {
        answer_free(&answer);
        return false;
    }
    int64_t about = json_int(json_get(answer.json, id), 0);
    if (about > 0 && about != followed->id)
        return answer_of_other(session->service, &answer, values_follow_name(followed->kind), err);
    answer_free(&answer);
    return !unknown || (!follows && gone) ||
           error_status(err, EPI_ERROR_NEVER, 404, 0, "TVmaze does not know %s", followed->name);
}

bool tvmaze_lists_follows(struct session *session, service_visit_followed visit, void *context,
                          struct epi_error *err)
{
    bool more = true;
    for (int kind = 0; kind < FOLLOW_KINDS && more; kind++) {
        struct route_args args = {0};
        struct answer answer = {0};
        if (!get_list(session, kinds[kind].list, route_text(&args, "embed", kinds[kind].embed),
                      &answer, err))
            return false;
        for (size_t i = 0; more && i < json_count(answer.json); i++) {
            const struct json *item = json_at(answer.json, i);
            const struct json *whole = json_get(json_get(item, "_embedded"), kinds[kind].embed);
            struct followed followed = {.kind = (enum follow_kind)kind,
                                        .id = json_int(json_get(item, kinds[kind].id), 0)};
            json_copy(json_get(whole, "name"), followed.name, sizeof(followed.name));
            if (followed.id > 0)
                more = visit(context, &followed);
        }
        answer_free(&answer);
    }
    return true;
}

/* ---- Series ---- */

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
