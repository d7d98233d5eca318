# SPDX-License-Identifier: MIT
"""Which file may include which: matching includes only its own headers, the rooms of core go
downwards, front ends see only core's public headers, one foreign library has one place, and no two
modules include each other, directly or round about. A module is x.c with its x.h."""

import os
import re

import house

# The rooms of core, from the top; those that stand together do not see each other.
ROOMS = (("player", "client"), ("deliver",), ("identify",), ("journal",), ("services", "import"),
         ("base",))
INCLUDE_ROOT = "core/include/"
PUBLIC = ()
# The room that is linked into the tool alone, and its front.
TOOLS_ROOM = "core/import/"
TOOLS_FRONT = "core/import/import_read.h"

# Which foreign headers are whose: (start of the header's name, files that may include it).
FOREIGN = (
    ("sqlite3", r"core/journal/[a-z_]*\.c"),
    ("curl/", r"core/base/http\.c"),
    ("expat", r"core/base/xml\.c"),
    ("json-c/", r"core/base/json\.c"),
    ("json.h", r"core/base/json\.c"),
    ("libsecret/", r"core/base/secret\.c"),
    ("glib", r"core/base/secret\.c"),
    ("gio/", r"core/base/secret\.c"),
    ("mpv/", r"plugin/[a-z_]+\.[ch]"),
    ("utf8proc", r"(matching/text|core/base/utf8)\.c"),
    ("qrencode", r"core/cli/qr\.c"),
    ("zip.h", r"core/import/zip_file\.c"),
    ("iconv", r"core/import/decoded\.c"),
)

# What C itself and the system offer that matching may use: no I/O, no clock, no locale.
PURE = {"assert.h", "limits.h", "math.h", "stdarg.h", "stdbool.h", "stddef.h", "stdint.h",
        "stdio.h", "stdlib.h", "string.h", "strings.h"}
GENERATED = ("rules_table.h", "tags_table.h")
THREADS = r"(core/player/player\.c|core/base/(http|apart)\.c)"


INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*([<\"])([^>\"]+)[>\"]", re.M)


def core_level(path):
    """How deep a file of core lies, 0 on top; None if ROOMS does not have its room."""
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
        if header in PUBLIC or header == TOOLS_FRONT or header.startswith("core/cli/"):
            return None
        return "the tool sees only core's public headers"
    if header.startswith("core/cli/"):
        return "no other file sees the tool"
    if header.startswith(TOOLS_ROOM) and not path.startswith(TOOLS_ROOM):
        return "only the tool reads exports"
    if room == "plugin":
        if header in PUBLIC or other == "plugin":
            return None
        return "the plugin sees only core's public headers"
    if room == "matching":
        return None if other == "matching" else "matching includes only its own headers"
    if room == "core":
        if header == "matching/matching.h":
            return None
        if other != "core":
            return "core sees only itself and matching.h"
        if path.startswith(INCLUDE_ROOT):
            return None if header in PUBLIC else "a public header includes only public headers"
        here, there = core_level(path), core_level(header)
        if there is None:
            return "ROOMS in tests/rules/layers.py does not have this room"
        if here is not None and (there < here or
                                 (there == here and path.split("/")[1] != header.split("/")[1])):
            return "inside core, downwards only"
    return None


def foreign_include(path, header):
    if path.startswith("tests/"):
        return None
    for start, place in FOREIGN:
        if header.startswith(start) and not re.fullmatch(place, path):
            return f"belongs only to {place}"
    if path.startswith("matching/") and header not in PURE and not header.startswith("utf8proc"):
        return "matching has no I/O, no clock and no locale"
    if header in ("pthread.h", "threads.h") and path.startswith("core/") \
            and not re.fullmatch(THREADS, path):
        return "only player.c and apart.c have threads, and http.c, which is cancelled from another"
    return None


def includes_of_ours(tree):
    """{module: {module that it includes: "file:line" of the first such include}}."""
    graph = {}
    files = set(tree.c_files())
    for path in sorted(files):
        text = tree.read(path)
        edges = graph.setdefault(path[:-2], {})
        for match in INCLUDE.finditer(text):
            header = match.group(2)
            if header.startswith("epimark/"):
                header = INCLUDE_ROOT + header
            elif "/" not in header:
                header = os.path.join(os.path.dirname(path), header)
            if header in files and header[:-2] != path[:-2]:
                edges.setdefault(header[:-2], f"{path}:{house.line_of(text, match.start())}")
    return graph


def way_back(graph, start):
    """The shortest way from a module over its includes to itself: a list of modules, or None."""
    ways = [[start]]
    seen = set()
    for way in ways:
        for module in graph[way[-1]]:
            if module == start:
                return way + [start]
            if module not in seen:
                seen.add(module)
                ways.append(way + [module])
    return None


def circles(tree):
    """One fault for each shortest circle of includes."""
    graph = includes_of_ours(tree)
    found = set()
    for start in sorted(graph):
        way = way_back(graph, start)
        if not way or frozenset(way) in found:
            continue
        found.add(frozenset(way))
        steps = ", ".join(f"{graph[here][there]} includes {there}.h"
                          for here, there in zip(way, way[1:]))
        yield f"a circle of includes: {steps}"


def check(tree, build):
    del build
    yield from circles(tree)
    for path in tree.c_files():
        text = tree.read(path)
        if path.startswith("core/") and not path.startswith(("core/cli/", INCLUDE_ROOT)) \
                and core_level(path) is None:
            yield f"{path}: ROOMS in tests/rules/layers.py does not have this room"
        foreign = set()
        for match in INCLUDE.finditer(text):
            header = match.group(2)
            where = f"{path}:{house.line_of(text, match.start())}"
            if match.group(1) == '"':
                why = own_include(path, header)
                if "/" not in header and not path.startswith("tests/") \
                        and header not in GENERATED:
                    why = "name our headers by their path from the top of the project"
            elif header.startswith("epimark/"):
                why = own_include(path, header)
            else:
                why = foreign_include(path, header)
                foreign.update(start for start, _ in FOREIGN if header.startswith(start))
            if why:
                yield f"{where}: {header}: {why}"
        if len(foreign) > 1 and path != "core/base/secret.c" and not path.startswith("tests/"):
            yield f"{path}: one foreign library per file, not {sorted(foreign)}"


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
     "belongs only to"),
    ("curl in a service", {"core/services/planted.c": "#include <curl/curl.h>\n"},
     "belongs only to"),
    ("mpv in core", {"core/player/planted.c": "#include <mpv/client.h>\n"}, "belongs only to"),
    ("a plugin that looks into the journal",
     {"plugin/planted.c": '#include "core/journal/journal.h"\n'}, "only core's public headers"),
    ("a tool that writes JSON itself", {"core/cli/planted.c": '#include "core/base/json.h"\n'},
     "only core's public headers"),
    ("a client that reads exports",
     {"core/client/planted.c": '#include "core/import/import_read.h"\n'}, "only the tool reads"),
    ("a tool that looks behind their front",
     {"core/cli/planted.c": '#include "core/import/container.h"\n'}, "only core's public headers"),
    ("exports that know a service",
     {"core/import/planted.c": '#include "core/services/values.h"\n'}, "downwards only"),
    ("matching with a clock", {"matching/planted.c": "#include <time.h>\n"}, "no clock"),
    ("matching that knows core", {"matching/planted.c": '#include "core/base/error.h"\n'},
     "only its own headers"),
    ("two files of one room that include each other",
     {"core/base/planted.c": '#include "core/base/planted_other.h"\n',
      "core/base/planted.h": "int planted;\n",
      "core/base/planted_other.h": '#include "core/base/planted.h"\n'},
     "core/base/planted.c:1 includes core/base/planted_other.h, "
     "core/base/planted_other.h:1 includes core/base/planted.h"),
    ("three that do so round about",
     {"matching/planted_a.h": '#include "matching/planted_b.h"\n',
      "matching/planted_b.h": "int planted;\n",
      "matching/planted_b.c": '#include "matching/planted_c.h"\n',
      "matching/planted_c.h": '#include "matching/planted_a.h"\n'},
     "matching/planted_b.c:1 includes matching/planted_c.h"),
    ("public headers that include each other",
     {"core/include/epimark/planted_a.h": "#include <epimark/planted_b.h>\n",
      "core/include/epimark/planted_b.h": "#include <epimark/planted_a.h>\n"},
     "includes core/include/epimark/planted_a.h"),
    ("a circle in the tests, which name a neighbour by its name alone",
     {"tests/standin/planted_a.h": '#include "planted_b.h"\n',
      "tests/standin/planted_b.h": '#include "planted_a.h"\n'},
     "includes tests/standin/planted_a.h"),
    ("a room that the table does not have", {"core/planted/planted.c": "int planted;\n"},
     "does not have this room"),
    ("threads in the watch rule", {"core/player/planted.c": "#include <pthread.h>\n"},
     "have threads"),
)

if __name__ == "__main__":
    house.run(check, PLANTS)
