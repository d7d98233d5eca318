/* SPDX-License-Identifier: MIT */
#include "matching/name_part.h"

#include "matching/choice.h"
#include "matching/name_front.h"
#include "matching/number_rules.h"
#include "matching/numbers.h"
#include "matching/release.h"

static int min(int a, int b)
{
    return a < b ? a : b;
}

/* ---- The words of the release ---- */

static int find_release(const struct words *words)
{
    if (words->at[words->begin].noise)
        return words->begin;
    int end = min(word_set_next(&words->stops, words->begin + 1), words->count);
    for (int i = word_set_next(&words->opens, words->begin + 1); i < end;
         i = word_set_next(&words->opens, i + 1)) {
        const struct brackets *brackets = words_brackets_at(words, i);
        if (brackets && title_brackets_are_release(words, brackets) &&
            !title_brackets_are_country(words, brackets) &&
            !title_brackets_are_network(words, brackets))
            return i;
    }
    return end;
}

/* Finds out what kind of name it is, from all of its words. */
static void find_kind(struct words *words)
{
    words->fansub = (words->begin > 0) & ((words->at[0].gap & GAP_OPEN) != 0) &
                    (words->brackets[words->at[0].brackets].open != '(');
    words->event = (words->is & TAG_EVENT) != 0;
    words->broadcast = (words->is & TAG_BROADCAST) != 0;
    words->fansub |= (words->is & TAG_FANSUB) != 0;
    for (int i = words->begin; words->noise && i < words->count; i++)
        words->fansub |= words->at[i].noise && words->at[i].gap & GAP_OPEN;
}

/* Returns the word that is the year of a film: in brackets, or the last before the words of the
 * release. */
static int find_year(const struct name_part *name)
{
    const struct words *words = &name->words;
    int found = -1;
    for (int i = word_set_next(&words->numbers, words->begin); i < words->count;
         i = word_set_next(&words->numbers, i + 1)) {
        const struct word *w = &words->at[i];
        if (!words_is_year(w) || w->release || w->noise)
            continue;
        uint16_t after = words_gap_after(words, i);
        if (w->gap & GAP_OPEN && after & GAP_CLOSE && i > words->begin)
            return i;
        bool edge = w->brackets != 0 && (after & GAP_CLOSE || w->gap & GAP_OPEN);
        if (i > name->release &&
            ((found >= 0 && !edge) || w->gap & GAP_DASH || words->at[i - 1].ends == TAG_WEAK))
            continue;
        found = i;
    }
    return found;
}

/* Finds who released the file: the words after the last dash, "x264-GRP[site]". */
static void find_group(struct name_part *name)
{
    const struct words *words = &name->words;
    int end = words->count;
    while (end > name->release && words->at[end - 1].brackets != 0)
        end--;
    for (int i = end - 1; i > name->release; i--) {
        const struct word *w = &words->at[i];
        if (w->gap & ~(GAP_DASH | GAP_DOT))
            return;
        if (w->gap != GAP_DASH)
            continue;
        if (!(words_is(words, i) & TAG_EDITION)) {
            name->group = (struct stretch){i, end};
            return;
        }
        end = i; /* "-GRP-Obfuscated" */
    }
}

/* ---- Titles ---- */

/* Whether a finding ends the title although it is not the episode. */
static bool ends_title(const struct name_part *name, const struct finding *finding, int end)
{
    if (finding->first <= name->words.begin)
        return false;
    if (finding->kind == FINDING_SPECIAL && name->id && finding != name->id)
        return finding->end <= end && finding->end == name->id->first; /* "- 12.5 (S00E01)" */
    return finding->rule->kind == FINDING_NOTHING && !(finding->rule->how & RULE_MOVIE) &&
           name->year_word <= finding->first;
}

/* Returns where the title ends at the latest: at the first finding that counts. */
static int numbers_begin(const struct name_part *name)
{
    const struct words *words = &name->words;
    const struct finding *season = name->season;
    int end = name->id ? name->id->first : words->count;
    bool other_title =
        season && name->id && season->first < name->id->first &&
        (name->bracketed || (season->end < words->count && words->at[season->end].gap & GAP_BAR));
    if (season && !other_title)
        end = min(end, season->first);
    if (name->date && name->date->first > words->begin)
        end = min(end, name->date->first);
    if (name->absolute)
        end = min(end, name->absolute->first);
    for (int i = 0; i < name->finding_count; i++) {
        if (ends_title(name, &name->findings[i], end))
            end = min(end, name->findings[i].first);
    }
    return end;
}

