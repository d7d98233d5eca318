# SPDX-License-Identifier: MIT
"""What the end-to-end tests stand on: a real mpv with the real plugin in its scripts folder, the
real tool, the stand-in services, clips, and folders of the test's own below the build folder.
Nothing here waits by the clock alone: it waits for a line, an event or an end."""

import concurrent.futures
import http.server
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.request

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import sent  # noqa: E402, from the folder above

BUILD = os.environ.get("EPIMARK_BUILD") or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "..", "..", "build", "release")
BUILD = os.path.realpath(BUILD)
PLUGIN = os.path.join(BUILD, "epimark.so")
TOOL = os.path.join(BUILD, "epimark")
STANDIN = os.path.join(BUILD, "epimark-standin")
# Longer than anything takes on a busy machine; a test that gets there has failed.
PATIENCE = 60
# Where Trakt's refresh token is spent.
TOKEN = "/trakt-auth/oauth/token"
# Players at a time.
AT_ONCE = 4

# What the stand-in accepts, one value a line in the order of `epimark login SERVICE`.
CREDENTIALS = {
    "tvdb": ["5ca1ab1e-0000-4000-8000-00000000f00d", ""],
    "tvdb2": ["5ca1ab1e0000f00d", "viewer", "5ca1ab1e0000beef"],
    "tvmaze": ["viewer", "standin-tvmaze-key"],
    "trakt": ["5ca1ab1e" + "0" * 55 + str(n) for n in (1, 2, 3, 4)] + ["0"],
    "trakt1": ["5ca1ab1e000000000000000000000005", "viewer", "standin-password"],
    "mdblist": ["5ca1ab1e0000000000000009"],
}


def preloading(name):
    """The environment of a program that has a double preloaded. By its name alone, since a path in
    LD_PRELOAD ends at a blank."""
    return {"LD_PRELOAD": name, "LD_LIBRARY_PATH": os.path.join(BUILD, "tests", "doubles"),
            "ASAN_OPTIONS": "verify_asan_link_order=0"}


