/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/config.h"
#include "tests/doubles/tempdir.h"
/* cmocka.h wants those first. */
#include <cmocka.h>

static const char *value_of(const struct epi_config *config, const char *name)
{
    static char value[CONFIG_LIST_MAX];
    for (size_t i = 0; i < epi_config_option_count(); i++) {
        if (strcmp(epi_config_option(i)->name, name) == 0) {
            epi_config_value(config, i, value, sizeof(value));
            return value;
        }
    }
    fail_msg("no option %s", name);
    return NULL;
}

static const char *source_of(const struct epi_config *config, const char *name)
{
    for (size_t i = 0; i < epi_config_option_count(); i++) {
        if (strcmp(epi_config_option(i)->name, name) == 0)
            return epi_config_source_name(config->source[i]);
    }
    fail_msg("no option %s", name);
    return NULL;
}

static void take(struct epi_config *config, const char *name, const char *value)
{
    struct epi_error err = {0};
    if (!epi_config_set(config, name, value, EPI_SOURCE_COMMAND, &err))
        fail_msg("%s=%s: %s", name, value, err.text);
}

static void refuse(struct epi_config *config, const char *name, const char *value, const char *why)
{
    struct epi_error err = {0};
    struct epi_config before = *config;
    assert_false(epi_config_set(config, name, value, EPI_SOURCE_COMMAND, &err));
    assert_int_equal(err.kind, EPI_ERROR_NEVER);
    if (!strstr(err.text, why))
        fail_msg("%s=%s: %s", name, value, err.text);
    assert_memory_equal(config, &before, sizeof(before));
}

/* ---- The table ---- */

static void starts_with_the_defaults(void **state)
{
    (void)state;
    struct epi_config config;
    memset(&config, 0xff, sizeof(config));
    config_init(&config);
    assert_int_equal(config.watched_percent, 80);
    assert_int_equal(config.played_percent, 50);
    assert_int_equal(config.min_seconds, 300);
    assert_int_equal(config.rewatch_hours, 6);
    assert_int_equal(config.match, MATCH_NORMAL);
    assert_int_equal(config.tvdb_api, 4);
    assert_int_equal(config.trakt_api, 2);
    assert_string_equal(config.scrobble_on, "tvmaze");
    assert_string_equal(config.rate_on, "trakt");
    assert_string_equal(config.language, "");
    assert_string_equal(config.order, "auto");
    assert_string_equal(config.ignore, "");
    assert_string_equal(config.only, "");
    assert_false(config.live);
    assert_true(config.keys);
    assert_string_equal(config.osd, "yes");
    assert_int_equal(config.http_timeout, 30);
    assert_string_equal(config.ca_file, "");
    assert_int_equal(config.credential_store, CREDENTIALS_KEYRING);
    assert_string_equal(config.trakt_client_id, "");
    assert_string_equal(config.tvmaze_url, "https://api.tvmaze.com");
    assert_string_equal(config.tvmaze_user_url, "https://api.tvmaze.com/v1");
    assert_string_equal(config.tvdb_url, "https://api4.thetvdb.com/v4");
    assert_string_equal(config.tvdb2_url, "https://api.thetvdb.com");
    assert_string_equal(config.trakt_url, "https://api.trakt.tv");
    assert_string_equal(config.trakt_auth_url, "https://auth.trakt.tv");
    assert_string_equal(config.trakt1_url, "https://api.trakt.tv");
    assert_string_equal(config.mdblist_client_id, "");
    assert_string_equal(config.mdblist_url, "https://api.mdblist.com");
}

