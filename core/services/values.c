/* SPDX-License-Identifier: MIT */
#include "core/services/values.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"

/* ---- Ids ---- */

static const struct {
    const char *name;
    size_t series;  /* offset of the id in struct series_ids */
    size_t episode; /* and in struct episode */
} kinds[ID_KINDS] = {
    [ID_TVDB] = {"tvdb", offsetof(struct series_ids, tvdb), offsetof(struct episode, tvdb)},
    [ID_TVMAZE] = {"tvmaze", offsetof(struct series_ids, tvmaze), offsetof(struct episode, tvmaze)},
};

const char *values_id_name(enum id_kind kind)
{
    return kinds[kind].name;
}

int64_t values_series_id(const struct series_ids *ids, enum id_kind kind)
{
    int64_t id;
    memcpy(&id, (const char *)ids + kinds[kind].series, sizeof(id));
    return id;
}

int64_t values_episode_id(const struct episode *episode, enum id_kind kind)
{
    int64_t id;
    memcpy(&id, (const char *)episode + kinds[kind].episode, sizeof(id));
    return id;
}

void values_set_series_id(struct series_ids *ids, enum id_kind kind, int64_t id)
{
    memcpy((char *)ids + kinds[kind].series, &id, sizeof(id));
}

bool values_has_id(const struct series_ids *ids)
{
    for (int kind = 0; kind < ID_KINDS; kind++) {
        if (values_series_id(ids, (enum id_kind)kind))
            return true;
    }
    return ids->imdb[0];
}

bool values_same_series(const struct series_ids *a, const struct series_ids *b)
{
    for (int kind = 0; kind < ID_KINDS; kind++) {
        int64_t id = values_series_id(a, (enum id_kind)kind);
        if (id && id == values_series_id(b, (enum id_kind)kind))
            return true;
    }
    return (a->tmdb && a->tmdb == b->tmdb) || (*a->imdb && strcmp(a->imdb, b->imdb) == 0);
}

/* How long the name of an id at the start of a text is, with its colon; 0 if there is none. kind is
 * ID_KINDS for IMDb. */
static size_t id_name(const char *text, int *kind)
{
    for (*kind = 0; *kind <= ID_KINDS; ++*kind) {
        const char *name = *kind < ID_KINDS ? kinds[*kind].name : "imdb";
        size_t len = strlen(name);
        if (strncmp(text, name, len) == 0 && text[len] == ':')
            return len + 1;
    }
    return 0;
}

bool values_begins_as_id(const char *text)
{
    int kind;
    return id_name(text, &kind) > 0;
}

bool values_parse_id(const char *text, struct series_ids *ids)
{
    int kind;
    size_t len = id_name(text, &kind);
    bool imdb = len > 0 && kind == ID_KINDS;
    const char *id = text + len + (imdb && strncmp(text + len, "tt", 2) == 0 ? 2 : 0);
    size_t digits = strspn(id, "0123456789");
    memset(ids, 0, sizeof(*ids));
    if (len == 0 || digits == 0 || digits > (imdb ? 12 : 18) || id[digits] ||
        (imdb && id == text + len))
        return false;
    if (imdb)
        snprintf(ids->imdb, sizeof(ids->imdb), "tt%.12s", id);
    else
        values_set_series_id(ids, (enum id_kind)kind, strtoll(id, NULL, 10));
    return values_has_id(ids);
}

static void write_id(struct json *object, int kind, int64_t id)
{
    if (id)
        json_set_int(object, kinds[kind].name, id);
}

static int64_t read_id(const struct json *object, int kind)
{
    return json_int(json_get(object, kinds[kind].name), 0);
}

void values_write_series_ids(struct json *object, const struct series_ids *ids)
{
    for (int kind = 0; kind < ID_KINDS; kind++)
        write_id(object, kind, values_series_id(ids, (enum id_kind)kind));
    if (ids->imdb[0])
        json_set_text(object, "imdb", ids->imdb);
    if (ids->tmdb)
        json_set_int(object, "tmdb", ids->tmdb);
}

void values_read_series_ids(const struct json *object, struct series_ids *ids)
{
    for (int kind = 0; kind < ID_KINDS; kind++)
        values_set_series_id(ids, (enum id_kind)kind, read_id(object, kind));
    json_copy(json_get(object, "imdb"), ids->imdb, sizeof(ids->imdb));
    ids->tmdb = json_int(json_get(object, "tmdb"), 0);
}

void values_write_episode_ids(struct json *object, const struct episode *episode)
{
    for (int kind = 0; kind < ID_KINDS; kind++)
        write_id(object, kind, values_episode_id(episode, (enum id_kind)kind));
}

void values_read_episode_ids(const struct json *object, struct episode *episode)
{
    for (int kind = 0; kind < ID_KINDS; kind++) {
        int64_t id = read_id(object, kind);
        memcpy((char *)episode + kinds[kind].episode, &id, sizeof(id));
    }
}

/* ---- Words ---- */

size_t values_subject_ids(const struct subject *subject, enum id_kind kind,
                          int64_t ids[1 + SUBJECT_MORE_MAX])
{
    size_t count = 0;
    ids[0] = kind == ID_TVDB ? subject->tvdb : subject->tvmaze;
    if (ids[0] <= 0)
        return 0;
    for (count = 1; count <= SUBJECT_MORE_MAX && subject->more[kind][count - 1] > 0; count++)
        ids[count] = subject->more[kind][count - 1];
    return count;
}

