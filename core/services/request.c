/* SPDX-License-Identifier: MIT */
#include "core/services/request.h"

#include <stdio.h>

#include "core/base/json.h"

void request_header(struct request *request, const char *name, const char *value)
{
    if (request->http.header_count < HTTP_HEADERS_MAX)
        request->http.headers[request->http.header_count++] = (struct http_header){name, value};
}

void request_bearer(struct request *request, const char *token)
{
    snprintf(request->authorization, sizeof(request->authorization), "Bearer %s", token);
    request_header(request, "Authorization", request->authorization);
}

void request_query(struct request *request, const char *name, const char *value)
{
    request->query = name;
    request->query_value = value;
}

void request_member(struct request *request, const char *name, const char *value)
{
    if (*value && json_is_null(json_get(request->body, name)))
        json_set_text(request->body, name, value);
}
