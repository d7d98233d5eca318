/* SPDX-License-Identifier: MIT
 *
 * sentence: the English words of all sentences, and how a saying is written with the templates of a
 * language.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <epimark/error.h>
#include <epimark/sentence.h>

enum { DEPTH_MAX = 16 }; /* of sentences in sentences */

static const char *const english[EPI_SENTENCES] = {
    [EPI_SAY_TEXT] = "{0}",

    [EPI_SAY_NUMBERED] = "{0} {1}",
    [EPI_SAY_TITLED] = "{0} {1} {2}",
    [EPI_SAY_SPECIAL] = "{0}, special “{1}”",
    [EPI_SAY_PART] = "part {0}",
    [EPI_SAY_ONLY_SEASON] = "(season {0})",
    [EPI_SAY_SERIES] = "{0}, the series",
    [EPI_SAY_SEASON] = "{0}, season {1}",
    [EPI_SAY_OF_DATE] = "{0} of {1}",
    [EPI_SAY_FROM] = "{0} ({1})",
    [EPI_SAY_AND_MORE] = "{0} (and {1} more)",
    [EPI_SAY_THIS_NAME] = "this name",
    [EPI_SAY_THIS_SERIES] = "this series",
    [EPI_SAY_SOME_SERIES] = "series",
    [EPI_SAY_LAST_ACTION] = "the last action",
    [EPI_SAY_EPISODES] = "{0} episodes",
    [EPI_SAY_SEASONS] = "{0} seasons",
    [EPI_SAY_MANY_SERIES] = "{0} series",
    [EPI_SAY_TODAY_AT] = "at {0:2}:{1:2}",
    [EPI_SAY_ON_DAY_AT] = "on {0}-{1:2}-{2:2} at {3}",
    [EPI_SAY_CLOCK] = "{0:2}:{1:2}",
    [EPI_SAY_OF_TEN] = "{0} of 10",
    [EPI_SAY_LOVE] = "love",
    [EPI_SAY_HATE] = "hate",
    [EPI_SAY_AND] = "{0} and {1}",
    [EPI_SAY_COMMA] = "{0}, {1}",
    [EPI_SAY_BOTH] = "{0}; {1}",
    [EPI_SAY_OF] = "{0}: {1}",

    [EPI_SAY_WHICH_SERIES] = "Which series is “{0}”? {1}",
    [EPI_SAY_WHICH_EPISODE] = "Which episode is “{0}”? {1}",
    [EPI_SAY_FOLDER_USED] = "using .epimark in this folder from now on",
    [EPI_SAY_GAP] = "{0} is not in your journal, though the one before it is",
    [EPI_SAY_NO_CATALOGUE] = "no catalogue knows this series",
    [EPI_SAY_LACKS_EPISODE] = "{0} has no such episode",
    [EPI_SAY_IS_FILM] = "the name is a film's, not an episode's",
    [EPI_SAY_NAME_SAYS_NOTHING] = "the name says nothing that could be looked up",
    [EPI_SAY_WHOLE_SEASON] = "the name means a whole season, not one episode of it",
    [EPI_SAY_NO_NUMBER] = "the name does not say which episode it is",
    [EPI_SAY_NO_TITLE] = "the name does not say which series it is",
    [EPI_SAY_NONE_AS_SAID] = "none of the series that come close, as you said",
    [EPI_SAY_NO_EPISODE_AS_SAID] = "not an episode, as you said",
    [EPI_SAY_FOLDER_IGNORES] = "ignore=yes in .epimark in its folder",

    [EPI_SAY_RATED] = "{0}: rated {1} of 10 ({2})",
    [EPI_SAY_UNRATED] = "{0}: rating taken back ({1})",
    [EPI_SAY_MARKED] = "{0}: marked as watched ({1})",
    [EPI_SAY_MARKED_BEFORE] = "{0}: already marked as watched ({1})",
    [EPI_SAY_NEXT_FOLDER] = "kept until its folder answers",
    [EPI_SAY_NEXT_SENT] = "saved, will be sent",
    [EPI_SAY_NEXT_UNSURE] = "saved until you say which one it is",
    [EPI_SAY_NEXT_UNKNOWN] = "saved until a catalogue knows the episode",
    [EPI_SAY_NEXT_SIGN_IN] = "saved; to send it: `epimark login {0}`",
    [EPI_SAY_NEXT_REFUSED] = "saved; sign in again to send it: `epimark login {0}`",
    [EPI_SAY_NEXT_HELD] = "saved; `epimark status {0}` shows why it waits",
    [EPI_SAY_NEXT_KEPT] = "saved in the journal",
    [EPI_SAY_RATED_HIGHEST] = "{0}: already rated {1} of {2}, the highest",
    [EPI_SAY_RATED_LOWEST] = "{0}: already rated {1} of {2}, the lowest",
    [EPI_SAY_KEPT] = "{0} kept as watched",
    [EPI_SAY_KEPT_TO_MARK] = "{0} kept as watched (sign in to mark it at {1}: epimark login {2})",
    [EPI_SAY_KEPT_TO_ADD] =
        "{0} kept as watched (sign in to add it to your history at {1}: epimark login {2})",
    [EPI_SAY_KEPT_HELD] = "{0} kept as watched (`epimark status {1}` shows why it is not sent)",
    [EPI_SAY_KEPT_FOLDER] = "{0} kept as watched until its folder answers",
    [EPI_SAY_KEPT_UNSURE] = "{0} kept as watched until you say which one it is",
    [EPI_SAY_KEPT_UNKNOWN] = "{0} kept as watched, will be looked up and sent",
    [EPI_SAY_KEPT_SENT] = "{0} kept as watched, will be sent to {1}",
    [EPI_SAY_NOT_RECORDED] = "{0} is not recorded: {1}",

    [EPI_SAY_ACT_RATED] = "{0}: rated {1}",
    [EPI_SAY_ACT_WATCHED] = "{0}: watched",
    [EPI_SAY_ACT_ACQUIRED] = "{0}: acquired",
    [EPI_SAY_ACT_SKIPPED] = "{0}: skipped",
    [EPI_SAY_ACT_CHOICE] = "{0}: chosen",
    [EPI_SAY_ACT_ORDER] = "{0}: order",
    [EPI_SAY_ACT_NONE] = "{0}: “none of these”",
    [EPI_SAY_ACT_NO_EPISODE] = "{0}: “no episode”",
    [EPI_SAY_BACK_RATING] = "{0}: rating taken back",
    [EPI_SAY_BACK_RATING_TO] = "{0}: rating taken back, {1} stands again",
    [EPI_SAY_BACK_UNRATED] = "{0}: rated {1} again",
    [EPI_SAY_BACK_WATCHED] = "{0}: watched taken back",
    [EPI_SAY_BACK_ACQUIRED] = "{0}: acquired taken back",
    [EPI_SAY_BACK_SKIPPED] = "{0}: skipped taken back",
    [EPI_SAY_BACK_CHOICE] = "{0}: choice taken back",
    [EPI_SAY_BACK_ORDER] = "{0}: order taken back",
    [EPI_SAY_BACK_NONE] = "{0}: “none of these” taken back",
    [EPI_SAY_BACK_NO_EPISODE] = "{0}: “no episode” taken back",
    [EPI_SAY_BACK_AT_SERVICES] = "{0} (at the services too)",
    [EPI_SAY_BACK_ONCE_WRITTEN] = "the last action is taken back once the journal can be written",
    [EPI_SAY_BACK_ONCE_FOLDER] = "the last action is taken back once its folder answers",
    [EPI_SAY_NO_UNDO] = "nothing to take back",
    [EPI_SAY_NO_UNDO_NOW] = "nothing to take back of the last half hour; `epimark undo` takes back "
                            "what was before",
    [EPI_SAY_UNDO_ASKED] = "take back “{0}”? Press again within {1} s",

    [EPI_SAY_NOT_RATED] = "not rated: {0}",
    [EPI_SAY_NOT_UNRATED] = "not unrated: {0}",
    [EPI_SAY_NOT_MARKED] = "not marked: {0}",
    [EPI_SAY_NOT_UNMARKED] = "not unmarked: {0}",
    [EPI_SAY_NOT_TAKEN_BACK] = "not taken back: {0}",
    [EPI_SAY_NOT_SEARCHED] = "not searched: {0}",
    [EPI_SAY_NOT_LEFT_ALONE] = "not left alone: {0}",
    [EPI_SAY_NOTHING_CHOSEN] = "nothing chosen: {0}",
    [EPI_SAY_NOTHING_TO_CHOOSE] = "nothing to choose: {0}",
    [EPI_SAY_NOTHING_TO_CHOOSE_HERE] = "nothing to choose here: {0}",
    [EPI_SAY_NOTHING_TO_CHOOSE_FROM] = "nothing to choose from: {0}",
    [EPI_SAY_WHY_PRIVATE] = "private mode is on",
    [EPI_SAY_WHY_OTHER_FILE] = "another file is on screen by now",
    [EPI_SAY_WHY_NONE_BEFORE] = "no episode was on screen in the last {0} minutes",
    [EPI_SAY_WHY_NO_OTHER] = "no other episode was on screen in the last {0} minutes",
    [EPI_SAY_WHY_NO_VIDEO] = "this file has no video",
    [EPI_SAY_WHY_NOT_READ] = "this name is not read as an episode",
    [EPI_SAY_WHY_EXCLUDED] = "ignore= or only= excludes this file",
    [EPI_SAY_WHY_NO_EPISODE] = "you said that it is no episode, which `undo` takes back",
    [EPI_SAY_WHY_FOLDER_IGNORES] = ".epimark in its folder says ignore=yes",
    [EPI_SAY_WHY_NONE_ON_SCREEN] = "no episode is on screen",
    [EPI_SAY_WHY_FOLDER_SILENT] = "its folder has not answered yet",
    [EPI_SAY_WHY_NOTHING_TYPED] = "missing title or id",
    [EPI_SAY_WHY_LIST_CLOSED] = "that list is not open any more",
    [EPI_SAY_WHY_NO_SUCH_NUMBER] = "the list has no such number",
    [EPI_SAY_WHY_NO_SUCH_SERIES] = "no catalogue knows such a series",
    [EPI_SAY_WHY_NONE_LIKE_IT] = "no catalogue knows a series like it",
    [EPI_SAY_WHY_NO_NUMBER] = "this name has no number that could be corrected",
    [EPI_SAY_WHY_NO_SUCH_EPISODE] = "no catalogue knows such an episode of it",
    [EPI_SAY_WHY_NO_EPISODES] = "no catalogue has its episodes",

    [EPI_SAY_LOOKING] = "looking up which series it may be",
    [EPI_SAY_SEARCHING] = "searching for “{0}”",
    [EPI_SAY_CHOSEN] = "using {0} for this folder from now on",
    [EPI_SAY_CHOSEN_FILE] = "using {0} for this file from now on",
    [EPI_SAY_LOOKING_EPISODES] = "looking up the episodes of {0}",
    [EPI_SAY_LOOKING_ORDERS] = "looking up the orders of {0}",
    [EPI_SAY_ORDER_AUTO] = "{0}: auto order from now on",
    [EPI_SAY_ORDER_AIRED] = "{0}: aired order from now on",
    [EPI_SAY_ORDER_DVD] = "{0}: DVD order from now on",
    [EPI_SAY_ORDER_ABSOLUTE] = "{0}: absolute order from now on",
    [EPI_SAY_ORDER_ALTERNATE] = "{0}: alternate order from now on",
    [EPI_SAY_ORDER_REGIONAL] = "{0}: regional order from now on",
    [EPI_SAY_NONE_OF_THESE] = "“{0}” is none of these: kept, and not asked again until you choose",
    [EPI_SAY_LEFT_ALONE] = "{0}: no episode, left alone from now on",

    [EPI_SAY_NONE_ON_SCREEN] = "no episode on screen",
    [EPI_SAY_NOT_COUNTED] = "not counted: {0}",
    [EPI_SAY_IGNORED] = "ignored ({0})",
    [EPI_SAY_WATCHED_AT] = "watched {0}",
    [EPI_SAY_WATCHED_BEFORE] = "watched before, {0}",
    [EPI_SAY_WATCHED_FOLDER] = "watched {0}, kept until its folder answers",
    [EPI_SAY_FOLDER_SILENT] = "its folder does not answer yet",
    [EPI_SAY_TOO_SHORT] = "too short to count by itself; a key marks or rates it",
    [EPI_SAY_AT] = "at {0} %, {1}",
    [EPI_SAY_PLAYED_COUNTS] = "{0} % played, counts at {1} % played",
    [EPI_SAY_PLAYED_AT] = "{0} % played, counts at {1} %",
    [EPI_SAY_PLAYED_ENOUGH] = "{0} % played, counts when it goes on",
    [EPI_SAY_NOT_RECORDED_YET] = "enough was played, but it could not be recorded yet",
    [EPI_SAY_UNSURE] = "unsure which one it is: {0}",
    [EPI_SAY_NOT_FOUND] = "not found: {0}",
    [EPI_SAY_NOT_YET] = "not identified yet: {0}",
    [EPI_SAY_TO_SEND] = "{0} to send",
    [EPI_SAY_WAITING] = "{0} waiting for you (`epimark status`)",
    [EPI_SAY_PRIVATE_ON] = "private mode on: nothing is looked up or written",
    [EPI_SAY_PRIVATE_FOR] = "private mode on for {0} min: nothing is looked up or written",
    [EPI_SAY_PRIVATE_OFF] = "private mode off",
    [EPI_SAY_PRIVATE_UNTIL] = "private mode is on until {0}",

    [EPI_SAY_SENT_MARKED] = "{0}: {1} marked",
    [EPI_SAY_SENT_UNMARKED] = "{0}: {1} mark taken back",
    [EPI_SAY_SENT_RATING] = "{0}: {1} rated {2}",
    [EPI_SAY_SENT_RATED] = "{0}: {1} rated",
    [EPI_SAY_SENT_UNRATED] = "{0}: {1} rating taken back",
    [EPI_SAY_SENT_PLAYED] = "{0}: {1} added to the history",
    [EPI_SAY_SENT_UNPLAYED] = "{0}: {1} removed from the history",
    [EPI_SAY_LATER] = "{0}; tried again in {1} min",
    [EPI_SAY_DEAD] = "{0}: {1}",
    [EPI_SAY_HELD] = "{0}",
    [EPI_SAY_STILL_HELD] = "{0}; what waits for that is kept: `epimark status {1}`",
    [EPI_SAY_SIGN_IN] = "{0}",
    [EPI_SAY_OVERDUE] = "{0} {0|mark or rating has|marks or ratings have} waited for over a day to "
                        "be sent ({1}); `epimark doctor` says what to do",
    [EPI_SAY_OVERDUE_MORE] =
        "{0} {0|mark or rating has|marks or ratings have} waited for over a day to be sent ({1}, "
        "and other reasons); `epimark doctor` says what to do",
    [EPI_SAY_ERROR] = "{0}",
    [EPI_SAY_ON_NETWORK] =
        "the journal lies on a file system of a network ({0}), where it can be damaged if two "
        "computers use it at once; `epimark doctor` says how to move it",

    [EPI_SAY_WELCOME] = "epimark is running: lookups at {0}{1}\nJournal: {2}",
    [EPI_SAY_WELCOME_SIGN_IN] = "; to send more: epimark login",
    [EPI_SAY_WELCOME_FIRST] = ", {0}",
    [EPI_SAY_WELCOME_NEXT] = "{0}, {1}",
    [EPI_SAY_MARKS_AT] = "marks at {0}",
    [EPI_SAY_ADDS_AT] = "history at {0}",
    [EPI_SAY_RATES_AT] = "ratings at {0}",
    [EPI_SAY_WHY_FILM] = "a film is what its name says",
    [EPI_SAY_NO_FILM] = "no such film is known",
    [EPI_SAY_WHICH_FILM] = "Which film is “{0}”? {1}",
    [EPI_SAY_FILMS_SENT] = "films=send: films that you watch are searched for at {0} (with a key "
                           "at TheTVDB, too) and added to your history there; so are your ratings "
                           "of them",
};

