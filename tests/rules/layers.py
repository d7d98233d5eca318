# SPDX-License-Identifier: MIT
"""Who may include what: matching knows nobody, core goes downwards, front ends see core's public
headers alone, and one foreign library belongs to one place."""

import os
import re

import house

# The rooms of core, from the top; those that stand together do not see each other.
ROOMS = (("player", "client"), ("deliver",), ("identify",), ("journal",), ("services",), ("base",))
INCLUDE_ROOT = "core/include/"
PUBLIC = ()

# Which foreign headers are whose: (start of the header's name, files that may include it).
FOREIGN = (
    ("sqlite3", r"core/journal/[a-z_]*\.c"),
    ("curl/", r"core/base/http\.c"),
    ("json-c/", r"core/base/json\.c"),
    ("json.h", r"core/base/json\.c"),
    ("libsecret/", r"core/base/secret\.c"),
    ("glib", r"core/base/secret\.c"),
    ("gio/", r"core/base/secret\.c"),
    ("mpv/", r"plugin/[a-z_]+\.[ch]"),
    ("utf8proc", r"matching/text\.c"),
    ("qrencode", r"core/cli/qr\.c"),
)

# What C itself and the system offer that matching may use: no I/O, no clock, no locale.
PURE = {"assert.h", "limits.h", "math.h", "stdarg.h", "stdbool.h", "stddef.h", "stdint.h",
        "stdio.h", "stdlib.h", "string.h", "strings.h"}
GENERATED = ("tags_table.h",)
THREADS = r"(core/player/player\.c|core/base/http\.c)"

INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*([<\"])([^>\"]+)[>\"]", re.M)


def core_level(path):
    """How deep a file of core lies, 0 on top; None where the table does not know its room."""
    room = path.split("/")[1]
    return next((level for level, rooms in enumerate(ROOMS) if room in rooms), None)


def own_include(path, header):
    """Why a file of ours may not include that header of ours, or None."""
    room, other = path.split("/")[0], header.split("/")[0]
    if room == "tests" or header in GENERATED:
        return None
    if header.startswith("epimark/"):
        return None
    if path.startswith("core/cli/"):
        if header in PUBLIC or header.startswith("core/cli/"):
            return None
        return "the tool sees core's public headers alone"
    if header.startswith("core/cli/"):
        return "nobody sees the tool"
    if room == "plugin":
        if header in PUBLIC or other == "plugin":
            return None
        return "the plugin sees core's public headers alone"
    if room == "matching":
        return None if other == "matching" else "matching knows nobody"
    if room == "core":
        if header == "matching/matching.h":
            return None
        if other != "core":
            return "core sees itself and matching.h alone"
        if path.startswith(INCLUDE_ROOT):
            return None if header in PUBLIC else "a public header sees its like alone"
        here, there = core_level(path), core_level(header)
        if there is None:
            return "its place in core is not known (tests/rules/layers.py)"
        if here is not None and (there < here or
                                 (there == here and path.split("/")[1] != header.split("/")[1])):
            return "inside core, downwards only"
    return None


def foreign_include(path, header):
    if path.startswith("tests/"):
        return None
    for start, place in FOREIGN:
        if header.startswith(start) and not re.fullmatch(place, path):
            return f"belongs to {place} alone"
    if path.startswith("matching/") and header not in PURE and not header.startswith("utf8proc"):
        return "matching has no I/O, no clock and no locale"
    if header in ("pthread.h", "threads.h") and path.startswith("core/") \
            and not re.fullmatch(THREADS, path):
        return "thread code is player.c's (and the cancelling of http.c)"
    return None


def check(tree, build):
    del build
    for path in tree.c_files():
        text = tree.read(path)
        if path.startswith("core/") and not path.startswith(("core/cli/", INCLUDE_ROOT)) \
                and core_level(path) is None:
            yield f"{path}: its place in core is not known (tests/rules/layers.py)"
        foreign = set()
        for match in INCLUDE.finditer(text):
            header = match.group(2)
            where = f"{path}:{house.line_of(text, match.start())}"
            if match.group(1) == '"':
                why = own_include(path, header)
                if "/" not in header and not path.startswith("tests/") \
                        and header not in GENERATED:
                    why = "our headers are named from the top of the project"
            elif header.startswith("epimark/"):
                why = own_include(path, header)
            else:
                why = foreign_include(path, header)
                foreign.update(start for start, _ in FOREIGN if header.startswith(start))
            if why:
                yield f"{where}: {header}: {why}"
        if len(foreign) > 1 and path != "core/base/secret.c" and not path.startswith("tests/"):
            yield f"{path}: one foreign library a file, not {sorted(foreign)}"


PLANTS = (
    ("a service that knows the journal's owner",
     {"core/services/planted.c": '#include "core/player/recorder.h"\n'}, "downwards only"),
    ("a journal that resolves", {"core/journal/planted.c": '#include "core/identify/resolve.h"\n'},
     "downwards only"),
    ("a player that looks into the client",
     {"core/player/planted.c": '#include "core/client/client.h"\n'}, "downwards only"),
    ("a client that looks into the player",
     {"core/client/planted.c": '#include "core/player/recorder.h"\n'}, "downwards only"),
    ("SQLite outside the journal", {"core/deliver/planted.c": "#include <sqlite3.h>\n"},
     "belongs to"),
    ("curl in a service", {"core/services/planted.c": "#include <curl/curl.h>\n"}, "belongs to"),
    ("mpv in core", {"core/player/planted.c": "#include <mpv/client.h>\n"}, "belongs to"),
    ("a plugin that looks into the journal",
     {"plugin/planted.c": '#include "core/journal/journal.h"\n'}, "public headers alone"),
    ("a tool that writes JSON itself", {"core/cli/planted.c": '#include "core/base/json.h"\n'},
     "public headers alone"),
    ("matching with a clock", {"matching/planted.c": "#include <time.h>\n"}, "no clock"),
    ("matching that knows core", {"matching/planted.c": '#include "core/base/error.h"\n'},
     "knows nobody"),
    ("a module without a place", {"core/planted/planted.c": "int planted;\n"}, "not known"),
    ("threads in the watch rule", {"core/player/planted.c": "#include <pthread.h>\n"},
     "thread code"),
)

if __name__ == "__main__":
    house.run(check, PLANTS)
