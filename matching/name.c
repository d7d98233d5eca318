/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "matching/extras.h"
#include "matching/matching.h"
#include "matching/name_part.h"
#include "matching/number_rules.h"
#include "matching/numbers.h"
#include "matching/path.h"
#include "matching/tags.h"
#include "matching/text.h"

enum { COMPONENTS_MAX = 5, WHOLE_SEASON = 6 /* episodes, at least */ };

/* The confidence in an ambiguous reading, at most. */
#define UNSURE 0.85

/* That in a reading that finds nothing to look up. */
#define NOTHING 0.9

/* What the folders above a file say. */
struct folders {
    int season;  /* -1: none */
    int title;   /* the component that has the title of the series; 0: none */
    int common;  /* a component with a common name above a season's: "Show"; 0: none */
    int nearest; /* the nearest one that says something; 0: none */
    bool nearest_has_episode;
    bool plain_season; /* the season's folder is called "Season 2" and nothing else */
};

/* What the extension of a file says. */
enum file_kind { FILE_UNKNOWN, FILE_VIDEO, FILE_SOUND };

static const struct place nowhere = {.season = -1};

/* ---- Folders ---- */

/* Whether the name of a folder says nothing about what is in it: "tv", "Downloads", "d:". */
static bool is_common(const struct name_part *folder)
{
    const struct words *words = &folder->words;
    if (words->count == 1 && words->at[0].len == 1 && words->at[0].kind == WORD_LETTERS)
        return true;
    for (int i = 0; i < words->count; i++) {
        if (!(words_is(words, i) & TAG_FOLDER))
            return false;
    }
    return true;
}

/* Whether a folder has the specials of a series. */
static bool is_specials(const struct name_part *folder)
{
    uint32_t is = words_is(&folder->words, 0);
    return folder->words.count == 1 && is & TAG_SPECIAL && !(is & TAG_SHORT);
}

static void read_component(struct name_part *name, const struct component *component,
                           struct place place)
{
    name_part_cut(name, component->text, component->len);
    name_part_read(name, place);
}

/* Returns the place of folder i. */
static struct place place_of(int i, const struct folders *folders)
{
    return (struct place){.above_season = i > 1 && folders->season >= 0};
}

/* Whether a folder stands between a series and its files and says nothing of either: "Disc 1",
 * "1080p", "VIDEO_TS". */
static bool is_between(const struct name_part *folder)
{
    static const char *const names[][2] = {
        {"video", "ts"}, {"audio", "ts"}, {"bdmv", ""}, {"stream", ""}, {"versions", ""},
    };
    const struct words *words = &folder->words;
    bool number = words->count == 2 && words->at[1].kind == WORD_NUMBER;
    if (number && (words_is(words, 0) & TAG_VOLUME || words_is_text(words, 0, "cd") ||
                   words_is_text(words, 0, "dvd")))
        return true;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (words_is_text(words, 0, names[i][0]) &&
            (words->count == 1 ? !*names[i][1]
                               : words->count == 2 && words_is_text(words, 1, names[i][1])))
            return true;
    }
    for (int i = 0; i < words->count; i++) {
        if (!words->at[i].release && !words->at[i].noise)
            return false;
    }
    return true;
}

/* Whether a component has a name of its own: not only a number, not a common word. */
static bool has_name(const struct component *component)
{
    struct words words;
    words_cut(&words, component->text, component->len);
    for (int i = 0; i < words.count; i++) {
        if (words.at[i].kind != WORD_NUMBER && words.at[i].len > 1 &&
            !(words_is(&words, i) & TAG_FOLDER))
            return true;
    }
    return false;
}

/* Returns the season of a folder that is called "1" or "Book 1" below one with a name; -1 if it is
 * none. */
static int numbered_folder(const struct name_part *folder, const struct component *above)
{
    const struct words *words = &folder->words;
    int last = words->count - 1;
    const struct word *w = &words->at[last];
    bool book = last == 1 && words_is_text(words, 0, "book");
    if (!above || (last != 0 && !book) || w->kind != WORD_NUMBER || w->size > 2 || w->release)
        return -1;
    return has_name(above) ? w->value : -1;
}

/* Whether a component is the folder of a season and nothing else: "Season 12". Returns the season,
 * or -1. */
static int plain_season(const struct component *component)
{
    struct words words;
    if (component->len > 24)
        return -1;
    words_cut(&words, component->text, component->len);
    bool season = words.count == 2 && words.at[0].is & TAG_SEASON && words.at[1].value >= 0 &&
                  words.at[1].kind == WORD_NUMBER && words.at[1].value < 3000;
    return season ? words.at[1].value : -1;
}

/* Returns the season that a folder names; -1: none. */
static int season_of(const struct name_part *folder, const struct component *above)
{
    if (folder->season)
        return folder->season->season;
    int numbered = numbered_folder(folder, above);
    if (numbered >= 0)
        return numbered;
    if (folder->id && folder->id->kind <= FINDING_PACKED)
        return folder->id->season;
    return is_specials(folder) ? 0 : -1;
}

/* Reads the folders, the nearest first, until one has the title of the series. Afterwards folder is
 * the reading of component *held. */
