/* SPDX-License-Identifier: MIT
 *
 * TVmaze's user API. "tvmaze B2" and the like name the sections listed in README.md.
 */
#include <stdlib.h>
#include <string.h>

#include "standin.h"
#include "tvmaze.h"

static bool premium(struct request *rq)
{
    return rq->s->premium > 0 && strcmp(rq->account, STANDIN_TVMAZE_USER) == 0;
}

/* tvmaze B: Basic everywhere but at pairing (B1); /user/ is for Premium; bodies are JSON. */
static bool admit(struct request *rq)
{
    stand_set_header(rq, "Content-Type", "application/json; charset=UTF-8");
    if (!stand_within_rate(rq->s, 0, 20, 10)) {
        stand_maze_error(rq, MHD_HTTP_TOO_MANY_REQUESTS, "Too Many Requests",
                         "Rate limit exceeded");
        return false;
    }
    bool body = strcmp(rq->method, "POST") == 0 || strcmp(rq->method, "PATCH") == 0 ||
                (strcmp(rq->method, "PUT") == 0 && rq->in.length);
    bool pairing = strcmp(rq->path, "/auth/start") == 0 || strcmp(rq->path, "/auth/poll") == 0 ||
                   strncmp(rq->path, "/auth/confirm/", 14) == 0;
    if (!pairing) {
        char *key = NULL, *user = MHD_basic_auth_get_username_password(rq->connection, &key);
        static const char *const known[][2] = {{STANDIN_TVMAZE_USER, STANDIN_TVMAZE_KEY},
                                               {STANDIN_TVMAZE_FREE_USER, STANDIN_TVMAZE_FREE_KEY}};
        for (int i = 0; user && key && i < 2; i++) {
            if (strcmp(user, known[i][0]) == 0 && strcmp(key, known[i][1]) == 0)
                rq->account = known[i][0];
        }
        MHD_free(user);
        MHD_free(key);
        if (!rq->account) {
            stand_set_header(rq, "WWW-Authenticate", "Basic realm=\"api\"");
            stand_maze_error(rq, MHD_HTTP_UNAUTHORIZED, "Unauthorized",
                             "Invalid username or API key");
            return false;
        }
        if (strncmp(rq->path, "/user/", 6) == 0 && !premium(rq)) {
            stand_maze_error(rq, rq->s->premium_refusal, "Refused",
                             "This endpoint is for Premium users only");
            return false;
        }
    }
    if (body && !stand_is_json(rq)) {
        stand_maze_error(rq, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type",
                         "Send application/json");
        return false;
    }
    if (body && !stand_body(rq)) {
        stand_maze_error(rq, MHD_HTTP_BAD_REQUEST, "Bad Request", "Invalid JSON data in body");
        return false;
    }
    return true;
}

static void unknown(struct request *rq, int status)
{
    if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
        stand_maze_error(rq, status, "Method Not Allowed", "Method Not Allowed");
    else
        stand_maze_not_found(rq, "Page not found.");
}

/* ---- Pairing, tvmaze B1 ---- */

static void auth_start(struct request *rq)
{
    const char *email = NULL, *redirect = NULL;
    json_object *confirm = NULL;
    enum stand_field mail = stand_string(rq->json, "email", &email);
    if (mail == STAND_BAD || stand_string(rq->json, "redirect_url", &redirect) == STAND_BAD ||
        stand_get(rq->json, "email_confirmation", json_type_boolean, &confirm) == STAND_BAD) {
        stand_maze_invalid(rq, "email must be a string, email_confirmation a boolean");
        return;
    }
    /* Whoever opens the link says who it is, if nobody is to be written to. */
    bool here = confirm && !json_object_get_boolean(confirm);
    if (mail == STAND_ABSENT && (!here || rq->s->pairing_email)) {
        stand_maze_invalid(rq, "Email cannot be blank.");
        return;
    }
    if (email && strcmp(email, STANDIN_TVMAZE_UNREADY) == 0) {
        stand_maze_error(rq, MHD_HTTP_UNAUTHORIZED, "Unauthorized", "Email is not confirmed");
        return;
    }
    if (email && strcmp(email, STANDIN_TVMAZE_EMAIL) != 0) {
        stand_maze_not_found(rq, "Unknown email");
        return;
    }
    char digits[41];
    stand_hex(rq->s, digits, 40);
    struct token *token =
        stand_issue(rq->s, TOKEN_PAIRING, strdup(digits), strdup(redirect ? redirect : ""), 3600);
    token->state = TOKEN_PENDING;
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out, "{'token':%s,'confirm_url':'%e/auth/confirm/%e'}", token->access,
               stand_base(rq, rq->prefix), token->access);
}

