/* SPDX-License-Identifier: MIT */
#include "matching/numbers.h"

#include <string.h>
#include <strings.h>

typedef bool fits_fn(const struct words *words, const struct fact *fact, int begin);

static fits_fn fits_cross, fits_s0102, fits_behind_season, fits_two_digits, fits_front, fits_lined,
    fits_cap, fits_episode, fits_front_episode, fits_total, fits_hash, fits_date, fits_half,
    fits_special, fits_bracket, fits_dash, fits_padded, fits_packed, fits_trailing, fits_leading,
    fits_middle, fits_season, fits_front_season, fits_credits;

/*
 * The rules, the most believed first: at a word the first one that matches is taken. A pattern is
 * read from left to right, one sign an element:
 *
 *   s e a     a number: the season, the episode, the absolute number
 *   c         season and episode in one number: 102
 *   y m d     year, month, day;  D: all three in one number
 *   p t h     a part's number, a total, a single digit behind a point
 *   ~         the number that follows may be a word or Roman
 *   S E P X   a word for the season, the episode, a part; the cross of 1x02
 *   O N K V   "of", the ending of an ordinal, "complete", "volume"
 *   M F Z C   a month, "movie", a special's word, an opening's
 *   T         a counted word: "second"
 *
 *   nothing between two elements: nothing stands between the words
 *   space     at most a light gap: space, dot, line, dash, comma
 *   :         the same, but no dash with air around it
 *   _         a space or a line
 *   .         a dot
 *   -         a dash with air around it
 *   [ ]       a bracket opens before the next word, closes behind the last
 *   ^ $       the name begins here; a title would end here
 */
static const struct rule rules[] = {
    {"s01e02", "S:s E e", FACT_BOTH, 0.99F, NULL},
    {"s01x02", "S:s X e", FACT_BOTH, 0.98F, NULL},
    {"1x02", "sXe", FACT_BOTH, 0.97F, fits_cross},
    {"1xe02", "sEe", FACT_BOTH, 0.95F, fits_cross},
    {"1 x 2", "s_X_e", FACT_BOTH, 0.9F, fits_cross},
    {"s0102", "Sc", FACT_PACKED, 0.93F, fits_s0102},
    {"s01 02", "S:s e", FACT_BOTH, 0.93F, fits_behind_season},
    {"[1.02]", "[s.e]", FACT_BOTH, 0.91F, fits_two_digits},
    {"episode 1.02", "E s.e", FACT_BOTH, 0.92F, fits_two_digits},
    {"cap. 102", "E c", FACT_PACKED, 0.92F, fits_cap},
    {"episode 7.5", "E a.h", FACT_SPECIAL, 0.7F, fits_half},
    {"episode 2", "E ~e", FACT_EPISODE, 0.92F, fits_episode},
    {"episode (2", "E[e", FACT_EPISODE, 0.9F, NULL},
    {"2nd episode", "e N E", FACT_EPISODE, 0.9F, fits_front_episode},
    {"2 episode", "e E", FACT_EPISODE, 0.9F, fits_front_episode},
    {"2 of 12", "e O t", FACT_EPISODE, 0.9F, fits_total},
    {"#2", "e", FACT_EPISODE, 0.91F, fits_hash},
    {"2010-11-23", "y m d", FACT_DATE, 0.97F, fits_date},
    {"23-11-2010", "d m y", FACT_DATE, 0.93F, fits_date},
    {"11-23-2010", "m d y", FACT_DATE, 0.93F, fits_date},
    {"23 november 2010", "d M y", FACT_DATE, 0.97F, fits_date},
    {"23rd november 2010", "dN M y", FACT_DATE, 0.97F, fits_date},
    {"november 23 2010", "M d y", FACT_DATE, 0.95F, fits_date},
    {"november 23rd 2010", "M dN y", FACT_DATE, 0.95F, fits_date},
    {"20101123", "D", FACT_DATE, 0.9F, fits_date},
    {"4-13 title", "^s e", FACT_BOTH, 0.6F, fits_front},
    {"title 04_13", "s e", FACT_BOTH, 0.6F, fits_lined},
    {"2nd season", "sN S", FACT_SEASON, 0.93F, NULL},
    {"2 season", "s S", FACT_SEASON, 0.9F, fits_front_season},
    {"1xall", "sK", FACT_SEASON, 0.9F, NULL},
    {"12.5", "a.h", FACT_SPECIAL, 0.7F, fits_half},
    {"sp01", "Z e", FACT_SPECIAL, 0.85F, fits_special},
    {"[01]", "[a]", FACT_ABSOLUTE, 0.93F, fits_bracket},
    {"- 01", "-a$", FACT_ABSOLUTE, 0.93F, fits_dash},
    {"- 01 title", "-a", FACT_ABSOLUTE, 0.85F, fits_padded},
    {"102", "c", FACT_PACKED, 0.6F, fits_packed},
    {"title 01", "a$", FACT_ABSOLUTE, 0.8F, fits_trailing},
    {"01 title", "^a", FACT_ABSOLUTE, 0.6F, fits_leading},
    {"title 01 title", "a", FACT_ABSOLUTE, 0.6F, fits_middle},
    {"part 2", "P ~p", FACT_PART, 0.7F, NULL},
    {"season 2", "S:~s", FACT_SEASON, 0.93F, fits_season},
    {"second season", "T S", FACT_SEASON, 0.9F, NULL},
    {"movie 2", "F a", FACT_NOTHING, 0.0F, NULL},
    {"volume 2", "V a", FACT_NOTHING, 0.0F, NULL},
    {"ncop", "C", FACT_NOTHING, 0.0F, fits_credits},
};
enum { RULES = sizeof(rules) / sizeof(*rules) };

