/* SPDX-License-Identifier: MIT */
#include "matching/numbers.h"

#include "matching/number_rules.h"
#include "matching/words.h"
#include "rules_table.h"

enum { EPISODE_MAX = 20000 }; /* no series has higher numbers */

/* ---- Matching a pattern ---- */

/* The gap before a word that a sign of a pattern allows: no bits but those of allowed, one of
 * needed unless that is 0, a dash with space around it (wide 1), not so (-1), or either (0). */
static const struct {
    uint16_t allowed;
    uint16_t needed;
    int wide;
} gaps[128] = {
    [0] = {0, 0, 0},
    [' '] = {GAP_LIGHT, 0, 0},
    [':'] = {GAP_LIGHT, 0, -1},
    ['_'] = {GAP_SPACE | GAP_LINE, GAP_SPACE | GAP_LINE, 0},
    ['.'] = {GAP_DOT, GAP_DOT, 0},
    ['-'] = {UINT16_MAX, GAP_DASH, 1},
    ['['] = {UINT16_MAX, GAP_OPEN, 0},
    ['/'] = {GAP_BAR, GAP_BAR, 0},
    ['#'] = {UINT16_MAX, GAP_HASH, 0},
    ['='] = {GAP_DASH | GAP_TILDE | GAP_SPACE, GAP_DASH | GAP_TILDE, 0},
};

static inline bool gap_fits(const struct words *words, int i, char sign)
{
    uint16_t gap = words->at[i].gap;
    uint16_t needed = gaps[(uint8_t)sign].needed;
    int wide = gaps[(uint8_t)sign].wide;
    return ((gap & ~gaps[(uint8_t)sign].allowed) == 0) & ((needed == 0) | ((gap & needed) != 0)) &
           ((wide == 0) | ((wide > 0) == words_gap_is_wide(gap)));
}

static bool read_whole_date(struct finding *finding, int32_t value, size_t len)
{
    if (len == 8 || len == 12 || len == 14) {
        finding->year = (int16_t)(value / 10000);
    } else if (len == 6) {
        int year = value / 10000;
        finding->year = (int16_t)(year < 50 ? 2000 + year : 1900 + year);
    } else {
        return false;
    }
    finding->month = (int8_t)(value / 100 % 100);
    finding->day = (int8_t)(value % 100);
    return true;
}

/* Reads the year, month or day of a date, or all of it. */
static bool read_date(struct finding *finding, const struct word *w, char sign)
{
    int32_t value = w->value;
    if (sign == 'D')
        return read_whole_date(finding, value, w->size);
    if (sign == 'm') {
        finding->month = (int8_t)(value <= 12 ? value : 0);
        return w->size <= 2 && finding->month > 0;
    }
    if (sign == 'd') {
        finding->day = (int8_t)(value <= 31 ? value : 0);
        return w->size <= 2 && finding->day > 0;
    }
    if (w->size == 4 && value >= 1900 && value < 2100)
        finding->year = (int16_t)value;
    else if (w->size == 2)
        finding->year = (int16_t)(value < 50 ? 2000 + value : 1900 + value);
    else
        return false;
    return true;
}

static bool read_packed(struct finding *finding, const struct word *w)
{
    if (w->size < 3 || w->size > 4)
        return false;
    finding->season = (int16_t)(w->value / 100);
    finding->span[0].from = finding->span[0].to = (int16_t)(w->value % 100);
    finding->spans = 1;
    return true;
}

/* Reads a season and two episodes, one after the other: "10910". */
static bool read_double(struct finding *finding, const struct word *w)
{
    finding->season = (int16_t)(w->value / 10000);
    finding->span[0].from = (int16_t)(w->value / 100 % 100);
    finding->span[0].to = (int16_t)(w->value % 100);
    finding->spans = 1;
    return (w->size == 5 || w->size == 6) && finding->span[0].to == finding->span[0].from + 1;
}

