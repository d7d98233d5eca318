# SPDX-License-Identifier: MIT
"""The menu in a real window: its keys, which the player does not get, and the mouse; a tiny window,
odd titles and hasty keys. What all of it looks like is in gallery.py."""

import json
import os
import subprocess

import legible
import picture
import stage

FIRST, SECOND = "Firefly.S01E01.mkv", "Firefly.S01E02.mkv"


def gold(path, size):
    """Where the stars of a picture are that are filled: left, top, width and height; None if there
    are none."""
    done = subprocess.run(
        ["convert", path, "-fuzz", "12%", "-fill", "black", "+opaque", "#fabd2f", "-threshold",
         "20%", "-format", "%@", "info:"], capture_output=True, text=True, check=False)
    if not done.stdout or done.stdout.startswith((size, "0x0")):
        return None
    box, left, top = done.stdout.split("+")
    wide, high = box.split("x")
    return int(left), int(top), int(wide), int(high)


class Keys(legible.Scenes):
    size = "640x360"

    def setUp(self):
        super().setUp()
        self.start_standin()
        self.sign_in("tvmaze")
        self.open_screen(self.size)

    def said_next(self, player, key, text):
        """Presses a key, and waits for a line that follows, and until the menu shows that."""
        since = player.said_count()
        player.press(key)
        line = player.said(text, since)
        player.said("menu: ", player.output.lines.index(line, since))

    def start(self, *names):
        """A player with its menu open, a picture without and one with it."""
        paths = [self.scene(name, legible.DARK) for name in names]
        bare = self.bare(paths[0])
        player = self.show(*paths)
        player.said("Bushwhacked" if names[0] == SECOND else "read as")
        player.press("Alt+e")
        player.said("menu: ")
        shot = self.shot_when("menu", lambda shot: picture.differing(
            bare, shot, self.size + "+0+0") > 10000)
        return player, bare, shot

    def test_every_item(self):
        player, bare, shot = self.start(SECOND)
        self.said_next(player, "8", "rated 8 of 10")
        self.shot_when("rated", lambda now: gold(now, self.size) and not gold(shot, self.size))
        player.press("LEFT")
        player.press("LEFT")
        self.said_next(player, "ENTER", "rated 6 of 10")
        player.press("DOWN")
        self.said_next(player, "ENTER", "marked as watched")
        self.said_next(player, "ENTER", "watched taken back")
        for _ in range(4):
            player.press("DOWN")
        self.said_next(player, "ENTER", "8 of 10 stands again")
        player.press("DOWN")
        self.said_next(player, "ENTER", "private mode on: ")
        player.press("DOWN")
        self.said_next(player, "ENTER", "private mode on for 60 min")
        since = player.said_count()
        player.command("script-message-to", "epimark", "status")
        self.assertRegex(player.said("private mode is on", since), r" until \d\d:\d\d;")
        player.press("UP")
        self.said_next(player, "ENTER", "private mode off")
        player.press("UP")
        player.press("UP")
        for rows, line in ((0, "1 auto · now"), (3, "2 1x02 Bushwhacked · now"),
                           (2, "1 Firefly")):
            for _ in range(rows):
                player.press("DOWN")
            since = player.said_count()
            player.press("ENTER")
            player.said(line, since)  # the list takes the menu's place
            player.press("ESC")
            player.wait_keys("menu-", False)
            since = player.said_count()
            player.press("Alt+e")
            player.said("menu: ", since)
        player.press("ESC")
        player.wait_keys("menu-", False)
        player.quit()
        [entry] = self.history()
        self.assertEqual((entry["rating"], entry["state"]), (8, "rated"))

    def test_no_key_falls_through_and_it_goes(self):
        player, bare, _ = self.start(SECOND)
        for key in ("SPACE", "q", "m", "f", "Ctrl+5", "MBTN_LEFT_DBL", "PGUP", "F8", "p"):
            player.press(key)
        player.press("ESC")
        self.shot_when("closed", lambda shot: picture.differing(
            bare, shot, self.size + "+0+0") == 0)
        for name, value in (("pause", True), ("mute", False), ("fullscreen", False)):
            self.assertEqual(player.command("get_property", name), value)
        self.assertEqual(self.history(), [])
        player.press("m")  # the keys are the player's again
        player.wait_property("mute", lambda muted: muted is True)
        player.quit()

    def test_the_mouse(self):
        player, _, _ = self.start(SECOND)
        player.press("RIGHT")  # one star is filled
        shot = self.shot_when("star", lambda now: gold(now, self.size))
        left, top, _, high = gold(shot, self.size)
        player.command("mouse", left + 30, top + high // 2)
        self.shot_when("stars", lambda now: gold(now, self.size)[2] > 30)
        player.press("MBTN_LEFT")
        player.said("rated 3 of 10")
        player.command("mouse", left - 60, top + 22 + high // 2)  # below it is "Mark as watched"
        player.press("MBTN_LEFT")
        player.said("marked as watched")
        player.press("WHEEL_DOWN")
        player.press("MBTN_RIGHT")
        player.wait_keys("menu-", False)
        player.quit()

    def test_another_file_comes(self):
        """What is pressed while the file changes is for the one that is shown, whichever."""
        player, _, _ = self.start(FIRST, SECOND)
        player.command("playlist-next")
        player.press("7")
        line = player.said("rated 7 of 10")
        player.said("menu: Firefly 1x02")
        player.press("ESC")
        player.quit()
        [entry] = self.history()
        self.assertTrue(entry["path"].endswith(FIRST if " 1x01: " in line else SECOND))

    def test_the_window_can_be_closed(self):
        player, _, _ = self.start(SECOND)
        player.press("CLOSE_WIN")
        self.assertEqual(player.end(), 0)


class Odd(legible.Scenes):
    """A tiny window, hundreds of series, titles of 200 letters that mpv's font lacks, and keys
    while the file changes."""

    size = "160x120"
    titles = ("Echo", "Echo " + "田舎の" * 65, "Echo " + "مسلسل " * 33, "Echo " + "🜁" * 195)

    def write_catalogue(self):
        folder = os.path.join(self.folder, "catalogue")
        os.makedirs(folder)
        names = [self.titles[i % len(self.titles)] for i in range(500)]
        with open(os.path.join(folder, "shows.jsonl"), "w", encoding="utf-8") as shows, \
                open(os.path.join(folder, "anime.jsonl"), "w", encoding="utf-8"), \
                open(os.path.join(folder, "episodes.jsonl"), "w", encoding="utf-8") as episodes:
            for i, name in enumerate(names):
                shows.write(json.dumps({
                    "name": name, "tvmaze": 100 + i, "tvdb": 70100 + i, "year": 1500 + i,
                    "premiered": f"{1500 + i}-01-01", "country": "US", "language": "English",
                    "type": "Scripted", "imdb": f"tt{1000 + i:07}"}) + "\n")
                episodes.write(json.dumps({
                    "tvmaze_show": 100 + i, "tvdb_show": 70100 + i, "season": 1, "number": 2,
                    "name": name, "tvmaze_id": 10000 + i, "tvdb_id": 400000 + i,
                    "airdate": f"{1500 + i}-02-01"}) + "\n")
        return folder

    def test_nothing_breaks_and_nothing_wrong_is_rated(self):
        self.start_standin(catalogue=self.write_catalogue())
        self.sign_in("tvdb", "tvmaze")
        first = self.scene("Echo.S01E02.mkv", legible.LIGHT)
        long = self.scene("田舎" * 30 + ".S01E03.mkv", legible.BUSY)  # 180 bytes
        bare = self.bare(first)
        player = self.show(first, "--osd-font=DejaVu Sans Mono",
                           "--msg-level=osd/libass=no")  # it has not all letters
        player.command("loadfile", long, "append")
        player.said("to choose)")
        player.command("script-message-to", "epimark", "search", "Echo")
        player.said("20 Echo")
        whole = self.size + "+0+0"
        shot = self.shot_when("many", lambda now: picture.differing(bare, now, whole) > 3000)
        drawn = legible.Drawn(bare, shot, self.size)
        self.assertTrue(0 < drawn.left and drawn.right < 1 and drawn.bottom < 1)
        for key in ("RIGHT", "DOWN", "UP", "UP", "LEFT", "PGDWN", "WHEEL_DOWN") * 5:
            player.press(key)
        player.command("playlist-next")
        for key in ("2", "Ctrl+7", "Alt+e", "ENTER", "ESC", "Ctrl+e", "ESC"):
            player.press(key)
        said = player.said("rated 7 of 10")
        player.said("1x03: no catalogue knows")
        player.press("ESC")  # the one before may have come too early
        player.wait_keys("menu-", False)
        player.press("Ctrl+9")
        self.assertIn("田舎", player.said("rated 9 of 10"))
        self.shot_when("long", lambda now: picture.colours(now) > 1)
        self.assertEqual(player.quit(), 0)
        rated = {(entry["path"], entry["rating"]) for entry in self.history()}
        self.assertIn((long, 9), rated)
        if "Echo" in said:
            self.assertIn((first, 7), rated)
        self.assertEqual({path for path, rating in rated if rating == 9}, {long})


class Tiny(legible.Scenes):
    size = "160x120"

    def test_all_is_within_a_tiny_window(self):
        """The menu, its list of accounts and a list of series."""
        self.start_standin()
        self.sign_in("tvmaze")
        path = self.scene("Utopia.S01E01.mkv", legible.LIGHT)
        bare = self.bare(path)
        player = self.show(path)
        player.said("to choose)")
        before = bare
        for name, keys, line in (("menu", ("Alt+e",), "menu: "),
                                 ("accounts", ("END", "UP", "ENTER"), None),
                                 ("list", ("Ctrl+e",), "2 Utopia")):
            for key in keys:
                player.press(key)
            if line:
                player.said(line)
            before = self.shot_when(name, lambda shot, last=before: all(
                picture.differing(one, shot, "160x120+0+0") > 280 for one in (last, bare)))
            drawn = legible.Drawn(bare, before, self.size)
            self.assertTrue(0 < drawn.left and drawn.right < 1 and drawn.bottom < 1, name)
            if name == "accounts":
                player.press("ESC")
                player.press("ESC")
                player.wait_keys("menu-", False)
        player.quit()


if __name__ == "__main__":
    stage.main()
