# SPDX-License-Identifier: MIT
"""The tools themselves: what is planted where, and what they make of others' reports.

Run as: test_tools.py [unittest arguments]."""

import os
import struct
import sys
import tempfile
import unittest

import covered
import mutate
import operators
import suite
import tools

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))

SOURCE = """#include <a-b.h>

static const int table[] = {1 + 2, 3};

/* a < b && true */
static bool fits(int value, int count)
{
    assert(value > 0);
    if (value <= 3 && count != 1)
        return true;
    say("a < b", '-');
    int most = x->n > at(value) ? x->n : at(value);
    if (most < count)
        count = most;
    if (most < count)
        count = most;
    else
        most = count;
    for (int i = 0; i < count; i++) {
        if (value == -1)
            break;
    }
    return x->y - 1;
}
"""

WANTED = [
    ("if (value <= 3 && count != 1)", [
        "if (value > 3 && count != 1)", "if (value < 3 && count != 1)",
        "if (value <= 3 || count != 1)", "if (value <= 3 && count == 1)"]),
    ("return true;", ["return false;"]),
    ("say(\"a < b\", '-');", [";"]),
    ("int most = x->n > at(value) ? x->n : at(value);", [
        "int most = x->n <= at(value) ? x->n : at(value);"]),
    ("if (most < count)", [
        "if (most >= count)", "if (most >= count)", "if (most <= count)"]),
    ("for (int i = 0; i < count; i++) {", [
        "for (int i = 0; i >= count; i++) {", "for (int i = 0; i <= count; i++) {"]),
    ("if (value == -1)", ["if (value != -1)"]),
    ("break;", [";"]),
    ("return x->y - 1;", ["return x->y + 1;"]),
]

REPORT = """<valgrindoutput><error><kind>{kind}</kind><stack>
<frame><obj>/usr/lib/libc.so.6</obj><fn>malloc</fn></frame>
<frame><obj>{object}</obj><fn>{function}</fn><file>a.c</file><line>3</line></frame>
</stack></error></valgrindoutput>"""


class Operators(unittest.TestCase):
    def test_what_is_planted(self):
        """One token of a statement; nothing in comments, texts, tables and assertions, and no
        border between two of which the larger or smaller is taken."""
        found = sorted((f.before, f.after) for f in operators.faults_of("a.c", SOURCE))
        self.assertEqual(found, sorted((b, a) for b, all_of in WANTED for a in all_of))

    def test_only_that_token_changes(self):
        for fault in operators.faults_of("a.c", SOURCE):
            lines = zip(SOURCE.split("\n"), fault.planted(SOURCE).split("\n"))
            changed = [n + 1 for n, (old, new) in enumerate(lines) if old != new]
            self.assertEqual(changed, [fault.line])

    def test_the_draw_stays_if_other_lines_change(self):
        def drawn(text):
            faults = operators.faults_of("a.c", text)
            return [(f.before, f.after) for f in sorted(faults, key=lambda f: f.order(7))]
        moved = SOURCE.replace("#include <a-b.h>\n", "#include <a-b.h>\n\n/* more */\n")
        self.assertEqual(drawn(SOURCE), drawn(moved))
        both = [f for f in operators.faults_of("a.c", SOURCE * 2) if f.before == "return true;"]
        self.assertEqual([f.nth for f in both], [0, 1])
        self.assertNotEqual(both[0].order(7), both[1].order(7))
        orders = {tuple(sorted(operators.faults_of("a.c", SOURCE), key=lambda f: f.order(seed)))
                  for seed in range(5)}
        self.assertGreater(len(orders), 1)

    def test_what_is_called_invisible_is_still_there(self):
        known = mutate.invisible()
        self.assertEqual(list(mutate.stale(ROOT, known)), [])
        self.assertTrue(all(known.values()), "each has a reason")
        self.assertEqual(len(list(mutate.stale(ROOT, {("core/base/error.c", "a", "b"): "none"}))),
                         1)


