/* SPDX-License-Identifier: MIT
 *
 * sentence: what a notice says, as data: which sentence it is and what stands in it, so that a
 * front end can write it in any language. The library has the English words.
 *
 * A language is a table with a template for each sentence. {0} to {3} in it are the parts; {0:2} is
 * a number of at least two digits; {0|one|many} is the first text if the number is 1, otherwise the
 * second.
 */
#ifndef EPIMARK_SENTENCE_H
#define EPIMARK_SENTENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The sentences, and what their parts are. "what": the name of an episode, a season or a series;
 * "why": one of the reasons below; "error": English. More may come at the end. */
enum epi_sentence {
    EPI_SAY_TEXT, /* the part, and nothing else */

    /* Names. */
    EPI_SAY_NUMBERED,    /* series; which one of it */
    EPI_SAY_TITLED,      /* series; number; title of the episode */
    EPI_SAY_SPECIAL,     /* series; title of the episode */
    EPI_SAY_PART,        /* number of the part of a story */
    EPI_SAY_ONLY_SEASON, /* number of the season */
    EPI_SAY_SERIES,      /* series */
    EPI_SAY_SEASON,      /* series; number */
    EPI_SAY_OF_DATE,     /* series; date */
    EPI_SAY_FROM,        /* series; year and country */
    EPI_SAY_AND_MORE,    /* what; how many more */
    EPI_SAY_THIS_NAME,   /* of a name without a title */
    EPI_SAY_THIS_SERIES, /* of a series without a title */
    EPI_SAY_SOME_SERIES, /* what was said of a series whose title is not known */
    EPI_SAY_LAST_ACTION, /* of an act whose episode is not known */
    EPI_SAY_EPISODES,    /* how many */
    EPI_SAY_SEASONS,     /* how many */
    EPI_SAY_MANY_SERIES, /* how many */
    EPI_SAY_TODAY_AT,    /* hour; minute */
    EPI_SAY_ON_DAY_AT,   /* year; month; day; EPI_SAY_CLOCK */
    EPI_SAY_CLOCK,       /* hour; minute */
    EPI_SAY_OF_TEN,      /* a rating: its number */
    EPI_SAY_LOVE,        /* a rating without a number, as a service has it */
    EPI_SAY_HATE,
    EPI_SAY_AND,   /* two names */
    EPI_SAY_COMMA, /* two names, of more */
    EPI_SAY_BOTH,  /* two clauses of one sentence */
    EPI_SAY_OF,    /* what; what is said of it */

    /* What was identified. */
    EPI_SAY_WHICH_SERIES,  /* title as read; the candidates */
    EPI_SAY_WHICH_EPISODE, /* the same */
    EPI_SAY_FOLDER_USED,
    EPI_SAY_GAP, /* what */
    EPI_SAY_NO_CATALOGUE,
    EPI_SAY_LACKS_EPISODE, /* the series */
    EPI_SAY_IS_FILM,
    EPI_SAY_NAME_SAYS_NOTHING,
    EPI_SAY_WHOLE_SEASON,
    EPI_SAY_NO_NUMBER,
    EPI_SAY_NO_TITLE,
    EPI_SAY_NONE_AS_SAID,
    EPI_SAY_NO_EPISODE_AS_SAID,
    EPI_SAY_FOLDER_IGNORES,

    /* What was watched, rated and marked. "next": one of those that follow. */
    EPI_SAY_RATED,         /* what; rating; next */
    EPI_SAY_UNRATED,       /* what; next */
    EPI_SAY_MARKED,        /* what; next */
    EPI_SAY_MARKED_BEFORE, /* what; next */
    EPI_SAY_NEXT_FOLDER,   /* next: its folder has not answered */
    EPI_SAY_NEXT_SENT,     /* next: it is sent by itself */
    EPI_SAY_NEXT_UNSURE,   /* next: the user has to say which one it is */
    EPI_SAY_NEXT_UNKNOWN,  /* next: no catalogue knows the episode */
    EPI_SAY_NEXT_SIGN_IN,  /* next: service, as an option names it */
    EPI_SAY_NEXT_REFUSED,  /* next: the same */
    EPI_SAY_NEXT_HELD,     /* next: the same */
    EPI_SAY_NEXT_KEPT,     /* next: nothing sends it */
    EPI_SAY_RATED_HIGHEST, /* what; rating; the highest */
    EPI_SAY_RATED_LOWEST,  /* what; rating; the highest */
    EPI_SAY_KEPT,          /* what */
    EPI_SAY_KEPT_TO_MARK,  /* what; service; the same as an option names it */
    EPI_SAY_KEPT_TO_ADD,   /* the same */
    EPI_SAY_KEPT_HELD,     /* what; service, as an option names it */
    EPI_SAY_KEPT_FOLDER,   /* what */
    EPI_SAY_KEPT_UNSURE,   /* what */
    EPI_SAY_KEPT_UNKNOWN,  /* what */
    EPI_SAY_KEPT_SENT,     /* what; service */
    EPI_SAY_NOT_RECORDED,  /* what; error */

