# SPDX-License-Identifier: MIT
"""With a real keyring, on a bus of the test's own: open, locked, absent and not answering. What is
watched is kept in any case, and no player ever waits for it."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import time
import urllib.request

import stage

EPISODE = "Firefly.S01E02.mkv"
PASSWORD = "opensesame"
SECRETS = "org.freedesktop.secrets"
PUBLIC_ID = "5ca1ab1e" + "0" * 55 + "7"  # of an app at Trakt that has no secret


class Keyring(stage.Stage):
    options = {"min_seconds": 20, "credential_store": "keyring"}

    def setUp(self):
        super().setUp()
        self.start_standin()

    def start_bus(self):
        errors = open(os.path.join(self.folder, "bus.stderr"), "wb")
        self.addCleanup(errors.close)
        bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address=1"],
                               env=self.env, stdout=subprocess.PIPE, stderr=errors)

        def stop():
            bus.terminate()
            bus.wait()
            bus.stdout.close()
        self.addCleanup(stop)  # with the bus goes the keyring
        self.env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()

    def unlock(self):
        """Starts the keyring, in the place of one that may be there."""
        subprocess.run(["gnome-keyring-daemon", "--replace", "--unlock", "--components=secrets"],
                       input=PASSWORD.encode(), env=self.env, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def call(self, to, path, method, *args):
        return subprocess.run(
            ["dbus-send", "--session", "--print-reply", f"--dest={to}", path, method, *args],
            env=self.env, check=True, capture_output=True, text=True).stdout

    def log_in(self):
        """Signs in to Trakt at a terminal with the app of the option, and confirms on the page."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(stage.TOOL, [stage.TOOL, "login", "trakt"], self.env)
        self.addCleanup(os.close, terminal)
        text = b""

        def wait_for(wanted):
            nonlocal text
            end = time.monotonic() + stage.PATIENCE
            while wanted not in text:
                left = max(0, end - time.monotonic())
                self.assertTrue(select.select([terminal], [], [], left)[0], text)
                text += os.read(terminal, 4096)
        wait_for(b"client ID of your app; may be empty: ")
        os.write(terminal, b"\n")
        wait_for(b" to confirm.")
        url, code = re.search(r"Open (\S+) and type (\S+) to confirm", text.decode()).groups()
        with urllib.request.urlopen(f"{url}/{code}", timeout=stage.PATIENCE) as page:
            self.assertIn(b"Activated", page.read())
        wait_for(b"Signed in to trakt as viewer.")
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 0)

    def lock(self):
        self.call(SECRETS, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock",
                  "array:objpath:/org/freedesktop/secrets/collection/login")

    def daemon(self):
        """The process of the keyring."""
        answer = self.call("org.freedesktop.DBus", "/org/freedesktop/DBus",
                           "org.freedesktop.DBus.GetConnectionUnixProcessID",
                           f"string:{SECRETS}")
        return int(re.search(r"uint32 (\d+)", answer).group(1))

    def begin(self):
        """An open keyring with an account in it."""
        self.start_bus()
        self.unlock()
        self.sign_in("tvmaze")

    def marks(self):
        return [(m["season"], m["number"], m["times"]) for m in self.standin.state()["marks"]]

    def test_open(self):
        self.begin()
        player = self.play(self.clip(EPISODE), args=["--keep-open"])
        self.standin.wait_for("", "/tvmaze/v1/scrobble/")
        self.assertEqual(player.quit(), 0)
        self.tool("sync")
        self.assertEqual(self.marks(), [(1, 2, 1)])
        kept = b""
        for folder, _, names in os.walk(self.data):
            for name in names:
                if folder.endswith("epimark"):
                    with open(os.path.join(folder, name), "rb") as file:
                        kept += file.read()
        self.assertNotIn(b"standin-tvmaze-key", kept)

    def test_an_app_without_a_secret(self):
        """Signed in at a terminal; then what a player plays arrives, with a token renewed."""
        self.start_bus()
        self.unlock()
        self.set_options(scrobble_on="trakt", trakt_client_id=PUBLIC_ID)
        self.standin.control(device_interval=1, trakt_expires_in=200)  # renewed 300 s ahead
        self.log_in()
        player = self.play(self.clip(EPISODE), args=["--keep-open"])
        self.standin.wait_for("POST", "/trakt/sync/history")
        self.assertEqual(player.quit(), 0)
        self.tool("sync")
        self.assertEqual([(p["season"], p["number"]) for p in self.standin.state()["plays"]],
                         [(1, 2)])
        bodies = [json.loads(request["body"])
                  for request in self.standin.requests("POST", "/trakt-auth/oauth/")]
        self.assertTrue([body for body in bodies if body.get("grant_type") == "refresh_token"])
        self.assertTrue([body for body in bodies if "code_verifier" in body])
        self.assertFalse([body for body in bodies if "client_secret" in body])
        self.assertFalse(os.path.exists(os.path.join(self.data, "epimark", "credentials.json")))
        self.lock()
        self.assertIn("locked", self.tool("status", "trakt", code=1))

    def test_locked_and_opened_later(self):
        self.begin()
        self.lock()
        player = self.play(self.clip(EPISODE), args=["--keep-open"])
        player.said("the keyring is locked")
        player.said(": watched")
        self.assertEqual(player.quit(), 0)
        self.assertEqual(len([line for line in player.log() if "is locked" in line]), 1)
        self.assertEqual(self.watched(), [EPISODE])
        self.assertEqual(self.marks(), [])
        self.unlock()
        self.tool("sync")
        self.assertEqual(self.marks(), [(1, 2, 1)])

    def test_that_does_not_answer(self):
        """The player ends as ever, and the row is there."""
        self.begin()
        process = self.daemon()
        os.kill(process, signal.SIGSTOP)
        try:
            player = self.play(self.clip(EPISODE), args=["--keep-open"])
            player.said(": watched")
            began = time.monotonic()
            self.assertEqual(player.quit(), 0)
            self.assertLess(time.monotonic() - began, 10, "a call over the bus takes 25 s to fail")
        finally:
            os.kill(process, signal.SIGCONT)
        self.assertEqual(self.watched(), [EPISODE])
        self.tool("sync")
        self.assertEqual(self.marks(), [(1, 2, 1)])

    def test_ten_on_a_token_that_ended(self):
        self.start_bus()
        self.unlock()
        self.ten_on_a_token_that_ended()

    def test_none(self):
        """No bus at all, and nobody signed in: all is kept, and nothing is said of it."""
        player = self.play(self.clip(EPISODE))
        self.assertEqual(player.end(), 0)
        self.assertEqual(self.watched(), [EPISODE])
        self.assertLessEqual(len([line for line in player.log() if "keyring" in line]), 1)

    def test_none_any_more(self):
        """It was there at the sign-in, and is not now: one line says so."""
        self.begin()
        self.env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={self.env['XDG_RUNTIME_DIR']}/none"
        player = self.play(self.clip(EPISODE), args=["--keep-open"])
        player.said("no keyring is available")
        player.said(": watched")
        self.assertEqual(player.quit(), 0)
        self.assertEqual(len([line for line in player.log() if "no keyring" in line]), 1)
        self.assertEqual(self.watched(), [EPISODE])


if __name__ == "__main__":
    stage.main()
