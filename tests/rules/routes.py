# SPDX-License-Identifier: MIT
"""Routes are data: no path of a web API stands outside the tables, and nothing is sent but
through the one function that calls a row of them."""

import re

import house

# Text that begins like the path of a route: "/shows/{id}", "/sync/history".
PATH = re.compile(r'"(/[a-z][a-z0-9_-]*(?:/[^"\s]*)?)"')
URL = re.compile(r'"https?://[^"]*"')
SEND = re.compile(r"\bhttp_send\s*\(")
SENDER = "core/services/route.c"


def check(tree, build):
    del build
    for path in tree.c_files("core", "plugin"):
        text = tree.read(path)
        table = path.startswith("core/services/") and path.endswith("_routes.h")
        if path.startswith("core/services/") and not table:
            for pattern, what in ((PATH, "a path"), (URL, "an address")):
                for match in pattern.finditer(text):
                    yield f"{path}:{house.line_of(text, match.start())}: {what} outside the " \
                          f"route tables: {match.group(0)}"
        if path not in (SENDER, "core/base/http.c", "core/base/http.h"):
            for match in SEND.finditer(house.code_of(text)):
                yield f"{path}:{house.line_of(text, match.start())}: http_send is {SENDER}'s alone"


PLANTS = (
    ("a path in a service", {"core/services/planted.c": 'const char *p = "/shows/%d/episodes";\n'},
     "a path outside"),
    ("a path of one word", {"core/services/planted.c": 'const char *p = "/login";\n'},
     "a path outside"),
    ("an address in a service",
     {"core/services/planted.c": 'const char *p = "https://api.example.org/v1";\n'},
     "an address outside"),
    ("a request past the tables",
     {"core/planted.c": "void f(void)\n{\n    http_send(h, &request, &response, err);\n}\n"},
     "alone"),
)

if __name__ == "__main__":
    house.run(check, PLANTS)
