/* SPDX-License-Identifier: MIT */
#include "plugin/osd.h"

#include <stddef.h>

/* The name that the option osd has for a kind of notice; NULL of those that answer the user or are
 * there once. */
static const char *osd_name(enum epi_notice_kind kind)
{
    switch (kind) {
    case EPI_NOTICE_IDENTIFIED:
    case EPI_NOTICE_UNIDENTIFIED:
    case EPI_NOTICE_FOLDER:
        return "identified";
    case EPI_NOTICE_WATCHED:
    case EPI_NOTICE_KEPT:
        return "watched";
    case EPI_NOTICE_SENT:
        return "sent";
    case EPI_NOTICE_GAP:
        return "gaps";
    case EPI_NOTICE_UNSURE:
        return "questions";
    case EPI_NOTICE_ERROR:
    case EPI_NOTICE_LATER:
    case EPI_NOTICE_DEAD:
    case EPI_NOTICE_HELD:
    case EPI_NOTICE_SIGN_IN:
    case EPI_NOTICE_OVERDUE:
        return "errors";
    default:
        return NULL;
    }
}

bool osd_answers(const struct epi_config *config)
{
    return !epi_config_lists(config, "osd", "no");
}

bool osd_wants(const struct epi_config *config, enum epi_notice_kind kind)
{
    const char *name = osd_name(kind);
    if (!name)
        return osd_answers(config);
    return (epi_config_lists(config, "osd", "yes") && kind != EPI_NOTICE_GAP) ||
           epi_config_lists(config, "osd", name);
}