/* Returns the end of a title without a site that tags.def does not list, in capitals before its
 * source: "DDY.WEBRip". */
static int trim_site(const struct words *words, int first, int end)
{
    if (end - first < 2 || end >= words->count)
        return end;
    const struct word *w = &words->at[end - 1];
    bool mixed = false;
    for (int i = first; i < end - 1; i++)
        mixed |= !title_is_upper(words, i);
    const char *source = words->text + words->at[end].offset;
    bool web = words->at[end].len >= 3 && (source[0] | 0x20) == 'w' && (source[1] | 0x20) == 'e' &&
               (source[2] | 0x20) == 'b';
    bool site = w->kind == WORD_LETTERS && w->len >= 2 && w->len <= 4;
    return web && mixed && site && title_is_upper(words, end - 1) ? end - 1 : end;
}

/* Returns the end of the title of a film with a year after it. */
static int film_end(struct name_part *name, int end)
{
    const struct words *words = &name->words;
    const struct word *w = &words->at[name->year_word];
    int at = name->year_word;
    name->title.year = w->value;
    if (w->brackets != 0 && words->brackets[w->brackets].first > words->begin)
        at = words->brackets[w->brackets].first;
    if (name->place.above_season)
        return min(end, at);
    end = title_trim_release(words, words->begin, min(end, at), TAG_MIDDLE);
    if (end - words->begin > 2 && words_is(words, end - 1) & TAG_EDITION &&
        words->at[end - 1].gap != 0) {
        end--; /* "10th Anniversary" */
        if (words_is(words, end - 1) & TAG_ORDINAL && words->at[end - 1].gap == 0)
            end -= 2;
    }
    return end;
}

/* Whether nothing follows from word i on but ids and checksums, which say nothing of a release. */
static bool only_noise(const struct words *words, int i)
{
    while (i < words->count && words->at[i].noise)
        i++;
    return i >= words->count;
}

/* Reads a name without an episode: "Title (2005) ..." */
static void read_film(struct name_part *name)
{
    struct words *words = &name->words;
    int end = name->release;
    if (name->year_word > words->begin) {
        end = film_end(name, end);
    } else if (name->year_word == words->begin && end > words->begin + 1) {
        name->title.year = words->at[words->begin++].value;
        end = title_trim_release(words, words->begin, end, TAG_WEAK);
    } else if (!only_noise(words, end) || !name->place.above_season) {
        int last = end - 1;
        if (end == words->count && last > words->begin && words_gap_is_wide(words->at[last].gap) &&
            words_is(words, last) & TAG_LANGUAGE && title_is_upper(words, last))
            end--; /* "Title - FR" */
        end = trim_site(words, words->begin, end);
        end = title_trim_release(words, words->begin, end,
                                 only_noise(words, end) ? TAG_MIDDLE : TAG_WEAK);
    }
    if (end - words->begin > 2 && words->at[end - 1].kind == WORD_NUMBER &&
        words->at[end - 1].gap == 0 && words_is(words, end - 2) & TAG_VERSION &&
        words->at[end - 2].gap != 0) {
        name->version = words->at[end - 1].value;
        end -= 2;
    }
    int numbers = numbers_begin(name);
    if (numbers > words->begin)
        end = min(end, numbers);
    name->title.main = (struct stretch){words->begin, end};
}

/* "24 END [720p]": a word for the last episode, and not one of its title. */
static bool is_end_mark(const struct words *words, int i)
{
    if (i >= words->count || !(words_is(words, i) & TAG_END))
        return false;
    const struct word *next = i + 1 < words->count ? &words->at[i + 1] : NULL;
    return !next || next->release || next->noise || next->gap & GAP_OPEN ||
           words_gap_is_wide(next->gap);
}

/* Whether the last two words name a part of a file that was split, and no part of a story: "cd1",
 * "disc2", or by themselves "pt1", "part2". */
