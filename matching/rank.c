/* SPDX-License-Identifier: MIT
 *
 * Each piece of evidence adds to the weight of a candidate: the natural logarithm of how likely the
 * name would be if that series were meant, 0 for a perfect fit. The confidence is its share among
 * all candidates and a silent one, the series that the catalogue did not offer. So a second series
 * of the same title halves it, and a year that fits only one of them restores it.
 */
#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "matching/alike.h"
#include "matching/matching.h"
#include "matching/slip.h"
#include "matching/text.h"

/* The weights of the evidence. */
#define W_UNKNOWN         (-4.6) /* the silent candidate: 1 % if a title is the same */
#define W_ALIAS           (-0.7) /* an alias of the series, not its title */
#define W_ALTERNATIVE     (-0.5) /* the alternative title in the name, not its title */
#define W_BEFORE_DASH     (-3.0) /* only the title before " - " */
#define W_OUTSHONE        (-2.2) /* not the same title, while another candidate has it */
#define W_OUTSHONE_ALIAS  (-1.2) /* the same for an alias */
#define W_SLIP            (-1.6) /* the same but for a slip of the pen */
#define W_SLIP_ALIAS      (-1.5) /* more for an alias: there are many, and some are near others */
#define W_OTHER           (-2.5) /* another title; plus W_FAR for each 1.0 that it is less alike */
#define W_FAR             (-25.0)
#define W_YEAR_NEAR       (-1.5) /* one year off: pilots, premieres in other countries */
#define W_YEAR_RUNNING    (-3.2) /* within the years of the series: perhaps that of a season */
#define W_YEAR_OTHER      (-6.0)
#define W_YEAR_UNKNOWN    (-1.2)
#define W_COUNTRY_OTHER   (-5.5)
#define W_COUNTRY_UNKNOWN (-1.0)
#define W_COUNTRY_UNSAID  (-0.3) /* its title has "(US)", the name does not */
#define W_QUALIFIED       (-1.0) /* its title has "(OVA)" or the likeness, the name does not */
#define W_UNFIT           (-2.0) /* year or country unsure, while another of this title fits */
#define W_ORDER           (-0.1) /* for each place in the order of the catalogue */
#define W_ORDER_LEAST     (-1.0)
#define W_ORDER_EQUAL     (-0.3) /* at least, for one of the same title */
#define W_TOLD_APART      (-3.0) /* below the best by this: popularity no longer counts */
#define W_POPULAR_LEAST   (-1.5) /* never so much that it makes one of equals sure */
#define W_NOTHING         (-30.0)

enum {
    VARIANTS_MAX = 9,
    RUN_MAX = 12 /* years that a series is taken to run if its end is unknown */
};

/* ---- Countries in titles ---- */

/* The country that titles do not call by its ISO code. */
static const char united_kingdom[] = "GB";
static const char united_kingdom_in_titles[] = "UK";

const char *match_country_in_titles(const char *country)
{
    return strcmp(country, united_kingdom) == 0 ? united_kingdom_in_titles : country;
}

/* The reverse: reads the two letters that a title has for a country, in small letters or
 * capitals. */
static void read_country(const char *letters, char country[3])
{
    country[0] = (char)(letters[0] & ~0x20);
    country[1] = (char)(letters[1] & ~0x20);
    country[2] = '\0';
    if (strcmp(country, united_kingdom_in_titles) == 0)
        memcpy(country, united_kingdom, sizeof(united_kingdom));
}

/* ---- The titles under which a catalogue may have the name ---- */

/* One of them. */
struct variant {
    struct folded title;
    double weight;    /* W_... of this variant */
    bool has_year;    /* the title includes the year */
    bool has_country; /* the title includes the country */
    char country[3];  /* removed from the end of the title */
};

struct variants {
    struct variant list[VARIANTS_MAX];
    int count;
};

/* Adds "a b" unless a is empty. */
static void add_variant(struct variants *variants, double weight, const char *a, const char *b)
{
    if (!*a)
        return;
    char joined[ALIKE_FOLDED_MAX];
    snprintf(joined, sizeof(joined), "%s %s", a, b);
    struct variant *v = &variants->list[variants->count];
    alike_fold(&v->title, joined, strlen(joined));
    v->weight = weight;
    v->has_year = v->has_country = false;
    v->country[0] = '\0';
    variants->count++;
}

/* Adds the title without two capitals at its end, which may be a country unless all of it is in
 * capitals: "Berserk JP". */
static void add_without_country(struct variants *variants, const char *title)
{
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
    char bare[MATCH_TITLE_MAX];
    memcpy(bare, title, len - 3);
    bare[len - 3] = '\0';
    add_variant(variants, 0, bare, "");
    if (variants->count == before)
        return;
    read_country(title + len - 2, variants->list[before].country);
}

