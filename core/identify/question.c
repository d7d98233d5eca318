/* SPDX-License-Identifier: MIT */
#include "core/identify/question.h"

#include "core/base/config.h"
#include "core/identify/catalogue.h"
#include "core/identify/locate.h"
#include "core/identify/pool.h"
#include "core/services/service.h"
#include "matching/matching.h"

bool question_locate(const struct question *question, const struct series *series,
                     const struct guess *guess, struct located *located)
{
    return locate_episodes(&question->source, series, guess, located, question->err);
}

struct answer_cache question_cache(const struct question *question)
{
    return (struct answer_cache){question->source.journal, question->catalogue->service->name,
                                 question->source.config->language, question->source.now,
                                 question->source.anew};
}

struct series_ids question_ids(const struct question *question, const struct series_ids *ids)
{
    enum id_kind kind = question->catalogue->service->ids;
    struct series_ids own = {0};
    int64_t id = values_series_id(ids, kind);
    values_set_series_id(&own, kind, id);
    return id ? own : *ids;
}

void question_rank(const struct question *question)
{
    struct pool *pool = question->pool;
    match_rank(question->guess, question->source.duration, pool->series, pool->count, pool->scores);
}
