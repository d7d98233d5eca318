# SPDX-License-Identifier: MIT
"""Plays a file in mpv with the plugin, presses a rating key, and compares what reached the
services with what is expected there. Run by packaging/try, from the top of the project."""

import argparse
import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

BUILD = os.path.abspath("build/release")
WORK = os.path.abspath("build/try")
TOOL = os.path.join(BUILD, "epimark")
SPEED = 20

# The clip, and what has to be found for it in the stand-ins' own catalogue. Both titles have
# accents, so that what cannot read those is noticed here.
CLIP = "Pokémon.S01E02.1080p.WEB.x264-TRY.mkv"
CLIP_SECONDS = 64
CLIP_IS = {"series": "Pokémon", "season": 1, "number": 2, "tvdb": 76703}

# Where the stand-ins serve what an option names.
PLACES = {"tvmaze_url": "/tvmaze", "tvmaze_user_url": "/tvmaze/v1", "tvdb_url": "/tvdb/v4",
          "tvdb2_url": "/tvdb2", "trakt_url": "/trakt", "trakt_auth_url": "/trakt-auth",
          "trakt1_url": "/trakt1", "mdblist_url": "/mdblist"}


class Failed(Exception):
    """Something that was expected did not happen: its text is for the user."""


def wait_for(what, seconds, question):
    """Asks until the answer is true, and returns it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = question()
        if answer:
            return answer
        time.sleep(0.05)
    raise Failed(f"{what}: did not happen within {seconds:.0f} s")


def epimark(env, *arguments, given=None, may_fail=False):
    done = subprocess.run([TOOL, *arguments], env=env, input=given, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode and not may_fail:
        raise Failed(f"epimark {' '.join(arguments)}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def make_clip():
    """A clip is made once; a video of few pixels, a tone, a keyframe each second."""
    path = os.path.join(WORK, "videos", CLIP)
    if not os.path.exists(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        subprocess.run(
            ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=10",
             "-f", "lavfi", "-i", "sine=frequency=440", "-t", str(CLIP_SECONDS), "-g", "10",
             "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", path + ".new.mkv"],
            check=True)
        os.rename(path + ".new.mkv", path)
    return path


# ---- The services, and a home of its own ----

class Standin:
    """The stand-in services: a process of their own, which prints what it received."""

    def __init__(self, catalogue):
        port_file = os.path.join(WORK, "port")
        command = [os.path.join(BUILD, "epimark-standin"), "--port-file", port_file, "--log",
                   os.path.join(WORK, "requests.jsonl")]
        if catalogue:
            command += ["--catalogue", catalogue]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            wait_for("the stand-in services", 30, lambda: self.is_up(port_file))
        except Failed:
            self.process.kill()
            raise
        with open(port_file, encoding="ascii") as file:
            self.url = f"http://127.0.0.1:{int(file.read())}"

    def is_up(self, port_file):
        if self.process.poll() is not None:
            raise Failed("the stand-in services did not start")
        return os.path.exists(port_file)

    def state(self):
        ask = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with ask.open(self.url + "/__state", timeout=10) as answer:
            return json.load(answer)

    def proof(self):
        """Ends it, and returns the list of what it received."""
        self.process.terminate()
        return self.process.communicate(timeout=20)[0]


def standin_credentials():
    """What the stand-ins accept, by service, in the order of `epimark login`."""
    with open("tests/standin/standin.h", encoding="utf-8") as file:
        known = dict(re.findall(r'#define STANDIN_(\w+)\s+"([^"]*)"', file.read()))
    ends = str(int(time.time()) + 7 * 86400)
    return {"tvmaze": [known["TVMAZE_USER"], known["TVMAZE_KEY"]],
            "tvdb": [known["TVDB_USER_KEY"], known["TVDB_PIN"]],
            "trakt": [known["TRAKT_ID"], known["TRAKT_SECRET"], known["TRAKT_ACCESS"],
                      known["TRAKT_REFRESH"], ends]}


def private_home(stack, standin):
    """A home for mpv, the tool and a keyring, with nothing of the user's."""
    env = {name: value for name, value in os.environ.items()
           if name in ("PATH", "TZ", "LANG", "LC_ALL")}
    # A socket's path is short; the folder goes when this ends.
    run = stack.enter_context(tempfile.TemporaryDirectory(prefix="epimark-try-"))
    env.update(HOME=os.path.join(WORK, "home"), XDG_RUNTIME_DIR=run)
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        env[f"XDG_{name}_HOME"] = os.path.join(WORK, "home", name.lower())
    options = os.path.join(env["XDG_CONFIG_HOME"], "mpv", "script-opts")
    os.makedirs(options)
    os.makedirs(env["XDG_DATA_HOME"])
    with open(os.path.join(options, "epimark.conf"), "w", encoding="utf-8") as file:
        file.write("min_seconds=1\n")
        for name, place in PLACES.items():
            file.write(f"{name}={standin.url}{place}\n")
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1",
         f"--address=unix:path={run}/bus"], env=env, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True)
    stack.callback(lambda: (bus.terminate(), bus.wait()))
    env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
    # A keyring is unlocked before anybody asks it; it ends with its bus.
    subprocess.run(["gnome-keyring-daemon", "--unlock", "--components=secrets"], env=env,
                   input="try", text=True, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    for service, values in standin_credentials().items():
        epimark(env, "login", service, given="".join(value + "\n" for value in values))
    return env


# ---- The player ----

class Player:
    """mpv with the plugin, under remote control."""

    def __init__(self, env, path, run, private):
        address = os.path.join(run, "mpv")
        command = ["mpv", f"--script={BUILD}/epimark.so", f"--input-ipc-server={address}",
                   "--load-scripts=no", "--vo=null", "--ao=null", f"--speed={SPEED}", "--idle=yes",
                   "--keep-open=no", "--pause", "--no-resume-playback", "--no-terminal",
                   f"--log-file={WORK}/mpv.log"]
        if private:
            command.append("--msg-level=epimark=debug")
        self.process = subprocess.Popen(command + ["--", path], env=env, stdin=subprocess.DEVNULL)
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(30)
        self.lines = None
        self.count = 0
        wait_for("mpv", 20, lambda: self.connect(address))
        wait_for("a file that mpv can play", 30, lambda: self.get("duration"))

    def connect(self, address):
        if self.process.poll() is not None:
            raise Failed("mpv ended at once; see build/try/mpv.log")
        try:
            self.socket.connect(address)
        except OSError:
            return False
        self.lines = self.socket.makefile("r", encoding="utf-8", errors="replace")
        return True

    def command(self, *words):
        self.count += 1
        message = json.dumps({"command": words, "request_id": self.count})
        self.socket.sendall(message.encode() + b"\n")
        for line in self.lines:
            answer = json.loads(line)
            if answer.get("request_id") == self.count and "event" not in answer:
                return answer.get("data") if answer["error"] == "success" else None
        raise Failed("mpv went away; see build/try/mpv.log")

    def get(self, name):
        if self.command("get_property", "idle-active"):
            raise Failed("mpv cannot play this file; see build/try/mpv.log")
        return self.command("get_property", name)

    def is_over(self):
        return self.command("get_property", "idle-active")

    def quit(self):
        with contextlib.suppress(OSError):
            self.socket.sendall(b'{"command":["quit"]}\n')
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
            return
        self.process.kill()
        self.process.wait()
        raise Failed("mpv did not end within 20 s")


def play(player, rating):
    duration = player.get("duration")
    player.command("set_property", "pause", False)
    wait_for("playing", 30, lambda: (player.get("time-pos") or 0) > min(60, duration / 10))
    if rating:
        player.command("keypress", f"Ctrl+{rating % 10}")
    wait_for("the end of the file", duration / SPEED * 2 + 60, player.is_over)


# ---- What happened ----

def place(thing):
    return f"{thing['series']} {thing['season']}x{thing['number']:02}"


def judge(state, expected, rating):
    """Every difference between what arrived and what should have."""
    marks, ratings = state["marks"], state["ratings"]
    for what, things in (("mark", marks), ("rating", ratings)):
        if len(things) != 1:
            yield f"{len(things)} {what}s arrived, not one"
        for thing in things:
            if thing["times"] != 1:
                yield f"the {what} of {place(thing)} arrived {thing['times']} times"
            if place(thing) != place(expected):
                yield f"the {what} is of {place(thing)}, not {place(expected)}"
            elif expected["tvdb"] not in (None, thing["ids"]["tvdb_series"]):
                yield f"the {what} is of another {thing['series']}"
    if any(mark["type"] != 0 for mark in marks):
        yield "the mark is not of the type watched"
    if any(str(thing["rating"]) != str(rating) for thing in ratings):
        yield f"the rating is not {rating}"
    if state["plays"]:
        yield "a play arrived at Trakt that nobody asked for"


def expected_of(env, path):
    """Which episode the catalogues say a file is."""
    answer = json.loads(epimark(env, "match", path, may_fail=True))
    if not answer.get("series"):
        raise Failed(f"{os.path.basename(path)}: {answer.get('reason')}")
    if len(answer["episodes"]) != 1:
        raise Failed("this file is more than one episode; try one that is a single episode")
    episode = answer["episodes"][0]
    return {"series": answer["series"]["title"], "season": episode["season"],
            "number": episode["number"], "tvdb": answer["series"].get("tvdb")}


def try_standin(arguments):
    path = os.path.abspath(arguments.file) if arguments.file else make_clip()
    rating = arguments.rate or 8
    with contextlib.ExitStack() as stack:
        standin = Standin(arguments.catalogue)
        stack.callback(standin.process.kill)
        env = private_home(stack, standin)
        expected = expected_of(env, path) if arguments.file else CLIP_IS
        player = Player(env, path, env["XDG_RUNTIME_DIR"], True)
        try:
            play(player, rating)
            arrived = lambda: [s for s in [standin.state()] if s["marks"] and s["ratings"]]
            with contextlib.suppress(Failed):
                wait_for("the services", 15, arrived)
        finally:
            player.quit()
        print("\nWhat the journal holds:")
        print(epimark(env, "history").rstrip())
        # Nothing is left to send, and nothing is sent twice.
        epimark(env, "sync", may_fail=True)
        faults = list(judge(standin.state(), expected, rating))
        print("\nWhat the stand-in services received:")
        print(standin.proof().rstrip())
    if faults:
        raise Failed("; ".join(faults))
    print(f"\nAs expected: {place(expected)} marked and rated {rating}, once each.")


def try_live(arguments):
    path = os.path.abspath(arguments.file)
    with contextlib.ExitStack() as stack:
        run = stack.enter_context(tempfile.TemporaryDirectory(prefix="epimark-try-"))
        player = Player(dict(os.environ), path, run, False)
        try:
            play(player, arguments.rate)
        finally:
            player.quit()
        synced = subprocess.run([TOOL, "sync"], check=False).returncode
        print(epimark(None, "history", "--limit", "1").rstrip())
        entries = json.loads(epimark(None, "history", "--limit", "1", "--json"))
    if synced or not entries or entries[0]["path"] != path or entries[0]["state"] != "sent":
        raise Failed("not everything arrived; `epimark queue` and `epimark status` tell why")


def read_arguments():
    parser = argparse.ArgumentParser(
        prog="packaging/try", add_help=False,
        usage="packaging/try [FILE] [--catalogue DIR] [--rate N]\n"
              "       packaging/try --live FILE [--rate N]")
    parser.add_argument("file", nargs="?")
    parser.add_argument("--catalogue")
    parser.add_argument("--rate", type=int, choices=range(1, 11))
    parser.add_argument("--live", action="store_true")
    arguments = parser.parse_args()
    if arguments.live and (not arguments.file or arguments.catalogue):
        parser.error("--live takes a FILE of yours and no --catalogue")
    if arguments.file and not os.path.isfile(arguments.file):
        parser.error(f"no such file: {arguments.file}")
    return arguments


def main():
    arguments = read_arguments()
    # The clip stays; everything else is of one run.
    os.makedirs(WORK, exist_ok=True)
    for name in os.listdir(WORK):
        if name != "videos":
            path = os.path.join(WORK, name)
            (shutil.rmtree if os.path.isdir(path) else os.remove)(path)
    try:
        (try_live if arguments.live else try_standin)(arguments)
    except Failed as failed:
        print(f"packaging/try: {failed}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
