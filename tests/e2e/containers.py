# SPDX-License-Identifier: MIT
"""What a player makes one of, or many: archives, files of several parts, what yt-dlp finds behind
the page of a site."""

import functools
import json
import os
import stat
import zipfile

import stage
import streams

FIRST = "Firefly.S01E01.mkv"
SECOND = "Firefly.S01E02.mkv"

# Stands in for yt-dlp: one answer for each page, by the last part of its address.
YT_DLP = """#!/usr/bin/env python3
import json, sys
page = sys.argv[-1].rsplit("/", 1)[1]
print(json.dumps(json.load(open({pages!r}))[page]))
"""


class Containers(stage.Stage):
    def pack(self, name, *files):
        with zipfile.ZipFile(os.path.join(self.films, name), "w") as archive:
            for file in files:
                archive.write(self.clip(file), "Firefly/" + file)
                os.unlink(os.path.join(self.films, file))
        return name

    def test_archive(self):
        """Each file in it is an entry of the playlist, with an address of its own."""
        self.play(self.pack("pack # one?.zip", FIRST, SECOND)).end()
        self.assertEqual(self.watched(), [FIRST, SECOND])

    def test_ignored_archive(self):
        self.start_standin()
        self.set_options(ignore=self.films)
        self.play(self.pack("pack.zip", FIRST)).end()
        self.assertEqual(self.history(), [])
        self.assertEqual(self.standin.requests(), [])

    def test_parts_that_are_merged(self):
        """Two files are one episode; each by itself is, too."""
        parts = [self.clip(f"Firefly.S01E01.cd{number}.mkv") for number in (1, 2)]
        self.play_to(60, parts[0], parts[1], "--merge-files")
        self.assertEqual(self.history(), [])
        self.play(*parts, args=["--merge-files"]).end()
        [entry] = self.history()
        self.assertEqual(entry["path"], "edl://" + ";".join(parts))

    def test_list_of_edits(self):
        for number in (1, 2):
            self.clip(f"part{number}.mkv")
        with open(os.path.join(self.films, "Firefly 1x01.edl"), "w", encoding="utf-8") as file:
            file.write("# mpv EDL v0\npart1.mkv\npart2.mkv\n")
        self.play("Firefly 1x01.edl").end()
        self.assertEqual(self.watched(), ["Firefly 1x01.edl"])


class Pages(stage.Stage):
    """Pages of a site whose videos yt-dlp finds."""

    def setUp(self):
        super().setUp()
        self.clip("a.mkv")
        self.address = self.serve(functools.partial(streams.QuietServer, directory=self.films))

    def page(self, name, title, **more):
        """What yt-dlp says of a page."""
        return {name: {"_type": "video", "extractor": "fake", "extractor_key": "Fake",
                       "webpage_url": f"{self.address}/{name}", "title": title, "duration": 40,
                       "protocol": "http", "ext": "mkv", "url": self.address + "/a.mkv", **more}}

    def browse(self, pages, *names, args=()):
        tool = os.path.join(self.folder, "yt-dlp")
        with open(tool + ".json", "w", encoding="utf-8") as file:
            json.dump(pages, file)
        with open(tool, "w", encoding="utf-8") as file:
            file.write(YT_DLP.format(pages=tool + ".json"))
        os.chmod(tool, stat.S_IRWXU)
        return self.play(*(f"{self.address}/{name}" for name in names), args=[
            "--ytdl=yes", "--script-opts-append=ytdl_hook-try_ytdl_first=yes",
            "--script-opts-append=ytdl_hook-ytdl_path=" + tool, *args])

    def test_title_of_a_page(self):
        """The address says nothing, and its query is kept out of the journal."""
        pages = {**self.page("watch?v=abc", "Firefly: Season 1, Episode 2 - Bushwhacked"),
                 **self.page("watch?v=def", "Firefly S01E03"),
                 **self.page("watch?v=ghi", "How to repair a ship")}
        player = self.browse(pages, *(page.rsplit("/", 1)[0] for page in pages))
        player.said("Firefly 1x02: watched")
        player.said("Firefly 1x03: watched")
        player.end()
        self.assertEqual([entry["path"] for entry in self.history()], [self.address + "/watch"] * 2)

    def test_video_and_sound_apart(self):
        """mpv joins the two formats; chapters of the page are those of the file."""
        both = [{"url": self.address + "/a.mkv", "protocol": "http", "vcodec": "h264",
                 "acodec": "none", "ext": "mkv", "format_id": "1"},
                {"url": self.address + "/a.mkv", "protocol": "http", "vcodec": "none",
                 "acodec": "flac", "ext": "mkv", "format_id": "2"}]
        cuts = [{"start_time": 0, "end_time": 26, "title": "Fog"},
                {"start_time": 26, "end_time": 40, "title": "Credits"}]
        pages = self.page("play", "Firefly - S01E02", requested_formats=both, chapters=cuts)
        player = self.browse(pages, "play", args=["--end=70%", "--keep-open",
                                                  "--ytdl-format=bestvideo+bestaudio"])
        player.wait_property("eof-reached", lambda reached: reached is True)
        player.quit()
        self.assertEqual(self.watched(), ["play"])

    def test_list_of_pages(self):
        """A page that is a list: each of its pages is an entry of the playlist."""
        pages = {**self.page("1", "Firefly S01E01"), **self.page("2", "Firefly S01E02"),
                 "season": {"_type": "playlist", "extractor": "fake", "extractor_key": "Fake",
                            "webpage_url": self.address + "/season", "title": "Firefly, season 1",
                            "entries": [{"_type": "url", "url": f"{self.address}/{n}",
                                         "title": f"Firefly S01E0{n}"} for n in (1, 2)]}}
        player = self.browse(pages, "season")
        player.said("Firefly 1x01: watched")
        player.said("Firefly 1x02: watched")
        player.end()
        self.assertEqual(self.watched(), ["1", "2"])


if __name__ == "__main__":
    stage.main()
