# SPDX-License-Identifier: MIT
"""Whether text on screen can be read: its size relative to the window, its place, its contrast, in
windows from 640x360 to 3840x2160 and over white, black and busy pictures. The pictures lie beside
the test's folder."""

import os
import subprocess

import picture
import stage

LIGHT, DARK, BUSY = "color=white:", "color=black:", "testsrc2="
SHORT = "Firefly.S01E02.mkv"
LONG = "The Strange Case of the Very Long Title of a Series That Goes On and On S01E02.mkv"


def luminance(grey):
    """Of a shade of grey, 0 to 1, as WCAG has it."""
    return grey / 12.92 if grey <= 0.04045 else ((grey + 0.055) / 1.055) ** 2.4


class Drawn:
    """What differs between two pictures of one size. The sides are in shares of the window's width
    and height, and so is the height of a line."""

    def __init__(self, bare, shot, size):
        self.bare, self.shot = bare, shot
        width, height = (int(n) for n in size.split("x"))
        box, left, top = self.ask("-format", "%@", "info:").decode().split("+")
        wide, high = (int(n) for n in box.split("x"))
        self.area = f"{box}+{left}+{top}"
        self.left, self.right = int(left) / width, (int(left) + wide) / width
        self.top, self.bottom = int(top) / height, (int(top) + high) / height
        self.width, self.height = width, height

    def ask(self, *args):
        return subprocess.run(
            ["convert", self.bare, self.shot, "-compose", "difference", "-composite",
             "-colorspace", "gray", "-threshold", "6%", *args],
            capture_output=True, check=True).stdout

    def contrast(self):
        """The luminance of the brightest pixel by that of the darkest, as WCAG has it."""
        done = subprocess.run(
            ["convert", self.shot, "-crop", self.area, "-colorspace", "gray",
             "-format", "%[fx:minima] %[fx:maxima]", "info:"],
            capture_output=True, text=True, check=True)
        darkest, lightest = (luminance(float(n)) for n in done.stdout.split())
        return (lightest + 0.05) / (darkest + 0.05)

    def line(self):
        """How far the second line of text is below the first: text is bright, and its panel not."""
        high = int(self.area.split("+")[0].split("x")[1])
        rows = subprocess.run(
            ["convert", self.shot, "-crop", self.area, "+repage", "-colorspace", "gray",
             "-threshold", "70%", "-scale", f"1x{high}!", "-depth", "8", "gray:-"],
            capture_output=True, check=True).stdout
        first, second = [n for n in range(1, high) if rows[n] and not rows[n - 1]][:2]
        return (second - first) / self.height

    def text_right(self):
        """How far to the right text goes."""
        box = subprocess.run(
            ["convert", self.shot, "-colorspace", "gray", "-threshold", "70%", "-format", "%@",
             "info:"], capture_output=True, text=True, check=True).stdout
        return (int(box.split("+")[1]) + int(box.split("x")[0])) / self.width


class Scenes(picture.Window):
    size = "1280x720"

    def open_screen(self, size):
        """A screen of that size, which the next window fills."""
        self.size = size
        self.screen = picture.Screen(size)
        self.addCleanup(self.screen.stop)
        self.env["DISPLAY"] = self.screen.display

    def scene(self, name, source):
        """A clip of that name that shows one picture, with a spot that no empty screen has."""
        path = os.path.join(self.films, name)
        subprocess.run(
            ["ffmpeg", "-nostdin", "-loglevel", "error", "-y",
             "-f", "lavfi", "-i", f"{source}size=640x360:rate=1:duration=40,"
             "drawbox=x=20:y=300:w=40:h=30:color=red:t=fill",
             "-c:v", "libx264", "-preset", "ultrafast", "-g", "1", path], check=True)
        return path


