# SPDX-License-Identifier: MIT
"""A clock that is wrong, ahead or not set yet: what is sent, and which time it gets."""

import os
import time

import stage

EPISODE = "Firefly.S01E02.mkv"
NEXT = "Firefly.S01E03.mkv"
HOUR = 3600


class Clocks(stage.Stage):
    options = {"min_seconds": 20, "scrobble_on": "tvmaze,trakt"}

    def setUp(self):
        super().setUp()
        self.start_standin()
        self.standin.control(date=int(time.time()))  # as any server says
        self.clock = os.path.join(self.folder, "clock")
        self.right = self.env
        self.env = self.right | stage.preloading("other_clock.so") | {"EPIMARK_CLOCK": self.clock}
        self.set_clock(0)

    def set_clock(self, ahead):
        """By how many seconds the clock of what runs is ahead."""
        fresh = self.clock + ".new"
        with open(fresh, "w", encoding="ascii") as file:
            file.write(str(int(ahead)))
        os.replace(fresh, self.clock)

    def watch(self, *names):
        player = self.play(*[self.clip(name) for name in names], args=["--keep-open"])
        for name in names:
            player.said(f"1x{name[-6:-4]}: watched")
            player.said(f"TVmaze: Firefly 1x{name[-6:-4]} marked")
            player.said(f"Trakt: Firefly 1x{name[-6:-4]} added")
        self.assertEqual(player.quit(), 0)

    def marks(self):
        return {mark["number"]: mark["marked_at"] for mark in self.standin.state()["marks"]}

    def plays(self):
        return {play["number"]: play["watched_at"] for play in self.standin.state()["plays"]}

    def assert_now(self, *numbers):
        """They were sent as watched just now, at both."""
        now = time.time()
        for number in numbers:
            self.assertLess(abs(self.marks()[number] - now), 300)
            text = time.strftime("%Y-%m-%dT%H", time.gmtime(now))
            before = time.strftime("%Y-%m-%dT%H", time.gmtime(now - 300))
            self.assertIn(self.plays()[number][:13], (text, before))

    def test_two_hours_ahead(self):
        self.sign_in("tvmaze", "trakt")
        self.set_clock(2 * HOUR)
        self.watch(EPISODE)
        self.assert_now(2)

    def test_two_hours_ahead_at_the_sign_in(self):
        """What is watched after it is sent, whatever the dates say."""
        self.set_clock(2 * HOUR)
        self.sign_in("tvmaze", "trakt")
        self.set_clock(0)
        self.watch(EPISODE)
        self.assert_now(2)

    def test_not_set_until_after_the_film(self):
        """As on a board without a clock of its own: the time is unknown, nothing waits."""
        self.sign_in("tvmaze", "trakt")
        self.set_clock(100 - time.time())
        player = self.play(self.clip(EPISODE), args=["--keep-open"])
        player.said("1x02: watched")
        player.said("TVmaze: Firefly 1x02 marked")
        player.said("Trakt: Firefly 1x02 added")
        self.set_clock(0)
        player.command("script-message-to", "epimark", "rate", "8")
        player.said("saved, will be sent")
        player.said("Trakt: Firefly 1x02 rated 8")
        self.assertEqual(player.quit(), 0)
        self.assertEqual(self.marks(), {2: 0})
        self.assertEqual(self.plays(), {2: "1970-01-01T00:00:00.000Z"})

    def test_not_set_at_the_sign_in(self):
        self.set_clock(100 - time.time())
        self.sign_in("tvmaze", "trakt")
        self.set_clock(0)
        self.watch(EPISODE, NEXT)
        self.assert_now(2, 3)

    def test_before_the_sign_in(self):
        """With a clock that was ahead, too: it waits, and that is said."""
        self.set_clock(2 * HOUR)
        player = self.play(self.clip(EPISODE), args=["--keep-open"])
        player.said("1x02: watched")
        player.command("script-message-to", "epimark", "rate", "8")
        player.said("saved; to send it: `epimark login trakt`")
        self.assertEqual(player.quit(), 0)
        self.set_clock(0)
        self.sign_in("tvmaze", "trakt")
        self.tool("sync", code=None)
        self.assertEqual((self.marks(), self.plays()), ({}, {}))
        self.assertIn("older than the sign-in: `epimark sync --backlog` sends it",
                      self.tool("queue", code=None))
        self.tool("sync", "--backlog")
        self.assert_now(2)

    def test_set_between_two_halves(self):
        """The first half is not forgotten as if it were fifty years old."""
        self.set_clock(100 - time.time())
        player = self.play(self.clip(EPISODE), args=["--end=50%", "--keep-open"])
        player.wait_property("eof-reached", lambda reached: reached is True)
        player.quit()
        self.set_clock(0)
        self.play(self.clip(EPISODE), args=["--start=60%"]).end()
        self.assertEqual(self.watched(), [EPISODE])


if __name__ == "__main__":
    stage.main()