static struct folders read_folders(const struct component *components, int count,
                                   struct name_part *folder, int *held)
{
    struct folders found = {.season = -1};
    for (int i = 1; i < count && found.title == 0; i++) {
        const struct component *above = i + 1 < count ? &components[i + 1] : NULL;
        read_component(folder, &components[i], place_of(i, &found));
        *held = i;
        if (folder->words.count == 0 || (above && is_between(folder)))
            continue;
        if (found.nearest == 0) {
            found.nearest = i;
            found.nearest_has_episode = folder->strength >= STRENGTH_FAIR;
        }
        int season = season_of(folder, found.season < 0 ? above : NULL);
        bool numbered = !folder->season && numbered_folder(folder, above) >= 0;
        bool episode = folder->id && folder->id->first == 0 && folder->id->kind == FINDING_EPISODE;
        if (season >= 0 && found.season < 0) {
            found.season = season;
            found.plain_season = numbered || is_specials(folder) || !words_has(folder->title.main);
        }
        if (is_specials(folder) || episode || numbered)
            continue;
        if (season < 0 && is_common(folder)) {
            if (found.season >= 0 && found.common == 0 && folder->words.at[0].len > 1)
                found.common = i;
            continue;
        }
        int serial = found.season < 0 && season < 0 && i + 2 < count ? plain_season(above) : -1;
        if (serial >= 0)
            continue; /* "Series/Season 12/Serial" */
        if (words_has(folder->title.main))
            found.title = i;
    }
    if (found.title == 0)
        found.title = found.common;
    return found;
}

/* Whether a folder names the same episode as the file, with a shorter title. */
static bool same_episode(const struct name_part *file, const struct name_part *folder)
{
    if (!file->id || file->id->kind != FINDING_EPISODE || !file->season || folder->id->spans == 0)
        return false;
    return file->season->season == folder->id->season &&
           file->id->span[0].from == folder->id->span[0].from &&
           folder->title.main.end - folder->title.main.first <
               file->title.main.end - file->title.main.first;
}

/* Whether the folder has only the title: "Title (2008)/GRP-Title.2008.avi". */
static bool ends_with(const struct name_part *file, const struct name_part *folder)
{
    int count = folder->title.main.end - folder->title.main.first;
    int more = file->title.main.end - file->title.main.first - count;
    if (count <= 0 || more != 1 || folder->title.year == 0 ||
        folder->title.year != file->title.year)
        return false;
    char a[MATCH_TITLE_MAX];
    char b[MATCH_TITLE_MAX];
    title_write(a, sizeof(a), &file->words,
                (struct stretch){file->title.main.first + more, file->title.main.end});
    title_write(b, sizeof(b), &folder->words, folder->title.main);
    return strcmp(a, b) == 0;
}

/* Whether the title of a film is better taken from its folder than from its file. */
static bool film_in_folder(const struct name_part *file, const struct name_part *folder)
{
    if (is_common(folder) || !words_has(folder->title.main))
        return false;
    if (ends_with(file, folder))
        return true;
    return !file->title.year && (folder->title.year || folder->release < folder->words.count);
}

/* ---- Writing the guess ---- */

static void write_title(struct guess *out, const struct name_part *name)
{
    title_write(out->title, sizeof(out->title), &name->words, name->title.main);
    if (words_has(name->title.alternative)) {
        title_write(out->alternative_title, sizeof(out->alternative_title), &name->words,
                    name->title.alternative);
    }
    if (name->title.country >= 0) {
        title_country(&name->words, name->title.country, out->country);
    }
    if (name->title.network >= 0) {
        int at = name->title.network;
        title_write(out->network, sizeof(out->network), &name->words, (struct stretch){at, at + 1});
    }
    out->year = name->title.year;
}

/* Adds the episodes of a finding to out, which stays ascending and without repetition. */
static void write_episodes(int16_t *out, int *count, const struct finding *finding)
{
    for (int i = 0; i < finding->spans; i++) {
        for (int value = finding->span[i].from; value <= finding->span[i].to; value++) {
            if (*count == MATCH_EPISODES_MAX)
                return;
            int at = *count;
            while (at > 0 && out[at - 1] > value)
                at--;
            if (at > 0 && out[at - 1] == value)
                continue;
            memmove(out + at + 1, out + at, (size_t)(*count - at) * sizeof(*out));
            out[at] = (int16_t)value;
            ++*count;
        }
    }
}

static void write_date(char out[11], const struct finding *finding)
{
    int year = finding->year;
    for (int i = 3; i >= 0; i--, year /= 10)
        out[i] = (char)('0' + year % 10);
    out[4] = out[7] = '-';
    out[5] = (char)('0' + finding->month / 10);
    out[6] = (char)('0' + finding->month % 10);
    out[8] = (char)('0' + finding->day / 10);
    out[9] = (char)('0' + finding->day % 10);
    out[10] = '\0';
}

/* Whether the episode has a second number after its own: "- 17 (115)". */
static bool counted_twice(const struct words *words, int i)
{
    return i < words->count && words->at[i].gap & GAP_OPEN && words_is_bare(words, i) &&
           !words_is_year(&words->at[i]) && words->brackets[words->at[i].brackets].open == '(';
}

static void add_alternative(struct guess *out, int season, int episode)
{
    out->alternatives[out->alternative_count++] =
        (struct alternative){(int16_t)season, (int16_t)episode};
}

