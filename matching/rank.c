/* SPDX-License-Identifier: MIT
 *
 * Each piece of evidence adds to a candidate's weight, the natural logarithm of how much likelier
 * the name would be if another series were meant. The confidence is its share among all candidates
 * and a silent one: the series that the catalogue did not offer. So two series of one title halve
 * it, and a year that fits only one of them gives it back.
 */
#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "matching/alike.h"
#include "matching/matching.h"
#include "matching/text.h"

/* What the evidence weighs. */
#define W_UNKNOWN         (-4.6) /* the silent candidate: 1 % where a title is just the same */
#define W_ALIAS           (-0.7) /* another name of the series, not its title */
#define W_BEFORE_DASH     (-3.0) /* the title up to " - " */
#define W_OUTSHONE        (-2.2) /* but for small words, while another is titled just so */
#define W_OUTSHONE_ALIAS  (-1.2)
#define W_OTHER           (-2.5) /* another title, and W_FAR times what it lacks in likeness */
#define W_FAR             (-25.0)
#define W_YEAR_NEAR       (-1.5) /* a year off: pilots, other countries' premieres */
#define W_YEAR_RUNNING    (-3.2) /* the year lies within the series' run: of a season, perhaps */
#define W_YEAR_OTHER      (-6.0)
#define W_YEAR_UNKNOWN    (-1.2)
#define W_COUNTRY_OTHER   (-5.5)
#define W_COUNTRY_UNKNOWN (-1.0)
#define W_COUNTRY_UNSAID  (-0.3) /* titled "(US)", which the name does not say */
#define W_QUALIFIED       (-1.0) /* titled "(OVA)" or the like, which the name does not say */
#define W_UNFIT           (-2.0) /* year or country open, while they fit another of that title */
#define W_ORDER           (-0.1) /* for each place in the catalogue's order */
#define W_ORDER_LEAST     (-1.0)
#define W_TOLD_APART      (-3.0)
#define W_POPULAR_LEAST   (-2.7)
#define W_NOTHING         (-30.0)

enum {
    VARIANTS_MAX = 9,
    RUN_MAX = 12 /* years, where no end is known */
};

/* ---- Countries in titles ---- */

/* A country that titles do not call by its ISO code. */
static const char united_kingdom[] = "GB";
static const char united_kingdom_in_titles[] = "UK";

const char *match_country_in_titles(const char *country)
{
    return strcmp(country, united_kingdom) == 0 ? united_kingdom_in_titles : country;
}

/* The reverse: reads the two letters that a title has for a country, small or capital. */
static void read_country(const char *letters, char country[3])
{
    country[0] = (char)(letters[0] & ~0x20);
    country[1] = (char)(letters[1] & ~0x20);
    country[2] = '\0';
    if (strcmp(country, united_kingdom_in_titles) == 0)
        memcpy(country, united_kingdom, sizeof(united_kingdom));
}

/* ---- The name, in all the ways a catalogue may title it ---- */

struct variant {
    struct folded title;
    double weight;    /* of reading it so */
    bool has_year;    /* the year is part of the title */
    bool has_country; /* so is the country */
    char country[3];  /* taken off its end */
};

struct variants {
    struct variant list[VARIANTS_MAX];
    int count;
};

static void add_variant(struct variants *variants, double weight, const char *a, const char *b)
{
    char joined[ALIKE_FOLDED_MAX];
    struct variant *v = &variants->list[variants->count];
    snprintf(joined, sizeof(joined), "%s %s", a, b);
    if (!*a)
        return;
    alike_fold(&v->title, joined, strlen(joined));
    v->weight = weight;
    v->has_year = v->has_country = false;
    v->country[0] = '\0';
    variants->count++;
}

/* "Berserk JP": two capitals at the end of a title that is not all capitals may be a country. */
static void add_without_country(struct variants *variants, const char *title)
{
    char bare[MATCH_TITLE_MAX];
    size_t len = strlen(title);
    bool capitals = len > 3 && title[len - 3] == ' ';
    for (size_t i = 1; capitals && i <= 2; i++)
        capitals = title[len - i] >= 'A' && title[len - i] <= 'Z';
    bool small = false;
    for (size_t i = 0; i < len; i++)
        small = small || (title[i] >= 'a' && title[i] <= 'z');
    if (!capitals || !small)
        return;
    int before = variants->count;
    memcpy(bare, title, len - 3);
    bare[len - 3] = '\0';
    add_variant(variants, 0, bare, "");
    if (variants->count == before)
        return;
    read_country(title + len - 2, variants->list[before].country);
}

