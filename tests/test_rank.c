/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "matching/matching.h"

/* A guess as match_parse would make it. */
static struct guess guess_of(const char *title, int year, const char *country)
{
    struct guess guess = {.kind = GUESS_EPISODE,
                          .season = 1,
                          .part = -1,
                          .version = -1,
                          .year = year,
                          .episodes = {2},
                          .episode_count = 1,
                          .confidence = 0.99};
    snprintf(guess.title, sizeof(guess.title), "%s", title);
    snprintf(guess.country, sizeof(guess.country), "%s", country);
    return guess;
}

static struct series series_of(const char *title, int year, const char *country)
{
    struct series series = {.year = year};
    snprintf(series.title, sizeof(series.title), "%s", title);
    snprintf(series.country, sizeof(series.country), "%s", country);
    return series;
}

static void add_alias(struct series *series, const char *alias)
{
    char *place = series->aliases[series->alias_count++];
    snprintf(place, sizeof(series->aliases[0]), "%s", alias);
}

/* The index of the candidate with the highest confidence. */
static size_t best_of(const struct score *scores, size_t count)
{
    size_t best = 0;
    for (size_t i = 1; i < count; i++) {
        if (scores[i].confidence > scores[best].confidence)
            best = i;
    }
    return best;
}

/* The confidence in the first of one or two candidates. */
static double confidence_in(const struct guess *guess, const struct series *first,
                            const struct series *second)
{
    struct series both[2];
    struct score scores[2];
    both[0] = *first;
    if (second)
        both[1] = *second;
    match_rank(guess, 0, both, second ? 2 : 1, scores);
    return scores[0].confidence;
}

static double alone(const char *said, const char *title)
{
    struct guess guess = guess_of(said, 0, "");
    struct series series = series_of(title, 2010, "");
    return confidence_in(&guess, &series, NULL);
}

static void test_two_scripts_are_another_title(void **state)
{
    (void)state;
    double letter = alone("Q Lantern Club of the Harbour", "Lantern Club of the Harbour");
    assert_true(alone("新Lantern Club of the Harbour", "Lantern Club of the Harbour") < letter / 2);
    assert_true(alone("Lantern Club of the Harbour", "新Lantern Club of the Harbour") < letter / 2);
}

static void test_titles_that_are_the_same(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Harbour Lights", "Harbour Lights"},
        {"harbour lights", "HARBOUR LIGHTS!"},
        {"Marvels Agents of SHIELD", "Marvel's Agents of S.H.I.E.L.D."},
        {"Law and Order", "Law & Order"},
        {"Carnivale", "Carnivàle"},
        {"Spiderman", "Spider-Man"},
        {"Dr Who", "Dr. Who"},
        {"Harbour Lights", "Harbour Lights (2010)"},
        {"Harbour Lights", "Harbour Lights (UK)"},
        {"Harbour Lights", "Harbour Lights (AU) (2010)"},
        {"進撃の巨人", "進撃の巨人"},
    };
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
        double confidence = alone(pairs[i][0], pairs[i][1]);
        if (confidence < MATCH_SURE)
            fail_msg("%s is not surely %s: %.2f", pairs[i][0], pairs[i][1], confidence);
    }
}

static void test_titles_that_are_not(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Harbour Lights", "Harbour Nights"},
        {"1883", "1923"},
        {"Rocket Crew 2", "Rocket Crew 3"},
        {"Rocket Crew II", "Rocket Crew III"},
        {"CSI", "CSI: Miami"},
        {"Detective Psycho", "Psycho Detective"},
        {"Lost", "Lost in Space"},
        {"The", "Them"},
        {"", "Harbour Lights"},
        {"Harbour Lights", ""},
        {"!!!", "???"},
        {"Love", "Love, Death & Robots"},
        {"進撃の巨人", "銀魂"},
    };
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
        double confidence = alone(pairs[i][0], pairs[i][1]);
        if (confidence >= 0.8)
            fail_msg("%s is taken for %s: %.2f", pairs[i][0], pairs[i][1], confidence);
    }
}

