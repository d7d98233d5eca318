/* SPDX-License-Identifier: MIT
 *
 * Plays evenings in which one request fails, or all from one on, and compares what the services
 * hold in the end with what the viewer meant. README.md beside this file.
 */
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/json.h"
#include "tests/faults/evening.h"
#include "tests/faults/ways.h"

/* One evening that goes wrong. */
struct trial {
    const struct evening *evening;
    struct viewer *viewer;
    const struct way *way;
    int nth;    /* the request that fails, from 1 */
    bool lasts; /* so do all after it, until the next day is over */
};

struct result {
    bool struck; /* there were so many requests */
    enum healing healing;
    const char *fault; /* what is wrong; NULL: nothing */
};

struct totals {
    int cases;
    int faults;
    int healed[HEALINGS];
};

static bool tells_all; /* also of what is as it should be */

/* ---- One trial ---- */

static enum swift_fate decide(void *context, int n)
{
    const struct trial *trial = context;
    bool now = trial->lasts ? n >= trial->nth : n == trial->nth;

    return now ? trial->way->fate : SWIFT_SENT;
}

/* The player or the tool ends as soon as the service has read the request. */
static void stop_at_once(void *context)
{
    const struct trial *trial = context;

    if (standin_count(trial->viewer->standin, NULL) >= trial->nth)
        viewer_stop(trial->viewer);
}

static void set_fault(struct viewer *viewer, const struct trial *trial)
{
    char fault[512];

    if (!trial->way->fault)
        return;
    snprintf(fault, sizeof(fault), "{\"match\":\"*\",\"nth\":%d,\"times\":%d,%s}", trial->nth,
             trial->lasts ? 1000000 : 1, trial->way->fault);
    if (!standin_fault(viewer->standin, fault))
        abort();
}

/* Whether a request failed whose answer comes only once. */
static bool lost_a_token(struct viewer *viewer)
{
    static const char *const paths[] = {"/oauth/token", "/oauth/device/token", "/auth/poll"};
    char *text = standin_log(viewer->standin);
    struct json *log = json_read(text, strlen(text), NULL);
    bool lost = false;

    for (size_t i = 0; i < json_count(log); i++) {
        const struct json *row = json_at(log, i);
        for (size_t k = 0; k < sizeof(paths) / sizeof(paths[0]); k++) {
            if (*json_text(json_get(row, "fault")) &&
                strstr(json_text(json_get(row, "path")), paths[k]))
                lost = true;
        }
    }
    json_free(log);
    free(text);
    return lost;
}

static const char *judge(struct viewer *viewer, const struct trial *trial, enum healing healing)
{
    static const char *const texts[HEALINGS] = {
        [HEALED_LATER] = "it took more than a day",
        [HEALED_BY_SIGN_IN] = "a person had to sign in again",
        [HEALED_BY_RETRY] = "a person had to run `queue retry`",
        [HEALED_NOT] = "the services do not hold what was meant",
    };
    for (size_t i = 0; i < viewer->account_count; i++) {
        if (viewer->accounts[i].nagged)
            return "more than one line asked to sign in";
    }
    bool may =
        healing <= trial->way->most || (healing == HEALED_BY_SIGN_IN && lost_a_token(viewer));

    return may ? NULL : texts[healing];
}

/* Prints each line of one text that the other has less often. */
static void print_surplus(const char *what, const char *text, const char *other)
{
    char *lines = strdup(other);

    for (const char *line = text; *line; line += strcspn(line, "\n") + 1) {
        char one[128];
        snprintf(one, sizeof(one), "%.*s\n", (int)strcspn(line, "\n"), line);
        char *found = strstr(lines, one);
        if (found)
            memset(found, '#', strlen(one) - 1);
        else
            printf("  %s: %s", what, one);
    }
    free(lines);
}

static void report(struct viewer *viewer, const struct trial *trial, const struct result *result)
{
    printf("%s: --evening %s --way %s --nth %d%s\n", result->fault ? result->fault : "fine",
           trial->evening->name, trial->way->name, trial->nth, trial->lasts ? " --lasts" : "");
    char held[EVENING_HELD_MAX];
    evening_held(viewer, held);
    print_surplus("missing", trial->evening->meant, held);
    print_surplus("not meant", held, trial->evening->meant);
    if (tells_all)
        printf("%s", viewer->said);
    fflush(stdout);
}

static struct result run(struct trial *trial)
{
    struct viewer *viewer = evening_begin(trial->evening);
    struct result result = {.struck = false};
    bool corrected = false;

    set_fault(viewer, trial);
    trial->viewer = viewer;
    swift_on_request(decide, stop_at_once, trial);
    evening_play(trial->evening, viewer, &corrected);
    result.struck = swift_requests() >= trial->nth;
    swift_on_request(NULL, NULL, NULL);
    if (!standin_hear(viewer->standin) || !standin_control(viewer->standin, "{\"faults\":null}"))
        abort();
    if (result.struck) {
        result.healing = evening_heal(trial->evening, viewer, corrected);
        result.fault = judge(viewer, trial, result.healing);
    }
    if (result.fault || (tells_all && result.struck))
        report(viewer, trial, &result);
    viewer_free(viewer);
    return result;
}

static void add(struct totals *totals, const struct result *result)
{
    totals->cases++;
    totals->faults += result->fault != NULL;
    totals->healed[result->healing]++;
}

