# SPDX-License-Identifier: MIT
"""What stands on screen in another language than English: German, by the option and by the
environment, titles from right to left, and a language of no country (tests/doubles/pseudo.py) that
shows what does not come from the tables or has no room. The log is English throughout. The pictures
lie in the test's folder."""

import os
import re
import subprocess

import legible
import picture
import stage

ALL = "--msg-level=cplayer=trace,epimark=v"
SHTISEL = "שטיסל"

# What any language leaves as it is: commands, keys, names of services, places.
KEPT = re.compile(r"\u2068[^\u2069]*\u2069|`[^`]*`|epimark l\w*( \w+)?|\.?epimark\b|"
                  r"TVmaze|Trakt|Esc|Enter|Ctrl|Alt|\d+x\d+|tv(db|maze):ID|imdb:ttID|"
                  r"[~/][\w./-]*|Utopia|\b[A-Z]{2}\b")


class Languages(legible.Scenes):
    def start(self, name, size="1280x720", **options):
        """A player in a window of that size, over a dark picture."""
        self.open_screen(size)
        self.start_standin()
        self.set_options(**options)
        path = self.scene(name, legible.DARK)
        self.bare_shot = self.bare(path)
        player = self.show(path, ALL)
        player.said("read as")
        return player

    def shown(self, name):
        """A picture with a panel on it, all of which is within the window, and all text in it."""
        shot = self.shot_when(name, lambda now: picture.differing(
            self.bare_shot, now, self.size + "+0+0") > 1000)
        panel = legible.Drawn(self.bare_shot, shot, self.size)
        box = subprocess.run(
            ["convert", shot, "-colorspace", "gray", "-threshold", "60%", "-format", "%@", "info:"],
            capture_output=True, text=True, check=True).stdout
        wide, high, left, top = (int(n) for n in re.findall(r"\d+", box))
        width, height = (int(n) for n in self.size.split("x"))
        edge = 0.005 * height
        self.assertGreater(left, panel.left * width + edge, name)
        self.assertLess(left + wide, panel.right * width - edge, name)
        self.assertGreater(top, panel.top * height, name)
        self.assertLess(top + high, panel.bottom * height, name)
        self.assertLess(panel.right, 0.999, name)
        self.assertLess(panel.bottom, 0.999, name)
        return shot

    def go_through(self, player):
        """Opens all that there is to see, each with its picture."""
        player.said("to choose)")
        self.shown("question")
        player.press("Ctrl+e")
        player.said("2 Utopia")
        self.shown("list")
        player.press("s")
        self.shown("line")
        player.press("ESC")
        player.wait_keys("type", False)
        since = player.said_count()
        player.press("Ctrl+8")
        player.said("rated 8 of 10", since)
        self.shown("rated")
        player.command("script-message-to", "epimark", "status")
        player.said("unsure which one it is", since)
        player.press("Alt+e")
        player.said("menu: ", since)
        self.shown("menu")
        for _ in range(2):
            player.press("UP")
        player.press("ENTER")
        self.shown("accounts")
        player.press("ESC")
        player.press("ESC")
        player.wait_keys("menu-", False)
        player.command("script-message-to", "epimark", "rate", "99")
        player.said("invalid number \"99\" for rate", since)
        player.command("script-message-to", "epimark", "undo")
        player.said("rating taken back", since)
        player.command("script-message-to", "epimark", "toggle")
        player.said("private mode on: nothing is looked up or written", since)
        self.shown("private")

    def test_german(self):
        player = self.start("Utopia.S01E01.mkv", osd_language="de")
        self.go_through(player)
        player.quit()
        drawn = "\n".join(player.drawn())
        for text in ("Welche Serie ist „Utopia“?", " zum Wählen", "keine davon",
                     "imdb:ttID eingeben", "mit 8 von 10 bewertet", "unsicher, welche es ist",
                     "Als gesehen markieren", "Konten", "ungültige Zahl „99“", "epimark: privat",
                     "Bewertung zurückgenommen", "Privatmodus an: nichts wird nachgeschlagen"):
            self.assertIn(text, drawn)
        self.assertNotIn("rated", drawn)
        self.assertNotIn("bewertet", "\n".join(player.log()))

    def rated(self, wanted):
        """What a rating says on screen, without a window."""
        player = self.play(self.clip("Firefly.S01E02.mkv"), args=[ALL])
        player.said("read as")
        player.press("Ctrl+8")
        player.said("Firefly 1x02: rated 8 of 10")
        player.quit()
        self.assertIn(wanted, "\n".join(player.drawn()))
        return player

    def test_the_language_of_the_environment(self):
        del self.env["LC_ALL"]
        self.env["LANG"] = "de_DE.UTF-8"
        self.rated("mit 8 von 10 bewertet")

    def test_a_language_that_is_not_there(self):
        self.env["LC_ALL"] = "de_DE.UTF-8"
        self.set_options(osd_language="fr")
        player = self.rated("rated 8 of 10")
        player.said('unknown language "fr" for osd_language; expected one of: en de')

    def test_a_title_from_right_to_left(self):
        player = self.start(f"{SHTISEL}.S01E02.mkv", osd_language="de")
        player.press("Ctrl+8")
        player.said(f"{SHTISEL} 1x02: rated 8 of 10")
        self.shown("rated")
        player.press("Alt+e")
        player.said("menu: ")
        self.shown("menu")
        player.quit()
        drawn = player.drawn()
        self.assertIn(f"\u2068{SHTISEL}\u2069 1x02", "".join(drawn))
        self.assertIn(f"\u2068{SHTISEL}\u2069 1x02", [text for text in drawn if text][-1])
        self.assertNotIn("\u2068", "".join(player.log()))

    def all_from_tables(self, size):
        plugin = os.path.join(self.config, "scripts", "epimark.so")
        os.remove(plugin)
        os.symlink(os.path.join(stage.BUILD, "tests", "doubles", "epimark.so"), plugin)
        player = self.start("Utopia.S01E01.mkv", size, osd_language="xx")
        self.go_through(player)
        player.quit()
        drawn = player.drawn()
        self.assertTrue(any("נאמהנא" in text or "日" in text for text in drawn))
        for text in drawn:
            left = re.search("[A-Za-z]{2,}", KEPT.sub("", text))
            self.assertIsNone(left, text)

    def test_all_comes_from_the_tables_in_a_small_window(self):
        self.all_from_tables("640x360")

    def test_all_comes_from_the_tables(self):
        self.all_from_tables("1280x720")


if __name__ == "__main__":
    stage.main()
