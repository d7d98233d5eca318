/* SPDX-License-Identifier: MIT
 *
 * Whatever comes in: what is taken can be asked anything, is written as JSON that is taken again,
 * and then as the same text; what is not taken says why in one line.
 */
#include <string.h>

#include "core/base/json.h"
#include "core/client/views.h"
#include "tests/fuzz/fuzz.h"
#include <epimark/client.h>

static void ask(const struct json *json, int depth)
{
    char buffer[7];
    HOLDS(depth <= JSON_DEPTH_MAX);
    json_int(json, 1);
    json_double(json, 1);
    json_copy(json, buffer, sizeof(buffer));
    HOLDS(strlen(buffer) < sizeof(buffer));
    HOLDS(json_is_object(json) + json_is_array(json) + json_is_text(json) + json_is_number(json) +
              json_is_true(json) + json_is_null(json) <=
          1);
    if (json_is_array(json)) {
        for (size_t i = 0; i < json_count(json); i++)
            ask(json_at(json, i), depth + 1);
    }
    HOLDS(json_at(json, json_count(json)) == NULL);
    HOLDS(json_get(json, "no such key, surely") == NULL);
}

static void ask_member(void *context, const char *key, struct json *value)
{
    (void)key;
    ask(value, *(int *)context + 1);
}

static struct json *read_back(const char *text)
{
    struct epi_error err = {0};
    struct json *json = json_read(text, strlen(text), &err);
    if (!json)
        fprintf(stderr, "%s\n", text);
    HOLDS(json != NULL);
    return json;
}

static void write_guess(const char *input, size_t len)
{
    static const struct guess none = {.season = -1, .part = -1, .version = -1};
    struct guess guess = none;
    size_t size = 6 * len + EPI_JSON_GUESS_MAX;
    char *line = malloc(size);
    HOLDS(line != NULL);
    snprintf(guess.title, sizeof(guess.title), "%.*s", (int)(len < 200 ? len : 200), input);
    guess.confidence = len ? (double)input[0] / 100 : 0.5;
    struct epi_guess view;
    views_guess(&guess, &view);
    size_t wrote = epi_json_guess(input, len, &view, line, size);
    HOLDS(wrote > 0 && wrote <= size && !memchr(line, '\n', wrote));
    bool valid = true;
    for (size_t at = 0, step = 0; at < len && valid; at += step) {
        step = input[at] ? epi_utf8_length(input + at, len - at) : 1;
        valid = step > 0;
    }
    if (valid && len < 200) {
        struct json *json = json_read(line, wrote, NULL);
        HOLDS(json != NULL);
        HOLDS(memchr(input, 0, len) ||
              strncmp(json_text(json_get(json, "input")), input, len) == 0);
        json_free(json);
    }
    free(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct epi_error err = {0};
    struct json *json = json_read((const char *)bytes, len, &err);
    write_guess((const char *)bytes, len);
    if (!json) {
        HOLDS(err.kind == EPI_ERROR_LATER && *err.text && !strpbrk(err.text, "\r\n"));
        return 0;
    }
    int depth = 0;
    ask(json, depth);
    json_each(json, ask_member, &depth);
    char *first = json_write(json, len % 2);
    struct json *again = read_back(first);
    char *second = json_write(again, len % 2);
    HOLDS(strcmp(first, second) == 0);
    json_free(again);
    json_free(json);
    free(second);
    free(first);
    return 0;
}

static const char *const seeds[] = {
    "{\"a\":\"\300\257\355\240\200\",}",
    "\357\273\277{\"a\":\"\\n\\t\\\"\\\\\"}\r\n",
    "[{\"code\":200,\"item\":{\"episode_id\":1}},{\"code\":404,\"item\":\"x\""
    "},true,false,null,-0.5e-3]",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
    "]]]]",
    "{\"data\":{\"episodes\":[{\"id\":349232,\"name\":\"Pilot\",\"seasonNumb"
    "er\":1,\"number\":1,\"aired\":\"2008-01-20\",\"absoluteNumber\":null,"
    "\"runtime\":58.5,\"image\":\"a\\u00e9\\ud83c\\udfac\"}]},\"links\":{\"ne"
    "xt\":null,\"total_items\":62}}",
    "<!DOCTYPE html><html><body>503</body></html>",
    "{\"a\":1,\"a\":{\"\303\251\":\"\346\227\245\346\234\254\"},\"\\u0000\":2,\"\":3}",
    "null",
    "[0,-0,9223372036854775807,-9223372036854775808,9223372036854"
    "775808,123456789012345678901234567890,1e400,1.5E+10,\"81189\"]"};

size_t fuzz_seed(uint64_t number, uint8_t *data, size_t size)
{
    return fuzz_text_seed(seeds, sizeof(seeds) / sizeof(seeds[0]), number, data, size);
}
