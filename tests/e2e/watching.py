# SPDX-License-Identifier: MIT
"""What counts as watched, seen in a real mpv: what the journal holds after each way to play."""

import os

import stage

FIRST = "Firefly.S01E01.mkv"
SECOND = "Firefly.S01E02.mkv"
THIRD = "Firefly.S01E03.mkv"


class Watching(stage.Stage):
    def play_to(self, percent, path):
        """Plays up to there, and no further however busy the machine is, and quits."""
        player = self.play(path, args=[f"--end={percent}%", "--keep-open"])
        player.wait_property("eof-reached", lambda reached: reached is True)
        player.quit()

    def test_full_play(self):
        self.assertEqual(self.play(self.clip(FIRST)).end(), 0)
        self.assertEqual(self.watched(), [FIRST])

    def test_default_options_at_speed_20(self):
        """The defaults want 300 seconds; at this speed a sample a second would miss most."""
        self.set_options(min_seconds=300)
        self.play(self.clip(FIRST, 320)).end()
        self.assertEqual(self.watched(), [FIRST])

    def test_too_short_for_the_defaults(self):
        self.set_options(min_seconds=300)
        self.play(self.clip(FIRST)).end()
        self.assertEqual(self.history(), [])

    def test_quit_at_85_percent(self):
        player = self.play(self.clip(FIRST))
        player.wait_position(85)
        player.quit()
        self.assertEqual(self.watched(), [FIRST])

    def test_quit_at_50_percent(self):
        self.play_to(50, self.clip(FIRST))
        self.assertEqual(self.watched(), [])

    def test_committed_when_the_rule_is_met(self):
        """Not only when the file ends."""
        player = self.play(self.clip(FIRST), args=["--keep-open"])
        player.said("watched")
        self.assertEqual(self.watched(), [FIRST])
        player.quit()
        self.assertEqual(self.watched(), [FIRST])

    def test_seek_to_the_end(self):
        player = self.play(self.clip(FIRST))
        player.wait_position(10)
        player.command("seek", 96, "absolute-percent", "exact")
        player.end()
        self.assertEqual(self.watched(), [])

    def test_seek_past_the_end(self):
        player = self.play(self.clip(FIRST))
        player.wait_position(10)
        player.command("seek", 500, "absolute")
        player.end()
        self.assertEqual(self.watched(), [])

    def test_start_near_the_end(self):
        self.play(self.clip(FIRST), args=["--start=90%"]).end()
        self.assertEqual(self.watched(), [])

    def test_seeks_within_what_was_played(self):
        """Back and on again: each second counts once."""
        player = self.play(self.clip(FIRST))
        for _ in range(4):
            player.wait_position(10)
            player.command("seek", 0, "absolute", "exact")
            player.wait_property("percent-pos", lambda now: now < 9)
        player.command("seek", 78, "absolute-percent", "exact")
        player.end()
        self.assertEqual(self.watched(), [])

    def test_truncated_file(self):
        path = self.clip(FIRST)
        with open(path, "r+b") as file:
            file.truncate(os.path.getsize(path) * 2 // 5)
        self.play(path).end()
        self.assertEqual(self.watched(), [])

    def test_playlist_of_three(self):
        self.play(*(self.clip(name) for name in (FIRST, SECOND, THIRD))).end()
        self.assertEqual(self.watched(), [FIRST, SECOND, THIRD])

    def test_playlist_file_and_a_skipped_entry(self):
        for name in (FIRST, SECOND, THIRD):
            self.clip(name)
        path = os.path.join(self.films, "season.m3u")
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join((FIRST, SECOND, THIRD)) + "\n")
        player = self.play("season.m3u")
        player.said("Firefly 1x01: watched")
        player.wait_property("filename", lambda name: name == SECOND)
        player.command("playlist-next")
        player.end()
        self.assertEqual(self.watched(), [FIRST, THIRD])
        self.assertEqual({os.path.dirname(e["path"]) for e in self.history()}, {self.films})

    def test_loop(self):
        """Three times through is one viewing."""
        self.play(self.clip(FIRST), args=["--loop-file=2"]).end()
        self.assertEqual(self.watched(), [FIRST])

    def test_loop_of_a_part(self):
        """However often a tenth is played, it stays a tenth."""
        player = self.play(self.clip(FIRST), args=["--start=82%", "--ab-loop-a=50",
                                                   "--ab-loop-b=56", "--ab-loop-count=8"])
        player.end()
        self.assertEqual(self.watched(), [])

    def test_keep_open(self):
        player = self.play(self.clip(FIRST), args=["--keep-open"])
        player.wait_property("eof-reached", lambda reached: reached is True)
        self.assertEqual(self.watched(), [FIRST])
        player.quit()
        self.assertEqual(self.watched(), [FIRST])

    def test_broken_file(self):
        path = os.path.join(self.films, FIRST)
        with open(path, "wb") as file:
            file.write(bytes(4096))
        player = self.play(path, self.clip(SECOND))
        player.end()
        self.assertEqual(self.watched(), [SECOND])

    def test_terminated(self):
        """SIGTERM, as at the end of a session: mpv quits, and the next sitting goes on."""
        path = self.clip(FIRST)
        player = self.play(path, args=["--end=50%", "--keep-open"])
        player.wait_property("eof-reached", lambda reached: reached is True)
        player.process.terminate()
        self.assertEqual(player.end(), 4)
        self.play(path, args=["--start=60%"]).end()
        self.assertEqual(self.watched(), [FIRST])

    def test_missing_file(self):
        player = self.play(os.path.join(self.films, FIRST))
        self.assertEqual(player.end(), 2)
        self.assertEqual(player.log(), [])
        self.assertEqual(self.history(), [])

    def test_two_sittings(self):
        """Neither of the two would do; that the player names the file in two ways does not
        matter."""
        path = self.clip(FIRST)
        self.play_to(45, path)
        self.assertEqual(self.watched(), [])
        self.play("./" + FIRST, args=["--start=60%"]).end()
        self.assertEqual(self.watched(), [FIRST])

    def test_second_sitting_alone(self):
        self.play(self.clip(FIRST), args=["--start=60%"]).end()
        self.assertEqual(self.watched(), [])

    def test_paused_time_is_no_playing(self):
        player = self.play(self.clip(FIRST))
        player.wait_position(30)
        player.command("set_property", "pause", True)
        player.command("seek", 90, "absolute-percent", "exact")
        player.command("set_property", "pause", False)
        player.end()
        self.assertEqual(self.watched(), [])

    def test_speed_changes_on_the_way(self):
        player = self.play(self.clip(FIRST), speed=4)
        for percent, speed in ((5, 20), (40, 0.5), (40.5, 16), (60, 20)):
            player.wait_position(percent)
            player.command("set_property", "speed", speed)
        player.end()
        self.assertEqual(self.watched(), [FIRST])

    def test_film(self):
        """A name that is no episode's: nothing is kept."""
        player = self.play(self.clip("Serenity.2005.1080p.mkv"))
        player.end()
        self.assertEqual(self.history(), [])


if __name__ == "__main__":
    stage.main()
