/* SPDX-License-Identifier: MIT
 *
 * rows: what comes of reading the next of the rows of a CSV, or of the elements of a list in JSON.
 */
#ifndef EPIMARK_IMPORT_ROWS_H
#define EPIMARK_IMPORT_ROWS_H

enum rows_result {
    ROWS_ROW,
    ROWS_BAD, /* this one cannot be read: err says why, without a place; go on */
    ROWS_END,
    ROWS_FAILED, /* nothing more can be read: err says why */
};

#endif
