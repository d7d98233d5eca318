# SPDX-License-Identifier: MIT
"""What every rule of the house shares: the files of the project, C without its comments, and the
way a rule is run and shown to be able to fail."""

import os
import re
import sys

C_FOLDERS = ("core", "matching", "plugin", "tests")


class Tree:
    """The files of the project, some of which may be planted: there for a check of the rule."""

    def __init__(self, root, planted=None):
        self.root = root
        self.planted = dict(planted or {})

    def files(self):
        found = set(self.planted)
        for folder, folders, names in os.walk(self.root):
            inside = os.path.relpath(folder, self.root)
            names = [name for name in names if name != ".git"]
            if inside == ".":
                folders[:] = [f for f in folders if f not in (".git", "build", "node_modules")]
            folders[:] = [f for f in folders if f not in (".cache", "__pycache__")]
            found.update(os.path.normpath(os.path.join(inside, name)) for name in names)
        return sorted(found)

    def read(self, path):
        if path in self.planted:
            return self.planted[path]
        with open(os.path.join(self.root, path), "rb") as file:
            return file.read().decode("utf-8", "replace")

    def c_files(self, *folders):
        """Sources and headers below folders (default: all that hold C)."""
        below = tuple(folder + "/" for folder in folders or C_FOLDERS)
        return [f for f in self.files() if f.startswith(below) and f.endswith((".c", ".h"))]


_NOT_CODE = re.compile(
    r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)


def code_of(text):
    """C with its comments, strings and characters blanked; every line stays where it was."""

    def blank(match):
        found = match.group(0)
        if found[0] in "\"'":
            return found[0] + " " * (len(found) - 2) + found[0]
        return re.sub(r"[^\n]", " ", found)

    return _NOT_CODE.sub(blank, text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def functions_of(text):
    """(name, first line, lines) of every function defined in a C file of mpv's layout."""
    lines = code_of(text).split("\n")
    for number, line in enumerate(lines):
        if line != "{":
            continue
        head = number - 1
        while head > 0 and lines[head - 1].strip() and not lines[head - 1].startswith(("}", "#")) \
                and not lines[head - 1].rstrip().endswith(";"):
            head -= 1
        name = re.search(r"(\w+)\s*\(", " ".join(lines[head:number]))
        end = next((n for n in range(number, len(lines)) if lines[n].startswith("}")), number)
        if name:
            yield name.group(1), head + 1, end - head + 1


def run(check, plants):
    """check(tree, build) gives one text a fault. plants: (what, {path: content}, part of the text
    that has to be reported). Called as RULE.py ROOT BUILD [--planted]."""
    root, build = sys.argv[1:3]
    faults = list(check(Tree(root), build))
    if "--planted" not in sys.argv:
        for fault in faults:
            print(fault)
        sys.exit(1 if faults else 0)
    missed = 0
    for what, files, wanted in plants:
        new = [f for f in check(Tree(root, files), build) if f not in faults]
        if not any(wanted in fault for fault in new):
            missed += 1
            print(f"not noticed: {what} (wanted '{wanted}', reported {new})")
    print(f"{len(plants) - missed} of {len(plants)} planted faults noticed")
    sys.exit(1 if missed or not plants else 0)
