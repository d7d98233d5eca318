# SPDX-License-Identifier: MIT
"""The tool from outside: what it prints, how it ends, and what reaches the stand-in services.

Run as: test_cli.py BUILD [unittest arguments]."""

import fcntl
import json
import os
import pty
import re
import select
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unittest
import urllib.request

import sent

BUILD = os.path.abspath(sys.argv.pop(1))
TOOL = os.path.join(BUILD, "epimark")
STANDIN = os.path.join(BUILD, "epimark-standin")
DOUBLES = os.path.join(BUILD, "tests", "doubles")
TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DONE, FAILED, USAGE = 0, 1, 2


def accepted():
    """What the stand-ins accept."""
    with open(os.path.join(TOP, "tests/standin/standin.h"), encoding="utf-8") as file:
        return dict(re.findall(r'#define STANDIN_(\w+)\s+"([^"]*)"', file.read()))


def preloading(name):
    """The environment of a tool that has a double preloaded, by its name alone: a path in
    LD_PRELOAD ends at a blank."""
    return {"LD_PRELOAD": name, "LD_LIBRARY_PATH": DOUBLES,
            "ASAN_OPTIONS": "verify_asan_link_order=0"}


def shown_on(master):
    """What is written to a terminal until nobody has it open."""
    text = b""
    while True:
        try:
            text += os.read(master, 65536)
        except OSError:  # the other end is closed
            return text.decode()


KNOWN = accepted()
LOGIN = {"tvmaze": ["TVMAZE_USER", "TVMAZE_KEY"], "tvdb": ["TVDB_USER_KEY", "TVDB_PIN"],
         "trakt": ["TRAKT_ID", "TRAKT_SECRET", "TRAKT_ACCESS", "TRAKT_REFRESH"]}
BREAKING_BAD = "/tv/Breaking Bad/Breaking.Bad.S01E02.720p.mkv"