/* "Title - Subtitle": what stands behind the dash may be no part of the title. */
static void add_before_dash(struct variants *variants, const char *title)
{
    const char *dash = strstr(title, " - ");
    char before[MATCH_TITLE_MAX];
    if (!dash)
        return;
    snprintf(before, sizeof(before), "%.*s", (int)(dash - title), title);
    add_variant(variants, W_BEFORE_DASH, before, "");
}

static void make_variants(const struct guess *guess, struct variants *variants)
{
    char year[16];
    snprintf(year, sizeof(year), "%d", guess->year);
    variants->count = 0;
    add_variant(variants, 0, guess->title, "");
    add_variant(variants, -0.5, guess->alternative_title, "");
    if (!*guess->title)
        return;
    if (*guess->alternative_title)
        add_variant(variants, 0, guess->title, guess->alternative_title);
    int before = variants->count;
    if (guess->year)
        add_variant(variants, 0, guess->title, year);
    if (variants->count > before)
        variants->list[before].has_year = true;
    before = variants->count;
    if (*guess->country)
        add_variant(variants, 0, guess->title, match_country_in_titles(guess->country));
    if (strcmp(guess->country, "US") == 0)
        add_variant(variants, 0, guess->title, "USA");
    for (int i = before; i < variants->count; i++)
        variants->list[i].has_country = true;
    if (!*guess->country)
        add_without_country(variants, guess->title);
    add_before_dash(variants, guess->title);
}

/* ---- A candidate's names ---- */

struct name {
    struct folded whole;
    struct folded bare; /* without "(2005)" and "(US)" at its end */
    bool qualified;
    bool other; /* by something else */
    int year;
    char country[3];
};

static bool all_letters(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((s[i] | 0x20) < 'a' || (s[i] | 0x20) > 'z')
            return false;
    return true;
}

/* Takes "(2005)", "(US)" or "(OVA)" off the end of a title of len bytes. */
static bool take_qualifier(const char *title, size_t *len, struct name *name)
{
    size_t end = *len;
    while (end > 0 && title[end - 1] == ' ')
        end--;
    size_t open = end;
    while (open > 0 && title[open - 1] != '(')
        open--;
    if (open < 2 || title[end - 1] != ')')
        return false;
    const char *word = title + open;
    size_t n = end - 1 - open;
    if (n == 4 && strspn(word, "0123456789") == n) {
        name->year =
            (word[0] - '0') * 1000 + (word[1] - '0') * 100 + (word[2] - '0') * 10 + (word[3] - '0');
    } else if (n == 2 && all_letters(word, n)) {
        read_country(word, name->country);
    } else {
        name->other = true;
    }
    *len = open - 1;
    return true;
}

static void read_name(const char *title, struct name *name)
{
    size_t len = strlen(title);
    name->year = 0;
    name->country[0] = '\0';
    name->other = false;
    alike_fold(&name->whole, title, len);
    name->qualified = false;
    while (take_qualifier(title, &len, name))
        name->qualified = true;
    if (name->qualified)
        alike_fold(&name->bare, title, len);
}

/* ---- The evidence ---- */

struct evidence {
    double like;
    double weight; /* of the way in which the name was read */
    int alias;     /* which one, -1 for the title */
    bool has_year;
    bool has_country;
    char said[3];      /* the country that the name says */
    int year;          /* said in the candidate's title */
    char country[3];   /* the same */
    bool year_open;    /* the year neither fits nor speaks against it */
    bool country_open; /* the same */
};

static void __attribute__((format(printf, 2, 3)))
explain(struct score *score, const char *format, ...)
{
    char said[160];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(said, sizeof(said), format, arguments);
    va_end(arguments);
    char whole[sizeof(score->reason) + sizeof(said) + 2];
    snprintf(whole, sizeof(whole), "%s%s%s", score->reason, *score->reason ? "; " : "", said);
    text_copy(score->reason, sizeof(score->reason), whole, strlen(whole));
}

static double title_weight(double like, double way)
{
    if (like >= ALIKE_SPACES)
        return way - (1 - like) * 20;
    if (like >= ALIKE_SAME)
        return way - (1 - like) * 35;
    return way + W_OTHER + (ALIKE_SAME - like) * W_FAR;
}

