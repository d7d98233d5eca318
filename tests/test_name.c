/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "matching/finding.h"
#include "matching/matching.h"
#include "matching/number_rules.h"

enum { LINE_MAX_BYTES = 512, WORDS_MAX_SHOWN = 256, RULES_MAX = 128 };

static const char *const files[] = {"seasons.txt", "episodes.txt", "dates.txt",   "bare.txt",
                                    "borders.txt", "titles.txt",   "folders.txt", "extras.txt",
                                    "films.txt",   "rules.txt"};

static struct guess parse(const char *name)
{
    struct guess guess = {0}; /* so that two of them can be compared byte by byte */
    match_parse(name, strlen(name), &guess);
    return guess;
}

/* ---- The cases of tests/data/names ---- */

struct wanted {
    char name[LINE_MAX_BYTES];
    char says[LINE_MAX_BYTES];
    char rule[LINE_MAX_BYTES];
};

/* How many cases each rule has: names it matches and near misses. */
struct tally {
    int faults;
    int matched[RULES_MAX];
    int near[RULES_MAX];
};

static bool next_line(FILE *file, char *line)
{
    while (fgets(line, LINE_MAX_BYTES, file)) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] != '\0' && line[0] != ';')
            return true;
    }
    return false;
}

/* Returns the value of key in "a=1; b=2; c": NULL if the key is not there, "" if it has no
 * value. */
static const char *value_of(const char *says, const char *key, char *out)
{
    size_t len = strlen(key);
    for (const char *p = says; *p;) {
        size_t n = strcspn(p, ";");
        if (strncmp(p, key, len) == 0 && (p[len] == '=' || len == n)) {
            size_t size = n > len ? n - len - 1 : 0;
            memcpy(out, p + len + (n > len), size);
            out[size] = '\0';
            return out;
        }
        p += n + (p[n] == ';');
        p += *p == ' ';
    }
    return NULL;
}

static void append(char *out, const char *text)
{
    size_t n = strlen(out);
    snprintf(out + n, LINE_MAX_BYTES - n, "%s", text);
}

static void append_numbers(char *out, const char *key, const int16_t *numbers, int count)
{
    char text[32];
    for (int i = 0; i < count; i++) {
        snprintf(text, sizeof(text), "%s%d", i == 0 ? key : " ", numbers[i]);
        append(out, text);
    }
}

/* Writes "3-5" as "3 4 5". */
static void spell_out(const char *value, const char *key, char *out)
{
    int16_t numbers[MATCH_EPISODES_MAX];
    int count = 0;
    char *end;
    while (*value) {
        long from = strtol(value, &end, 10);
        long to = *end == '-' ? strtol(end + 1, &end, 10) : from;
        while (from <= to)
            numbers[count++] = (int16_t)from++;
        value = end + (*end == ' ');
    }
    append_numbers(out, key, numbers, count);
}

/* Writes what is always compared into one line. */
static void describe(const struct guess *guess, char *out)
{
    static const char *const kinds[] = {
        [GUESS_NONE] = "none", [GUESS_EPISODE] = "episode", [GUESS_MOVIE] = "movie"};
    char text[LINE_MAX_BYTES];
    snprintf(out, LINE_MAX_BYTES, "%s|%s|", kinds[guess->kind], guess->title);
    snprintf(text, sizeof(text), "S%d|", guess->season);
    append(out, text);
    append_numbers(out, "E", guess->episodes, guess->episode_count);
    append_numbers(out, "A", guess->absolute, guess->absolute_count);
    append(out, guess->date);
}

/* Writes the other readings of a number: "1x08 108". */
static void describe_others(const struct guess *guess, char *out)
{
    for (int i = 0; i < guess->alternative_count; i++) {
        const struct alternative *other = &guess->alternatives[i];
        char text[32];
        if (other->season >= 0)
            snprintf(text, sizeof(text), "%s%dx%02d", i ? " " : "", other->season, other->episode);
        else
            snprintf(text, sizeof(text), "%s%d", i ? " " : "", other->episode);
        append(out, text);
    }
}

