# SPDX-License-Identifier: MIT
"""The journal as a whole, by the tool: backup, restore and export, while it is in use, killed in
the middle and with a full disk.

Run as: test_cli_keep.py BUILD [unittest arguments]."""

import contextlib
import csv
import fcntl
import io
import json
import os
import re
import shutil
import sqlite3
import stat
import struct
import subprocess
import threading
import unittest

from test_cli import BREAKING_BAD, FAILED, TOOL, USAGE, Home, preloading

OFD_SETLK, OPEN_PLACE = 37, 1
KILLS = 8  # of a restore, spread over all of its calls


class Kept(Home):
    """A journal with one episode that nothing is sent of, and a backup of it."""

    def setUp(self):
        super().setUp()
        self.write(".config/mpv/script-opts/epimark.conf", "scrobble_on=\n")
        self.folder = os.path.join(self.env["XDG_DATA_HOME"], "epimark")
        self.tool("mark", "--missing", BREAKING_BAD)
        self.leave()
        self.file = os.path.join(self.home, "mine.db")
        self.tool("backup", self.file)

    def leave(self):
        """Has nothing of the journal to be looked up."""
        with contextlib.closing(sqlite3.connect(self.in_folder("journal.db"))) as db, db:
            db.execute("UPDATE entries SET status = 4")

    def in_folder(self, name):
        return os.path.join(self.folder, name)

    def paths(self):
        return [entry["path"] for entry in self.json("history", "--json")]

    def calls(self, trace):
        with open(trace, "rb") as file:
            return int(re.findall(rb"^k (\d+) ", file.read(), re.M)[-1])

    @contextlib.contextmanager
    def player(self):
        """One that has the journal open."""
        with open(self.in_folder("journal.lock"), "rb") as file:
            fcntl.fcntl(file, OFD_SETLK,
                        struct.pack("hhqqi4x", fcntl.F_RDLCK, os.SEEK_SET, OPEN_PLACE, 1, 0))
            yield


class Backup(Kept):
    def test_it_is_a_journal_that_only_the_user_can_read(self):
        self.assertEqual(stat.S_IMODE(os.stat(self.file).st_mode), 0o600)
        with contextlib.closing(sqlite3.connect(f"file:{self.file}?immutable=1", uri=True)) as db:
            self.assertEqual(db.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            self.assertEqual(db.execute("SELECT path FROM entries").fetchall(), [(BREAKING_BAD,)])
        self.assertEqual(sorted(os.listdir(self.home)), [".config", "data", "mine.db"])

    def test_nothing_is_overwritten_unasked(self):
        path = self.write("precious", "text")
        self.assertIn("precious exists: it is not overwritten without --force",
                      self.tool("backup", path, status=FAILED))
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), "text")
        self.tool("backup", "--force", path)
        self.tool("restore", path)
        link = os.path.join(self.home, "link")
        os.symlink(path, link)
        self.assertIn("link", self.tool("backup", link, status=FAILED))

    def test_no_file_of_the_journal_is_one(self):
        for name in ("journal.db", "journal.db.copy", "journal.spool"):
            self.assertIn("is a file of the journal itself",
                          self.tool("backup", "--force", self.in_folder(name), status=FAILED))
        self.assertEqual(self.paths(), [BREAKING_BAD])

    def test_a_place_that_is_none(self):
        self.tool("backup", os.path.join(self.home, "no", "folder"), status=FAILED)
        self.tool("backup", self.home + "/", status=FAILED)
        self.tool("backup", status=USAGE)

    def test_a_full_disk_leaves_nothing(self):
        folder = os.path.join(self.home, "full", "disk")
        os.makedirs(folder)
        self.env |= preloading("odd_disk.so")
        self.assertIn("the backup cannot be made: disk full",
                      self.tool("backup", os.path.join(folder, "b.db"), status=FAILED))
        self.assertEqual(os.listdir(folder), [])

    def test_players_go_on(self):
        """Each backup is of one point of time: what is written in one transaction is whole."""
        end = threading.Event()

        def write():
            with contextlib.closing(sqlite3.connect(self.in_folder("journal.db"))) as db:
                number = 0
                while not end.is_set():
                    number += 1
                    with db:
                        for name in "ab":
                            db.execute("INSERT INTO once VALUES (?, ?)", (f"{name}{number}", 1))

        writer = threading.Thread(target=write)
        writer.start()
        try:
            with self.player():
                for number in range(3):
                    file = os.path.join(self.home, f"beside{number}")
                    self.tool("backup", file)
                    with contextlib.closing(
                            sqlite3.connect(f"file:{file}?immutable=1", uri=True)) as db:
                        kinds = db.execute("SELECT count(*) FROM once WHERE key GLOB 'a*' UNION ALL"
                                           " SELECT count(*) FROM once WHERE key GLOB 'b*'")
                        self.assertEqual(*(count for count, in kinds))
        finally:
            end.set()
            writer.join()


