# SPDX-License-Identifier: MIT
"""The tool as a new user has it: with an account and without one, what it says is true.

Run as: test_cli_user.py BUILD [unittest arguments]."""

import unittest

from test_cli import BREAKING_BAD, DONE, FAILED, Served


class LeftAlone(Served):
    """A file of which the user says that it is no episode."""

    def setUp(self):
        super().setUp()
        self.tool("mark", "--missing", BREAKING_BAD)
        self.tool("fix", BREAKING_BAD, "--leave")

    def state_of(self, row):
        return {entry["id"]: entry["state"] for entry in self.json("history", "--json")}[row]

    def test_the_lists_say_so_in_words(self):
        for done in (None, DONE):  # at once, and once it was looked at
            if done is not None:
                self.tool("sync")
            self.assertEqual(self.state_of(1), "left")
            self.assertIn("  left alone  Breaking.Bad.S01E02", self.tool("history"))
            self.assertIn("left alone", self.tool("history", "--state", "left"))
            self.assertEqual(self.tool("queue"), "Nothing is waiting.\n")
            self.assertEqual(self.tool("pending"), "Nothing is unsure.\n")
            self.assertIn("Nothing", self.tool("rate"))
            self.assertIn("row 1, ", "\n".join(self.shown(132, "why", "1")))
            self.assertIn(", left alone", "\n".join(self.shown(132, "why", "1")))

    def test_what_is_marked_again_is_too(self):
        self.tool("undo", "1")
        self.tool("undo", "1")
        self.tool("mark", "1")
        self.tool("fix", BREAKING_BAD, "--leave")
        self.assertEqual(self.state_of(1), "left")

    def test_nothing_is_recorded_of_it(self):
        for command in (["mark"], ["rate", "8"]):
            for what in ("1", BREAKING_BAD):
                self.assertIn("Breaking Bad 1x02 is left alone: you said that it is no episode",
                              self.tool(*command, what, status=FAILED))
        self.assertIn("“no episode” taken back", self.tool("undo", "1"))
        self.tool("rate", "8", "1")
        self.tool("queue", "retry")
        self.run_tool("sync")
        self.assertEqual(self.state_of(1), "watched")


if __name__ == "__main__":
    unittest.main(verbosity=2)
