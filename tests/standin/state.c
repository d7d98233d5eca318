/* SPDX-License-Identifier: MIT
 *
 * The stand-in's own routes: /__state prints what is held, /__control turns knobs.
 */
#include <stdlib.h>
#include <string.h>

#include "standin.h"
#include "trakt.h"

static void state_episode(struct text *out, const struct episode *e)
{
    stand_json(out,
               "'series':%s,'season':%i,'number':%i,'title':%s,'ids':{'tvmaze_series':%z,"
               "'tvmaze':%z,'tvdb_series':%z,'tvdb':%z,'trakt':%z}",
               e->show->name, e->season, e->number, e->name, e->show->tvmaze, e->tvmaze,
               e->show->tvdb, e->tvdb, e->trakt);
}

static void state_time(struct text *out, int64_t ms)
{
    if (ms < 0) {
        stand_add(out, "null");
        return;
    }
    time_t seconds = (time_t)(ms / 1000);
    struct tm tm;
    char date[32];
    gmtime_r(&seconds, &tm);
    strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &tm);
    stand_printf(out, "\"%s.%03dZ\"", date, (int)(ms % 1000));
}

static void state_marks(struct standin *s, struct text *out)
{
    stand_json(out, "'marks':[");
    for (size_t i = 0; i < s->mark_count; i++) {
        const struct mark *m = &s->marks[i];
        stand_comma(out);
        stand_json(out, "{'service':'tvmaze','account':%s,", m->account);
        state_episode(out, m->episode);
        stand_json(out, ",'type':%i,'marked_at':%l,'times':%i}", m->type, m->marked_at, m->times);
    }
    stand_add(out, "]");
}

static void state_ratings(struct standin *s, struct text *out)
{
    stand_json(out, ",'ratings':[");
    for (size_t i = 0; i < s->rating_count; i++) {
        const struct rating *r = &s->ratings[i];
        stand_comma(out);
        stand_json(out, "{'service':%s,'account':%s,'of':%s,", r->service + 1, r->account,
                   r->episode       ? "episode"
                   : r->season >= 0 ? "season"
                                    : "show");
        if (r->episode)
            state_episode(out, r->episode);
        else {
            stand_json(out, "'series':%s,'season':%k,'ids':{'tvmaze_series':%z,'tvdb_series':%z}",
                       r->show->name, r->season, r->show->tvmaze, r->show->tvdb);
        }
        stand_json(out, ",'rating':%s,'times':%i}", r->value, r->times);
    }
    stand_add(out, "]");
}

static void state_plays(struct standin *s, struct text *out)
{
    stand_json(out, ",'plays':[");
    for (size_t i = 0; i < s->play_count; i++) {
        stand_comma(out);
        stand_json(out, "{'service':%s,'id':%l,'action':%s,", s->plays[i].service + 1,
                   s->plays[i].id, s->plays[i].action);
        if (s->plays[i].episode)
            state_episode(out, s->plays[i].episode);
        else
            stand_json(out, "'film':%s", s->plays[i].show->name);
        stand_json(out, ",'watched_at':");
        state_time(out, s->plays[i].watched_at_ms);
        stand_add(out, "}");
    }
    stand_json(out, "],'playback':[");
    for (size_t i = 0; i < s->pausing_count; i++) {
        stand_comma(out);
        stand_json(out, "{'id':%l,'progress':%f,", s->pausings[i].id, s->pausings[i].progress);
        if (s->pausings[i].episode)
            state_episode(out, s->pausings[i].episode);
        else
            stand_json(out, "'film':%s", s->pausings[i].show->name);
        stand_add(out, "}");
    }
    stand_json(out, "],'watching':");
    if (s->watching.episode) {
        stand_add(out, "{");
        state_episode(out, s->watching.episode);
        stand_json(out, ",'progress':%f}", s->watching.progress);
    } else {
        stand_add(out, "null");
    }
}

