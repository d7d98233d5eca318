# SPDX-License-Identifier: MIT
"""What epimark costs a player: mpv's start up to the first frame, against a plugin that is linked
to the same libraries and does nothing, and its end, against no plugin at all, the worst case being
a service that has taken a request and never answers. Pairs are interleaved, so that what else the
machine does meets both alike."""

import math
import os
import statistics
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
import stage  # noqa: E402

PAIRS = 60
ROUNDS = 3  # where the first pairs leave it open, more of them decide
LINKED = os.path.join(stage.BUILD, "tests", "bench", "linked.so")
EPISODE = "Firefly.S01E02.mkv"


def interval(differences):
    """The mean and half of its 95 % interval."""
    mean = statistics.mean(differences)
    return mean, 1.96 * statistics.stdev(differences) / math.sqrt(len(differences))


class Cost(stage.Stage):
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
        began = time.monotonic()
        player.quit()
        return (time.monotonic() - began) * 1000

    def hold(self, what, limit, measure_ours, measure_theirs):
        """Measures pairs until their mean difference lies surely on one side of the limit."""
        differences, ours, theirs = [], [], []
        for _ in range(ROUNDS):
            for _ in range(PAIRS):
                ours.append(measure_ours())
                theirs.append(measure_theirs())
                differences.append(ours[-1] - theirs[-1])
            mean, half = interval(differences)
            if abs(mean - limit) > half:
                break
        print(f"{what}: {statistics.mean(ours):.1f} ms against {statistics.mean(theirs):.1f} ms: "
              f"{mean:+.2f} ms (95 %: {mean - half:+.2f} to {mean + half:+.2f}, {len(ours)} pairs, "
              f"medians {statistics.median(ours):.1f} and {statistics.median(theirs):.1f} ms), "
              f"at most {limit} ms", flush=True)
        self.assertLessEqual(mean, limit)

    def test_start(self):
        self.start_standin()
        path = self.clip(EPISODE)
        self.hold("start", 5, lambda: self.start_ms(stage.PLUGIN, path),
                  lambda: self.start_ms(LINKED, path))

    def test_quit(self):
        self.start_standin()
        path = self.clip(EPISODE)
        self.hold("quit", 50, lambda: self.quit_ms(stage.PLUGIN, path),
                  lambda: self.quit_ms(None, path))

    def test_quit_while_a_service_is_silent(self):
        """Each time the search for the show is held for ever."""
        standin = self.start_standin([{"match": "GET /tvmaze/*", "nth": 0, "do": "stall"}])
        path = self.clip(EPISODE)

        def asked(player):
            del player
            standin.wait_for("GET", "/tvmaze/", asked.count)
            asked.count += 1
        asked.count = 1
        self.hold("quit, a request hanging", 50,
                  lambda: self.quit_ms(stage.PLUGIN, path, asked),
                  lambda: self.quit_ms(None, path))


if __name__ == "__main__":
    stage.AT_ONCE = 1
    stage.main()
