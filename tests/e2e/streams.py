# SPDX-License-Identifier: MIT
"""What comes over HTTP, where an address says little and may hold a secret."""

import functools
import http.server
import os
import re

import stage
import viewings

FIRST = "Firefly.S01E01.mkv"
SECOND = "Firefly.S01E02.mkv"


class OneClip(http.server.BaseHTTPRequestHandler):
    """A media server: each address is the same stream."""

    clip = b""

    def do_GET(self):  # pylint: disable=invalid-name
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        begin = int(wanted.group(1)) if wanted else 0
        self.send_response(206 if wanted else 200)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Type", "video/x-matroska")
        self.send_header("Content-Length", str(len(self.clip) - begin))
        if wanted:
            end = len(self.clip) - 1
            self.send_header("Content-Range", f"bytes {begin}-{end}/{end + 1}")
        self.end_headers()
        try:
            self.wfile.write(self.clip[begin:])
        except OSError:
            pass  # the player has enough

    def log_message(self, *args):
        pass


class QuietServer(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


class Streams(viewings.Halves):
    """What is one viewing there."""

    def setUp(self):
        super().setUp()
        with open(self.clip("stream.mkv"), "rb") as file:
            OneClip.clip = file.read()
        self.address = self.serve(OneClip)

    def titled(self, number):
        return f"--force-media-title=Firefly - S01E{number:02} - Title"

    def test_another_token(self):
        self.half(f"{self.address}/d/aaa/{FIRST}?token=1")
        self.rest(f"{self.address}/d/bbb/{FIRST}?token=2")
        self.assertEqual(len(self.watched()), 1)

    def test_stream_then_file(self):
        self.half(f"{self.address}/{FIRST}")
        self.rest(self.clip(FIRST))
        self.assertEqual(len(self.watched()), 1)

    def test_one_address_for_all(self):
        """Three episodes behind one address, told apart by their titles: each is its own, and so
        is its rating."""
        for number, key in ((1, "Ctrl+7"), (2, None), (3, "Ctrl+9")):
            player = self.play(f"{self.address}/start.mkv?path=x{number}",
                               args=["--keep-open", self.titled(number)])
            player.said(f"read as Firefly 1x{number:02}")
            if key:
                player.press(key)
                player.said("of 10")
            player.said(": watched")
            player.quit()
        self.assertEqual([entry["rating"] for entry in self.history()], [7, None, 9])
        self.assertEqual(len(self.watched()), 3)

    def test_halves_of_two_episodes(self):
        self.half(f"{self.address}/start.mkv", self.titled(1))
        self.rest(f"{self.address}/start.mkv", self.titled(2))
        self.assertEqual(self.watched(), [])


class Addresses(stage.Stage):
    def test_address_of_64_kib(self):
        player = self.play("http://127.0.0.1:9/" + "x" * 65536 + ".S01E02.mkv")
        self.assertEqual(player.end(), 2)
        self.assertEqual(player.log(), [])

    def test_secrets_of_an_address(self):
        """User, password and token of an address reach no log, no journal and no service."""
        self.start_standin()
        self.clip(SECOND)
        films = self.serve(functools.partial(QuietServer, directory=self.films))
        address = films.replace("//", "//uuser:ppass@") + f"/{SECOND}?token=ttoken#ffrag"
        player = self.play(address, level="trace", args=["--keep-open"])
        player.said("read as")
        player.press("Ctrl+8")
        player.said("rated 8 of 10")
        player.said("watched")
        player.quit()
        [entry] = self.history()
        self.assertTrue(entry["watched_at"])
        said = "\n".join(player.log() + [str(r) for r in self.standin.requests()])
        kept = b""
        for folder, _, names in os.walk(self.data):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    kept += file.read()
        for secret in ("uuser", "ppass", "ttoken"):
            self.assertNotIn(secret, said)
            self.assertNotIn(secret.encode(), kept)


if __name__ == "__main__":
    stage.main()