/* Reads the number at word i as what sign stands for. */
static bool read_number(const struct words *words, int i, char sign, bool counted,
                        struct finding *finding)
{
    const struct word *w = &words->at[i];
    int32_t value = w->value;
    if (counted && w->kind == WORD_LETTERS && words_is(words, i) & TAG_COUNTED)
        value = w->tag_value;
    else if (w->kind != WORD_NUMBER || w->release || w->noise || value < 0)
        return false;
    /* Frequent signs first: the processor cannot predict a jump by sign. */
    if (sign == 'e' || sign == 'a') {
        finding->span[0].from = finding->span[0].to = (int16_t)value;
        finding->spans = 1;
        return value <= EPISODE_MAX && w->size <= 5;
    }
    if (sign == 's') {
        finding->season = (int16_t)value;
        return w->size <= 3 || words_is_year(w) || w->kind == WORD_LETTERS;
    }
    if (sign == 'l') {
        finding->span[0].to = (int16_t)value;
        return value > finding->span[0].from && value <= EPISODE_MAX;
    }
    if (sign == 'c')
        return read_packed(finding, w);
    if (sign == 'q')
        return read_double(finding, w);
    if (sign == 'D' || sign == 'y' || sign == 'm' || sign == 'd')
        return read_date(finding, w, sign);
    if (sign == 'p') {
        finding->part = (int16_t)value;
        return value < 100;
    }
    if (sign == 'h') {
        finding->spans = 0; /* half an episode has no number */
        return w->size == 1;
    }
    return sign == 't' && value < 1000;
}

/* What the word at each capital of a pattern must be; small letters are numbers. */
static const uint32_t signs[128] = {
    ['S'] = TAG_SEASON, ['E'] = TAG_EPISODE, ['P'] = TAG_PART,    ['X'] = TAG_CROSS,
    ['O'] = TAG_OF,     ['N'] = TAG_ORDINAL, ['K'] = TAG_PACK,    ['V'] = TAG_VOLUME,
    ['M'] = TAG_MONTH,  ['F'] = TAG_MOVIE,   ['Z'] = TAG_SPECIAL, ['C'] = TAG_CREDITS,
    ['U'] = TAG_UNIT,
};

/* Matches the pattern of a rule from word i on. That the first two words meet rule->wanted was
 * checked before. */
static bool match_pattern(const struct words *words, int i, const struct number_rule *rule,
                          struct finding *finding)
{
    finding->rule = rule;
    finding->kind = rule->kind;
    finding->first = (uint8_t)i;
    finding->spans = 0;
    finding->season = finding->version = finding->part = -1;
    finding->year = 0;
    finding->month = finding->day = 0;
    for (const struct pattern_word *p = rules_patterns[rule - number_rules];; p++, i++) {
        uint32_t is = signs[(uint8_t)p->sign];
        if (is ? !(words->at[i].is & is) : !read_number(words, i, p->sign, p->counted, finding))
            return false;
        if (p->sign == 'M')
            finding->month = (int8_t)words->at[i].tag_value;
        if (p->last)
            break;
        if (i + 1 >= words->count || !gap_fits(words, i + 1, p->gap))
            return false;
    }
    finding->end = (uint8_t)(i + 1);
    return true;
}

/* ---- Several episodes ---- */

static void extend(struct finding *finding, int value, bool range)
{
    struct span *last = &finding->span[finding->spans - 1];
    if (value == last->to + 1 || (range && value > last->to && value - last->from < 2000))
        last->to = (int16_t)value;
    else if (finding->spans < SPANS_MAX && (value != last->from || last->from != last->to))
        finding->span[finding->spans++] = (struct span){(int16_t)value, (int16_t)value};
}

/* Reads another "s01e03" or "1x03" of the same season at word i. Returns the number of its
 * words. */
static int read_repeated(const struct words *words, int i, const struct finding *finding,
                         int *value)
{
    int n = i;
    if (words_is(words, n) & TAG_SEASON)
        n++;
    if (n + 2 >= words->count || words->at[n].kind != WORD_NUMBER ||
        words->at[n].value != finding->season ||
        !(words_is(words, n + 1) & (TAG_EPISODE | TAG_CROSS)) ||
        words->at[n + 2].kind != WORD_NUMBER || words->at[n + 2].release)
        return 0;
    if ((n > i && words->at[n].gap != 0) || words->at[n + 2].gap != 0 ||
        words->at[n + 1].gap & ~GAP_LIGHT)
        return 0;
    *value = words->at[n + 2].value;
    return n + 3 - i;
}

