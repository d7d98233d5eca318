/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "core/identify/act.h"
#include "core/journal/entry.h"
#include "core/journal/record.h"
#include "core/services/values.h"

static const struct entry firefly = {
    .identified = true,
    .match = {.series = {.title = "Firefly"}, .episode = {.season = 1, .number = 2}},
    .rating = -1,
    .season_rating = 6,
    .series_rating = 0};
static const struct entry loved = {
    .identified = true,
    .match = {.series = {.title = "Lost"}, .episode = {.season = 1, .number = 2}},
    .rating = RATING_LOVE};

static void each_act_has_its_words(void **state)
{
    static const struct {
        struct recorded recorded;
        const char *act;
        const char *undone;
    } cases[] = {
        {{.undone = RECORD_WATCHED}, "Firefly 1x02: watched", "Firefly 1x02: watched taken back"},
        {{.undone = RECORD_MARKED, .undone_value = MARK_SKIPPED},
         "Firefly 1x02: skipped",
         "Firefly 1x02: skipped taken back"},
        {{.undone = RECORD_RATED, .undone_value = 8},
         "Firefly 1x02: rated 8 of 10",
         "Firefly 1x02: rating taken back"},
        {{.undone = RECORD_RATED, .undone_value = 8, .undone_scope = EPI_SCOPE_SEASON},
         "Firefly, season 1: rated 8 of 10",
         "Firefly, season 1: rating taken back, 6 of 10 stands again"},
        {{.undone = RECORD_RATED, .undone_value = RATING_LOVE, .undone_scope = EPI_SCOPE_SERIES},
         "Firefly, the series: rated love",
         "Firefly, the series: rating taken back"},
        {{.undone = RECORD_RATED, .undone_scope = EPI_SCOPE_SEASON},
         "Firefly, season 1: rating taken back",
         "Firefly, season 1: rated 6 of 10 again"},
        {{.undone = RECORD_RATED, .undone_value = 8, .undone_scope = EPI_SCOPE_SERIES},
         "Firefly, the series: rated 8 of 10",
         "Firefly, the series: rating taken back"},
    };
    char text[256];
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        act_label(&cases[i].recorded, &firefly, text, sizeof(text));
        assert_string_equal(text, cases[i].act);
        act_undone(&cases[i].recorded, &firefly, text, sizeof(text));
        assert_string_equal(text, cases[i].undone);
    }
}

static void a_love_is_said_as_one(void **state)
{
    struct recorded rated = {.undone = RECORD_RATED, .undone_value = 7};
    struct recorded unrated = {.undone = RECORD_RATED};
    char text[256];
    (void)state;
    act_undone(&rated, &loved, text, sizeof(text));
    assert_string_equal(text, "Lost 1x02: rating taken back, love stands again");
    act_undone(&unrated, &loved, text, sizeof(text));
    assert_string_equal(text, "Lost 1x02: rated love again");
}

static void what_is_said_of_a_series_has_no_entry(void **state)
{
    static const struct {
        struct recorded recorded;
        const char *act;
        const char *undone;
    } cases[] = {
        {{.undone = RECORD_CHOSEN, .undone_title = "Firefly"},
         "Firefly: chosen",
         "Firefly: choice taken back"},
        {{.undone = RECORD_ORDERED, .undone_title = "Firefly"},
         "Firefly: order",
         "Firefly: order taken back"},
        {{.undone = RECORD_CHOSEN, .undone_value = CHOICE_NONE, .undone_title = "Firefly"},
         "Firefly: “none of these”",
         "Firefly: “none of these” taken back"},
        {{.undone = RECORD_CHOSEN, .undone_value = CHOICE_NOTHING, .undone_title = "Firefly 1x02"},
         "Firefly 1x02: “no episode”",
         "Firefly 1x02: “no episode” taken back"},
        {{.undone = RECORD_CHOSEN}, "series: chosen", "series: choice taken back"},
        {{.undone = RECORD_RATED, .undone_value = 8},
         "the last action: rated 8 of 10",
         "the last action: rating taken back"},
    };
    char text[256];
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        act_label(&cases[i].recorded, NULL, text, sizeof(text));
        assert_string_equal(text, cases[i].act);
        act_undone(&cases[i].recorded, NULL, text, sizeof(text));
        assert_string_equal(text, cases[i].undone);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_act_has_its_words),
        cmocka_unit_test(a_love_is_said_as_one),
        cmocka_unit_test(what_is_said_of_a_series_has_no_entry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