/* The link that the user opens. */
static void auth_confirm(struct request *rq)
{
    struct token *token = stand_token(rq->s, TOKEN_PAIRING, rq->arg[0]);
    bool good = token && token->state == TOKEN_PENDING;
    if (good)
        token->state = TOKEN_GOOD;
    bool leads = good && *token->refresh;
    rq->status = leads ? MHD_HTTP_FOUND : good ? MHD_HTTP_OK : MHD_HTTP_NOT_FOUND;
    if (leads)
        stand_set_header(rq, "Location", "%s", token->refresh);
    stand_set_header(rq, "Content-Type", "text/html; charset=UTF-8");
    stand_add(&rq->out, good ? "<p>Confirmed.</p>" : "<p>There is nothing to confirm.</p>");
}

static void auth_poll(struct request *rq)
{
    const char *text = NULL;
    if (stand_string(rq->json, "token", &text) != STAND_GOOD) {
        stand_maze_invalid(rq, "token must be a string");
        return;
    }
    struct token *token = stand_token(rq->s, TOKEN_PAIRING, text);
    int64_t now = stand_now(rq->s);
    if (!token || token->expires_at <= now ||
        (token->state != TOKEN_PENDING && token->state != TOKEN_GOOD)) {
        stand_maze_not_found(rq, "Unknown token");
    } else if (token->polled_at && now - token->polled_at < rq->s->pairing_interval) {
        stand_maze_error(rq, MHD_HTTP_TOO_MANY_REQUESTS, "Too Many Requests",
                         "You are polling too quickly");
    } else if (token->state == TOKEN_PENDING) {
        token->polled_at = now;
        stand_maze_error(rq, MHD_HTTP_FORBIDDEN, "Forbidden", "Not confirmed yet");
    } else { /* once only */
        token->state = TOKEN_USED;
        rq->status = MHD_HTTP_OK;
        stand_json(&rq->out, "{'username':%s,'apikey':%s}", STANDIN_TVMAZE_USER,
                   STANDIN_TVMAZE_KEY);
    }
}

static void auth_validate(struct request *rq)
{
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out, "{'premium':%i}", premium(rq) ? rq->s->premium : 0);
}

/* ---- Marks, tvmaze B2 and B3 ---- */

static struct mark *find_mark(struct request *rq, const struct episode *e)
{
    for (size_t i = 0; i < rq->s->mark_count; i++) {
        if (rq->s->marks[i].episode == e && strcmp(rq->s->marks[i].account, rq->account) == 0)
            return &rq->s->marks[i];
    }
    return NULL;
}

static void mark_object(struct request *rq, const struct mark *mark, bool embed)
{
    stand_json(&rq->out, "{'episode_id':%l,'marked_at':%l,'type':%i", mark->episode->tvmaze,
               mark->marked_at, mark->type);
    if (embed) {
        stand_json(&rq->out, ",'_embedded':{'episode':");
        stand_maze_episode(rq, mark->episode);
        stand_add(&rq->out, "}");
    }
    stand_add(&rq->out, "}");
}

/* Reads type and marked_at; NULL or the field that is wrong. */
static const char *read_mark(struct request *rq, json_object *item, int64_t *type, int64_t *at)
{
    *type = 0;
    *at = stand_now(rq->s); /* tvmaze B2: null or absent is now */
    if (stand_int(item, "type", type) == STAND_BAD || *type < 0 || *type > 2)
        return "type";
    if (stand_int(item, "marked_at", at) == STAND_BAD || *at < 0)
        return "marked_at";
    return NULL;
}

static struct mark *set_mark(struct request *rq, const struct episode *e, int64_t type, int64_t at)
{
    struct mark *mark = find_mark(rq, e);
    if (!mark)
        mark = STAND_ADD(rq->s->marks, rq->s->mark_count);
    *mark = (struct mark){.episode = e,
                          .account = rq->account,
                          .type = (int)type,
                          .marked_at = at,
                          .times = mark->times + 1};
    return mark;
}

static const struct episode *episode_of(struct request *rq, const char *digits)
{
    int64_t id = 0;
    return stand_number(digits, &id) ? catalogue_episode_tvmaze(rq->s->catalogue, id) : NULL;
}

