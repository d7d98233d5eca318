# SPDX-License-Identifier: MIT
"""Lets each request of each evening fail in each way; README.md beside this file. Takes the program
`faults`, and optionally how many processes to run at once."""

import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

FIGURES = re.compile(r"(\d+) cases, (\d+) faults; right (\d+) soon, (\d+) later, "
                     r"(\d+) by signing in, (\d+) by `queue retry`$")
DAYS = 12


def run(program, evening, way, folder):
    """One way in one evening: what went wrong, as text, and the figures."""
    done = subprocess.run([program, "--evening", evening, "--way", way], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
                          env={**os.environ, "TMPDIR": folder})
    *lines, last = done.stdout.splitlines() or [""]
    found = FIGURES.match(last)
    if not found:
        return f"{evening} {way} ended with {done.returncode}\n{done.stdout}", [0, 1, 0, 0, 0, 0]
    return "\n".join(lines), [int(figure) for figure in found.groups()]


def main(program, processes):
    began = time.monotonic()
    listed = subprocess.run([program, "--list"], stdout=subprocess.PIPE, text=True, check=True)
    jobs = [line.split() for line in listed.stdout.splitlines()]
    totals = [0] * 6
    # In memory, as the program itself chooses; nothing is left there if this is stopped.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="epimark-faults-", dir=memory) as folder, \
            ThreadPoolExecutor(processes) as pool:
        for text, figures in pool.map(lambda job: run(program, *job, folder), jobs):
            if text:
                print(text, flush=True)
            totals = [a + b for a, b in zip(totals, figures)]
    cases, faults, soon, later, signed, retried = totals
    print(f"by themselves {soon} came right within a day and {later} within {DAYS}; {signed} after "
          f"a sign-in that was asked for, {retried} after `queue retry`")
    print(f"{cases} cases, {faults} faults, in {time.monotonic() - began:.0f} s")
    return 1 if faults or not cases else 0


if __name__ == "__main__":
    # More than there are processors: some wait for what never comes.
    sys.exit(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2 * os.cpu_count()))
