/* SPDX-License-Identifier: MIT */
#include "core/services/by_hand.h"

#include <stdio.h>
#include <string.h>

#include "core/services/service.h"

void by_hand_add(const struct service *service, const struct subject *subject, char *text,
                 size_t size)
{
    size_t len = strlen(text);
    char url[128] = "";
    if (service && service->page)
        service->page(subject, url, sizeof(url));
    if (*url)
        snprintf(text + len, size - len, ": remove it by hand at %s", url);
}
