/* SPDX-License-Identifier: MIT
 *
 * words_en: the plugin's own words in English. Those of notices are in the library.
 */
#include "plugin/words.h"

const char *const words_en[WORDS] = {
    [WORD_KEY_TO_CHOOSE] = "{0} ({1} to choose)",
    [WORD_KEY_MENU] = "{0} menu",
    [WORD_KEY_RATE] = "{0} rate",
    [WORD_KEY_WRONG] = "{0} wrong series",
    [WORD_SENT_TO] = "sent to {0}",
    [WORD_PUT_RIGHT] = "put right at {0}",

    [WORD_INVALID_NUMBER] = "invalid number \"{0}\" for {1}; expected {2}-{3}",
    [WORD_MISSING_NUMBER] = "missing number for {0}; expected {1}-{2}",
    [WORD_UNKNOWN_MESSAGE] = "unknown message '{0}'; did you mean '{1}'?",
    [WORD_UNKNOWN_BINDING] = "unknown binding '{0}'; did you mean '{1}'?",
    [WORD_NO_SUCH_MESSAGE] = "unknown message '{0}'; the names are in epimark-mpv(7)",
    [WORD_NO_SUCH_BINDING] = "unknown binding '{0}'; the names are in epimark-mpv(7)",
    [WORD_UNEXPECTED] = "unexpected argument \"{0}\" for {1}",

    [WORD_HEAD_SERIES] = "Which series is “{0}”?",
    [WORD_HEAD_EPISODE] = "Which episode is “{0}”?",
    [WORD_HEAD_ORDER] = "Which order does “{0}” follow?",
    [WORD_LIST_KEYS] = "digits, arrows, Enter: choose{0}; Esc: close{1}",
    [WORD_LIST_MORE] = "; 0: none; s: search; x: no episode",
    [WORD_LIST_PAGE] = "; left, right: page {0} of {1}",
    [WORD_WHICH_SERIES] = "which series is it?",
    [WORD_WHICH_EPISODE] = "which episode is it?",
    [WORD_TYPE_SERIES] =
        "type a title, tvdb:ID, tvmaze:ID or imdb:ttID, Enter to search, Esc to cancel",
    [WORD_TYPE_EPISODE] = "type 1x05 or a title, Enter to search, Esc to cancel",

    [WORD_ORDER_AUTO] = "auto",
    [WORD_ORDER_AIRED] = "aired",
    [WORD_ORDER_DVD] = "dvd",
    [WORD_ORDER_ABSOLUTE] = "absolute",
    [WORD_ORDER_ALTERNATE] = "alternate",
    [WORD_ORDER_REGIONAL] = "regional",

    [WORD_PRIVATE_MARK] = "epimark: private",

    [WORD_RATE] = "Rate",
    [WORD_MARK] = "Mark as watched",
    [WORD_UNMARK] = "Not watched",
    [WORD_WRONG_SERIES] = "Wrong series",
    [WORD_WRONG_EPISODE] = "Wrong episode",
    [WORD_ORDER] = "Order",
    [WORD_UNDO] = "Undo the last act",
    [WORD_PRIVATE] = "Private mode",
    [WORD_PRIVATE_HOUR] = "Private for an hour",
    [WORD_ACCOUNTS] = "Accounts",
    [WORD_QUEUE] = "Queue",
    [WORD_NO_EPISODE] = "No episode on screen",
    [WORD_NOT_LOOKED_UP] = "As its name reads: not looked up yet",
    [WORD_SURE] = "identified, {0} % sure",
    [WORD_SURE_FROM] = "{0}; identified, {1} % sure",
    [WORD_UNSURE] = "Not sure which one: {0} come close",
    [WORD_IS_WATCHED] = "watched",
    [WORD_IS_NOT_WATCHED] = "not yet",
    [WORD_ON] = "on",
    [WORD_OFF] = "off",
    [WORD_SIGNED_IN] = "{0} of {1} signed in",
    [WORD_WAIT] = "{0} {0|waits|wait} for you",
    [WORD_EMPTY] = "empty",
    [WORD_WAITING] = "waiting",
    [WORD_DUE] = "due",
    [WORD_SIGN_IN] = "sign in: epimark login",
    [WORD_BACK] = "Esc: back",
    [WORD_QUEUE_BACK] = "`epimark queue` lists it; Esc: back",
    [WORD_MENU_KEYS] = "1 to 0: rate; arrows, Enter: choose; Esc: close",
};
