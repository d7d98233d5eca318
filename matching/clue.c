/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "matching/matching.h"
#include "matching/text.h"

static const struct clue_row rows[CLUE_KINDS] = {
#define CLUE(name, value, is, use, words)                                                          \
    [CLUE_##name] = {#name, value, CLUE_IS_##is, CLUE_##use, words},
#include "matching/clue.def"
#undef CLUE
};

const struct clue_row *match_clue_row(enum clue_kind kind)
{
    return &rows[kind];
}

double match_clue_value(enum clue_kind kind)
{
    return rows[kind].value;
}

void match_clue_name(enum clue_kind kind, char *name, size_t size)
{
    const char *row = rows[kind].name;
    size_t len = strlen(row);
    text_copy(name, size, row, len);
    for (char *c = name; *c; c++)
        *c = *c == '_' ? '-' : (char)(*c | 0x20);
}

void match_clue(struct clues *clues, enum clue_kind kind, double value)
{
    match_clue_of(clues, kind, value, "%s", "");
}

void match_clue_of(struct clues *clues, enum clue_kind kind, double value, const char *details, ...)
{
    assert(rows[kind].use != CLUE_LIMIT);
    if (clues->count == MATCH_CLUES_MAX)
        return;
    struct clue *clue = &clues->list[clues->count++];
    *clue = (struct clue){.kind = kind, .value = value};
    va_list arguments;
    va_start(arguments, details);
    vsnprintf(clue->details, sizeof(clue->details), details, arguments);
    va_end(arguments);
}

void match_clue_words(const struct clue *clue, char *words, size_t size)
{
    const char *row = rows[clue->kind].words;
    const char *details = clue->details;
    char whole[MATCH_CLUE_WORDS_MAX];
    size_t used = 0;
    while (*row && used < sizeof(whole) - 1) {
        size_t detail = strcspn(details, " ");
        if (strncmp(row, "{}", 2) != 0) {
            whole[used++] = *row++;
            continue;
        }
        for (size_t i = 0; i < detail && used < sizeof(whole) - 1; i++)
            whole[used++] = details[i];
        details += detail + (details[detail] == ' ');
        row += 2;
    }
    text_copy(words, size, whole, used);
}

void match_clue_reason(const struct clues *clues, char *reason, size_t size)
{
    size_t used = 0;
    *reason = '\0';
    for (int i = 0; i < clues->count && used < size; i++) {
        char words[MATCH_CLUE_WORDS_MAX];
        char clause[sizeof(words) + 2];
        if (rows[clues->list[i].kind].use != CLUE_SAID)
            continue;
        match_clue_words(&clues->list[i], words, sizeof(words));
        snprintf(clause, sizeof(clause), "%s%s", used > 0 ? "; " : "", words);
        text_copy(reason + used, size - used, clause, strlen(clause));
        used += strlen(reason + used);
    }
}
