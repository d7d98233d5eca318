/* SPDX-License-Identifier: MIT */
#include "tests/doubles/fake_player.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/doubles/fake_mpv.h"

struct epi_player {
    char told[8192];
    struct epi_fact last, file;
    char *path, *title;
    char chapters[1024];
    struct epi_notice notices[FAKE_PLAYER_MAX];
    int notice_count, taken;
    bool stopped;
};

struct epi_player *fake_player_new(void)
{
    struct epi_player *player = calloc(1, sizeof(*player));
    assert(player);
    return player;
}

void fake_player_free(struct epi_player *player)
{
    if (player) {
        free(player->path);
        free(player->title);
    }
    free(player);
}

const char *fake_player_told(const struct epi_player *player)
{
    return player->told;
}

void fake_player_forget(struct epi_player *player)
{
    player->told[0] = '\0';
}

const struct epi_fact *fake_player_last(const struct epi_player *player)
{
    return &player->last;
}

const struct epi_fact *fake_player_file(const struct epi_player *player)
{
    return &player->file;
}

const char *fake_player_chapters(const struct epi_player *player)
{
    return player->chapters;
}

struct epi_notice fake_player_notice(enum epi_notice_kind kind, enum epi_notice_level level,
                                     bool on_screen, const char *text)
{
    static const struct epi_series series = {.title = "", .country = "", .imdb = ""};
    static const struct epi_episode episode = {
        .season = -1, .number = -1, .title = "", .airdate = ""};
    return (struct epi_notice){.kind = kind,
                               .level = level,
                               .on_screen = on_screen,
                               .text = text,
                               .series = &series,
                               .episode = &episode,
                               .rating = -1,
                               .played = -1,
                               .service = "",
                               .service_title = ""};
}

void fake_player_post(struct epi_player *player, const struct epi_notice *notice)
{
    assert(player->notice_count < FAKE_PLAYER_MAX);
    player->notices[player->notice_count++] = *notice;
}

bool fake_player_stopped(const struct epi_player *player)
{
    return player->stopped;
}

struct epi_player *epi_player_start(const struct epi_config *config, void (*ring)(void *bell),
                                    void *bell, struct epi_error *err)
{
    (void)config;
    struct epi_player *player = fake_mpv_player(bell);
    if (!player)
        epi_error_set(err, EPI_ERROR_LATER, "no thread could be started");
    else
        ring(bell);
    return player;
}

static void keep_file(struct epi_player *player, const struct epi_fact *fact)
{
    free(player->path);
    free(player->title);
    player->file = *fact;
    player->file.path = player->path = strdup(fact->path);
    player->file.title = player->title = fact->title ? strdup(fact->title) : NULL;
    player->file.chapters = NULL;
    size_t len = 0;
    player->chapters[0] = '\0';
    for (size_t i = 0; i < fact->chapter_count && len < sizeof(player->chapters); i++) {
        const struct epi_chapter *chapter = &fact->chapters[i];
        len += (size_t)snprintf(player->chapters + len, sizeof(player->chapters) - len, "%.1f=%s ",
                                chapter->start, chapter->title ? chapter->title : "");
    }
}

void epi_player_tell(struct epi_player *player, const struct epi_fact *fact)
{
    player->last = *fact;
    player->last.path = player->last.title = NULL;
    player->last.chapters = NULL;
    if (fact->kind == EPI_FACT_LOADED)
        keep_file(player, fact);
    char *end = player->told + strlen(player->told);
    size_t size = sizeof(player->told) - (end - player->told);
    static const char *const scopes[] = {"", "-season", "-series"};
    static const char *const plain[] = {
        [EPI_FACT_BREAK] = "break",   [EPI_FACT_ENDED] = "ended",   [EPI_FACT_RAISE] = "raise",
        [EPI_FACT_LOWER] = "lower",   [EPI_FACT_MARK] = "mark",     [EPI_FACT_UNDO] = "undo",
        [EPI_FACT_STATUS] = "status", [EPI_FACT_TOGGLE] = "toggle", [EPI_FACT_CHOOSE] = "choose",
        [EPI_FACT_LEAVE] = "leave",   [EPI_FACT_MENU] = "menu",     [EPI_FACT_UNMARK] = "unmark",
        [EPI_FACT_ORDERS] = "orders",
    };
    const char *previous = fact->previous ? "-previous" : "";
    switch (fact->kind) {
    case EPI_FACT_LOADED:
        snprintf(end, size, "loaded(%s) ", fact->path);
        break;
    case EPI_FACT_POSITION:
        snprintf(end, size, "%s(%.1fx%g) ", fact->playing ? "position" : "still", fact->position,
                 fact->speed);
        break;
    case EPI_FACT_RATE:
        snprintf(end, size, "rate%s%s(%d) ", previous, scopes[fact->scope], fact->value);
        break;
    case EPI_FACT_SEARCH:
        snprintf(end, size, "search(%s) ", fact->title);
        break;
    case EPI_FACT_EPISODES:
        snprintf(end, size, "episodes(%s) ", fact->title ? fact->title : "");
        break;
    case EPI_FACT_ANSWER:
        snprintf(end, size, "answer(%d) ", fact->value);
        break;
    default:
        snprintf(end, size, "%s ", plain[fact->kind]);
        break;
    }
}

const struct epi_notice *epi_player_notice(struct epi_player *player)
{
    return player->taken < player->notice_count ? &player->notices[player->taken++] : NULL;
}

/* Another rule than the library's, so that a test sees who decides. */
double epi_player_interval(double duration, double speed)
{
    return duration > 0 ? fmin(1, duration / (250 * speed)) : 1;
}

void epi_player_stop(struct epi_player *player)
{
    player->stopped = true;
}