static void state_lists(struct standin *s, struct text *out)
{
    stand_json(out, ",'lists':[");
    for (size_t i = 0; i < s->listed_count; i++) {
        stand_comma(out);
        stand_json(out, "{'list':%s,'tag':%z,'id':%l}", s->listed[i].list, s->listed[i].tag,
                   s->listed[i].id);
    }
    stand_json(out, "],'tags':[");
    for (size_t i = 0; i < s->tag_count; i++) {
        stand_comma(out);
        stand_json(out, "{'id':%l,'name':%s}", s->tags[i].id, s->tags[i].name);
    }
    stand_add(out, "]");
}

void stand_state(struct standin *s, struct text *out)
{
    stand_lapse(s);
    stand_json(out, "{'now':%l,'requests':%l,'connections':%l,'identified':[", stand_now(s),
               (int64_t)s->log_count, s->connections);
    for (size_t i = 0; i < s->finding_count; i++) {
        stand_comma(out);
        stand_json(out, "{'service':%s,", s->findings[i].service + 1);
        state_episode(out, s->findings[i].episode);
        stand_json(out, ",'times':%i}", s->findings[i].times);
    }
    stand_add(out, "],");
    state_marks(s, out);
    state_ratings(s, out);
    state_plays(s, out);
    state_lists(s, out);
    stand_json(out,
               ",'tokens':{'tvdb':%i,'tvdb2':%i,'trakt':%i,'device_codes':%i,'pairings':%i,"
               "'mdblist':%i}}",
               s->issued[TOKEN_TVDB], s->issued[TOKEN_TVDB2], s->issued[TOKEN_TRAKT],
               s->issued[TOKEN_DEVICE], s->issued[TOKEN_PAIRING], s->issued[TOKEN_MDBLIST]);
}

/* The catalogue is as it was read. */
static void reset_ids(struct standin *s)
{
    while (s->set_id_count) {
        s->set_id_count--;
        *s->set_ids[s->set_id_count].id = s->set_ids[s->set_id_count].was;
    }
}

/* ---- Knobs ---- */

void stand_forget(struct standin *s)
{
    reset_ids(s);
    free(s->set_ids);
    s->set_ids = NULL;
    for (size_t i = 0; i < s->token_count; i++) {
        free(s->tokens[i].access);
        free(s->tokens[i].refresh);
    }
    for (size_t i = 0; i < s->tag_count; i++)
        free(s->tags[i].name);
    free(s->tokens);
    free(s->tags);
    free(s->marks);
    free(s->ratings);
    free(s->plays);
    free(s->pausings);
    free(s->listed);
    free(s->findings);
    s->tokens = NULL;
    s->tags = NULL;
    s->marks = NULL;
    s->ratings = NULL;
    s->plays = NULL;
    s->pausings = NULL;
    s->listed = NULL;
    s->findings = NULL;
    s->token_count = s->tag_count = s->mark_count = s->rating_count = s->play_count = 0;
    s->pausing_count = s->listed_count = s->finding_count = 0;
    s->watching = (struct pausing){0};
    memset(s->issued, 0, sizeof(s->issued));
}

void stand_reset(struct standin *s)
{
    stand_forget(s);
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    s->chance ^= (uint64_t)now.tv_sec << 30 ^ (uint64_t)now.tv_nsec;
    s->clock_offset = s->date = 0;
    s->premium = 1;
    s->premium_refusal = 403;
    s->unknown_show = UNKNOWN_OBJECT;
    s->pairing_email = false;
    s->links_next = NEXT_NULL;
    s->odd = false;
    s->device_interval = 5;                /* trakt-v2 3 */
    s->pairing_interval = 10;              /* tvmaze B1 */
    s->trakt_expires_in = 604800;          /* trakt-v2 3: seven days */
    s->tvdb_expires_in = INT64_C(2592000); /* tvdb-v4 1: one month */
    s->tvdb2_expires_in = INT64_C(604800); /* tvdb-v2 2: seven days were recorded */
    s->refresh_error = 400;                /* trakt-v2 3: 401 until 2025 */
    s->verifier_error = 400;
    s->mdblist_expires_in = INT64_C(2592000); /* mdblist 2: thirty days */
    s->mdblist_missing = MDBLIST_NESTED;
    s->mdblist_left = 1000; /* mdblist 3: a free account's */
    s->mdblist_day = 0;
    s->mdblist_no_wait = s->mdblist_supporters = s->mdblist_again = false;
    s->free_member = s->contract = false;
    s->refused_apps = 0;
    stand_issue(s, TOKEN_TRAKT, strdup(STANDIN_TRAKT_ACCESS), strdup(STANDIN_TRAKT_REFRESH),
                s->trakt_expires_in);
    s->issued[TOKEN_TRAKT] = 0; /* nobody asked for that one */
}