const char *epi_sentence_template(int sentence)
{
    return sentence >= 0 && sentence < EPI_SENTENCES ? english[sentence] : NULL;
}

/* ---- Writing ---- */

struct writer {
    const struct epi_language *language;
    char *text;
    size_t size;
    size_t len;
    bool full; /* something had no room: nothing follows */
};

/* The bytes of the next character as a reader takes it, one if they are not UTF-8; 0 at the end. */
static size_t character(const char *text, size_t len)
{
    size_t step = epi_utf8_grapheme(text, len);
    return step > 0 || len == 0 ? step : 1;
}

/* Adds whole characters, as many as fit. */
static void add(struct writer *writer, const char *text, size_t len)
{
    for (size_t step; len > 0; text += step, len -= step) {
        step = character(text, len);
        writer->full = writer->full || writer->len + step >= writer->size;
        if (writer->full)
            return;
        memcpy(writer->text + writer->len, text, step);
        writer->len += step;
    }
}

static void add_text(struct writer *writer, const char *text)
{
    static const char begin[] = "\u2068", end[] = "\u2069";
    const struct epi_language *language = writer->language;
    bool apart =
        language && language->isolates && (language->leftward || epi_utf8_is_leftward(text));
    /* The mark at the end has to fit, too. */
    size_t room = writer->size - writer->len - 1, len = 0, step;
    while ((step = character(text + len, strlen(text + len))) > 0 &&
           len + step + (apart ? 2 * (sizeof(begin) - 1) : 0) <= room)
        len += step;
    if (apart && len > 0)
        add(writer, begin, sizeof(begin) - 1);
    add(writer, text, len);
    if (apart && len > 0)
        add(writer, end, sizeof(end) - 1);
    writer->full = writer->full || text[len];
}