/* Whether the title of the episode names this number too: "145 - Episode 145". */
static bool says_again(const struct name_part *name, int number)
{
    for (int i = name->episode_title.first; i < name->episode_title.end; i++) {
        if (words_is_bare(&name->words, i) && name->words.at[i].value == number)
            return true;
    }
    return false;
}

/* Writes a number that has season and episode in it, unless the folder has another season. */
static void write_packed(struct guess *out, const struct name_part *name, int season)
{
    const struct finding *id = name->id;
    int whole = id->season * 100 + id->span[0].from;
    bool single = numbers_count(id) == 1 && id->rule->wanted[0] & RULE_LONG &&
                  !(id->rule->wanted[0] & TAG_EPISODE);
    if (season >= 0 && (season != id->season || (single && says_again(name, whole)))) {
        out->season = season;
        out->episodes[out->episode_count++] = (int16_t)whole;
        return;
    }
    out->season = id->season;
    write_episodes(out->episodes, &out->episode_count, id);
    if (single)
        add_alternative(out, season, whole);
}

/* Whether the last two digits of a number may be an episode's and the others a season's. */
static bool may_be_packed(int number)
{
    return number > 100 && number < 4000 && number % 100 > 0;
}

/* Writes a number without a season. In the folder of season 4, "- 401" is its first episode. */
static void write_bare(struct guess *out, const struct name_part *name, int season)
{
    const struct finding *id = name->id;
    int number = id->span[0].from;
    bool single = numbers_count(id) == 1 && may_be_packed(number);
    if (out->season < 0)
        out->season = season;
    if (single && id->kind == FINDING_ABSOLUTE && number / 100 == out->season) {
        out->episodes[out->episode_count++] = (int16_t)(number % 100);
        add_alternative(out, out->season, number);
        return;
    }
    if (single && !name->words.fansub && out->season < 0 &&
        (id->kind == FINDING_ABSOLUTE || words_is(&name->words, id->first) & TAG_PACKED))
        add_alternative(out, number / 100, number % 100);
    if (id->kind == FINDING_EPISODE || out->season >= 0 || counted_twice(&name->words, id->end))
        write_episodes(out->episodes, &out->episode_count, id);
    else
        write_episodes(out->absolute, &out->absolute_count, id);
}

/* Whether the episode after this one is announced too: "ep4 Name ep05 Name". */
static bool is_announced_again(const struct name_part *name)
{
    const struct finding *next = name->id + 1;
    return next < name->findings + name->finding_count && name->id->kind == FINDING_EPISODE &&
           next->rule == name->id->rule && next->spans == 1 && name->id->spans == 1 &&
           next->span[0].from == name->id->span[0].to + 1;
}

static void write_id(struct guess *out, const struct name_part *name, int season)
{
    const struct finding *id = name->id;
    switch (id->kind) {
    case FINDING_BOTH:
        out->season = id->season;
        for (const struct finding *finding = id; finding < name->findings + name->finding_count;
             finding++) {
            if (finding->kind == FINDING_BOTH && finding->season == id->season)
                write_episodes(out->episodes, &out->episode_count, finding);
        }
        break;
    case FINDING_PACKED:
        write_packed(out, name, season);
        break;
    case FINDING_SPECIAL:
        out->special = true;
        write_episodes(out->episodes, &out->episode_count, id);
        break;
    case FINDING_EPISODE:
    case FINDING_ABSOLUTE:
        write_bare(out, name, season);
        if (is_announced_again(name))
            write_episodes(out->episodes, &out->episode_count, name->id + 1);
        break;
    case FINDING_PART:
        if (out->season < 0)
            out->season = season;
        if (out->season >= 0 || name->words.broadcast)
            out->episodes[out->episode_count++] = id->part;
        break;
    default:
        break;
    }
}

static void write_numbers(struct guess *out, const struct name_part *name, int season)
{
    if (name->season)
        out->season = name->season->season;
    if (name->date)
        write_date(out->date, name->date);
    if (name->part && name->part->part >= 0)
        out->part = name->part->part;
    if (name->absolute)
        write_episodes(out->absolute, &out->absolute_count, name->absolute);
    out->special = name->special || name->credits;
    out->version = name->version;
    if (name->id) {
        if (name->id->version >= 0)
            out->version = name->id->version;
        bool whole = name->pack && name->id->kind == FINDING_BOTH && name->id->rule->sure < 0.95 &&
                     name->id->span[0].from == 1 && numbers_count(name->id) >= WHOLE_SEASON;
        if (whole) /* "S01-01-13 Full Season" */
            out->season = name->id->season;
        else if (numbers_count(name->id) <= MATCH_EPISODES_MAX)
            write_id(out, name, season);
        else if (out->season < 0) /* more episodes than a guess holds: a pack */
            out->season = name->id->season >= 0 ? name->id->season : season;
    }
}

static bool says_number(const struct guess *guess)
{
    return guess->episode_count + guess->absolute_count > 0 || guess->date[0] != '\0';
}

