# SPDX-License-Identifier: MIT
"""Catalogues that change between watching and sending: ids that are replaced, and episodes that are
listed later."""

import os
import time

import stage

EPISODE = "Firefly.S01E02.mkv"
FIREFLY = 78874
DAY = 86400


class Changing(stage.Stage):
    options = {"min_seconds": 20, "scrobble_on": "tvmaze,trakt"}

    def setUp(self):
        super().setUp()
        self.start_standin()
        self.clock = os.path.join(self.folder, "clock")
        self.set_clock(0)
        self.env |= stage.preloading("other_clock.so") | {"EPIMARK_CLOCK": self.clock}

    def set_clock(self, ahead):
        with open(self.clock, "w", encoding="ascii") as file:
            file.write(str(int(ahead)))

    def give_id(self, service, number, new, **more):
        """The service gives an episode of Firefly another id; 0: it is not listed."""
        self.standin.control(id={"service": service, "show": FIREFLY, "season": 1,
                                 "number": number, "id": new, **more})

    def watch(self, path=None):
        player = self.play(path or self.clip(EPISODE), args=["--keep-open"])
        player.said("1x02: watched")
        player.said("Firefly 1x02 Bushwhacked")
        return player

    def refuse(self, *paths):
        """What is sent there does not arrive, for now."""
        for path in paths:
            self.standin.control(fault={"match": path, "nth": 0, "do": "status", "status": 503})

    def assert_sent(self):
        state = self.standin.state()
        self.assertEqual([mark["number"] for mark in state["marks"]], [2])
        self.assertEqual([play["number"] for play in state["plays"]], [2])
        [entry] = self.history()
        self.assertEqual({d["state"] for d in entry["deliveries"]}, {"sent"})

    def watch_without_sending(self):
        self.refuse("PUT /tvmaze/v1/*", "POST /trakt/sync/history")
        player = self.watch()
        self.standin.wait_for("PUT", "/tvmaze/v1/scrobble/episodes/")
        self.standin.wait_for("POST", "/trakt/sync/history")
        self.assertEqual(player.quit(), 0)
        self.standin.control(faults=None)
        self.set_clock(2 * 3600)

    def test_an_id_at_tvmaze_is_replaced(self):
        self.sign_in("tvmaze", "trakt")
        self.watch_without_sending()
        self.give_id("tvmaze", 2, 555001)
        self.tool("sync", code=None)
        self.assert_sent()

    def test_an_id_at_tvmaze_is_replaced_and_thetvdb_says_which_episode_it_is(self):
        self.sign_in("tvdb", "tvmaze", "trakt")
        self.watch_without_sending()
        self.give_id("tvmaze", 2, 555001)
        self.tool("sync", code=None)
        self.assert_sent()

    def test_an_id_at_thetvdb_is_replaced(self):
        self.sign_in("tvdb", "tvmaze", "trakt")
        self.watch_without_sending()
        self.give_id("tvdb", 2, 555002)
        self.tool("sync", code=None)
        self.assert_sent()

    def test_a_whole_series_is_replaced(self):
        """As if two entries of it became one."""
        self.sign_in("tvmaze", "trakt")
        self.watch_without_sending()
        self.replace_series()
        self.tool("sync", code=None)
        self.assert_sent()

    def replace_series(self):
        for number in range(1, 15):
            self.give_id("tvmaze", number, 555100 + number)
        self.standin.control(id={"service": "tvmaze", "show": FIREFLY, "id": 555100})

    def test_a_series_that_the_user_chose_is_replaced(self):
        self.sign_in("tvmaze", "trakt")
        path = self.clip(EPISODE)
        self.tool("fix", path, "--series", "tvmaze:180")
        self.watch_without_sending()
        self.replace_series()
        self.tool("sync", code=None)
        self.assert_sent()

    def test_a_rating_after_an_id_was_replaced(self):
        self.set_options(rate_on="tvmaze")
        self.sign_in("tvmaze", "trakt")
        player = self.watch()
        player.said("TVmaze: Firefly 1x02 marked")
        player.said("Trakt: Firefly 1x02 added")
        self.assertEqual(player.quit(), 0)
        self.give_id("tvmaze", 2, 555001)
        self.tool("rate", "8", "--last")
        self.tool("sync", code=None)
        self.assertEqual([(r["number"], r["rating"]) for r in self.standin.state()["ratings"]],
                         [(2, "8")])

    def wait_days(self, days):
        self.set_clock(days * DAY + 600)
        self.tool("sync", code=None)

    def unlist(self):
        self.give_id("tvmaze", 2, 0)
        self.give_id("tvdb", 2, 0)

    def list_it(self):
        self.give_id("tvmaze", 2, 555201)
        self.give_id("tvdb", 2, 297990)

    def watch_unlisted(self, seconds=40):
        self.unlist()
        player = self.play(self.clip(EPISODE, seconds), args=["--keep-open"])
        player.said("1x02: watched")
        self.assertEqual(player.quit(), 0)
        self.tool("sync", code=None)
        self.assertEqual(self.standin.state()["marks"], [])

    def test_an_episode_is_listed_later(self):
        self.sign_in("tvmaze", "trakt")
        self.watch_unlisted()
        self.list_it()
        self.wait_days(1)
        self.assert_sent()

    def test_an_episode_of_odd_length_is_listed_later(self):
        """Its length tells against the series: it is asked about, and asked for again."""
        self.sign_in("tvmaze", "trakt")
        self.watch_unlisted(200)
        self.assertEqual(self.history()[0]["state"], "held")
        self.list_it()
        self.refuse("GET /tvmaze/*")
        self.wait_days(1)  # it is still the user's to choose, if nobody answers
        self.assertEqual(self.history()[0]["state"], "held")
        self.standin.control(faults=None)
        self.wait_days(2)
        self.assert_sent()


if __name__ == "__main__":
    stage.main()
