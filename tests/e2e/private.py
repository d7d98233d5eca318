# SPDX-License-Identifier: MIT
"""What is left alone: private mode, ignored folders, and what a folder says of itself."""

import os

import stage

EPISODE = "Firefly.S01E02.mkv"


class Private(stage.Stage):
    def test_private_mode(self):
        """Nothing is looked up, nothing is written; afterwards both are."""
        self.start_standin()
        player = self.play(args=["--idle=yes"])
        player.command("script-message-to", "epimark", "toggle")
        player.said("private mode")
        player.command("loadfile", self.clip(EPISODE))
        player.wait_event("end-file")
        self.assertEqual(self.standin.requests(), [])
        self.assertEqual(self.history(), [])
        player.command("script-message-to", "epimark", "toggle")
        player.said("private mode off")
        player.command("loadfile", self.clip("Firefly.S01E03.mkv"))
        player.said("1x03: watched")
        player.quit()
        self.assertEqual(self.watched(), ["Firefly.S01E03.mkv"])

    def test_ignored_folder(self):
        self.start_standin()
        self.set_options(ignore=self.films)
        self.play(self.clip(EPISODE)).end()
        self.assertEqual(self.standin.requests(), [])
        self.assertEqual(self.history(), [])


class Folders(stage.Stage):
    """What the folder of a video says, and a folder that never says anything."""

    def in_folder(self, name):
        """A clip in that folder, and where its .epimark is."""
        path = self.clip(os.path.join(name, EPISODE))
        return path, os.path.join(os.path.dirname(path), ".epimark")

    def say(self, name, text):
        path, beside = self.in_folder(name)
        with open(beside, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def hang(self, *args):
        """A player whose file is watched, in a folder that hangs."""
        self.start_standin()
        path, _ = self.in_folder("dead mount")
        env, self.env = self.env, self.env | stage.preloading("dead_folder.so")
        player = self.play(path, args=["--keep-open", *args])
        self.env = env
        player.said("1x02: watched")
        return player

    def assert_kept(self):
        """Nothing was asked or shown of it, and nothing is lost."""
        self.assertEqual(self.standin.requests(), [])
        self.assertEqual(self.history(), [])
        self.tool("sync", code=None)
        [entry] = self.history()
        self.assertTrue(entry["watched_at"])
        self.assertEqual(entry["episodes"][0]["number"], 2)
        return entry

    def test_it_hangs(self):
        """Playing, keys and the end go on as if nothing were."""
        player = self.hang()
        player.command("script-message-to", "epimark", "rate", "8")
        player.said("rated 8 of 10 (kept until its folder answers)")
        self.assertEqual(player.quit(), 0)
        self.assertEqual(self.assert_kept()["rating"], 8)

    def test_it_hangs_and_the_player_is_killed(self):
        self.hang().kill()
        self.assert_kept()

    def test_it_is_ignored(self):
        self.start_standin()
        player = self.play(self.say("secret", "ignore=yes\n"), args=["--keep-open"])
        player.said("ignored: .epimark in its folder says so")
        player.wait_position(95)
        player.command("script-message-to", "epimark", "rate", "8")
        player.said("not rated: .epimark in its folder says ignore=yes")
        self.assertEqual(player.quit(), 0)
        self.assertNotIn("rated 8", "\n".join(player.log()))
        self.tool("sync")
        self.assertEqual(self.history(), [])
        self.assertEqual(self.standin.requests(), [])

    def test_it_cannot_be_used(self):
        """One clear line, and nothing of it is looked up."""
        self.start_standin()
        odd = {
            "folder": (os.mkdir, "is not a regular file"),
            "pipe": (os.mkfifo, "is not a regular file"),
            "loop": (lambda path: os.symlink(".epimark", path), "is not a regular file"),
            "long": (lambda path: open(path, "wb").write(b"#" * (1 << 20)), "is longer than"),
            "binary": (lambda path: open(path, "wb").write(b"\x7fELF\0\1"), "is not a text file"),
        }
        for name, (make, why) in odd.items():
            with self.subTest(name=name):
                path, beside = self.in_folder(name)
                make(beside)
                player = self.play(path)
                self.assertEqual(player.end(), 0)
                [line] = [line for line in player.log() if ".epimark" in line]
                self.assertIn(why, line)
        self.assertEqual(self.standin.requests(), [])


if __name__ == "__main__":
    stage.main()
