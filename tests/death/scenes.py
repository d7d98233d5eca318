# SPDX-License-Identifier: MIT
"""What is done while death comes: each scene has one act, a command of the tool or a film in the
player, what it is to lead to, and how to see that it is kept."""

import json
import os
import sqlite3
import subprocess

import stage

TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
TRIES = 4  # at a film: at twenty times its speed, a busy machine may miss too much of it
MARKS, PLAYS, RATINGS = "marks", "plays", "ratings"


def holds(state):
    """What the services hold, in order: the same twice is there twice."""
    def episode(row):
        return row.get("series"), row.get("season"), row.get("number")
    return sorted(
        [(MARKS, *episode(mark)) for mark in state["marks"]] +
        [(PLAYS, *episode(play)) for play in state["plays"]] +
        [(RATINGS, *episode(rating), rating["rating"]) for rating in state["ratings"]],
        key=str)


def seen(*numbers, series="Firefly"):
    """What the services hold of episodes that were watched."""
    return [(kind, series, 1, number) for number in numbers for kind in (MARKS, PLAYS)]


class Scene:
    """One act, after which the services are to hold `wanted`. The act is acknowledged by exit
    status 0 or by anything that it printed."""

    name = ""
    signed_in = ("tvdb", "tvmaze", "trakt")
    wanted = []
    leaves = ()         # names of files that may be there afterwards

    def furnish(self, home):
        """Once: what is in the data folder, without a request."""

    def prepare(self, home):
        """Each time, with the services."""

    def act(self, home):
        """The act: what was acknowledged, how it ended, and what was said of an error."""
        return self.result(home.run_tool(*self.command))

    def result(self, done, printed=True):
        """The same of a command that has ended; printed: what it prints acknowledges the act."""
        said = {self.name} if done.returncode == 0 or printed and done.stdout else set()
        return said, done.returncode, done.stdout + done.stderr

    def kept(self, home):
        """What of it is kept."""
        raise NotImplementedError

    def all(self):
        """What is kept if all is."""
        return {self.name}

    def recover(self, home):
        """What is done before the first look at what is kept."""

    def finish(self, home):
        """Everything is sent."""
        for _ in range(3):
            done = home.run_tool("sync", "--backlog")
            if done.returncode == 0:
                return None
        return f"not sent: {done.stdout}{done.stderr}"

    def check(self, home):
        """Anything else that is wrong in the end: a text, or None."""


def entries(home, path):
    return [entry for entry in home.history() if entry["path"] == path]


class Mark(Scene):
    name = "mark"
    command = ("mark", "Firefly", "1x02")
    wanted = seen(2)

    def kept(self, home):
        found = entries(home, "Firefly S01E02")
        return {self.name} if any(entry["watched_at"] for entry in found) else set()


class Begin(Mark):
    """The same, and there is no journal yet."""
    name = "begin"
    signed_in = ()
    wanted = []

    def finish(self, home):
        home.run_tool("sync")


class Rate(Scene):
    name = "rate"
    command = ("rate", "8", "Firefly", "1x02")
    wanted = seen(2) + [(RATINGS, "Firefly", 1, 2, "8")]

    def prepare(self, home):
        home.tool("mark", "Firefly", "1x02")
        home.tool("rate", "5", "Firefly", "1x02")
        home.tool("sync")

    def kept(self, home):
        [entry] = entries(home, "Firefly S01E02")
        return {self.name} if entry["rating"] == 8 else set()


class Undo(Scene):
    name = "undo"
    command = ("undo", "Firefly", "1x03")
    wanted = seen(2)

    def prepare(self, home):
        home.tool("mark", "Firefly", "1x02-1x03")
        home.tool("sync")

    def kept(self, home):
        found = entries(home, "Firefly S01E03")
        return set() if any(e["watched_at"] and e["state"] != "undone" for e in found) else \
            {self.name}


class Fix(Scene):
    name = "fix"
    path = "/tv/Some Folder/Firefly S01E04.mkv"
    command = ("fix", path, "--series", "Scrubs")
    wanted = seen(4, series="Scrubs")

    def prepare(self, home):
        home.tool("mark", "--missing", self.path)
        home.tool("sync")

    def kept(self, home):
        # It is identified anew by the next sync.
        [entry] = entries(home, self.path)
        return {self.name} if "Scrubs" in (entry["series"] or {}).get("title", "Scrubs") else set()


