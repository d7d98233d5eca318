# SPDX-License-Identifier: MIT
"""What epimark costs a program that uses libmpv: the end of Celluloid, and of a player in Python,
each against the same without the plugin."""

import os
import shutil
import unittest

import pairs
import hosts
import picture
import stage


class Programs(pairs.Pairs):
    def celluloid_ms(self, path, screen):
        player = hosts.Celluloid(self.env, path, screen, speed=1)
        player.play()
        taken = self.end_ms(player.process, player.quit)
        player.close()
        return taken

    @unittest.skipUnless(shutil.which("celluloid"), "celluloid is not here")
    def test_quit_of_celluloid(self):
        self.start_standin()
        path = self.clip(pairs.EPISODE)
        screen = picture.Screen()
        self.addCleanup(screen.stop)
        folder = os.path.join(self.folder, "config", "celluloid")
        os.rename(self.config, folder)
        script = os.path.join(folder, "scripts", "epimark.so")

        def bare_ms():
            os.unlink(script)
            taken = self.celluloid_ms(path, screen)
            os.symlink(stage.PLUGIN, script)
            return taken
        self.hold("quit of Celluloid", 50, lambda: self.celluloid_ms(path, screen), bare_ms)

    def python_ms(self, path, *options):
        player = hosts.PythonPlayer(self.env, path, options, speed=1)
        self.assertEqual(player.reads(), "playing")
        taken = self.end_ms(player.process, player.quit)
        player.close()
        return taken

    @unittest.skipUnless(hosts.has_python_mpv(), "python3-mpv is not here")
    def test_quit_of_a_player_in_python(self):
        self.start_standin()
        path = self.clip(pairs.EPISODE)
        option = f"scripts-append={self.config}/scripts/epimark.so"
        self.hold("quit of a player in Python", 50, lambda: self.python_ms(path, option),
                  lambda: self.python_ms(path))


if __name__ == "__main__":
    pairs.main()
