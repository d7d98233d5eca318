# SPDX-License-Identifier: MIT
"""What is one viewing, whatever the file is called and wherever it lies, and what is not."""

import os
import shutil

import stage

FIRST = "Firefly.S01E01.mkv"
SECOND = "Firefly.S01E02.mkv"
LIBRARY = "Firefly (2002)/Season 01/Firefly (2002) - S01E01 - Serenity [1080p].mkv"


class Halves(stage.Stage):
    def half(self, path, *args):
        self.play_to(50, path, *args)
        self.assertEqual(self.watched(), [])

    def rest(self, path, *args):
        self.play(path, args=["--start=60%", *args]).end()


class Viewings(Halves):
    def in_library(self, source, name=LIBRARY):
        path = os.path.join(self.films, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        shutil.move(source, path)
        return path

    def test_moved_into_the_library(self):
        path = self.clip(FIRST)
        self.half(path)
        self.rest(self.in_library(path))
        self.assertEqual(self.watched(), [os.path.basename(LIBRARY)])

    def test_symlink(self):
        path = self.clip(FIRST)
        link = os.path.join(self.films, "Firefly - 1x01.mkv")
        os.symlink(path, link)
        self.half(path)
        self.rest(link)
        self.assertEqual(len(self.watched()), 1)

    def test_folder_of_a_sandbox(self):
        path = self.clip(FIRST)
        self.half(path)
        self.rest(self.in_library(path, f"doc/5f3a1b2c/{FIRST}"))
        self.assertEqual(len(self.watched()), 1)

    def test_accent_in_another_form(self):
        composed, split = "Pok\u00e9mon.S01E01.mkv", "Poke\u0301mon.S01E01.mkv"
        path = self.clip(composed)
        self.half(path)
        self.rest(self.in_library(path, split))
        self.assertEqual(len(self.watched()), 1)

    def test_a_few_bytes_more(self):
        """Tags that were added; a length within 2 %."""
        path = self.clip(FIRST)
        self.half(path)
        with open(path, "ab") as file:
            file.write(b"\xec\x84void")
        self.rest(path)
        self.assertEqual(len(self.watched()), 1)

    def test_better_copy(self):
        """The small one in full, then the large one: still one viewing, rated once."""
        self.play(self.clip("Firefly.S01E01.720p.mkv")).end()
        player = self.play(self.clip("Firefly.S01E01.1080p.mkv"))
        player.said("read as")
        player.press("Ctrl+8")
        player.said("rated 8 of 10")
        player.said("the same viewing")
        player.end()
        [entry] = self.history()
        self.assertEqual(entry["rating"], 8)

    def test_another_length(self):
        """The same name and half its length is another cut: its halves do not add up."""
        self.half(self.clip(FIRST))
        self.rest(self.clip("Firefly.S01E01.Short.Cut.mkv", seconds=20))
        self.assertEqual(self.watched(), [])

    def test_another_episode_in_the_place(self):
        self.half(self.clip(FIRST))
        self.rest(self.clip(SECOND))
        self.assertEqual(self.watched(), [])

    def test_other_series_of_the_title(self):
        for year in (1998, 2018):
            self.play(self.clip(f"Charmed ({year}) - S01E02.mkv")).end()
        self.assertEqual(len(self.watched()), 2)

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


if __name__ == "__main__":
    stage.main()