static void put_mark(struct request *rq)
{
    const struct episode *e = episode_of(rq, rq->arg[0]);
    int64_t type, at;
    if (!e) {
        stand_maze_not_found(rq, "Unknown episode");
        return;
    }
    const char *wrong = rq->json && !json_object_is_type(rq->json, json_type_object)
                            ? "body"
                            : read_mark(rq, rq->json, &type, &at);
    if (wrong) {
        char message[60];
        snprintf(message, sizeof(message), "Invalid %s", wrong);
        stand_maze_invalid(rq, message);
        return;
    }
    rq->status = MHD_HTTP_OK;
    mark_object(rq, set_mark(rq, e, type, at), false);
}

struct bulk {
    int good, bad;
};

/* One object per input, in its order. */
static void bulk_item(struct request *rq, struct bulk *bulk, json_object *item,
                      const struct episode *e, const char *wrong)
{
    int64_t type, at;
    if (!wrong && !json_object_is_type(item, json_type_object))
        wrong = "item";
    if (!wrong)
        wrong = read_mark(rq, item, &type, &at);
    stand_comma(&rq->out);
    if (!wrong && e) {
        bulk->good++;
        stand_json(&rq->out, "{'code':200,'result':");
        mark_object(rq, set_mark(rq, e, type, at), false);
        stand_add(&rq->out, "}");
        return;
    }
    bulk->bad++;
    const char *input = json_object_to_json_string_ext(item, JSON_C_TO_STRING_PLAIN);
    if (wrong) {
        stand_json(&rq->out,
                   "{'code':422,'message':'Invalid %e','errors':{'%e':['Invalid %e']},"
                   "'input':%r}",
                   wrong, wrong, wrong, input);
    } else {
        stand_json(&rq->out, "{'code':404,'message':'Unknown episode','errors':{},'input':%r}",
                   input);
    }
}

/* True when the body is a list; else the answer is made. */
static bool is_list(struct request *rq)
{
    bool list = json_object_is_type(rq->json, json_type_array);
    if (!list)
        stand_maze_invalid(rq, "The body must be an array");
    return list;
}

static void bulk_end(struct request *rq, const struct bulk *bulk)
{
    stand_add(&rq->out, "]");
    rq->status = !bulk->bad ? MHD_HTTP_OK : bulk->good ? MHD_HTTP_MULTI_STATUS : 422;
}

static void post_marks(struct request *rq)
{
    if (!is_list(rq))
        return;
    struct bulk bulk = {0};
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < json_object_array_length(rq->json); i++) {
        json_object *item = json_object_array_get_idx(rq->json, i);
        int64_t id = 0;
        bool named = stand_int(item, "episode_id", &id) == STAND_GOOD;
        bulk_item(rq, &bulk, item, catalogue_episode_tvmaze(rq->s->catalogue, id),
                  named ? NULL : "episode_id");
    }
    bulk_end(rq, &bulk);
}

/* The show of exactly one of three parameters, or NULL; another number of them is answered. */
static const struct show *show_of_query(struct request *rq)
{
    const char *maze = stand_query(rq, "tvmaze_id"), *tvdb = stand_query(rq, "thetvdb_id");
    const char *imdb = stand_query(rq, "imdb_id");
    if (!!maze + !!tvdb + !!imdb != 1) {
        stand_maze_error(rq, MHD_HTTP_BAD_REQUEST, "Bad Request",
                         "Supply either tvmaze_id, thetvdb_id or imdb_id");
        return NULL;
    }
    const struct catalogue *c = rq->s->catalogue;
    const struct show *show = NULL;
    int64_t id = 0;
    if (imdb)
        show = catalogue_by_imdb(c, imdb);
    else if (stand_number(maze ? maze : tvdb, &id))
        show = maze ? catalogue_by_tvmaze(c, id) : catalogue_by_tvdb(c, id);
    if (show && show->tvmaze)
        return show;
    return NULL;
}

/* tvmaze B2: by season and episode, or by air date. */
static const struct episode *episode_of_item(const struct show *show, json_object *item,
                                             const char **wrong)
{
    int64_t season = -1, number = -1;
    const char *date = NULL;
    enum stand_field s = stand_int(item, "season", &season);
    enum stand_field n = stand_int(item, "episode", &number);
    enum stand_field d = stand_string(item, "airdate", &date);
    if (s == STAND_BAD || (s == STAND_ABSENT && (d == STAND_ABSENT || n == STAND_GOOD)))
        *wrong = "season";
    else if (n == STAND_BAD || (n == STAND_ABSENT && d == STAND_ABSENT))
        *wrong = "episode";
    else if (d == STAND_BAD || (d == STAND_GOOD && !stand_is_date(date)))
        *wrong = "airdate";
    for (size_t i = 0; !*wrong && i < show->episode_count; i++) {
        const struct episode *e = &show->episodes[i];
        bool numbered = n == STAND_GOOD && e->maze_season == season && e->maze_number == number;
        bool dated = n != STAND_GOOD && d == STAND_GOOD && strcmp(e->date, date) == 0;
        if (e->tvmaze && (numbered || dated))
            return e;
    }
    return NULL;
}

