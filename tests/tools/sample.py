# SPDX-License-Identifier: MIT
"""A sample of mutate.py that is quick enough for each run: sample.py ROOT BUILD [--count N].

Needs no build of its own: the changed file is compiled with sanitizers, and its object linked
before the libraries, which then are not asked for theirs. It runs the tests of the file's room
alone, so that not all it misses is missed: mutate.py tells."""

import argparse
import json
import os
import shlex
import subprocess
import sys
import time

import covered
import mutate
import operators
import suite

ROOMS, COUNT, LEAST = ["matching"], 10, 80
LIMIT = 60  # seconds for one test
SANITIZE = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
# Tests whose programs are the tool and scripts, and of which files.
SCRIPTS = {"cli": "core/cli", "cli.doctor": "core/cli", "answers": "core/cli"}
# Of a compiler's command: what would write beside the object.
_BESIDE = {"-MD": 1, "-MT": 2, "-MF": 2, "-o": 2, "-c": 1}


def compiling(words, source, instead, target):
    """The command that compiles another text of a source, given that of the build."""
    kept, at = [], 0
    while at < len(words):
        if words[at] in _BESIDE:
            at += _BESIDE[words[at]]
            continue
        kept.append(instead if words[at] == source else words[at])
        at += 1
    return kept + ["-w", "-g0", "-iquote", os.path.dirname(source), "-c", "-o", target]


def linking(words, target, changed, own):
    """The command that links a program with a changed object: in place of its own, if that is
    named, or before all others."""
    kept = [changed if word == own else word for word in words]
    kept[kept.index("-o") + 1] = target
    if changed not in kept:
        kept.insert(next(i for i, word in enumerate(kept) if word.endswith(".o")), changed)
    return kept + SANITIZE


