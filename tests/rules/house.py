# SPDX-License-Identifier: MIT
"""What every rule of the house shares: the files of the project, C without its comments, and the
way a rule is run and shown to be able to fail."""

import os
import re
import shutil
import subprocess
import sys
import tempfile

C_FOLDERS = ("core", "matching", "plugin", "tests")

# What belongs to the project if git is not there to say so, as in an unpacked archive: in these
# folders and on top, what is of these kinds, has these names, or is a script.
FOLDERS = C_FOLDERS + ("packaging", ".ci")
KINDS = (".1", ".5", ".7", ".bash", ".c", ".conf", ".def", ".fish", ".h", ".in", ".js", ".json",
         ".map", ".md", ".png", ".py", ".sql", ".txt", ".zsh")
NAMES = ("LICENSE", "_epimark", "packages", "skips", ".clang-format", ".clang-tidy",
         ".editorconfig", ".gitignore")


def tracked(root):
    """What git tracks below root; None if root is not a working tree of its own."""
    if not os.path.exists(os.path.join(root, ".git")) or not shutil.which("git"):
        return None
    done = subprocess.run(["git", "-C", root, "ls-files", "-z"], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False)
    names = done.stdout.decode("utf-8", "surrogateescape").split("\0")
    # One that is deleted is tracked until the next commit.
    return {name for name in names if os.path.isfile(os.path.join(root, name))} or None


def listed(root):
    """The same without git."""
    found = set()
    for folder, folders, names in os.walk(root):
        inside = os.path.relpath(folder, root)
        folders[:] = [f for f in folders if f != "__pycache__" and (inside != "." or f in FOLDERS)]
        for name in names:
            script = "." not in name and os.access(os.path.join(folder, name), os.X_OK)
            if os.path.splitext(name)[1] in KINDS or name in NAMES or script:
                found.add(os.path.normpath(os.path.join(inside, name)))
    return found


class Tree:
    """The files of the project, some of which may be planted: there for a check of the rule."""

    def __init__(self, root, planted=None):
        self.root = root
        self.planted = dict(planted or {})
        self.found = None

    def files(self):
        if self.found is None:
            self.found = tracked(self.root) or listed(self.root)
        return sorted(self.found | set(self.planted))

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


def check_files():
    """What is taken for the project's own, with git and without: never a log that lies about."""
    ours = ("README.md", "LICENSE", "core/a.c", "tests/run")
    with tempfile.TemporaryDirectory(prefix="epimark-rules-") as root:
        for path in (*ours, "core/gone.c", "ctest.log", "nohup.out", "core/log", "build/b.c"):
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write("text\n")
        os.chmod(os.path.join(root, "tests/run"), 0o755)
        with_git = ours
        if shutil.which("git"):
            subprocess.run(["git", "-C", root, "init", "-q"], check=True)
            subprocess.run(["git", "-C", root, "add", *ours, "core/gone.c"], check=True)
            os.unlink(os.path.join(root, "core/gone.c"))
            with_git = Tree(root).files()
            shutil.rmtree(os.path.join(root, ".git"))
        else:
            os.unlink(os.path.join(root, "core/gone.c"))
        without = Tree(root).files()
    for found in (with_git, without):
        if sorted(found) != sorted(ours):
            print(f"taken for the project: {sorted(found)}, not {sorted(ours)}")
            sys.exit(1)


if __name__ == "__main__":
    check_files()
