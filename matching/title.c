/* SPDX-License-Identifier: MIT */
#include "matching/title.h"

#include <string.h>

#include "matching/finding.h"
#include "matching/text.h"

bool title_brackets_are_release(const struct words *words, const struct brackets *brackets)
{
    for (int i = brackets->first; i < brackets->end; i++) {
        const struct word *w = &words->at[i];
        if (!w->release && !w->noise && words->at[i].ends == TAG_NEVER)
            return false;
    }
    return brackets->end > brackets->first;
}

bool title_is_upper(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    bool capital = false;
    for (size_t k = 0; k < w->len; k++) {
        char c = words->text[w->offset + k];
        if (c >= 'a' && c <= 'z' && c != 'i')
            return false;
        capital |= c >= 'A' && c <= 'Z';
    }
    return capital || w->kind == WORD_NUMBER;
}

bool title_country(const struct words *words, int i, char letters[2])
{
    static const char codes[] = "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBT"
                                "BVBWBYBZCACCCDCFCGCHCICKCLCM"
                                "CNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGF"
                                "GGGHGIGLGMGNGPGQGRGSGTGUGWGY"
                                "HKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALB"
                                "LCLILKLRLSLTLULVLYMAMCMDMEMF"
                                "MGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPE"
                                "PFPGPHPKPLPMPNPRPSPTPWPYQARE"
                                "RORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTL"
                                "TMTNTOTRTTTVTWTZUAUGUMUSUYUZ"
                                "VAVCVEVGVIVNVUWFWSYEYTZAZMZW";
    const struct word *w = &words->at[i];
    char s[3];
    if (w->kind != WORD_LETTERS || w->len < 2 || w->len > 3)
        return false;
    for (size_t k = 0; k < w->len; k++) /* only the usual ones may be in small letters */
        s[k] = (char)(words->text[w->offset + k] & (w->is & TAG_COUNTRY ? ~0x20 : ~0));
    if (w->len == 3 || (s[0] == 'U' && s[1] == 'K')) {
        bool usa = w->len == 3 && memcmp(s, "USA", 3) == 0;
        memcpy(letters, usa ? "US" : "GB", 2);
        return usa || w->len == 2;
    }
    for (size_t k = 0; k + 2 < sizeof(codes); k += 2) {
        if (codes[k] == s[0] && codes[k + 1] == s[1]) {
            memcpy(letters, s, 2);
            return true;
        }
    }
    return false;
}

/* Whether a word is a broadcaster only in capitals: "Life" is a word and "LIFE" a broadcaster. */
static bool is_site_word(const struct word *w)
{
    return w->is & TAG_SITE && !(w->is & (TAG_FORMAT | TAG_LANGUAGE | TAG_EDITION));
}

/* Whether the number of an episode, or a dash before it, follows word i. */
static bool number_follows(const struct words *words, int i)
{
    if (i + 1 >= words->count)
        return word_set_next(&words->stops, 0) >= words->count; /* a folder of a series */
    const struct word *next = &words->at[i + 1];
    bool number = next->kind == WORD_NUMBER && !next->release && !words_is_year(next);
    bool announced = next->is & (TAG_SEASON | TAG_EPISODE) && next[1].kind == WORD_NUMBER;
    return number || announced || words_gap_is_wide(next->gap);
}

bool title_brackets_are_country(const struct words *words, const struct brackets *brackets)
{
    char letters[2];
    int i = brackets->first;
    return brackets->end == i + 1 && brackets->open == '(' && i > words->begin &&
           title_country(words, i, letters) && number_follows(words, i);
}

bool title_brackets_are_network(const struct words *words, const struct brackets *brackets)
{
    int i = brackets->first;
    return brackets->end == i + 1 && brackets->open == '(' && i > words->begin &&
           is_site_word(&words->at[i]) && title_is_upper(words, i) && number_follows(words, i);
}

/* Short words count only in capitals; a language of three letters also next to another language. */
static bool is_short_word(const struct words *words, int i, bool languages)
{
    const struct word *w = &words->at[i];
    if (w->len > 3)
        return false;
    bool language = w->len == 3 && w->is & TAG_LANGUAGE;
    return !(language && (languages || words_is(words, i - 1) & TAG_LANGUAGE));
}