class Restore(Kept):
    def test_what_was_there_is_kept(self):
        self.tool("mark", "--missing", "/tv/Lost/Lost.S01E02.mkv")
        self.leave()
        said = self.tool("restore", self.file)
        self.assertIn("Restored 1 entry from ", said)
        self.assertIn("journal.db.replaced-1", said)
        self.assertEqual(self.paths(), [BREAKING_BAD])
        self.tool("restore", self.in_folder("journal.db.replaced-1"))
        self.assertEqual(len(self.paths()), 2)

    def test_players_have_to_be_closed(self):
        with self.player():
            self.assertIn("the journal is in use: close the players, then restore again",
                          self.tool("restore", self.file, status=FAILED))
        self.tool("restore", self.file)

    def test_what_is_to_be_sent_is_asked_about(self):
        self.tool("mark", "--missing", "/tv/Lost/Lost.S01E02.mkv")
        self.assertIn("1 thing is still to be sent", self.tool("restore", self.file, status=FAILED))
        self.tool("restore", "--force", self.file)
        self.assertEqual(self.paths(), [BREAKING_BAD])

    def test_a_damaged_journal_is_replaced(self):
        with open(self.in_folder("journal.db"), "r+b") as file:
            file.write(b"\0" * 4096)
        self.run_tool("restore", self.file)
        self.assertEqual(self.paths(), [BREAKING_BAD])

    def test_a_newer_journal_is_replaced(self):
        with contextlib.closing(sqlite3.connect(self.in_folder("journal.db"))) as db:
            db.execute("PRAGMA user_version = 99")
        self.assertIn("newer epimark", self.tool("history", status=FAILED))
        self.tool("restore", self.file)
        self.assertEqual(self.paths(), [BREAKING_BAD])
        self.assertTrue(os.path.exists(self.in_folder("journal.db.replaced-1")))

    def test_a_newer_backup_is_not(self):
        with contextlib.closing(sqlite3.connect(self.file)) as db:
            db.execute("PRAGMA user_version = 99")
        self.assertIn("mine.db was made by a newer epimark (version 99",
                      self.tool("restore", self.file, status=FAILED))
        self.assertEqual(self.paths(), [BREAKING_BAD])

    def test_a_kill_leaves_one_journal_or_the_other(self):
        self.tool("mark", "--missing", "/tv/Lost/Lost.S01E02.mkv")
        self.leave()
        before = os.path.join(self.home, "before")
        shutil.copytree(self.folder, before)
        trace = os.path.join(self.home, "trace")
        usual = self.env
        self.env = usual | preloading("dying.so") | {"EPIMARK_DYING_FOLDER": self.folder,
                                                     "EPIMARK_DYING_TRACE": trace}
        self.tool("restore", self.file)
        count = self.calls(trace)
        self.assertGreater(count, KILLS)
        dying, seen = self.env, set()
        for number in range(KILLS + 1):
            at, how = (count, "after") if number == KILLS else (1 + count * number // KILLS, "half")
            with self.subTest(at=at, how=how):
                shutil.rmtree(self.folder)
                shutil.copytree(before, self.folder)
                self.env = dying | {"EPIMARK_DYING_AT": str(at), "EPIMARK_DYING_HOW": how}
                self.assertLess(self.run_tool("restore", self.file).returncode, 0)
                self.env = usual
                found = len(self.paths())
                seen.add(found)
                self.assertIn(found, (1, 2))
                self.tool("restore", self.file)
                self.assertEqual(self.paths(), [BREAKING_BAD])
                self.assertNotIn("journal.db.incoming", os.listdir(self.folder))
        self.assertEqual(seen, {1, 2})


class Import(Kept):
    """A whole journal, into the one of another home."""

    def setUp(self):
        super().setUp()
        self.tool("rate", "8", "1")
        self.all = os.path.join(self.home, "all.json")
        self.tool("export", self.all)
        with open(self.all, encoding="utf-8") as file:
            self.text = file.read()
        self.first = self.env
        self.env = self.env | {"XDG_DATA_HOME": os.path.join(self.home, "other")}

    def test_an_empty_journal_becomes_the_same(self):
        self.assertIn("1 entry is new, 0 known.\nNothing was changed: --apply takes it in.",
                      self.tool("import", self.all))
        self.assertEqual(self.paths(), [])
        self.assertEqual(self.json("import", "--json", "--apply", self.all),
                         {"applied": True, "journal": {"entries": 1, "known": 0, "records": 2},
                          "to_send": []})
        self.assertEqual(self.tool("export"), self.text)
        self.assertIn("0 entries are new, 1 known.\nThere is nothing new.",
                      self.tool("import", self.all))

    def test_indented_by_another_program(self):
        with open(self.all, "w", encoding="utf-8") as file:
            json.dump(json.loads(self.text), file, indent=4)
        self.tool("import", "--apply", self.all)
        self.assertEqual(self.tool("export"), self.text)

    def test_by_the_journal_itself_or_a_backup(self):
        for number, path in enumerate((self.in_folder("journal.db"), self.file)):
            self.env |= {"XDG_DATA_HOME": os.path.join(self.home, f"other{number}")}
            self.tool("import", "--apply", path)
            self.assertEqual(self.paths(), [BREAKING_BAD])
        self.tool("import", "--apply", self.all)
        self.assertEqual(self.paths(), [BREAKING_BAD])

    def test_a_file_that_was_cut(self):
        with open(self.all, "w", encoding="utf-8") as file:
            file.write(self.text[:len(self.text) // 2])
        self.assertRegex(self.tool("import", "--apply", self.all, status=FAILED),
                         r"all\.json, line \d+: the file ends in the middle")
        self.assertEqual(self.paths(), [])

    def test_a_kill_leaves_all_or_nothing(self):
        self.tool("history")  # makes the folder
        folder = os.path.join(self.env["XDG_DATA_HOME"], "epimark")
        trace = os.path.join(self.home, "trace")
        usual, seen = self.env, set()
        for number in range(KILLS):
            shutil.rmtree(folder)
            self.env = usual | preloading("dying.so") | {
                "EPIMARK_DYING_FOLDER": folder, "EPIMARK_DYING_TRACE": trace}
            if number == 0:
                self.tool("import", "--apply", self.all)
                count = self.calls(trace)
            else:
                self.env |= {"EPIMARK_DYING_AT": str(1 + count * number // KILLS),
                             "EPIMARK_DYING_HOW": "half"}
                self.assertLess(self.run_tool("import", "--apply", self.all).returncode, 0)
            self.env = usual
            seen.add(len(self.paths()))
            self.tool("import", "--apply", self.all)
            self.assertEqual(self.tool("export"), self.text)
            self.assertNotIn("journal.db.incoming", os.listdir(folder))
        self.assertEqual(seen, {0, 1})


class Export(Kept):
    def read(self, name):
        with open(os.path.join(self.home, name), encoding="utf-8", newline="") as file:
            return file.read()

    def test_the_whole_journal_as_json(self):
        text = self.tool("export")
        whole = json.loads(text)
        self.assertEqual((whole["format"], whole["version"]), ("epimark-journal", 1))
        self.assertEqual([entry["path"] for entry in whole["entries"]], [BREAKING_BAD])
        self.assertEqual([record["kind"] for record in whole["records"]], ["marked"])
        self.assertEqual(self.tool("export"), text)
        self.tool("rate", "8", "1")
        self.assertNotEqual(self.tool("export"), text)

    def test_to_a_file(self):
        file = os.path.join(self.home, "all.json")
        self.assertEqual(self.tool("export", file), "")
        self.assertEqual(self.read("all.json"), self.tool("export"))
        self.assertEqual(stat.S_IMODE(os.stat(file).st_mode), 0o600)
        self.assertIn("all.json exists: it is not overwritten without --force",
                      self.tool("export", "--csv", file, status=FAILED))
        self.tool("export", "--csv", "--force", file)
        self.assertTrue(self.read("all.json").startswith("row,time,"))
        self.assertEqual(sorted(os.listdir(self.home)), [".config", "all.json", "data", "mine.db"])
        self.tool("export", os.path.join(self.home, "no", "folder"), status=FAILED)
        self.tool("export", "--csv", "--trakt", status=USAGE)

    def test_a_full_disk_leaves_no_file(self):
        """/dev/full is one, to standard output; nothing is called whole that is not."""
        with open("/dev/full", "wb") as full:
            done = subprocess.run([TOOL, "export"], env=self.env, stdout=full,
                                  stderr=subprocess.PIPE, check=False, timeout=60)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn(b"epimark: cannot write", done.stderr)

    def test_for_spreadsheets(self):
        rows = list(csv.reader(io.StringIO(self.tool("export", "--csv"), newline="")))
        self.assertEqual(len(rows), 2)
        row = dict(zip(*rows, strict=True))
        self.assertEqual((row["row"], row["path"], row["kind"]), ("1", BREAKING_BAD, "episode"))
        self.assertRegex(row["time"], r"\A20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")

    def test_for_trakt(self):
        self.assertEqual(json.loads(self.tool("export", "--trakt")), [])  # nothing is identified
        with contextlib.closing(sqlite3.connect(self.in_folder("journal.db"))) as db, db:
            db.execute("INSERT INTO subjects (id, series_title, series_year, series_tvdb,"
                       " series_tvmaze, series_imdb, season, number, absolute, title, airdate,"
                       " tvdb, tvmaze) VALUES (1, 'Breaking Bad', 2008, 81189, 169, 'tt0903747', 1,"
                       " 2, 2, '', '', 349235, 0)")
            db.execute("UPDATE entries SET status = 1, subject = 1")
        one, = json.loads(self.tool("export", "--trakt"))
        self.assertEqual((one["type"], one["show"]["ids"]["tvdb"], one["episode"]["number"]),
                         ("episode", 81189, 2))


if __name__ == "__main__":
    unittest.main()