static void write_kind(struct guess *out, const struct name_part *name)
{
    bool number = says_number(out);
    bool too_many = name->id && numbers_count(name->id) > MATCH_EPISODES_MAX;
    out->season_pack = !number && !out->special && (out->season >= 0 || too_many);
    if (name->credits)
        out->kind = GUESS_NONE;
    else if (number || out->season >= 0 || (name->id && name->id->kind != FINDING_PART))
        out->kind = GUESS_EPISODE;
    else
        out->kind = out->title[0] ? GUESS_MOVIE : GUESS_NONE;
}

/* ---- Confidence ---- */

/* Whether a number may be the lines of a picture: "Title - 720". */
static bool is_lines(int number)
{
    return number == 480 || number == 576 || number == 720 || number == 1080 || number == 2160;
}

/* Whether anything in the name of a film may be something else: a group before the title, a number
 * that no field has, a language at the end of the title. */
static bool film_is_odd(const struct name_part *name)
{
    const struct words *words = &name->words;
    struct stretch title = name->title.main;
    if (!words_has(title))
        return true;
    const struct word *first = &words->at[title.first];
    char c = words->text[first->offset];
    bool group = c >= 'a' && c <= 'z' && title.end - title.first > 1 && first[1].gap == GAP_DASH;
    bool site = words_is(words, title.first) & TAG_SITE && title_is_upper(words, title.first) &&
                title.end - title.first > 1;
    bool language = title.end - title.first > 1 && words_is(words, title.end - 1) & TAG_LANGUAGE &&
                    words->at[title.end - 1].len > 3;
    bool bare_year = name->year_word >= 0 && words->at[name->year_word].brackets == 0;
    bool odd = group || site || language || name->pack;
    for (int i = 0; i < name->finding_count && !odd; i++) {
        odd = name->findings[i].rule->kind <= FINDING_DATE &&
              name->findings[i].first >= title.end && name->findings[i].rule->sure > 0.7;
    }
    for (int i = title.first + 1; i < title.end && !odd; i++) {
        bool dash = words_gap_is_wide(words->at[i].gap);
        odd = words->at[i].gap & GAP_CLOSE || (dash && (bare_year || i == title.first + 1)) ||
              (words->at[i].kind == WORD_NUMBER && words->at[i].gap & GAP_OTHER) ||
              (i == title.end - 1 && words_is_year(&words->at[i]));
    }
    return odd;
}

static double film_confidence(const struct guess *guess, const struct name_part *name)
{
    const struct words *words = &name->words;
    if (film_is_odd(name))
        return guess->year || name->release < words->count ? 0.8 : 0.6;
    if (guess->year)
        return 0.94;
    if (name->release >= words->count)
        return 0.6;
    const struct word *last = &words->at[name->title.main.end - 1];
    bool plain =
        name->title.main.end == name->release && !words->event && last->kind != WORD_NUMBER;
    for (int i = name->title.main.first + 1; i < name->title.main.end; i++) {
        plain &=
            !words_gap_is_wide(words->at[i].gap); /* "Title - subtitle, actor or other title" */
    }
    return plain ? 0.9 : 0.8;
}

/* Whether a year without brackets precedes word i: "Title.1991.E01". */
static bool follows_year(const struct words *words, int i)
{
    return i > 0 && words_is_year(&words->at[i - 1]) && words->at[i - 1].brackets == 0;
}

/* Whether day and month of a date may be the other way round: "05-06-2024". */
static bool is_ambiguous_date(const struct words *words, const struct finding *date)
{
    return date->end - date->first == 3 && date->day <= 12 && date->day != date->month &&
           words->at[date->first].size <= 2 && words->at[date->first + 1].kind == WORD_NUMBER;
}

/* Returns the confidence in a reading: that of its rule, lowered by what makes a name ambiguous. */
static double confidence(const struct guess *guess, const struct name_part *name, int season)
{
    const struct words *words = &name->words;
    const struct finding *id = name->id;
    double sure = id ? id->rule->sure : 0;
    if (!id && !name->season)
        sure = film_confidence(guess, name);
    else if (!id)
        sure = name->season->rule->sure;
    else if (id->kind == FINDING_PACKED && season == id->season)
        sure = guess->alternative_count ? 0.85 : 0.96; /* the folder says the same */
    else if (id->rule->how & RULE_LEADING && season >= 0)
        sure = 0.93; /* "Season 2/03 - Name" */
    else if (id->kind == FINDING_ABSOLUTE &&
             (is_lines(id->span[0].from) ||
              (id->end < words->count && words_is_year(&words->at[id->end]))))
        sure = 0.7;
    else if (id->rule->how & RULE_LAST && id->kind == FINDING_ABSOLUTE && words->fansub)
        sure = 0.92; /* "[Group] Title 01" */
    else if (id->kind == FINDING_PART && words->broadcast)
        sure = 0.9;
    if (id && name->pack && numbers_count(id) > 1)
        sure = sure < 0.8 ? sure : 0.8; /* a pack, or episodes one by one? */
    if (id && id->kind == FINDING_DATE && is_ambiguous_date(words, id))
        sure = UNSURE;
    if (id && id->kind == FINDING_EPISODE && guess->season < 0 &&
        (follows_year(words, id->first) || is_announced_again(name)))
        sure = sure < UNSURE ? sure : UNSURE; /* a season may be called like the year */
    if (id && id->kind == FINDING_DATE && words->at[id->first].brackets != 0)
        sure = 0.8; /* a date in brackets may not be the air date */
    if (id && guess->season < 0 && numbers_count(id) > MATCH_EPISODES_MAX)
        sure = sure < 0.8 ? sure : 0.8; /* more episodes than a guess holds */
    if (guess->alternative_count > 0 && sure > UNSURE)
        sure = UNSURE;
    if (!guess->title[0])
        sure *= 0.3;
    return sure;
}

