# SPDX-License-Identifier: MIT
"""`epimark report`: the file that it writes and what is in it, without a browser.

Run as: test_cli_report.py BUILD [unittest arguments]."""

import html.parser
import os
import pty
import re
import stat
import subprocess
import sys
import unittest

from test_cli import DONE, FAILED, TOOL, USAGE, Home

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "e2e"))
import years  # noqa: E402  pylint: disable=wrong-import-position

MARK = "<!DOCTYPE html>\n<!-- epimark report -->\n"
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(html.parser.HTMLParser):
    """Its elements: each is closed by its own end, and none is what a report never has."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.attributes, self.texts = [], [], [], []
        self.feed(text)
        self.close()
        assert self.open == [], self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open, self.getpos())
        self.open.pop()

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))


class Report(Home):
    def setUp(self):
        super().setUp()
        self.folder = os.path.join(self.home, "here")
        os.mkdir(self.folder)

    def fill(self):
        years.make(TOOL, self.env)

    def report(self, *arguments, status=DONE):
        done = self.run_tool("report", *arguments, cwd=self.folder)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stderr.decode() if status else done.stdout.decode()

    def at_terminal(self, *arguments):
        """What stands on a terminal of it."""
        master, terminal = pty.openpty()
        with subprocess.Popen([TOOL, "report", *arguments], env=self.env, cwd=self.folder,
                              stdin=subprocess.DEVNULL, stdout=terminal,
                              stderr=subprocess.STDOUT) as process:
            os.close(terminal)
            text = b""
            while True:
                try:
                    more = os.read(master, 65536)
                except OSError:  # its end
                    break
                if not more:
                    break
                text += more
            os.close(master)
            self.assertEqual(process.wait(60), DONE, text)
        return text.decode().replace("\r\n", "\n")

    def read(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8") as file:
            return file.read()

    def test_an_empty_journal_says_so(self):
        text = self.report()
        self.assertTrue(text.startswith(MARK))
        self.assertIn("Nothing yet.", text)
        Page(text)

    def test_a_name_is_chosen_at_a_terminal_only(self):
        for arguments, name in (
                ((), "epimark-report.html"), (("--year", "2025"), "epimark-2025.html"),
                (("--private",), "epimark-report-private.html"),
                (("--year", "2025", "--private"), "epimark-2025-private.html")):
            self.assertEqual(self.at_terminal(*arguments), f"Wrote {name}.\n")
            self.assertTrue(self.read(name).startswith(MARK))
            self.assertEqual(stat.S_IMODE(os.stat(os.path.join(self.folder, name)).st_mode), 0o600)
        self.assertTrue(self.at_terminal("-").startswith(MARK))
        before = sorted(os.listdir(self.folder))
        self.assertTrue(self.report().startswith(MARK))
        self.assertEqual(sorted(os.listdir(self.folder)), before)

    def test_the_name_of_a_series_is_one_of_a_file(self):
        self.fill()
        for series, name in (("La casa de papel", "la-casa-de-papel"), ("오징어 게임", "오징어-게임"),
                             (years.HOSTILE, None), ("tvmaze:101", "tvmaze-101")):
            said = self.at_terminal("--series", series)
            [found] = re.findall(r"Wrote (epimark-[^/]*\.html)\.", said.replace("\n", ""))
            if name:
                self.assertEqual(found, f"epimark-{name}.html")
            self.assertTrue(self.read(found).startswith(MARK))

    def test_another_file_is_not_replaced(self):
        path = os.path.join(self.folder, "mine.html")
        with open(path, "w", encoding="utf-8") as file:
            file.write("<!DOCTYPE html>\n<p>mine</p>\n")
        self.assertIn("mine.html exists and is not a report; name another file, or overwrite it "
                      "with --force", self.report("mine.html", status=FAILED))
        self.assertIn("<p>mine</p>", self.read("mine.html"))
        self.assertEqual(self.report("--force", "mine.html"), "Wrote mine.html.\n")
        self.assertEqual(self.report("mine.html"), "Wrote mine.html.\n")  # by now it is one
        self.assertEqual(os.listdir(self.folder), ["mine.html"])

    def test_what_is_no_file_is_left_alone(self):
        os.mkdir(os.path.join(self.folder, "folder"))
        os.symlink("folder", os.path.join(self.folder, "link"))
        os.mkfifo(os.path.join(self.folder, "pipe"))
        for name in ("folder", "link", "pipe"):
            self.assertIn(f"{name} is not a regular file", self.report("--force", name,
                                                                       status=FAILED))
        self.assertIn("cannot create none/report.html: No such file",
                      self.report("none/report.html", status=FAILED))

    def test_bad_usage(self):
        for arguments, why in ((("--year", "25x"), "invalid year '25x'; expected four digits"),
                               (("--year", "99999"), "invalid year"),
                               (("--json", "a.html"), "--json writes to standard output"),
                               (("a", "b"), "unexpected argument")):
            self.assertIn(why, self.report(*arguments, status=USAGE))
        self.assertIn("nothing of Firefly was watched", self.report("--series", "Firefly",
                                                                    status=FAILED))

    def test_a_page_needs_nothing_and_titles_are_text(self):
        self.fill()
        for arguments in ((), ("--year", "2025"), ("--series", years.HOSTILE)):
            text = self.report(*arguments)
            page = Page(text)
            self.assertFalse({"script", "link", "img", "iframe", "object", "form", "base", "a"} &
                             set(page.tags))
            self.assertFalse([name for name, _ in page.attributes
                              if name in ("src", "href", "srcset") or name.startswith("on")])
            self.assertNotRegex(text, r"url\(|@import|https?://")
            self.assertIsNone(BIDI.search(text))
            titles = {data for tag, data in page.texts if tag == "bdi"}
            self.assertIn(BIDI.sub("", years.HOSTILE), titles)
            self.assertIn(("dir", "auto"), page.attributes)
            self.assertIn(("lang", "en"), page.attributes)
            policy = dict(page.attributes)["content"]
            self.assertIn("default-src 'none'", text)
            self.assertTrue(policy)

    def test_all_scripts_are_there(self):
        self.fill()
        text = self.report()
        for title, *_ in years.SERIES[:12]:
            self.assertIn(f'<bdi dir="auto">{title}</bdi>', text)

    def test_private_has_no_titles(self):
        self.fill()
        for arguments in ((), ("--year", "2025"), ("--json",), ("--series", "Dark")):
            text = self.report("--private", *arguments)
            for title, *_ in years.SERIES + years.FILMS:
                if len(title) > 5 and title != years.HOSTILE:
                    self.assertNotIn(title, text)
            self.assertNotIn("alert(", text)
            self.assertIn("Series 1", text)

    def test_the_figures_are_those_of_the_history(self):
        self.fill()
        self.env["TZ"] = "Europe/Berlin"
        figures = self.json("report", "--json", "--year", "2025")
        history = self.json("history", "--json", "--since", "2025-01-01", "--until", "2025-12-31")
        watched = [entry for entry in history if entry["watched_at"]]
        self.assertEqual(figures["all"]["episodes"] + figures["all"]["films"], len(watched))
        self.assertEqual(sum(day["episodes"] + day["films"] for day in figures["days"]),
                         len(watched))
        self.assertEqual({row["series"]["title"] for row in figures["list"]},
                         {entry["series"]["title"] for entry in watched if entry["series"]})
        shown = self.report("--year", "2025")
        self.assertEqual(len(re.findall(r"<title>2025-", shown)), figures["all"]["days"])

    def test_what_cannot_be_written_is_said(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("there is no /dev/full")
        with open("/dev/full", "w", encoding="ascii") as full:
            done = subprocess.run([TOOL, "report"], env=self.env, stdout=full, check=False,
                                  stderr=subprocess.PIPE, timeout=60)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn(b"No space left", done.stderr)


if __name__ == "__main__":
    unittest.main()
