# SPDX-License-Identifier: MIT
"""What epimark costs a player, as one table: its start, its end while anything hangs that can, its
event loop, its memory, its processor and its frames. Each figure is the median of pairs that are
measured in turn, against a player without the plugin or, at the start, with one that is only linked
to the same libraries. Exits with 1 if one is not as wanted. --sample: a few of
the hangs by chance, one pair of each, and only whether one is waited for."""

import fcntl
import glob
import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
import unittest

import pairs  # puts tests/e2e in the path
import keyring
import stage

LINKED = os.path.join(stage.BUILD, "tests", "bench", "linked.so")
HOST = os.path.join(stage.BUILD, "tests", "e2e", "host")
PAIRS = 20
SAMPLE = 6         # rows
WAITED_MS = 2000   # who takes that much longer to end has waited for what hangs
START_MS, QUIT_MS, TURN_MS, KIB, OWN_KIB, PROCESSOR, FRAMES = 5, 50, 1, 6 * 1024, 3 * 1024, 0.1, 0
TURNS = 5          # runs of the host
table = []         # name, unit, measured, at most


def plugin_ns(player):
    """What the threads of the plugin have taken of the processor."""
    taken = 0
    for thread in glob.glob(f"/proc/{player.process.pid}/task/*"):
        with open(thread + "/comm", encoding="utf-8") as comm:
            if not comm.read().startswith(("epimark", "mpv/SO plugin")):
                continue
        with open(thread + "/schedstat", encoding="ascii") as file:
            taken += int(file.read().split()[0])
    return taken


class Row(keyring.Keyring):
    """A row of the table; subclasses measure it."""

    options = {"min_seconds": 20, "credential_store": "file", "scrobble_on": "tvmaze,trakt"}
    name, unit, wanted = "", "ms", 0
    count, judged, keeps_journal = PAIRS, True, False

    def __init__(self):
        super().__init__("measure")

    def id(self):
        return "bench." + re.sub(r"\W+", "-", f"{type(self).__name__} {self.name}")

    def start(self, plugin, path, *args, speed=1):
        """A player with a plugin of its own, or none; the journal is as on the first day."""
        for left in glob.glob(os.path.join(self.data, "epimark", "journal.*")):
            if not self.keeps_journal:
                os.unlink(left)
        self.prepare()
        player = self.play(path, speed=speed, args=[
            "--load-scripts=no", "--keep-open", *args,
            *([f"--script={plugin}"] if plugin else [])])
        return player

    def prepare(self):
        """Before each player."""

    def end(self, player):
        player.end()
        self.players.remove(player)

    def measure(self):
        self.begin()
        found = []
        for _ in range(self.count):
            ours = self.once(True)
            found.append(ours - self.once(False))
        self.add(statistics.median(found))

    def add(self, measured):
        limit = self.wanted if self.judged else WAITED_MS
        good = measured <= limit
        table.append((self.name, self.unit, measured, limit, good))
        sign = "" if good else "  MISSED"
        print(f"{self.name:44}  {measured:+9.3f} {self.unit:4}  at most {limit:5}{sign}",
              flush=True)

    def begin(self):
        self.path = self.clip(pairs.EPISODE)


class Start(Row):
    name, wanted = "start, to the first frame", START_MS

    def once(self, ours):
        player = self.start(stage.PLUGIN if ours else LINKED, self.path)
        player.wait_event("playback-restart")
        taken = time.monotonic() - player.started
        player.send("quit")
        self.end(player)
        return taken * 1000


# ---- The end ----

class Quit(Row):
    """The end of a player while something hangs: begin() brings it about, and a player has come to
    it when ready() returns."""

    name, wanted = "quit", QUIT_MS
    faults, services, speed, more = (), ("tvmaze", "trakt"), 1, {}

    def begin(self):
        super().begin()
        self.sign_in(*self.services)
        if self.faults:
            self.standin.control(fault=self.faults)
        self.set_options(**self.more)

    def once(self, ours):
        before = len(self.standin.requests(*self.awaited)) if self.awaited else 0
        player = self.start(stage.PLUGIN if ours else None, self.path, speed=self.speed)
        player.wait_event("playback-restart")
        if ours:
            self.ready(player, before)
        began = time.monotonic()
        player.send("quit")
        code = player.process.wait()  # with a time limit it would only look now and then
        taken = time.monotonic() - began
        self.assertEqual(code, 0)
        self.end(player)
        return taken * 1000

    awaited = None  # the request that hangs: method and path

    def ready(self, player, before):
        if self.awaited:
            self.standin.wait_for(*self.awaited, before + 1)
        else:
            player.said("read as")


def request(title, method, path, how="stall", services=("tvmaze", "trakt"), speed=1, **more):
    """A request that is not answered, or one byte at a time."""
    fault = {"match": f"{method} {path}*", "nth": 0, "do": how, "delay_ms": 500}
    return type("Request", (Quit,), {
        "name": "quit: " + title, "awaited": (method, path), "faults": fault,
        "services": services, "speed": speed, "more": more})


