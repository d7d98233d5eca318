# SPDX-License-Identifier: MIT
"""Every state of the screen in a real window, over black, white and a busy picture, in windows of
640x360, 1280x720 and 3840x2160: whether it is at its place and can be read. The pictures lie in the
test's folder, to be looked at: STATE-SIZE-OVER.png."""

import os
import struct
import subprocess
import time
import zlib

import legible
import picture
import stage

OVER = ("black", "white", "busy")
TRIES = 4  # to clear the screen
EPISODE = "Firefly.S01E02.mkv"
REFUSAL = {"match": "PUT /tvmaze/*", "nth": 0, "do": "status", "status": 401, "body": ""}


class Pixels:
    """A picture of the screen: the file in which Xvfb keeps it, XWD with four bytes a pixel (blue,
    green, red, none)."""

    def __init__(self, width, height, data):
        self.width, self.height, self.data = width, height, data

    @classmethod
    def read(cls, path):
        with open(path, "rb") as file:
            whole = file.read()
        head = struct.unpack(">25I", whole[:100])
        start = head[0] + 12 * head[19]
        return cls(head[4], head[5], whole[start:start + 4 * head[4] * head[5]])

    def row(self, y):
        return self.data[4 * self.width * y:4 * self.width * (y + 1)]

    def left_half(self):
        return [self.row(y)[:2 * self.width] for y in range(self.height)]

    def write(self, path):
        """As PNG."""
        line = 3 * self.width
        rgb = bytearray(line * self.height)
        for channel in range(3):
            rgb[channel::3] = self.data[2 - channel::4]
        rows = b"".join(b"\0" + rgb[line * y:line * (y + 1)] for y in range(self.height))
        with open(path, "wb") as file:
            file.write(b"\x89PNG\r\n\x1a\n")
            for name, body in ((b"IHDR", struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0,
                                                     0, 0)),
                               (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b"")):
                file.write(struct.pack(">I", len(body)) + name + body +
                           struct.pack(">I", zlib.crc32(name + body)))

    def drawn(self, bare):
        """Where it differs from another: left, top, right and bottom, in shares of its size; and
        the contrast there, as WCAG has it, by green, which is most of it."""
        rows = [y for y in range(self.height) if self.row(y) != bare.row(y)]
        bits = 32 * self.width
        left, right = self.width, 0
        for y in rows:
            other = int.from_bytes(self.row(y), "big") ^ int.from_bytes(bare.row(y), "big")
            left = min(left, (bits - other.bit_length()) // 32)
            right = max(right, self.width - ((other & -other).bit_length() - 1) // 32)
        green = [self.row(y)[4 * left + 1:4 * right:4] for y in rows]
        dark, light = (legible.luminance(value / 255) for value in
                       (min(map(min, green)), max(map(max, green))))
        return (left / self.width, rows[0] / self.height, right / self.width,
                (rows[-1] + 1) / self.height, (light + 0.05) / (dark + 0.05))


class Gallery(picture.Window):
    size = "1280x720"

    def setUp(self):  # without the player of picture.Window: the first notice is one of the states
        stage.Stage.setUp(self)
        self.start_standin()
        self.sign_in("tvmaze")
        self.states, self.bares = [], {}

    def scene(self, name):
        """A clip of three pictures, ten seconds each: black, white and busy."""
        path = os.path.join(self.films, name)
        spot = "drawbox=x=20:y=300:w=40:h=30:color=red:t=fill"
        size = "size=640x360:rate=10:duration=10"
        subprocess.run(
            ["ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-f", "lavfi", "-i",
             f"color=black:{size}[a];color=white:{size}[b];testsrc2={size}[c];"
             f"[a][b][c]concat=n=3,{spot}",
             "-c:v", "libx264", "-preset", "ultrafast", "-g", "1", path], check=True)
        return path

    def grab(self):
        """What is on the screen. Something may be drawn meanwhile: two that are equal are whole."""
        self.screen.finish()
        return Pixels.read(os.path.join(self.folder, "Xvfb_screen0"))

    def settled(self, *before, bare=None):
        """What is on the screen, once it is none of these and stays so for three looks. bare: and
        once its left half is as there: a large window is drawn in parts."""
        deadline = time.monotonic() + stage.PATIENCE
        last, same = None, 0
        while True:
            pixels = self.grab()
            same = same + 1 if last and pixels.data == last.data else 0
            if same >= 2 and all(pixels.data != one.data for one in before) and (
                    not bare or pixels.left_half() == bare.left_half()):
                return pixels
            last = pixels
            if time.monotonic() > deadline:
                pixels.write(os.path.join(self.folder, "last.png"))
                raise AssertionError("the screen is not as wanted, or does not stay: last.png")
            time.sleep(0.03)

    def seek(self, player, over):
        player.command("seek", 5 + 10 * OVER.index(over), "absolute+exact")
        self.shown = over

    def shoot(self, player, name):
        """Pictures of what has just come, over each scene or, of a large window, which takes long
        to draw, over one. Begins and ends with the scene that is on screen."""
        first = OVER.index(self.shown)
        scenes = OVER[first:] + OVER[:first]
        pixels = self.now
        for over in scenes[:1] if self.large else scenes:
            if over != self.shown:
                self.seek(player, over)
            pixels = self.settled(pixels, self.bares[over], bare=self.bares[over])
            pixels.write(os.path.join(self.folder, f"{name}-{self.size}-{over}.png"))
            self.check(f"{name} {self.size} {over}", *pixels.drawn(self.bares[over]))
        if self.shown != scenes[0] or self.large:
            self.seek(player, scenes[self.large])
            pixels = self.settled(pixels, bare=self.bares[self.shown])
        self.now = pixels
        self.states.append(name)

    def open_menu(self, player):
        """The keys that follow are the menu's."""
        since = player.said_count()
        player.press("Alt+e")
        player.said("menu: ", since)

    def leave(self, player, keys, times=1):
        """Esc, until those keys are no longer ours."""
        for _ in range(times):
            player.press("ESC")
        player.wait_keys(keys, False)

    def clear(self, player):
        """Nothing of ours is there: the menu takes the place of notices, and goes. One that came
        meanwhile goes with the next menu."""
        bare = self.bares[self.shown]
        for _ in range(TRIES):
            self.open_menu(player)
            self.leave(player, "menu-")
            deadline = time.monotonic() + stage.PATIENCE / TRIES
            while time.monotonic() < deadline:
                self.now = self.grab()
                if self.now.data == bare.data:
                    return
                time.sleep(0.03)
        self.now.write(os.path.join(self.folder, "last.png"))
        raise AssertionError("something stays on the screen: last.png\n" +
                             "\n".join(player.output.lines))

    def state(self, player, name, line, *keys, message=None):
        """What is there after that line, which keys or a message lead to."""
        since = player.said_count()
        for key in keys:
            player.press(key)
        if message:
            player.command("script-message-to", "epimark", *message)
        if line:
            player.said(line, since)
        self.shoot(player, name)

    def notices(self, player):
        self.now = self.bares[OVER[0]]
        player.said("Bushwhacked")
        self.shoot(player, "welcome")
        self.clear(player)
        for name, line, message in (
                ("rated", "rated 8 of 10", ("rate", "8")),
                ("marked", "TVmaze: Firefly 1x02 marked", ("mark",)),
                ("undone", "taken back", ("undo",)),
                ("status", "1x02", ("status",)),
                ("error", "invalid number", ("rate", "11")),
                ("refused", "no other episode", ("rate-previous", "8"))):
            self.state(player, name, line, message=message)
            self.clear(player)

    def menus(self, player):
        self.open_menu(player)
        self.shoot(player, "stars-8")
        self.state(player, "stars-5", None, "LEFT", "LEFT", "LEFT")
        self.state(player, "stars-10", None, *("RIGHT",) * 5)
        self.state(player, "accounts", None, "END", "UP", "ENTER")
        self.state(player, "queue", None, "ESC", "END", "ENTER")
        self.leave(player, "menu-", 2)

    def lists(self, player):
        self.state(player, "wrong-episode", "· now", message=("episode",))
        player.press("s")
        player.wait_keys("type", True)
        self.state(player, "typing-episode", None, "1", "x")
        self.leave(player, "type")
        self.state(player, "order", "· now", message=("order",))
        self.leave(player, "close")
        self.clear(player)
        self.state(player, "private", "private mode on", message=("toggle",))
        since = player.said_count()
        player.command("script-message-to", "epimark", "toggle")
        player.said("private mode off", since)
        player.said("Bushwhacked", since)  # looked up again

    def questions(self, player):
        player.said("to choose)")
        self.shoot(player, "question")
        self.state(player, "list", "2 Utopia", "Ctrl+e")
        player.press("s")
        player.wait_keys("type", True)
        self.state(player, "typing", None, "F", "i")
        self.leave(player, "type")

    def refusals(self, player):
        """A service that wants a sign-in: one line, and what the menu says of it then."""
        self.standin.control(fault=REFUSAL)
        self.clear(player)
        self.state(player, "sign-in", "epimark login tvmaze", message=("mark",))
        self.open_menu(player)
        self.state(player, "queue-error", None, "END", "ENTER")
        self.leave(player, "menu-", 2)

    def open_screen(self, size):
        self.size = size
        self.screen = picture.Screen(size, "-noreset", "-fbdir", self.folder)
        self.addCleanup(self.screen.stop)
        self.env["DISPLAY"] = self.screen.display

    def check(self, said, left, top, right, bottom, contrast):
        said = f"{said}: {left:.3f} {top:.3f} {right:.3f} {bottom:.3f}, {contrast:.1f}"
        self.assertGreater(left, 0.5, said)
        self.assertTrue(0.96 < right < 0.99, said)
        self.assertTrue(0.01 < top and bottom < 0.99, said)
        self.assertGreater(contrast, 7, said)

    def take_bares(self, path):
        """The same pictures without the plugin."""
        pixels = self.grab()  # of an empty screen
        player = self.show(path, "--start=5", "--load-scripts=no")
        for over in OVER:
            self.seek(player, over)
            pixels = self.bares[over] = self.settled(pixels)
        player.quit()

    def look(self, size, large=False):
        self.large = large
        self.open_screen(size)
        paths = [self.scene(EPISODE), self.scene("Utopia.S01E01.mkv")]
        self.take_bares(paths[0])
        player = self.show(paths[0], "--start=5")
        self.shown = OVER[0]
        player.command("loadfile", paths[1], "append")
        self.notices(player)
        self.menus(player)
        self.lists(player)
        self.refusals(player)
        player.command("playlist-next")
        player.wait_event("playback-restart")
        self.shown = OVER[0]
        self.questions(player)
        player.quit()
        self.assertEqual(len(set(self.states)), 21)

    def test_small(self):
        self.look("640x360")

    def test_common(self):
        self.look("1280x720")

    def test_large(self):
        self.look("3840x2160", True)


if __name__ == "__main__":
    stage.main()
