/* SPDX-License-Identifier: MIT */
#include "core/services/language.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* The languages of series: ISO 639-1, ISO 639-3, ISO 639-2/B if it differs, English name. */
static const struct {
    char two[3], three[4], old[4], name[20];
} languages[] = {
    {"af", "afr", "", "Afrikaans"},
    {"sq", "sqi", "alb", "Albanian"},
    {"ar", "ara", "", "Arabic"},
    {"hy", "hye", "arm", "Armenian"},
    {"az", "aze", "", "Azerbaijani"},
    {"eu", "eus", "baq", "Basque"},
    {"be", "bel", "", "Belarusian"},
    {"bn", "ben", "", "Bengali"},
    {"bs", "bos", "", "Bosnian"},
    {"bg", "bul", "", "Bulgarian"},
    {"my", "mya", "bur", "Burmese"},
    {"ca", "cat", "", "Catalan"},
    {"zh", "zho", "chi", "Chinese"},
    {"hr", "hrv", "scr", "Croatian"},
    {"cs", "ces", "cze", "Czech"},
    {"da", "dan", "", "Danish"},
    {"nl", "nld", "dut", "Dutch"},
    {"en", "eng", "", "English"},
    {"et", "est", "", "Estonian"},
    {"fa", "fas", "per", "Persian"},
    {"fi", "fin", "", "Finnish"},
    {"fr", "fra", "fre", "French"},
    {"gl", "glg", "", "Galician"},
    {"ka", "kat", "geo", "Georgian"},
    {"de", "deu", "ger", "German"},
    {"el", "ell", "gre", "Greek"},
    {"gu", "guj", "", "Gujarati"},
    {"he", "heb", "", "Hebrew"},
    {"hi", "hin", "", "Hindi"},
    {"hu", "hun", "", "Hungarian"},
    {"is", "isl", "ice", "Icelandic"},
    {"id", "ind", "", "Indonesian"},
    {"ga", "gle", "", "Irish"},
    {"it", "ita", "", "Italian"},
    {"ja", "jpn", "", "Japanese"},
    {"jv", "jav", "", "Javanese"},
    {"kn", "kan", "", "Kannada"},
    {"kk", "kaz", "", "Kazakh"},
    {"ko", "kor", "", "Korean"},
    {"la", "lat", "", "Latin"},
    {"lv", "lav", "", "Latvian"},
    {"lt", "lit", "", "Lithuanian"},
    {"lb", "ltz", "", "Luxembourgish"},
    {"mk", "mkd", "mac", "Macedonian"},
    {"ms", "msa", "may", "Malay"},
    {"ml", "mal", "", "Malayalam"},
    {"mr", "mar", "", "Marathi"},
    {"mn", "mon", "", "Mongolian"},
    {"no", "nor", "", "Norwegian"},
    {"pa", "pan", "", "Panjabi"},
    {"pl", "pol", "", "Polish"},
    {"pt", "por", "", "Portuguese"},
    {"ro", "ron", "rum", "Romanian"},
    {"ru", "rus", "", "Russian"},
    {"gd", "gla", "", "Scottish Gaelic"},
    {"sr", "srp", "scc", "Serbian"},
    {"si", "sin", "", "Sinhalese"},
    {"sk", "slk", "slo", "Slovak"},
    {"sl", "slv", "", "Slovenian"},
    {"es", "spa", "", "Spanish"},
    {"sv", "swe", "", "Swedish"},
    {"tl", "tgl", "", "Tagalog"},
    {"ta", "tam", "", "Tamil"},
    {"te", "tel", "", "Telugu"},
    {"th", "tha", "", "Thai"},
    {"tr", "tur", "", "Turkish"},
    {"uk", "ukr", "", "Ukrainian"},
    {"ur", "urd", "", "Urdu"},
    {"uz", "uzb", "", "Uzbek"},
    {"vi", "vie", "", "Vietnamese"},
    {"cy", "cym", "wel", "Welsh"},
    {"zu", "zul", "", "Zulu"},
};

