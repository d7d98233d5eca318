# SPDX-License-Identifier: MIT
"""Headers are the documents: each opens with what the module is for, has a guard named after its
path, and says of every function, alone or with its next neighbours, what it does."""

import os
import re

import house

PROTOTYPE = re.compile(r"^[A-Za-z_][\w \t*]*?\b(\w+)\s*\([^;{]*\)[^;{]*;", re.M)
# What undoes its pair needs no words.
OBVIOUS = ("_free", "_close", "_stop")


def guard_fits(guard, path):
    """EPIMARK_..._HTTP_H for core/base/http.h: what names the room is free."""
    stem = os.path.splitext(os.path.basename(path))[0].upper()
    return re.fullmatch(r"EPIMARK_(\w+_)?" + stem + "_H", guard)


def paragraphs(text):
    """(first line, paragraph) of what blank lines part."""
    number = 1
    for part in re.split(r"(\n\s*\n)", text):
        if part.strip():
            yield number, part
        number += part.count("\n")


def check(tree, build):
    del build
    for path in tree.c_files():
        if not path.endswith(".h"):
            continue
        text = tree.read(path)
        top = re.match(r"/\* SPDX-License-Identifier: MIT\n \*\n((?: \*.*\n)+)", text)
        if not top or top.group(1).count("\n") < 2:
            yield f"{path}:1: does not open with what the module is for"
        elif not re.match(r" \* " + re.escape(os.path.basename(path)[:-2]) + r":", top.group(1)) \
                and "core/" in path and "cli" not in path:
            yield f"{path}:1: the first words are the module's name and a colon"
        guard = re.search(r"^#ifndef (\w+)\n#define \1$", text, re.M)
        if not guard or not guard_fits(guard.group(1), path):
            yield f"{path}: no guard named EPIMARK_ and the file's name"
        heading = False
        for number, part in paragraphs(text):
            code = house.code_of(part)
            found = PROTOTYPE.search(code)
            explained = heading or "/*" in part
            heading = not code.strip()
            if found and not explained and not found.group(1).endswith(OBVIOUS):
                yield f"{path}:{number + house.line_of(code, found.start()) - 1}: " \
                      f"{found.group(1)} is not explained"


PURPOSE = "/* SPDX-License-Identifier: MIT\n *\n * error_planted: one\n * two\n */\n"
GUARD = "#ifndef EPIMARK_ERROR_PLANTED_H\n#define EPIMARK_ERROR_PLANTED_H\n"
PLANTS = (
    ("a header without a purpose",
     {"core/base/error_planted.h": "/* SPDX-License-Identifier: MIT */\n" + GUARD + "#endif\n"},
     "does not open"),
    ("a guard with another name",
     {"core/base/error_planted.h": PURPOSE + "#ifndef OTHER_H\n#define OTHER_H\n#endif\n"},
     "no guard"),
    ("a function that nobody explains",
     {"core/base/error_planted.h": PURPOSE + GUARD + "\nbool planted(int a,\n             int b);\n"
                              "\n#endif\n"},
     "planted is not explained"),
)

if __name__ == "__main__":
    house.run(check, PLANTS)
