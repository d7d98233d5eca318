/* SPDX-License-Identifier: MIT
 *
 * Whatever lies in an export: what is handed over keeps to its bounds, what is not is said in one
 * line with its place, and it fails with a kind and a text. The first byte chooses the form, so
 * that each reader also sees what is not of its form.
 */
#include <sys/mman.h>
#include <unistd.h>

#include <zip.h>

#include "core/base/error.h"
#include "core/import/import_read.h"
#include "matching/matching.h"
#include "tests/fuzz/fuzz.h"

enum {
    NOW = 1767225600, /* 2026-01-01 */
    MOST = NOW + 2 * 86400,
};

/* Texts have no bound, but are UTF-8 without a line's end in the places. */
static void check_text(const char *text)
{
    for (size_t len = text ? strlen(text) : 0, step; len > 0; text += step, len -= step) {
        step = epi_utf8_length(text, len);
        HOLDS(step > 0);
    }
}

static void check_line(const char *text)
{
    HOLDS(text && *text && !strpbrk(text, "\r\n"));
    check_text(text);
}

static bool visit(void *context, const struct epi_imported *it)
{
    size_t *left = context;
    HOLDS(it->size == sizeof(*it) && it->source && *it->source);
    check_line(it->place);
    HOLDS(it->watched || it->rating);
    HOLDS(it->rating >= 0 && it->rating <= 10 && it->again >= 0);
    HOLDS(it->watched_at >= 0 && it->watched_at <= MOST && it->rated_at >= 0);
    HOLDS(it->season >= -1 && it->number >= -1);
    HOLDS(it->tvdb >= 0 && it->tmdb >= 0 && it->tvmaze >= 0 && it->trakt >= 0);
    check_text(it->series);
    check_text(it->title);
    check_text(it->imdb);
    check_text(it->episode_imdb);
    check_text(it->airdate);
    check_text(it->numbering);
    return (*left)-- > 0;
}

static void unreadable(void *context, const char *place, const char *why)
{
    (void)context;
    check_line(place);
    check_line(why);
}

/* The name of a form, or NULL. */
static const char *form_of(uint8_t byte)
{
    size_t count = 0;
    while (import_read_form(count))
        count++;
    return byte % (count + 1) < count ? import_read_form(byte % (count + 1)) : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct epi_error err = {0};
    size_t left = 1000;
    char path[64];
    if (len == 0)
        return 0;
    struct import_options options = {
        .now = NOW, .form = form_of(bytes[0]), .profile = NULL, .local = true};
    int file = memfd_create("export", MFD_CLOEXEC);
    HOLDS(file >= 0 && write(file, bytes + 1, len - 1) == (ssize_t)(len - 1));
    snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
    if (!import_read(path, &options, visit, unreadable, &left, &err)) {
        HOLDS(err.kind != EPI_ERROR_NONE);
        check_line(err.text);
    }
    close(file);
    return 0;
}

/* ---- Seeds ---- */

#define LONG_LIST                                                                                  \
    "Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type,Bookmark\n"         \
    "Ada,2025-05-18 19:00:05,00:45:00,,Harbour: Season 7: Ebb (Episode 1),,00:56:00\n"             \
    "Ada,2025-05-18 18:45:00,00:13:00,,Harbour: Season 7: Ebb (Episode 1),,00:12:50\n"
#define LIBRARY                                                                                    \
    "<?xml version=\"1.0\"?><videodb><tvshow><title>Harbour</title><uniqueid type=\"tvdb\""        \
    " default=\"true\">52</uniqueid><episodedetails><season>1</season><episode>1</episode>"        \
    "<playcount>2</playcount><lastplayed>2024-05-06 12:00:00</lastplayed><userrating>7"            \
    "</userrating></episodedetails></tvshow></videodb>"

