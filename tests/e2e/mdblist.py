# SPDX-License-Identifier: MIT
"""MDBList: plays and ratings by keys in a real mpv, taken back; with its key, which nobody else
sees, and with a code that is confirmed on its web page."""

import json
import os
import subprocess

import stage

BUSHWHACKED = "Firefly.S01E02.Bushwhacked.mkv"
SYNC = "/mdblist/sync/"
[KEY] = stage.CREDENTIALS["mdblist"]
APP = "5ca1ab1e0000000000000000000000000000000a"


class Mdblist(stage.Stage):
    options = {"min_seconds": 20, "rate_on": "mdblist", "scrobble_on": "mdblist"}

    def kept(self):
        """What MDBList has: its plays and its ratings."""
        state = self.standin.state()
        return ([(p["service"], p["season"], p["number"]) for p in state["plays"]],
                {(r["of"], r.get("season"), r.get("number")): r["rating"]
                 for r in state["ratings"]})

    def bodies(self, path):
        return [json.loads(r["body"]) for r in self.standin.requests("POST", SYNC + path)
                if r["path"] == SYNC + path]

    def test_played_rated_and_undone(self):
        self.start_standin()
        self.sign_in("mdblist")
        player = self.play(self.clip(BUSHWHACKED), args=["--keep-open"])
        player.said("Bushwhacked")
        player.press("Ctrl+8")
        player.said("MDBList: Firefly 1x02 rated 8")
        player.command("script-message-to", "epimark", "rate-season", "7")
        player.command("script-message-to", "epimark", "rate-series-9")
        player.said("MDBList: Firefly, season 1 rated 7")
        player.said("MDBList: Firefly rated 9")
        player.said("MDBList: Firefly 1x02 added to the history")
        self.assertEqual(self.kept(), ([("mdblist", 1, 2)], {
            ("episode", 1, 2): "8", ("season", 1, None): "7", ("show", None, None): "9"}))
        # Never a series or a season by itself, which would be all of its episodes.
        for body in self.bodies("watched"):
            for show in body["shows"]:
                self.assertEqual([len(season["episodes"]) for season in show["seasons"]], [1])
                self.assertTrue(show["ids"])
                self.assertTrue(show["seasons"][0]["episodes"][0]["watched_at"].endswith("Z"))
        player.command("script-message-to", "epimark", "unmark")
        player.said("MDBList: Firefly 1x02 removed from the history")
        self.assertEqual(self.kept()[0], [])
        self.assertEqual(player.quit(), 0)
        for _ in range(3):
            self.tool("undo")
        self.tool("sync")
        self.assertEqual(self.kept(), ([], {}))
        self.assertEqual(self.bodies("watched/remove"), [])
        self.assert_key_is_nowhere(player)

    def assert_key_is_nowhere(self, player):
        """But in the address of each request, and in the file of the credentials."""
        self.assertTrue(all("apikey=" + KEY in r["query"] for r in self.standin.requests("", SYNC)))
        self.assertNotIn(KEY, "\n".join(player.log()))
        for folder, _, names in os.walk(self.data):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    self.assertEqual(KEY.encode() in file.read(), name == "credentials.json", name)
        for command in (("status",), ("queue", "--json"), ("api", "mdblist", "user", "--head")):
            self.assertNotIn(KEY, self.tool(*command))

    def test_a_spent_day_and_a_lost_answer(self):
        """The rest waits until midnight; what may have arrived is not sent again unasked."""
        self.start_standin(faults=[{"match": "POST /mdblist/sync/watched", "do": "close",
                                    "processed": True}])
        self.sign_in("mdblist")
        self.assertIn("99", self.tool("status", "mdblist"))
        self.assertIn("of 1000 requests left today", self.tool("status", "mdblist"))
        self.tool("mark", "--missing", os.path.join(self.films, BUSHWHACKED))
        self.tool("sync", code=1)
        self.tool("sync")
        self.assertEqual(self.kept()[0], [("mdblist", 1, 2)])
        self.assertEqual(len(self.bodies("watched")), 1)
        self.standin.control(mdblist_left=0)
        self.tool("rate", "8")
        self.tool("sync", code=1)
        [waits] = json.loads(self.tool("queue", "--json"))
        self.assertIn("too many requests", waits["error"])
        self.assertEqual(waits["next_at"] % 86400 < 60 or waits["next_at"] % 86400 > 86340, True)

    def test_a_page_in_place_of_the_key(self):
        self.start_standin()
        self.standin.control(device_interval=1)
        self.set_options(mdblist_client_id=APP)
        with subprocess.Popen([stage.TOOL, "login", "mdblist", "--page"], env=self.env,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as login:
            login.stdin.write("\n")
            login.stdin.close()
            self.standin.wait_for("POST", "/mdblist/oauth/device-authorization/")
            self.standin.control(device="approve")
            self.assertIn("Signed in to mdblist as viewer.", login.stdout.read())
            self.assertEqual(login.wait(stage.PATIENCE), 0)
        self.tool("rate", "9", "--series", "--missing", os.path.join(self.films, BUSHWHACKED))
        self.tool("sync")
        self.assertEqual(self.kept()[1], {("show", None, None): "9"})
        self.assertEqual({r["query"] for r in self.standin.requests("", SYNC)}, {""})
        self.assertEqual(self.tool("logout", "mdblist"), "Signed out of mdblist.\n")
        [_] = self.standin.requests("POST", "/mdblist/oauth/revoke_token/")


if __name__ == "__main__":
    stage.main()
