/* SPDX-License-Identifier: MIT
 *
 * Countries, languages and dates, as far as the catalogue needs them.
 */
#include <stdlib.h>
#include <string.h>

#include "inside.h"

struct country {
    const char *alpha2, *text[3];
    int hours; /* from UTC, in winter */
};

static const struct country countries[] = {
    {"AU", {"Australia", "Australia/Sydney", "aus"}, 10},
    {"BE", {"Belgium", "Europe/Brussels", "bel"}, 1},
    {"CA", {"Canada", "America/Halifax", "can"}, -5},
    {"CN", {"China", "Asia/Shanghai", "chn"}, 8},
    {"DE", {"Germany", "Europe/Busingen", "deu"}, 1},
    {"DK", {"Denmark", "Europe/Copenhagen", "dnk"}, 1},
    {"ES", {"Spain", "Europe/Madrid", "esp"}, 1},
    {"FR", {"France", "Europe/Paris", "fra"}, 1},
    {"GB", {"United Kingdom", "Europe/London", "gbr"}, 0},
    {"IE", {"Ireland", "Europe/Dublin", "irl"}, 0},
    {"IL", {"Israel", "Asia/Jerusalem", "isr"}, 2},
    {"IN", {"India", "Asia/Kolkata", "ind"}, 5},
    {"IS", {"Iceland", "Atlantic/Reykjavik", "isl"}, 0},
    {"IT", {"Italy", "Europe/Rome", "ita"}, 1},
    {"JP", {"Japan", "Asia/Tokyo", "jpn"}, 9},
    {"KR", {"Korea, Republic of", "Asia/Seoul", "kor"}, 9},
    {"MN", {"Mongolia", "Asia/Ulaanbaatar", "mng"}, 8},
    {"NL", {"Netherlands", "Europe/Amsterdam", "nld"}, 1},
    {"NO", {"Norway", "Europe/Oslo", "nor"}, 1},
    {"NZ", {"New Zealand", "Pacific/Auckland", "nzl"}, 12},
    {"SE", {"Sweden", "Europe/Stockholm", "swe"}, 1},
    {"US", {"United States", "America/New_York", "usa"}, -5},
};

static const struct {
    const char *alpha3, *alpha2, *name, *country; /* where a title in it is aired */
} languages[] = {
    {"eng", "en", "English", "US"},   {"deu", "de", "German", "DE"},
    {"fra", "fr", "French", "FR"},    {"spa", "es", "Spanish", "ES"},
    {"ita", "it", "Italian", "IT"},   {"jpn", "ja", "Japanese", "JP"},
    {"kor", "ko", "Korean", "KR"},    {"swe", "sv", "Swedish", "SE"},
    {"dan", "da", "Danish", "DK"},    {"nor", "no", "Norwegian", "NO"},
    {"nld", "nl", "Dutch", "NL"},     {"por", "pt", "Portuguese", ""},
    {"rus", "ru", "Russian", ""},     {"zho", "zh", "Chinese", "CN"},
    {"pol", "pl", "Polish", ""},      {"mon", "mn", "Mongolian", "MN"},
    {"hin", "hi", "Hindi", "IN"},     {"heb", "he", "Hebrew", "IL"},
    {"isl", "is", "Icelandic", "IS"}, {"fin", "fi", "Finnish", ""},
    {"hun", "hu", "Hungarian", ""},   {"ces", "cs", "Czech", ""},
    {"tur", "tr", "Turkish", ""},     {"ell", "el", "Greek", ""},
    {"hrv", "hr", "Croatian", ""},    {"ukr", "uk", "Ukrainian", ""},
};

const char *stand_country(const char *alpha2, enum stand_code what)
{
    for (size_t i = 0; i < sizeof(countries) / sizeof(*countries); i++) {
        if (strcmp(countries[i].alpha2, alpha2) == 0)
            return countries[i].text[what];
    }
    return NULL;
}

const char *stand_language_name(const char *alpha3)
{
    for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++) {
        if (strcmp(languages[i].alpha3, alpha3) == 0)
            return languages[i].name;
    }
    return NULL;
}

const char *stand_language_2(const char *alpha3)
{
    for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++) {
        if (strcmp(languages[i].alpha3, alpha3) == 0)
            return languages[i].alpha2;
    }
    return NULL;
}

const char *stand_language_country(const char *alpha3)
{
    for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++) {
        if (strcmp(languages[i].alpha3, alpha3) == 0)
            return languages[i].country;
    }
    return "";
}

const char *stand_language_3(const char *alpha2)
{
    for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++) {
        if (strcmp(languages[i].alpha2, alpha2) == 0)
            return languages[i].alpha3;
    }
    return NULL;
}

bool stand_is_date(const char *text)
{
    struct tm tm = {0};
    char back[11];
    if (strlen(text) != 10 ||
        sscanf(text, "%4d-%2d-%2d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday) != 3)
        return false;
    tm.tm_year -= 1900;
    tm.tm_mon--;
    timegm(&tm);
    strftime(back, sizeof(back), "%Y-%m-%d", &tm);
    return strcmp(back, text) == 0;
}

bool stand_airs(const struct episode *e, int64_t *seconds)
{
    struct tm tm = {0};
    if (sscanf(e->date, "%d-%d-%d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday) != 3)
        return false;
    int hours = 0;
    bool summer = tm.tm_mon > 3 && tm.tm_mon < 11 && strcmp(e->show->country, "IS") != 0;
    for (size_t i = 0; i < sizeof(countries) / sizeof(*countries); i++) {
        if (strcmp(countries[i].alpha2, e->show->country) == 0)
            hours = countries[i].hours + (summer && countries[i].hours < 3);
    }
    tm.tm_year -= 1900;
    tm.tm_mon--;
    if (sscanf(e->show->time, "%d:%d", &tm.tm_hour, &tm.tm_min) != 2) {
        tm.tm_hour = 12;
        hours = 0;
    }
    *seconds = (int64_t)timegm(&tm) - (int64_t)hours * 3600;
    return true;
}

bool stand_aired(struct standin *s, const struct episode *e)
{
    int64_t airs;
    return stand_airs(e, &airs) && airs <= stand_now(s);
}
