/* SPDX-License-Identifier: MIT */
#include "core/import/form.h"

bool form_reads(const struct form *form, const struct container_member *member)
{
    for (const char *const *pattern = form->members; pattern && *pattern; pattern++) {
        if (!member->climbs && container_fits(member->name, *pattern))
            return true;
    }
    return false;
}

bool form_is_own(const struct csv_rows *csv)
{
    return csv_rows_has(csv, "row") && csv_rows_has(csv, "time") && csv_rows_has(csv, "state") &&
           csv_rows_has(csv, "series");
}
