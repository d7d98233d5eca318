/* SPDX-License-Identifier: MIT */
#include "plugin/player.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is asked of mpv. The answer names its question in its lowest byte, and above it the turn in
 * which it was asked. */
enum question {
    ASK_PATH = 1,
    ASK_FILENAME,
    ASK_TITLE,
    ASK_DURATION,
    ASK_SIZE,
    ASK_IDLE, /* from here on: a sample of the position */
    ASK_SPEED,
    ASK_POSITION,
    ASK_END,
};

static const struct {
    const char *property;
    mpv_format format;
} questions[ASK_END] = {
    [ASK_PATH] = {"path", MPV_FORMAT_STRING},
    [ASK_FILENAME] = {"filename", MPV_FORMAT_STRING},
    [ASK_TITLE] = {"media-title", MPV_FORMAT_STRING},
    [ASK_DURATION] = {"duration", MPV_FORMAT_DOUBLE},
    [ASK_SIZE] = {"file-size", MPV_FORMAT_INT64},
    [ASK_IDLE] = {"core-idle", MPV_FORMAT_FLAG},
    [ASK_SPEED] = {"speed", MPV_FORMAT_DOUBLE},
    [ASK_POSITION] = {"time-pos", MPV_FORMAT_DOUBLE},
};

/* Seconds between two samples. */
static const double longest_interval = 1.0;
static const double shortest_interval = 0.02;

struct sample {
    bool idle; /* paused, buffering or at the end */
    double speed;
    double position; /* below 0: unknown */
};

struct player {
    mpv_handle *mpv;
    struct core *core;
    bool fresh;   /* the first frame of the file is still to come: core shall not delay it */
    bool loaded;  /* core knows the file */
    bool seeking; /* from a seek to the restart mpv names the target as its position */

    uint64_t file_turn; /* an answer about an older file is dropped */
    int file_answers;   /* that are still to come */
    char *path, *filename, *title;
    double duration;
    int64_t size;

    uint64_t sample_turn; /* an answer from before a jump is dropped */
    int sample_answers;
    struct sample asked; /* filled by the answers */
    struct sample told;  /* the last one that core got; idle after a jump */
    double due;          /* the clock of the next one */
};

struct player *player_new(mpv_handle *mpv, struct core *core)
{
    struct player *player = calloc(1, sizeof *player);
    if (!player)
        return NULL;
    player->mpv = mpv;
    player->core = core;
    player->told = (struct sample){.idle = true, .speed = 1};
    /* These only wake the loop: their values come late, so they are asked with the position. */
    mpv_observe_property(mpv, ASK_IDLE, questions[ASK_IDLE].property, MPV_FORMAT_FLAG);
    mpv_observe_property(mpv, ASK_SPEED, questions[ASK_SPEED].property, MPV_FORMAT_DOUBLE);
    return player;
}

static void forget_names(struct player *player)
{
    char **names[] = {&player->path, &player->filename, &player->title};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        free(*names[i]);
        *names[i] = NULL;
    }
}

void player_free(struct player *player)
{
    if (!player)
        return;
    forget_names(player);
    free(player);
}

static int ask(struct player *player, enum question first, enum question end, uint64_t turn)
{
    int asked = 0;
    for (enum question q = first; q < end; q++) {
        if (mpv_get_property_async(player->mpv, turn << 8 | q, questions[q].property,
                                   questions[q].format) >= 0)
            asked++;
    }
    return asked;
}

static double interval(const struct player *player)
{
    double seconds = longest_interval;
    if (player->duration > 0 && player->told.speed > 0)
        seconds = fmin(seconds, player->duration / (100 * player->told.speed));
    return fmax(seconds, shortest_interval);
}

/* Asks for a sample; one that is still on its way is dropped. */
static void ask_sample(struct player *player, double clock)
{
    if (!player->loaded || player->seeking)
        return;
    player->asked = (struct sample){.idle = true, .speed = 1, .position = -1};
    player->sample_turn++;
    player->sample_answers = ask(player, ASK_IDLE, ASK_END, player->sample_turn);
    player->due = clock + interval(player);
}

static bool sampling(const struct player *player)
{
    return player->loaded && !player->seeking && !player->told.idle && player->sample_answers == 0;
}

double player_wait(const struct player *player, double clock)
{
    return sampling(player) ? fmax(player->due - clock, 0) : -1;
}

void player_sample(struct player *player, double clock)
{
    if (sampling(player) && clock >= player->due)
        ask_sample(player, clock);
}

static void tell(struct player *player, enum fact_kind kind, double clock, int64_t at)
{
    struct fact fact = {.kind = kind, .clock = clock, .at = at};
    core_tell(player->core, &fact);
}

