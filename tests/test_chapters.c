/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/player/chapters.h"
#include "matching/matching.h"
#include "tests/recording.h"

/* ---- Titles ---- */

static void titles_say_what_a_chapter_is(void **state)
{
    (void)state;
    static const struct {
        const char *title;
        enum chapter_kind kind;
    } cases[] = {
        {NULL, CHAPTER_UNNAMED},
        {"", CHAPTER_UNNAMED},
        {"Chapter 05", CHAPTER_UNNAMED},
        {"Kapitel 5", CHAPTER_UNNAMED},
        {"00:21:30.000", CHAPTER_UNNAMED},
        {"7", CHAPTER_UNNAMED},
        {"Opening", CHAPTER_OPENING},
        {"OP1", CHAPTER_OPENING},
        {"Intro", CHAPTER_OPENING},
        {"Opening Credits", CHAPTER_OPENING},
        {"オープニング", CHAPTER_OPENING},
        {"Заставка", CHAPTER_OPENING},
        {"Ending", CHAPTER_ENDING},
        {"ED 2", CHAPTER_ENDING},
        {"Ending: Long Road Home", CHAPTER_ENDING},
        {"ED (Long Road Home)", CHAPTER_ENDING},
        {"CREDITS", CHAPTER_ENDING},
        {"End Credits", CHAPTER_ENDING},
        {"06 - Outro", CHAPTER_ENDING},
        {"Chapter 6: Credits", CHAPTER_ENDING},
        {"Credits / Preview", CHAPTER_ENDING},
        {"Next Episode", CHAPTER_ENDING},
        {"Abspann", CHAPTER_ENDING},
        {"Générique de fin", CHAPTER_ENDING},
        {"Créditos finales", CHAPTER_ENDING},
        {"Eftertexter", CHAPTER_ENDING},
        {"Napisy końcowe", CHAPTER_ENDING},
        {"Эндинг", CHAPTER_ENDING},
        {"次回予告", CHAPTER_ENDING},
        {"片尾曲", CHAPTER_ENDING},
        {"예고", CHAPTER_ENDING},
        {"Part A", CHAPTER_STORY},
        {"Epilogue", CHAPTER_STORY},
        {"Post-Credits Scene", CHAPTER_STORY},
        {"The Opening of the Box", CHAPTER_STORY},
        {"Ending Things", CHAPTER_STORY},
        {"Chapter 5: Fog", CHAPTER_STORY},
        {"Next Door", CHAPTER_STORY},
        {"Edward", CHAPTER_STORY},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        if (chapters_kind(cases[i].title) != cases[i].kind)
            fail_msg("%s: %d", cases[i].title, chapters_kind(cases[i].title));
    }
}

/* Each title in the table means what its row says: it is folded, and in no row before. */
static void every_title_of_the_table_is_found(void **state)
{
    (void)state;
    static const struct {
        enum chapter_kind kind;
        const char *titles;
    } rows[] = {
#define CHAPTER_TITLES(kind, titles) {kind, titles},
#include "core/player/chapter_titles.def"
#undef CHAPTER_TITLES
    };
    size_t count = 0;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        for (const char *at = rows[i].titles; *at; count++) {
            char title[MATCH_TITLE_MAX], folded[MATCH_TITLE_MAX];
            size_t len = strcspn(at, "|");
            assert_true(len > 0 && len < sizeof(title));
            memcpy(title, at, len);
            title[len] = '\0';
            match_fold(title, folded, sizeof(folded));
            assert_string_equal(title, folded);
            if (chapters_kind(title) != rows[i].kind)
                fail_msg("%s: %d", title, chapters_kind(title));
            at += len + (at[len] == '|');
        }
    }
    assert_true(count > 200);
}

/* ---- Endings ---- */

static struct chapters cuts;

static void cut(const struct epi_chapter *told, size_t count)
{
    chapters_read(&cuts, told, count, 1000);
}

#define CUT(...)                                                                                   \
    cut((const struct epi_chapter[]){__VA_ARGS__},                                                 \
        sizeof((const struct epi_chapter[]){__VA_ARGS__}) / sizeof(struct epi_chapter))

static double ending(void)
{
    return chapters_ending(&cuts, 0, 1000);
}

