# SPDX-License-Identifier: MIT
"""What counts as watched, seen in a real mpv: what the journal holds after each way to play."""

import os
import subprocess

import stage

FIRST = "Firefly.S01E01.mkv"
SECOND = "Firefly.S01E02.mkv"


class Watching(stage.Stage):
    def test_full_play(self):
        self.assertEqual(self.play(self.clip(FIRST)).end(), 0)
        self.assertEqual(self.watched(), [FIRST])

    def test_default_options_at_speed_20(self):
        """The defaults want 300 seconds; at this speed a sample a second would miss most."""
        self.set_options(min_seconds=300)
        self.play(self.clip(FIRST, 320)).end()
        self.assertEqual(self.watched(), [FIRST])

    def test_too_short_for_the_defaults(self):
        self.set_options(min_seconds=300)
        self.play(self.clip(FIRST)).end()
        self.assertEqual(self.history(), [])

    def test_committed_when_the_rule_is_met(self):
        """Not only when the file ends."""
        player = self.play(self.clip(FIRST), args=["--keep-open"])
        player.said("watched")
        self.assertEqual(self.watched(), [FIRST])
        player.quit()
        self.assertEqual(self.watched(), [FIRST])

    def test_truncated_file(self):
        path = self.clip(FIRST)
        with open(path, "r+b") as file:
            file.truncate(os.path.getsize(path) * 2 // 5)
        self.play(path).end()
        self.assertEqual(self.watched(), [])

    def test_loop(self):
        """Three times through is one viewing."""
        self.play(self.clip(FIRST), args=["--loop-file=2"]).end()
        self.assertEqual(self.watched(), [FIRST])

    def test_keep_open(self):
        player = self.play(self.clip(FIRST), args=["--keep-open"])
        player.wait_property("eof-reached", lambda reached: reached is True)
        self.assertEqual(self.watched(), [FIRST])
        player.quit()
        self.assertEqual(self.watched(), [FIRST])

    def test_broken_file(self):
        path = os.path.join(self.films, FIRST)
        with open(path, "wb") as file:
            file.write(bytes(4096))
        player = self.play(path, self.clip(SECOND))
        player.end()
        self.assertEqual(self.watched(), [SECOND])

    def test_missing_file(self):
        player = self.play(os.path.join(self.films, FIRST))
        self.assertEqual(player.end(), 2)
        self.assertEqual(player.log(), [])
        self.assertEqual(self.history(), [])

    def test_speed_changes_on_the_way(self):
        player = self.play(self.clip(FIRST), speed=4)
        for percent, speed in ((5, 20), (40, 0.5), (40.5, 16), (60, 20)):
            player.wait_position(percent)
            player.command("set_property", "speed", speed)
        player.end()
        self.assertEqual(self.watched(), [FIRST])

    def test_film(self):
        """A name that is no episode's: nothing is kept."""
        player = self.play(self.clip("Serenity.2005.1080p.mkv"))
        player.end()
        self.assertEqual(self.history(), [])

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

    def test_title_inside_the_file(self):
        """Where the name says nothing, the title of the media may."""
        self.start_standin()
        player = self.play(self.clip("t01.mkv", title="Firefly S01E02"), args=["--keep-open"])
        player.said("Bushwhacked")
        player.said("watched")
        player.quit()
        self.assertEqual(self.watched(), ["t01.mkv"])

    def test_names_that_are_no_episodes(self):
        self.start_standin()
        self.sign_in("tvmaze")
        before = len(self.standin.requests())
        for name in ("Serenity.2005.1080p.mkv", "holiday.mkv"):
            player = self.play(self.clip(name), args=["--keep-open"])
            player.said("not read as an episode")
            player.press("Ctrl+8")
            player.said("not rated")
            player.wait_property("eof-reached", lambda reached: reached is True)
            player.quit()
        self.assertEqual(self.standin.requests()[before:], [])
        self.assertEqual(self.history(), [])


if __name__ == "__main__":
    stage.main()