static bool expire(struct standin *s, const char *what)
{
    static const char *const kinds[] = {"tvdb", "tvdb2", "trakt", "device", "pairing", "mdblist"};
    bool known = false;
    for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
        if (strcmp(what, kinds[k]) != 0)
            continue;
        known = true;
        for (size_t i = 0; i < s->token_count; i++) {
            if (s->tokens[i].kind == (enum token_kind)k)
                s->tokens[i].expires_at = stand_now(s) - 1;
        }
    }
    return known;
}

/* The user's answer to a pairing or a device code: every pending one is meant. */
static bool decide(struct standin *s, enum token_kind kind, const char *answer)
{
    bool yes = strcmp(answer, "approve") == 0;
    for (size_t i = 0; i < s->token_count; i++) {
        struct token *token = &s->tokens[i];
        if (token->kind != kind || token->state != TOKEN_PENDING)
            continue;
        if (yes && kind == TOKEN_DEVICE)
            stand_app_approve(s, token);
        else
            token->state = yes ? TOKEN_GOOD : TOKEN_DENIED;
    }
    return yes || strcmp(answer, "deny") == 0;
}

/* Whose ids. */
static int64_t *id_of(const char *service, int64_t *tvmaze, int64_t *tvdb, int64_t *trakt)
{
    return strcmp(service, "tvmaze") == 0  ? tvmaze
           : strcmp(service, "tvdb") == 0  ? tvdb
           : strcmp(service, "trakt") == 0 ? trakt
                                           : NULL;
}

static void set_id(struct standin *s, int64_t *id, int64_t value)
{
    *STAND_ADD(s->set_ids, s->set_id_count) = (struct set_id){id, *id};
    *id = value;
}

/* A service gives an episode another id, none (it is not listed there), or its own again; without
 * an episode it is the series that gets one. */
static bool give_id(struct standin *s, json_object *value)
{
    const char *service = json_object_get_string(json_object_object_get(value, "service"));
    int64_t show_id = json_object_get_int64(json_object_object_get(value, "show"));
    int64_t id = json_object_get_int64(json_object_object_get(value, "id"));
    json_object *season = json_object_object_get(value, "season");
    int number = json_object_get_int(json_object_object_get(value, "number"));
    for (size_t i = 0; service && i < s->catalogue->count; i++) {
        struct show *show = &s->catalogue->shows[i];
        if (show->tvdb != show_id)
            continue;
        int64_t *own = id_of(service, &show->tvmaze, &show->tvdb, &show->trakt);
        for (size_t k = 0; season && k < show->episode_count; k++) {
            struct episode *e = &show->episodes[k];
            if (e->season == json_object_get_int(season) && e->number == number)
                own = id_of(service, &e->tvmaze, &e->tvdb, &e->trakt);
        }
        if (own)
            set_id(s, own, id);
        return own != NULL;
    }
    return false;
}

/* The index of a word in a list that ends with NULL, -1 if it is not in it. */
static int word(const char *const *words, const char *wanted)
{
    for (int i = 0; words[i]; i++) {
        if (strcmp(words[i], wanted) == 0)
            return i;
    }
    return -1;
}

static bool say_unknown(struct standin *s, const char *how)
{
    static const char *const names[] = {"object", "plain", "error", "items", NULL};
    int i = word(names, how);
    if (i >= 0)
        s->unknown_show = (enum unknown_show)i;
    return i >= 0;
}