int title_trim_release(const struct words *words, int first, int end, int least)
{
    bool capitals = false; /* after long words in capitals, only capitals are a language */
    bool languages = false;
    while (end - first > 1) {
        const struct word *w = &words->at[end - 1];
        if (w->is == 0 || words->at[end - 1].ends < least)
            break;
        bool upper = title_is_upper(words, end - 1);
        if (w->ends == TAG_WEAK && !upper &&
            (is_short_word(words, end - 1, languages) || is_site_word(w) ||
             (capitals && w->is & TAG_LANGUAGE)))
            break;
        capitals |= upper && w->len > 3;
        languages |= (w->is & TAG_LANGUAGE) != 0;
        end--;
    }
    return end;
}

/* ---- Two scripts ---- */

/* The letters of Latin up to U+024F, and those from U+1E00 on, as Vietnamese has them. */
static bool is_latin(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    uint8_t c = (uint8_t)words->text[w->offset];
    bool additional = c == 0xE1 && w->len > 1 && (uint8_t)words->text[w->offset + 1] >= 0xB8 &&
                      (uint8_t)words->text[w->offset + 1] <= 0xBB;
    return w->kind == WORD_LETTERS && (c < 0xCA || additional);
}

static bool is_foreign(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    uint8_t c = (uint8_t)words->text[w->offset];
    return w->kind == WORD_HAN || (w->kind == WORD_LETTERS && c >= 0xD6 && c <= 0xDB);
}

/* Returns the end of the Latin words from i on, before last: they end at brackets or at another
 * script. *size is the number of their letters, negative if another script follows directly. */
static int latin_stretch(const struct words *words, int i, int last, int *size)
{
    const uint16_t borders = GAP_OPEN | GAP_BAR | GAP_CLOSE;
    int end = i;
    *size = 0;
    for (; end < last && !is_foreign(words, end); end++) {
        if (end > i && words->at[end].gap & borders)
            break;
        *size += is_latin(words, end) ? words->at[end].len : 0;
    }
    if (end < last && is_foreign(words, end) && !(words->at[end].gap & (borders | GAP_OTHER)))
        *size = -*size;
    return end;
}

/* Whether two scripts are one title: a single word is glued to the other script, or the title
 * begins with the other script and the first word is glued to that: "東京BABYLON", "新NEW TITLE". */
static bool is_one_title(const struct title *title, const struct words *words)
{
    int latin = 0;
    int glued = 0;
    bool behind = false;
    for (int i = title->main.first; i < title->main.end; i++) {
        bool beside =
            (i > title->main.first && is_foreign(words, i - 1) && words->at[i].gap == 0) ||
            (i + 1 < title->main.end && is_foreign(words, i + 1) && words->at[i + 1].gap == 0);
        behind |= latin == 0 && is_latin(words, i) && i > title->main.first &&
                  is_foreign(words, i - 1) && words->at[i].gap == 0;
        latin += is_latin(words, i);
        glued += is_latin(words, i) && beside;
    }
    return behind || (latin == 1 && glued == 1);
}

/* Chinese or Arabic next to Latin: the Latin words are the title, the others its alternative. */
static void split_scripts(struct title *title, const struct words *words,
                          const struct title_hints *hints)
{
    if (!words->foreign)
        return;
    struct stretch latin = {0, 0};
    int letters = 0;
    int foreign = 0;
    for (int i = title->main.first; i < title->main.end; i++) {
        letters += is_latin(words, i) ? words->at[i].len : 0;
        foreign += is_foreign(words, i);
    }
    if (letters < 3 || foreign == 0 || is_one_title(title, words))
        return;
    int best = 0;
    for (int i = title->main.first, end; i < title->main.end; i = end) {
        end = i + 1;
        if (is_foreign(words, i) || words->at[i].release)
            continue;
        int size;
        end = latin_stretch(words, i, title->main.end, &size);
        bool inside = size < 0;
        if ((inside ? -size : size) > 1 &&
            (!words_has(latin) || (best < 0 && (!inside || size < best)))) {
            latin = (struct stretch){i, end};
            best = size;
        }
    }
    if (!words_has(latin))
        return;
    struct stretch other = {latin.end, title->main.end};
    if (latin.first > title->main.first) {
        other = (struct stretch){latin.first - 1, latin.first};
        while (other.first > title->main.first &&
               !(words->at[other.first].gap & (GAP_OPEN | GAP_BAR)))
            other.first--;
    }
    title->alternative = other;
    title->main = latin;
    for (int i = 0; i < hints->finding_count; i++) {
        const struct finding *finding = &hints->findings[i];
        if (finding->kind == FINDING_SEASON && finding->first > latin.first &&
            finding->first < title->main.end)
            title->main.end = finding->first;
    }
}

/* ---- The end of a title ---- */