const char *values_write_more(const struct subject *subject, enum id_kind kind,
                              char text[SUBJECT_MORE_TEXT_MAX])
{
    const int64_t *more = subject->more[kind];
    size_t len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < SUBJECT_MORE_MAX && more[i] > 0; i++) {
        len += (size_t)snprintf(text + len, SUBJECT_MORE_TEXT_MAX - len, "%s%lld", i ? " " : "",
                                (long long)more[i]);
    }
    return text;
}

void values_read_more(const char *text, struct subject *subject, enum id_kind kind)
{
    for (size_t i = 0; i < SUBJECT_MORE_MAX && *text; i++) {
        char *end;
        subject->more[kind][i] = strtoll(text, &end, 10);
        text = end + (*end == ' ');
    }
}

void values_set_subject_ids(struct subject *subject, enum id_kind kind, const int64_t *ids,
                            size_t count)
{
    int64_t *first = kind == ID_TVDB ? &subject->tvdb : &subject->tvmaze;
    *first = count > 0 ? ids[0] : 0;
    for (size_t i = 0; i < SUBJECT_MORE_MAX; i++)
        subject->more[kind][i] = i + 1 < count ? ids[i + 1] : 0;
}

void values_subject_say(const struct subject *subject, struct subject_label *label)
{
    bool season = subject->season >= 0;
    *label = (struct subject_label){0};
    label->series = (struct epi_saying){*subject->series_title ? EPI_SAY_TEXT : EPI_SAY_THIS_SERIES,
                                        {{.text = subject->series_title}}};
    label->saying = (struct epi_saying){EPI_SAY_NUMBERED, {{.saying = &label->series}}};
    if (subject->film) {
        snprintf(label->number, sizeof(label->number), "%d", subject->series_year);
        label->saying = label->series;
        if (subject->series_year > 0) {
            label->saying = (struct epi_saying){
                EPI_SAY_FROM, {{.saying = &label->series}, {.text = label->number}}};
        }
    } else if (season && subject->number >= 0) {
        snprintf(label->number, sizeof(label->number), "%dx%02d", subject->season, subject->number);
        label->saying.parts[1].text = label->number;
    } else if (*subject->airdate) {
        label->saying.sentence = EPI_SAY_OF_DATE;
        label->saying.parts[1].text = subject->airdate;
    } else if (season) {
        label->saying.sentence = EPI_SAY_SEASON;
        label->saying.parts[1].number = subject->season;
    } else {
        label->saying = label->series;
    }
}

void values_subject_label(const struct subject *subject, char *label, size_t size)
{
    struct subject_label of;
    values_subject_say(subject, &of);
    epi_sentence_write(&of.saying, NULL, label, size);
}

static const char *const order_names[] = {
    [ORDER_AIRED] = "aired",         [ORDER_DVD] = "dvd",           [ORDER_ABSOLUTE] = "absolute",
    [ORDER_ALTERNATE] = "alternate", [ORDER_REGIONAL] = "regional", [ORDER_AUTO] = "auto",
};

const char *values_order_name(enum episode_order order)
{
    return (size_t)order < sizeof(order_names) / sizeof(order_names[0]) ? order_names[order]
                                                                        : "unknown";
}

bool values_order_find(const char *name, enum episode_order *order)
{
    for (size_t i = 0; i < sizeof(order_names) / sizeof(order_names[0]); i++) {
        if (strcmp(order_names[i], name) == 0) {
            *order = (enum episode_order)i;
            return true;
        }
    }
    return false;
}

static const char *const mark_names[] = {
    [MARK_WATCHED] = "watched",
    [MARK_ACQUIRED] = "acquired",
    [MARK_SKIPPED] = "skipped",
};

const char *values_mark_name(enum mark_type type)
{
    return (size_t)type < sizeof(mark_names) / sizeof(mark_names[0]) ? mark_names[type] : "unknown";
}

bool values_mark_find(const char *name, enum mark_type *type)
{
    for (size_t i = 0; i < sizeof(mark_names) / sizeof(mark_names[0]); i++) {
        if (strcmp(mark_names[i], name) == 0) {
            *type = (enum mark_type)i;
            return true;
        }
    }
    return false;
}

int values_rating_number(int value)
{
    return value == RATING_LOVE ? 10 : value == RATING_HATE ? 1 : value;
}

const char *values_rating_words(int value, char words[RATING_WORDS_MAX])
{
    struct epi_saying saying = values_rating_saying(value);
    epi_sentence_write(&saying, NULL, words, RATING_WORDS_MAX);
    return words;
}

struct epi_saying values_rating_saying(int value)
{
    int sentence = value == RATING_LOVE   ? EPI_SAY_LOVE
                   : value == RATING_HATE ? EPI_SAY_HATE
                                          : EPI_SAY_OF_TEN;
    return (struct epi_saying){sentence, {{.number = value}}};
}

const char *values_follow_name(enum follow_kind kind)
{
    return kind == FOLLOW_PERSON ? "person" : kind == FOLLOW_NETWORK ? "network" : "web channel";
}

int64_t values_known_time(int64_t at)
{
    return at < VALUES_YEAR_2000 ? 0 : at;
}

int values_order(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}
