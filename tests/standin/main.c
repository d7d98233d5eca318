/* SPDX-License-Identifier: MIT
 *
 * epimark-standin: the stand-in services as a program.
 */
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "standin.h"

static const char help[] =
    "Usage: epimark-standin [--port N] [--port-file F] [--log F.jsonl] [--catalogue DIR]\n"
    "                       [--faults F] [--limits]\n"
    "\n"
    "Serves TVmaze, TheTVDB and Trakt on 127.0.0.1, as their documents describe them, until\n"
    "SIGTERM or SIGINT; then prints what it received. Nothing leaves this machine.\n"
    "\n"
    "  --port N         listen there; without it any free port\n"
    "  --port-file F    write the port's number to F once it listens\n"
    "  --log F          append every request to F, one JSON object a line\n"
    "  --catalogue DIR  serve DIR's shows.jsonl, episodes.jsonl, anime.jsonl\n"
    "                   instead of its own 60 series\n"
    "  --faults F       what shall go wrong, one JSON object a line:\n"
    "                   {\"match\":\"PUT /tvmaze/v1/scrobble/*\",\"nth\":1,\"do\":\"status\",\n"
    "                   \"status\":429,\"headers\":{\"Retry-After\":\"1\"},\"body\":\"\"}\n"
    "                   do: status, stall, cut, drip or body; nth 0: every time\n"
    "  --limits         keep the documented rates: 429 beyond them\n"
    "\n"
    "Prefixes: /tvmaze /tvmaze/v1 /tvdb/v4 /tvdb2 /trakt /trakt-auth /trakt1 /mdblist;\n"
    "GET /__state prints what it holds, POST /__control turns its knobs.\n"
    "\n"
    "It accepts these credentials and no others:\n"
    "  tvmaze  user " STANDIN_TVMAZE_USER ", key " STANDIN_TVMAZE_KEY "\n"
    "          without Premium: user " STANDIN_TVMAZE_FREE_USER ", key " STANDIN_TVMAZE_FREE_KEY
    "\n"
    "          pairing: " STANDIN_TVMAZE_EMAIL "\n"
    "  tvdb    key " STANDIN_TVDB_KEY "\n"
    "          or key " STANDIN_TVDB_USER_KEY " with PIN " STANDIN_TVDB_PIN "\n"
    "  tvdb2   key " STANDIN_TVDB2_KEY ", user " STANDIN_TVDB2_USER
    ", user key " STANDIN_TVDB2_USER_KEY "\n"
    "  trakt   app id     " STANDIN_TRAKT_ID "\n"
    "          app secret " STANDIN_TRAKT_SECRET "\n"
    "          access     " STANDIN_TRAKT_ACCESS "\n"
    "          refresh    " STANDIN_TRAKT_REFRESH "\n"
    "  trakt1  key " STANDIN_TRAKT1_KEY ", user " STANDIN_TRAKT1_USER
    ", password " STANDIN_TRAKT1_PASSWORD "\n"
    "  mdblist key " STANDIN_MDBLIST_KEY ", app id " STANDIN_MDBLIST_ID "\n";

static bool write_port(const char *path, int port)
{
    char fresh[4096];
    if (snprintf(fresh, sizeof(fresh), "%s.new", path) >= (int)sizeof(fresh))
        return false;
    FILE *file = fopen(fresh, "we");
    if (!file)
        return false;
    bool good = fprintf(file, "%d\n", port) > 0;
    return !fclose(file) && good && !rename(fresh, path);
}

static int usage(const char *why)
{
    fprintf(stderr, "epimark-standin: %s; --help tells what there is\n", why);
    return 2;
}

int main(int argc, char **argv)
{
    enum { PORT = 1, PORT_FILE, LOG, CATALOGUE, FAULTS, LIMITS, HELP };
    static const struct option known[] = {
        {"port", required_argument, NULL, PORT},
        {"port-file", required_argument, NULL, PORT_FILE},
        {"log", required_argument, NULL, LOG},
        {"catalogue", required_argument, NULL, CATALOGUE},
        {"faults", required_argument, NULL, FAULTS},
        {"limits", no_argument, NULL, LIMITS},
        {"help", no_argument, NULL, HELP},
        {0},
    };
    struct standin_options options = {0};
    const char *port_file = NULL;
    for (int option; (option = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        char *end = NULL;
        if (option == PORT) {
            options.port = (int)strtol(optarg, &end, 10);
            if (*end || options.port < 1 || options.port > 65535)
                return usage("--port takes a number from 1 to 65535");
        } else if (option == PORT_FILE) {
            port_file = optarg;
        } else if (option == LOG) {
            options.log_file = optarg;
        } else if (option == CATALOGUE) {
            options.catalogue_dir = optarg;
        } else if (option == FAULTS) {
            options.faults_file = optarg;
        } else if (option == LIMITS) {
            options.limits = true;
        } else if (option == HELP) {
            fputs(help, stdout);
            return 0;
        } else {
            return 2;
        }
    }
    if (optind < argc)
        return usage("no arguments besides options are taken");

    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    struct standin *standin = standin_start(&options);
    if (!standin)
        return 1;
    if (port_file && !write_port(port_file, standin_port(standin))) {
        fprintf(stderr, "epimark-standin: cannot write %s\n", port_file);
        standin_stop(standin);
        return 1;
    }
    int got = 0;
    sigwait(&ends, &got);
    standin_report(standin, stdout);
    standin_stop(standin);
    return fflush(stdout) ? 1 : 0;
}
