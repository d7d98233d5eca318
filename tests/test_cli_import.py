# SPDX-License-Identifier: MIT
"""epimark import: what was watched elsewhere, from an export to the services.

Run as: test_cli_import.py BUILD [unittest arguments]."""

import csv
import io
import json
import os
import signal
import subprocess
import time
import unittest

from test_cli import DONE, FAILED, TOOL, USAGE, Served, Typed

HEAD = "title,year,season,episode,tvdb,watched_at,rating,type\n"


def office(season, episode, at="2020-03-01T20:00:00Z", rating=""):
    """An episode of The Office (US), which TheTVDB knows as 73244."""
    return f"The Office,2005,{season},{episode},73244,{at},{rating},episode\n"


class Import(Served):
    def export(self, *rows):
        return self.write("export.csv", HEAD + "".join(rows))

    def asked(self, path):
        """How often a service was asked for something."""
        if not os.path.exists(self.log):
            return 0
        with open(self.log, encoding="utf-8") as file:
            return sum(path in json.loads(line)["path"] for line in file)

    def test_first_it_only_says_what_it_would_do(self):
        path = self.export(office(2, 1), office(2, 2, rating="8"))
        said = self.tool("import", path)
        self.assertIn("The Office (2005)", said)
        self.assertIn("2 viewings, 1 rating", said)
        self.assertIn("To tvmaze: at most 2 marks, once you are signed in there", said)
        self.assertIn("Nothing was changed: --apply takes it in.", said)
        self.assertEqual(self.json("history", "--json"), [])
        self.assertEqual(self.asked("/search"), 0)

    def test_then_it_is_taken_in_once_and_sent(self):
        self.login("tvmaze")
        self.login("trakt")
        path = self.export(*(office(2, number, f"2020-03-{number:02}T20:00:00Z")
                             for number in range(1, 21)))
        found = self.json("import", "--json", "--apply", path)
        self.assertEqual((found["applied"], found["viewings"], found["known"]), (True, 20, 0))
        self.assertEqual({(target["service"], target["kind"]): target["count"]
                          for target in found["to_send"]},
                         {("tvmaze", "mark"): 20, ("trakt", "rate"): 0})
        again = self.json("import", "--json", "--apply", path)
        self.assertEqual((again["viewings"], again["known"]), (0, 20))
        self.assertIn("There is nothing new.", self.tool("import", path))
        self.tool("sync")
        self.assertEqual(self.asked("/v1/scrobble/episodes"), 1)  # a whole history is one request
        entries = self.json("history", "--json")
        self.assertEqual(len(entries), 20)
        self.assertEqual(entries[0]["episodes"][0]["number"], 20)  # the newest first
        self.assertEqual({entry["state"] for entry in entries}, {"sent"})

    def test_into_a_new_journal_beside_an_older_sign_in(self):
        self.login("tvmaze")
        folder = os.path.join(self.env["XDG_DATA_HOME"], "epimark")
        for name in os.listdir(folder):
            if name.startswith("journal."):
                os.unlink(os.path.join(folder, name))
        self.tool("import", "--apply", self.export(office(2, 1)))
        self.tool("sync")
        self.assertEqual([entry["state"] for entry in self.json("history", "--json")], ["sent"])

    def test_what_was_taken_in_before_the_first_sign_in_waits(self):
        self.tool("import", "--apply", self.export(office(2, 1)))
        self.login("tvmaze")
        self.run_tool("sync")
        self.assertEqual([entry["state"] for entry in self.json("history", "--json")], ["watched"])
        self.tool("sync", "--backlog")
        self.assertEqual([entry["state"] for entry in self.json("history", "--json")], ["sent"])

    def test_what_has_no_date_gets_none(self):
        self.login("tvmaze")
        self.tool("import", "--apply", self.export(office(2, 1, at="unknown")))
        self.tool("sync")
        with open(self.log, encoding="utf-8") as file:
            sent = [json.loads(line)["body"] for line in file if "/scrobble/episodes" in line]
        self.assertEqual(len(sent), 1)
        self.assertNotIn('"marked_at":1', json.dumps(sent).replace(" ", ""))
        self.assertEqual(self.json("history", "--json")[0]["watched_at"], 0)
        self.assertRegex(self.tool("history"), r"(?m)^ *1  - +sent")

    def test_what_was_watched_long_ago_is_in_progress_with_all(self):
        self.tool("import", "--apply", self.export(office(2, 1), office(2, 2)))
        self.assertEqual(self.tool("progress"),
                         "No series is in progress. --all goes further back than a year.\n")
        self.assertIn("The Office", self.tool("progress", "--all"))

    def test_a_rating_without_a_date_gets_none(self):
        path = self.write("export.csv", "title,year,season,episode,tvdb,rating\n"
                          "The Office,2005,2,1,73244,8\n")
        self.tool("import", "--apply", path)
        self.assertRegex(self.tool("history"), r"(?m)^ *1  - .*8/10")
        rows = list(csv.DictReader(io.StringIO(self.tool("history", "--csv"))))
        self.assertEqual([(row["time"], row["rating"]) for row in rows], [("", "8")])
        rows = list(csv.DictReader(io.StringIO(self.tool("export", "--csv"))))
        self.assertEqual([(row["time"], row["rated_at"]) for row in rows], [("", "")])

    def test_what_another_journal_had_to_send_is_sent_once(self):
        self.login("trakt")
        with open(os.path.join(self.home, ".config/mpv/script-opts/epimark.conf"), "a",
                  encoding="utf-8") as conf:
            conf.write("scrobble_on=trakt\n")
        first = self.env
        path = self.export(office(2, 1, rating="8"), office(2, 2))
        self.tool("import", "--apply", path)
        exported = os.path.join(self.home, "all.json")
        self.tool("export", exported)
        second = self.env = first | {"XDG_DATA_HOME": os.path.join(self.home, "other")}
        self.login("trakt")
        said = self.tool("import", exported)
        self.assertIn("To trakt: 1 rating\nTo trakt: 2 plays\nThat was not sent yet when the file "
                      "was written: send it from one journal alone.\nNothing was changed", said)
        self.assertEqual({(target["kind"], target["count"]) for target in self.json(
            "import", "--json", "--apply", exported)["to_send"]}, {("rate", 1), ("play", 2)})
        for self.env in second, first, second:
            self.tool("sync")
            state = self.state()
            self.assertEqual((len(state["plays"]), len(state["ratings"])), (2, 1))

    def test_rewatches_are_shown_as_such(self):
        self.tool("import", "--apply", self.export(office(2, 1), office(
            2, 1, at="2021-03-01T20:00:00Z"), office(2, 2)))
        self.assertEqual([entry["viewing"] for entry in self.json("history", "--json")],
                         [2, 1, 1])
        self.assertIn("The Dundies  viewing 2", self.tool("history"))

    def test_what_is_unsure_is_asked_by_pending(self):
        path = self.export("The Office,,1,2,,2020-03-01T20:00:00Z,,episode\n")
        said = self.tool("import", path)
        self.assertIn("1 unsure", said)
        self.assertIn("export.csv, line 2", said)
        said = self.tool("import", "--apply", path)
        self.assertIn("Unsure: 1; `epimark pending` asks.", said)
        questions = self.json("pending", "--json")
        self.assertEqual([question["title"] for question in questions], ["The Office"])
        self.assertGreater(len(questions[0]["candidates"]), 1)
        self.tool("fix", str(questions[0]["row"]), "--series", "tvmaze:526")
        self.run_tool("sync")
        entry = self.json("history", "--json")[0]
        self.assertEqual((entry["series"]["title"], entry["episodes"][0]["number"]),
                         ("The Office", 2))
        self.assertEqual(self.json("import", "--json", path)["known"], 1)

    def test_what_cannot_be_read_is_one_line_with_its_place(self):
        path = self.export(office(2, 1), office(2, 2, at="yesterday"), office(2, 3))
        said = self.tool("import", path)
        self.assertRegex(said, r"export\.csv, line 3: ")
        self.assertIn("2 viewings", said)
        self.assertEqual(self.json("import", "--json", path)["unreadable_count"], 1)

    def test_dates_that_can_be_two_need_an_option(self):
        path = self.write("list.csv", 'Title,Date\n"Severance: Season 1: Half Loop",4/5/2022\n')
        said = self.tool("import", path, status=FAILED)
        self.assertIn("say --dates day-first, or month-first", said)
        found = self.json("import", "--json", "--dates", "day-first", "--apply", path)
        self.assertEqual(found["viewings"], 1)
        entry = self.json("history", "--json")[0]
        self.assertEqual(entry["episodes"][0]["number"], 2)  # by its title
        self.assertEqual(entry["watched_at"], 1651665600)  # 2022-05-04
        said = self.tool("import", "--dates", "backwards", path, status=USAGE)
        self.assertIn("unknown order 'backwards'; one of: day-first, month-first", said)

    def test_the_dates_of_a_file_have_one_order(self):
        path = self.export(office(2, 1, at="05/06/2020"), office(2, 2, at="13/05/2020"),
                           office(2, 3, at="05/13/2020"))
        said = self.tool("import", path)
        self.assertIn("line 2: '05/06/2020' can be two dates: say --dates day-first, or "
                      "month-first", said)
        self.assertIn("line 4: '05/13/2020' has the month first, not the day as line 3 has", said)
        found = self.json("import", "--json", "--dates", "day-first", path)
        self.assertEqual((found["viewings"], found["unreadable_count"]), (2, 1))

    def test_a_time_without_a_zone_is_that_of_the_computer(self):
        self.env["TZ"] = "CET-1CEST,M3.5.0,M10.5.0/3"
        path = self.export(office(2, 1, at="2020-07-01 21:00:00"),
                           office(2, 2, at="2020-03-29 02:30:00"),  # the clocks went to 3:30
                           office(2, 3, at="2020-07-01 21:00:00Z"), office(2, 4, at="2020-07-02"))
        self.tool("import", "--apply", path)
        entries = self.json("history", "--json")
        self.assertEqual({entry["episodes"][0]["number"]: entry["watched_at"] for entry in entries},
                         {1: 1593630000, 2: 1585445400, 3: 1593637200, 4: 1593691200})

    def test_what_no_number_tells_is_said(self):
        path = self.write("list.csv", 'Title,Date\n"The Office: Season 2: The Fire",4/13/2022\n'
                          '"Severance: Season 1: Half Loop",4/13/2022\n')
        away = "--set", "tvmaze_url=http://127.0.0.1:1"
        said = self.tool("import", "--apply", *away, path)
        self.assertIn("2 not looked up", said)
        self.assertIn("Left out: 2 without a number, which a catalogue has to tell; import them "
                      "again once it answers.", said)
        self.assertEqual(self.json("history", "--json"), [])
        said = self.tool("import", "--apply", *away, self.export(office(2, 1)))
        self.assertIn("Kept, but not looked up yet: 1; `epimark sync` does that.", said)
        self.assertIn("1 known", self.tool("import", self.export(office(2, 1))))
        said = self.tool("import", path)
        self.assertRegex(said, r"(?m)^The Office +1 unsure: .* have this title")
        self.assertRegex(said, r"(?m)^Severance \(2022\) +1 viewing$")

    def test_a_folder_is_declared_watched(self):
        folder = os.path.join(self.home, "videos")
        os.makedirs(folder)
        for name in "The.Office.US.S02E01.mkv", "The.Office.US.S02E02.mkv", "cover.jpg":
            open(os.path.join(folder, name), "w", encoding="utf-8").close()
        self.assertIn("exports are known", self.tool("import", folder, status=FAILED))
        found = self.json("import", "--json", "--watched", "--apply", folder)
        self.assertEqual(found["viewings"] + found["unsure"], 2)

    def test_one_series_is_taken_and_the_rest_is_left(self):
        names = ("The.Office.US.S02E01.mkv", "The.Office.US.S02E02.mkv", "Severance.S01E02.mkv")
        path = self.write("history", "".join(
            json.dumps({"time": 1650000000 + 86400 * at, "path": "/v/" + name}) + "\n"
            for at, name in enumerate(names)))
        said = self.tool("import", path)
        self.assertIn("2 series: 3 only opened", said)
        self.assertIn("with --series TITLE only what is of that series.", said)
        self.assertNotIn("There is nothing new.", said)
        said = self.tool("import", "--opened", "--series", "severance", path)
        self.assertIn("1 series: 1 viewing", said)
        self.assertNotIn("Office", said)
        with open(self.log, encoding="utf-8") as file:
            self.assertNotIn("Office", file.read())  # nor asked for
        found = self.json("import", "--json", "--opened", "--apply", "--series", "Severance (2022)",
                          path)  # as the catalogue calls it
        self.assertEqual((found["viewings"], len(found["series"])), (1, 1))
        self.assertEqual([entry["path"] for entry in self.json("history", "--json")],
                         ["/v/Severance.S01E02.mkv"])
        said = self.tool("import", "--series", "Firefly", path, status=FAILED)
        self.assertIn("there is no series or film 'Firefly' in it", said)
        self.tool("export", os.path.join(self.home, "all.json"))
        said = self.tool("import", "--series", "Severance", os.path.join(self.home, "all.json"),
                         status=USAGE)
        self.assertIn("a journal: it is taken whole", said)

    def test_a_stopped_import_says_that_it_goes_on(self):
        path = self.write("list.csv", 'Title,Date\n"Severance: Season 1: Half Loop",4/13/2022\n')
        self.control({"fault": {"match": "GET /tvmaze/search/*", "nth": 0, "do": "stall"}})
        with subprocess.Popen([TOOL, "import", path], env=self.env, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE) as process:
            self.wait_for_request(self.log, "/search/")
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=20)[1]
            self.assertEqual(process.returncode, FAILED)
        self.assertIn(b"epimark: stopped; the same command goes on\n", said)

    def test_what_is_no_export_is_an_error(self):
        self.assertIn("missing", self.tool("import", status=USAGE))
        self.tool("import", self.write("a.csv", "nothing of it\n"), status=FAILED)
        self.tool("import", os.path.join(self.home, "nowhere"), status=FAILED)

    def test_after_a_kill_the_next_goes_on(self):
        rows = [office(2, 1 + number % 20, f"20{10 + number // 300}-{1 + number // 25 % 12:02}-"
                       f"{1 + number % 25:02}T20:00:00Z") for number in range(3000)]
        path = self.export(*rows)
        self.tool("import", path)
        with subprocess.Popen([TOOL, "import", "--apply", path], env=self.env,
                              stdout=subprocess.DEVNULL) as process:
            journal = os.path.join(self.env["XDG_DATA_HOME"], "epimark", "journal.db-wal")
            before = os.path.getsize(journal) if os.path.exists(journal) else 0
            end = time.monotonic() + 30
            while process.poll() is None and time.monotonic() < end and (
                    not os.path.exists(journal) or os.path.getsize(journal) <= before + 100000):
                pass
            process.send_signal(signal.SIGKILL)
        taken = len(self.json("history", "--json"))
        found = self.json("import", "--json", "--apply", path)
        self.assertEqual(found["known"] + found["viewings"], 3000)
        self.assertEqual(found["viewings"], 3000 - taken)
        self.assertEqual(len(self.json("history", "--json")), 3000)

    def hold(self, count):
        """So many plays of Breaking Bad at Trakt, at a time each; the last first."""
        self.login("trakt")
        for first in range(0, count, 1500):
            plays = [{"number": 2 + at % 6, "watched_at": f"2015-{1 + at // 1500:02}-"
                      f"{1 + at // 60 % 25:02}T20:{at % 60:02}:00Z"}
                     for at in range(first, min(first + 1500, count))]
            show = {"ids": {"tvdb": 81189}, "seasons": [{"number": 1, "episodes": plays}]}
            self.tool("api", "trakt", "history-add", "--data", json.dumps({"shows": [show]}))

    def test_the_history_of_an_account_is_not_sent_back(self):
        self.hold(3)
        self.write(".config/mpv/mpv.conf", "script-opts-append=epimark-scrobble_on=trakt,tvmaze\n")
        self.login("tvmaze")
        said = self.tool("import", "trakt")
        self.assertIn("Breaking Bad (2008)", said)
        self.assertIn("To tvmaze: at most 3 marks; what it has already is left out", said)
        self.assertNotIn("To trakt", said)  # it was just read from there
        found = self.json("import", "--json", "--apply", "trakt")
        self.assertEqual((found["viewings"], found["unsure"]), (3, 0))
        self.tool("sync")
        self.assertEqual(len(self.state()["plays"]), 3)
        self.assertEqual(self.asked("/v1/scrobble/episodes"), 1)
        entries = self.json("history", "--json")
        self.assertEqual({entry["state"] for entry in entries}, {"sent"})
        self.assertIn("Trakt has this play already", json.dumps(entries))
        self.assertIn("There is nothing new.", self.tool("import", "trakt"))

    def test_after_a_kill_no_page_is_asked_for_twice(self):
        self.hold(1500)  # 6 pages
        self.control({"faults": [{"match": "GET /trakt/users/me/history", "nth": 4,
                                  "do": "stall"}]})
        pages = "/users/me/history"
        with subprocess.Popen([TOOL, "import", "trakt"], env=self.env,
                              stdout=subprocess.DEVNULL) as process:
            end = time.monotonic() + 30
            while process.poll() is None and time.monotonic() < end and self.asked(pages) < 4:
                pass
            process.send_signal(signal.SIGKILL)
        self.assertEqual(self.asked(pages), 4)
        found = self.json("import", "--json", "trakt")
        self.assertEqual(found["viewings"] + found["known"], 1500)
        self.assertEqual(self.asked(pages), 4 + 3)  # the fourth again, and the last two


