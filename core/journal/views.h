/* SPDX-License-Identifier: MIT
 *
 * views: pieces of SQL that several files of this room share.
 */
#ifndef EPIMARK_JOURNAL_VIEWS_H
#define EPIMARK_JOURNAL_VIEWS_H

/* Of a row of entries: whether anything was recorded of it. One that only keeps candidates is not
 * shown. */
#define VIEW_ENTRY_RECORDED "EXISTS (SELECT 1 FROM records WHERE entry = entries.id)"

/* Of a row of entries: whether it is yet to be identified. The second half, which follows from the
 * first one, has SQLite use the index of all that are not identified. */
#define VIEW_ENTRY_NEW "(status = :STATUS_NEW AND status <> :STATUS_IDENTIFIED)"

/* Of a row of entries: whether it is asked for at identify_at: one that is held, too, if time may
 * tell. */
#define VIEW_ENTRY_ASKED                                                                           \
    "(status IN (:STATUS_NEW, :STATUS_HELD) AND status <> :STATUS_IDENTIFIED"                      \
    " AND (status = :STATUS_NEW OR identify_at > 0))"

/* identify_at of an entry of which the user said something while it was claimed: what is found for
 * that claim does not count, and it is looked up again. */
#define VIEW_SAID_MEANWHILE "-1"

/* Of a row of entries: whether anything of it still holds. */
#define VIEW_ENTRY_HOLDS                                                                           \
    "(watched_at > 0 OR EXISTS (SELECT 1 FROM ratings WHERE entry = entries.id))"

/* Of a row r of records that says what a file alone is: whether its title was said to mean
 * something at that file since then. */
#define VIEW_SAID_SINCE                                                                            \
    "EXISTS (SELECT 1 FROM records n WHERE n.kind = :RECORD_CHOSEN AND n.entry IS NULL"            \
    " AND n.state = :RECORD_HOLDS AND n.title_key <> '' AND n.path = r.path AND n.id > r.id)"

/* Whether the user said of the file at a path alone what it is; where: and what else holds of that
 * record. */
#define VIEW_FILE_SAID(path, where)                                                                \
    "EXISTS (SELECT 1 FROM records r WHERE r.kind = :RECORD_CHOSEN AND r.entry IS NULL"            \
    " AND r.state = :RECORD_HOLDS AND r.title_key = '' AND r.path = " path where ")"

/* Whether that still holds. */
#define VIEW_FILE_CHOSEN(path) VIEW_FILE_SAID(path, " AND NOT " VIEW_SAID_SINCE)

/* Whether a row may be of the same viewing as another one. ?1: that one's key without year and
 * country, "" for none (see sitting_key.h), which are left to compare; ?2: its path; ?3: its
 * duration, 0 unknown. */
#define VIEW_SAME_VIEWING                                                                          \
    "(((?1 <> '' AND key >= ?1 AND key < ?1 || ' )' AND duration > 0 AND ?3 > 0) OR path = ?2)"    \
    " AND (duration <= 0 OR ?3 <= 0 OR abs(duration - ?3) <= 0.02 * max(duration, ?3)))"

/* Of a row e of entries: when it was begun; before 2000 if it has ratings alone and none of them
 * says when it was given. */
#define VIEW_CREATED_AT                                                                            \
    "coalesce((SELECT max(at) FROM ratings WHERE entry = e.id HAVING max(at) < 946684800),"        \
    " e.created_at)"

/* Whether a time is the noon of a day, of which no more is known. */
#define VIEW_IS_NOON(at) "(" at " % 86400 = 43200)"

/* Whether two times are of one viewing: they are less than so many seconds apart or, if one of them
 * is a day, may be of that day in any time zones (26 hours). Two days are two viewings. */
#define VIEW_NEAR(a, a_day, b, b_day, seconds)                                                     \
    "(abs(" a " - " b ") < iif(" a_day " <> " b_day ", max(" seconds ", 93600), " seconds "))"

