# SPDX-License-Identifier: MIT
"""What epimark costs a player: mpv's start up to the first frame, against a plugin that is linked
to the same libraries and does nothing, and its end, against no plugin at all, the worst case being
a service that has taken a request and never answers."""

import os
import time

import pairs
import stage

LINKED = os.path.join(stage.BUILD, "tests", "bench", "linked.so")


class Cost(pairs.Pairs):
    def start(self, script, path, **options):
        args = ["--load-scripts=no"] + ([f"--script={script}"] if script else [])
        return self.play(path, args=args, **options)

    def start_ms(self, script, path):
        """From the start of the process to the first frame."""
        player = self.start(script, path, speed=1)
        player.wait_event("playback-restart")
        taken = time.monotonic() - player.started
        player.quit()
        return taken * 1000

    def quit_ms(self, script, path, ready=lambda player: None):
        """From the command to the end of the process."""
        player = self.start(script, path, speed=1)
        player.wait_event("playback-restart")
        ready(player)
        taken = self.end_ms(player.process, lambda: player.send("quit"))
        player.end()
        return taken

    def test_start(self):
        self.start_standin()
        path = self.clip(pairs.EPISODE)
        self.hold("start", 5, lambda: self.start_ms(stage.PLUGIN, path),
                  lambda: self.start_ms(LINKED, path))

    def test_quit(self):
        self.start_standin()
        path = self.clip(pairs.EPISODE)
        self.hold("quit", 50, lambda: self.quit_ms(stage.PLUGIN, path),
                  lambda: self.quit_ms(None, path))

    def test_quit_while_a_service_is_silent(self):
        """Each time the search for the show is held for ever."""
        standin = self.start_standin([{"match": "GET /tvmaze/*", "nth": 0, "do": "stall"}])
        path = self.clip(pairs.EPISODE)

        def asked(player):
            del player
            standin.wait_for("GET", "/tvmaze/", asked.count)
            asked.count += 1
        asked.count = 1
        self.hold("quit, a request hanging", 50,
                  lambda: self.quit_ms(stage.PLUGIN, path, asked),
                  lambda: self.quit_ms(None, path))

    def test_quit_while_a_folder_hangs(self):
        """The file system of the video never answers for .epimark."""
        self.start_standin()
        path = self.clip(os.path.join("dead mount", pairs.EPISODE))
        self.env |= stage.preloading("dead_folder.so")
        self.hold("quit, a folder hanging", 50,
                  lambda: self.quit_ms(stage.PLUGIN, path, lambda player: player.said("read as")),
                  lambda: self.quit_ms(None, path))


if __name__ == "__main__":
    pairs.main()