class Home(unittest.TestCase):
    """A home of its own for each test, without anything in it."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="epimark-cli-")
        self.addCleanup(folder.cleanup)
        self.home = folder.name
        self.env = {"PATH": os.environ["PATH"], "HOME": self.home, "TZ": "UTC",
                    "LC_ALL": "C.UTF-8", "XDG_DATA_HOME": os.path.join(self.home, "data")}
        for name in ("ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"):
            if name in os.environ:
                self.env[name] = os.environ[name]

    def write(self, path, text):
        path = os.path.join(self.home, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def run_tool(self, *arguments, given="", cwd=None):
        if isinstance(given, str):
            given = given.encode()
        return subprocess.run([TOOL, *arguments], env=self.env, input=given, capture_output=True,
                              cwd=cwd, check=False, timeout=60)

    def tool(self, *arguments, given="", status=DONE):
        """Runs it, holds it to its exit status, and returns what it printed."""
        done = self.run_tool(*arguments, given=given)
        self.assertEqual(done.returncode, status, f"{arguments}: {done.stdout} {done.stderr}")
        if status == DONE:
            self.assertNotIn(b"epimark:", done.stderr)
            return done.stdout.decode()
        # An error is one line, and says who says it.
        self.assertRegex(done.stderr.decode(), r"\Aepimark[^\n]*: [^\n]+\n\Z")
        return done.stderr.decode()

    def json(self, *arguments, given="", status=DONE, cwd=None):
        done = self.run_tool(*arguments, given=given, cwd=cwd)
        self.assertEqual(done.returncode, status, done.stderr)
        return json.loads(done.stdout)

    def lines(self, *arguments, given="", status=DONE):
        done = self.run_tool(*arguments, given=given)
        self.assertEqual(done.returncode, status, done.stderr)
        return [json.loads(line) for line in done.stdout.decode().splitlines()]


class CommandLine(Home):
    def test_without_a_command_it_tells_what_there_is(self):
        done = self.run_tool()
        self.assertEqual(done.returncode, USAGE)
        self.assertIn(b"usage: epimark", done.stderr)
        self.assertEqual(done.stdout, b"")

    def test_every_command_has_help(self):
        names = re.findall(r"^  (\w+) ", self.tool("help"), re.M)
        self.assertEqual(len(names), 34)
        for name in names:
            text = self.tool(name, "--help")
            self.assertTrue(text.startswith(f"usage: epimark {name}"), text)
            self.assertEqual(text, self.tool("help", name))

    def test_what_it_does_not_know_is_bad_usage(self):
        self.assertIn("status", self.tool("statsu", status=USAGE))
        self.assertIn("--nothing", self.tool("options", "--nothing", status=USAGE))
        self.assertIn("--limit", self.tool("history", "--limit", status=USAGE))
        self.assertIn("'0'", self.tool("history", "--limit", "0", status=USAGE))
        self.assertIn("takes no value", self.tool("options", "--json=1", status=USAGE))
        self.assertIn("missing", self.tool("match", status=USAGE))
        self.assertIn("unexpected argument: one (", self.tool("sync", "one", status=USAGE))
        for command in (["mark", "Breaking", "Bad", "1x01"], ["search", "Breaking", "Bad"],
                        ["rate", "8", "Breaking", "Bad", "1x01"]):
            self.assertIn("quotation marks", self.tool(*command, status=USAGE))
        for command, here in (("inbox", "rate"), ("watched", "mark"), ("log", "history")):
            self.assertIn(f"; did you mean '{here}'?", self.tool(command, status=USAGE))
        self.assertIn("-x", self.tool("-x", status=USAGE))
        self.assertIn("'ten'", self.tool("rate", "ten", status=USAGE))
        self.assertIn("'11'", self.tool("rate", "11", status=USAGE))
        self.assertIn("--series", self.tool("rate", "8", "--season", "--series", status=USAGE))
        self.assertIn("--series", self.tool("fix", "1", status=USAGE))
        self.assertIn("missing", self.tool("why", status=USAGE))
        self.assertIn("imdb:1", self.tool("fix", "1", "--series", "imdb:1", status=USAGE))
        self.assertIn("'bought'", self.tool("mark", "--as", "bought", status=USAGE))
        self.assertIn("cannot be empty", self.tool("tag", "", status=USAGE))
        self.assertIn("missing", self.tool("rate", "--series", status=USAGE))
        self.assertIn("missing", self.tool("rate", "--last", status=USAGE))
        self.assertIn("list only", self.tool("rate", "8", "--json", status=USAGE))
        self.assertIn("missing", self.tool("search", status=USAGE))
        self.assertIn("tvdb:x", self.tool("search", "tvdb:x", status=USAGE))
        self.assertIn("cannot be combined", self.tool("next", "1", "--last", status=USAGE))
        for command in (["mark"], ["unmark"], ["rate", "8"], ["undo"], ["forget"], ["why"],
                        ["fix", "--series", "Lost"]):
            for wrong in ("1x", "x02", "1x02-1x01", "2x03-1x02", "1x02-", "1x02-02", "1x02-x3",
                          "1x02-99999", "S01E02", "1x99999"):
                self.assertIn(f"'{wrong}'", self.tool(*command, "Lost", wrong, status=USAGE))
            self.assertIn("cannot be combined", self.tool(*command, "1", "--last", status=USAGE))
        for wrong in ("2x02-1x03", "1x03-1x02", "1x02-1x900"):
            self.assertIn("a range goes forward, ",
                          self.tool("mark", "Lost", wrong, status=USAGE))
        self.assertIn("nowhere", self.tool("login", "nowhere", status=USAGE))
        self.assertIn("--jsonl", self.tool("match", "--jsonl", "file", status=USAGE))

    def test_version_tells_whose_data_it_is(self):
        text = self.tool("version")
        self.assertRegex(text, r"\Aepimark \d+\.\d+\.\d+\n")
        self.assertIn("TVmaze", text)
        self.assertIn("TheTVDB", text)
        self.assertEqual(text, self.tool("--version"))

    def test_what_cannot_be_written_is_said(self):
        with open("/dev/full", "w", encoding="ascii") as full:
            done = subprocess.run([TOOL, "help"], env=self.env, stdout=full, check=False,
                                  stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn(b"cannot write", done.stderr)


class Options(Home):
    def options(self, *arguments):
        return {o["name"]: o for o in self.json(*arguments, "options", "--json")}

    def test_each_value_tells_where_it_comes_from(self):
        self.write(".config/mpv/script-opts/epimark.conf",
                   "min_seconds=1\nmatch=strict\nlanguage=de\nhttp_timeout=7\n")
        self.write(".config/mpv/mpv.conf", "script-opts=epimark-match=eager,other-match=no\n"
                   "script-opts-append=epimark-language=fr\nscript-opts-append=epimark-osd=no\n"
                   "[profile]\nscript-opts-append=epimark-keys=no\n")
        config = self.write("other.conf", "language=it\nosd=yes\n")
        options = self.options("--config", config, "--set", "osd=no")
        self.assertEqual({name: (options[name]["value"], options[name]["source"]) for name in (
            "min_seconds", "match", "language", "osd", "keys", "http_timeout")}, {
                "min_seconds": (1, "epimark.conf"), "match": ("eager", "mpv.conf"),
                "language": ("it", "--config"), "osd": ("no", "--set"), "keys": (True, "default"),
                "http_timeout": (7, "epimark.conf")})
        self.assertIn("language=it  (--config)", self.tool("--config", config, "options"))

    def test_mpv_home_is_the_folder(self):
        self.write(".config/mpv/script-opts/epimark.conf", "min_seconds=1\n")
        self.write("mpv/script-opts/epimark.conf", "min_seconds=2\n")
        self.env["MPV_HOME"] = os.path.join(self.home, "mpv")
        self.assertEqual(self.options()["min_seconds"]["value"], 2)

    def test_an_unknown_option_is_a_warning_in_a_file_and_bad_usage_by_hand(self):
        self.write(".config/mpv/script-opts/epimark.conf", "min_secnds=1\nosd=perhaps\n")
        done = self.run_tool("options")
        self.assertEqual(done.returncode, DONE)
        self.assertIn(b"min_seconds", done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 2)
        self.assertEqual(self.run_tool("--set", "osd", "options").returncode, USAGE)
        done = self.run_tool("--set", "watched_percnt=1", "options")
        self.assertEqual(done.returncode, USAGE)
        self.assertIn(b"watched_percent", done.stderr)

    def test_a_file_that_is_named_has_to_be_there(self):
        self.assertIn("cannot read", self.tool("--config", "/nonexistent", "version",
                                               status=FAILED))

    def refused(self, why, *arguments, given=""):
        """Nothing is looked up, written or sent; one line says why and what to do."""
        self.env["https_proxy"] = "http://127.0.0.1:9"  # it is not let out, whatever it does
        said = self.tool(*arguments, given=given, status=FAILED)
        self.assertIn("cannot read /", said)
        self.assertIn(why, said)
        self.assertIn(" (epimark does nothing until then)", said)
        self.assertFalse(os.path.exists(self.env["XDG_DATA_HOME"]), arguments)

    def test_without_its_options_it_does_nothing(self):
        """What cannot be read may say ignore=."""
        os.makedirs(os.path.join(self.home, ".config/mpv/script-opts/epimark.conf"))
        why = "/epimark.conf: is a directory;"
        for command in (
                ["match", BREAKING_BAD], ["match", "-"], ["why", BREAKING_BAD], ["why", "--last"],
                ["sync"], ["sync", "--backlog"],
                ["rate", "8", BREAKING_BAD], ["rate", "8"], ["rate"], ["progress"], ["next"],
                ["search", "Lost"], ["mark", BREAKING_BAD], ["undo"],
                ["fix", BREAKING_BAD, "--series", "tvdb:81189"], ["follow", "tvmaze:169"],
                ["tag", "a", "tvmaze:169"], ["marked"], ["api", "tvmaze", "show", "id=169"],
                ["login", "tvmaze"], ["logout", "tvmaze"], ["status"], ["status", "--offline"],
                ["history"], ["queue"], ["queue", "retry"], ["queue", "drop", "1"],
                ["--set", "ignore=", "match", BREAKING_BAD]):
            with self.subTest(command=command):
                self.refused(why, *command, given="viewer\nkey\n")
        for command in (["help"], ["version"], ["parse", BREAKING_BAD], ["api"], ["api", "tvmaze"],
                        ["match", "--help"]):
            self.tool(*command)
        done = self.run_tool("options")
        self.assertEqual(done.returncode, DONE)
        self.assertIn(b"watched_percent=80", done.stdout)
        self.assertRegex(done.stderr, rb"\Aepimark: warning: cannot read [^\n]+\n\Z")

    def test_a_file_of_options_that_cannot_be_read(self):
        """Root reads whatever the mode is, so that permissions are for others to test."""
        conf = os.path.join(self.home, ".config/mpv/script-opts/epimark.conf")
        folder = os.path.dirname(conf)
        os.makedirs(folder)

        def link(target):
            return lambda: os.symlink(target, conf)

        def write(text):
            return lambda: self.write(conf, text)

        for why, make in (
                ("is not a regular file", lambda: os.mkfifo(conf)),
                ("larger than 1 MiB", write("#" * ((1 << 20) + 1))),
                ("contains a NUL byte", write("ignore=/tv\n\0")),
                ("levels of symbolic links", link("epimark.conf")),
                ("dangling symbolic link in its path", link("/nonexistent/epimark.conf"))):
            with self.subTest(why=why):
                make()
                self.refused(why, "match", BREAKING_BAD)
                os.remove(conf)
        os.rmdir(folder)
        os.symlink("/nonexistent", folder)
        self.refused("dangling symbolic link", "match", BREAKING_BAD)
        os.remove(folder)
        os.makedirs(folder)
        if os.geteuid():
            write("ignore=/tv\n")()
            for path in (conf, folder):
                os.chmod(path, 0)
                self.refused("permission denied", "match", BREAKING_BAD)
                os.chmod(path, 0o700)

    def test_mpv_conf_and_config_too(self):
        self.refused("is a directory", "--config", self.home, "match", BREAKING_BAD)
        os.makedirs(os.path.join(self.home, ".config/mpv/mpv.conf"))
        self.refused("/mpv.conf: is a directory", "match", BREAKING_BAD)


class Parse(Home):
    def test_one_object_a_name_in_order(self):
        answers = self.lines("parse", "Show.S01E02.mkv", "Other - 3x04.mkv")
        self.assertEqual([(a["input"], a["season"], a["episodes"]) for a in answers],
                         [("Show.S01E02.mkv", 1, [2]), ("Other - 3x04.mkv", 3, [4])])

    def test_lines_come_back_byte_for_byte(self):
        names = [b"A.S01E01\xff\xfe.mkv", b"", b"B\tS02E03\r", b'"quoted\\" S01E01', b"nul\0S01E01",
                 "Éclair S01E01".encode(), b"x" * 200000, b"Last S09E09"]
        done = self.run_tool("parse", "-", given=b"\n".join(names))
        self.assertEqual(done.returncode, DONE)
        answers = done.stdout.split(b"\n")
        self.assertEqual(answers.pop(), b"")
        self.assertEqual(len(answers), len(names))
        for name, answer in zip(names, answers):
            escaped = json.dumps(name.decode("latin-1"), ensure_ascii=False).encode("latin-1")
            answer = answer.replace(b"\\/", b"/").replace(b"\\u0000", b"\0")
            self.assertTrue(answer.startswith(
                b'{"input":' + escaped.replace(b"\\u0000", b"\0") + b","), answer[:99])

    def test_each_answer_comes_before_the_next_question(self):
        with subprocess.Popen([TOOL, "parse", "-"], env=self.env, stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE) as process:
            for number in (1, 2):
                process.stdin.write(f"Show.S01E0{number}.mkv\n".encode())
                process.stdin.flush()
                self.assertTrue(select.select([process.stdout], [], [], 20)[0])
                self.assertEqual(json.loads(process.stdout.readline())["episodes"], [number])
            process.stdin.close()
            self.assertEqual(process.wait(20), DONE)

    def test_parse_decodes_addresses(self):
        said = json.loads(self.tool("parse", "http://host/Some%20Show/Season%201/05%20-%20A.mkv"))
        self.assertEqual((said["title"], said["season"], said["episodes"]), ("Some Show", 1, [5]))
        plain = json.loads(self.tool("parse", "Some%20Show S01E02.mkv"))
        self.assertEqual(plain["title"], "Some%20Show")

    def test_explain_names_words_and_rules(self):
        text = self.tool("parse", "--explain", "Some.Show.S01E02.720p-GRP.mkv")
        words = text.splitlines()
        self.assertEqual(json.loads(words[-1])["title"], "Some Show")
        self.assertRegex(words[0], r"^Some +title")
        self.assertRegex(words[2], r"^S +season\+episode +\S")
        other = self.tool("parse", "--explain", "Some Show - 108 - Name.mkv").splitlines()
        self.assertRegex(other[-2], r"^1x08 +other reading$")
        self.assertEqual(json.loads(other[-1])["alternatives"], [{"season": 1, "episodes": [8]}])
        # Whatever a name holds, the terminal is not told to do anything.
        self.assertNotIn("\033", self.tool("parse", "--explain", "A\033[2JS01E02"))


class Served(Home):
    """With the stand-in services, and credentials in a file."""

    def setUp(self):
        super().setUp()
        port_file = os.path.join(self.home, "port")
        self.log = os.path.join(self.home, "requests")
        self.addCleanup(lambda: self.assertEqual(sent.unnamed(BUILD, self.log), []))
        self.standin = subprocess.Popen([STANDIN, "--port-file", port_file, "--log", self.log],
                                        stdout=subprocess.DEVNULL)
        self.addCleanup(self.standin.wait)
        self.addCleanup(self.standin.terminate)
        end = time.monotonic() + 30
        while not os.path.exists(port_file):
            self.assertIsNone(self.standin.poll())
            self.assertLess(time.monotonic(), end, "the stand-ins do not listen")
            select.select([], [], [], 0.02)
        with open(port_file, encoding="ascii") as file:
            self.url = f"http://127.0.0.1:{int(file.read())}"
        places = {"tvmaze_url": "/tvmaze", "tvmaze_user_url": "/tvmaze/v1", "tvdb_url": "/tvdb/v4",
                  "tvdb2_url": "/tvdb2", "trakt_url": "/trakt", "trakt_auth_url": "/trakt-auth",
                  "trakt1_url": "/trakt1", "mdblist_url": "/mdblist"}
        self.write(".config/mpv/script-opts/epimark.conf", "credential_store=file\n" + "".join(
            f"{name}={self.url}{place}\n" for name, place in places.items()))

    def shown(self, columns, *arguments, status=DONE, **env):
        """What stands on a terminal of so many columns, by lines."""
        master, terminal = pty.openpty()
        self.addCleanup(os.close, master)
        fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        with subprocess.Popen([TOOL, *arguments], env=self.env | env, stdin=subprocess.DEVNULL,
                              stdout=terminal, stderr=subprocess.STDOUT) as process:
            os.close(terminal)
            text = shown_on(master)
            self.assertEqual(process.wait(30), status, text)
        return text.replace("\r\n", "\n").splitlines()

    def state(self):
        ask = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with ask.open(self.url + "/__state", timeout=20) as answer:
            return json.load(answer)

    def control(self, knobs):
        request = urllib.request.Request(self.url + "/__control", json.dumps(knobs).encode(),
                                         {"Content-Type": "application/json"})
        ask = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        ask.open(request, timeout=20).close()

    def wait_for_request(self, log, path):
        end = time.monotonic() + 30
        text = ""
        while path not in text:
            self.assertLess(time.monotonic(), end, "nothing was asked")
            select.select([], [], [], 0.02)
            if os.path.exists(log):
                with open(log, encoding="utf-8") as file:
                    text = file.read()

    def start_tool(self, *arguments):
        process = subprocess.Popen([TOOL, *arguments], env=self.env, stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        return process

    def login(self, *services):
        for service in services:
            values = [KNOWN[name] for name in LOGIN[service]]
            if service == "trakt":
                values.append(str(int(time.time()) + 86400))
            text = self.tool("login", service, given="\n".join(values) + "\n")
            self.assertIn(f"Signed in to {service}", text)
            for value in values[1:]:
                self.assertNotIn(value, text)

    def places(self, things):
        return [(t["series"], t["season"], t["number"], t["times"]) for t in things]


class Match(Served):
    def test_a_file_is_found_without_an_account(self):
        answer = self.json("match", BREAKING_BAD)
        self.assertEqual(answer["input"], BREAKING_BAD)
        self.assertEqual(answer["series"]["tvmaze"], 169)
        self.assertEqual([(e["season"], e["number"]) for e in answer["episodes"]], [(1, 2)])
        self.assertEqual(answer["source"], "tvmaze")
        self.assertGreaterEqual(answer["confidence"], 0.9)

    def test_what_is_not_found_says_why_and_ends_with_1(self):
        answers = self.lines("match", BREAKING_BAD, "Nobody.Made.This.S01E01.mkv", "notes.txt",
                             status=FAILED)
        self.assertIsNotNone(answers[0]["series"])
        for answer in answers[1:]:
            self.assertIsNone(answer["series"])
            self.assertTrue(answer["reason"])
            self.assertIsInstance(answer["candidates"], list)

    def test_a_name_that_is_no_episode_asks_nobody(self):
        before = self.state()["requests"]
        self.lines("match", "notes.txt", "holiday.mp4", status=FAILED)
        self.assertEqual(self.state()["requests"], before)

    def test_lines_of_names_and_of_json(self):
        names = "Breaking.Bad.S01E03.mkv\nBreaking.Bad.S01E04.mkv\n"
        answers = self.lines("match", "-", given=names)
        self.assertEqual([a["episodes"][0]["number"] for a in answers], [3, 4])
        answers = self.lines("match", "--jsonl", "-", status=FAILED, given=(
            '{"input":"Breaking.Bad.S01E03.mkv","duration":2800}\nno json\n'))
        self.assertEqual(answers[0]["input"], "Breaking.Bad.S01E03.mkv")
        self.assertEqual(answers[0]["episodes"][0]["number"], 3)
        self.assertIsNone(answers[1]["series"])

    def test_a_name_without_a_number_moves_no_others(self):
        folder = "/tv/Breaking Bad/Season 1/"
        given = ("fix", folder + "The Pilot.mkv", "--series", "tvmaze:169", "--season", "1")
        self.assertIn("without --folder",
                      self.tool(*given, "--episode", "3", "--folder", status=FAILED))
        self.assertIn("add --episode N", self.tool(*given, status=FAILED))
        self.assertIn("this file is Breaking Bad 1x03", self.tool(*given, "--episode", "3"))
        answer = self.json("match", folder + "The Pilot.mkv")
        self.assertEqual([e["number"] for e in answer["episodes"]], [3])
        answer = self.json("match", folder + "Breaking Bad - S01E02.mkv")
        self.assertEqual([e["number"] for e in answer["episodes"]], [2])

    def test_the_folder_says_what_is_in_it(self):
        folder = os.path.join(self.home, "tv/The Office/Season 1")
        os.makedirs(folder)
        path = os.path.join(folder, "The.Office.S01E02.mkv")
        with open(path, "w", encoding="utf-8"):
            pass
        self.assertIsNone(self.json("match", path, status=FAILED)["series"])
        beside = os.path.join(folder, "..", ".epimark")

        def say(text):
            with open(beside, "w", encoding="utf-8") as file:
                file.write(text)

        say("# the American one\nseries=tvmaze:526\nepisode_offset=1\n")
        for name, where in ((path, None), ("./The.Office.S01E02.mkv", folder),
                            ("The.Office.S01E02.mkv", folder)):
            answer = self.json("match", name, cwd=where)
            self.assertEqual(answer["series"]["tvmaze"], 526)
            self.assertEqual(answer["episodes"][0]["number"], 3)
            self.assertIn("as .epimark in its folder says", answer["reason"])
            guess = self.json("parse", name, cwd=where)
            self.assertEqual((guess["ids"]["tvmaze"], guess["episodes"]), (526, [3]))
        before = self.state()["requests"]
        say("ignore=yes")
        self.assertIn("ignore=yes", self.json("match", path, status=FAILED)["reason"])
        for command in (("rate", "8", path), ("mark", "./The.Office.S01E02.mkv")):
            done = self.run_tool(*command, cwd=folder)
            self.assertEqual(done.returncode, FAILED)
            self.assertIn(b".epimark in its folder says ignore=yes", done.stderr)
        self.assertEqual(self.json("history", "--json"), [])
        say("serie=tvmaze:526")
        reason = self.json("match", path, status=FAILED)["reason"]
        self.assertIn("/.epimark: line 1: unknown key \"serie\"", reason)
        self.assertTrue(reason.endswith(": correct it or move it away"), reason)
        os.unlink(beside)
        os.mkfifo(beside)
        self.assertTrue(self.json("match", path, status=FAILED)["reason"].endswith(
            "/.epimark: is not a regular file: correct it or move it away"))
        os.unlink(beside)
        say("serie=tvmaze:526")
        self.assertEqual(self.state()["requests"], before)
        # What cannot be used fails, but the name is read, and those after it.
        other = os.path.join(self.home, "The.Office.S01E03.mkv")
        for given, names in (("", (path, other)), (f"{path}\n{other}\n", ("-",))):
            read = self.lines("parse", *names, given=given, status=FAILED)
            self.assertEqual([guess["episodes"] for guess in read], [[2], [3]])

    def test_the_other_files_of_the_folder_tell(self):
        folder = os.path.join(self.home, "x")
        os.makedirs(folder)
        files = [os.path.join(folder, name) for name in
                 ("The.Office.S01E02.mkv", "The.Office.US.S01E01.mkv")]
        for name in files:
            with open(name, "w", encoding="utf-8"):
                pass
        answer = self.json("match", files[0])
        self.assertEqual(answer["series"]["tvmaze"], 526)
        self.assertIn("another file of the folder says US", answer["reason"])
        # What is excluded is not read.
        answer = self.json("--set", "ignore=*.US.*", "match", files[0], status=FAILED)
        self.assertIsNone(answer["series"])

    def each_way(self, folder, name):
        """A file by its whole path, from its folder, from another one and in a list of names: what
        parse reads, and the episodes that match and why find."""
        os.makedirs(os.path.join(self.home, folder), exist_ok=True)
        path = os.path.join(self.home, folder, name)
        with open(path, "w", encoding="utf-8"):
            pass
        beside = f"../{os.path.basename(folder)}/{name}"
        for given, where in ((path, None), (name, folder), (f"./{name}", folder),
                             (beside, folder), (f"{folder}/{name}", "")):
            where = None if where is None else os.path.join(self.home, where)
            listed = self.run_tool("match", "-", given=given + "\n", cwd=where)
            matched = self.run_tool("match", given, cwd=where)
            why = self.run_tool("why", given, cwd=where)
            parsed = self.run_tool("parse", "-", given=given + "\n", cwd=where)
            found = [json.loads(done.stdout) for done in (listed, matched)]
            found.append(json.loads(why.stdout)["now"])
            numbers = {(answer["episodes"][0]["season"], answer["episodes"][0]["number"])
                       if answer["series"] else None for answer in found}
            guess = self.json("parse", given, cwd=where)
            self.assertEqual(guess, json.loads(parsed.stdout))
            yield guess, numbers

    def test_a_file_is_the_same_however_it_is_named(self):
        season = "tv/Breaking Bad/Season 1"
        for guess, found in self.each_way(season, "06 - Crazy Handful of Nothin'.mkv"):
            self.assertEqual((guess["title"], guess["episodes"]), ("Breaking Bad", [6]))
            self.assertEqual(found, {(1, 6)})
        with open(os.path.join(self.home, season, ".epimark"), "w", encoding="utf-8") as file:
            file.write("series=tvmaze:169\nepisode_offset=1\n")
        for guess, found in self.each_way(season, "05.mkv"):
            self.assertEqual((guess["ids"]["tvmaze"], guess["episodes"]), (169, [6]))
            self.assertEqual(found, {(1, 6)})
        # A name that says nothing, and what the user says of it.
        for _, found in self.each_way("films", "film.mkv"):
            self.assertEqual(found, {None})
        done = self.run_tool("fix", "./film.mkv", "--series", "tvmaze:169", "--season", "1",
                             "--episode", "3", cwd=os.path.join(self.home, "films"))
        self.assertEqual(done.returncode, DONE, done.stderr)
        for _, found in self.each_way("films", "film.mkv"):
            self.assertEqual(found, {(1, 3)})

    def test_with_thetvdb_it_is_asked(self):
        self.login("tvdb")
        answer = self.json("match", BREAKING_BAD)
        self.assertEqual((answer["source"], answer["series"]["tvdb"]), ("tvdb", 81189))

    def test_after_a_correction_the_next_episode_needs_no_request(self):
        folder = "/tv/Serenity crew"
        self.tool("fix", f"{folder}/Serenity.crew.S01E01.mkv", "--series", "tvmaze:180")
        self.json("match", f"{folder}/Serenity.crew.S01E01.mkv")
        before = self.state()["requests"]
        for number in 2, 3:
            answer = self.json("match", f"{folder}/Serenity.crew.S01E{number:02}.mkv")
            self.assertEqual(answer["series"]["tvmaze"], 180)
            self.assertEqual(answer["episodes"][0]["number"], number)
        self.assertEqual(self.state()["requests"], before)

    def test_what_does_not_exist_is_not_asked_for_again(self):
        name = "/tv/Firefly/Firefly.2002.S01E77.mkv"
        self.json("match", name, status=FAILED)
        before = self.state()["requests"]
        self.json("match", name, status=FAILED)
        self.assertEqual(self.state()["requests"], before)

    def assert_dvd_order_is_kept(self, source, most):
        def dvd(number):
            name = f"/tv/Firefly/Firefly.2002.S01E{number:02}.mkv"
            answer = self.json("--set", "order=dvd", "match", name)
            self.assertIn("by the DVD order", answer["reason"])
            self.assertEqual(answer["source"], source)
            return answer["episodes"][0]["number"]

        before = self.state()["requests"]
        self.assertEqual(dvd(1), 11)
        after = self.state()["requests"]
        self.assertLessEqual(after - before, most)
        self.assertEqual(dvd(3), 2)
        self.assertEqual(self.state()["requests"], after)
        # Not even on a plane.
        self.standin.terminate()
        self.standin.wait()
        self.assertEqual(dvd(2), 1)

    def test_the_next_episode_of_another_order_needs_no_request(self):
        self.login("tvdb")
        self.assert_dvd_order_is_kept("tvdb", 3)

    def test_nor_does_it_at_tvmaze(self):
        # The DVD order takes two: which list it is, and the list.
        self.assert_dvd_order_is_kept("tvmaze", 4)


OFFICE = "/tv/The Office/The.Office.S01E02.720p.mkv"


class Why(Served):
    def evidence(self, weighed):
        return {e["name"]: e["weight"] if "weight" in e else e["certainty"]
                for e in weighed["evidence"]}

    def test_every_candidate_has_its_episode_and_its_evidence(self):
        why = self.json("why", OFFICE)
        self.assertEqual((why["input"], why["read"]["title"], why["read"]["episodes"]),
                         (OFFICE, "The Office", [2]))
        self.assertNotIn("input", why["read"])
        self.assertEqual([w["tvdb"] for w in why["weighed"]], [73244, 78107])
        for weighed, title in zip(why["weighed"], ("Diversity Day", "Work Experience")):
            self.assertEqual(weighed["episode"]["title"], title)
            evidence = self.evidence(weighed)
            self.assertEqual((evidence["title-same"], evidence["number-common"]), (0, 0.2))
            self.assertAlmostEqual(weighed["weight"], sum(evidence.values()), places=2)
            self.assertEqual(weighed["certainty"], 1)
        self.assertIn("number 2 in the answer of the catalogue",
                      [e["text"] for e in why["weighed"][1]["evidence"]])
        self.assertEqual((why["entry"], why["before"], why["chosen"], why["error"]), (None,) * 4)
        self.assertIsNone(why["now"]["series"])
        match = self.json("match", OFFICE, status=FAILED)
        self.assertEqual(why["now"], {k: v for k, v in match.items() if k != "input"})

    def test_what_was_asked_and_what_was_known_before(self):
        asked = self.json("why", BREAKING_BAD)["asked"]
        self.assertEqual([(a["service"], a["question"], a["rows"], a["kept_at"]) for a in asked], [
            ("tvdb", "series by the title “Breaking Bad”", 0, None),
            ("tvmaze", "series by the title “Breaking Bad”", 1, None),
            ("tvmaze", "all episodes of Breaking Bad (2008)", 64, None),
            ("tvmaze", "1x02 of Breaking Bad (2008)", 1, None)])
        self.assertIn("not signed in", asked[0]["error"])
        self.assertIsNone(asked[1]["error"])
        before = self.state()["requests"]
        again = self.json("why", BREAKING_BAD)
        self.assertEqual(self.state()["requests"], before)
        kept = [a for a in again["asked"] if not a["error"]]
        self.assertEqual([a["question"] for a in kept], ["1x02 of Breaking Bad (2008)"])
        self.assertAlmostEqual(kept[0]["kept_at"], time.time(), delta=600)
        self.assertEqual(self.evidence(again["weighed"][0])["known-title"],
                         again["weighed"][0]["confidence"])

    def test_a_row_says_what_was_decided_then_and_now(self):
        self.login("tvmaze")
        self.tool("mark", "--missing", OFFICE)
        self.run_tool("sync")
        for target in (["1"], ["--last"], [OFFICE]):
            why = self.json("why", *target)
            self.assertEqual((why["entry"]["id"], why["entry"]["state"]), (1, "held"))
            self.assertIn("2 series have this title", why["before"]["reason"])
            self.assertEqual([c["tvdb"] for c in why["before"]["candidates"]], [73244, 78107])
            self.assertIsNone(why["chosen"])
        self.tool("fix", "1", "--series", "tvdb:78107")
        why = self.json("why", "1")
        self.assertEqual(why["chosen"], "The Office (tvdb:78107)")
        self.assertEqual(self.evidence(why["weighed"][0])["chosen"], 1)
        self.assertEqual(why["now"]["series"]["tvdb"], 78107)
        self.tool("sync")
        why = self.json("why", "The Office", "1x02")
        self.assertEqual((why["entry"]["state"], why["before"]["source"]), ("sent", "tvmaze"))
        self.assertIn("as you chose", why["before"]["reason"])
        # To ask why changes nothing and sends nothing.
        marks = self.state()["marks"]
        self.json("why", "1")
        self.assertEqual(self.state()["marks"], marks)
        self.assertEqual(len(self.json("history", "--json")), 1)

    def test_words_fit_the_terminal(self):
        for columns in (20, 80, 132):
            lines = self.shown(columns, "why", OFFICE)
            self.assertLessEqual(max(len(line) for line in lines), columns)
            words = " ".join(" ".join(lines).split())
            for text in ("Read “The Office” 1x02; 99 % sure",
                         "52 % The Office (2005, US) tvdb:73244, 1x02 Diversity Day",
                         "+0.2 1x02 exists", "-0.1 number 2 in the answer of the catalogue",
                         "Decided unsure: 2 series have this title"):
                self.assertIn(text, words)
        self.assertEqual(self.shown(80, "why", BREAKING_BAD)[0], f"Name     {BREAKING_BAD}")
        self.assertIn("nothing: this name is not read as an episode",
                      self.shown(80, "why", "notes.txt")[-1])
        # Whatever a name holds, the terminal is not told to do anything.
        self.assertNotIn("\033", "".join(self.shown(80, "why", "A\033[2JS01E02.mkv", status=DONE)))

    def test_other_readings_are_shown(self):
        why = self.json("why", "Breaking Bad - 102.mkv")
        self.assertEqual(why["read"]["alternatives"], [{"season": 1, "episodes": [2]}])
        self.assertIn("by-hundreds", self.evidence(why["weighed"][0]))
        self.assertIn("“Breaking Bad” 102 of the whole series or 1x02",
                      " ".join(self.shown(80, "why", "Breaking Bad - 102.mkv")))
        lines = self.shown(80, "why", "The Office - S02E03 - Halloween.mkv")
        self.assertRegex(lines[-1], r"^ +or \d+ % The Office .*, 2x05 Halloween$")

    def test_without_a_network_it_says_what_is_known(self):
        known = self.json("why", OFFICE)
        self.standin.terminate()
        self.standin.wait()
        self.assertEqual(self.json("why", OFFICE)["now"], known["now"])
        why = self.json("why", BREAKING_BAD, status=FAILED)
        self.assertIn("cannot connect", why["error"])
        self.assertEqual(why["error"], why["now"]["reason"])
        self.assertEqual([bool(a["error"]) for a in why["asked"]], [True, True])
        lines = self.shown(80, "why", BREAKING_BAD, status=FAILED)
        self.assertRegex(lines[-1], r"^epimark: cannot connect to .*; try again later$")

    def test_what_is_excluded_asks_nobody(self):
        before = self.state()["requests"]
        why = self.json("--set", "ignore=/tv", "why", OFFICE)
        self.assertEqual((why["asked"], why["weighed"]), ([], []))
        self.assertIn("ignore=", why["now"]["reason"])
        self.json("--set", "only=/films", "why", OFFICE)
        self.json("why", "holiday.mp4")
        self.assertEqual(self.state()["requests"], before)

    def test_the_file_of_a_folder_is_evidence(self):
        path = self.write("tv/The Office/Season 1/The.Office.S01E02.mkv", "")
        self.write("tv/The Office/.epimark", "series=tvdb:78107\n")
        why = self.json("why", path)
        self.assertIn("folder-file", self.evidence(why["weighed"][0]))
        self.assertEqual(why["now"]["series"]["tvdb"], 78107)

    def test_what_is_not_there(self):
        self.assertIn("there is no row 7", self.tool("why", "7", status=FAILED))
        self.assertIn("the journal is empty", self.tool("why", "--last", status=FAILED))
        self.assertIn("expected one, as in 1x02",
                      self.tool("why", "Lost", "1x02-1x04", status=FAILED))
        why = self.json("why", "Nobody.Made.This.S01E01.mkv")
        self.assertEqual((why["weighed"], why["now"]["series"]), ([], None))
        self.assertEqual(why["now"]["reason"], "no catalogue knows this series")

    def test_a_journal_that_cannot_be_read_does_not_stop_it(self):
        self.write("data/epimark/journal.db/in-the-way", "")
        done = self.run_tool("why", BREAKING_BAD)
        self.assertEqual(json.loads(done.stdout)["now"]["series"]["tvdb"], 81189)


class Accounts(Served):
    def test_login_keeps_a_file_that_only_the_user_reads(self):
        self.login("tvmaze")
        path = os.path.join(self.home, "data/epimark/credentials.json")
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        self.tool("logout", "tvmaze")
        with open(path, encoding="utf-8") as file:
            self.assertNotIn(KNOWN["TVMAZE_KEY"], file.read())

    def test_values_are_not_taken_from_arguments(self):
        text = self.tool("login", "tvmaze", "viewer", status=USAGE)
        self.assertIn("unexpected argument", text)

    def test_what_is_missing_or_refused_is_said(self):
        self.assertIn("missing", self.tool("login", "tvmaze", given="viewer\n", status=USAGE))
        text = self.tool("login", "tvmaze", given="viewer\nwrong-key\n", status=FAILED)
        self.assertNotIn("wrong-key", text)
        accounts = self.json("status", "--json", "--offline")
        self.assertFalse(any(account["signed_in"] for account in accounts))

    def test_status_tells_of_each_service(self):
        self.login("tvmaze", "trakt")
        accounts = {a["service"]: a for a in self.json("status", "--json")}
        self.assertEqual(list(accounts), ["tvmaze", "tvdb", "tvdb2", "trakt", "mdblist", "trakt1"])
        self.assertTrue(accounts["tvmaze"]["signed_in"])
        self.assertEqual(accounts["tvmaze"]["account"], KNOWN["TVMAZE_USER"])
        self.assertGreater(accounts["trakt"]["expires_at"], time.time())
        self.assertFalse(accounts["tvdb"]["signed_in"])
        for account in accounts.values():
            self.assertLessEqual({"service", "account", "signed_in", "expires_at", "held", "error"},
                                 set(account))
        self.assertRegex(self.tool("status", "tvmaze"), r"\Atvmaze +signed in as viewer, "
                         r"premium: bronze\n +allowed: marks, .*votes.*\n\Z")
        self.assertRegex(self.tool("status", "trakt"), r"signed in as viewer.*, token until 20\d\d")
        # What it cannot ask, or is refused, is an error beside what is known.
        self.control({"fault": {"match": "GET /tvmaze/v1/auth/validate", "do": "status",
                                "status": 401, "body": ""}})
        account = self.json("status", "tvmaze", "--json", status=FAILED)[0]
        self.assertTrue(account["signed_in"])
        self.assertIn("epimark login tvmaze", account["error"])

    def test_a_missing_keyring_is_said_once(self):
        self.env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={self.home}/none"
        done = self.run_tool("--set", "credential_store=keyring", "status", "--offline")
        self.assertEqual(done.returncode, FAILED)
        self.assertEqual(done.stdout.count(b"no keyring"), 1)
        self.assertEqual(done.stdout.count(b"not signed in"), 4)
        accounts = self.json("--set", "credential_store=keyring", "status", "--offline", "--json",
                             status=FAILED)
        self.assertEqual([a["error"].startswith("no keyring") for a in accounts], [True] * 6)

    def test_the_help_tells_where_each_key_comes_from(self):
        text = " ".join(self.tool("login", "--help").split())
        for place in ("https://www.tvmaze.com/dashboard", "https://thetvdb.com/api-information",
                      "https://trakt.tv/oauth/applications", "VIP members only"):
            self.assertIn(place, text)
        for without in ("kept in the journal", "looked up at TVmaze", "votes at TVmaze"):
            self.assertIn(without, text)
        self.assertNotIn("https://thetvdb.com/dashboard", text)
        self.assertIn("of an older version, which an option chooses: tvdb2, trakt1 ", text)

    def test_old_versions_are_shown_if_they_are_chosen(self):
        def shown(text):
            return re.findall(r"^ *(t[a-z]+\d?|mdblist)(?: .*signed in.*)?$", text, re.M)

        said = self.run_tool("login")
        self.assertEqual(said.returncode, USAGE)
        self.assertEqual(shown(said.stdout.decode()), ["tvmaze", "tvdb", "trakt", "mdblist"])
        said = self.run_tool("--set", "tvdb_api=2", "--set", "trakt_api=1", "login")
        self.assertEqual(shown(said.stdout.decode()), ["tvmaze", "tvdb2", "mdblist", "trakt1"])
        self.assertIn("one of: tvmaze, tvdb, trakt, mdblist (",
                      self.tool("login", "imdb", status=USAGE))
        self.assertEqual(shown(self.tool("status", "--offline")),
                         ["tvmaze", "tvdb", "trakt", "mdblist"])
        self.assertEqual(shown(self.tool("status", "--offline", "tvdb2")), ["tvdb2"])
        self.tool("login", "tvdb2", given=KNOWN["TVDB2_KEY"] + "\n\n\n")
        self.assertEqual(shown(self.tool("status", "--offline")),
                         ["tvmaze", "tvdb", "tvdb2", "trakt", "mdblist"])

    def test_logout_takes_the_access_back(self):
        self.assertEqual(self.tool("logout", "trakt"), "You were not signed in to trakt.\n")
        self.login("trakt")
        self.assertEqual(self.tool("logout", "trakt"), "Signed out of trakt.\n")
        given = [KNOWN[name] for name in LOGIN["trakt"]] + [str(int(time.time()) + 86400)]
        self.assertIn("no longer accepts", self.tool("login", "trakt", given="\n".join(given),
                                                     status=FAILED))
        self.control({"reset": True})
        self.login("trakt")
        self.control({"fault": {"match": "POST /trakt-auth/oauth/revoke", "do": "cut"}})
        self.assertRegex(self.tool("logout", "trakt"),
                         r"\ASigned out of trakt\.\n"
                         r"The service could not be notified \(\S.*\); revoke .*\n\Z")
        self.assertFalse(self.json("status", "trakt", "--json")[0]["signed_in"])

    def test_offline_asks_nobody(self):
        self.login("tvmaze")
        before = self.state()["requests"]
        self.tool("status", "--offline")
        self.assertEqual(self.state()["requests"], before)

    def test_a_web_page_confirms(self):
        self.control({"device_interval": 0})
        given = f"{KNOWN['TRAKT_ID']}\n{KNOWN['TRAKT_SECRET']}\n"
        login = self.start_tool("login", "--page", "trakt")
        login.stdin.write(given.encode())
        login.stdin.close()
        self.assertRegex(login.stdout.readline(), rb"^Open http\S+ and type \S+ to confirm\.$")
        self.control({"device": "approve"})
        self.assertIn(b"Signed in to trakt as viewer", login.stdout.read())
        self.assertEqual(login.wait(), DONE)

    def test_a_browser_that_is_signed_in_confirms(self):
        self.control({"pairing_interval": 0})
        login = self.start_tool("login", "--here", "--redirect", "http://localhost/x", "tvmaze")
        login.stdin.close()
        self.assertIn(b"Nothing is e-mailed", login.stdout.readline())
        self.assertRegex(login.stdout.readline(), rb"^Open http\S+ to confirm\.$")
        self.control({"pairing": "approve"})
        self.assertIn(b"Signed in to tvmaze as viewer", login.stdout.read())
        self.assertEqual(login.wait(), DONE)
        self.assertIn("--here is not for trakt", self.tool("login", "--here", "trakt",
                                                           status=USAGE))
        self.assertIn("--redirect needs --here", self.tool("login", "--redirect", "x", "tvmaze",
                                                           status=USAGE))
        self.assertIn('invalid value "x" for --redirect', self.tool(
            "login", "--here", "--redirect", "x", "tvmaze", status=USAGE))

    def test_what_has_no_web_page_says_so(self):
        self.assertIn("no sign-in on a web page", self.tool("login", "--page", "tvdb",
                                                            status=FAILED))

    def test_without_a_keyring_it_says_what_to_do(self):
        text = self.tool("--set", "credential_store=keyring", "login", "tvmaze",
                         given="viewer\nkey\n", status=FAILED)
        self.assertIn("credential_store=file", text)


class Journals(Served):
    """The tool's own journal, and those of players in sandboxes."""

    def setUp(self):
        super().setUp()
        self.own = os.path.join(self.home, "data/epimark")
        self.sandboxes = [os.path.join(self.home, ".var/app", app, "data/epimark")
                          for app in ("io.mpv.Mpv", "io.github.celluloid_player.Celluloid")]
        with open(os.path.join(self.home, ".config/mpv/script-opts/epimark.conf"),
                  encoding="utf-8") as file:
            self.options = file.read().replace("credential_store=file\n", "")

    def sandbox(self, index, *options):
        """A journal as a player there leaves it."""
        app = os.path.dirname(os.path.dirname(self.sandboxes[index]))
        player = ("mpv", "celluloid")[index]
        self.write(os.path.relpath(app, self.home) + f"/config/{player}/script-opts/epimark.conf",
                   self.options + "".join(f"{option}\n" for option in options))
        self.tool("--data", self.sandboxes[index], "mark", "--missing", BREAKING_BAD)
        return self.sandboxes[index]

    def count(self, *arguments):
        return len(self.json(*arguments, "history", "--json"))

    def test_a_sandbox_by_its_folder(self):
        sandbox = self.sandbox(0)
        self.tool("--data", self.own, "mark", "--missing", "/tv/Firefly.S01E02.mkv")
        self.tool("mark", "--missing", "/tv/Firefly.S01E03.mkv")
        self.assertEqual([self.count(), self.count("--data", sandbox)], [2, 1])
        self.assertEqual(self.count("--data=" + sandbox + "/"), 1)
        # No keyring is reached from there: what it signs in with lies beside the journal.
        values = "".join(KNOWN[name] + "\n" for name in LOGIN["tvmaze"])
        self.tool("--data", sandbox, "login", "tvmaze", given=values)
        self.assertTrue(os.path.exists(sandbox + "/credentials.json"))
        self.assertFalse(os.path.exists(self.own + "/credentials.json"))
        self.tool("--data", sandbox, "sync", "--backlog")
        self.assertEqual([m["season"] for m in self.state()["marks"]], [1])

    def test_by_itself_if_it_is_the_only_one(self):
        sandbox = self.sandbox(0, "language=it")
        self.assertEqual(self.count(), 1)
        self.assertIn("language=it  (epimark.conf)", self.tool("options"))
        self.assertFalse(os.path.exists(self.own))
        self.assertIn(f"\njournal: {sandbox}\n", self.tool("status", "--offline"))
        self.sandbox(1)  # now there are two, and neither is meant
        self.assertEqual(self.count(), 0)

    def test_status_lists_them_all(self):
        self.tool("mark", "--missing", "/tv/Firefly.S01E02.mkv")
        self.assertNotIn("journal", self.tool("status", "--offline"))
        first, second = self.sandbox(0), self.sandbox(1)
        said = self.tool("status", "--offline")
        self.assertTrue(said.endswith(f"\njournal: {self.own}\nanother: {second} (--data)\n"
                                      f"another: {first} (--data)\n"), said)
        said = self.tool("--data", first, "status", "--offline")
        self.assertTrue(said.endswith(f"\njournal: {first}\nanother: {self.own} (--data)\n"
                                      f"another: {second} (--data)\n"), said)
        self.assertEqual(len(self.json("status", "--offline", "--json")), 6)

    def test_options_of_a_sandbox_that_cannot_be_read(self):
        """Nothing is done with it, as in the player."""
        sandbox = self.sandbox(0)
        path = os.path.join(sandbox, "../../config/mpv/script-opts/epimark.conf")
        os.unlink(path)
        os.mkdir(path)
        self.assertIn("is a directory", self.tool("--data", sandbox, "history", status=FAILED))
        self.tool("mark", "--missing", "/tv/Firefly.S01E02.mkv", status=FAILED)  # meant by itself
        self.write("data/epimark/journal.db", "")
        self.tool("mark", "--missing", "/tv/Firefly.S01E02.mkv")

    def test_a_folder_that_is_not_there_is_not_made(self):
        misspelled = os.path.join(self.home, "nowhere/epimark")
        said = self.tool("--data", misspelled, "history", status=FAILED)
        self.assertIn(f"cannot use {misspelled}: No such file or directory", said)
        self.assertFalse(os.path.exists(os.path.dirname(misspelled)))
        self.assertIn("takes a folder", self.tool("--data", "", "history", status=USAGE))
        self.assertIn("needs a value", self.tool("history", "--data", status=USAGE))
        os.makedirs(os.path.join(self.home, "here"))
        done = self.run_tool("--data", "here", "mark", "--missing", BREAKING_BAD, cwd=self.home)
        self.assertEqual(done.returncode, DONE)
        self.assertTrue(os.path.exists(os.path.join(self.home, "here/journal.db")))

    def test_the_body_of_a_call_is_another_data(self):
        sandbox = self.sandbox(0)
        values = "".join(KNOWN[name] + "\n" for name in LOGIN["trakt"])
        self.tool("--data", sandbox, "login", "trakt", given=values)
        self.json("--data", sandbox, "api", "trakt", "ratings-add", "--data",
                  '{"shows":[{"ids":{"tvdb":78874},"rating":7}]}')
        self.assertNotIn("DIR", self.tool("api", "--help"))