int numbers_rank(const struct rule *rule)
{
    return (int)(rule - rules);
}

/* ---- what stands around a word ---- */

bool number_is_year(const struct word *word)
{
    return word->kind == WORD_NUMBER && word->size == 4 && word->value >= 1900 &&
           word->value < 2050;
}

bool words_stop(const struct words *words, int i)
{
    uint16_t gap = gap_after(words, i);
    if (i + 1 >= words->count || gap & (GAP_OPEN | GAP_CLOSE | GAP_BAR) || gap_wide(gap))
        return true;
    const struct word *next = &words->at[i + 1];
    return next->release || next->noise ||
           (next->tag && (next->tag->ends == TAG_MIDDLE || next->tag->is & TAG_END));
}

static bool padded(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    return w->size >= 2 && words->text[w->offset] == '0';
}

/* Names that a group of anime fans wrote: they begin with the group or carry a checksum. */
static bool by_fans(const struct words *words, int begin)
{
    if (begin > 0 && words->at[0].gap & GAP_OPEN && words->group[words->at[0].group].open != '(')
        return true;
    for (int i = begin; i < words->count; i++) {
        const struct word *w = &words->at[i];
        if (w->noise && w->gap & GAP_OPEN)
            return true;
        if (w->size == 6 && word_is(words, i) & TAG_LANGUAGE &&
            (strncasecmp(words->text + w->offset, "fansub", 6) == 0 ||
             strncasecmp(words->text + w->offset, "vostfr", 6) == 0))
            return true;
    }
    return false;
}

static bool is_event(const struct words *words, int begin)
{
    for (int i = begin; i < words->count; i++) {
        if (word_is(words, i) & TAG_EVENT)
            return true;
    }
    return false;
}

/* A number that may be an episode's: not a measure, and no letters are glued to it but those of a
 * version (v2) or of a half (a, b, c). */
static bool bare(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    if (w->kind != WORD_NUMBER || w->value < 0 || w->release || w->noise || w->tag)
        return false;
    if (i + 1 >= words->count || words->at[i + 1].gap != 0)
        return true;
    const struct word *next = &words->at[i + 1];
    if (word_is(words, i + 1) & TAG_VERSION && i + 2 < words->count &&
        words->at[i + 2].kind == WORD_NUMBER && words->at[i + 2].gap == 0)
        return true;
    char c = (char)(words->text[next->offset] | 0x20);
    return next->kind == WORD_LETTERS && next->size == 1 && c >= 'a' && c <= 'd' &&
           (i + 2 >= words->count || words->at[i + 2].gap != 0);
}

/* ---- matching a pattern ---- */

static bool gap_fits(const struct words *words, int i, char gap)
{
    uint16_t before = words->at[i].gap;
    switch (gap) {
    case 0:
        return before == 0;
    case ' ':
        return (before & ~GAP_LIGHT) == 0;
    case ':':
        return (before & ~GAP_LIGHT) == 0 && !gap_wide(before);
    case '_':
        return before == GAP_SPACE || before == GAP_LINE;
    case '.':
        return before == GAP_DOT;
    case '-':
        return gap_wide(before);
    case '[':
        return (before & GAP_OPEN) != 0;
    default:
        return false;
    }
}

static bool take_date(struct fact *fact, int32_t value, size_t len)
{
    if (len == 8) {
        fact->year = (int16_t)(value / 10000);
    } else if (len == 6) {
        int year = value / 10000;
        fact->year = (int16_t)(year < 50 ? 2000 + year : 1900 + year);
    } else {
        return false;
    }
    fact->month = (int8_t)(value / 100 % 100);
    fact->day = (int8_t)(value % 100);
    return true;
}

static bool take_packed(struct fact *fact, const struct word *w)
{
    if (w->size < 3 || w->size > 4)
        return false;
    fact->season = (int16_t)(w->value / 100);
    fact->span[0].from = fact->span[0].to = (int16_t)(w->value % 100);
    fact->spans = 1;
    return true;
}