static bool say_missing(struct standin *s, const char *how)
{
    static const char *const names[] = {"nested", "flat", "counts", NULL};
    int i = word(names, how);
    if (i >= 0)
        s->mdblist_missing = (enum mdblist_missing)i;
    return i >= 0;
}

/* Trakt refuses an app, or allows it again. */
static bool set_app(struct standin *s, json_object *value)
{
    const char *id = json_object_get_string(json_object_object_get(value, "id"));
    return stand_app_refuse(s, id,
                            json_object_get_boolean(json_object_object_get(value, "refused")));
}

/* A knob that is a number or a flag as it is. */
static bool plain_knob(struct standin *s, const char *key, json_object *value)
{
    const struct {
        const char *name;
        int *number;
        int64_t *seconds;
        bool *flag;
    } knobs[] = {
        {.name = "date", .seconds = &s->date},
        {.name = "premium", .number = &s->premium},
        {.name = "premium_refusal", .number = &s->premium_refusal},
        {.name = "pairing_email", .flag = &s->pairing_email},
        {.name = "limits", .flag = &s->limits},
        {.name = "device_interval", .number = &s->device_interval},
        {.name = "pairing_interval", .number = &s->pairing_interval},
        {.name = "trakt_expires_in", .seconds = &s->trakt_expires_in},
        {.name = "tvdb_expires_in", .seconds = &s->tvdb_expires_in},
        {.name = "tvdb2_expires_in", .seconds = &s->tvdb2_expires_in},
        {.name = "mdblist_expires_in", .seconds = &s->mdblist_expires_in},
        {.name = "mdblist_left", .number = &s->mdblist_left},
        {.name = "mdblist_no_wait", .flag = &s->mdblist_no_wait},
        {.name = "mdblist_supporters", .flag = &s->mdblist_supporters},
        {.name = "mdblist_again", .flag = &s->mdblist_again},
        {.name = "refresh_error", .number = &s->refresh_error},
        {.name = "verifier_error", .number = &s->verifier_error},
        {.name = "free_member", .flag = &s->free_member},
        {.name = "contract", .flag = &s->contract},
    };
    size_t i = 0;
    while (i < sizeof(knobs) / sizeof(*knobs) && strcmp(knobs[i].name, key) != 0)
        i++;
    if (i == sizeof(knobs) / sizeof(*knobs))
        return false;
    if (knobs[i].number)
        *knobs[i].number = json_object_get_int(value);
    else if (knobs[i].seconds)
        *knobs[i].seconds = json_object_get_int64(value);
    else if (knobs[i].flag)
        *knobs[i].flag = json_object_get_boolean(value);
    return true;
}

static bool end_links(struct standin *s, const char *how)
{
    static const char *const names[] = {"null", "empty", "again", NULL};
    int i = word(names, how);
    if (i >= 0)
        s->links_next = (enum links_next)i;
    return i >= 0;
}

static bool knob(struct standin *s, const char *key, json_object *value)
{
    const char *text = json_object_get_string(value);
    if (strcmp(key, "advance") == 0)
        s->clock_offset += json_object_get_int64(value);
    else if (strcmp(key, "expire") == 0)
        return expire(s, text);
    else if (strcmp(key, "device") == 0)
        return decide(s, TOKEN_DEVICE, text);
    else if (strcmp(key, "pairing") == 0)
        return decide(s, TOKEN_PAIRING, text);
    else if (strcmp(key, "unknown_show") == 0)
        return say_unknown(s, text);
    else if (strcmp(key, "links_next") == 0)
        return end_links(s, text);
    else if (strcmp(key, "mdblist_missing") == 0)
        return say_missing(s, text);
    else if (strcmp(key, "odd") == 0)
        s->odd = json_object_get_boolean(value);
    else if (strcmp(key, "app") == 0)
        return set_app(s, value);
    else if (strcmp(key, "id") == 0)
        return give_id(s, value);
    else if (strcmp(key, "reset") == 0)
        stand_reset(s);
    else if (strcmp(key, "faults") == 0)
        stand_fault_forget(s);
    else if (strcmp(key, "fault") == 0) {
        char error[200];
        return stand_fault_read(s, text, error, sizeof(error));
    } else
        return plain_knob(s, key, value);
    return true;
}

