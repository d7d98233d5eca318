/* SPDX-License-Identifier: MIT */
#include "catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "text.h"

/* ---- Making ---- */

static void *grow(void *array, size_t count, size_t size)
{
    if (count & (count - 1)) /* room is made at powers of two */
        return array;
    void *more = realloc(array, (count ? count * 2 : 1) * size);
    if (!more)
        abort();
    return more;
}

struct show *catalogue_add_show(struct catalogue *c, const char *name)
{
    c->shows = grow(c->shows, c->count, sizeof(*c->shows));
    struct show *show = &c->shows[c->count++];
    *show = (struct show){.name = strdup(name)};
    return show;
}

struct episode *catalogue_add_episode(struct show *show, int season, int number)
{
    show->episodes = grow(show->episodes, show->episode_count, sizeof(*show->episodes));
    struct episode *e = &show->episodes[show->episode_count++];
    *e = (struct episode){.season = season,
                          .number = number,
                          .maze_season = season ? season : 1,
                          .maze_number = season ? number : -1,
                          .dvd_season = -1,
                          .dvd_number = -1,
                          .alt_season = -1,
                          .alt_number = -1,
                          .reg_season = -1,
                          .reg_number = -1,
                          .absolute = -1,
                          .runtime = show->runtime};
    return e;
}

void catalogue_add_title(struct title **titles, size_t *count, const char *language,
                         const char *text)
{
    *titles = grow(*titles, *count, sizeof(**titles));
    struct title *title = &(*titles)[(*count)++];
    *title = (struct title){.text = strdup(text)};
    snprintf(title->language, sizeof(title->language), "%s", language);
}

void catalogue_add_alias(struct show *show, const char *alias)
{
    show->aliases = grow(show->aliases, show->alias_count, sizeof(*show->aliases));
    show->aliases[show->alias_count++] = strdup(alias);
}

static char *slug_of(const char *name)
{
    char *slug = search_fold(name);
    for (char *p = slug; *p; p++) {
        if (*p == ' ')
            *p = '-';
    }
    return slug;
}

static int by_number(const void *a, const void *b)
{
    const struct episode *x = a, *y = b;
    return x->season != y->season ? x->season - y->season : x->number - y->number;
}

static void finish_show(struct show *show, int64_t index)
{
    if (!show->tvdb_name)
        show->tvdb_name = strdup(show->name);
    if (!show->slug)
        show->slug = slug_of(show->tvdb_name);
    if (show->tvmaze < 0)
        show->tvmaze = STAND_MADE_TVMAZE + index;
    if (show->tvdb < 0)
        show->tvdb = STAND_MADE_TVDB + index;
    if (!show->trakt)
        show->trakt = STAND_MADE_TRAKT + index;
    for (char *p = show->kind; *p; p++) {
        if (*p == '_')
            *p = ' ';
    }
    if (!show->year && *show->premiered)
        show->year = (int)strtol(show->premiered, NULL, 10);
    if (!*show->language)
        memcpy(show->language, "eng", 4);
    search_key(show, show->name);
    search_key(show, show->tvdb_name);
    for (size_t i = 0; i < show->alias_count; i++)
        search_key(show, show->aliases[i]);
    for (size_t i = 0; i < show->title_count; i++)
        search_key(show, show->titles[i].text);
    if (show->episode_count)
        qsort(show->episodes, show->episode_count, sizeof(*show->episodes), by_number);
}

void catalogue_finish(struct catalogue *c)
{
    int64_t made = 0;
    for (size_t i = 0; i < c->count; i++) {
        struct show *show = &c->shows[i];
        finish_show(show, (int64_t)i);
        for (size_t k = 0; k < show->episode_count; k++, made++) {
            struct episode *e = &show->episodes[k];
            e->show = show;
            if (!e->tvmaze && show->tvmaze && e->maze_season >= 0)
                e->tvmaze = STAND_MADE_TVMAZE + made;
            if (!e->tvdb && show->tvdb && e->season >= 0)
                e->tvdb = STAND_MADE_TVDB + made;
            if (!e->trakt)
                e->trakt = STAND_MADE_TRAKT + made;
        }
    }
}

