# SPDX-License-Identifier: MIT
"""From the file name to the services, through mpv: identified, marked, rated, once each, whatever
happens on the way."""

import os

import stage

BUSHWHACKED = "Firefly.S01E02.Bushwhacked.mkv"


class Delivery(stage.Stage):
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

    def test_nothing_is_left_beside_the_data_folder(self):
        self.start_standin()
        self.play(self.clip(BUSHWHACKED)).end()
        self.assertEqual(os.listdir(self.films), [BUSHWHACKED])
        self.assertEqual(os.listdir(self.data), ["epimark"])


if __name__ == "__main__":
    stage.main()
