# SPDX-License-Identifier: MIT
"""Films: left alone, or kept in the journal without asking anybody."""

import os

import stage

FILM = "Harbour Lights (1999) {tmdb-550}.mkv"
LENGTH = 65  # seconds; with film_minutes=1 a film


class Films(stage.Stage):
    options = {"films": "keep", "film_minutes": 1}

    def setUp(self):
        super().setUp()
        self.start_standin()

    def play_all(self, *names):
        player = self.play(*[self.clip(name, LENGTH) for name in names], speed=60)
        player.end()
        return player

    def test_by_default_there_is_none(self):
        self.set_options(films="no")
        self.play_all(FILM)
        self.tool("sync")
        self.assertEqual(self.history(), [])
        self.assertEqual(self.standin.requests(), [])

    def test_a_film_is_kept_and_nobody_is_asked(self):
        """Not for what has no year, is private or lies beside a film either."""
        self.sign_in("tvdb", "tvmaze", "trakt")
        before = len(self.standin.requests())
        player = self.play_all(FILM, "Harbour Lights.mkv", "Birthday 2019.mkv",
                               os.path.join("Extras", "Making Of (1999).mkv"),
                               "Harbour Lights (1999)-trailer.mkv")
        player.said("Harbour Lights (1999) kept as watched")
        self.tool("sync")
        [film] = self.history()
        self.assertEqual(os.path.basename(film["path"]), FILM)
        self.assertEqual(film["film"], {"title": "Harbour Lights", "year": 1999, "tmdb": 550})
        self.assertIsNone(film["series"])
        self.assertEqual(film["episodes"], [])
        self.assertEqual(film["deliveries"], [])
        self.assertTrue(film["watched_at"])
        self.assertEqual(len(self.standin.requests()), before)

    def test_keys(self):
        """A film is rated by itself, whatever part of a series is meant by the key."""
        player = self.play(self.clip(FILM, LENGTH), args=["--pause"])
        player.said("Harbour Lights (1999)")
        for act, says in (
                (("rate", "7"), "Harbour Lights (1999): rated 7 of 10 (saved in the journal)"),
                (("rate-series", "8"), "Harbour Lights (1999): rated 8 of 10"),
                (("mark",), "Harbour Lights (1999): marked as watched (saved in the journal)"),
                (("undo",), "Harbour Lights (1999): watched taken back"),
                (("choose",), "a film is what its name says")):
            player.command("script-message-to", "epimark", *act)
            player.said(says)
        player.quit()
        [film] = self.history()
        self.assertEqual((film["rating"], film["series_rating"]), (8, None))
        self.assertEqual(self.standin.requests(), [])

    def test_what_is_shorter_is_none(self):
        self.set_options(film_minutes=2)
        player = self.play_all(FILM)
        player.said("shorter than film_minutes=2")
        self.assertEqual(self.history(), [])

    def test_what_is_excluded(self):
        self.set_options(ignore=self.films)
        self.play_all(FILM)
        self.assertEqual(self.history(), [])

    def test_watched_again_later_with_films_off(self):
        """What was kept stays a film, whatever the options say by then."""
        self.play_all(FILM)
        self.set_options(films="no")
        self.tool("sync")
        self.assertIn("Harbour Lights (1999)", self.tool("history", "--limit", "5"))
        [film] = self.history()
        self.assertEqual(film["film"]["year"], 1999)
        self.assertEqual(self.standin.requests(), [])


if __name__ == "__main__":
    stage.main()