static void free_titles(struct title *titles, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(titles[i].text);
    free(titles);
}

void catalogue_free(struct catalogue *c)
{
    for (size_t i = 0; c && i < c->count; i++) {
        struct show *show = &c->shows[i];
        for (size_t k = 0; k < show->episode_count; k++) {
            free(show->episodes[k].name);
            free(show->episodes[k].maze_name);
            free_titles(show->episodes[k].titles, show->episodes[k].title_count);
        }
        for (size_t k = 0; k < show->alias_count; k++)
            free(show->aliases[k]);
        for (size_t k = 0; k < show->key_count; k++)
            free(show->keys[k].text);
        free_titles(show->titles, show->title_count);
        free(show->episodes);
        free(show->aliases);
        free(show->keys);
        free(show->name);
        free(show->tvdb_name);
        free(show->slug);
        free(show->network);
        free(show->overview);
    }
    if (c)
        free(c->shows);
    free(c);
}

/* ---- The stand-in's own file; its grammar is told at its top ---- */

/* Cuts the next word off *line. "" at the end. */
static char *word(char **line)
{
    char *start = *line + strspn(*line, " ");
    char *end = start + strcspn(start, " ");
    *line = *end ? end + 1 : end;
    *end = '\0';
    return start;
}

static void copy(char *out, size_t size, const char *from)
{
    snprintf(out, size, "%s", strcmp(from, "-") != 0 ? from : "");
}

static bool read_ids(struct show *show, char *line)
{
    while (*line) {
        const char *key = word(&line), *value = word(&line);
        int64_t number = strcmp(value, "?") != 0 ? strtoll(value, NULL, 10) : -1;
        if (strcmp(key, "tvmaze") == 0)
            show->tvmaze = number;
        else if (strcmp(key, "tvdb") == 0)
            show->tvdb = number;
        else if (strcmp(key, "trakt") == 0)
            show->trakt = number;
        else if (strcmp(key, "tmdb") == 0)
            show->tmdb = number;
        else if (strcmp(key, "tvrage") == 0)
            show->tvrage = number;
        else if (strcmp(key, "imdb") == 0)
            copy(show->imdb, sizeof(show->imdb), value);
        else
            return false;
    }
    return true;
}

static bool read_show_line(struct show *show, const char *key, char *line)
{
    if (strcmp(key, "ids") == 0)
        return read_ids(show, line);
    if (strcmp(key, "aired") == 0) {
        copy(show->premiered, sizeof(show->premiered), word(&line));
        copy(show->ended, sizeof(show->ended), word(&line));
        copy(show->time, sizeof(show->time), word(&line));
    } else if (strcmp(key, "from") == 0) {
        copy(show->country, sizeof(show->country), word(&line));
        copy(show->language, sizeof(show->language), word(&line));
        copy(show->kind, sizeof(show->kind), word(&line));
        show->runtime = (int)strtol(word(&line), NULL, 10);
        show->web = strncmp(line, "web ", 4) == 0;
        if (*line)
            show->network = strdup(line + (show->web ? 4 : 0));
    } else if (strcmp(key, "also") == 0) {
        catalogue_add_alias(show, line);
    } else if (strcmp(key, "tvdb2") == 0) {
        show->tvdb_name = strdup(line);
    } else if (strcmp(key, "title") == 0) {
        const char *language = word(&line);
        catalogue_add_title(&show->titles, &show->title_count, language, line);
    } else if (strcmp(key, "order") == 0) {
        show->dvd_first = strcmp(line, "dvd") == 0;
    } else if (strcmp(key, "about") == 0) {
        show->overview = strdup(line);
    } else if (strcmp(key, "film") == 0) {
        show->film = true;
    } else {
        return false;
    }
    return true;
}

