/* SPDX-License-Identifier: MIT */
#include "core/player/chapters.h"

#include <math.h>
#include <string.h>

#include "matching/matching.h"

/* A last chapter without a name is the ending if it begins so late and is so long. */
static const double unnamed_share = 0.7;
static const double unnamed_seconds_min = 40;
static const double unnamed_seconds_max = 240;

/* What is longer is neither an opening nor an ending before the last one, whatever its name. */
static const double aside_seconds_max = 240;

/* What follows an ending without a name and is no longer shows what comes next. */
static const double preview_seconds_max = 60;

/* Some files have a chapter of nothing as their end. */
static const double mark_seconds = 1;

/* If less than this share of an episode is story, its chapters were misread. */
static const double story_share_min = 0.25;

/* ---- Titles ---- */

static const struct {
    enum chapter_kind kind;
    const char *titles;
} known_titles[] = {
#define CHAPTER_TITLES(kind, titles) {kind, titles},
#include "core/player/chapter_titles.def"
#undef CHAPTER_TITLES
};

/* Whether a text of length len is one of the titles. */
static bool is_one_of(const char *titles, const char *text, size_t len)
{
    for (const char *title = titles; *title;) {
        size_t size = strcspn(title, "|");
        if (size == len && strncmp(title, text, len) == 0)
            return true;
        title += size + (title[size] == '|');
    }
    return false;
}

/* Ditto of a folded title, without numbers before and after it. */
static enum chapter_kind kind_of_folded(const char *folded)
{
    folded += strspn(folded, "0123456789 ");
    size_t len = strlen(folded);
    if (len == 0)
        return CHAPTER_UNNAMED;
    while (len > 0 && strchr("0123456789 ", folded[len - 1]))
        len--;
    for (size_t i = 0; i < sizeof(known_titles) / sizeof(*known_titles); i++) {
        if (is_one_of(known_titles[i].titles, folded, len))
            return known_titles[i].kind;
    }
    return CHAPTER_STORY;
}

/* The first sign that may end the name of a chapter's kind, and its length; NULL if there is none:
 * "Ending: Song", "OP (Song)". */
static const char *find_sign(const char *title, size_t *len)
{
    static const char *const signs[] = {": ", " - ", " – ", " — ", "(",  "[", "/",
                                        "\"", "「",  "“",   "：",  "（", "~"};
    const char *first = NULL;
    for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
        const char *found = strstr(title, signs[i]);
        if (found && (!first || found < first)) {
            first = found;
            *len = strlen(signs[i]);
        }
    }
    return first;
}

enum chapter_kind chapters_kind(const char *title)
{
    char head[MATCH_TITLE_MAX];
    char folded[MATCH_TITLE_MAX];
    size_t len = 0;
    if (!title)
        return CHAPTER_UNNAMED;
    match_fold(title, folded, sizeof(folded));
    enum chapter_kind kind = kind_of_folded(folded);
    const char *sign = find_sign(title, &len);
    if (kind != CHAPTER_STORY || !sign || (size_t)(sign - title) >= sizeof(head))
        return kind;
    memcpy(head, title, (size_t)(sign - title));
    head[sign - title] = '\0';
    match_fold(head, folded, sizeof(folded));
    kind = kind_of_folded(folded);
    if (kind != CHAPTER_UNNAMED)
        return kind;
    /* "Chapter 5: Ending" is what follows; "Chapter 5: Fog" has a name. */
    match_fold(sign + len, folded, sizeof(folded));
    kind = kind_of_folded(folded);
    return kind == CHAPTER_UNNAMED ? CHAPTER_STORY : kind;
}

/* ---- Reading ---- */

void chapters_read(struct chapters *chapters, const struct epi_chapter *told, size_t count,
                   double duration)
{
    memset(chapters, 0, sizeof(*chapters));
    if (count > CHAPTERS_MAX || !(duration > 0 && isfinite(duration)))
        return;
    for (size_t i = 0; i < count; i++) {
        double start = fmax(told[i].start, 0);
        if (!isfinite(start) || (i > 0 && start < told[i - 1].start)) {
            chapters->count = 0;
            return;
        }
        if (start > duration - mark_seconds)
            break;
        if (chapters->count > 0)
            chapters->chapters[chapters->count - 1].end = start;
        chapters->chapters[chapters->count++] =
            (struct chapter){.start = start, .end = duration, .kind = chapters_kind(told[i].title)};
    }
}

/* ---- The end of an episode ---- */

static double length_of(const struct chapter *chapter)
{
    return chapter->end - chapter->start;
}

double chapters_ending(const struct chapters *chapters, double start, double end)
{
    double ending = end;
    int last = chapters->count - 1;
    while (last >= 0 && chapters->chapters[last].start >= end)
        last--;
    for (int i = last; i >= 0; i--) {
        const struct chapter *chapter = &chapters->chapters[i];
        bool preview =
            chapter->kind == CHAPTER_UNNAMED && length_of(chapter) <= preview_seconds_max;
        if (chapter->start < start + (end - start) / 2)
            break;
        if (chapter->kind == CHAPTER_ENDING)
            ending = chapter->start;
        else if (chapter->kind != CHAPTER_OPENING && !preview)
            break; /* the story goes on after what was before */
    }
    if (ending < end || last < 0 || last != chapters->count - 1)
        return ending;
    const struct chapter *chapter = &chapters->chapters[last];
    bool late = chapter->start >= start + (end - start) * unnamed_share;
    bool long_enough = length_of(chapter) >= unnamed_seconds_min;
    return chapter->kind == CHAPTER_UNNAMED && late && long_enough &&
                   length_of(chapter) <= unnamed_seconds_max
               ? chapter->start
               : end;
}

static double overlap(double a, double b, double from, double to)
{
    return fmax(fmin(b, to) - fmax(a, from), 0);
}

/* The seconds between from and to that are not of the story. */
static double aside(const struct chapters *chapters, double ending, double end, double from,
                    double to)
{
    double seconds = overlap(ending, end, from, to);
    for (int i = 0; i < chapters->count; i++) {
        const struct chapter *chapter = &chapters->chapters[i];
        bool named = chapter->kind == CHAPTER_OPENING || chapter->kind == CHAPTER_ENDING;
        if (named && length_of(chapter) <= aside_seconds_max)
            seconds += overlap(chapter->start, fmin(chapter->end, ending), from, to);
    }
    return seconds;
}

double chapters_story(const struct chapters *chapters, double start, double end, double from,
                      double to)
{
    double ending = chapters_ending(chapters, start, end);
    from = fmax(from, start);
    to = fmin(to, end);
    if (!(from < to))
        return 0;
    if (end - start - aside(chapters, ending, end, start, end) < story_share_min * (end - start))
        return to - from;
    return to - from - aside(chapters, ending, end, from, to);
}
