/* SPDX-License-Identifier: MIT
 *
 * Each clue, a piece of evidence, adds to the weight of a candidate: the natural logarithm of how
 * likely the name would be if that series were meant, 0 for a perfect fit. The confidence is its
 * share among all candidates and a silent one, the series that the catalogue did not offer. So a
 * second series of the same title halves it, and a year that fits only one of them restores it.
 */
#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "matching/alike.h"
#include "matching/matching.h"
#include "matching/network.h"
#include "matching/slip.h"
#include "matching/text.h"

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

enum variant_kind { VARIANT_WHOLE, VARIANT_ALTERNATIVE, VARIANT_BEFORE_DASH };

/* One of them. */
struct variant {
    struct folded title;
    enum variant_kind kind;
    bool has_year;    /* the title includes the year */
    bool has_country; /* the title includes the country */
    char country[3];  /* removed from the end of the title */
};

struct variants {
    struct variant list[VARIANTS_MAX];
    int count;
};

/* Adds "a b" unless a is empty. */
static void add_variant(struct variants *variants, enum variant_kind kind, const char *a,
                        const char *b)
{
    if (!*a)
        return;
    char joined[ALIKE_FOLDED_MAX];
    snprintf(joined, sizeof(joined), "%s %s", a, b);
    struct variant *v = &variants->list[variants->count];
    alike_fold(&v->title, joined, strlen(joined));
    v->kind = kind;
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
        small = small || (title[i] >= 'a' && title[i] <= 'z') || (unsigned char)title[i] >= 0x80;
    if (!capitals || !small)
        return;
    int before = variants->count;
    char bare[MATCH_TITLE_MAX];
    memcpy(bare, title, len - 3);
    bare[len - 3] = '\0';
    add_variant(variants, VARIANT_WHOLE, bare, "");
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
    add_variant(variants, VARIANT_BEFORE_DASH, before, "");
}

