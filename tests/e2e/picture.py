# SPDX-License-Identifier: MIT
"""What the user sees: a real mpv window, photographed. The picture of each test lies beside its
folder; what has to be readable there is the text that mpv was given, literally."""

import os
import socket
import struct
import subprocess
import time

import stage

SIZE = "640x480"
# Where the text and the mark of private mode are, and where nothing is ours.
TEXT, CORNER, REST = "640x150+0+40", "240x30+400+0", "640x240+0+240"


class Screen:
    """An X server of the test's own."""

    def __init__(self, size=SIZE, *options):
        reads, writes = os.pipe()
        self.process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writes), "-screen", "0", size + "x24", "-nolisten", "tcp",
             *options],
            pass_fds=[writes], stderr=subprocess.DEVNULL)
        os.close(writes)
        with os.fdopen(reads) as file:
            self.display = ":" + file.readline().strip()

    def finish(self):
        """Waits until the server is not in the midst of drawing: it takes in a new client between
        what others ask it for."""
        with socket.socket(socket.AF_UNIX) as client:
            client.connect("/tmp/.X11-unix/X" + self.display[1:])
            client.sendall(struct.pack("<cxHHHHxx", b"l", 11, 0, 0, 0))
            if client.recv(1) != b"\1":
                raise AssertionError("the X server takes no client")

    def picture(self, path):
        subprocess.run(["import", "-display", self.display, "-window", "root", "-quality", "10",
                        path], check=True)  # large files, soon written
        return path

    def stop(self):
        self.process.terminate()
        self.process.wait()


def differing(one, other, area):
    """How many pixels of an area differ between two pictures, by however little. (What `compare`
    counts for that depends on its version.)"""
    done = subprocess.run(
        ["convert", one, other, "-crop", area, "+repage", "-compose", "difference", "-composite",
         "-colorspace", "gray", "-threshold", "0", "-format", "%[fx:round(mean*w*h)]", "info:"],
        capture_output=True, text=True, check=True)
    return int(float(done.stdout))


def ask(path, what):
    """What `identify` says of a picture."""
    return subprocess.run(["identify", "-format", what, path], capture_output=True, text=True,
                          check=True).stdout


def colours(path):
    """How many colours a picture has."""
    return int(ask(path, "%k"))


class Window(stage.Stage):
    """Tests that look at a window."""

    size = SIZE

    def setUp(self):
        super().setUp()
        self.screen = Screen(self.size)
        self.addCleanup(self.screen.stop)
        self.env["DISPLAY"] = self.screen.display
        player = self.play(self.clip("Firefly.S01E01.mkv"))
        player.said("epimark is running")  # once in a life
        player.quit()

    def shot(self, name):
        return self.screen.picture(os.path.join(self.folder, name + ".png"))

    def shot_when(self, name, wanted):
        """A picture, once it is as wanted and stays so: mpv draws when it likes, and a large window
        in parts."""
        deadline = time.monotonic() + stage.PATIENCE
        before = None
        while True:
            path = self.shot(name)
            pixels = ask(path, "%#") if wanted(path) else None
            if pixels and pixels == before:
                return path
            before = pixels
            if time.monotonic() > deadline:
                raise AssertionError(f"{path} is not as wanted")

    def show(self, path, *args):
        """A paused window."""
        player = self.play(path, speed=1, args=[
            "--vo=x11", "--pause", f"--geometry={self.size}+0+0", "--no-border", "--osc=no",
            "--keepaspect-window=no", "--input-key-fifo-size=200",  # no key is lost
            "--osd-duration=3600000", *args])  # until it is changed
        player.wait_event("playback-restart")
        return player

    def bare(self, path, *args):
        """The same picture without anything of epimark's."""
        player = self.show(path, "--script-opts=epimark-osd=no", *args)
        player.said("read as")
        picture = self.shot_when("bare", lambda shot: colours(shot) > 1)  # no empty screen
        player.quit()
        return picture


class Picture(Window):
    def assert_drawn(self, bare, name, area, least):
        """A picture that differs from the bare one by as many pixels in an area, and by none in
        the rest."""
        return self.shot_when(name, lambda shot: differing(bare, shot, area) >= least and
                              differing(bare, shot, REST) == 0)

    def test_rating_and_private_mode(self):
        path = self.clip("Firefly.S01E02.mkv")
        bare = self.bare(path)
        player = self.show(path)
        player.said("read as")
        player.press("Ctrl+8")
        player.said("rated 8 of 10")
        rated = self.assert_drawn(bare, "rated", TEXT, 1000)
        player.command("script-message-to", "epimark", "toggle")
        player.said("private mode")
        private = self.shot_when("private", lambda shot: differing(bare, shot, CORNER) >= 300 and
                                 differing(rated, shot, CORNER) >= 300)
        player.command("script-message-to", "epimark", "toggle")
        player.said("private mode off")
        self.shot_when("not-private", lambda shot: differing(private, shot, CORNER) >= 300)
        player.quit()

    def test_a_name_is_shown_as_it_is(self):
        """Properties and ASS in a name are shown, not obeyed: a tag would hide itself, and put the
        text at the bottom."""
        names = ["Nasty ${pause} {\\an" + digit + "}Show S01E02.mkv" for digit in "23"]
        bare = self.bare(self.clip(names[0]))
        pictures = []
        for name in names:
            player = self.show(self.clip(name))
            player.said("read as")
            player.press("Ctrl+8")
            player.said("rated 8 of 10")
            pictures.append(self.assert_drawn(bare, f"named-{len(pictures)}", TEXT, 1000))
            player.quit()
        self.assertGreater(differing(*pictures, TEXT), 0)

    def in_folder(self, folder, name, text):
        """A clip in a folder whose .epimark says that."""
        path = self.clip(os.path.join(folder, name))
        with open(os.path.join(os.path.dirname(path), ".epimark"), "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def test_the_folder_is_ignored(self):
        path = self.in_folder("secret", "Firefly.S01E02.mkv", "ignore=yes\n")
        bare = self.bare(path)
        player = self.show(path)
        player.said("ignored: .epimark in its folder says so")
        player.press("Ctrl+8")
        player.said("not rated: .epimark in its folder says ignore=yes")
        self.assert_drawn(bare, "ignored", TEXT, 1000)
        player.quit()

    def test_the_folder_says_which_series_it_is(self):
        """Two series have that title, and nobody is asked."""
        self.start_standin()
        path = self.in_folder("utopia", "Utopia.S01E02.mkv", "series=tvmaze:64\norder=aired\n")
        bare = self.bare(self.clip("Firefly.S01E02.mkv"))  # what is said once is said below
        player = self.show(path)
        player.said("using .epimark in this folder from now on")
        player.said("Utopia 1x02")
        self.assert_drawn(bare, "folder", TEXT, 1000)
        player.quit()

    def test_candidates(self):
        self.start_standin()
        path = self.clip("Utopia.S01E01.mkv")
        bare = self.bare(path)
        player = self.show(path)
        player.said("to choose)")
        asked = self.assert_drawn(bare, "asked", TEXT, 1000)
        player.press("Ctrl+e")
        player.said("2 Utopia")
        self.shot_when("candidates", lambda shot: differing(asked, shot, TEXT) >= 1000)
        self.assert_drawn(bare, "candidates", TEXT, 1000)
        player.press("ESC")
        self.shot_when("closed", lambda shot: differing(bare, shot, SIZE + "+0+0") == 0)
        player.quit()


if __name__ == "__main__":
    stage.main()
