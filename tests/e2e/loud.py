# SPDX-License-Identifier: MIT
"""What a player says by itself at its start: what has waited for over a day, and a journal that
lies on a network. Once each."""

import os
import sqlite3

import stage

DAY = 86400
EPISODE = "Firefly.S01E02.mkv"


class Loud(stage.Stage):
    def age(self, days):
        """All that waits was recorded so many days earlier."""
        database = sqlite3.connect(os.path.join(self.data, "epimark", "journal.db"))
        with database:
            database.execute("UPDATE deliveries SET at = at - ?", (days * DAY,))
            database.execute("UPDATE entries SET created_at = created_at - ?", (days * DAY,))
        database.close()


    def test_what_has_waited_for_a_day(self):
        self.start_standin()
        self.sign_in("tvmaze")
        path = self.clip(EPISODE)
        self.tool("mark", path)
        self.standin.control(fault={"match": "PUT /tvmaze/v1/scrobble/*", "do": "status",
                                    "status": 503, "nth": 0})
        self.tool("sync", code=1)
        self.age(2)
        player = self.play(path, args=["--keep-open"])
        said = player.said("over a day")
        self.assertRegex(said, r"^epimark: 1 mark or rating has waited for over a day to be sent "
                               r"\(.*503.*\); `epimark doctor` says what to do$")
        self.assertEqual(player.quit(), 0)
        # The next player does not say it again, though it comes as far: its own episode waits too.
        player = self.play(self.clip("Firefly.S01E03.mkv"), args=["--keep-open"])
        player.said("1x03: watched")
        player.said("503")
        self.assertEqual(player.quit(), 0)
        self.assertEqual([line for line in player.log() if "over a day" in line], [])

    def test_nothing_is_said_of_what_was_sent(self):
        self.start_standin()
        self.sign_in("tvmaze")
        self.tool("mark", self.clip("Firefly.S01E03.mkv"))
        self.age(2)
        player = self.play(self.clip(EPISODE), args=["--keep-open"])
        player.said("1x02")
        self.standin.wait_for("PUT", "/tvmaze/v1/scrobble", 2)
        self.assertEqual(player.quit(), 0)
        self.assertEqual([line for line in player.log() if "over a day" in line], [])

    def test_a_journal_on_a_network(self):
        self.start_standin()
        self.data = os.path.join(self.folder, "network", "data")
        self.env["XDG_DATA_HOME"] = self.data
        path = self.clip(EPISODE)
        env, self.env = self.env, self.env | stage.preloading("odd_disk.so")
        player = self.play(path, args=["--keep-open"])
        player.said("the journal lies on a file system of a network (NFS)")
        self.assertEqual(player.quit(), 0)
        player = self.play(path, args=["--keep-open"])
        player.said("1x02: watched")
        self.assertEqual(player.quit(), 0)
        self.env = env
        self.assertEqual([line for line in player.log() if "network" in line], [])


if __name__ == "__main__":
    stage.main()
