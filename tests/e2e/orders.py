# SPDX-License-Identifier: MIT
"""Other numberings in the player: by the option, by .epimark, by what was said of a series, and
with an id in the name of the folder."""

import os

import stage

EARL = "My Name Is Earl/Season 3/My.Name.Is.Earl.S03E{:02}.mkv"
FIREFLY = "Firefly (2002) [tvdb-78874]/Firefly.S01E{:02}.mkv"


class Orders(stage.Stage):
    def setUp(self):
        super().setUp()
        self.start_standin()
        self.sign_in("tvdb", "tvmaze")

    def marks(self):
        return sorted((mark["season"], mark["number"]) for mark in self.standin.state()["marks"])

    def test_a_dvd_episode_that_was_aired_as_two(self):
        self.set_options(order="dvd")
        player = self.play(self.clip(EARL.format(1)))
        player.said("(1) (and 1 more)")
        player.said("TVmaze: 2 episodes marked")
        self.assertEqual(player.quit(), 0)
        self.assertEqual(self.marks(), [(3, 1), (3, 2)])
        self.assertEqual(len(self.watched()), 2)
        # The next one needs no request to be known, not even on a plane.
        self.stop_standin()
        player = self.play(self.clip(EARL.format(2)))
        player.said("My Name Is Earl 3x03 The Gangs of Camden County")
        self.assertEqual(player.quit(), 0)

    def test_the_folder_says_the_order(self):
        path = self.clip(FIREFLY.format(1))
        with open(os.path.join(os.path.dirname(path), ".epimark"), "w", encoding="utf-8") as file:
            file.write("order=dvd\n")
        player = self.play(path, speed=1, args=["--pause"])
        player.said("Firefly 1x11 Serenity")
        self.assertEqual(player.quit(), 0)
        # What is said of the series beats it.
        self.tool("order", "tvdb:78874", "aired")
        player = self.play(path, speed=1, args=["--pause"])
        player.said("Firefly 1x01 The Train Job")
        self.assertEqual(player.quit(), 0)


if __name__ == "__main__":
    stage.main()