def closed_port():
    """A port on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Lines:
    """Collects the lines of a stream, and lets others wait for one."""

    def __init__(self, stream):
        self.lines = []
        self.ended = False
        self.news = threading.Condition()
        self.thread = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self.thread.start()

    def _read(self, stream):
        for line in stream:
            with self.news:
                self.lines.append(line.rstrip(b"\n").decode("utf-8", "backslashreplace"))
                self.news.notify_all()
        stream.close()
        with self.news:
            self.ended = True
            self.news.notify_all()

    def wait_for(self, text, since=0):
        """The first line from line number since on that has text."""
        deadline = time.monotonic() + PATIENCE
        with self.news:
            while True:
                for line in self.lines[since:]:
                    if text in line:
                        return line
                left = deadline - time.monotonic()
                if self.ended or left <= 0:
                    raise AssertionError(f"no line with {text!r} in\n" + "\n".join(self.lines))
                self.news.wait(left)

    def all(self):
        """Every line, once the stream is at its end."""
        self.thread.join(PATIENCE)
        return list(self.lines)


class Standin:
    """The stand-in services as a process."""

    def __init__(self, folder, faults=(), port=0, catalogue=None):
        self.log = os.path.join(folder, "standin.jsonl")
        port_file = os.path.join(folder, "standin.port")
        faults_file = os.path.join(folder, "standin.faults")
        for stale in (port_file, self.log):
            if os.path.exists(stale):
                os.unlink(stale)
        with open(faults_file, "w", encoding="utf-8") as file:
            for fault in faults:
                file.write(json.dumps(fault) + "\n")
        command = [STANDIN, "--port-file", port_file, "--log", self.log, "--faults", faults_file]
        if port:
            command += ["--port", str(port)]
        if catalogue:
            command += ["--catalogue", catalogue]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE)
        deadline = time.monotonic() + PATIENCE
        while not os.path.exists(port_file):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError("the stand-in does not start")
            time.sleep(0.01)
        with open(port_file, encoding="ascii") as file:
            self.port = int(file.read())
        self.url = f"http://127.0.0.1:{self.port}"

    def requests(self, method="", path=""):
        """The requests so far whose method and path begin so."""
        with open(self.log, encoding="utf-8") as file:
            found = [json.loads(line) for line in file]
        return [r for r in found if r["method"].startswith(method) and r["path"].startswith(path)]

    def wait_for(self, method, path, count=1):
        """Waits until that many such requests have come."""
        deadline = time.monotonic() + PATIENCE
        while len(self.requests(method, path)) < count:
            if time.monotonic() > deadline:
                raise AssertionError(f"no {method} {path} among {self.requests()}")
            time.sleep(0.02)

    def state(self):
        with urllib.request.urlopen(self.url + "/__state", timeout=PATIENCE) as answer:
            return json.load(answer)

    def control(self, **knobs):
        """Turns a knob of the stand-in while it runs."""
        request = urllib.request.Request(
            self.url + "/__control", json.dumps(knobs).encode(),
            {"Content-Type": "application/json"}, method="POST")
        urllib.request.urlopen(request, timeout=PATIENCE).close()

    def stop(self):
        self.process.terminate()
        self.process.communicate(timeout=PATIENCE)
        unnamed = sent.unnamed(BUILD, self.log)
        if unnamed:
            raise AssertionError(f"no table of routes names what was sent: {unnamed}")


class Control:
    """The JSON IPC of a player."""

    def __init__(self, connection):
        connection.settimeout(PATIENCE)
        self.socket = connection
        self.answers = connection.makefile("rb")
        self.request = 0

    def close(self):
        self.answers.close()
        self.socket.close()

    def send(self, *words):
        """Gives a command without waiting for its answer, which has the number returned."""
        self.request += 1
        text = json.dumps({"command": words, "request_id": self.request})
        self.socket.sendall(text.encode() + b"\n")
        return self.request

    def events(self):
        """What the player says, events and answers, until it ends."""
        for line in self.answers:
            yield json.loads(line)

    def offer(self, *words):
        """Gives a command that mpv refuses while the plugin's queue is full: whether it took it."""
        try:
            self.command(*words)
        except AssertionError:
            return False
        return True

    def command(self, *words):
        """Gives a command and waits for its answer."""
        number = self.send(*words)
        for event in self.events():
            if event.get("request_id") == number and "error" in event:
                if event["error"] != "success":
                    raise AssertionError(f"{words}: {event['error']}")
                return event.get("data")
        raise AssertionError(f"mpv is gone before it answered {words}")

    def wait_event(self, name):
        for event in self.events():
            if event.get("event") == name:
                return event
        raise AssertionError(f"mpv is gone before {name}")

    def wait_property(self, name, wanted):
        """Waits until wanted(value of the property) is true."""
        self.send("observe_property", 1, name)
        for event in self.events():
            if event.get("event") == "property-change" and event["name"] == name \
                    and event.get("data") is not None and wanted(event["data"]):
                self.send("unobserve_property", 1)
                return event["data"]
        raise AssertionError(f"mpv is gone before its {name} was as wanted")

    def wait_position(self, percent):
        self.wait_property("percent-pos", lambda now: now >= percent)


class Player(Control):
    """A real mpv, spoken to over its JSON IPC."""

    def __init__(self, args, env, folder, stderr, passed=()):
        ours, theirs = socket.socketpair()
        self.started = time.monotonic()
        with theirs, open(stderr, "ab") as errors:
            self.process = subprocess.Popen(
                ["mpv", f"--input-ipc-client=fd://{theirs.fileno()}", *args], env=env, cwd=folder,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
                pass_fds=[theirs.fileno(), *passed])
        super().__init__(ours)
        self.output = Lines(self.process.stdout)

    def press(self, key):
        self.command("keypress", key)

    def wait_keys(self, name, there):
        """Waits until a key has, or none has, a binding of epimark's that begins so: close (of a
        list), type (of a line to type), menu-. A key is read later than a message that came after
        it."""
        deadline = time.monotonic() + PATIENCE
        while there != any(f"epimark/{name}" in binding["cmd"] and binding["priority"] >= 0
                           for binding in self.command("get_property", "input-bindings")):
            if time.monotonic() > deadline:
                raise AssertionError(f"the keys of {name!r} do not come or do not go")

    def said(self, text, since=0):
        """Waits for a line of epimark's that has text."""
        return self.output.wait_for(text, since)

    def said_count(self):
        return len(self.output.lines)

    def quit(self):
        self.send("quit")
        return self.end()

    def end(self):
        """Waits until mpv is gone; what it was good for."""
        code = self.process.wait(PATIENCE)
        self.close()
        self.output.all()
        return code

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        return self.end()

    def drawn(self):
        """What was drawn over the picture, each time as one line of text. It has to be traced:
        --msg-level=cplayer=trace."""
        shown = [re.search(r'data="(.*)", res_x=.* hidden="no"', line)
                 for line in self.output.all() if "osd-overlay" in line]
        plain = [re.sub(r"\{[^}]*\}", "", found[1]) for found in shown if found and found[1]]
        return [re.sub(r"(\\+[nN])+", " ", text) for text in plain]

    def log(self):
        """What epimark printed."""
        return [line for line in self.output.all() if line.startswith("epimark: ")]