static void test_typing_errors(void **state)
{
    (void)state;
    double confidence = alone("Harbour Ligthsof Kinsale", "Harbour Lights of Kinsale");
    assert_true(confidence > 0.05 && confidence < MATCH_SURE);
    /* A single letter is one, unless two titles are that near, or one is the same. */
    assert_true(alone("Harbour Ligths of Kinsale", "Harbour Lights of Kinsale") >= MATCH_SURE);
    struct guess guess = guess_of("Harbour Lihts", 0, "");
    struct series lights = series_of("Harbour Lights", 1999, "");
    struct series lichts = series_of("Harbour Lichts", 1999, "");
    struct series lihts = series_of("Harbour Lihts", 1999, "");
    assert_true(confidence_in(&guess, &lights, &lichts) < MATCH_SURE);
    assert_true(confidence_in(&guess, &lihts, &lights) >= MATCH_SURE);
    /* Not for an alias. */
    struct series other = series_of("Market Day", 1999, "");
    snprintf(other.aliases[other.alias_count++], sizeof(other.aliases[0]), "Harbour Lights");
    struct score score;
    match_rank(&guess, 0, &other, 1, &score);
    assert_true(score.confidence > 0.5 && score.confidence < 0.85);
    assert_true(alone("Gardeners of Verona", "Harbour Lights of Kinsale") < 0.02);
}

static void test_one_title_twice_is_not_sure(void **state)
{
    (void)state;
    struct guess guess = guess_of("Harbour Lights", 0, "");
    struct series one = series_of("Harbour Lights", 1999, "");
    struct series two = series_of("Harbour Lights (2015)", 2015, "");
    double first = confidence_in(&guess, &one, &two);
    double second = confidence_in(&guess, &two, &one);
    assert_true(first < 0.7 && second < 0.7);
    assert_true(first > 0.3 && second > 0.3);
}

static void test_a_year_tells_them_apart(void **state)
{
    (void)state;
    struct series old = series_of("Harbour Lights", 1999, "");
    struct series new = series_of("Harbour Lights (2015)", 2015, "");
    struct guess guess = guess_of("Harbour Lights", 2015, "");
    assert_true(confidence_in(&guess, &new, &old) >= MATCH_SURE);
    assert_true(confidence_in(&guess, &old, &new) < 0.1);
    guess.year = 1999;
    assert_true(confidence_in(&guess, &old, &new) >= MATCH_SURE);
    /* The year is only in the title. */
    new.year = 0;
    guess.year = 2015;
    assert_true(confidence_in(&guess, &new, &old) >= MATCH_SURE);
    /* One year off, and a year that fits neither. */
    guess.year = 2016;
    double near = confidence_in(&guess, &new, &old);
    assert_true(near > 0.5);
    guess.year = 2040;
    assert_true(confidence_in(&guess, &new, &old) < MATCH_SURE);
    /* A year that fits one counts against one near it, and against one without a year. */
    guess.year = 2015;
    old.year = 2014;
    assert_true(confidence_in(&guess, &new, &old) >= MATCH_SURE);
    old.year = 0;
    assert_true(confidence_in(&guess, &new, &old) >= MATCH_SURE);
    assert_true(confidence_in(&guess, &old, NULL) < confidence_in(&guess, &new, NULL));
}

static void test_a_year_may_belong_to_the_title(void **state)
{
    (void)state;
    struct guess guess = guess_of("Space", 1999, "");
    struct series right = series_of("Space: 1999", 1975, "GB");
    struct series wrong = series_of("Space", 1985, "US");
    assert_true(confidence_in(&guess, &right, &wrong) >= MATCH_SURE);
}

static void test_a_country_tells_them_apart(void **state)
{
    (void)state;
    struct series us = series_of("The Workshop (US)", 2005, "");
    struct series uk = series_of("The Workshop", 2001, "GB");
    struct guess guess = guess_of("The Workshop", 0, "US");
    assert_true(confidence_in(&guess, &us, &uk) >= MATCH_SURE);
    memcpy(guess.country, "GB", 3);
    assert_true(confidence_in(&guess, &uk, &us) >= MATCH_SURE);
    guess.country[0] = '\0';
    assert_true(confidence_in(&guess, &uk, &us) < MATCH_SURE);
    /* "UK" in the title, and a country in the title without brackets. */
    struct series suffixed = series_of("The Workshop (UK)", 2001, "");
    struct series spelt = series_of("The Workshop US", 2005, "");
    memcpy(guess.country, "GB", 3);
    assert_true(confidence_in(&guess, &suffixed, &us) >= MATCH_SURE);
    memcpy(guess.country, "US", 3);
    assert_true(confidence_in(&guess, &spelt, &uk) >= MATCH_SURE);
    /* Two capitals that remained in the title. */
    struct series jp = series_of("The Workshop", 2009, "JP");
    guess = guess_of("The Workshop JP", 0, "");
    assert_true(confidence_in(&guess, &jp, &uk) >= MATCH_SURE);
    assert_true(confidence_in(&guess, &uk, &jp) < 0.1);
    struct series ru = series_of("Лунный свет", 2020, "RU");
    guess = guess_of("Лунный свет RU", 0, "");
    assert_true(confidence_in(&guess, &ru, NULL) >= MATCH_SURE);
}

