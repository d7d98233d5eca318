/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "matching/matching.h"
#include "matching/path.h"
#include "matching/rules.h"
#include "matching/text.h"
#include "matching/title.h"

enum { PIECES_MAX = 5 };

/* What the folders above a file say. */
struct folders {
    int season;      /* -1: none */
    int title;       /* the piece whose title is the series'; 0: none */
    int common;      /* a piece above a season's that has a common name: "Show"; 0: none */
    bool nearest_is; /* the nearest one names an episode itself */
};

static const struct place nowhere = {false, false, false};

/* ---- folders ---- */

/* A folder whose name says nothing of what is in it: "tv", "Downloads", "d:". */
static bool is_common(const struct naming *folder)
{
    const struct words *words = &folder->words;
    if (words->count == 1 && words->at[0].len == 1 && words->at[0].kind == WORD_LETTERS)
        return true;
    for (int i = 0; i < words->count; i++) {
        if (!(word_is(words, i) & TAG_FOLDER))
            return false;
    }
    return true;
}

static bool is_specials(const struct naming *folder)
{
    uint32_t is = word_is(&folder->words, 0);
    return folder->words.count == 1 && is & TAG_SPECIAL && !(is & TAG_SHORT);
}

static void read_piece(struct naming *naming, const struct piece *piece, struct place place)
{
    naming_cut(naming, piece->text, piece->len);
    naming_read(naming, place);
}

/* Where folder i stands. */
static struct place place_of(int i, const struct folders *folders)
{
    return (struct place){.above_season = i > 1 && folders->season >= 0};
}

/* Reads the folders from the nearest on, until one has the series' title. folder then holds the
 * piece *held. */
static struct folders read_folders(const struct piece *pieces, int count, struct naming *folder,
                                   int *held)
{
    struct folders found = {.season = -1};
    for (int i = 1; i < count && found.title == 0; i++) {
        read_piece(folder, &pieces[i], place_of(i, &found));
        *held = i;
        if (i == 1)
            found.nearest_is = folder->strength >= STRENGTH_FAIR;
        if (folder->words.count == 0)
            continue;
        int season = folder->season                                  ? folder->season->season
                     : folder->id && folder->id->kind <= FACT_PACKED ? folder->id->season
                     : is_specials(folder)                           ? 0
                                                                     : -1;
        bool episode = folder->id && folder->id->first == 0 && folder->id->kind == FACT_EPISODE;
        if (season >= 0 && found.season < 0)
            found.season = season;
        if (is_specials(folder) || episode)
            continue;
        if (season < 0 && is_common(folder)) {
            if (found.season >= 0 && found.common == 0 && folder->words.at[0].len > 1)
                found.common = i;
            continue;
        }
        if (stretch_is(folder->title))
            found.title = i;
    }
    if (found.title == 0)
        found.title = found.common;
    return found;
}

/* Whether a folder names the file's episode too, and has the shorter title for it. */
static bool same_episode(const struct naming *file, const struct naming *folder)
{
    if (!file->id || file->id->kind != FACT_EPISODE || !file->season || folder->id->spans == 0)
        return false;
    return file->season->season == folder->id->season &&
           file->id->span[0].from == folder->id->span[0].from &&
           folder->title.end - folder->title.first < file->title.end - file->title.first;
}

/* "Title (2008)/GRP-Title.2008.avi": the folder has the title alone. */
static bool ends_with(const struct naming *file, const struct naming *folder)
{
    int count = folder->title.end - folder->title.first;
    int more = file->title.end - file->title.first - count;
    if (count <= 0 || more != 1 || folder->year == 0 || folder->year != file->year)
        return false;
    char a[MATCH_TITLE_MAX];
    char b[MATCH_TITLE_MAX];
    title_write(a, sizeof(a), &file->words,
                (struct stretch){file->title.first + more, file->title.end});
    title_write(b, sizeof(b), &folder->words, folder->title);
    return strcmp(a, b) == 0;
}

/* Whether a film's folder knows better than its file what it is called. */
static bool film_in_folder(const struct naming *file, const struct naming *folder)
{
    if (is_common(folder) || !stretch_is(folder->title))
        return false;
    if (ends_with(file, folder))
        return true;
    return !file->year && (folder->year || folder->release < folder->words.count);
}