static bool take_year(struct fact *fact, const struct word *w)
{
    if (w->size == 4 && w->value >= 1900 && w->value < 2100)
        fact->year = (int16_t)w->value;
    else if (w->size == 2)
        fact->year = (int16_t)(w->value < 50 ? 2000 + w->value : 1900 + w->value);
    else
        return false;
    return true;
}

/* The number at word i becomes what sign calls it. */
static bool take(const struct words *words, int i, char sign, bool counted, struct fact *fact)
{
    const struct word *w = &words->at[i];
    int32_t value = w->value;
    if (counted && w->kind == WORD_LETTERS && word_is(words, i) & TAG_COUNTED)
        value = w->tag->value;
    else if (w->kind != WORD_NUMBER || w->release || w->noise || value < 0)
        return false;
    switch (sign) {
    case 's':
        fact->season = (int16_t)value;
        return w->size <= 3 || number_is_year(w) || w->kind == WORD_LETTERS;
    case 'e':
    case 'a':
        fact->span[0].from = fact->span[0].to = (int16_t)value;
        fact->spans = 1;
        return value <= 20000 && w->size <= 5;
    case 'c':
        return take_packed(fact, w);
    case 'y':
        return take_year(fact, w);
    case 'm':
        fact->month = (int8_t)(value <= 12 ? value : 0);
        return w->size <= 2 && fact->month > 0;
    case 'd':
        fact->day = (int8_t)(value <= 31 ? value : 0);
        return w->size <= 2 && fact->day > 0;
    case 'D':
        return take_date(fact, value, w->size);
    case 'p':
        fact->part = (int16_t)value;
        return value < 100;
    case 'h':
        return w->size == 1;
    default:
        return sign == 't' && value < 1000;
    }
}

static uint32_t wanted(char sign)
{
    switch (sign) {
    case 'S':
        return TAG_SEASON;
    case 'E':
        return TAG_EPISODE;
    case 'P':
        return TAG_PART;
    case 'X':
        return TAG_CROSS;
    case 'O':
        return TAG_OF;
    case 'N':
        return TAG_ORDINAL;
    case 'K':
        return TAG_PACK;
    case 'V':
        return TAG_VOLUME;
    case 'M':
        return TAG_MONTH;
    case 'F':
        return TAG_MOVIE;
    case 'Z':
        return TAG_SPECIAL;
    case 'C':
        return TAG_CREDITS;
    case 'T':
        return TAG_COUNTED;
    default:
        return 0;
    }
}

/* Lays rule's pattern on the words from i on. */
static bool lay(const struct words *words, int i, int begin, const struct rule *rule,
                struct fact *fact)
{
    *fact = (struct fact){.rule = rule,
                          .kind = rule->kind,
                          .first = (uint8_t)i,
                          .season = -1,
                          .season_end = -1,
                          .version = -1,
                          .part = -1};
    char gap = 'x'; /* before the first element anything stands */
    bool counted = false;
    for (const char *p = rule->pattern; *p; p++) {
        switch (*p) {
        case '^':
            if (i != begin)
                return false;
            continue;
        case '$':
            fact->end = (uint8_t)i;
            continue; /* seen to when the number is read to its end */
        case ']':
            continue;
        case ' ':
        case ':':
        case '_':
        case '.':
        case '[':
        case '-':
            gap = *p;
            if (i == fact->first && !gap_fits(words, i, gap))
                return false;
            continue;
        case '~':
            counted = true;
            continue;
        default:
            break;
        }
        if (i >= words->count || (i > fact->first && !gap_fits(words, i, gap)))
            return false;
        gap = 0;
        uint32_t is = wanted(*p);
        if (is ? !(word_is(words, i) & is) : !take(words, i, *p, counted, fact))
            return false;
        if (*p == 'M')
            fact->month = (int8_t)words->at[i].tag->value;
        i++;
    }
    fact->end = (uint8_t)i;
    return true;
}

/* ---- several episodes ---- */

static void extend(struct fact *fact, int value, bool range)
{
    struct span *last = &fact->span[fact->spans - 1];
    if (range && value > last->to && value - last->from < 2000)
        last->to = (int16_t)value;
    else if (fact->spans < SPANS_MAX && (value != last->from || last->from != last->to))
        fact->span[fact->spans++] = (struct span){(int16_t)value, (int16_t)value};
}