class Asked(Typed):
    def test_pending_asks_which_episode_it_is(self):
        rows = ("Season 1: Not This", "Season 1: Nor This", "Season 1: Neither",
                "Season 2: Gray Matter")
        self.tool("import", "--apply", self.write("list.csv", "Title,Date\n" + "".join(
            f'"Breaking Bad: {row}",5/{20 - day}/23\n' for day, row in enumerate(rows))))
        questions = self.json("pending", "--json")
        self.assertEqual([(one["series_known"], one["waiting"]) for one in questions],
                         [(True, 1)] * 4)
        pid, terminal = self.start("pending")
        said = self.read_until(terminal, b"q quits] ")
        self.assertIn(b"The series is sure, the episode is not.", said)
        self.assertIn(b"Which episode? [2x05, ", said)
        os.write(terminal, b"1\n")  # the series, which is not asked
        self.assertIn(b"The series is sure: type season and episode",
                      self.read_until(terminal, b"q quits] "))
        os.write(terminal, b"2x05\n")
        self.assertIn(b"this file is Breaking Bad 2x05 from now on",
                      self.read_until(terminal, b"q quits] "))
        os.write(terminal, b"l\n")
        self.assertIn(b"no episode, left alone", self.read_until(terminal, b"q quits] "))
        os.write(terminal, b"\n")
        self.assertRegex(self.read_until(terminal, b"q quits] "),
                         rb"   1  Breaking Bad \(2008, US\)  70 %  tv\w+:\d+  1x05 Gray Matter")
        os.write(terminal, b"1\n")
        self.read_until(terminal, b"this file is Breaking Bad 1x05 from now on")
        self.assertEqual(self.finish(pid), DONE)
        self.run_tool("sync")
        self.assertEqual([[episode["number"] for episode in entry["episodes"]]
                          for entry in self.json("history", "--json")], [[5], [], [], [5]])
        self.assertEqual(len(self.json("pending", "--json")), 1)

    def test_an_episode_is_said_of_one_series_alone(self):
        self.tool("import", "--apply", self.write(
            "export.csv", HEAD + "House of Cards,,1,2,,2020-03-01T20:00:00Z,,episode\n"))
        pid, terminal = self.start("pending")
        self.read_until(terminal, b"Which one? [number, /TITLE, ID, Enter skips, q quits] ")
        os.write(terminal, b"1x02\n")
        self.assertIn(b"Say the series first", self.read_until(terminal, b"q quits] "))
        os.write(terminal, b"tvmaze:175\n")
        self.read_until(terminal, b"is House of Cards")
        self.assertEqual(self.finish(pid), DONE)
        self.run_tool("sync")
        self.assertEqual(self.json("history", "--json")[0]["episodes"][0]["number"], 2)


if __name__ == "__main__":
    unittest.main()
