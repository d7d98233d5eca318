/* SPDX-License-Identifier: MIT */
#include "matching/slip.h"

#include <stddef.h>
#include <string.h>

enum {
    WORD_MIN = 5,     /* letters of the word that has the slip, one fewer if others tell */
    WORD_TELLING = 7, /* of a word that is unlike all others but for a slip */
    REST_TELLING = 4, /* letters of the other words */
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Whether the rest of two words of the same letters differs by a swap at their start. */
static bool is_swap(const char *a, const char *b, size_t len)
{
    return len >= 2 && a[0] == b[1] && a[1] == b[0] && memcmp(a + 2, b + 2, len - 2) == 0;
}

/* Whether two words of len letters that differ at one are "-man" and its plural, "-men". */
static bool is_plural_of_man(const char *a, const char *b, size_t len, size_t at)
{
    return at >= 1 && at + 2 == len && a[at - 1] == 'm' && a[at + 1] == 'n' &&
           ((a[at] == 'a' && b[at] == 'e') || (a[at] == 'e' && b[at] == 'a'));
}

/* Whether word a of m letters is b of n with a slip. telling: no other word can be meant. */
static bool is_slip(const char *a, size_t m, const char *b, size_t n, bool telling)
{
    size_t shorter = m < n ? m : n;
    size_t longer = m < n ? n : m;
    size_t same = 0;
    if (longer < WORD_MIN || longer > shorter + 1 || (shorter < WORD_MIN && !telling))
        return false;
    while (same < shorter && a[same] == b[same])
        same++;
    if (same == 0 || same == longer)
        return false;
    if (m == n && is_swap(a + same, b + same, m - same))
        return is_letter(a[same]) && is_letter(b[same]);
    if (m == n) {
        return telling && is_letter(a[same]) && is_letter(b[same]) &&
               !is_plural_of_man(a, b, m, same) &&
               memcmp(a + same + 1, b + same + 1, m - same - 1) == 0;
    }
    const char *more = m > n ? a : b;
    const char *fewer = m > n ? b : a;
    bool plural = same == shorter && more[same] == 's';
    bool doubled = more[same] == more[same - 1];
    return is_letter(more[same]) && !plural && (doubled || telling) &&
           memcmp(more + same + 1, fewer + same, shorter - same) == 0;
}

bool slip_is_between(const char *a, const char *b)
{
    const char *slip_a = NULL;
    const char *slip_b = NULL;
    size_t slip_m = 0;
    size_t slip_n = 0;
    size_t rest = 0;
    while (*a && *b) {
        size_t m = strcspn(a, " ");
        size_t n = strcspn(b, " ");
        bool same = m == n && memcmp(a, b, m) == 0;
        if (!same && slip_a)
            return false;
        if (same) {
            rest += m;
        } else {
            slip_a = a;
            slip_b = b;
            slip_m = m;
            slip_n = n;
        }
        a += m + (a[m] == ' ');
        b += n + (b[n] == ' ');
    }
    bool telling = rest >= REST_TELLING || (slip_m >= WORD_TELLING && slip_n >= WORD_TELLING);
    return !*a && !*b && slip_a && is_slip(slip_a, slip_m, slip_b, slip_n, telling);
}