    /* What is taken back. "act": one of those that follow. */
    EPI_SAY_ACT_RATED,   /* act: what; rating */
    EPI_SAY_ACT_WATCHED, /* act: what */
    EPI_SAY_ACT_ACQUIRED,
    EPI_SAY_ACT_SKIPPED,
    EPI_SAY_ACT_CHOICE,
    EPI_SAY_ACT_ORDER,
    EPI_SAY_ACT_NONE,
    EPI_SAY_ACT_NO_EPISODE,
    EPI_SAY_BACK_RATING,    /* what */
    EPI_SAY_BACK_RATING_TO, /* what; the rating that stands again */
    EPI_SAY_BACK_UNRATED,   /* what; the rating that was taken back before */
    EPI_SAY_BACK_WATCHED,   /* what, as all that follow */
    EPI_SAY_BACK_ACQUIRED,
    EPI_SAY_BACK_SKIPPED,
    EPI_SAY_BACK_CHOICE,
    EPI_SAY_BACK_ORDER,
    EPI_SAY_BACK_NONE,
    EPI_SAY_BACK_NO_EPISODE,
    EPI_SAY_BACK_AT_SERVICES, /* one of the above */
    EPI_SAY_BACK_ONCE_WRITTEN,
    EPI_SAY_BACK_ONCE_FOLDER,
    EPI_SAY_NO_UNDO,
    EPI_SAY_NO_UNDO_NOW,
    EPI_SAY_UNDO_ASKED, /* act; seconds */

    /* What cannot be done, each but the last three with why. */
    EPI_SAY_NOT_RATED,
    EPI_SAY_NOT_UNRATED,
    EPI_SAY_NOT_MARKED,
    EPI_SAY_NOT_UNMARKED,
    EPI_SAY_NOT_TAKEN_BACK,
    EPI_SAY_NOT_SEARCHED,
    EPI_SAY_NOT_LEFT_ALONE,
    EPI_SAY_NOTHING_CHOSEN,
    EPI_SAY_NOTHING_TO_CHOOSE,
    EPI_SAY_NOTHING_TO_CHOOSE_HERE,
    EPI_SAY_NOTHING_TO_CHOOSE_FROM,
    EPI_SAY_WHY_PRIVATE,
    EPI_SAY_WHY_OTHER_FILE,
    EPI_SAY_WHY_NONE_BEFORE, /* minutes */
    EPI_SAY_WHY_NO_OTHER,    /* minutes */
    EPI_SAY_WHY_NO_VIDEO,
    EPI_SAY_WHY_NOT_READ,
    EPI_SAY_WHY_EXCLUDED,
    EPI_SAY_WHY_NO_EPISODE, /* you said so */
    EPI_SAY_WHY_FOLDER_IGNORES,
    EPI_SAY_WHY_NONE_ON_SCREEN,
    EPI_SAY_WHY_FOLDER_SILENT,
    EPI_SAY_WHY_NOTHING_TYPED,
    EPI_SAY_WHY_LIST_CLOSED,
    EPI_SAY_WHY_NO_SUCH_NUMBER,
    EPI_SAY_WHY_NO_SUCH_SERIES,
    EPI_SAY_WHY_NONE_LIKE_IT,
    EPI_SAY_WHY_NO_NUMBER,
    EPI_SAY_WHY_NO_SUCH_EPISODE,
    EPI_SAY_WHY_NO_EPISODES,

    /* The choice of a series. */
    EPI_SAY_LOOKING,
    EPI_SAY_SEARCHING,        /* what was typed */
    EPI_SAY_CHOSEN,           /* series */
    EPI_SAY_CHOSEN_FILE,      /* series or episode */
    EPI_SAY_LOOKING_EPISODES, /* series */
    EPI_SAY_LOOKING_ORDERS,   /* series */
    EPI_SAY_ORDER_AUTO,       /* series, as those that follow */
    EPI_SAY_ORDER_AIRED,
    EPI_SAY_ORDER_DVD,
    EPI_SAY_ORDER_ABSOLUTE,
    EPI_SAY_ORDER_ALTERNATE,
    EPI_SAY_ORDER_REGIONAL,
    EPI_SAY_NONE_OF_THESE, /* title */
    EPI_SAY_LEFT_ALONE,    /* what */