/* A further "s01e03" or "1x03" of the same season at word i. Returns the words it takes. */
static int repeated(const struct words *words, int i, const struct fact *fact, int *value)
{
    int n = i;
    if (word_is(words, n) & TAG_SEASON)
        n++;
    if (n + 2 >= words->count || words->at[n].kind != WORD_NUMBER ||
        words->at[n].value != fact->season ||
        !(word_is(words, n + 1) & (TAG_EPISODE | TAG_CROSS)) ||
        words->at[n + 2].kind != WORD_NUMBER || words->at[n + 2].release)
        return 0;
    if ((n > i && words->at[n].gap != 0) || words->at[n + 2].gap != 0 ||
        words->at[n + 1].gap & ~GAP_LIGHT)
        return 0;
    *value = words->at[n + 2].value;
    return n + 3 - i;
}

/* A further "e03" or "x03" at word i. Returns the words it takes. */
static int announced(const struct words *words, int i, const struct fact *fact, int *value)
{
    uint32_t is = word_is(words, i);
    bool same_kind = is & TAG_EPISODE || (is & TAG_CROSS && fact->kind == FACT_BOTH) ||
                     (is & TAG_PART && fact->kind == FACT_PART);
    if (!same_kind || i + 1 >= words->count || words->at[i + 1].kind != WORD_NUMBER ||
        words->at[i + 1].release || words->at[i + 1].value < 0 || words->at[i + 1].value > 20000)
        return 0;
    if (words->at[i + 1].gap != 0 && (is & TAG_SHORT || words->at[i + 1].gap & ~GAP_LIGHT))
        return 0;
    if (is & TAG_CROSS && i + 2 < words->count && word_is(words, i + 2) & TAG_CROSS &&
        words->at[i].gap != 0)
        return 0;
    *value = words->at[i + 1].value;
    return 2;
}

/* A further bare number at word i: "-03", "_03", ".04". */
static bool unannounced(const struct words *words, int i, const struct fact *fact, int number,
                        bool *range)
{
    const struct word *before = &words->at[number];
    const struct word *w = &words->at[i];
    if (!bare(words, i) || w->value > 20000)
        return false;
    int last = fact->kind == FACT_PART ? fact->part : fact->span[fact->spans - 1].to;
    uint16_t gap = w->gap & (uint16_t)~GAP_OPEN;
    int value = fact->kind == FACT_PACKED ? w->value % 100 : w->value;
    if (fact->kind == FACT_PACKED &&
        (w->size != before->size || w->value / 100 != fact->season || number_is_year(w)))
        return false;
    if (value <= last)
        return false;
    bool next = value == last + 1;
    bool same = w->size == before->size;
    bool alike =
        same || w->size < before->size || (w->size == before->size + 1 && !padded(words, i));
    *range = false;
    if (gap == GAP_DASH || gap == GAP_TILDE) {
        *range = true;
        return (alike || fact->kind == FACT_ABSOLUTE) && !number_is_year(w) &&
               (value - last < 100 || same);
    }
    if (gap & (GAP_AND | GAP_TILDE) && alike) {
        *range = (gap & GAP_TILDE) != 0;
        return true;
    }
    if (gap_wide(gap) && fact->kind == FACT_ABSOLUTE) {
        *range = true;
        return padded(words, number) && same && gap_after(words, i) & (GAP_OPEN | GAP_CLOSE);
    }
    if (fact->kind == FACT_PACKED && gap == GAP_LINE) {
        *range = true;
        return true;
    }
    if (gap == GAP_LINE || gap == GAP_DOT)
        return next && same && fact->kind != FACT_ABSOLUTE;
    if (gap == GAP_SPACE)
        return same && padded(words, i) && (fact->kind == FACT_EPISODE || next);
    return false;
}

