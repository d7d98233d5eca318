# SPDX-License-Identifier: MIT
"""The end of a player before that of its file, by a key, a signal or a kill: what was done is kept,
and nobody waits."""

import signal

import stage

FIRST = "Firefly.S01E01.mkv"
BUSHWHACKED = "Firefly.S01E02.Bushwhacked.mkv"


class Quitting(stage.Stage):
    def test_quit_at_85_percent(self):
        player = self.play(self.clip(FIRST))
        player.wait_position(85)
        player.quit()
        self.assertEqual(self.watched(), [FIRST])

    def test_quit_at_50_percent(self):
        self.play_to(50, self.clip(FIRST))
        self.assertEqual(self.watched(), [])

    def test_terminated(self):
        """SIGTERM, as at the end of a session: mpv quits, and the next sitting goes on."""
        path = self.clip(FIRST)
        player = self.play(path, args=["--end=50%", "--keep-open"])
        player.wait_property("eof-reached", lambda reached: reached is True)
        player.process.terminate()
        self.assertEqual(player.end(), 4)
        self.play(path, args=["--start=60%"]).end()
        self.assertEqual(self.watched(), [FIRST])

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


class Killed(stage.Stage):
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


if __name__ == "__main__":
    stage.main()
