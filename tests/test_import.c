/* SPDX-License-Identifier: MIT */
#include "tests/taking_in.h"

static void ids_need_no_search_and_one_list_for_a_series(void **state)
{
    struct bench *bench = *state;
    struct epi_import *import = begin(bench);
    login_tvmaze(bench);
    for (int number = 1; number <= 20; number++)
        add_office(bench, import, number, THEN + number * DAY);
    int before = standin_count(bench->standin, NULL);
    const struct epi_import_plan *plan = find(bench, import);
    assert_counts(plan, "20 new");
    assert_int_equal(plan->series, 1);
    assert_string_equal(plan->targets[0].service, "tvmaze");
    assert_int_equal(plan->targets[0].count, 20);
    assert_true(plan->targets[0].signed_in);
    assert_true(plan->targets[0].at_most); /* what is marked there is asked for by then */
    assert_int_equal(standin_count(bench->standin, "GET /search*"), 0);
    assert_true(standin_count(bench->standin, NULL) - before <= 3);
    assert_int_equal(count_entries(bench), 0); /* a plan writes nothing */
    OK(epi_import_apply(import, &bench->err));
    epi_import_free(import);
    assert_int_equal(newest(bench)->match.episode.number, 20);
    assert_int_equal(sync_now(bench).sent, 20);
    assert_int_equal(standin_count(bench->standin, "*scrobble/episodes*"), 1);
}

static void twice_is_once(void **state)
{
    struct bench *bench = *state;
    for (int time = 0; time < 2; time++) {
        struct epi_import *import = begin(bench);
        add_office(bench, import, 1, THEN);
        add_office(bench, import, 1, THEN);
        add_office(bench, import, 1, THEN + DAY);
        add_office(bench, import, 2, 0);
        assert_counts(find(bench, import), time ? "4 known" : "3 new, 1 known");
        OK(epi_import_apply(import, &bench->err));
        epi_import_free(import);
    }
    assert_int_equal(count_entries(bench), 3);
}

/* Without a time of the day: 26 hours only count beside one that has it. */
static void days_in_a_row_are_viewings_each(void **state)
{
    struct bench *bench = *state;
    int64_t noon = THEN / DAY * DAY + DAY / 2;
    for (int time = 0; time < 2; time++) {
        struct epi_import *import = begin(bench);
        struct epi_imported thing =
            THING(.watched = true, .day = true, .series = "The Office", .tvdb = 73244,
                  .numbering = "tvdb", .season = 2, .number = 1);
        for (int day = 0; day < 4; day++) {
            thing.watched_at = noon + (day == 3 ? 0 : day) * (int64_t)DAY; /* the first twice */
            add(bench, import, &thing);
        }
        add_office(bench, import, 1, noon - 10 * (int64_t)3600); /* the evening of one of them */
        assert_counts(find(bench, import), time ? "5 known" : "3 new, 2 known");
        OK(epi_import_apply(import, &bench->err));
        epi_import_free(import);
    }
    assert_int_equal(count_entries(bench), 3);
}

/* Only the journal sees that two series of an export are one. */
static void what_was_taken_in_is_counted(void **state)
{
    struct bench *bench = *state;
    struct epi_import *import = begin(bench);
    const struct epi_imported again =
        THING(.watched = true, .watched_at = THEN, .series = "Office", .tvmaze = 526,
              .numbering = "tvmaze", .season = 2, .number = 1);
    add_office(bench, import, 1, THEN);
    add(bench, import, &again);
    assert_counts(find(bench, import), "2 new");
    const struct epi_import_plan *plan = epi_import_apply(import, &bench->err);
    OK(plan);
    assert_counts(plan, "1 new, 1 known");
    epi_import_free(import);
    assert_int_equal(count_entries(bench), 1);
}

static void stop_early(void *context, size_t done, size_t all, const char *what)
{
    (void)all;
    if (done > 250 && strcmp(what, "viewings and ratings") == 0)
        epi_client_cancel(context);
}