static void describe_wanted(const char *says, char *out)
{
    char value[LINE_MAX_BYTES];
    append(out, value_of(says, "kind", value) ? value : "episode");
    append(out, "|");
    append(out, value_of(says, "title", value) ? value : "");
    append(out, "|S");
    append(out, value_of(says, "season", value) ? value : "-1");
    append(out, "|");
    if (value_of(says, "episodes", value))
        spell_out(value, "E", out);
    if (value_of(says, "absolute", value))
        spell_out(value, "A", out);
    if (value_of(says, "date", value))
        append(out, value);
}

static int compare_text(const struct wanted *wanted, const char *key, const char *text)
{
    char value[LINE_MAX_BYTES];
    if (!value_of(wanted->says, key, value) || strcmp(value, text) == 0)
        return 0;
    print_error("%s: %s is \"%s\", expected \"%s\"\n", wanted->name, key, text, value);
    return 1;
}

static int compare_number(const struct wanted *wanted, const char *key, int64_t number)
{
    char value[LINE_MAX_BYTES];
    if (!value_of(wanted->says, key, value) || strtol(value, NULL, 10) == number)
        return 0;
    print_error("%s: %s is %ld, expected %s\n", wanted->name, key, (long)number, value);
    return 1;
}

/* Prints the differences between what was wanted and a guess. Returns their number. */
static int compare(const struct wanted *wanted, const struct guess *guess)
{
    char want[LINE_MAX_BYTES] = "";
    char got[LINE_MAX_BYTES] = "";
    char value[LINE_MAX_BYTES];
    int faults = 0;
    describe_wanted(wanted->says, want);
    describe(guess, got);
    if (strcmp(want, got) != 0) {
        print_error("%s: read as %s, expected %s\n", wanted->name, got, want);
        faults++;
    }
    faults += compare_text(wanted, "alternative", guess->alternative_title);
    faults += compare_text(wanted, "ep", guess->episode_title);
    faults += compare_text(wanted, "group", guess->group);
    faults += compare_text(wanted, "country", guess->country);
    faults += compare_text(wanted, "network", guess->network);
    char other[LINE_MAX_BYTES] = "";
    describe_others(guess, other);
    faults += compare_text(wanted, "other", other);
    bool unsure = value_of(wanted->says, "other", value) && guess->confidence >= MATCH_SURE;
    if (unsure) {
        print_error("%s: is sure, though it has another reading\n", wanted->name);
        faults++;
    }
    faults += compare_text(wanted, "imdb", guess->ids.imdb);
    faults += compare_number(wanted, "year", guess->year);
    faults += compare_number(wanted, "part", guess->part);
    faults += compare_number(wanted, "version", guess->version);
    faults += compare_number(wanted, "tvdb", guess->ids.tvdb);
    faults += compare_number(wanted, "tvmaze", guess->ids.tvmaze);
    faults += compare_number(wanted, "tmdb", guess->ids.tmdb);
    faults += compare_text(wanted, "film", guess->film ? "yes" : "no");
    bool special = value_of(wanted->says, "special", value) && !guess->special;
    bool pack = !!value_of(wanted->says, "pack", value) != guess->season_pack;
    if (special || pack)
        print_error("%s: special %d, pack %d\n", wanted->name, guess->special, guess->season_pack);
    return faults + special + pack;
}

static int rule_index(const char *name)
{
    for (int i = 0; number_rules[i].name; i++) {
        if (strcmp(number_rules[i].name, name) == 0)
            return i;
    }
    fail_msg("unknown rule \"%s\"", name);
    return -1;
}

/* Whether a rule decided how the name was read. */
static bool was_used(const char *name, const char *rule)
{
    struct match_word words[WORDS_MAX_SHOWN];
    struct guess guess;
    size_t count = match_explain(name, strlen(name), &guess, words, WORDS_MAX_SHOWN);
    for (size_t i = 0; i < count && i < WORDS_MAX_SHOWN; i++) {
        bool nothing = number_rules[rule_index(rule)].kind == FINDING_NOTHING;
        const char *unused = nothing ? "title" : "no episode";
        if (strcmp(words[i].rule, rule) == 0 && strcmp(words[i].role, "not used") != 0 &&
            strcmp(words[i].role, unused) != 0 && strcmp(words[i].role, "title") != 0)
            return true;
    }
    return false;
}