/* Reads another "e03" or "x03" at word i. Returns the number of its words. */
static int read_announced(const struct words *words, int i, const struct finding *finding,
                          int *value)
{
    uint32_t is = words_is(words, i);
    bool same_kind = is & TAG_EPISODE || (is & TAG_CROSS && finding->kind == FINDING_BOTH) ||
                     (is & TAG_PART && finding->kind == FINDING_PART);
    if (!same_kind || words->at[i + 1].kind != WORD_NUMBER || words->at[i + 1].release ||
        words->at[i + 1].value < 0 || words->at[i + 1].value > EPISODE_MAX)
        return 0;
    if (words->at[i + 1].gap != 0 && (is & TAG_SHORT || words->at[i + 1].gap & ~GAP_LIGHT))
        return 0;
    *value = words->at[i + 1].value;
    return 2;
}

static int last_number(const struct finding *finding)
{
    return finding->spans > 0 ? finding->span[finding->spans - 1].to : finding->part;
}

/* Whether the name or its title ends after the run of numbers of one size that begins at word i. */
static bool run_stops(const struct words *words, int i)
{
    while (words->at[i + 1].kind == WORD_NUMBER && words->at[i + 1].gap == words->at[i].gap &&
           words->at[i + 1].size == words->at[i].size && words_is_bare(words, i + 1))
        i++;
    return words_stop(words, i);
}

/* Whether what stands at word first, after a dash with space around it, is another episode and not
 * the title of this one: "2x03 - x04", "Ep10718 - Ep10722", but "S02E05 - E15". */
static bool goes_on(const struct words *words, int first, const struct finding *finding, int value)
{
    const struct word *w = &words->at[first];
    const struct word *number = w + 1;
    int last = last_number(finding);
    if (value <= last)
        return false;
    bool several = finding->spans > 1 || finding->span[0].to > finding->span[0].from;
    if (words_is_text(words, first, "x"))
        return value == last + 1 || several;
    if (finding->kind == FINDING_BOTH || words->in_season)
        return number->size >= 3 && w->gap != 0 && number->gap == 0 && words_stop(words, first + 1);
    return words_stop(words, first + 1);
}

/* Whether the bare number at word i is another episode, after the one at word number: "-03", "_03",
 * ".04". */
static bool is_unannounced(const struct words *words, int i, const struct finding *finding,
                           int number, bool *range)
{
    const struct word *before = &words->at[number];
    const struct word *w = &words->at[i];
    if (!words_is_bare(words, i) || w->value > EPISODE_MAX)
        return false;
    int last = finding->kind == FINDING_PART ? finding->part : finding->span[finding->spans - 1].to;
    uint16_t gap = w->gap & (uint16_t)~GAP_OPEN;
    int value = finding->kind == FINDING_PACKED ? w->value % 100 : w->value;
    if (finding->kind == FINDING_PACKED &&
        (w->size != before->size || w->value / 100 != finding->season || words_is_year(w)))
        return false;
    if (value <= last)
        return false;
    bool next = value == last + 1;
    bool same = w->size == before->size;
    if (words_gap_is_wide(gap) && finding->kind == FINDING_EPISODE) {
        *range = true; /* "Episode 1001 - 1012 [720p]", but "Season 1/Episode 5 - 12" */
        return same && w->size >= 2 && !words->in_season && words_stop(words, i) &&
               !words_is_year(w) && value - last < 2000;
    }
    if (words_gap_is_wide(gap) && finding->kind != FINDING_ABSOLUTE)
        return false; /* a title follows */
    bool alike = same || w->size < before->size ||
                 (w->size == before->size + 1 && !words_is_padded(words, i));
    *range = false;
    if (gap == GAP_DASH || gap == GAP_TILDE) {
        *range = true;
        return (alike || finding->kind == FINDING_ABSOLUTE) && !words_is_year(w) &&
               (value - last < 100 || same);
    }
    if (gap & (GAP_AND | GAP_TILDE) && alike) {
        *range = (gap & GAP_TILDE) != 0;
        return true;
    }
    if (words_gap_is_wide(gap) && finding->kind == FINDING_ABSOLUTE) {
        *range = true;
        return words_is_padded(words, number) && same && words_stop(words, i) &&
               !words_gap_is_wide(words_gap_after(words, i));
    }
    if (finding->kind == FINDING_PACKED && gap == GAP_LINE) {
        *range = true;
        return true;
    }
    if (gap == GAP_LINE || gap == GAP_DOT || gap == GAP_SPACE) {
        if (!same || finding->kind == FINDING_ABSOLUTE || !run_stops(words, i))
            return false; /* "S01E11.12.Angry.Men" */
        return gap == GAP_SPACE
                   ? words_is_padded(words, i) && (finding->kind == FINDING_EPISODE || next)
                   : next;
    }
    return false;
}