bool stand_control(struct standin *s, json_object *knobs)
{
    if (!json_object_is_type(knobs, json_type_object))
        return false;
    bool good = true;
    json_object_object_foreach(knobs, key, value) good = knob(s, key, value) && good;
    return good;
}

/* ---- Routes ---- */

static void get_state(struct request *rq)
{
    rq->status = MHD_HTTP_OK;
    stand_set_header(rq, "Content-Type", "application/json");
    stand_state(rq->s, &rq->out);
}

static void post_control(struct request *rq)
{
    bool good = stand_body(rq) && stand_control(rq->s, rq->json);
    rq->status = good ? MHD_HTTP_OK : MHD_HTTP_BAD_REQUEST;
    stand_add(&rq->out, good ? "{}" : "{\"error\":\"unknown knob or bad value\"}");
}

static void unknown(struct request *rq, int status)
{
    rq->status = status;
    stand_json(&rq->out, "{'error':'the stand-in has no such service: /tvmaze /tvmaze/v1 /tvdb/v4 "
                         "/tvdb2 /trakt /trakt-auth /trakt1 /mdblist /__state /__control'}");
}

static const struct stand_route routes[] = {
    {"GET", "/__state", get_state},
    {"POST", "/__control", post_control},
};

static const struct stand_table table = STAND_TABLE(routes);

const struct stand_service stand_own = {
    .prefix = "",
    .tables = {&table},
    .unknown = unknown,
};

/* ---- For people ---- */

static void report_episode(FILE *out, const struct episode *e)
{
    fprintf(out, "%s %dx%02d \"%s\"", e->show->name, e->season, e->number, e->name ? e->name : "");
}

static void report_times(FILE *out, int times)
{
    if (times == 1)
        fprintf(out, ", once\n");
    else
        fprintf(out, ", %d times\n", times);
}

void standin_report(struct standin *s, FILE *out)
{
    static const char *const types[] = {"watched", "acquired", "skipped"};
    pthread_mutex_lock(&s->lock);
    fprintf(out, "The stand-in received %zu requests.\n", s->log_count);
    for (size_t i = 0; i < s->finding_count; i++) {
        const struct episode *e = s->findings[i].episode;
        fprintf(out, "identified  %-10s ", s->findings[i].service + 1);
        report_episode(out, e);
        fprintf(out, " (TheTVDB series %lld episode %lld, TVmaze series %lld episode %lld)\n",
                (long long)e->show->tvdb, (long long)e->tvdb, (long long)e->show->tvmaze,
                (long long)e->tvmaze);
    }
    for (size_t i = 0; i < s->mark_count; i++) {
        const struct mark *m = &s->marks[i];
        fprintf(out, "mark        %-10s ", "tvmaze");
        report_episode(out, m->episode);
        fprintf(out, " (episode %lld) %s", (long long)m->episode->tvmaze, types[m->type]);
        report_times(out, m->times);
    }
    for (size_t i = 0; i < s->rating_count; i++) {
        const struct rating *r = &s->ratings[i];
        fprintf(out, "rating      %-10s ", r->service + 1);
        if (r->episode)
            report_episode(out, r->episode);
        else
            fprintf(out, "%s", r->show->name);
        if (r->season >= 0)
            fprintf(out, " season %d", r->season);
        fprintf(out, " rated %s", r->value);
        report_times(out, r->times);
    }
    for (size_t i = 0; i < s->play_count; i++) {
        fprintf(out, "play        %-10s ", s->plays[i].service + 1);
        if (s->plays[i].episode)
            report_episode(out, s->plays[i].episode);
        else
            fprintf(out, "%s", s->plays[i].show->name);
        fprintf(out, " (%s)\n", s->plays[i].action);
    }
    pthread_mutex_unlock(&s->lock);
}