static const struct {
    char two[3], three[4];
} countries[] = {
    {"AE", "are"}, {"AF", "afg"}, {"AL", "alb"}, {"AM", "arm"}, {"AR", "arg"}, {"AT", "aut"},
    {"AU", "aus"}, {"AZ", "aze"}, {"BA", "bih"}, {"BD", "bgd"}, {"BE", "bel"}, {"BG", "bgr"},
    {"BO", "bol"}, {"BR", "bra"}, {"BY", "blr"}, {"CA", "can"}, {"CH", "che"}, {"CL", "chl"},
    {"CN", "chn"}, {"CO", "col"}, {"CR", "cri"}, {"CU", "cub"}, {"CY", "cyp"}, {"CZ", "cze"},
    {"DE", "deu"}, {"DK", "dnk"}, {"DO", "dom"}, {"DZ", "dza"}, {"EC", "ecu"}, {"EE", "est"},
    {"EG", "egy"}, {"ES", "esp"}, {"ET", "eth"}, {"FI", "fin"}, {"FR", "fra"}, {"GB", "gbr"},
    {"GE", "geo"}, {"GH", "gha"}, {"GR", "grc"}, {"GT", "gtm"}, {"HK", "hkg"}, {"HR", "hrv"},
    {"HU", "hun"}, {"ID", "idn"}, {"IE", "irl"}, {"IL", "isr"}, {"IN", "ind"}, {"IQ", "irq"},
    {"IR", "irn"}, {"IS", "isl"}, {"IT", "ita"}, {"JM", "jam"}, {"JO", "jor"}, {"JP", "jpn"},
    {"KE", "ken"}, {"KH", "khm"}, {"KP", "prk"}, {"KR", "kor"}, {"KW", "kwt"}, {"KZ", "kaz"},
    {"LB", "lbn"}, {"LK", "lka"}, {"LT", "ltu"}, {"LU", "lux"}, {"LV", "lva"}, {"MA", "mar"},
    {"MD", "mda"}, {"ME", "mne"}, {"MK", "mkd"}, {"MM", "mmr"}, {"MN", "mng"}, {"MO", "mac"},
    {"MT", "mlt"}, {"MX", "mex"}, {"MY", "mys"}, {"NG", "nga"}, {"NL", "nld"}, {"NO", "nor"},
    {"NP", "npl"}, {"NZ", "nzl"}, {"PA", "pan"}, {"PE", "per"}, {"PH", "phl"}, {"PK", "pak"},
    {"PL", "pol"}, {"PR", "pri"}, {"PS", "pse"}, {"PT", "prt"}, {"PY", "pry"}, {"QA", "qat"},
    {"RO", "rou"}, {"RS", "srb"}, {"RU", "rus"}, {"SA", "sau"}, {"SE", "swe"}, {"SG", "sgp"},
    {"SI", "svn"}, {"SK", "svk"}, {"SN", "sen"}, {"SY", "syr"}, {"TH", "tha"}, {"TN", "tun"},
    {"TR", "tur"}, {"TW", "twn"}, {"TZ", "tza"}, {"UA", "ukr"}, {"UG", "uga"}, {"US", "usa"},
    {"UY", "ury"}, {"UZ", "uzb"}, {"VE", "ven"}, {"VN", "vnm"}, {"ZA", "zaf"},
};

/* Whether the first len bytes of code equal name; the case of ASCII letters is ignored. */
static bool same(const char *code, size_t len, const char *name)
{
    if (strlen(name) != len)
        return false;
    for (size_t i = 0; i < len; i++) {
        unsigned char a = (unsigned char)code[i], b = (unsigned char)name[i];
        bool letter = (a | 0x20) >= 'a' && (a | 0x20) <= 'z';
        if (letter ? (a | 0x20) != (b | 0x20) : a != b)
            return false;
    }
    return len > 0;
}

static int find_language(const char *code)
{
    size_t len = strcspn(code, "-_");
    for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
        if (same(code, len, languages[i].two) || same(code, len, languages[i].three) ||
            same(code, len, languages[i].old) || same(code, strlen(code), languages[i].name))
            return (int)i;
    }
    return -1;
}

const char *language_long(const char *code)
{
    int at = find_language(code);
    return at < 0 ? "" : languages[at].three;
}

const char *language_short(const char *code)
{
    int at = find_language(code);
    return at < 0 ? "" : languages[at].two;
}

const char *language_country(const char *code)
{
    for (size_t i = 0; i < sizeof(countries) / sizeof(countries[0]); i++) {
        if (same(code, strlen(code), countries[i].two) ||
            same(code, strlen(code), countries[i].three))
            return countries[i].two;
    }
    return "";
}
