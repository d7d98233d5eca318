/* SPDX-License-Identifier: MIT */
#include "matching/number_rules.h"

#include "matching/finding.h"
#include "matching/words.h"

/* ---- What patterns cannot express ---- */

/* Whether word i begins the name: nothing that is the title precedes it. */
static bool is_first(const struct words *words, int i)
{
    return i <= words->begin && !words->titled;
}

/* Whether a date begins at word i: "Series.10-11-2008". */
static bool date_at(const struct words *words, int i)
{
    if (i + 2 >= words->count)
        return false;
    const struct word *w = &words->at[i];
    return w[0].kind == WORD_NUMBER && w[1].kind == WORD_NUMBER && w[2].kind == WORD_NUMBER &&
           w[1].gap == w[2].gap && w[1].gap != 0 && !w[1].release && !w[2].release &&
           ((words_is_year(&w[0]) && w[1].size == 2 && w[2].size == 2) ||
            (words_is_year(&w[2]) && w[1].size <= 2));
}

/* Whether the word for a season at i and the number after it are a season: "Series 2010" is a
 * title. */
static bool is_season(const struct words *words, int i)
{
    const struct word *number = &words->at[i + 1];
    bool series = words_is_text(words, i, "series");
    if (series && (number->size > 2 || number->value == 0 ||
                   (number[1].gap == 0 && number[1].is & TAG_CROSS)))
        return false;
    return !(number->gap != 0 && date_at(words, i + 1)) &&
           (number->kind != WORD_NUMBER || words_is_bare(words, i + 1) ||
            words_is(words, i + 2) & (TAG_EPISODE | TAG_CROSS | TAG_OF));
}

/* Whether the sign of a season at word i may be an initial of the title instead: "U.S. 3x05". */
static bool is_initial(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    return w->len == 1 && i > words->begin && w->gap == GAP_DOT && w[-1].len == 1 &&
           w[-1].kind == WORD_LETTERS && w[1].gap != 0;
}

static bool fits_both(const struct words *words, const struct finding *finding)
{
    return !is_initial(words, finding->first);
}

/* "The Animated Series 1x05": 1x05 needs no word before it. */
static bool fits_season_cross(const struct words *words, const struct finding *finding)
{
    const struct word *number = &words->at[finding->first + 1];
    bool tag_short = words_is(words, finding->first) & TAG_SHORT;
    return number->gap == 0 || !(tag_short || words_is_text(words, finding->first, "series"));
}

static bool fits_season_special(const struct words *words, const struct finding *finding)
{
    return words_is(words, finding->first) & TAG_SHORT;
}

/* "S01P02", but "s1 1p" */
static bool fits_season_p(const struct words *words, const struct finding *finding)
{
    const struct word *episode = &words->at[finding->first + 3];
    return words_is(words, finding->first) & TAG_SHORT && episode->size == 2 &&
           words_is_text(words, finding->first + 2, "p");
}

static bool fits_cross(const struct words *words, const struct finding *finding)
{
    const struct word *season = &words->at[finding->first];
    const struct word *episode = &words->at[finding->first + 2];
    if (!is_first(words, finding->first) && season[-1].kind == WORD_NUMBER && season->size == 1 &&
        season[-1].size == 1 && season->gap & (GAP_DOT | GAP_AND) && episode->size != 2)
        return false; /* "5.1x2", "5.1x264" */
    if (!(words_is(words, finding->first + 1) & TAG_CROSS))
        return false;
    if (words->at[finding->first + 1].gap != 0)
        return season->size <= 2 && episode->size <= 2 && !season->noise;
    return (season->size <= 2 || words_is_year(season)) && episode->size <= 4 &&
           words->at[finding->first + 1].size <= 3;
}

static bool fits_s0102(const struct words *words, const struct finding *finding)
{
    return words->at[finding->first + 1].size == 4 &&
           !words_is_year(&words->at[finding->first + 1]);
}

static bool fits_behind_season(const struct words *words, const struct finding *finding)
{
    int e = finding->first + 2;
    const struct word *episode = &words->at[e];
    const struct word *season = &words->at[finding->first + 1];
    bool single = episode->size == 1 && season->gap == 0 && words_gap_is_wide(episode->gap) &&
                  words_stop(words, finding->end - 1); /* "S2 - 3 [720p]" */
    if (!words_is_bare(words, e) || (episode->size < 2 && !single) || words_is_year(episode) ||
        !is_season(words, finding->first))
        return false;
    if (words_is(words, finding->first) & TAG_SHORT && season->gap != 0)
        return false;
    if (episode->size == 2 && !words_is_padded(words, e) && episode->gap & GAP_DASH &&
        season->size == 1 && !words_gap_is_wide(episode->gap))
        return episode->value > 0;
    if (words_is(words, e + 1) & TAG_PACK && episode->value > season->value)
        return false; /* "Season 01 - 07 Complete" */
    bool range = finding->span[0].to > finding->span[0].from && season->gap == 0;
    return range || words_is_padded(words, e) || words_gap_is_wide(episode->gap) ||
           words_stop(words, e) || words_gap_after(words, e) & GAP_DOT;
}