static void compare_name(const struct variants *variants, const char *title, int alias,
                         struct evidence *best)
{
    struct name name;
    read_name(title, &name);
    for (int i = 0; i < variants->count; i++) {
        const struct variant *v = &variants->list[i];
        bool bare = name.qualified && strcmp(v->title.text, name.whole.text);
        double like = alike_titles(&v->title, bare ? &name.bare : &name.whole, ALIKE_LEAST);
        double way = v->weight + (alias < 0 ? 0 : W_ALIAS) + (bare && name.other ? W_QUALIFIED : 0);
        if (title_weight(like, way) <= title_weight(best->like, best->weight))
            continue;
        *best = (struct evidence){.like = like,
                                  .weight = way,
                                  .alias = alias,
                                  .has_year = v->has_year && like >= ALIKE_SAME,
                                  .has_country = v->has_country && like >= ALIKE_SAME,
                                  .year = name.year};
        memcpy(best->country, name.country, sizeof(best->country));
        memcpy(best->said, v->country, sizeof(best->said));
    }
}

static void weigh_title(const struct variants *variants, const struct series *series,
                        struct evidence *evidence, struct score *score)
{
    *evidence = (struct evidence){.weight = W_NOTHING, .alias = -1};
    compare_name(variants, series->title, -1, evidence);
    for (int i = 0; i < series->alias_count; i++)
        compare_name(variants, series->aliases[i], i, evidence);
    score->weight = title_weight(evidence->like, evidence->weight);
    score->same_title = evidence->like >= ALIKE_SPACES && evidence->weight > W_BEFORE_DASH;
    if (!(score->weight > W_NOTHING))
        score->weight = W_NOTHING;
    const char *what = evidence->alias < 0 ? "title" : "alias";
    if (evidence->like >= ALIKE_SPACES)
        explain(score, "%s is the same", what);
    else if (evidence->like >= ALIKE_SAME)
        explain(score, "%s is the same but for small words", what);
    else
        explain(score, "%s is %d %% alike", what, (int)(evidence->like * 100));
}

static void weigh_year(const struct guess *guess, const struct series *series,
                       struct evidence *evidence, struct score *score)
{
    int year = series->year ? series->year : evidence->year;
    if (!guess->year || evidence->has_year)
        return;
    int apart = guess->year - year;
    if (!year) {
        score->weight += W_YEAR_UNKNOWN;
        evidence->year_open = true;
        explain(score, "its year is unknown");
    } else if (!apart || guess->year == evidence->year) {
        explain(score, "year %d fits", guess->year);
    } else if (apart == 1 || apart == -1) {
        score->weight += W_YEAR_NEAR;
        evidence->year_open = true;
        explain(score, "year %d is near %d", year, guess->year);
    } else {
        int last = series->year_end ? series->year_end : year + RUN_MAX;
        bool running = apart > 0 && guess->year <= last;
        score->weight += running ? W_YEAR_RUNNING : W_YEAR_OTHER;
        explain(score, "year is %d, not %d", year, guess->year);
    }
}

static void weigh_country(const struct guess *guess, const struct series *series,
                          struct evidence *evidence, struct score *score)
{
    const char *country = *evidence->country ? evidence->country : series->country;
    if (*guess->country)
        memcpy(evidence->said, guess->country, sizeof(evidence->said));
    if (!*evidence->said) {
        score->weight += *evidence->country ? W_COUNTRY_UNSAID : 0;
    } else if (evidence->has_country || strcmp(evidence->said, country) == 0) {
        explain(score, "country %s fits", evidence->said);
    } else {
        score->weight += *country ? W_COUNTRY_OTHER : W_COUNTRY_UNKNOWN;
        evidence->country_open = !*country;
        explain(score, *country ? "country is %s, not %s" : "its country is unknown", country,
                evidence->said);
    }
}

double match_duration(double duration, int minutes)
{
    if (!(duration > 0) || minutes <= 0)
        return 0;
    /* A slot of an hour holds 42 minutes, one of half an hour 21. */
    double share = duration / 60 / minutes;
    if (share >= 0.6 && share <= 1.2)
        return 0;
    if (share >= 0.45 && share <= 1.5)
        return -0.6;
    return share >= 0.25 && share <= 2.5 ? -1.6 : -2.5;
}