static void an_ending_is_what_nothing_follows(void **state)
{
    (void)state;
    CUT({0, "Part A"}, {850, "Ending"});
    assert_true(ending() == 850);
    CUT({0, "Part A"}, {850, "Ending"}, {940, "Preview"});
    assert_true(ending() == 850);
    CUT({0, "Part A"}, {850, "Ending"}, {940, NULL}); /* what comes next, without a name */
    assert_true(ending() == 850);
    CUT({0, "Part A"}, {600, "Ending"}, {690, "Part C"}); /* the story goes on */
    assert_true(ending() == 1000);
    CUT({0, "Part A"}, {600, "Ending"}, {690, NULL});
    assert_true(ending() == 1000);
    CUT({0, "Part A"}, {600, "Ending"}, {690, "Part C"}, {950, "Preview"});
    assert_true(ending() == 950);
    CUT({0, "Credits"}, {60, "Fog"}); /* those of the opening */
    assert_true(ending() == 1000);
    CUT({0, "Fog"}, {60, "Credits"});
    assert_true(ending() == 1000);
    CUT({0, "Fog"});
    assert_true(ending() == 1000);
    CUT({0, NULL}, {400, NULL});
    assert_true(ending() == 1000);
}

static void a_last_chapter_without_a_name_may_be_the_ending(void **state)
{
    (void)state;
    CUT({0, NULL}, {900, NULL});
    assert_true(ending() == 900);
    CUT({0, NULL}, {900, "Chapter 2"}, {1000, "End"}); /* a mark, and no chapter */
    assert_true(ending() == 900);
    CUT({0, NULL}, {760, NULL});
    assert_true(ending() == 760);
    CUT({0, NULL}, {759, NULL}); /* longer than 240 s */
    assert_true(ending() == 1000);
    CUT({0, NULL}, {960, NULL});
    assert_true(ending() == 960);
    CUT({0, NULL}, {961, NULL}); /* shorter than 40 s */
    assert_true(ending() == 1000);
    CUT({0, NULL}, {900, "Fog"});
    assert_true(ending() == 1000);
    chapters_read(&cuts, (const struct epi_chapter[]){{0, NULL}, {209, NULL}}, 2, 300);
    assert_true(chapters_ending(&cuts, 0, 300) == 300); /* before 70 % */
    chapters_read(&cuts, (const struct epi_chapter[]){{0, NULL}, {210, NULL}}, 2, 300);
    assert_true(chapters_ending(&cuts, 0, 300) == 210);
}

static void each_of_several_episodes_has_its_own(void **state)
{
    (void)state;
    CUT({0, "Fog"}, {440, "Ending"}, {505, "Opening"}, {550, "Rain"}, {900, "Ending"});
    assert_true(chapters_ending(&cuts, 0, 500) == 440);
    assert_true(chapters_ending(&cuts, 500, 1000) == 900);
    CUT({0, NULL}, {440, NULL}, {500, NULL}, {900, NULL});
    assert_true(chapters_ending(&cuts, 0, 500) == 500); /* only the last chapter may be one */
    assert_true(chapters_ending(&cuts, 500, 1000) == 900);
}

static void the_story_is_what_is_neither(void **state)
{
    (void)state;
    CUT({0, "Recap"}, {100, "Fog"}, {200, "Opening"}, {300, "Rain"}, {850, "Ending"});
    assert_true(chapters_story(&cuts, 0, 1000, 0, 1000) == 650);
    assert_true(chapters_story(&cuts, 0, 1000, 150, 350) == 100);
    assert_true(chapters_story(&cuts, 0, 1000, 800, 900) == 50);
    assert_true(chapters_story(&cuts, 0, 1000, 860, 900) == 0);
    assert_true(chapters_story(&cuts, 0, 1000, 300, 200) == 0);
    CUT({0, "Opening"}, {300, "Fog"}); /* too long to be one */
    assert_true(chapters_story(&cuts, 0, 1000, 0, 1000) == 1000);
    CUT({0, "Opening"}, {200, "Opening"}, {400, "Recap"}, {500, "Ending"});
    assert_true(chapters_story(&cuts, 0, 1000, 0, 400) == 400); /* no story at all: misread */
    CUT({0, NULL}, {900, NULL});
    assert_true(chapters_story(&cuts, 0, 1000, 0, 1000) == 900);
}