/* Whether a folder has this title. */
static bool same_title(const char *title, const struct name_part *folder)
{
    char a[MATCH_TITLE_MAX];
    char b[MATCH_TITLE_MAX];
    title_write(b, sizeof(b), &folder->words, folder->title.main);
    text_fold(a, sizeof(a), b, strlen(b));
    text_fold(b, sizeof(b), title, strlen(title));
    return strcmp(a, b) == 0;
}

/* ---- All components together ---- */

/* Whether folders can add to what the file says: if it has season, episode and title, only a year
 * can. */
static bool folders_matter(const struct name_part *file, const struct component *components,
                           int count)
{
    bool whole = file->id && file->id->kind == FINDING_BOTH && file->id->rule->sure > 0.9 &&
                 words_has(file->title.main);
    if (!whole)
        return true;
    for (int i = 1; i < count && !file->title.year; i++) {
        for (size_t k = 0; k + 4 <= components[i].len; k++) {
            const char *p = components[i].text + k;
            if ((p[0] == '1' && p[1] == '9') || (p[0] == '2' && p[1] == '0'))
                return true;
        }
    }
    return false;
}

/* Whether a file may be an abbreviated one of the scene, whose folder has the whole title:
 * "td.s01e03", "tvp-bones-s03e04". */
static bool may_be_abbreviated(const struct name_part *file)
{
    const struct words *words = &file->words;
    struct stretch title = file->title.main;
    if (!words_has(title) || title.end - title.first > 5)
        return false;
    const struct word *w = &words->at[title.first];
    char c = words->text[w->offset];
    bool tied = title.end - title.first > 1 && w[1].gap == GAP_DASH;
    return c >= 'a' && c <= 'z' && (tied || (title.end - title.first == 1 && w->len <= 8));
}

/* Writes the letters and digits of a title, in lower case. Returns their number. */
static size_t squeeze(const struct words *words, struct stretch title, char *out, size_t size)
{
    size_t n = 0;
    for (int i = title.first; i < title.end; i++) {
        const struct word *w = &words->at[i];
        for (size_t k = 0; k < w->len && n + 1 < size; k++) {
            if (words->text[w->offset + k] != '\'')
                out[n++] = (char)tags_lower((uint8_t)words->text[w->offset + k]);
        }
    }
    out[n] = '\0';
    return n;
}

/* Whether the letters of a short text stand in a longer one, in their order, from the first on. */
static bool abbreviates(const char *text, const char *whole)
{
    if (text[0] != whole[0] || text[0] == '\0')
        return false;
    for (; *text && *whole; whole++)
        text += *text == *whole;
    return *text == '\0';
}

/* Whether the title of a file is an abbreviation of a folder's, or has a group before it, and the
 * folder names the same season or episode. */
static bool is_abbreviated(const struct name_part *file, const struct name_part *folder)
{
    char short_title[64];
    char whole[256];
    struct stretch title = file->title.main;
    const struct finding *season = folder->season ? folder->season : folder->id;
    if (!words_has(folder->title.main) || (season && season->season != file->id->season) ||
        (folder->id && folder->id->spans > 0 && folder->id->span[0].from != file->id->span[0].from))
        return false;
    size_t len = squeeze(&folder->words, folder->title.main, whole, sizeof(whole));
    if (season && squeeze(&file->words, title, short_title, sizeof(short_title)) < len &&
        abbreviates(short_title, whole))
        return true;
    if (title.end - title.first < 2 || file->words.at[title.first + 1].gap != GAP_DASH)
        return false;
    title.first++; /* "tvp-bones" */
    squeeze(&file->words, title, short_title, sizeof(short_title));
    return season ? abbreviates(short_title, whole) : strcmp(short_title, whole) == 0;
}

/* Writes the title of the folder that an abbreviated file lies in. Returns false if there is none. */
static bool write_whole_title(struct guess *out, const struct name_part *file,
                              const struct component *components, int count,
                              struct name_part *folder, int *held)
{
    for (int i = 1; i < count && i < 4; i++) {
        read_component(folder, &components[i], (struct place){0});
        *held = i;
        if (folder->words.count > 0 && is_abbreviated(file, folder)) {
            write_title(out, folder);
            return true;
        }
    }
    return false;
}

/* Reads component i into folder unless *held says that this was done. */
static void read_folder(struct name_part *folder, const struct component *components, int i,
                        const struct folders *folders, int *held)
{
    if (*held != i)
        read_component(folder, &components[i], place_of(i, folders));
    *held = i;
}

/* Returns how many words at the front of a file are all the words of a title, or of a folder before
 * its brackets, if a number or a dash follows them; else 0. */
