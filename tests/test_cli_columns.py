# SPDX-License-Identifier: MIT
"""What the tool shows: columns that fit the terminal, filters, JSON and CSV, broken pipes.

Run as: test_cli_columns.py BUILD [unittest arguments]."""

import csv
import io
import json
import os
import pty
import re
import signal
import sqlite3
import subprocess
import time
import unicodedata
import unittest

from test_cli import BREAKING_BAD, DONE, FAILED, TOOL, USAGE, Served, Typed, shown_on

WIDE = "/tv/進撃の巨人/進撃の巨人 第一話 二千年後の君へ S01E02.mkv"
LEFTWARDS = "/tv/x/שלום עולם S01E02 ארוך מאוד וגם יפה.mkv"
LONG = "/tv/Long/A Series With a Rather Long Title That Goes On and On S01E02.mkv"
EMOJI = "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 3 + "\U0001f1e9\U0001f1ea" * 9
MARKS = "e\u0301\u0323" * 20 + "\u0915\u0940" * 9 + "\U0001f44d\U0001f3fd" * 7
ISOLATE, ISOLATED = "\u2068", "\u2069"


def width(text):
    """How many columns a line of a terminal takes."""
    return sum(0 if unicodedata.category(c) in ("Mn", "Cf") else
               2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def addressless(lines):
    """The lines but those that an address takes: it is left whole, to be copied."""
    return [line for line in lines if "://" not in line or " " in line.strip()]


class Terminal(Served):
    def mark(self, *names):
        for name in names:
            self.tool("mark", "--missing", name)


class Shown(Terminal):
    def test_a_list_fits_the_terminal(self):
        self.mark(BREAKING_BAD, LONG, WIDE)
        self.tool("rate", "8", "--missing", BREAKING_BAD)
        for command, words in (("history", "A Series With a Rather Long Title That Goes On and On"),
                               ("queue", "`epimark sync` tries now")):
            for columns in (20, 80, 132):
                lines = self.shown(columns, command)
                self.assertLessEqual(max(map(width, lines)), columns, lines)
                text = " ".join(" ".join(lines).split())
                self.assertIn(words, text)
                self.assertEqual(columns > 20, lines[0].split()[0] == "row", lines)
            # Without a terminal no line is cut, and there is no head.
            lines = self.tool(command).splitlines()
            self.assertEqual(len(lines), 3)
            self.assertTrue(any(os.path.basename(LONG) in line for line in lines))

    def test_columns_begin_at_the_same_place(self):
        self.mark(BREAKING_BAD, WIDE)
        for row, lines in (("row", self.shown(132, "history")[1:]),
                           ("1", self.tool("history").splitlines())):
            self.assertEqual([line.index(name) for line, name in zip(lines, ("進撃", "Breaking"))],
                             [len(row + "  2026-11-29 23:59  waits  ")] * 2)

    def test_words_are_kept_whole(self):
        self.mark(LONG)
        lines = self.shown(60, "history")
        self.assertGreater(len(lines), 2)
        words = set(os.path.basename(LONG).split())
        for line in lines[2:]:
            self.assertLessEqual(set(line.split()), words)

    def test_what_goes_leftwards_stands_apart(self):
        self.mark(LEFTWARDS)
        for command in ("history", "queue"):
            for columns in (20, 44, 132):
                lines = self.shown(columns, command)
                self.assertIn(ISOLATE, "".join(lines))
                for line in lines:
                    self.assertEqual(line.count(ISOLATE), line.count(ISOLATED), line)
                    for part in re.split("[\u2068\u2069]", line)[::2]:
                        self.assertNotRegex(part, "[\u0590-\u05ff]")
            self.assertNotRegex(self.tool(command), "[\u2066-\u2069]")

    def test_a_name_turns_nothing_round(self):
        self.mark("/tv/x/Some\u202eShow\u2067\nS01E02.mkv")
        for text in (self.tool("history"), "\n".join(self.shown(80, "history")[1:])):
            self.assertIn("SomeShow S01E02.mkv", text)
            self.assertEqual(len(text.splitlines()), 1)

    def test_colours_are_for_terminals(self):
        self.mark(BREAKING_BAD)
        self.assertIn("\033[33mwaits\033[0m", "".join(self.shown(80, "history", TERM="xterm")))
        for env in ({"TERM": "xterm", "NO_COLOR": "1"}, {"TERM": "dumb"}, {}):
            self.assertNotIn("\033", "".join(self.shown(80, "history", **env)))
        self.env["TERM"] = "xterm"
        self.assertNotIn("\033", self.tool("history"))

    def test_other_lists_fit_too(self):
        self.login("tvmaze")
        self.mark(BREAKING_BAD, "/tv/Cards/House.of.Cards.S01E01.mkv")
        self.run_tool("sync")
        for command, words in ((["status", "--offline"], "signed in as viewer"),
                               (["doctor"], "signed in to TVmaze as viewer"),
                               (["options"], "must be reached, in percent [1-100]"),
                               (["pending"], "House of Cards (1990, GB)"),
                               (["marked", "tvmaze:169"], "Cat's in the Bag")):
            for columns in (20, 80, 132):
                lines = self.shown(columns, *command, status=int(command == ["doctor"]))
                self.assertLessEqual(max(map(width, addressless(lines))), columns, lines)
                self.assertIn(words, " ".join(" ".join(lines).split()))

        # A number and its title stay beside each other.
        self.assertIn("1 House of Cards", self.shown(20, "pending"))

    def test_help_fits_too(self):
        names = re.findall(r"^  (\w+) ", self.tool("help"), re.M)
        for columns in (20, 80, 132):
            for name in names:
                lines = self.shown(columns, "help", name)
                self.assertLessEqual(max(map(width, addressless(lines))), min(columns, 88), lines)
                # It is what goes into a pipe, word for word.
                self.assertEqual("".join("".join(lines).split()),
                                 "".join(self.tool("help", name).split()))
            lines = self.shown(columns, status=USAGE)
            self.assertLessEqual(max(map(width, lines)), columns)
        self.assertRegex("\n".join(self.shown(80, "help", "api")), "--header NAME=VALUE[.]{3} +a ")

    def test_an_error_is_wrapped_too(self):
        for command, status in ((["history", "--state", "nothing"], USAGE),
                                (["mark", "/tv/None/Nothing of That Name S01E02.mkv"], FAILED),
                                (["--config", "/none/of/that", "history"], FAILED)):
            said = self.tool(*command, status=status)
            name = re.match("[^:]*: ", said)[0]
            for columns in (20, 80, 132):
                lines = self.shown(columns, *command, status=status)
                self.assertLessEqual(max(map(width, lines)), columns, lines)
                self.assertEqual("".join("".join(lines).split()), "".join(said.split()))
                self.assertTrue(lines[0].startswith(name.rstrip()), lines)
                for line in lines[1:]:  # a hanging indent
                    self.assertRegex(line, f"^ {{{2 if columns == 20 else len('epimark: ')}}}[^ ]")
                # Each line but the last one is full: the next word has no room there.
                for line, below in zip(lines, lines[1:]):
                    [word] = re.findall("^ *([^ `]*`[^`]*`[^ ]*|[^ ]+)", below)
                    self.assertGreater(width(line) + 1 + width(word), columns, lines)

    def test_a_command_can_be_copied(self):
        """What stands in backquotes is in one line, if it fits in one."""
        self.mark(BREAKING_BAD)
        self.run_tool("sync")
        for columns in range(28, 60):
            for command in (["mark", "Lost", "1x02"], ["queue"], ["queue", "drop"]):
                if command == ["queue"] and columns < 55:
                    continue  # its last column is narrower than a command
                status = USAGE if command[-1] == "drop" else DONE
                for line in self.shown(columns, *command, status=status):
                    self.assertEqual(line.count("`") % 2, 0, line)

    def test_an_address_can_be_copied(self):
        for columns in (20, 80):
            lines = self.shown(columns, "login", "--help")
            self.assertIn("https://thetvdb.com/api-information;", " ".join(lines).split())

    def test_graphemes_are_kept_whole(self):
        self.mark(f"/tv/x/Family {EMOJI} S01E02.mkv", f"/tv/x/Marks {MARKS} S01E03.mkv")
        for command in ("history", "queue"):
            for columns in (20, 23, 31, 80):
                lines = self.shown(columns, command)
                self.assertLessEqual(max(map(width, lines)), columns, lines)
                self.assertEqual("".join(lines).count("\u200d"), EMOJI.count("\u200d"))
                for line in lines:
                    first, text = line.strip()[0], line.strip()
                    self.assertFalse(unicodedata.category(first)[0] == "M" or
                                     first in "\u200d\U0001f3fd", lines)
                    self.assertNotEqual(text[-1], "\u200d", lines)
                    self.assertEqual(len(re.findall("[\U0001f1e6-\U0001f1ff]", text)) % 2, 0)

    def test_a_title_leaves_its_neighbours_where_they_are(self):
        """Wide and right-to-left titles, in columns before others."""
        titles = ("שלום (עולם", "進撃の巨人", "\u0915\u0940e\u0301")
        for at, (series, title) in enumerate(zip(("tvmaze:169", "tvmaze:526", "tvmaze:123"),
                                                 titles), 1):
            self.mark(f"/tv/{at}/Some {at} S01E01.mkv")
            self.tool("fix", str(at), "--series", series)
        self.run_tool("sync")
        database = sqlite3.connect(os.path.join(self.env["XDG_DATA_HOME"], "epimark/journal.db"))
        for at, title in enumerate(titles, 1):
            with database:
                database.execute("UPDATE subjects SET series_title = ? WHERE id ="
                                 " (SELECT subject FROM entries WHERE id = ?)", (title, at))
        database.close()
        for command, column in (("progress", "of"), ("next", "aired")):
            lines = [line for line in self.shown(132, command) if f" {column} " in line]
            self.assertEqual(len(lines), 3, lines)
            self.assertEqual(len({width(line[:line.index(f" {column} ")]) for line in lines}), 1)
            apart = [line for line in lines if ISOLATE in line]
            self.assertEqual(len(apart), 1)
            self.assertRegex(apart[0],
                             f"^{ISOLATE}{re.escape(titles[0])} [^{ISOLATED}]*{ISOLATED} ")
            # Nothing of it is in a pipe, or on a terminal that does not know these marks.
            self.assertNotIn(ISOLATE, self.tool(command))
            self.assertNotIn(ISOLATE, "".join(self.shown(132, command, LC_ALL="C")))

    def test_match_speaks_in_words_on_a_terminal(self):
        for columns in (20, 80, 132):
            lines = self.shown(columns, "match", BREAKING_BAD, "The.Office.S01E02.mkv",
                               "Nobody.Made.This.S01E01.mkv", status=FAILED)
            self.assertLessEqual(max(map(width, lines)), columns, lines)
            text = " ".join(" ".join(lines).split())
            self.assertIn("Breaking Bad (2008, US) tvdb:81189, 1x02 Cat's in the Bag", text)
            self.assertIn("Closest 5", text)
            self.assertIn("3 names looked up: 1 found, 2 not found", text)
        [line] = self.shown(80, "match", "--json", BREAKING_BAD)
        self.assertEqual(json.loads(line)["series"]["tvmaze"], 169)
        self.assertEqual(json.loads(self.tool("match", BREAKING_BAD))["series"]["tvmaze"], 169)


class Progress(Terminal, Typed):
    def errors(self, *arguments):
        """What a command says on a terminal while its output goes elsewhere."""
        master, terminal = pty.openpty()
        self.addCleanup(os.close, master)
        with subprocess.Popen([TOOL, *arguments], env=self.env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=terminal) as process:
            os.close(terminal)
            return shown_on(master)

    def test_what_takes_long_says_how_far_it_is(self):
        # The first name takes as long as an answer is waited for.
        self.control({"fault": {"match": "GET /tvmaze/search/*", "nth": 1, "do": "stall"}})
        names = [f"{title} S01E01.mkv" for title in ("Breaking Bad", "Lost", "Scrubs")]
        said = self.errors("--set", "http_timeout=2", "match", *names)
        self.assertRegex(said, r"\r1 of 3 names, \d+ s left")
        self.assertRegex(said, r"\r +\r3 names looked up: 1 found, 2 not found\r\n\Z")

    def test_one_that_takes_long_says_what_it_is(self):
        self.control({"fault": {"match": "*", "nth": 0, "do": "stall"}})
        for command, what in ((["match", BREAKING_BAD], os.path.basename(BREAKING_BAD)),
                              (["mark", "Lost", "1x02"], "Lost 1x02"),
                              (["search", "Lost"], "Lost")):
            said = self.errors("--set", "http_timeout=3", *command)
            self.assertRegex(said, rf"\A(\r{re.escape(what)}: asking 127\.0\.0\.1, [123] s)+"
                             r"\r +\r([^\r]*\r\n)?\Z")
            self.assertEqual(self.run_tool("--set", "http_timeout=2", *command).stderr.count(b"\r"),
                             0)

    def test_an_error_knows_its_own_terminal(self):
        said = self.errors("history", "--state", "nothing")
        lines = said.rstrip("\r\n").split("\r\n")
        self.assertGreater(len(lines), 1, said)
        self.assertTrue(all(line.startswith(" " * 9) for line in lines[1:]), said)
        self.assertLessEqual(max(map(width, lines)), 80)

    def test_it_is_cut_off_where_the_terminal_ends(self):
        self.control({"fault": {"match": "*", "nth": 0, "do": "stall"}})
        lines = self.shown(20, "--set", "http_timeout=2", "search", "進撃の巨人進撃の巨人",
                           status=FAILED)
        self.assertEqual(lines[1], "進撃の巨人進撃の巨")

    def test_ctrl_c_leaves_nothing_of_it(self):
        self.control({"fault": {"match": "*", "nth": 0, "do": "stall"}})
        pid, terminal = self.start("search", "Lost")
        self.read_until(terminal, b"\rLost: asking 127.0.0.1, 1 s")
        os.write(terminal, b"\x03")
        said = self.read_until(terminal, b"\n")
        self.assertRegex(said, rb"\r {29,}\repimark: [^\r\n]*\r\n\Z")
        self.assertEqual(self.finish(pid), FAILED)

    def test_a_wait_begins_with_its_question(self):
        self.mark("/tv/Cards/House.of.Cards.S01E02.mkv")
        self.run_tool("sync")
        self.control({"fault": {"match": "GET /tvmaze/search/*", "nth": 1, "do": "stall"}})
        pid, terminal = self.start("--set", "http_timeout=2", "pending")
        self.read_until(terminal, b"q quits] ")
        os.write(terminal, b"/Nothing like it\n")
        self.assertIn(b"\rNothing like it: asking 127.0.0.1, 1 s",
                      self.read_until(terminal, b"q quits] "))
        os.write(terminal, b"tvmaze:526\n")  # at once, though the one before took long
        self.assertNotIn(b"asking", self.read_until(terminal, b"from now on"))
        self.finish(pid)

    def test_what_was_done_is_wrapped_between_words(self):
        lines = self.shown(40, "mark", "--missing", LONG)
        self.assertGreater(len(lines), 2)
        self.assertLessEqual(max(map(width, lines)), 40)
        self.assertLessEqual(set(" ".join(lines).split()),
                             set(self.tool("mark", "--missing", LONG.replace("02", "03"))
                                 .replace("1x03", "1x02").split()))

    def test_a_sync_says_it_too(self):
        self.login("tvmaze")
        self.mark(*(f"/tv/{title} S01E01.mkv" for title in ("Breaking Bad", "Lost", "Scrubs")))
        self.control({"fault": {"match": "GET /tvmaze/search/*", "nth": 1, "do": "stall"}})
        self.assertRegex(self.errors("--set", "http_timeout=2", "sync"), r"\r\d deliveries")


class Filters(Terminal):
    def setUp(self):
        super().setUp()
        self.mark("/tv/Lost/Lost.S01E02.mkv", BREAKING_BAD, "/tv/x/notes on Éclair S01E03.mkv")
        self.tool("rate", "7", "2")
        self.tool("rate", "9", "--series", "3")
        self.at(1, "2020-01-31 23:59:59")
        self.at(2, "2020-02-01 00:00:00")
        self.at(3, "2020-02-02 12:00:00")

    def at(self, row, when):
        """What a row is of happened then."""
        database = sqlite3.connect(os.path.join(self.env["XDG_DATA_HOME"], "epimark/journal.db"))
        with database:
            for table, column, key in (("records", "at", "entry"), ("entries", "watched_at", "id"),
                                       ("entries", "created_at", "id")):
                database.execute(f"UPDATE {table} SET {column} = CAST(strftime('%s', ?) AS INTEGER)"
                                 f" WHERE {key} = ?", (when, row))
        database.close()

    def rows(self, *arguments):
        rows = [entry["id"] for entry in self.json("history", "--json", *arguments)]
        self.assertEqual(rows, [int(line.split()[0]) for line in
                                self.tool("history", *arguments).splitlines()
                                if line[0].isdigit()])
        return rows

    def test_each_filter(self):
        for arguments, rows in (
                (["--series", "lost"], [1]), (["--series", "LO"], [1]),
                (["--series", f"{ISOLATE}lost{ISOLATED}"], [1]),
                (["--series", "eclair"], [3]), (["--series", "tvdb:1"], []),
                (["--since", "2020-02-01"], [3, 2]), (["--since", "2020-02-02"], [3]),
                (["--until", "2020-02-01"], [2, 1]), (["--until", "2020-01-31"], [1]),
                (["--since", "2020-02-01", "--until", "2020-02-01"], [2]),
                (["--rated"], [3, 2]), (["--rated=7"], [2]), (["--rated=9"], [3]),
                (["--rated=8"], []), (["--file", BREAKING_BAD], [2]),
                (["--file", "/tv/None.S01E01.mkv"], []), (["--state", "waits"], [3, 2, 1]),
                (["--state", "sent"], []), (["--state", "held"], []),
                (["--rated", "--limit", "1"], [3]), (["--rated", "--until", "2020-02-01"], [2])):
            with self.subTest(arguments=arguments):
                self.assertEqual(self.rows(*arguments), rows)
        self.assertEqual(self.tool("history", "--state", "sent"),
                         "Nothing in the journal is like that.\n")

    def test_the_time_is_the_one_that_is_shown(self):
        self.tool("rate", "5", "1")
        self.assertEqual(self.rows("--since", "2020-02-03"), [])
        self.assertEqual(self.rows("--until", "2020-01-31"), [1])

    def test_states_are_those_that_are_shown(self):
        self.login("tvmaze")
        self.run_tool("sync", "--backlog")
        self.tool("undo", "1")
        self.assertEqual(self.rows("--state", "undone"), [1])
        self.assertEqual(self.rows("--state", "refused"), self.rows("--state", "dead"))
        self.assertIn(2, self.rows("--state", "waits") + self.rows("--state", "sent"))
        self.assertEqual(self.rows("--series", "tvmaze:169"), [2])
        self.assertEqual(self.rows("--series", "breaking bad"), [2])

    def test_what_is_no_filter_is_bad_usage(self):
        for wrong in (["--since", "yesterday"], ["--until", "2020-13-01"], ["--state", "seen"],
                      ["--rated=11"], ["--rated=0"], ["--series", ""], ["--file", ""],
                      ["--json", "--csv"]):
            self.tool("history", *wrong, status=USAGE)

    def test_csv(self):
        self.mark("/tv/x/=CALL(\"x\", 1) S01E04.mkv", "/tv/x/+1,\n2 S01E05.mkv")
        with subprocess.Popen([TOOL, "history", "--csv"], env=self.env,
                              stdout=subprocess.PIPE) as process:
            text = process.stdout.read().decode()
        self.assertEqual(text.count("\r\n"), 6)
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        self.assertEqual([row["row"] for row in rows], ["5", "4", "3", "2", "1"])
        self.assertEqual([row["path"] for row in rows[:2]], [
            "/tv/x/+1,\n2 S01E05.mkv", "/tv/x/=CALL(\"x\", 1) S01E04.mkv"])
        self.assertEqual((rows[3]["time"], rows[3]["rating"], rows[3]["state"]),
                         ("2020-02-01T00:00:00Z", "7", "watched"))
        self.assertEqual((rows[2]["rating"], rows[2]["series_rating"]), ("", "9"))
        self.assertEqual(self.tool("history", "--csv", "--limit", "1").count("\r\n"), 2)

    def test_a_cell_is_no_formula(self):
        self.tool("fix", "2", "--series", "tvmaze:169")
        self.run_tool("sync")
        database = sqlite3.connect(os.path.join(self.env["XDG_DATA_HOME"], "epimark/journal.db"))
        for title in ("=1+1", "+1", "-1", "@x", "\tx"):
            with database:
                database.execute("UPDATE subjects SET title = ?", (title,))
            [row] = csv.DictReader(io.StringIO(self.tool("history", "--csv", "--series",
                                                         "tvmaze:169")))
            self.assertEqual(row["title"], "'" + title)
        database.close()


class Parked(Terminal):
    def setUp(self):
        super().setUp()
        self.mark(BREAKING_BAD)
        self.write(os.path.join(self.env["XDG_DATA_HOME"], "epimark/journal.spool.parked"),
                   "".join(json.dumps({"v": 4, "kind": kind, "uid": f"{n:032}", "at": 1700000000,
                                       "path": "/nas/Secret.S01E02.mkv", "value": value}) + "\n"
                           for n, (kind, value) in enumerate((("watched", 0), ("rated", 8)))))

    def test_it_is_in_json_without_a_name(self):
        entries = self.json("history", "--json")
        self.assertEqual([(e["id"], e["path"], e["state"]) for e in entries[:2]],
                         [(None, None, "parked")] * 2)
        self.assertEqual(entries[2]["path"], BREAKING_BAD)
        self.assertEqual((entries[0]["watched_at"], entries[1]["rating"]), (1700000000, 8))
        self.assertEqual({frozenset(e) for e in entries}, {frozenset(entries[2])})
        queue = self.json("queue", "--json")
        self.assertEqual([(d["id"], d["kind"]) for d in queue],
                         [(None, "parked")] * 2 + [(1, "identify")])
        self.assertEqual({frozenset(d) for d in queue}, {frozenset(queue[2])})
        for text in (self.tool("history"), self.tool("queue")):
            self.assertIn("2 more are kept until the folder", text)
        for text in (json.dumps(entries), json.dumps(queue), self.tool("history", "--csv")):
            self.assertNotIn("Secret", text)

    def test_filters_take_what_is_known_of_it(self):
        for arguments, count in ((["--state", "parked"], 2), (["--rated"], 1), (["--rated=7"], 0),
                                 (["--since", "2023-11-15"], 1), (["--until", "2023-11-15"], 2),
                                 (["--series", "Secret"], 0), (["--limit", "1"], 1),
                                 (["--file", "/nas/Secret.S01E02.mkv"], 0)):
            self.assertEqual(len(self.json("history", "--json", *arguments)), count, arguments)
        self.assertEqual(self.tool("history", "--state", "parked").count("\n"), 1)


class Queue(Terminal):
    def test_each_says_why_and_what_to_do(self):
        self.login("tvmaze")
        self.control({"fault": {"match": "PUT /tvmaze/v1/scrobble/episodes/*", "do": "status",
                                "status": 400}})
        self.mark(BREAKING_BAD, "/tv/Cards/House.of.Cards.S01E01.mkv")
        self.run_tool("sync")
        self.mark("/tv/Lost/Lost.S01E02.mkv")
        self.tool("rate", "8", "--missing", BREAKING_BAD)
        advice = {(d["id"], d["kind"], d["state"]): d["advice"]
                  for d in self.json("queue", "--json")}
        self.assertEqual(advice[3, "identify", "due"], "`epimark sync` tries now")
        self.assertIn("`epimark fix 2 --series ID`", advice[2, "identify", "held"])
        self.assertIn("`epimark queue retry 1`", advice[1, "mark", "dead"])
        self.assertIn("`epimark queue drop 1`", advice[1, "mark", "dead"])
        self.assertIsNone(advice[1, "rate", "held"])  # its error says it: epimark login trakt
        text = self.tool("queue")
        for words in ("(400); `epimark queue retry 1`", "`epimark queue drop 1` gives it up",
                      "`epimark login trakt`", "`epimark pending` asks"):
            self.assertIn(words, text)
        self.assertEqual(len(text.splitlines()), 4)

    def test_what_is_tried_again_says_when(self):
        self.login("tvmaze")
        self.standin.terminate()
        self.standin.wait()
        self.mark(BREAKING_BAD)
        self.run_tool("sync")
        self.assertRegex(self.tool("queue"), r"identify  Breaking\.Bad.*: .*; next 20\d\d-\S+ "
                         r"\d\d:\d\d; `epimark sync` tries now\n")


class Slips(Terminal):
    """What is typed wrongly is not recorded."""

    def test_a_path_that_is_not_there(self):
        for command in (["mark"], ["rate", "8"]):
            said = self.tool(*command, BREAKING_BAD, status=FAILED)
            self.assertIn(BREAKING_BAD + " does not exist", said)
            self.assertIn("--missing", said)
            self.tool(*command, "./Lost.S01E02.mkv", status=FAILED)
        self.assertEqual(self.json("history", "--json"), [])
        self.tool("mark", "--missing", BREAKING_BAD)
        self.tool("rate", "8", BREAKING_BAD)  # the journal has it now
        path = self.write("tv/Breaking.Bad.S01E03.mkv", "")
        self.tool("mark", path)
        self.tool("mark", "Breaking Bad S01E04")  # a name, without a slash
        self.tool("mark", "https://host/Breaking.Bad.S01E05.mkv")
        self.assertEqual(len(self.json("history", "--json")), 4)

    def test_an_episode_that_no_catalogue_has(self):
        for command in (["mark"], ["rate", "8"], ["rate", "8", "--season"]):
            for what in (["Breaking Bad", "9x01"], ["tvmaze:169", "9x01"],
                         ["Brekking Bda", "1x01"]):
                self.assertIn("; --force", self.tool(*command, *what, status=FAILED))
        self.assertIn("; --force", self.tool("mark", "Breaking Bad", "1x06-1x09", status=FAILED))
        self.assertIn("; --force", self.tool("rate", "8", "--series", "Brekking Bda",
                                             status=FAILED))
        self.assertEqual(self.json("history", "--json"), [])
        self.tool("rate", "8", "--series", "Breaking Bad")
        self.tool("mark", "--force", "Breaking Bad", "1x06-1x09")
        self.assertEqual(len(self.json("history", "--json")), 5)

    def test_a_title_of_several_series_says_so(self):
        for command in (["mark"], ["rate", "8"]):
            said = self.tool(*command, "House of Cards", f"1x0{len(command)}")
            self.assertIn("; 2 series have this title", said)
            self.assertIn("then `epimark pending` asks", said)
        self.assertIn("marked as watched; kept here", self.tool("mark", "Breaking Bad", "1x02"))

    def test_a_correction_says_what_it_is_for(self):
        self.tool("mark", "Breaking Bad", "1x02")
        self.tool("mark", "--missing", BREAKING_BAD)
        for row, place in (("1", "without a file"), ("2", "in this folder")):
            self.assertIn(f"“Breaking Bad” {place} is The Office (2005) from now on",
                          self.tool("fix", row, "--series", "tvmaze:526"))

    def test_who_is_signed_in_nowhere_reads_what_to_do(self):
        self.assertIn("`epimark login` signs in", " ".join(self.shown(80, "status")))
        self.assertNotIn("epimark login", self.tool("status"))
        self.login("tvmaze")
        self.assertNotIn("epimark login", " ".join(self.shown(80, "status")))

    def test_without_a_network_it_is_decided_later(self):
        self.standin.terminate()
        self.standin.wait()
        self.tool("mark", "Breaking Bad", "9x01")
        self.assertEqual([d["kind"] for d in self.json("queue", "--json")], ["identify"])


class Pipes(Terminal):
    COMMANDS = (["help"], ["version"], ["options"], ["options", "--json"], ["history"],
                ["history", "--json"], ["history", "--csv"], ["queue"], ["queue", "--json"],
                ["queue", "retry"], ["status", "--offline"], ["status", "--offline", "--json"],
                ["parse", BREAKING_BAD], ["parse", "--explain", BREAKING_BAD],
                ["match", BREAKING_BAD], ["why", BREAKING_BAD], ["pending"], ["pending", "--json"],
                ["sync"], ["sync", "--json"], ["rate", "8", "1"], ["mark", "1"], ["unmark", "1"],
                ["undo", "1"], ["fix", "1", "--series", "tvmaze:169"], ["order", "1"],
                ["marked", "tvmaze:169"], ["api"], ["api", "tvmaze"],
                ["api", "tvmaze", "show", "id=169"], ["doctor"], ["doctor", "--json"],
                ["logout", "trakt"], ["forget", "1", "--yes"])

    def test_a_broken_pipe_is_silent(self):
        """As with other filters: also if the program before has SIGPIPE ignored."""
        self.login("tvmaze")
        for restored in (True, False):
            for command in self.COMMANDS:
                self.tool("mark", "--missing", BREAKING_BAD)
                with self.subTest(command=command, restored=restored):
                    end, pipe = os.pipe()
                    os.close(end)
                    done = subprocess.run([TOOL, *command], env=self.env, stdin=subprocess.DEVNULL,
                                          stdout=pipe, stderr=subprocess.PIPE, check=False,
                                          restore_signals=restored, timeout=60)
                    os.close(pipe)
                    self.assertEqual((done.returncode, done.stderr), (-signal.SIGPIPE, b""))

    WAITING = (["match", BREAKING_BAD], ["match", "--json", BREAKING_BAD], ["why", BREAKING_BAD],
               ["sync"], ["mark", "Lost", "1x01"], ["rate", "8", "Lost", "1x01"],
               ["rate", "8", "--series", "Lost"], ["fix", "1", "--series", "Lost"],
               ["order", "Lost", "dvd"], ["search", "Lost"], ["status"], ["doctor"],
               ["marked", "tvmaze:169"], ["follow", "tvmaze:169"], ["tag", "a", "tvmaze:169"],
               ["api", "tvmaze", "show", "id=169"], ["logout", "trakt"])

    def test_ctrl_c_ends_each_and_changes_nothing(self):
        self.login("tvmaze", "trakt")
        self.mark(BREAKING_BAD)
        before = self.json("history", "--json")
        self.control({"fault": {"match": "*", "nth": 0, "do": "stall"}})
        for command in self.WAITING:
            with self.subTest(command=command):
                asked = self.state()["requests"]
                with subprocess.Popen([TOOL, *command], env=self.env, stdin=subprocess.DEVNULL,
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
                    end = time.monotonic() + 30
                    while self.state()["requests"] == asked:
                        self.assertLess(time.monotonic(), end, "nothing was asked")
                        self.assertIsNone(process.poll())
                    process.send_signal(signal.SIGINT)
                    said = process.communicate(timeout=20)[1].decode()
                self.assertEqual(process.returncode, FAILED, said)
                self.assertLessEqual(said.count("\n"), 1, said)
        self.assertEqual(self.json("history", "--json"), before)


if __name__ == "__main__":
    unittest.main(verbosity=2)