class Login(Scene):
    name = "login"
    command = ("login", "trakt")
    signed_in = ("tvdb", "tvmaze")
    wanted = seen(2)

    def furnish(self, home):
        home.tool("mark", "Firefly", "1x02")

    def act(self, home):
        return self.result(home.run_tool(*self.command, given=home.values("trakt")))

    def kept(self, home):
        status = json.loads(home.tool("status", "--json", code=None))
        return {self.name} if any(s["service"] == "trakt" and s["signed_in"] for s in status) \
            else set()

    def check(self, home):
        return home.sign_out()


class Logout(Scene):
    name = "logout"
    command = ("logout", "trakt")

    def kept(self, home):
        status = json.loads(home.tool("status", "--json", code=None))
        return set() if any(s["service"] == "trakt" and s["signed_in"] for s in status) else \
            {self.name}

    def finish(self, home):
        return None

    def check(self, home):
        return home.find_secret((), of=("trakt",))


class Sync(Scene):
    """All that can wait: marks, plays, ratings, and the weekly copy."""
    name = "sync"
    command = ("sync",)
    wanted = seen(2, 3) + [(RATINGS, "Firefly", 1, 2, "8")]

    def furnish(self, home):
        home.tool("mark", "Firefly", "1x02-1x03")
        home.tool("rate", "8", "Firefly", "1x02")

    def act(self, home):
        return self.result(home.run_tool(*self.command), printed=False)

    def kept(self, home):
        held = holds(home.standin.state())
        return {self.name} if all(row in held for row in self.wanted) else set()


class TakeBack(Sync):
    """What was sent is taken back."""
    name = "take-back"
    wanted = seen(2)

    def furnish(self, home):
        home.tool("mark", "Firefly", "1x02-1x03")
        home.tool("rate", "8", "Firefly", "1x02")

    def prepare(self, home):
        home.tool("sync")
        home.tool("undo", "Firefly", "1x03")
        home.tool("rate", "0", "Firefly", "1x02")

    def kept(self, home):
        return {self.name} if holds(home.standin.state()) == sorted(self.wanted, key=str) else set()


