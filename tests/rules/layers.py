# SPDX-License-Identifier: MIT
"""Who may include what: matching knows nobody, core goes downwards, front ends see core's public
headers alone, and one foreign library belongs to one place."""

import os
import re

import house

# Inside core, from the top; what stands together may see each other.
CORE = (
    ("core", "keeper", "courier", "desk", "accounts", "lists", "calls", "reading",
     "candidates", "keys"),
    ("watch", "resolve", "resolution", "locate", "learnt", "deliver"),
    ("services", "store", "secret"),
    ("http", "json", "error", "config", "journal", "private"),
)
PUBLIC = ("core/core.h", "core/config.h", "core/error.h", "core/journal.h", "matching/matching.h")

# Which foreign headers are whose: (start of the header's name, files that may include it).
FOREIGN = (
    ("sqlite3", r"core/store[a-z_]*\.c"),
    ("curl/", r"core/http\.c"),
    ("json-c/", r"core/json\.c"),
    ("json.h", r"core/json\.c"),
    ("libsecret/", r"core/secret\.c"),
    ("glib", r"core/secret\.c"),
    ("gio/", r"core/secret\.c"),
    ("mpv/", r"plugin/[a-z_]+\.[ch]"),
    ("utf8proc", r"matching/text\.c"),
    ("qrencode", r"core/cli/qr\.c"),
)

# What C itself and the system offer that matching may use: no I/O, no clock, no locale.
PURE = {"assert.h", "limits.h", "math.h", "stdarg.h", "stdbool.h", "stddef.h", "stdint.h",
        "stdio.h", "stdlib.h", "string.h", "strings.h"}
GENERATED = ("tags_table.h",)
THREADS = r"(core/(core|keeper|courier)[a-z_]*\.[ch]|core/http\.c)"

INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*([<\"])([^>\"]+)[>\"]", re.M)


def core_level(path):
    """How deep a file of core lies, 0 on top; None where the table does not know it."""
    parts = path.split("/")
    stem = "services" if parts[1] == "services" else os.path.splitext(parts[1])[0].split("_")[0]
    return next((level for level, stems in enumerate(CORE) if stem in stems), None)


def own_include(path, header):
    """Why a file of ours may not include that header of ours, or None."""
    room, other = path.split("/")[0], header.split("/")[0]
    if room == "tests" or header in GENERATED:
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
        here, there = core_level(path), core_level(header)
        if there is None:
            return "its place in core is not known (tests/rules/layers.py)"
        if here is not None and there < here:
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
        return "thread code is core.c's (and the cancelling of http.c)"
    return None


def check(tree, build):
    del build
    for path in tree.c_files():
        text = tree.read(path)
        if path.startswith("core/") and not path.startswith("core/cli/") \
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
            else:
                why = foreign_include(path, header)
                foreign.update(start for start, _ in FOREIGN if header.startswith(start))
            if why:
                yield f"{where}: {header}: {why}"
        if len(foreign) > 1 and path != "core/secret.c" and not path.startswith("tests/"):
            yield f"{path}: one foreign library a file, not {sorted(foreign)}"


PLANTS = (
    ("a service that knows the journal's owner",
     {"core/services/planted.c": '#include "core/core.h"\n'}, "downwards only"),
    ("a store that resolves", {"core/store_planted.c": '#include "core/resolve.h"\n'},
     "downwards only"),
    ("SQLite outside the store", {"core/deliver_planted.c": "#include <sqlite3.h>\n"},
     "belongs to"),
    ("curl in a service", {"core/services/planted.c": "#include <curl/curl.h>\n"}, "belongs to"),
    ("mpv in core", {"core/watch_planted.c": "#include <mpv/client.h>\n"}, "belongs to"),
    ("a plugin that looks into the store", {"plugin/planted.c": '#include "core/store.h"\n'},
     "public headers alone"),
    ("a tool that writes JSON itself", {"core/cli/planted.c": '#include "core/json.h"\n'},
     "public headers alone"),
    ("matching with a clock", {"matching/planted.c": "#include <time.h>\n"}, "no clock"),
    ("matching that knows core", {"matching/planted.c": '#include "core/error.h"\n'},
     "knows nobody"),
    ("a module without a place", {"core/planted.c": "int planted;\n"}, "not known"),
    ("threads in the watch rule", {"core/watch_planted.c": "#include <pthread.h>\n"},
     "thread code"),
)

if __name__ == "__main__":
    house.run(check, PLANTS)
