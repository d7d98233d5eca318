/* SPDX-License-Identifier: MIT */
#include "core/journal/resend.h"

#include "core/base/error.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"
#include "core/journal/wanted.h"

bool resend_rows(struct journal *journal, const char *service, const struct resend_row *rows,
                 size_t count, int64_t now, struct epi_error *err)
{
    int64_t signed_in = 0;
    bool ok = transaction_begin(journal, err) && sql_keep_begin(journal, err) &&
              sql_value(journal, err, &signed_in, 0,
                        "SELECT count(*) FROM accounts WHERE service = ?", "t", service);
    if (ok && !signed_in)
        ok = epi_error_set(err, EPI_ERROR_SIGN_IN, "nobody is signed in at %s", service);
    for (size_t i = 0; ok && i < count; i++) {
        ok = wanted_again(journal, service, rows[i].kind, rows[i].subject, rows[i].entry, now, err);
    }
    sql_keep_end(journal);
    return transaction_end(journal, ok, err);
}