/* Reads on behind the episode's number: further episodes, a version, a total. */
static void read_on(const struct words *words, struct fact *fact)
{
    int number = fact->end - 1;
    int repeats = 0;
    for (int i = fact->end; i < words->count; i = fact->end) {
        /* the letter of a half, and the version */
        if (words->at[i].gap == 0 && words->at[i].kind == WORD_LETTERS && words->at[i].size == 1 &&
            bare(words, number) && !(word_is(words, i) & TAG_VERSION)) {
            fact->end++;
            continue;
        }
        if (word_is(words, i) & TAG_VERSION && i + 1 < words->count &&
            words->at[i + 1].kind == WORD_NUMBER && words->at[i + 1].gap == 0 &&
            words->at[i + 1].size <= 2 && (words->at[i].gap & ~(GAP_LIGHT & ~GAP_DASH)) == 0) {
            fact->version = (int16_t)words->at[i + 1].value;
            fact->end += 2;
            continue;
        }
        uint16_t gap = words->at[i].gap;
        if (gap & (GAP_CLOSE | GAP_BAR | GAP_OTHER | GAP_HASH))
            return;
        bool to = word_is(words, i) & TAG_TO && (gap & ~GAP_LIGHT) == 0 && gap != 0;
        bool range = to || (gap & (GAP_DASH | GAP_TILDE)) != 0;
        int first = i + (to || (gap & GAP_SPACE && words->at[i].size == 3 &&
                                strncasecmp(words->text + words->at[i].offset, "and", 3) == 0));
        int value = 0;
        int taken = 0;
        if (gap & GAP_OPEN)
            return;
        if (fact->kind == FACT_BOTH)
            taken = repeated(words, first, fact, &value);
        if (taken > 0 && ++repeats == 2 && range && fact->span[fact->spans - 1].to > 0) {
            struct span *last = &fact->span[fact->spans - 1];
            if (last->to > last->from && fact->spans < SPANS_MAX) {
                fact->span[fact->spans] = (struct span){last->to, last->to};
                last->to = last->from;
                fact->spans++;
            }
        }
        if (taken > 0 && repeats > 1)
            range = false;
        if (taken == 0 && fact->kind != FACT_ABSOLUTE && fact->kind != FACT_PACKED) {
            taken = announced(words, first, fact, &value);
            if (gap & ~GAP_DASH && taken > 0 && fact->spans > 0 &&
                value <= fact->span[fact->spans - 1].to)
                taken = 0;
        }
        if (taken == 0 && to && bare(words, first) && words->at[first].value > 0) {
            taken = 1;
            value = words->at[first].value;
        }
        if (taken == 0 && first == i && unannounced(words, i, fact, number, &range)) {
            taken = 1;
            value = fact->kind == FACT_PACKED ? words->at[i].value % 100 : words->at[i].value;
        }
        if (taken == 0) {
            if (word_is(words, i) & TAG_OF && i + 1 < words->count &&
                (words->at[i + 1].kind == WORD_NUMBER || words->at[i + 1].size == 2) &&
                (gap & ~GAP_LIGHT) == 0)
                fact->end += 2;
            return;
        }
        if (fact->kind == FACT_PART) {
            fact->kind = FACT_EPISODE;
            fact->spans = 1;
            fact->span[0] = (struct span){fact->part, fact->part};
            fact->part = -1;
        }
        extend(fact, value, range);
        fact->end = (uint8_t)(first + taken);
        number = fact->end - 1;
    }
}

/* Behind a season's number: "S01-S04", "Season 1 - 4". */
static void read_seasons(const struct words *words, struct fact *fact)
{
    for (int i = fact->end; i < words->count; i = fact->end) {
        uint16_t gap = words->at[i].gap;
        bool to = (word_is(words, i) & TAG_TO) != 0 && gap != 0;
        bool range = to || gap & (GAP_DASH | GAP_TILDE | GAP_AND | GAP_COMMA);
        int n = i + to;
        bool named = (word_is(words, n) & TAG_SEASON) != 0;
        n += named;
        if (!range || gap & (GAP_OPEN | GAP_CLOSE) || n >= words->count || !bare(words, n) ||
            words->at[n].size > 2 || words->at[n].value <= fact->season ||
            (named && words->at[n].gap != 0 && words->at[n - 1].tag->is & TAG_SHORT) ||
            (!named && words->at[n].size == 2 && padded(words, n) != padded(words, fact->end - 1)))
            return;
        fact->season_end = (int16_t)words->at[n].value;
        fact->end = (uint8_t)(n + 1);
    }
}

/* ---- what a rule asks beyond its pattern ---- */

/* A number that begins a date: "Series.10-11-2008". */
static bool date_at(const struct words *words, int i)
{
    if (i + 2 >= words->count)
        return false;
    const struct word *w = &words->at[i];
    return w[0].kind == WORD_NUMBER && w[1].kind == WORD_NUMBER && w[2].kind == WORD_NUMBER &&
           w[1].gap == w[2].gap && w[1].gap != 0 && !w[1].release && !w[2].release &&
           ((number_is_year(&w[0]) && w[1].size == 2 && w[2].size == 2) ||
            (number_is_year(&w[2]) && w[1].size <= 2));
}

/* Whether the season's word at i and its number behind it are one: "Series 2010" is a title. */
static bool season_word(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    const struct word *number = &words->at[i + 1];
    bool series = w->size == 6 && strncasecmp(words->text + w->offset, "series", 6) == 0;
    if (series && (number_is_year(number) || number->value == 0))
        return false;
    return !date_at(words, i + 1) && (number->kind != WORD_NUMBER || bare(words, i + 1) ||
                                      word_is(words, i + 2) & (TAG_EPISODE | TAG_CROSS));
}

static bool fits_cross(const struct words *words, const struct fact *fact, int begin)
{
    (void)begin;
    const struct word *season = &words->at[fact->first];
    const struct word *episode = &words->at[fact->first + 2];
    if (!(word_is(words, fact->first + 1) & TAG_CROSS))
        return false;
    if (words->at[fact->first + 1].gap != 0)
        return season->size <= 2 && episode->size <= 2 && !season->noise;
    return (season->size <= 2 || number_is_year(season)) && episode->size <= 4 &&
           words->at[fact->first + 1].size <= 3;
}