static bool fits_both_behind(const struct words *words, const struct finding *finding)
{
    int season = finding->first + 1;
    while (!(words_is(words, season) & TAG_SEASON))
        season++;
    return words_is(words, season) & TAG_BEHIND &&
           !(words->at[season].size == 1 && words->at[season].kind != WORD_HAN);
}

static bool fits_disc(const struct words *words, const struct finding *finding)
{
    return words->at[finding->first + 1].gap == 0 || !(words_is(words, finding->first) & TAG_SHORT);
}

static bool fits_volume(const struct words *words, const struct finding *finding)
{
    return !(words_is(words, finding->first) & TAG_SHORT);
}

/* Films of a series do not reach a hundred. */
static bool fits_movie(const struct words *words, const struct finding *finding)
{
    return words->at[finding->first + 1].size <= 2 && words_is_bare(words, finding->first + 1) &&
           !date_at(words, finding->first + 1);
}

/* "EP(01-08)" */
static bool fits_open_bracket(const struct words *words, const struct finding *finding)
{
    return words->at[finding->first].size > 1 && !words_is_year(&words->at[finding->first + 1]);
}

/* "-x02-": extras with numbers of their own. */
static bool fits_bonus(const struct words *words, const struct finding *finding)
{
    return !is_first(words, finding->first) && words->at[finding->first].gap & GAP_DASH &&
           words->at[finding->first + 1].size == 2 && !words->at[finding->first].release;
}

/* Whether a number in letters is an ordinal or Roman: "second", "II", but not "two". */
static bool is_ordinal_word(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    const char *s = words->text + w->offset;
    uint8_t a = tags_lower((uint8_t)s[w->len - 1]);
    uint8_t b = w->len > 1 ? tags_lower((uint8_t)s[w->len - 2]) : 0;
    bool roman = true;
    for (size_t k = 0; k < w->len; k++)
        roman &= s[k] == 'I' || s[k] == 'V' || s[k] == 'X';
    return roman || (b == 't' && a == 'h') || (b == 's' && a == 't') || (b == 'n' && a == 'd') ||
           (b == 'r' && a == 'd');
}

static bool fits_second_season(const struct words *words, const struct finding *finding)
{
    for (int i = finding->first; i < finding->end; i++) {
        uint32_t is = words->at[i].is;
        uint16_t gap = words->at[i].gap;
        if (is & (TAG_SEASON | TAG_EPISODE) && is & TAG_SHORT)
            return false;
        bool apart = gap != 0 && gap != GAP_DASH && !(gap == GAP_SPACE && words->at[i].size == 2);
        if (is & TAG_ORDINAL && i > finding->first && words->at[i].kind == WORD_LETTERS && apart)
            return false; /* "2nd", "2-nd", "2 nd" */
    }
    if (words->at[finding->first].kind == WORD_NUMBER)
        return true;
    if (!is_ordinal_word(words, finding->first))
        return false; /* "One Series" */
    if (words_is(words, finding->end + 1) & TAG_EPISODE &&
        words->at[finding->end].kind == WORD_NUMBER)
        return false; /* "Title Second Season 2 Episode 3" */
    const struct word *last =
        &words->at[finding->end - 1]; /* "Four Seasons" is not a fourth season */
    bool several = (words->text[last->offset + last->len - 1] | 0x20) == 's';
    return words->at[finding->first].len > 1 &&
           (!several || words_is_text(words, finding->end - 1, "series"));
}

/* Absolute numbers next to season and episode: "313-315 s16e03-05", "214 10x14" by a fansub
 * group. */
static bool fits_beside(const struct words *words, const struct finding *finding)
{
    int next = finding->end;
    if (!words_is_bare(words, finding->first) || words_is_year(&words->at[finding->first]))
        return false;
    bool range = finding->span[0].to > finding->span[0].from;
    const struct word *before = &words->at[finding->first - 1];
    if (range && before->kind == WORD_NUMBER && before->size < 3)
        return true; /* "16x03-05 313-315" */
    if (next + 1 >= words->count || words->at[next].gap & ~GAP_LIGHT)
        return false;
    bool season = words_is(words, next) & TAG_SEASON && words->at[next + 1].gap == 0 &&
                  words->at[next + 1].kind == WORD_NUMBER;
    bool cross = words->at[next].kind == WORD_NUMBER && words->at[next + 1].gap == 0 &&
                 words_is(words, next + 1) & TAG_CROSS;
    return range ? season || cross : cross && words->begin > 0;
}

/* "- 102 (02)": the number in brackets is the same episode. */
static bool fits_in_brackets(const struct words *words, const struct finding *finding)
{
    return words_is_bare(words, finding->first) &&
           words_gap_after(words, finding->end - 1) & GAP_CLOSE &&
           words->at[finding->first + 1].value == finding->span[0].from && finding->season > 0;
}

static bool fits_two_digits(const struct words *words, const struct finding *finding)
{
    const struct word *episode = &words->at[finding->end - 1];
    return episode->size >= 2 && episode->size <= 3 && episode[-1].size <= 2 &&
           (!(number_rule_first(finding->rule) & RULE_OPEN) ||
            words_gap_after(words, finding->end - 1) & GAP_CLOSE);
}