class Rating(Quit):
    name, awaited = "quit: a rating is not answered", ("POST", "/trakt/sync/ratings")
    faults = {"match": "POST /trakt/sync/ratings", "nth": 0, "do": "stall"}
    keeps_journal = True  # in a new one, a rating may be older than the sign-in

    def ready(self, player, before):
        player.said("read as")
        player.command("script-message-to", "epimark", "rate", "8")
        super().ready(player, before)


class Token(Quit):
    name, awaited = "quit: the renewal of a token is not answered", ("POST", stage.TOKEN)
    speed = 20

    def begin(self):
        Row.begin(self)

    def prepare(self):
        """A renewal that was interrupted is not repeated: each player has one of its own."""
        shutil.rmtree(os.path.join(self.data, "epimark"), ignore_errors=True)
        self.standin.control(faults=None)
        self.standin.control(reset=True)
        self.sign_in("tvmaze")
        self.sign_in_expired()
        self.standin.control(fault={"match": "POST " + stage.TOKEN, "nth": 0, "do": "stall"})


class Server(Quit):
    """A server of which only the socket is there."""

    scheme, backlog, taken = "http", 16, 0

    def begin(self):
        super().begin()
        self.server = socket.create_server(("127.0.0.1", 0), backlog=self.backlog)
        self.addCleanup(self.server.close)
        self.server.settimeout(stage.PATIENCE)
        address = self.server.getsockname()
        for _ in range(self.taken):  # no room is left for another connection
            waiting = socket.socket()
            waiting.setblocking(False)
            waiting.connect_ex(address)
            self.addCleanup(waiting.close)
        self.set_options(tvmaze_url=f"{self.scheme}://127.0.0.1:{address[1]}/tvmaze")


    def ready(self, player, before):
        """Once it has the first byte."""
        connection = self.server.accept()[0]
        self.addCleanup(connection.close)
        connection.recv(1)


class Silent(Server):
    name = "quit: a server accepts and says nothing"


class Full(Server):
    name, backlog, taken = "quit: a server accepts nobody", 0, 4

    def ready(self, player, before):
        player.said("read as")


class Handshake(Server):
    name, scheme = "quit: a TLS handshake is not answered", "https"

    def ready(self, player, before):
        """Once libcurl has read the certificates, which it does behind its first message."""
        super().ready(player, before)
        taken, now = -1, plugin_ns(player)
        while now != taken:
            time.sleep(0.02)
            taken, now = now, plugin_ns(player)


class Names(Quit):
    name = "quit: the server of names is silent"

    def begin(self):
        super().begin()
        self.set_options(tvmaze_url="https://names.example/tvmaze")
        self.env |= stage.preloading("unresolved.so")


