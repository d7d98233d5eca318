# SPDX-License-Identifier: MIT
"""Nothing is sent that no table of routes names: compares what a stand-in was asked with the tables
of the tool (`epimark api SERVICE --json`): method, path and the names in the query. The tests that
have a stand-in's log look into it when that stand-in ends."""

import functools
import json
import os
import re
import subprocess
import urllib.parse

# Where the stand-in has each API; the longest prefix counts.
PREFIXES = {
    "/tvmaze/v1": "tvmaze-user", "/tvmaze": "tvmaze", "/tvdb/v4": "tvdb", "/tvdb2": "tvdb2",
    "/trakt-auth": "trakt", "/trakt": "trakt", "/trakt1": "trakt1", "/mdblist": "mdblist",
}
# What signs a request in its query.
SIGNS = {"mdblist": {"apikey"}}


@functools.lru_cache(maxsize=None)
def table(build, api):
    """The routes of an API: method, the path as a pattern, the names that a query may have."""
    told = subprocess.run([os.path.join(build, "epimark"), "api", api, "--json"], check=True,
                          stdout=subprocess.PIPE, env={"HOME": build}).stdout
    rows = []
    for route in json.loads(told):
        pieces = re.split(r"\{[^}]*\}", route["path"])
        rows.append((route["method"], re.compile("[^/]+".join(map(re.escape, pieces)) + r"\Z"),
                     {param["name"] for param in route["params"]}
                     | (SIGNS.get(api, set()) if route["auth"] != "none" else set())))
    return rows


def names(request):
    """Those in the query of a request."""
    return {name for name, _ in urllib.parse.parse_qsl(request.get("query") or "",
                                                       keep_blank_values=True)}


def is_named(build, request):
    """Whether a row names a request."""
    path = request["path"]
    prefix = max((p for p in PREFIXES if (path + "/").startswith(p + "/")), key=len, default=None)
    if prefix is None:
        return False
    rest = path[len(prefix):]
    if rest in ("", "/"):
        return request["method"] in ("GET", "HEAD")  # whether it can be reached at all
    return any(method == request["method"] and pattern.match(rest) and names(request) <= params
               for method, pattern, params in table(build, PREFIXES[prefix]))


def unnamed(build, log):
    """What epimark sent, as the log of a stand-in has it, that no row names."""
    if not os.path.exists(log):
        return []
    with open(log, encoding="utf-8") as file:
        requests = [json.loads(line) for line in file if line.endswith("\n")]
    return [f"{r['method']} {r['path']} {sorted(names(r))}" for r in requests
            if r["headers"].get("User-Agent", "").startswith("epimark/")
            and not is_named(build, r)]