/* How many requests an evening has in which nothing fails; it has to end as it was meant. */
static int count_requests(const struct evening *evening)
{
    const struct way none = {.name = "none"};
    struct trial trial = {.evening = evening, .way = &none, .nth = 1};
    struct viewer *viewer = evening_begin(evening);
    bool corrected = false;

    swift_on_request(NULL, NULL, NULL);
    evening_play(evening, viewer, &corrected);
    int requests = swift_requests();
    struct result result = {.healing = evening_heal(evening, viewer, corrected)};
    if (result.healing != HEALED_SOON || !corrected) {
        result.fault = "an evening without a fault went wrong";
        report(viewer, &trial, &result);
        exit(1);
    }
    if (tells_all)
        report(viewer, &trial, &result);
    viewer_free(viewer);
    return requests;
}

/* ---- Which trials ---- */

/* What the command line chooses; zero and NULL: all. */
struct choice {
    const char *evening;
    const char *way;
    int nth;
    bool lasts;
    uint64_t seed;
    int sample; /* how many trials by chance */
};

static bool is_chosen(const char *wanted, const char *name)
{
    return !wanted || strcmp(wanted, name) == 0;
}

static void run_until_none_fails(struct trial trial, struct totals *totals)
{
    for (trial.nth = 1;; trial.nth++) {
        struct result result = run(&trial);
        if (!result.struck)
            break;
        add(totals, &result);
    }
}

static void run_way(const struct choice *choice, const struct evening *evening,
                    const struct way *way, struct totals *totals)
{
    for (int lasts = 0; lasts < 2; lasts++) {
        struct trial trial = {.evening = evening, .way = way, .lasts = lasts, .nth = choice->nth};
        if (choice->nth == 0) {
            run_until_none_fails(trial, totals);
        } else if (choice->lasts == trial.lasts) {
            struct result result = run(&trial);
            if (result.struck)
                add(totals, &result);
        }
    }
}

static void run_all(const struct choice *choice, struct totals *totals)
{
    for (size_t e = 0; e < evening_count; e++) {
        for (size_t w = 0; w < way_count && is_chosen(choice->evening, evenings[e].name); w++) {
            if (is_chosen(choice->way, ways[w].name))
                run_way(choice, &evenings[e], &ways[w], totals);
        }
    }
}

static uint32_t chance(uint64_t *seed, uint32_t below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33) % below;
}

static void run_sample(struct choice *choice, struct totals *totals)
{
    int requests[8] = {0};

    for (int i = 0; i < choice->sample; i++) {
        size_t e = chance(&choice->seed, (uint32_t)evening_count);
        if (!requests[e])
            requests[e] = count_requests(&evenings[e]);
        struct trial trial = {.evening = &evenings[e],
                              .way = &ways[chance(&choice->seed, (uint32_t)way_count)],
                              .nth = 1 + (int)chance(&choice->seed, (uint32_t)requests[e]),
                              .lasts = chance(&choice->seed, 2)};
        struct result result = run(&trial);
        if (result.struck)
            add(totals, &result);
    }
}

static bool read_choice(int argc, char **argv, struct choice *choice)
{
    static const struct option options[] = {{"evening", required_argument, NULL, 'e'},
                                            {"way", required_argument, NULL, 'w'},
                                            {"nth", required_argument, NULL, 'n'},
                                            {"lasts", no_argument, NULL, 'l'},
                                            {"sample", required_argument, NULL, 's'},
                                            {"seed", required_argument, NULL, 'c'},
                                            {"verbose", no_argument, NULL, 'v'},
                                            {"list", no_argument, NULL, 'L'},
                                            {NULL, 0, NULL, 0}};

    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (option) {
        case 'e':
            choice->evening = optarg;
            break;
        case 'w':
            choice->way = optarg;
            break;
        case 'n':
            choice->nth = (int)strtol(optarg, NULL, 10);
            break;
        case 'l':
            choice->lasts = true;
            break;
        case 's':
            choice->sample = (int)strtol(optarg, NULL, 10);
            break;
        case 'c':
            choice->seed = strtoull(optarg, NULL, 10);
            break;
        case 'v':
            tells_all = true;
            break;
        case 'L':
            for (size_t i = 0; i < evening_count * way_count; i++)
                printf("%s %s\n", evenings[i / way_count].name, ways[i % way_count].name);
            exit(0);
        default:
            return false;
        }
    }
    return optind == argc;
}

int main(int argc, char **argv)
{
    struct choice choice = {.seed = 1};
    struct totals totals = {0};

    if (!read_choice(argc, argv, &choice))
        return 2;
    /* What a disk does is the subject of other proofs. */
    if (access("/dev/shm", W_OK) == 0)
        setenv("TMPDIR", "/dev/shm", 0);
    if (choice.sample > 0)
        run_sample(&choice, &totals);
    else
        run_all(&choice, &totals);
    printf("%d cases, %d faults; right %d soon, %d later, %d by signing in, %d by `queue retry`\n",
           totals.cases, totals.faults, totals.healed[HEALED_SOON], totals.healed[HEALED_LATER],
           totals.healed[HEALED_BY_SIGN_IN], totals.healed[HEALED_BY_RETRY]);
    return totals.faults > 0 || totals.cases == 0;
}
