# SPDX-License-Identifier: MIT
"""Several files in one player, several episodes in one file, several players at once."""

import os

import stage

FIRST = "Firefly.S01E01.mkv"
SECOND = "Firefly.S01E02.mkv"
THIRD = "Firefly.S01E03.mkv"


class Several(stage.Stage):
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

    def test_a_database_is_shared(self):
        """Two players at once, one journal."""
        self.start_standin()
        self.sign_in("tvmaze")
        names = [SECOND, THIRD]
        players = [self.play(self.clip(name)) for name in names]
        for player in players:
            player.end()
        self.tool("sync")
        self.assertEqual(sorted(self.watched()), sorted(names))
        self.assertEqual(sorted(m["number"] for m in self.standin.state()["marks"]), [2, 3])

    def test_several_episodes_in_a_file(self):
        self.start_standin()
        self.sign_in("tvmaze")
        self.play(self.clip("Firefly.S01E02E03.mkv")).end()
        self.tool("sync")
        self.assertEqual(sorted(m["number"] for m in self.standin.state()["marks"]), [2, 3])

    def test_two_parts_in_a_file(self):
        """Its name counts one episode; what the catalogue lists as two is marked twice."""
        self.start_standin()
        self.sign_in("tvmaze")
        path = self.clip("Adventure Time S03E19.mkv", 1320)
        self.play(path, speed=80, args=["--start=42%"]).end()
        self.tool("sync")
        self.assertEqual(sorted(m["number"] for m in self.standin.state()["marks"]), [19, 20])


if __name__ == "__main__":
    stage.main()
