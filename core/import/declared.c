/* SPDX-License-Identifier: MIT */
#include "core/import/declared.h"

#include "matching/matching.h"

static bool give(struct reading *reading, size_t member)
{
    CLEANUP(cleanup_free) char *path = container_path(reading->container, member);
    if (!path)
        return false;
    struct epi_imported imported = reading_new(reading, member, "", 0);
    imported.watched = true;
    imported.path = path;
    reading_give(reading, &imported);
    return true;
}

static void read_all(struct reading *reading)
{
    struct epi_error err;
    for (size_t i = 0; i < container_count(reading->container) && !reading->stopped; i++) {
        const char *name = container_at(reading->container, i)->name;
        if (match_is_video(name, strlen(name)) && !give(reading, i)) {
            epi_error_set(&err, EPI_ERROR_NEVER, "is a zip; name a folder of videos");
            reading_fail(reading, &err);
        }
    }
}

const struct form declared_form = {.name = "watched", .read = read_all};