static void make_variants(const struct guess *guess, struct variants *variants)
{
    variants->count = 0;
    add_variant(variants, VARIANT_WHOLE, guess->title, "");
    add_variant(variants, VARIANT_ALTERNATIVE, guess->alternative_title, "");
    if (!*guess->title)
        return;
    if (*guess->alternative_title)
        add_variant(variants, VARIANT_WHOLE, guess->title, guess->alternative_title);
    int before = variants->count;
    char year[16];
    snprintf(year, sizeof(year), "%d", guess->year);
    if (guess->year)
        add_variant(variants, VARIANT_WHOLE, guess->title, year);
    if (variants->count > before)
        variants->list[before].has_year = true;
    before = variants->count;
    if (*guess->country)
        add_variant(variants, VARIANT_WHOLE, guess->title, match_country_in_titles(guess->country));
    if (strcmp(guess->country, "US") == 0)
        add_variant(variants, VARIANT_WHOLE, guess->title, "USA");
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

/* How a candidate compares with the name. */
struct comparison {
    double likeness;
    double weight; /* of the title */
    enum variant_kind variant;
    bool slip;      /* the same but for a slip of the pen */
    bool qualified; /* its title has something else in brackets */
    int alias;      /* the alias that was compared; -1: the title */
    bool has_year;
    bool has_country;
    char named_country[3]; /* the country in the name */
    int year;              /* in the title of the candidate */
    char country[3];       /* in the title of the candidate */
    bool year_open;        /* the year is near or unknown */
    bool country_open;     /* the country is unknown */
    enum network network;
};

static void add_weight(struct score *score, enum clue_kind kind, double value)
{
    score->weight += value;
    match_clue(&score->clues, kind, value);
}

/* Adds a clue with the weight in its row. */
static void add(struct score *score, enum clue_kind kind)
{
    add_weight(score, kind, match_clue_value(kind));
}

/* The same, and what its words need. */
static void __attribute__((format(printf, 3, 4)))
add_of(struct score *score, enum clue_kind kind, const char *format, ...)
{
    char details[sizeof(((struct clue *)0)->details)];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(details, sizeof(details), format, arguments);
    va_end(arguments);
    score->weight += match_clue_value(kind);
    match_clue_of(&score->clues, kind, match_clue_value(kind), "%s", details);
}

/* ---- Titles ---- */

static enum clue_kind title_clue(const struct comparison *title)
{
    bool alias = title->alias >= 0;
    if (title->likeness >= ALIKE_SPACES)
        return alias ? CLUE_ALIAS_SAME : CLUE_TITLE_SAME;
    if (title->likeness >= ALIKE_SAME)
        return alias ? CLUE_ALIAS_WORDS : CLUE_TITLE_WORDS;
    if (title->slip)
        return alias ? CLUE_ALIAS_LETTER : CLUE_TITLE_LETTER;
    return alias ? CLUE_ALIAS_ALIKE : CLUE_TITLE_ALIKE;
}

/* What the likeness weighs, beyond the kind of title. */
static double likeness_weight(const struct comparison *title)
{
    if (title->likeness >= ALIKE_SPACES)
        return (1 - title->likeness) * match_clue_value(CLUE_SAME_LESS);
    if (title->likeness >= ALIKE_SAME)
        return (1 - title->likeness) * match_clue_value(CLUE_WORDS_LESS);
    if (title->slip)
        return 0;
    return (ALIKE_SAME - title->likeness) * match_clue_value(CLUE_ALIKE_LESS);
}

/* What the way of comparing weighs: adds it to the score, too, unless that is NULL. */
static double way_weight(const struct comparison *title, struct score *score)
{
    static const enum clue_kind kinds[] = {
        [VARIANT_ALTERNATIVE] = CLUE_ALTERNATIVE, [VARIANT_BEFORE_DASH] = CLUE_BEFORE_DASH};
    double weight = 0;
    if (title->variant != VARIANT_WHOLE) {
        enum clue_kind kind = kinds[title->variant];
        weight += match_clue_value(kind);
        if (score)
            add(score, kind);
    }
    if (title->qualified) {
        weight += match_clue_value(CLUE_QUALIFIED);
        if (score)
            add(score, CLUE_QUALIFIED);
    }
    return weight;
}

/* Whether a folded title has letters of another script than Latin. */
static bool is_foreign(const char *title)
{
    const unsigned char *c = (const unsigned char *)title;
    while (*c && *c < 0xCE)
        c++;
    return *c != '\0';
}

/* Titles of which only one has another script than Latin are alike by what is not their own. */
static double likeness_of(const struct folded *a, const struct folded *b)
{
    double likeness = alike_titles(a, b, ALIKE_LEAST);
    bool mixed = likeness < ALIKE_SAME && is_foreign(a->text) != is_foreign(b->text);
    return mixed && likeness > ALIKE_MIXED ? ALIKE_MIXED : likeness;
}

/* Compares a title of a candidate with all variants; *best becomes the best of them. */
static void compare_title(const struct variants *variants, const char *title, int alias,
                          struct comparison *best)
{
    struct listed_title listed;
    read_title(title, &listed);
    for (int i = 0; i < variants->count; i++) {
        const struct variant *v = &variants->list[i];
        bool bare = listed.qualified && strcmp(v->title.text, listed.whole.text) != 0;
        const struct folded *other = bare ? &listed.bare : &listed.whole;
        double likeness = likeness_of(&v->title, other);
        struct comparison this = {.likeness = likeness,
                                  .variant = v->kind,
                                  .slip = likeness < ALIKE_SAME && likeness >= ALIKE_LEAST &&
                                          slip_is_between(v->title.text, other->text),
                                  .qualified = bare && listed.other,
                                  .alias = alias,
                                  .has_year = v->has_year && likeness >= ALIKE_SAME,
                                  .has_country = v->has_country && likeness >= ALIKE_SAME,
                                  .year = listed.year};
        this.weight =
            match_clue_value(title_clue(&this)) + likeness_weight(&this) + way_weight(&this, NULL);
        if (this.weight <= best->weight)
            continue;
        *best = this;
        memcpy(best->country, listed.country, sizeof(best->country));
        memcpy(best->named_country, v->country, sizeof(best->named_country));
    }
}

static void weigh_title(const struct variants *variants, const struct series *series,
                        struct comparison *comparison, struct score *score)
{
    double nothing = match_clue_value(CLUE_NOTHING_ALIKE);
    *comparison = (struct comparison){.weight = 2 * nothing, .alias = -1};
    compare_title(variants, series->title, -1, comparison);
    for (int i = 0; i < series->alias_count; i++)
        compare_title(variants, series->aliases[i], i, comparison);
    double weight = comparison->weight > nothing ? comparison->weight : nothing;
    enum clue_kind kind = title_clue(comparison);
    weight -= way_weight(comparison, NULL);
    score->weight += weight;
    if (kind == CLUE_TITLE_ALIKE || kind == CLUE_ALIAS_ALIKE)
        match_clue_of(&score->clues, kind, weight, "%d", (int)(comparison->likeness * 100));
    else
        match_clue(&score->clues, kind, weight);
    way_weight(comparison, score);
    score->same_title =
        comparison->likeness >= ALIKE_SPACES && comparison->variant != VARIANT_BEFORE_DASH;
}

/* ---- Year, country, network, run time ---- */

static void weigh_year(const struct guess *guess, const struct series *series,
                       struct comparison *comparison, struct score *score)
{
    int year = series->year ? series->year : comparison->year;
    if (!guess->year || comparison->has_year)
        return;
    int apart = guess->year - year;
    if (!year) {
        add(score, CLUE_YEAR_UNKNOWN);
        comparison->year_open = true;
    } else if (!apart || guess->year == comparison->year) {
        add_of(score, CLUE_YEAR_FITS, "%d", guess->year);
    } else if (apart == 1 || apart == -1) {
        comparison->year_open = true;
        add_of(score, CLUE_YEAR_NEAR, "%d %d", year, guess->year);
    } else {
        int last = series->year_end ? series->year_end : year + RUN_MAX;
        bool running = apart > 0 && guess->year <= last;
        add_of(score, running ? CLUE_YEAR_RUNNING : CLUE_YEAR_OTHER, "%d %d", year, guess->year);
    }
}

static void weigh_country(const struct guess *guess, const struct series *series,
                          struct comparison *comparison, struct score *score)
{
    const char *country = *comparison->country ? comparison->country : series->country;
    if (*guess->country)
        memcpy(comparison->named_country, guess->country, sizeof(comparison->named_country));
    if (!*comparison->named_country) {
        if (*comparison->country)
            add_of(score, CLUE_COUNTRY_UNSAID, "%s", comparison->country);
    } else if (comparison->has_country || strcmp(comparison->named_country, country) == 0) {
        add_of(score, CLUE_COUNTRY_FITS, "%s", comparison->named_country);
    } else if (*country) {
        add_of(score, CLUE_COUNTRY_OTHER, "%s %s", country, comparison->named_country);
    } else {
        add(score, CLUE_COUNTRY_UNKNOWN);
        comparison->country_open = true;
    }
}

bool match_network_contradicts(const struct guess *guess, const struct series *series)
{
    return network_compare(guess->network, series->network) == NETWORK_OTHER;
}

static void weigh_network(const struct guess *guess, const struct series *series,
                          struct comparison *comparison, struct score *score)
{
    comparison->network = network_compare(guess->network, series->network);
    if (comparison->network != NETWORK_OPEN) {
        bool same = comparison->network == NETWORK_SAME;
        add_of(score, same ? CLUE_NETWORK_FITS : CLUE_NETWORK_OTHER, "%s", guess->network);
    }
}

/* How well a file of that many seconds fits a run time in minutes, both known. */
static enum clue_kind duration_clue(double duration, int minutes)
{
    double share = duration / 60 / minutes;
    if (share >= 0.6 && share <= 1.2)
        return CLUE_DURATION_FITS;
    if (share >= 0.5 && share <= 1.5)
        return CLUE_DURATION_NEAR;
    return share >= 0.25 && share <= 2.5 ? CLUE_DURATION_FAR : CLUE_DURATION_OTHER;
}

double match_duration(double duration, int minutes)
{
    return duration > 0 && minutes > 0 ? match_clue_value(duration_clue(duration, minutes)) : 0;
}

bool match_duration_contradicts(double duration, int minutes)
{
    return duration > 0 && minutes > 0 &&
           (duration < minutes * 60 / 2.0 || duration > minutes * 60 * 2.0);
}

static void weigh_duration(const struct guess *guess, double duration, const struct series *series,
                           struct score *score)
{
    int episodes = guess->episode_count > 1 ? guess->episode_count : 1;
    if (!(duration > 0) || series->runtime <= 0)
        return;
    add_of(score, duration_clue(duration / episodes, series->runtime), "%d %d",
           (int)(duration / 60), series->runtime * episodes);
}

/* ---- Other candidates ---- */

/* Popularity counts among candidates of the same title that nothing else distinguishes. */
static void weigh_popularity(const struct series *candidates, size_t count, struct score *scores)
{
    double best = match_clue_value(CLUE_NOTHING_ALIKE);
    for (size_t i = 0; i < count; i++) {
        if (scores[i].same_title && scores[i].weight > best)
            best = scores[i].weight;
    }
    bool equal[MATCH_CANDIDATES_MAX];
    int most = 0;
    for (size_t i = 0; i < count; i++) {
        equal[i] =
            scores[i].same_title && scores[i].weight > best + match_clue_value(CLUE_TOLD_APART);
        if (equal[i] && candidates[i].popularity > most)
            most = candidates[i].popularity;
    }
    for (size_t i = 0; i < count; i++) {
        int popularity = candidates[i].popularity < 0 ? 0 : candidates[i].popularity;
        double share = log((popularity + 3.0) / (most + 3.0));
        double least = match_clue_value(CLUE_POPULARITY);
        if (equal[i] && share < 0)
            add_weight(&scores[i], CLUE_POPULARITY, share > least ? share : least);
    }
}

/* A rival that hardly fits weighs nothing that is worth words. */
static void weigh_rival(double rival, enum clue_kind kind, struct score *score)
{
    double weight = match_clue_value(kind) * exp(rival);
    if (weight < -0.005)
        add_weight(score, kind, weight);
    else
        score->weight += weight;
}

/* For its place, from 0, in the order of the catalogue. */
static void weigh_order(size_t place, struct score *score)
{
    double weight = match_clue_value(CLUE_ORDER) * (double)place;
    double least = match_clue_value(score->same_title ? CLUE_ORDER_EQUAL : CLUE_ORDER_LEAST);
    weight = weight > least ? weight : least;
    score->weight += weight;
    if (place > 0)
        match_clue_of(&score->clues, CLUE_ORDER, weight, "%zu", place + 1);
}

/* A candidate with another title loses against one with the same title, the more the better that
 * one fits otherwise. */
static void weigh_rivals(const struct comparison *comparisons, size_t count, struct score *scores)
{
    double rival = match_clue_value(CLUE_NOTHING_ALIKE);
    size_t same = 0;
    for (size_t i = 0; i < count; i++) {
        bool titled = scores[i].same_title && comparisons[i].alias < 0;
        rival = titled && scores[i].weight > rival ? scores[i].weight : rival;
        same += scores[i].same_title;
    }
    for (size_t i = 0; i < count; i++) {
        if (!scores[i].same_title)
            weigh_rival(rival, CLUE_OUTSHONE, &scores[i]);
        else if (comparisons[i].alias >= 0)
            weigh_rival(rival, CLUE_OUTSHONE_ALIAS, &scores[i]);
        if (same > 1 && scores[i].same_title)
            add_of(&scores[i], CLUE_SAME_TITLES, "%zu", same);
        weigh_order(i, &scores[i]);
    }
}

/* A year, a country or a network in a name is there to distinguish series of one title. If it fits
 * one of them, it counts against those whose year or country is unknown, or network another. */
static void weigh_distinctions(const struct guess *guess, const struct comparison *comparisons,
                               size_t count, struct score *scores)
{
    bool year = false;
    bool country = false;
    bool network = false;
    for (size_t i = 0; i < count; i++) {
        bool fits = scores[i].same_title && scores[i].weight > match_clue_value(CLUE_YEAR_NEAR);
        year = year || (fits && guess->year && !comparisons[i].year_open);
        country =
            country || (fits && *comparisons[i].named_country && !comparisons[i].country_open);
        network = network || (fits && comparisons[i].network == NETWORK_SAME);
    }
    for (size_t i = 0; i < count; i++) {
        if (!scores[i].same_title)
            continue;
        if (year && comparisons[i].year_open)
            add(&scores[i], CLUE_YEAR_UNFIT);
        if (country && comparisons[i].country_open)
            add(&scores[i], CLUE_COUNTRY_UNFIT);
        if (network && comparisons[i].network != NETWORK_SAME)
            add(&scores[i], CLUE_NETWORK_UNFIT);
    }
}

void match_rank(const struct guess *guess, double duration, const struct series *candidates,
                size_t count, struct score *scores)
{
    assert(count <= MATCH_CANDIDATES_MAX);
    struct variants variants;
    make_variants(guess, &variants);
    struct comparison comparisons[MATCH_CANDIDATES_MAX];
    for (size_t i = 0; i < count; i++) {
        scores[i] = (struct score){0};
        weigh_title(&variants, &candidates[i], &comparisons[i], &scores[i]);
        weigh_year(guess, &candidates[i], &comparisons[i], &scores[i]);
        weigh_country(guess, &candidates[i], &comparisons[i], &scores[i]);
        weigh_network(guess, &candidates[i], &comparisons[i], &scores[i]);
        weigh_duration(guess, duration, &candidates[i], &scores[i]);
    }
    weigh_distinctions(guess, comparisons, count, scores);
    weigh_rivals(comparisons, count, scores);
    weigh_popularity(candidates, count, scores);
    match_weigh(scores, count);
}

void match_weigh(struct score *scores, size_t count)
{
    double sum = exp(match_clue_value(CLUE_UNKNOWN));
    for (size_t i = 0; i < count; i++)
        sum += exp(scores[i].weight);
    for (size_t i = 0; i < count; i++)
        scores[i].confidence = exp(scores[i].weight) / sum;
}