/* Makes a part an episode, since more of its kind follow. */
static void part_is_episode(struct finding *finding)
{
    if (finding->kind != FINDING_PART)
        return;
    finding->kind = FINDING_EPISODE;
    finding->spans = 1;
    finding->span[0] = (struct span){finding->part, finding->part};
    finding->part = -1;
}

/* Reads the number of episodes at word i: "of 12", "of XX". */
static void read_total(const struct words *words, int i, struct finding *finding)
{
    if (!(words_is(words, i) & TAG_OF) || words->at[i].gap & ~GAP_LIGHT)
        return;
    const struct word *w = &words->at[i + 1];
    if (w->kind == WORD_NUMBER ? w->value < last_number(finding) : w->size != 2)
        return;
    finding->end += 2;
    part_is_episode(finding);
}

/* Reads the letter of a half ("01b") and the version ("v2", " v2") at word i. */
static bool read_suffix(const struct words *words, int i, int number, struct finding *finding)
{
    const struct word *w = &words->at[i];
    if (w->gap == 0 && w->kind == WORD_LETTERS && w->size == 1 && !(w->is & TAG_VERSION) &&
        words_is_bare(words, number)) {
        finding->end++;
        return true;
    }
    if (w->is & TAG_VERSION && w[1].kind == WORD_NUMBER && w[1].gap == 0 && w[1].size <= 2 &&
        (w->gap & ~(GAP_LIGHT & ~GAP_DASH)) == 0) {
        finding->version = (int16_t)w[1].value;
        finding->end += 2;
        return true;
    }
    return false;
}

/* Makes a range two single episodes: "S01E01-S01E03" is a range, "S01E01-S01E03-S01E05" is not. */
static void split_range(struct finding *finding)
{
    struct span *last = &finding->span[finding->spans - 1];
    if (last->to == last->from || finding->spans == SPANS_MAX)
        return;
    finding->span[finding->spans++] = (struct span){last->to, last->to};
    last->to = last->from;
}

/* Whether word i joins two numbers of episodes: "02 and 03", "02and03", "3 en 4". */
static bool is_joiner(const struct words *words, int i)
{
    static const char *const joiners[] = {"and", "en", "et", "und", "och", "og"};
    const struct word *w = &words->at[i];
    if (w[1].kind != WORD_NUMBER || w->kind != WORD_LETTERS || w->len < 2 || w->len > 3)
        return false;
    for (size_t k = 0; k < sizeof(joiners) / sizeof(*joiners); k++) {
        if (words_is_text(words, i, joiners[k]))
            return true;
    }
    return false;
}

/* Reads another episode at word first, tied to the number before it by a gap or the word "to".
 * Returns the number of its words. */
static int read_further(const struct words *words, int first, int number, bool to,
                        struct finding *finding, int *repeats, int *value, bool *range)
{
    uint16_t gap = words->at[first - to].gap;
    int taken = finding->kind == FINDING_BOTH ? read_repeated(words, first, finding, value) : 0;
    if (taken > 0) {
        if (++*repeats == 2 && *range)
            split_range(finding);
        *range &= *repeats == 1;
        return taken;
    }
    if (finding->kind != FINDING_ABSOLUTE && finding->kind != FINDING_PACKED) {
        taken = read_announced(words, first, finding, value);
        bool wide = words_gap_is_wide(gap) && taken > 0 && !goes_on(words, first, finding, *value);
        bool tied = gap == 0 || gap & (GAP_DASH | GAP_AND | GAP_TILDE) || to;
        if (taken > 0 && !wide &&
            (tied || (number > 0 && *value > last_number(finding) &&
                      words->at[first].len == words->at[number - 1].len)))
            return taken;
    }
    const struct word *w = &words->at[first];
    bool chain = to && w->kind == WORD_NUMBER && !w->release && w[1].gap == 0 &&
                 first + 2 < words->count && is_joiner(words, first + 1); /* "02and03and04" */
    if (to && (chain || words_is_bare(words, first)) && w->value > last_number(finding) &&
        (w->gap == 0 || words_is_padded(words, first) || words_stop(words, first))) {
        *value = w->value;
        return 1;
    }
    if (!to && is_unannounced(words, first, finding, number, range)) {
        *value = words->at[first].value;
        if (finding->kind == FINDING_PACKED)
            *value %= 100;
        return 1;
    }
    return 0;
}

