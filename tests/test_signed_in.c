/* SPDX-License-Identifier: MIT
 *
 * The credentials of one fake service: the calls of services/service.h that signed_in makes are
 * defined here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/deliver/deliver.h"
#include "core/deliver/signed_in.h"
#include "core/journal/outbox.h"
#include "core/services/service.h"
#include "tests/doubles/scratch.h"
#include <epimark/sentence.h>

/* ---- A fake service ---- */

/* As core/services/session.h declares them, over a session of another make. */
void session_reset(struct session *session);
bool session_signed_in(struct session *session, bool *signed_in, char *account, size_t size,
                       struct epi_error *err);

struct session {
    enum epi_error_kind failure; /* of reading the credentials */
    bool signed_in;
    int resets;
};

static bool fake_rate(struct session *session, const struct rating *ratings, size_t count,
                      struct epi_error *results, struct epi_error *err)
{
    (void)session;
    (void)ratings;
    (void)count;
    (void)results;
    (void)err;
    fail_msg("a request was made");
    return false;
}

static const struct service fake_trakt = {.name = "trakt", .title = "Trakt", .rate = fake_rate};

const struct service *service_find(const char *name)
{
    return strcmp(name, "trakt") == 0 ? &fake_trakt : NULL;
}

const struct service *service_chosen(const struct epi_config *config, const char *name)
{
    (void)config;
    return service_find(name);
}

void session_reset(struct session *session)
{
    session->resets++;
}

bool session_signed_in(struct session *session, bool *signed_in, char *account, size_t size,
                       struct epi_error *err)
{
    if (session->failure != EPI_ERROR_NONE)
        return epi_error_set(err, session->failure, "cannot read the keyring");
    *signed_in = session->signed_in;
    snprintf(account, size, "me");
    return true;
}

/* ---- One journal ---- */

static struct session trakt;
static struct epi_config config;
static int notices;

static struct session *give_session(void *context, const struct service *service,
                                    struct epi_error *err)
{
    (void)context;
    (void)err;
    return service == &fake_trakt ? &trakt : NULL;
}

static void count_notice(void *context, const struct deliver_notice *notice)
{
    (void)context;
    assert_int_equal(notice->kind, DELIVER_SIGN_IN);
    char text[256];
    epi_sentence_write(notice->saying, NULL, text, sizeof(text));
    assert_string_equal(text, "cannot read the keyring");
    notices++;
}

static int64_t read_clock(void *clock)
{
    (void)clock;
    return SCRATCH_NOW;
}

static int begin(void **state)
{
    trakt = (struct session){.signed_in = true};
    notices = 0;
    snprintf(config.rate_on, sizeof(config.rate_on), "trakt");
    return scratch_begin(state);
}

static bool refresh(struct scratch *scratch, struct epi_error *err)
{
    struct deliver deliver = {.journal = scratch->journal,
                              .config = &config,
                              .session = give_session,
                              .notice = count_notice,
                              .now = read_clock};
    return signed_in_refresh(&deliver, err);
}

static struct outbox_account account_of(struct scratch *scratch)
{
    struct outbox_account account;
    assert_true(outbox_find_account(scratch->journal, "trakt", &account, NULL));
    return account;
}

static void accounts_come_and_go(void **state)
{
    struct scratch *scratch = *state;
    trakt.signed_in = false;
    assert_true(refresh(scratch, NULL));
    assert_string_equal(account_of(scratch).account, "");
    trakt.signed_in = true;
    assert_true(refresh(scratch, NULL));
    assert_string_equal(account_of(scratch).account, "me");
    assert_int_equal(trakt.resets, 2); /* another program may have signed in */
}

static void a_locked_keyring_is_reported_once(void **state)
{
    struct scratch *scratch = *state;
    assert_true(refresh(scratch, NULL));
    trakt.failure = EPI_ERROR_SIGN_IN;
    assert_true(refresh(scratch, NULL));
    assert_true(refresh(scratch, NULL));
    assert_int_equal(notices, 1);
    assert_string_equal(account_of(scratch).account, "me");
    assert_string_equal(account_of(scratch).held, "cannot read the keyring");
    trakt.failure = EPI_ERROR_NONE;
    assert_true(refresh(scratch, NULL));
    assert_string_equal(account_of(scratch).held, "");
}

static void without_an_account_the_keyring_does_not_matter(void **state)
{
    struct scratch *scratch = *state;
    assert_true(outbox_sign_out(scratch->journal, "trakt", NULL));
    trakt.failure = EPI_ERROR_SIGN_IN;
    assert_true(refresh(scratch, NULL));
    assert_int_equal(notices, 0);
}

static void only_a_stop_fails(void **state)
{
    struct scratch *scratch = *state;
    struct epi_error err = {0};
    trakt.failure = EPI_ERROR_LATER;
    assert_true(refresh(scratch, &err));
    trakt.failure = EPI_ERROR_STOPPED;
    assert_false(refresh(scratch, &err));
    assert_int_equal(err.kind, EPI_ERROR_STOPPED);
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(accounts_come_and_go),
        WITH_JOURNAL(a_locked_keyring_is_reported_once),
        WITH_JOURNAL(without_an_account_the_keyring_does_not_matter),
        WITH_JOURNAL(only_a_stop_fails),
    };
    return cmocka_run_group_tests_name("signed_in", tests, NULL, NULL);
}
