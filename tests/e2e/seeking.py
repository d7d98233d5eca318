# SPDX-License-Identifier: MIT
"""Jumps: what was not played does not count, and what was played twice counts once."""

import stage

FIRST = "Firefly.S01E01.mkv"


class Seeking(stage.Stage):
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

    def test_paused_time_is_no_playing(self):
        player = self.play(self.clip(FIRST))
        player.wait_position(30)
        player.command("set_property", "pause", True)
        player.command("seek", 90, "absolute-percent", "exact")
        player.command("set_property", "pause", False)
        player.end()
        self.assertEqual(self.watched(), [])

    def test_loop_of_a_part(self):
        """However often a tenth is played, it stays a tenth."""
        player = self.play(self.clip(FIRST), args=["--start=82%", "--ab-loop-a=50",
                                                   "--ab-loop-b=56", "--ab-loop-count=8"])
        player.end()
        self.assertEqual(self.watched(), [])


if __name__ == "__main__":
    stage.main()