static bool fits_front(const struct words *words, const struct finding *finding)
{
    const struct word *season = &words->at[finding->first];
    const struct word *episode = season + 1;
    uint16_t after = words_gap_after(words, finding->end - 1);
    if (!words_is_bare(words, finding->first) || !words_is_bare(words, finding->first + 1) ||
        season->size > 2 || season->value == 0)
        return false;
    if (episode->gap == GAP_DASH && episode->size <= 2 && date_at(words, finding->end))
        return true; /* "8-6 2006.07.16" */
    if (episode->size != 2)
        return false;
    if (episode->gap == GAP_DASH)
        return after & GAP_SPACE && !(after & GAP_OPEN);
    return episode->gap == GAP_DOT && words_gap_is_wide(after);
}

static bool fits_lined(const struct words *words, const struct finding *finding)
{
    const struct word *season = &words->at[finding->first];
    const struct word *episode = season + 1;
    uint16_t after = words_gap_after(words, finding->first + 1);
    if (!words_is_bare(words, finding->first) || !words_is_bare(words, finding->first + 1) ||
        episode->size != 2 || season->value == 0)
        return false;
    if (episode->gap == GAP_DOT) {
        return words_is_padded(words, finding->first) && season->gap == GAP_DOT &&
               words->at[finding->first + 2].size == 1;
    }
    int lines = 0;
    for (int i = words->begin; i < words->count; i++)
        lines += words->at[i].gap == GAP_LINE;
    return episode->gap == GAP_LINE && lines == 1 && season->gap & (GAP_DASH | GAP_DOT) &&
           (words_stop(words, finding->first + 1) || after == GAP_DASH);
}

/* "Title 11-13.avi": a file with so many episodes is rarer than season and episode. Two episodes,
 * or those from the first on, are a range. */
static bool fits_file_pair(const struct words *words, const struct finding *finding)
{
    const struct word *season = &words->at[finding->first];
    const struct word *episode = season + 1;
    return words->video && !words->in_season && !words->fansub &&
           words_is_bare(words, finding->first) && words_is_bare(words, finding->first + 1) &&
           finding->end == words->count && episode->size == 2 && season->value > 1 &&
           season->value < 40 && season->gap & (GAP_SPACE | GAP_DOT | GAP_LINE) &&
           episode->gap == GAP_DASH && !words_gap_is_wide(season->gap) &&
           episode->value != season->value && episode->value != season->value + 1 &&
           finding->spans == 1 && words->tail == GAP_OTHER;
}

static bool fits_packed_number(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    return words_is_bare(words, i) &&
           w->value >= 100 - (w->size == 4 && words_is_padded(words, i) ? 100 : 0) &&
           !words_is_year(w);
}

/* "Title.10910.hdtv" */
static bool fits_double(const struct words *words, const struct finding *finding)
{
    const struct word *w = &words->at[finding->first];
    return words->broadcast && words_is_bare(words, finding->first) && finding->season > 0 &&
           finding->first > words->begin && finding->span[0].from > 0 &&
           (w->size == 5 || words_is_padded(words, finding->first)) &&
           words_stop(words, finding->first);
}

static bool fits_cap(const struct words *words, const struct finding *finding)
{
    return words_is(words, finding->first) & TAG_PACKED &&
           words_is(words, finding->first) & TAG_SHORT &&
           (words_is_bare(words, finding->first + 1) ||
            words->at[finding->first + 1].kind == WORD_NUMBER);
}

static bool fits_episode(const struct words *words, const struct finding *finding)
{
    int e = finding->first + 1;
    const struct word *w = &words->at[e];
    const struct word *word = &words->at[finding->first];
    if (finding->first >= words->begin + 2 && words_is_text(words, finding->first - 1, "wars") &&
        words_is_text(words, finding->first - 2, "star"))
        return false; /* a series of films */
    if (w->kind != WORD_NUMBER)
        return w->gap != 0 && (!(words_is(words, finding->first) & TAG_SHORT) || word->size > 1);
    if (word->len == 3 && (words_is_text(words, finding->first, "tap") ||
                           words_is_text(words, finding->first, "dil")))
        return false; /* these have accents as words for an episode */
    if (e + 2 < words->count && words->at[e + 1].gap == 0 && words_is(words, e + 1) & TAG_CROSS &&
        words->at[e + 2].kind == WORD_NUMBER)
        return false; /* "ep 2x03" */
    if (words->at[finding->first].size == 1 && w->gap != 0 &&
        words->at[finding->first].kind != WORD_HAN)
        return false;
    return w->size < 5 || w->gap == 0;
}

static bool fits_front_episode(const struct words *words, const struct finding *finding)
{
    int e = finding->first + 1;
    return words_is(words, e) & TAG_BEHIND &&
           !(words->at[e + 1].kind == WORD_NUMBER && !words->at[e + 1].release &&
             (words->at[e + 1].gap & ~GAP_LIGHT) == 0 && words->at[e].kind != WORD_HAN) &&
           !words_is_year(&words->at[finding->first]);
}

static bool fits_front_season(const struct words *words, const struct finding *finding)
{
    return words->at[finding->first].size <= 2 && fits_front_episode(words, finding);
}

/* "第01-12话" */
static bool fits_range_behind(const struct words *words, const struct finding *finding)
{
    return words->at[finding->first].size <= 4 && words_is(words, finding->first + 2) & TAG_BEHIND;
}