static void test_a_network_tells_them_apart(void **state)
{
    (void)state;
    struct series old = series_of("The Quiet Hour", 1999, "");
    struct series new = series_of("The Quiet Hour", 2015, "");
    struct guess guess = guess_of("The Quiet Hour", 0, "");
    snprintf(old.network, sizeof(old.network), "CBBC");
    snprintf(new.network, sizeof(new.network), "BBC Two");
    assert_true(confidence_in(&guess, &old, &new) < MATCH_SURE);
    snprintf(guess.network, sizeof(guess.network), "CBBC");
    assert_true(confidence_in(&guess, &old, &new) >= MATCH_SURE);
    assert_true(confidence_in(&guess, &new, &old) < 0.1);
    /* What fits one counts against one whose network is unknown. */
    new.network[0] = '\0';
    assert_true(confidence_in(&guess, &old, &new) >= MATCH_SURE);
    /* Of a single series it may be who shows it elsewhere, and of others it says nothing. */
    snprintf(new.network, sizeof(new.network), "Showtime");
    assert_true(confidence_in(&guess, &new, NULL) >= MATCH_SURE);
    snprintf(old.network, sizeof(old.network), "HBO");
    assert_true(confidence_in(&guess, &old, &new) < MATCH_SURE);
    /* A year counts more. */
    snprintf(old.network, sizeof(old.network), "CBBC");
    guess.year = 2015;
    assert_true(confidence_in(&guess, &old, &new) < 0.5);
}

static void test_aliases(void **state)
{
    (void)state;
    struct guess guess = guess_of("Hafenlichter", 0, "");
    struct series series = series_of("Harbour Lights", 2010, "");
    add_alias(&series, "Las luces del puerto");
    add_alias(&series, "Hafenlichter");
    assert_true(confidence_in(&guess, &series, NULL) >= MATCH_SURE);
    /* A title counts more than an alias. */
    struct series titled = series_of("Hafenlichter", 2018, "");
    assert_true(confidence_in(&guess, &titled, &series) > 0.8);
    assert_true(confidence_in(&guess, &series, &titled) < 0.2);
    /* Unless the year decides otherwise. */
    guess.year = 2010;
    assert_true(confidence_in(&guess, &series, &titled) >= 0.8);
}

static void test_alternative_titles(void **state)
{
    (void)state;
    struct series right = series_of("Star Ferry: Deep Harbour", 1993, "");
    struct series wrong = series_of("Star Ferry", 1966, "");
    struct guess guess = guess_of("Star Ferry", 0, "");
    snprintf(guess.alternative_title, sizeof(guess.alternative_title), "Deep Harbour");
    struct series both[] = {wrong, right};
    struct score scores[2];
    match_rank(&guess, 0, both, 2, scores);
    assert_true(scores[1].same_title && scores[0].same_title);
    assert_true(scores[0].confidence < MATCH_SURE && scores[1].confidence < MATCH_SURE);
    snprintf(guess.title, sizeof(guess.title), "Qwerty");
    snprintf(guess.alternative_title, sizeof(guess.alternative_title), "Star Ferry");
    assert_true(confidence_in(&guess, &wrong, NULL) >= MATCH_SURE);
}

