/* SPDX-License-Identifier: MIT */
#include "core/identify/reason.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void reason_add(char *reason, size_t size, const char *format, ...)
{
    char clause[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(clause, sizeof(clause), format, arguments);
    va_end(arguments);
    size_t used = strlen(reason);
    if (*clause)
        snprintf(reason + used, size - used, "%s%s", used > 0 ? "; " : "", clause);
}