/* Each row can be read, written and read back, and is told as what it is. */
static void every_row_is_whole(void **state)
{
    (void)state;
    static const char *const types[] = {"integer", "text", "choice", "flag",
                                        "address", "list", "path"};
    struct epi_config config;
    config_init(&config);
    assert_true(epi_config_option_count() > 20);
    assert_null(epi_config_option(epi_config_option_count()));
    for (size_t i = 0; i < epi_config_option_count(); i++) {
        const struct epi_config_option *option = epi_config_option(i);
        char value[CONFIG_LIST_MAX];
        bool known = false;
        for (size_t k = 0; k < sizeof(types) / sizeof(types[0]); k++)
            known |= strcmp(option->type, types[k]) == 0;
        if (!known || !*option->help || strlen(option->help) > 80)
            fail_msg("%s: %s: %s", option->name, option->type, option->help);
        assert_int_equal(option->purpose[strlen(option->purpose) - 1], '.');
        epi_config_value(&config, i, value, sizeof(value));
        assert_string_equal(value, option->default_value);
        assert_int_equal(config.source[i], EPI_SOURCE_DEFAULT);
        take(&config, option->name, value);
        assert_int_equal(config.source[i], EPI_SOURCE_COMMAND);
        epi_config_value(&config, i, value, sizeof(value));
        assert_string_equal(value, option->default_value);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(epi_config_option(k)->name, option->name);
    }
}

/* The example of a row is a line that it takes, and says something else than the default. */
static void every_example_can_be_set(void **state)
{
    (void)state;
    struct epi_config config;
    config_init(&config);
    for (size_t i = 0; i < epi_config_option_count(); i++) {
        const struct epi_config_option *option = epi_config_option(i);
        size_t len = strlen(option->name);
        assert_memory_equal(option->example, option->name, len);
        assert_int_equal(option->example[len], '=');
        const char *value = option->example + len + 1;
        take(&config, option->name, value);
        assert_string_not_equal(value, option->default_value);
    }
}

static void takes_what_is_in_range(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value, *kept;
    } cases[] = {{"watched_percent", "1", "1"},
                 {"watched_percent", "100", "100"},
                 {"watched_percent", "085", "85"},
                 {"match", "strict", "strict"},
                 {"match", "eager", "eager"},
                 {"tvdb_api", "2", "2"},
                 {"trakt_api", "1", "1"},
                 {"scrobble_on", "", ""},
                 {"scrobble_on", "trakt, tvmaze", "trakt,tvmaze"},
                 {"scrobble_on", " tvmaze ,,tvmaze,", "tvmaze"},
                 {"rate_on", "tvdb2,trakt,tvmaze", "tvdb2,trakt,tvmaze"},
                 {"language", "pt-BR", "pt-BR"},
                 {"order", "dvd", "dvd"},
                 {"ignore", "/a b|~/c*", "/a b|~/c*"},
                 {"live", "yes", "yes"},
                 {"keys", "no", "no"},
                 {"osd", "no", "no"},
                 {"osd", "watched, errors,watched", "watched,errors"},
                 {"osd", "yes,gaps", "yes,gaps"},
                 {"osd", "yes,identified,watched,sent,questions,errors,gaps",
                  "yes,identified,watched,sent,questions,errors,gaps"},
                 {"http_timeout", "600", "600"},
                 {"credential_store", "file", "file"},
                 {"ca_file", "~/ca.pem", "/media/bob/ca.pem"},
                 {"anime_list", "~/list.xml", "/media/bob/list.xml"},
                 {"ca_file", "/etc/ca.pem", "/etc/ca.pem"},
                 {"trakt_url", "http://127.0.0.1:8080/trakt/", "http://127.0.0.1:8080/trakt"},
                 {"tvdb_url", "https://tvdb.example//", "https://tvdb.example"}};
    struct epi_config config;
    config_init(&config);
    setenv("HOME", "/media/bob", 1);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        take(&config, cases[i].name, cases[i].value);
        assert_string_equal(value_of(&config, cases[i].name), cases[i].kept);
    }
}

