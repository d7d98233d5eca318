/* SPDX-License-Identifier: MIT
 *
 * Whatever lies in a list of anime: it is read whole or refused in one line, and a number that is
 * found has a place that the fields hold.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/base/apart.h"
#include "core/base/error.h"
#include "core/identify/anime_list.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct anime_place places[] = {{.number = 1}, {.number = 13}, {.number = 32767}};
    struct epi_error err = {0};
    char path[64];
    bool found;
    int file = memfd_create("list", MFD_CLOEXEC);
    HOLDS(file >= 0 && write(file, bytes, len) == (ssize_t)len);
    snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
    struct apart *apart = apart_new();
    struct anime_list *list = anime_list_new(path, apart);
    HOLDS(apart && list);
    if (anime_list_find(list, 500, "Lantern Club", places, 3, &found, &err)) {
        for (size_t i = 0; found && i < 3; i++)
            HOLDS(places[i].season >= -2 && places[i].season <= INT16_MAX);
    } else {
        HOLDS(err.kind == EPI_ERROR_LATER && *err.text && !strpbrk(err.text, "\r\n"));
    }
    anime_list_free(list);
    apart_free(apart);
    close(file);
    return 0;
}

static const char *const seeds[] = {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<anime-list>\n"
    "<anime anidbid=\"1\" tvdbid=\"500\" defaulttvdbseason=\"1\"><name>Lantern Club</name>"
    "<mapping-list><mapping anidbseason=\"0\" tvdbseason=\"0\">;1-9;</mapping></mapping-list>"
    "</anime></anime-list>\n",
    "<anime-list><anime tvdbid='500' defaulttvdbseason='a' episodeoffset='-12'><name>Lantern Club"
    "</name><mapping-list><mapping anidbseason='1' tvdbseason='3' start='13' end='24'"
    " offset='-12'/><mapping anidbseason='1' tvdbseason='0'>;1-4;13-0;32767-1+2;</mapping>"
    "</mapping-list></anime></anime-list>",
    "<!DOCTYPE a [<!ENTITY e 'x'>]>\n<a>&e;</a>"};

size_t fuzz_seed(uint64_t number, uint8_t *data, size_t size)
{
    return fuzz_text_seed(seeds, sizeof(seeds) / sizeof(seeds[0]), number, data, size);
}
