# SPDX-License-Identifier: MIT
"""Series whose episodes are shorter than min_seconds, and clips, which are no episodes."""

import os

import stage

FIRST = "Pingu S01E01.mkv"
SECOND = "Pingu S01E02.mkv"


class Short(stage.Stage):
    options = {"min_seconds": 300}

    def setUp(self):
        super().setUp()
        self.start_standin()

    def play_most(self, name, seconds=220):
        """Three fifths of it, to its end."""
        player = self.play(self.clip(name, seconds), args=["--start=40%"])
        player.end()

    def test_unknown_series(self):
        """A clip of whatever: nothing is asked, nothing is kept."""
        self.play_most(FIRST)
        self.assertEqual(self.history(), [])
        self.assertEqual(self.standin.requests(), [])

    def test_the_next_after_a_key(self):
        player = self.play(self.clip(FIRST, 220), args=["--pause"])
        player.said("shorter than min_seconds=300")
        player.command("script-message-to", "epimark", "mark")
        player.said("marked as watched")
        player.quit()
        self.play_most(SECOND)
        self.assertEqual(self.watched(), [FIRST, SECOND])

    def test_run_time_of_the_catalogue(self):
        """It was looked up before, so its length is known; that of a clip is another."""
        self.tool("match", "Pingu S01E01")
        before = len(self.standin.requests())
        self.play_most(os.path.join("trailers", "Pingu S01E03 clip.mkv"), 40)
        self.assertEqual(len(self.standin.requests()), before)
        self.play_most(SECOND)
        self.assertEqual(self.watched(), [SECOND])


if __name__ == "__main__":
    stage.main()
