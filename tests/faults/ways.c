/* SPDX-License-Identifier: MIT */
#include "tests/faults/ways.h"

#define JSON    "\"headers\":{\"Content-Type\":\"application/json\"}"
#define WAITING "\"headers\":{\"Content-Type\":\"application/json\",\"Retry-After\":\"120\"}"
#define PAGE    "\"headers\":{\"Content-Type\":\"text/html\"},\"body\":\"<html>Please wait</html>\""

/* A refusal that takes no effect, with and without a time to wait. */
#define STATUS_AS(status, most)                                                                    \
    {#status, SWIFT_SENT, "\"do\":\"status\",\"status\":" #status ",\"body\":\"{}\"," JSON, most}, \
    {                                                                                              \
#status "-retry-after", SWIFT_SENT,                                                        \
            "\"do\":\"status\",\"status\":" #status ",\"body\":\"{}\"," WAITING, most              \
    }
#define STATUS(status) STATUS_AS(status, HEALED_SOON)

/* An error of a machine in between: what was asked for has taken effect. */
#define AFTER(status)                                                                              \
    {                                                                                              \
#status "-after", SWIFT_SENT,                                                              \
            "\"do\":\"status\",\"status\":" #status ",\"body\":\"\",\"processed\":true",           \
            HEALED_SOON                                                                            \
    }

const struct way ways[] = {
    {"refused", SWIFT_REFUSED, NULL, HEALED_SOON},
    {"reset-before", SWIFT_SENT, "\"do\":\"reset\",\"processed\":false", HEALED_SOON},
    {"reset-after", SWIFT_SENT, "\"do\":\"reset\"", HEALED_SOON},
    {"closed-before", SWIFT_SENT, "\"do\":\"close\",\"processed\":false", HEALED_SOON},
    {"closed-after", SWIFT_SENT, "\"do\":\"close\"", HEALED_SOON},
    {"stalled-before", SWIFT_GIVEN_UP, "\"do\":\"stall\"", HEALED_SOON},
    {"stalled-after", SWIFT_GIVEN_UP, "\"do\":\"stall\",\"processed\":true", HEALED_SOON},
    {"stopped-before", SWIFT_WATCHED, "\"do\":\"stall\"", HEALED_SOON},
    {"stopped-after", SWIFT_WATCHED, "\"do\":\"stall\",\"processed\":true", HEALED_SOON},
    {"dripped", SWIFT_GIVEN_UP, "\"do\":\"drip\"", HEALED_SOON},
    {"cut", SWIFT_SENT, "\"do\":\"cut\"", HEALED_SOON},
    {"too-long", SWIFT_GIVEN_UP, "\"do\":\"long\"", HEALED_SOON},
    {"too-short", SWIFT_SENT, "\"do\":\"short\"", HEALED_SOON},
    {"over-size", SWIFT_SENT, "\"do\":\"body\",\"body\":\" \",\"size\":5000000", HEALED_SOON},
    {"invalid-json", SWIFT_SENT, "\"do\":\"body\",\"body\":\"{\\\"data\\\":[{\"", HEALED_SOON},
    {"empty", SWIFT_SENT, "\"do\":\"body\",\"body\":\"\"", HEALED_SOON},
    {"html-200", SWIFT_SENT, "\"do\":\"status\",\"status\":200," PAGE, HEALED_SOON},
    {"html-403", SWIFT_SENT, "\"do\":\"status\",\"status\":403," PAGE, HEALED_SOON},
    {"html-503", SWIFT_SENT, "\"do\":\"status\",\"status\":503," PAGE, HEALED_SOON},
    STATUS_AS(401, HEALED_BY_SIGN_IN),
    STATUS_AS(403, HEALED_LATER),    /* asked for daily */
    STATUS_AS(404, HEALED_BY_RETRY), /* what a catalogue lacks may make a series unsure */
    STATUS_AS(409, HEALED_BY_RETRY), /* which none of them documents: a dead letter */
    STATUS_AS(420, HEALED_LATER),    /* asked for daily */
    STATUS_AS(422, HEALED_LATER),    /* the last time after a week */
    STATUS_AS(423, HEALED_LATER),    /* asked for daily */
    STATUS_AS(426, HEALED_LATER),    /* asked for daily */
    STATUS(429),
    STATUS(500),
    STATUS(502),
    STATUS(503),
    STATUS(520),
    {"429-for-years", SWIFT_SENT,
     "\"do\":\"status\",\"status\":429,\"headers\":{\"Retry-After\":\"999999999\"}", HEALED_SOON},
    {"503-until-a-date", SWIFT_SENT,
     "\"do\":\"status\",\"status\":503,\"headers\":{\"Retry-After\":"
     "\"Sun, 08 Mar 2026 12:00:00 GMT\"}",
     HEALED_SOON},
    AFTER(500),
    AFTER(502),
    AFTER(503),
    AFTER(520),
};

const size_t way_count = sizeof(ways) / sizeof(ways[0]);
