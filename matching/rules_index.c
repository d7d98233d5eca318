/* SPDX-License-Identifier: MIT
 *
 * Writes the index of the rules of number_rules.c, by what they require, and their patterns, taken
 * apart. Runs when the project is built.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "matching/number_rules.h"

/* Whether a rule begins with a number. */
static bool begins_with_number(const struct number_rule *rule)
{
    const uint32_t numbers = RULE_NUMBER | RULE_ZERO | RULE_TWO | RULE_LONG | RULE_FIVE | RULE_PAIR;
    return (number_rule_first(rule) & numbers) != 0;
}

/* Collects the rules that begin with a number, or the others. Returns their number, or
 * RULES_AT_MOST + 1 if there are more. */
static int collect(bool number, uint8_t list[RULES_AT_MOST])
{
    int count = 0;
    for (int i = 0; number_rules[i].name; i++) {
        if (begins_with_number(&number_rules[i]) != number)
            continue;
        if (count == RULES_AT_MOST || i > UINT8_MAX)
            return RULES_AT_MOST + 1;
        list[count++] = (uint8_t)i;
    }
    return count;
}

/* Returns which rules of a list cannot match if those of the four traits from bit 4 * at on are
 * missing that are set in nibble: one bit for each. Bits without a rule are set too. */
static uint64_t barred(const uint8_t *list, int count, int at, unsigned nibble)
{
    uint64_t out = 0;
    for (int i = 0; i < RULES_AT_MOST; i++) {
        bool bars = i >= count || number_rules[list[i]].wanted >> 4 * at & nibble;
        out |= (uint64_t)bars << i;
    }
    return out;
}

static void write_list(FILE *out, const uint8_t list[RULES_AT_MOST])
{
    fprintf(out, "{\n");
    for (int i = 0; i < RULES_AT_MOST; i++)
        fprintf(out, "%d,\n", list[i]);
    fprintf(out, "},\n");
}

static void write_barred(FILE *out, const uint8_t *list, int count)
{
    fprintf(out, "{\n");
    for (int at = 0; at < 16; at++) {
        fprintf(out, "{\n");
        for (unsigned nibble = 0; nibble < 16; nibble++)
            fprintf(out, "%#llxu,\n", (unsigned long long)barred(list, count, at, nibble));
        fprintf(out, "},\n");
    }
    fprintf(out, "},\n");
}

/* Takes the pattern of a rule apart. Returns false if it has too many words. */
static bool take_apart(const struct number_rule *rule, struct pattern_word out[PATTERN_WORDS_MAX])
{
    const char *p = rule->pattern + ((number_rule_first(rule) & RULE_BEFORE) != 0);
    p += *p != '\0' && strchr("023", *p); /* required of the first word already */
    bool counted = false;
    for (int i = 0; i < PATTERN_WORDS_MAX; i++) {
        counted |= *p == '~';
        p += *p == '~';
        char sign = *p++;
        bool last = strchr("$]", *p); /* the end is checked once all episodes are read */
        char gap = !last && strchr(" :_.-[/#=", *p) ? *p++ : '\0';
        out[i] = (struct pattern_word){.sign = sign, .gap = gap, .counted = counted, .last = last};
        if (last)
            return true;
    }
    return false;
}

/* Returns false if a pattern is too long. */
static bool write_patterns(FILE *out)
{
    for (int i = 0; number_rules[i].name; i++) {
        struct pattern_word words[PATTERN_WORDS_MAX] = {0};
        if (!take_apart(&number_rules[i], words))
            return false;
        fprintf(out, "{\n");
        for (int k = 0; k < PATTERN_WORDS_MAX; k++) {
            fprintf(out, "{%d, %d, %d, %d},\n", words[k].sign, words[k].gap, words[k].counted,
                    words[k].last);
        }
        fprintf(out, "},\n");
    }
    return true;
}

int main(int argc, char **argv)
{
    uint8_t words[RULES_AT_MOST] = {0};
    uint8_t numbers[RULES_AT_MOST] = {0};
    int word_count = collect(false, words);
    int number_count = collect(true, numbers);
    if (word_count > RULES_AT_MOST || number_count > RULES_AT_MOST) {
        fprintf(stderr, "number_rules.c: the rules do not fit into their index; raise "
                        "RULES_AT_MOST and widen the sets in rules_index.c\n");
        return EXIT_FAILURE;
    }
    FILE *out = argc == 2 ? fopen(argv[1], "w") : NULL;
    if (!out) {
        fprintf(stderr, "usage: rules-index FILE\n");
        return EXIT_FAILURE;
    }
    fprintf(out, "static const uint8_t rules_of[2][%d] = {\n", RULES_AT_MOST);
    write_list(out, words);
    write_list(out, numbers);
    fprintf(out, "};\nstatic const uint64_t rules_barred[2][16][16] = {\n");
    write_barred(out, words, word_count);
    write_barred(out, numbers, number_count);
    fprintf(out, "};\nstatic const struct pattern_word rules_patterns[][%d] = {\n",
            PATTERN_WORDS_MAX);
    if (!write_patterns(out)) {
        fprintf(stderr, "number_rules.c: a pattern is too long; raise PATTERN_WORDS_MAX\n");
        return EXIT_FAILURE;
    }
    fprintf(out, "};\n");
    return fclose(out) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
