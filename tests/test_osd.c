/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/config.h"
#include "plugin/osd.h"

/* The kinds of notices that the option has a name for. */
static const struct {
    const char *name;
    enum epi_notice_kind kinds[6];
    int count;
} named[] = {
    {"identified", {EPI_NOTICE_IDENTIFIED, EPI_NOTICE_UNIDENTIFIED, EPI_NOTICE_FOLDER}, 3},
    {"watched", {EPI_NOTICE_WATCHED, EPI_NOTICE_KEPT}, 2},
    {"sent", {EPI_NOTICE_SENT}, 1},
    {"questions", {EPI_NOTICE_UNSURE}, 1},
    {"errors",
     {EPI_NOTICE_ERROR, EPI_NOTICE_LATER, EPI_NOTICE_DEAD, EPI_NOTICE_HELD, EPI_NOTICE_SIGN_IN,
      EPI_NOTICE_OVERDUE},
     6},
    {"gaps", {EPI_NOTICE_GAP}, 1},
};

static bool wants(const char *value, enum epi_notice_kind kind)
{
    struct epi_config config;
    config_init(&config);
    assert_true(epi_config_set(&config, "osd", value, EPI_SOURCE_FILE, NULL));
    return osd_wants(&config, kind);
}

static void a_name_means_its_kinds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++) {
        for (size_t of = 0; of < sizeof(named) / sizeof(*named); of++) {
            for (int k = 0; k < named[of].count; k++)
                assert_int_equal(wants(named[i].name, named[of].kinds[k]), i == of);
        }
    }
    assert_true(wants("watched,errors", EPI_NOTICE_KEPT));
    assert_true(wants("watched,errors", EPI_NOTICE_DEAD));
    assert_false(wants("watched,errors", EPI_NOTICE_SENT));
}

static void yes_is_all_but_gaps(void **state)
{
    (void)state;
    assert_true(wants("yes", EPI_NOTICE_SENT));
    assert_false(wants("yes", EPI_NOTICE_GAP));
    assert_true(wants("yes,gaps", EPI_NOTICE_GAP));
    assert_true(wants("yes,gaps", EPI_NOTICE_ERROR));
    assert_false(wants("no", EPI_NOTICE_ERROR));
}

/* What the user asks for is answered, unless nothing is wanted. */
static void answers_are_always_wanted(void **state)
{
    (void)state;
    static const enum epi_notice_kind answers[] = {EPI_NOTICE_RATED, EPI_NOTICE_REFUSED,
                                                   EPI_NOTICE_STATUS, EPI_NOTICE_CHOICES,
                                                   EPI_NOTICE_WELCOME};
    for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++) {
        assert_true(wants("sent", answers[i]));
        assert_false(wants("no", answers[i]));
    }
    struct epi_config config;
    config_init(&config);
    assert_true(osd_answers(&config));
    assert_true(epi_config_set(&config, "osd", "no", EPI_SOURCE_FILE, NULL));
    assert_false(osd_answers(&config));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_means_its_kinds),
        cmocka_unit_test(yes_is_all_but_gaps),
        cmocka_unit_test(answers_are_always_wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