class Api(Served):
    def test_services_and_routes_are_listed(self):
        for api in ("tvmaze", "tvmaze-user", "tvdb", "tvdb2", "trakt", "mdblist", "trakt1"):
            self.assertIn(api, self.tool("api"))
            for route in self.json("api", api, "--json"):
                self.assertLessEqual({"name", "method", "path", "params", "auth", "help"},
                                     set(route))
                self.assertIn(route["name"], self.tool("api", api))

    def test_what_a_route_takes_is_listed(self):
        self.assertIn("    takes q=TEXT\n", self.tool("api", "tvmaze"))
        self.assertIn("    takes id=INTEGER date=DATE\n", self.tool("api", "tvmaze"))
        self.assertIn("    takes thetvdb=INTEGER or imdb=TEXT or tvrage=INTEGER\n",
                      self.tool("api", "tvmaze"))
        self.assertIn("    takes id=INTEGER [page=INTEGER] [Accept-Language=TEXT]\n",
                      self.tool("api", "tvdb2"))
        self.assertIn("    takes episode_id=INTEGER --data OBJECT\n",
                      self.tool("api", "tvmaze-user"))

    def test_a_call_prints_what_was_answered(self):
        self.assertEqual(self.json("api", "tvmaze", "show", "id=169")["name"], "Breaking Bad")

    def test_a_call_is_signed_with_what_is_stored(self):
        self.assertIn("login", self.tool("api", "tvmaze-user", "auth-validate", status=FAILED))
        self.login("tvmaze")
        self.assertIn("premium", self.json("api", "tvmaze-user", "auth-validate"))

    def test_a_body_comes_from_an_argument_or_from_standard_input(self):
        self.login("tvmaze")
        body = '{"marked_at":1700000000,"type":0}'
        episode = self.json("api", "tvmaze", "show-episode", "id=169", "season=1", "number=2")
        call = ("api", "tvmaze-user", "scrobble-episode", f"episode_id={episode['id']}", "--data")
        self.assertEqual(self.json(*call, body)["marked_at"], 1700000000)
        self.assertEqual(self.json(*call, "-", given=body)["episode_id"], episode["id"])

    def test_what_a_service_refuses_is_printed_and_fails(self):
        self.login("tvmaze")
        call = ("api", "tvmaze-user", "scrobble-episodes", "--data", '[{"episode_id":99999999}]')
        done = self.run_tool(*call)
        self.assertEqual(done.returncode, FAILED)
        self.assertEqual([item["code"] for item in json.loads(done.stdout)], [404])
        self.assertRegex(done.stderr, rb"\Aepimark: TVmaze [^\n]+ \(422\)\n\Z")

    def test_a_value_that_is_not_listed_is_sent_after_a_warning(self):
        done = self.run_tool("api", "tvmaze", "single-search", "q=firefly", "embed=seasons")
        self.assertEqual(done.returncode, DONE)
        self.assertIn("seasons", json.loads(done.stdout)["_embedded"])
        self.assertEqual(done.stderr.decode(),
                         'epimark: warning: single-search: the description has no "seasons" for '
                         'embed, but episodes|cast; sent all the same\n')

    def test_headers_can_be_set_and_are_printed(self):
        self.tool("login", "tvdb2", given=KNOWN["TVDB2_KEY"] + "\n\n\n")
        answer = self.json("api", "tvdb2", "series-head", "id=78874", "--header",
                           "Accept=application/vnd.thetvdb.v2.1.2", "--header=Accept-Language=de")
        self.assertEqual(answer["status"], 200)
        self.assertIn("application/json", answer["headers"]["Content-Type"])
        answer = self.json("api", "tvmaze", "show", "id=180", "--head")
        self.assertEqual(set(answer), {"status", "headers"})
        self.assertIn("one of: none", self.tool("api", "tvmaze", "show", "id=180", "--header",
                                                "Cookie=a", status=USAGE))

    def test_what_a_route_does_not_take_is_refused_before_it_is_sent(self):
        before = self.state()["requests"]
        self.assertIn("show", self.tool("api", "tvmaze", "shwo", status=USAGE))
        self.assertIn("tvmaze", self.tool("api", "tvmase", status=USAGE))
        self.assertIn("id", self.tool("api", "tvmaze", "show", status=USAGE))
        self.assertIn("id", self.tool("api", "tvmaze", "show", "id=x", status=USAGE))
        self.assertIn("NAME=VALUE", self.tool("api", "tvmaze", "show", "169", status=USAGE))
        self.assertIn("ids", self.tool("api", "tvmaze", "show", "ids=1", status=USAGE))
        self.assertEqual(self.state()["requests"], before)


