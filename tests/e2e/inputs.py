# SPDX-License-Identifier: MIT
"""Names, files and folders as nobody would wish them: each is one clear line at most, and nothing
crashes, hangs, leaks or is lost."""

import http.server
import os
import shutil
import sqlite3
import threading

import stage

EPISODE = "Firefly.S01E02.mkv"
NEXT = "Firefly.S01E03.mkv"


class QuietServer(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


class Inputs(stage.Stage):
    def said_nothing_wrong(self, player):
        """Only lines that a good run has."""
        good = ("read as", "watched", "epimark is running", "not identified yet")
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

    def test_address_of_64_kib(self):
        player = self.play("http://127.0.0.1:9/" + "x" * 65536 + ".S01E02.mkv")
        self.assertEqual(player.end(), 2)
        self.assertEqual(player.log(), [])

    def test_secrets_of_an_address(self):
        """User, password and token of an address reach no log, no journal and no service."""
        self.start_standin()
        self.clip(EPISODE)
        films = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), lambda *args: QuietServer(*args, directory=self.films))
        thread = threading.Thread(target=films.serve_forever)
        thread.start()
        address = f"http://uuser:ppass@127.0.0.1:{films.server_port}/{EPISODE}?token=ttoken#ffrag"
        try:
            player = self.play(address, level="trace", args=["--keep-open"])
            player.said("read as")
            player.press("Ctrl+8")
            player.said("rated 8 of 10")
            player.said("watched")
            player.quit()
        finally:
            films.shutdown()
            thread.join()
            films.server_close()
        [entry] = self.history()
        self.assertTrue(entry["watched_at"])
        said = "\n".join(player.log() + [str(r) for r in self.standin.requests()])
        kept = b""
        for folder, _, names in os.walk(self.data):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    kept += file.read()
        for secret in ("uuser", "ppass", "ttoken"):
            self.assertNotIn(secret, said)
            self.assertNotIn(secret.encode(), kept)

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


class Folders(stage.Stage):
    """What the folder of a video says, and a folder that never says anything."""

    def in_folder(self, name):
        """A clip in that folder, and where its .epimark is."""
        path = self.clip(os.path.join(name, EPISODE))
        return path, os.path.join(os.path.dirname(path), ".epimark")

    def say(self, name, text):
        path, beside = self.in_folder(name)
        with open(beside, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def hang(self, *args):
        """A player whose file is watched, in a folder that hangs."""
        self.start_standin()
        path, _ = self.in_folder("dead mount")
        env, self.env = self.env, self.env | stage.preloading("dead_folder.so")
        player = self.play(path, args=["--keep-open", *args])
        self.env = env
        player.said("1x02: watched")
        return player

    def assert_kept(self):
        """Nothing was asked or shown of it, and nothing is lost."""
        self.assertEqual(self.standin.requests(), [])
        self.assertEqual(self.history(), [])
        self.tool("sync", code=None)
        [entry] = self.history()
        self.assertTrue(entry["watched_at"])
        self.assertEqual(entry["episodes"][0]["number"], 2)
        return entry

    def test_it_hangs(self):
        """Playing, keys and the end go on as if nothing were."""
        player = self.hang()
        player.command("script-message-to", "epimark", "rate", "8")
        player.said("rated 8 of 10 (kept until its folder answers)")
        self.assertEqual(player.quit(), 0)
        self.assertEqual(self.assert_kept()["rating"], 8)

    def test_it_hangs_and_the_player_is_killed(self):
        self.hang().kill()
        self.assert_kept()

    def test_it_is_ignored(self):
        self.start_standin()
        player = self.play(self.say("secret", "ignore=yes\n"), args=["--keep-open"])
        player.said("ignored: .epimark in its folder says so")
        player.wait_position(95)
        player.command("script-message-to", "epimark", "rate", "8")
        player.said("not rated: .epimark in its folder says ignore=yes")
        self.assertEqual(player.quit(), 0)
        self.assertNotIn("rated 8", "\n".join(player.log()))
        self.tool("sync")
        self.assertEqual(self.history(), [])
        self.assertEqual(self.standin.requests(), [])

    def test_it_cannot_be_used(self):
        """One clear line, and nothing of it is looked up."""
        self.start_standin()
        odd = {
            "folder": (os.mkdir, "is not a regular file"),
            "pipe": (os.mkfifo, "is not a regular file"),
            "loop": (lambda path: os.symlink(".epimark", path), "is not a regular file"),
            "long": (lambda path: open(path, "wb").write(b"#" * (1 << 20)), "is longer than"),
            "binary": (lambda path: open(path, "wb").write(b"\x7fELF\0\1"), "is not a text file"),
        }
        for name, (make, why) in odd.items():
            with self.subTest(name=name):
                path, beside = self.in_folder(name)
                make(beside)
                player = self.play(path)
                self.assertEqual(player.end(), 0)
                [line] = [line for line in player.log() if ".epimark" in line]
                self.assertIn(why, line)
        self.assertEqual(self.standin.requests(), [])


if __name__ == "__main__":
    stage.main()
