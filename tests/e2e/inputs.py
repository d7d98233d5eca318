# SPDX-License-Identifier: MIT
"""Names, files and folders as nobody would wish them: each is one clear line at most, and nothing
crashes, hangs, leaks or is lost."""

import os
import shutil
import sqlite3

import stage

EPISODE = "Firefly.S01E02.mkv"
NEXT = "Firefly.S01E03.mkv"


class Inputs(stage.Stage):
    def said_nothing_wrong(self, player):
        """Only lines that a good run has."""
        good = ("read as", "watched", "epimark is running", "Ctrl+1 … 0 rate", "Journal: ",
                "not identified yet")
        for line in player.log():
            self.assertTrue(any(word in line for word in good), line)
            self.assertTrue(line.isprintable(), line)

    def test_names(self):
        """Bytes that are no UTF-8, line ends, properties, ASS and SQL in a name are a name."""
        names = [
            b"Fire\xff\xfefly.S01E02.mkv",
            b"Fire\nfly.S01E02.\x1b[31m.mkv",
            b"${path}.${=duration}.S01E02.mkv",
            b"{\\b1}{\\an8}.S01E02.\\N.mkv",
            b"'; DROP TABLE entries; --.S01E02.mkv",
            "ファイアフライ.S01E02.mkv".encode(),
            b"%s%n%d.S01E02.mkv",
        ]
        for name in names:
            with self.subTest(name=name):
                player = self.play(self.clip(name))
                self.assertEqual(player.end(), 0)
                self.said_nothing_wrong(player)
        self.assertEqual(len(self.history()), len(names))
        self.assertEqual({entry["state"] for entry in self.history()}, {"watched"})

    def test_options_that_cannot_be_read(self):
        """They may say ignore=: nothing is looked up, written or sent, and it is said once."""
        self.start_standin()
        conf = os.path.join(self.config, "script-opts", "epimark.conf")
        os.remove(conf)
        os.mkdir(conf)  # permissions do not keep root out
        # What script-opts say holds as before, so that the stand-ins would hear of it.
        player = self.play(self.clip(EPISODE), args=[
            "--script-opts-append=epimark-min_seconds=20",
            f"--script-opts-append=epimark-tvmaze_url={self.base}/tvmaze"])
        player.said("cannot read")
        player.command("script-message-to", "epimark", "rate", "8")
        player.end()
        self.assertRegex("\n".join(player.log()), r"\Aepimark: cannot read [^\n]+/epimark\.conf: "
                         r"is a directory; [^\n]+ \(epimark does nothing until then\)\Z")
        self.assertEqual(self.standin.requests(), [])
        self.assertEqual(os.listdir(self.data), [])

    def test_longest_name(self):
        name = "x" * 230 + ".S01E02.mkv"
        self.assertEqual(self.play(self.clip(name)).end(), 0)
        self.assertEqual(self.watched(), [name])

    def test_conf_file_is_a_folder(self):
        conf = os.path.join(self.config, "script-opts", "epimark.conf")
        os.unlink(conf)
        os.mkdir(conf)
        player = self.play(args=["--idle=yes"])
        player.command("script-message-to", "epimark", "status")
        player.said("cannot read")
        player.quit()
        self.assertEqual(len([line for line in player.log() if "epimark.conf" in line]), 1)

    def test_conf_file_of_10_mb(self):
        conf = os.path.join(self.config, "script-opts", "epimark.conf")
        with open(conf, "a", encoding="utf-8") as file:
            file.write("# a line\n" * ((10 << 20) // 9))
        player = self.play(args=["--idle=yes"])
        player.command("script-message-to", "epimark", "status")
        player.said("cannot read")
        player.quit()
        self.assertEqual(len([line for line in player.log() if "epimark.conf" in line]), 1)

    def test_unknown_and_bad_options(self):
        self.set_options(wached_percent=70, match="loose")
        player = self.play(self.clip(EPISODE),
                           args=["--script-opts=epimark-min_secnds=1,epimark-rewatch_hours=x"])
        player.end()
        for name in ("watched_percent", "match", "min_seconds", "rewatch_hours"):
            self.assertEqual(len([line for line in player.log() if name in line]), 1, name)
        self.assertEqual(self.watched(), [EPISODE])

    def test_installed_twice(self):
        second = os.path.join(self.folder, "system", "epimark.so")
        os.makedirs(os.path.dirname(second))
        shutil.copyfile(stage.PLUGIN, second)
        player = self.play(self.clip(EPISODE), args=["--script=" + second])
        player.end()
        self.assertEqual(len([line for line in player.log() if "twice" in line]), 1)
        self.assertEqual(self.watched(), [EPISODE])
        self.assertEqual(len([line for line in player.log() if ": watched" in line]), 1)

    def test_installed_as_a_folder(self):
        os.unlink(os.path.join(self.config, "scripts", "epimark.so"))
        folder = os.path.join(self.config, "scripts", "epimark")
        os.mkdir(folder)
        os.symlink(stage.PLUGIN, os.path.join(folder, "main.so"))
        self.play(self.clip(EPISODE)).end()
        self.assertEqual(self.watched(), [EPISODE])

    def test_data_folder_that_is_a_file(self):
        shutil.rmtree(self.data)
        with open(self.data, "w", encoding="utf-8"):
            pass
        player = self.play(self.clip(EPISODE))
        self.assertEqual(player.end(), 0)
        self.assertTrue(player.log())

    def test_corrupt_journal(self):
        folder = os.path.join(self.data, "epimark")
        os.mkdir(folder)
        with open(os.path.join(folder, "journal.db"), "wb") as file:
            file.write(b"no database" * 1000)
        player = self.play(self.clip(EPISODE))
        self.assertEqual(player.end(), 0)
        self.assertEqual(self.watched(), [EPISODE])
        self.assertEqual(len(os.listdir(folder)) > 1, True)

    def journal(self):
        """A journal of the tool's making."""
        self.tool("sync")
        path = os.path.join(self.data, "epimark", "journal.db")
        self.assertTrue(os.path.exists(path))
        return path

    def test_journal_of_a_newer_version(self):
        """Neither moved nor written; what is watched meanwhile waits beside it."""
        path = self.journal()
        database = sqlite3.connect(path)
        version = database.execute("PRAGMA user_version").fetchone()[0]
        database.execute("PRAGMA user_version = 9999")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()
        with open(path, "rb") as file:
            before = file.read()
        self.start_standin()
        player = self.play(self.clip(EPISODE), self.clip(NEXT), args=["--keep-open"])
        player.said("Our Mrs. Reynolds")  # it is looked up nevertheless
        player.said("1x03: watched")
        player.command("script-message-to", "epimark", "rate", "8")
        player.said("rated 8")
        self.assertEqual(player.quit(), 0)
        self.assertEqual(len([line for line in player.log()
                              if "journal.db was made by a newer" in line]), 1)
        with open(path, "rb") as file:
            self.assertEqual(file.read(), before)
        database = sqlite3.connect(path)
        database.execute(f"PRAGMA user_version = {version}")
        database.close()
        self.tool("sync", code=None)
        self.assertEqual(self.watched(), [EPISODE, NEXT])
        self.assertEqual([entry["rating"] for entry in self.history()], [None, 8])

    def test_journal_that_another_program_locks(self):
        """For as long as mpv plays; what is watched waits beside it."""
        database = sqlite3.connect(self.journal(), isolation_level=None)
        database.execute("BEGIN EXCLUSIVE")
        player = self.play(self.clip(EPISODE))
        self.assertEqual(player.end(), 0)
        database.execute("ROLLBACK")
        database.close()
        self.tool("sync", code=None)
        self.assertEqual(self.watched(), [EPISODE])

    def test_no_home(self):
        for name in ("HOME", "XDG_DATA_HOME"):
            del self.env[name]
        player = self.play(self.clip(EPISODE))
        self.assertEqual(player.end(), 0)

    def test_a_thousand_messages(self):
        player = self.play(args=["--idle=yes"])
        for _ in range(1500):
            player.offer("script-message-to", "epimark", "rate", "8")
        while not player.offer("script-message-to", "epimark", "status"):
            pass
        player.said("no episode on screen")
        self.assertEqual(player.quit(), 0)
        self.assertLess(len(player.log()), 50)


if __name__ == "__main__":
    stage.main()
