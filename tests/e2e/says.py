# SPDX-License-Identifier: MIT
"""What the plugin says by itself: each thing once, when it matters, and as the option osd wants."""

import shutil

import picture
import stage

EPISODE = "Firefly.S01E02.mkv"


class Says(stage.Stage):
    def lines(self, player, text):
        return [line for line in player.log() if text in line]

    def test_without_an_account(self):
        player = self.play(self.clip(EPISODE), self.clip("Firefly.S01E03.mkv"))
        player.said("Firefly 1x02 kept as watched (sign in to mark it at TVmaze: epimark login "
                    "tvmaze)")
        player.said("Firefly 1x03 kept as watched")
        player.end()
        self.assertEqual(len(self.lines(player, "kept as watched")), 2)
        self.assertEqual(len(self.lines(player, "sign in to")), 1)

    def test_with_an_account(self):
        self.start_standin()
        self.sign_in("tvmaze")
        player = self.play(self.clip(EPISODE), args=["--keep-open"])
        player.said("TVmaze: Firefly 1x02 marked")
        player.quit()
        self.assertEqual(self.lines(player, "kept as watched"), [])

    def test_without_the_service(self):
        self.start_standin()
        self.sign_in("tvmaze")
        self.standin.control(fault={"match": "PUT /tvmaze/*", "nth": 0, "do": "status",
                                    "status": 503})
        player = self.play(self.clip(EPISODE), args=["--keep-open"])
        player.said("Firefly 1x02 Bushwhacked kept as watched, will be sent to TVmaze")
        player.quit()
        self.assertEqual(self.lines(player, "marked"), [])

    def test_what_is_unsure_names_its_key(self):
        self.start_standin()
        self.sign_in("tvmaze")
        player = self.play(self.clip("Utopia.S01E01.mkv"), args=["--keep-open"])
        player.said("Utopia 1x01 kept as watched until you say which one it is (Ctrl+e to "
                    "choose)")
        player.command("script-message-to", "epimark", "status")
        line = player.said("Utopia 1x01: watched at ")
        self.assertRegex(line, r"; unsure which one it is: Utopia \(.*, Utopia \(")
        self.assertTrue(line.endswith(" (Ctrl+e to choose)"), line)
        player.quit()

    def test_an_episode_that_was_left_out(self):
        self.start_standin()
        self.set_options(osd="yes,gaps")
        for number in (1, 3, 5):
            player = self.play(self.clip(f"Firefly.S01E{number:02}.mkv"), args=["--keep-open"])
            if number == 3:
                player.said("Firefly 1x02 is not in your journal, though the one before it is")
            player.said("kept as watched")
            player.said("Firefly 1x")
            player.quit()
            self.tool("sync", code=None)  # identifies, if the player had no time
        self.assertEqual(self.lines(player, "not in your journal"), [], "once a series")

    def test_the_first_of_a_season_was_left_out(self):
        self.start_standin()
        self.set_options(osd="yes,gaps")
        player = self.play(self.clip("Breaking.Bad.S01E07.mkv"), args=["--keep-open"])
        player.said("kept as watched")
        player.quit()
        self.tool("sync", code=None)
        player = self.play(self.clip("Breaking.Bad.S02E02.mkv"), args=["--pause"])
        player.said("Breaking Bad 2x01 is not in your journal, though the one before it is")
        player.quit()

    def test_an_act_and_what_became_of_it_are_one_toast(self):
        self.start_standin()
        self.sign_in("tvmaze", "trakt")
        player = self.play(self.clip("Utopia.2013.S01E01.mkv"), speed=1, args=[
            "--pause", "--msg-level=cplayer=trace,epimark=v"])
        player.said(": Utopia 1x01")
        since = player.said_count()
        player.press("Ctrl+e")
        player.said("epimark: 2 Utopia (2020", since)
        player.press("2")
        player.said("for this folder from now on", since)
        player.said(": Utopia 1x01", since)
        for key, said in (("rate 8", "Trakt: Utopia 1x01 rated 8"),
                          ("mark", "TVmaze: Utopia 1x01 marked"),
                          ("undo", "TVmaze: Utopia 1x01 mark taken back")):
            player.command("script-message-to", "epimark", *key.split())
            player.said(said)
        since = player.said_count()
        player.press("Ctrl+e")
        player.said("epimark: 1 Utopia (2013", since)
        player.press("1")
        for said in ("Trakt: Utopia 1x01 rating taken back", "Trakt: Utopia 1x01 rated 8"):
            player.said(said, since)
        player.command("script-message-to", "epimark", "status")
        player.said("0 % played")
        player.quit()
        drawn = player.drawn()
        for texts in (("Utopia 1x01", "using Utopia (2020) for this folder from now on"),
                      ("rated 8 of 10", "sent to Trakt"), ("marked as watched", "sent to TVmaze"),
                      ("watched taken back sent to TVmaze",)):
            self.assertTrue([line for line in drawn if all(text in line for text in texts)], texts)
        self.assertTrue([line for line in drawn if "using Utopia (2013" in line
                         and "put right at Trakt" in line])
        self.assertFalse([line for line in drawn if "Trakt: " in line or "TVmaze: " in line])
        self.assertFalse([line for line in drawn if "looking up" in line and "(2020" in line])

    def status(self, player):
        since = player.said_count()
        player.command("script-message-to", "epimark", "status")
        return player.said("Firefly 1x02: ", since)

    def test_status_of_an_episode(self):
        path = self.clip(EPISODE)
        player = self.play(path, args=["--end=61%", "--keep-open"])
        player.wait_property("eof-reached", lambda reached: reached is True)
        not_yet = "; not identified yet: cannot connect to 127.0.0.1"
        self.assertRegex(self.status(player), r": [56]\d % played, counts at 80 %" + not_yet)
        player.quit()
        player = self.play(path, args=["--start=59%", "--keep-open"])
        player.said("kept as watched")
        self.assertRegex(self.status(player), rf": watched at \d\d:\d\d({not_yet})?$")
        player.quit()

    def test_a_file_that_is_not_read_says_so_only_when_asked(self):
        player = self.play(self.clip("holiday.mkv"), speed=1, args=[
            "--pause", "--msg-level=cplayer=trace,epimark=v"])
        player.said("not read as an episode")
        player.command("script-message-to", "epimark", "status")
        player.said("not counted: this name is not read as an episode")
        player.quit()
        self.assertEqual(["not counted" in drawn for drawn in player.drawn()], [True])

    def test_kinds(self):
        self.set_options(osd="sent,errors")
        player = self.play(self.clip(EPISODE), args=["--keep-open",
                                                     "--msg-level=cplayer=trace,epimark=v"])
        player.said("kept as watched")
        player.press("Ctrl+8")
        player.said("rated 8 of 10")
        player.quit()
        drawn = " ".join(player.drawn())
        self.assertNotIn("kept as watched", drawn)
        self.assertIn("rated 8 of 10", drawn, "what a key did is always drawn")


class First(picture.Window):
    size = "1280x720"

    def setUp(self):
        stage.Stage.setUp(self)
        self.screen = picture.Screen(self.size)
        self.addCleanup(self.screen.stop)
        self.env["DISPLAY"] = self.screen.display

    def test_the_first_start(self):
        path = self.clip(EPISODE)
        bare = self.bare(path)
        shutil.rmtree(self.data)
        player = self.show(path)
        for line in ("epimark is running", "epimark: Alt+e menu, Ctrl+1 … 0 rate",
                     "Journal: ~/data"):
            player.said(line)
        self.shot_when("first", lambda shot: picture.differing(bare, shot, "640x300+640+40") > 5000)
        player.quit()


if __name__ == "__main__":
    stage.main()
