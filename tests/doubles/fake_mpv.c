/* SPDX-License-Identifier: MIT */
#include "tests/doubles/fake_mpv.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROPERTIES_MAX = 32, QUEUE_MAX = 512, ASKED_MAX = 64, OBSERVED_MAX = 32 };

struct property {
    const char *name;
    mpv_node value; /* MPV_FORMAT_NONE: unavailable */
};

/* A question that waits for its answer, or a property that is observed. */
struct asked {
    uint64_t userdata;
    const char *name;
    mpv_format format;
    bool changed;
};

struct queued {
    mpv_event event;
    mpv_event_property property;
    mpv_event_client_message message;
    mpv_node value;
};

struct mpv_handle {
    const char *name;
    struct epi_player *player;
    const char *conf;
    struct property properties[PROPERTIES_MAX];
    int property_count;
    struct asked asked[ASKED_MAX];
    int asked_count;
    struct asked observed[OBSERVED_MAX];
    int observed_count;
    struct queued queue[QUEUE_MAX];
    int first, last;
    struct queued current;
    char commands[65536];
    int wakeups;
};

/* ---- Nodes ---- */

static void *zeroed(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    assert(memory);
    return memory;
}

static char *copied(const char *text)
{
    char *copy = strdup(text);
    assert(copy);
    return copy;
}

static mpv_node text_node(const char *text)
{
    return (mpv_node){.format = MPV_FORMAT_STRING, .u.string = copied(text)};
}

static mpv_node list_node(mpv_format format, int num)
{
    mpv_node_list *list = zeroed(1, sizeof(*list));
    list->num = num;
    list->values = zeroed(num, sizeof(*list->values));
    list->keys = format == MPV_FORMAT_NODE_MAP ? zeroed(num, sizeof(*list->keys)) : NULL;
    return (mpv_node){.format = format, .u.list = list};
}

static bool is_list(const mpv_node *node)
{
    return node->format == MPV_FORMAT_NODE_MAP || node->format == MPV_FORMAT_NODE_ARRAY;
}

static mpv_node copy_node(const mpv_node *node)
{
    mpv_node copy = *node;
    if (node->format == MPV_FORMAT_STRING)
        copy = text_node(node->u.string);
    if (is_list(node)) {
        copy = list_node(node->format, node->u.list->num);
        for (int i = 0; i < node->u.list->num; i++) {
            copy.u.list->values[i] = copy_node(&node->u.list->values[i]);
            if (copy.u.list->keys)
                copy.u.list->keys[i] = copied(node->u.list->keys[i]);
        }
    }
    return copy;
}

void mpv_free_node_contents(mpv_node *node)
{
    if (node->format == MPV_FORMAT_STRING)
        free(node->u.string);
    if (is_list(node)) {
        for (int i = 0; i < node->u.list->num; i++) {
            mpv_free_node_contents(&node->u.list->values[i]);
            if (node->u.list->keys)
                free(node->u.list->keys[i]);
        }
        free(node->u.list->values);
        free(node->u.list->keys);
        free(node->u.list);
    }
    node->format = MPV_FORMAT_NONE;
}

/* ---- What the test does ---- */

mpv_handle *fake_mpv_new(const char *name, struct epi_player *player)
{
    mpv_handle *mpv = zeroed(1, sizeof(*mpv));
    mpv->name = name;
    mpv->player = player;
    mpv->conf = "script-opts/epimark.conf"; /* as with --no-config: no file */
    return mpv;
}

void fake_mpv_free(mpv_handle *mpv)
{
    for (int i = 0; i < mpv->property_count; i++)
        mpv_free_node_contents(&mpv->properties[i].value);
    for (; mpv->first < mpv->last; mpv->first++)
        mpv_free_node_contents(&mpv->queue[mpv->first].value);
    mpv_free_node_contents(&mpv->current.value);
    free(mpv);
}

struct epi_player *fake_mpv_player(mpv_handle *mpv)
{
    return mpv->player;
}

static void set(mpv_handle *mpv, const char *name, mpv_node value)
{
    struct property *property = mpv->properties;
    while (property < mpv->properties + mpv->property_count && strcmp(property->name, name) != 0)
        property++;
    if (property == mpv->properties + mpv->property_count) {
        assert(mpv->property_count < PROPERTIES_MAX);
        mpv->property_count++;
        property->name = name;
    }
    mpv_free_node_contents(&property->value);
    property->value = value;
    for (int i = 0; i < mpv->observed_count; i++)
        mpv->observed[i].changed |= strcmp(mpv->observed[i].name, name) == 0;
}

void fake_mpv_set_text(mpv_handle *mpv, const char *name, const char *value)
{
    set(mpv, name, text_node(value));
}

void fake_mpv_set_number(mpv_handle *mpv, const char *name, double value)
{
    set(mpv, name, (mpv_node){.format = MPV_FORMAT_DOUBLE, .u.double_ = value});
}

void fake_mpv_set_flag(mpv_handle *mpv, const char *name, bool value)
{
    set(mpv, name, (mpv_node){.format = MPV_FORMAT_FLAG, .u.flag = value});
}