static bool fits_s0102(const struct words *words, const struct fact *fact, int begin)
{
    (void)begin;
    return words->at[fact->first + 1].size == 4 && !number_is_year(&words->at[fact->first + 1]);
}

static bool fits_behind_season(const struct words *words, const struct fact *fact, int begin)
{
    (void)begin;
    int e = fact->first + 2;
    const struct word *episode = &words->at[e];
    const struct word *season = &words->at[fact->first + 1];
    if (!bare(words, e) || episode->size < 2 || number_is_year(episode) ||
        !season_word(words, fact->first))
        return false;
    if (word_is(words, fact->first) & TAG_SHORT && season->gap != 0)
        return false;
    if (episode->size == 2 && !padded(words, e) && episode->gap & GAP_DASH && season->size == 1 &&
        !gap_wide(episode->gap))
        return episode->value > 0;
    return padded(words, e) || gap_wide(episode->gap) || words_stop(words, e) ||
           gap_after(words, e) & GAP_DOT;
}

static bool fits_two_digits(const struct words *words, const struct fact *fact, int begin)
{
    (void)begin;
    const struct word *episode = &words->at[fact->end - 1];
    return episode->size >= 2 && episode->size <= 3 && episode[-1].size <= 2 &&
           (fact->rule->pattern[0] != '[' || gap_after(words, fact->end - 1) & GAP_CLOSE);
}

static bool fits_front(const struct words *words, const struct fact *fact, int begin)
{
    (void)begin;
    const struct word *season = &words->at[fact->first];
    const struct word *episode = season + 1;
    uint16_t after = gap_after(words, fact->end - 1);
    if (!bare(words, fact->first) || !bare(words, fact->first + 1) || season->size > 2 ||
        episode->size != 2 || season->value == 0)
        return false;
    if (episode->gap == GAP_DASH)
        return after & GAP_SPACE && !(after & GAP_OPEN);
    return episode->gap == GAP_DOT && gap_wide(after);
}

static bool fits_lined(const struct words *words, const struct fact *fact, int begin)
{
    const struct word *season = &words->at[fact->first];
    const struct word *episode = season + 1;
    if (!bare(words, fact->first) || !bare(words, fact->first + 1) || season->size != 2 ||
        episode->size != 2 || fact->first == begin || season->value == 0 ||
        !(season->gap & (GAP_DASH | GAP_DOT)) || !words_stop(words, fact->first + 1))
        return episode->gap == GAP_DOT && padded(words, fact->first) && season->size == 2 &&
               bare(words, fact->first) && bare(words, fact->first + 1) && episode->size == 2 &&
               fact->first > begin && fact->first + 2 < words->count &&
               words->at[fact->first + 2].size == 1 && season->gap == GAP_DOT;
    int lines = 0;
    for (int i = begin; i < words->count; i++)
        lines += words->at[i].gap == GAP_LINE;
    return episode->gap == GAP_LINE && lines == 1;
}

static bool fits_packed_number(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    return bare(words, i) && w->value >= 100 - (w->size == 4 && padded(words, i) ? 100 : 0) &&
           !number_is_year(w);
}

static bool fits_cap(const struct words *words, const struct fact *fact, int begin)
{
    (void)begin;
    return word_is(words, fact->first) & TAG_PACKED &&
           (bare(words, fact->first + 1) || words->at[fact->first + 1].kind == WORD_NUMBER);
}

static bool fits_episode(const struct words *words, const struct fact *fact, int begin)
{
    (void)begin;
    int e = fact->first + 1;
    const struct word *w = &words->at[e];
    if (w->kind != WORD_NUMBER)
        return !(word_is(words, fact->first) & TAG_SHORT) || words->at[fact->first].size > 1;
    if (words->at[fact->first].size == 1 && w->gap != 0 && words->at[fact->first].kind != WORD_HAN)
        return false;
    return w->size < 5 || w->gap == 0;
}

static bool fits_front_episode(const struct words *words, const struct fact *fact, int begin)
{
    (void)begin;
    int e = fact->end - 1;
    return word_is(words, e) & TAG_BEHIND &&
           !(e + 1 < words->count && words->at[e + 1].kind == WORD_NUMBER &&
             (words->at[e + 1].gap & ~GAP_LIGHT) == 0 && words->at[e].kind != WORD_HAN) &&
           !number_is_year(&words->at[fact->first]);
}

static bool fits_front_season(const struct words *words, const struct fact *fact, int begin)
{
    return words->at[fact->first].size <= 2 && fits_front_episode(words, fact, begin);
}

