# SPDX-License-Identifier: MIT
"""Whether a journal of years is as fast as a young one: what the tool and a player do with one of
100,000 entries, against one of 1,000, in interleaved pairs. scale.c makes both."""

import os
import shutil
import statistics
import subprocess
import sys
import time

BUILD = os.path.realpath(os.environ.get("EPIMARK_BUILD") or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "..", "..", "build", "release"))
PROGRAM = os.path.join(BUILD, "tests", "bench", "bench-scale")
TOOL = os.path.join(BUILD, "epimark")
SMALL, LARGE, PAIRS = 1000, 100000, 20
RATIO = 2     # at most as many times as long
BYTES = 1200  # at most for each entry
COMMANDS = {"history": ["history", "--limit", "20"], "queue": ["queue", "--limit", "20"],
            "status": ["status", "--offline"], "undo": ["undo"]}


class Journal:
    """One of so many entries, in a folder of its own."""

    def __init__(self, folder, entries):
        self.home = os.path.join(folder, str(entries))
        self.data = os.path.join(self.home, "data", "epimark")
        config = os.path.join(self.home, "config", "mpv", "script-opts")
        os.makedirs(self.data)
        os.makedirs(config)
        with open(os.path.join(config, "epimark.conf"), "w", encoding="utf-8") as file:
            file.write("credential_store=file\nscrobble_on=tvmaze,trakt\n")
        self.env = {"PATH": os.environ["PATH"], "HOME": self.home, "LC_ALL": "C.UTF-8",
                    "XDG_CONFIG_HOME": os.path.join(self.home, "config"),
                    "XDG_DATA_HOME": os.path.join(self.home, "data")}
        self.bytes = int(self.run(PROGRAM, "fill", self.data, str(entries)))

    def run(self, *command):
        done = subprocess.run(command, env=self.env, cwd=self.home, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False)
        # The status of a sign-in that has no credentials is 1.
        if done.returncode != 0 and "status" not in command:
            sys.exit(f"{' '.join(command)}: {done.stdout}{done.stderr}")
        return done.stdout

    def times(self):
        """Milliseconds of each command, of an opening and of a commit."""
        found = {}
        for name, args in COMMANDS.items():
            began = time.monotonic()
            self.run(TOOL, *args)
            found[name] = (time.monotonic() - began) * 1000
        found["start"], found["commit"] = map(float, self.run(PROGRAM, "time", self.data).split())
        return found


def measure(large=LARGE, pairs=PAIRS):
    """Prints the table. How many times as long the slowest takes, and whether all is within its
    limit."""
    folder = os.path.join(BUILD, "scale")
    shutil.rmtree(folder, ignore_errors=True)
    young, old = Journal(folder, SMALL), Journal(folder, large)
    young.times()  # the first time each is read from the disk
    old.times()
    samples = [(young.times(), old.times()) for _ in range(pairs)]
    print(f"{'':8}  {SMALL:>8}  {large:>8}  times  at most")
    worst = 0
    for name in samples[0][0]:
        ratio = statistics.median(b[name] / a[name] for a, b in samples)
        few, many = (statistics.median(pair[i][name] for pair in samples) for i in (0, 1))
        worst = max(worst, ratio)
        print(f"{name:8}  {few:5.1f} ms  {many:5.1f} ms  {ratio:5.2f}  {RATIO:7.2f}"
              f"{'' if ratio <= RATIO else '  TOO SLOW'}", flush=True)
    fits = old.bytes <= BYTES
    print(f"{'bytes':8}  {young.bytes:8}  {old.bytes:8}         {BYTES:7}"
          f"{'' if fits else '  TOO LARGE'}")
    shutil.rmtree(folder)
    return worst, worst <= RATIO and fits


if __name__ == "__main__":
    sys.exit(0 if measure()[1] else 1)