class Build(unittest.TestCase):
    def test_another_text_is_compiled_in_place_of_a_file(self):
        words = "gcc -I/a -O2 -MD -MT x.o -MF x.o.d -o x.o -c /a/m/x.c".split()
        self.assertEqual(mutate.compiling(words, "/a/m/x.c", "/t/y.c", "/t/y.o"),
                         "gcc -I/a -O2 /t/y.c -w -g0 -iquote /a/m -c -o /t/y.o".split())

    def test_the_object_is_linked_in_its_place(self):
        """After the test's own: what that has in place of the file's functions stays so."""
        words = "gcc -O2 tests/x.o a/y.o -o tests/x libm.a".split()
        flags = ["-Wl,--allow-multiple-definition", *mutate.SANITIZE]
        self.assertEqual(mutate.linking(words, "/t/x", "/t/z.o", "m/z.o"),
                         "gcc -O2 tests/x.o a/y.o /t/z.o -o /t/x libm.a".split() + flags)
        self.assertEqual(mutate.linking(words, "/t/x", "/t/y.o", "a/y.o"),
                         "gcc -O2 tests/x.o /t/y.o -o /t/x libm.a".split() + flags)


class Choice(unittest.TestCase):
    def setUp(self):
        self.build = mutate.Build.__new__(mutate.Build)
        self.build.root, self.build.seconds = ROOT, {}
        self.build.tests = {"json": 0, "name.more": 0, "rank": 0, "name": 0, "cli": 0, "words": 0}
        self.fault = operators.Fault("matching/name.c", 0, 1, "", 12, "", "")

    def test_near_are_those_of_the_room(self):
        self.build.covered = None
        self.assertEqual(self.build.tests_for(self.fault), ["name", "name.more", "rank", "words"])

    def test_all_that_run_the_line(self):
        """A statement may go over several lines. Its file's tests come first, then the room's."""
        run = {"matching/name.c": [3, 10]}
        tests = {"json": {"seconds": 1, "lines": run}, "cli": {"seconds": 9, "lines": run},
                 "words": {"seconds": 3, "lines": run}, "rank": {"seconds": 2, "lines": run},
                 "name": {"seconds": 5, "lines": run},
                 "name.more": {"seconds": 0, "lines": {"matching/name.c": [3]}}}
        self.build.covered = {"executable": {"matching/name.c": [3, 10, 13]}, "tests": tests}
        self.assertEqual(self.build.tests_for(self.fault),
                         ["name", "rank", "words", "json", "cli"])


class Rooms(unittest.TestCase):
    def test_every_room_is_asked(self):
        """Every folder of the project's C but tests and what ships beside the programs."""
        found = set()
        for top in ("core", "matching", "plugin"):
            for folder, _, names in os.walk(os.path.join(ROOT, top)):
                if any(name.endswith(".c") for name in names):
                    found.add(os.path.relpath(folder, ROOT))
        self.assertEqual(found, set(covered.ROOMS))


class Others(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="epimark-tools-")
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "report")

    def write(self, data):
        with open(self.path, "wb") as file:
            file.write(data)
        return self.path

    def test_counts_that_are_left_out(self):
        """gcc leaves out the counters of what was not run, and makes their length negative."""
        head = b"adcg" + bytes(12)
        idle = struct.pack("<Ii", covered.COUNTERS, -16)
        busy = struct.pack("<Iiq", covered.COUNTERS, 8, 1)
        self.assertFalse(covered.was_run(self.write(head + idle)))
        self.assertTrue(covered.was_run(self.write(head + idle + busy)))

    def test_reports_with_the_plugin_in_their_stack(self):
        def reported(**words):
            return tools.reports_of(self.write(REPORT.format(**words).encode()))
        ours = reported(kind="InvalidRead", object="/a/epimark.so", function="take")
        self.assertEqual(ours, ["valgrind: InvalidRead: malloc (?:?) < take (a.c:3)"])
        self.assertEqual(reported(kind="InvalidRead", object="/a/libmpv.so", function="take"), [])
        self.assertEqual(reported(kind="Leak_DefinitelyLost", object="/a/epimark.so",
                                  function=tools.LEFT_BEHIND), [])
        self.assertEqual(len(reported(kind="InvalidRead", object="/a/epimark.so",
                                      function=tools.LEFT_BEHIND)), 1)
        self.assertEqual(len(tools.reports_of(self.write(b"<valgrind"))), 1)

    def test_a_test_is_run_to_its_end(self):
        def said(script, limit=60):
            return suite.run(suite.Test("a", ["sh", "-c", script], "/", skip_code=77), limit)[0]
        self.assertEqual(said("exit 0"), "passed")
        self.assertEqual(said("exit 77"), "skipped")
        self.assertEqual(said("exit 1"), "failed")
        self.assertEqual(said("kill -9 $$"), "failed")
        self.assertEqual(said("exec tail -f /dev/null", 0.2), "hung")


if __name__ == "__main__":
    sys.exit(unittest.main())