void fake_mpv_unset(mpv_handle *mpv, const char *name)
{
    set(mpv, name, (mpv_node){.format = MPV_FORMAT_NONE});
}

void fake_mpv_set_map(mpv_handle *mpv, const char *name, const char *const *pairs)
{
    int num = 0;
    while (pairs[2 * num])
        num++;
    mpv_node map = list_node(MPV_FORMAT_NODE_MAP, num);
    for (int i = 0; i < num; i++) {
        map.u.list->keys[i] = copied(pairs[2 * i]);
        map.u.list->values[i] = text_node(pairs[2 * i + 1]);
    }
    set(mpv, name, map);
}

void fake_mpv_set_place(mpv_handle *mpv, const char *name, long x, long y)
{
    mpv_node map = list_node(MPV_FORMAT_NODE_MAP, 2);
    map.u.list->keys[0] = copied("x");
    map.u.list->values[0] = (mpv_node){.format = MPV_FORMAT_INT64, .u.int64 = x};
    map.u.list->keys[1] = copied("y");
    map.u.list->values[1] = (mpv_node){.format = MPV_FORMAT_INT64, .u.int64 = y};
    set(mpv, name, map);
}

void fake_mpv_set_tracks(mpv_handle *mpv, const char *tracks)
{
    int num = (int)strlen(tracks);
    mpv_node array = list_node(MPV_FORMAT_NODE_ARRAY, num);
    for (int i = 0; i < num; i++) {
        mpv_node map = list_node(MPV_FORMAT_NODE_MAP, 3);
        map.u.list->keys[0] = copied("type");
        map.u.list->values[0] = text_node(tracks[i] == 'a' ? "audio" : "video");
        map.u.list->keys[1] = copied("albumart");
        map.u.list->values[1] = (mpv_node){.format = MPV_FORMAT_FLAG, .u.flag = tracks[i] == 'c'};
        map.u.list->keys[2] = copied("image");
        map.u.list->values[2] =
            (mpv_node){.format = MPV_FORMAT_FLAG, .u.flag = tracks[i] == 'c' || tracks[i] == 'i'};
        array.u.list->values[i] = map;
    }
    set(mpv, "track-list", array);
}

void fake_mpv_set_chapters(mpv_handle *mpv, const struct epi_chapter *chapters, int count)
{
    mpv_node array = list_node(MPV_FORMAT_NODE_ARRAY, count);
    for (int i = 0; i < count; i++) {
        mpv_node map = list_node(MPV_FORMAT_NODE_MAP, chapters[i].title ? 2 : 1);
        map.u.list->keys[0] = copied("time");
        map.u.list->values[0] =
            (mpv_node){.format = MPV_FORMAT_DOUBLE, .u.double_ = chapters[i].start};
        if (chapters[i].title) {
            map.u.list->keys[1] = copied("title");
            map.u.list->values[1] = text_node(chapters[i].title);
        }
        array.u.list->values[i] = map;
    }
    set(mpv, "chapter-list", array);
}

void fake_mpv_set_bindings(mpv_handle *mpv, const char *const *triples)
{
    int num = 0;
    while (triples[3 * num])
        num++;
    mpv_node array = list_node(MPV_FORMAT_NODE_ARRAY, num);
    for (int i = 0; i < num; i++) {
        mpv_node map = list_node(MPV_FORMAT_NODE_MAP, 3);
        map.u.list->keys[0] = copied("key");
        map.u.list->values[0] = text_node(triples[3 * i]);
        map.u.list->keys[1] = copied("priority");
        map.u.list->values[1] =
            (mpv_node){.format = MPV_FORMAT_INT64, .u.int64 = strtol(triples[3 * i + 1], NULL, 10)};
        map.u.list->keys[2] = copied("cmd");
        map.u.list->values[2] = text_node(triples[3 * i + 2]);
        array.u.list->values[i] = map;
    }
    set(mpv, "input-bindings", array);
}

void fake_mpv_set_conf(mpv_handle *mpv, const char *path)
{
    mpv->conf = path;
}

static struct queued *push(mpv_handle *mpv)
{
    assert(mpv->last < QUEUE_MAX);
    return &mpv->queue[mpv->last++];
}

void fake_mpv_push(mpv_handle *mpv, mpv_event_id id, void *data)
{
    push(mpv)->event = (mpv_event){.event_id = id, .data = data};
}

void fake_mpv_push_message(mpv_handle *mpv, const char **words)
{
    struct queued *queued = push(mpv);
    queued->event.event_id = MPV_EVENT_CLIENT_MESSAGE;
    queued->message.args = words;
    while (words[queued->message.num_args])
        queued->message.num_args++;
}

const char *fake_mpv_commands(const mpv_handle *mpv)
{
    return mpv->commands;
}

void fake_mpv_forget(mpv_handle *mpv)
{
    mpv->commands[0] = '\0';
}

int fake_mpv_wakeups(const mpv_handle *mpv)
{
    return mpv->wakeups;
}

/* ---- Properties as the API has them ---- */

