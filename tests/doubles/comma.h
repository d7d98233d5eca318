/* SPDX-License-Identifier: MIT
 *
 * comma: the locale of a host that writes 50,5: German, made by localedef when the tests are
 * configured.
 */
#ifndef EPIMARK_TESTS_DOUBLES_COMMA_H
#define EPIMARK_TESTS_DOUBLES_COMMA_H

/* Sets the locale of the whole process, as a host does with setlocale(LC_ALL, ""); fails the test
 * if there is none. comma_end sets C again. */
void comma_begin(void);
void comma_end(void);

#endif