static void check_rules(const struct wanted *wanted, struct tally *tally)
{
    char rule[LINE_MAX_BYTES];
    if (value_of(wanted->rule, "rule", rule)) {
        if (!was_used(wanted->name, rule)) {
            print_error("%s: rule \"%s\" does not match\n", wanted->name, rule);
            tally->faults++;
        }
        tally->matched[rule_index(rule)]++;
    }
    if (value_of(wanted->rule, "near", rule)) {
        if (was_used(wanted->name, rule)) {
            print_error("%s: rule \"%s\" matches\n", wanted->name, rule);
            tally->faults++;
        }
        tally->near[rule_index(rule)]++;
    }
}

static void reads_every_case(void **state)
{
    (void)state;
    static struct tally tally;
    memset(&tally, 0, sizeof(tally));
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
        char path[LINE_MAX_BYTES];
        snprintf(path, sizeof(path), "%s/names/%s", EPIMARK_TEST_DATA, files[i]);
        FILE *file = fopen(path, "r");
        assert_non_null(file);
        struct wanted wanted;
        int cases = 0;
        for (; next_line(file, wanted.name); cases++) {
            assert_true(next_line(file, wanted.says) && next_line(file, wanted.rule));
            struct guess guess = parse(wanted.name);
            tally.faults += compare(&wanted, &guess);
            check_rules(&wanted, &tally);
        }
        fclose(file);
        assert_true(cases > 10);
    }
    for (int i = 0; number_rules[i].name; i++) {
        if (tally.matched[i] >= 2 && tally.near[i] >= 1)
            continue;
        print_error("rule \"%s\" has %d cases and %d near misses; it needs 2 and 1\n",
                    number_rules[i].name, tally.matched[i], tally.near[i]);
        tally.faults++;
    }
    assert_int_equal(tally.faults, 0);
}

/* ---- Properties of every name ---- */

/* Writes the name that says what a guess says and nothing else. */
static void canonical(const struct guess *guess, char *out)
{
    char text[LINE_MAX_BYTES];
    snprintf(out, LINE_MAX_BYTES, "%s", guess->title);
    if (guess->year) {
        snprintf(text, sizeof(text), " (%d)", guess->year);
        append(out, text);
    }
    if (guess->kind == GUESS_MOVIE)
        return;
    if (guess->season >= 0) {
        snprintf(text, sizeof(text), " - S%02d", guess->season);
        append(out, text);
    }
    for (int i = 0; i < guess->episode_count; i++) {
        snprintf(text, sizeof(text), "%sE%02d", i == 0 && guess->season < 0 ? " - " : "",
                 guess->episodes[i]);
        append(out, text);
    }
    for (int i = 0; guess->episode_count == 0 && i < guess->absolute_count; i++) {
        snprintf(text, sizeof(text), "%s%02d", i == 0 ? " - " : "-", guess->absolute[i]);
        append(out, text);
    }
    if (guess->date[0] && guess->episode_count + guess->absolute_count == 0) {
        append(out, " - ");
        append(out, guess->date);
    }
}

/* Calls check with the name of every case. */
static void for_each_name(void (*check)(const char *name))
{
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
        char path[LINE_MAX_BYTES];
        snprintf(path, sizeof(path), "%s/names/%s", EPIMARK_TEST_DATA, files[i]);
        FILE *file = fopen(path, "r");
        assert_non_null(file);
        struct wanted wanted;
        while (next_line(file, wanted.name) && next_line(file, wanted.says) &&
               next_line(file, wanted.rule))
            check(wanted.name);
        fclose(file);
    }
}