/* Reads brackets that are another title, or have a year among other words. */
static void take_alternative(struct title *title, const struct words *words, struct stretch inside)
{
    for (int i = inside.first; i < inside.end; i++) {
        if (!words_is_year(&words->at[i]))
            continue;
        if (title->year == 0 && (i == inside.first || i == inside.end - 1))
            title->year = words->at[i].value;
        return;
    }
    title->alternative = inside;
}

/* Removes a pair of brackets from the end of the title: a year, a country, another title. */
static bool trim_brackets(struct title *title, const struct words *words)
{
    int last = title->main.end - 1;
    char letters[2];
    const struct word *w = &words->at[last];
    if (w->brackets == 0 || !(words_gap_after(words, last) & GAP_CLOSE || last + 1 == words->count))
        return false;
    const struct brackets *brackets = &words->brackets[w->brackets];
    while (brackets->outer != 0)
        brackets = &words->brackets[brackets->outer];
    int first = brackets->first;
    if (first <= title->main.first || brackets->end > title->main.end)
        return false;
    if (last == first && words_is_year(w)) {
        if (title->year == 0)
            title->year = w->value;
    } else if (last == first && title_country(words, last, letters)) {
        title->country = last;
    } else if (last == first && is_site_word(&words->at[last]) && title_is_upper(words, last) &&
               title->network < 0) {
        title->network = last;
    } else if (!title_brackets_are_release(words, brackets) && !words_has(title->alternative)) {
        take_alternative(title, words, (struct stretch){first, brackets->end});
    }
    title->main.end = first;
    return true;
}

/* "The Office US": a country after the title, in capitals unlike the title. */
static bool trim_country(struct title *title, const struct words *words, bool numbered)
{
    int last = title->main.end - 1;
    if (!(words_is(words, last) & TAG_COUNTRY) || !(words_is(words, last) & TAG_BEHIND) ||
        !title_is_upper(words, last))
        return false;
    const struct word *w = &words->at[last];
    bool one = last == title->main.first + 1 && w->gap & (GAP_DOT | GAP_SPACE) &&
               words_is_text(words, last, words->at[last].len == 3 ? "usa" : "us");
    one |= last == title->main.first + 1 && words_is_text(words, last, "uk");
    bool mixed = one && numbered; /* "QI.UK.S01E02" */
    for (int i = title->main.first; i < last; i++) {
        mixed |=
            words->at[i].kind == WORD_LETTERS && words->at[i].len > 1 && !title_is_upper(words, i);
    }
    if (!mixed)
        return false;
    title->country = last;
    title->main.end = last;
    return true;
}

/* Removes one thing from the end of the title. */
static bool trim_last(struct title *title, const struct words *words,
                      const struct title_hints *hints)
{
    int last = title->main.end - 1;
    const struct word *w = &words->at[last];
    if (trim_brackets(title, words) || trim_country(title, words, hints->numbered))
        return true;
    bool hyphen = w->gap & GAP_DASH && !words_gap_is_wide(w->gap);
    if (words_is_year(w) && w->gap != 0 && title->year == 0 && !hyphen) {
        title->year = w->value;
        title->main.end = last;
        return true;
    }
    if (hints->special && words_is(words, last) & TAG_SPECIAL && w->len > 5) {
        title->main.end = last;
        if (last - 1 > title->main.first && words_is(words, last - 1) & TAG_SPECIAL)
            title->main.end--; /* "Christmas Special" */
        return true;
    }
    if (words_is(words, last) & TAG_PACK && !hints->numbered && !hints->above_season) {
        title->main.end = last;
        if (last - 1 > title->main.first && words_is_text(words, last - 1, "the"))
            title->main.end--; /* "The Complete" */
        return true;
    }
    return false;
}

/* "Some Words - SW": the first letters of the title say it again. */
static void trim_acronym(struct title *title, const struct words *words)
{
    int last = title->main.end > 0 ? title->main.end - 1 : 0;
    const struct word *w = &words->at[last];
    if (!(words_gap_is_wide(w->gap) & (last - title->main.first >= 2) &
          (w->len == last - title->main.first)))
        return;
    for (int i = title->main.first; i < last; i++) {
        if (tags_lower((uint8_t)words->text[words->at[i].offset]) !=
            tags_lower((uint8_t)words->text[w->offset + (size_t)(i - title->main.first)]))
            return;
    }
    title->main.end = last;
}

