# SPDX-License-Identifier: MIT
"""Plants small faults, one at a time, and counts how many the tests notice: mutate.py ROOT BUILD.

The changed file alone is compiled, with sanitizers, and its object linked to what BUILD has: before
the libraries, which then are not asked for theirs. See README.md."""

import argparse
import bisect
import json
import os
import resource
import shlex
import subprocess
import sys
import time
from dataclasses import dataclass

import covered
import operators
import suite

SEED, COUNT, LEAST = 12, 200, 85
INVISIBLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "invisible.txt")
FILE_MAX = 1 << 29    # bytes that a fault may write
LIMIT = 60            # seconds for one test, and 20 times what it usually takes
# What was freed is kept for less long than usual: the tests are small.
ASAN = ("hard_rss_limit_mb=4096:detect_leaks=1:allocator_may_return_null=1:quarantine_size_mb=16:"
        "malloc_context_size=4")
SANITIZE = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
# Tests whose programs are the tool and scripts, and of which files.
SCRIPTS = {"cli": "core/cli", "cli.doctor": "core/cli", "cli.columns": "core/cli",
           "answers": "core/cli"}
# Of a compiler's command: what would write beside the object.
_BESIDE = {"-MD": 1, "-MT": 2, "-MF": 2, "-o": 2, "-c": 1}


def invisible():
    """{(path, line, changed line): reason} of the faults that nobody could notice."""
    found = {}
    with open(INVISIBLE, encoding="utf-8") as file:
        for line in file:
            if line.startswith("#") or not line.strip():
                continue
            path, before, after, reason = [part.strip() for part in line.split(" ;; ")]
            found[path, before, after] = reason
    return found


def stale(root, known):
    """Those of a list of invisible faults that cannot be planted any more."""
    for path, before, after in known:
        there = os.path.join(root, path)
        faults = []
        if os.path.exists(there):
            with open(there, encoding="utf-8") as file:
                faults = operators.faults_of(path, file.read())
        if not any((f.before, f.after) == (before, after) for f in faults):
            yield f"{path}: {before}  ->  {after}"


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
    named, or after all others. What the program has in place of the file's functions stays so."""
    kept = [changed if word == own else word for word in words]
    kept[kept.index("-o") + 1] = target
    if changed not in kept:
        kept.insert(kept.index("-o"), changed)
    return kept + ["-Wl,--allow-multiple-definition", *SANITIZE]


@dataclass
class Outcome:
    fault: operators.Fault
    test: str  # that noticed it; "": none
    tried: int

    def __str__(self):
        if self.test:
            return f"caught by {self.test}: {self.fault}"
        return f"not noticed by {self.tried} tests: {self.fault}"


class Build:
    """What faults are linked to. covered: what covered.measure says, or None: then only the tests
    of a file's own room are asked."""

    def __init__(self, root, folder, scratch, told):
        self.root, self.folder, self.scratch, self.covered = root, folder, scratch, told
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

    def runs(self, name, fault):
        """Whether a test runs the line of a fault, or is of its room."""
        if not self.covered:
            room = covered.room_of(fault.path)
            return SCRIPTS.get(name) == room or os.path.exists(
                os.path.join(self.root, room, name.split(".")[0] + ".c"))
        lines = self.covered["executable"].get(fault.path, [])
        at = bisect.bisect_right(lines, fault.line) - 1
        run = self.covered["tests"].get(name, {}).get("lines", {}).get(fault.path, [])
        return at >= 0 and lines[at] in run

    def usual(self, name):
        """How long a test takes, in seconds."""
        known = self.covered["tests"].get(name, {}) if self.covered else {}
        return self.seconds.get(name, known.get("seconds", 0))

    def tests_for(self, fault):
        """The names: those of its file first, then of its room, then the quick ones."""
        room, own = covered.room_of(fault.path), os.path.basename(fault.path)[:-2]

        def order(name):
            of = name.split(".")[0]
            is_near = os.path.exists(os.path.join(self.root, room, of + ".c"))
            return of != own, not is_near, self.usual(name), name
        return sorted((name for name in self.tests if self.runs(name, fault)), key=order)

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
            return True  # it has no place for the file
        command = [instead.get(part, part) for part in test.command
                   if os.path.basename(part) != "small-stack"]  # sanitizers need more
        with suite.scratch() as scratch:
            said, seconds = suite.run(
                suite.Test(test.name, command, test.folder, test.environment,
                           skip_code=test.skip_code),
                LIMIT + 20 * self.usual(test.name), {"TMPDIR": scratch, "ASAN_OPTIONS": ASAN})
        self.seconds.setdefault(test.name, seconds)
        return said in ("passed", "skipped")

    def notices(self, test, path):
        """Whether a test passes with the file as it is, and not with planted.o, twice: one that
        fails because the machine is busy does not fail again."""
        if self.sound.get((test.name, path)) is False or self.passes(test, path, "planted.o"):
            return False
        if (test.name, path) not in self.sound:
            self.sound[test.name, path] = self.passes(test, path, self.original(path))
            if not self.sound[test.name, path]:
                print(f"{test.name} fails without a fault in {path}: it is left out", flush=True)
        return self.sound[test.name, path] and not self.passes(test, path, "planted.o")

    def try_fault(self, fault):
        """None if it does not count: the compiler makes the same of it, or refuses it."""
        if not self.plant(fault):
            return None
        names = self.tests_for(fault)
        for name in names:
            if self.notices(self.tests[name], fault.path):
                return Outcome(fault, name, len(names))
        return Outcome(fault, "", len(names))


