/* SPDX-License-Identifier: MIT
 *
 * What a command is about, as it is typed: a row, a file, a series and its episodes, a date.
 */
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/cli/cli.h"

/* Whether a text means a file rather than a title: it has a slash, or there is such a file. */
static bool is_file(const char *text)
{
    return strchr(text, '/') || access(text, F_OK) == 0;
}

bool cli_has_target(const struct cli_call *call, int first)
{
    return call->arg_count > first || cli_value(call, "last");
}

/* Says what is wrong with the episodes: of a range whose ends are right, that it is none. */
static enum cli_exit wrong_episodes(const struct cli_call *call, const char *episodes)
{
    char first[32];
    size_t len = strcspn(episodes, "-");

    snprintf(first, sizeof(first), "%.*s", (int)(len < sizeof(first) ? len : 0), episodes);
    const char *last = episodes[len] ? episodes + len + 1 : "";
    bool number = *last && !last[strspn(last, "0123456789")];
    if (epi_target_is_episodes(first) && (number || epi_target_is_episodes(last))) {
        return cli_usage(call,
                         "invalid episodes '%s'; a range goes forward, has at most 500 episodes, "
                         "and none of specials and other seasons at once",
                         episodes);
    }
    return cli_usage(call, "invalid episodes '%s'; expected 1x02, or 1x02-05 or 1x08-2x03",
                     episodes);
}

/* text and episodes may be NULL. */
static enum cli_exit read_target(const struct cli_call *call, const char *text,
                                 const char *episodes, bool series, struct epi_target *target)
{
    *target = (struct epi_target){.size = sizeof(*target)};
    if (!text)
        return CLI_DONE;
    char about[256];
    snprintf(about, sizeof(about), "%s%s%s", text, episodes ? " " : "", episodes ? episodes : "");
    cli_progress_about(about);
    if (cli_value(call, "last"))
        return cli_usage(call, "--last and '%s' cannot be combined", text);
    if (episodes && !epi_target_is_episodes(episodes))
        return wrong_episodes(call, episodes);
    long long row;
    if (!episodes && cli_number(text, 1, INT64_MAX, &row)) {
        target->row = row;
    } else if (episodes || (series && !is_file(text))) {
        if (!epi_list_is_id(text) && !epi_list_is_title(text)) {
            return cli_usage(call,
                             "invalid series '%s'; expected tvdb:ID, tvmaze:ID, imdb:ttID or a "
                             "title",
                             text);
        }
        target->series = text;
        target->episodes = episodes;
    } else {
        target->path = text;
    }
    return CLI_DONE;
}

enum cli_exit cli_target(const struct cli_call *call, int first, bool series,
                         struct epi_target *target)
{
    const char *text = call->arg_count > first ? call->args[first] : NULL;
    const char *episodes = call->arg_count > first + 1 ? call->args[first + 1] : NULL;

    return read_target(call, text, episodes, series, target);
}

enum cli_exit cli_target_alone(const struct cli_call *call, const char **value,
                               struct epi_target *target)
{
    int count = call->arg_count;
    bool last = cli_value(call, "last");

    *value = count > !last ? call->args[count - 1] : NULL;
    if (last && count > 1)
        return cli_usage(call, "--last and '%s' cannot be combined", call->args[0]);
    return read_target(call, last ? NULL : call->args[0], NULL, true, target);
}

enum cli_exit cli_limit(const struct cli_call *call, long long *limit)
{
    const char *wanted = cli_value(call, "limit");

    if (!wanted || cli_number(wanted, 1, 1000000000, limit))
        return CLI_DONE;
    return cli_usage(call, "invalid value '%s' for --limit; expected a number of at least 1",
                     wanted);
}

bool cli_date(const char *text, int64_t *at)
{
    char parts[3][5] = {"", "", ""};

    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
        return false;
    snprintf(parts[0], sizeof(parts[0]), "%.4s", text);
    snprintf(parts[1], sizeof(parts[1]), "%.2s", text + 5);
    snprintf(parts[2], sizeof(parts[2]), "%.2s", text + 8);
    long long year, month, day;
    if (!cli_number(parts[0], 1970, 9999, &year) || !cli_number(parts[1], 1, 12, &month) ||
        !cli_number(parts[2], 1, 31, &day))
        return false;
    struct tm local = {
        .tm_year = (int)year - 1900, .tm_mon = (int)month - 1, .tm_mday = (int)day, .tm_isdst = -1};
    *at = mktime(&local);
    return *at > 0;
}