/* Adds the title before a dash, since the rest may not be part of it: "Title - Subtitle". */
static void add_before_dash(struct variants *variants, const char *title)
{
    const char *dash = strstr(title, " - ");
    if (!dash)
        return;
    char before[MATCH_TITLE_MAX];
    snprintf(before, sizeof(before), "%.*s", (int)(dash - title), title);
    add_variant(variants, W_BEFORE_DASH, before, "");
}

static void make_variants(const struct guess *guess, struct variants *variants)
{
    variants->count = 0;
    add_variant(variants, 0, guess->title, "");
    add_variant(variants, W_ALTERNATIVE, guess->alternative_title, "");
    if (!*guess->title)
        return;
    if (*guess->alternative_title)
        add_variant(variants, 0, guess->title, guess->alternative_title);
    int before = variants->count;
    char year[16];
    snprintf(year, sizeof(year), "%d", guess->year);
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

/* ---- The titles of a candidate ---- */

/* A title as a catalogue lists it. */
struct listed_title {
    struct folded whole;
    struct folded bare; /* without "(2005)" and "(US)" at its end */
    bool qualified;     /* has any of these */
    bool other;         /* has something else in brackets: "(OVA)" */
    int year;
    char country[3];
};

static bool all_letters(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if ((s[i] | 0x20) < 'a' || (s[i] | 0x20) > 'z')
            return false;
    }
    return true;
}

/* Removes "(2005)", "(US)" or "(OVA)" from the end of a title of *len bytes and notes it in listed.
 * Returns false if there is none. */
static bool read_qualifier(const char *title, size_t *len, struct listed_title *listed)
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
        listed->year =
            (word[0] - '0') * 1000 + (word[1] - '0') * 100 + (word[2] - '0') * 10 + (word[3] - '0');
    } else if (n == 2 && all_letters(word, n)) {
        read_country(word, listed->country);
    } else {
        listed->other = true;
    }
    *len = open - 1;
    return true;
}

static void read_title(const char *title, struct listed_title *listed)
{
    size_t len = strlen(title);
    listed->year = 0;
    listed->country[0] = '\0';
    listed->other = false;
    alike_fold(&listed->whole, title, len);
    listed->qualified = false;
    while (read_qualifier(title, &len, listed))
        listed->qualified = true;
    if (listed->qualified)
        alike_fold(&listed->bare, title, len);
}

/* ---- The evidence ---- */

struct evidence {
    double likeness;
    double weight; /* W_... of the variant and the kind of title */
    bool slip;     /* the same but for a slip of the pen */
    int alias;     /* the alias that was compared; -1: the title */
    bool has_year;
    bool has_country;
    char named_country[3]; /* the country in the name */
    int year;              /* in the title of the candidate */
    char country[3];       /* in the title of the candidate */
    bool year_open;        /* the year is near or unknown */
    bool country_open;     /* the country is unknown */
};

/* Adds to the reason of a score. */
static void __attribute__((format(printf, 2, 3)))
explain(struct score *score, const char *format, ...)
{
    char text[160];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    char whole[sizeof(score->reason) + sizeof(text) + 2];
    snprintf(whole, sizeof(whole), "%s%s%s", score->reason, *score->reason ? "; " : "", text);
    text_copy(score->reason, sizeof(score->reason), whole, strlen(whole));
}

/* Returns the weight of a likeness, way being the weight of what was compared. */
static double title_weight(double likeness, bool slip, double way)
{
    if (slip)
        return way + W_SLIP;
    if (likeness >= ALIKE_SPACES)
        return way - (1 - likeness) * 20;
    if (likeness >= ALIKE_SAME)
        return way - (1 - likeness) * 35;
    return way + W_OTHER + (ALIKE_SAME - likeness) * W_FAR;
}

/* Compares a title of a candidate with all variants; *best becomes the best of them. */
static void compare_title(const struct variants *variants, const char *title, int alias,
                          struct evidence *best)
{
    struct listed_title listed;
    read_title(title, &listed);
    for (int i = 0; i < variants->count; i++) {
        const struct variant *v = &variants->list[i];
        bool bare = listed.qualified && strcmp(v->title.text, listed.whole.text) != 0;
        const struct folded *other = bare ? &listed.bare : &listed.whole;
        double likeness = alike_titles(&v->title, other, ALIKE_LEAST);
        bool slip = likeness < ALIKE_SAME && likeness >= ALIKE_LEAST &&
                    slip_is_between(v->title.text, other->text);
        double way = v->weight + (alias < 0 ? 0 : W_ALIAS) +
                     (bare && listed.other ? W_QUALIFIED : 0) +
                     (slip && alias >= 0 ? W_SLIP_ALIAS : 0);
        if (title_weight(likeness, slip, way) <=
            title_weight(best->likeness, best->slip, best->weight))
            continue;
        *best = (struct evidence){.likeness = likeness,
                                  .slip = slip,
                                  .weight = way,
                                  .alias = alias,
                                  .has_year = v->has_year && likeness >= ALIKE_SAME,
                                  .has_country = v->has_country && likeness >= ALIKE_SAME,
                                  .year = listed.year};
        memcpy(best->country, listed.country, sizeof(best->country));
        memcpy(best->named_country, v->country, sizeof(best->named_country));
    }
}