static bool fits_total(const struct words *words, const struct finding *finding)
{
    return words->at[finding->first].size <= 3 &&
           words->at[finding->first].value <= words->at[finding->first + 2].value &&
           words->at[finding->first].value > 0;
}

static bool fits_hash(const struct words *words, const struct finding *finding)
{
    return !is_first(words, finding->first) && words_is_bare(words, finding->first) &&
           words->at[finding->first].size <= 4 && words->at[finding->first].gap != GAP_HASH;
}

/* Whether the year of a date is that of another one, which begins with it: the "24.7.2008" of
 * "24.7.2008.06.08". */
static bool begins_next_date(const struct words *words, int year)
{
    const struct word *w = &words->at[year];
    return year + 2 < words->count && w->size == 4 && w->gap == GAP_DOT && w[1].gap == GAP_DOT &&
           w[2].gap == GAP_DOT && w[1].kind == WORD_NUMBER && w[2].kind == WORD_NUMBER &&
           w[1].size == 2 && w[2].size == 2 && w[1].value >= 1 && w[1].value <= 12 &&
           w[2].value >= 1 && w[2].value <= 31;
}

static bool fits_date(const struct words *words, const struct finding *finding)
{
    const struct word *first = &words->at[finding->first];
    if (finding->month < 1 || finding->month > 12 || finding->day < 1 || finding->day > 31 ||
        finding->year < 1900 || finding->year > 2100)
        return false;
    if (finding->end - finding->first == 1)
        return words_is_bare(words, finding->first) && (first->size >= 8 || finding->year < 2050);
    uint16_t gap = first[1].gap;
    bool whole = finding->first > words->begin && words_stop(words, finding->end - 1);
    if (finding->rule->how & RULE_MONTH_NAME) {
        bool tied = gap == first[2].gap && (gap == GAP_DASH || gap == GAP_DOT); /* "16-Feb-17" */
        return words->at[finding->end - 1].size == 4 ||
               (tied && whole && first->kind == WORD_NUMBER && finding->end - finding->first == 3);
    }
    if (gap != first[2].gap || gap == GAP_COMMA)
        return false;
    const struct word *year = finding->rule->how & RULE_YEAR_FIRST ? first : first + 2;
    if (year->size == 2 && finding->rule->how & RULE_MONTH_FIRST) {
        return whole && finding->day > 12 && first->size == 2 && first[1].size == 2 &&
               (gap == GAP_DASH || gap == GAP_DOT); /* "10-19-12" */
    }
    if (year->size == 2) {
        whole = !is_first(words, finding->first) || words_stop(words, finding->end - 1);
        return whole && year > first && first->size == 2 && first[1].size == 2 && gap == GAP_DOT;
    }
    return year == first || !begins_next_date(words, finding->first + 2);
}

/* "2010-23-11": there is no such month. */
static bool fits_day_first(const struct words *words, const struct finding *finding)
{
    const struct word *w = &words->at[finding->first];
    return finding->day > 12 && w->size == 4 && w[1].size == 2 && w[2].size == 2 &&
           fits_date(words, finding);
}

static bool fits_half(const struct words *words, const struct finding *finding)
{
    int h = finding->end - 1;
    const struct word *a = &words->at[h - 1];
    if (!words_is_bare(words, h) || a->size > 3 || words->at[h].size != 1 || a->release ||
        words->at[h].value == 0)
        return false;
    if (h - 1 == finding->first &&
        (is_first(words, finding->first) || !(words_gap_is_wide(a->gap) || words->fansub)))
        return false;
    return words_stop(words, h) ||
           (words_gap_after(words, h) == GAP_DOT && words->at[h + 1].size == 1);
}

static bool fits_special(const struct words *words, const struct finding *finding)
{
    int e = finding->first + 1;
    return !is_first(words, finding->first) && words->at[e].size <= 3 &&
           !(words_is(words, finding->first) & TAG_SHORT) &&
           (words->at[e].gap == 0 || words->at[finding->first].size >= 3) &&
           !words_gap_is_wide(words->at[e].gap);
}

static bool fits_bracket(const struct words *words, const struct finding *finding)
{
    const struct word *w = &words->at[finding->first];
    if (!words_is_bare(words, finding->first) || w->size > 4 || words_is_year(w))
        return false;
    int last = finding->end - 1;
    bool range = finding->span[0].to > finding->span[0].from;
    if (words_is(words, last + 1) & TAG_END && !(words_gap_after(words, last) & GAP_CLOSE))
        last++;
    else if (range && words_gap_after(words, last) == 0)
        return true; /* "[01-06TV+SP]" */
    if (words->brackets[w->brackets].open == '(') {
        return (words_gap_is_wide(w->gap) || words->fansub) &&
               finding->span[0].to > finding->span[0].from;
    }
    return words_gap_after(words, last) & (GAP_CLOSE | GAP_OPEN) && (words->fansub || w->size <= 3);
}

/* "标题(9).mkv": in Latin names that is the number of a copy. */
static bool fits_round_bracket(const struct words *words, const struct finding *finding)
{
    const struct word *w = &words->at[finding->first];
    return w[-1].kind == WORD_HAN && finding->end == words->count && words->tail & GAP_CLOSE &&
           w->size <= 3 && words_is_bare(words, finding->first);
}

