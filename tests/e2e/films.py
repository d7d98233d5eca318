# SPDX-License-Identifier: MIT
"""Films: left alone, or kept in the journal without asking anybody."""

import json
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


class Sent(stage.Stage):
    options = {"films": "send", "film_minutes": 1}

    def setUp(self):
        super().setUp()
        self.start_standin()

    def bodies(self, path):
        return [json.loads(request["body"]) for request in self.standin.requests("POST", path)]

    def assert_nothing_at_others(self):
        """Whatever a film is called: only Trakt hears of it."""
        for request in self.standin.requests():
            if not request["path"].startswith(("/trakt/", "/sync/", "/search/", "/oauth/")):
                self.assertNotIn("erenity", json.dumps(request))
                self.assertNotIn("argo", json.dumps(request))

    def test_a_film_goes_to_trakt(self):
        """By the id in its name; it is rated and taken back by the same keys."""
        self.sign_in("tvdb", "tvmaze", "trakt")
        path = self.clip("Serenity (2005) {tmdb-16320}.mkv", LENGTH)
        player = self.play(path, args=["--keep-open"])
        player.said("films=send: films that you watch are searched for at Trakt")
        player.said("Trakt: Serenity (2005) added to the history")
        player.command("script-message-to", "epimark", "rate", "8")
        player.said("Trakt: Serenity (2005) rated 8")
        player.quit()
        [film] = self.history()
        self.assertEqual(film["film"], {"title": "Serenity", "year": 2005, "imdb": "tt0379786",
                                        "tmdb": 16320})
        self.assertEqual({(d["service"], d["kind"], d["state"]) for d in film["deliveries"]},
                         {("trakt", "play", "sent"), ("trakt", "rate", "sent")})
        self.assertEqual(len(self.standin.state()["plays"]), 1)
        self.tool("undo")
        self.tool("undo")
        self.tool("sync")
        self.assertEqual(self.standin.state()["plays"], [])
        self.assert_nothing_at_others()
        player = self.play(path)
        player.end()
        self.assertNotIn("films=send", "\n".join(player.log()))

    def test_what_is_unsure_is_asked(self):
        """A film of that title is longer; the viewer says that it is the one."""
        self.sign_in("trakt")
        player = self.play(self.clip("Fargo (1996).mkv", LENGTH), args=["--keep-open"])
        player.said("Which film is “Fargo”? Fargo (1996)")
        player.said("kept as watched until you say which one it is")
        player.command("script-message-to", "epimark", "choose")
        player.said("1 Fargo (1996)")
        player.command("script-message-to", "epimark", "answer", "1")
        player.said("Trakt: Fargo (1996) added to the history")
        player.quit()
        self.assert_nothing_at_others()

    def test_the_tool_says_which_film(self):
        """By its id at IMDb, and no catalogue of series is asked for that."""
        self.sign_in("trakt")
        self.play(self.clip("Fargo (1996).mkv", LENGTH), speed=60).end()
        self.assertEqual(self.history()[0]["state"], "held")
        self.tool("fix", "1", "--series", "Fargo", code=1)
        self.tool("fix", "1", "--series", "imdb:tt0116282")
        self.tool("sync")
        self.assertEqual([play["film"] for play in self.standin.state()["plays"]], ["Fargo"])
        self.assertEqual([request for request in self.standin.requests()
                          if request["path"].startswith(("/tvmaze", "/tvdb"))], [])

    def test_a_title_that_trakt_does_not_say(self):
        """TheTVDB knows that title, and its film's ids, but none of its own goes to Trakt."""
        self.sign_in("tvdb", "trakt")
        path = self.clip("Der lange Weg nach Lüneburg (2004).mkv", LENGTH)
        player = self.play(path, args=["--keep-open"])
        player.said("Trakt: The Salt Road (2004) added to the history")
        player.command("script-message-to", "epimark", "rate", "9")
        player.said("Trakt: The Salt Road (2004) rated 9")
        player.quit()
        [film] = self.history()
        self.assertEqual(film["film"], {"title": "The Salt Road", "year": 2004,
                                        "imdb": "tt0990775", "tmdb": 990775})
        self.assertEqual([play["film"] for play in self.standin.state()["plays"]],
                         ["The Salt Road"])
        asked = self.standin.requests("GET", "/tvdb/v4/search")
        self.assertEqual(len(asked), 1)  # from then on its answer is known
        self.assertIn("type=movie", asked[0]["query"])
        for request in self.standin.requests("POST"):
            if request["path"].startswith("/trakt/sync/"):
                self.assertNotIn("tvdb", json.dumps(request["body"]))

    def test_without_trakt_thetvdb_says_which_film(self):
        """Its title and ids are in the journal; it goes out after the sign-in to Trakt."""
        self.sign_in("tvdb")
        self.tool("mark", "Serenity (2005).mkv")
        self.tool("sync", code=None)
        [film] = self.history()
        self.assertEqual(film["film"], {"title": "Serenity", "year": 2005, "imdb": "tt0379786",
                                        "tmdb": 16320})
        self.assertEqual([request for request in self.standin.requests()
                          if not request["path"].startswith("/tvdb/v4/")], [])
        self.sign_in("trakt")
        self.tool("sync", "--backlog")
        self.assertEqual([play["film"] for play in self.standin.state()["plays"]], ["Serenity"])

    def test_without_a_sign_in_nobody_is_asked(self):
        player = self.play(self.clip("Serenity (2005) {tmdb-16320}.mkv", LENGTH), speed=60)
        player.end()
        player.said("kept as watched (sign in to add it to your history at Trakt")
        self.assertEqual(self.standin.requests(), [])
        self.sign_in("trakt")
        self.tool("sync", "--backlog")
        self.assertEqual(len(self.standin.state()["plays"]), 1)
        self.assert_nothing_at_others()

    def test_by_title(self):
        """Without a file there is no length that speaks against it; a series is no film."""
        self.sign_in("trakt")
        self.tool("mark", "Serenity (2005).mkv")
        self.tool("mark", "Firefly (2002).mkv")
        self.tool("sync", code=None)
        serenity, firefly = self.history()
        self.assertEqual(serenity["film"]["imdb"], "tt0379786")
        self.assertEqual(firefly["error"], "no such film is known")
        self.assertEqual(len(self.standin.state()["plays"]), 1)
        self.assert_nothing_at_others()


if __name__ == "__main__":
    stage.main()
