/* SPDX-License-Identifier: MIT */
#include "matching/guess_fields.h"

#include <string.h>

#include "matching/matching.h"
#include "matching/name_part.h"
#include "matching/number_rules.h"
#include "matching/numbers.h"

enum {
    WHOLE_SEASON = 6, /* a pack of a season names at least this many episodes one by one */
    LONG_SEASON = 26  /* in longer seasons 141 is seldom the season and 41, but 141 */
};

void guess_clear(struct guess *out)
{
    out->kind = GUESS_NONE;
    out->title[0] = out->alternative_title[0] = out->episode_title[0] = '\0';
    out->group[0] = out->network[0] = out->date[0] = '\0';
    memset(out->country, 0, sizeof(out->country));
    out->season = out->part = out->version = -1;
    out->year = out->episode_count = out->absolute_count = out->alternative_count = 0;
    out->special = out->season_pack = out->film = false;
    out->ids = (struct series_ids){0};
    out->confidence = 0;
}

void guess_clear_numbers(struct guess *out)
{
    out->season = -1;
    out->episode_count = out->absolute_count = out->alternative_count = 0;
    out->date[0] = '\0';
    out->season_pack = false;
}

void guess_add_marks(struct guess *out, const struct name_part *name)
{
    if (name->title.country >= 0)
        title_country(&name->words, name->title.country, out->country);
    if (name->title.network >= 0) {
        int at = name->title.network;
        title_write(out->network, sizeof(out->network), &name->words, (struct stretch){at, at + 1});
    }
    out->year = name->title.year;
}

void guess_write_title(struct guess *out, const struct name_part *name)
{
    title_write(out->title, sizeof(out->title), &name->words, name->title.main);
    if (words_has(name->title.alternative)) {
        title_write(out->alternative_title, sizeof(out->alternative_title), &name->words,
                    name->title.alternative);
    }
    guess_add_marks(out, name);
}

/* Adds the episodes of a finding to out, which stays ascending and without repetition. */
static void write_episodes(int16_t *out, int *count, const struct finding *finding)
{
    for (int i = 0; i < finding->spans; i++) {
        for (int value = finding->span[i].from; value <= finding->span[i].to; value++) {
            if (*count == MATCH_EPISODES_MAX)
                return;
            int at = *count;
            while (at > 0 && out[at - 1] > value)
                at--;
            if (at > 0 && out[at - 1] == value)
                continue;
            memmove(out + at + 1, out + at, (size_t)(*count - at) * sizeof(*out));
            out[at] = (int16_t)value;
            ++*count;
        }
    }
}

static void write_date(char out[11], const struct finding *finding)
{
    int year = finding->year;
    for (int i = 3; i >= 0; i--, year /= 10)
        out[i] = (char)('0' + year % 10);
    out[4] = out[7] = '-';
    out[5] = (char)('0' + finding->month / 10);
    out[6] = (char)('0' + finding->month % 10);
    out[8] = (char)('0' + finding->day / 10);
    out[9] = (char)('0' + finding->day % 10);
    out[10] = '\0';
}

/* Whether the episode has a second number after its own: "- 17 (115)". */
static bool counted_twice(const struct words *words, int i)
{
    return i < words->count && words->at[i].gap & GAP_OPEN && words_is_bare(words, i) &&
           !words_is_year(&words->at[i]) && words->brackets[words->at[i].brackets].open == '(';
}

/* Writes one episode of a season that is known. */
static void write_one(struct guess *out, int season, int episode)
{
    out->season = season;
    out->episodes[out->episode_count++] = (int16_t)episode;
}

static void add_alternative(struct guess *out, int season, int episode)
{
    out->alternatives[out->alternative_count++] =
        (struct alternative){(int16_t)season, (int16_t)episode};
}

/* Whether the title of the episode names this number too: "145 - Episode 145". */
static bool says_again(const struct name_part *name, int number)
{
    for (int i = name->episode_title.first; i < name->episode_title.end; i++) {
        if (name->words.at[i].kind == WORD_NUMBER && name->words.at[i].value == number)
            return true;
    }
    return false;
}

/* Writes a number in the folder of a season that it may have in it: 110 in that of season 1. */
static void write_in_season(struct guess *out, int season, int whole)
{
    int last = whole % 100;
    bool plain = last > LONG_SEASON;
    write_one(out, season, plain ? whole : last);
    add_alternative(out, season, plain ? last : whole);
}

/* Writes a number that has season and episode in it, unless the folder has another season. */
static void write_packed(struct guess *out, const struct name_part *name, int season)
{
    const struct finding *id = name->id;
    int whole = id->season * 100 + id->span[0].from;
    bool single = numbers_count(id) == 1 && number_rule_first(id->rule) & RULE_LONG &&
                  !(number_rule_first(id->rule) & TAG_EPISODE);
    if (season >= 0 && (season != id->season || (single && says_again(name, whole)))) {
        write_one(out, season, whole);
    } else if (season >= 0 && single) {
        write_in_season(out, season, whole);
    } else {
        out->season = id->season;
        write_episodes(out->episodes, &out->episode_count, id);
        if (single)
            add_alternative(out, season, whole);
    }
}

/* Whether the last two digits of a number may be an episode's and the others a season's. */
static bool may_be_packed(int number)
{
    return number > 100 && number < 4000 && number % 100 > 0;
}

