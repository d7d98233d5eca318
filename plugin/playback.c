/* SPDX-License-Identifier: MIT */
#include "plugin/playback.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What mpv is asked. An answer names its question in its lowest byte, above that whether it was
 * asked for a sample, and then the turn in which it was asked. */
enum question {
    ASK_PATH = 1,
    ASK_FILENAME,
    ASK_TITLE,
    ASK_TRACKS,
    ASK_CHAPTERS,
    ASK_PLACE,
    ASK_DURATION, /* from here on: a sample of the position; of the file this and the next, too */
    ASK_SIZE,
    ASK_IDLE,
    ASK_SPEED,
    ASK_POSITION,
    ASK_END,
};

enum { OF_SAMPLE = 0x100, TURN_SHIFT = 9 };

/* A file whose first frame is long in coming is reported without it after so many seconds: another
 * script may have paused, and of sound that goes on from the file before mpv reports none. */
static const double frame_seconds = 0.3;

/* While it is idle mpv is asked after so many seconds, each time twice as many. That it goes on is
 * not always told: an observer hears nothing of a value that changed and changed back. */
static const double idle_seconds = 0.1;
static const double idle_seconds_max = 64;

static const struct {
    const char *property;
    mpv_format format;
} questions[ASK_END] = {
    [ASK_PATH] = {"path", MPV_FORMAT_STRING},
    [ASK_FILENAME] = {"filename", MPV_FORMAT_STRING},
    [ASK_TITLE] = {"media-title", MPV_FORMAT_STRING},
    [ASK_TRACKS] = {"track-list", MPV_FORMAT_NODE},
    [ASK_CHAPTERS] = {"chapter-list", MPV_FORMAT_NODE},
    [ASK_PLACE] = {"playlist-pos", MPV_FORMAT_INT64},
    [ASK_DURATION] = {"duration", MPV_FORMAT_DOUBLE},
    [ASK_SIZE] = {"file-size", MPV_FORMAT_INT64},
    [ASK_IDLE] = {"core-idle", MPV_FORMAT_FLAG},
    [ASK_SPEED] = {"speed", MPV_FORMAT_DOUBLE},
    [ASK_POSITION] = {"time-pos", MPV_FORMAT_DOUBLE},
};

struct sample {
    bool idle; /* paused, buffering or at the end */
    double speed;
    double position; /* below 0: unknown */
};

/* What may change while a file is on screen, if it grows. */
struct length {
    double duration; /* seconds, 0 unknown */
    int64_t size;    /* bytes, -1 unknown */
};

struct playback {
    mpv_handle *mpv;
    struct epi_player *player;
    bool fresh;      /* the first frame of the file is still to come, and nothing may delay it */
    double patience; /* while fresh: the clock at which it is asked for all the same */
    bool loaded;     /* the file was reported */
    bool seeking;    /* between a seek and the restart, mpv reports the target as its position */

    uint64_t file_turn; /* an answer about an older file is dropped */
    int file_answers;   /* how many are still to come */
    char *path, *filename, *title;
    bool sound_only; /* it has tracks, and none of them is a video */
    struct length length;
    struct epi_chapter chapters[EPI_CHAPTERS_MAX];
    char *chapter_titles[EPI_CHAPTERS_MAX]; /* of each, or NULL */
    size_t chapter_count;
    int64_t place;     /* in the playlist, from 0; -1: unknown */
    int64_t left_from; /* the place of the file that the user left for another one; -1: none */

    uint64_t sample_turn; /* an answer from before a jump is dropped */
    int sample_answers;
    struct sample asked; /* filled by the answers */
    struct sample told;  /* the last one that was reported; idle after a jump */
    double due;          /* the clock of the next one */
    double idle_wait;    /* seconds until the next one while it is idle */
};