/* Of a row e of entries: which viewing of its episode it is, by the times; 0: it is none of its
 * own, or not known of which. */
#define VIEW_VIEWING                                                                               \
    "iif(e.status = :STATUS_IDENTIFIED AND e.watched_at > 0 AND e.mark = :MARK_WATCHED"            \
    " AND e.same_as = 0, (SELECT count(*) FROM entries o WHERE o.subject = e.subject"              \
    " AND o.status = :STATUS_IDENTIFIED AND o.watched_at > 0 AND o.mark = :MARK_WATCHED"           \
    " AND o.same_as = 0 AND (o.watched_at < e.watched_at OR (o.watched_at = e.watched_at"          \
    " AND o.id <= e.id))), 0)"

/* Whether a row may be leased, in seconds since the system was started; most: the longest lease. */
#define VIEW_LEASED(now, most) "(lease_until > " now " AND lease_until <= " now " + " most ")"

/* Of a row d of deliveries: a column of the hold that stops it, NULL if none does. One that is
 * being asked again stops nothing. */
#define VIEW_HOLD_OF(column)                                                                       \
    "(SELECT h." column " FROM holds h WHERE h.service = d.service AND h.ask_at >= 0"              \
    " AND h.capability IN ('*', 'row ' || d.id, CASE d.kind WHEN :DUE_MARK THEN iif(d.value, "     \
    "'mark', 'unmark')"                                                                            \
    " WHEN :DUE_RATE THEN 'rate' WHEN :DUE_PLAY THEN 'play'"                                       \
    " WHEN :DUE_RATE_SEASON THEN 'rate-season' ELSE 'rate-series' END)"                            \
    " ORDER BY h.capability LIMIT 1)"

/* Of a row of deliveries: whether it is one that was ever written, and not one of a damaged page. A
 * mark is 1 to 3, a rating 1 to 12. */
#define VIEW_SENDABLE                                                                              \
    "(kind BETWEEN :DUE_MARK AND :DUE_RATE_SERIES"                                                 \
    " AND value BETWEEN 0 AND iif(kind = :DUE_MARK, 3, 12))"

/* Of a row of deliveries that is not open: whether the user gave it up, and no service took it. */
#define VIEW_DROPPED "(done_at < 0)"

/* The outbox as a table: every column of deliveries, and state (enum delivery_state), due_at, why
 * (what the user has to do first) and, of one that the service held, ask_at. */
#define VIEW_OUTBOX                                                                                \
    "(SELECT *, CASE WHEN dead OR NOT " VIEW_SENDABLE " THEN :DELIVERY_DEAD WHEN acked = seq"      \
    " THEN iif(" VIEW_DROPPED ", :DELIVERY_DROPPED, :DELIVERY_SENT)"                               \
    " WHEN account = '' OR signed IS NOT account OR hold IS NOT NULL THEN :DELIVERY_HELD"          \
    " ELSE :DELIVERY_DUE END AS state,"                                                            \
    " CASE WHEN account = '' AND signed IS NULL"                                                   \
    " THEN 'not signed in to ' || service || ': `epimark login ' || service || '`'"                \
    " WHEN account = '' THEN 'older than the sign-in: `epimark sync --backlog` sends it'"          \
    " WHEN signed IS NOT account THEN account || ' is not signed in to ' || service"               \
    " || ': `epimark login ' || service || '`'"                                                    \
    " ELSE coalesce(hold, '') END AS why FROM (SELECT d.*, a.account AS signed,"                   \
    " max(d.next_at, coalesce(p.until, 0)) AS due_at, " VIEW_HOLD_OF(                              \
        "text") " AS hold, " VIEW_HOLD_OF("ask_at") " AS ask_at"                                   \
                                                    " FROM deliveries d LEFT JOIN accounts a ON "  \
                                                    "a.service = d.service"                        \
                                                    " LEFT JOIN pauses p ON p.service = "          \
                                                    "d.service))"

#endif
