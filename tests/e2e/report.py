# SPDX-License-Identifier: MIT
"""A report in a real browser: it says nothing, asks for nothing, fits a phone and a desktop, and
is the same without scripts."""

import os
import re
import subprocess
import sys
import tempfile
import unittest

import browser
import years

TOOL = os.path.join(os.environ["EPIMARK_BUILD"], "epimark")
WIDTHS = (390, 1440)


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="epimark-report-")
        cls.addClassCleanup(folder.cleanup)
        cls.env = {"PATH": os.environ["PATH"], "HOME": folder.name, "LC_ALL": "C.UTF-8",
                   "TZ": "Europe/Berlin", "XDG_DATA_HOME": os.path.join(folder.name, "data")}
        cls.folder = folder.name
        cls.empty = cls.make("empty")
        years.make(TOOL, cls.env)
        cls.all = cls.make("all")
        cls.year = cls.make("year", "--year", "2025")
        cls.series = cls.make("series", "--series", years.HOSTILE)
        cls.private = cls.make("private", "--private")
        cls.browser = browser.Browser()
        cls.browser.__enter__()
        cls.addClassCleanup(cls.browser.__exit__)

    @classmethod
    def make(cls, name, *arguments):
        path = os.path.join(cls.folder, name + ".html")
        subprocess.run([TOOL, "report", *arguments, path], env=cls.env, check=True,
                       capture_output=True)
        return path

    def test_it_says_and_asks_for_nothing(self):
        for path in (self.empty, self.all, self.year, self.series, self.private):
            self.browser.show(path, 1440)
            self.assertEqual(self.browser.said(), [])
            self.assertEqual(self.browser.asked(), ["file://" + path])
            self.assertEqual(self.browser.run("document.scripts.length"), 0)
            self.assertEqual(self.browser.run("document.compatMode"), "CSS1Compat")

    def test_it_may_not_ask_either(self):
        """What a title could bring in if it were not escaped would be refused."""
        self.browser.show(self.year, 1440)
        self.browser.run("document.body.append(Object.assign(document.createElement('img'), "
                         "{src: 'http://127.0.0.1:9/x.png'}))")
        self.assertIn("Content Security Policy", str(self.browser.said()))

    def test_titles_are_text(self):
        self.browser.show(self.series, 390)
        wanted = re.sub("[\u202a-\u202e\u2066-\u2069]", "", years.HOSTILE)
        self.assertEqual(self.browser.run("document.querySelector('h1').textContent"), wanted)
        self.assertEqual(self.browser.run("document.title"), wanted)

    def test_it_fits(self):
        """Nothing has to be moved sideways, also with everything unfolded."""
        for path in (self.empty, self.all, self.year, self.series):
            for width in WIDTHS:
                self.browser.show(path, width)
                self.browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
                self.assertEqual(self.browser.run("document.documentElement.scrollWidth"), width)

    def test_small_text_is_no_smaller_than_it_may_be(self):
        self.browser.show(self.year, 390)
        smallest = self.browser.run(
            "Math.min(...[...document.querySelectorAll('body *:not(svg *)')].filter(e => "
            "e.innerText).map(e => parseFloat(getComputedStyle(e).fontSize)))")
        self.assertGreaterEqual(smallest, 13)

    def test_it_is_dark_in_the_dark(self):
        def light_of():
            colour = self.browser.run("getComputedStyle(document.body).backgroundColor")
            return sum(map(int, re.findall(r"\d+", colour)[:3])) / 3

        self.browser.show(self.year, 1440)
        self.assertGreater(light_of(), 200)
        self.browser.show(self.year, 1440, dark=True)
        self.assertLess(light_of(), 60)

    def test_it_is_the_same_without_scripts(self):
        pictures = []
        for script in (True, False):
            self.browser.show(self.year, 390, script=script)
            pictures.append(os.path.join(self.folder, f"{script}.png"))
            self.browser.picture(pictures[-1])
        with open(pictures[0], "rb") as one, open(pictures[1], "rb") as other:
            self.assertEqual(one.read(), other.read())

    def test_a_screen_reader_has_all(self):
        """Headings in their order, a name for each picture and table, a head for each cell."""
        self.browser.show(self.year, 1440)
        self.browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
        nodes = self.browser.call("Accessibility.getFullAXTree")["nodes"]
        found = {}
        for node in nodes:
            if not node.get("ignored"):
                found.setdefault(node["role"]["value"], []).append(
                    node.get("name", {}).get("value", ""))
        headings = self.browser.run("[...document.querySelectorAll('h1,h2,h3')]"
                                    ".map(h => h.tagName).join(' ')")
        self.assertTrue(headings.startswith("H1 H2"), headings)
        self.assertEqual(headings.count("H1"), 1)
        self.assertEqual(len(found["image"]), 13)  # twelve months, and the hours
        self.assertRegex("\n".join(found["image"]),
                         r"(?m)^January 2025: \d+ watched on \d+ days?$")
        for role in ("image", "table", "heading", "region", "columnheader", "rowheader"):
            self.assertTrue(all(found[role]), role)


if __name__ == "__main__":
    if not browser.PROGRAM:
        print("skipped: there is no Chromium")
        sys.exit(77)
    unittest.main()
