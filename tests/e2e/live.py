# SPDX-License-Identifier: MIT
"""Live watching in a real mpv: what Trakt hears while an episode plays, and that one viewing is one
play there whatever happens on the way."""

import json
import signal
import urllib.request

import stage

BUSHWHACKED = "Firefly.S01E02.Bushwhacked.mkv"
NEXT = "Firefly.S01E03.mkv"
STOP = "/trakt/scrobble/stop"


class Live(stage.Stage):
    options = {"min_seconds": 20, "live": "yes", "scrobble_on": "tvmaze,trakt"}

    def begin(self, faults=()):
        self.start_standin(faults)
        self.sign_in("trakt")

    def told(self):
        """What live watching said so far: the action, and whether it was taken."""
        return [(r["path"].rsplit("/", 1)[1], r["status"])
                for r in self.standin.requests("POST", "/trakt/scrobble/")]

    def wait_told(self, action, count=1):
        self.standin.wait_for("POST", "/trakt/scrobble/" + action, count)

    def plays(self):
        return [(p["season"], p["number"], p["action"]) for p in self.standin.state()["plays"]]

    def assert_played(self, *plays):
        """These plays and no more, then and after everything that waits was sent."""
        self.tool("sync", code=None)
        self.assertEqual(self.plays(), list(plays))
        self.tool("sync", code=None)
        self.assertEqual(self.plays(), list(plays))

    def assert_settled(self):
        """The one play there is needs nothing more."""
        [entry] = self.history()
        self.assertEqual([d["state"] for d in entry["deliveries"] if d["kind"] == "play"],
                         ["sent"])

    def play_on(self, *names):
        """A player that stays, so that the end of a file is not the end of it."""
        return self.play(*(self.clip(name) for name in names), args=["--idle=yes"])

    def test_an_episode(self):
        """Started, paused, gone on, stopped: the stop is the play, and history adds none."""
        self.begin()
        player = self.play_on(BUSHWHACKED)
        self.wait_told("start")
        player.wait_position(20)
        player.command("set_property", "pause", True)
        self.wait_told("pause")
        player.command("set_property", "pause", False)
        self.wait_told("start", 2)
        player.said("Trakt: Firefly 1x02 added to the history")
        player.quit()
        self.assertEqual(self.told(), [("start", 201), ("pause", 201), ("start", 201),
                                       ("stop", 201)])
        self.assert_played((1, 2, "scrobble"))
        self.assert_settled()
        self.assertEqual(self.standin.requests("POST", "/trakt/sync/history"), [])

    def test_what_trakt_refuses_is_not_said(self):
        """No pause or stop below 1 %, no pause past 80 %: each would be answered with 422."""
        self.begin()
        player = self.play(self.clip(BUSHWHACKED, 320), args=["--idle=yes", "--pause"])
        player.said("read as")
        player.command("set_property", "speed", 0.1)
        player.command("set_property", "pause", False)
        self.wait_told("start")
        player.command("set_property", "pause", True)
        player.command("seek", 85, "absolute-percent", "exact")
        player.command("set_property", "pause", False)
        self.wait_told("start", 2)
        player.command("set_property", "pause", True)
        player.command("loadfile", self.clip(NEXT))
        player.command("set_property", "speed", 20)
        player.command("set_property", "pause", False)
        player.said("Trakt: Firefly 1x03 added to the history")
        player.quit()
        self.assertEqual([status for _, status in self.told() if status != 201], [])
        self.assert_played((1, 3, "scrobble"))

    def test_a_seek_to_the_end_is_no_play(self):
        """The rule was not met: a stop there would be a play at Trakt, so it is not said."""
        self.begin()
        player = self.play_on(BUSHWHACKED)
        self.wait_told("start")
        player.command("seek", 97, "absolute-percent", "exact")
        player.wait_event("end-file")
        player.command("loadfile", self.clip(NEXT))
        player.said("Trakt: Firefly 1x03 added to the history")
        player.quit()
        self.assert_played((1, 3, "scrobble"))
        self.assertEqual(self.watched(), [NEXT])

    def test_a_far_seek_is_told(self):
        self.begin()
        player = self.play(self.clip(BUSHWHACKED, 320), args=["--idle=yes"])
        self.wait_told("start")
        player.command("seek", 60, "absolute-percent", "exact")
        self.wait_told("start", 2)
        player.quit()
        _, second = self.standin.requests("POST", "/trakt/scrobble/start")
        self.assertGreaterEqual(json.loads(second["body"])["progress"], 60)
        self.assert_played()

    def test_quit_at_the_end(self):
        """Quitting waits for no stop: the play is added by the next run."""
        self.begin()
        self.play(self.clip(BUSHWHACKED)).end()
        self.tool("sync", code=None)
        self.tool("sync", code=None)
        self.assertEqual([play[:2] for play in self.plays()], [(1, 2)])

    def test_quit_in_the_middle(self):
        self.begin()
        player = self.play(self.clip(BUSHWHACKED), args=["--end=50%", "--keep-open"])
        player.wait_property("eof-reached", lambda reached: reached is True)
        player.quit()
        self.assert_played()

    def test_quit_without_an_answer(self):
        """Quitting waits for no answer to the stop: the next player tells it."""
        stall = {"match": "POST " + STOP, "nth": 0, "do": "stall"}
        self.begin()
        player = self.play(self.clip(BUSHWHACKED), args=["--end=50%", "--keep-open"])
        self.wait_told("start")
        player.wait_property("eof-reached", lambda reached: reached is True)
        self.standin.control(fault=stall)
        player.quit()
        self.assertTrue(self.standin.state()["watching"])
        self.standin.control(faults=None)
        stops = len(self.standin.requests("POST", STOP))
        player = self.play(self.clip("Serenity.2005.mkv"), args=["--pause"])
        self.standin.wait_for("POST", STOP, stops + 1)
        player.quit()
        self.assertFalse(self.standin.state()["watching"])
        self.assert_played()

    def test_delivered_while_it_still_plays(self):
        """Somebody who has everything sent at once comes before the stop: it is not said then."""
        self.begin()
        # Newer versions of mpv stay paused at the end, also for the next file.
        player = self.play(self.clip(BUSHWHACKED),
                           args=["--keep-open", "--keep-open-pause=no", "--idle=yes"])
        player.said("watched")
        while not self.standin.requests("POST", "/trakt/sync/history"):
            self.tool("sync", code=None)  # the player may be identifying it just now
        self.assertEqual(self.plays(), [(1, 2, "watch")])
        player.command("loadfile", self.clip(NEXT))
        player.said("1x03: watched")
        player.command("stop")
        player.said("Trakt: Firefly 1x03 added to the history")
        player.quit()
        self.assert_played((1, 2, "watch"), (1, 3, "scrobble"))

    def test_again_soon_after(self):
        """The same viewing for us, whatever Trakt makes of the time between."""
        self.begin()
        player = self.play_on(BUSHWHACKED)
        player.said("Trakt: Firefly 1x02 added to the history")
        self.standin.control(advance=3 * 3600)
        since = player.said_count()
        player.command("loadfile", self.clip(BUSHWHACKED))
        player.said("the same viewing", since)
        player.command("loadfile", self.clip(NEXT))
        player.said("Trakt: Firefly 1x03 added to the history")
        player.quit()
        self.assertEqual(self.plays(), [(1, 2, "scrobble"), (1, 3, "scrobble")])

    def test_told_from_elsewhere_already(self):
        """Another device stopped it just now: 409 says that the play is there."""
        self.begin()
        request = urllib.request.Request(
            self.standin.url + STOP,
            json.dumps({"progress": 99, "show": {"title": "Firefly", "year": 2002},
                        "episode": {"season": 1, "number": 2}}).encode(),
            {"Content-Type": "application/json", "trakt-api-version": "2",
             "trakt-api-key": stage.CREDENTIALS["trakt"][0],
             "Authorization": "Bearer " + stage.CREDENTIALS["trakt"][2]})
        urllib.request.urlopen(request, timeout=stage.PATIENCE).close()
        player = self.play_on(BUSHWHACKED)
        player.said("Trakt: Firefly 1x02 added to the history")
        player.quit()
        self.assertEqual(self.told()[-1], ("stop", 409))
        self.assert_played((1, 2, "scrobble"))

    def test_killed_before_the_stop_was_noted(self):
        """Trakt took the stop and mpv died before it knew: the next run asks, and adds none."""
        self.begin([{"match": "POST " + STOP, "do": "stall", "processed": True}])
        player = self.play_on(BUSHWHACKED)
        self.standin.wait_for("POST", STOP)
        player.process.send_signal(signal.SIGKILL)
        self.assertEqual(player.end(), -signal.SIGKILL)
        self.assertEqual(self.plays(), [(1, 2, "scrobble")])
        self.assert_played((1, 2, "scrobble"))
        self.assertEqual(len(self.standin.requests("GET", "/trakt/users/me/history")), 1)
        self.assert_settled()

    def test_killed_before_trakt_took_the_stop(self):
        """The same from here, but the play is not there: then it is added, once."""
        self.begin([{"match": "POST " + STOP, "do": "stall"}])
        player = self.play_on(BUSHWHACKED)
        self.standin.wait_for("POST", STOP)
        player.kill()
        self.assertEqual(self.plays(), [])
        self.assert_played((1, 2, "watch"))

    def test_a_refused_stop_is_added_later(self):
        self.begin([{"match": "POST " + STOP, "do": "status", "status": 422}])
        player = self.play_on(BUSHWHACKED)
        player.said("Trakt does not accept the values")
        player.quit()
        self.assert_played((1, 2, "watch"))
        self.assertEqual(self.standin.requests("GET", "/trakt/users/me/history"), [])

    def kept(self, player):
        return [line.split("kept as watched, ")[1] for line in player.log() if "kept" in line]

    def test_what_cannot_be_sent_is_said(self):
        """Of TVmaze at once, of Trakt once the stop did not arrive; each once."""
        self.begin()
        self.sign_in("tvmaze")
        down = {"nth": 0, "do": "status", "status": 503}
        self.standin.control(fault={"match": "PUT /tvmaze/*", **down})
        player = self.play_on(BUSHWHACKED)
        player.said("kept as watched, will be sent to TVmaze")
        player.said("Trakt: Firefly 1x02 added to the history")
        self.standin.control(fault={"match": "POST " + STOP, **down})
        player.command("loadfile", self.clip(NEXT))
        player.said("kept as watched, will be sent to Trakt")
        self.standin.control(fault={"match": "POST /trakt/*", **down})
        player.command("loadfile", self.clip("Firefly.S01E04.mkv"))
        player.said("kept as watched, will be sent to TVmaze and Trakt")
        player.said("Trakt reports a server error", player.said_count())
        player.quit()
        self.assertEqual(self.kept(player), ["will be sent to " + to for to in (
            "TVmaze", "TVmaze", "Trakt", "TVmaze and Trakt")])

    def test_undo_takes_the_scrobble_back(self):
        self.begin()
        player = self.play_on(BUSHWHACKED)
        player.said("Trakt: Firefly 1x02 added to the history")
        player.command("script-message-to", "epimark", "undo")
        player.said("Trakt: Firefly 1x02 removed from the history")
        player.quit()
        self.assert_played()


if __name__ == "__main__":
    stage.main()