/* "Title AKA Other": the words after AKA are another title. */
static void split_aka(struct title *title, const struct words *words)
{
    for (int i = word_set_next(&words->odd, title->main.first + 1); i + 1 < title->main.end;
         i = word_set_next(&words->odd, i + 1)) {
        if (words->at[i].gap == 0 || words->at[i].tag_value != TAG_AKA)
            continue;
        if (!words_has(title->alternative))
            title->alternative = (struct stretch){i + 1, title->main.end};
        title->main.end = i;
        return;
    }
}

/* Cuts the title off at a bracket that opens in it and does not close in it. */
static void close_title(struct title *title, const struct words *words)
{
    int last = title->main.end - 1;
    if (last <= title->main.first)
        return;
    for (int g = words->at[last].brackets; g != 0; g = words->brackets[g].outer) {
        const struct brackets *brackets = &words->brackets[g];
        if (brackets->first > title->main.first && brackets->end > title->main.end) {
            if (title->year == 0 && brackets->first == last && words_is_year(&words->at[last]))
                title->year = words->at[last].value; /* "(2024/S01E07" */
            title->main.end = brackets->first;
        }
    }
}

void title_trim(struct title *title, const struct words *words, const struct title_hints *hints)
{
    split_scripts(title, words, hints);
    if (hints->bracketed && words_has(title->main)) {
        /* [group][title][01]: the title is one pair of brackets */
        int g = words->at[title->main.first].brackets;
        while (words->brackets[g].outer != 0 &&
               words->brackets[words->brackets[g].outer].first == title->main.first)
            g = words->brackets[g].outer;
        if (words->brackets[g].end < title->main.end && words->brackets[g].end > title->main.first)
            title->main.end = words->brackets[g].end;
    }
    close_title(title, words);
    while (title->main.end - title->main.first > 1 && trim_last(title, words, hints))
        ;
    split_aka(title, words);
    trim_acronym(title, words);
    if (hints->pack && !hints->above_season && title->main.end - title->main.first > 1 &&
        words_is_text(words, title->main.end - 1, "the"))
        title->main.end--;
}

/* ---- Writing ---- */

static bool is_initial(const struct words *words, int i)
{
    return (unsigned)i < (unsigned)words->count &&
           ((words->at[i].kind == WORD_LETTERS) & (words->at[i].len == 1));
}

/* Returns the number of bytes between words i-1 and i. */
static size_t gap_len(const struct words *words, int i)
{
    return words->at[i].offset - (words->at[i - 1].offset + words->at[i - 1].len);
}

/* Whether a dot between words i-1 and i belongs to them: "A.B", "24.7". */
static inline bool keeps_dot(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    bool initials = (w->kind == WORD_LETTERS) & (w->len == 1) & (w[-1].len == 1);
    return (w->kind == w[-1].kind) & (initials | (w->kind == WORD_NUMBER));
}

/* Writes what stands between words i-1 and i as a person would. Returns its bytes. */
static size_t write_gap(char *out, size_t room, const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    size_t len = gap_len(words, i);
    size_t from = w->offset - len;
    if (w->gap == GAP_SPACE) {
        out[0] = ' ';
        return 1;
    }
    bool keep_dot = w->gap == GAP_DOT ? keeps_dot(words, i) : w->gap == (GAP_DOT | GAP_SPACE);
    size_t n = 0;
    for (size_t k = 0; k < len && n < room; k++) {
        char c = words->text[from + k];
        if (c == '_' || c == '\t' || (c == '.' && !(keep_dot && k == 0)))
            c = ' ';
        if (c != ' ' || n == 0 || out[n - 1] != ' ')
            out[n++] = c;
    }
    return n;
}

enum {
    TELLING_MAX = 4, /* bytes of signs that tell seasons apart */
    TAIL_MAX = 8     /* bytes after the last word */
};

static bool is_telling(char c)
{
    return c == '.' || c == '!' || c == '?' || c == '\'' || c == '#' || c == '+' || c == '@';
}

/* How many bytes of signs before a dash belong to the title, since they tell seasons of an anime
 * apart: "Title' - 05", "Title # - 05". at: behind the last word. */
static size_t count_telling_signs(const struct words *words, struct stretch stretch, size_t at)
{
    const char *text = words->text;
    size_t end = at;
    if (end + 1 >= words->len)
        return 0;
    bool apart = (text[end] == ' ') & ((text[end + 1] == '#') | (text[end + 1] == '+'));
    bool telling = is_telling(text[end]);
    bool more = is_telling(text[end + 1]);
    bool tied = telling & (more | (text[end + 1] == ' '));
    if (!(apart | tied))
        return 0;
    end += apart;
    while (end < words->len && is_telling(text[end]))
        end++;
    if (end - at > TELLING_MAX || end + 3 > words->len || memcmp(text + end, " - ", 3) != 0)
        return 0;
    size_t first = words->at[stretch.first].offset;
    bool quoted = first > 0 && text[first - 1] == '\'';
    return quoted ? 0 : end - at;
}

