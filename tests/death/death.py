# SPDX-License-Identifier: MIT
"""Lets the tool and the player die at each call that changes a file or sends, cuts the power there,
or lets the disk refuse; and looks whether anything is lost, doubled or left behind. See README.md
beside this file."""

import argparse
import concurrent.futures
import os
import queue
import random
import shutil
import sqlite3
import subprocess
import sys
import time
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
# pylint: disable=wrong-import-position
import power
import scenes
import stage

SEED = 12
CUTS = 2           # power cuts at each call
HOMES = 20         # at once: most of the time is spent waiting for Trakt's pace
REFUSALS = ("full", "full-once", "readonly", "broken")  # two of them at each call
COMPLAINTS = ("cannot", "could not", "disk full", "I/O error", "not kept")
USUAL = {"credentials.json", "credentials.lock", "tvdb.lock", "trakt.lock", "journal.db",
         "journal.lock", "journal.db.copy"}
NO_SECRETS = {"", "0", "viewer"}


class Home(stage.Stage):
    """The home of a user with the services, used for one death after the other."""

    options = {"min_seconds": 20, "scrobble_on": "tvmaze,trakt"}

    def __init__(self, number):
        super().__init__("setUp")
        self.number = number

    def id(self):
        return f"death-{os.getpid()}.{self.number}"  # others may run beside it

    def open(self):
        self.setUp()
        self.start_standin()
        self.trace = os.path.join(self.folder, "trace")

    def close(self):
        self.tearDown()
        self.doCleanups()
        shutil.rmtree(self.folder, ignore_errors=True)

    def journal(self):
        return os.path.join(self.data, "epimark", "journal.db")

    def values(self, service):
        return "".join(value + "\n" for value in stage.CREDENTIALS[service])

    def run_tool(self, *args, given=None):
        return subprocess.run([stage.TOOL, *args], env=self.env, cwd=self.folder, input=given,
                              stdin=None if given is not None else subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=stage.PATIENCE, check=False)

    def save(self):
        return {name: file and bytes(file.durable)
                for name, file in power.Disk(self.data).names.items()}

    def put(self, left):
        power.put(self.data, left)

    def dying(self, at=0, how=""):
        """From now on programs die, until this is called without a call's number."""
        if os.path.exists(self.trace):
            os.unlink(self.trace)
        self.env.update(stage.preloading("dying.so"), EPIMARK_DYING_FOLDER=self.data,
                        EPIMARK_DYING_TRACE=self.trace, EPIMARK_DYING_AT=str(at),
                        EPIMARK_DYING_HOW=how)

    def living(self):
        for name in [n for n in self.env if n == "LD_PRELOAD" or n.startswith("EPIMARK_DYING_")]:
            del self.env[name]

    def find(self, text):
        """The files in the data folder that hold a text."""
        return [name for name, content in self.save().items() if content and text in content]

    def find_secret(self, but, of=tuple(stage.CREDENTIALS)):
        """What is wrong if a secret is in any file but these; None if it is not."""
        for service in of:
            for value in set(stage.CREDENTIALS[service]) - NO_SECRETS:
                found = set(self.find(value.encode())) - {f"epimark/{name}" for name in but}
                if found:
                    return f"a secret of {service} is in {sorted(found)}"
        return None

    def sign_out(self):
        """Signs out everywhere: then no file may hold a secret."""
        for service in ("tvdb", "tvmaze", "trakt"):
            self.tool("logout", service)
        return self.find_secret(())


def complains(text):
    return any(word in text for word in COMPLAINTS)


class Case:
    """One death of a scene, and what came of it."""

    def __init__(self, scene, how, at, seed=0):
        self.scene, self.how, self.at, self.seed = scene, how, at, seed
        self.problems = []
        self.call = ""
        self.died = False

    def __str__(self):
        more = f" {self.seed}" if self.how == "power" else ""
        return f"{self.scene.name} {self.how} {self.at}{more} ({self.call})"

    def wrong(self, kind, text):
        self.problems.append((kind, text))

    def play(self, home):
        """The scene: the disk as it was before, and what became of the act."""
        home.standin.control(reset=True)
        home.put(self.scene.furnished)
        self.scene.prepare(home)
        disk = power.Disk(home.data)
        home.dying(self.at, "before" if self.how == "power" else self.how)
        try:
            return disk, *self.scene.act(home)
        finally:
            home.living()

    def run(self, home):
        scene = self.scene
        for _ in range(scenes.TRIES):
            disk, said, code, errors = self.play(home)
            if code or said == scene.all() or complains(errors):
                break
        calls = disk.follow(home.trace)
        self.call = calls[min(self.at, len(calls)) - 1] if calls else ""
        self.died = code == -9 or self.how in REFUSALS and len(calls) >= self.at
        if self.how == "power":
            way, left = disk.cut(random.Random(f"{SEED} {scene.name} {self.at} {self.seed}"))
            self.call += ", " + way
            power.put(home.data, left)
            self.died = True
        if self.how in REFUSALS:
            self.judge_refusal(said, code, errors)
        elif code not in (0, -9):
            self.wrong("failed", f"ended with {code}: {errors}")
        scene.recover(home)
        self.judge(home, said, errors)
        return calls

    def judge_refusal(self, said, code, errors):
        """A disk that refuses is reported, and stops no player."""
        player = isinstance(self.scene, scenes.Film)
        if code not in ((0,) if player else (0, 1)):
            self.wrong("failed", f"ended with {code}: {errors}")
        if self.scene.all() - said and not complains(errors):
            self.wrong("failed", f"nothing was said of it: {errors}")

    def judge(self, home, said, text):
        """What was acknowledged is kept; then what is missing is done again, and all is sent."""
        scene, code = self.scene, 0
        kept = scene.kept(home)
        if said - kept:
            self.wrong("lost", f"{said - kept} was acknowledged: {text}")
        for _ in range(scenes.TRIES):
            if kept != scene.all():
                said, code, text = scene.act(home)
                kept = scene.kept(home)
        bad = scene.finish(home)
        if bad:
            self.wrong("lost", bad)
        if scene.kept(home) != scene.all():
            self.wrong("lost", f"only {kept}, again: {said}, {code}, {text}")
        held = scenes.holds(home.standin.state())
        wanted = sorted(scene.wanted, key=str)
        for row in [row for row in wanted if row not in held]:
            self.wrong("lost", f"{row} is not there")
        for row in held:
            if row not in wanted or held.count(row) > wanted.count(row):
                self.wrong("doubled", f"{row} is there {held.count(row)} times")
                break
        self.judge_files(home)
        bad = scene.check(home)
        if bad:
            self.wrong("left", bad)

    def judge_files(self, home):
        db = sqlite3.connect(home.journal())
        for check in ("integrity_check", "foreign_key_check"):
            found = [row for row in db.execute(f"PRAGMA {check}") if row != ("ok",)]
            if found:
                self.wrong("damaged", f"{check}: {found[:3]}")
        db.close()
        names = set(os.listdir(os.path.dirname(home.journal())))
        more = names - USUAL - set(self.scene.leaves)
        if more:
            self.wrong("left", f"{sorted(more)}")
        secret = home.find_secret(("credentials.json",))
        if secret:
            self.wrong("left", secret)