static void tell_sample(struct player *player, double clock, int64_t at)
{
    player->told = player->asked;
    player->due = clock + interval(player);
    struct fact fact = {.kind = FACT_POSITION,
                        .clock = clock,
                        .at = at,
                        .position = player->told.position,
                        .speed = player->told.speed,
                        .playing = !player->told.idle};
    core_tell(player->core, &fact);
}

/* Nothing that was known of the position holds any longer. */
static void forget_samples(struct player *player)
{
    player->sample_turn++;
    player->sample_answers = 0;
    player->told.idle = true;
}

static void ask_file(struct player *player)
{
    forget_names(player);
    player->duration = 0;
    player->size = -1;
    player->file_turn++;
    player->file_answers = ask(player, ASK_PATH, ASK_IDLE, player->file_turn);
}

/* All is known of the file: core hears of it. */
static void file_begins(struct player *player, double clock, int64_t at)
{
    if (player->path) {
        /* Where the file has no title of its own, mpv calls it by its name. */
        bool titled =
            player->title && !(player->filename && strcmp(player->title, player->filename) == 0);
        struct fact fact = {.kind = FACT_LOADED,
                            .clock = clock,
                            .at = at,
                            .path = player->path,
                            .title = titled ? player->title : NULL,
                            .duration = player->duration,
                            .size = player->size};
        player->loaded = true;
        core_tell(player->core, &fact);
        ask_sample(player, clock);
    }
    forget_names(player);
}

static void file_ends(struct player *player, double clock, int64_t at)
{
    player->file_turn++;
    player->file_answers = 0;
    forget_names(player);
    forget_samples(player);
    if (player->loaded)
        tell(player, FACT_ENDED, clock, at);
    player->loaded = false;
    player->fresh = false;
    player->seeking = false;
}

static void jump(struct player *player, double clock, int64_t at)
{
    forget_samples(player);
    if (player->loaded)
        tell(player, FACT_BREAK, clock, at);
}

static void keep(char **name, const void *data)
{
    free(*name);
    *name = strdup(*(char *const *)data);
}

static void take_answer(struct player *player, enum question question, const void *data)
{
    switch (question) {
    case ASK_PATH:
        keep(&player->path, data);
        break;
    case ASK_FILENAME:
        keep(&player->filename, data);
        break;
    case ASK_TITLE:
        keep(&player->title, data);
        break;
    case ASK_DURATION:
        player->duration = fmax(*(const double *)data, 0);
        break;
    case ASK_SIZE:
        player->size = *(const int64_t *)data;
        break;
    case ASK_IDLE:
        player->asked.idle = *(const int *)data;
        break;
    case ASK_SPEED:
        player->asked.speed = *(const double *)data;
        break;
    case ASK_POSITION:
        player->asked.position = *(const double *)data;
        break;
    case ASK_END:
        break;
    }
}

static void answered(struct player *player, const mpv_event *event, double clock, int64_t at)
{
    uint64_t question = event->reply_userdata & 0xff;
    uint64_t turn = event->reply_userdata >> 8;
    if (question < ASK_PATH || question >= ASK_END)
        return;
    bool of_file = question < ASK_IDLE;
    if (turn != (of_file ? player->file_turn : player->sample_turn))
        return;
    const mpv_event_property *property = event->data;
    if (event->error >= 0 && property->format == questions[question].format)
        take_answer(player, question, property->data);
    if (of_file && --player->file_answers == 0) {
        file_begins(player, clock, at);
    } else if (!of_file && --player->sample_answers == 0 && player->asked.position >= 0) {
        tell_sample(player, clock, at);
    }
}

void player_event(struct player *player, const mpv_event *event, double clock, int64_t at)
{
    switch (event->event_id) {
    case MPV_EVENT_START_FILE:
        file_ends(player, clock, at); /* in case its end was lost in a full queue */
        break;
    case MPV_EVENT_FILE_LOADED:
        player->fresh = true;
        player->seeking = true;
        break;
    case MPV_EVENT_SEEK:
        player->seeking = true;
        jump(player, clock, at);
        break;
    case MPV_EVENT_PLAYBACK_RESTART:
        player->seeking = false;
        jump(player, clock, at);
        if (player->fresh)
            ask_file(player);
        else
            ask_sample(player, clock);
        player->fresh = false;
        break;
    case MPV_EVENT_PROPERTY_CHANGE:
        if (event->reply_userdata == ASK_IDLE || event->reply_userdata == ASK_SPEED)
            ask_sample(player, clock);
        break;
    case MPV_EVENT_GET_PROPERTY_REPLY:
        answered(player, event, clock, at);
        break;
    case MPV_EVENT_END_FILE:
        file_ends(player, clock, at);
        break;
    default:
        break;
    }
}