/* Writes the signs that belong to the last word: "!", "?", those that tell seasons apart, the dot
 * of an acronym, a bracket. Returns their bytes. */
static size_t write_tail(char *out, size_t room, const struct words *words, struct stretch stretch)
{
    int last = stretch.end - 1;
    size_t at = words->at[last].offset + words->at[last].len;
    size_t n = 0;
    while (at < words->len && n + 1 < room && (words->text[at] == '!' || words->text[at] == '?'))
        out[n++] = words->text[at++];
    for (size_t telling = count_telling_signs(words, stretch, at); telling > 0; telling--)
        out[n++] = words->text[at++];
    if (n == 0 && last > stretch.first && is_initial(words, last) && is_initial(words, last - 1) &&
        words->at[last].gap == GAP_DOT && at < words->len && words->text[at] == '.')
        out[n++] = '.';
    const struct brackets *brackets = &words->brackets[words->at[last].brackets];
    if (brackets->open && brackets->closed && brackets->first > stretch.first &&
        brackets->end == stretch.end)
        out[n++] = brackets->open == '(' ? ')' : brackets->open == '[' ? ']' : '}';
    return n;
}

/* Whether it begins with words in brackets that others follow: "(Going) Down". */
static bool begins_with_bracket(const struct words *words, struct stretch stretch)
{
    const struct brackets *brackets = &words->brackets[words->at[stretch.first].brackets];
    return brackets->open == '(' && brackets->closed && brackets->first == stretch.first &&
           brackets->end < stretch.end;
}

/* Corrects the bytes between words first .. end-1, which were copied to out. There is one of them
 * before each word, or none. */
static void correct_gaps(char *out, size_t len, const struct words *words, int first, int end)
{
    size_t from = words->at[first].offset;
    for (int i = first + 1; i < end && words->at[i].offset - from <= len; i++) {
        char *sign = out + (words->at[i].offset - from) - 1;
        bool kept = keeps_dot(words, i);
        bool blank = (words->at[i].gap == GAP_SPACE) | (*sign == '_') | ((*sign == '.') & !kept);
        *sign = blank ? ' ' : *sign;
    }
}

/* Writes at most room bytes, without a terminator. Returns how many. */
static size_t spell(char *out, size_t room, const struct words *words, struct stretch stretch)
{
    size_t n = 0;
    int last = stretch.end < words->count ? stretch.end : words->count;
    if (words_has(stretch) && begins_with_bracket(words, stretch))
        out[n++] = '(';
    for (int i = stretch.first, end; i < last && n + TAIL_MAX <= room; i = end) {
        if (i > stretch.first)
            n += write_gap(out + n, room - n, words, i);
        /* Words that are at most one byte apart are copied together. */
        bool blanks = true;
        for (end = i + 1; end < last && gap_len(words, end) <= 1; end++)
            blanks &= words->text[words->at[end].offset - 1] == ' ';
        const struct word *first = &words->at[i];
        size_t len = words->at[end - 1].offset + words->at[end - 1].len - first->offset;
        if (len > room - n)
            len = room - n;
        memcpy(out + n, words->text + first->offset, len);
        if (!blanks)
            correct_gaps(out + n, len, words, i, end);
        n += len;
    }
    if (words_has(stretch) && n + TAIL_MAX < room)
        n += write_tail(out + n, TAIL_MAX, words, stretch);
    return n;
}

/* Whether a stretch is ASCII and surely fits into size bytes. */
static bool fits_as_it_is(const struct words *words, struct stretch stretch, size_t size)
{
    if (!words->plain || !words_has(stretch) || stretch.end > words->count)
        return false;
    const struct word *last = &words->at[stretch.end - 1];
    return last->offset + last->len - words->at[stretch.first].offset + 2 * TAIL_MAX <= size;
}

void title_write(char *out, size_t size, const struct words *words, struct stretch stretch)
{
    char buf[1024];
    bool at_once = fits_as_it_is(words, stretch, size);
    char *text = at_once ? out : buf;
    size_t n = spell(text, at_once ? size : sizeof(buf), words, stretch);
    if (at_once)
        out[n] = '\0';
    else
        text_copy(out, size, buf, n);
}
