# SPDX-License-Identifier: MIT
"""What is left alone: private mode, ignored folders, and what a folder says of itself."""

import os
import subprocess
import urllib.parse

import stage

EPISODE = "Firefly.S01E02.mkv"
NEXT = "Firefly.S01E03.mkv"


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

    def test_it_is_ignored_by_its_address_too(self):
        """As a desktop names files."""
        self.start_standin()
        path = self.say("my secret", "ignore=yes\n")
        player = self.play("file://" + urllib.parse.quote(path))
        player.said("ignored: .epimark in its folder says so")
        self.assertEqual(player.end(), 0)
        self.tool("match", "file://" + urllib.parse.quote(path), code=1)
        self.tool("mark", "file://" + urllib.parse.quote(path), code=1)
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


class Excluded(stage.Stage):
    """What ignore= and only= exclude, by whatever path. There is a folder with a private file, and
    there are links to it."""

    def setUp(self):
        super().setUp()
        self.start_standin()
        self.private = os.path.join(self.films, "private")
        self.file = self.clip(os.path.join("private", EPISODE))
        os.mkdir(os.path.join(self.private, "sub"))
        os.mkdir(os.path.join(self.films, "tv"))
        os.symlink("../private/" + EPISODE, os.path.join(self.films, "tv", EPISODE))
        os.symlink("private", os.path.join(self.films, "folder"))
        os.symlink("private/sub", os.path.join(self.films, "down"))

    def play_all(self, *files, **more):
        """Plays files that are private."""
        player = self.play(*files, **more)
        self.assertEqual(player.end(), 0)
        log = "\n".join(player.log())
        self.assertIn("excluded by ignore= or only=", log)
        self.assertNotIn("watched", log)

    def assert_silent(self):
        """Nothing was asked, and nothing is known."""
        self.tool("sync")
        self.assertEqual(self.standin.requests(), [])
        self.assertEqual(self.history(), [])

    def forms(self):
        """Ways to name the one private file."""
        quoted = urllib.parse.quote(self.file)
        link = os.path.join(self.films, "folder", EPISODE)
        return [
            self.file, os.path.join(self.films, "tv", EPISODE), link,
            "private/" + EPISODE, "folder/" + EPISODE, "./tv/../tv//" + EPISODE,
            f"down/../{EPISODE}", os.path.join(self.films, "down", "..", EPISODE),
            "file://" + quoted, "file://" + quoted.replace("private", "%70rivate"),
            "file://" + urllib.parse.quote(link), f"slice://0@{self.file}",
        ]

    def test_by_any_path(self):
        self.set_options(ignore=self.private + "/")
        self.play_all(*self.forms())
        self.assert_silent()

    def test_by_a_descriptor(self):
        self.set_options(ignore=self.private)
        with open(self.file, "rb") as file:
            descriptor = os.dup2(file.fileno(), 100, inheritable=True)
            try:
                for path in ("/proc/self/fd/100", "fd://100"):
                    os.lseek(descriptor, 0, os.SEEK_SET)
                    self.play_all(path, args=["--force-media-title=Firefly S01E02"], passed=[100])
            finally:
                os.close(descriptor)
        self.assert_silent()

    def test_the_option_may_name_a_link(self):
        self.set_options(ignore=os.path.join(self.films, "folder"))
        self.play_all(self.file, "tv/" + EPISODE)
        self.assert_silent()

    def test_a_folder_that_is_mounted_elsewhere_too(self):
        """As a bind mount; only root may make one."""
        self.set_options(ignore=self.private)
        place = os.path.join(self.films, "tv")
        done = subprocess.run(
            ["unshare", "--mount", "sh", "-c", 'mount --bind "$1" "$2" || exit 77; "$3" match "$4"',
             "sh", self.private, place, stage.TOOL, os.path.join(place, NEXT)],
            env=self.env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode == 77 or "unshare" in done.stderr:
            self.skipTest(done.stderr)
        self.assertIn("excludes this file", done.stdout + done.stderr)
        self.assert_silent()

    def test_in_another_form_of_unicode(self):
        composed, decomposed = "Caf\u00e9", "Cafe\u0301"
        file = self.clip(os.path.join(decomposed, EPISODE))
        self.set_options(ignore=os.path.join(self.films, composed))
        self.play_all(file, "file://" + urllib.parse.quote(file))
        self.assert_silent()

    def test_only(self):
        """A link out of the folder is private; a folder that is a link itself is not."""
        shelf = self.clip(os.path.join("disk", NEXT))
        os.symlink("disk", os.path.join(self.films, "shows"))
        os.symlink(self.file, os.path.join(self.films, "disk", EPISODE))
        self.set_options(only=os.path.join(self.films, "shows"))
        self.play_all("shows/" + EPISODE, shelf)
        self.assert_silent()
        self.play("shows/" + NEXT).end()
        self.assertEqual(self.watched(), [NEXT])

    def test_keys_answer_so(self):
        self.set_options(ignore=self.private)
        player = self.play("tv/" + EPISODE, args=["--keep-open"])
        player.said("excluded by ignore= or only=")
        player.command("script-message-to", "epimark", "rate", "8")
        player.said("not rated: ignore= or only= excludes this file")
        player.command("script-message-to", "epimark", "status")
        player.said("ignored (ignore= or only= excludes this file)")
        self.assertEqual(player.quit(), 0)
        self.assert_silent()

    def test_the_tool_does_the_same(self):
        self.set_options(ignore=self.private)
        for form in self.forms():
            with self.subTest(form=form):
                form = form if "/" in form[:1] or "://" in form else \
                    os.path.join(self.films, form)
                self.tool("match", form, code=1)
                self.tool("mark", form, code=1)
                self.tool("rate", "8", form, code=1)
                self.assertIn("excludes this file", self.tool("why", form, code=None))
        self.assert_silent()
        self.tool("mark", "Firefly", "1x02")  # what is no file is not in a folder
        self.assertEqual(len(self.history()), 1)


class Places(stage.Stage):
    """The file system of a video does not say where a file really is."""

    def setUp(self):
        super().setUp()
        self.start_standin()
        self.path = self.clip(os.path.join("dead place", EPISODE))

    def play_it(self, *files, **more):
        env, self.env = self.env, self.env | stage.preloading("dead_folder.so")
        player = self.play(*files, **more)
        self.env = env
        return player

    def test_with_neither_option_it_is_not_asked(self):
        self.assertEqual(self.play_it(self.path).end(), 0)
        self.assertEqual(self.watched(), [EPISODE])
        self.assertNotEqual(self.standin.requests(), [])

    def test_nothing_waits_for_it(self):
        """Nothing is looked up meanwhile, the end goes on as if nothing were, nothing is lost."""
        self.set_options(ignore="/nowhere")
        player = self.play_it(self.path, args=["--keep-open"])
        player.said("1x02: watched")
        self.assertEqual(player.quit(), 0)
        self.assertEqual(self.standin.requests(), [])
        self.assertEqual(self.history(), [])
        self.tool("sync", code=None)
        self.assertEqual(self.watched(), [EPISODE])

    def test_nor_for_the_folder_of_the_option(self):
        self.set_options(ignore=os.path.join(self.films, "dead place", "private"))
        self.assertEqual(self.play_it(self.clip(EPISODE), self.clip(NEXT)).end(), 0)
        self.assertEqual(self.watched(), [EPISODE, NEXT])

    def test_it_is_killed_and_the_file_is_private(self):
        self.set_options(ignore="/nowhere")
        player = self.play_it(self.path, args=["--keep-open"])
        player.said("1x02: watched")
        player.kill()
        hidden = os.path.join(self.films, "hidden")
        os.mkdir(hidden)
        os.rename(self.path, os.path.join(hidden, EPISODE))
        os.symlink(os.path.join(hidden, EPISODE), self.path)
        self.set_options(ignore=hidden)
        self.tool("sync", code=None)
        self.assertEqual(self.history(), [])
        self.assertEqual(self.standin.requests(), [])


if __name__ == "__main__":
    stage.main()
