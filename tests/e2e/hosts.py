# SPDX-License-Identifier: MIT
"""The same epimark.so in programs that use libmpv: Celluloid, and one that has opened a libmpv of
its own which nothing else can see, as python-mpv does and jellyfin-mpv-shim with it."""

import os
import shutil
import socket
import subprocess
import time
import unittest

import picture
import stage

PYTHON = "/usr/bin/python3"  # the one that Debian's packages are for
EPISODE = "Firefly.S01E02.mkv"

# A player as jellyfin-mpv-shim makes it: it reads a file of options, and has no folder of mpv's.
# It takes commands, and ends with them.
PYTHON_PLAYER = """
import sys, mpv
player = mpv.MPV(include=sys.argv[1], vo="null", ao="null", speed=sys.argv[2])
player.play(sys.argv[3])
player.wait_until_playing()
print("playing", flush=True)
for line in sys.stdin:
    player.command(*line.split())
player.terminate()
print("over", flush=True)
"""


def has_python_mpv():
    return os.path.exists(PYTHON) and subprocess.run(
        [PYTHON, "-c", "import mpv"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        check=False).returncode == 0


class PythonPlayer:
    """A libmpv that Python has opened: its options are a file with these lines."""

    def __init__(self, env, path, options, speed):
        conf = os.path.join(env["HOME"], "mpv.conf")
        with open(conf, "w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in options)
        self.process = subprocess.Popen([PYTHON, "-c", PYTHON_PLAYER, conf, str(speed), path],
                                        env=env, text=True, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)

    def reads(self):
        return self.process.stdout.readline().rstrip()

    def command(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def quit(self):
        self.process.stdin.close()

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


class Celluloid(stage.Control):
    """Celluloid in a window, spoken to over the JSON IPC of its mpv. It has Celluloid's own folder
    of scripts, config/celluloid in the test's folder."""

    def __init__(self, env, path, screen, speed):
        address = os.path.join(env["XDG_RUNTIME_DIR"], "mpv")
        with open(os.path.join(env["HOME"], "celluloid.stderr"), "ab") as errors:
            self.process = subprocess.Popen(
                ["celluloid", f"--mpv-options=--ao=null --speed={speed} --keep-open "
                 f"--input-ipc-server={address}", path],
                env={**env, "DISPLAY": screen.display, "GDK_BACKEND": "x11",
                     "GSETTINGS_BACKEND": "memory"},
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors)
        super().__init__(self.connect(address))

    def connect(self, address):
        deadline = time.monotonic() + stage.PATIENCE
        while self.process.poll() is None and time.monotonic() < deadline:
            connection = socket.socket(socket.AF_UNIX)
            try:
                connection.connect(address)
                return connection
            except OSError:
                connection.close()
                time.sleep(0.01)
        self.process.kill()
        self.process.wait()
        raise AssertionError("Celluloid's mpv cannot be reached")

    def play(self):
        """Waits until it plays. It sometimes pauses when it begins, with and without the plugin."""
        for number, name in ((1, "pause"), (2, "time-pos")):
            self.send("observe_property", number, name)
        for event in self.events():
            changed, now = event.get("name"), event.get("data")
            if changed == "pause" and now:
                self.send("set_property", "pause", False)
            elif changed == "time-pos" and now:
                break
        for number in (1, 2):
            self.send("unobserve_property", number)

    def quit(self):
        self.send("script-message", "celluloid-action", "win.quit")

    def close(self):
        self.process.kill()
        self.process.wait()
        super().close()


class Hosts(stage.Stage):
    def setUp(self):
        super().setUp()
        self.start_standin()
        self.sign_in("tvmaze", "trakt")

    def expect_all(self):
        """The episode was marked and rated, once each."""
        self.standin.wait_for("", "/tvmaze/v1/scrobble/")
        self.standin.wait_for("POST", "/trakt/sync/ratings")
        state = self.standin.state()
        self.assertEqual([(m["season"], m["number"], m["times"]) for m in state["marks"]],
                         [(1, 2, 1)])
        self.assertEqual([r["rating"] for r in state["ratings"]], ["8"])

    @unittest.skipUnless(has_python_mpv(), "python3-mpv is not here")
    def test_a_libmpv_that_nothing_else_sees(self):
        player = PythonPlayer(self.env, self.clip(EPISODE),
                              [f"scripts-append={self.config}/scripts/epimark.so"], speed=20)
        self.addCleanup(player.close)
        self.standin.wait_for("GET", "/tvmaze/s")
        player.command("script-message-to epimark rate 8")
        self.expect_all()
        player.quit()
        self.assertEqual([player.reads(), player.reads()], ["playing", "over"])
        self.assertEqual(player.process.wait(stage.PATIENCE), 0)
        self.assertEqual(self.watched(), [EPISODE])

    @unittest.skipUnless(shutil.which("celluloid"), "celluloid is not here")
    def test_celluloid(self):
        screen = picture.Screen()
        self.addCleanup(screen.stop)
        folder = os.path.join(self.folder, "config", "celluloid")
        os.rename(self.config, folder)
        player = Celluloid(self.env, self.clip(EPISODE), screen, speed=20)
        self.addCleanup(player.close)
        player.play()
        self.standin.wait_for("GET", "/tvmaze/s")
        player.command("script-message-to", "epimark", "rate", "8")
        self.expect_all()
        player.quit()
        self.assertEqual(player.process.wait(stage.PATIENCE), 0)
        os.rename(folder, self.config)
        self.assertEqual(self.watched(), [EPISODE])


if __name__ == "__main__":
    stage.main()