class Theatre:
    """Plays cases, several at a time."""

    def __init__(self, verbose):
        self.verbose = verbose
        self.homes = queue.Queue()
        self.all = [Home(number) for number in range(HOMES)]
        for home in self.all:
            home.open()
            self.homes.put(home)
        self.deaths, self.counts, self.bad = 0, {}, []

    def close(self):
        for home in self.all:
            home.close()

    def furnish(self, scene):
        """What the folder of a scene is like before it, and the calls of its act."""
        home = self.homes.get()
        home.put({})
        for service in scene.signed_in:
            home.tool("login", service, given=home.values(service))
        scene.furnish(home)
        scene.furnished = home.save()
        case = Case(scene, "undisturbed", 0)
        calls = case.run(home)
        self.homes.put(home)
        self.add(case)
        return calls

    def play(self, case):
        home = self.homes.get()
        try:
            case.run(home)
        except Exception:  # pylint: disable=broad-except
            case.wrong("failed", traceback.format_exc())
            for player in home.players:
                player.kill()
            home.players.clear()
            home.living()
        self.homes.put(home)
        self.add(case)

    def add(self, case):
        self.deaths += case.died
        for kind, _ in case.problems:
            self.counts[kind] = self.counts.get(kind, 0) + 1
        if case.problems:
            self.bad.append(case)
            print(f"{case}: " + "; ".join(f"{kind}: {text}" for kind, text in case.problems),
                  flush=True)
        elif self.verbose:
            print(f"{case}: ok", flush=True)


def cases_of(scene, calls):
    """Every way to die at every call, and after the last."""
    for at, call in enumerate(calls, 1):
        kind = call.split(" ")[0]
        yield Case(scene, "before", at)
        if kind in ("write", "send"):
            yield Case(scene, "half", at)
        if kind == "send":
            yield Case(scene, "after", at)
        else:
            for how in REFUSALS[at % 2::2]:
                yield Case(scene, how, at)
    for at in range(1, len(calls) + 2):
        for seed in range(CUTS):
            yield Case(scene, "power", at, seed)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--long", action="store_true", help="all, instead of a sample")
    parser.add_argument("--scene", help="only this one")
    parser.add_argument("--how", help="only this way to die")
    parser.add_argument("--at", type=int, help="only at this call")
    parser.add_argument("--sample", type=int, default=60, help="so many cases")
    parser.add_argument("--seed", type=int, default=SEED, help="of the sample")
    parser.add_argument("--verbose", action="store_true")
    given = parser.parse_args()
    began = time.monotonic()
    theatre = Theatre(given.verbose)
    try:
        acts = [kind() for kind in scenes.SCENES if given.scene in (None, kind.name)]
        cases = []
        with concurrent.futures.ThreadPoolExecutor(HOMES) as pool:
            for scene, calls in zip(acts, pool.map(theatre.furnish, acts)):
                print(f"{scene.name}: {len(calls)} calls", flush=True)
                cases += [case for case in cases_of(scene, calls)
                          if given.how in (None, case.how) and given.at in (None, case.at)]
            if not given.long:
                cases = random.Random(given.seed).sample(cases, min(given.sample, len(cases)))
            list(pool.map(theatre.play, cases))
    finally:
        theatre.close()
    counts = theatre.counts
    print(f"{theatre.deaths} deaths, {counts.get('lost', 0)} lost, {counts.get('doubled', 0)} "
          f"doubled, {sum(counts.values()) - counts.get('lost', 0) - counts.get('doubled', 0)} "
          f"otherwise wrong, in {time.monotonic() - began:.0f} s")
    return 1 if theatre.bad else 0


if __name__ == "__main__":
    sys.exit(main())