class Lists(Served):
    """What a user keeps at TVmaze."""

    def login_free(self):
        self.tool("login", "tvmaze", given="\n".join(
            (KNOWN["TVMAZE_FREE_USER"], KNOWN["TVMAZE_FREE_KEY"])))

    # So few requests each that TVmaze's pace lets them through at once.

    def test_series_are_followed(self):
        self.login("tvmaze")
        self.assertIn("Nothing is followed or tagged", self.tool("marked"))
        self.assertEqual(self.tool("follow", "tvdb:81189"),
                         "Breaking Bad (2008): followed at TVmaze\n")
        self.assertEqual([(item["tag"], item["series"]["tvmaze"])
                          for item in self.json("marked", "--json")], [(None, 169)])
        self.assertIn("no longer", self.tool("follow", "--undo", "tvmaze:169"))
        self.assertEqual(self.state()["lists"], [])

    def test_series_are_tagged(self):
        self.login("tvmaze")
        self.assertEqual(self.tool("tag", "slow burn", "tvmaze:169"),
                         "Breaking Bad (2008): tagged “slow burn” at TVmaze\n")
        self.assertEqual(self.tool("marked"), "Tagged “slow burn”:\n"
                         "  tvmaze:169       Breaking Bad (2008)\n")
        self.assertIn("no longer", self.tool("tag", "slow burn", "--undo", "tvmaze:169"))
        self.assertEqual(self.state()["lists"], [])

    def test_people_and_networks_are_followed(self):
        self.login("tvmaze")
        self.assertEqual(self.tool("follow", "--person", "Mike Vogel"),
                         "Mike Vogel: followed at TVmaze\n")
        self.assertEqual(self.tool("follow", "--network", "tvmaze:169"),
                         "AMC: followed at TVmaze\n")
        lines = self.tool("marked").splitlines()
        self.assertEqual((lines[0], lines[2]), ("Followed, person:", "Followed, network:"))
        self.assertRegex(lines[3], r"^  \d+ +AMC$")
        self.assertEqual([item["followed"]["kind"] for item in self.json("marked", "--json")],
                         ["person", "network"])
        number = lines[3].split()[0]
        self.assertIn("no longer", self.tool("follow", "--undo", f"--network={number}"))
        self.assertIn("cannot be combined", self.tool("follow", "--network", "--webchannel",
                                                      "tvmaze:169", status=USAGE))

    def test_tags_are_renamed_and_deleted(self):
        self.login("tvmaze")
        self.tool("tag", "slow", "tvmaze:169")
        self.assertEqual(self.tool("tag", "--rename", "slow burn", "slow"),
                         "Tag “slow” is now “slow burn” at TVmaze\n")
        self.assertIn("Tagged “slow burn”", self.tool("marked"))
        self.assertEqual(self.tool("tag", "--delete", "slow burn"),
                         "Tag “slow burn” removed at TVmaze\n")
        self.assertIn("no tag “slow burn”", self.tool("tag", "--delete", "slow burn",
                                                      status=FAILED))
        self.assertIn("take no series", self.tool("tag", "--delete", "a", "tvmaze:169",
                                                  status=USAGE))

    def test_love_and_hate_are_for_trakt_v1(self):
        self.assertIn("only Trakt v1", self.tool("rate", "love", "--missing", BREAKING_BAD,
                                                 status=FAILED))
        older = ("--set", "trakt_api=1", "--set", "rate_on=trakt,tvmaze")
        self.tool(*older, "login", "trakt1", given="\n".join(
            (KNOWN["TRAKT1_KEY"], KNOWN["TRAKT1_USER"], KNOWN["TRAKT1_PASSWORD"])) + "\n")
        self.login("tvmaze")
        self.assertIn("rated love", self.tool(*older, "rate", "love", "--missing", BREAKING_BAD))
        self.tool(*older, "sync")
        self.assertEqual({(row["service"], row["rating"]) for row in self.state()["ratings"]},
                         {("trakt1", "love"), ("tvmaze/v1", "10")})
        entry = self.json("history", "--json")[0]
        self.assertEqual((entry["rating"], entry["opinion"]), (10, "love"))
        self.assertIn("  love", self.tool("history"))

    def test_marks_of_a_series_need_no_premium(self):
        self.login_free()
        self.assertIn("Nothing is marked at TVmaze of Breaking Bad", self.tool("marked",
                                                                               "tvmaze:169"))
        self.tool("mark", "--as", "acquired", "--missing", BREAKING_BAD.replace("S01E02", "S01E03"))
        self.tool("mark", "--missing", BREAKING_BAD)
        self.tool("sync")
        rows = self.json("history", "--json")
        marked = self.json("marked", "--json", str(rows[0]["id"]))
        self.assertEqual([(m["episode"]["season"], m["episode"]["number"], m["as"])
                          for m in marked], [(1, 2, "watched"), (1, 3, "acquired")])
        self.assertEqual(marked[0]["marked_at"], rows[0]["watched_at"])
        self.assertRegex(self.tool("marked", BREAKING_BAD),
                         r"\A1x02  watched   20\d\d-\S+ \S+  Cat's in the Bag\.\.\.\n"
                         r"1x03  acquired  \S+ \S+ +\S.*\n\Z")

    def test_what_is_for_paying_accounts_says_so(self):
        self.login_free()
        for command in (["follow", "tvmaze:169"], ["tag", "drama", "tvmaze:169"], ["marked"]):
            self.assertIn("TVmaze offers this to paying accounts only",
                          self.tool(*command, status=FAILED))

    def test_what_cannot_be_found_is_said(self):
        self.assertIn("journal is empty", self.tool("follow", status=FAILED))
        self.assertIn("name the series as tvdb:ID", self.tool("follow", "Some Title",
                                                              status=FAILED))
        self.assertIn("no row 7", self.tool("tag", "drama", "7", status=FAILED))
        self.assertIn("no catalogue", self.tool("follow", "tvmaze:999999999", status=FAILED))
        self.assertIn("tvmaze:ID", self.tool("marked", "Nobody.Made.This.S01E01.mkv",
                                             status=FAILED))
        self.assertIn("epimark login tvmaze", self.tool("follow", "tvmaze:169", status=FAILED))


