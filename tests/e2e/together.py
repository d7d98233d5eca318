# SPDX-License-Identifier: MIT
"""Many processes at once, a real mpv among them, and one after the other: one of them renews a
token, all of them keep a service's pace, and what a service asked for holds for everybody."""

import json
import os
import subprocess

import stage

BUSHWHACKED = "Firefly.S01E02.Bushwhacked.mkv"


class Together(stage.Stage):
    options = {"min_seconds": 20, "scrobble_on": "trakt"}

    def start_tool(self, *args):
        process = subprocess.Popen([stage.TOOL, *args], env=self.env, cwd=self.folder,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        return process

    def run_at_once(self, calls):
        """Starts the tool so many times at once; each has to do what it was asked."""
        for process in [self.start_tool(*call) for call in calls]:
            said = process.communicate(timeout=stage.PATIENCE)[0]
            self.assertEqual(process.returncode, 0, said)

    def statuses(self, path, since=0):
        return [r["status"] for r in self.standin.requests()[since:] if r["path"].startswith(path)]

    def test_ten_on_a_token_that_ended(self):
        self.start_standin()
        self.ten_on_a_token_that_ended()

    def test_ten_on_a_token_of_thetvdb(self):
        """They end by their own word, and are renewed some minutes ahead of that."""
        self.start_standin()
        renewals = {  # v2 gives the same token back in its first day: then a login helps
            "tvdb": ["/tvdb/v4/login"], "tvdb2": ["/tvdb2/refresh_token", "/tvdb2/login"]}
        for api, search in (("tvdb", "query=firefly"), ("tvdb2", "name=firefly")):
            self.standin.control(**{api + "_expires_in": 200})
            self.sign_in(api)
            self.standin.control(**{api + "_expires_in": 86400})
            before = len(self.standin.requests())
            self.run_at_once([("api", api, "search", search)] * 10)
            since = self.standin.requests()[before:]
            self.assertEqual([r["path"] for r in since if "/search" not in r["path"]],
                             renewals[api])
            self.assertEqual({r["status"] for r in since}, {200})

    def test_killed_between_a_new_token_and_the_store(self):
        """Trakt's old token is spent and the new one is gone: all waits for a sign-in, which the
        next run says, and goes out after it."""
        self.start_standin()
        self.sign_in_expired()
        self.standin.control(device_interval=1,
                             fault={"match": "POST " + stage.TOKEN, "do": "stall",
                                    "processed": True})
        self.tool("mark", self.clip(BUSHWHACKED))
        self.tool("rate", "8")
        before = len(self.standin.requests())
        killed = self.start_tool("sync")
        self.standin.wait_for("POST", stage.TOKEN, 2)
        killed.kill()
        killed.wait()

        said = self.tool("sync", code=1)
        self.assertRegex(said, "2 waiting: .* not sent to Trakt: .*interrupted.*; "
                               "run `epimark login trakt`\n$")
        self.assertEqual(self.statuses("/trakt/sync", before), [])
        self.assertIn("epimark login trakt", self.tool("status", code=None))
        player = self.play(args=["--idle=yes"])
        player.command("script-message-to", "epimark", "status")
        player.said("2 waiting for you")
        player.quit()

        login = subprocess.Popen([stage.TOOL, "login", "--page", "trakt"], env=self.env,
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        login.stdin.write("\n".join(stage.CREDENTIALS["trakt"][:2]) + "\n")
        login.stdin.close()
        self.assertIn("to confirm", login.stdout.readline())
        self.standin.control(device="approve")
        self.assertIn("Signed in to trakt", login.stdout.read())
        login.stdout.close()
        self.assertEqual(login.wait(stage.PATIENCE), 0)
        self.tool("sync")
        state = self.standin.state()
        self.assertEqual([(p["season"], p["number"]) for p in state["plays"]], [(1, 2)])
        self.assertEqual([r["rating"] for r in state["ratings"]], ["8"])

    def test_pace_of_tvmaze(self):
        """20 calls in 10 seconds, whoever makes them; more are refused there."""
        self.start_standin()
        self.standin.control(limits=True)
        self.run_at_once([("api", "tvmaze", "show", "id=180")] * 22)
        self.assertEqual(self.statuses("/tvmaze/"), [200] * 22)

    def test_pace_of_trakt(self):
        """One change a second for each user, from players and tools alike."""
        self.set_options(live="yes")
        self.start_standin()
        self.sign_in("trakt")
        self.standin.control(limits=True)
        self.set_options(live="yes")
        player = self.play(self.clip(BUSHWHACKED), args=["--idle=yes"])
        body = json.dumps({"shows": [{"ids": {"tvdb": 78874}, "rating": 7}]})
        self.run_at_once([("api", "trakt", "ratings-add", "--data", body)] * 4)
        player.said("Trakt: Firefly 1x02 added to the history")
        player.quit()
        self.assertEqual(self.statuses("/trakt/sync/ratings"), [201] * 4)
        self.assertEqual(self.statuses("/trakt/scrobble/"), [201] * 2)

    def test_a_season_is_one_request(self):
        """What was recorded without a network goes out together, read over one connection."""
        self.set_options(scrobble_on="tvmaze")
        self.start_standin()
        self.set_options(scrobble_on="tvmaze")
        self.sign_in("tvdb", "tvmaze")
        port = self.standin.port
        self.stop_standin()
        for number in range(1, 21):
            name = f"The.Flash.2014.S01E{number:02}.mkv"
            self.tool("mark", "--missing", os.path.join(self.films, name))
        self.assertEqual(len(self.history()), 20)
        self.start_standin(port=port)
        self.set_options(scrobble_on="tvmaze")
        said = self.tool("sync")
        self.assertTrue(said.startswith("20 identified, 20 sent, 0 waiting"), said)
        # What TVmaze calls the episodes of TheTVDB is asked once.
        asked = self.standin.requests("", "/tvmaze/")
        self.assertEqual([r["path"].split("/")[2] for r in asked],
                         ["lookup", "shows", "shows", "v1"])
        self.assertEqual((asked[3]["method"], asked[3]["path"]),
                         ("POST", "/tvmaze/v1/scrobble/episodes"))
        self.assertEqual([(m["number"], m["times"]) for m in self.standin.state()["marks"]],
                         [(number, 1) for number in range(1, 21)])
        # Only what may not be sent twice opens a connection of its own.
        requests = self.standin.requests()
        posts = [r for r in requests if r["method"] == "POST"]
        self.assertEqual(len({r["connection"] for r in requests}), 1 + len(posts))

    def test_what_a_service_asks_for_holds_for_all(self):
        """Retry-After, told to one process, is kept by the next ones, whatever they are."""
        self.start_standin([{"match": "GET /tvmaze/shows/180", "do": "status", "status": 429,
                             "headers": {"Retry-After": "3600"}}])
        self.sign_in("tvmaze")
        self.assertIn("too many requests", self.failed("api", "tvmaze", "show", "id=180"))
        before = len(self.standin.requests())
        self.assertRegex(self.failed("api", "tvmaze", "show", "id=180"),
                         r"^epimark: TVmaze asks for no requests for the next \d+ s; "
                         r"try again later\n$")
        player = self.play(self.clip("Firefly.S01E03.mkv"))
        player.said("no requests")
        player.end()
        self.assertEqual(len(self.standin.requests()), before)
        self.assertEqual(len(self.history()), 1)
        # But a person may ask again.
        self.tool("sync", code=1)  # there is no account to send it to
        self.assertGreater(len(self.standin.requests()), before)
        self.assertEqual(self.history()[0]["series"]["tvmaze"], 180)

    def failed(self, *args):
        """What the tool says of its failure."""
        process = self.start_tool(*args)
        said = process.communicate(timeout=stage.PATIENCE)[0]
        self.assertEqual(process.returncode, 1, said)
        return said

    def test_a_short_wait_is_waited_out(self):
        self.start_standin([{"match": "GET /tvmaze/shows/180", "do": "status", "status": 503,
                             "headers": {"Retry-After": "2"}}])
        self.failed("api", "tvmaze", "show", "id=180")
        self.tool("api", "tvmaze", "show", "id=180")
        first, second = (r["at"] for r in self.standin.requests("GET", "/tvmaze/shows/180"))
        self.assertGreaterEqual(second - first, 1000)


if __name__ == "__main__":
    stage.main()
