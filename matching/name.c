/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "matching/abbreviation.h"
#include "matching/confidence.h"
#include "matching/extras.h"
#include "matching/film.h"
#include "matching/folders.h"
#include "matching/guess_fields.h"
#include "matching/matching.h"
#include "matching/name_part.h"
#include "matching/number_rules.h"
#include "matching/numbers.h"
#include "matching/path.h"
#include "matching/tags.h"
#include "matching/text.h"
#include "matching/titled.h"

enum { COMPONENTS_MAX = 5 };

/* What the extension of a file says. */
enum file_kind { FILE_UNKNOWN, FILE_VIDEO, FILE_SOUND };

/* The place of a file whose folders are not read yet. */
static struct place place_of(enum file_kind kind)
{
    return (struct place){.season = -1, .video = kind == FILE_VIDEO};
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
    if (folders_is_common(folder) || !words_has(folder->title.main))
        return false;
    if (ends_with(file, folder))
        return true;
    return !file->title.year && (folder->title.year || folder->release < folder->words.count);
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
 * or what is in brackets can. */
static bool folders_matter(const struct name_part *file, const struct component *components,
                           int count)
{
    bool whole = file->id && file->id->kind == FINDING_BOTH && file->id->rule->sure > 0.9 &&
                 words_has(file->title.main) &&
                 file->words.at[file->title.main.first].kind != WORD_NUMBER;
    if (!whole)
        return true;
    for (int i = 1; i < count && !file->title.year; i++) {
        for (size_t k = 0; k + 4 <= components[i].len; k++) {
            const char *p = components[i].text + k;
            if ((p[0] == '1' && p[1] == '9') || (p[0] == '2' && p[1] == '0') || p[0] == '(')
                return true;
        }
    }
    return false;
}

/* Writes the title of the folder that an abbreviated file is in. Returns false if there is none. */
static bool write_whole_title(struct guess *out, const struct name_part *file,
                              const struct component *components, int count,
                              struct name_part *folder, int *held)
{
    for (int i = 1; i < count && i < 4; i++) {
        folders_read_one(folder, &components[i], (struct place){0});
        *held = i;
        if (folder->words.count > 0 && abbreviation_of(file, folder)) {
            guess_write_title(out, folder);
            return true;
        }
    }
    return false;
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
    bool video =
        words->count == 2 && words_is_text(words, 0, "video") && words_is_text(words, 1, "ts");
    bool stream = words->count == 1 && w->kind == WORD_NUMBER && w->size == 5 && folder->len == 6 &&
                  memcmp(folder->text, "STREAM", 6) == 0;
    return vts || video || stream;
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
    if (name != file || folders->title == 0 || folders->above_common || folders->season >= 0 ||
        !file->id || file->id->kind != FINDING_ABSOLUTE || file->words.fansub ||
        file->place.title_words > 0 || file->id->rule->how & RULE_LEADING ||
        !words_has(folder->title.main))
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

/* Whether a file is in a folder for extras. */
static bool in_extras(const struct name_part *file, const struct component *components, int count)
{
    return count > 1 && extras_is_folder(components[1].text, components[1].len) &&
           !begins_with(&file->words, &components[1]);
}

/* Whether a file is no episode because of its own name or of a folder's. */
static enum extras find_extras(const struct name_part *file, const struct component *components,
                               int count)
{
    enum extras extras = extras_of_file(&file->words);
    if (extras != EXTRAS_NONE || count < 3)
        return extras;
    if (in_extras(file, components, count) && folders_has_name(&components[2]))
        return EXTRAS_OTHER;
    return EXTRAS_NONE;
}

/* A path while it is read. */
struct reading {
    const char *whole; /* the name with its folders */
    size_t len;
    const struct component *components;
    int count;
    enum file_kind kind;
    struct name_part *file;
    struct name_part *folder; /* the reading of component held; 0: none yet */
    int held;
    struct folders folders;
    const struct name_part *name; /* which of the two names the episode */
    bool titled;                  /* the file has only the title of its episode */
};

/* Reads the file and what of the folders can add to it. */
static void read_components(struct reading *reading)
{
    struct name_part *file = reading->file;
    struct name_part *folder = reading->folder;
    const struct component *components = reading->components;
    struct folders *folders = &reading->folders;
    folders_read_one(file, &components[0], place_of(reading->kind));
    if (reading->count > 1 && is_disc_file(&file->words, &components[1])) {
        name_part_cut(file, "", 0);
        name_part_read(file, place_of(reading->kind));
    }
    bool film = reading->kind == FILE_VIDEO && name_part_is_film(file);
    if (reading->count == 1 || film || !folders_matter(file, components, reading->count))
        return;
    *folders = folders_read(components, reading->count, folder, &reading->held);
    folders_read_file(file, components, folder, folders, &reading->held);
    if (!folders->nearest_has_episode && file->strength != STRENGTH_NONE)
        return;
    folders_hold(folder, components, folders->nearest > 0 ? folders->nearest : 1, folders,
                 &reading->held);
    reading->name = choose_name(file, folder, folders);
}

/* Whether the title of a file in a season's folder is only the number in front: "06 - S02E07". */
static bool is_numbered_twice(const struct name_part *file, const struct folders *folders)
{
    struct stretch title = file->title.main;
    return folders->season >= 0 && folders->title > 0 && title.end - title.first == 1 &&
           file->words.at[title.first].kind == WORD_NUMBER;
}

/* Splits what follows the number of a media title at its first dash: "S01:E03 - Show - Title", as
 * media servers call what they send. */
static void split_titles(const struct reading *reading, struct guess *out)
{
    const struct name_part *name = reading->name;
    const struct words *words = &name->words;
    struct stretch all = name->episode_title;
    const struct finding *front = name->season ? name->season : name->id;
    if (reading->count > 1 || reading->kind != FILE_UNKNOWN || !name->id || out->season < 0 ||
        front->first > 0)
        return;
    for (int i = all.first + 1; i < all.end; i++) {
        if (!words_gap_is_wide(words->at[i].gap))
            continue;
        title_write(out->title, sizeof(out->title), words, (struct stretch){all.first, i});
        title_write(out->episode_title, sizeof(out->episode_title), words,
                    (struct stretch){i, all.end});
        return;
    }
}

/* Writes the titles of series and episode, from the file or from a folder. */
static void write_titles(struct reading *reading, struct guess *out)
{
    const struct name_part *name = reading->name;
    const struct name_part *file = reading->file;
    struct name_part *folder = reading->folder;
    const struct folders *folders = &reading->folders;
    bool film = !guess_says_number(out) && out->season < 0 && !out->special && !reading->titled;
    bool whole = reading->count > 1 && name == file && file->id && file->id->kind == FINDING_BOTH;
    bool leading = folders->title > 0 && name->id &&
                   (name->id->rule->how & RULE_LEADING ||
                    (name == file && guess_is_contradicted(file, folders->season)));
    if (reading->titled)
        write_titled(out, file, folders);
    else if (film && reading->held > 0 && name == file && film_in_folder(file, folder))
        guess_write_title(out, folder);
    else if (!leading && !(name == file && is_numbered_twice(file, folders)) &&
             !(whole && abbreviation_may_be(file) &&
               write_whole_title(out, file, reading->components, reading->count, folder,
                                 &reading->held)))
        guess_write_title(out, name);
    if (words_has(name->episode_title) && !reading->titled) {
        title_write(out->episode_title, sizeof(out->episode_title), &name->words,
                    name->episode_title);
    }
    if (words_has(name->group))
        title_write(out->group, sizeof(out->group), &name->words, name->group);
    if (folders->title > 0 && name != folder && (!out->title[0] || out->year == 0)) {
        folders_hold(folder, reading->components, folders->title, folders, &reading->held);
        if (!out->title[0])
            guess_write_title(out, folder);
        else if (guess_says_number(out) && same_title(out->title, folder))
            guess_add_marks(out, folder);
    }
    if (!out->title[0] && name->words.begin > 0)
        text_copy(out->title, sizeof(out->title), out->group, strlen(out->group));
    if (!out->title[0])
        split_titles(reading, out);
}

/* Reads what looks like a film's name as an episode that has only a title, if it can be one. */
static void read_as_titled(struct reading *reading, struct guess *out)
{
    struct titled titled;
    const struct words *words = &reading->file->words;
    bool held = reading->count > 1;
    if (held)
        folders_hold(reading->folder, reading->components, 1, &reading->folders, &reading->held);
    if (!titled_find(reading->file, held ? reading->folder : NULL, &titled))
        return;
    title_write(out->title, sizeof(out->title), words, titled.series);
    title_write(out->episode_title, sizeof(out->episode_title), words, titled.episode);
    out->special = titled.special;
    out->kind = GUESS_EPISODE;
}

/* Decides whether it is an episode, and how surely. */
static void write_verdict(struct reading *reading, struct guess *out)
{
    const struct name_part *file = reading->file;
    const struct folders *folders = &reading->folders;
    guess_write_kind(out, reading->name);
    out->season_pack &= !reading->titled;
    out->confidence =
        reading->titled ? CONFIDENCE_UNSURE : confidence_of(out, reading->name, folders->season);
    if (is_other_title(out, file, reading->folder, folders, reading->name) &&
        out->confidence > CONFIDENCE_UNSURE)
        out->confidence = CONFIDENCE_UNSURE;
    enum extras extras = find_extras(file, reading->components, reading->count);
    bool weak = file->strength < STRENGTH_FULL;
    if (reading->kind == FILE_SOUND || (weak && in_music(reading->components, reading->count)))
        extras = EXTRAS_OTHER;
    if (extras != EXTRAS_NONE)
        out->kind = GUESS_NONE;
    if (out->kind == GUESS_NONE && out->confidence < CONFIDENCE_NOTHING)
        out->confidence = CONFIDENCE_NOTHING;
    if (extras == EXTRAS_OTHER || reading->name->credits)
        guess_clear_numbers(out);
    if (out->kind == GUESS_NONE && extras == EXTRAS_NONE && !reading->name->credits &&
        film_has_id(out))
        out->kind = GUESS_MOVIE; /* "tt0137523.mkv" */
    if (out->kind == GUESS_MOVIE && reading->kind == FILE_VIDEO && out->part < 0 &&
        !film_has_id(out))
        read_as_titled(reading, out);
    out->film = out->kind == GUESS_MOVIE && film_is_named(file, out) &&
                !in_extras(file, reading->components, reading->count);
}

static void find_ids(const struct reading *reading, struct guess *out)
{
    const struct words *words = &reading->file->words;
    if (reading->count > 1 || (words->noise && word_set_next(&words->odd, 0) < words->count))
        path_find_ids(reading->whole, reading->len, &out->ids);
    if (!guess_says_number(out) && out->season < 0 && !film_has_id(out))
        path_find_bare_ids(reading->whole, reading->len, &out->ids);
}

static void parse(struct reading *reading, struct guess *out)
{
    read_components(reading);
    const struct name_part *name = reading->name;
    guess_write_numbers(out, name, reading->folders.season);
    if (name == reading->file && name->words.count == 0)
        out->season = reading->folders.season; /* a file of a disc */
    reading->titled = name == reading->file && is_titled_only(name, &reading->folders);
    write_titles(reading, out);
    find_ids(reading, out);
    write_verdict(reading, out);
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

void match_parse(const char *name, size_t len, struct guess *out)
{
    struct name_part file;
    struct name_part folder;
    struct component components[COMPONENTS_MAX];
    guess_clear(out);
    enum file_kind kind;
    int count = cut_name(name, &len, components, &kind);
    if (count == 0)
        return;
    struct reading reading = {.whole = name,
                              .len = len,
                              .components = components,
                              .count = count,
                              .kind = kind,
                              .file = &file,
                              .folder = &folder,
                              .folders = {.season = -1},
                              .name = &file};
    parse(&reading, out);
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
    struct folders folders = folders_read(components, count, &part, &last);
    for (int p = count - 1; p >= 0; p--) {
        folders_read_one(&part, &components[p],
                         p == 0 ? place_of(kind) : folders_place_of(p, &folders));
        bool is_film = p == 0 && kind == FILE_VIDEO && name_part_is_film(&part);
        if (p == 0 && count > 1 && !is_film && folders_matter(&part, components, count)) {
            struct name_part folder;
            int held = 0;
            folders_read_file(&part, components, &folder, &folders, &held);
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