class Typed(Served):
    """Runs the tool at a terminal of its own."""

    def start(self, *arguments):
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(TOOL, [TOOL, *arguments], self.env)
        self.addCleanup(os.close, terminal)
        self.unread = b""
        return pid, terminal

    def read_until(self, terminal, wanted):
        """What was written up to and with wanted; the rest is for the next one."""
        text = self.unread
        end = time.monotonic() + 30
        while wanted not in text:
            left = max(0, end - time.monotonic())
            self.assertTrue(select.select([terminal], [], [], left)[0], text)
            try:
                text += os.read(terminal, 4096)
            except OSError:  # the other end is closed
                break
        self.assertIn(wanted, text)
        end = text.index(wanted) + len(wanted)
        self.unread = text[end:]
        return text[:end]

    def finish(self, pid):
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def wait_for_echo(self, terminal, wanted):
        end = time.monotonic() + 30
        while bool(termios.tcgetattr(terminal)[3] & termios.ECHO) != wanted:
            self.assertLess(time.monotonic(), end, "the echo stays as it is")
            select.select([], [], [], 0.02)


class Prompt(Typed):
    """At a terminal."""

    def test_a_secret_is_not_shown(self):
        pid, terminal = self.start("login", "--values", "tvmaze")
        self.read_until(terminal, b"user name: ")
        os.write(terminal, KNOWN["TVMAZE_USER"].encode() + b"\n")
        self.read_until(terminal, b"API key: ")
        self.wait_for_echo(terminal, False)
        os.write(terminal, KNOWN["TVMAZE_KEY"].encode() + b"\n")
        text = self.read_until(terminal, b"Signed in")
        self.assertNotIn(KNOWN["TVMAZE_KEY"].encode(), text)
        self.assertEqual(self.finish(pid), DONE)

    def test_many_names_end_with_a_summary(self):
        names = (BREAKING_BAD, "Nobody.Made.This.S01E01.mkv")
        pid, terminal = self.start("match", *names)
        self.read_until(terminal, b"2 names looked up: 1 found, 1 not found")
        self.assertEqual(self.finish(pid), FAILED)
        self.assertEqual(self.run_tool("match", *names).stderr, b"")

    def test_pending_asks_and_releases_all_that_waits(self):
        for name in ("House.of.Cards.S01E01", "House.of.Cards.S01E02"):
            self.tool("mark", "--missing", f"/tv/Cards/{name}.mkv")
        self.tool("mark", "--missing", "/tv/Other/House.of.Cards.S01E02.mkv")
        self.run_tool("sync")
        pid, terminal = self.start("pending")
        self.assertIn(b"/tv/Other/House.of.Cards.S01E02.mkv: ",
                      self.read_until(terminal, b"q quits] "))
        os.write(terminal, b"\n")
        self.assertIn(b"/tv/Cards/House.of.Cards.S01E02.mkv and 1 more: ",
                      self.read_until(terminal, b"q quits] "))
        os.write(terminal, b"99\n")
        self.assertIn(b"Type a number", self.read_until(terminal, b"q quits] "))
        os.write(terminal, b"/breaking bad\n")
        self.assertRegex(self.read_until(terminal, b"q quits] "),
                         rb"   1  Breaking Bad \(2008, US\)  100 %  tv\w+:\d+\r\n")
        os.write(terminal, b"1\n")
        self.read_until(terminal, b"is Breaking Bad (2008) from now on")
        self.assertEqual(self.finish(pid), DONE)
        self.run_tool("sync")
        self.assertEqual([q["folder"] for q in self.json("pending", "--json")], ["/tv/Other/"])
        pid, terminal = self.start("pending")
        self.read_until(terminal, b"q quits] ")
        os.write(terminal, b"tvmaze:169\n")
        self.read_until(terminal, b"is Breaking Bad (2008) from now on")
        self.assertEqual(self.finish(pid), DONE)
        self.run_tool("sync")
        self.assertEqual(self.json("pending", "--json"), [])
        self.tool("undo")  # the slip is corrected where it was made
        self.assertIn("Nothing is unsure, but 1 episode is not identified yet: `epimark sync` ",
                      self.tool("pending"))

    def test_pending_offers_the_episodes_that_a_name_may_mean(self):
        for number in (2, 3):
            self.tool("mark", "--missing", f"/tv/BB/Breaking Bad - S01E0{number} - Gray Matter.mkv")
        self.run_tool("sync")
        candidates = self.json("pending", "--json")[0]["candidates"]
        self.assertEqual([(c["episode"]["number"], c.get("other", False)) for c in candidates],
                         [(3, False), (5, True)])
        pid, terminal = self.start("pending")
        self.assertRegex(self.read_until(terminal, b"q quits] "),
                         rb"   2  Breaking Bad \(2008, US\)  \d\d %  tv\w+:\d+  1x05 Gray Matter")
        os.write(terminal, b"2\n")
        self.assertIn(b"this file is Breaking Bad 1x05 from now on",
                      self.read_until(terminal, b"q quits] "))
        os.write(terminal, b"\n")  # the other file is asked for alone
        self.assertEqual(self.finish(pid), DONE)
        self.run_tool("sync")
        entries = self.json("history", "--json")
        self.assertEqual([[e["number"] for e in entry["episodes"]] for entry in entries],
                         [[5], []])
        self.assertIn("its title is that of 1x05", entries[1]["error"])

    def test_pending_ends_when_it_is_told_to(self):
        self.tool("mark", "--missing", "/tv/Other/House.of.Cards.S01E02.mkv")
        self.run_tool("sync")
        for end in (b"q\n", b"\x04"):
            pid, terminal = self.start("pending")
            self.read_until(terminal, b"q quits] ")
            os.write(terminal, end)
            self.assertEqual(self.finish(pid), DONE)
        self.assertEqual(len(self.json("pending", "--json")), 1)

    def log_in_with_a_backlog(self, answer, said, waits=b"1 delivery from before this sign-in is "
                              b"waiting"):
        self.tool("mark", "--missing", BREAKING_BAD)
        if waits.startswith(b"1 delivery"):
            self.run_tool("sync")
        return self.log_in(answer, said, waits)

    def log_in(self, answer, said, waits):
        pid, terminal = self.start("login", "tvmaze", "--values")
        self.read_until(terminal, b"user name: ")
        os.write(terminal, KNOWN["TVMAZE_USER"].encode() + b"\n")
        self.read_until(terminal, b"API key: ")
        self.wait_for_echo(terminal, False)
        os.write(terminal, KNOWN["TVMAZE_KEY"].encode() + b"\n")
        self.assertIn(waits, self.read_until(terminal, b"[y/N] "))
        os.write(terminal, answer + b"\n")
        self.read_until(terminal, said)
        self.assertEqual(self.finish(pid), DONE)
        return self.places(self.state()["marks"])

    def test_what_waits_is_sent_after_a_yes(self):
        self.assertEqual(self.log_in_with_a_backlog(b"y", b"1 sent.\r\n"),
                         [("Breaking Bad", 1, 2, 1)])

    def test_what_is_not_identified_is_offered_too(self):
        self.assertEqual(self.log_in_with_a_backlog(b"y", b"1 sent.\r\n",
                                                    b"1 episode is not identified yet"),
                         [("Breaking Bad", 1, 2, 1)])

    def test_what_is_due_again_is_offered_too(self):
        self.login("tvmaze")
        self.control({"fault": {"match": "PUT /tvmaze/v1/scrobble/episodes/*", "do": "status",
                                "status": 401, "times": 1}})
        self.tool("mark", "--missing", BREAKING_BAD)
        self.run_tool("sync")
        self.assertEqual(self.log_in(b"y", b"1 sent.\r\n", b"1 delivery from before this"),
                         [("Breaking Bad", 1, 2, 1)])

    def test_what_waits_stays_without_one(self):
        self.assertEqual(self.log_in_with_a_backlog(b"", b"Kept."), [])
        self.run_tool("sync")
        self.assertEqual(self.state()["marks"], [])

    def test_login_asks_which_service(self):
        pid, terminal = self.start("login")
        text = self.read_until(terminal, b"Which one? [Enter ends] ")
        self.assertIn(b"VIP members only", b" ".join(text.split()))
        self.assertNotIn(b"tvdb2", text)
        os.write(terminal, b"tvdb\n")
        self.read_until(terminal, b"API key")
        os.write(terminal, b"\x03")
        self.assertEqual(self.finish(pid), FAILED)
        pid, terminal = self.start("login")
        self.read_until(terminal, b"[Enter ends] ")
        os.write(terminal, b"\n")
        self.assertEqual(self.finish(pid), DONE)

    def test_what_is_not_rated_is_asked_for(self):
        self.login("tvmaze", "trakt")
        self.tool("mark", "Breaking Bad", "1x01-03")
        self.tool("sync")
        prompt = b"q ends] "
        pid, terminal = self.start("rate")
        self.assertIn(b"Breaking Bad 1x03 ", self.read_until(terminal, prompt))
        os.write(terminal, b"11\n")
        self.assertIn(b"Type 1 to 10", self.read_until(terminal, prompt))
        os.write(terminal, b" 8 \n")
        self.assertRegex(self.read_until(terminal, prompt),
                         rb"Breaking Bad 1x03 .*: rated 8 of 10(.|\r\n)*Breaking Bad 1x02 ")
        os.write(terminal, b"s\n")
        self.read_until(terminal, b"The series? [1-10, Enter skips] ")
        os.write(terminal, b"9\n")
        self.assertRegex(self.read_until(terminal, prompt),
                         rb"the series: rated 9 of 10(.|\r\n)*Breaking Bad 1x02 ")
        os.write(terminal, b"\n")
        self.assertIn(b"Breaking Bad 1x01 ", self.read_until(terminal, prompt))
        os.write(terminal, b"q\n")
        self.assertEqual(self.finish(pid), DONE)
        self.tool("sync")
        self.assertEqual(sorted((r.get("number"), r["rating"])
                                for r in self.state()["ratings"] if r.get("number")), [(3, "8")])
        pid, terminal = self.start("rate", "--limit", "1")
        self.assertIn(b"Breaking Bad 1x02 ", self.read_until(terminal, prompt))
        os.write(terminal, b"s7\n")
        self.assertIn(b"the series: rated 7", self.read_until(terminal, prompt))
        os.write(terminal, b"\n")
        self.assertEqual(self.finish(pid), DONE)
        pid, terminal = self.start("rate")
        self.read_until(terminal, prompt)
        os.write(terminal, b"\x04")
        self.assertEqual(self.finish(pid), DONE)

    DEVICE = "POST /trakt-auth/oauth/device/token"

    def pair_with_trakt(self):
        """At the point where the code is shown and Trakt is asked every second."""
        pid, terminal = self.start("login", "trakt")
        text = self.read_until(terminal, b"client ID of your app: ")
        self.assertIn(b"VIP members only", text)
        os.write(terminal, KNOWN["TRAKT_ID"].encode() + b"\n")
        self.read_until(terminal, b"client secret of your app; may be empty: ")
        self.wait_for_echo(terminal, False)
        os.write(terminal, KNOWN["TRAKT_SECRET"].encode() + b"\n")
        text = self.read_until(terminal, b" left ")
        self.assertRegex(text, rb"Open http://\S+/activate and type [0-9A-F]{8} to confirm\.")
        self.assertIn("▀".encode(), text)  # the QR code
        self.assertRegex(text, rb"waiting for you, (10:00|9:5\d) left ")
        return pid, terminal

    def fault(self, status, **more):
        self.control({"fault": {"match": self.DEVICE, "do": "status", "status": status,
                                "body": "", **more}})

    def test_each_answer_to_a_code_has_its_own_sentence(self):
        self.control({"device_interval": 1})
        for status, sentence in ((403, b"client secret"), (404, b"does not know this code"),
                                 (409, b"already been used"), (410, b"has expired"),
                                 (418, b"you denied the request")):
            self.fault(status)
            pid, terminal = self.pair_with_trakt()
            self.read_until(terminal, sentence)
            self.assertEqual(self.finish(pid), FAILED)
        self.assertFalse(self.json("status", "trakt", "--json", "--offline")[0]["signed_in"])

    def test_a_code_is_asked_for_until_it_is_confirmed(self):
        self.control({"device_interval": 1})
        self.fault(503)
        pid, terminal = self.pair_with_trakt()
        text = self.read_until(terminal, b"trying again")
        self.assertIn(b"warning: Trakt reports a server error (503)", text)
        self.fault(429, headers={"Retry-After": "1"})
        self.control({"device": "approve"})
        self.read_until(terminal, b"Signed in to trakt as viewer.")
        self.assertEqual(self.finish(pid), DONE)

    def test_an_address_that_tvmaze_does_not_pair_is_said(self):
        for address, sentence in ((KNOWN["TVMAZE_UNREADY"], b"not been confirmed"),
                                  ("nobody@example.org", b"has no account"),
                                  (KNOWN["TVMAZE_EMAIL"],
                                   b"too many requests (429); try again later")):
            if address == KNOWN["TVMAZE_EMAIL"]:
                self.control({"fault": {"match": "POST /tvmaze/v1/auth/start", "do": "status",
                                        "status": 429, "body": ""}})
            pid, terminal = self.start("login", "tvmaze")
            self.read_until(terminal, b"TVmaze account: ")
            os.write(terminal, address.encode() + b"\n")
            self.read_until(terminal, sentence)
            self.assertEqual(self.finish(pid), FAILED)

    def test_ctrl_c_while_it_waits_leaves_everything_as_it_was(self):
        self.login("trakt", "tvmaze")
        path = os.path.join(self.home, "data/epimark/credentials.json")
        with open(path, encoding="utf-8") as file:
            before = file.read()
        self.control({"device_interval": 1})
        pid, terminal = self.pair_with_trakt()
        os.write(terminal, b"\x03")
        self.read_until(terminal, b"stopped; nothing was changed")
        self.assertEqual(self.finish(pid), FAILED)
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), before)
        self.assertEqual(self.json("status", "trakt", "--json")[0]["error"], None)

    def test_ctrl_c_changes_nothing_and_gives_the_echo_back(self):
        pid, terminal = self.start("login", "--values", "tvmaze")
        self.read_until(terminal, b"user name: ")
        os.write(terminal, b"viewer\n")
        self.read_until(terminal, b"API key: ")
        self.wait_for_echo(terminal, False)
        os.write(terminal, b"\x03")
        self.read_until(terminal, b"nothing was changed")
        self.wait_for_echo(terminal, True)
        self.assertEqual(self.finish(pid), FAILED)
        self.assertFalse(os.path.exists(os.path.join(self.home, "data/epimark/credentials.json")))


