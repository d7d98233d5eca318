# SPDX-License-Identifier: MIT
"""epimark reconcile: what an account holds against the journal, and repairing both.

Run as: test_cli_reconcile.py BUILD [unittest arguments]."""

import json
import unittest

from test_cli import FAILED, KNOWN, USAGE, Served

HEAD = "title,season,episode,tvdb,watched_at,rating,type\n"


class Reconcile(Served):
    def here(self, *rows):
        """Episodes 1xNUMBER of Breaking Bad, watched at 20:00 of that day of March 2020; rated if
        there is a rating."""
        text = "".join(f"Breaking Bad,1,{number},81189,2020-03-{day:02}T20:00:00Z,{rating},"
                       "episode\n" for number, day, rating in rows)
        self.tool("import", "--apply", self.write("here.csv", HEAD + text))

    def there(self, *rows):
        """The same at Trakt, with the minute of that hour."""
        episodes = [{"number": number, "watched_at": f"2020-03-{day:02}T20:{minute:02}:00Z"}
                    for number, day, minute in rows]
        show = {"ids": {"tvdb": 81189}, "seasons": [{"number": 1, "episodes": episodes}]}
        self.tool("api", "trakt", "history-add", "--data", json.dumps({"shows": [show]}))

    def differ(self):
        """Missing there 1x04, missing here 1x05, twice 1x03, the same 1x02 and 1x03."""
        self.write(".config/mpv/mpv.conf", "script-opts-append=epimark-scrobble_on=tvmaze\n")
        self.login("trakt")
        self.there((2, 1, 0), (3, 1, 0), (3, 1, 30), (5, 1, 0))
        self.here((2, 1, ""), (3, 1, ""), (4, 1, 8))

    def test_first_it_only_says_what_differs(self):
        self.differ()
        said = self.tool("reconcile", "trakt")
        self.assertIn("trakt: 2 plays and 0 ratings are the same; 1 missing there, 1 missing here, "
                      "1 twice there, 1 not rated there", said.replace("\n", " "))
        self.assertIn("--to-service sends 2 to trakt.", said)
        self.assertIn("--to-journal takes in 1 from trakt.", said)
        self.assertIn("--remove-doubles removes 1 play at trakt.", said)
        self.assertNotIn("Nothing was changed", said)
        said = self.tool("reconcile", "--all", "--to-service")
        self.assertRegex(said, r"1x03: 2020-03-01 [0-9:]+ there, the second play\n")
        self.assertRegex(said, r"1x04: 2020-03-01 [0-9:]+ here only\n")
        self.assertIn("1x04: 8/10 here only\n", said)
        self.assertRegex(said, r"1x05: 2020-03-01 [0-9:]+ there only\n")
        self.assertIn("Nothing was changed: --apply does it.", said)
        self.assertEqual(len(self.state()["plays"]), 4)
        self.assertEqual(len(self.json("history", "--json")), 3)

    def test_both_sides_of_a_difference_are_said(self):
        self.login("trakt")
        show = {"ids": {"tvdb": 81189}, "seasons": [{"number": 1, "episodes": [
            {"number": 2, "rating": 5, "rated_at": "2020-03-03T20:00:00Z"}]}]}
        self.tool("api", "trakt", "ratings-add", "--data", json.dumps({"shows": [show]}))
        self.here((2, 1, 9))
        self.tool("import", "--apply", self.write("unknown.csv", HEAD +
                  "Breaking Bad,1,6,81189,unknown,,episode\n"))
        said = self.tool("reconcile", "--all", "trakt")
        self.assertRegex(said, r"1x02: 9/10 here[^;]*; 5/10 there, 2020-03-0[34] [0-9:]+\n")
        self.assertIn("1x06: at an unknown time here only\n", said)

    def test_each_side_is_repaired_as_asked(self):
        self.differ()
        self.assertIn("Removed: 1 play.", self.tool("reconcile", "--remove-doubles", "--apply"))
        self.assertEqual(len(self.state()["plays"]), 3)
        self.assertEqual(len(self.json("history", "--json")), 3)
        self.assertIn("Taken in: 1.", self.tool("reconcile", "--to-journal", "--apply"))
        self.assertEqual(len(self.json("history", "--json")), 4)
        self.assertEqual(len(self.state()["plays"]), 3)
        said = self.tool("reconcile", "--to-service", "--apply", "trakt")
        self.assertIn("To be sent: 2.", said)
        self.assertIn("2 sent", said)
        self.assertEqual(len(self.state()["plays"]), 4)
        found = self.json("reconcile", "--json")
        self.assertEqual([one["service"] for one in found], ["trakt"])
        self.assertEqual((found[0]["same"], found[0]["same_ratings"], found[0]["series"]),
                         (4, 1, []))
        self.assertIn("no difference", self.tool("reconcile"))

    def test_all_that_differs_is_json(self):
        self.differ()
        found, = self.json("reconcile", "--json", "--to-service", "--apply", "trakt")
        self.assertEqual((found["applied"], found["keeps"], found["done"]["due"]),
                         (True, "plays", 2))
        rows = [(one["kind"], one["what"], one["number"])
                for one in found["series"][0]["differences"]]
        self.assertEqual(rows, [("twice", "viewing", 3), ("missing-there", "viewing", 4),
                                ("missing-there", "rating", 4), ("missing-here", "viewing", 5)])

    def mark(self, *episodes):
        """The same at TVmaze, by its ids, of 1 March."""
        for episode in episodes:
            self.tool("api", "tvmaze-user", "scrobble-episode", f"episode_id={episode}", "--data",
                      json.dumps({"marked_at": 1583092800, "type": 0}))

    def test_all_services_that_keep_what_was_watched_are_compared(self):
        self.login("tvmaze", "trakt", "tvdb")
        said = self.tool("reconcile")
        self.assertIn("tvmaze: 0 marks and 0 ratings are the same; no difference", said)
        self.assertIn("trakt: 0 plays and 0 ratings are the same; no difference", said)
        self.assertNotIn("Only series", said)

    def test_without_premium_what_was_watched_here_is_compared(self):
        self.write(".config/mpv/mpv.conf", "script-opts-append=epimark-scrobble_on=trakt\n")
        self.tool("login", "tvmaze", given="\n".join(
            (KNOWN["TVMAZE_FREE_USER"], KNOWN["TVMAZE_FREE_KEY"])))
        self.assertIn("no difference", self.tool("reconcile"))
        self.here((1, 1, 8), (2, 1, ""))
        self.mark(12192, 12194, 100000014)  # 1x01 and 1x03, and one of another series
        said = self.tool("reconcile")
        self.assertIn("tvmaze: 1 mark and 0 ratings are the same; 1 missing there, 1 missing here",
                      said)
        self.assertIn("Only series that you watched here were compared", said)
        self.assertIn("Breaking Bad (2008)", said)
        self.assertIn("Taken in: 1.", self.tool("reconcile", "--to-journal", "--apply"))
        self.assertIn("1 sent", self.tool("reconcile", "--to-service", "--apply"))
        found, = self.json("reconcile", "--json")
        self.assertEqual((found["part"], found["same"], found["series"]), (True, 3, []))
        self.assertIn("TVmaze", self.tool("import", "tvmaze", status=FAILED))

    def test_marks_at_tvmaze_are_compared(self):
        self.login("tvmaze")
        self.mark(12192)
        said = self.tool("reconcile", "tvmaze")
        self.assertIn("tvmaze: 0 marks and 0 ratings are the same; 1 missing here", said)
        self.assertIn("Breaking Bad (2008)", said)
        self.assertIn("Taken in: 1.", self.tool("reconcile", "--to-journal", "--apply"))
        self.tool("sync")
        self.assertIn("1 mark and 0 ratings are the same; no difference", self.tool("reconcile"))
        self.assertIn("There is nothing new.", self.tool("import", "tvmaze"))

    def test_what_cannot_be_is_refused(self):
        self.assertIn("--apply needs --to-service", self.tool("reconcile", "--apply", status=USAGE))
        self.assertIn("signed in to no service", self.tool("reconcile", status=FAILED))
        self.assertIn("unknown service 'nosuch'; one of: tvmaze, trakt",
                      self.tool("reconcile", "nosuch", status=USAGE))
        self.assertIn("TheTVDB cannot be asked", self.tool("reconcile", "tvdb", status=FAILED))


if __name__ == "__main__":
    unittest.main()