class Stage(unittest.TestCase):
    """A test with folders of its own; subclasses set options, which epimark.conf then holds."""

    options = {"min_seconds": 20}
    # Lines that are allowed in mpv's stderr, by their start.
    stderr_allowed = ()

    def setUp(self):
        case = ".".join(self.id().split(".")[-2:])
        self.folder = os.path.join(BUILD, "e2e", case)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.films = os.path.join(self.folder, "films")
        self.config = os.path.join(self.folder, "config", "mpv")
        self.data = os.path.join(self.folder, "data")
        # For sockets, whose paths have 107 bytes at most: so not below the build folder.
        runtime = tempfile.mkdtemp(prefix="epimark-e2e-")
        self.addCleanup(shutil.rmtree, runtime, ignore_errors=True)
        for path in (self.films, os.path.join(self.config, "scripts"),
                     os.path.join(self.config, "script-opts"), self.data):
            os.makedirs(path)
        os.symlink(PLUGIN, os.path.join(self.config, "scripts", "epimark.so"))
        self.env = {
            "PATH": os.environ["PATH"], "HOME": self.folder, "LC_ALL": "C.UTF-8", "TZ": "UTC",
            "XDG_CONFIG_HOME": os.path.dirname(self.config), "XDG_DATA_HOME": self.data,
            "XDG_CACHE_HOME": os.path.join(self.folder, "cache"), "XDG_RUNTIME_DIR": runtime,
            # No keyring: the tests that want one start one.
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={runtime}/none",
        }
        self.stderr = os.path.join(self.folder, "mpv.stderr")
        self.standin = None
        self.base = None
        self.players = []
        self.set_options()

    def tearDown(self):
        for player in self.players:
            player.kill()
        if self.standin:
            self.standin.stop()
        if os.path.exists(self.stderr):
            with open(self.stderr, encoding="utf-8", errors="backslashreplace") as file:
                unexpected = [line for line in file
                              if line.strip() and not line.startswith(self.stderr_allowed)]
            self.assertEqual(unexpected, [], "mpv's stderr")

    def start_standin(self, faults=(), port=0, catalogue=None):
        self.standin = Standin(self.folder, faults, port, catalogue)
        self.set_options()
        return self.standin

    def stop_standin(self):
        self.standin.stop()
        self.standin = None

    def set_options(self, **more):
        """Writes epimark.conf: the class's options, these, and where the services are."""
        if self.standin:
            self.base = self.standin.url
        elif not self.base:
            self.base = f"http://127.0.0.1:{closed_port()}"
        options = {
            "credential_store": "file",
            "tvmaze_url": self.base + "/tvmaze", "tvmaze_user_url": self.base + "/tvmaze/v1",
            "tvdb_url": self.base + "/tvdb/v4", "tvdb2_url": self.base + "/tvdb2",
            "trakt_url": self.base + "/trakt", "trakt_auth_url": self.base + "/trakt-auth",
            "trakt1_url": self.base + "/trakt1", "mdblist_url": self.base + "/mdblist",
            **self.options, **more}
        with open(os.path.join(self.config, "script-opts", "epimark.conf"), "w",
                  encoding="utf-8") as file:
            for name, value in options.items():
                file.write(f"{name}={value}\n")

    def clip(self, name, seconds=40, title=None):
        """A film of that name in the test's folder: a small clip of so many seconds."""
        clips = os.path.join(BUILD, "e2e", "clips")
        clip = os.path.join(clips, f"{seconds}{'-titled' if title else ''}.mkv")
        if not os.path.exists(clip):
            os.makedirs(clips, exist_ok=True)
            fresh = f"{clip}.{os.getpid()}.{threading.get_ident()}.mkv"
            subprocess.run(
                ["ffmpeg", "-nostdin", "-loglevel", "error", "-y",
                 "-f", "lavfi", "-i", f"testsrc=size=64x36:rate=5:duration={seconds}",
                 "-f", "lavfi", "-i", f"anullsrc=r=8000:cl=mono:duration={seconds}",
                 *(["-metadata", f"title={title}"] if title else []),
                 "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-c:a", "flac", fresh],
                check=True)
            os.replace(fresh, clip)
        path = os.path.join(self.films, name) if isinstance(name, str) else \
            os.path.join(os.fsencode(self.films), name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        shutil.copyfile(clip, path)
        return path

    def play(self, *files, speed=20, args=(), level="v", passed=()):
        """Starts mpv as a user would, without window and sound, but with these descriptors."""
        args = ["--vo=null", "--ao=null", "--term-status-msg=", f"--speed={speed}",
                f"--msg-level=epimark={level}", *args, "--", *files]
        player = Player(args, self.env, self.films, self.stderr, passed)
        self.players.append(player)
        return player

    def play_to(self, percent, path, *args):
        """Plays up to there, and no further however busy the machine is, and quits."""
        player = self.play(path, args=[f"--end={percent}%", "--keep-open", *args])
        player.wait_property("eof-reached", lambda reached: reached is True)
        player.quit()

    def serve(self, handler):
        """Starts a web server on this computer; its address."""
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()

        def stop():
            server.shutdown()
            thread.join()
            server.server_close()
        self.addCleanup(stop)
        return f"http://127.0.0.1:{server.server_port}"

    def tool(self, *args, given=None, code=0):
        """Runs the tool; its output. code: how it has to end, None for any way."""
        done = subprocess.run([TOOL, *args], env=self.env, cwd=self.folder, input=given,
                              stdin=None if given is not None else subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=PATIENCE, check=False)
        if code is not None:
            self.assertEqual(done.returncode, code, f"epimark {args}: {done.stdout}{done.stderr}")
        return done.stdout

    def sign_in(self, *services):
        for service in services:
            self.tool("login", service, given="".join(v + "\n" for v in CREDENTIALS[service]))

    def sign_in_expired(self):
        """Signs in to Trakt; the token has ended by then, and the next will last."""
        self.standin.control(trakt_expires_in=200)  # it is renewed 300 s ahead
        self.tool("login", "trakt", given="\n".join(CREDENTIALS["trakt"][:4] + ["1"]) + "\n")
        self.standin.control(trakt_expires_in=86400, expire="trakt")

    def ten_on_a_token_that_ended(self):
        """Nine tools and a player at once: one of them renews it, and nobody uses the old one."""
        self.sign_in_expired()
        self.set_options(live="yes", scrobble_on="trakt")
        before = len(self.standin.requests())
        player = self.play(self.clip("Firefly.S01E02.mkv"), args=["--keep-open"])
        tools = [subprocess.Popen([TOOL, "api", "trakt", "settings"], env=self.env,
                                  stdout=subprocess.DEVNULL) for _ in range(9)]
        self.assertEqual([tool.wait(PATIENCE) for tool in tools], [0] * 9)
        self.standin.wait_for("POST", "/trakt/scrobble/start")
        self.assertEqual(player.quit(), 0)
        since = self.standin.requests()[before:]
        self.assertEqual(len([r for r in since if r["path"] == TOKEN]), 1)
        self.assertEqual([r["path"] for r in since if r["status"] == 401], [])
        self.assertEqual(len([r for r in since if r["path"] == "/trakt/users/settings"]), 9)

    def history(self):
        """What the journal holds, oldest first; nothing is known yet of what is parked."""
        return [entry for entry in reversed(json.loads(self.tool("history", "--json")))
                if entry["state"] != "parked"]

    def watched(self):
        """The file names that the journal has as watched, oldest first."""
        return [os.path.basename(entry["path"]) for entry in self.history()
                if entry.get("watched_at")]

    def assert_marked(self, *numbers):
        """Just these episodes of the first season are marked, once each."""
        marks = self.standin.state()["marks"]
        self.assertEqual([(m["season"], m["number"], m["times"]) for m in marks],
                         [(1, number, 1) for number in numbers])


class Runner:
    """Runs the tests of a file several at a time: a player at work leaves the processor idle."""

    def __init__(self, **_):
        pass

    def run(self, suite):
        tests = [test for group in suite for test in group] if suite.countTestCases() else []

        def run_one(test):
            result = unittest.TestResult()
            began = time.monotonic()
            test.run(result)
            bad = result.failures + result.errors
            word = "FAILED" if bad else "skipped" if result.skipped else "ok"
            print(f"{word:8}{time.monotonic() - began:5.1f} s  {test._testMethodName}", flush=True)
            return result

        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            results = list(pool.map(run_one, tests))
        total = unittest.TestResult()
        for result in results:
            total.failures += result.failures
            total.errors += result.errors
            total.testsRun += result.testsRun
        for test, text in total.failures + total.errors:
            print(f"\n== {test.id()}\n{text}")
        print(f"{total.testsRun} tests, {len(total.failures) + len(total.errors)} failed")
        return total


def main():
    unittest.main(testRunner=Runner)