/* Reads what follows the number of an episode: more episodes, a version, a total. */
static void read_on(const struct words *words, struct finding *finding)
{
    int number = finding->end - 1;
    int repeats = 0;
    for (int i = finding->end; i < words->count; i = finding->end) {
        uint16_t gap = words->at[i].gap;
        if (read_suffix(words, i, number, finding))
            continue;
        if (gap & (GAP_CLOSE | GAP_BAR | GAP_OTHER | GAP_HASH | GAP_OPEN))
            return;
        bool light = (gap & ~GAP_LIGHT) == 0 && !words_gap_is_wide(gap);
        bool to = light && gap != 0 && words_is(words, i) & TAG_TO;
        bool range = to || (gap & (GAP_DASH | GAP_TILDE)) != 0;
        bool joined = to || (light && words->at[i].len <= 3 &&
                             (is_joiner(words, i) || (gap != 0 && words->at[i].len == 3 &&
                                                      words_is_text(words, i, "and"))));
        int value = 0;
        int taken = i + joined < words->count ? read_further(words, i + joined, number, joined,
                                                             finding, &repeats, &value, &range)
                                              : 0;
        if (taken == 0 || value < 0 || value > EPISODE_MAX) {
            read_total(words, i, finding);
            return;
        }
        part_is_episode(finding);
        extend(finding, value, range);
        finding->end = (uint8_t)(i + joined + taken);
        number = finding->end - 1;
    }
}

/* Reads what follows the number of a season: "S01-S04", "Season 1 - 4". */
static void read_seasons(const struct words *words, struct finding *finding)
{
    int last = finding->season;
    for (int i = finding->end; i < words->count; i = finding->end) {
        uint16_t gap = words->at[i].gap;
        bool to = (words_is(words, i) & TAG_TO) != 0 && gap != 0;
        bool range = to || gap & (GAP_DASH | GAP_TILDE | GAP_AND | GAP_COMMA);
        int n = i + to;
        bool named = (words_is(words, n) & TAG_SEASON) != 0;
        n += named;
        if (!range || gap & (GAP_OPEN | GAP_CLOSE) || n >= words->count ||
            !words_is_bare(words, n) || words->at[n].size > 2 || words->at[n].value <= last ||
            (named && words->at[n].gap != 0 && words->at[n - 1].is & TAG_SHORT) ||
            (!named && words->at[n].size == 2 &&
             words_is_padded(words, n) != words_is_padded(words, finding->end - 1)))
            return;
        last = words->at[n].value;
        finding->end = (uint8_t)(n + 1);
    }
}

/* ---- The whole name ---- */

/* Reads a finding to its end and checks what the pattern of its rule cannot express. */
static bool complete(const struct words *words, const struct number_rule *rule,
                     struct finding *finding)
{
    if (finding->spans > 0 || finding->part >= 0)
        read_on(words, finding);
    else if (rule->kind == FINDING_SEASON && number_rule_first(rule) == TAG_SEASON)
        read_seasons(words, finding);
    return !rule->fits || rule->fits(words, finding);
}

/* Returns what a rule may require of word i: bits of TAG_... and RULE_... */
static inline uint32_t traits_of(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    uint16_t gap = w->gap;
    uint32_t is = (w->is & RULE_TAGS) | (words_gap_is_wide(gap) ? RULE_DASH : 0) |
                  (gap & (GAP_DASH | GAP_TILDE) ? RULE_TIE : 0) | (gap & GAP_DOT ? RULE_DOT : 0) |
                  (gap & GAP_OPEN ? RULE_OPEN : 0) | (gap & GAP_HASH ? RULE_HASH : 0);
    if (w->kind != WORD_NUMBER)
        return is;
    return is | RULE_NUMBER | (words_is_padded(words, i) ? RULE_ZERO : 0) |
           (w->size == 2 ? RULE_TWO : 0) | (w->size >= 3 ? RULE_LONG : 0) |
           (w->size >= 5 ? RULE_FIVE : 0) | (w[1].kind == WORD_NUMBER ? RULE_PAIR : 0);
}

/* Returns what a rule may require of what follows word i: bits of RULE_... */
static inline uint32_t traits_behind(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    uint32_t is = w->kind == WORD_NUMBER ? w[1].is : 0;
    return (is & TAG_EPISODE ? RULE_EPISODE_NEXT : 0) | (is & TAG_CROSS ? RULE_CROSS_NEXT : 0) |
           (is & (TAG_SPECIAL | TAG_UNIT | TAG_VOLUME) ? RULE_MARK_NEXT : 0);
}

