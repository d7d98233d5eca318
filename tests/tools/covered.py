# SPDX-License-Identifier: MIT
"""Which lines of core, matching and plugin the tests run: covered.py ROOT [--least PERCENT].
Builds with gcc's --coverage in ROOT/build/coverage, runs each test alone, and prints a line for
each room. What each test runs is kept in build/coverage/covered.json, for mutate.py."""

import argparse
import hashlib
import json
import os
import struct
import subprocess
import sys
from collections import defaultdict

import suite

ROOMS = ("core/base", "core/services", "core/journal", "core/identify", "core/deliver",
         "core/import", "core/player", "core/client", "core/cli", "matching", "plugin")
# Programs of the build: what they write is compiled, they are not.
MAKERS = {"matching/tags_index.c", "matching/rules_index.c"}
LEAST = 92
TOOL = ["epimark", "epimark-standin"]
LIMIT = 1200  # seconds for one test
COUNTERS = 0x01a10000


def room_of(path):
    return os.path.dirname(path)


def is_ours(path):
    return room_of(path) in ROOMS and path.endswith(".c") and path not in MAKERS


def sources(root):
    """All files of C that the figures are about."""
    return sorted(os.path.join(room, name) for room in ROOMS
                  for name in os.listdir(os.path.join(root, room))
                  if is_ours(os.path.join(room, name)))


def stamp(root):
    """Changes with every file that the figures depend on."""
    digest = hashlib.sha256()
    for top in ("core", "matching", "plugin", "tests"):
        for folder, folders, names in os.walk(os.path.join(root, top)):
            folders[:] = sorted(f for f in folders if f != "__pycache__")
            for name in sorted(n for n in names if n.endswith((".c", ".h", ".def", ".py"))):
                with open(os.path.join(folder, name), "rb") as file:
                    digest.update(name.encode() + file.read())
    return digest.hexdigest()


def was_run(path):
    """Whether a .gcda counts anything: the counters of a function that was not run are left out,
    and their length is negative."""
    with open(path, "rb") as file:
        data = file.read()
    at = 16
    while at + 8 <= len(data):
        tag, length = struct.unpack_from("<Ii", data, at)
        if tag == COUNTERS and length > 0:
            return True
        at += 8 + max(length, 0)
    return False


def read_lines(root, files, folder):
    """{source: {line: times}} of what gcov says of these files."""
    lines = defaultdict(dict)
    for start in range(0, len(files), 100):
        done = subprocess.run(["gcov", "--json-format", "--stdout", *files[start:start + 100]],
                              cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              check=True)
        for text in filter(None, done.stdout.split(b"\n")):
            for file in json.loads(text)["files"]:
                name = file["file"]
                path = os.path.relpath(os.path.join(root, name), root)
                if not is_ours(path):
                    continue
                for line in file["lines"]:
                    number = line["line_number"]
                    lines[path][number] = lines[path].get(number, 0) + line["count"]
    return lines


def find(folder, ending):
    return sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names
                  if name.endswith(ending))


def build(root, folder, jobs):
    subprocess.run(["cmake", "-S", root, "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug",
                    "-DCMAKE_C_COMPILER=gcc",
                    "-DCMAKE_C_FLAGS=--coverage -fprofile-update=atomic"],
                   stdout=subprocess.DEVNULL, check=True)
    subprocess.run(["ninja", "-C", folder, "-j", str(jobs), "--quiet"], check=True)


def digest_of(test, folder):
    """Changes with the programs and scripts that a test runs."""
    files = [os.path.join(folder, name) for name in test.targets(folder)]
    if not any(os.path.isfile(path) for path in files):
        files = [os.path.join(folder, name) for name in TOOL]
    for part in test.command:
        if part.endswith(".py"):
            files += find(os.path.dirname(part), ".py")
    digest = hashlib.sha256("\0".join(test.command).encode())
    for path in sorted(path for path in files if os.path.isfile(path)):
        with open(path, "rb") as file:
            digest.update(hashlib.sha256(file.read()).digest())
    return digest.hexdigest()


