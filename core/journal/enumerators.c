/* SPDX-License-Identifier: MIT */
#include "core/journal/enumerators.h"

#include <string.h>

#include "core/journal/entry.h"
#include "core/journal/plan.h"
#include "core/journal/record.h"
#include "core/services/values.h"

#define NAMED(enumerator)                                                                          \
    {                                                                                              \
#enumerator, enumerator                                                                    \
    }

static const struct {
    const char *name;
    int value;
} enumerators[] = {
    NAMED(STATUS_NEW),        NAMED(STATUS_IDENTIFIED),
    NAMED(STATUS_HELD),       NAMED(STATUS_UNKNOWN),
    NAMED(STATUS_LEFT),       NAMED(RECORD_HOLDS),
    NAMED(RECORD_UNDONE),     NAMED(RECORD_WITHOUT_EFFECT),
    NAMED(RECORD_WATCHED),    NAMED(RECORD_MARKED),
    NAMED(RECORD_RATED),      NAMED(RECORD_CHOSEN),
    NAMED(RECORD_ORDERED),    NAMED(EPI_SCOPE_EPISODE),
    NAMED(EPI_SCOPE_SEASON),  NAMED(EPI_SCOPE_SERIES),
    NAMED(DUE_MARK),          NAMED(DUE_RATE),
    NAMED(DUE_PLAY),          NAMED(DUE_RATE_SEASON),
    NAMED(DUE_RATE_SERIES),   NAMED(DELIVERY_DUE),
    NAMED(DELIVERY_SENT),     NAMED(DELIVERY_HELD),
    NAMED(DELIVERY_DEAD),     NAMED(MARK_WATCHED),
    NAMED(MARK_SKIPPED),      NAMED(ID_TVDB),
    NAMED(ORDER_AIRED),       NAMED(ORDER_REGIONAL),
    NAMED(UNDO_MARK),         NAMED(DELIVERY_DROPPED),
    NAMED(HELD_HISTORY),      NAMED(HELD_RATINGS),
    NAMED(ATTEMPT_NONE),      NAMED(ATTEMPT_UNANSWERED),
    NAMED(ATTEMPT_ELSEWHERE),
};

bool enumerators_find(const char *name, size_t len, int *value)
{
    for (size_t i = 0; i < sizeof(enumerators) / sizeof(enumerators[0]); i++) {
        if (strncmp(enumerators[i].name, name, len) == 0 && enumerators[i].name[len] == '\0') {
            *value = enumerators[i].value;
            return true;
        }
    }
    return false;
}