static bool fits_dash(const struct words *words, const struct finding *finding)
{
    const struct word *w = &words->at[finding->first];
    int last = finding->end - 1;
    if (!words_is_bare(words, finding->first) || w->size > 4 || words_is_year(w) ||
        !words_stop(words, last))
        return false;
    if (words_gap_after(words, last) == GAP_DOT && words->at[last + 1].size == 1)
        return false;
    bool year_follows = words_is_year(&words->at[last + 1]);
    return w->size >= 2 || words->fansub || (!year_follows && finding->version >= 0);
}

/* "- 1 - Title", "- 1-2 - Title" */
static bool fits_between(const struct words *words, const struct finding *finding)
{
    const struct word *w = &words->at[finding->first];
    uint16_t after = words_gap_after(words, finding->end - 1);
    return words_is_bare(words, finding->first) && w->size == 1 && w->value > 0 &&
           words_gap_is_wide(after);
}

static bool fits_padded(const struct words *words, const struct finding *finding)
{
    return words_is_bare(words, finding->first) && words->at[finding->first].size <= 4;
}

/* Whether a number may be the lines of a picture, and nothing after it is: "Title 720", but
 * "Title 720 720p". */
static bool may_be_lines(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    static const int lines[] = {480, 540, 576, 720, 1080, 2160, 264, 265};
    if (w[1].kind == WORD_NUMBER && w[1].release && w[1].size >= 3)
        return false;
    for (size_t k = 0; k < sizeof(lines) / sizeof(*lines); k++) {
        if (w->value == lines[k])
            return true;
    }
    return false;
}

static bool fits_packed(const struct words *words, const struct finding *finding)
{
    int i = finding->first;
    const struct word *w = &words->at[i];
    uint16_t gap = w->gap;
    if (!fits_packed_number(words, i) || words_is_year(&words->at[finding->end]))
        return false;
    if (((gap & ~(GAP_SPACE | GAP_DOT | GAP_LINE)) != 0 && gap != GAP_DASH) || w[-1].is & TAG_CROSS)
        return false;
    if (gap == GAP_DASH && words_is_bare(words, i - 1))
        return false; /* "(1017-1088)" */
    if (w->size == 3 && words_is_padded(words, i))
        return false;
    if (may_be_lines(words, i))
        return false;
    if (w->size == 4 && !words_stop(words, finding->end - 1) && !words_is_padded(words, i))
        return false;
    if (!words_stop(words, finding->end - 1) && !(w->size == 4 && words_is_padded(words, i)) &&
        (gap == GAP_SPACE || words_gap_after(words, finding->end - 1) & GAP_DASH))
        return false;                                                    /* "Area 101 of it" */
    bool last = words->broadcast && words_stop(words, finding->end - 1); /* "A.vs.B.208.HDTV" */
    return !words->fansub && (!words->event || last);
}

/* Whether number i is behind the point of a decimal number, in a name whose gaps are no dots:
 * "Title 1.11", "6.006 Title". */
static bool is_decimal(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    return w->gap == GAP_DOT && i > words->begin && w[-1].kind == WORD_NUMBER &&
           w[-1].gap != GAP_DOT && w[-1].gap != 0;
}

static bool fits_trailing(const struct words *words, const struct finding *finding)
{
    int i = finding->first;
    const struct word *w = &words->at[i];
    int last = finding->end - 1;
    bool all = w->value == 1 && finding->span[0].to >= 10; /* "1-13" */
    if (!words_is_bare(words, i) || w->size > 4 || words_is_year(w) || (w->size < 2 && !all) ||
        !words_stop(words, last) || words_is_year(&words->at[finding->end]) || words->event)
        return false;
    if (w->gap & ~(GAP_LIGHT | GAP_OTHER | GAP_CLOSE | GAP_TILDE) || words_gap_is_wide(w->gap) ||
        (w->gap == GAP_DASH && !words->fansub && !words_is_padded(words, i)))
        return false;
    if (w->size >= 3 && !words->fansub && !words_is_padded(words, i))
        return false;
    if (is_decimal(words, i) && w->size == 2 && !words_is_padded(words, i))
        return false;
    return w->value != 0 && !(may_be_lines(words, i) && w->value >= 480);
}

/* Whether a number at the front of a file in a season's folder, or after the title of the series,
 * is the episode's. */
static bool is_front_of_file(const struct words *words, int i)
{
    return words->in_season && words_is_bare(words, i) && words->at[i].size <= 4 &&
           !words_is_year(&words->at[i]) && !date_at(words, i);
}

/* "Season 1/1.02 Title", "Season 1/1-02 Title": the season is named twice. */
static bool fits_season_again(const struct words *words, const struct finding *finding)
{
    const struct word *season = &words->at[finding->first];
    const struct word *episode = season + 1;
    return is_front_of_file(words, finding->first) && words_is_bare(words, finding->first + 1) &&
           season->value == words->season && episode->size == 2 &&
           (episode->gap == GAP_DOT || (episode->gap == GAP_DASH && season->size == 1));
}

/* "Season 4/407 Title" */
static bool fits_season_packed(const struct words *words, const struct finding *finding)
{
    const struct word *w = &words->at[finding->first];
    return is_front_of_file(words, finding->first) && w->value / 100 == words->season &&
           w->value % 100 > 0 && words->season > 0;
}

