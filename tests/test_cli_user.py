# SPDX-License-Identifier: MIT
"""The tool as a new user has it: with an account and without one, what it says is true.

Run as: test_cli_user.py BUILD [unittest arguments]."""

import os
import unittest

from test_cli import BREAKING_BAD, DONE, FAILED, USAGE, Served


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


class NextStep(Served):
    """What is said of what comes next."""

    def test_without_an_account(self):
        tvmaze, trakt = (f"; kept here until you sign in: `epimark login {name}`\n"
                         for name in ("tvmaze", "trakt"))
        for _ in range(2):
            self.assertEqual(self.tool("mark", "--missing", BREAKING_BAD),
                             "Breaking Bad 1x02: marked as watched" + tvmaze)
            self.assertEqual(self.tool("rate", "8", BREAKING_BAD),
                             "Breaking Bad 1x02: rated 8 of 10" + trakt)
            self.assertEqual(self.tool("rate", "0", BREAKING_BAD),
                             "Breaking Bad 1x02: rating taken back\n")
            for _ in range(3):
                self.assertNotIn(";", self.tool("undo", BREAKING_BAD))
        said = self.tool("fix", BREAKING_BAD, "--series", "tvmaze:526")
        self.assertIn("; `epimark sync` identifies what waited for it", said)
        self.assertNotIn(";", self.tool("fix", "/tv/x/Never S01E01.mkv", "--series", "tvmaze:526"))

    def test_with_one(self):
        self.login("tvmaze")
        self.assertIn("watched; `epimark sync` sends it",
                      self.tool("mark", "--missing", BREAKING_BAD))
        self.assertIn("`epimark login trakt`", self.tool("rate", "8", BREAKING_BAD))
        self.tool("undo", BREAKING_BAD)
        self.tool("sync")
        self.assertIn("; `epimark sync` takes it back at the services",
                      self.tool("unmark", BREAKING_BAD))
        self.tool("sync")
        self.tool("mark", BREAKING_BAD)
        self.tool("sync")
        # What was sent is taken back whatever the options say by now.
        self.assertIn("; `epimark sync` takes it back at the services",
                      self.tool("--set", "scrobble_on=", "unmark", BREAKING_BAD))
        self.tool("mark", BREAKING_BAD)
        self.tool("sync")
        self.tool("logout", "tvmaze")
        self.assertIn("; it stays there until you sign in: `epimark login tvmaze`",
                      self.tool("--set", "scrobble_on=", "undo", BREAKING_BAD))
        self.assertIn(": mark not taken back at TVmaze: viewer is not signed in to tvmaze: "
                      "`epimark login tvmaze`",
                      self.run_tool("sync").stdout.decode())

    def test_where_nothing_is_sent(self):
        self.assertIn("; kept here, the options send it nowhere",
                      self.tool("--set", "scrobble_on=", "mark", "--missing", BREAKING_BAD))


class NotIdentified(Served):
    """What was watched and is not identified yet, in the lists of what comes next."""

    SAID = (" more were watched, but not identified yet: `epimark sync` looks up, `epimark "
            "pending` asks about what is unsure.\n")

    def test_it_is_counted_apart(self):
        self.tool("mark", "--missing", "/tv/Cards/House.of.Cards.S01E01.mkv")
        one = "1" + self.SAID.replace("were", "was")
        self.assertEqual(self.tool("progress"), "No series is in progress.\n" + one)
        self.tool("mark", "Breaking Bad", "1x01")
        self.run_tool("sync")
        self.assertRegex(self.tool("progress"), r"\ABreaking Bad \(2008\)  1 of 62  1x01 [^\n]*\n"
                         + one)
        self.standin.terminate()
        self.standin.wait()
        self.tool("mark", "--force", "Breaking Bad", "1x02-03")
        self.tool("mark", "--missing", "/tv/Lost/Lost.S01E02.mkv")
        self.assertRegex(self.tool("progress"), r"\ABreaking Bad \(2008\)  1 of 62 \+2  1x01 "
                         r"[^\n]*\n4" + self.SAID)
        self.assertIn("\n4" + self.SAID, self.tool("next"))
        self.assertIn("\n2" + self.SAID, self.tool("next", "Breaking Bad"))
        self.assertEqual([p["unidentified"] for p in self.json("progress", "--json")], [2])


