# SPDX-License-Identifier: MIT
"""Reads the corpus at full speed: in process (bench-parse), through the tool, and with other
parsers where they are installed. Usage: names.py BENCH-PARSE TOOL; EPIMARK_CORPUS names the
folder of the names."""

import json
import os
import subprocess
import sys
import tempfile
import time

SKIPPED = 77
IN_PROCESS, THROUGH_TOOL = 1_000_000, 150_000
REPEATS = 100

# For npm's parsers: reads names from a file and prints how many it read a second.
JAVASCRIPT = """
const lines = require('fs').readFileSync(process.argv[1], 'utf8').split('\\n').filter(Boolean);
let parse;
try { const m = require(process.argv[2]); parse = m[process.argv[3]] || m.default || m; }
catch (e) { process.exit(77); }
const start = process.hrtime.bigint();
for (const line of lines) parse(line);
console.log(Math.round(lines.length / (Number(process.hrtime.bigint() - start) / 1e9)));
"""
NPM = (("guessit-js", "guessit"), ("@viren070/parse-torrent-title", "parse"),
       ("parse-torrent-title", "parse"), ("anitomyscript", "default"))


def guessit_rate(names):
    try:
        from guessit import guessit
    except ImportError:
        return None
    start = time.perf_counter()
    for name in names[:200]:
        guessit(name)
    return len(names[:200]) / (time.perf_counter() - start)


def npm_rate(path, package, function):
    try:
        out = subprocess.run(["node", "-e", JAVASCRIPT, path, package, function],
                             capture_output=True, text=True, timeout=120)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return float(out.stdout) if out.returncode == 0 and out.stdout.strip() else None


def main():
    folder = os.environ.get("EPIMARK_CORPUS")
    if not folder or not os.path.exists(os.path.join(folder, "dev.jsonl")):
        print("skipped: EPIMARK_CORPUS names no folder with dev.jsonl")
        return SKIPPED
    with open(os.path.join(folder, "dev.jsonl"), encoding="utf-8") as file:
        names = [json.loads(line)["input"].replace("\n", " ") for line in file]
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write("\n".join(names) + "\n")
        file.flush()
        status = subprocess.run([sys.argv[1], file.name, str(IN_PROCESS)]).returncode
        text = ("\n".join(names) + "\n").encode() * REPEATS
        start = time.perf_counter()
        subprocess.run([sys.argv[2], "parse", "-"], input=text, check=True,
                       stdout=subprocess.DEVNULL)
        rate = len(names) * REPEATS / (time.perf_counter() - start)
        print(f"epimark parse -: {rate:.0f} names/s with its JSON, wanted {THROUGH_TOOL}")
        others = [("guessit (Python)", guessit_rate(names))]
        others += [(f"{package} (npm)", npm_rate(file.name, package, function))
                   for package, function in NPM]
    for name, other in others:
        print(f"{name}: {other:.0f} names/s" if other else f"{name}: is not installed")
    return 1 if status or rate < THROUGH_TOOL else 0


if __name__ == "__main__":
    sys.exit(main())