struct playback *playback_new(mpv_handle *mpv, struct epi_player *player)
{
    struct playback *playback = calloc(1, sizeof(*playback));
    if (!playback)
        return NULL;
    playback->mpv = mpv;
    playback->player = player;
    playback->told = (struct sample){.idle = true, .speed = 1};
    playback->idle_wait = idle_seconds;
    playback->place = playback->left_from = -1;
    /* These only wake the loop. Their values come late, so each sample asks for them too. */
    mpv_observe_property(mpv, ASK_IDLE, questions[ASK_IDLE].property, MPV_FORMAT_FLAG);
    mpv_observe_property(mpv, ASK_SPEED, questions[ASK_SPEED].property, MPV_FORMAT_DOUBLE);
    return playback;
}

static void forget_file(struct playback *playback)
{
    char **names[] = {&playback->path, &playback->filename, &playback->title};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        free(*names[i]);
        *names[i] = NULL;
    }
    for (size_t i = 0; i < playback->chapter_count; i++)
        free(playback->chapter_titles[i]);
    playback->chapter_count = 0;
}

void playback_free(struct playback *playback)
{
    if (!playback)
        return;
    forget_file(playback);
    free(playback);
}

/* group: OF_SAMPLE or 0. */
static int ask(struct playback *playback, enum question first, enum question end, uint64_t group,
               uint64_t turn)
{
    int asked = 0;
    for (enum question q = first; q < end; q++) {
        if (mpv_get_property_async(playback->mpv, turn << TURN_SHIFT | group | q,
                                   questions[q].property, questions[q].format) >= 0)
            asked++;
    }
    return asked;
}

static double interval(const struct playback *playback)
{
    if (playback->told.idle)
        return playback->idle_wait;
    return epi_player_interval(playback->length.duration, playback->told.speed);
}

/* Asks for a sample, and drops one that is still on its way. */
static void ask_sample(struct playback *playback, double clock)
{
    if (!playback->loaded || playback->seeking)
        return;
    playback->asked = (struct sample){.idle = true, .speed = 1, .position = -1};
    playback->sample_turn++;
    playback->sample_answers =
        ask(playback, ASK_DURATION, ASK_END, OF_SAMPLE, playback->sample_turn);
    playback->due = clock + interval(playback);
}

static bool sampling(const struct playback *playback)
{
    return playback->loaded && !playback->seeking && playback->sample_answers == 0;
}

static void ask_file(struct playback *playback)
{
    forget_file(playback);
    playback->fresh = false;
    playback->sound_only = false;
    playback->place = -1;
    playback->length = (struct length){.size = -1};
    playback->file_turn++;
    playback->file_answers = ask(playback, ASK_PATH, ASK_IDLE, 0, playback->file_turn);
}

double playback_wait(const struct playback *playback, double clock)
{
    if (playback->fresh)
        return fmax(playback->patience - clock, 0);
    return sampling(playback) ? fmax(playback->due - clock, 0) : -1;
}

void playback_sample(struct playback *playback, double clock)
{
    if (playback->fresh && clock >= playback->patience) {
        playback->seeking = false;
        ask_file(playback);
    } else if (sampling(playback) && clock >= playback->due) {
        ask_sample(playback, clock);
    }
}

static void tell_sample(struct playback *playback, double clock, int64_t at)
{
    playback->told = playback->asked;
    playback->idle_wait =
        playback->told.idle ? fmin(2 * playback->idle_wait, idle_seconds_max) : idle_seconds;
    playback->due = clock + interval(playback);
    struct epi_fact fact = {.size = sizeof(fact),
                            .kind = EPI_FACT_POSITION,
                            .clock = clock,
                            .at = at,
                            .position = playback->told.position,
                            .speed = playback->told.speed,
                            .playing = !playback->told.idle,
                            .duration = playback->length.duration,
                            .file_size = playback->length.size};
    epi_player_tell(playback->player, &fact);
}

/* What was known of the position is no longer true. */
static void forget_samples(struct playback *playback)
{
    playback->sample_turn++;
    playback->sample_answers = 0;
    playback->told.idle = true;
}