class NotFound(Served):
    """What no catalogue has: asked for daily, or once the user says so."""

    def asked(self):
        return self.state()["requests"]

    def test_the_queue_says_the_way_out_and_it_is_one(self):
        self.tool("mark", "--force", "Breaking Bad", "1x09")
        self.tool("mark", "--missing", "/tv/Nobody/Nobody Made This S01E01.mkv")
        self.run_tool("sync")
        lines = self.tool("queue").splitlines()
        for row, line in zip((2, 1), lines, strict=True):
            self.assertRegex(line, r"; next 20\d\d-\S+ \d\d:\d\d; ")
            self.assertIn(f"`epimark queue retry {row}` looks again, `epimark fix {row} --series "
                          "ID` says what it is", line)
        before = self.asked()
        self.run_tool("sync")
        self.assertEqual(self.asked(), before)
        self.assertIn("2 to be tried again", self.tool("queue", "retry"))
        self.assertIn("; `epimark sync` tries now\n", self.tool("queue"))
        self.run_tool("sync")
        self.assertGreaterEqual(self.asked(), before + 2)


class Seasons(Served):
    """Episodes over several seasons."""

    def episodes(self, state="watched"):
        return [(e["episodes"][0]["season"], e["episodes"][0]["number"])
                for e in reversed(self.json("history", "--json")) if e["state"] == state]

    def test_a_range_goes_over_seasons(self):
        self.tool("mark", "Breaking Bad", "1x06-2x02")
        self.run_tool("sync")
        self.assertEqual(self.episodes(), [(1, 6), (1, 7), (2, 1), (2, 2)])
        self.assertIn("2 marks taken back", self.tool("unmark", "Breaking Bad", "1x07-2x01"))
        self.assertEqual(self.episodes(), [(1, 6), (2, 2)])
        self.tool("rate", "8", "Breaking Bad", "1x06-2x02")
        self.assertIn("4 acts taken back", self.tool("undo", "Breaking Bad", "1x06-2x02"))
        self.assertEqual(len(self.json("history", "--json", "--rated=8")), 0)
        self.tool("forget", "Breaking Bad", "1x07-2x02", "--yes")
        self.assertEqual(self.episodes(), [(1, 6)])

    def test_its_ends_have_to_be_there(self):
        for episodes, missing in (("1x06-2x33", "2x33"), ("1x09-2x01", "1x09")):
            self.assertIn(f"Breaking Bad has no {missing}",
                          self.tool("mark", "Breaking Bad", episodes, status=FAILED))
        self.assertIn("several series have the title",
                      self.tool("mark", "Lost", "1x06-2x01", status=FAILED))
        self.assertEqual(self.json("history", "--json"), [])

    def test_without_a_network_it_says_what_to_type(self):
        self.standin.terminate()
        self.standin.wait()
        self.assertIn("; meanwhile, name each season by itself, as in 1x08-13",
                      self.tool("mark", "Breaking Bad", "1x06-2x01", status=FAILED))