static void refuses_what_is_not(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value, *why;
    } cases[] = {{"watched_percent", "0", "expected 1-100"},
                 {"watched_percent", "101", "expected 1-100"},
                 {"watched_percent", "", "expected 1-100"},
                 {"watched_percent", "80%", "expected 1-100"},
                 {"watched_percent", " 80", "expected 1-100"},
                 {"watched_percent", "-5", "expected 1-100"},
                 {"watched_percent", "8e1", "expected 1-100"},
                 {"watched_percent", "99999999999999999999", "expected 1-100"},
                 {"match", "loose", "expected strict|normal|eager"},
                 {"match", "strict|normal", "expected strict|normal|eager"},
                 {"match", "", "expected strict|normal|eager"},
                 {"tvdb_api", "3", "expected 4|2"},
                 {"tvdb_api", "04", "expected 4|2"},
                 {"scrobble_on", "tvdb", "expected tvmaze|trakt"},
                 {"scrobble_on", "tvmaze|trakt", "expected tvmaze|trakt"},
                 {"rate_on", "a-name-that-is-far-too-long", "expected trakt|tvmaze|tvdb2"},
                 {"language", "de_DE", "a language such as"},
                 {"language", "../../x", "a language such as"},
                 {"language", "abcdefghijklmnop", "a language such as"},
                 {"order", "premiere", "expected auto|aired|dvd|absolute|alternate|regional"},
                 {"live", "true", "expected yes|no"},
                 {"tvmaze_url", "http://api.tvmaze.com", "https://HOST/PATH"},
                 {"tvmaze_url", "https://me:pw@api.tvmaze.com", "https://HOST/PATH"},
                 {"tvmaze_url", "", "https://HOST/PATH"},
                 {"ignore", "/a\n/b", "a control character"},
                 {"ca_file", "\x7f", "a control character"},
                 {"watched_percnet", "80",
                  "unknown option \"watched_percnet\"; did you mean \"watched_percent\"?"},
                 {"WATCHED_PERCENT", "80", "unknown option"},
                 {"timeout", "1", "did you mean \"http_timeout\"?"},
                 {"only=", "1", "did you mean \"only\"?"},
                 {"epimark-osd", "yes", "unknown option"},
                 {"", "1", "unknown option"}};
    struct epi_config config;
    config_init(&config);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        refuse(&config, cases[i].name, cases[i].value, cases[i].why);
    char much[CONFIG_LIST_MAX + 1];
    memset(much, 'a', sizeof(much) - 1);
    much[sizeof(much) - 1] = '\0';
    refuse(&config, "ignore", much, "expected a shorter value");
    refuse(&config, "ca_file", much, "expected a shorter value");
    refuse(&config, "language", much, "a language");
    refuse(&config, "scrobble_on", much, "tvmaze|trakt");
    refuse(&config, much, "1", "unknown option");
    much[sizeof(much) - 2] = '\0';
    take(&config, "ignore", much);
    assert_string_equal(config.ignore, much);
}

static void a_misspelled_value_is_answered_with_the_near_one(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value, *why;
    } cases[] = {
        {"match", "Strict", "did you mean \"strict\"?"},
        {"osd", "", "expected yes|no|identified|watched|sent|questions|errors|gaps"},
        {"osd", "no,errors", "expected yes|no"},
        {"osd", "errors,wached", "invalid value \"wached\" for osd; did you mean \"watched\"?"},
        {"osd", "err", "expected yes|no"},
        {"osd", "on", "expected yes|no"},
        {"scrobble_on", "tvmze", "did you mean \"tvmaze\"?"},
        {"order", "air", "did you mean \"aired\"?"}};
    struct epi_config config;
    config_init(&config);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        refuse(&config, cases[i].name, cases[i].value, cases[i].why);
}

static void an_address_may_not_carry_a_user(void **state)
{
    (void)state;
    struct epi_config config;
    struct epi_error err;
    config_init(&config);
    assert_false(
        epi_config_set(&config, "trakt_url", "http://trakt.example/", EPI_SOURCE_FILE, &err));
    assert_string_equal(config.trakt_url, "https://api.trakt.tv");
    assert_string_equal(source_of(&config, "trakt_url"), "default");
}

static void knows_what_a_list_names(void **state)
{
    (void)state;
    assert_true(config_lists("tvmaze,trakt", "tvmaze"));
    assert_true(config_lists("tvmaze,trakt", "trakt"));
    assert_false(config_lists("tvmaze,trakt1", "trakt"));
    assert_false(config_lists("tvmaze", "maze"));
    assert_false(config_lists("", "tvmaze"));
    assert_false(config_lists("tvmaze", ""));
    struct epi_config config;
    config_init(&config);
    take(&config, "osd", "watched,errors");
    assert_true(epi_config_lists(&config, "osd", "errors"));
    assert_false(epi_config_lists(&config, "osd", "yes"));
    assert_true(epi_config_lists(&config, "rate_on", "trakt"));
    assert_false(epi_config_lists(&config, "match", "normal"));
}

