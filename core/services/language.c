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

/* All countries of ISO 3166-1: alpha-2, alpha-3. */
static const struct {
    char two[3], three[4];
} countries[] = {
    {"AD", "and"}, {"AE", "are"}, {"AF", "afg"}, {"AG", "atg"}, {"AI", "aia"}, {"AL", "alb"},
    {"AM", "arm"}, {"AO", "ago"}, {"AQ", "ata"}, {"AR", "arg"}, {"AS", "asm"}, {"AT", "aut"},
    {"AU", "aus"}, {"AW", "abw"}, {"AX", "ala"}, {"AZ", "aze"}, {"BA", "bih"}, {"BB", "brb"},
    {"BD", "bgd"}, {"BE", "bel"}, {"BF", "bfa"}, {"BG", "bgr"}, {"BH", "bhr"}, {"BI", "bdi"},
    {"BJ", "ben"}, {"BL", "blm"}, {"BM", "bmu"}, {"BN", "brn"}, {"BO", "bol"}, {"BQ", "bes"},
    {"BR", "bra"}, {"BS", "bhs"}, {"BT", "btn"}, {"BV", "bvt"}, {"BW", "bwa"}, {"BY", "blr"},
    {"BZ", "blz"}, {"CA", "can"}, {"CC", "cck"}, {"CD", "cod"}, {"CF", "caf"}, {"CG", "cog"},
    {"CH", "che"}, {"CI", "civ"}, {"CK", "cok"}, {"CL", "chl"}, {"CM", "cmr"}, {"CN", "chn"},
    {"CO", "col"}, {"CR", "cri"}, {"CU", "cub"}, {"CV", "cpv"}, {"CW", "cuw"}, {"CX", "cxr"},
    {"CY", "cyp"}, {"CZ", "cze"}, {"DE", "deu"}, {"DJ", "dji"}, {"DK", "dnk"}, {"DM", "dma"},
    {"DO", "dom"}, {"DZ", "dza"}, {"EC", "ecu"}, {"EE", "est"}, {"EG", "egy"}, {"EH", "esh"},
    {"ER", "eri"}, {"ES", "esp"}, {"ET", "eth"}, {"FI", "fin"}, {"FJ", "fji"}, {"FK", "flk"},
    {"FM", "fsm"}, {"FO", "fro"}, {"FR", "fra"}, {"GA", "gab"}, {"GB", "gbr"}, {"GD", "grd"},
    {"GE", "geo"}, {"GF", "guf"}, {"GG", "ggy"}, {"GH", "gha"}, {"GI", "gib"}, {"GL", "grl"},
    {"GM", "gmb"}, {"GN", "gin"}, {"GP", "glp"}, {"GQ", "gnq"}, {"GR", "grc"}, {"GS", "sgs"},
    {"GT", "gtm"}, {"GU", "gum"}, {"GW", "gnb"}, {"GY", "guy"}, {"HK", "hkg"}, {"HM", "hmd"},
    {"HN", "hnd"}, {"HR", "hrv"}, {"HT", "hti"}, {"HU", "hun"}, {"ID", "idn"}, {"IE", "irl"},
    {"IL", "isr"}, {"IM", "imn"}, {"IN", "ind"}, {"IO", "iot"}, {"IQ", "irq"}, {"IR", "irn"},
    {"IS", "isl"}, {"IT", "ita"}, {"JE", "jey"}, {"JM", "jam"}, {"JO", "jor"}, {"JP", "jpn"},
    {"KE", "ken"}, {"KG", "kgz"}, {"KH", "khm"}, {"KI", "kir"}, {"KM", "com"}, {"KN", "kna"},
    {"KP", "prk"}, {"KR", "kor"}, {"KW", "kwt"}, {"KY", "cym"}, {"KZ", "kaz"}, {"LA", "lao"},
    {"LB", "lbn"}, {"LC", "lca"}, {"LI", "lie"}, {"LK", "lka"}, {"LR", "lbr"}, {"LS", "lso"},
    {"LT", "ltu"}, {"LU", "lux"}, {"LV", "lva"}, {"LY", "lby"}, {"MA", "mar"}, {"MC", "mco"},
    {"MD", "mda"}, {"ME", "mne"}, {"MF", "maf"}, {"MG", "mdg"}, {"MH", "mhl"}, {"MK", "mkd"},
    {"ML", "mli"}, {"MM", "mmr"}, {"MN", "mng"}, {"MO", "mac"}, {"MP", "mnp"}, {"MQ", "mtq"},
    {"MR", "mrt"}, {"MS", "msr"}, {"MT", "mlt"}, {"MU", "mus"}, {"MV", "mdv"}, {"MW", "mwi"},
    {"MX", "mex"}, {"MY", "mys"}, {"MZ", "moz"}, {"NA", "nam"}, {"NC", "ncl"}, {"NE", "ner"},
    {"NF", "nfk"}, {"NG", "nga"}, {"NI", "nic"}, {"NL", "nld"}, {"NO", "nor"}, {"NP", "npl"},
    {"NR", "nru"}, {"NU", "niu"}, {"NZ", "nzl"}, {"OM", "omn"}, {"PA", "pan"}, {"PE", "per"},
    {"PF", "pyf"}, {"PG", "png"}, {"PH", "phl"}, {"PK", "pak"}, {"PL", "pol"}, {"PM", "spm"},
    {"PN", "pcn"}, {"PR", "pri"}, {"PS", "pse"}, {"PT", "prt"}, {"PW", "plw"}, {"PY", "pry"},
    {"QA", "qat"}, {"RE", "reu"}, {"RO", "rou"}, {"RS", "srb"}, {"RU", "rus"}, {"RW", "rwa"},
    {"SA", "sau"}, {"SB", "slb"}, {"SC", "syc"}, {"SD", "sdn"}, {"SE", "swe"}, {"SG", "sgp"},
    {"SH", "shn"}, {"SI", "svn"}, {"SJ", "sjm"}, {"SK", "svk"}, {"SL", "sle"}, {"SM", "smr"},
    {"SN", "sen"}, {"SO", "som"}, {"SR", "sur"}, {"SS", "ssd"}, {"ST", "stp"}, {"SV", "slv"},
    {"SX", "sxm"}, {"SY", "syr"}, {"SZ", "swz"}, {"TC", "tca"}, {"TD", "tcd"}, {"TF", "atf"},
    {"TG", "tgo"}, {"TH", "tha"}, {"TJ", "tjk"}, {"TK", "tkl"}, {"TL", "tls"}, {"TM", "tkm"},
    {"TN", "tun"}, {"TO", "ton"}, {"TR", "tur"}, {"TT", "tto"}, {"TV", "tuv"}, {"TW", "twn"},
    {"TZ", "tza"}, {"UA", "ukr"}, {"UG", "uga"}, {"UM", "umi"}, {"US", "usa"}, {"UY", "ury"},
    {"UZ", "uzb"}, {"VA", "vat"}, {"VC", "vct"}, {"VE", "ven"}, {"VG", "vgb"}, {"VI", "vir"},
    {"VN", "vnm"}, {"VU", "vut"}, {"WF", "wlf"}, {"WS", "wsm"}, {"YE", "yem"}, {"YT", "myt"},
    {"ZA", "zaf"}, {"ZM", "zmb"}, {"ZW", "zwe"},
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