/* "Season 4/07 Title" */
static bool fits_in_season(const struct words *words, const struct finding *finding)
{
    return is_front_of_file(words, finding->first);
}

/* "Show/05 - Title" */
static bool fits_in_series(const struct words *words, const struct finding *finding)
{
    const struct word *w = &words->at[finding->first];
    uint16_t after = words_gap_after(words, finding->end - 1);
    bool apart = words_gap_is_wide(after) || after == (GAP_DOT | GAP_SPACE) || after == GAP_LINE;
    return words->in_series && !words->in_season && !words->titled && w->size <= 4 &&
           words_is_bare(words, finding->first) && !words_is_year(w) &&
           !date_at(words, finding->first) &&
           (words_is_padded(words, finding->first) || (apart && w->size >= 2));
}

static bool fits_leading(const struct words *words, const struct finding *finding)
{
    return words_is_bare(words, finding->first) && words->at[finding->first].size <= 4 &&
           !words_is_year(&words->at[finding->first]);
}

static bool fits_middle(const struct words *words, const struct finding *finding)
{
    int i = finding->first;
    if (is_decimal(words, i) && words->at[i].size > 2)
        return false;
    return words_is_bare(words, i) && words->at[i].value > 0 && words->at[i].size <= 3 &&
           !(words->at[i].gap & ~(GAP_LIGHT | GAP_OTHER | GAP_CLOSE)) && !words->event;
}

static bool fits_season(const struct words *words, const struct finding *finding)
{
    int n = finding->first + 1;
    const struct word *word = &words->at[finding->first];
    const struct word *w = &words->at[n];
    char c = (char)(words->text[word->offset] | 0x20);
    if (w->kind == WORD_LETTERS) {
        return !(words_is(words, finding->first) & TAG_SHORT) && c != 't' &&
               (w->size > 1 || word->len >= 5) && !words_is_text(words, finding->first, "series");
    }
    if (!is_season(words, finding->first))
        return false;
    if (words_is_year(w) && w->gap != 0 && finding->first > words->begin &&
        words_is_text(words, finding->first, "season") && words->at[n + 1].release)
        return false; /* "The Long Season 2017 1080p" */
    if (words_is(words, finding->first) & TAG_SHORT) {
        return c == 's' && !words_is_text(words, finding->first, "so") &&
               (w->gap == 0 || (words_is_padded(words, n) && w->size == 2 &&
                                (w->gap == GAP_SPACE || w->gap == GAP_DOT)));
    }
    return true;
}

static bool fits_credits(const struct words *words, const struct finding *finding)
{
    int i = finding->first;
    if (is_first(words, i) || words->at[i].gap == 0)
        return false;
    if (!(words_is(words, i) & TAG_SHORT))
        return true;
    bool number = words->at[i + 1].kind == WORD_NUMBER && words->at[i + 1].gap == 0;
    uint16_t gap = words->at[i].gap;
    bool apart = words_gap_is_wide(gap) || gap & GAP_OPEN;
    if (words->at[i].len >= 4) { /* "- Menu 01" */
        int last = i + words_is_bare(words, i + 1);
        return (apart || words->fansub || words->at[i - 1].kind == WORD_NUMBER) &&
               words_stop(words, last);
    }
    return number || (apart && words_stop(words, i));
}

/* ---- The rules ---- */

#define WORDS        RULE_WORDS
#define ANY          RULE_ANY
#define NUMBER       RULE_NUMBER
#define ZERO         RULE_ZERO
#define LONG         RULE_LONG
#define TWO          RULE_TWO
#define FIVE         RULE_FIVE
#define PAIR         RULE_PAIR
#define BEGIN        RULE_BEGIN
#define INSIDE       RULE_INSIDE
#define FOLDER       RULE_FOLDER
#define DASH         RULE_DASH
#define TIE          RULE_TIE
#define DOT          RULE_DOT
#define OPEN         RULE_OPEN
#define HASH         RULE_HASH
#define EPISODE_NEXT RULE_EPISODE_NEXT
#define CROSS_NEXT   RULE_CROSS_NEXT
#define MARK_NEXT    RULE_MARK_NEXT

/* The rules, the most reliable first: the first one that matches at a word is used. A pattern is
 * read from left to right. The signs of its elements:
 *
 * - s e a: a number, of the season, of the episode, counted over the whole series
 * - c: season and episode in one number: 102
 * - q: a season and two episodes in one number: 10910
 * - l: the last episode of a range
 * - y m d: year, month, day. D: all three in one number
 * - p t h: the number of a part, a total, a single digit after a point
 * - ~: the number that follows may be a word or a Roman numeral
 * - 0 2 3: the number that follows has leading zeros, two digits, three or more
 * - S E P X: a word for a season, an episode, a part; the cross of 1x02
 * - O N K V: "of", the ending of an ordinal, "complete", "volume"
 * - M F Z C U: a month, "movie", a word for a special, for an opening, a unit
 *
 * and of what is between them:
 *
 * - no sign: nothing between the words
 * - space: at most a light gap: space, dot, line, dash, comma
 * - colon: the same, but no dash with space around it
 * - _ . /: a space or a line, a dot, a slash
 * - dash: a dash with space around it. =: a dash or a tilde
 * - #: a number sign before the next number
 * - [ ]: a bracket opens before the next word, closes after the last
 * - ^ $: the name begins here, a title would end here */