static void what_cannot_be_read_is_no_chapter(void **state)
{
    (void)state;
    CUT({0, "Fog"}, {900, "Ending"}, {850, "Preview"});
    assert_int_equal(cuts.count, 0);
    static struct epi_chapter many[CHAPTERS_MAX + 1];
    cut(many, CHAPTERS_MAX + 1);
    assert_int_equal(cuts.count, 0);
    cut(many, CHAPTERS_MAX);
    assert_int_equal(cuts.count, CHAPTERS_MAX);
    chapters_read(&cuts, (const struct epi_chapter[]){{0, "Fog"}, {90, "Ending"}}, 2, 0);
    assert_int_equal(cuts.count, 0);
    assert_true(ending() == 1000);
    assert_true(chapters_story(&cuts, 0, 1000, 0, 500) == 500);
}

/* ---- In the recorder ---- */

static void the_ending_of_a_file_ends_its_episode(void **state)
{
    static const struct epi_chapter chapters[] = {{0, "Part A"}, {700, "Ending"}};
    struct bench *bench = *state;

    tell(bench, (struct epi_fact){.kind = EPI_FACT_LOADED,
                                  .path = "/tv/Some Show S01E02.mkv",
                                  .duration = LENGTH,
                                  .chapters = chapters,
                                  .chapter_count = 2});
    play(bench, 350);
    press(bench, EPI_FACT_STATUS, 0);
    assert_int_equal(last(bench)->watched_at, 70);
    assert_true(last(bench)->played >= 49.9 && last(bench)->played <= 50.1);
    play(bench, 699);
    assert_int_equal(entries_of(bench)->count, 0);
    press(bench, EPI_FACT_TOGGLE, 0); /* private mode forgets what was played, not the file */
    press(bench, EPI_FACT_TOGGLE, 0);
    seek(bench, 0);
    play(bench, 701);
    assert_int_equal(entries_of(bench)->count, 1);
    assert_int_equal(notice_view(bench->noted)->watched_at, 70);
}

static void end(struct bench *bench, bool at_end)
{
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED, .at_end = at_end});
}

static void a_jump_past_the_end_ends_it(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E01.mkv");
    play(bench, 600);
    end(bench, true); /* truncated */
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 400);
    seek(bench, 5000);
    end(bench, true);
    load(bench, "http://tv.example/Some Show S01E03.mkv");
    play(bench, 600);
    seek(bench, 700); /* and there the stream breaks off */
    end(bench, true);
    load(bench, "/tv/Some Show S01E04.mkv");
    play(bench, 600);
    seek(bench, 5000);
    end(bench, false); /* the user quits meanwhile */
    assert_int_equal(entries_of(bench)->count, 0);
    load(bench, "/tv/Some Show S01E05.mkv");
    play(bench, 600);
    seek(bench, 5000);
    end(bench, true);
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_string_equal(seen->entries[0].path, "/tv/Some Show S01E05.mkv");
}

static void going_on_to_the_next_file_ends_it(void **state)
{
    struct bench *bench = *state;
    struct epi_fact next = {.kind = EPI_FACT_LOADED, .duration = LENGTH, .next = true};

    load(bench, "/tv/Some Show S01E01.mkv");
    play(bench, 400);
    end(bench, false);
    next.path = "/tv/Some Show S01E02.mkv";
    tell(bench, next);
    assert_int_equal(entries_of(bench)->count, 0);
    bench->position = 0;
    play(bench, 600);
    end(bench, false);
    load(bench, "/tv/Some Show S01E01.mkv"); /* back */
    end(bench, false);
    assert_int_equal(entries_of(bench)->count, 0);
    load(bench, "/tv/Some Show S01E02.mkv");
    end(bench, false);
    next.path = "/films/holiday video.mkv";
    tell(bench, next);
    assert_int_equal(entries_of(bench)->count, 0); /* this time it never began */
    load(bench, "/tv/Some Show S01E02.mkv");
    seek(bench, 600);
    play(bench, 610);
    end(bench, false);
    tell(bench, next);
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_string_equal(seen->entries[0].path, "/tv/Some Show S01E02.mkv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_say_what_a_chapter_is),
        cmocka_unit_test(every_title_of_the_table_is_found),
        cmocka_unit_test(an_ending_is_what_nothing_follows),
        cmocka_unit_test(a_last_chapter_without_a_name_may_be_the_ending),
        cmocka_unit_test(each_of_several_episodes_has_its_own),
        cmocka_unit_test(the_story_is_what_is_neither),
        cmocka_unit_test(what_cannot_be_read_is_no_chapter),
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(the_ending_of_a_file_ends_its_episode),
        TEST(a_jump_past_the_end_ends_it),
        TEST(going_on_to_the_next_file_ends_it),
    };
    return cmocka_run_group_tests_name("chapters", tests, NULL, NULL);
}