class Journal(Served):
    def entry(self, row=None):
        entries = self.json("history", "--json")
        return entries[0] if row is None else next(e for e in entries if e["id"] == row)

    def test_empty(self):
        self.assertEqual(self.json("history", "--json"), [])
        self.assertEqual(self.json("queue", "--json"), [])
        self.assertIn("Nothing", self.tool("history"))
        self.assertIn("Nothing", self.tool("queue"))
        self.tool("sync")
        self.assertIn("empty", self.tool("rate", "8", status=FAILED))
        self.assertIn("no row 7", self.tool("mark", "7", status=FAILED))
        self.assertIn("nothing to take back", self.tool("undo", status=FAILED))

    def test_a_damaged_journal_is_named_once(self):
        self.tool("mark", "--missing", BREAKING_BAD)
        journal = os.path.join(self.env["XDG_DATA_HOME"], "epimark", "journal.db")
        with open(journal, "wb") as file:
            file.write(bytes(range(256)) * 64)
        done = self.run_tool("history")
        self.assertEqual(done.returncode, DONE)
        self.assertRegex(done.stderr,
                         rb"^epimark: warning: the journal was damaged: it was moved to "
                         rb"journal\.db\.corrupt-1, [^\n]*\n$")
        self.assertEqual(self.run_tool("history").stderr, b"")

    def test_what_was_refused_is_tried_again_or_dropped(self):
        self.login("tvmaze")
        self.control({"fault": {"match": "PUT /tvmaze/v1/scrobble/episodes/*", "do": "status",
                                "status": 400, "times": 2}})
        self.tool("mark", "--missing", BREAKING_BAD)
        self.assertIn("1 refused", self.tool("sync"))
        row = str(self.entry()["id"])
        self.assertIn("1 to be tried again", self.tool("queue", "retry", row))
        self.assertIn("1 refused", self.tool("sync"))
        self.assertIn("1 to be tried again", self.tool("queue", "retry"))
        self.assertIn("1 sent", self.tool("sync"))
        self.assertIn(": nothing has to be sent", self.tool("queue", "drop", row))
        self.assertIn("there is no row 99", self.tool("queue", "drop", "99", status=FAILED))
        self.assertIn("nothing of all", self.tool("queue", "retry", "all", status=FAILED))
        self.assertIn("breaking bad 1x01-1x05: nothing has to be tried again",
                      self.tool("queue", "retry", "breaking bad", "1x01-1x05"))
        for wrong in (["queue", "drop"], ["queue", "revive"], ["queue", "--last"],
                      ["queue", "retry", "--json"]):
            self.assertEqual(self.run_tool(*wrong).returncode, USAGE, wrong)

    def park(self, *names):
        lines = [json.dumps({"v": 4, "kind": "watched", "uid": f"{n:032}", "at": 1700000000,
                             "path": f"/nas/{name}"}) + "\n" for n, name in enumerate(names)]
        self.write(os.path.join(self.env["XDG_DATA_HOME"], "epimark", "journal.spool.parked"),
                   "".join(lines))

    def test_what_is_parked_is_counted_and_not_named(self):
        said = "1 more is kept until the folder of the video answers: `epimark sync` asks it.\n"
        self.tool("history")
        self.park("Secret.S01E02.mkv")
        for command in ("history", "queue"):
            self.assertEqual(self.tool(command), said)
            self.assertNotIn("Secret", self.tool(command, "--json"))
        self.tool("mark", "--missing", BREAKING_BAD)
        self.park("Secret.S01E02.mkv", "Secret.S01E03.mkv")
        for command in ("history", "queue"):
            text = self.tool(command)
            self.assertIn("Breaking.Bad", text)
            self.assertIn("\n2 more are kept until the folder", text)
            self.assertNotIn("Secret", text)
        # These folders answer that there is no .epimark: they count.
        self.run_tool("sync")
        self.assertNotIn("more are kept", self.tool("history"))
        self.assertEqual(len(self.json("history", "--json")), 3)

    def test_what_is_parked_waits(self):
        self.tool("history")
        self.park("dead mount/Show.S01E02.mkv")
        self.env |= preloading("dead_folder.so")
        done = self.run_tool("sync")
        self.assertEqual(done.returncode, FAILED)
        self.assertEqual(done.stdout, b"0 identified, 0 sent, 1 waiting: "
                                      b"the folder of a video does not answer\n")

    def test_a_journal_that_cannot_be_written_is_read(self):
        self.tool("mark", "--missing", BREAKING_BAD)
        lock = os.path.join(self.env["XDG_DATA_HOME"], "epimark", "journal.lock")
        os.unlink(lock)
        os.mkdir(lock)
        for command in ["history", "queue"]:
            done = self.run_tool(command)
            self.assertEqual(done.returncode, DONE)
            self.assertIn(b"Breaking", done.stdout)
            self.assertRegex(done.stderr, rb"^epimark: warning: journal\.lock is not a regular "
                                          rb"file: move it away[^\n]*\n$")
        done = self.run_tool("mark", "--missing", BREAKING_BAD)
        self.assertEqual(done.returncode, FAILED)
        self.assertRegex(done.stderr, rb"^epimark: journal\.lock is not a regular file[^\n]*\n$")

    def test_what_is_marked_and_rated_is_sent_once(self):
        self.login("tvmaze", "trakt")
        self.tool("mark", "--missing", BREAKING_BAD)
        self.tool("rate", "9")
        entry = self.entry()
        self.assertEqual((entry["path"], entry["rating"]), (BREAKING_BAD, 9))
        self.tool("sync")
        self.assertEqual(self.tool("sync").split(",")[1], " 0 sent")
        state = self.state()
        self.assertEqual(self.places(state["marks"]), [("Breaking Bad", 1, 2, 1)])
        self.assertEqual(self.places(state["ratings"]), [("Breaking Bad", 1, 2, 1)])
        entry = self.entry()
        self.assertEqual((entry["state"], entry["series"]["title"]), ("sent", "Breaking Bad"))
        self.assertEqual({(d["service"], d["kind"], d["state"], d["tries"])
                          for d in entry["deliveries"]},
                         {("tvmaze", "mark", "sent", 1), ("trakt", "rate", "sent", 1)})
        self.assertEqual(self.json("queue", "--json"), [])
        self.assertRegex(self.tool("history"), r" sent +Breaking Bad 1x02 .* 9/10\n")

    def test_a_play_arrives_once_whatever_became_of_its_answer(self):
        on_trakt = ("--set", "scrobble_on=trakt")
        play = "POST /trakt/sync/history"
        self.login("trakt")
        for number, (deed, kept) in enumerate(((deed, kept) for deed in ("close", "reset")
                                               for kept in (True, False)), 1):
            with self.subTest(deed=deed, kept=kept):
                path = f"/tv/Breaking Bad/Breaking.Bad.S01E{number:02}.720p.mkv"
                self.tool("mark", "--missing", *on_trakt, path)
                self.control({"faults": None})
                self.control({"fault": {"match": play, "do": deed, "kept": kept}})
                done = self.run_tool("sync", *on_trakt)
                if not kept:  # no answer: the next time its history is asked
                    self.assertIn(b" 0 sent", done.stdout)
                    done = self.run_tool("sync", *on_trakt)
                self.assertIn(b" 1 sent", done.stdout)
                self.assertEqual(done.returncode, DONE)
                plays = [p["number"] for p in self.state()["plays"]]
                self.assertEqual(plays, list(range(1, number + 1)))

    def test_what_waits_for_a_sign_in_says_so(self):
        self.tool("mark", "--missing", BREAKING_BAD)
        done = self.run_tool("sync")
        self.assertEqual(done.returncode, FAILED)
        self.assertRegex(done.stdout, rb"1 identified, 0 sent, 1 waiting: Breaking Bad 1x02 not "
                                      rb"sent to TVmaze: .*`epimark login tvmaze`")
        answer = self.json("sync", "--json", status=FAILED)
        self.assertEqual((answer["identified"], answer["sent"], answer["waiting"],
                          answer["dead"]), (0, 0, 1, 0))
        self.assertTrue(answer["reason"])
        queue = self.json("queue", "--json")
        self.assertEqual([(d["id"], d["service"], d["kind"]) for d in queue],
                         [(self.entry()["id"], "tvmaze", "mark")])
        self.assertLessEqual({"state", "tries", "next_at", "error"}, set(queue[0]))

    def test_what_is_from_before_the_sign_in_is_the_users_to_send(self):
        self.tool("mark", "--missing", BREAKING_BAD)
        self.run_tool("sync")
        self.login("tvmaze")
        self.run_tool("sync")
        self.assertEqual(self.state()["marks"], [])
        self.tool("sync", "--backlog")
        self.assertEqual(self.places(self.state()["marks"]), [("Breaking Bad", 1, 2, 1)])

    def test_undo_takes_back_what_was_sent(self):
        self.login("tvmaze", "trakt")
        self.tool("mark", "--missing", BREAKING_BAD)
        self.tool("sync")
        self.tool("undo")
        self.tool("sync")
        self.assertEqual(self.state()["marks"], [])
        self.assertEqual(self.entry()["state"], "undone")

    def test_undo_drops_what_was_not_sent(self):
        self.login("tvmaze")
        self.tool("mark", "--missing", BREAKING_BAD)
        self.tool("undo")
        self.tool("sync")
        self.assertEqual(self.state()["marks"], [])

    def test_episodes_of_a_series_need_no_file(self):
        self.login("tvmaze", "trakt")
        self.tool("mark", "--missing", BREAKING_BAD)
        self.tool("sync")
        self.assertIn("breaking bad 1x01-1x03: marked as watched (1 of them before); ",
                      self.tool("mark", "breaking bad", "1x01-1x03"))
        self.tool("rate", "8", "tvdb:81189", "1x02")
        self.tool("sync")
        state = self.state()
        self.assertEqual({m["number"] for m in state["marks"]}, {1, 2, 3})
        self.assertEqual(self.places(state["ratings"]), [("Breaking Bad", 1, 2, 1)])
        self.assertEqual(len(self.json("history", "--json")), 3)
        self.assertIn("breaking bad 1x01-1x02: 2 marks taken back; `epimark sync`",
                      self.tool("unmark", "breaking bad", "1x01-1x02"))
        self.tool("sync")
        state = self.state()
        self.assertEqual({m["number"] for m in state["marks"]}, {3})
        self.assertEqual(self.places(state["ratings"]), [("Breaking Bad", 1, 2, 1)])
        self.assertIn("not marked here",
                      self.tool("unmark", "breaking bad", "1x01-1x02", status=FAILED))
        self.assertIn("rating taken back", self.tool("undo", "Breaking Bad", "1x01-1x02"))
        self.assertIn("nothing to take back",
                      self.tool("undo", "Breaking Bad", "1x01-1x02", status=FAILED))
        self.tool("mark", "tvmaze:169", "1x04")  # by an id that no name has
        self.tool("sync")
        self.assertEqual({m["number"] for m in self.state()["marks"]}, {3, 4})
        self.tool("mark", "--force", "Breaking Bad", "1x77")
        self.run_tool("sync")
        self.assertEqual({m["number"] for m in self.state()["marks"]}, {3, 4})

    def test_what_is_not_rated_is_listed(self):
        self.assertEqual(self.tool("rate"), "Nothing that was watched is unrated.\n")
        self.assertEqual(self.json("rate", "--json"), [])
        self.tool("mark", "Breaking Bad", "1x01-03")
        self.run_tool("sync")
        self.tool("rate", "7", "Breaking Bad", "1x02")
        self.assertRegex(self.tool("rate"), r"\A +\d+  20\S+ \S+  Breaking Bad 1x03 .*\n"
                         r" +\d+  20\S+ \S+  Breaking Bad 1x01 Pilot\n"
                         r"At a terminal, `epimark rate` asks; .*\n\Z")
        self.assertEqual([e["episodes"][0]["number"] for e in self.json("rate", "--json")], [3, 1])
        self.assertEqual(len(self.json("rate", "--json", "--limit", "1")), 1)
        self.assertIn("'0'", self.tool("rate", "--limit", "0", status=USAGE))

    def test_progress_says_how_far_and_what_is_next(self):
        self.assertEqual(self.tool("progress"), "No series is in progress.\n")
        self.assertEqual(self.tool("next"), "Nothing comes next.\n")
        self.assertEqual(self.json("next", "--json"), [])
        self.tool("mark", "Breaking Bad", "1x01-02")
        self.tool("mark", "Firefly", "1x01")
        self.run_tool("sync")
        self.assertRegex(self.tool("progress"),
                         r"\AFirefly \(2002\)       1 of 14  1x01 20\S+  1x02 "
                         r"Bushwhacked, aired \S+\n"
                         r"Breaking Bad \(2008\)  2 of 62  1x02 20\S+  1x03 "
                         r"\.\.\.And the Bag's in the River, aired 2008-02-03\n\Z")
        self.assertEqual(self.tool("next", "tvmaze:169"), "Breaking Bad (2008)  aired 2008-02-03  "
                         "1x03 ...And the Bag's in the River\n")
        self.assertIn("nothing of Lost was watched", self.tool("progress", "Lost", status=FAILED))
        before = self.state()["requests"]
        shown = self.json("progress", "--json")
        self.assertEqual([(p["series"]["title"], p["watched"], p["aired"], p["last"]["number"],
                           p["next"]["number"], p["next_aired"], p["error"]) for p in shown],
                         [("Firefly", 1, 14, 1, 2, True, None),
                          ("Breaking Bad", 2, 62, 2, 3, True, None)])
        self.assertEqual(self.json("next", "--json"), shown)
        self.assertEqual(self.state()["requests"], before)

    def test_a_path_that_leads_nowhere_is_said_to(self):
        nowhere = os.path.join(self.home, "nope/a.mkv")
        for command in (["mark"], ["rate", "8"], ["undo"], ["unmark"], ["queue", "drop"],
                        ["queue", "retry"], ["order"]):
            with self.subTest(command=command):
                self.assertIn(nowhere + " does not exist, and is not in the journal",
                              self.tool(*command, nowhere, status=FAILED))
        # What is taken as a name has to be one.
        self.assertIn("not read as an episode",
                      self.tool("mark", "--missing", nowhere, status=FAILED))

    def test_what_was_looked_up_to_mark_it_is_known(self):
        self.assertIn("1x01-1x03: marked", self.tool("mark", "Firefly", "1x01-1x03"))
        before = self.state()["requests"]
        shown = self.tool("history")
        for name in ("Firefly 1x03 Our Mrs. Reynolds", "1x02 Bushwhacked", "1x01 The Train Job"):
            self.assertIn(name, shown)
        self.assertIn("3 of 14", self.tool("progress", "--offline"))
        self.assertEqual(self.state()["requests"], before)
        self.tool("mark", "Firefly", "1x99", "--force")
        self.assertEqual(len(self.entry()["episodes"]), 0)

    def test_progress_without_a_network(self):
        self.tool("mark", "Breaking Bad", "1x01")
        self.run_tool("sync")
        self.tool("next")
        self.standin.terminate()
        self.standin.wait()
        self.assertIn("  1 of 62  ", self.tool("progress"))
        self.assertIn("  1 of 62  ", self.tool("progress", "--offline", "--last"))
        with sqlite3.connect(os.path.join(self.home, "data/epimark/journal.db")) as journal:
            journal.execute("DELETE FROM listed_episodes")
            journal.execute("DELETE FROM episode_lists")
        journal.close()
        said = ("The episodes of 1 series are not known here: without --offline they are asked "
                "for.\n")
        self.assertEqual(self.tool("next", "--offline"), said)
        self.assertRegex(self.tool("progress", "--offline"),
                         r"\ABreaking Bad \(2008\)  unknown  1x01 20\S+\n" + said)
        self.assertIn("not all episodes are known", self.tool("next", status=FAILED))
        self.assertEqual(self.json("next", "--json", status=FAILED), [])
        self.assertIn("cannot connect",
                      self.json("progress", "--json", status=FAILED)[0]["error"])

    def test_search_says_which_series_there_are(self):
        self.assertEqual(self.tool("search", "breaking bad"), "Breaking Bad (2008, US)  AMC  "
                         "tvmaze:169 tvdb:81189 imdb:tt0903747\n")
        found = self.json("search", "--json", "House of Cards (1990)")
        self.assertEqual({k: found[0].get(k) for k in ("title", "year", "country", "network",
                                                       "tvmaze", "confidence")},
                         {"title": "House of Cards", "year": 1990, "country": "GB",
                          "network": "BBC One", "tvmaze": 3282, "confidence": 1.0})
        self.assertEqual(self.json("search", "--json", "tvmaze:180")[0]["title"], "Firefly")
        self.assertIn('no catalogue knows "Nobody Made This"',
                      self.tool("search", "Nobody Made This", status=FAILED))
        self.assertEqual(self.json("search", "--json", "Nobody Made This", status=FAILED), [])

    def test_a_title_that_several_series_in_the_journal_have_is_not_guessed(self):
        self.login("tvmaze")
        for year in (1990, 2013):
            self.tool("mark", f"House of Cards ({year})", "1x01")
        self.tool("sync")
        self.assertEqual(len(self.state()["marks"]), 2)
        self.assertIn("several series in the journal",
                      self.tool("rate", "8", "House of Cards", "1x01", status=FAILED))
        self.assertIn("1x01", self.tool("rate", "8", "House of Cards (1990)", "1x01"))

    def test_a_range_is_taken_back_whole_or_not_at_all(self):
        for episode in ("1x01", "1x02"):
            self.tool("mark", "House of Cards (1990)", episode)
        self.tool("mark", "House of Cards (2013)", "1x02")
        self.run_tool("sync")
        self.assertIn("several series in the journal",
                      self.tool("undo", "House of Cards", "1x01-1x02", status=FAILED))
        self.assertEqual([e["state"] for e in self.json("history", "--json")], ["watched"] * 3)
        self.assertIn("2 acts taken back", self.tool("undo", "House of Cards (1990)", "1x01-1x02"))

    def test_a_whole_series_is_rated_by_its_title(self):
        self.login("trakt")
        self.assertIn("Breaking Bad, the series: rated 8",
                      self.tool("rate", "8", "--series", "Breaking Bad"))
        self.assertIn("Breaking Bad, season 2: rated 7",
                      self.tool("rate", "7", "--season", "Breaking Bad", "2x01"))
        self.tool("sync")
        self.assertEqual({(r["series"], r.get("season")) for r in self.state()["ratings"]},
                         {("Breaking Bad", None), ("Breaking Bad", 2)})

    def test_last_is_what_was_watched_or_rated_last(self):
        self.assertIn("empty", self.tool("mark", "--last", status=FAILED))
        self.tool("mark", "--missing", BREAKING_BAD)
        self.tool("mark", "Lost", "1x02")
        self.assertIn("Lost 1x02: rated 8", self.tool("rate", "8", "--last"))
        self.assertIn("Breaking Bad", self.tool("fix", "--last", "--series", "tvmaze:169"))
        self.assertIn("Breaking Bad: choice taken back", self.tool("undo", "--last"))
        self.assertIn("Lost 1x02: watched taken back", self.tool("unmark", "--last"))
        self.assertIn("Lost 1x02: nothing has to be tried again",
                      self.tool("queue", "retry", "--last"))
        self.assertIn("1 entry erased", self.tool("forget", "--last", "--yes"))
        self.assertEqual([e["path"] for e in self.json("history", "--json")], [BREAKING_BAD])

    def test_episodes_are_forgotten_by_number(self):
        self.tool("mark", "breaking bad", "1x01-1x04")
        self.run_tool("sync")
        self.assertIn("2 entries erased", self.tool("forget", "breaking bad", "1x02-1x03", "--yes"))
        self.assertEqual({e["episodes"][0]["number"] for e in self.json("history", "--json")},
                         {1, 4})
        self.assertIn("2 entries erased", self.tool("forget", "tvdb:81189", "--yes"))

    def test_an_order_of_a_series_is_said_and_taken_back(self):
        first = "/tv/Firefly/Firefly.S01E01.mkv"
        self.login("tvmaze")
        self.assertEqual("Firefly: order auto (the option order=: default)\n",
                         self.tool("order", first))
        self.tool("mark", "--missing", first)
        self.tool("sync")
        self.assertEqual(self.places(self.state()["marks"]), [("Firefly", 1, 1, 1)])
        self.assertIn("Firefly: order dvd from now on; `epimark sync` identifies 1 entry anew",
                      self.tool("order", "tvmaze:180", "dvd"))
        self.assertIn("order dvd already", self.tool("order", "--last", "dvd"))
        self.assertIn("Firefly: order dvd, as you said", self.tool("order", "--last"))
        self.tool("sync")
        self.assertEqual(self.places(self.state()["marks"]), [("Firefly", 1, 11, 1)])
        self.assertIn("Firefly: order taken back", self.tool("undo"))
        self.tool("sync")
        self.assertEqual(self.places(self.state()["marks"]), [("Firefly", 1, 1, 1)])

    def test_an_order_that_no_catalogue_has_is_unsure(self):
        self.login("tvmaze")
        self.tool("order", "tvmaze:180", "regional")
        self.tool("mark", "--missing", "/tv/Firefly/Firefly.S01E01.mkv")
        self.run_tool("sync")
        self.assertEqual(self.state()["marks"], [])
        self.assertIn("no such number in the regional order", self.tool("queue"))
        # The answer holds, though it is in no such order.
        self.tool("fix", "1", "--series", "tvmaze:180")
        self.tool("sync")
        self.assertEqual(self.places(self.state()["marks"]), [("Firefly", 1, 1, 1)])
        self.tool("undo", "Firefly", "1x01")
        self.assertIn("did you mean 'dvd'?", self.tool("order", "Firefly", "dvdd", status=USAGE))
        self.assertIn("one of: auto|aired|dvd", self.tool("order", "Firefly", "zz", status=USAGE))
        self.assertIn("missing", self.tool("order", status=USAGE))
        self.assertIn("did you mean 'alternate'?", self.tool(
            "fix", "1", "--series", "Firefly", "--order", "alternative", status=USAGE))

    def test_a_dvd_number_that_is_two_episodes_is_two_rows(self):
        name = "/tv/My Name Is Earl/My.Name.Is.Earl.S03E01.mkv"
        for services in (("tvmaze", "tvdb"), ("tvmaze",)):
            with self.subTest(services=services):
                self.setUp()
                self.login(*services)
                dvd = ("--set", "order=dvd")
                answer = self.json(*dvd, "match", name)
                self.assertEqual([(e["season"], e["number"]) for e in answer["episodes"]],
                                 [(3, 1), (3, 2)])
                self.assertIn("2 episodes have that number", answer["reason"])
                self.tool(*dvd, "mark", "--missing", name)
                self.tool(*dvd, "sync")

                def marks():
                    return sorted((m["season"], m["number"]) for m in self.state()["marks"])

                self.assertEqual(marks(), [(3, 1), (3, 2)])
                self.assertEqual(len(self.json("history", "--json")), 2)
                self.assertIn("already", self.tool(*dvd, "mark", "--missing", name))
                self.tool(*dvd, "sync")
                self.assertEqual(len(self.json("history", "--json")), 2)
                # Each can be taken back by itself.
                self.tool(*dvd, "undo")
                self.tool(*dvd, "sync")
                self.assertEqual(marks(), [(3, 1)])
                # In the aired order the number is that of one.
                self.tool(*dvd, "mark", "--missing", name.replace("E01", "E06"))
                self.tool(*dvd, "sync")
                self.assertEqual(marks(), [(3, 1), (3, 7), (3, 8)])
                self.tool("order", "My Name Is Earl", "aired")
                self.tool(*dvd, "sync")
                self.assertEqual(marks(), [(3, 1), (3, 6)])

    def test_an_anime_list_says_where_numbers_are(self):
        self.login("tvmaze")
        place = self.write("anime list.xml",
                           '<anime-list><anime anidbid="1" tvdbid="78857" defaulttvdbseason="2"'
                           ' episodeoffset="-1"><name>Naruto</name></anime></anime-list>')
        given = ("--set", f"anime_list={place}")
        name = "/tv/[Grp] Naruto - 04 [720p].mkv"
        self.assertEqual(self.json("match", name)["episodes"][0]["season"], 1)
        answer = self.json(*given, "match", name)
        self.assertEqual((answer["episodes"][0]["season"], answer["episodes"][0]["number"]), (2, 3))
        self.assertIn("2x03 by the anime list", answer["reason"])
        self.tool("mark", "--missing", name)
        self.write("anime list.xml", "<anime-list>\n<anime></name>")
        for wrong, words in ((place, "line 2: mismatched tag"), (self.home, "is a folder"),
                             ("/dev/null", "is not a regular file"),
                             ("/nowhere/list.xml", "cannot be read: No such file")):
            done = self.run_tool("--set", f"anime_list={wrong}", "sync")
            self.assertEqual(done.returncode, FAILED)
            self.assertIn(words, done.stdout.decode())
            self.assertEqual(done.stdout.count(b"\n"), 1)
            self.assertEqual(self.state()["marks"], [])
        self.assertIn("anime_list: ", self.tool("queue"))

    def test_fix_says_the_order_and_by_how_much_numbers_move(self):
        self.login("tvmaze")
        path = "/tv/Serenity crew/Serenity.crew.S02E05.mkv"
        self.assertIn("is Firefly (2002) from now on, with season -1 and episode -4\n", self.tool(
            "fix", path, "--series", "tvmaze:180", "--season", "1", "--episode", "1", "--folder",
            "--order", "dvd"))
        answer = self.json("match", path)["episodes"][0]
        self.assertEqual((answer["season"], answer["number"]), (1, 11))
        answer = self.json("match", path.replace("E05", "E06"))["episodes"][0]
        self.assertEqual((answer["season"], answer["number"]), (1, 1))
        self.assertIn("order taken back", self.tool("undo", path))
        self.assertIn("choice taken back", self.tool("undo", path))

    def test_zero_takes_a_rating_back(self):
        self.login("trakt")
        self.tool("rate", "3", "--missing", BREAKING_BAD)
        self.tool("sync")
        self.tool("rate", "0", "--missing", BREAKING_BAD)
        self.tool("sync")
        self.assertEqual(self.state()["ratings"], [])

    def test_fix_of_an_episode_is_of_its_file(self):
        self.login("tvmaze")
        files = [BREAKING_BAD, BREAKING_BAD.replace("E02", "E03")]
        self.tool("mark", "--missing", files[0])
        self.tool("mark", "--missing", files[1])
        self.tool("sync")
        self.assertIn("this file is Breaking Bad 1x05 from now on", self.tool(
            "fix", files[1], "--series", "tvmaze:169", "--episode", "5"))
        self.tool("sync")
        self.assertEqual(sorted(self.places(self.state()["marks"])),
                         [("Breaking Bad", 1, 2, 1), ("Breaking Bad", 1, 5, 1)])
        answer = self.json("match", BREAKING_BAD.replace("E02", "E04"))
        self.assertEqual(answer["episodes"][0]["number"], 4)
        self.assertIn("1x05", self.tool("why", files[1]))
        # Of a file of two it is said of the row.
        both = "/tv/Firefly/Firefly.S01E01E02.mkv"
        self.tool("mark", "--missing", both)
        self.assertIn("this file is Firefly 2x04", self.tool(
            "fix", "--last", "--series", "tvmaze:180", "--season", "2", "--episode", "5"))
        self.assertIn("this file is Firefly 2x01", self.tool(
            "fix", both, "--series", "tvmaze:180", "--season", "2"))

    def test_fix_is_remembered_for_the_folder(self):
        self.login("tvmaze")
        self.tool("mark", "--missing", "/tv/Lost/Lost.S01E02.mkv")
        self.run_tool("sync")
        self.tool("fix", str(self.entry()["id"]), "--series", "tvmaze:169", "--episode", "3",
                  "--folder")
        self.tool("sync")
        self.assertEqual(self.places(self.state()["marks"]), [("Breaking Bad", 1, 3, 1)])
        answer = self.json("match", "/tv/Lost/Lost.S01E04.mkv")
        self.assertEqual((answer["series"]["tvmaze"], answer["episodes"][0]["number"]), (169, 5))
        self.assertIn("no catalogue", self.tool("fix", "1", "--series", "tvmaze:999999999",
                                                status=FAILED))

    def test_fix_says_what_a_file_is_not(self):
        self.login("tvmaze")
        path, next_one = BREAKING_BAD, BREAKING_BAD.replace("E02", "E03")
        self.tool("mark", "--missing", path)
        self.tool("sync")
        self.assertEqual(self.places(self.state()["marks"]), [("Breaking Bad", 1, 2, 1)])
        self.assertIn("Breaking Bad 1x02: no episode, left alone from now on; `epimark sync`",
                      self.tool("fix", path, "--leave"))
        self.tool("sync")
        self.assertEqual(self.state()["marks"], [])
        self.assertEqual(self.json("match", path, status=FAILED)["reason"],
                         "not an episode, as you said")
        self.assertEqual(self.json("match", next_one)["series"]["title"], "Breaking Bad")
        self.assertNotIn("Breaking", self.tool("pending"))
        self.assertIn("Breaking Bad 1x02: “no episode” taken back", self.tool("undo", path))
        self.tool("sync")
        self.assertEqual(self.places(self.state()["marks"]), [("Breaking Bad", 1, 2, 1)])
        self.assertIn("“Breaking Bad” in this folder is none of the series that come close",
                      self.tool("fix", path, "--none"))
        self.run_tool("sync")
        self.assertEqual(self.state()["marks"], [])
        self.assertIn("none of the series", self.tool("why", next_one))
        self.assertIn("“none of these” taken back", self.tool("undo", path))
        self.tool("fix", path, "--none", "--leave", status=USAGE)
        self.tool("fix", path, "--none", "--series", "Lost", status=USAGE)
        self.tool("fix", "/tv/video.mkv", "--leave", status=FAILED)

    def test_what_was_said_of_a_file_is_forgotten(self):
        path = "/tv/Never/Never.Seen.S01E02.mkv"
        self.tool("fix", path, "--leave")
        self.assertIn("What you said of this file would be erased",
                      self.run_tool("forget", path).stdout.decode())
        self.assertEqual(self.json("match", path, status=FAILED)["reason"],
                         "not an episode, as you said")
        self.assertEqual(self.tool("forget", path, "--yes"),
                         "what you said of this file is erased\n")
        self.assertNotIn("as you said", self.json("match", path, status=FAILED)["reason"])
        self.assertIn("has nothing of", self.tool("forget", path, "--yes", status=FAILED))
        self.tool("fix", path, "--series", "tvmaze:169")
        self.tool("undo", path)  # its name stays until it is forgotten
        self.assertEqual(self.tool("forget", path, "--yes"),
                         "what you said of this file is erased\n")
        with open(os.path.join(self.home, "data/epimark/journal.db"), "rb") as journal:
            self.assertNotIn(b"Never.Seen", journal.read())

    def test_fix_takes_a_title_or_an_id_of_imdb(self):
        lost = "/tv/Lost/Lost.S01E02.mkv"
        self.assertIn("Breaking Bad", self.tool("fix", lost, "--series", "imdb:tt0903747"))
        self.assertEqual(self.json("match", lost)["series"]["tvmaze"], 169)
        self.tool("undo", lost)
        self.assertIn("Breaking Bad", self.tool("fix", lost, "--series", "breaking bad"))
        self.assertEqual(self.json("match", lost)["series"]["tvmaze"], 169)
        several = self.tool("fix", lost, "--series", "House of Cards", status=FAILED)
        self.assertRegex(several, r"several series have the title .*\(1990, GB\) tv\w+:\d+, ")
        self.assertIn("House of Cards",
                      self.tool("fix", lost, "--series", "House of Cards (1990)"))
        self.assertIn("no catalogue knows",
                      self.tool("fix", lost, "--series", "zzyzx unheard of", status=FAILED))

    def test_fix_says_what_a_name_does_not(self):
        self.login("tvmaze")
        video = "/tv/video.mkv"
        self.assertIn("fix FILE", self.tool("mark", "--missing", video, status=FAILED))
        self.assertIn("--episode",
                      self.tool("fix", video, "--series", "tvmaze:169", status=FAILED))
        self.assertIn("this file is Breaking Bad 1x04", self.tool(
            "fix", video, "--series", "tvmaze:169", "--season", "1", "--episode", "4"))
        self.assertEqual(self.json("match", "/else/video.mkv")["episodes"][0]["number"], 4)
        self.tool("mark", "--missing", video)
        self.tool("sync")
        self.assertEqual(self.places(self.state()["marks"]), [("Breaking Bad", 1, 4, 1)])
        self.tool("fix", video, "--series", "tvmaze:169", "--season", "2", "--episode", "1")
        self.tool("sync")
        self.assertEqual(self.places(self.state()["marks"]), [("Breaking Bad", 2, 1, 1)])
        self.json("match", "/tv/other video.mkv", status=FAILED)

    def test_undo_takes_a_fix_back_and_what_it_sent(self):
        self.login("tvmaze")
        self.tool("mark", "--missing", BREAKING_BAD)
        self.tool("sync")
        self.assertEqual(self.places(self.state()["marks"]), [("Breaking Bad", 1, 2, 1)])
        self.tool("fix", BREAKING_BAD, "--series", "tvmaze:169", "--episode", "3")
        self.tool("sync")
        self.assertEqual(self.places(self.state()["marks"]), [("Breaking Bad", 1, 3, 1)])
        self.assertIn("Breaking Bad: choice taken back", self.tool("undo", BREAKING_BAD))
        self.tool("sync")
        self.assertEqual(self.places(self.state()["marks"]), [("Breaking Bad", 1, 2, 1)])

    def leftovers(self, text):
        """The files of the journal that still have these bytes."""
        folder = os.path.join(self.home, "data/epimark")
        found = []
        for name in os.listdir(folder):
            with open(os.path.join(folder, name), "rb") as file:
                if text in file.read():
                    found.append(name)
        return found

    def test_forget_erases_a_series_for_good(self):
        self.login("tvmaze")
        self.tool("mark", "--missing", BREAKING_BAD)
        self.tool("mark", "--missing", "/tv/Lost/Lost.S01E02.mkv")
        self.run_tool("sync")
        self.assertTrue(self.leftovers(b"Breaking"))
        asked = self.run_tool("forget", "breaking bad")
        self.assertEqual(asked.returncode, FAILED)
        self.assertIn(b"1 entry would be erased", asked.stdout)
        self.assertIn(b"Services keep what they have: TVmaze: 1 mark", asked.stdout)
        self.assertEqual(len(self.json("history", "--json")), 2)
        self.assertIn("1 entry erased; still there: TVmaze: 1 mark",
                      self.tool("forget", "breaking bad", "--yes"))
        self.assertEqual(self.leftovers(b"Breaking"), [])
        self.assertEqual(len(self.json("history", "--json")), 1)
        self.assertIn(("Breaking Bad", 1, 2, 1), self.places(self.state()["marks"]))
        self.assertIn("nothing of", self.tool("forget", BREAKING_BAD, "--yes", status=FAILED))
        self.assertIn("YYYY-MM-DD", self.tool("forget", "--before", "today", status=USAGE))
        self.assertIn("missing", self.tool("forget", status=USAGE))
        self.tool("forget", "--before", "2001-01-01", "--yes")
        self.assertEqual(len(self.json("history", "--json")), 1)
        self.tool("forget", "--before", "2100-01-01", "--yes")
        self.assertEqual(self.json("history", "--json"), [])

    def test_forget_takes_it_back_there_first(self):
        self.login("tvmaze")
        self.tool("mark", "--missing", BREAKING_BAD)
        self.tool("sync")
        self.assertIn("1 entry erased\n", self.tool("forget", "1", "--there", "--yes"))
        self.assertEqual(self.state()["marks"], [])
        self.assertEqual(self.leftovers(b"Breaking"), [])
        self.tool("mark", "--missing", BREAKING_BAD)
        self.tool("sync")
        self.standin.terminate()
        self.standin.wait()
        row = str(self.entry()["id"])
        self.assertIn("nothing is erased yet",
                      self.tool("forget", row, "--there", "--yes", status=FAILED))
        self.assertEqual(len(self.json("history", "--json")), 1)

    def test_a_file_here_is_the_same_as_by_its_whole_path(self):
        name = "06 - Crazy Handful of Nothin'.mkv"
        whole = self.write(f"tv/Breaking Bad/Season 1/{name}", "")
        folder = os.path.dirname(whole)
        wanted = self.json("match", whole)
        self.assertEqual(wanted["episodes"][0]["number"], 6)
        for given in (name, f"./{name}", f"../Season 1/{name}"):
            for done in (
                    subprocess.run([TOOL, "match", given], cwd=folder, env=self.env, check=True,
                                   capture_output=True, timeout=60),
                    subprocess.run([TOOL, "match", "-"], cwd=folder, env=self.env, check=True,
                                   capture_output=True, timeout=60, input=given.encode())):
                answer = json.loads(done.stdout)
                self.assertEqual(answer["input"], given)
                self.assertEqual(answer["episodes"], wanted["episodes"])
            done = subprocess.run([TOOL, "parse", given], cwd=folder, env=self.env, check=True,
                                  capture_output=True, timeout=60)
            self.assertEqual(json.loads(done.stdout)["title"], "Breaking Bad")
        done = subprocess.run([TOOL, "parse", "--explain", name], cwd=folder, env=self.env,
                              check=True, capture_output=True, timeout=60)
        self.assertRegex(done.stdout.decode(), r"(?m)^Breaking +title")
        # What is no file here is only a name.
        self.assertNotIn("Breaking", self.tool("parse", "06 - Nothing.mkv"))

    def test_what_is_excluded_is_not_looked_up(self):
        before = self.state()["requests"]
        answer = self.json("--set", "ignore=/tv/Breaking Bad", "match", BREAKING_BAD, status=FAILED)
        self.assertIn("ignore= or only= excludes", answer["reason"])
        answer = self.json("--set", "only=/elsewhere", "match", BREAKING_BAD, status=FAILED)
        self.assertIn("ignore= or only= excludes", answer["reason"])
        self.assertEqual(self.state()["requests"], before)

    def test_pending_lists_each_question_once(self):
        self.assertIn("Nothing is unsure", self.tool("pending"))
        self.assertEqual(self.json("pending", "--json"), [])
        for number in (1, 2):
            self.tool("mark", "--missing", f"/tv/Cards/House.of.Cards.S01E0{number}.mkv")
        self.tool("mark", "--missing", "/tv/Zzyzx/Zzyzx Unheard Of S01E01.mkv")
        self.run_tool("sync")
        found = self.json("pending", "--json")
        self.assertEqual([(q["row"], q["title"], q["folder"], q["waiting"]) for q in found],
                         [(2, "House of Cards", "/tv/Cards/", 2)])
        candidates = found[0]["candidates"]
        self.assertEqual({c["year"] for c in candidates[:2]}, {1990, 2013})
        self.assertEqual(candidates[0]["episode"]["number"], 2)
        text = self.tool("pending")
        self.assertIn("row 2, /tv/Cards/House.of.Cards.S01E02.mkv and 1 more: 2 series", text)
        self.assertRegex(text, r"\n   1  House of Cards \(1990, GB\)  \d\d %  tv\w+:\d+ +1x02 ")
        self.assertIn("At a terminal", text)

    def test_the_queue_shows_a_page(self):
        self.tool("mark", "--force", "Unheard Of", "1x01-1x21")
        page = self.tool("queue").splitlines()
        self.assertIn("Unheard Of S01E21", page[0])
        self.assertIn("Unheard Of S01E02", page[19])
        self.assertEqual(page[20:], ["20 shown, more are waiting: `epimark queue --limit N` "
                                     "shows N of them."])
        self.assertEqual(len(self.tool("queue", "--limit", "21").splitlines()), 21)
        self.assertEqual(len(self.json("queue", "--json")), 21)
        self.assertEqual(len(self.json("queue", "--json", "--limit", "2")), 2)
        self.assertIn("invalid value '0'", self.tool("queue", "--limit", "0", status=USAGE))
        self.assertIn("for the list only", self.tool("queue", "retry", "--limit", "3",
                                                     status=USAGE))

    def test_the_queue_tells_how_a_series_is_said(self):
        self.tool("mark", "--missing", "/tv/House.of.Cards.S01E02.mkv")
        self.assertNotIn("epimark fix", self.tool("queue"))
        self.run_tool("sync")
        self.assertEqual([(d["kind"], d["state"]) for d in self.json("queue", "--json")],
                         [("identify", "held")])
        self.assertIn("`epimark fix 1 --series", self.tool("queue"))

    def test_a_dead_network_keeps_everything(self):
        self.login("tvmaze")
        self.standin.terminate()
        self.standin.wait()
        self.tool("mark", "--missing", BREAKING_BAD)
        done = self.run_tool("sync")
        self.assertEqual(done.returncode, FAILED)
        self.assertRegex(done.stdout, rb"1 waiting: Breaking Bad 1x02 not identified: "
                                      rb".*127\.0\.0\.1.*; looked up again in 1 min\n$")
        self.assertEqual([d["kind"] for d in self.json("queue", "--json")], ["identify"])

    def test_a_path_cannot_move_the_cursor(self):
        self.tool("mark", "--missing", "/tv/Some\033[2J\u009b1mShow.S01E02.mkv")
        for text in (self.tool("history"), self.tool("queue")):
            self.assertNotIn("\033", text)
            self.assertNotIn("\u009b", text)
        self.assertEqual(self.entry()["id"], 1)

    def test_limit(self):
        for number in range(1, 4):
            self.tool("mark", "--missing", f"/tv/Breaking.Bad.S01E0{number}.mkv")
        self.assertEqual(len(self.json("history", "--json", "--limit", "2")), 2)
        self.assertEqual([e["id"] for e in self.json("history", "--json")], [3, 2, 1])


