# SPDX-License-Identifier: MIT
"""Runs every fuzzer of this folder with libFuzzer, as many at a time as there are processors:
long.py ROOT [--seconds N] [--only NAME]. See README.md."""

import argparse
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

SECONDS = 600
LENGTH = {"services": 65536, "names": 4096}  # bytes of an input; others: 16384
# What one input may cost: a leak is told by LeakSanitizer at the end of each run.
LIMITS = ["-timeout=60", "-rss_limit_mb=3000", "-print_final_stats=1", "-verbosity=1"]
SEEDS_KEPT = 200


def build(root, preset, targets):
    quiet = {"cwd": root, "stdout": subprocess.DEVNULL, "check": True}
    subprocess.run(["cmake", "--preset", preset], **quiet)
    subprocess.run(["cmake", "--build", f"build/{preset}", "--target", *targets], **quiet)


def names_of(root):
    return sorted(name[5:-2] for name in os.listdir(os.path.join(root, "tests/fuzz"))
                  if name.startswith("fuzz_") and name.endswith(".c"))


def run(root, name, seconds, seed):
    """(what it says at its end, whether all inputs held)"""
    place = os.path.join(root, "build/fuzz/long", name)
    shutil.rmtree(place, ignore_errors=True)
    folders = {part: os.path.join(place, part) for part in ("seeds", "found", "faults", "tmp")}
    for folder in folders.values():
        os.makedirs(folder)
    subprocess.run([os.path.join(root, "build/release/tests/fuzz/fuzz-" + name), "--seeds",
                    folders["seeds"]], check=True)
    for seed_file in sorted(os.listdir(folders["seeds"]))[SEEDS_KEPT:]:
        os.unlink(os.path.join(folders["seeds"], seed_file))
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else folders["tmp"]
    log = os.path.join(place, "log")
    with open(log, "wb") as out:
        done = subprocess.run(
            [os.path.join(root, "build/fuzz/tests/fuzz/fuzz-" + name), f"-max_total_time={seconds}",
             f"-max_len={LENGTH.get(name, 16384)}", f"-seed={seed}",
             f"-artifact_prefix={folders['faults']}/", *LIMITS, folders["found"],
             folders["seeds"]], stdout=out, stderr=subprocess.STDOUT, check=False,
            env={**os.environ, "TMPDIR": memory})
    with open(log, encoding="utf-8", errors="replace") as file:
        lines = file.read().splitlines()
    stats = dict(line[6:].split(":", 1) for line in lines if line.startswith("stat::"))
    inputs = int(stats.get("number_of_executed_units", 0))
    held = done.returncode == 0 and inputs > 0
    if not held:
        print("\n".join(lines[-60:]))
        print(f"{name}: does not hold for {os.listdir(folders['faults'])}, see {log}", flush=True)
    else:
        print(f"{name}: {inputs} inputs held", flush=True)
    return inputs, held


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("root")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="for each fuzzer")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--only", action="append", metavar="NAME")
    options = parser.parse_args()
    root = os.path.abspath(options.root)
    began = time.monotonic()
    names = [n for n in names_of(root) if not options.only or n in options.only]
    targets = ["fuzz-" + name for name in names]
    build(root, "release", targets)
    build(root, "fuzz", targets)
    with ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(lambda n: run(root, n, options.seconds, options.seed), names))
    faulty = sum(not held for _, held in results)
    print(f"fuzz: {faulty} of {len(results)} readers at fault, {sum(n for n, _ in results)} inputs,"
          f" {options.seconds} s each, in {time.monotonic() - began:.0f} s")
    sys.exit(0 if results and not faulty else 1)


if __name__ == "__main__":
    main()