static void what_was_stopped_goes_on_with_the_next_import(void **state)
{
    struct bench *bench = *state;
    for (int time = 0; time < 2; time++) {
        struct epi_import *import = begin(bench);
        for (int i = 0; i < 600; i++)
            add_office(bench, import, 1 + i % 20, THEN + i * DAY);
        assert_counts(find(bench, import), time ? "350 new, 250 known" : "600 new");
        epi_client_tell(bench->client, time ? NULL : stop_early, bench->client);
        assert_int_equal(epi_import_apply(import, &bench->err) != NULL, time);
        epi_import_free(import);
        assert_int_equal(count_entries(bench), time ? 600 : 250);
        epi_client_free(bench->client);
        bench->client = epi_client_new(&bench->config, &bench->err);
    }
}

static void a_title_that_several_have_is_unsure(void **state)
{
    struct bench *bench = *state;
    struct epi_import *import = begin(bench);
    const struct epi_imported thing = THING(.watched = true, .watched_at = THEN,
                                            .series = "The Office", .season = 1, .number = 2);
    char text[512] = "";
    add(bench, import, &thing);
    assert_counts(find(bench, import), "1 unsure");
    epi_import_each(import, show, text);
    assert_non_null(strstr(text, "The Office? ("));
    assert_non_null(strstr(text, "test.csv, line 2"));
    OK(epi_import_apply(import, &bench->err));
    epi_import_free(import);
    assert_int_equal(newest(bench)->state, ENTRY_HELD);
    import = begin(bench);
    add(bench, import, &thing);
    assert_counts(find(bench, import), "1 known");
    epi_import_free(import);
}

static void an_episode_that_is_not_there_is_unsure(void **state)
{
    struct bench *bench = *state;
    struct epi_import *import = begin(bench);
    const struct epi_imported beyond =
        THING(.watched = true, .watched_at = THEN, .series = "The Office", .tvdb = 73244,
              .numbering = "tvmaze", .season = 2, .number = 77);
    add_office(bench, import, 1, THEN);
    add(bench, import, &beyond);
    const struct epi_imported lost =
        THING(.watched = true, .series = "Lost to Time", .tvdb = 999999999, .numbering = "tvdb",
              .season = 1, .number = 1);
    add(bench, import, &lost);
    assert_counts(find(bench, import), "1 new, 2 unsure");
    epi_import_free(import);
}

static void assert_reason(struct bench *bench, const struct epi_imported *thing, const char *reason)
{
    struct epi_import *import = begin(bench);
    char text[512] = "";
    add(bench, import, thing);
    find(bench, import);
    epi_import_each(import, show, text);
    if (!strstr(text, reason))
        fail_msg("'%s' instead of '%s'", text, reason);
    epi_import_free(import);
}

static void the_reason_says_what_is_missing(void **state)
{
    struct bench *bench = *state;
    struct epi_imported thing = THING(.watched = true, .series = "Grave of the fireflies",
                                      .tvdb = 368583, .season = 1, .number = 1);
    assert_reason(bench, &thing, "(no catalogue knows the series)");
    login(bench, "tvdb", (const char *[]){"5ca1ab1e-0000-4000-8000-00000000f00d", ""}, 2);
    assert_reason(bench, &thing, "(TheTVDB has no episodes of it)");
    thing = (struct epi_imported)THING(.watched = true, .episode_tvdb = 349232, .season = 1,
                                       .number = 1, .title = "Pilot");
    assert_reason(bench, &thing, "(nothing says which series it is of)");
    thing = (struct epi_imported)THING(.watched = true, .film = true, .series = "Serenity",
                                       .season = -1, .number = -1);
    bench->client->config.films = FILMS_SEND;
    assert_reason(bench, &thing, "(no year says which film it is)");
}

static void what_is_known_by_now_is_in_no_doubt(void **state)
{
    struct bench *bench = *state;
    for (int time = 0; time < 2; time++) {
        struct epi_import *import = begin(bench);
        char text[512] = "";
        add_office(bench, import, 77, THEN);
        find(bench, import);
        epi_import_each(import, show, text);
        assert_non_null(strstr(text, time ? "()" : "(TVmaze has no such episode)"));
        OK(epi_import_apply(import, &bench->err));
        epi_import_free(import);
    }
}

