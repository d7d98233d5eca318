# SPDX-License-Identifier: MIT
"""Makes the pictures of the front page anew, in packaging/pictures: epimark in a real mpv window,
over a frame that ffmpeg's own sources draw. Not a test: run it when the looks change."""

import os
import subprocess

import picture
import stage

SIZE = "1280x720"
FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "packaging",
                      "pictures")
LARGEST = 120 * 1024  # bytes
# Hills, the nearest first: where they begin, and their colours.
HILLS = [("1120+92*sin(X/340+1)+36*sin(X/94)", (14, 18, 38)),
         ("1000+104*sin(X/460+3.4)+24*sin(X/122)", (38, 36, 66)),
         ("880+80*sin(X/600+5.1)+18*sin(X/180)", (74, 58, 96))]
SUN = ("lt(hypot(X-760,Y-660),148)", (255, 214, 150))
SKY = ("58+24*floor(Y/124)", "44+14*floor(Y/124)", "96+2*floor(Y/124)")


def dusk():
    """A source of ffmpeg: hills at dusk, drawn at twice the size so that edges are smooth."""
    channels = []
    for index, name in enumerate("rgb"):
        text = f"if({SUN[0]},{SUN[1][index]},{SKY[index]})"
        for begins, colour in reversed(HILLS):
            text = f"if(gt(Y,{begins}),{colour[index]},{text})"
        channels.append(f"{name}='{text}'")
    return ("color=black:size=2560x1440:rate=1:duration=1,format=gbrp,geq=" + ":".join(channels) +
            f",scale={SIZE.replace('x', ':')},loop=39:1,setpts=N/TB")


class FrontPage(picture.Window):
    size = SIZE

    def setUp(self):
        self.frame = dusk()
        super().setUp()
        self.start_standin()
        self.sign_in("tvmaze", "trakt")

    def scene(self, name):
        path = os.path.join(self.films, name)
        subprocess.run(["ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-f", "lavfi", "-i",
                        self.frame, "-c:v", "libx264rgb", "-preset", "ultrafast", "-qp", "0",
                        "-g", "1", path], check=True)
        return path

    def keep(self, name, before, least=20000):
        """A picture that differs enough from one before, in few colours."""
        path = self.shot_when(name, lambda shot: picture.differing(
            before, shot, SIZE + "+0+0") > least)
        kept = os.path.join(FOLDER, name + ".png")
        subprocess.run(["convert", path, "-strip", "+dither", "-colors", "128", "-define",
                        "png:compression-level=9", "-define", "png:exclude-chunks=date,time",
                        "PNG8:" + kept], check=True)
        self.assertLess(os.path.getsize(kept), LARGEST)
        return path

    def test_pictures(self):
        path = self.scene("Firefly.S01E02.mkv")
        bare = self.bare(path)
        player = self.show(path)
        player.said("Bushwhacked")
        player.press("Ctrl+8")
        player.said("rated 8 of 10")
        player.said("Trakt: ")
        toast = self.keep("toast", bare)
        player.press("Alt+e")
        player.said("menu: ")
        self.keep("menu", toast)
        player.quit()
        path = self.scene("Utopia.S01E01.mkv")
        player = self.show(path)
        player.said("to choose)")
        player.press("Ctrl+e")
        player.said("2 Utopia")
        self.keep("series", bare)
        player.quit()


if __name__ == "__main__":
    stage.main()