class Legible(Scenes):
    def rated(self, name, source, *args, size="1280x720"):
        """What the notice of a rating draws."""
        self.open_screen(size)
        path = self.scene(name, source)
        player = self.show(path, *args)
        player.said("read as")
        bare = self.shot_when(f"bare-{len(self.players)}",
                              lambda shot: picture.colours(shot) > 1)  # no empty screen
        player.press("Ctrl+8")
        player.said("rated 8 of 10")
        shot = self.shot_when(f"notice-{len(self.players)}", lambda shot: picture.differing(
            bare, shot, size + "+0+0") > 100)
        drawn = Drawn(bare, shot, size)
        drawn.margin = player.command("get_property", "osd-margin-y") / 720
        player.quit()
        return drawn

    def test_one_size_in_every_window(self):
        for size in ("640x360", "1280x720", "3840x2160"):
            drawn = self.rated(LONG, BUSY, size=size)
            self.assertTrue(0.035 <= drawn.line() <= 0.05, f"{size}: {drawn.line()}")
            self.assertAlmostEqual(drawn.top, drawn.margin, delta=0.005, msg=size)
            self.assertTrue(0.96 <= drawn.right <= 0.99, size)
            self.assertGreater(drawn.left, 0.5, size)

    def test_the_size_follows_osd_scale(self):
        for scale in (0.5, 2):
            line = self.rated(LONG, DARK, f"--osd-scale={scale}").line()
            self.assertTrue(0.035 * scale <= line <= 0.055 * scale, f"{scale}: {line}")

    def test_the_size_does_not_follow_the_font_size_of_mpv(self):
        small, large = (self.rated(LONG, DARK, f"--osd-font-size={size}").line()
                        for size in (30, 55))
        self.assertAlmostEqual(small, large, delta=0.002)

    def test_a_wide_font_stays_within_its_panel(self):
        self.start_standin()
        self.open_screen("1280x720")
        path = self.scene("Utopia.S01E01.mkv", DARK)
        bare = self.bare(path)
        player = self.show(path, "--osd-font=monospace")
        player.said("to choose)")
        player.command("script-message-to", "epimark", "status")
        player.said("counts at 80 %")
        drawn = Drawn(bare, self.shot_when("wide", lambda shot: picture.differing(
            bare, shot, "600x100+650+180") > 1000), self.size)
        self.assertLess(drawn.right, 0.99)
        self.assertLess(drawn.text_right(), drawn.right - 0.014)  # the panel's edge
        player.quit()

    def test_it_stands_out_from_every_picture(self):
        for source in (LIGHT, DARK, BUSY):
            drawn = self.rated(SHORT, source)
            self.assertGreater(drawn.contrast(), 7, source)

    def test_a_long_line_is_broken(self):
        for size, left in (("640x480", 0.4), ("1280x720", 0.5), ("360x640", 0.01)):
            drawn = self.rated(LONG, DARK, size=size)
            self.assertGreater(drawn.left, left, size)
            self.assertLess(drawn.right, 0.99, size)
            self.assertGreater(drawn.bottom - drawn.top, 0.07, size)

    def test_it_is_clear_of_statistics_controls_and_subtitles(self):
        self.open_screen("1280x720")
        path = self.scene(SHORT, DARK)
        bare = self.bare(path)
        player = self.show(path, "--osc=yes", "--script-opts=osc-visibility=always")
        player.said("read as")
        player.command("script-binding", "stats/display-stats-toggle")
        others = self.shot_when("statistics", lambda shot: picture.differing(
            bare, shot, "400x400+0+0") > 10000 and picture.differing(
                bare, shot, "1280x200+0+520") > 1000)
        ours = "600x200+680+40"  # mpv 0.41 names the codec in full, up to column 665
        subtitles = os.path.join(self.folder, "subtitles.srt")
        with open(subtitles, "w", encoding="utf-8") as file:
            file.write("1\n00:00:00,000 --> 00:00:40,000\n" + "Two lines, and long ones. " * 4)
        player.command("sub-add", subtitles)
        without, lower = others, "1280x460+0+260"
        others = self.shot_when("subtitles", lambda shot: picture.differing(
            without, shot, lower) > 1000)
        self.assertEqual(picture.differing(bare, others, ours), 0)
        player.press("Ctrl+8")
        player.said("rated 8 of 10")
        self.shot_when("statistics-and-notice", lambda shot: picture.differing(
            others, shot, ours) > 1000)
        player.quit()

    def test_a_list_of_candidates(self):
        self.start_standin()
        self.open_screen("1280x720")
        path = self.scene("Utopia.S01E01.mkv", BUSY)
        bare = self.bare(path)
        player = self.show(path)
        player.said("to choose)")
        player.press("Ctrl+e")
        player.said("2 Utopia")
        drawn = Drawn(bare, self.shot_when("list", lambda shot: picture.differing(
            bare, shot, "640x300+640+0") > 1000), self.size)
        self.assertGreater(drawn.left, 0.5)
        self.assertLess(drawn.right, 0.99)
        player.quit()


if __name__ == "__main__":
    stage.main()
