# SPDX-License-Identifier: MIT
"""tests/run itself: which roots it skips and for which reasons, and what fails a run. What makes a
root and what enters it are stand-ins here, which do as they are told.

Run as: test_run.py [unittest arguments]."""

import os
import shutil
import subprocess
import tempfile
import unittest

TESTS = os.path.dirname(os.path.abspath(__file__))

# Enters a root: each case is a step, all goes well unless a test says otherwise.
ENTER = """#!/bin/bash
root=$1
shift
case "$*" in
{}
./packaging/need*) ;;
mpv*) ;;
cmake*) ;;
ctest*)
    mkdir -p "build/roots/$root/epimark/build/release"
    echo '<testcase name="http" time="1" status="run"/>' \\
        >"build/roots/$root/epimark/build/release/report.xml"
    ;;
./packaging/try) ;;
*) echo "not foreseen: $*"; exit 3 ;;
esac
"""


class Roots(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="epimark-run-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        os.makedirs(os.path.join(self.folder, "tests/roots"))
        os.makedirs(os.path.join(self.folder, "tests/long"))
        for name in ("run", "skips"):
            shutil.copy(os.path.join(TESTS, name), os.path.join(self.folder, "tests"))
        self.write("list", "one: trixie native all\ntwo: sid native all\nsmall: sid i386 unit\n")
        self.make("")
        self.enter("")

    def write(self, name, text):
        path = os.path.join(self.folder, "tests/roots", name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, 0o755)

    def make(self, does):
        self.write("make", "#!/bin/bash\n" + does)

    def enter(self, case):
        self.write("enter", ENTER.format(case))

    def run_tests(self, *arguments, code=0):
        """The lines that tests/run prints, but for its times."""
        done = subprocess.run(["tests/run", *arguments], cwd=self.folder, capture_output=True,
                              text=True, timeout=100, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout.splitlines()

    def test_all_is_well(self):
        said = self.run_tests("--root", "one", "--root", "small")
        # Two builds, the unit tests, packaging/try and the samples; the small one lacks the latter.
        self.assertEqual(said[-1], "8 passed, 0 failed, 0 skipped")
        for name in ("one", "small"):
            self.assertTrue([line for line in said if line.startswith(f"root {name}: ")], said)

    def test_what_is_not_ours_skips_a_root(self):
        """And nothing else: the next root is tested."""
        here = '[ "$1" != one ] || '
        for make, case, reason in (
                (here + "{ echo 'mounting is not allowed here'; exit 77; }", "",
                 "mounting is not allowed here"),
                ("", "./packaging/need*) [ $root != one ] || { echo 'E: no mpv'; exit 1; } ;;",
                 "its packages do not install: E: no mpv"),
                ("", "mpv*) [ $root != one ] ;;", "its own mpv does not start")):
            with self.subTest(reason):
                self.make(make)
                self.enter(case)
                said = self.run_tests("--root", "one", "--root", "two")
                self.assertIn(f"skipped: one: all of it: {reason}", said)
                self.assertEqual(said[-1], "5 passed, 0 failed, 1 skipped")

    def test_a_root_without_its_packages_is_made_anew(self):
        made = os.path.join(self.folder, "build/roots/one.made")
        self.make("touch build/roots/$1.made")
        self.run_tests("--root", "one")
        self.assertTrue(os.path.exists(made))
        self.enter("./packaging/need*) exit 1 ;;")
        self.run_tests("--root", "one")
        self.assertFalse(os.path.exists(made))

    def test_a_run_of_which_all_is_skipped_does_not_fail(self):
        self.make("echo 'this is not Debian'; exit 77")
        self.assertEqual(self.run_tests("--root", "one")[-1], "0 passed, 0 failed, 1 skipped")

    def test_what_is_ours_fails_the_run(self):
        for case, what, last in (
                ("'cmake --preset release') exit 1 ;;", "build with gcc", "0 passed, 1 failed"),
                ("'cmake --build --preset clang'*) exit 1 ;;", "build with clang",
                 "4 passed, 1 failed"),
                ("./packaging/try) exit 1 ;;", "packaging/try", "4 passed, 1 failed"),
                ("ctest*) exit 1 ;;", "build/release: ctest wrote no report",
                 "3 passed, 2 failed")):
            with self.subTest(what):
                self.enter(case)
                said = self.run_tests("--root", "one", code=1)
                self.assertIn(f"failed: one: {what}", said)
                self.assertEqual(said[-1], f"{last}, 0 skipped")
        self.make("exit 1")
        self.assertIn("failed: one: tests/roots/make",
                      self.run_tests("--root", "one", code=1))

    def test_when_the_time_is_over_the_rest_is_skipped(self):
        """What runs then is stopped, and fails nothing; no other root is begun."""
        reason = "no time is left, after the 2 s that --within gives"
        self.enter("ctest*) exec tail -f /dev/null ;;")
        said = self.run_tests("--root", "one", "--root", "two", "--within", "2")
        skipped = [line for line in said if line.startswith("skipped: ")]
        self.assertRegex(skipped[0], f"^skipped: one: .*: {reason}$")
        self.assertEqual(skipped[-1], "skipped: two: all of it: " + reason)
        self.assertIn(" 0 failed, ", said[-1])
        self.make("exec tail -f /dev/null")
        said = self.run_tests("--root", "one", "--within", "2")
        self.assertIn("skipped: one: tests/roots/make: " + reason, said)

    def test_usage(self):
        for arguments in (("--within", "9"), ("--root", "one", "--within", "soon"),
                          ("--root", "three"), ("--root",), ("--all",), ("three",),
                          ("--long",), ("--long", "stay")):
            self.assertEqual(self.run_tests(*arguments, code=2), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
