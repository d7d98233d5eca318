# SPDX-License-Identifier: MIT
"""How files are written: the licence on top, 100 columns, no blanks at the end, and what is long
has a reason (long.txt). Nothing speaks of one machine, of a tracker's numbers, or of work that is
still to do."""

import os
import re

import house

FILE_LINES = 600
FUNCTION_LINES = 60
COLUMNS = 100
REASONS = "tests/rules/long.txt"

LICENSED = (".c", ".h", ".py", ".sh", ".cmake", ".txt", ".fish")
# Data and texts that are somebody's words, not ours to fold, or that have no comments.
NO_LICENCE = ("tests/data/", "LICENSE", REASONS)
WIDE = ("tests/data/", "LICENSE", "packaging/completions/")
# Tables, and links, of a Markdown file cannot be folded.
MERGED = re.compile(r"(<{7}|>{7}|\|{7}) ")
UNFOLDABLE = re.compile(r"^\s*\||https?://\S+$|^\s*\[.*\]\(.*\)$")

# `tests/FILE` or `tests/FILE: TEST`
TEST = re.compile(r"`(tests/[\w/]+\.(?:c|py))(?:: (\w+))?`")

# [words](target) of a page, outside of its code.
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```$|^ {4}.*?$|`[^`\n]*`", re.M | re.S)

WORDS = (
    (re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b"), "work that is still to do"),
    (re.compile(r"(?:^|[\s\"'`(=])/(?:work|home/\w+|root|Users)\b"), "a folder of one machine"),
    (re.compile(r"/tmp/\w+/\w"), "a folder of one machine"),
    (re.compile(r"(?i)\b(?:issue|ticket|bug)s?\s*#?\d+|(?<![\w&\"])#\d+\b(?!;)"),
     "a tracker's number"),
    (re.compile(r"\bDESIGN(?:\.md)?\b"), "a page that is not part of the project"),
)


def is_text(tree, path):
    if path.startswith("tests/data/") or path.endswith((".png", ".mkv")):
        return False
    return "\0" not in tree.read(path)[:4096]


def is_script(text):
    return text.startswith("#!")


def reasons(tree):
    known = {}
    if REASONS in tree.files():
        for line in tree.read(REASONS).splitlines():
            if line and not line.startswith("#"):
                what, _, why = line.partition(": ")
                known[what] = why.strip()
    return known


def long_things(tree):
    """(what, line, how long it is) of each file and function over its measure."""
    for path in tree.c_files():
        text = tree.read(path)
        lines = text.count("\n")
        if lines > FILE_LINES:
            yield path, f"{lines} lines, over {FILE_LINES}"
        if path.endswith(".c"):
            for name, _, count in house.functions_of(text):
                if count > FUNCTION_LINES:
                    yield f"{path}:{name}", f"{count} lines, over {FUNCTION_LINES}"


def missing_tests(tree):
    """What SECURITY.md names as a test, and is none."""
    if "SECURITY.md" not in tree.files():
        return
    for path, name in TEST.findall(tree.read("SECURITY.md")):
        if path not in tree.files():
            yield f"SECURITY.md: there is no {path}"
        elif name and not re.search(rf"\b{name}\((?:void|self)", tree.read(path)):
            yield f"SECURITY.md: {path} has no test {name}"


def anchors(page):
    """What a link may name of a page: its headings, as the web shows them."""
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
            for title in re.findall(r"^#+ (.+)$", page, re.M)}


def dead_links(tree):
    """What a page links to within the project, and is not there."""
    for path in tree.files():
        if not path.endswith(".md"):
            continue
        for target in LINK.findall(CODE.sub("", tree.read(path))):
            name, _, anchor = target.partition("#")
            if ":" in name:
                continue
            to = os.path.normpath(os.path.join(os.path.dirname(path), name)) if name else path
            if to not in tree.files() and not any(f.startswith(to + "/") for f in tree.files()):
                yield f"{path}: links to {target}, which is not there"
            elif anchor and anchor not in anchors(tree.read(to)):
                yield f"{path}: links to {target}, which has no such heading"


def check(tree, build):
    del build
    yield from missing_tests(tree)
    yield from dead_links(tree)
    for path in tree.files():
        if not is_text(tree, path):
            continue
        text = tree.read(path)
        lines = text.split("\n")
        top = "\n".join(lines[:3])
        named = path.endswith(LICENSED) or os.path.basename(path) == "CMakeLists.txt"
        if (named or is_script(text)) and not path.startswith(NO_LICENCE) \
                and "SPDX-License-Identifier: MIT" not in top:
            yield f"{path}:1: no SPDX line on top"
        if text and not text.endswith("\n"):
            yield f"{path}:{len(lines)}: the last line does not end"
        for number, line in enumerate(lines, 1):
            where = f"{path}:{number}"
            if MERGED.match(line):
                yield f"{where}: an unresolved merge"
            if line != line.rstrip():
                yield f"{where}: blanks at the end of the line"
            if len(line) > COLUMNS and not path.startswith(WIDE) and \
                    not (path.endswith((".md", ".1")) and UNFOLDABLE.search(line)):
                yield f"{where}: {len(line)} columns, over {COLUMNS}"
            for pattern, why in WORDS:
                if path != "tests/rules/text.py" and pattern.search(line):
                    yield f"{where}: names {why}: '{line.strip()[:60]}'"
    known = reasons(tree)
    for what, measure in long_things(tree):
        if not known.pop(what, None):
            yield f"{what}: {measure}, and {REASONS} gives no reason"
    for what in known:
        yield f"{REASONS}: {what} is not long any more, or has no reason"


PLANTS = (
    ("no licence", {"core/planted.c": "int planted(void);\n"}, "no SPDX"),
    ("a wide line", {"core/planted.c": "/* SPDX-License-Identifier: MIT */\n//" + "x" * 99 + "\n"},
     "columns"),
    ("an unresolved merge", {"README.md": "<" * 7 + " HEAD\n"}, "an unresolved merge"),
    ("a blank at the end", {"core/planted.h": "/* SPDX-License-Identifier: MIT */ \n"}, "blanks"),
    ("a long file", {"core/planted.c": "/* SPDX-License-Identifier: MIT */\n" + "\n" * 600},
     "601 lines"),
    ("a long function",
     {"core/planted.c": "static int long_one(int a)\n{\n" + "    a++;\n" * 60 + "}\n"},
     "core/planted.c:long_one: 63 lines"),
    ("a reason for what is short", {REASONS: "core/none.c: it was long once\n"},
     "not long any more"),
    ("work left to do", {"core/planted.c": "/* TODO: later */\n"}, "still to do"),
    ("somebody's folder", {"README.md": "Look into `/home/somebody/epimark`.\n"}, "one machine"),
    ("a tracker's number", {"core/planted.c": "/* as issue 7 wants */\n"}, "tracker"),
    ("a threat without its test", {"SECURITY.md": "`tests/test_http.c: is_not_there`\n"},
     "tests/test_http.c has no test is_not_there"),
    ("a link to nowhere", {"README.md": "[more](packaging/MORE.md)\n"}, "which is not there"),
    ("a link to no heading", {"README.md": "# A: b, c\n[b](#a-b-c)\n[d](#d)\n"},
     "links to #d, which has no such heading"),
    ("another's page", {"README.md": "See DESIGN.md.\n"}, "not part of"),
)

if __name__ == "__main__":
    house.run(check, PLANTS)
