# SPDX-License-Identifier: MIT
"""The same epimark.so in programs that use libmpv: Celluloid, and one that has opened a libmpv of
its own which nothing else can see, as python-mpv does and jellyfin-mpv-shim with it."""

import os
import shutil
import socket
import subprocess
import unittest

import picture
import stage

PYTHON = "/usr/bin/python3"  # the one that Debian's packages are for
EPISODE = "Firefly.S01E02.mkv"

# A player as jellyfin-mpv-shim makes it: it reads a file of options, and has no folder of mpv's.
PYTHON_PLAYER = """
import sys, mpv
player = mpv.MPV(include=sys.argv[1], vo="null", ao="null", speed=20)
player.play(sys.argv[2])
sys.stdin.readline()
player.command("script-message-to", "epimark", "rate", "8")
sys.stdin.readline()
player.terminate()
print("over", flush=True)
"""


def has_python_mpv():
    return os.path.exists(PYTHON) and subprocess.run(
        [PYTHON, "-c", "import mpv"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        check=False).returncode == 0


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

    def start(self, command, **more):
        process = subprocess.Popen(command, env=self.env, cwd=self.films, text=True,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, **more)
        self.addCleanup(process.stdin.close)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    @unittest.skipUnless(has_python_mpv(), "python3-mpv is not here")
    def test_a_libmpv_that_nothing_else_sees(self):
        conf = os.path.join(self.folder, "mpv.conf")
        with open(conf, "w", encoding="utf-8") as file:
            file.write(f"scripts-append={self.config}/scripts/epimark.so\n")
        player = self.start([PYTHON, "-c", PYTHON_PLAYER, conf, self.clip(EPISODE)])
        self.standin.wait_for("GET", "/tvmaze/s")
        player.stdin.write("rate\n")
        player.stdin.flush()
        self.expect_all()
        player.stdin.write("end\n")
        player.stdin.flush()
        self.assertEqual(player.stdout.readline(), "over\n")
        self.assertEqual(player.wait(stage.PATIENCE), 0)
        self.assertEqual(self.watched(), [EPISODE])

    @unittest.skipUnless(shutil.which("celluloid"), "celluloid is not here")
    def test_celluloid(self):
        screen = picture.Screen()
        self.addCleanup(screen.stop)
        folder = os.path.join(self.folder, "config", "celluloid")
        address = os.path.join(self.env["XDG_RUNTIME_DIR"], "mpv")
        os.rename(self.config, folder)
        self.env.update(DISPLAY=screen.display, GDK_BACKEND="x11", GSETTINGS_BACKEND="memory")
        with open(os.path.join(self.folder, "celluloid.stderr"), "wb") as errors:
            player = self.start(
                ["celluloid", "--mpv-options=--ao=null --speed=20 --keep-open "
                 "--input-ipc-server=" + address, self.clip(EPISODE)], stderr=errors)
        self.standin.wait_for("GET", "/tvmaze/s")
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(address)
        control = stage.Control(connection)
        self.addCleanup(control.close)
        control.command("script-message-to", "epimark", "rate", "8")
        self.expect_all()
        control.command("script-message", "celluloid-action", "win.quit")
        self.assertEqual(player.wait(stage.PATIENCE), 0)
        os.rename(folder, self.config)
        self.assertEqual(self.watched(), [EPISODE])


if __name__ == "__main__":
    stage.main()
