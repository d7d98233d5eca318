# SPDX-License-Identifier: MIT
"""What the benches share: times in interleaved pairs, so that what else the machine does meets both
alike."""

import math
import os
import statistics
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
import stage  # noqa: E402

PAIRS = 60
ROUNDS = 3  # where the first pairs leave it open, more of them decide
EPISODE = "Firefly.S01E02.mkv"


def interval(differences):
    """The mean and half of its 95 % interval."""
    mean = statistics.mean(differences)
    return mean, 1.96 * statistics.stdev(differences) / math.sqrt(len(differences))


class Pairs(stage.Stage):
    def end_ms(self, process, quit_it):
        """From the request to the end of the process."""
        began = time.monotonic()
        quit_it()
        code = process.wait()  # with a time limit it would only look now and then
        taken = time.monotonic() - began
        self.assertEqual(code, 0)
        return taken * 1000

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


def main():
    stage.AT_ONCE = 1
    stage.main()