class Interrupted(Served):
    def test_ctrl_c_ends_a_request_that_hangs(self):
        faults = self.write("faults.jsonl",
                            '{"match":"GET /tvmaze/search/*","nth":0,"do":"stall"}\n')
        port_file = os.path.join(self.home, "port2")
        with subprocess.Popen([STANDIN, "--port-file", port_file, "--faults", faults, "--log",
                               os.path.join(self.home, "log")],
                              stdout=subprocess.DEVNULL) as standin:
            end = time.monotonic() + 30
            while not os.path.exists(port_file):
                self.assertLess(time.monotonic(), end)
                select.select([], [], [], 0.02)
            with open(port_file, encoding="ascii") as file:
                url = f"tvmaze_url=http://127.0.0.1:{int(file.read())}/tvmaze"
            with subprocess.Popen([TOOL, "--set", url, "match", BREAKING_BAD], env=self.env,
                                  stdout=subprocess.PIPE) as process:
                self.wait_for_request(os.path.join(self.home, "log"), "/search/")
                process.send_signal(signal.SIGINT)
                answer = json.loads(process.communicate(timeout=20)[0])
                self.assertEqual(process.returncode, FAILED)
            standin.terminate()
        self.assertIsNone(answer["series"])

    def test_ctrl_c_in_the_instant_before_it_waits_for_a_line(self):
        env = self.env | preloading("libinterrupting.so")
        for arguments, said in ((("match", "-"), b""),
                                (("login", "tvmaze"), b"epimark: stopped; nothing was changed\n")):
            with subprocess.Popen([TOOL, *arguments], env=env, stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
                try:
                    process.wait(timeout=60)
                except subprocess.TimeoutExpired:
                    process.kill()
                    self.fail(f"{arguments} waits on")
                self.assertEqual(process.returncode, FAILED)
                self.assertEqual(process.stderr.read(), said)


if __name__ == "__main__":
    unittest.main(verbosity=2)