static void files_that_say_nothing_are_named_each(void **state)
{
    struct bench *bench = *state;
    struct epi_import *import = begin(bench);
    char text[512] = "";
    const struct epi_imported things[] = {
        THING(.watched = true, .season = -1, .number = -1, .path = "/media/holiday.mp4"),
        THING(.watched = true, .season = -1, .number = -1, .path = "/media/b/holiday.mp4"),
        THING(.watched = true, .season = -1, .number = -1, .path = "/media/garden.mp4"),
        THING(.watched = true, .season = -1, .number = -1, .path = "/media/garden.mp4"),
    };
    for (size_t i = 0; i < sizeof(things) / sizeof(*things); i++)
        add(bench, import, &things[i]);
    const struct epi_import_plan *plan = find(bench, import);
    assert_counts(plan, "4 unread");
    assert_int_equal(plan->series, 0);
    assert_int_equal(plan->files, 3);
    epi_import_each(import, show, text);
    assert_ptr_equal(strstr(text, "garden.mp4? (no number says which episode it is)"), text);
    assert_non_null(strstr(text, "holiday.mp4? ("));
    epi_import_free(import);
}

/* As lists of titles without numbers do. */
static void a_title_says_which_episode_if_no_number_does(void **state)
{
    struct bench *bench = *state;
    struct epi_import *import = begin(bench);
    const struct epi_imported things[] = {
        THING(.watched = true, .watched_at = THEN, .series = "Severance", .season = 1, .number = -1,
              .title = "Half Loop"),
        THING(.watched = true, .watched_at = THEN + DAY, .series = "Severance", .season = -1,
              .number = -1, .title = "In Perpetuity"),
        THING(.watched = true, .watched_at = THEN, .series = "Severance", .season = 1, .number = -1,
              .title = "Nothing of That Name"),
        THING(.watched = true, .watched_at = THEN, .series = "The Office", .season = 2,
              .number = -1, .title = "The Dundies"), /* which of them? */
    };
    for (size_t i = 0; i < sizeof(things) / sizeof(*things); i++)
        add(bench, import, &things[i]);
    assert_counts(find(bench, import), "2 new, 2 unsure");
    OK(epi_import_apply(import, &bench->err));
    epi_import_free(import);
    assert_int_equal(newest(bench)->match.episode.number, 3);
    assert_int_equal(newest(bench)->match.episode.season, 1);
}

/* Some count parts for seasons: it may be that episode, or another of that name. */
static void a_title_of_another_season_is_unsure(void **state)
{
    struct bench *bench = *state;
    struct epi_import *import = begin(bench);
    char text[512] = "";
    struct epi_imported thing =
        THING(.watched = true, .watched_at = THEN, .series = "Breaking Bad", .tvdb = 81189,
              .season = 3, .number = -1, .title = "Ozymandias");
    add(bench, import, &thing);
    thing.number = 4;
    add(bench, import, &thing);
    assert_counts(find(bench, import), "2 unsure");
    epi_import_each(import, show, text);
    assert_non_null(strstr(text, "(this title is that of 5x14)"));
    OK(epi_import_apply(import, &bench->err));
    epi_import_free(import);
    assert_int_equal(count_each(bench).all, 2);
    assert_int_equal(count_each(bench).identified, 0);
    import = begin(bench);
    thing.numbering = "trakt"; /* which may count in another way */
    add(bench, import, &thing);
    thing.season = 5;
    thing.number = -1;
    add(bench, import, &thing);
    assert_counts(find(bench, import), "1 new, 1 known");
    epi_import_free(import);
}

static void a_title_alone_is_not_looked_up(void **state)
{
    struct bench *bench = *state;
    struct epi_import *import = begin(bench);
    const struct epi_imported thing = THING(.watched = true, .series = "Severance: Half Loop",
                                            .whole = true, .season = -1, .number = -1, .title = "");
    int before = standin_count(bench->standin, NULL);
    add(bench, import, &thing);
    assert_counts(find(bench, import), "1 unread");
    assert_int_equal(standin_count(bench->standin, NULL), before);
    epi_import_free(import);
}

