# SPDX-License-Identifier: MIT
"""The stand-in services for the tests of this folder, and how such a test is skipped."""

import os
import re
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WAIT = 60  # seconds for a program to get ready


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def accepted():
    """What the stand-ins accept, by name: {"TVDB2_KEY": ...}."""
    with open(os.path.join(TOP, "tests/standin/standin.h"), encoding="utf-8") as file:
        return dict(re.findall(r'#define STANDIN_(\w+)\s+"([^"]*)"', file.read()))


def until(ready, process, what):
    """Waits for what ready() answers, as long as the process lives."""
    end = time.monotonic() + WAIT
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            sys.exit(f"{what} did not start")
        time.sleep(0.02)


class Standin:
    """The stand-in program until the end of the block; folder is the block's own."""

    def __init__(self, program):
        self.program = program
        self.temporary = tempfile.TemporaryDirectory(prefix="epimark-peers-")
        self.folder = self.temporary.name

    def __enter__(self):
        port_file = os.path.join(self.folder, "port")
        self.process = subprocess.Popen([self.program, "--port-file", port_file],
                                        stdout=subprocess.DEVNULL)
        until(lambda: os.path.exists(port_file), self.process, "the stand-in")
        with open(port_file, encoding="utf-8") as file:
            self.port = int(file.read())
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.temporary.cleanup()