static bool ends_in_file_part(const struct words *words, int from, int end)
{
    static const char *const names[] = {"cd", "disc", "disk", "pt", "part"};
    enum { DISCS = 3 }; /* the names that a title of a story does not have */
    const struct word *number = &words->at[end - 1];
    if (end - from < 2 || number->kind != WORD_NUMBER || number->size != 1)
        return false;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (words_is_text(words, end - 2, names[i]))
            return i < DISCS || (end - from == 2 && number->gap == 0);
    }
    return false;
}

/* Reads the title of the episode: from a word on to the words of the release. */
static void read_episode_title(struct name_part *name, int from)
{
    const struct words *words = &name->words;
    if (is_end_mark(words, from))
        from++;
    int end = from;
    while (end < words->count && !words->at[end].release && !words->at[end].noise) {
        const struct brackets *brackets =
            words->at[end].gap & GAP_OPEN ? words_brackets_at(words, end) : NULL;
        bool alone = brackets && end == from &&
                     (brackets->end >= words->count || words->at[brackets->end].release);
        if (brackets &&
            (alone || brackets->open != '(' || title_brackets_are_release(words, brackets)))
            break;
        end++;
    }
    if (end < words->count)
        end = title_trim_release(words, from - 1, end, TAG_WEAK);
    const struct brackets *last = &words->brackets[end > from ? words->at[end - 1].brackets : 0];
    if (last->end > end && last->first >= from)
        end = last->first;
    if (ends_in_file_part(words, from, end))
        end -= 2;
    name->episode_title = (struct stretch){from, end};
}

static void read_numbered(struct name_part *name)
{
    const struct words *words = &name->words;
    const struct finding *last = name->id ? name->id : name->season;
    int end = numbers_begin(name);
    int from = last->end;
    if (end > words->begin && words->begin < words->count) {
        name->title.main = (struct stretch){words->begin, min(end, name->release)};
        if (name->release < end && name->pack) {
            name->title.main.end =
                title_trim_release(words, words->begin, name->title.main.end, TAG_MIDDLE);
        }
    } else if ((last->kind >= FINDING_SPECIAL && last->kind != FINDING_DATE) ||
               words_gap_after(words, last->end - 1) & GAP_CLOSE) {
        /* "003. Title - Title of the episode" */
        int stop = from;
        while (stop < min(name->release, words->count) &&
               !(stop > from && words_gap_is_wide(words->at[stop].gap)))
            stop++;
        name->title.main = (struct stretch){from, stop};
        from = stop;
    }
    const struct word *front = &words->at[name->title.main.first];
    if (name->id && words_has(name->title.main) && front->kind == WORD_NUMBER && front->size == 2 &&
        front[1].gap == GAP_DASH && name->id->kind <= FINDING_PACKED &&
        name->id->span[0].from == front->value)
        name->title.main.first++; /* "04-seal.team.104" */
    if (name->id && name->title.main.end - name->title.main.first > 2 && front->size == 3 &&
        front->kind == WORD_NUMBER && front[1].kind == WORD_NUMBER && front[1].gap == GAP_DASH &&
        front[1].value - front->value + 1 == numbers_count(name->id) && front[1].size == 3)
        name->title.main.first += 2; /* "165-166.title.s08e14-15" */
    if (name->absolute && name->absolute->end > from)
        from = name->absolute->end;
    read_episode_title(name, from);
}

/* Finds "Special" and "Complete" from the last words of the title on. */
static void find_marks(struct name_part *name)
{
    const struct words *words = &name->words;
    if (!(words->is & (TAG_SPECIAL | TAG_PACK)))
        return;
    bool numbered = name->id && name->id->kind == FINDING_BOTH && name->id->season > 0;
    int from = name->title.main.end - (numbered ? 0 : 2); /* "To Be Special.S01E02" */
    if (from < words->begin)
        from = words->begin;
    for (int i = from; i < words->count; i++) {
        uint32_t is = words_is(words, i);
        if (is & TAG_SPECIAL && !(is & TAG_SHORT) &&
            (words->at[i].len > 2 || words_is_text(words, i, "sp")))
            name->special = true;
        if (is & TAG_PACK && i > words->begin)
            name->pack = true;
    }
}

