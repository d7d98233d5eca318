/* SPDX-License-Identifier: MIT */
#include "tests/support/fake_core.h"

#include "tests/support/fake_mpv.h"
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct core {
    char told[8192];
    struct fact last, file;
    char *path, *title;
    struct notice notices[FAKE_CORE_MAX];
    int notice_count;
    bool stopped;
};

struct core *fake_core_new(void)
{
    struct core *core = calloc(1, sizeof *core);
    assert(core);
    return core;
}

void fake_core_free(struct core *core)
{
    if (core) {
        free(core->path);
        free(core->title);
    }
    free(core);
}

const char *fake_core_told(const struct core *core)
{
    return core->told;
}

void fake_core_forget(struct core *core)
{
    core->told[0] = '\0';
}

const struct fact *fake_core_last(const struct core *core)
{
    return &core->last;
}

const struct fact *fake_core_file(const struct core *core)
{
    return &core->file;
}

void fake_core_post(struct core *core, const struct notice *notice)
{
    assert(core->notice_count < FAKE_CORE_MAX);
    core->notices[core->notice_count++] = *notice;
}

bool fake_core_stopped(const struct core *core)
{
    return core->stopped;
}

struct core *core_start(const struct config *config, void (*ring)(void *bell), void *bell,
                        struct error *err)
{
    (void)config;
    struct core *core = fake_mpv_core(bell);
    if (!core)
        error_set(err, ERROR_LATER, "no thread could be started");
    else
        ring(bell);
    return core;
}

static void keep_file(struct core *core, const struct fact *fact)
{
    free(core->path);
    free(core->title);
    core->file = *fact;
    core->file.path = core->path = strdup(fact->path);
    core->file.title = core->title = fact->title ? strdup(fact->title) : NULL;
}

void core_tell(struct core *core, const struct fact *fact)
{
    core->last = *fact;
    core->last.path = core->last.title = NULL;
    if (fact->kind == FACT_LOADED)
        keep_file(core, fact);
    char *end = core->told + strlen(core->told);
    size_t size = sizeof core->told - (end - core->told);
    static const char *const scopes[] = {"", "-season", "-series"};
    const char *previous = fact->previous ? "-previous" : "";
    switch (fact->kind) {
    case FACT_LOADED:
        snprintf(end, size, "loaded(%s) ", fact->path);
        break;
    case FACT_POSITION:
        snprintf(end, size, "%s(%.1fx%g) ", fact->playing ? "position" : "still", fact->position,
                 fact->speed);
        break;
    case FACT_BREAK:
        snprintf(end, size, "break ");
        break;
    case FACT_ENDED:
        snprintf(end, size, "ended ");
        break;
    case FACT_RATE:
        snprintf(end, size, "rate%s%s(%d) ", previous, scopes[fact->scope], fact->value);
        break;
    case FACT_MARK:
        snprintf(end, size, "mark ");
        break;
    case FACT_UNDO:
        snprintf(end, size, "undo ");
        break;
    case FACT_STATUS:
        snprintf(end, size, "status ");
        break;
    case FACT_TOGGLE:
        snprintf(end, size, "toggle ");
        break;
    case FACT_CHOOSE:
        snprintf(end, size, "choose ");
        break;
    case FACT_ANSWER:
        snprintf(end, size, "answer(%d) ", fact->value);
        break;
    }
}

bool core_notice(struct core *core, struct notice *notice)
{
    if (core->notice_count == 0)
        return false;
    *notice = core->notices[0];
    memmove(core->notices, core->notices + 1, --core->notice_count * sizeof *notice);
    return true;
}

void core_stop(struct core *core)
{
    core->stopped = true;
}