/* ---- Folders ---- */

static void finds_its_folders(void **state)
{
    (void)state;
    char path[256];
    struct epi_error err = {0};
    setenv("HOME", "/media/bob", 1);
    unsetenv("MPV_HOME");
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("XDG_DATA_HOME");
    assert_true(epi_config_mpv_folder(path, sizeof(path)));
    assert_string_equal(path, "/media/bob/.config/mpv");
    assert_true(epi_config_data_folder(path, sizeof(path), &err));
    assert_string_equal(path, "/media/bob/.local/share/epimark");
    setenv("XDG_CONFIG_HOME", "/c", 1);
    setenv("XDG_DATA_HOME", "/d", 1);
    assert_true(epi_config_mpv_folder(path, sizeof(path)));
    assert_string_equal(path, "/c/mpv");
    assert_true(epi_config_data_folder(path, sizeof(path), &err));
    assert_string_equal(path, "/d/epimark");
    setenv("MPV_HOME", "/m", 1);
    assert_true(epi_config_mpv_folder(path, sizeof(path)));
    assert_string_equal(path, "/m");
    assert_false(epi_config_mpv_folder(path, 2));
    assert_false(epi_config_data_folder(path, 10, &err));
    assert_int_equal(err.kind, EPI_ERROR_NEVER);
    setenv("XDG_DATA_HOME", "relative", 1);
    assert_true(epi_config_data_folder(path, sizeof(path), &err));
    assert_string_equal(path, "/media/bob/.local/share/epimark");
    unsetenv("HOME");
    unsetenv("MPV_HOME");
    unsetenv("XDG_CONFIG_HOME");
    assert_false(epi_config_mpv_folder(path, sizeof(path)));
    assert_false(epi_config_data_folder(path, sizeof(path), &err));
    assert_non_null(strstr(err.text, "set HOME"));
    unsetenv("XDG_DATA_HOME");
}

static void takes_another_folder_for_data(void **state)
{
    (void)state;
    char path[256];
    struct epi_config config;
    struct epi_error err = {0};
    config_init(&config);
    setenv("XDG_DATA_HOME", "/d", 1);
    assert_true(config_data_folder(&config, path, sizeof(path), &err));
    assert_string_equal(path, "/d/epimark");
    assert_true(epi_config_set_data_folder(&config, "/e/f", &err));
    assert_true(config_data_folder(&config, path, sizeof(path), &err));
    assert_string_equal(path, "/e/f");
    assert_false(config_data_folder(&config, path, 4, &err));
    assert_false(epi_config_set_data_folder(&config, "g", &err));
    assert_non_null(strstr(err.text, "absolute"));
    char too_long[CONFIG_FOLDER_MAX + 1] = "/";
    memset(too_long + 1, 'a', sizeof(too_long) - 2);
    too_long[CONFIG_FOLDER_MAX] = '\0';
    assert_false(epi_config_set_data_folder(&config, too_long, &err));
    assert_true(config_data_folder(&config, path, sizeof(path), &err));
    assert_string_equal(path, "/e/f");
    unsetenv("XDG_DATA_HOME");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(starts_with_the_defaults),
        cmocka_unit_test(every_row_is_whole),
        cmocka_unit_test(every_example_can_be_set),
        cmocka_unit_test(takes_what_is_in_range),
        cmocka_unit_test(refuses_what_is_not),
        cmocka_unit_test(a_misspelled_value_is_answered_with_the_near_one),
        cmocka_unit_test(an_address_may_not_carry_a_user),
        cmocka_unit_test(knows_what_a_list_names),
        cmocka_unit_test(finds_its_folders),
        cmocka_unit_test(takes_another_folder_for_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
