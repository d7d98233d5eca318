/* SPDX-License-Identifier: MIT
 *
 * network: whether the broadcaster in a name is the one of a series. Private to matching.
 */
#ifndef EPIMARK_MATCHING_NETWORK_H
#define EPIMARK_MATCHING_NETWORK_H

enum network {
    NETWORK_OPEN, /* unknown, or an abbreviation that may be that of the series' */
    NETWORK_SAME,
    NETWORK_OTHER,
};

/* Compares the one in a name, one word that may be short for it ("BBC1", "NICK"), with the one that
 * a catalogue has. */
enum network network_compare(const char *said, const char *listed);

#endif