static void post_show_marks(struct request *rq)
{
    const struct show *show = show_of_query(rq);
    bool items = rq->s->unknown_show == UNKNOWN_ITEMS;
    if (rq->status == MHD_HTTP_BAD_REQUEST || !is_list(rq))
        return;
    if (!show && !items) {
        stand_maze_unknown_show(rq);
        return;
    }
    struct bulk bulk = {0};
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < json_object_array_length(rq->json); i++) {
        json_object *item = json_object_array_get_idx(rq->json, i);
        const char *wrong = NULL;
        const struct episode *e = show ? episode_of_item(show, item, &wrong) : NULL;
        bulk_item(rq, &bulk, item, e, wrong);
    }
    bulk_end(rq, &bulk);
}

/* A list of marks, of one show unless it is NULL. */
static void marks_of(struct request *rq, const struct show *show, const char *type)
{
    const char *embed = stand_query(rq, "embed");
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < rq->s->mark_count; i++) {
        const struct mark *mark = &rq->s->marks[i];
        if (strcmp(mark->account, rq->account) != 0 || (show && mark->episode->show != show) ||
            (type && mark->type != (int)strtol(type, NULL, 10)))
            continue;
        stand_comma(&rq->out);
        mark_object(rq, mark, embed && strcmp(embed, "episode") == 0);
    }
    stand_add(&rq->out, "]");
}

/* tvmaze B2: `type` is not documented, but sent. */
static void get_show_marks(struct request *rq)
{
    int64_t id = 0;
    const struct show *show = NULL;
    if (stand_number(rq->arg[0], &id))
        show = catalogue_by_tvmaze(rq->s->catalogue, id);
    if (show)
        marks_of(rq, show, stand_query(rq, "type"));
    else
        stand_maze_not_found(rq, "Unknown show");
}

static void get_marks(struct request *rq)
{
    int64_t id = 0;
    const struct show *show = NULL;
    if (!stand_query_number(rq, "show_id", &id)) {
        stand_maze_invalid(rq, "Invalid show_id");
        return;
    }
    if (id && !(show = catalogue_by_tvmaze(rq->s->catalogue, id))) {
        rq->status = MHD_HTTP_OK;
        stand_add(&rq->out, "[]");
        return;
    }
    marks_of(rq, show, NULL);
}

static void get_mark(struct request *rq)
{
    const struct episode *e = episode_of(rq, rq->arg[0]);
    const struct mark *mark = e ? find_mark(rq, e) : NULL;
    if (!mark) {
        stand_maze_not_found(rq, "This episode is not marked");
        return;
    }
    rq->status = MHD_HTTP_OK;
    mark_object(rq, mark, false);
}

static void delete_mark(struct request *rq)
{
    const struct episode *e = episode_of(rq, rq->arg[0]);
    struct mark *mark = e ? find_mark(rq, e) : NULL;
    if (!mark) {
        stand_maze_not_found(rq, "This episode was not marked");
        return;
    }
    rq->status = MHD_HTTP_OK; /* tvmaze B3: 200, and nothing is said of a body */
    *mark = rq->s->marks[--rq->s->mark_count];
}

static const struct stand_route routes[] = {
    {"POST", "/auth/start", auth_start},           {"POST", "/auth/poll", auth_poll},
    {"GET", "/auth/confirm/{}", auth_confirm}, /* ours: what confirm_url points to */
    {"GET", "/auth/validate", auth_validate},      {"PUT", "/scrobble/episodes/{}", put_mark},
    {"POST", "/scrobble/episodes", post_marks},    {"POST", "/scrobble/shows", post_show_marks},
    {"GET", "/scrobble/shows/{}", get_show_marks}, {"GET", "/user/episodes", get_marks},
    {"GET", "/user/episodes/{}", get_mark},        {"PUT", "/user/episodes/{}", put_mark},
    {"DELETE", "/user/episodes/{}", delete_mark},
};

static const struct stand_table table = STAND_TABLE(routes);

const struct stand_service stand_tvmaze_user = {
    .prefix = "/tvmaze/v1",
    .tables = {&table, &stand_tvmaze_lists},
    .admit = admit,
    .unknown = unknown,
};
