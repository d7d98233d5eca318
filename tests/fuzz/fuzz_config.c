/* SPDX-License-Identifier: MIT
 *
 * Whatever lies in a file of options: what is taken can be written and is taken again as the same,
 * every warning is one line, and the rule of what may be looked at ends.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/base/allowed.h"
#include "core/base/config.h"
#include "tests/fuzz/fuzz.h"

static void check_warning(void *context, const char *text)
{
    int *count = context;
    ++*count;
    HOLDS(*text && !strpbrk(text, "\r\n"));
}

static void check_values(const struct epi_config *config)
{
    struct epi_config copy;
    config_init(&copy);
    for (size_t i = 0; i < epi_config_option_count(); i++) {
        const char *name = epi_config_option(i)->name;
        char value[CONFIG_LIST_MAX];
        char again[CONFIG_LIST_MAX];
        struct epi_error err;
        epi_config_value(config, i, value, sizeof(value));
        HOLDS(epi_config_set(&copy, name, value, EPI_SOURCE_COMMAND, &err));
        epi_config_value(&copy, i, again, sizeof(again));
        HOLDS(strcmp(value, again) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    char path[64];
    int file = memfd_create("options", MFD_CLOEXEC);
    HOLDS(file >= 0 && write(file, bytes, len) == (ssize_t)len);
    snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
    setenv("HOME", "/nowhere", 1);
    for (int mpv = 0; mpv < 2; mpv++) {
        struct epi_config config;
        int warnings = 0;
        config_init(&config);
        if (mpv)
            epi_config_file_read_mpv_conf(&config, path, check_warning, &warnings);
        else
            epi_config_file_read(&config, path, EPI_SOURCE_FILE, check_warning, &warnings);
        HOLDS(warnings <= 9);
        check_values(&config);
        allowed_path(&config, "/nowhere/tv/./Show//Season 1/../x.mkv");
        snprintf(config.only, sizeof(config.only), "%.*s", (int)(len / 2), (const char *)bytes);
        snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
        allowed_path(&config, config.ignore);
        allowed_path(&config, config.only);
    }
    close(file);
    return 0;
}

static const char *const seeds[] = {"script-opts=%99%x\n"
                                    "script-opts=\"\n"
                                    "script-opts=a=[b\n"
                                    "script-opts=%\n"
                                    "script-opts=a\n"
                                    "=\n"
                                    "=x\n"
                                    "osd=\n"
                                    "watched_percent=99999999999\n"
                                    "trakt_url=https://u:p@h/\n",
                                    "fs\n"
                                    "script-opts=epimark-osd=no,epimark-ignore=\"/a,b\",x=[y,[z]],e"
                                    "pimark-only=%4%/a,b\n"
                                    "--script-opts-append = epimark-language=de # c\n"
                                    "script-opts-add='epimark-keys=no'\n"
                                    "script-opts-remove=epimark-osd\n"
                                    "[profile]\n"
                                    "script-opts=epimark-osd=maybe\n"
                                    "[default]\n"
                                    "script-opts-set=%16%epimark-live=yes\n",
                                    "# comment\n"
                                    "watched_percent=70\n"
                                    "match=strict\n"
                                    "scrobble_on=tvmaze, trakt\n"
                                    "ignore=~/private|*.sample.mkv|/a/**/b\n"
                                    "only=\n"
                                    "live=yes\n"
                                    "ca_file=~/ca.pem\n"
                                    "tvmaze_url=http://127.0.0.1:8080/tvmaze/\n"
                                    "language=pt-BR\n"
                                    "tvdb_api=2\r\n"
                                    "http_timeout=600\n"
                                    "watched=1\n"
                                    "nonsense\n"};

size_t fuzz_seed(uint64_t number, uint8_t *data, size_t size)
{
    return fuzz_text_seed(seeds, sizeof(seeds) / sizeof(seeds[0]), number, data, size);
}
