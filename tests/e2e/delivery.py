# SPDX-License-Identifier: MIT
"""From the file name to the services, through mpv: identified, marked, rated, once each, whatever
happens on the way."""

import os
import re
import signal

import stage

BUSHWHACKED = "Firefly.S01E02.Bushwhacked.mkv"


class Delivery(stage.Stage):
    def assert_marked(self, *numbers):
        """Just these episodes of the first season are marked, once each."""
        marks = self.standin.state()["marks"]
        self.assertEqual([(m["season"], m["number"], m["times"]) for m in marks],
                         [(1, number, 1) for number in numbers])

    def test_whole_path(self):
        """With the options as they are by default."""
        self.set_options(min_seconds=300)
        self.start_standin()
        self.sign_in("tvdb", "tvmaze", "trakt")
        player = self.play(self.clip(BUSHWHACKED, 320), args=["--keep-open"])
        player.said("Bushwhacked")
        player.press("Ctrl+9")
        self.standin.wait_for("POST", "/trakt/sync/ratings")
        self.standin.wait_for("", "/tvmaze/v1/scrobble/")
        player.said("TVmaze: ")
        player.said("Trakt: ")
        self.assertEqual(player.quit(), 0)
        state = self.standin.state()
        self.assert_marked(2)
        self.assertEqual([(r["service"], r["season"], r["number"], r["rating"], r["times"])
                          for r in state["ratings"]], [("trakt", 1, 2, "9", 1)])
        [entry] = self.history()
        self.assertEqual((entry["state"], entry["rating"]), ("sent", 9))
        self.assertEqual({d["service"]: d["state"] for d in entry["deliveries"]},
                         {"tvmaze": "sent", "trakt": "sent"})
        self.assertIn("/tvdb/v4/search", {r["path"] for r in self.standin.requests()})

    def test_without_account_and_key(self):
        """TVmaze's public API identifies, the journal keeps, and nothing else is called."""
        self.start_standin()
        player = self.play(self.clip(BUSHWHACKED), args=["--keep-open"])
        player.said("Bushwhacked")
        player.said("watched")
        player.quit()
        self.tool("sync", code=1)  # identifies, if the player had no time; the mark waits
        [entry] = self.history()
        self.assertTrue(entry["watched_at"])
        self.assertEqual(entry["series"]["tvmaze"], 180)
        self.assertEqual({r["path"].split("/")[1] for r in self.standin.requests()}, {"tvmaze"})
        self.assertEqual({r["method"] for r in self.standin.requests()}, {"GET"})

    def test_without_network(self):
        """The journal keeps it; sync identifies and sends when the services are back."""
        self.start_standin()
        self.sign_in("tvmaze")
        port = self.standin.port
        self.stop_standin()
        player = self.play(self.clip(BUSHWHACKED), args=["--keep-open"])
        player.said("read as")
        player.press("Ctrl+7")
        player.said("saved")
        player.said("watched")
        player.quit()
        [entry] = self.history()
        self.assertTrue(entry["watched_at"])
        self.assertEqual(entry["rating"], 7)
        self.start_standin(port=port)
        self.tool("sync", code=None)
        self.assert_marked(2)
        self.tool("sync", code=None)
        self.assert_marked(2)

    def watch(self, *numbers):
        """Plays these episodes one after the other in one player: how often it said that one has to
        sign in to Trakt, and whether that was on the screen."""
        player = self.play(*[self.clip(f"Firefly.S01E{number:02}.mkv") for number in numbers],
                           args=["--keep-open", "--msg-level=cplayer=trace,epimark=v"])
        for number in numbers:
            player.said(f"1x{number:02}: watched")
        # Trakt comes before TVmaze in a round: by now it was asked if it was to be.
        player.said(f"TVmaze: Firefly 1x{numbers[-1]:02} marked")
        self.assertEqual(player.quit(), 0)
        # On the screen a line is broken where it becomes too long.
        lines = [re.sub(r"\\+N", " ", line) for line in player.output.all()]
        lines = [line for line in lines if "epimark login trakt" in line]
        said = [line for line in lines if line.startswith("epimark: ")]
        return len(said), any("osd-overlay" in line for line in lines)

    def test_what_needs_the_user_is_said_once(self):
        """Over files and players, until he did something; then it goes out."""
        refusals = [{"match": path, "nth": 0, "do": "status", "status": status, "body": body}
                    for path, status, body in (
                        ("POST /trakt/sync/history", 401, ""),
                        ("POST /trakt-auth/oauth/token", 400, {"error": "invalid_grant"}))]
        self.start_standin(refusals)
        self.set_options(scrobble_on="tvmaze,trakt")
        self.sign_in("tvmaze", "trakt")
        self.assertEqual(self.watch(1, 2), (1, True))
        self.assertEqual(self.watch(3), (0, False))
        self.assertEqual(len(self.standin.requests("POST", "/trakt/sync/history")), 1)
        self.standin.control(faults=None)
        self.sign_in("trakt")
        self.tool("sync")
        self.assertEqual(sorted(p["number"] for p in self.standin.state()["plays"]), [1, 2, 3])
        for refusal in refusals:
            self.standin.control(fault=refusal)
        self.assertEqual(self.watch(4), (1, True))
        self.assertEqual(self.watch(5), (0, False))

    def test_names_that_are_no_episodes(self):
        self.start_standin()
        self.sign_in("tvmaze")
        before = len(self.standin.requests())
        for name in ("Serenity.2005.1080p.mkv", "holiday.mkv"):
            player = self.play(self.clip(name), args=["--keep-open"])
            player.said("not read as an episode")
            player.press("Ctrl+8")
            player.said("not rated")
            player.wait_property("eof-reached", lambda reached: reached is True)
            player.quit()
        self.assertEqual(self.standin.requests()[before:], [])
        self.assertEqual(self.history(), [])

    def test_private_mode(self):
        """Nothing is looked up, nothing is written; afterwards both are."""
        self.start_standin()
        player = self.play(args=["--idle=yes"])
        player.command("script-message-to", "epimark", "toggle")
        player.said("private mode")
        player.command("loadfile", self.clip(BUSHWHACKED))
        player.wait_event("end-file")
        self.assertEqual(self.standin.requests(), [])
        self.assertEqual(self.history(), [])
        player.command("script-message-to", "epimark", "toggle")
        player.said("private mode off")
        player.command("loadfile", self.clip("Firefly.S01E03.mkv"))
        player.said("1x03: watched")
        player.quit()
        self.assertEqual(self.watched(), ["Firefly.S01E03.mkv"])

    def test_ignored_folder(self):
        self.start_standin()
        self.set_options(ignore=self.films)
        self.play(self.clip(BUSHWHACKED)).end()
        self.assertEqual(self.standin.requests(), [])
        self.assertEqual(self.history(), [])

    def killed_while_sending(self):
        """mpv is killed when the rule is met and the first request for it hangs."""
        self.start_standin([{"match": "PUT /tvmaze/v1/scrobble/*", "nth": 1, "do": "stall"}])
        self.sign_in("tvmaze")
        player = self.play(self.clip(BUSHWHACKED), args=["--keep-open"])
        player.said("watched")
        self.standin.wait_for("PUT", "/tvmaze/v1/scrobble/")
        player.process.send_signal(signal.SIGKILL)
        self.assertEqual(player.end(), -signal.SIGKILL)
        self.assertEqual(self.watched(), [BUSHWHACKED])
        self.assertEqual(self.standin.state()["marks"], [])

    def test_killed_then_sync(self):
        self.killed_while_sending()
        self.tool("sync")
        self.assert_marked(2)
        self.assertEqual(self.history()[0]["state"], "sent")

    def test_killed_then_the_next_mpv(self):
        self.killed_while_sending()
        player = self.play(args=["--idle=yes"])
        self.standin.wait_for("PUT", "/tvmaze/v1/scrobble/", 2)
        player.said("TVmaze: Firefly 1x02 marked")  # without the answer, it is sent once more
        player.quit()
        self.tool("sync")
        self.assert_marked(2)

    def test_killed_while_a_play_is_sent(self):
        """A play sent twice would be two: the history is asked first. And it can be taken back."""
        self.set_options(scrobble_on="trakt")
        self.start_standin([{"match": "POST /trakt/sync/history", "do": "stall",
                             "processed": True}])
        self.set_options(scrobble_on="trakt")
        self.sign_in("trakt")
        player = self.play(self.clip(BUSHWHACKED), args=["--keep-open"])
        self.standin.wait_for("POST", "/trakt/sync/history")
        player.kill()
        self.tool("sync")
        self.assertEqual([(p["number"], p["action"]) for p in self.standin.state()["plays"]],
                         [(2, "watch")])
        self.assertEqual(self.history()[0]["state"], "sent")
        self.tool("undo")
        self.tool("sync")
        self.assertEqual(self.standin.state()["plays"], [])

    def test_killed_at_once_offline(self):
        """The row is on the disk the moment it is said to be."""
        self.start_standin()
        self.sign_in("tvmaze")
        port = self.standin.port
        self.stop_standin()
        player = self.play(self.clip(BUSHWHACKED))
        player.said("watched")
        player.kill()
        self.start_standin(port=port)
        self.tool("sync", code=None)
        self.assert_marked(2)

    def test_killed_right_after_a_key(self):
        player = self.play(self.clip(BUSHWHACKED), speed=1)
        player.said("read as")
        player.press("Ctrl+6")
        player.said("rated 6")
        player.kill()
        [entry] = self.history()
        self.assertEqual(entry["rating"], 6)
        self.assertFalse(entry["watched_at"])

    def test_a_server_that_never_answers_at_quit(self):
        """The request is left and sent another time; far less than its time-out goes by."""
        self.set_options(http_timeout=600)
        self.start_standin([{"match": "PUT /tvmaze/v1/scrobble/*", "nth": 1, "do": "stall"}])
        self.sign_in("tvmaze")
        self.set_options(http_timeout=600)
        player = self.play(self.clip(BUSHWHACKED), args=["--keep-open"])
        self.standin.wait_for("PUT", "/tvmaze/v1/scrobble/")
        self.assertEqual(player.quit(), 0)
        self.tool("sync")
        self.assert_marked(2)

    def test_a_database_is_shared(self):
        """Two players at once, one journal."""
        self.start_standin()
        self.sign_in("tvmaze")
        names = [BUSHWHACKED, "Firefly.S01E03.mkv"]
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

    def test_title_inside_the_file(self):
        """Where the name says nothing, the title of the media may."""
        self.start_standin()
        player = self.play(self.clip("t01.mkv", title="Firefly S01E02"), args=["--keep-open"])
        player.said("Bushwhacked")
        player.said("watched")
        player.quit()
        self.assertEqual(self.watched(), ["t01.mkv"])

    def test_first_start_says_once_what_goes_where(self):
        said = []
        for _ in range(2):
            player = self.play(self.clip(BUSHWHACKED))
            player.end()
            said += [line for line in player.log() if "epimark is running" in line]
        self.assertEqual(len(said), 1)

    def test_nothing_is_left_beside_the_data_folder(self):
        self.start_standin()
        self.play(self.clip(BUSHWHACKED)).end()
        self.assertEqual(os.listdir(self.films), [BUSHWHACKED])
        self.assertEqual(os.listdir(self.data), ["epimark"])


if __name__ == "__main__":
    stage.main()