static void check_canonical(const char *name)
{
    struct guess guess = parse(name);
    bool titled = guess.kind == GUESS_EPISODE && guess.season < 0 && guess.episode_count == 0 &&
                  guess.absolute_count == 0 && !guess.date[0]; /* canonical() has no such form */
    if (!guess.title[0] || guess.absolute_count > 1 || guess.special || guess.part >= 0 || titled)
        return;
    char first[LINE_MAX_BYTES];
    char second[LINE_MAX_BYTES];
    canonical(&guess, first);
    char file[LINE_MAX_BYTES];
    snprintf(file, sizeof(file), "%.*s.mkv", LINE_MAX_BYTES - 5, first);
    struct guess again = parse(file); /* a file, no folder: "Title Season 2 (2008)" */
    canonical(&again, second);
    if (strcmp(first, second) != 0)
        fail_msg("%s: \"%s\" is read as \"%s\"", name, first, second);
}

static void reads_its_own_canonical_form(void **state)
{
    (void)state;
    for_each_name(check_canonical);
}

static void check_explained(const char *name)
{
    struct match_word words[WORDS_MAX_SHOWN];
    struct guess guess = parse(name);
    struct guess explained = {0};
    size_t count = match_explain(name, strlen(name), &explained, words, WORDS_MAX_SHOWN);
    assert_memory_equal(&guess, &explained, sizeof(guess));
    size_t at = 0;
    for (size_t i = 0; i < count && i < WORDS_MAX_SHOWN; i++) {
        assert_true(words[i].offset >= at);
        at = words[i].offset + words[i].len;
        assert_true(at <= strlen(name));
        assert_non_null(words[i].role);
        assert_non_null(words[i].rule);
    }
    assert_int_equal(match_explain(name, strlen(name), &explained, words, 0), count);
}

static void explains_every_word_in_order(void **state)
{
    (void)state;
    for_each_name(check_explained);
}

/* ---- Bounds ---- */

static void reads_at_most_input_max(void **state)
{
    (void)state;
    static char name[MATCH_INPUT_MAX * 2];
    static const char *const patterns[] = {"a",   "1",   ".",     " ",    "(",    "[a",   "S01E01",
                                           "/a/", "-",   "+",     "1x02", "\xE7", "\xFF", "E01-",
                                           "a1",  "[1/", "第1季", "01 ",  "2010 "};
    for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++) {
        size_t len = strlen(patterns[i]);
        for (size_t k = 0; k < sizeof(name); k++)
            name[k] = patterns[i][k % len];
        struct guess guess = {0};
        match_parse(name, sizeof(name), &guess);
        assert_true(strlen(guess.title) < sizeof(guess.title));
        assert_true(guess.episode_count <= MATCH_EPISODES_MAX);
        struct guess bounded = {0};
        match_parse(name, MATCH_INPUT_MAX, &bounded);
        assert_memory_equal(&guess, &bounded, sizeof(guess));
    }
}

static void a_range_too_long_is_a_pack(void **state)
{
    (void)state;
    struct guess guess = parse("Copper Moon S02E001-E900.mkv");
    assert_int_equal(guess.episode_count, 0);
    assert_int_equal(guess.season, 2);
    assert_true(guess.season_pack);
}

static void an_empty_name_is_none(void **state)
{
    (void)state;
    static const char *const names[] = {"", "/", "...", "[]", "///", "\xFF\xFE", "  "};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        struct guess guess = parse(names[i]);
        assert_int_equal(guess.kind, GUESS_NONE);
        assert_string_equal(guess.title, "");
        assert_int_equal(guess.season, -1);
    }
}

static void is_not_sure_without_a_title(void **state)
{
    (void)state;
    assert_true(parse("S01E02.mkv").confidence < 0.5);
    assert_true(parse("Copper.Moon.S01E02.mkv").confidence >= MATCH_SURE);
    assert_true(parse("Copper.Moon.102.mkv").confidence < MATCH_SURE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_case),
        cmocka_unit_test(reads_its_own_canonical_form),
        cmocka_unit_test(explains_every_word_in_order),
        cmocka_unit_test(reads_at_most_input_max),
        cmocka_unit_test(a_range_too_long_is_a_pack),
        cmocka_unit_test(an_empty_name_is_none),
        cmocka_unit_test(is_not_sure_without_a_title),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
