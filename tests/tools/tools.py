# SPDX-License-Identifier: MIT
"""What other people's tools find in the project: tools.py ROOT [--only NAME]. See README.md."""

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree
from concurrent.futures import ThreadPoolExecutor

import covered
import suite

HERE = os.path.dirname(os.path.abspath(__file__))
LIMIT = 1800
# What is played under valgrind: a whole path from a sign-in to a mark, ratings by keys, and leaving
# while services hang.
PLAYED = {"delivery": ["Delivery.test_whole_path"],
          "ratings": ["Ratings.test_keys_rate_everywhere_and_watching_is_told"],
          "quitting": ["Quitting.test_terminated"]}
PATIENCE = 600


def make(root, preset):
    for command in (["cmake", "--preset", preset], ["cmake", "--build", f"build/{preset}"]):
        done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              check=False)
        if done.returncode != 0:
            print(done.stdout.decode(errors="replace")[-4000:])
            return [f"the build {preset} fails"]
    return []


def sanitized(root, preset, environment):
    """Runs the unit, tool, host and fuzz-corpus tests of a build with a sanitizer."""
    found = make(root, preset)
    if found:
        return found
    build = os.path.join(root, "build", preset)
    count = 0
    for test in suite.units_of(build):
        log = os.path.join(build, "tools.log")
        with suite.scratch() as scratch:
            said, _ = suite.run(test, LIMIT, {**environment, "TMPDIR": scratch}, log)
        count += 1
        with open(log, encoding="utf-8", errors="replace") as file:
            text = file.read()
        reports = re.findall(r"SUMMARY: \w+Sanitizer: .*", text)
        if said not in ("passed", "skipped") or reports:
            print(text[-20000:])
            found += [f"{preset}: {test.name}: {line}" for line in reports or [said]]
    print(f"{preset}: {count} tests")
    return found


def asan(root):
    return sanitized(root, "asan", {})


def tsan(root):
    options = f"suppressions={HERE}/tsan.txt:second_deadlock_stack=1:history_size=4"
    return sanitized(root, "tsan", {"TSAN_OPTIONS": options})


# ---- gcc -fanalyzer ----


