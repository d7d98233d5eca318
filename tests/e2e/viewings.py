# SPDX-License-Identifier: MIT
"""What is one viewing, whatever the file is called and wherever it lies, and what is not."""

import http.server
import os
import re
import shutil
import subprocess
import threading

import stage

FIRST = "Firefly.S01E01.mkv"
SECOND = "Firefly.S01E02.mkv"
LIBRARY = "Firefly (2002)/Season 01/Firefly (2002) - S01E01 - Serenity [1080p].mkv"


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


class Halves(stage.Stage):
    def half(self, path, *args):
        """The first half of a file, with no more than that played however busy the machine is."""
        player = self.play(path, args=["--end=50%", "--keep-open", *args])
        player.wait_property("eof-reached", lambda reached: reached is True)
        player.quit()
        self.assertEqual(self.watched(), [])

    def rest(self, path, *args):
        self.play(path, args=["--start=60%", *args]).end()


class Viewings(Halves):
    def in_library(self, source, name=LIBRARY):
        path = os.path.join(self.films, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        shutil.move(source, path)
        return path

    def test_moved_into_the_library(self):
        path = self.clip(FIRST)
        self.half(path)
        self.rest(self.in_library(path))
        self.assertEqual(self.watched(), [os.path.basename(LIBRARY)])

    def test_symlink(self):
        path = self.clip(FIRST)
        link = os.path.join(self.films, "Firefly - 1x01.mkv")
        os.symlink(path, link)
        self.half(path)
        self.rest(link)
        self.assertEqual(len(self.watched()), 1)

    def test_folder_of_a_sandbox(self):
        path = self.clip(FIRST)
        self.half(path)
        self.rest(self.in_library(path, f"doc/5f3a1b2c/{FIRST}"))
        self.assertEqual(len(self.watched()), 1)

    def test_accent_in_another_form(self):
        composed, split = "Pok\u00e9mon.S01E01.mkv", "Poke\u0301mon.S01E01.mkv"
        path = self.clip(composed)
        self.half(path)
        self.rest(self.in_library(path, split))
        self.assertEqual(len(self.watched()), 1)

    def test_a_few_bytes_more(self):
        """Tags that were added; a length within 2 %."""
        path = self.clip(FIRST)
        self.half(path)
        with open(path, "ab") as file:
            file.write(b"\xec\x84void")
        self.rest(path)
        self.assertEqual(len(self.watched()), 1)

    def test_better_copy(self):
        """The small one in full, then the large one: still one viewing, rated once."""
        self.play(self.clip("Firefly.S01E01.720p.mkv")).end()
        player = self.play(self.clip("Firefly.S01E01.1080p.mkv"))
        player.said("read as")
        player.press("Ctrl+8")
        player.said("rated 8 of 10")
        player.said("the same viewing")
        player.end()
        [entry] = self.history()
        self.assertEqual(entry["rating"], 8)

    def test_another_length(self):
        """The same name and half its length is another cut: its halves do not add up."""
        self.half(self.clip(FIRST))
        self.rest(self.clip("Firefly.S01E01.Short.Cut.mkv", seconds=20))
        self.assertEqual(self.watched(), [])

    def test_another_episode_in_the_place(self):
        self.half(self.clip(FIRST))
        self.rest(self.clip(SECOND))
        self.assertEqual(self.watched(), [])

    def test_other_series_of_the_title(self):
        for year in (1998, 2018):
            self.play(self.clip(f"Charmed ({year}) - S01E02.mkv")).end()
        self.assertEqual(len(self.watched()), 2)


class Growing(stage.Stage):
    """A file that another program still writes."""

    def test_recording(self):
        """A quarter of it is there at first: 80 % of that is not the episode."""
        stream = os.path.join(self.films, "source.ts")
        subprocess.run(["ffmpeg", "-nostdin", "-loglevel", "error",
                        "-i", self.clip("source.mkv", seconds=160), "-map", "0:v", "-c", "copy",
                        stream], check=True)
        with open(stream, "rb") as file:
            whole = file.read()
        path = os.path.join(self.films, "Firefly.S01E01.ts")
        with open(path, "wb", buffering=0) as file:
            file.write(whole[:len(whole) // 4])
            player = self.play(path, speed=4)
            player.said("read as")
            for second in range(1, 38):
                file.write(whole[file.tell():file.tell() + len(whole) // 160])
                player.wait_property("time-pos", lambda now, end=second: now >= end)
            player.quit()
            self.assertEqual(self.watched(), [])
            file.write(whole[file.tell():])
        self.play(path).end()
        self.assertEqual(self.watched(), ["Firefly.S01E01.ts"])

    def test_sound_alone(self):
        """A soundtrack is no episode; an episode without its picture is."""
        clip = self.clip(SECOND)
        sound = os.path.join(self.films, "Firefly.S01E01.mka")
        subprocess.run(["ffmpeg", "-nostdin", "-loglevel", "error", "-i", clip, "-map", "0:a",
                        "-c", "copy", sound], check=True)
        player = self.play(sound, clip, speed=4, args=["--no-video"])
        player.end()
        self.assertEqual(self.watched(), [SECOND])
        self.assertIn("epimark: this file has no video", player.log())

    def test_paused_by_a_script(self):
        """A script that pauses each file as it is loaded holds back its first frame."""
        script = os.path.join(self.films, "pause.lua")
        with open(script, "w", encoding="utf-8") as file:
            file.write("mp.register_event('file-loaded',"
                       " function() mp.set_property_bool('pause', true) end)\n")
        player = self.play(self.clip(FIRST), self.clip(SECOND), args=[f"--script={script}"])
        player.said("read as Firefly 1x01")
        player.command("playlist-next")
        player.said("read as Firefly 1x02")
        player.press("Ctrl+8")
        player.said("Firefly 1x02: rated 8 of 10")
        player.command("set_property", "pause", False)
        player.end()
        self.assertEqual(self.watched(), [SECOND])


class Streams(Halves):
    """The same over HTTP, where an address says little."""

    def setUp(self):
        super().setUp()
        with open(self.clip("stream.mkv"), "rb") as file:
            OneClip.clip = file.read()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), OneClip)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def tearDown(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        super().tearDown()

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


if __name__ == "__main__":
    stage.main()
