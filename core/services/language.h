/* SPDX-License-Identifier: MIT
 *
 * language: the codes that services use for languages and countries, as data. Pure; only the files
 * of core/services use it.
 */
#ifndef EPIMARK_SERVICES_LANGUAGE_H
#define EPIMARK_SERVICES_LANGUAGE_H

/* ISO 639-3 ("deu") for an ISO 639-1 or -2 code, with or without a region ("de", "ger", "de-AT"),
 * or an English name ("German"); "" if unknown. Static. */
const char *language_long(const char *code);

/* The same, as ISO 639-1 ("de"). */
const char *language_short(const char *code);

/* ISO 3166 alpha-2 in upper case for alpha-2 or alpha-3 in any case; "" if unknown. Static. */
const char *language_country(const char *code);

#endif
