/* SPDX-License-Identifier: MIT
 *
 * tvmaze_lists: a user's lists at TVmaze: the series followed or tagged, and the episodes marked.
 * TVmaze sends each list whole, without pages.
 */
#ifndef EPIMARK_SERVICES_TVMAZE_LISTS_H
#define EPIMARK_SERVICES_TVMAZE_LISTS_H

#include "core/services/service.h"

/* As in struct service; tvmaze_lists_all is the member lists. */
bool tvmaze_lists_follow(struct session *session, const struct series *series, bool followed,
                         struct epi_error *err);
bool tvmaze_lists_tag(struct session *session, const struct series *series, const char *tag,
                      bool tagged, struct epi_error *err);
bool tvmaze_lists_all(struct session *session, service_visit_series visit, void *context,
                      struct epi_error *err);
bool tvmaze_lists_marked(struct session *session, const struct series *series,
                         service_visit_marked visit, void *context, struct epi_error *err);
bool tvmaze_lists_tag_rename(struct session *session, const char *tag, const char *name,
                             struct epi_error *err);
bool tvmaze_lists_find_followed(struct session *session, enum follow_kind kind, const char *text,
                                const struct series *series, struct followed *followed,
                                struct epi_error *err);
bool tvmaze_lists_follow_other(struct session *session, const struct followed *followed,
                               bool follows, struct epi_error *err);
bool tvmaze_lists_follows(struct session *session, service_visit_followed visit, void *context,
                          struct epi_error *err);

#endif
