# SPDX-License-Identifier: MIT
"""Ratings of an episode, its season and its series, and plays: what each service has in the end,
by keys in a real mpv and by the tool, online, offline and killed on the way."""

import calendar
import json
import os
import signal
import time

import stage

BUSHWHACKED = "Firefly.S01E02.Bushwhacked.mkv"
EPISODE, SEASON, SERIES = ("episode", 1, 2), ("season", 1, None), ("show", None, None)


class Ratings(stage.Stage):
    options = {"min_seconds": 20, "rate_on": "trakt,tvmaze,tvdb2", "scrobble_on": "tvmaze,trakt"}

    def begin(self, *services, faults=()):
        self.start_standin(faults)
        self.sign_in(*services or ("trakt", "tvmaze", "tvdb2"))
        self.file = os.path.join(self.films, BUSHWHACKED)

    def ratings(self, service):
        """What a service has: ("season", season, number): value."""
        return {(r["of"], r.get("season"), r.get("number")): int(r["rating"])
                for r in self.standin.state()["ratings"]
                if r["service"].partition("/")[0] == service}

    def times(self):
        return {r["times"] for r in self.standin.state()["ratings"]}

    def queue(self):
        return sorted((d["service"], d["kind"], d["state"])
                      for d in json.loads(self.tool("queue", "--json")))

    def offline(self):
        """The services are gone until begin_again."""
        self.port = self.standin.port
        self.stop_standin()

    def online(self, faults=()):
        self.start_standin(faults, self.port)

    def test_keys_rate_everywhere_and_watching_is_told(self):
        """Each service takes what it has; what it has not is said once and held by itself."""
        # TheTVDB finds it, so that TVmaze has to be asked by its ids.
        self.begin("tvdb", "trakt", "tvmaze", "tvdb2")
        player = self.play(self.clip(BUSHWHACKED), args=["--keep-open"])
        player.said("Bushwhacked")
        player.press("Ctrl+8")
        player.said("Firefly 1x02: rated 8 of 10 (saved, will be sent)")
        player.command("script-message-to", "epimark", "rate-season", "7")
        player.said("Firefly, season 1: rated 7 of 10 (saved, will be sent)")
        player.command("script-message-to", "epimark", "rate-series-9")
        player.said("Firefly, the series: rated 9 of 10 (saved, will be sent)")
        player.said("1x02: watched")
        for line in ("Trakt: Firefly rated 9", "Trakt: Firefly, season 1 rated 7",
                     "TVmaze: Firefly rated 9", "TheTVDB v2: Firefly rated 9",
                     "TVmaze: Firefly 1x02 marked", "Trakt: Firefly 1x02 added to the history"):
            player.said(line)
        player.command("script-message-to", "epimark", "rate-season", "6")
        player.said("Trakt: Firefly, season 1 rated 6")
        self.assertEqual(player.quit(), 0)
        held = [line for line in player.log() if "does not rate seasons" in line]
        self.assertEqual(len(held), 2, held) # TVmaze and TheTVDB, once each
        self.assertEqual(self.ratings("trakt"), {EPISODE: 8, SEASON: 6, SERIES: 9})
        self.assertEqual(self.ratings("tvmaze"), {EPISODE: 8, SERIES: 9})
        self.assertEqual(self.ratings("tvdb2"), {EPISODE: 8, SERIES: 9})
        self.assertEqual(self.queue(), [("tvdb2", "rate-season", "held"),
                                        ("tvmaze", "rate-season", "held")])
        state = self.standin.state()
        [entry] = self.history()
        [mark], [play] = state["marks"], state["plays"]
        at = calendar.timegm(time.strptime(play["watched_at"], "%Y-%m-%dT%H:%M:%S.000Z"))
        self.assertEqual((play["service"], play["season"], play["number"], at),
                         ("trakt", 1, 2, entry["watched_at"]))
        self.assertEqual((mark["season"], mark["number"], mark["marked_at"]),
                         (1, 2, entry["watched_at"]))
        self.assertEqual((entry["rating"], entry["season_rating"], entry["series_rating"]),
                         (8, 6, 9))
        self.assertIn("8/10  season 6/10  series 9/10", self.tool("history"))
        self.assertIn("does not rate seasons", self.tool("status", code=None))

    def test_offline_then_online(self):
        """Kept while nobody can be reached, sent once, and taken back by undo and by 0."""
        self.begin()
        self.offline()
        self.assertEqual(self.tool("rate", "9", "--series", "--missing", self.file),
                         "Firefly, the series: rated 9 of 10; `epimark sync` sends it\n")
        self.tool("rate", "7", "--season")
        self.tool("rate", "8")
        self.tool("sync", code=1)
        self.assertEqual(self.queue(), [(None, "identify", "due")])
        self.online()
        self.tool("sync", code=1) # the season waits for ever where there is none
        self.assertEqual(self.ratings("trakt"), {EPISODE: 8, SEASON: 7, SERIES: 9})
        self.assertEqual(self.ratings("tvmaze"), {EPISODE: 8, SERIES: 9})
        self.assertEqual(self.ratings("tvdb2"), {EPISODE: 8, SERIES: 9})
        self.assertEqual(self.times(), {1})
        self.tool("sync", code=1)
        self.assertEqual(self.times(), {1})
        self.assertIn("rate-season  Firefly, season 1: TVmaze does not rate", self.tool("queue"))
        self.assertIn("Firefly 1x02 Bushwhacked: rating taken back", self.tool("undo"))
        self.assertIn("Firefly, season 1: rating taken back", self.tool("undo"))
        self.tool("sync") # and now nothing waits
        for service in ("trakt", "tvmaze", "tvdb2"):
            self.assertEqual(self.ratings(service), {SERIES: 9})
        self.tool("rate", "0", "--series", "1")
        self.tool("sync")
        self.assertEqual(self.standin.state()["ratings"], [])
        [entry] = self.history()
        self.assertEqual((entry["state"], entry["series_rating"]), ("sent", None))

    def test_killed_while_sending(self):
        self.begin("trakt", faults=[{"match": "POST /trakt/sync/ratings", "nth": 1,
                                     "do": "stall"}])
        player = self.play(self.clip(BUSHWHACKED), speed=0.5)
        player.said("read as")
        player.command("script-message-to", "epimark", "rate-series", "8")
        self.standin.wait_for("POST", "/trakt/sync/ratings")
        player.process.send_signal(signal.SIGKILL)
        self.assertEqual(player.end(), -signal.SIGKILL)
        self.assertEqual(self.standin.state()["ratings"], [])
        self.tool("sync", code=None)
        self.tool("sync", code=None)
        self.assertEqual(self.ratings("trakt"), {SERIES: 8})
        self.assertEqual(self.times(), {1})

    def test_killed_right_after_a_key_offline(self):
        self.begin("trakt")
        self.offline()
        player = self.play(self.clip(BUSHWHACKED), speed=0.5)
        player.said("read as")
        player.command("script-message-to", "epimark", "rate-series", "8")
        player.said("the series: rated 8")
        player.kill()
        self.assertEqual(self.history()[0]["series_rating"], 8)
        self.online()
        self.tool("sync", code=None)
        self.assertEqual(self.ratings("trakt"), {SERIES: 8})

    def test_what_is_held_is_sent_once_its_series_is_known(self):
        """And goes along where it turns out to be another."""
        self.options = {**self.options, "rate_on": "trakt"}
        self.begin("trakt")
        self.tool("rate", "--missing", "9", "--series",
                  "/tv/House of Cards/House.of.Cards.S01E02.mkv")
        self.tool("sync", code=1)
        self.assertEqual(self.history()[0]["state"], "held")
        self.assertEqual(self.standin.state()["ratings"], [])
        for tvmaze in (175, 3282):
            self.tool("fix", "1", "--series", f"tvmaze:{tvmaze}")
            self.tool("sync")
            self.assertEqual([(r["of"], r["ids"]["tvmaze_series"], r["rating"])
                              for r in self.standin.state()["ratings"]], [("show", tvmaze, "9")])

    def test_trakts_first_api(self):
        self.options = {**self.options, "trakt_api": 1, "rate_on": "trakt"}
        self.begin("trakt1")
        self.tool("rate", "9", "--series", "--missing", self.file)
        self.tool("rate", "7", "--season")
        self.tool("rate", "8")
        self.tool("sync", code=1)
        self.assertEqual(self.ratings("trakt1"), {EPISODE: 8, SERIES: 9})
        self.assertEqual(self.queue(), [("trakt1", "rate-season", "held")])
        self.tool("rate", "0", "--series")
        self.tool("sync", code=1)
        self.assertEqual(self.ratings("trakt1"), {EPISODE: 8})

    def test_without_premium(self):
        """Each kind of vote is said and held once; the mark goes out, and so does Trakt's."""
        self.start_standin()
        self.sign_in("trakt")
        self.tool("login", "tvmaze", given="viewer-free\nstandin-tvmaze-free-key\n")
        self.tool("mark", "--missing", os.path.join(self.films, BUSHWHACKED))
        self.tool("rate", "8")
        self.tool("rate", "9", "--series")
        self.tool("sync", code=1)
        self.assertEqual(self.ratings("trakt"), {EPISODE: 8, SERIES: 9})
        self.assertEqual(len(self.standin.state()["marks"]), 1)
        votes = len(self.standin.requests("PUT", "/tvmaze/v1/user/votes"))
        self.assertEqual(votes, 2)
        self.tool("sync", code=1)
        self.assertEqual(len(self.standin.requests("PUT", "/tvmaze/v1/user/votes")), votes)
        self.assertEqual([kind for service, kind, state in self.queue() if service == "tvmaze"],
                         ["rate", "rate-series"])


if __name__ == "__main__":
    stage.main()