static void what_was_only_opened_waits_for_a_word(void **state)
{
    struct bench *bench = *state;
    struct epi_import *import = begin(bench);
    const struct epi_imported thing =
        THING(.opened = true, .watched_at = THEN, .season = -1, .number = -1,
              .path = "/tv/Firefly (2002)/Firefly S01E02.mkv");
    add(bench, import, &thing);
    int before = standin_count(bench->standin, NULL);
    assert_counts(find(bench, import), "1 opened");
    assert_int_equal(standin_count(bench->standin, NULL), before); /* it is not looked up */
    const struct epi_import_plan *plan = epi_import_find(import, true, &bench->err);
    OK(plan);
    assert_counts(plan, "1 new");
    OK(epi_import_apply(import, &bench->err));
    epi_import_free(import);
    assert_string_equal(newest(bench)->path, thing.path);
    assert_int_equal(newest(bench)->watched_at, THEN);
}

static void what_is_ignored_is_left_out(void **state)
{
    struct bench *bench = *state;
    struct epi_import *import = begin(bench);
    struct epi_imported thing =
        THING(.watched = true, .watched_at = THEN, .season = -1, .number = -1,
              .path = "/tv/Firefly (2002)/Firefly S01E02.mkv");
    snprintf(bench->client->config.ignore, sizeof(bench->client->config.ignore), "/tv/private");
    add(bench, import, &thing);
    thing.path = "/tv/private/Firefly (2002)/Firefly S01E03.mkv";
    add(bench, import, &thing);
    assert_counts(find(bench, import), "1 new, 1 unread");
    OK(epi_import_apply(import, &bench->err));
    epi_import_free(import);
    assert_int_equal(count_entries(bench), 1);
}

static void films_are_taken_in_as_the_option_says(void **state)
{
    struct bench *bench = *state;
    const struct epi_imported thing =
        THING(.film = true, .watched = true, .watched_at = THEN, .rating = 8, .rated_at = THEN,
              .series = "Serenity", .year = 2005, .tmdb = 16320, .season = -1, .number = -1);
    struct epi_import *import = begin(bench);
    bench->client->config.films = FILMS_NO;
    add(bench, import, &thing);
    assert_counts(find(bench, import), "2 films");
    epi_import_free(import);
    bench->client->config.films = FILMS_KEEP;
    import = begin(bench);
    add(bench, import, &thing);
    assert_counts(find(bench, import), "1 new, 1 rated");
    OK(epi_import_apply(import, &bench->err));
    epi_import_free(import);
    assert_true(newest(bench)->film);
    assert_int_equal(newest(bench)->rating, 8);
    assert_string_equal(newest(bench)->match.series.title, "Serenity");
}

/* The services that were stopped are there again, at another address. */
static void come_back(struct bench *bench)
{
    struct standin_options options = {0};
    bench->standin = standin_start(&options);
    places_set(&bench->config, bench->standin);
    epi_client_free(bench->client);
    bench->client = epi_client_new(&bench->config, &bench->err);
    assert_non_null(bench->client);
}

static void a_catalogue_that_is_away_is_asked_later(void **state)
{
    struct bench *bench = *state;
    struct epi_import *import = begin(bench);
    add_office(bench, import, 1, THEN);
    standin_stop(bench->standin);
    assert_counts(find(bench, import), "1 later");
    OK(epi_import_apply(import, &bench->err));
    epi_import_free(import);
    assert_int_equal(newest(bench)->identified, false);
    assert_true(newest(bench)->watched_at == THEN);
    come_back(bench);
    for (int time = 0; time < 2; time++) { /* not looked up yet, and then it is */
        import = begin(bench);
        add_office(bench, import, 1, THEN);
        assert_counts(find(bench, import), "1 known");
        OK(epi_import_apply(import, &bench->err));
        epi_import_free(import);
        sync_now(bench);
    }
    assert_int_equal(count_each(bench).all, 1);
    assert_int_equal(count_each(bench).identified, 1);
}