/* "2005-09-26+7" and the like: the n-th date from there, by days or by working days ("+w"). */
static void nth_date(const char *from, int n, char out[11])
{
    struct tm tm = {0};
    if (sscanf(from, "%d-%d-%d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday) != 3) {
        out[0] = '\0';
        return;
    }
    tm.tm_year -= 1900;
    tm.tm_mon--;
    time_t day = timegm(&tm);
    const char *step = strchr(from, '+');
    bool working = step && step[1] == 'w';
    int days = step && !working ? (int)strtol(step + 1, NULL, 10) : 0;
    day += (time_t)days * n * 86400;
    for (int i = 0; working && i < n; i++) {
        gmtime_r(&day, &tm);
        day += (time_t)(tm.tm_wday == 5 ? 3 : 1) * 86400;
    }
    gmtime_r(&day, &tm);
    strftime(out, 11, "%Y-%m-%d", &tm);
}

static bool read_extras(struct episode *e, char *line, int n)
{
    while (*line) {
        const char *key = word(&line), *value = word(&line);
        int season = 0, number = 0;
        int read = sscanf(value, "%dx%d", &season, &number);
        int64_t id = strtoll(value, NULL, 10);
        if (strcmp(key, "dvd") == 0 && read == 2) {
            e->dvd_season = season;
            e->dvd_number = number + n;
        } else if (strcmp(key, "alt") == 0 && read == 2) {
            e->alt_season = season;
            e->alt_number = number + n;
        } else if (strcmp(key, "reg") == 0 && read == 2) {
            e->reg_season = season;
            e->reg_number = number + n;
        } else if (strcmp(key, "abs") == 0) {
            e->absolute = (int)id + n;
        } else if (strcmp(key, "maze") == 0) {
            e->maze_season = read ? season : -1;
            e->maze_number = read == 2 ? number + n : -1;
        } else if (strcmp(key, "tvdb") == 0 && strcmp(value, "no") == 0) {
            e->season = -1;
        } else if (strcmp(key, "tvdb") == 0) {
            e->tvdb = id + n;
        } else if (strcmp(key, "tvmaze") == 0) {
            e->tvmaze = id + n;
        } else if (strcmp(key, "trakt") == 0) {
            e->trakt = id + n;
        } else if (strcmp(key, "imdb") == 0) {
            copy(e->imdb, sizeof(e->imdb), value);
        } else if (strcmp(key, "is") == 0) {
            e->minor = strcmp(value, "minor") == 0;
            e->movie = strcmp(value, "film") == 0;
        } else {
            return false;
        }
    }
    return true;
}

/* The n-th of names parted by semicolons, else "Episode 5". */
static void nth_name(const char *names, size_t end, int n, int number, char *out, size_t size)
{
    const char *p = names, *last = names + end;
    for (; n && p < last; n--) {
        const char *next = memchr(p, ';', (size_t)(last - p));
        p = next ? next + 1 : last;
    }
    p += strspn(p, " ");
    const char *stop = p < last ? memchr(p, ';', (size_t)(last - p)) : NULL;
    if (p < last)
        snprintf(out, size, "%.*s", (int)((stop ? stop : last) - p), p);
    else
        snprintf(out, size, "Episode %d", number);
}

/* "1x01..13 2013-09-24+7 Name | dvd 1x02 abs 2 | deu Titel" */
static bool read_episodes(struct show *show, const char *numbers, char *line)
{
    int season, first, last, length = 0;
    if (sscanf(numbers, "%dx%d%n", &season, &first, &length) != 2)
        return false;
    if (sscanf(numbers + length, "..%d", &last) != 1)
        last = first;
    const char *date = word(&line);
    char *rest = strchr(line, '|');
    size_t end = rest ? (size_t)(rest - line) : strlen(line);
    while (end && line[end - 1] == ' ')
        end--;
    for (int number = first; number <= last; number++) {
        struct episode *e = catalogue_add_episode(show, season, number);
        nth_date(date, number - first, e->date);
        char name[256];
        nth_name(line, end, number - first, number, name, sizeof(name));
        e->name = strdup(name);
        char *copied = strdup(rest ? rest + 1 : ""), *state = NULL;
        for (char *part = strtok_r(copied, "|", &state); part; part = strtok_r(NULL, "|", &state)) {
            part += strspn(part, " ");
            size_t n = strlen(part);
            while (n && part[n - 1] == ' ')
                part[--n] = '\0';
            if (strncmp(part, "there ", 6) == 0) {
                char *there = part + 6;
                copy(e->maze_date, sizeof(e->maze_date), word(&there));
                free(e->maze_name);
                e->maze_name = strdup(there);
            } else if (strcspn(part, " ") == 3 && strncmp(part, "dvd", 3) != 0 &&
                       strncmp(part, "abs", 3) != 0) {
                char language[4] = {part[0], part[1], part[2], '\0'};
                catalogue_add_title(&e->titles, &e->title_count, language, part + 4);
            } else if (!read_extras(e, part, number - first)) {
                free(copied);
                return false;
            }
        }
        free(copied);
    }
    return true;
}

struct catalogue *catalogue_read(const char *path)
{
    FILE *file = fopen(path, "re");
    if (!file) {
        fprintf(stderr, "standin: cannot read the catalogue %s\n", path);
        return NULL;
    }
    struct catalogue *c = calloc(1, sizeof(*c));
    struct show *show = NULL;
    char *line = NULL;
    size_t size = 0;
    int number = 0;
    bool good = c != NULL;
    while (good && getline(&line, &size, file) >= 0) {
        number++;
        line[strcspn(line, "\r\n")] = '\0';
        char *p = line + strspn(line, " ");
        if (!*p || *p == '#')
            continue;
        if (p == line) {
            show = catalogue_add_show(c, line);
            continue;
        }
        const char *key = word(&p);
        p += strspn(p, " ");
        good = show && (*key >= '0' && *key <= '9' ? read_episodes(show, key, p)
                                                   : read_show_line(show, key, p));
    }
    free(line);
    fclose(file);
    if (!good) {
        fprintf(stderr, "standin: %s:%d: this line is not understood\n", path, number);
        catalogue_free(c);
        return NULL;
    }
    catalogue_finish(c);
    return c;
}

/* ---- Finding ---- */

#define FIND_SHOW(test)                                                                            \
    for (size_t i = 0; i < c->count; i++) {                                                        \
        const struct show *show = &c->shows[i];                                                    \
        if (!show->film && (test))                                                                 \
            return show;                                                                           \
    }                                                                                              \
    return NULL

const struct show *catalogue_by_tvmaze(const struct catalogue *c, int64_t id)
{
    FIND_SHOW(id && show->tvmaze == id);
}

const struct show *catalogue_by_tvdb(const struct catalogue *c, int64_t id)
{
    FIND_SHOW(id && show->tvdb == id);
}

const struct show *catalogue_by_trakt(const struct catalogue *c, int64_t id)
{
    FIND_SHOW(id && show->trakt == id);
}

const struct show *catalogue_by_imdb(const struct catalogue *c, const char *id)
{
    FIND_SHOW(*id && strcmp(show->imdb, id) == 0);
}

const struct show *catalogue_by_slug(const struct catalogue *c, const char *slug)
{
    FIND_SHOW(strcmp(show->slug, slug) == 0);
}

#define FIND_EPISODE(test)                                                                         \
    for (size_t i = 0; i < c->count; i++) {                                                        \
        for (size_t k = 0; k < c->shows[i].episode_count; k++) {                                   \
            const struct episode *e = &c->shows[i].episodes[k];                                    \
            if (test)                                                                              \
                return e;                                                                          \
        }                                                                                          \
    }                                                                                              \
    return NULL

const struct episode *catalogue_episode_tvmaze(const struct catalogue *c, int64_t id)
{
    FIND_EPISODE(id && e->tvmaze == id);
}

const struct episode *catalogue_episode_tvdb(const struct catalogue *c, int64_t id)
{
    FIND_EPISODE(id && e->tvdb == id);
}

const struct episode *catalogue_episode_trakt(const struct catalogue *c, int64_t id)
{
    FIND_EPISODE(id && e->trakt == id);
}

const struct episode *catalogue_episode_imdb(const struct catalogue *c, const char *id)
{
    FIND_EPISODE(*id && strcmp(e->imdb, id) == 0);
}

const struct episode *catalogue_episode(const struct show *show, int season, int number)
{
    for (size_t i = 0; i < show->episode_count; i++) {
        if (show->episodes[i].season == season && show->episodes[i].number == number)
            return &show->episodes[i];
    }
    return NULL;
}

const char *catalogue_title(const struct title *titles, size_t count, const char *language)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(titles[i].language, language) == 0)
            return titles[i].text;
    }
    return NULL;
}