const struct number_rule number_rules[] = {
    {"s01e02", "S:s E e", WORDS(TAG_SEASON, NUMBER | EPISODE_NEXT), FINDING_BOTH, 0, 0.99,
     fits_both},
    {"s01x02", "S:s X e", WORDS(TAG_SEASON, NUMBER | CROSS_NEXT), FINDING_BOTH, 0, 0.98,
     fits_season_cross},
    {"s01sp02", "SsZe", WORDS(TAG_SEASON, NUMBER | MARK_NEXT), FINDING_BOTH, 0, 0.5,
     fits_season_special},
    {"s01p02", "SsUe", WORDS(TAG_SEASON, NUMBER | MARK_NEXT), FINDING_BOTH, 0, 0.8, fits_season_p},
    {"1x02", "sXe", WORDS(NUMBER, TAG_CROSS), FINDING_BOTH, 0, 0.97, fits_cross},
    {"2 season 3 episode", "s S e E", WORDS(NUMBER, TAG_SEASON), FINDING_BOTH, 0, 0.95,
     fits_both_behind},
    {"2nd season 3rd episode", "s N S e N E", WORDS(NUMBER, TAG_ORDINAL), FINDING_BOTH, 0, 0.95,
     fits_second_season},
    {"1 x 2", "s_X_e", WORDS(NUMBER, TAG_CROSS), FINDING_BOTH, 0, 0.91, fits_cross},
    {"season 1/1.02", "^s e", WORDS(BEGIN | NUMBER | FOLDER, NUMBER), FINDING_BOTH, RULE_LEADING,
     0.93, fits_season_again},
    {"season 4/407", "^c", WORDS(BEGIN | LONG | FOLDER, ANY), FINDING_PACKED, RULE_LEADING, 0.85,
     fits_season_packed},
    {"season 4/07", "^a", WORDS(BEGIN | NUMBER | FOLDER, ANY), FINDING_EPISODE, RULE_LEADING, 0.93,
     fits_in_season},
    {"series/05 - title", "^a", WORDS(BEGIN | NUMBER | FOLDER, ANY), FINDING_ABSOLUTE, RULE_LEADING,
     0.85, fits_in_series},
    {"s01d02", "S:s V t", WORDS(TAG_SEASON, NUMBER | MARK_NEXT), FINDING_SEASON, 0, 0.93,
     fits_disc},
    {"s0102", "Sc", WORDS(TAG_SEASON, LONG), FINDING_PACKED, 0, 0.93, fits_s0102},
    {"s01 02", "S:s e", WORDS(TAG_SEASON, PAIR), FINDING_BOTH, 0, 0.93, fits_behind_season},
    {"[1.02]", "[s.e]", WORDS(OPEN | NUMBER, NUMBER | DOT), FINDING_BOTH, 0, 0.91, fits_two_digits},
    {"episode 1.02", "E s.e", WORDS(TAG_EPISODE, PAIR), FINDING_BOTH, 0, 0.92, fits_two_digits},
    {"cap. 102", "E c", WORDS(TAG_EPISODE, LONG), FINDING_PACKED, 0, 0.92, fits_cap},
    {"episode 7.5", "E a.h", WORDS(TAG_EPISODE, PAIR), FINDING_SPECIAL, 0, 0.7, fits_half},
    {"episode 2", "E ~e", WORDS(TAG_EPISODE, ANY), FINDING_EPISODE, 0, 0.92, fits_episode},
    {"episode (2", "E[e", WORDS(TAG_EPISODE, NUMBER | OPEN), FINDING_EPISODE, 0, 0.89,
     fits_open_bracket},
    {"2nd episode", "e N E", WORDS(NUMBER, TAG_ORDINAL), FINDING_EPISODE, 0, 0.89,
     fits_second_season},
    {"1-12 episodes", "e=lE", WORDS(NUMBER, NUMBER | TIE | EPISODE_NEXT), FINDING_EPISODE, 0, 0.91,
     fits_range_behind},
    {"2 episode", "e E", WORDS(NUMBER, TAG_EPISODE), FINDING_EPISODE, 0, 0.91, fits_front_episode},
    {"2 of 12", "e O t", WORDS(NUMBER, TAG_OF), FINDING_EPISODE, 0, 0.91, fits_total},
    {"#2", "#e", WORDS(HASH | NUMBER, ANY), FINDING_EPISODE, 0, 0.91, fits_hash},
    {"2010-11-23", "y m d", WORDS(NUMBER, PAIR), FINDING_DATE, RULE_YEAR_FIRST, 0.97, fits_date},
    {"23-11-2010", "d m y", WORDS(NUMBER, PAIR), FINDING_DATE, 0, 0.93, fits_date},
    {"23/11/2010", "d/m/y", WORDS(NUMBER, PAIR), FINDING_DATE, 0, 0.93, fits_date},
    {"11-23-2010", "m d y", WORDS(NUMBER, PAIR), FINDING_DATE, RULE_MONTH_FIRST, 0.93, fits_date},
    {"2010-23-11", "y d m", WORDS(NUMBER, PAIR), FINDING_DATE, RULE_YEAR_FIRST, 0.91,
     fits_day_first},
    {"23 november 2010", "d M y", WORDS(NUMBER, TAG_MONTH), FINDING_DATE, RULE_MONTH_NAME, 0.97,
     fits_date},
    {"23rd november 2010", "dN M y", WORDS(NUMBER, TAG_ORDINAL), FINDING_DATE, RULE_MONTH_NAME,
     0.97, fits_date},
    {"november 23 2010", "M d y", WORDS(TAG_MONTH, PAIR), FINDING_DATE, RULE_MONTH_NAME, 0.95,
     fits_date},
    {"november 23rd 2010", "M dN y", WORDS(TAG_MONTH, NUMBER), FINDING_DATE, RULE_MONTH_NAME, 0.95,
     fits_date},
    {"10910", "q", WORDS(FIVE, ANY), FINDING_BOTH, 0, 0.6, fits_double},
    {"20101123", "D", WORDS(FIVE, ANY), FINDING_DATE, 0, 0.89, fits_date},
    {"4-13 title", "^s e", WORDS(BEGIN | NUMBER, NUMBER), FINDING_BOTH, 0, 0.6, fits_front},
    {"title 04_13", "2s e", WORDS(TWO | INSIDE, NUMBER), FINDING_BOTH, 0, 0.6, fits_lined},
    {"title 11-13", "2s=e", WORDS(TWO | INSIDE, NUMBER | TIE), FINDING_BOTH, 0, 0.6,
     fits_file_pair},
    {"2nd season", "s N S", WORDS(NUMBER, TAG_ORDINAL), FINDING_SEASON, 0, 0.93,
     fits_second_season},
    {"2 season", "s S", WORDS(NUMBER, TAG_SEASON), FINDING_SEASON, 0, 0.89, fits_front_season},
    {"1xall", "sK", WORDS(NUMBER, TAG_PACK), FINDING_SEASON, 0, 0.91, NULL},
    {"12.5", "a.h", WORDS(NUMBER, NUMBER | DOT), FINDING_SPECIAL, 0, 0.7, fits_half},
    {"sp01", "Z e", WORDS(TAG_SPECIAL, NUMBER), FINDING_SPECIAL, 0, 0.85, fits_special},
    {"- 102 (02)", "-c[t", WORDS(DASH | LONG, NUMBER | OPEN), FINDING_PACKED, 0, 0.89,
     fits_in_brackets},
    {"- 01", "-a$", WORDS(DASH | NUMBER | INSIDE, ANY), FINDING_ABSOLUTE, RULE_BESIDE | RULE_BEHIND,
     0.93, fits_dash},
    {"[01]", "[a]", WORDS(OPEN | NUMBER | INSIDE, ANY), FINDING_ABSOLUTE, RULE_BESIDE, 0.93,
     fits_bracket},
    {"(9)", "[a]", WORDS(OPEN | NUMBER | INSIDE, ANY), FINDING_ABSOLUTE, 0, 0.6,
     fits_round_bracket},
    {"- 01 title", "-0a", WORDS(DASH | ZERO | INSIDE, ANY), FINDING_ABSOLUTE, 0, 0.85, fits_padded},
    {"313 16x03", "3a", WORDS(LONG | INSIDE, ANY), FINDING_ABSOLUTE, RULE_BESIDE, 0.5, fits_beside},
    {"102", "c", WORDS(LONG | INSIDE, ANY), FINDING_PACKED, RULE_LAST, 0.6, fits_packed},
    {"- 1 -", "-a", WORDS(DASH | NUMBER | INSIDE, ANY), FINDING_ABSOLUTE, 0, 0.8, fits_between},
    {"title 01", "a$", WORDS(NUMBER | INSIDE, ANY), FINDING_ABSOLUTE, RULE_LAST, 0.8,
     fits_trailing},
    {"01 title", "^a", WORDS(BEGIN | NUMBER, ANY), FINDING_ABSOLUTE, RULE_LEADING, 0.6,
     fits_leading},
    {"title 01 title", "0a", WORDS(ZERO | INSIDE, ANY), FINDING_ABSOLUTE, 0, 0.6, fits_middle},
    {"part 2", "P ~p", WORDS(TAG_PART, ANY), FINDING_PART, 0, 0.7, NULL},
    {"season 2", "S:~s", WORDS(TAG_SEASON, ANY), FINDING_SEASON, 0, 0.93, fits_season},
    {"second season", "~s S", WORDS(TAG_COUNTED, TAG_SEASON), FINDING_SEASON, 0, 0.89,
     fits_second_season},
    {"movie 2", "F a", WORDS(TAG_MOVIE, NUMBER), FINDING_NOTHING, RULE_MOVIE, 0.0, fits_movie},
    {"volume 2", "V a", WORDS(TAG_VOLUME, NUMBER), FINDING_NOTHING, 0, 0.0, fits_volume},
    {"2nd cour", "t N V", WORDS(NUMBER, TAG_ORDINAL), FINDING_NOTHING, 0, 0.0, fits_second_season},
    {"-x02", "Xa", WORDS(TAG_CROSS, NUMBER), FINDING_NOTHING, 0, 0.0, fits_bonus},
    {"ncop", "C", WORDS(TAG_CREDITS, ANY), FINDING_NOTHING, RULE_CREDITS, 0.0, fits_credits},
    {.name = NULL},
};