/* Of a series, which ids name or only its title, by titles alone. */
static void add_titled(struct bench *bench, struct epi_import *import, const char *series,
                       int64_t tvdb)
{
    static const char *const titles[] = {"Half Loop", "In Perpetuity"};
    for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++) {
        const struct epi_imported thing =
            THING(.watched = true, .watched_at = THEN, .series = series, .tvdb = tvdb, .season = 1,
                  .number = -1, .title = titles[i]);
        add(bench, import, &thing);
    }
}

/* A name without a number would be that of all of them. */
static void what_only_a_title_tells_is_not_taken_in_until_it_is_found(void **state)
{
    struct bench *bench = *state;
    struct epi_import *import = begin(bench);
    standin_stop(bench->standin);
    add_titled(bench, import, "Severance", 0);
    add_titled(bench, import, "Severance", 371980);
    add_office(bench, import, 1, THEN);
    assert_counts(find(bench, import), "1 later, 4 postponed");
    OK(epi_import_apply(import, &bench->err));
    epi_import_free(import);
    assert_int_equal(count_entries(bench), 1);
    come_back(bench);
}

static void what_only_a_title_tells_waits_by_it(void **state)
{
    struct bench *bench = *state;
    for (int time = 0; time < 2; time++) {
        struct epi_import *import = begin(bench);
        add_titled(bench, import, "Lost to Time", 999999999);
        assert_counts(find(bench, import), time ? "2 known" : "2 unsure");
        OK(epi_import_apply(import, &bench->err));
        epi_import_free(import);
    }
    assert_int_equal(count_entries(bench), 2);
    assert_non_null(strstr(newest(bench)->path, " - Half Loop"));
}

static void viewings_without_a_date_are_as_many_as_were_counted(void **state)
{
    struct bench *bench = *state;
    struct epi_import *import = begin(bench);
    const struct epi_imported thing =
        THING(.watched = true, .watched_at = THEN, .again = 2, .series = "The Office",
              .tvdb = 73244, .numbering = "tvdb", .season = 2, .number = 1);
    add(bench, import, &thing);
    assert_counts(find(bench, import), "3 new");
    OK(epi_import_apply(import, &bench->err));
    epi_import_free(import);
    import = begin(bench);
    add(bench, import, &thing);
    assert_counts(find(bench, import), "3 known");
    epi_import_free(import);
}

static bool note_episode(void *context, const struct entry *entry)
{
    char *end = strchr(context, '\0');
    const struct episode *episode = &entry->match.episode;
    return snprintf(end, 16, "%dx%02d ", episode->season, episode->number) > 0;
}

/* Without a season, if the catalogue counts so too. */
static void a_number_through_all_seasons_is_found(void **state)
{
    static const int numbers[] = {1, 57, 58, 141, 900};
    static const char *const wanted[] = {"1x01 ", "1x57 ", "2x01 ", "3x41 "};
    struct bench *bench = *state;
    char text[128] = "";
    login(bench, "tvdb", (const char *[]){"5ca1ab1e-0000-4000-8000-00000000f00d", ""}, 2);
    struct epi_import *import = begin(bench);
    struct epi_imported thing = THING(.watched = true, .watched_at = THEN, .series = "Naruto",
                                      .tvdb = 78857, .season = -1, .number = -1);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
        thing.absolute = numbers[i];
        add(bench, import, &thing);
    }
    assert_counts(find(bench, import), "4 new, 1 unsure");
    OK(epi_import_apply(import, &bench->err));
    epi_import_free(import);
    struct journal *journal = worker_journal(bench->client->worker, &bench->err);
    OK(journal && entries_visit(journal, &(struct entries_filter){0}, note_episode, text, NULL));
    for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
        assert_non_null(strstr(text, wanted[i]));
}

/* Whether anything of an export has a title; all else is then left out. */
static bool has_only(struct bench *bench, const struct epi_imported *thing, const char *title,
                     const char *wanted)
{
    struct epi_import *import = begin(bench);
    const struct epi_imported other = THING(.watched = true, .series = "Lost to Time",
                                            .tvdb = 999999999, .season = 1, .number = 1);
    add(bench, import, thing);
    add(bench, import, &other);
    OK(epi_import_only(import, title, &bench->err));
    const struct epi_import_plan *plan = epi_import_find(import, false, &bench->err);
    if (plan)
        assert_counts(plan, wanted);
    else
        assert_int_equal(bench->err.kind, EPI_ERROR_NEVER);
    bool has = plan != NULL;
    epi_import_free(import);
    return has;
}

