# SPDX-License-Identifier: MIT
"""What is left of a secret in memory, as in a core dump: nothing of ours. Libcurl keeps the text of
requests and answers in buffers of its own (SECURITY.md), where a token stands behind a quotation
mark or "Bearer "."""

import os
import re
import subprocess

import stage

FAILED = "5ca1ab1e0000000000000000000000000000000000000000000000000000dead"
OF_HTTP = re.compile(rb'(?:"|Bearer )\Z')


def memory_of(pid):
    """All that a process can write to, in pieces."""
    with open(f"/proc/{pid}/maps", "rb") as maps, open(f"/proc/{pid}/mem", "rb") as mem:
        for line in maps:
            ends, rights = line.split()[:2]
            start, end = (int(number, 16) for number in ends.split(b"-"))
            if rights.startswith(b"rw"):
                mem.seek(start)
                try:
                    yield mem.read(end - start)
                except OSError:  # a mapping of a device
                    continue


def copies_of(pid, secret):
    """The copies of a secret outside of the text of requests and answers, with what is before."""
    secret = secret.encode()
    found = []
    for piece in memory_of(pid):
        at = piece.find(secret)
        while at >= 0:
            if not OF_HTTP.search(piece[max(0, at - 7):at]):
                found.append(piece[max(0, at - 24):at])
            at = piece.find(secret, at + 1)
    return found


def tokens_of(folder):
    """The tokens that are stored for Trakt."""
    with open(os.path.join(folder, "epimark", "credentials.json"), encoding="utf-8") as file:
        return re.findall(r'"(?:access|refresh)_token": ?"([0-9a-f]+)"', file.read())


class Memory(stage.Stage):
    def setUp(self):
        super().setUp()
        self.start_standin()

    def left_by_tool(self, *args, given=""):
        """Runs the tool to its end, and returns a function that counts what is left of a secret."""
        env = self.env | stage.preloading("liblingering.so")
        tool = subprocess.Popen([stage.TOOL, *args], env=env, cwd=self.folder,
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(tool.stdout.close)
        self.addCleanup(tool.wait)
        self.addCleanup(tool.stdin.close)
        tool.stdin.write(given.encode())
        tool.stdin.flush()
        while b"at the end" not in tool.stdout.readline():
            self.assertIsNone(tool.poll())
        return lambda secret: copies_of(tool.pid, secret)

    def test_nothing_of_a_sign_in_is_left(self):
        secrets = stage.CREDENTIALS["trakt"]
        left = self.left_by_tool("login", "trakt", given="\n".join([*secrets[:4], "1"]) + "\n")
        for secret in secrets[1:4]:
            self.assertEqual(left(secret), [])

    def test_nothing_of_a_renewal_is_left(self):
        self.sign_in_expired()
        before = tokens_of(self.data)
        left = self.left_by_tool("api", "trakt", "settings")
        after = tokens_of(self.data)
        self.assertEqual(len(set(before + after)), 4)
        for token in before + after:
            self.assertEqual(left(token), [])

    def failing(self):
        """The renewal fails, in an answer that names tokens."""
        self.sign_in_expired()
        self.standin.control(fault={
            "match": "POST " + stage.TOKEN, "nth": 0, "do": "status", "status": 400,
            "body": {"error": "invalid_grant", "access_token": FAILED,
                     "more": [{"refresh_token": FAILED}]}})

    def test_nothing_of_a_renewal_that_failed_is_left(self):
        self.failing()
        before = tokens_of(self.data)
        left = self.left_by_tool("api", "trakt", "settings")
        for token in [FAILED, *before]:
            self.assertEqual(left(token), [])

    def test_nothing_of_tokens_that_ended_is_left_in_the_player(self):
        self.sign_in_expired()
        before = tokens_of(self.data)
        self.set_options(live="yes", scrobble_on="trakt")
        player = self.play(self.clip("Firefly.S01E02.mkv"), args=["--keep-open"])
        self.standin.wait_for("POST", "/trakt/scrobble/start")
        for token in before:
            self.assertEqual(copies_of(player.process.pid, token), [])
        self.assertEqual(player.quit(), 0)

    def test_nothing_of_a_renewal_that_failed_is_left_in_the_player(self):
        self.failing()
        self.set_options(live="yes", scrobble_on="trakt")
        player = self.play(self.clip("Firefly.S01E02.mkv"), args=["--keep-open"])
        player.said("no longer accepts the stored sign-in")
        self.assertEqual(copies_of(player.process.pid, FAILED), [])
        self.assertEqual(player.quit(), 0)


if __name__ == "__main__":
    stage.main()