/* Removes from the title what belongs to other fields. */
static void trim_title(struct name_part *name)
{
    const struct title_hints hints = {
        .findings = name->findings,
        .finding_count = name->finding_count,
        .bracketed = name->bracketed,
        .numbered = name->id != NULL,
        .special = name->special,
        .pack = name->pack,
        .above_season = name->place.above_season,
    };
    title_trim(&name->title, &name->words, &hints);
    if (name->bracketed && name->season && name->season->first > name->title.main.first &&
        name->season->first < name->title.main.end)
        name->title.main.end = name->season->first;
}

/* Returns the word after the title of the series, which the first count words are, and after its
 * year. */
static int after_title(struct name_part *name, int count)
{
    const struct words *words = &name->words;
    int i = count;
    if (i < words->count && words_is_year(&words->at[i]) && words->at[i].gap & GAP_OPEN &&
        words_gap_after(words, i) & GAP_CLOSE)
        name->title.year = words->at[i++].value;
    return i;
}

/* Gives the title its words back, which no rule was to read. */
static void extend_title(struct name_part *name)
{
    struct stretch *title = &name->title.main;
    int known = name->place.title_words;
    if (name->id && name->id->first == name->words.begin) {
        if (title->first >= name->id->end) /* "Show - 05 - Title" */
            name->episode_title.first = name->id->end;
        *title = (struct stretch){0, known};
    } else if (words_has(*title)) {
        title->first = 0;
    } else {
        *title = (struct stretch){0, known};
    }
}

void name_part_cut(struct name_part *name, const char *text, size_t len)
{
    words_cut(&name->words, text, len);
    release_mark(&name->words);
}

void name_part_read(struct name_part *name, struct place place)
{
    name->finding_count = 0;
    name->year_word = name->title.country = name->title.network = name->version = -1;
    name->id = name->season = name->date = name->absolute = name->part = NULL;
    name->strength = STRENGTH_NONE;
    name->title.main = name->title.alternative = name->episode_title = name->group =
        (struct stretch){0, 0};
    name->title.year = 0;
    name->special = name->pack = name->credits = name->bracketed = false;
    name->release = 0;
    name->words.begin = 0;
    name->place = place;
    if (name->words.count == 0)
        return;
    struct name_front front;
    name_front_read(&name->words, &front);
    name->group = front.group;
    name->title.year = front.year;
    name->words.begin =
        (uint8_t)(place.title_words > 0 ? after_title(name, place.title_words) : front.begin);
    name->bracketed = front.bracketed;
    name->release = find_release(&name->words);
    int film = name->words.begin;
    if (film + 2 < name->words.count && name->words.at[film].is & TAG_MOVIE &&
        !words_is_text(&name->words, film, "movie") && !words_is_text(&name->words, film, "film"))
        name->words.begin++; /* "Gekijouban Title" */
    find_kind(&name->words);
    name->words.video = place.video;
    name->words.in_season = place.in_season;
    name->words.titled = place.title_words > 0;
    name->words.in_series = place.in_series;
    name->words.season = place.season;
    name->finding_count = numbers_find(&name->words, name->findings);
    name->year_word = name->words.year ? find_year(name) : -1;
    int last = name->year_word;
    if (place.above_season && last >= 0 && last + 1 < name->words.count &&
        name->words.at[last].brackets == 0)
        name->year_word = -1; /* "The 1900 House" */
    choice_make(name);
    if (name->date && name->date->first == name->words.begin && name->date->end < name->words.count)
        name->words.begin = name->date->end;
    if (name->id || name->season)
        read_numbered(name);
    else
        read_film(name);
    if (place.title_words > 0)
        extend_title(name);
    find_marks(name);
    trim_title(name);
    if (!words_has(name->group))
        find_group(name);
}

bool name_part_is_film(struct name_part *name)
{
    const struct words *words = &name->words;
    if (name->id || !name->season || name->year_word != name->season->end ||
        words->at[name->year_word].brackets == 0 || name->season->first <= words->begin ||
        !words_is_text(words, name->season->first, "season"))
        return false;
    name->finding_count = 0;
    name->season = NULL;
    read_film(name);
    trim_title(name);
    return true;
}
