/* SPDX-License-Identifier: MIT
 *
 * Measures identification with the facts of thousands of real series, in the folder that
 * EPIMARK_CATALOGUE names (shows.jsonl, episodes.jsonl, anime.jsonl, families.jsonl); skipped
 * without. A catalogue is played by a service of our own that answers as the real ones do: any
 * order, look-alikes first, at most 50 or 10 rows. Where a series' episodes are not known it has
 * every episode one asks for, so that they help nobody.
 */
#include "core/json.h"
#include "core/resolve.h"
#include "matching/matching.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    SHOWS_MAX = 12000,
    NAMES_MAX = 40,
    BITS = 32, /* words of 64 bits that a name's groups of three letters are hashed to */
    PATH_SIZE = 1024,
    YES_SEASONS = 30,
    YES_NUMBERS = 40,
    LIST_NUMBERS = 24,
    NOW = 1767225600, /* 2026-01-01 */
};

/* ---- The facts ---- */

struct name {
    uint64_t bits[BITS];
    int count; /* of bits */
};

struct show {
    struct series tvdb; /* as TheTVDB's search offers it; ids.tvdb 0: it does not know it */
    struct series tvmaze;
    struct name names[NAMES_MAX];
    int name_count;
    char plain[MATCH_TITLE_MAX]; /* what it is called */
    bool full;                   /* all its episodes are known */
    int seasons;                 /* how many it has; 0: as many as one asks for */
    bool asked;                  /* its names may be asked for */
    struct episode *episodes;
    size_t episode_count;
};

struct shelf {
    struct show *shows;
    size_t count;
};

static void add_name(struct show *show, const char *title)
{
    char folded[MATCH_TITLE_MAX + 4] = " ";
    if (show->name_count == NAMES_MAX)
        return;
    match_fold(title, folded + 1, sizeof folded - 2);
    size_t len = strlen(folded);
    folded[len] = ' ';
    folded[++len] = '\0';
    struct name *name = &show->names[show->name_count++];
    for (size_t i = 0; i + 3 <= len; i++) {
        uint32_t hash = 2166136261u;
        for (size_t k = 0; k < 3; k++)
            hash = (hash ^ (unsigned char)folded[i + k]) * 16777619u;
        hash ^= hash >> 15;
        name->bits[hash / 64 % BITS] |= UINT64_C(1) << hash % 64;
    }
    for (size_t i = 0; i < BITS; i++)
        name->count += __builtin_popcountll(name->bits[i]);
}

static double alike(const struct name *a, const struct name *b)
{
    int common = 0;
    for (size_t i = 0; i < BITS; i++)
        common += __builtin_popcountll(a->bits[i] & b->bits[i]);
    return a->count + b->count ? 2.0 * common / (a->count + b->count) : 0;
}

typedef void (*line_visit)(void *context, const struct json *row);

static void each_line(const char *file, line_visit visit, void *context)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", getenv("EPIMARK_CATALOGUE"), file);
    FILE *stream = fopen(path, "r");
    if (!stream)
        fail_msg("%s cannot be read", path);
    char *line = NULL;
    size_t size = 0;
    ssize_t len;
    while ((len = getline(&line, &size, stream)) > 0) {
        struct json *row = json_read(line, (size_t)len, NULL);
        if (row)
            visit(context, row);
        json_free(row);
    }
    free(line);
    fclose(stream);
}

static void add_alias(struct show *show, const char *alias)
{
    struct series *series = &show->tvdb;
    if (*alias && strcmp(alias, series->title) && series->alias_count < MATCH_ALIASES_MAX)
        snprintf(series->aliases[series->alias_count++], sizeof series->aliases[0], "%s", alias);
    add_name(show, alias);
}