class Locked(Quit):
    """Another program holds what the journal needs."""

    name, places = "quit: the journal is locked by a writer", ()
    speed = 20

    def prepare(self):
        folder = os.path.join(self.data, "epimark")
        subprocess.run([stage.TOOL, "history"], env=self.env, check=True, capture_output=True)
        if hasattr(self, "writer"):
            self.writer.close()
            self.lock_file.close()
        self.writer = sqlite3.connect(os.path.join(folder, "journal.db"), isolation_level=None)
        self.lock_file = open(os.path.join(folder, "journal.lock"), "r+b")
        if self.places:
            for place in self.places:
                fcntl.lockf(self.lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        else:
            self.writer.execute("BEGIN EXCLUSIVE")

    def ready(self, player, before):
        player.said("read as")
        player.wait_position(85)

    def tearDown(self):
        self.writer.close()
        self.lock_file.close()
        super().tearDown()


class Opening(Locked):
    name, places = "quit: another program is opening the journal", (0,)


class Draining(Locked):
    name, places = "quit: the spool and the journal are locked", (0, 2)


class Pipe(Locked):
    name = "quit: the journal is locked and its spool a pipe"

    def prepare(self):
        super().prepare()
        path = os.path.join(self.data, "epimark", "journal.spool")
        os.mkfifo(path)


class Stopped(Quit):
    """The keyring, or the bus to it, does not go on."""

    more = {"credential_store": "keyring"}
    services = ()
    process = None

    def begin(self):
        self.set_options(**self.more)
        self.start_bus()
        self.unlock()
        self.sign_in("tvmaze")
        super().begin()
        self.process = self.find()

    def prepare(self):
        os.kill(self.process, signal.SIGSTOP)

    def once(self, ours):
        try:
            return super().once(ours)
        finally:
            os.kill(self.process, signal.SIGCONT)

    def tearDown(self):
        if self.process:
            os.kill(self.process, signal.SIGCONT)
        super().tearDown()


class StoppedKeyring(Stopped):
    name = "quit: the keyring does not answer"

    def find(self):
        return self.daemon()


class StoppedBus(Stopped):
    name = "quit: D-Bus does not answer"

    def find(self):
        answer = self.call("org.freedesktop.DBus", "/org/freedesktop/DBus",
                           "org.freedesktop.DBus.GetConnectionUnixProcessID",
                           "string:org.freedesktop.DBus")
        return int(re.search(r"uint32 (\d+)", answer).group(1))


class DeadFolder(Quit):
    name = "quit: .epimark beside the video hangs"

    def begin(self):
        super().begin()
        self.path = self.clip(os.path.join("dead mount", pairs.EPISODE))
        self.env |= stage.preloading("dead_folder.so")


class DeadMount(DeadFolder):
    name = "quit: the video's file system hangs"

    def begin(self):
        super().begin()
        self.env["EPIMARK_DEAD_MOUNT"] = "yes"


SHOW = "/tvmaze/shows/180/episodes"
QUITS = [
    type("Idle", (Quit,), {"name": "quit, nothing hangs"}),
    request("a search is not answered", "GET", "/tvmaze/"),
    request("a list of episodes is not answered", "GET", "/tvmaze/shows/"),
    request("an answer drips", "GET", "/tvmaze/", "drip"),
    request("a search at TheTVDB is not answered", "GET", "/tvdb/v4/search",
            services=("tvdb", "tvmaze")),
    request("a mark is not answered", "PUT", "/tvmaze/v1/scrobble/", services=("tvmaze",), speed=20,
            scrobble_on="tvmaze"),
    request("a play is not answered", "POST", "/trakt/sync/history", services=("trakt",), speed=20,
            scrobble_on="trakt"),
    request("live watching is not answered", "POST", "/trakt/scrobble/start", live="yes",
            scrobble_on="trakt"),
    Rating, Token, Silent, Full, Handshake, Names, Locked, Opening, Draining, Pipe,
    StoppedKeyring, StoppedBus, DeadFolder, DeadMount,
]


# ---- While it plays ----

class Turn(Row):
    name, wanted = "event loop, 999 of 1,000 turns", TURN_MS

    def measure(self):
        found = []
        for _ in range(min(TURNS, self.count)):
            said = subprocess.run([HOST, "--limit", "1000", self.clip(pairs.EPISODE)], check=True,
                                  capture_output=True, text=True, env=os.environ).stdout
            found.append(float(re.search(r"999 took at most ([\d.]+) ms", said).group(1)))
        self.add(statistics.median(found))


class Steady(Row):
    """A player in the middle of an episode, with no notice on screen any more: those are drawn by
    mpv, which takes 2.6 MiB for its first text and gives them back."""

    def begin(self):
        super().begin()
        self.sign_in("tvmaze", "trakt")

    def once(self, ours):
        player = self.start(stage.PLUGIN if ours else None, self.path, "--osd-duration=100",
                            speed=4)
        player.wait_position(20)
        if ours:
            player.said("read as")
        before = self.look(player)
        player.wait_position(45)
        found = self.look(player)
        player.send("quit")
        self.end(player)
        return found - before if self.grows else found

    grows = False


class Memory(Steady):
    """With the pages of the libraries' files, of which the system maps sixteen where one is
    touched."""

    name, unit, wanted, line = "memory (RSS)", "KiB", KIB, "Rss"

    def look(self, player):
        with open(f"/proc/{player.process.pid}/smaps_rollup", encoding="ascii") as file:
            return int(re.search(rf"^{self.line}:\s*(\d+)", file.read(), re.M).group(1))


class Own(Memory):
    """What no file has and no other process shares."""

    name, wanted, line = "memory of its own", OWN_KIB, "Anonymous"


class Processor(Steady):
    """Of what the plugin's own threads take, which no other player has."""

    name, unit, wanted, grows = "processor, of one core at speed 1", "%", PROCESSOR, True
    def look(self, player):
        """Per cent of the 10 s of film between both looks, in which speed 4 does more."""
        return plugin_ns(player) / 10e9 * 100


class Frames(Steady):
    name, unit, wanted, grows = "frames dropped", "", FRAMES, True

    def look(self, player):
        return sum(player.command("get_property", name) or 0
                   for name in ("frame-drop-count", "decoder-frame-drop-count"))


def main():
    rows, end = [Start, *QUITS, Turn, Memory, Own, Processor, Frames], "as wanted"
    if "--sample" in sys.argv:
        seed = int(os.environ.get("EPIMARK_SEED") or random.randrange(1 << 31))
        print(f"a sample of {SAMPLE} rows, seed {seed}")
        rows, end = random.Random(seed).sample(QUITS, SAMPLE), "not waited for"
        Row.count, Row.judged = 1, False
    began = time.monotonic()
    result = unittest.TestResult()
    for row in rows:
        row().run(result)
    for test, text in result.failures + result.errors:
        print(f"{test.name}: {text}")
    good = sum(row[-1] for row in table)
    print(f"{good} of {len(rows)} {end}, in {time.monotonic() - began:.0f} s")
    sys.exit(0 if good == len(rows) and result.wasSuccessful() else 1)


if __name__ == "__main__":
    main()
