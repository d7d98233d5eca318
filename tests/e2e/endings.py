# SPDX-License-Identifier: MIT
"""Where an episode ends, seen in a real mpv: chapters, jumps past the end, the next file."""

import os
import subprocess

import stage

FIRST = "Firefly.S01E01.mkv"
SECOND = "Firefly.S01E02.mkv"


def chapters(*starts, duration=40):
    """Chapters as ffmpeg's metadata: (second, title or None) each."""
    ends = [start for start, _ in starts[1:]] + [duration]
    lines = [";FFMETADATA1"]
    for (start, title), end in zip(starts, ends):
        lines += ["[CHAPTER]", "TIMEBASE=1/1", f"START={start}", f"END={end}"]
        if title is not None:
            lines.append(f"title={title}")
    return "\n".join(lines) + "\n"


class Endings(stage.Stage):
    def chapters_file(self, *starts, duration=40):
        path = os.path.join(self.folder, "chapters.ffmeta")
        with open(path, "w", encoding="utf-8") as file:
            file.write(chapters(*starts, duration=duration))
        return "--chapters-file=" + path

    def test_credits_end_the_story(self):
        path = self.clip(FIRST)
        self.play_to(70, path)
        self.assertEqual(self.watched(), [])
        self.play_to(70, self.clip(SECOND), self.chapters_file((0, "Fog"), (26, "Credits")))
        self.assertEqual(self.watched(), [SECOND])

    def test_chapters_of_the_file(self):
        path = self.clip(FIRST)
        meta = self.chapters_file((0, "Opening"), (4, "Part A"), (26, "Ending"), (36, "Preview"))
        cut = os.path.join(self.films, SECOND)
        subprocess.run(["ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-i", path,
                        "-f", "ffmetadata", "-i", meta.split("=", 1)[1], "-map_metadata", "1",
                        "-map_chapters", "1", "-c", "copy", cut], check=True)
        self.play_to(70, cut)
        self.assertEqual(self.watched(), [SECOND])

    def test_other_languages(self):
        self.play_to(70, self.clip(FIRST), self.chapters_file((0, "Teil 1"), (26, "Abspann")))
        self.play_to(70, self.clip(SECOND), self.chapters_file((0, "Aパート"), (26, "エンディング")))
        self.assertEqual(self.watched(), [FIRST, SECOND])

    def test_last_chapter_without_a_name(self):
        """Of 40 s, after 72 %; shorter ones are none."""
        self.play_to(75, self.clip(FIRST, 145),
                     self.chapters_file((0, None), (106, None), duration=145))
        self.assertEqual(self.watched(), [])
        self.play_to(75, self.clip(SECOND, 145),
                     self.chapters_file((0, None), (104, None), duration=145))
        self.assertEqual(self.watched(), [SECOND])

    def test_an_ending_raises_nothing(self):
        self.play_to(82, self.clip(FIRST), self.chapters_file((0, "Fog"), (38, "Credits")))
        self.assertEqual(self.watched(), [FIRST])

    def test_credits_of_the_opening(self):
        self.play_to(70, self.clip(FIRST), self.chapters_file((0, "Credits"), (4, "Fog")))
        self.play_to(70, self.clip(SECOND), self.chapters_file((0, "Fog"), (4, "Credits")))
        self.assertEqual(self.watched(), [])

    def test_opening_and_ending_are_not_the_story(self):
        """More than half of the file is played, and nothing of what it tells."""
        player = self.play(self.clip(FIRST), args=[
            self.chapters_file((0, "Opening"), (13, "Fog"), (27, "Ending"))])
        player.wait_position(27)
        player.command("seek", 27.5, "absolute", "exact")
        player.end()
        self.assertEqual(self.watched(), [])

    def test_skipped_opening(self):
        """Half of the story is enough, though it is less than half of the file."""
        player = self.play(self.clip(FIRST), args=[
            self.chapters_file((0, "Opening"), (12, "Fog"), (28, "Ending")), "--start=18"])
        player.wait_property("time-pos", lambda now: now >= 28.5)
        player.quit()
        self.assertEqual(self.watched(), [FIRST])

    def test_seek_past_the_end(self):
        player = self.play(self.clip(FIRST))
        player.wait_position(55)
        player.command("seek", 500, "absolute")
        player.end()
        self.assertEqual(self.watched(), [FIRST])

    def test_seek_past_the_end_that_keeps_it_open(self):
        player = self.play(self.clip(FIRST), args=["--keep-open"])
        player.wait_position(55)
        player.command("seek", 500, "absolute")
        player.wait_property("eof-reached", lambda reached: reached is True)
        player.quit()
        self.assertEqual(self.watched(), [FIRST])

    def test_chapter_after_the_last(self):
        """There the next file begins."""
        player = self.play(self.clip(FIRST), self.clip(SECOND), args=[
            self.chapters_file((0, "Fog"), (20, "Rain"))])
        player.wait_position(55)
        player.command("add", "chapter", 1)
        player.said("Firefly 1x01: watched")
        player.quit()
        self.assertEqual(self.watched(), [FIRST])

    def test_truncated_after_the_half(self):
        """The player is at the end there, too, but no jump led to it."""
        path = self.clip(FIRST)
        with open(path, "r+b") as file:
            file.truncate(os.path.getsize(path) * 13 // 20)
        player = self.play(path)
        player.end()
        self.assertEqual(self.watched(), [])

    def test_next_file(self):
        player = self.play(self.clip(FIRST), self.clip(SECOND))
        player.wait_position(55)
        player.command("playlist-next")
        player.said("Firefly 1x01: watched")
        player.wait_position(20)
        player.quit()
        self.assertEqual(self.watched(), [FIRST])

    def test_next_file_too_early(self):
        player = self.play(self.clip(FIRST), self.clip(SECOND))
        player.wait_position(30)
        player.command("playlist-next")
        player.said("Firefly 1x02: watched")
        player.end()
        self.assertEqual(self.watched(), [SECOND])

    def test_not_the_next_file(self):
        """Back, to a file of another list, to none: the episode was left, not ended."""
        player = self.play(self.clip(FIRST), self.clip(SECOND), args=["--playlist-start=1",
                                                                      "--idle=yes"])
        player.wait_property("filename", lambda name: name == SECOND)
        player.wait_position(55)
        player.command("playlist-prev")
        player.wait_property("filename", lambda name: name == FIRST)
        player.wait_position(55)
        player.command("loadfile", self.clip("Firefly.S01E03.mkv"))
        player.wait_property("filename", lambda name: name.endswith("E03.mkv"))
        player.wait_position(55)
        player.command("stop")
        player.wait_property("idle-active", lambda idle: idle is True)
        player.quit()
        self.assertEqual(self.watched(), [])

    def test_status_knows_the_ending(self):
        player = self.play(self.clip(FIRST), args=[
            self.chapters_file((0, "Fog"), (26, "Credits")), "--pause"])
        player.said("read as")
        player.command("script-message-to", "epimark", "status")
        player.said("counts at 65 %")
        player.quit()


if __name__ == "__main__":
    stage.main()