def false_reports():
    """{(source, kind of warning): reason} of what the analyzer takes for a fault."""
    found = {}
    with open(os.path.join(HERE, "analyzer.txt"), encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                path, kind, reason = line.strip().split(" ", 2)
                found[path, kind] = reason
    return found


def analyze(path, row):
    """What the analyzer says of the source of a row of compile_commands.json."""
    words = shlex.split(row["command"])
    words = words[next(i for i, w in enumerate(words) if os.path.basename(w) == "gcc"):]
    del words[words.index("-o"):words.index("-o") + 2]
    if os.path.basename(row["file"]) != "error.c" and "/core/" in row["file"]:
        words += ["-include", os.path.join(HERE, "analyzed.h"), "-Wno-unused-value"]
    said = subprocess.run(
        [*(w for w in words if w != "-Werror"), "-fanalyzer", "-fdiagnostics-plain-output", "-o",
         os.devnull], cwd=row["directory"], stderr=subprocess.PIPE, check=False).stderr.decode()
    warnings = re.findall(r"^\S+:\d+:\d+: (?:warning|error): .*$", said, re.MULTILINE)
    known = false_reports()
    new = [text for text in warnings
           if (path, text.rsplit("[-W", 1)[-1].rstrip("]")) not in known]
    if new:
        print(said, flush=True)
    return new


def sources_in(root, rows):
    """One row of each source of ours."""
    found = {}
    for row in rows:
        path = os.path.relpath(row["file"], root)
        if covered.is_ours(path) or path in covered.MAKERS:
            found.setdefault(path, row)
    return found


def analyzer(root):
    """Compiles every source of ours once more, for its warnings."""
    found = make(root, "release")
    if found:
        return found
    with open(os.path.join(root, "build/release/compile_commands.json"), encoding="utf-8") as file:
        rows = sources_in(root, json.load(file))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = [text for texts in pool.map(analyze, rows, rows.values()) for text in texts]
    print(f"analyzer: {len(rows)} sources")
    return found


# ---- valgrind ----


def is_own(stack):
    return any(os.path.basename(frame.findtext("obj", "")) == "epimark.so"
               for frame in stack.iter("frame"))


# At quit a courier that does not leave at once is left behind with all that it uses (player.c), and
# below valgrind nothing is done at once.
LEFT_BEHIND = "epi_player_start"


def reports_of(path):
    """The errors of a log of valgrind in which the plugin has a part."""
    try:
        tree = xml.etree.ElementTree.parse(path)
    except xml.etree.ElementTree.ParseError as why:
        return [f"valgrind: {os.path.basename(path)}: {why}"]
    found = []
    for error in tree.iter("error"):
        stacks = error.findall("stack")
        if not any(is_own(stack) for stack in stacks):
            continue
        frames = [f"{f.findtext('fn', '?')} ({f.findtext('file', '?')}:{f.findtext('line', '?')})"
                  for f in stacks[0].iter("frame")]
        leak = error.findtext("kind", "").startswith("Leak_")
        if leak and any(f.startswith(LEFT_BEHIND + " ") for f in frames[:2]):
            continue
        found.append(f"valgrind: {error.findtext('kind')}: {' < '.join(frames[:12])}")
    return found


WRAPPER = """#!/bin/sh
exec valgrind --quiet --leak-check=full --show-leak-kinds=definite --num-callers=40 \\
    --xml=yes --xml-file={logs}/%p.xml --suppressions={here}/valgrind.txt \\
    --fair-sched=yes {mpv} "$@"
"""
RUNNER = """import sys, unittest
sys.path.insert(0, {folder!r})
import stage
stage.PATIENCE = {patience}
module = __import__({module!r})
unittest.main(module, argv=[{module!r}, *{tests!r}])
"""


def valgrind(root):
    """Plays in a real mpv below valgrind; counts what has the plugin in its stack."""
    found = make(root, "release")
    if found:
        return found
    with tempfile.TemporaryDirectory(prefix="epimark-valgrind-") as place:
        wrapper = os.path.join(place, "mpv")
        with open(wrapper, "w", encoding="utf-8") as file:
            file.write(WRAPPER.format(logs=place, here=HERE, mpv=shutil.which("mpv")))
        os.chmod(wrapper, 0o755)
        environment = {**os.environ, "PATH": place + ":" + os.environ["PATH"],
                       "EPIMARK_BUILD": os.path.join(root, "build/release")}
        for module, tests in PLAYED.items():
            code = RUNNER.format(folder=os.path.join(root, "tests/e2e"), patience=PATIENCE,
                                 module=module, tests=tests)
            done = subprocess.run([sys.executable, "-B", "-c", code], env=environment,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            if done.returncode != 0:
                print(done.stdout.decode(errors="replace"))
                found.append(f"valgrind: {module} fails")
        logs = [os.path.join(place, n) for n in sorted(os.listdir(place)) if n.endswith(".xml")]
        for log in logs:
            found += reports_of(log)
        print(f"valgrind: {len(logs)} players")
        return found + ([] if logs else ["valgrind: no player ran"])


# ---- Coverage ----


def coverage(root):
    result = covered.measure(root, os.cpu_count())
    return [] if covered.print_rooms(result, covered.LEAST) else ["coverage: too little"]


TOOLS = {"analyzer": analyzer, "asan": asan, "tsan": tsan, "valgrind": valgrind,
         "coverage": coverage}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("root")
    parser.add_argument("--only", action="append", choices=TOOLS)
    options = parser.parse_args()
    root = os.path.abspath(options.root)
    began = time.monotonic()
    found = []
    for name, tool in TOOLS.items():
        if not options.only or name in options.only:
            since = time.monotonic()
            new = tool(root)
            found += new
            print(f"{name}: {len(new)} findings in {time.monotonic() - since:.0f} s", flush=True)
    for text in found:
        print(f"found: {text}")
    print(f"tools: {len(found)} findings of {', '.join(options.only or TOOLS)} (0 are wanted), in "
          f"{time.monotonic() - began:.0f} s")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