/* ---- writing the guess ---- */

static void write_title(struct guess *out, const struct naming *naming)
{
    title_write(out->title, sizeof(out->title), &naming->words, naming->title);
    if (stretch_is(naming->alternative))
        title_write(out->alternative_title, sizeof(out->alternative_title), &naming->words,
                    naming->alternative);
    if (naming->country >= 0) {
        uint16_t letters = naming->words.at[naming->country].said;
        out->country[0] = (char)(letters >> 8);
        out->country[1] = (char)(letters & 0xFF);
    }
    out->year = naming->year;
}

/* Puts a fact's episodes into out, ascending, each once. */
static void write_episodes(int16_t *out, int *count, const struct fact *fact)
{
    for (int i = 0; i < fact->spans; i++) {
        for (int value = fact->span[i].from; value <= fact->span[i].to; value++) {
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

static void write_date(char out[11], const struct fact *fact)
{
    int year = fact->year;
    for (int i = 3; i >= 0; i--, year /= 10)
        out[i] = (char)('0' + year % 10);
    out[4] = out[7] = '-';
    out[5] = (char)('0' + fact->month / 10);
    out[6] = (char)('0' + fact->month % 10);
    out[8] = (char)('0' + fact->day / 10);
    out[9] = (char)('0' + fact->day % 10);
    out[10] = '\0';
}

/* "- 17 (115)": where two ways to count stand side by side, the first is the series' own. */
static bool counted_twice(const struct words *words, int i)
{
    return i < words->count && words->at[i].gap & GAP_OPEN && number_is_bare(words, i) &&
           !number_is_year(&words->at[i]) && words->group[words->at[i].group].open == '(';
}

/* Season and episode in one number, where the folder may know the season. */
static void write_packed(struct guess *out, const struct fact *id, int season)
{
    if (season >= 0 && season != id->season) {
        out->season = season;
        out->episodes[out->episode_count++] = (int16_t)(id->season * 100 + id->span[0].from);
        return;
    }
    out->season = id->season;
    write_episodes(out->episodes, &out->episode_count, id);
}

/* A number without a season: "[401]" in the folder of season 4 has it. */
static void write_bare(struct guess *out, const struct naming *naming, int season)
{
    const struct fact *id = naming->id;
    int number = id->span[0].from;
    if (out->season < 0)
        out->season = season;
    if (id->rule->pattern[0] == '[' && numbers_count(id) == 1 && number >= 100 &&
        number / 100 == out->season)
        out->episodes[out->episode_count++] = (int16_t)(number % 100);
    else if (id->kind == FACT_EPISODE || out->season >= 0 || counted_twice(&naming->words, id->end))
        write_episodes(out->episodes, &out->episode_count, id);
    else
        write_episodes(out->absolute, &out->absolute_count, id);
}

static void write_id(struct guess *out, const struct naming *naming, int season)
{
    const struct fact *id = naming->id;
    switch (id->kind) {
    case FACT_BOTH:
        out->season = id->season;
        for (const struct fact *fact = id; fact < naming->facts + naming->fact_count; fact++) {
            if (fact->kind == FACT_BOTH && fact->season == id->season)
                write_episodes(out->episodes, &out->episode_count, fact);
        }
        break;
    case FACT_PACKED:
        write_packed(out, id, season);
        break;
    case FACT_SPECIAL:
        out->special = true;
        write_episodes(out->episodes, &out->episode_count, id);
        break;
    case FACT_EPISODE:
    case FACT_ABSOLUTE:
        write_bare(out, naming, season);
        break;
    case FACT_PART:
        if (out->season < 0)
            out->season = season;
        if (out->season >= 0 || naming->words.broadcast)
            out->episodes[out->episode_count++] = id->part;
        break;
    default:
        break;
    }
}

static void write_numbers(struct guess *out, const struct naming *naming, int season)
{
    if (naming->season)
        out->season = naming->season->season;
    if (naming->date)
        write_date(out->date, naming->date);
    if (naming->piece && naming->piece->part >= 0)
        out->part = naming->piece->part;
    if (naming->absolute)
        write_episodes(out->absolute, &out->absolute_count, naming->absolute);
    out->special = naming->special || naming->credits;
    out->version = naming->version;
    if (naming->id) {
        if (naming->id->version >= 0)
            out->version = naming->id->version;
        if (numbers_count(naming->id) <= MATCH_EPISODES_MAX)
            write_id(out, naming, season);
        else if (out->season < 0) /* a pack of more than can be named */
            out->season = naming->id->season >= 0 ? naming->id->season : season;
    }
}

static bool says_number(const struct guess *guess)
{
    return guess->episode_count + guess->absolute_count > 0 || guess->date[0] != '\0';
}

static void write_kind(struct guess *out, const struct naming *naming)
{
    bool number = says_number(out);
    bool too_many = naming->id && numbers_count(naming->id) > MATCH_EPISODES_MAX;
    out->season_pack = !number && !out->special && (out->season >= 0 || too_many);
    if (naming->credits)
        out->kind = GUESS_NONE;
    else if (number || out->season >= 0 || (naming->id && naming->id->kind != FACT_PART))
        out->kind = GUESS_EPISODE;
    else
        out->kind = out->title[0] ? GUESS_MOVIE : GUESS_NONE;
}

/* ---- how sure ---- */

/* A number that is a picture's lines as well: "Title - 720". */
static bool is_lines(int number)
{
    return number == 480 || number == 576 || number == 720 || number == 1080 || number == 2160;
}

static double film_confidence(const struct guess *guess, const struct naming *naming)
{
    if (guess->year)
        return 0.94;
    const struct words *words = &naming->words;
    if (naming->release >= words->count)
        return 0.6;
    bool plain = naming->title.end == naming->release && !words->event;
    for (int i = naming->title.first + 1; i < naming->title.end; i++)
        plain &= !gap_wide(words->at[i].gap); /* "Title - part of it, actor, or other title" */
    return plain ? 0.9 : 0.8;
}

/* How sure a reading is: its rule's worth, less for what makes a name ambiguous. */
static double confidence(const struct guess *guess, const struct naming *naming, int season)
{
    const struct words *words = &naming->words;
    const struct fact *id = naming->id;
    double sure = id ? id->rule->sure : 0;
    if (!id && !naming->season)
        sure = film_confidence(guess, naming);
    else if (!id)
        sure = naming->season->rule->sure;
    else if (id->kind == FACT_PACKED && season == id->season)
        sure = 0.96; /* the folder says the same */
    else if (id->rule->how & RULE_LEADING && season >= 0)
        sure = 0.93; /* "Season 2/03 - Name" */
    else if (id->kind == FACT_ABSOLUTE &&
             (is_lines(id->span[0].from) ||
              (id->end < words->count && number_is_year(&words->at[id->end]))))
        sure = 0.7;
    else if (id->rule->how & RULE_LAST && id->kind == FACT_ABSOLUTE && words->fans)
        sure = 0.92; /* "[Group] Title 01" */
    else if (id->kind == FACT_PART && words->broadcast)
        sure = 0.9;
    if (id && naming->pack && numbers_count(id) > 1)
        sure = sure < 0.8 ? sure : 0.8; /* a pack, or all of its episodes? */
    if (id && id->kind == FACT_DATE && words->at[id->first].group != 0)
        sure = 0.8; /* a date in brackets may be another one */
    if (!guess->title[0])
        sure *= 0.3;
    return sure;
}

/* Whether a folder has this title, too. */
static bool same_title(const char *title, const struct naming *folder)
{
    char a[MATCH_TITLE_MAX];
    char b[MATCH_TITLE_MAX];
    title_write(b, sizeof(b), &folder->words, folder->title);
    text_fold(a, sizeof(a), b, strlen(b));
    text_fold(b, sizeof(b), title, strlen(title));
    return strcmp(a, b) == 0;
}

/* ---- putting it together ---- */

/* Whether the folders may know more than a file that names season, episode and title: a year. */
static bool folders_matter(const struct naming *file, const struct piece *pieces, int count)
{
    bool whole = file->id && file->id->kind == FACT_BOTH && file->id->rule->sure > 0.9 &&
                 stretch_is(file->title);
    if (!whole)
        return true;
    for (int i = 1; i < count && !file->year; i++) {
        for (size_t k = 0; k + 4 <= pieces[i].len; k++) {
            const char *p = pieces[i].text + k;
            if ((p[0] == '1' && p[1] == '9') || (p[0] == '2' && p[1] == '0'))
                return true;
        }
    }
    return false;
}

/* Reads piece i into folder, unless it holds it already. */
static void hold(struct naming *folder, const struct piece *pieces, int i,
                 const struct folders *folders, int *held)
{
    if (*held != i)
        read_piece(folder, &pieces[i], place_of(i, folders));
    *held = i;
}

/* Which of file and folder names the episode: the folder, where the file's name is a mere stub. */
static const struct naming *choose_naming(const struct naming *file, const struct naming *folder,
                                          const struct folders *folders)
{
    bool both = folder->id && folder->id->kind == FACT_BOTH;
    bool better = both && (file->strength < STRENGTH_FULL || same_episode(file, folder));
    bool stub = folders->nearest_is && !file->id && !file->season;
    return better || stub ? folder : file;
}

static void parse(struct guess *out, const struct piece *pieces, int count, struct naming *file,
                  struct naming *folder)
{
    struct folders folders = {.season = -1};
    const struct naming *naming = file;
    int held = 0;
    read_piece(file, &pieces[0], nowhere);
    if (count > 1 && folders_matter(file, pieces, count)) {
        folders = read_folders(pieces, count, folder, &held);
        struct place place = {folders.season >= 0, folders.title > 0, false};
        if (file->strength < STRENGTH_FULL && (place.in_season || place.in_series))
            naming_read(file, place);
        if (folders.nearest_is || file->strength == STRENGTH_NONE) {
            hold(folder, pieces, 1, &folders, &held);
            naming = choose_naming(file, folder, &folders);
        }
    }
    write_numbers(out, naming, folders.season);
    bool film = !says_number(out) && out->season < 0 && !out->special;
    if (film && count > 1 && naming == file && film_in_folder(file, folder))
        write_title(out, folder);
    else if (!(naming->id && naming->id->rule->how & RULE_LEADING && folders.title > 0))
        write_title(out, naming);
    if (stretch_is(naming->episode_title))
        title_write(out->episode_title, sizeof(out->episode_title), &naming->words,
                    naming->episode_title);
    if (stretch_is(naming->group))
        title_write(out->group, sizeof(out->group), &naming->words, naming->group);
    if (folders.title > 0 && naming != folder && (!out->title[0] || out->year == 0)) {
        hold(folder, pieces, folders.title, &folders, &held);
        if (!out->title[0])
            write_title(out, folder);
        else if (says_number(out) && same_title(out->title, folder))
            out->year = folder->year;
    }
    if (!out->title[0] && naming->words.begin > 0)
        text_copy(out->title, sizeof(out->title), out->group, strlen(out->group));
    write_kind(out, naming);
    out->confidence = confidence(out, naming, folders.season);
}

/* The pieces of a name of at most *len bytes; pieces[0] is the file without its extension. */
static int cut_name(const char *name, size_t *len, struct piece pieces[PIECES_MAX])
{
    if (*len > MATCH_INPUT_MAX)
        *len = MATCH_INPUT_MAX;
    int count = path_cut(name, *len, pieces, PIECES_MAX);
    if (count > 0)
        path_cut_extension(&pieces[0]);
    return count;
}

/* Whether a bracket opens before what may be a service's name: "[tvdb-81189]", "[imdb-...". */
static bool may_hold_ids(const struct words *words)
{
    bool found = (words->tail & GAP_OPEN) != 0;
    for (int i = set_next(&words->opens, 0); i < words->count; i = set_next(&words->opens, i + 1)) {
        char c = (char)(words->text[words->at[i].offset] | 0x20);
        found |= (c == 't') | (c == 'i');
    }
    return found;
}

/* Empties a guess: its texts by their first byte, there is too much of them for all of it. */
static void say_nothing(struct guess *out)
{
    out->kind = GUESS_NONE;
    out->title[0] = out->alternative_title[0] = out->episode_title[0] = '\0';
    out->group[0] = out->date[0] = '\0';
    memset(out->country, 0, sizeof(out->country));
    out->season = out->part = out->version = -1;
    out->year = out->episode_count = out->absolute_count = 0;
    out->special = out->season_pack = false;
    out->ids = (struct series_ids){0};
    out->confidence = 0;
}

void match_parse(const char *name, size_t len, struct guess *out)
{
    struct naming file;
    struct naming folder;
    struct piece pieces[PIECES_MAX];
    say_nothing(out);
    int count = cut_name(name, &len, pieces);
    if (count == 0)
        return;
    parse(out, pieces, count, &file, &folder);
    if (count > 1 || may_hold_ids(&file.words))
        path_find_ids(name, len, &out->ids);
}

/* ---- explaining ---- */

static bool within(struct stretch stretch, int i)
{
    return i >= stretch.first && i < stretch.end;
}

/* What a fact of a name was taken for. */
static const char *fact_role(const struct naming *naming, const struct fact *fact)
{
    static const char *const roles[] = {
        [FACT_BOTH] = "season+episode", [FACT_PACKED] = "season+episode",
        [FACT_EPISODE] = "episode",     [FACT_SPECIAL] = "special",
        [FACT_ABSOLUTE] = "absolute",   [FACT_DATE] = "date",
        [FACT_PART] = "part",           [FACT_SEASON] = "season",
        [FACT_NOTHING] = "no episode",
    };
    bool used = fact == naming->id || fact == naming->season || fact == naming->date ||
                fact == naming->absolute || fact == naming->piece ||
                (naming->id && naming->id->kind == FACT_BOTH && fact->kind == FACT_BOTH &&
                 fact->season == naming->id->season);
    return used || fact->kind == FACT_NOTHING ? roles[fact->kind] : "not used";
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

/* What a word that numbers nothing was taken for. */
static const char *word_role(const struct naming *naming, int i)
{
    const struct word *w = &naming->words.at[i];
    if (within(naming->title, i))
        return "title";
    if (i == naming->country)
        return "country";
    if (number_is_year(w) && w->value == naming->year)
        return "year";
    if (within(naming->alternative, i))
        return "other title";
    if (w->noise)
        return "noise";
    if (!w->release && within(naming->group, i))
        return "group";
    if (!w->release && within(naming->episode_title, i))
        return "episode title";
    if (w->release || (w->ends != TAG_NEVER && i >= naming->words.begin))
        return "release";
    return i < naming->words.begin ? "front" : "other";
}

static void explain_word(const struct naming *naming, int i, struct match_word *out)
{
    out->role = word_role(naming, i);
    out->rule = "";
    for (int f = 0; f < naming->fact_count; f++) {
        const struct fact *fact = &naming->facts[f];
        if (i < fact->first || i >= fact->end)
            continue;
        bool title =
            fact->kind == FACT_NOTHING && within(naming->title, i) && fact->rule->pattern[0] != 'F';
        out->role = title ? "title" : fact_role(naming, fact);
        out->rule = fact->rule->name;
        return;
    }
    if (strcmp(out->role, "release") == 0)
        out->rule = release_rule(&naming->words.at[i]);
}

size_t match_explain(const char *name, size_t len, struct guess *out, struct match_word *words,
                     size_t max)
{
    struct piece pieces[PIECES_MAX];
    struct naming naming;
    size_t told = 0;
    match_parse(name, len, out);
    int count = cut_name(name, &len, pieces);
    int held;
    struct folders folders = read_folders(pieces, count, &naming, &held);
    struct place place = {folders.season >= 0, folders.title > 0, false};
    for (int p = count - 1; p >= 0; p--) {
        read_piece(&naming, &pieces[p], p == 0 ? place : place_of(p, &folders));
        for (int i = 0; i < naming.words.count; i++, told++) {
            if (told >= max)
                continue;
            words[told].offset = (size_t)(pieces[p].text - name) + naming.words.at[i].offset;
            words[told].len = naming.words.at[i].len;
            explain_word(&naming, i, &words[told]);
        }
    }
    return told;
}
