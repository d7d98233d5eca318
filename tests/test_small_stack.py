# SPDX-License-Identifier: MIT
"""The tool with a stack of 128 KiB, its threads included: `epimark match` finds an episode.

Run as: test_small_stack.py BUILD."""

import os
import subprocess
import sys
import tempfile
import time

BUILD = os.path.abspath(sys.argv[1])
SMALL_STACK = os.path.join(os.path.dirname(os.path.abspath(__file__)), "small-stack")


def main():
    with tempfile.TemporaryDirectory() as folder:
        port_file = os.path.join(folder, "port")
        standin = subprocess.Popen([os.path.join(BUILD, "epimark-standin"), "--port-file",
                                    port_file], stdout=subprocess.DEVNULL)
        try:
            end = time.monotonic() + 30
            while not os.path.exists(port_file):
                assert standin.poll() is None and time.monotonic() < end, "no stand-in listens"
            with open(port_file, encoding="ascii") as file:
                url = f"tvmaze_url=http://127.0.0.1:{int(file.read())}/tvmaze"
            done = subprocess.run(
                [SMALL_STACK, os.path.join(BUILD, "epimark"), "match",
                 "Breaking.Bad.S01E02.720p.mkv", "--set", url, "--set", "credential_store=file"],
                capture_output=True, text=True, check=False, timeout=60,
                env={"PATH": os.environ["PATH"], "HOME": folder})
        finally:
            standin.terminate()
            standin.wait()
    assert done.returncode == 0 and "Cat's in the Bag" in done.stdout, done
    print("1 passed, 0 failed")


main()
