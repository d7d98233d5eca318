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
        """One token of a statement; nothing in comments, texts, tables and assertions."""
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
        orders = {tuple(sorted(operators.faults_of("a.c", SOURCE), key=lambda f: f.order(seed)))
                  for seed in range(5)}
        self.assertGreater(len(orders), 1)

    def test_what_is_called_invisible_is_still_there(self):
        known = mutate.invisible()
        self.assertEqual(list(mutate.stale(ROOT, known)), [])
        self.assertTrue(all(known.values()), "each has a reason")
        self.assertEqual(len(list(mutate.stale(ROOT, {("core/base/error.c", "a", "b"): "none"}))),
                         1)


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