static void test_what_follows_a_dash(void **state)
{
    (void)state;
    struct guess guess = guess_of("Star Ferry - The Uncut Version", 0, "");
    struct series whole = series_of("Star Ferry: The Uncut Version", 1993, "");
    struct series before = series_of("Star Ferry", 1966, "");
    assert_true(confidence_in(&guess, &whole, &before) >= MATCH_SURE);
    double alone_before = confidence_in(&guess, &before, NULL);
    assert_true(alone_before > 0.5 && alone_before < MATCH_SURE);
    guess = guess_of("Star-Ferry", 0, "");
    struct series star = series_of("Star", 1966, "");
    assert_true(confidence_in(&guess, &star, NULL) < 0.1);
}

static void test_an_article_gives_way(void **state)
{
    (void)state;
    struct guess guess = guess_of("Motif", 0, "");
    struct series plain = series_of("Motif", 2013, "");
    struct series article = series_of("The Motif", 2020, "");
    assert_true(confidence_in(&guess, &plain, &article) >= MATCH_SURE);
    assert_true(confidence_in(&guess, &article, &plain) < 0.1);
    assert_true(confidence_in(&guess, &article, NULL) >= MATCH_SURE);
    assert_true(alone("Workshop, The", "The Workshop") >= MATCH_SURE);
    assert_true(alone("Cloak Dagger", "Cloak & Dagger") >= MATCH_SURE);
}

static void test_duration(void **state)
{
    (void)state;
    assert_true(match_duration(42 * 60, 60) == 0);
    assert_true(match_duration(21 * 60, 30) == 0);
    assert_true(match_duration(0, 60) == 0);
    assert_true(match_duration(42 * 60, 0) == 0);
    assert_true(match_duration(22 * 60, 60) < -1);
    assert_true(match_duration(55 * 60, 25) < -1);
    assert_true(match_duration_contradicts(51 * 60, 25) && match_duration_contradicts(12 * 60, 25));
    assert_false(match_duration_contradicts(50 * 60, 25) || match_duration_contradicts(50 * 60, 0));
    assert_false(match_duration_contradicts(12.5 * 60, 25) || match_duration_contradicts(0, 25));
    struct guess guess = guess_of("Harbour Lights", 0, "");
    struct series both[] = {series_of("Harbour Lights", 0, ""), series_of("Harbour Lights", 0, "")};
    both[0].runtime = 60;
    both[1].runtime = 25;
    struct score scores[2];
    match_rank(&guess, 24 * 60, both, 2, scores);
    assert_int_equal(best_of(scores, 2), 1);
    /* Two episodes in one file. */
    guess.episodes[1] = 3;
    guess.episode_count = 2;
    match_rank(&guess, 2 * 50 * 60, both, 2, scores);
    assert_int_equal(best_of(scores, 2), 0);
}

/* Each border of a length belongs to the better side. */
static void test_the_borders_of_a_length(void **state)
{
    (void)state;
    static const struct {
        int percent; /* of the run time */
        enum clue_kind clue;
    } cases[] = {
        {24, CLUE_DURATION_OTHER}, {25, CLUE_DURATION_FAR},   {49, CLUE_DURATION_FAR},
        {50, CLUE_DURATION_NEAR},  {59, CLUE_DURATION_NEAR},  {60, CLUE_DURATION_FITS},
        {120, CLUE_DURATION_FITS}, {121, CLUE_DURATION_NEAR}, {150, CLUE_DURATION_NEAR},
        {151, CLUE_DURATION_FAR},  {250, CLUE_DURATION_FAR},  {251, CLUE_DURATION_OTHER},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        if (match_duration(cases[i].percent * 60, 100) != match_clue_value(cases[i].clue))
            fail_msg("%d percent of the run time", cases[i].percent);
    }
    assert_true(match_duration_contradicts(49 * 60, 100));
    assert_false(match_duration_contradicts(50 * 60, 100));
    assert_false(match_duration_contradicts(200 * 60, 100));
    assert_true(match_duration_contradicts(201 * 60, 100));
}

