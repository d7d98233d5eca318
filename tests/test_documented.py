# SPDX-License-Identifier: MIT
"""Holds the route tables to what the services' documents say, as data/routes.txt has it: each
route with its method, path and parameters, and no other. It needs nothing beside the project;
tests/peers/prism.py does the same with the descriptions themselves, value by value.

Run as: test_documented.py BUILD."""

import json
import os
import re
import subprocess
import sys

BUILD = os.path.abspath(sys.argv[1])
DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "routes.txt")


def documented():
    """{API: {"GET /shows/{}": {parameters}}}; a parameter keeps only the marks ! and ^."""
    apis = {}
    with open(DATA, encoding="utf-8") as file:
        for line in file:
            if line.startswith("#") or not line.strip():
                continue
            if line[0] != " ":
                routes = apis.setdefault(line.partition(":")[0], {})
                continue
            method, path, *rest = line.split()
            routes[f"{method} {path}"] = {re.sub(r"[+?]$", "", word) for word in rest}
    return apis


def mark(param):
    return "!" if param["required"] else "^" if param.get("one_of") else ""


def tool(*arguments):
    return subprocess.run([os.path.join(BUILD, "epimark"), *arguments], check=True, text=True,
                          stdout=subprocess.PIPE, env={"HOME": BUILD}).stdout


def ours(api):
    """The same from the tool."""
    routes = {}
    for route in json.loads(tool("api", api, "--json")):
        params = {("=" if p["in"] == "header" else "") + p["name"] + mark(p)
                  for p in route["params"] if "{" + p["name"] + "}" not in route["path"]}
        if route["body"] != "none":
            params.add("body")
        routes[f"{route['method']} " + re.sub(r"{[^}]*}", "{}", route["path"])] = params
    return routes


def faults(api, wanted, found):
    for route in sorted(wanted.keys() | found.keys()):
        if route not in found:
            yield f"{api}: {route} is documented, but in no table"
        elif route not in wanted:
            yield f"{api}: {route} is in the table, but not documented"
        elif wanted[route] != found[route]:
            only = sorted(wanted[route] ^ found[route])
            yield f"{api}: {route}: one says {' '.join(only)}, the other does not"


def main():
    apis = documented()
    known = {line.split()[0] for line in tool("api").splitlines() if line.endswith(" routes")}
    found = [f"{api}: not both in the tool and in data/routes.txt" for api in known ^ apis.keys()]
    for api in known & apis.keys():
        found += faults(api, apis[api], ours(api))
    for fault in found:
        print(fault)
    print(f"{sum(map(len, apis.values()))} documented routes of {len(apis)} APIs, "
          f"{len(found)} differ")
    sys.exit(1 if found or not apis else 0)


if __name__ == "__main__":
    main()