/* Whether a range may be a season, or the end of a title, and one episode: "Title 02 - 07". */
static bool may_be_season_and_episode(const struct name_part *name, const struct finding *id)
{
    return id->kind == FINDING_ABSOLUTE && id->end - id->first == 2 && id->span[0].from > 1 &&
           numbers_count(id) > 1 && words_gap_is_wide(name->words.at[id->end - 1].gap);
}

/* Writes a number without a season. In the folder of season 4, "- 401" is its first episode. */
static void write_bare(struct guess *out, const struct name_part *name, int season)
{
    const struct finding *id = name->id;
    int number = id->span[0].from;
    bool single = numbers_count(id) == 1 && may_be_packed(number);
    if (out->season < 0)
        out->season = season;
    if (single && id->kind == FINDING_ABSOLUTE && number / 100 == out->season) {
        write_in_season(out, out->season, number);
        return;
    }
    if (single && !name->words.fansub && out->season < 0 &&
        (id->kind == FINDING_ABSOLUTE || words_is(&name->words, id->first) & TAG_PACKED))
        add_alternative(out, number / 100, number % 100);
    if (out->season < 0 && may_be_season_and_episode(name, id))
        add_alternative(out, number, id->span[0].to);
    if (id->kind == FINDING_EPISODE || out->season >= 0 || counted_twice(&name->words, id->end))
        write_episodes(out->episodes, &out->episode_count, id);
    else
        write_episodes(out->absolute, &out->absolute_count, id);
}

bool guess_announced_again(const struct name_part *name)
{
    const struct finding *next = name->id + 1;
    return next < name->findings + name->finding_count && name->id->kind == FINDING_EPISODE &&
           next->rule == name->id->rule && next->spans == 1 && name->id->spans == 1 &&
           next->span[0].from == name->id->span[0].to + 1;
}

bool guess_is_contradicted(const struct name_part *name, int season)
{
    const struct finding *front = name->findings;
    return season >= 0 && name->id && name->id->kind == FINDING_BOTH && name->id > front &&
           numbers_count(name->id) == 1 && name->id->season != season &&
           front->rule->how & RULE_LEADING && name->words.at[front->first].size <= 2 &&
           numbers_count(front) == 1 && name->title.main.end > front->end &&
           words_gap_is_wide(words_gap_after(&name->words, front->end - 1));
}

static void write_id(struct guess *out, const struct name_part *name, int season)
{
    const struct finding *id = name->id;
    switch (id->kind) {
    case FINDING_BOTH:
        if (guess_is_contradicted(name, season)) {
            write_one(out, season, name->findings->span[0].from);
            add_alternative(out, id->season, id->span[0].from);
            break;
        }
        out->season = id->season;
        for (const struct finding *finding = id; finding < name->findings + name->finding_count;
             finding++) {
            if (finding->kind == FINDING_BOTH && finding->season == id->season)
                write_episodes(out->episodes, &out->episode_count, finding);
        }
        break;
    case FINDING_PACKED:
        write_packed(out, name, season);
        break;
    case FINDING_SPECIAL:
        out->special = true;
        write_episodes(out->episodes, &out->episode_count, id);
        break;
    case FINDING_EPISODE:
    case FINDING_ABSOLUTE:
        write_bare(out, name, season);
        if (guess_announced_again(name))
            write_episodes(out->episodes, &out->episode_count, name->id + 1);
        break;
    case FINDING_PART:
        if (out->season < 0)
            out->season = season;
        if (out->season >= 0 || name->words.broadcast)
            out->episodes[out->episode_count++] = id->part;
        break;
    default:
        break;
    }
}

void guess_write_numbers(struct guess *out, const struct name_part *name, int season)
{
    if (name->season)
        out->season = name->season->season;
    if (name->date)
        write_date(out->date, name->date);
    if (name->part && name->part->part >= 0)
        out->part = name->part->part;
    if (name->absolute)
        write_episodes(out->absolute, &out->absolute_count, name->absolute);
    out->special = name->special || name->credits;
    out->version = name->version;
    if (name->id) {
        if (name->id->version >= 0)
            out->version = name->id->version;
        bool whole = name->pack && name->id->kind == FINDING_BOTH && name->id->rule->sure < 0.95 &&
                     name->id->span[0].from == 1 && numbers_count(name->id) >= WHOLE_SEASON;
        if (whole) /* "S01-01-13 Full Season" */
            out->season = name->id->season;
        else if (numbers_count(name->id) <= MATCH_EPISODES_MAX)
            write_id(out, name, season);
        else if (out->season < 0) /* more episodes than a guess holds: a pack */
            out->season = name->id->season >= 0 ? name->id->season : season;
    }
}

bool guess_says_number(const struct guess *guess)
{
    return guess->episode_count + guess->absolute_count > 0 || guess->date[0] != '\0';
}

void guess_write_kind(struct guess *out, const struct name_part *name)
{
    bool number = guess_says_number(out);
    bool too_many = name->id && numbers_count(name->id) > MATCH_EPISODES_MAX;
    out->season_pack = !number && !out->special && (out->season >= 0 || too_many);
    if (name->credits)
        out->kind = GUESS_NONE;
    else if (number || out->season >= 0 || (name->id && name->id->kind != FINDING_PART))
        out->kind = GUESS_EPISODE;
    else
        out->kind = out->title[0] ? GUESS_MOVIE : GUESS_NONE;
}