static void one_title_is_taken_and_the_rest_is_left(void **state)
{
    static const struct {
        const char *title;
        bool has;
    } cases[] = {{"the office", true},           {"The Office (2005)", true},
                 {"THE OFFICE 2005", true},      {"The Office (2004)", false},
                 {"The Office (2005) x", false}, {"Office Hours", false}};
    struct bench *bench = *state;
    struct epi_imported thing =
        THING(.watched = true, .watched_at = THEN, .series = "The Office", .year = 2005,
              .tvdb = 73244, .numbering = "tvdb", .season = 2, .number = 1);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        if (has_only(bench, &thing, cases[i].title, "1 new") != cases[i].has)
            fail_msg("%s", cases[i].title);
    }
    char title[245] = "", with_year[256];
    memset(title, 'x', sizeof(title) - 1);
    snprintf(with_year, sizeof(with_year), "%s (2005)", title);
    thing.series = title;
    assert_true(has_only(bench, &thing, with_year, "1 new"));
}

static bool note_unreadable(void *context, const char *place, const char *why)
{
    char *seen = context;
    if (strlen(seen) < 64)
        snprintf(strchr(seen, '\0'), 63, "%s: %s; ", place, why);
    seen[127]++; /* how many, up to 255 */
    return seen[127] != 100;
}

/* Of very many only the number is kept. */
static void parts_that_cannot_be_read_are_counted(void **state)
{
    struct bench *bench = *state;
    struct epi_import *import = begin(bench);
    char place[32], seen[128] = "";
    for (int i = 1; i <= 1003; i++) {
        snprintf(place, sizeof(place), "line %d", i);
        OK(epi_import_add_unreadable(import, place, i % 2 ? "is odd" : "is even", &bench->err));
    }
    assert_int_equal(find(bench, import)->unreadable, 1003);
    epi_import_each_unreadable(import, note_unreadable, seen);
    assert_memory_equal(seen, "line 1: is odd; line 2: is even; line 3: is odd; ", 49);
    assert_int_equal(seen[127], 100); /* false ended it */
    epi_import_free(import);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ids_need_no_search_and_one_list_for_a_series, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(twice_is_once, setup, teardown),
        cmocka_unit_test_setup_teardown(days_in_a_row_are_viewings_each, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_taken_in_is_counted, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_stopped_goes_on_with_the_next_import, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_title_that_several_have_is_unsure, setup, teardown),
        cmocka_unit_test_setup_teardown(an_episode_that_is_not_there_is_unsure, setup, teardown),
        cmocka_unit_test_setup_teardown(the_reason_says_what_is_missing, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_known_by_now_is_in_no_doubt, setup, teardown),
        cmocka_unit_test_setup_teardown(files_that_say_nothing_are_named_each, setup, teardown),
        cmocka_unit_test_setup_teardown(a_title_says_which_episode_if_no_number_does, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_title_of_another_season_is_unsure, setup, teardown),
        cmocka_unit_test_setup_teardown(a_title_alone_is_not_looked_up, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_only_opened_waits_for_a_word, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_ignored_is_left_out, setup, teardown),
        cmocka_unit_test_setup_teardown(films_are_taken_in_as_the_option_says, setup, teardown),
        cmocka_unit_test_setup_teardown(a_catalogue_that_is_away_is_asked_later, setup, teardown),
        cmocka_unit_test_setup_teardown(what_only_a_title_tells_is_not_taken_in_until_it_is_found,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(what_only_a_title_tells_waits_by_it, setup, teardown),
        cmocka_unit_test_setup_teardown(a_number_through_all_seasons_is_found, setup, teardown),
        cmocka_unit_test_setup_teardown(one_title_is_taken_and_the_rest_is_left, setup, teardown),
        cmocka_unit_test_setup_teardown(parts_that_cannot_be_read_are_counted, setup, teardown),
        cmocka_unit_test_setup_teardown(viewings_without_a_date_are_as_many_as_were_counted, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
