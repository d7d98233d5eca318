#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the route tables to the services' own descriptions: Prism serves each description that
EPIMARK_SPECS has and refuses what does not fit it, and every row is sent to it with each of its
parameters and values. Called as prism.py CONTRACT PEERS, the folder Prism is installed in."""

import json
import os
import re
import select
import shutil
import socket
import subprocess
import sys
import time

CONTRACT, PEERS = sys.argv[1:3]

# Which description is of which API.
DESCRIPTIONS = (
    ("tvmaze", "tvmaze-public-openapi.yml"),
    ("tvmaze-user", "tvmaze-premium-openapi.seed.yml"),
    ("tvdb", "tvdb-v4-swagger.yml"),
    ("tvdb2", "tvdb-v2-swagger.seed-repaired.yml"),
)

# Where a description is wrong about its service: (API, route, parameters that matter, the status
# Prism answers, why it is the description that errs).
QUIRKS = (
    ("tvmaze-user", "auth-start", None, 401,
     "its global security asks for Basic, which nobody has who is only pairing"),
    ("tvmaze-user", "auth-poll", None, 401, "the same"),
    ("tvmaze-user", "scrobble-shows", lambda p: "imdb_id" in p, 422,
     "imdb_id is called an integer, but IMDb's ids are text"),
    ("tvmaze", "show", lambda p: p.get("embed") in ("crew", "akas", "images"), 422,
     "it lists fewer embeds than the service has"),
    ("tvdb", "login", None, 401, "its global security asks for the token that a login is to give"),
    ("tvdb", "series-episodes", lambda p: "page" not in p, 400,
     "page is called required, but is 0 where it is missing"),
    ("tvdb", "series-episodes-language", lambda p: "page" not in p, 400, "the same"),
)

# Rows that the service takes and its description leaves out.
BEYOND = {
    "tvmaze": {"GET /alternatelists/{}", "GET /alternatelists/{}/alternateepisodes"},
    "tvmaze-user": set(),
    "tvdb": set(),
    "tvdb2": {"GET /movies/{}", "GET /movieupdates"},
}


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Prism:
    """Prism serving one description until the end of the block."""

    def __init__(self, description):
        self.port = free_port()
        self.process = subprocess.Popen(
            [os.path.join(PEERS, "node_modules/.bin/prism"), "mock", "--errors", "-h", "127.0.0.1",
             "-p", str(self.port), description],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def __enter__(self):
        said, end = b"", time.monotonic() + 60
        while b"listening" not in said:
            ready, _, _ = select.select([self.process.stdout], [], [],
                                        max(0, end - time.monotonic()))
            piece = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            if not piece:
                self.__exit__()
                sys.exit("Prism did not start: " + said.decode("utf-8", "replace")[-500:])
            said += piece
        # Whatever it logs has to be read, or it would stop.
        self.drain = subprocess.Popen(["cat"], stdin=self.process.stdout,
                                      stdout=subprocess.DEVNULL)
        return f"http://127.0.0.1:{self.port}"

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def described(path):
    """{"GET /shows/{}"} of a description; its YAML is regular enough to be read by lines."""
    found, inside, place = set(), False, None
    with open(path, encoding="utf-8") as file:
        for line in file:
            if re.match(r"\S", line):
                inside = line.startswith("paths:")
            at = re.match(r"  [\"']?(/[^\s\"']*)[\"']?:\s*$", line)
            method = re.match(r"    (get|head|put|post|patch|delete):\s*$", line)
            if inside and at:
                place = re.sub(r"{[^}]*}", "{}", at.group(1))
            elif inside and place and method:
                found.add(f"{method.group(1).upper()} {place}")
    return found


def quirk(api, row):
    return next((status for a, route, when, status, _ in QUIRKS
                 if (a, route) == (api, row["route"]) and (not when or when(row["params"]))), None)


def check(api, description):
    """Texts of what is wrong."""
    with Prism(description) as url:
        done = subprocess.run([CONTRACT, api, url], stdout=subprocess.PIPE, check=True, text=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    wrong = rows.pop()
    ours = {f"{r['method']} " + re.sub(r"{[^}]*}", "{}", r["path"]) for r in rows}
    theirs = described(description)
    for place in sorted(theirs - ours):
        yield f"{api}: {place} is described, but in no table"
    for place in sorted(ours - theirs - BEYOND[api]):
        yield f"{api}: {place} is in the table, but not described"
    for row in rows:
        place = f"{row['method']} " + re.sub(r"{[^}]*}", "{}", row["path"])
        expected = quirk(api, row) or (404 if place in BEYOND[api] else None)
        good = row["status"] == expected if expected else 200 <= row["status"] < 300
        if not good:
            yield f"{api}: {row['route']} {row['params']}: {row['status']}"
    if wrong["wrong"] != wrong["refused"] or wrong["sent"]:
        yield f"{api}: of {wrong['wrong']} wrong calls {wrong['refused']} were refused, " \
              f"{wrong['sent']} sent"
    print(f"{api}: {len(rows)} requests for {len(ours)} of {len(theirs)} described routes, "
          f"{wrong['refused']} wrong calls refused")


def main():
    specs = os.environ.get("EPIMARK_SPECS", "")
    if not specs:
        skip("EPIMARK_SPECS names no folder of descriptions")
    if not shutil.which("node"):
        skip("there is no node")
    if not os.path.exists(os.path.join(PEERS, "node_modules/.bin/prism")):
        skip("Prism is not installed (tests/peers/install)")
    faults = [fault for api, name in DESCRIPTIONS
              for fault in check(api, os.path.join(specs, name))]
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


main()