static int count_title_words(const struct words *file, const struct words *folder,
                             struct stretch title)
{
    int count = title.end - title.first;
    if (count <= 0 || count >= file->count)
        return 0;
    for (int i = 0; i < count; i++) {
        const struct word *a = &file->at[i];
        const struct word *b = &folder->at[title.first + i];
        if (a->len != b->len || (i > 0 && (a->gap == 0) != (b->gap == 0)))
            return 0;
        for (size_t k = 0; k < a->len; k++) {
            if (tags_lower((uint8_t)file->text[a->offset + k]) !=
                tags_lower((uint8_t)folder->text[b->offset + k]))
                return 0;
        }
    }
    const struct word *next = &file->at[count];
    if (words_is_year(next) && next->gap & GAP_OPEN && words_gap_after(file, count) & GAP_CLOSE)
        next++; /* "Title (1998) - 05" */
    bool number = next->kind == WORD_NUMBER && next->gap != 0 && !next->release;
    bool film = words_is_year(next) || (next->gap & (GAP_OPEN | GAP_CLOSE) && !number);
    return !film && (words_gap_is_wide(next->gap) || number) ? count : 0;
}

/* Returns the place of the file, given its folders. */
static struct place file_place(const struct name_part *file, const struct component *components,
                               struct name_part *folder, const struct folders *folders, int *held)
{
    struct place place = {.in_season = folders->season >= 0,
                          .in_series = folders->title > 0,
                          .season = folders->season};
    if (folders->title == 0)
        return place;
    read_folder(folder, components, folders->title, folders, held);
    const struct words *words = &folder->words;
    int end = words->begin;
    while (end < words->count && words->at[end].brackets == 0 && !words->at[end].release)
        end++;
    place.title_words = count_title_words(&file->words, words, (struct stretch){words->begin, end});
    if (place.title_words == 0)
        place.title_words = count_title_words(&file->words, words, folder->title.main);
    return place;
}

/* Returns which of file and folder names the episode: the folder if the name of the file is a
 * stub. */
static const struct name_part *choose_name(const struct name_part *file,
                                           const struct name_part *folder,
                                           const struct folders *folders)
{
    bool both = folder->id && folder->id->kind == FINDING_BOTH;
    bool better = both && (file->strength < STRENGTH_FULL || same_episode(file, folder));
    bool stub = folders->nearest_has_episode && !file->id && !file->season;
    return better || stub ? folder : file;
}

/* Whether a file of a disc has a name that says nothing: "VTS_01_1", "STREAM/00001". */
static bool is_disc_file(const struct words *words, const struct component *folder)
{
    const struct word *w = &words->at[0];
    bool vts = words->count == 3 && words_is_text(words, 0, "vts");
    bool video = words->count == 2 && words_is_text(words, 0, "video") &&
                 words_is_text(words, 1, "ts");
    bool stream = words->count == 1 && w->kind == WORD_NUMBER && w->size == 5 &&
                  folder->len == 6 && memcmp(folder->text, "STREAM", 6) == 0;
    return vts || video || stream;
}

/* Reads a file again if its folders change what its numbers mean. */
static void read_in_place(struct name_part *file, const struct component *components,
                          struct name_part *folder, const struct folders *folders, int *held)
{
    if (file->strength == STRENGTH_FULL || (folders->season < 0 && folders->title == 0))
        return;
    struct place place = file_place(file, components, folder, folders, held);
    name_part_read(file, place);
    if (!file->id && place.title_words == 1 && file->words.at[0].kind == WORD_NUMBER) {
        place.title_words = 0; /* "24/Season 5/24 - Title" */
        name_part_read(file, place);
    }
}

/* Whether a file in a season's folder has only the title of its episode: "Season 1/The Pilot". */
static bool is_titled_only(const struct name_part *file, const struct folders *folders)
{
    return folders->plain_season && folders->title > 0 && !file->id && !file->season &&
           !file->date && !file->credits && !file->title.year && words_has(file->title.main);
}

/* Whether a file with a bare number has another title than its folder: "Title/Other - 06". */
static bool is_other_title(const struct guess *guess, const struct name_part *file,
                           const struct name_part *folder, const struct folders *folders,
                           const struct name_part *name)
{
    char a[MATCH_TITLE_MAX];
    char b[MATCH_TITLE_MAX];
    if (name != file || folders->title == 0 || folders->season >= 0 || !file->id ||
        file->id->kind != FINDING_ABSOLUTE || file->words.fansub || file->place.title_words > 0 ||
        file->id->rule->how & RULE_LEADING || !words_has(folder->title.main))
        return false;
    title_write(b, sizeof(b), &folder->words, folder->title.main);
    text_fold(a, sizeof(a), b, strlen(b));
    text_fold(b, sizeof(b), guess->title, strlen(guess->title));
    return strstr(a, b) == NULL && strstr(b, a) == NULL;
}

/* Writes a file that has only the title of its episode. */
static void write_titled(struct guess *out, const struct name_part *file,
                         const struct folders *folders)
{
    const struct words *words = &file->words;
    struct stretch title = {words->begin, file->title.main.end};
    out->season = folders->season;
    title_write(out->episode_title, sizeof(out->episode_title), words, title);
}

/* Empties what numbers an episode. */
static void clear_numbers(struct guess *out)
{
    out->season = -1;
    out->episode_count = out->absolute_count = out->alternative_count = 0;
    out->date[0] = '\0';
    out->season_pack = false;
}