def chosen(options, root):
    """The faults to try in their order: (place in the draw, fault, whether it is invisible)."""
    wanted = [only.partition(":") for only in options.only]
    paths = [path for path in covered.sources(root)
             if not wanted or any(path.startswith(start) for start, _, _ in wanted)]
    known = invisible()
    for at, fault in enumerate(operators.draw(root, paths, options.seed)):
        if at >= options.skip and (not wanted or any(
                fault.path.startswith(start) and line in ("", str(fault.line))
                for start, _, line in wanted)):
            yield at, fault, (fault.path, fault.before, fault.after) in known


def report(outcomes, hidden, options, seconds):
    """Prints what was not noticed, and the figure; whether that is enough."""
    survivors = [outcome for outcome in outcomes if not outcome.test]
    print(f"\nnot noticed ({len(survivors)}):")
    for outcome in sorted(survivors, key=lambda o: (o.fault.path, o.fault.line)):
        print(f"  {outcome.fault}")
    caught = len(outcomes) - len(survivors)
    percent = 100 * caught / max(len(outcomes), 1)
    print(f"mutate: {caught} of {len(outcomes)} faults caught, {percent:.1f} % (at least "
          f"{options.least:g} %), seed {options.seed}, {hidden} invisible left out, in "
          f"{seconds:.0f} s")
    return outcomes and percent >= options.least


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("root")
    parser.add_argument("build")
    parser.add_argument("--count", type=int, default=COUNT, help="how many count")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--skip", type=int, default=0, help="faults of the draw to begin after")
    parser.add_argument("--least", type=float, default=LEAST, help="percent")
    parser.add_argument("--only", action="append", default=[], metavar="PATH[:LINE]")
    parser.add_argument("--near", action="store_true", help="only the tests of a file's own room")
    options = parser.parse_args()
    root, began = os.path.realpath(options.root), time.monotonic()
    gone = list(stale(root, invisible()))
    for text in gone:
        print(f"invisible.txt: cannot be planted any more: {text}")
    if gone:
        sys.exit(1)
    # Whatever a fault makes of a loop that writes.
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_MAX, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    told = None if options.near else covered.measure(root, 1)
    outcomes, hidden = [], 0
    with suite.scratch() as scratch:
        build = Build(root, os.path.realpath(options.build), scratch, told)
        for at, fault, is_known in chosen(options, root):
            if len(outcomes) == options.count:
                break
            hidden += is_known
            outcome = None if is_known else build.try_fault(fault)
            if outcome:
                outcomes.append(outcome)
                print(f"{at}: {outcome}", flush=True)
    sys.exit(0 if report(outcomes, hidden, options, time.monotonic() - began) else 1)


if __name__ == "__main__":
    main()