static void test_popularity_counts_among_equals(void **state)
{
    (void)state;
    struct guess guess = guess_of("Girls at Sea", 0, "");
    struct series known = series_of("Girls at Sea", 2012, "US");
    struct series unknown = series_of("Girls at Sea", 2014, "MN");
    known.popularity = 98;
    unknown.popularity = 2;
    /* It prefers one of equals, and makes none sure. */
    assert_true(confidence_in(&guess, &known, &unknown) > 0.75);
    assert_true(confidence_in(&guess, &known, &unknown) < MATCH_SURE);
    struct series all[12];
    struct score scores[12];
    for (size_t i = 0; i < 12; i++)
        all[i] = series_of("Boys on the Sea", 2001, "US");
    all[0] = known;
    all[11] = unknown;
    match_rank(&guess, 0, all, 12, scores);
    assert_true(scores[0].confidence < MATCH_SURE);
    unknown.popularity = 70;
    assert_true(confidence_in(&guess, &known, &unknown) < 0.7);
    /* A year or a country counts more. */
    unknown.popularity = 0;
    guess.year = 2014;
    assert_true(confidence_in(&guess, &unknown, &known) >= MATCH_SURE);
    guess.year = 0;
    memcpy(guess.country, "MN", 3);
    assert_true(confidence_in(&guess, &unknown, &known) >= MATCH_SURE);
    guess.country[0] = '\0';
    /* A famous series of another title takes nothing away. */
    struct series other = series_of("Girls on the Sea", 2010, "US");
    other.popularity = 100;
    unknown.popularity = 3;
    assert_true(confidence_in(&guess, &unknown, &other) >= MATCH_SURE);
}

/* Which clue of some kinds a series alone has; the first of them if it has none. */
static enum clue_kind clue_of(const struct score *score, enum clue_kind from, enum clue_kind to)
{
    for (int i = 0; i < score->clues.count; i++) {
        if (score->clues.list[i].kind > from && score->clues.list[i].kind <= to)
            return score->clues.list[i].kind;
    }
    return from;
}

static bool has_clue(const struct score *score, enum clue_kind kind)
{
    for (int i = 0; i < score->clues.count; i++) {
        if (score->clues.list[i].kind == kind)
            return true;
    }
    return false;
}

/* A length says nothing if that of the file or that of the series is not known. */
static void test_a_length_that_is_not_known(void **state)
{
    (void)state;
    static const struct {
        double duration;
        int runtime;
        bool counts;
    } cases[] = {{42 * 60, 45, true}, {42 * 60, 0, false}, {0, 45, false}, {0, 0, false}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct guess guess = guess_of("Harbour Lights", 0, "");
        struct series series = series_of("Harbour Lights", 2010, "");
        struct score with, without;
        series.runtime = cases[i].runtime;
        match_rank(&guess, cases[i].duration, &series, 1, &with);
        series.runtime = 0;
        match_rank(&guess, 0, &series, 1, &without);
        assert_int_equal(with.clues.count - without.clues.count, cases[i].counts);
        assert_int_equal(has_clue(&with, CLUE_DURATION_FITS), cases[i].counts);
    }
}

/* A series ran from 2000 to its end; without one it is taken to run for twelve years. */
static void test_the_borders_of_a_year(void **state)
{
    (void)state;
    static const struct {
        int said;
        int began;
        int ended;
        enum clue_kind clue;
    } cases[] = {
        {1998, 2000, 2010, CLUE_YEAR_OTHER},   {1999, 2000, 2010, CLUE_YEAR_NEAR},
        {2000, 2000, 2010, CLUE_YEAR_FITS},    {2001, 2000, 2010, CLUE_YEAR_NEAR},
        {2002, 2000, 2010, CLUE_YEAR_RUNNING}, {2010, 2000, 2010, CLUE_YEAR_RUNNING},
        {2011, 2000, 2010, CLUE_YEAR_OTHER},   {2012, 2000, 0, CLUE_YEAR_RUNNING},
        {2013, 2000, 0, CLUE_YEAR_OTHER},      {2013, 0, 0, CLUE_YEAR_UNKNOWN},
        {0, 2000, 2010, CLUE_QUALIFIED},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct guess guess = guess_of("Harbour Lights", cases[i].said, "");
        struct series series = series_of("Harbour Lights", cases[i].began, "");
        struct score score;
        series.year_end = cases[i].ended;
        match_rank(&guess, 0, &series, 1, &score);
        if (clue_of(&score, CLUE_QUALIFIED, CLUE_YEAR_UNKNOWN) != cases[i].clue)
            fail_msg("%d for a series from %d", cases[i].said, cases[i].began);
    }
}

/* What fits one series counts against others of its title only, and not if all else speaks against
 * the one that it fits. */