/* Whether the file begins with the name of a folder, which is one word: then it is the series. */
static bool begins_with(const struct words *file, const struct component *folder)
{
    const struct word *w = &file->at[0];
    if (file->count == 0 || w->len != folder->len)
        return false;
    for (size_t k = 0; k < w->len; k++) {
        if (tags_lower((uint8_t)file->text[w->offset + k]) != tags_lower((uint8_t)folder->text[k]))
            return false;
    }
    return true;
}

/* Whether a folder is called "Music". */
static bool in_music(const struct component *components, int count)
{
    for (int i = 1; i < count; i++) {
        const char *p = components[i].text;
        if (components[i].len == 5 && tags_lower((uint8_t)p[0]) == 'm' &&
            memcmp(p + 1, "usic", 4) == 0)
            return true;
    }
    return false;
}

/* Whether a file is no episode because of its own name or of a folder's. */
static enum extras find_extras(const struct name_part *file, const struct component *components,
                               int count)
{
    enum extras extras = extras_of_file(&file->words);
    if (extras != EXTRAS_NONE || count < 3)
        return extras;
    if (extras_is_folder(components[1].text, components[1].len) &&
        !begins_with(&file->words, &components[1]) && has_name(&components[2]))
        return EXTRAS_OTHER;
    return EXTRAS_NONE;
}

static void parse(struct guess *out, const struct component *components, int count,
                  enum file_kind kind, struct name_part *file, struct name_part *folder)
{
    struct folders folders = {.season = -1};
    const struct name_part *name = file;
    int held = 0;
    read_component(file, &components[0], nowhere);
    bool is_film = kind == FILE_VIDEO && name_part_is_film(file);
    bool disc = count > 1 && is_disc_file(&file->words, &components[1]);
    if (disc) {
        name_part_cut(file, "", 0);
        name_part_read(file, nowhere);
    }
    if (count > 1 && !is_film && folders_matter(file, components, count)) {
        folders = read_folders(components, count, folder, &held);
        read_in_place(file, components, folder, &folders, &held);
        if (folders.nearest_has_episode || file->strength == STRENGTH_NONE) {
            read_folder(folder, components, folders.nearest > 0 ? folders.nearest : 1, &folders,
                        &held);
            name = choose_name(file, folder, &folders);
        }
    }
    write_numbers(out, name, folders.season);
    bool whole = count > 1 && name == file && file->id && file->id->kind == FINDING_BOTH;
    if (disc && name == file)
        out->season = folders.season;
    bool titled = name == file && is_titled_only(file, &folders);
    bool film = !says_number(out) && out->season < 0 && !out->special && !titled;
    if (titled)
        write_titled(out, file, &folders);
    else if (film && count > 1 && name == file && film_in_folder(file, folder))
        write_title(out, folder);
    else if (!(name->id && name->id->rule->how & RULE_LEADING && folders.title > 0) &&
             !(whole && may_be_abbreviated(file) &&
               write_whole_title(out, file, components, count, folder, &held)))
        write_title(out, name);
    if (words_has(name->episode_title) && !titled) {
        title_write(out->episode_title, sizeof(out->episode_title), &name->words,
                    name->episode_title);
    }
    if (words_has(name->group))
        title_write(out->group, sizeof(out->group), &name->words, name->group);
    if (folders.title > 0 && name != folder && (!out->title[0] || out->year == 0)) {
        read_folder(folder, components, folders.title, &folders, &held);
        if (!out->title[0])
            write_title(out, folder);
        else if (says_number(out) && same_title(out->title, folder))
            out->year = folder->title.year;
    }
    if (!out->title[0] && name->words.begin > 0)
        text_copy(out->title, sizeof(out->title), out->group, strlen(out->group));
    write_kind(out, name);
    out->season_pack &= !titled;
    out->confidence = titled ? UNSURE : confidence(out, name, folders.season);
    enum extras extras = find_extras(file, components, count);
    if (kind == FILE_SOUND || (file->strength < STRENGTH_FULL && in_music(components, count)))
        extras = EXTRAS_OTHER;
    if (extras != EXTRAS_NONE)
        out->kind = GUESS_NONE;
    if (is_other_title(out, file, folder, &folders, name) && out->confidence > UNSURE)
        out->confidence = UNSURE;
    if (out->kind == GUESS_NONE && out->confidence < NOTHING)
        out->confidence = NOTHING;
    if (extras == EXTRAS_OTHER || name->credits)
        clear_numbers(out);
}

/* Splits a name into components, of which the first is the file without its extension. Limits *len
 * to MATCH_INPUT_MAX. */
static int cut_name(const char *name, size_t *len, struct component components[COMPONENTS_MAX],
                    enum file_kind *kind)
{
    if (*len > MATCH_INPUT_MAX)
        *len = MATCH_INPUT_MAX;
    int count = path_cut(name, *len, components, COMPONENTS_MAX);
    *kind = FILE_UNKNOWN;
    if (count > 0) {
        size_t before = components[0].len;
        path_cut_extension(&components[0]);
        if (components[0].len < before)
            *kind = FILE_VIDEO;
        else if (path_is_sound(&components[0]))
            *kind = FILE_SOUND;
    }
    return count;
}

