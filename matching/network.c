/* SPDX-License-Identifier: MIT */
#include "matching/network.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "matching/text.h"

enum {
    SHORT_MIN = 3, /* letters that are enough for the start of a name */
    FOLDED_MAX = 256,
};

/* A folded name of a broadcaster. */
struct folded_network {
    char words[FOLDED_MAX];
    char letters[FOLDED_MAX];  /* without spaces */
    char initials[FOLDED_MAX]; /* of the words */
};

static void fold(const char *name, struct folded_network *folded)
{
    char *letter = folded->letters;
    char *initial = folded->initials;
    text_fold(folded->words, sizeof(folded->words), name, strlen(name));
    for (const char *c = folded->words; *c; c++) {
        if (*c == ' ')
            continue;
        *letter++ = *c;
        if (c == folded->words || c[-1] == ' ')
            *initial++ = *c;
    }
    *letter = *initial = '\0';
}

static bool has_word(const char *words, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = words; at; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (strncmp(at, word, len) == 0 && (at[len] == '\0' || at[len] == ' '))
            return true;
    }
    return false;
}

/* "bbc1" is "bbc one". */
static bool is_numbered(const char *said, const char *listed)
{
    static const char *const numbers[] = {"one", "two", "three", "four", "five"};
    size_t len = strlen(said);
    if (len < 2 || said[len - 1] < '1' || said[len - 1] > '5')
        return false;
    return strncmp(listed, said, len - 1) == 0 &&
           strcmp(listed + len - 1, numbers[said[len - 1] - '1']) == 0;
}

/* Whether letters of the listed one, with its first, make the one that is said: "dsny". */
static bool may_be_short(const char *said, const char *listed)
{
    if (*said != *listed)
        return false;
    for (; *said && *listed; listed++)
        said += *said == *listed;
    return *said == '\0';
}

enum network network_compare(const char *said, const char *listed)
{
    struct folded_network a;
    struct folded_network b;
    fold(said, &a);
    fold(listed, &b);
    size_t len = strlen(a.letters);
    if (len == 0 || !*b.letters)
        return NETWORK_OPEN;
    if (has_word(b.words, a.words) || strcmp(a.letters, b.letters) == 0 ||
        strcmp(a.letters, b.initials) == 0 || is_numbered(a.letters, b.letters) ||
        (len >= SHORT_MIN && strncmp(b.letters, a.letters, len) == 0))
        return NETWORK_SAME;
    return may_be_short(a.letters, b.letters) ? NETWORK_OPEN : NETWORK_OTHER;
}