static void test_what_counts_against_others_of_the_title(void **state)
{
    (void)state;
    enum { FITS, OPEN, OTHER_TITLE, ALL };
    struct guess guess = guess_of("Harbour Lights", 2000, "IE");
    struct series list[ALL] = {series_of("Harbour Lights", 2000, "IE"),
                               series_of("Harbour Lights", 0, ""),
                               series_of("Harbour Nights", 0, "")};
    struct score scores[ALL];
    snprintf(guess.network, sizeof(guess.network), "CBBC");
    snprintf(list[FITS].network, sizeof(list[FITS].network), "CBBC");
    match_rank(&guess, 0, list, ALL, scores);
    static const enum clue_kind unfit[] = {CLUE_YEAR_UNFIT, CLUE_COUNTRY_UNFIT, CLUE_NETWORK_UNFIT};
    for (size_t i = 0; i < sizeof(unfit) / sizeof(unfit[0]); i++) {
        assert_false(has_clue(&scores[FITS], unfit[i]));
        assert_true(has_clue(&scores[OPEN], unfit[i]));
        assert_false(has_clue(&scores[OTHER_TITLE], unfit[i]));
    }
    /* As far below as a year that is near. */
    snprintf(list[FITS].network, sizeof(list[FITS].network), "Showtime Kids");
    assert_true(match_network_contradicts(&guess, &list[FITS]));
    match_rank(&guess, 0, list, ALL, scores);
    for (size_t i = 0; i < sizeof(unfit) / sizeof(unfit[0]); i++)
        assert_false(has_clue(&scores[OPEN], unfit[i]));
    /* A country alone, and neither it nor the year if nothing in the name says so. */
    guess.network[0] = '\0';
    guess.year = 0;
    match_rank(&guess, 0, list, ALL, scores);
    assert_false(has_clue(&scores[OPEN], CLUE_YEAR_UNFIT));
    assert_true(has_clue(&scores[OPEN], CLUE_COUNTRY_UNFIT));
    guess.country[0] = '\0';
    match_rank(&guess, 0, list, ALL, scores);
    assert_false(has_clue(&scores[OPEN], CLUE_COUNTRY_UNFIT));
    assert_false(has_clue(&scores[OPEN], CLUE_NETWORK_UNFIT));
}

/* Among those that nothing else tells apart. */
static void test_popularity_counts_down_to_a_weight(void **state)
{
    (void)state;
    struct guess guess = guess_of("Harbour Lights", 2000, "");
    struct series list[] = {series_of("Harbour Lights", 2001, ""),
                            series_of("Harbour Lights", 2001, ""),
                            series_of("Harbour Nights", 2001, "")};
    struct score scores[3];
    list[0].popularity = 90;
    list[1].popularity = list[2].popularity = 2;
    match_rank(&guess, 0, list, 3, scores);
    assert_false(has_clue(&scores[0], CLUE_POPULARITY));
    assert_true(has_clue(&scores[1], CLUE_POPULARITY));
    assert_false(has_clue(&scores[2], CLUE_POPULARITY));
    list[0].year = 2000; /* and told apart by the year */
    list[1].year = 1990;
    match_rank(&guess, 0, list, 3, scores);
    assert_false(has_clue(&scores[1], CLUE_POPULARITY));
    /* Nobody knows how popular they are. */
    list[0].popularity = list[1].popularity = -1;
    list[0].year = list[1].year = 2001;
    match_rank(&guess, 0, list, 2, scores);
    assert_false(has_clue(&scores[0], CLUE_POPULARITY) || has_clue(&scores[1], CLUE_POPULARITY));
}

/* Each place in the answer weighs, down to a least; the first one has no clue of it. */
static void test_the_order_of_the_answer(void **state)
{
    (void)state;
    struct guess guess = guess_of("Harbour Lights", 0, "");
    struct series list[13];
    struct score scores[13];
    for (int i = 0; i < 13; i++)
        list[i] = series_of(i % 2 ? "Harbour Lights" : "Quiet Hours", 0, "");
    match_rank(&guess, 0, list, 13, scores);
    for (int i = 0; i < 13; i++) {
        double wanted = match_clue_value(CLUE_ORDER) * i;
        double least = match_clue_value(i % 2 ? CLUE_ORDER_EQUAL : CLUE_ORDER_LEAST);
        wanted = wanted > least ? wanted : least;
        bool found = false;
        for (int k = 0; k < scores[i].clues.count; k++) {
            const struct clue *clue = &scores[i].clues.list[k];
            if (clue->kind != CLUE_ORDER)
                continue;
            found = true;
            assert_true(fabs(clue->value - wanted) < 1e-9);
            assert_int_equal(strtol(clue->details, NULL, 10), i + 1);
        }
        assert_true(found == (i > 0));
    }
}