class Places(Served):
    """A file by another name of the same place, and one that was moved."""

    def setUp(self):
        super().setUp()
        self.old = self.write("old/Breaking Bad/Breaking.Bad.S01E02.mkv", "x")
        self.tool("mark", self.old)
        self.run_tool("sync")

    def rows(self, path):
        return [entry["id"] for entry in self.json("history", "--json", "--file", path)]

    def assert_same(self, path):
        """Each command means the entry."""
        self.assertEqual(self.rows(path), [1])
        self.assertIn("already marked", self.tool("mark", path))
        self.tool("rate", "8", path)
        self.assertIn("rating taken back", self.tool("undo", path))
        self.assertIn("1 entry would be erased", self.run_tool("forget", path).stdout.decode())
        self.assertEqual(self.json("why", "--json", path)["entry"]["id"], 1)
        self.assertEqual([entry["id"] for entry in self.json("history", "--json")], [1])

    def test_a_link_to_it(self):
        link = os.path.join(self.home, "watch this.mkv")
        os.symlink(self.old, link)
        self.assert_same(link)
        os.symlink(os.path.join(self.home, "old"), os.path.join(self.home, "again"))
        self.assert_same(self.old.replace("/old/", "/again/"))

    def test_a_file_that_was_moved(self):
        new = self.old.replace("/old/", "/new/")
        os.makedirs(os.path.dirname(new))
        os.rename(self.old, new)
        self.assert_same(new)
        self.assert_same(os.path.relpath(new))
        # What is said of it holds where it is now.
        self.tool("fix", new, "--series", "tvmaze:526")
        self.assertEqual(self.json("match", new)["series"]["tvmaze"], 526)

    def test_another_one_is_not_taken_for_it(self):
        other = self.old.replace("/old/", "/new/")
        os.makedirs(os.path.dirname(other))
        for path in (other, self.old.replace("E02", "E03"),
                     other.replace("Breaking.Bad.S", "S"), other.replace(".Bad", ".In")):
            self.write(path, "")
            self.assertEqual(self.rows(path), [])  # the old one is there, or has another name
        os.remove(self.old)
        self.assertEqual(self.rows(other), [1])
        self.assertEqual(self.rows(other.replace("Breaking.Bad.S", "S")), [])
        self.assertEqual(self.rows("/b/Breaking.Bad.S01E02.mkv"), [])
        # The same name in two folders that are of two series.
        second = self.write("c/Breaking.Bad.S01E02.mkv", "")
        self.tool("fix", second, "--series", "tvmaze:526")
        self.tool("mark", second)
        self.run_tool("sync")
        self.assertEqual(self.rows(second), [2])
        os.remove(second)
        self.assertEqual(self.rows(other), [])


class SmallSlips(Served):
    def test_a_title_without_an_episode(self):
        for command in (["mark"], ["rate", "8"]):
            self.assertIn('there is no file "Breaking Bad" here, and its name is not read as an '
                          'episode; of a series, add which one: "Breaking Bad" 1x02',
                          self.tool(*command, "Breaking Bad", status=FAILED))
        self.assertIn("`epimark parse --explain` shows why",
                      self.tool("mark", self.write("tv/holiday.mkv", ""), status=FAILED))

    def test_an_option_that_is_nearly_one(self):
        for arguments, near in ((["mark", "--forse", "x"], "--force"),
                                (["history", "--limt=3"], "--limit"), (["--confg"], "--config"),
                                (["sync", "--baklog"], "--backlog"),
                                (["status", "--sett"], "--set")):
            self.assertIn(f"did you mean '{near}'?", self.tool(*arguments, status=USAGE))
        self.assertNotIn("did you mean", self.tool("sync", "--quux", status=USAGE))

    def test_what_cannot_be_meant(self):
        for arguments, why, status in (
                (["follow", "--person=", "Lost"], "--person needs a name or an id", USAGE),
                (["follow", "--network=5", "--last"], "cannot be combined", USAGE),
                (["login", "tvmaze", "--here", "--values"], "cannot be combined", USAGE),
                (["mark", "Lost", "1x01-600"], "at most 500 episodes", USAGE),
                (["mark", "Lost", "0x01-1x03"], "none of specials and other seasons", USAGE),
                (["--set", "trakt_api=1", "rate", "love", "--season", "Lost"],
                 "no service takes love and hate for a season", FAILED)):
            self.assertIn(why, self.tool(*arguments, status=status))

    def test_a_long_cell_begins_its_row_at_the_left(self):
        lines = self.shown(20, "search", "The Office")
        self.assertEqual(lines[:4], ["The Office (2005,", "US)", "NBC", "  tvmaze:526"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