/* Returns which of the rules that begin with a number, or with a word, require no other traits than
 * these: one bit for each, in their order. */
static inline uint64_t rules_for(uint64_t traits, bool number)
{
    uint64_t out = 0;
    for (int at = 0; at < 16; at++)
        out |= rules_barred[number][at][~traits >> 4 * at & 15];
    return ~out;
}

/* Finds the first rule that matches at word i. */
static bool find_at(const struct words *words, int i, struct finding *finding)
{
    bool begin = i == words->begin;
    uint32_t first = traits_of(words, i) | (begin ? RULE_BEGIN : 0) |
                     (!begin || words->titled ? RULE_INSIDE : 0) |
                     (words->in_season || words->in_series ? RULE_FOLDER : 0);
    uint32_t next = traits_of(words, i + 1) | traits_behind(words, i + 1);
    bool number = words->at[i].kind == WORD_NUMBER;
    for (uint64_t left = rules_for(RULE_WORDS(first, next), number); left; left &= left - 1) {
        const struct number_rule *rule = &number_rules[rules_of[number][__builtin_ctzll(left)]];
        if (match_pattern(words, i, rule, finding) && complete(words, rule, finding))
            return true;
    }
    return false;
}

/* Includes the word before a number if it belongs to it: the sign of a Chinese ordinal, the "ep" of
 * "ep 1x02". */
static void read_back(const struct words *words, struct finding *finding)
{
    const struct word *first = &words->at[finding->first];
    uint32_t before = words_is(words, finding->first - 1);
    if (finding->first == words->begin)
        return;
    bool ordinal = first->gap == 0 && before & TAG_ORDINAL &&
                   (first[-1].kind == WORD_HAN || first[-1].len >= 3);
    bool announced_twice = finding->kind == FINDING_BOTH && first->kind == WORD_NUMBER &&
                           (first->gap & ~GAP_LIGHT) == 0 && !words_gap_is_wide(first->gap) &&
                           before & TAG_EPISODE && first[-1].size > 1;
    if (ordinal || announced_twice)
        finding->first--;
    bool all = ordinal && finding->kind == FINDING_EPISODE && before & TAG_END;
    if (all && finding->spans == 1 && finding->span[0].from == finding->span[0].to)
        finding->span[0].from = 1; /* "全12话" */
}

/* Checks quickly whether any rule may start with a word: a number, or a word before a number. */
static inline bool may_start(const struct word *w)
{
    const uint32_t announce = TAG_SEASON | TAG_EPISODE | TAG_PART | TAG_VOLUME | TAG_MONTH |
                              TAG_MOVIE | TAG_SPECIAL | TAG_COUNTED | TAG_CROSS;
    if (w->kind == WORD_NUMBER) /* a single year does not number an episode */
        return !words_is_year(w) || w[1].kind == WORD_NUMBER || w[1].is & TAG_CROSS;
    if (w->is & TAG_CREDITS)
        return true;
    return w->is & announce && (w[1].kind == WORD_NUMBER || w[1].is & (TAG_COUNTED | TAG_SEASON));
}

int numbers_find(const struct words *words, struct finding findings[FINDINGS_MAX])
{
    struct word_set heads = words->heads;
    for (int block = 0; block < WORD_SET_BLOCKS; block++)
        heads.bits[block] &= ~words->stops.bits[block];
    word_set_add(&heads, words->count + 1, true);
    int count = 0;
    for (int i = word_set_next(&heads, words->begin); i < words->count && count < FINDINGS_MAX;) {
        const struct word *w = &words->at[i];
        bool apart = w->gap != 0 || i == words->begin || w->kind == WORD_HAN ||
                     w[-1].kind == WORD_HAN ||
                     (w->kind == WORD_NUMBER && w[-1].is & TAG_ORDINAL && w[-1].len >= 3);
        if (apart && may_start(w) && find_at(words, i, &findings[count])) {
            i = word_set_next(&heads, findings[count].end);
            read_back(words, &findings[count++]);
        } else {
            i = word_set_next(&heads, i + 1);
        }
    }
    return count;
}

int numbers_count(const struct finding *finding)
{
    int count = 0;
    for (int i = 0; i < finding->spans; i++)
        count += finding->span[i].to - finding->span[i].from + 1;
    return count;
}