static const char *template_of(const struct writer *writer, int sentence)
{
    const struct epi_language *language = writer->language;
    const char *words = NULL;
    if (language && language->templates && sentence >= 0 && (size_t)sentence < language->count)
        words = language->templates[sentence];
    if (!words)
        words = epi_sentence_template(sentence);
    return words ? words : "";
}

static void add_saying(struct writer *writer, const struct epi_saying *saying, int depth);

/* What stands between { and } of a template: "0", "0:2", "0|one|many". */
static void add_place(struct writer *writer, const struct epi_saying *saying, const char *place,
                      size_t len, int depth)
{
    unsigned index = (unsigned)(place[0] - '0');
    if (len == 0 || index >= EPI_PARTS_MAX)
        return;
    const struct epi_part *part = &saying->parts[index];
    const char *forms = len > 1 && place[1] == '|' ? place + 2 : NULL;
    if (forms) {
        const char *end = place + len;
        const char *bar = memchr(forms, '|', (size_t)(end - forms));
        if (part->number == 1)
            add(writer, forms, (size_t)((bar ? bar : end) - forms));
        else if (bar)
            add(writer, bar + 1, (size_t)(end - bar - 1));
    } else if (part->saying) {
        add_saying(writer, part->saying, depth + 1);
    } else if (part->text) {
        add_text(writer, part->text);
    } else {
        char number[32];
        bool wide = len == 3 && place[1] == ':' && place[2] == '2';
        snprintf(number, sizeof(number), wide ? "%02" PRId64 : "%" PRId64, part->number);
        add(writer, number, strlen(number));
    }
}

static void add_saying(struct writer *writer, const struct epi_saying *saying, int depth)
{
    const char *words = template_of(writer, saying->sentence);
    while (*words && depth < DEPTH_MAX) {
        size_t len = strcspn(words, "{");
        add(writer, words, len);
        words += len;
        if (!*words)
            break;
        size_t place = strcspn(words, "}");
        add_place(writer, saying, words + 1, place - 1, depth);
        words += place + (words[place] == '}');
    }
}

void epi_sentence_write(const struct epi_saying *saying, const struct epi_language *language,
                        char *text, size_t size)
{
    struct writer writer = {.language = language, .text = text, .size = size};
    if (size == 0)
        return;
    add_saying(&writer, saying, 0);
    text[writer.len] = '\0';
}
