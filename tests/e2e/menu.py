# SPDX-License-Identifier: MIT
"""The menu in a real window: its keys, which the player does not get, the mouse, and what it looks
like in windows from 160x120 to 3840x2160 over white, black and busy pictures. The pictures lie in
the test's folder."""

import subprocess
import time

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


def wait_closed(player):
    """Until the keys are the player's again."""
    deadline = time.monotonic() + stage.PATIENCE
    while any("epimark/menu-" in binding["cmd"] and binding["priority"] >= 0
              for binding in player.command("get_property", "input-bindings")):
        if time.monotonic() > deadline:
            raise AssertionError("the menu keeps its keys")


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
        player.said(text, since)
        player.said("menu: ", since)

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
            wait_closed(player)
            since = player.said_count()
            player.press("Alt+e")
            player.said("menu: ", since)
        player.press("ESC")
        wait_closed(player)
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
        wait_closed(player)
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


class Looks(legible.Scenes):
    def setUp(self):
        super().setUp()
        self.start_standin()  # one for all sizes: only the last one is stopped
        self.sign_in("tvmaze")

    def shots(self, size, source):
        """The menu, its list of accounts and the candidates of a file; in a window that is large
        only the menu, since each picture of that takes seconds."""
        self.open_screen(size)
        path = self.scene("Utopia.S01E01.mkv", source)
        bare = self.bare(path)
        player = self.show(path)
        player.said("to choose)")
        whole = size + "+0+0"
        least = int(size.split("x")[1]) ** 2 // 50  # pixels

        def picture_of(name, before):
            return self.shot_when(f"{name}-{size}", lambda shot: picture.differing(
                before, shot, whole) > least and picture.differing(bare, shot, whole) > least)
        player.press("Alt+e")
        player.said("menu: ")
        for key in ("RIGHT",) * 7:
            player.press(key)
        shots = [picture_of("menu", bare)]
        if size != "3840x2160":
            for key in ("END", "UP", "ENTER"):
                player.press(key)
            shots.append(picture_of("accounts", shots[0]))
            player.press("ESC")
            player.press("ESC")
            wait_closed(player)
            player.press("Ctrl+e")
            player.said("2 Utopia")
            shots.append(picture_of("candidates", shots[1]))
        player.press("ESC")
        self.shot_when(f"gone-{size}", lambda shot: picture.differing(bare, shot, whole) == 0)
        player.quit()
        return [legible.Drawn(bare, shot, size) for shot in shots]

    def look(self, source):
        for size in ("640x360", "1280x720", "3840x2160"):
            for drawn in self.shots(size, source):
                self.assertGreater(drawn.left, 0.5, size)
                self.assertTrue(0.96 < drawn.right < 0.99, size)
                self.assertTrue(0.01 < drawn.top and drawn.bottom < 0.99, size)
                self.assertGreater(drawn.contrast(), 7, size)

    def test_over_white(self):
        self.look(legible.LIGHT)

    def test_over_black(self):
        self.look(legible.DARK)

    def test_over_a_busy_picture(self):
        self.look(legible.BUSY)

    def test_a_tiny_window(self):
        for drawn in self.shots("160x120", legible.LIGHT):
            self.assertTrue(0 < drawn.left and drawn.right < 1 and drawn.bottom < 1)


if __name__ == "__main__":
    stage.main()
