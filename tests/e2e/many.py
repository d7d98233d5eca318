# SPDX-License-Identifier: MIT
"""Many at once: players and tools on one journal, each killed at a moment by chance or left to end.
What any of them acknowledged is in the journal once, and at the services once; nobody was told that
the journal is locked. By itself a sample of a few seconds; --long: 20 players and 5 tools for ten
minutes. EPIMARK_SEED repeats the choices of a run, as far as the machine does."""

import collections
import json
import os
import random
import subprocess
import sys
import threading
import time

import stage

SERIES = ["Copper Lantern", "Quiet Harbour", "Northern Orchard", "Velvet Compass", "Hollow Meadow",
          "Amber Foundry", "Distant Gallery", "Paper Citadel", "Silver Thicket", "Winter Almanac"]
SEASONS, NUMBERS = 10, 30


class Many(stage.Stage):
    options = {"min_seconds": 20, "scrobble_on": "tvmaze,trakt", "credential_store": "file"}
    players_at_once, tools, seconds = 5, 2, 7
    rates = 0.3  # of what a tool marks, how much it rates instead

    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        self.lock = threading.Lock()
        self.acknowledged = collections.Counter()  # acts, by the name of the file
        self.rated = {}
        self.told = []  # by processes
        self.killed = self.ended = 0
        self.failed = []
        self.end_at = 0
        self.names = self.all_names()

    def all_names(self):
        names = [f"{series}.S{season:02}E{number:02}.mkv".replace(" ", ".")
                 for series in SERIES for season in range(1, SEASONS + 1)
                 for number in range(1, NUMBERS + 1)]
        self.random.shuffle(names)
        return names

    def write_catalogue(self):
        """Services that know these series."""
        folder = os.path.join(self.folder, "catalogue")
        os.makedirs(folder)
        with open(os.path.join(folder, "shows.jsonl"), "w", encoding="utf-8") as shows, \
                open(os.path.join(folder, "episodes.jsonl"), "w", encoding="utf-8") as episodes, \
                open(os.path.join(folder, "anime.jsonl"), "w", encoding="utf-8"):
            for i, series in enumerate(SERIES):
                shows.write(json.dumps({
                    "name": series, "tvmaze": 100 + i, "tvdb": 70100 + i, "year": 2010,
                    "premiered": "2010-01-01", "country": "US", "language": "English",
                    "type": "Scripted", "imdb": f"tt00001{i:02}"}) + "\n")
                for season in range(1, SEASONS + 1):
                    for number in range(1, NUMBERS + 1):
                        at = (i * SEASONS + season) * NUMBERS + number
                        episodes.write(json.dumps({
                            "tvmaze_show": 100 + i, "tvdb_show": 70100 + i, "season": season,
                            "number": number, "name": f"Part {at}", "tvmaze_id": 10000 + at,
                            "tvdb_id": 400000 + at,
                            "airdate": f"20{9 + season:02}-01-{number:02}"}) + "\n")
        return folder

    # ---- Processes ----

    def choose(self, choice):
        """By chance, one thread at a time."""
        with self.lock:
            return choice(self.random)

    def goes_on(self):
        return time.monotonic() < self.end_at and self.names

    def end_or_kill(self, process, share, longest):
        """Kills a process at some moment, a share of them; else waits for its end."""
        dies, after = self.choose(lambda r: (r.random() < share, r.random() * longest))
        try:
            process.wait(after if dies else stage.PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        with self.lock:
            self.killed += process.returncode < 0
            self.ended += process.returncode >= 0
        return process.returncode

    def play_some(self):
        while self.goes_on():
            name = self.choose(lambda r: self.names.pop())
            player = self.play(self.clip(name))
            code = self.end_or_kill(player.process, 0.4, 5)
            player.close()
            lines = player.log()
            with self.lock:
                self.players.remove(player)
                self.told += lines
                if any(": watched" in line or " watched" in line for line in lines):
                    self.acknowledged[name] += 1
                if code > 0:
                    self.failed.append(f"mpv {name}: {code}")

    def run_tool(self, *args):
        """What it said and whether it did what it was asked."""
        process = subprocess.Popen([stage.TOOL, *args], env=self.env, cwd=self.films,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT)
        lines = stage.Lines(process.stdout)
        code = self.end_or_kill(process, 0.3, 0.3)
        with self.lock:
            self.told += lines.all()
        return code == 0

    def use_tools(self):
        while self.goes_on():
            what = self.choose(lambda r: r.choice(["mark", "mark", "rate", "sync", "history",
                                                   "queue", "status"]))
            if what in ("mark", "rate"):
                name = self.choose(lambda r: self.names.pop())
                path = os.path.join(self.films, name)
                value = self.choose(lambda r: r.randint(1, 10))
                done = self.run_tool(*(["mark", "--missing", path] if what == "mark"
                                       else ["rate", "--missing", str(value), path]))
                with self.lock:
                    if done and what == "mark":
                        self.acknowledged[name] += 1
                    elif done:
                        self.rated[name] = value
            else:
                self.run_tool(what, *(["--offline"] if what == "status" else []))

    # ---- What came of it ----

    def deliver(self):
        """Sends all that waits, at the pace of each service: of what a kill interrupted, one play a
        second, since the history is asked first."""
        deadline = time.monotonic() + 30 * stage.PATIENCE
        while True:
            said = json.loads(subprocess.run(
                [stage.TOOL, "sync", "--json"], env=self.env, cwd=self.folder, check=False,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                timeout=30 * stage.PATIENCE).stdout)
            if said["waiting"] == 0 or time.monotonic() > deadline:
                return said

    def count_faults(self):
        """Of what was acknowledged, what is lost and what is doubled."""
        lost, doubled = [], []
        watched, rated = collections.Counter(), {}
        for entry in self.history():
            name = os.path.basename(entry["path"])
            watched[name] += bool(entry.get("watched_at"))
            rated[name] = entry.get("rating")
        state = self.standin.state()
        plays = collections.Counter(self.name_of(p) for p in state["plays"])
        marks = {self.name_of(m) for m in state["marks"]}
        ratings = {self.name_of(r): r["rating"] for r in state["ratings"]}
        for name in self.acknowledged:
            lost += [f"{name}: not {where}" for where, there in
                     (("in the journal", watched[name]), ("played at Trakt", plays[name]),
                      ("marked at TVmaze", name in marks)) if not there]
        for name, value in self.rated.items():
            if rated.get(name) != value or str(ratings.get(name)) != str(value):
                lost.append(f"{name}: {value} is {rated.get(name)} in the journal and "
                            f"{ratings.get(name)} at Trakt")
        for name in set(watched) | set(plays):
            doubled += [f"{name}: {count} times {where}" for where, count in
                        (("in the journal", watched[name]), ("played at Trakt", plays[name]))
                        if count > 1]
            if plays[name] and not watched[name]:
                doubled.append(f"{name}: played at Trakt, but not in the journal")
        return lost, doubled

    def name_of(self, what):
        """The file of something at a service."""
        return (f"{what['series']}.S{what['season']:02}E{what['number']:02}.mkv").replace(" ", ".")

    def test_at_once(self):
        self.start_standin(catalogue=self.write_catalogue())
        self.sign_in("tvmaze", "trakt")
        began = time.monotonic()
        self.end_at = began + self.seconds
        threads = [threading.Thread(target=self.play_some) for _ in range(self.players_at_once)]
        threads += [threading.Thread(target=self.use_tools) for _ in range(self.tools)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        left = self.deliver()
        lost, doubled = self.count_faults()
        locked = [line for line in self.told if "busy" in line or "locked" in line]
        wrong = [line for line in self.told if "damaged" in line or "spool" in line] + self.failed
        for fault in lost + doubled + locked + wrong:
            print(fault)
        print(f"{self.killed} killed, {self.ended} ended, {left['waiting']} waiting (seed {SEED})\n"
              f"{len(self.acknowledged) + len(self.rated)} acts acknowledged by {len(threads)} at "
              f"once: {len(lost)} lost, {len(doubled)} doubled, {len(locked)} locked, in "
              f"{time.monotonic() - began:.0f} s", flush=True)
        self.assertEqual((lost, doubled, locked, wrong, left["waiting"]), ([], [], [], [], 0))
        self.assertGreater(len(self.acknowledged), self.seconds / 4)
        self.assertGreater(self.killed, 0)


SEED = int(os.environ.get("EPIMARK_SEED") or random.randrange(1 << 31))

if __name__ == "__main__":
    if "--long" in sys.argv:
        sys.argv.remove("--long")
        Many.players_at_once, Many.tools, Many.seconds = 20, 5, 600
    stage.main()