static int get(mpv_handle *mpv, const char *name, mpv_format format, mpv_node *value)
{
    for (int i = 0; i < mpv->property_count; i++) {
        const mpv_node *held = &mpv->properties[i].value;
        if (strcmp(mpv->properties[i].name, name) != 0 || held->format == MPV_FORMAT_NONE)
            continue;
        if (format == MPV_FORMAT_INT64 && held->format == MPV_FORMAT_DOUBLE)
            *value = (mpv_node){.format = format, .u.int64 = (int64_t)held->u.double_};
        else if (format == MPV_FORMAT_NODE || format == held->format)
            *value = copy_node(held);
        else
            return MPV_ERROR_PROPERTY_FORMAT;
        return 0;
    }
    return MPV_ERROR_PROPERTY_UNAVAILABLE;
}

static void fill(struct queued *queued, mpv_handle *mpv, const struct asked *asked)
{
    queued->event.reply_userdata = asked->userdata;
    queued->event.error = get(mpv, asked->name, asked->format, &queued->value);
    queued->property.name = asked->name;
    queued->property.format = queued->event.error >= 0 ? asked->format : MPV_FORMAT_NONE;
}

void fake_mpv_run(mpv_handle *mpv)
{
    for (int i = 0; i < mpv->asked_count; i++) {
        struct queued *queued = push(mpv);
        queued->event.event_id = MPV_EVENT_GET_PROPERTY_REPLY;
        fill(queued, mpv, &mpv->asked[i]);
    }
    mpv->asked_count = 0;
}

int mpv_get_property(mpv_handle *mpv, const char *name, mpv_format format, void *data)
{
    assert(format == MPV_FORMAT_NODE);
    return get(mpv, name, format, data);
}

int mpv_get_property_async(mpv_handle *mpv, uint64_t userdata, const char *name, mpv_format format)
{
    if (mpv->asked_count == ASKED_MAX)
        return MPV_ERROR_EVENT_QUEUE_FULL;
    mpv->asked[mpv->asked_count++] = (struct asked){userdata, name, format, false};
    return 0;
}

int mpv_observe_property(mpv_handle *mpv, uint64_t userdata, const char *name, mpv_format format)
{
    assert(mpv->observed_count < OBSERVED_MAX);
    mpv->observed[mpv->observed_count++] = (struct asked){userdata, name, format, true};
    return 0;
}

mpv_event *mpv_wait_event(mpv_handle *mpv, double timeout)
{
    (void)timeout;
    struct queued *current = &mpv->current;
    mpv_free_node_contents(&current->value);
    memset(current, 0, sizeof(*current));
    if (mpv->first < mpv->last) {
        *current = mpv->queue[mpv->first++];
    } else {
        struct asked *observed = mpv->observed;
        while (observed < mpv->observed + mpv->observed_count && !observed->changed)
            observed++;
        if (observed < mpv->observed + mpv->observed_count) {
            observed->changed = false;
            current->event.event_id = MPV_EVENT_PROPERTY_CHANGE;
            fill(current, mpv, observed);
            current->event.error = 0;
        }
    }
    if (current->property.name) {
        current->property.data = current->property.format == MPV_FORMAT_NODE
                                     ? (void *)&current->value
                                     : (void *)&current->value.u;
        current->event.data = &current->property;
    }
    if (current->message.args)
        current->event.data = &current->message;
    return &current->event;
}

/* ---- Commands ---- */

static void note(mpv_handle *mpv, const char *word, char after)
{
    size_t len = strlen(mpv->commands);
    snprintf(mpv->commands + len, sizeof(mpv->commands) - len, "%s%c", word, after);
}

int mpv_command(mpv_handle *mpv, const char **args)
{
    for (; *args; args++)
        note(mpv, *args, args[1] ? '|' : '\n');
    return 0;
}

int mpv_command_async(mpv_handle *mpv, uint64_t userdata, const char **args)
{
    (void)userdata;
    return mpv_command(mpv, args);
}

int mpv_command_node_async(mpv_handle *mpv, uint64_t userdata, mpv_node *node)
{
    (void)userdata;
    assert(node->format == MPV_FORMAT_NODE_MAP);
    for (int i = 0; i < node->u.list->num; i++) {
        const mpv_node *value = &node->u.list->values[i];
        char number[32];
        snprintf(number, sizeof(number), "%d", (int)value->u.int64);
        note(mpv, node->u.list->keys[i], '=');
        note(mpv, value->format == MPV_FORMAT_STRING ? value->u.string : number,
             i + 1 < node->u.list->num ? '|' : '\n');
    }
    return 0;
}

int mpv_command_ret(mpv_handle *mpv, const char **args, mpv_node *result)
{
    if (strcmp(args[0], "expand-path") != 0 || !mpv->conf)
        return MPV_ERROR_INVALID_PARAMETER;
    *result = text_node(mpv->conf);
    return 0;
}

/* ---- The rest ---- */

const char *mpv_client_name(mpv_handle *mpv)
{
    return mpv->name;
}

unsigned long mpv_client_api_version(void)
{
    return MPV_CLIENT_API_VERSION;
}

void mpv_wakeup(mpv_handle *mpv)
{
    mpv->wakeups++;
}