/* All is known of the file: reports it. */
static void file_begins(struct playback *playback, double clock, int64_t at)
{
    if (playback->path) {
        /* If the file has no title of its own, mpv uses its name. */
        bool titled = playback->title &&
                      !(playback->filename && strcmp(playback->title, playback->filename) == 0);
        struct epi_fact fact = {.size = sizeof(fact),
                                .kind = EPI_FACT_LOADED,
                                .clock = clock,
                                .at = at,
                                .path = playback->path,
                                .title = titled ? playback->title : NULL,
                                .duration = playback->length.duration,
                                .file_size = playback->length.size,
                                .sound_only = playback->sound_only,
                                .chapters = playback->chapters,
                                .chapter_count = playback->chapter_count,
                                .next = playback->left_from >= 0 &&
                                        playback->place == playback->left_from + 1};
        playback->loaded = true;
        playback->left_from = -1;
        epi_player_tell(playback->player, &fact);
        ask_sample(playback, clock);
    }
    forget_file(playback);
}

static void file_ends(struct playback *playback, const mpv_event_end_file *end, double clock,
                      int64_t at)
{
    bool left = end && end->reason == MPV_END_FILE_REASON_STOP;
    bool at_end = end && end->reason == MPV_END_FILE_REASON_EOF;
    playback->file_turn++;
    playback->file_answers = 0;
    forget_file(playback);
    forget_samples(playback);
    if (playback->loaded) {
        struct epi_fact fact = {.size = sizeof(fact),
                                .kind = EPI_FACT_ENDED,
                                .clock = clock,
                                .at = at,
                                .at_end = at_end};
        playback->left_from = left ? playback->place : -1;
        epi_player_tell(playback->player, &fact);
    }
    playback->loaded = false;
    playback->fresh = false;
    playback->seeking = false;
}

static void jump(struct playback *playback, double clock, int64_t at)
{
    struct epi_fact fact = {.size = sizeof(fact), .kind = EPI_FACT_BREAK, .clock = clock, .at = at};
    forget_samples(playback);
    if (playback->loaded)
        epi_player_tell(playback->player, &fact);
}

static void keep(char **name, const void *data)
{
    free(*name);
    *name = strdup(*(char *const *)data);
}

static bool is_set(const mpv_node *value)
{
    return value->format == MPV_FORMAT_FLAG && value->u.flag;
}

/* Whether a track of track-list moves: a cover or a picture does not. */
static bool is_video(const mpv_node *track)
{
    bool video = false, still = false;
    for (int i = 0; track->format == MPV_FORMAT_NODE_MAP && i < track->u.list->num; i++) {
        const char *key = track->u.list->keys[i];
        const mpv_node *value = &track->u.list->values[i];
        if (strcmp(key, "type") == 0)
            video = value->format == MPV_FORMAT_STRING && strcmp(value->u.string, "video") == 0;
        else if (strcmp(key, "albumart") == 0 || strcmp(key, "image") == 0)
            still = still || is_set(value);
    }
    return video && !still;
}

/* Which tracks are chosen does not matter. */
static bool is_sound_only(const mpv_node *tracks)
{
    if (tracks->format != MPV_FORMAT_NODE_ARRAY || tracks->u.list->num == 0)
        return false;
    for (int i = 0; i < tracks->u.list->num; i++) {
        if (is_video(&tracks->u.list->values[i]))
            return false;
    }
    return true;
}

static void keep_chapter(struct playback *playback, const mpv_node *chapter)
{
    struct epi_chapter *kept = &playback->chapters[playback->chapter_count];
    char **title = &playback->chapter_titles[playback->chapter_count++];
    *kept = (struct epi_chapter){0};
    *title = NULL;
    for (int i = 0; chapter->format == MPV_FORMAT_NODE_MAP && i < chapter->u.list->num; i++) {
        const char *key = chapter->u.list->keys[i];
        const mpv_node *value = &chapter->u.list->values[i];
        if (strcmp(key, "time") == 0 && value->format == MPV_FORMAT_DOUBLE)
            kept->start = value->u.double_;
        else if (strcmp(key, "title") == 0 && value->format == MPV_FORMAT_STRING && !*title)
            kept->title = *title = strdup(value->u.string);
    }
}