static void weigh_title(const struct variants *variants, const struct series *series,
                        struct evidence *evidence, struct score *score)
{
    *evidence = (struct evidence){.weight = W_NOTHING, .alias = -1};
    compare_title(variants, series->title, -1, evidence);
    for (int i = 0; i < series->alias_count; i++)
        compare_title(variants, series->aliases[i], i, evidence);
    score->weight = title_weight(evidence->likeness, evidence->slip, evidence->weight);
    score->same_title = evidence->likeness >= ALIKE_SPACES && evidence->weight > W_BEFORE_DASH;
    if (!(score->weight > W_NOTHING))
        score->weight = W_NOTHING;
    const char *what = evidence->alias < 0 ? "title" : "alias";
    if (evidence->likeness >= ALIKE_SPACES)
        explain(score, "%s is the same", what);
    else if (evidence->likeness >= ALIKE_SAME)
        explain(score, "%s is the same except for small words", what);
    else if (evidence->slip)
        explain(score, "%s is the same except for a letter", what);
    else
        explain(score, "%s is %d %% alike", what, (int)(evidence->likeness * 100));
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
        memcpy(evidence->named_country, guess->country, sizeof(evidence->named_country));
    if (!*evidence->named_country) {
        score->weight += *evidence->country ? W_COUNTRY_UNSAID : 0;
    } else if (evidence->has_country || strcmp(evidence->named_country, country) == 0) {
        explain(score, "country %s fits", evidence->named_country);
    } else {
        score->weight += *country ? W_COUNTRY_OTHER : W_COUNTRY_UNKNOWN;
        evidence->country_open = !*country;
        explain(score, *country ? "country is %s, not %s" : "its country is unknown", country,
                evidence->named_country);
    }
}

double match_duration(double duration, int minutes)
{
    if (!(duration > 0) || minutes <= 0)
        return 0;
    /* A slot of an hour has 42 minutes without advertisements, one of half an hour 21. */
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
    if (weight < 0) {
        explain(score, "lasts %d minutes instead of its usual %d", (int)(duration / 60),
                series->runtime * episodes);
    } else if (duration > 0 && series->runtime > 0) {
        explain(score, "duration fits");
    }
}

/* Popularity counts among candidates of the same title that nothing else distinguishes. */
static void weigh_popularity(const struct series *candidates, size_t count, struct score *scores)
{
    double best = W_NOTHING;
    for (size_t i = 0; i < count; i++) {
        if (scores[i].same_title && scores[i].weight > best)
            best = scores[i].weight;
    }
    bool equal[MATCH_CANDIDATES_MAX];
    int most = 0;
    for (size_t i = 0; i < count; i++) {
        equal[i] = scores[i].same_title && scores[i].weight > best + W_TOLD_APART;
        if (equal[i] && candidates[i].popularity > most)
            most = candidates[i].popularity;
    }
    for (size_t i = 0; i < count && most > 0; i++) {
        int popularity = candidates[i].popularity < 0 ? 0 : candidates[i].popularity;
        double share = log((popularity + 3.0) / (most + 3.0));
        if (equal[i])
            scores[i].weight += share > W_POPULAR_LEAST ? share : W_POPULAR_LEAST;
    }
}

/* A candidate with another title loses against one with the same title, the more the better that
 * one fits otherwise. */
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
            explain(&scores[i], "%zu series have this title", same);
        double order = W_ORDER * (double)i;
        double least = scores[i].same_title ? W_ORDER_EQUAL : W_ORDER_LEAST;
        scores[i].weight += order > least ? order : least;
    }
}

/* A year or a country in a name is there to distinguish series of one title. If it fits one of
 * them, it counts against those whose year or country is unknown. */
static void weigh_distinctions(const struct guess *guess, const struct evidence *evidence,
                               size_t count, struct score *scores)
{
    bool year = false;
    bool country = false;
    for (size_t i = 0; i < count; i++) {
        bool fits = scores[i].same_title && scores[i].weight > W_YEAR_NEAR;
        year = year || (fits && guess->year && !evidence[i].year_open);
        country = country || (fits && *evidence[i].named_country && !evidence[i].country_open);
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
    assert(count <= MATCH_CANDIDATES_MAX);
    struct variants variants;
    make_variants(guess, &variants);
    struct evidence evidence[MATCH_CANDIDATES_MAX];
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
