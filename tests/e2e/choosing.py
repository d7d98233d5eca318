# SPDX-License-Identifier: MIT
"""Which series is it? The list of candidates on screen: at any time, wrong answers and right ones,
and what the services have in the end."""


import stage

MARK = "/tvmaze/v1/scrobble/episodes/"


class Choosing(stage.Stage):
    def start(self, path, text):
        """A file on screen, paused, once that was said of it. No key is lost for coming fast."""
        player = self.play(path, speed=1, args=["--pause", "--input-key-fifo-size=100"])
        player.said(text)
        return player

    def choose(self, player, year):
        """Chooses a series from the list that Ctrl+e opens."""
        since = player.said_count()
        player.press("Ctrl+e")
        line = player.said(f"({year}", since)
        player.press(line.split()[1])
        player.said("for this folder from now on", since)
        return line

    def test_a_wrong_choice_is_put_right(self):
        """Wrong, and sent; then right; then taken back, and wrong again."""
        self.start_standin()
        self.sign_in("tvmaze")
        player = self.start(self.clip("Utopia.S01E01.mkv"), "to choose)")
        self.choose(player, 2020)
        player.command("script-message-to", "epimark", "mark")
        self.standin.wait_for("PUT", MARK, 1)
        self.assertEqual(self.history()[-1]["series"]["year"], 2020)
        since = player.said_count()
        player.press("Ctrl+e")
        self.assertIn("· now", player.said("(2020", since))
        player.press("ESC")
        self.choose(player, 2013)
        self.standin.wait_for("PUT", MARK, 2)
        self.assertEqual(self.history()[-1]["series"]["year"], 2013)
        player.command("script-message-to", "epimark", "undo")
        player.said("choice taken back")
        self.standin.wait_for("PUT", MARK, 3)
        self.standin.wait_for("DELETE", "/tvmaze/v1/user/episodes/", 2)
        player.quit()
        first, second, third = (r["path"] for r in self.standin.requests("PUT", MARK))
        self.assertEqual(first, third)
        self.assertNotEqual(first, second)
        self.assertEqual([r["path"].rsplit("/")[-1] for r in self.standin.requests("DELETE")],
                         [path.rsplit("/")[-1] for path in (first, second)])
        self.assertEqual(len(self.standin.state()["marks"]), 1)

    def test_a_sure_match(self):
        """A list of it too, with the other that it could be; kept for the time without network."""
        self.start_standin()
        path = self.clip("Utopia.2013.S01E01.mkv")
        player = self.start(path, ": Utopia 1x01")
        self.choose(player, 2020)
        player.quit()
        self.stop_standin()
        player = self.start(path, "read as")
        since = player.said_count()
        player.press("Ctrl+e")
        self.assertIn("· now", player.said("(2020", since))
        self.assertNotIn("now", player.said("(2013", since))
        self.assertEqual(player.quit(), 0)

    def test_what_fix_chose(self):
        self.start_standin()
        path = self.clip("Utopia.S01E01.mkv")
        self.tool("fix", path, "--series", "Firefly")
        player = self.start(path, ": Firefly 1x01")
        since = player.said_count()
        player.press("Ctrl+e")
        self.assertIn("1 Firefly", player.said("· now", since))
        player.press("2")
        player.said("using Utopia", since)
        player.quit()

    def test_a_series_is_searched(self):
        """Typed on screen; no key falls through to the player."""
        self.start_standin()
        player = self.start(self.clip("Utopia.S01E01.mkv"), "to choose)")
        player.press("Ctrl+e")
        player.said("2 Utopia")
        player.press("s")
        player.wait_keys("type", True)
        for key in ("q", "BS", "F", "i", "r", "e", "SPACE", "f", "BS", "BS", "f", "l", "y"):
            player.press(key)
        player.press("ENTER")
        player.said("searching for “Firefly”")
        player.said("1 Firefly")
        player.press("1")
        player.said("using Firefly")
        player.said(": Firefly 1x01")
        self.assertIs(player.command("get_property", "pause"), True)
        since = player.said_count()
        player.command("script-message-to", "epimark", "search", "tvmaze:64")
        player.said("1 Utopia (2013", since)
        player.press("ESC")
        player.wait_keys("close", False)
        player.command("script-message-to", "epimark", "search", "zzyzx unheard of")
        player.said("nothing to choose: no catalogue knows such a series")
        player.command("script-message-to", "epimark", "search")
        player.wait_keys("type", True)
        player.press("p")
        player.press("ESC")
        player.wait_keys("type", False)
        player.press("SPACE")
        player.wait_property("pause", lambda paused: paused is False)
        self.assertEqual(player.quit(), 0)

    def test_a_wrong_episode(self):
        """Chosen from the list by arrows, sent; searched by its title; taken back, and offline. The
        file beside it stays what it was."""
        self.start_standin()
        self.sign_in("tvmaze")
        self.tool("mark", self.clip("Firefly.S01E01.mkv"))
        self.tool("sync")
        beside = self.standin.requests("PUT", MARK)[0]["path"]
        path = self.clip("Firefly.S01E02.mkv")
        player = self.start(path, ": Firefly 1x02")
        player.command("script-message-to", "epimark", "mark")
        player.said("TVmaze: Firefly 1x02 marked")
        since = player.said_count()
        player.command("script-message-to", "epimark", "episode")
        self.assertIn("Bushwhacked · now", player.said(" 1x02 ", since + 1))
        player.wait_keys("list-enter", True)
        player.press("DOWN")
        player.press("ENTER")
        player.said("using Firefly (2002, US) 1x03 for this file from now on")
        player.said(": Firefly 1x03")
        self.standin.wait_for("PUT", MARK, 3)
        self.standin.wait_for("DELETE", "/tvmaze/v1/user/episodes/", 1)
        since = player.said_count()
        player.command("script-message-to", "epimark", "episode", "objects in")
        player.said("1 1x10 Objects in Space", since)
        player.press("1")
        player.said(": Firefly 1x10", since)
        self.standin.wait_for("PUT", MARK, 4)
        player.command("script-message-to", "epimark", "undo")
        player.said("choice taken back")
        self.standin.wait_for("PUT", MARK, 5)
        self.standin.wait_for("DELETE", "/tvmaze/v1/user/episodes/", 3)
        player.quit()
        first, second, _, last = (r["path"] for r in self.standin.requests("PUT", MARK)[1:])
        self.assertEqual(second, last)
        self.assertNotEqual(first, second)
        episodes = [r["path"].rpartition("/")[2] for r in self.standin.requests()]
        self.assertEqual(episodes.count(beside.rpartition("/")[2]), 1)
        self.assertEqual(len(self.standin.state()["marks"]), 2)
        self.stop_standin()
        player = self.start(path, ": Firefly 1x03")  # by what is kept, as is the list
        player.command("script-message-to", "epimark", "episode")
        self.assertIn("· now", player.said("3 1x03 "))
        player.press("ESC")
        player.quit()

    def test_an_order(self):
        self.start_standin()
        self.sign_in("tvdb", "tvmaze")
        player = self.start(self.clip("Firefly.S01E01.mkv"), ": Firefly 1x01")
        player.command("script-message-to", "epimark", "order")
        line = player.said(" dvd")
        player.wait_keys("list-enter", True)
        player.press(line.split()[1])
        player.said("Firefly: DVD order from now on")
        player.said(": Firefly 1x11 Serenity")
        self.assertIn("order dvd", self.tool("order", "tvdb:78874"))
        player.command("script-message-to", "epimark", "undo")
        player.said("Firefly: order taken back")
        player.said(": Firefly 1x01")
        player.quit()
        self.assertIn("order auto", self.tool("order", "tvdb:78874"))

    def test_nobody_can_be_asked(self):
        """One line says so."""
        self.start_standin()
        path = self.clip("Firefly.S01E02.mkv")
        self.tool("fix", path, "--series", "tvmaze:180")
        self.stop_standin()
        player = self.start(path, "not identified yet: ")
        player.command("script-message-to", "epimark", "episode")
        self.assertIn("127.0.0.1", player.said("nothing to choose: "))
        self.assertEqual(player.quit(), 0)

    def test_none_of_these(self):
        """It stays unsure, and is not asked again until the list is opened."""
        self.start_standin()
        self.sign_in("tvmaze")
        path = self.clip("Utopia.S01E01.mkv")
        player = self.start(path, "to choose)")
        player.command("script-message-to", "epimark", "mark")
        player.said("marked as watched")
        player.press("Ctrl+e")
        player.said("2 Utopia")
        player.press("0")
        player.said("is none of these: kept")
        player.said("none of the series that come close, as you said")
        player.quit()
        self.assertIn("as you said", self.tool("sync", code=1))
        self.assertEqual(self.standin.state()["marks"], [])
        player = self.start(path, "as you said")
        self.choose(player, 2013)
        self.standin.wait_for("PUT", MARK)
        player.quit()
        self.assertEqual([line for line in player.log() if "to choose)" in line], [])
        self.assertEqual(len(self.standin.state()["marks"]), 1)

    def test_no_episode(self):
        """The file is left alone, in the next player too, until that is taken back."""
        self.start_standin()
        self.sign_in("tvmaze")
        path = self.clip("Utopia.2013.S01E01.mkv")
        player = self.start(path, ": Utopia 1x01")
        player.command("script-message-to", "epimark", "mark")
        self.standin.wait_for("PUT", MARK)
        player.press("Ctrl+e")
        player.said("2 Utopia")
        player.press("x")
        player.said("no episode, left alone from now on")
        self.standin.wait_for("DELETE", "/tvmaze/v1/user/episodes/")
        player.quit()
        player = self.start(path, "left alone: you said")
        asked = len(self.standin.requests("GET"))
        player.press("Ctrl+8")
        player.said("not rated: you said that it is no episode")
        self.assertEqual(len(self.standin.requests("GET")), asked)
        player.command("script-message-to", "epimark", "undo")
        player.said("“no episode” taken back")
        player.said("TVmaze: ")
        self.standin.wait_for("PUT", MARK, 2)
        self.assertEqual(player.quit(), 0)
        self.assertEqual(len(self.standin.state()["marks"]), 1)

    def test_a_key_that_comes_too_late(self):
        """The list is open when the next file begins: its digits choose nothing."""
        self.start_standin()
        first, second = self.clip("Utopia.S01E01.mkv"), self.clip("more/Firefly.S01E02.mkv")
        player = self.play(first, second, speed=1, args=["--pause"])
        player.said("(Ctrl+e to choose)")
        player.press("Ctrl+e")
        player.said("2 Utopia")
        player.command("playlist-next")
        player.wait_event("end-file")
        player.command("script-message-to", "epimark", "answer", "2")
        player.said("nothing chosen: ")
        player.said("Firefly 1x02")
        player.quit()
        self.assertEqual([line for line in player.log() if "from now on" in line], [])


if __name__ == "__main__":
    stage.main()