static bool fits_total(const struct words *words, const struct fact *fact, int begin)
{
    (void)begin;
    return words->at[fact->first].size <= 3 &&
           words->at[fact->first].value <= words->at[fact->first + 2].value &&
           words->at[fact->first].value > 0;
}

static bool fits_hash(const struct words *words, const struct fact *fact, int begin)
{
    return words->at[fact->first].gap & GAP_HASH && fact->first > begin &&
           bare(words, fact->first) && words->at[fact->first].size <= 4;
}

static bool fits_date(const struct words *words, const struct fact *fact, int begin)
{
    const struct word *first = &words->at[fact->first];
    if (fact->month < 1 || fact->month > 12 || fact->day < 1 || fact->day > 31 ||
        fact->year < 1900 || fact->year > 2100)
        return false;
    if (fact->end - fact->first == 1)
        return bare(words, fact->first) && (first->size == 8 || fact->year < 2050);
    if (fact->rule->pattern[0] == 'M' || fact->rule->pattern[2] == 'M' ||
        fact->rule->pattern[1] == 'N')
        return words->at[fact->end - 1].size == 4;
    uint16_t gap = first[1].gap;
    if (gap != first[2].gap || gap == GAP_COMMA)
        return false;
    const struct word *year = fact->rule->pattern[0] == 'y' ? first : first + 2;
    if (year->size == 2) {
        bool whole = fact->first > begin || words_stop(words, fact->end - 1);
        return whole && year > first && first->size == 2 && first[1].size == 2 && gap == GAP_DOT &&
               !(fact->rule->pattern[0] == 'm');
    }
    return true;
}

static bool fits_half(const struct words *words, const struct fact *fact, int begin)
{
    int h = fact->end - 1;
    const struct word *a = &words->at[h - 1];
    if (!bare(words, h) || a->size > 3 || words->at[h].size != 1 || a->release)
        return false;
    if (h - 1 == fact->first &&
        (fact->first == begin || !(gap_wide(a->gap) || by_fans(words, begin))))
        return false;
    return words_stop(words, h) || (gap_after(words, h) == GAP_DOT && words->at[h + 1].size == 1);
}

static bool fits_special(const struct words *words, const struct fact *fact, int begin)
{
    int e = fact->first + 1;
    return fact->first > begin && words->at[e].size <= 3 &&
           (words->at[e].gap == 0 || words->at[fact->first].size >= 3) &&
           !gap_wide(words->at[e].gap);
}

static bool fits_bracket(const struct words *words, const struct fact *fact, int begin)
{
    const struct word *w = &words->at[fact->first];
    if (!bare(words, fact->first) || w->size > 4 || number_is_year(w) || fact->first == begin)
        return false;
    int last = fact->end - 1;
    bool fans = by_fans(words, begin);
    if (word_is(words, last + 1) & TAG_END && !(gap_after(words, last) & GAP_CLOSE))
        last++;
    if (words->group[w->group].open == '(')
        return gap_wide(w->gap) && fact->span[0].to > fact->span[0].from;
    return gap_after(words, last) & (GAP_CLOSE | GAP_OPEN) && (fans || w->size <= 3);
}

static bool fits_dash(const struct words *words, const struct fact *fact, int begin)
{
    const struct word *w = &words->at[fact->first];
    int last = fact->end - 1;
    if (!bare(words, fact->first) || w->size > 4 || number_is_year(w) || fact->first == begin ||
        !words_stop(words, last))
        return false;
    if (gap_after(words, last) == GAP_DOT && last + 1 < words->count &&
        words->at[last + 1].size == 1)
        return false;
    bool year_follows = last + 1 < words->count && number_is_year(&words->at[last + 1]);
    return w->size >= 2 || by_fans(words, begin) || (!year_follows && fact->version >= 0);
}

static bool fits_padded(const struct words *words, const struct fact *fact, int begin)
{
    return bare(words, fact->first) && fact->first > begin && padded(words, fact->first) &&
           words->at[fact->first].size <= 4;
}

static bool followed_by_year(const struct words *words, int end)
{
    return end < words->count && number_is_year(&words->at[end]);
}

static bool fits_packed(const struct words *words, const struct fact *fact, int begin)
{
    int i = fact->first;
    const struct word *w = &words->at[i];
    uint16_t gap = w->gap;
    if (i == begin || !fits_packed_number(words, i) || followed_by_year(words, fact->end))
        return false;
    if ((gap & ~(GAP_SPACE | GAP_DOT | GAP_LINE)) != 0 && gap != GAP_DASH)
        return false;
    if (w->size == 3 && padded(words, i))
        return false;
    if (w->value == 480 || w->value == 540 || w->value == 576 || w->value == 720 ||
        w->value == 1080 || w->value == 2160 || w->value == 264 || w->value == 265)
        return false;
    if (w->size == 4 && !words_stop(words, fact->end - 1) && !padded(words, i))
        return false;
    return !by_fans(words, begin) && !is_event(words, begin);
}

