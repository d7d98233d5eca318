/* SPDX-License-Identifier: MIT */
#include "plugin/said.h"

#include <stdio.h>
#include <string.h>

#include "plugin/bindings.h"
#include "plugin/choices.h"
#include "plugin/words.h"
#include <epimark/player.h>

/* What it says and, if it waits for that, the key that lists the candidates. */
static void write_sentence(const struct epi_notice *notice, const struct epi_language *language,
                           const char *key, char *text, size_t size)
{
    struct epi_saying plain = {EPI_SAY_TEXT, {{.text = notice->text}}};
    const struct epi_saying *saying = language && notice->saying ? notice->saying : &plain;
    struct epi_saying with_key = {WORD_KEY_TO_CHOOSE, {{.saying = saying}, {.text = key}}};
    words_write(language, notice->unsure && *key ? &with_key : saying, text, size);
}

/* What happens, which keys there are, and where the journal is: a line each. */
static void add_keys(const struct epi_language *language, const struct bindings *bindings,
                     char *text, size_t size)
{
    char keys[BINDINGS_WORDS_MAX], journal[BINDINGS_WORDS_MAX];
    size_t first = strcspn(text, "\n");
    bindings_words(bindings, language, keys);
    snprintf(journal, sizeof(journal), "%s", text + first);
    snprintf(text + first, size - first, "%s%s%s", *keys ? "\n" : "", keys, journal);
}

void said_write(const struct epi_notice *notice, const struct epi_language *language,
                const struct bindings *bindings, char *text, size_t size)
{
    const char *key = bindings_key(bindings, "choose");
    if (notice->kind == EPI_NOTICE_UNSURE && notice->candidate_count > 0) {
        choices_question(notice, language, key, text, size);
        return;
    }
    write_sentence(notice, language, key, text, size);
    if (notice->kind == EPI_NOTICE_WELCOME && strchr(text, '\n'))
        add_keys(language, bindings, text, size);
}
