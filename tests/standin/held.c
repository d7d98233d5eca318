/* SPDX-License-Identifier: MIT
 *
 * What the services were told and keep: ratings, lists, findings.
 */
#include <stdlib.h>
#include <string.h>

#include "inside.h"

void stand_lapse(struct standin *s)
{
    const struct pausing *on = &s->watching;
    if (!on->show)
        return;
    double minutes = on->episode ? on->episode->runtime : on->show->runtime;
    double left_ms = minutes * 60000 * (100 - on->progress) / 100;
    if ((double)(stand_now_ms(s) - on->at_ms) > left_ms)
        s->watching = (struct pausing){0};
}

static bool same_rating(const struct rating *a, const struct rating *b)
{
    return strcmp(a->service, b->service) == 0 && a->show == b->show && a->episode == b->episode &&
           a->season == b->season && strcmp(a->account, b->account) == 0;
}

static struct rating *find_rating(struct standin *s, const struct rating *like)
{
    for (size_t i = 0; i < s->rating_count; i++) {
        if (same_rating(&s->ratings[i], like))
            return &s->ratings[i];
    }
    return NULL;
}

const struct rating *stand_rated(struct standin *s, const struct rating *like)
{
    return find_rating(s, like);
}

struct rating *stand_rate(struct standin *s, const struct rating *rating)
{
    struct rating *kept = find_rating(s, rating);
    int times = kept ? kept->times : 0;
    if (!kept)
        kept = STAND_ADD(s->ratings, s->rating_count);
    *kept = *rating;
    kept->times = times + 1;
    return kept;
}

bool stand_unrate(struct standin *s, const struct rating *like)
{
    struct rating *kept = find_rating(s, like);
    if (kept)
        *kept = s->ratings[--s->rating_count];
    return kept != NULL;
}

void stand_found(struct request *rq, const struct episode *episode)
{
    struct standin *s = rq->s;
    for (size_t i = 0; i < s->finding_count; i++) {
        if (s->findings[i].service == rq->prefix && s->findings[i].episode == episode) {
            s->findings[i].times++;
            return;
        }
    }
    *STAND_ADD(s->findings, s->finding_count) =
        (struct finding){.service = rq->prefix, .episode = episode, .times = 1};
}

static size_t list_index(struct standin *s, const char *list, int64_t tag, int64_t id)
{
    size_t i = 0;
    while (i < s->listed_count && (strcmp(s->listed[i].list, list) != 0 ||
                                   s->listed[i].tag != tag || s->listed[i].id != id))
        i++;
    return i;
}

bool stand_list_has(struct standin *s, const char *list, int64_t tag, int64_t id)
{
    return list_index(s, list, tag, id) < s->listed_count;
}

bool stand_list_add(struct standin *s, const char *list, int64_t tag, int64_t id)
{
    if (stand_list_has(s, list, tag, id))
        return false;
    *STAND_ADD(s->listed, s->listed_count) = (struct listed){.list = list, .id = id, .tag = tag};
    return true;
}

bool stand_list_drop(struct standin *s, const char *list, int64_t tag, int64_t id)
{
    size_t i = list_index(s, list, tag, id);
    if (i == s->listed_count)
        return false;
    s->listed_count--;
    memmove(&s->listed[i], &s->listed[i + 1], (s->listed_count - i) * sizeof(*s->listed));
    return true;
}