static bool fits_trailing(const struct words *words, const struct fact *fact, int begin)
{
    int i = fact->first;
    const struct word *w = &words->at[i];
    int last = fact->end - 1;
    if (i == begin || !bare(words, i) || w->size > 4 || number_is_year(w) || w->size < 2 ||
        !words_stop(words, last) || followed_by_year(words, fact->end) || is_event(words, begin))
        return false;
    if (w->gap & ~(GAP_LIGHT | GAP_OTHER | GAP_CLOSE) || gap_wide(w->gap))
        return false;
    if (w->size >= 3 && !by_fans(words, begin) && !padded(words, i))
        return false;
    if (w->value == 720 || w->value == 1080 || w->value == 480 || w->value == 0)
        return w->value == 0 && gap_wide(w->gap);
    return true;
}

static bool fits_leading(const struct words *words, const struct fact *fact, int begin)
{
    (void)begin;
    return bare(words, fact->first) && words->at[fact->first].size <= 4 &&
           !number_is_year(&words->at[fact->first]);
}

static bool fits_middle(const struct words *words, const struct fact *fact, int begin)
{
    int i = fact->first;
    return i > begin && bare(words, i) && padded(words, i) && words->at[i].value > 0 &&
           words->at[i].size <= 3 && !(words->at[i].gap & ~(GAP_LIGHT | GAP_OTHER | GAP_CLOSE)) &&
           !is_event(words, begin);
}

static bool fits_season(const struct words *words, const struct fact *fact, int begin)
{
    (void)begin;
    int n = fact->first + 1;
    const struct word *word = &words->at[fact->first];
    const struct word *w = &words->at[n];
    char c = (char)(words->text[word->offset] | 0x20);
    if (w->kind == WORD_LETTERS)
        return !(word_is(words, fact->first) & TAG_SHORT) && c != 't' &&
               (w->size > 1 || word->len >= 5) &&
               strncasecmp(words->text + word->offset, "series", 6);
    if (!season_word(words, fact->first))
        return false;
    if (word_is(words, fact->first) & TAG_SHORT)
        return c == 's' && (w->gap == 0 || (padded(words, n) && w->size == 2 &&
                                            (w->gap == GAP_SPACE || w->gap == GAP_DOT)));
    return true;
}

static bool fits_credits(const struct words *words, const struct fact *fact, int begin)
{
    int i = fact->first;
    if (i == begin || words->at[i].gap == 0)
        return false;
    if (!(word_is(words, i) & TAG_SHORT))
        return true;
    bool number =
        i + 1 < words->count && words->at[i + 1].kind == WORD_NUMBER && words->at[i + 1].gap == 0;
    return gap_wide(words->at[i].gap) && (number || words_stop(words, i));
}

/* ---- all of it ---- */

static bool begins(const struct words *words, int i, char sign)
{
    if (sign >= 'A' && sign <= 'Z' && sign != 'D')
        return (word_is(words, i) & wanted(sign)) != 0;
    return words->at[i].kind == WORD_NUMBER;
}

static char first_sign(const char *pattern)
{
    return pattern[strspn(pattern, "^-[ _.~:")];
}

/* The first rule that matches at word i. */
static bool find_at(const struct words *words, int i, int begin, struct fact *fact)
{
    for (int r = 0; r < RULES; r++) {
        const struct rule *rule = &rules[r];
        if (!begins(words, i, first_sign(rule->pattern)) || !lay(words, i, begin, rule, fact))
            continue;
        if (fact->spans > 0 || fact->part >= 0)
            read_on(words, fact);
        else if (rule->kind == FACT_SEASON)
            read_seasons(words, fact);
        if (!rule->fits || rule->fits(words, fact, begin))
            return true;
    }
    return false;
}

int numbers_find(const struct words *words, int begin, struct fact facts[FACTS_MAX])
{
    const uint32_t starts = TAG_SEASON | TAG_EPISODE | TAG_PART | TAG_VOLUME | TAG_MONTH |
                            TAG_MOVIE | TAG_SPECIAL | TAG_CREDITS | TAG_COUNTED;
    int count = 0;
    for (int i = begin; i < words->count && count < FACTS_MAX;) {
        const struct word *w = &words->at[i];
        bool start = (w->gap != 0 || i == begin || w->kind == WORD_HAN ||
                      (i > 0 && w[-1].kind == WORD_HAN)) &&
                     !w->release && !w->noise &&
                     (w->kind == WORD_NUMBER || word_is(words, i) & starts);
        if (start && find_at(words, i, begin, &facts[count]))
            i = facts[count++].end;
        else
            i++;
    }
    return count;
}