static const char *const texts[] = {
    "Title,Date\n\"Harbour: Season 7: Low Tide\",5/18/25\nLantern,4/5/2025\n",
    LONG_LIST,
    "{\"time\":1735689600,\"path\":\"/v/Harbour.S01E01.mkv\"}\n{\"time\":1,\"path\":\"/\xff.mkv\"}",
    LIBRARY,
    "<episodedetails><showtitle>A</showtitle><season>0</season><episode>1</episode><playcount>1"
    "</playcount></episodedetails>\n<movie><title>B</title><watched>true</watched></movie>\nhttp:/"
    "/",
    "type,title,year,season,episode,imdb,tvdb,watched_at,rating\n"
    "episode,Harbour,2011,1,2,tt0000011,71002,2024-02-29 20:15:00,9\n",
    "key,user_id,created_at,s_id,series_name,s_no,ep_no,ep_id\n"
    "watch-episode-a-b,1,2020-01-02 03:04:05,7001,Harbour,1,2,71002\n",
    "[{\"uuid\":\"u\",\"id\":{\"tvdb\":7001},\"title\":\"Harbour\",\"seasons\":[{\"number\":1,"
    "\"episodes\":[{\"number\":2,\"is_watched\":true,\"watched_at\":\"2024-02-29 20:15:00\"}]}]}]",
    "[{\"id\":1,\"watched_at\":\"03/04/2024 10:00\",\"action\":\"watch\",\"type\":\"episode\","
    "\"episode\":{\"season\":1,\"number\":2,\"ids\":{\"trakt\":5}},\"show\":{\"title\":\"Harbour\","
    "\"year\":2011,\"ids\":{\"tvdb\":7001}}},{\"rated_at\":\"13/04/2024\",\"rating\":7,"
    "\"type\":\"movie\",\"movie\":{\"title\":\"Lantern\",\"ids\":{\"imdb\":\"tt1\"}}}]",
    "{\"shows\":[{\"status\":\"watching\",\"last_watched\":\"S01E02\",\"user_rating\":8,\"show\":"
    "{\"title\":\"Harbour\",\"ids\":{\"tvdb\":\"7001\"}},\"seasons\":[{\"number\":1,\"episodes\":["
    "{\"number\":2,\"watched_at\":\"2024-02-29T20:15:00Z\"}]}]}]}",
    "SIMKL_ID,Title,Type,Year,Watchlist,LastEpWatched,WatchedDate,Rating,Memo,TVDB,TMDB,IMDB\n"
    "1,Harbour,tv show,2011,watching,s1e2,05-06-2024 10:00,8,,7001,,tt0000011\n"
    "2,Lantern,movie,1999,completed,,05-13-2024 10:00,,,,,\n",
    "title,season,episode,watched_at,rated_at,rating\nHarbour,1,2,05/06/2024,,\n"
    "Harbour,1,3,13/06/2024,06/13/2024,7\n",
};
enum { TEXTS = sizeof(texts) / sizeof(texts[0]) };

/* One of the texts as UTF-16; which byte comes first depends on the number. */
static size_t write_wide(uint64_t number, const char *text, uint8_t *data, size_t size)
{
    size_t len = 0, high = number % 2;
    const uint8_t mark[] = {high ? 0xff : 0xfe, high ? 0xfe : 0xff};
    memcpy(data, mark, sizeof(mark));
    for (len = sizeof(mark); *text && len + 2 <= size; text++, len += 2) {
        data[len + !high] = (uint8_t)*text;
        data[len + high] = 0;
    }
    return len;
}

/* A zip with one of the texts, as a member of a name that is read. */
static size_t write_zip(const char *name, const char *text, uint8_t *data, size_t size)
{
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, NULL);
    HOLDS(target);
    zip_source_keep(target);
    zip_t *zip = zip_open_from_source(target, ZIP_TRUNCATE, NULL);
    HOLDS(zip);
    zip_source_t *source = zip_source_buffer(zip, text, strlen(text), 0);
    HOLDS(zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) >= 0 && zip_close(zip) == 0);
    HOLDS(zip_source_open(target) == 0);
    zip_int64_t len = zip_source_read(target, data, size);
    HOLDS(len > 0);
    zip_source_close(target);
    zip_source_free(target);
    return (size_t)len;
}

size_t fuzz_seed(uint64_t number, uint8_t *data, size_t size)
{
    static const char *const names[] = {"NetflixViewingHistory.csv",
                                        "ViewingActivity.csv",
                                        "watch_history.jsonl",
                                        "videodb.xml",
                                        "a/b.nfo",
                                        "x.csv",
                                        "tracking-prod-records-v2.csv",
                                        "tvtime-series.json",
                                        "watched-history-1.json",
                                        "SimklBackup.json",
                                        "SimklBackup.csv",
                                        "x.csv"};
    uint64_t which = number % TEXTS, round = number / TEXTS;
    data[0] = round % 4 == 3 ? (uint8_t)number : 0xff; /* as told by the content, most often */
    while (round % 4 != 3 && form_of(data[0]))
        data[0]--;
    if (round % 4 == 0)
        return 1 + write_zip(names[which], texts[which], data + 1, size - 1);
    if (round % 4 == 1)
        return 1 + write_wide(round / 4, texts[which], data + 1, size - 1);
    return 1 + fuzz_text_seed(texts, TEXTS, which, data + 1, size - 1);
}