    /* How things stand. */
    EPI_SAY_NONE_ON_SCREEN,
    EPI_SAY_NOT_COUNTED,    /* why */
    EPI_SAY_IGNORED,        /* why */
    EPI_SAY_WATCHED_AT,     /* when */
    EPI_SAY_WATCHED_BEFORE, /* when */
    EPI_SAY_WATCHED_FOLDER, /* when: kept until its folder answers */
    EPI_SAY_FOLDER_SILENT,
    EPI_SAY_TOO_SHORT,
    EPI_SAY_AT,            /* %; one of the next three */
    EPI_SAY_PLAYED_COUNTS, /* % played; % that must be played */
    EPI_SAY_PLAYED_AT,     /* % played; the position from which it counts, % */
    EPI_SAY_PLAYED_ENOUGH, /* % played */
    EPI_SAY_NOT_RECORDED_YET,
    EPI_SAY_UNSURE,    /* the candidates */
    EPI_SAY_NOT_FOUND, /* why */
    EPI_SAY_NOT_YET,   /* why it is not identified */
    EPI_SAY_TO_SEND,   /* how many */
    EPI_SAY_WAITING,   /* how many */
    EPI_SAY_PRIVATE_ON,
    EPI_SAY_PRIVATE_FOR, /* minutes */
    EPI_SAY_PRIVATE_OFF,
    EPI_SAY_PRIVATE_UNTIL, /* a time of the day */

    /* The services. */
    EPI_SAY_SENT_MARKED, /* service; what, or how many of what, as all that follow */
    EPI_SAY_SENT_UNMARKED,
    EPI_SAY_SENT_RATING, /* and the rating */
    EPI_SAY_SENT_RATED,
    EPI_SAY_SENT_UNRATED,
    EPI_SAY_SENT_PLAYED,
    EPI_SAY_SENT_UNPLAYED,
    EPI_SAY_LATER,        /* error; minutes */
    EPI_SAY_DEAD,         /* what; error */
    EPI_SAY_HELD,         /* error */
    EPI_SAY_STILL_HELD,   /* error; service, as an option names it */
    EPI_SAY_SIGN_IN,      /* error */
    EPI_SAY_OVERDUE,      /* how many; error */
    EPI_SAY_OVERDUE_MORE, /* the same, one of several reasons */
    EPI_SAY_ERROR,        /* error */
    EPI_SAY_ON_NETWORK,   /* kind of the file system that the journal is on */

    /* The first start. */
    EPI_SAY_WELCOME, /* catalogue; one of the next five or nothing; path of the journal */
    EPI_SAY_WELCOME_SIGN_IN,
    EPI_SAY_WELCOME_FIRST, /* one of the last three */
    EPI_SAY_WELCOME_NEXT,  /* one of these two; one of the last three */
    EPI_SAY_MARKS_AT,      /* service */
    EPI_SAY_ADDS_AT,       /* service */
    EPI_SAY_RATES_AT,      /* service */
    /* Films. */
    EPI_SAY_WHY_FILM, /* why nothing is looked up */
    EPI_SAY_NO_FILM,
    EPI_SAY_WHICH_FILM, /* title as read; the candidates */
    EPI_SAY_FILMS_SENT, /* service */

    EPI_SENTENCES
};

enum { EPI_PARTS_MAX = 4 };

/* A sentence and its parts. Members may be added. */
struct epi_saying {
    int sentence; /* enum epi_sentence, or a front end's own from EPI_SENTENCES on */
    struct epi_part {
        const struct epi_saying *saying; /* if it is a sentence itself */
        const char *text;                /* if it is a text; else both NULL */
        int64_t number;
    } parts[EPI_PARTS_MAX];
};

/* A language. Where it has no template, the English one is written. */
struct epi_language {
    const char *const *templates; /* by sentence; NULL: all are English */
    size_t count;
    bool isolates; /* texts in letters from right to left are marked off from what is around them */
    bool leftward; /* the language itself is written from right to left */
};

/* Writes a saying as one text of at most size bytes with its terminator, cut between characters. */
void epi_sentence_write(const struct epi_saying *saying, const struct epi_language *language,
                        char *text, size_t size);

/* The English template of a sentence; NULL of one that the library does not have. */
const char *epi_sentence_template(int sentence);

#ifdef __cplusplus
}
#endif

#endif