static void weigh_duration(const struct guess *guess, double duration, const struct series *series,
                           struct score *score)
{
    int episodes = guess->episode_count > 1 ? guess->episode_count : 1;
    double weight = match_duration(duration / episodes, series->runtime);
    score->weight += weight;
    if (weight < 0)
        explain(score, "%d minutes are not its usual %d", (int)(duration / 60),
                series->runtime * episodes);
    else if (duration > 0 && series->runtime > 0)
        explain(score, "duration fits");
}

/* Popularity counts among those of the same title that nothing else tells apart. */
static void weigh_popularity(const struct series *candidates, size_t count, struct score *scores)
{
    bool equal[MATCH_CANDIDATES_MAX];
    double best = W_NOTHING;
    int most = 0;
    for (size_t i = 0; i < count; i++)
        if (scores[i].same_title && scores[i].weight > best)
            best = scores[i].weight;
    for (size_t i = 0; i < count; i++) {
        equal[i] = scores[i].same_title && scores[i].weight > best + W_TOLD_APART;
        if (equal[i] && candidates[i].weight > most)
            most = candidates[i].weight;
    }
    for (size_t i = 0; i < count && most > 0; i++) {
        int weight = candidates[i].weight < 0 ? 0 : candidates[i].weight;
        double share = log((weight + 3.0) / (most + 3.0));
        if (equal[i])
            scores[i].weight += share > W_POPULAR_LEAST ? share : W_POPULAR_LEAST;
    }
}

/* What is not titled so gives way to one that is, as far as that one fits otherwise. */
static void weigh_rivals(const struct evidence *evidence, size_t count, struct score *scores)
{
    double rival = W_NOTHING;
    size_t same = 0;
    for (size_t i = 0; i < count; i++) {
        bool titled = scores[i].same_title && evidence[i].alias < 0;
        rival = titled && scores[i].weight > rival ? scores[i].weight : rival;
        same += scores[i].same_title;
    }
    for (size_t i = 0; i < count; i++) {
        if (!scores[i].same_title)
            scores[i].weight += W_OUTSHONE * exp(rival);
        else if (evidence[i].alias >= 0)
            scores[i].weight += W_OUTSHONE_ALIAS * exp(rival);
        if (same > 1 && scores[i].same_title)
            explain(&scores[i], "%zu series are called so", same);
        double order = W_ORDER * (double)i;
        scores[i].weight += order > W_ORDER_LEAST ? order : W_ORDER_LEAST;
    }
}

/* Who writes a year or a country means to tell series of one title apart. */
static void weigh_distinctions(const struct guess *guess, const struct evidence *evidence,
                               size_t count, struct score *scores)
{
    bool year = false;
    bool country = false;
    for (size_t i = 0; i < count; i++) {
        bool fits = scores[i].same_title && scores[i].weight > W_YEAR_NEAR;
        year = year || (fits && guess->year && !evidence[i].year_open);
        country = country || (fits && *evidence[i].said && !evidence[i].country_open);
    }
    for (size_t i = 0; i < count; i++) {
        if (!scores[i].same_title)
            continue;
        scores[i].weight += year && evidence[i].year_open ? W_UNFIT : 0;
        scores[i].weight += country && evidence[i].country_open ? W_UNFIT : 0;
    }
}

void match_rank(const struct guess *guess, double duration, const struct series *candidates,
                size_t count, struct score *scores)
{
    struct variants variants;
    struct evidence evidence[MATCH_CANDIDATES_MAX];
    assert(count <= MATCH_CANDIDATES_MAX);
    make_variants(guess, &variants);
    for (size_t i = 0; i < count; i++) {
        scores[i] = (struct score){0};
        weigh_title(&variants, &candidates[i], &evidence[i], &scores[i]);
        weigh_year(guess, &candidates[i], &evidence[i], &scores[i]);
        weigh_country(guess, &candidates[i], &evidence[i], &scores[i]);
        weigh_duration(guess, duration, &candidates[i], &scores[i]);
    }
    weigh_distinctions(guess, evidence, count, scores);
    weigh_rivals(evidence, count, scores);
    weigh_popularity(candidates, count, scores);
    match_weigh(scores, count);
}

void match_weigh(struct score *scores, size_t count)
{
    double sum = exp(W_UNKNOWN);
    for (size_t i = 0; i < count; i++)
        sum += exp(scores[i].weight);
    for (size_t i = 0; i < count; i++)
        scores[i].confidence = exp(scores[i].weight) / sum;
}
