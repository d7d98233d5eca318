/* SPDX-License-Identifier: MIT */
#include "core/import/import_read.h"

#include "core/import/declared.h"
#include "core/import/form.h"
#include "core/import/kodi.h"
#include "core/import/mpv.h"
#include "core/import/netflix.h"
#include "core/import/plain.h"
#include "core/import/simkl.h"
#include "core/import/trakt_export.h"
#include "core/import/tvtime.h"
#include "core/import/unknown.h"

enum { GLANCE = 65536 };

/* From the most particular to the least. */
static const struct form *const forms[] = {&tvtime_form,  &trakt_export_form, &simkl_form,
                                           &netflix_form, &mpv_form,          &plain_form,
                                           &kodi_form,    &declared_form};

enum { FORMS = sizeof(forms) / sizeof(forms[0]) };

const char *import_read_form(size_t index)
{
    return index < FORMS ? forms[index]->name : NULL;
}

/* Which form the files of a folder or zip have; NULL. */
static const struct form *form_of_members(const struct container *container)
{
    for (size_t f = 0; f < FORMS; f++) {
        for (size_t i = 0; i < container_count(container); i++) {
            if (form_reads(forms[f], container_at(container, i)))
                return forms[f];
        }
    }
    return NULL;
}

/* NULL, with err filled, if it has none. */
static const struct form *form_of_glance(const char *name, struct form_glance glance,
                                         struct epi_error *err)
{
    struct epi_error ignored = {0};
    CLEANUP(stream_cleanup)
    struct stream *text = stream_new_text(glance.text, glance.len, &ignored);
    CLEANUP(csv_rows_cleanup) struct csv_rows *csv = text ? csv_rows_new(text, &ignored) : NULL;
    glance.csv = csv;
    for (size_t i = 0; i < FORMS; i++) {
        if (forms[i]->is && forms[i]->is(&glance))
            return forms[i];
    }
    unknown_say(name, &glance, forms, FORMS, err);
    return NULL;
}

/* Reads the beginning of a file by itself, of at most GLANCE bytes; false with a text that goes on
 * after its name. */
static bool read_glance(struct container *container, char *text, size_t *len, struct epi_error *err)
{
    bool refused = false;
    CLEANUP(stream_cleanup)
    struct stream *stream = container_stream(container, 0, &refused, err);
    *len = 0;
    for (ptrdiff_t got = 1; stream && *len < GLANCE && got > 0; *len += (size_t)got) {
        got = stream_read(stream, text + *len, GLANCE - *len, err);
        if (got < 0)
            return false;
    }
    return stream;
}

/* Which form a file by itself has; NULL, with err filled. */
static const struct form *form_of_file(struct container *container, struct epi_error *err)
{
    struct epi_error inner = {0}, ignored = {0};
    bool refused = false;
    size_t len = 0;
    const char *name = container_name(container);
    CLEANUP(cleanup_free) char *text = calloc(1, GLANCE + 1);
    if (!text) {
        error_memory(err);
        return NULL;
    }
    CLEANUP(stream_cleanup)
    struct stream *again = read_glance(container, text, &len, &inner)
                               ? container_stream(container, 0, &refused, &inner)
                               : NULL;
    if (!again) {
        epi_error_set(err, inner.kind, "%s %s", name, inner.text);
        return NULL;
    }
    CLEANUP(json_rows_cleanup) struct json_rows *json = json_rows_new(again, &ignored);
    if (json)
        json_rows_next(json, &ignored);
    return form_of_glance(name,
                          (struct form_glance){
                              .text = text,
                              .len = len,
                              .json = json ? json_rows_value(json) : NULL,
                              .list = json ? json_rows_list(json) : "",
                          },
                          err);
}

static const struct form *find_form(struct container *container,
                                    const struct import_options *options, struct epi_error *err)
{
    for (size_t i = 0; options->form && i < FORMS; i++) {
        if (strcmp(options->form, forms[i]->name) == 0)
            return forms[i];
    }
    if (options->form) {
        epi_error_set(err, EPI_ERROR_NEVER, "there is no form '%s'", options->form);
        return NULL;
    }
    if (container_is_file(container))
        return form_of_file(container, err);
    const struct form *form = form_of_members(container);
    if (!form) {
        epi_error_set(err, EPI_ERROR_NEVER,
                      "%s has none of the files by which exports are known; name the file itself",
                      container_name(container));
    }
    return form;
}

bool import_read(const char *path, const struct import_options *options, import_visit visit,
                 import_unreadable unreadable, void *context, struct epi_error *err)
{
    static const struct import_options none = {0};
    if (!options)
        options = &none;
    CLEANUP(container_cleanup)
    struct container *container = container_open(path, options->password, context, err);
    const struct form *form = container ? find_form(container, options, err) : NULL;
    if (!form)
        return false;
    struct reading reading = {
        .container = container,
        .source = form->name,
        .clock = {.local = options->local,
                  .order = options->day_first     ? CELL_DAY_FIRST
                           : options->month_first ? CELL_MONTH_FIRST
                                                  : CELL_ORDER_NONE,
                  .now = options->now},
        .profile = options->profile,
        .visit = visit,
        .unreadable = unreadable,
        .context = context,
    };
    for (size_t i = 0; i < container_count(container); i++) {
        if (container_at(container, i)->climbs)
            reading_bad(&reading, i, "", 0, "leads out of the zip; it is not opened");
    }
    form->read(&reading);
    if (reading.refused.kind != EPI_ERROR_NONE) {
        return epi_error_set(err, reading.refused.kind, "%s: %s", container_name(container),
                             reading.refused.text);
    }
    if (reading.stopped)
        return epi_error_set(err, EPI_ERROR_STOPPED, "stopped");
    if (reading.failed)
        return error_memory(err);
    if (reading.locked) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%s is encrypted, and there is no right password for it",
                             container_name(container));
    }
    return true;
}
