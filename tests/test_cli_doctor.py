# SPDX-License-Identifier: MIT
"""epimark doctor: what it checks, what it finds once that is wrong, and what its bundle has.

Run as: test_cli_doctor.py BUILD [unittest arguments]."""

import json
import os
import re
import shutil
import sqlite3
import time
import unittest

from test_cli import BREAKING_BAD, BUILD, DONE, FAILED, KNOWN, USAGE, Served, preloading


class Doctor(Served):
    KINDS = ["mpv", "plugin", "options", "keyring", "journal", "disk", "network", "clock",
             "account", "pace", "waiting"]

    def setUp(self):
        super().setUp()
        self.scripts = os.path.join(self.home, ".config/mpv/scripts")
        os.makedirs(self.scripts)
        self.plugin = os.path.join(self.scripts, "epimark.so")
        os.symlink(os.path.join(BUILD, "epimark.so"), self.plugin)
        self.data = os.path.join(self.env["XDG_DATA_HOME"], "epimark")
        self.control({"date": int(time.time())})

    def checks(self, *arguments, status=FAILED):
        return self.json("doctor", "--json", *arguments, status=status)

    def findings(self, *arguments):
        """What is wrong: {kind: texts with advice}. Each says what to do."""
        found = {}
        for check in self.checks(*arguments):
            if check["state"] == "finding":
                self.assertTrue(check["advice"], check)
                found.setdefault(check["check"], []).append(
                    check["text"] + " -> " + check["advice"])
        return found

    def assert_found(self, kind, *parts, others=()):
        """There is one kind of finding, and its text has these parts."""
        found = self.findings()
        self.assertEqual(sorted(set(found) - set(others)), [kind], found)
        for part in parts:
            self.assertIn(part, " ".join(found[kind]))

    def age(self, days):
        """All that is in the journal happened so many days earlier."""
        database = sqlite3.connect(os.path.join(self.data, "journal.db"))
        with database:
            for table, column in (("deliveries", "at"), ("records", "at"),
                                  ("entries", "created_at")):
                database.execute(f"UPDATE {table} SET {column} = {column} - ?", (days * 86400,))
        database.close()

    def test_nothing_is_wrong(self):
        self.login("tvmaze", "tvdb", "trakt")
        self.tool("mark", "--missing", BREAKING_BAD)
        self.tool("sync")
        checks = self.checks(status=DONE)
        self.assertEqual(sorted(set(check["check"] for check in checks)), sorted(self.KINDS))
        self.assertEqual([check for check in checks if check["state"] != "ok"], [])
        self.assertEqual(set(checks[0]), {"check", "about", "state", "text", "advice"})
        text = self.tool("doctor")
        self.assertTrue(text.endswith("\nNothing is wrong.\n"), text)
        self.assertIn("ok       account  signed in to Trakt as viewer", text)
        self.assertIn(" of 2026-" if time.gmtime().tm_year == 2026 else "weekly copy", text)

    def test_a_line_for_each_and_what_to_do(self):
        self.env["PATH"] = "/nonexistent"
        done = self.run_tool("doctor")
        self.assertEqual(done.returncode, FAILED)
        self.assertEqual(done.stderr, b"")
        text = done.stdout.decode()
        self.assertTrue(text.startswith(
            "finding  mpv      there is no mpv in $PATH\n"
            "                  -> install mpv 0.35 or later; if you use another player that "
            "plays with libmpv, all is well\n"
            "ok       plugin   "), text)
        self.assertTrue(text.endswith("\n1 finding.\n"), text)

    def test_mpv(self):
        fake = os.path.join(self.home, "bin", "mpv")
        for script, text in (("echo mpv 0.34.1 Copyright me", "mpv 0.34.1 is too old"),
                             ("echo mpv v0.34.0-dirty", "mpv v0.34.0-dirty is too old"),
                             ("exit 1", "--version failed")):
            self.write(fake, f"#!/bin/sh\n{script}\n")
            os.chmod(fake, 0o755)
            self.env["PATH"] = os.path.dirname(fake)
            self.assert_found("mpv", text)
        for version in ("mpv v0.41.0-12 Copyright", "mpv git-2031"):
            self.write(fake, f"#!/bin/sh\necho {version}\n")
            self.assertEqual(self.checks(status=DONE)[0]["state"], "ok")

    def test_the_plugin(self):
        os.unlink(self.plugin)
        self.assert_found("plugin", "no player has the plugin", "packaging/install")
        self.write(self.plugin, "not a plugin\n")
        self.assert_found("plugin", "is not epimark's plugin")
        os.unlink(self.plugin)
        os.mkfifo(self.plugin)
        self.assert_found("plugin", "cannot be read")
        os.unlink(self.plugin)
        with open(os.path.join(BUILD, "epimark.so"), "rb") as file:
            plugin = file.read()
        version = re.search(rb"@\(#\)epimark ([\d.]+)", plugin)[1]
        with open(self.plugin, "wb") as file:
            file.write(plugin.replace(b"@(#)epimark " + version, b"@(#)epimark 9.8.7"))
        self.assert_found("plugin", "is of version 9.8.7, this tool of " + version.decode())
        with open(self.plugin, "wb") as file:
            file.write(b"@(#)epimark " + version + b"\n")
        self.assert_found("plugin", "cannot be loaded", "install what is missing")
        with open(self.plugin, "wb") as file:
            file.write(plugin)
        self.checks(status=DONE)
        os.mkdir(os.path.join(self.scripts, "epimark"))
        shutil.copy(self.plugin, os.path.join(self.scripts, "epimark", "main.so"))
        self.assert_found("plugin", "finds the plugin twice", "epimark/main.so")
        self.env["MPV_HOME"] = os.path.join(self.home, ".config/mpv")
        self.assert_found("plugin", "finds the plugin twice")

    def test_a_player_in_a_sandbox(self):
        sandbox = os.path.join(self.home, ".var/app/io.mpv.Mpv")
        os.makedirs(os.path.join(sandbox, "data/epimark"))
        scripts = os.path.join(sandbox, "config/mpv/scripts")
        data = ["--data", os.path.join(sandbox, "data/epimark"), "--config",
                os.path.join(self.home, ".config/mpv/script-opts/epimark.conf")]
        found = self.findings(*data)
        self.assertEqual(list(found), ["plugin"], found)
        os.makedirs(scripts)
        shutil.copy(self.plugin, scripts)
        checks = self.checks(*data, status=DONE)
        self.assertEqual(checks[0]["state"], "skipped")
        self.assertIn(scripts, checks[1]["text"])

    def test_options(self):
        path = os.path.join(self.home, ".config/mpv/script-opts/epimark.conf")
        with open(path, "a", encoding="utf-8") as file:
            file.write("osdd=yes\nkeys=perhaps\n")
        self.assert_found("options", 'unknown option "osdd"; did you mean "osd"?',
                          'invalid value "perhaps" for keys', "epimark options")
        self.assertEqual(self.run_tool("doctor").stderr, b"")
        shutil.rmtree(self.env["XDG_DATA_HOME"])
        os.unlink(path)
        os.mkdir(path)
        self.env["https_proxy"] = "http://127.0.0.1:9"
        checks = self.checks()
        self.assertEqual([(check["check"], check["state"]) for check in checks],
                         [("mpv", "ok"), ("plugin", "ok"), ("options", "finding"),
                          ("journal", "skipped")])
        self.assertIn("is a directory", checks[2]["text"])
        self.assertFalse(os.path.exists(self.env["XDG_DATA_HOME"]))

    def test_keyring(self):
        self.assertIn("no keyring is available",
                      self.findings("--set", "credential_store=keyring")["keyring"][0])
        skipped = [check for check in self.checks("--set", "credential_store=keyring")
                   if check["state"] == "skipped"]
        self.assertEqual({check["check"] for check in skipped}, {"account"})
        said = [check["text"] for check in skipped]
        self.assertEqual(len(set(said)), len(said))
        self.assertIn("Trakt: the credentials cannot be read", said)
        os.mkdir(os.path.join(self.data, "credentials.json"))
        self.assert_found("keyring", "credentials.json is not a regular file",
                          "make it a file that only you can read")

    def test_of_older_versions_only_what_is_chosen_is_listed(self):
        def listed(*options):
            return [check["about"] for check in self.checks(*options, status=DONE)
                    if check["check"] == "account"]
        self.assertNotIn("tvdb2", listed())
        self.assertNotIn("trakt1", listed())
        self.assertIn("tvdb", listed())
        self.assertIn("trakt1", listed("--set", "trakt_api=1"))

    def test_accounts(self):
        self.login("tvmaze", "trakt")
        self.control({"fault": {"match": "* /trakt/users/settings", "do": "status", "status": 403,
                                "times": 1}})
        self.assert_found("account", "Trakt", "run `epimark login trakt`")
        self.tool("logout", "tvmaze")
        self.tool("mark", "--missing", BREAKING_BAD)
        self.run_tool("sync")
        self.assert_found("account", "not signed in to TVmaze, and 1 delivery waits for it",
                          "`epimark login tvmaze`")

    def test_clock(self):
        self.control({"date": int(time.time()) + 3 * 3600})
        self.assert_found("clock", "it is 3 hours behind that of TVmaze", "set it")
        self.control({"date": int(time.time()) - 600})
        self.assert_found("clock", "minutes ahead of that of TVmaze")
        self.control({"date": 0})
        self.assertEqual([check["check"] for check in self.checks(status=DONE)
                          if check["state"] == "skipped"], ["clock"])

    def test_network(self):
        self.login("tvmaze")
        self.control({"fault": {"match": "* /trakt-auth", "do": "status", "status": 503,
                                "times": 1}})
        self.assert_found("network", "reports a server error (503)", "sent once that is over")
        self.standin.terminate()
        self.standin.wait()
        found = self.findings()
        self.assertEqual(list(found), ["network"])
        self.assertEqual(len(found["network"]), 4)
        self.assertIn("cannot connect to 127.0.0.1", found["network"][0])
        self.assertIn("https_proxy if you use a proxy, and the option tvmaze_user_url",
                      found["network"][1])
        self.assertIn("signed in to TVmaze as viewer; it cannot be asked now",
                      [check["text"] for check in self.checks()])

    def test_only_what_is_used_is_asked(self):
        places = ["/tvmaze", "/tvmaze/v1", "/trakt", "/trakt-auth"]
        self.assertEqual(self.asked(), [self.url + place for place in places])
        self.assertEqual(self.asked("--set", "scrobble_on=", "--set", "rate_on="),
                         [self.url + "/tvmaze"])
        self.login("tvdb")
        self.assertEqual(self.asked("--set", "rate_on=tvdb2"), [
            self.url + place for place in ["/tvmaze", "/tvmaze/v1", "/tvdb/v4", "/tvdb2"]])

    def asked(self, *arguments):
        return [check["about"] for check in self.checks(*arguments, status=DONE)
                if check["check"] == "network"]

    def test_the_journal(self):
        self.tool("mark", "--missing", BREAKING_BAD)
        self.checks(status=DONE)
        self.write(os.path.join(self.data, "journal.spool.bad"), "what?\n")
        self.write(os.path.join(self.data, "journal.db.corrupt-1"), "")
        self.assert_found("journal", "lines that are not read as records",
                          "a damaged journal was moved aside", "epimark history")
        self.write(os.path.join(self.data, "journal.db.corrupt-2"), "")
        self.assert_found("journal", "2 damaged journals were moved aside")
        for name in ("journal.spool.bad", "journal.db.corrupt-1", "journal.db.corrupt-2"):
            os.unlink(os.path.join(self.data, name))
        os.mkfifo(os.path.join(self.data, "journal.spool"))
        self.assert_found("journal", "journal.spool is not a regular file", "cannot be taken in")
        os.unlink(os.path.join(self.data, "journal.spool"))
        self.age(20)
        self.assert_found("journal", "there is no weekly copy", "`epimark sync`",
                          others=["waiting"])
        self.run_tool("sync")
        copy = os.path.join(self.data, "journal.db.copy")
        os.utime(copy, (1700000000, 1700000000))
        self.assert_found("journal", "the weekly copy is of 2023-11-14",
                          others=["waiting", "account"])

    def test_a_journal_that_is_damaged_or_cannot_be_written(self):
        self.tool("mark", "--missing", BREAKING_BAD)
        lock = os.path.join(self.data, "journal.lock")
        os.unlink(lock)
        os.mkdir(lock)
        self.assert_found("journal", "it can be read, but not be written: journal.lock is not")
        os.rmdir(lock)
        with open(os.path.join(self.data, "journal.db"), "wb") as file:
            file.write(bytes(range(256)) * 64)
        found = self.findings()
        self.assertIn("the journal was damaged", found["journal"][0])
        os.rename(os.path.join(self.data, "journal.db"), os.path.join(self.home, "journal.db"))
        os.mkdir(os.path.join(self.data, "journal.db"))
        found = self.findings()
        self.assertIn("journal.db is not a regular file", found["journal"][0])
        self.assertNotIn("waiting", found)

    def test_a_damaged_page_of_a_large_journal(self):
        self.tool("mark", "--missing", BREAKING_BAD)
        path = os.path.join(self.data, "journal.db")
        database = sqlite3.connect(path)
        with database:
            database.executemany("INSERT INTO cache VALUES (?, ?, 0)",
                                 ((str(number), "x" * 1000) for number in range(3000)))
        database.close()
        self.checks(status=DONE)
        with open(path, "r+b") as file:
            file.seek(1 << 21)
            file.write(b"\xff" * 4096)
        self.assert_found("journal", "damaged", "what can still be read of it is saved")
        self.assertEqual(len(self.json("history", "--json")), 1)
        self.assert_found("journal", "a damaged journal was moved aside")

    def test_the_disk(self):
        odd = preloading("odd_disk.so")
        for place, text in (("network", "lies on a file system of a network (NFS)"),
                            ("full", "only 0 KiB are free"),
                            ("read-only", "cannot be written")):
            self.env["XDG_DATA_HOME"] = os.path.join(self.home, place, "data")
            env, self.env = self.env, self.env | odd
            # A double that was built with a sanitizer does not load into mpv.
            self.assert_found("disk", text, others=["mpv"])
            self.env = env
        self.env["XDG_DATA_HOME"] = os.path.join(self.home, "network", "data")
        self.env |= odd
        self.assert_found("disk", "move that folder to a disk of this computer and leave a "
                          "symbolic link to it in its place", "XDG_DATA_HOME", others=["mpv"])

    def test_pace(self):
        self.login("tvmaze", "trakt")
        self.tool("mark", "--missing", BREAKING_BAD)
        self.tool("rate", "8", "--last")
        self.control({"fault": {"match": "PUT /tvmaze/v1/scrobble/*", "do": "status",
                                "status": 429, "headers": {"Retry-After": "1800"}, "times": 1}})
        self.control({"fault": {"match": "POST /trakt/sync/ratings", "do": "status",
                                "status": 423, "times": 1}})
        self.run_tool("sync")
        found = self.findings()
        self.assertEqual(list(found), ["pace"], found)
        self.assertIn("TVmaze asked for no requests for the next 30 minutes", found["pace"][0])
        self.assertIn("put off: ", " ".join(found["pace"]))
        self.assertIn("held: ", " ".join(found["pace"]))
        self.assertIn([self.url + "/tvmaze", "skipped"],
                      [[check["about"], check["state"]] for check in self.checks()])

    def test_what_was_refused(self):
        self.login("tvmaze")
        self.control({"fault": {"match": "PUT /tvmaze/v1/scrobble/*", "do": "status",
                                "status": 400, "times": 1}})
        self.tool("mark", "--missing", BREAKING_BAD)
        self.tool("sync")
        self.assert_found("pace", "TVmaze has refused 1 delivery", "`epimark queue retry ROW`")

    def test_what_waits(self):
        self.login("tvmaze")
        self.standin.terminate()
        self.standin.wait()
        self.tool("mark", "--missing", BREAKING_BAD)
        self.run_tool("sync")
        self.age(2)
        self.assert_found("waiting", "1 mark or rating has waited for over a day: ",
                          "`epimark queue` shows each", others=["network"])
        line = {"v": 4, "kind": "watched", "uid": "a" * 32, "at": int(time.time()),
                "path": "/nas/Show.S01E02.mkv"}
        self.write(os.path.join(self.data, "journal.spool.parked"), json.dumps(line) + "\n")
        self.assert_found("waiting", "1 record waits until the folder of the video answers",
                          others=["network"])

    def test_what_is_unsure_or_unknown(self):
        self.tool("mark", "--missing", "/tv/Cards/House.of.Cards.S01E01.mkv")
        self.run_tool("sync")
        self.assert_found("waiting", "of 1 entry it is unsure which series is meant",
                          "`epimark pending` asks")
        database = sqlite3.connect(os.path.join(self.data, "journal.db"))
        with database:
            database.execute("UPDATE entries SET status = 3")
        database.close()
        self.assert_found("waiting", "no catalogue has 1 entry", "`epimark fix ROW --series ...`")

    # ---- The bundle ----

    def bundle(self, *arguments, status=FAILED):
        path = os.path.join(self.home, "bundle.json")
        done = self.run_tool("doctor", "--bundle", path, *arguments)
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        os.unlink(path)
        return text

    def plant(self):
        """Secrets and private things wherever they can be."""
        self.login("tvmaze", "tvdb", "trakt")
        self.control({"fault": {"match": "PUT /tvmaze/v1/scrobble/*", "do": "status",
                                "status": 400, "nth": 0}})
        self.tool("mark", "--missing", BREAKING_BAD)
        self.tool("sync")
        database = sqlite3.connect(os.path.join(self.data, "journal.db"))
        with database:
            database.execute("UPDATE deliveries SET error = error || ' (400): no Cat''s in the "
                             "Bag... of breaking bad as in Breaking.Bad.S01E02.720p.mkv'")
        database.close()
        conf = os.path.join(self.home, ".config/mpv/script-opts/epimark.conf")
        with open(conf, "a", encoding="utf-8") as file:
            file.write("trakt_url=https://me:s3cr3t-password@trakt.example\n"
                       "tvdb_pin=s3cr3t-pin\ns3cr3t-line\nlanguage=s3cr3t-language\n"
                       "tvdb2_url=https://proxy.example/s3cr3t-path/tvdb\n"
                       "ignore=/media/private-folder|" + KNOWN["TRAKT_ACCESS"] + "\n"
                       "ca_file=/media/private-ca.pem\n")
        return [KNOWN[name] for name in KNOWN if name in
                ("TVMAZE_KEY", "TVDB_USER_KEY", "TVDB_PIN", "TRAKT_ID", "TRAKT_SECRET",
                 "TRAKT_ACCESS", "TRAKT_REFRESH")] + ["s3cr3t"]

    def assert_none_of(self, words, text):
        for word in words:
            self.assertNotIn(word.lower(), text.lower())

    def test_a_bundle_has_no_secrets(self):
        secrets = self.plant()
        text = self.bundle("--set", "ca_file=")
        self.assert_none_of(secrets, text)
        self.assert_none_of([self.home, "private", "Breaking", "Cat's in the Bag", "viewer",
                             "/tv/"], text)
        bundle = json.loads(text)
        self.assertEqual(bundle["versions"]["epimark"],
                         self.run_tool("version").stdout.split()[1].decode())
        self.assertIn("libcurl/", bundle["versions"]["http"])
        with open("/etc/os-release", encoding="utf-8") as file:
            [name] = re.findall(r'^PRETTY_NAME="?([^"\n]*)', file.read(), re.MULTILINE)
        self.assertEqual(bundle["versions"]["system"], name)
        self.assertEqual(bundle["versions"]["kernel"], f"{os.uname().release} {os.uname().machine}")
        self.assertEqual(bundle["options"]["match"], {"value": "normal", "source": "default"})
        self.assertEqual(bundle["options"]["ignore"], {"set": True, "source": "epimark.conf"})
        self.assertEqual(bundle["options"]["tvdb2_url"]["value"], "https://proxy.example…")
        self.assertEqual((bundle["counts"]["entries"], bundle["counts"]["dead"]), (1, 1))
        [error] = [error for error in bundle["errors"] if error["kind"] == "mark"]
        self.assertEqual((error["service"], error["state"]), ("tvmaze", "dead"))
        self.assertIn("400", error["error"])
        self.assertIn("unknown option", text)
        self.assertEqual({check["check"] for check in bundle["checks"]}, set(self.KINDS))

    def test_names_are_in_it_if_that_is_wanted(self):
        secrets = self.plant()
        text = self.bundle("--names", "--set", "ca_file=")
        self.assert_none_of(secrets, text)
        self.assertIn("/media/private-folder|…", text)
        self.assertIn(BREAKING_BAD, text)
        self.assertIn("signed in to TVmaze as viewer", text)

    def test_a_bundle_without_options_or_journal(self):
        path = os.path.join(self.home, ".config/mpv/script-opts/epimark.conf")
        os.unlink(path)
        os.mkdir(path)
        bundle = json.loads(self.bundle())
        self.assertNotIn("counts", bundle)
        self.assertEqual(len(bundle["checks"]), 4)
        self.assert_none_of([self.home], json.dumps(bundle))

    def test_a_bundle_overwrites_nothing(self):
        path = self.write("bundle.json", "mine")
        link = os.path.join(self.home, "link.json")
        os.symlink("/nonexistent", link)
        for there in (path, link):
            self.assertIn("it is not overwritten", self.tool("doctor", "--bundle", there,
                                                             status=FAILED))
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), "mine")
        self.assertIn("cannot create", self.tool("doctor", "--bundle", "/nonexistent/a",
                                                 status=FAILED))
        self.assertIn("--names is for --bundle only", self.tool("doctor", "--names",
                                                                status=USAGE))
        self.assertIn("takes a file", self.tool("doctor", "--bundle=", status=USAGE))


if __name__ == "__main__":
    unittest.main(verbosity=2)
