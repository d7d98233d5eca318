# SPDX-License-Identifier: MIT
"""The tests of a build, as ctest knows them: which there are, and how one is run and stopped."""

import contextlib
import json
import os
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field

# Tests of files or of programs of others, that measure, or that need a player.
OTHERS = {"rules", "bench", "e2e", "peers", "measure", "roots"}


@dataclass
class Test:
    name: str
    command: list
    folder: str
    environment: dict = field(default_factory=dict)
    labels: set = field(default_factory=set)
    skip_code: int = -1
    makes: set = field(default_factory=set)   # fixtures
    needs: set = field(default_factory=set)

    def targets(self, build):
        """The programs of the build that it names."""
        inside = [part for part in self.command if part.startswith(build + "/")]
        return [os.path.relpath(part, build) for part in inside if os.path.basename(part) != ""]


def pairs(words):
    return dict(word.split("=", 1) for word in words)


def tests_of(build):
    """All that ctest would run, in its order."""
    said = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"],
                          stdout=subprocess.PIPE, check=True).stdout
    found = []
    for row in json.loads(said)["tests"]:
        values = {p["name"]: p["value"] for p in row["properties"]}
        found.append(Test(row["name"], row["command"], values["WORKING_DIRECTORY"],
                          pairs(values.get("ENVIRONMENT", [])), set(values.get("LABELS", [])),
                          values.get("SKIP_RETURN_CODE", -1),
                          set(values.get("FIXTURES_SETUP", [])),
                          set(values.get("FIXTURES_REQUIRED", []))))
    return found


def units_of(build):
    """The unit, tool, host and fuzz-corpus tests, with the fixtures that they need."""
    return [test for test in tests_of(build) if not test.labels & OTHERS]


@contextlib.contextmanager
def scratch():
    """A folder for one run of a test, in memory if there is one: tests sync much. Others may look
    into it, since some tests become another user."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="epimark-", dir=memory,
                                     ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        yield folder


def run(test, limit, environment=None, log=None):
    """Runs one test, and ends all that it started. (passed, failed, skipped or hung; seconds)"""
    began = time.monotonic()
    with open(log or os.devnull, "wb") as out:
        process = subprocess.Popen(test.command, cwd=test.folder, stdin=subprocess.DEVNULL,
                                   stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
                                   env={**os.environ, **test.environment, **(environment or {})})
        try:
            code = process.wait(limit)
            said = {0: "passed", test.skip_code: "skipped"}.get(code, "failed")
        except subprocess.TimeoutExpired:
            said = "hung"
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
    return said, time.monotonic() - began