/* Whether a bracket opens before what may be the name of a service: "[tvdb-81189]", "[imdb-...". */
static bool may_hold_ids(const struct words *words)
{
    bool found = (words->tail & GAP_OPEN) != 0;
    for (int i = word_set_next(&words->opens, 0); i < words->count;
         i = word_set_next(&words->opens, i + 1)) {
        char c = (char)(words->text[words->at[i].offset] | 0x20);
        found |= (c == 't') | (c == 'i');
    }
    return found;
}

/* Empties a guess. Clearing all bytes of its texts would take longer than the reading. */
static void clear_guess(struct guess *out)
{
    out->kind = GUESS_NONE;
    out->title[0] = out->alternative_title[0] = out->episode_title[0] = '\0';
    out->group[0] = out->network[0] = out->date[0] = '\0';
    memset(out->country, 0, sizeof(out->country));
    out->season = out->part = out->version = -1;
    out->year = out->episode_count = out->absolute_count = out->alternative_count = 0;
    out->special = out->season_pack = false;
    out->ids = (struct series_ids){0};
    out->confidence = 0;
}

void match_parse(const char *name, size_t len, struct guess *out)
{
    struct name_part file;
    struct name_part folder;
    struct component components[COMPONENTS_MAX];
    clear_guess(out);
    enum file_kind kind;
    int count = cut_name(name, &len, components, &kind);
    if (count == 0)
        return;
    parse(out, components, count, kind, &file, &folder);
    if (count > 1 || may_hold_ids(&file.words))
        path_find_ids(name, len, &out->ids);
}

/* ---- Explaining ---- */

static bool within(struct stretch stretch, int i)
{
    return i >= stretch.first && i < stretch.end;
}

/* Returns what a finding was read as. */
static const char *finding_role(const struct name_part *name, const struct finding *finding)
{
    static const char *const roles[] = {
        [FINDING_BOTH] = "season+episode", [FINDING_PACKED] = "season+episode",
        [FINDING_EPISODE] = "episode",     [FINDING_SPECIAL] = "special",
        [FINDING_ABSOLUTE] = "absolute",   [FINDING_DATE] = "date",
        [FINDING_PART] = "part",           [FINDING_SEASON] = "season",
        [FINDING_NOTHING] = "no episode",
    };
    bool used = finding == name->id || finding == name->season || finding == name->date ||
                finding == name->absolute || finding == name->part ||
                (name->id && name->id->kind == FINDING_BOTH && finding->kind == FINDING_BOTH &&
                 finding->season == name->id->season);
    return used || finding->kind == FINDING_NOTHING ? roles[finding->kind] : "not used";
}

static const char *release_rule(const struct word *w)
{
    return w->is & TAG_FORMAT     ? "format"
           : w->is & TAG_LANGUAGE ? "language"
           : w->is & TAG_SITE     ? "site"
           : w->is & TAG_EDITION  ? "edition"
           : w->is & TAG_PACK     ? "pack"
                                  : "file";
}

/* Returns what a word that is in no finding was read as. */
static const char *word_role(const struct name_part *name, int i)
{
    const struct word *w = &name->words.at[i];
    if (within(name->title.main, i))
        return "title";
    if (i == name->title.country)
        return "country";
    if (words_is_year(w) && w->value == name->title.year)
        return "year";
    if (within(name->title.alternative, i))
        return "other title";
    if (w->noise)
        return "noise";
    if (!w->release && within(name->group, i))
        return "group";
    if (!w->release && within(name->episode_title, i))
        return "episode title";
    if (w->release || (w->ends != TAG_NEVER && i >= name->words.begin))
        return "release";
    return i < name->words.begin ? "front" : "other";
}

static void explain_word(const struct name_part *name, int i, struct match_word *out)
{
    out->role = word_role(name, i);
    out->rule = "";
    for (int f = 0; f < name->finding_count; f++) {
        const struct finding *finding = &name->findings[f];
        if (i < finding->first || i >= finding->end)
            continue;
        bool title = finding->kind == FINDING_NOTHING && within(name->title.main, i) &&
                     !(finding->rule->how & RULE_MOVIE);
        out->role = title ? "title" : finding_role(name, finding);
        out->rule = finding->rule->name;
        return;
    }
    if (strcmp(out->role, "release") == 0)
        out->rule = release_rule(&name->words.at[i]);
}

size_t match_explain(const char *name, size_t len, struct guess *out, struct match_word *words,
                     size_t max)
{
    struct component components[COMPONENTS_MAX];
    struct name_part part;
    size_t found = 0;
    match_parse(name, len, out);
    enum file_kind kind;
    int count = cut_name(name, &len, components, &kind);
    int last;
    struct folders folders = read_folders(components, count, &part, &last);
    for (int p = count - 1; p >= 0; p--) {
        read_component(&part, &components[p], p == 0 ? nowhere : place_of(p, &folders));
        bool is_film = p == 0 && kind == FILE_VIDEO && name_part_is_film(&part);
        if (p == 0 && count > 1 && !is_film && folders_matter(&part, components, count)) {
            struct name_part folder;
            int held = 0;
            read_in_place(&part, components, &folder, &folders, &held);
        }
        for (int i = 0; i < part.words.count; i++, found++) {
            if (found >= max)
                continue;
            words[found].offset = (size_t)(components[p].text - name) + part.words.at[i].offset;
            words[found].len = part.words.at[i].len;
            explain_word(&part, i, &words[found]);
        }
    }
    return found;
}