class Build:
    def __init__(self, root, folder, scratch, most):
        self.root, self.folder, self.scratch, self.most = root, folder, scratch, most
        with open(os.path.join(folder, "compile_commands.json"), encoding="utf-8") as file:
            self.rows = {}
            for row in json.load(file):
                self.rows[os.path.relpath(row["file"], root)] = row
        self.tests = {test.name: test for test in suite.units_of(folder)}
        self.seconds, self.sound, self.links, self.originals = {}, {}, {}, {}
        # The build as scripts see it, with another tool.
        self.twin = os.path.join(scratch, "build")
        os.makedirs(self.twin)
        for name in os.listdir(folder):
            os.symlink(os.path.join(folder, name), os.path.join(self.twin, name))

    def text_of(self, path):
        with open(os.path.join(self.root, path), encoding="utf-8") as file:
            return file.read()

    def compile(self, path, text, name, *flags):
        """Compiles a text in place of a file. The object's bytes; None: the compiler refuses it."""
        row = self.rows[path]
        source = os.path.join(self.scratch, "planted.c")
        target = os.path.join(self.scratch, name)
        with open(source, "w", encoding="utf-8") as file:
            file.write(text)
        command = compiling(shlex.split(row["command"]), row["file"], source, target)
        done = subprocess.run([*command, *flags], cwd=row["directory"],
                              stderr=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            return None
        with open(target, "rb") as file:
            return file.read()

    def plant(self, fault):
        """Whether the compiler makes something else of it; that is in planted.o then."""
        text = self.text_of(fault.path)
        if fault.path not in self.originals:
            self.originals[fault.path] = self.compile(fault.path, text, "same.o")
            self.compile(fault.path, text, self.original(fault.path), "-O1", *SANITIZE)
        made = self.compile(fault.path, fault.planted(text), "same.o")
        return made not in (None, self.originals[fault.path]) and self.compile(
            fault.path, fault.planted(text), "planted.o", "-O1", *SANITIZE) is not None

    @staticmethod
    def original(path):
        return path.replace("/", "-") + ".o"

    def tests_of(self, path):
        """Those of its room: its own first, then the quick ones."""
        room, own = covered.room_of(path), os.path.basename(path)[:-2]
        names = [name for name in self.tests if SCRIPTS.get(name) == room
                 or os.path.exists(os.path.join(self.root, room, name.split(".")[0] + ".c"))]
        return sorted(names, key=lambda n: (n.split(".")[0] != own, self.seconds.get(n, 0), n))

    def link(self, program, path, changed):
        """Links a program with another object. Where it is."""
        if program not in self.links:
            said = subprocess.run(["ninja", "-C", self.folder, "-t", "commands", program],
                                  stdout=subprocess.PIPE, check=True).stdout.decode()
            self.links[program] = shlex.split(said.strip().split("\n")[-1].split(" && ")[1])
        target = os.path.join(self.twin, os.path.basename(program))
        if os.path.lexists(target):
            os.unlink(target)
        own = shlex.split(self.rows[path]["command"])
        own = own[own.index("-o") + 1]
        subprocess.run(linking(self.links[program], target,
                               os.path.join(self.scratch, changed), own),
                       cwd=self.folder, stderr=subprocess.DEVNULL, check=True)
        return target

    def passes(self, test, path, changed):
        """Whether a test passes with another object."""
        programs = [t for t in test.targets(self.folder)
                    if os.path.isfile(os.path.join(self.folder, t))]
        instead = {self.folder: self.twin}
        try:
            for program in programs or covered.TOOL[:1]:
                instead[os.path.join(self.folder, program)] = self.link(program, path, changed)
        except subprocess.CalledProcessError:
            return True  # the test has functions of its own in place of the file's
        command = [instead.get(part, part) for part in test.command
                   if os.path.basename(part) != "small-stack"]  # sanitizers need more
        began = time.monotonic()
        with suite.scratch() as scratch:
            said, _ = suite.run(
                suite.Test(test.name, command, test.folder, test.environment,
                           skip_code=test.skip_code),
                LIMIT, {"TMPDIR": scratch, "ASAN_OPTIONS": mutate.ASAN})
        self.seconds.setdefault(test.name, time.monotonic() - began)
        return said in ("passed", "skipped")

    def notices(self, test, path):
        """Whether a test passes with the file as it is, and not with planted.o."""
        if self.sound.get((test.name, path)) is False or self.passes(test, path, "planted.o"):
            return False
        if (test.name, path) not in self.sound:
            self.sound[test.name, path] = self.passes(test, path, self.original(path))
            if not self.sound[test.name, path]:
                print(f"{test.name} fails without a fault in {path}: it is left out", flush=True)
        return self.sound[test.name, path]

    def try_fault(self, fault):
        """None if it does not count."""
        if not self.plant(fault):
            return None
        began, tried = time.monotonic(), 0
        for name in self.tests_of(fault.path):
            if tried > 0 and time.monotonic() - began > self.most:
                break
            tried += 1
            if self.notices(self.tests[name], fault.path):
                return mutate.Outcome(fault, name, tried)
        return mutate.Outcome(fault, "", tried)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("root")
    parser.add_argument("build")
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--skip", type=int, default=0, help="faults of the draw to begin after")
    parser.add_argument("--least", type=float, default=LEAST, help="percent")
    parser.add_argument("--seconds", type=int, default=600, help="of tests, for a fault")
    parser.add_argument("--room", action="append", default=[], help="matching; 'all'")
    options = parser.parse_args()
    root, known = os.path.realpath(options.root), mutate.invisible()
    rooms = options.room or ROOMS
    paths = [path for path in covered.sources(root)
             if rooms == ["all"] or covered.room_of(path) in rooms]
    outcomes = []
    with suite.scratch() as scratch:
        build = Build(root, os.path.realpath(options.build), scratch, options.seconds)
        for at, fault in enumerate(operators.draw(root, paths, mutate.SEED)[options.skip:]):
            if len(outcomes) == options.count:
                break
            outcome = None
            if (fault.path, fault.before, fault.after) not in known:
                outcome = build.try_fault(fault)
            if outcome:
                outcomes.append(outcome)
                print(f"{options.skip + at}: {outcome}", flush=True)
    caught = len([outcome for outcome in outcomes if outcome.test])
    print(f"sample: {caught} of {len(outcomes)} faults in {' '.join(rooms)} caught (at least "
          f"{options.least:g} %)")
    sys.exit(0 if outcomes and 100 * caught >= options.least * len(outcomes) else 1)


if __name__ == "__main__":
    main()
