# SPDX-License-Identifier: MIT
"""What is said of accounts, how often, and what is done without one."""

import stage

BUSHWHACKED = "Firefly.S01E02.Bushwhacked.mkv"


class Accounts(stage.Stage):
    def test_first_start_says_once_what_goes_where(self):
        said = []
        for _ in range(2):
            player = self.play(self.clip(BUSHWHACKED))
            player.end()
            said += [line for line in player.log() if "epimark is running" in line]
        self.assertEqual(len(said), 1)

    def test_first_start_knows_who_is_signed_in(self):
        self.start_standin()
        self.sign_in("tvmaze")
        player = self.play(self.clip(BUSHWHACKED), args=["--pause"])
        self.assertIn("lookups at TVmaze, marks at TVmaze", player.said("epimark is running"))
        player.said("epimark: Alt+e menu, Ctrl+1 … 0 rate, ")
        player.said("epimark: Journal: ~/data/epimark/journal.db")
        player.quit()

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
        text = "epimark login trakt"
        return (len([line for line in player.log() if text in line]),
                any(text in drawn for drawn in player.drawn()))

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

    def test_a_sign_in_that_ends_in_the_middle_is_one_line(self):
        """TVmaze refuses the key while a film runs: it is said once, on the screen too."""
        mark = "PUT /tvmaze/v1/scrobble/episodes/*"
        self.start_standin([{"match": mark, "nth": 0, "do": "status", "status": 401, "body": ""}])
        self.sign_in("tvmaze")
        player = self.play(*[self.clip(f"Firefly.S01E0{number}.mkv") for number in (1, 2)],
                           args=["--keep-open", "--msg-level=cplayer=trace,epimark=v"])
        player.said("1x02: watched")
        player.said("`epimark login tvmaze`")
        player.said("1x02 kept as watched (`epimark status tvmaze` shows why it is not sent)")
        # Who presses a key is told again.
        again = "(saved; sign in again to send it: `epimark login tvmaze`)"
        player.command("script-message-to", "epimark", "mark")
        player.said(again)
        self.assertEqual(player.quit(), 0)
        said = [line for line in player.log()
                if "epimark login tvmaze" in line and again not in line]
        self.assertEqual(len(said), 1, said)
        self.assertTrue(any("epimark login tvmaze" in drawn for drawn in player.drawn()))
        self.assertEqual(len(self.standin.requests("PUT", "/tvmaze/v1/scrobble/episodes")), 1)
        self.assertIn("; kept here until you sign in again: `epimark login tvmaze`\n",
                      self.tool("mark", self.clip("Firefly.S01E03.mkv")))


if __name__ == "__main__":
    stage.main()