static void assert_reason(const struct score *score, const char *wanted)
{
    char reason[256];
    match_clue_reason(&score->clues, reason, sizeof(reason));
    assert_string_equal(reason, wanted);
}

static void test_reasons(void **state)
{
    (void)state;
    struct guess guess = guess_of("Harbour Lights", 2015, "");
    struct series both[] = {series_of("Harbour Lights", 2015, ""),
                            series_of("Harbour Lights", 1999, "")};
    struct score scores[2];
    match_rank(&guess, 0, both, 2, scores);
    assert_reason(&scores[0], "title is the same; year 2015 fits; 2 series have this title");
    assert_reason(&scores[1],
                  "title is the same; year is 1999, not 2015; 2 series have this title");
}

/* Every weight has its clue, so that the list of clues explains the whole. */
static void test_weights_are_the_sum_of_the_clues(void **state)
{
    (void)state;
    struct guess guess = guess_of("Harbour Lights - Lanterns", 2015, "US");
    struct series list[] = {
        series_of("Harbour Lights", 2014, "GB"), series_of("Harbor Lights (OVA)", 1999, ""),
        series_of("Harbour Lights - Lanterns", 0, ""),
        series_of("Harbour Lights Lanterns", 2015, "US"), series_of("Something Else", 2012, "")};
    struct score scores[5];
    snprintf(guess.alternative_title, sizeof(guess.alternative_title), "Hafenlichter");
    add_alias(&list[4], "Hafenlichter");
    list[1].runtime = 10;
    list[3].popularity = 90;
    match_rank(&guess, 2700, list, 5, scores);
    for (size_t i = 0; i < 5; i++) {
        double sum = 0;
        for (int k = 0; k < scores[i].clues.count; k++)
            sum += scores[i].clues.list[k].value;
        assert_true(scores[i].clues.count > 2);
        assert_true(fabs(sum - scores[i].weight) < 0.02);
    }
}

static void test_the_whole_list(void **state)
{
    (void)state;
    static struct series list[MATCH_CANDIDATES_MAX];
    static struct score scores[MATCH_CANDIDATES_MAX];
    for (int i = 0; i < MATCH_CANDIDATES_MAX; i++) {
        char title[64];
        snprintf(title, sizeof(title), "Harbour Lights of Kinsale %c%c", 'A' + i / 26,
                 'A' + i % 26);
        list[i] = series_of(title, 1990 + i % 30, "US");
        while (list[i].alias_count < MATCH_ALIASES_MAX) {
            snprintf(title, sizeof(title), "The Evening of %d Lanterns, Part %d", i,
                     list[i].alias_count);
            add_alias(&list[i], title);
        }
    }
    list[31] = series_of("Harbour Lights", 2001, "IE");
    struct guess guess = guess_of("Harbour Lights", 2001, "IE");
    match_rank(&guess, 0, list, MATCH_CANDIDATES_MAX, scores);
    assert_int_equal(best_of(scores, MATCH_CANDIDATES_MAX), 31);
    assert_true(scores[31].confidence >= MATCH_SURE);
    double sum = 0;
    for (int i = 0; i < MATCH_CANDIDATES_MAX; i++)
        sum += scores[i].confidence;
    assert_true(sum > 0.9 && sum < 1);
    struct timespec start;
    struct timespec end;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start);
    for (int i = 0; i < 100; i++)
        match_rank(&guess, 0, list, MATCH_CANDIDATES_MAX, scores);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    print_message(
        "50 candidates of 17 names: %.0f us\n",
        ((double)(end.tv_sec - start.tv_sec) * 1e6 + (double)(end.tv_nsec - start.tv_nsec) / 1e3) /
            100);
}