static void copy_language(const char *name, char *code)
{
    static const char *const known[][2] = {{"English", "eng"}, {"Japanese", "jpn"},
                                           {"Korean", "kor"},  {"Chinese", "zho"},
                                           {"Russian", "rus"}, {"Norwegian", "nor"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(name, known[i][0]))
            memcpy(code, known[i][1], 4);
}

static const char *or_else(const char *text, const char *other)
{
    return *text ? text : other;
}

static void visit_show(void *context, const struct json *row)
{
    struct shelf *shelf = context;
    if (shelf->count == SHOWS_MAX || !json_is_null(json_get(row, "tvdb_disputed_by")))
        return;
    struct show *show = &shelf->shows[shelf->count++];
    const char *name = json_text(json_get(row, "name"));
    const struct json *spelt = json_get(row, "names_by_service");
    snprintf(show->plain, sizeof show->plain, "%s", name);
    struct series *tvdb = &show->tvdb;
    tvdb->ids.tvdb = json_int(json_get(row, "tvdb"), 0);
    snprintf(tvdb->title, sizeof tvdb->title, "%s",
             or_else(json_text(json_get(spelt, "tvdb")), name));
    tvdb->year = (int)json_int(json_get(row, "year"), 0);
    json_copy(json_get(row, "country"), tvdb->country, sizeof tvdb->country);
    json_copy(json_get(row, "network"), tvdb->network, sizeof tvdb->network);
    if (json_is_true(json_get(row, "anime")) && !*tvdb->country)
        memcpy(tvdb->country, "JP", 3);
    copy_language(json_text(json_get(row, "language")), tvdb->language);
    show->tvmaze = *tvdb;
    show->tvmaze.ids.tvmaze = json_int(json_get(row, "tvmaze"), 0);
    show->tvmaze.year_end = (int)strtol(json_text(json_get(row, "ended")), NULL, 10);
    show->tvmaze.runtime = (int)json_int(json_get(row, "runtime"), 0);
    snprintf(show->tvmaze.title, sizeof show->tvmaze.title, "%s",
             or_else(json_text(json_get(spelt, "tvmaze")), name));
    add_name(show, tvdb->title);
    const struct json *aliases = json_get(row, "aliases");
    for (size_t i = 0; i < json_count(aliases); i++)
        add_alias(show, json_text(json_at(aliases, i)));
    if (strcmp(name, tvdb->title))
        add_alias(show, name);
    show->full = !strcmp(json_text(json_get(row, "episodes_coverage")), "full");
    show->asked = !json_is_true(json_get(row, "name_is_alias"));
}

static struct show *find_show(const struct shelf *shelf, int64_t tvdb, int64_t tvmaze)
{
    for (size_t i = 0; i < shelf->count; i++)
        if ((tvdb && shelf->shows[i].tvdb.ids.tvdb == tvdb) ||
            (tvmaze && shelf->shows[i].tvmaze.ids.tvmaze == tvmaze))
            return &shelf->shows[i];
    return NULL;
}

static void visit_episode(void *context, const struct json *row)
{
    struct show *show = find_show(context, json_int(json_get(row, "tvdb_show"), 0),
                                  json_int(json_get(row, "tvmaze_show"), 0));
    if (!show || !show->full || json_is_null(json_get(row, "season")))
        return;
    struct episode episode = {
        .tvdb = json_int(json_get(row, "tvdb_id"), 0),
        .tvmaze = json_int(json_get(row, "tvmaze_id"), 0),
        .season = (int)json_int(json_get(row, "season"), -1),
        .number = (int)json_int(json_get(row, "number"), -1),
        .absolute = (int)json_int(json_get(row, "absolute"), 0),
        .runtime = (int)json_int(json_get(row, "runtime"), 0),
        .special = json_is_true(json_get(row, "special")),
    };
    json_copy(json_get(row, "name"), episode.title, sizeof episode.title);
    json_copy(json_get(row, "airdate"), episode.airdate, sizeof episode.airdate);
    struct episode *more =
        realloc(show->episodes, (show->episode_count + 1) * sizeof *show->episodes);
    assert_non_null(more);
    show->episodes = more;
    show->episodes[show->episode_count++] = episode;
}

static void visit_season(void *context, const struct json *row)
{
    struct show *show = find_show(context, json_int(json_get(row, "tvdb"), 0), 0);
    int season = (int)json_int(json_get(row, "tvdb_default_season"), 0);
    if (show && season > show->seasons)
        show->seasons = season;
}

/* ---- The catalogue's part ---- */

struct hit {
    const struct show *show;
    double score;
};

struct session {
    const struct shelf *shelf;
    struct hit *hits; /* room for all */
    bool tvmaze;
    size_t rows;     /* that one search gives */
    size_t requests; /* so far */
};

static int by_score(const void *a, const void *b)
{
    const struct hit *x = a;
    const struct hit *y = b;
    return x->score < y->score ? 1 : x->score > y->score ? -1 : 0;
}

static bool search(struct session *session, const char *title, int year, struct series *series,
                   size_t max, size_t *count, struct error *err)
{
    (void)err;
    struct hit *hits = session->hits;
    struct show asked = {0};
    size_t n = 0;
    session->requests++;
    add_name(&asked, title);
    for (size_t i = 0; i < session->shelf->count; i++) {
        const struct show *show = &session->shelf->shows[i];
        const struct series *own = session->tvmaze ? &show->tvmaze : &show->tvdb;
        bool known = session->tvmaze ? own->ids.tvmaze > 0 : own->ids.tvdb > 0;
        if (!known || (year && !session->tvmaze && own->year != year))
            continue;
        double score = 0;
        for (int k = 0; k < show->name_count; k++) {
            double like = alike(&asked.names[0], &show->names[k]);
            score = like > score ? like : score;
        }
        /* The order is a search engine's: popularity and habit, not only the name. */
        uint32_t habit = (uint32_t)(i * 2654435761u) >> 20;
        if (score > 0.3)
            hits[n++] = (struct hit){show, score + (double)habit / 4096 * 0.25};
    }
    qsort(hits, n, sizeof *hits, by_score);
    n = n < max ? n : max;
    n = n < session->rows ? n : session->rows;
    for (size_t i = 0; i < n; i++)
        series[i] = session->tvmaze ? hits[i].show->tvmaze : hits[i].show->tvdb;
    *count = n;
    return true;
}

static bool lookup(struct session *session, const struct series_ids *ids, struct series *series,
                   bool *found, struct error *err)
{
    (void)err;
    session->requests++;
    const struct show *show = find_show(session->shelf, ids->tvdb, ids->tvmaze);
    *found = show != NULL;
    if (show)
        *series = session->tvmaze ? show->tvmaze : show->tvdb;
    return true;
}

/* A series whose episodes nobody told us has them all. */
static size_t yes(const struct series *series, int seasons, const struct episode_query *query,
                  struct episode *rows)
{
    size_t count = 0;
    int number = query->number < 0 ? 1 : query->number;
    int season = query->order == ORDER_ABSOLUTE || query->season < 0 ? 1 : query->season;
    int last = query->number >= 0 || *query->date ? number : LIST_NUMBERS;
    if (season < 1 || season > (seasons ? seasons : YES_SEASONS) || last > YES_NUMBERS)
        return 0;
    for (; number <= last; number++)
        rows[count++] = (struct episode){.tvdb = series->ids.tvdb * 100000 + season * 1000 + number,
                                         .season = season,
                                         .number = number};
    return count;
}

static bool wanted(const struct episode *episode, const struct episode_query *query)
{
    if (*query->date)
        return !strcmp(episode->airdate, query->date);
    if (query->order == ORDER_ABSOLUTE)
        return episode->absolute > 0 && episode->absolute == query->number;
    return (query->season < 0 || episode->season == query->season) &&
           (query->number < 0 || episode->number == query->number);
}

static bool episodes(struct session *session, const struct series *series,
                     const struct episode_query *query, struct episode *rows, size_t max,
                     size_t *count, struct error *err)
{
    (void)err;
    session->requests++;
    const struct show *show = find_show(session->shelf, series->ids.tvdb, series->ids.tvmaze);
    assert_non_null(show);
    *count = 0;
    if (query->order == ORDER_DVD)
        return true;
    if (!show->full)
        *count = yes(series, show->seasons, query, rows);
    for (size_t i = 0; show->full && i < show->episode_count && *count < max; i++)
        if (wanted(&show->episodes[i], query))
            rows[(*count)++] = show->episodes[i];
    return true;
}

static const struct service played_tvdb = {
    .name = "tvdb", .search = search, .lookup = lookup, .episodes = episodes};
static const struct service played_tvmaze = {
    .name = "tvmaze", .search = search, .lookup = lookup, .episodes = episodes};

/* ---- Asking and counting ---- */

struct tally {
    const char *what;
    int asked;
    int right;
    int held;
    int none; /* no series, no episode, or not read as an episode */
    int wrong;
    int missed; /* wrong or not there, though it was not read as meant */
};

enum naming { NAME_PLAIN, NAME_YEAR, NAME_COUNTRY };

struct trial {
    struct shelf shelf;
    struct config config;
    struct session session;
    struct resolve *resolve;
    struct resolution *resolution;
    bool verbose;
    struct tally *tally;
    enum naming naming; /* of families */
    int season;         /* of anime: see visit_anime */
    size_t turn;
};

/* What a name should turn out to be; season -1: whichever. */
struct truth {
    const struct show *show;
    int season;
    int number;
};

static bool is_right(const struct trial *trial, const struct truth *truth)
{
    const struct match *match = &trial->resolution->matches[0];
    bool series = trial->session.tvmaze ? match->series.ids.tvmaze == truth->show->tvmaze.ids.tvmaze
                                        : match->series.ids.tvdb == truth->show->tvdb.ids.tvdb;
    return series && (truth->season < 0 || (match->episode.season == truth->season &&
                                            match->episode.number == truth->number));
}

static void ask(struct trial *trial, const char *name, const struct truth *truth)
{
    struct guess guess;
    struct error err = {0};
    struct tally *tally = trial->tally;
    match_parse(name, strlen(name), &guess);
    tally->asked++;
    if (!resolve_file(trial->resolve, name, &guess, 0, NOW, trial->resolution, &err))
        fail_msg("%s: %s", name, err.text);
    enum resolve_outcome outcome = trial->resolution->outcome;
    const char *said = "right";
    if (outcome == RESOLVE_SURE && is_right(trial, truth)) {
        tally->right++;
        return;
    }
    if (outcome == RESOLVE_SURE) {
        tally->wrong++;
        said = "WRONG";
    } else if (outcome == RESOLVE_UNSURE) {
        tally->held++;
        said = "held";
    } else {
        tally->none++;
        said = "none";
    }
    if (!trial->verbose)
        return;
    const struct resolution *r = trial->resolution;
    const struct match *best = outcome == RESOLVE_SURE ? &r->matches[0] : &r->candidates[0];
    bool any = r->count + r->candidate_count > 0;
    printf("%s\t%s\t%s\tmeant %s (%d)\tgot %s (%d) %.2f S%dE%d\t%s | %s\n", said, tally->what, name,
           truth->show->tvdb.title, truth->show->tvdb.year, any ? best->series.title : "-",
           any ? best->series.year : 0, any ? best->confidence : 0, any ? best->episode.season : -1,
           any ? best->episode.number : -1, r->reason, any ? best->reason : "");
}

/* A title as release names write it: its words, with dots between them. */
static void release_title(const char *title, char *out, size_t size)
{
    size_t n = 0;
    for (const char *c = title; *c && n + 4 < size; c++) {
        if (*c == '\'' || !strncmp(c, "’", 3)) {
            c += *c == '\'' ? 0 : 2;
        } else if (*c == '&') {
            memcpy(out + n, "and", 3);
            n += 3;
        } else if (strchr(" .:,;!?/\\()[]-_\"*|", *c)) {
            n -= n > 0 && out[n - 1] == '.';
            out[n++] = '.';
        } else {
            out[n++] = *c;
        }
    }
    while (n > 0 && out[n - 1] == '.')
        n--;
    out[n] = '\0';
}

/* A title without "(2005)" or "(US)" at its end. */
static void bare_title(const char *title, char *out, size_t size)
{
    snprintf(out, size, "%s", title);
    size_t len = strlen(out);
    char *open = strrchr(out, '(');
    if (open && open > out + 1 && len > 0 && out[len - 1] == ')' &&
        (size_t)(out + len - open) <= sizeof "(2005)")
        open[-1] = '\0';
}

static bool has_letters(const char *title)
{
    char folded[MATCH_TITLE_MAX];
    match_fold(title, folded, sizeof folded);
    return *folded;
}

/* A number that the series has, and that says something or nothing, turn by turn. */
static void pick(const struct show *show, size_t turn, struct truth *truth)
{
    *truth = (struct truth){show, 1, 2};
    for (size_t i = 0; show->full && i < show->episode_count; i++) {
        const struct episode *episode = &show->episodes[(turn * 7 + i) % show->episode_count];
        if (episode->special || episode->season < 1 || episode->number < 1)
            continue;
        truth->season = episode->season;
        truth->number = episode->number;
        return;
    }
}

/* "Title.2005.S01E02.720p.HDTV.x264-GRP.mkv" */
static bool ask_release(struct trial *trial, const struct show *show, const char *title, int year,
                        const char *country, enum naming naming, size_t turn)
{
    char bare[MATCH_TITLE_MAX];
    char dotted[MATCH_TITLE_MAX];
    char added[16] = "";
    char name[PATH_SIZE];
    struct truth truth;
    bare_title(title, bare, sizeof bare);
    release_title(bare, dotted, sizeof dotted);
    if (!has_letters(bare) || (naming == NAME_YEAR && !year) ||
        (naming == NAME_COUNTRY && !*country))
        return false;
    if (naming == NAME_YEAR)
        snprintf(added, sizeof added, ".%d", year);
    if (naming == NAME_COUNTRY)
        snprintf(added, sizeof added, ".%s", strcmp(country, "GB") ? country : "UK");
    pick(show, turn, &truth);
    snprintf(name, sizeof name, "%s%s.S%02dE%02d.720p.HDTV.x264-GRP.mkv", dotted, added,
             truth.season, truth.number);
    ask(trial, name, &truth);
    return true;
}

static bool is_known(const struct trial *trial, const struct show *show)
{
    return trial->session.tvmaze ? show->tvmaze.ids.tvmaze > 0 : show->tvdb.ids.tvdb > 0;
}

static void ask_shows(struct trial *trial, enum naming naming, size_t step)
{
    for (size_t i = 0; i < trial->shelf.count; i += step) {
        const struct show *show = &trial->shelf.shows[i];
        const struct series *own = trial->session.tvmaze ? &show->tvmaze : &show->tvdb;
        if (show->asked && is_known(trial, show))
            ask_release(trial, show, own->title, own->year, own->country, naming, i);
    }
}

/* Whether no other member of the family has this, so that it tells them apart. */
static bool tells_apart(const struct json *members, size_t i, const char *key)
{
    const struct json *own = json_get(json_at(members, i), key);
    if (json_is_null(own))
        return false;
    for (size_t k = 0; k < json_count(members); k++) {
        const struct json *other = json_get(json_at(members, k), key);
        if (k != i && json_int(own, 0) == json_int(other, 0) &&
            !strcmp(json_text(own), json_text(other)))
            return false;
    }
    return true;
}

static void visit_family(void *context, const struct json *row)
{
    struct trial *trial = context;
    const struct json *members = json_get(row, "members");
    if (json_is_true(json_get(row, "noise")))
        return;
    for (size_t i = 0; i < json_count(members); i++) {
        const struct json *member = json_at(members, i);
        const struct show *show =
            find_show(&trial->shelf, json_int(json_get(member, "tvdb"), 0), 0);
        if (!show || !show->asked || !is_known(trial, show) ||
            json_is_true(json_get(member, "name_is_alias")) ||
            (trial->naming == NAME_YEAR && !tells_apart(members, i, "year")) ||
            (trial->naming == NAME_COUNTRY && !tells_apart(members, i, "country")))
            continue;
        ask_release(trial, show, json_text(json_get(member, "name")),
                    (int)json_int(json_get(member, "year"), 0),
                    json_text(json_get(member, "country")), trial->naming, i);
    }
}

static bool is_called(const struct show *show, const char *title)
{
    if (match_similarity(show->tvdb.title, title) == 1)
        return true;
    for (int i = 0; i < show->tvdb.alias_count; i++)
        if (match_similarity(show->tvdb.aliases[i], title) == 1)
            return true;
    return false;
}

/* "[Group] Title - 05 [1080p].mkv", where the catalogue knows that title. season 1: those that
 * begin a series; 2: its later seasons under a title of their own. */
static void visit_anime(void *context, const struct json *row)
{
    struct trial *trial = context;
    const struct show *show = find_show(&trial->shelf, json_int(json_get(row, "tvdb"), 0), 0);
    int season = (int)json_int(json_get(row, "tvdb_default_season"), -1);
    int offset = (int)json_int(json_get(row, "episode_offset"), 0);
    int part = season == 1 && offset == 0 ? 1 : season > 0 ? 2 : 0;
    const char *title = json_text(json_get(row, "name"));
    if (!show || !show->asked || part != trial->season || (part == 1 && trial->turn++ % 2) ||
        show->full || !has_letters(title) || !is_called(show, title) ||
        !json_is_null(json_get(row, "mappings")))
        return;
    struct truth truth = {show, season, 5 + offset};
    char name[PATH_SIZE];
    snprintf(name, sizeof name, "[Group] %s - 05 [1080p].mkv", title);
    for (char *c = name; *c; c++)
        *c = *c == '/' ? ' ' : *c;
    ask(trial, name, &truth);
}

/* Every way to name an episode, where all episodes are known. */
static void ask_episodes(struct trial *trial, const char *way)
{
    for (size_t i = 0; i < trial->shelf.count; i++) {
        const struct show *show = &trial->shelf.shows[i];
        if (!show->asked || !show->full || !is_known(trial, show))
            continue;
        char dotted[MATCH_TITLE_MAX];
        char words[MATCH_TITLE_MAX];
        release_title(show->plain, dotted, sizeof dotted);
        for (size_t k = i % 5; k < show->episode_count; k += 5) {
            const struct episode *episode = &show->episodes[k];
            struct truth truth = {show, episode->season, episode->number};
            char name[PATH_SIZE];
            if (episode->special || episode->season < 1 || episode->number < 1)
                continue;
            release_title(episode->title, words, sizeof words);
            if (!strcmp(way, "date") && strlen(episode->airdate) == 10)
                snprintf(name, sizeof name, "%s.%.4s.%.2s.%.2s.720p.WEB.h264-GRP.mkv", dotted,
                         episode->airdate, episode->airdate + 5, episode->airdate + 8);
            else if (!strcmp(way, "absolute") && episode->absolute > 0)
                snprintf(name, sizeof name, "[Group] %s - %02d [720p].mkv", show->plain,
                         episode->absolute);
            else if (!strcmp(way, "title") && *words && strlen(dotted) + strlen(words) < 400)
                snprintf(name, sizeof name, "%s.S%02dE%02d.%s.720p.HDTV.x264-GRP.mkv", dotted,
                         episode->season, episode->number, words);
            else
                continue;
            for (char *c = name; *c; c++)
                *c = *c == '/' ? ' ' : *c;
            ask(trial, name, &truth);
        }
    }
}

/* ---- The measurement ---- */

static void report(const struct tally *tally)
{
    double asked = tally->asked ? tally->asked : 1;
    print_message(
        "%-34s %5d asked, right %5.1f %%, held %5.1f %%, none %4.1f %%, wrong %d (%.2f %%)\n",
        tally->what, tally->asked, 100 * tally->right / asked, 100 * tally->held / asked,
        100 * tally->none / asked, tally->wrong, 100 * tally->wrong / asked);
}

/* Floors in percent: at least so many right, at most so many wrong, at least so many asked. */
static void hold(const struct tally *tally, double right, double wrong, int asked)
{
    report(tally);
    if (tally->asked < asked)
        fail_msg("%s: only %d names could be asked", tally->what, tally->asked);
    if (100.0 * tally->right < right * tally->asked)
        fail_msg("%s: fewer than %.1f %% are right", tally->what, right);
    if (100.0 * tally->wrong > wrong * tally->asked)
        fail_msg("%s: more than %.2f %% are sure and wrong", tally->what, wrong);
}

static void begin_tally(struct trial *trial, struct tally *tally, const char *what)
{
    *tally = (struct tally){.what = what};
    trial->tally = tally;
}

static int set_up(void **state)
{
    struct trial *trial = calloc(1, sizeof *trial);
    trial->shelf.shows = calloc(SHOWS_MAX, sizeof *trial->shelf.shows);
    trial->resolution = calloc(1, sizeof *trial->resolution);
    trial->verbose = getenv("EPIMARK_VERBOSE") != NULL;
    trial->session = (struct session){
        .shelf = &trial->shelf, .rows = 50, .hits = calloc(SHOWS_MAX, sizeof(struct hit))};
    each_line("shows.jsonl", visit_show, &trial->shelf);
    each_line("episodes.jsonl", visit_episode, &trial->shelf);
    each_line("anime.jsonl", visit_season, &trial->shelf);
    trial->config.match = MATCH_NORMAL;
    *state = trial;
    return 0;
}

static void use(struct trial *trial, bool tvmaze)
{
    const struct resolve_catalogue catalogue = {tvmaze ? &played_tvmaze : &played_tvdb,
                                                &trial->session};
    resolve_free(trial->resolve);
    trial->session.tvmaze = tvmaze;
    trial->session.rows = tvmaze ? 10 : 50;
    trial->session.requests = 0;
    trial->resolve = resolve_new(&trial->config, NULL, &catalogue, 1);
    assert_non_null(trial->resolve);
}

static int tear_down(void **state)
{
    struct trial *trial = *state;
    for (size_t i = 0; i < trial->shelf.count; i++)
        free(trial->shelf.shows[i].episodes);
    free(trial->shelf.shows);
    free(trial->session.hits);
    free(trial->resolution);
    resolve_free(trial->resolve);
    free(trial);
    return 0;
}

static void test_shows(void **state)
{
    struct trial *trial = *state;
    struct tally tally;
    use(trial, false);
    begin_tally(trial, &tally, "TheTVDB, title alone");
    ask_shows(trial, NAME_PLAIN, 3);
    hold(&tally, 0, 100, 1000);
    print_message("%.1f requests a name\n", (double)trial->session.requests / tally.asked);
    begin_tally(trial, &tally, "TheTVDB, title and year");
    ask_shows(trial, NAME_YEAR, 3);
    hold(&tally, 0, 100, 1000);
    use(trial, true);
    begin_tally(trial, &tally, "TVmaze, title alone");
    ask_shows(trial, NAME_PLAIN, 2);
    hold(&tally, 0, 100, 500);
    begin_tally(trial, &tally, "TVmaze, title and year");
    ask_shows(trial, NAME_YEAR, 2);
    hold(&tally, 0, 100, 500);
}

static void test_families(void **state)
{
    struct trial *trial = *state;
    struct tally tally;
    static const char *const whats[] = {"families, title alone", "families, title and year",
                                        "families, title and country"};
    use(trial, false);
    for (int i = 0; i < 3; i++) {
        begin_tally(trial, &tally, whats[i]);
        trial->naming = (enum naming)i;
        each_line("families.jsonl", visit_family, trial);
        hold(&tally, 0, 100, 50);
    }
}

static void test_anime(void **state)
{
    struct trial *trial = *state;
    struct tally tally;
    use(trial, false);
    begin_tally(trial, &tally, "anime, first seasons");
    trial->season = 1;
    each_line("anime.jsonl", visit_anime, trial);
    hold(&tally, 0, 100, 500);
    begin_tally(trial, &tally, "anime, later seasons' own titles");
    trial->season = 2;
    each_line("anime.jsonl", visit_anime, trial);
    hold(&tally, 0, 100, 30);
}

static void test_episodes(void **state)
{
    struct trial *trial = *state;
    struct tally tally;
    static const char *const ways[] = {"date", "absolute", "title"};
    use(trial, false);
    for (int i = 0; i < 3; i++) {
        char what[64];
        snprintf(what, sizeof what, "episodes by %s", ways[i]);
        begin_tally(trial, &tally, what);
        ask_episodes(trial, ways[i]);
        hold(&tally, 0, 100, 50);
    }
}

int main(void)
{
    if (!getenv("EPIMARK_CATALOGUE")) {
        fputs("skipped: EPIMARK_CATALOGUE names no folder with the facts of real series\n", stderr);
        return 77;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shows),
        cmocka_unit_test(test_families),
        cmocka_unit_test(test_anime),
        cmocka_unit_test(test_episodes),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