class Renew(Sync):
    """The token has ended, and what renews it can be used once."""
    name = "renew"
    command = ("sync", "--backlog")
    wanted = seen(2)
    signed_in = ("tvdb", "tvmaze")

    def furnish(self, home):
        home.tool("mark", "Firefly", "1x02")

    def prepare(self, home):
        home.sign_in_expired()

    def finish(self, home):
        done = home.run_tool("sync", "--backlog")
        if done.returncode != 0:
            if "epimark login trakt" not in done.stdout + done.stderr:
                return f"does not ask to sign in: {done.stdout}{done.stderr}"
            self.sign_in_again(home)
        return super().finish(home)

    def sign_in_again(self, home):
        """On the web page, since the first token is used up."""
        values = stage.CREDENTIALS["trakt"][:2]
        login = subprocess.Popen([stage.TOOL, "login", "--page", "trakt"], env=home.env, text=True,
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        login.stdin.write("".join(value + "\n" for value in values))
        login.stdin.close()
        login.stdout.readline()
        home.standin.control(device="approve")
        login.stdout.read()
        login.wait(stage.PATIENCE)
        login.stdout.close()

    def check(self, home):
        return home.sign_out()


class Migrate(Scene):
    """The oldest schema becomes the newest."""
    name = "migrate"
    command = ("history", "--json")
    source = "journal-1.sql"
    signed_in = ()

    def furnish(self, home):
        os.makedirs(os.path.dirname(home.journal()))
        with sqlite3.connect(home.journal()) as db, \
                open(os.path.join(TESTS, "data", self.source), encoding="utf-8") as file:
            db.executescript(file.read())
        db.close()
        self.before = None

    def prepare(self, home):
        if self.before is None:
            saved = home.save()
            self.before = home.tool(*self.command)
            home.put(saved)

    def kept(self, home):
        return {self.name} if home.tool(*self.command) == self.before else set()

    def act(self, home):
        # Whatever it says, what was there must be there.
        return {self.name}, *self.result(home.run_tool(*self.command))[1:]

    def finish(self, home):
        return None


class Salvage(Migrate):
    """A damaged journal is mended."""
    name = "salvage"
    # The last two are there where they could not be removed; the next repair, and forget, do it.
    leaves = ("journal.db.corrupt-1", "journal.db.corrupt-1-wal", "journal.db.corrupt-2",
              "journal.db.corrupt-3", "journal.db.mend", "journal.db.mend-wal")

    def furnish(self, home):
        home.tool("mark", "Firefly", "1x02-1x04")
        home.tool("rate", "8", "Firefly", "1x02")
        with sqlite3.connect(home.journal()) as db:
            [page] = db.execute("SELECT rootpage FROM sqlite_schema WHERE type = 'index'"
                                " AND tbl_name = 'entries'").fetchone()
        db.close()
        with open(home.journal(), "r+b") as file:
            file.seek((page - 1) * 4096)
            file.write(b"\x5a" * 4096)
        self.before = None


class Forget(Scene):
    name = "forget"
    path = "/tv/Some Folder/Firefly S01E04.mkv"
    command = ("forget", "--yes", path)
    wanted = seen(2, 4)

    def prepare(self, home):
        home.tool("mark", "Firefly", "1x02")
        home.tool("mark", "--missing", self.path)
        home.tool("sync")

    def kept(self, home):
        return set() if entries(home, self.path) or home.find(b"Some Folder") else {self.name}


class Film(Scene):
    """A film in the player: watched and rated."""
    name = "film"
    wanted = seen(2) + [(RATINGS, "Firefly", 1, 2, "9")]
    clip = "Firefly.S01E02.mkv"
    acts = {"1x02: watched": "watched", "rated 9": "rated"}

    def furnish(self, home):
        home.tool("mark", "Lost", "1x01")
        home.tool("undo", "Lost", "1x01")

    def all(self):
        return set(self.acts.values())

    def recover(self, home):
        # What was parked, since the folder had not answered yet, is not shown before.
        home.run_tool("sync")

    def act(self, home):
        player = home.play(home.clip(self.clip), args=["--keep-open"])
        try:
            player.said("Firefly")
            player.press("Ctrl+9")
            player.wait_property("eof-reached", lambda reached: reached is True)
            player.send("quit")
        except (AssertionError, OSError):
            player.process.kill()
        code = player.end()
        log = player.log()
        home.players.remove(player)
        said = {act for text, act in self.acts.items() if any(text in line for line in log)}
        return said, code, "\n".join(log)

    def kept(self, home):
        found = [e for e in home.history() if e["path"].endswith(self.clip)]
        return {"watched" for e in found if e["watched_at"]} | \
            {"rated" for e in found if e["rating"] == 9}


class FirstFilm(Film):
    """The same without a journal: only who signed in is known."""
    name = "first-film"

    def furnish(self, home):
        for name in ("journal.db", "journal.lock"):
            os.unlink(os.path.join(os.path.dirname(home.journal()), name))


def set_version(home, number):
    """Makes the journal one of that version; the version that it was."""
    db = sqlite3.connect(home.journal())
    [old] = db.execute("PRAGMA user_version").fetchone()
    db.execute(f"PRAGMA user_version = {number}")
    db.close()
    return old


class Spooled(Film):
    """The same while the journal cannot be written: a newer version has made it."""
    name = "spooled"
    leaves = ("journal.spool.bad",)  # a line that a power cut has torn

    def furnish(self, home):
        self.old = set_version(home, 99)

    def recover(self, home):
        set_version(home, self.old)
        super().recover(home)


class Drain(Sync):
    """A spool is drained, and what is parked is settled."""
    name = "drain"
    wanted = seen(2, 3) + [(RATINGS, "Firefly", 1, n, "9") for n in (2, 3)]

    def furnish(self, home):
        old = set_version(home, 99)
        spool = os.path.join(os.path.dirname(home.journal()), "journal.spool")
        for number, name in (2, spool + ".parked"), (3, spool):
            film = Film()
            film.clip = f"Firefly.S01E{number:02}.mkv"
            for _ in range(TRIES):
                if film.act(home)[0] == film.all():
                    break
            os.rename(spool, name)
        set_version(home, old)


SCENES = (Mark, Begin, Rate, Undo, Fix, Login, Logout, Sync, TakeBack, Renew, Drain, Migrate,
          Salvage, Forget, Film, FirstFilm, Spooled)