def keep(path, result):
    """Whole or not at all, for one that is stopped goes on there."""
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump(result, file)
    os.replace(path + ".new", path)


def measure(root, jobs=1, say=print):
    """{"stamp", "executable": {source: [lines]}, "tests": {name: {"seconds", "lines"}}}, the kept
    one if nothing changed since, and of each test whose programs are the same. Raises SystemExit if
    a test fails."""
    folder = os.path.join(root, "build/coverage")
    kept = os.path.join(folder, "covered.json")
    build(root, folder, jobs)
    now = stamp(root)
    before = {}
    if os.path.exists(kept):
        with open(kept, encoding="utf-8") as file:
            result = json.load(file)
        if result["stamp"] == now:
            return result
        before = result["tests"]
    notes = find(folder, ".gcno")
    executable = {path: sorted(lines) for path, lines in read_lines(root, notes, folder).items()}
    for count in find(folder, ".gcda"):
        os.unlink(count)
    result = {"stamp": now, "executable": executable, "tests": {}}
    failed = []
    for test in suite.units_of(folder):
        digest = digest_of(test, folder)
        if before.get(test.name, {}).get("digest") == digest:
            result["tests"][test.name] = before[test.name]
            continue
        log = os.path.join(folder, f"covered-{test.name}.log")
        said, seconds = suite.run(test, LIMIT, log=log)
        if said == "failed":  # once more: the machine may have been busy
            said, seconds = suite.run(test, LIMIT, log=log)
        counts = find(folder, ".gcda")
        lines = read_lines(root, [c for c in counts if was_run(c)], folder)
        result["tests"][test.name] = {
            "digest": digest, "seconds": round(seconds, 2),
            "lines": {path: sorted(n for n, times in of.items() if times)
                      for path, of in sorted(lines.items())}}
        for count in counts:
            os.unlink(count)
        if said not in ("passed", "skipped"):
            failed.append(test.name)
            say(f"{said}: {test.name}, see {log}")
            del result["tests"][test.name]
        keep(kept, {**result, "stamp": "", "tests": {**before, **result["tests"]}})
    keep(kept, {**result, "stamp": "" if failed else now})
    if failed:
        raise SystemExit(f"covered: failed: {' '.join(failed)}")
    return result


def rooms(result):
    """(room, lines that were run, lines that could be) of each room."""
    run = defaultdict(set)
    for test in result["tests"].values():
        for path, lines in test["lines"].items():
            run[path].update(lines)
    for room in ROOMS:
        paths = [path for path in result["executable"] if room_of(path) == room]
        yield (room, sum(len(run[path] & set(result["executable"][path])) for path in paths),
               sum(len(result["executable"][path]) for path in paths))


def missing(result):
    """{source: lines that no test runs}"""
    run = defaultdict(set)
    for test in result["tests"].values():
        for path, lines in test["lines"].items():
            run[path].update(lines)
    return {path: sorted(set(lines) - run[path])
            for path, lines in sorted(result["executable"].items())}


def print_rooms(result, least):
    """Prints a line for each room; whether all together have enough."""
    total = [0, 0]
    for room, run, lines in rooms(result):
        total = [total[0] + run, total[1] + lines]
        print(f"{room:14} {run:6} of {lines:6} lines {100 * run / max(lines, 1):6.1f} %")
    percent = 100 * total[0] / max(total[1], 1)
    print(f"coverage: {percent:.1f} % of {total[1]} lines (at least {least:g} %)")
    return percent >= least


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("root")
    parser.add_argument("--least", type=float, default=LEAST)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--missing", action="store_true", help="print the lines that no test runs")
    options = parser.parse_args()
    result = measure(os.path.abspath(options.root), options.jobs)
    if options.missing:
        for path, lines in missing(result).items():
            for line in lines:
                print(f"{path}:{line}")
    sys.exit(0 if print_rooms(result, options.least) else 1)


if __name__ == "__main__":
    main()
