/* SPDX-License-Identifier: MIT */
#include "plugin/overlay.h"

#include <string.h>

#include "plugin/ass.h"

/* What is asked of an overlay. A node's strings are not const, though mpv does not write to them.
 */
static void set(mpv_handle *mpv, uint64_t userdata, int id, char *ass, bool measure)
{
    char keys[][16] = {"name", "id", "format", "data", "res_y", "hidden", "compute_bounds"};
    char *key_list[sizeof(keys) / sizeof(*keys)];
    char name[] = "osd-overlay", format[] = "ass-events", none[] = "none", empty[] = "";
    mpv_node values[] = {
        {.format = MPV_FORMAT_STRING, .u.string = name},
        {.format = MPV_FORMAT_INT64, .u.int64 = id},
        {.format = MPV_FORMAT_STRING, .u.string = ass ? format : none},
        {.format = MPV_FORMAT_STRING, .u.string = ass ? ass : empty},
        {.format = MPV_FORMAT_INT64, .u.int64 = ASS_HEIGHT},
        {.format = MPV_FORMAT_FLAG, .u.flag = true},
        {.format = MPV_FORMAT_FLAG, .u.flag = true},
    };
    int count = sizeof(values) / sizeof(*values);
    for (int i = 0; i < count; i++)
        key_list[i] = keys[i];
    mpv_node_list list = {.num = measure ? count : count - 2, .values = values, .keys = key_list};
    mpv_node node = {.format = MPV_FORMAT_NODE_MAP, .u.list = &list};
    mpv_command_node_async(mpv, userdata, &node);
}

void overlay_draw(mpv_handle *mpv, int id, char *ass)
{
    set(mpv, 0, id, ass, false);
}

void overlay_measure(mpv_handle *mpv, int id, uint64_t userdata, char *ass)
{
    set(mpv, userdata, id, ass, true);
    set(mpv, 0, id, NULL, false);
}

bool overlay_width(const mpv_node *result, double *width)
{
    double x0 = 0, x1 = 0;
    for (int i = 0; result->format == MPV_FORMAT_NODE_MAP && i < result->u.list->num; i++) {
        const mpv_node *value = &result->u.list->values[i];
        if (value->format != MPV_FORMAT_DOUBLE)
            continue;
        if (strcmp(result->u.list->keys[i], "x0") == 0)
            x0 = value->u.double_;
        else if (strcmp(result->u.list->keys[i], "x1") == 0)
            x1 = value->u.double_;
    }
    if (!(x1 > x0))
        return false;
    *width = x1 - x0;
    return true;
}
