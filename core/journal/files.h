/* SPDX-License-Identifier: MIT
 *
 * files: the names of the journal's database and of its copies, in epimark's folder. Used within
 * this room only.
 */
#ifndef EPIMARK_JOURNAL_FILES_H
#define EPIMARK_JOURNAL_FILES_H

#define FILES_JOURNAL    "journal.db"
#define FILES_SUSPECT    FILES_JOURNAL ".suspect"  /* there if a statement found it damaged */
#define FILES_CORRUPT    FILES_JOURNAL ".corrupt-" /* and a number: a damaged one, moved aside */
#define FILES_MENDED     FILES_JOURNAL ".mend"     /* of a damaged one, while its rows are saved */
#define FILES_SAVING     FILES_JOURNAL ".saving" /* the number of one whose rows are being saved */
#define FILES_COPY       FILES_JOURNAL ".copy"   /* made weekly */
#define FILES_FRESH_COPY FILES_COPY ".new"       /* while it is made */
#define FILES_INCOMING   FILES_JOURNAL ".incoming"  /* another journal, while it is taken in */
#define FILES_REPLACED   FILES_JOURNAL ".replaced-" /* and a number: before one was restored */

#endif
