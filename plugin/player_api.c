/* SPDX-License-Identifier: MIT */
#include "plugin/player_api.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#ifdef EPIMARK_MODULE

#define PLAYER_API_DEFINE(name) __typeof__(pfn_##name) pfn_##name;
PLAYER_API(PLAYER_API_DEFINE)

/* Of each pointer: the function's name, and where the pointer is. */
struct entry {
    const char *name;
    void *place;
};

#define PLAYER_API_ENTRY(name) {#name, &pfn_##name},
static const struct entry entries[] = {PLAYER_API(PLAYER_API_ENTRY)};

static bool fill(void *object)
{
    bool all = true;
    for (size_t i = 0; i < sizeof(entries) / sizeof(*entries); i++) {
        void *function;
        memcpy(&function, entries[i].place, sizeof(function));
        if (!function && object) {
            function = dlsym(object, entries[i].name);
            memcpy(entries[i].place, &function, sizeof(function));
        }
        all &= function != NULL;
    }
    return all;
}

bool player_api_find(const void *code)
{
    Dl_info about;
    if (fill(NULL))
        return true;
    /* The caller is a libmpv, maybe one that nobody else can see ... */
    bool known = dladdr(code, &about) && about.dli_fname;
    void *object = known ? dlopen(about.dli_fname, RTLD_LAZY | RTLD_NOLOAD) : NULL;
    if (!fill(object)) {
        if (object)
            dlclose(object);
        /* ... or it is the program, or the program has functions of its own in front of it. */
        object = dlopen(NULL, RTLD_LAZY);
    }
    bool all = fill(object);
    if (object)
        dlclose(object);
    return all;
}

#else

bool player_api_find(const void *code)
{
    return code != NULL; /* the linker has found them */
}

#endif

bool player_api_loaded_from(const void *code, char *path, size_t size)
{
    Dl_info about;
    if (!dladdr(code, &about) || !about.dli_fname || about.dli_fname[0] != '/')
        return false;
    int len = snprintf(path, size, "%s", about.dli_fname);
    return len > 0 && (size_t)len < size;
}