static void keep_chapters(struct playback *playback, const mpv_node *list)
{
    int count = list->format == MPV_FORMAT_NODE_ARRAY ? list->u.list->num : 0;
    for (int i = 0; i < count && count <= EPI_CHAPTERS_MAX; i++)
        keep_chapter(playback, &list->u.list->values[i]);
}

static void take_answer(struct playback *playback, enum question question, const void *data)
{
    switch (question) {
    case ASK_PATH:
        keep(&playback->path, data);
        break;
    case ASK_FILENAME:
        keep(&playback->filename, data);
        break;
    case ASK_TITLE:
        keep(&playback->title, data);
        break;
    case ASK_TRACKS:
        playback->sound_only = is_sound_only(data);
        break;
    case ASK_CHAPTERS:
        keep_chapters(playback, data);
        break;
    case ASK_PLACE:
        playback->place = *(const int64_t *)data;
        break;
    case ASK_DURATION:
        playback->length.duration = fmax(*(const double *)data, 0);
        break;
    case ASK_SIZE:
        playback->length.size = *(const int64_t *)data;
        break;
    case ASK_IDLE:
        playback->asked.idle = *(const int *)data;
        break;
    case ASK_SPEED:
        playback->asked.speed = *(const double *)data;
        break;
    case ASK_POSITION:
        playback->asked.position = *(const double *)data;
        break;
    case ASK_END:
        break;
    }
}

static void answered(struct playback *playback, const mpv_event *event, double clock, int64_t at)
{
    uint64_t question = event->reply_userdata & 0xff;
    uint64_t turn = event->reply_userdata >> TURN_SHIFT;
    if (question < ASK_PATH || question >= ASK_END)
        return;
    bool of_file = !(event->reply_userdata & OF_SAMPLE);
    if (turn != (of_file ? playback->file_turn : playback->sample_turn))
        return;
    const mpv_event_property *property = event->data;
    if (event->error >= 0 && property->format == questions[question].format)
        take_answer(playback, question, property->data);
    if (of_file && --playback->file_answers == 0) {
        file_begins(playback, clock, at);
    } else if (!of_file && --playback->sample_answers == 0 && playback->asked.position >= 0) {
        tell_sample(playback, clock, at);
    }
}

void playback_event(struct playback *playback, const mpv_event *event, double clock, int64_t at)
{
    switch (event->event_id) {
    case MPV_EVENT_START_FILE:
        file_ends(playback, NULL, clock, at); /* its end may have been lost in a full queue */
        break;
    case MPV_EVENT_FILE_LOADED:
        playback->fresh = true;
        playback->patience = clock + frame_seconds;
        playback->seeking = true;
        break;
    case MPV_EVENT_SEEK:
        playback->seeking = true;
        jump(playback, clock, at);
        break;
    case MPV_EVENT_PLAYBACK_RESTART:
        playback->seeking = false;
        jump(playback, clock, at);
        if (playback->fresh)
            ask_file(playback);
        else
            ask_sample(playback, clock);
        break;
    case MPV_EVENT_PROPERTY_CHANGE:
        if (event->reply_userdata != ASK_IDLE && event->reply_userdata != ASK_SPEED)
            break;
        playback->idle_wait = idle_seconds;
        ask_sample(playback, clock);
        break;
    case MPV_EVENT_GET_PROPERTY_REPLY:
        answered(playback, event, clock, at);
        break;
    case MPV_EVENT_END_FILE:
        file_ends(playback, event->data, clock, at);
        break;
    default:
        break;
    }
}