static void test_nothing_to_rank(void **state)
{
    (void)state;
    struct guess guess = guess_of("", 0, "");
    struct series series = series_of("", 0, "");
    struct score score;
    match_rank(&guess, 0, NULL, 0, &score);
    match_rank(&guess, 0, &series, 1, &score);
    assert_true(score.confidence < 0.01);
    assert_false(score.same_title);
}

static void test_similarity(void **state)
{
    (void)state;
    assert_true(match_similarity("The Train Job", "the train job") == 1);
    assert_true(match_similarity("The Train Job", "Train Job") > 0.95);
    assert_true(match_similarity("The Train Job", "Bushwhacked") < 0.3);
    assert_true(match_similarity("Part 1", "Part 2") < 0.75);
    assert_true(match_similarity("", "x") == 0);
    assert_true(match_similarity("", "") == 0);
    /* Symmetric. */
    static const char *const some[] = {"Lost", "Lost in Space", "The Lost", "los", "1883", "II"};
    for (size_t i = 0; i < sizeof(some) / sizeof(*some); i++) {
        for (size_t k = 0; k < sizeof(some) / sizeof(*some); k++) {
            assert_true(fabs(match_similarity(some[i], some[k]) -
                             match_similarity(some[k], some[i])) < 1e-9);
        }
    }
}

static void test_long_and_broken_titles(void **state)
{
    (void)state;
    char title[MATCH_TITLE_MAX];
    memset(title, 'x', sizeof(title) - 1);
    title[sizeof(title) - 1] = '\0';
    struct guess guess = guess_of(title, 2000, "US");
    memcpy(guess.alternative_title, title, sizeof(title));
    struct series series = series_of(title, 2000, "US");
    assert_true(confidence_in(&guess, &series, NULL) >= MATCH_SURE);
    for (size_t i = 0; i < sizeof(title) - 1; i += 2) {
        title[i] = '\xc3';
        title[i + 1] = i % 4 ? '(' : '\xff';
    }
    title[sizeof(title) - 1] = '\0';
    memcpy(series.title, title, sizeof(title));
    memcpy(guess.title, title, sizeof(title));
    struct score score;
    match_rank(&guess, 0, &series, 1, &score);
    assert_true(score.confidence >= 0 && score.confidence <= 1);
    /* Characters that fold to many. */
    for (size_t i = 0; i + 3 < sizeof(title); i += 3)
        memcpy(title + i, "\xef\xb7\xba", 3);
    title[sizeof(title) - 1] = '\0';
    memcpy(series.title, title, sizeof(title));
    memcpy(guess.title, title, sizeof(title));
    match_rank(&guess, 0, &series, 1, &score);
    assert_true(score.confidence >= 0 && score.confidence <= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_scripts_are_another_title),
        cmocka_unit_test(test_titles_that_are_the_same),
        cmocka_unit_test(test_titles_that_are_not),
        cmocka_unit_test(test_typing_errors),
        cmocka_unit_test(test_one_title_twice_is_not_sure),
        cmocka_unit_test(test_a_year_tells_them_apart),
        cmocka_unit_test(test_a_year_may_belong_to_the_title),
        cmocka_unit_test(test_a_country_tells_them_apart),
        cmocka_unit_test(test_a_network_tells_them_apart),
        cmocka_unit_test(test_aliases),
        cmocka_unit_test(test_alternative_titles),
        cmocka_unit_test(test_what_follows_a_dash),
        cmocka_unit_test(test_an_article_gives_way),
        cmocka_unit_test(test_duration),
        cmocka_unit_test(test_a_length_that_is_not_known),
        cmocka_unit_test(test_the_borders_of_a_length),
        cmocka_unit_test(test_popularity_counts_among_equals),
        cmocka_unit_test(test_the_borders_of_a_year),
        cmocka_unit_test(test_what_counts_against_others_of_the_title),
        cmocka_unit_test(test_popularity_counts_down_to_a_weight),
        cmocka_unit_test(test_the_order_of_the_answer),
        cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_weights_are_the_sum_of_the_clues),
        cmocka_unit_test(test_the_whole_list),
        cmocka_unit_test(test_nothing_to_rank),
        cmocka_unit_test(test_similarity),
        cmocka_unit_test(test_long_and_broken_titles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
