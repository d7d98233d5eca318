# SPDX-License-Identifier: MIT
"""Plants small faults, one at a time, and counts how many the tests notice. See README.md."""

import argparse
import bisect
import hashlib
import json
import os
import resource
import shlex
import shutil
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
# What was freed is kept for less long than usual: the tests are small.
ASAN = ("hard_rss_limit_mb=4096:detect_leaks=1:allocator_may_return_null=1:quarantine_size_mb=16:"
        "malloc_context_size=4")
CHUNK = 6             # tests that are linked at a time


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


def files_of(root):
    """The files of the project, those not yet committed too."""
    if not os.path.exists(os.path.join(root, ".git")):
        return sorted(operators.house.listed(root))
    done = subprocess.run(["git", "-C", root, "ls-files", "-z", "--cached", "--others",
                           "--exclude-standard"], stdout=subprocess.PIPE, check=True)
    return sorted(name for name in done.stdout.decode().split("\0")
                  if os.path.isfile(os.path.join(root, name)))


class Copy:
    """A copy of the project that faults are planted in, built with sanitizers: what is left in
    memory, or read beside it, is to be noticed too."""

    def __init__(self, root, jobs):
        self.root, self.jobs = root, jobs
        self.tree = os.path.join(root, "build/mutate/tree")
        self.build = os.path.join(root, "build/mutate/build")
        self.log = os.path.join(root, "build/mutate/build.log")
        self.originals = {}

    def refresh(self):
        """Brings over what differs, and builds it."""
        names = files_of(self.root)
        for name in names:
            source, target = os.path.join(self.root, name), os.path.join(self.tree, name)
            if os.path.islink(source) or not os.path.isfile(source):
                continue
            with open(source, "rb") as file:
                data = file.read()
            if os.path.exists(target):
                with open(target, "rb") as file:
                    if file.read() == data:
                        continue
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy(source, target)
        for top in ("core", "matching", "plugin", "tests"):
            for folder, _, found in os.walk(os.path.join(self.tree, top)):
                for name in found:
                    path = os.path.relpath(os.path.join(folder, name), self.tree)
                    if path not in names:
                        os.unlink(os.path.join(self.tree, path))
        subprocess.run(["cmake", "-S", self.tree, "-B", self.build, "-G", "Ninja",
                        "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_C_COMPILER=gcc",
                        # These warn of nothing unless it is optimized, and then too often.
                        "-DCMAKE_C_FLAGS=-Wno-format-truncation -Wno-maybe-uninitialized",
                        "-DCMAKE_C_FLAGS_DEBUG=-O1 -g1", "-DCMAKE_COMPILE_WARNING_AS_ERROR=ON",
                        "-DEPIMARK_SANITIZE=address,undefined",
                        "-DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=lld",
                        "-DCMAKE_MODULE_LINKER_FLAGS=-fuse-ld=lld"],
                       stdout=subprocess.DEVNULL, check=True)
        if not self.make(["all"]):
            raise SystemExit(f"mutate: it does not build, see {self.log}")

    def make(self, targets):
        with open(self.log, "wb") as log:
            return subprocess.run(["ninja", "-C", self.build, "-j", str(self.jobs), *targets],
                                  stdout=log, stderr=log, check=False).returncode == 0

    def plant(self, fault):
        with open(os.path.join(self.root, fault.path), encoding="utf-8") as file:
            text = file.read()
        with open(os.path.join(self.tree, fault.path), "w", encoding="utf-8") as file:
            file.write(fault.planted(text))

    def object_of(self, path):
        """What a compiler that optimizes makes of a file; None: it refuses."""
        with open(os.path.join(self.build, "compile_commands.json"), encoding="utf-8") as file:
            row = next(r for r in json.load(file)
                       if os.path.relpath(r["file"], self.tree) == path)
        words = shlex.split(row["command"])
        words = words[words.index("gcc") + 1:] if "gcc" in words else words[1:]
        words = [w for i, w in enumerate(words)
                 if w not in ("-c", "-o", "-Werror") and words[i - 1] not in ("-c", "-o")
                 and not w.startswith(("-fsanitize", "-fno-sanitize", "-O", "-g", "-W"))
                 and w != row["file"]]
        target = os.path.join(self.root, "build/mutate/one.o")
        done = subprocess.run(["gcc", *words, "-w", "-O2", "-g0", "-c", row["file"], "-o", target],
                              cwd=row["directory"], stderr=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            return None
        with open(target, "rb") as file:
            return file.read()

    def changes(self, fault):
        """Whether the compiler makes something else of it; the fault stands in the copy then."""
        if fault.path not in self.originals:
            self.originals[fault.path] = self.object_of(fault.path)
        self.plant(fault)
        made = self.object_of(fault.path)
        return made is not None and made != self.originals[fault.path]

    def restore(self, fault):
        shutil.copyfile(os.path.join(self.root, fault.path),
                        os.path.join(self.tree, fault.path))


@dataclass
class Outcome:
    fault: operators.Fault
    test: str  # that noticed it; "": none
    tried: int
    took: tuple = (0, 0)  # seconds of building, and of tests

    def __str__(self):
        if self.test:
            return f"caught by {self.test}: {self.fault}"
        return f"not noticed by {self.tried} tests: {self.fault}"


class Kept:
    """What earlier runs found, for one that goes on. A fault that was caught, or that does not
    count, stays so while its file is the same; one that was not noticed, while every file is."""

    def __init__(self, root, stamp):
        self.root, self.stamp = root, stamp
        self.path = os.path.join(root, "build/mutate/tried.json")
        self.rows = {}
        if os.path.exists(self.path):
            with open(self.path, encoding="utf-8") as file:
                self.rows = json.load(file)

    def key(self, fault):
        with open(os.path.join(self.root, fault.path), "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        return f"{fault.path} {fault.offset} {fault.instead} {digest}"

    def find(self, fault):
        """(whether it is known, its outcome: None if it does not count)"""
        row = self.rows.get(self.key(fault))
        if not row or (row["counts"] and not row["test"] and row["stamp"] != self.stamp):
            return False, None
        if not row["counts"]:
            return True, None
        return True, Outcome(fault, row["test"], row["tried"])

    def keep(self, fault, outcome):
        self.rows[self.key(fault)] = {
            "counts": outcome is not None, "test": outcome.test if outcome else "",
            "tried": outcome.tried if outcome else 0, "stamp": self.stamp}
        with open(self.path + ".new", "w", encoding="utf-8") as file:
            json.dump(self.rows, file, indent=0)
        os.replace(self.path + ".new", self.path)


class Trial:
    def __init__(self, root, jobs):
        self.copy = Copy(root, jobs)
        self.map = covered.measure(root, jobs)
        self.copy.refresh()
        self.tests = {test.name: test for test in suite.units_of(self.copy.build)}
        self.seconds = {name: test["seconds"] for name, test in self.map["tests"].items()}
        self.sound = {}
        self.tested = 0  # seconds, for one fault
        for test in self.tests.values():
            if test.makes:
                self.run(test, covered.LIMIT)

    def run(self, test, limit):
        with suite.scratch() as scratch:
            said, seconds = suite.run(test, limit, {"TMPDIR": scratch, "ASAN_OPTIONS": ASAN})
        self.tested += seconds
        return said, seconds

    def is_sound(self, name):
        """Whether a test passes without a fault; the copy is without one then. Each is asked once,
        when it has failed with one."""
        if name not in self.sound:
            said = "failed"
            if self.copy.make(self.targets([name])):
                said, _ = self.run(self.tests[name], covered.LIMIT)
            self.sound[name] = said in ("passed", "skipped")
            if not self.sound[name]:
                print(f"{name} {said} without a fault: it is left out", flush=True)
        return self.sound[name]

    def order(self, fault):
        """The tests that run the line of a fault: its file's own first, then the quick ones."""
        lines = self.map["executable"].get(fault.path, [])
        at = bisect.bisect_right(lines, fault.line) - 1
        line = lines[at] if at >= 0 else 0
        own = os.path.basename(fault.path)[:-2]
        names = [name for name, test in self.map["tests"].items()
                 if name in self.tests and self.sound.get(name, True)
                 and line in test["lines"].get(fault.path, [])]
        return sorted(names, key=lambda n: (n.split(".")[0] != own, self.seconds[n]))

    def targets(self, names):
        wanted = set()
        for name in names:
            found = [t for t in self.tests[name].targets(self.copy.build)
                     if os.path.isfile(os.path.join(self.copy.build, t))
                     and os.access(os.path.join(self.copy.build, t), os.X_OK)]
            wanted.update(found or covered.TOOL)
        return sorted(wanted)

    def try_fault(self, fault):
        """None if it does not count: the compiler makes the same of it, or refuses it."""
        began, self.tested = time.monotonic(), 0
        outcome = self.try_tests(fault)
        if outcome:
            outcome.took = (time.monotonic() - began - self.tested, self.tested)
        return outcome

    def try_tests(self, fault):
        try:
            if not self.copy.changes(fault):
                return None
            room = covered.room_of(fault.path)
            if not self.copy.make(["plugin" if room == "plugin" else
                                   "epimark" if room == "core/cli" else
                                   "matching/libmatching.a" if room == "matching"
                                   else "core/libcore.a"]):
                return None
            names = self.order(fault)
            for start in [0, 1] + list(range(1 + CHUNK, len(names), CHUNK)):
                chunk = names[start:start + (CHUNK if start else 1)]
                if chunk and not self.copy.make(self.targets(chunk)):
                    return Outcome(fault, "the build", 0)
                for name in chunk:
                    if not self.notices(name):
                        continue
                    self.copy.restore(fault)
                    if self.is_sound(name):
                        return Outcome(fault, name, len(names))
                    self.copy.plant(fault)
            return Outcome(fault, "", len(names))
        finally:
            self.copy.restore(fault)

    def notices(self, name):
        """A test that fails because the machine is busy does not fail again."""
        limit = 60 + 20 * self.seconds[name]
        said, _ = self.run(self.tests[name], limit)
        if said == "failed":
            said, _ = self.run(self.tests[name], limit)
        return said in ("failed", "hung")


def chosen(options, root):
    """The faults to try, in their order, and how many were left out as invisible."""
    paths = [p for p in covered.sources(root)
             if not options.only or any(p.startswith(o.split(":")[0]) for o in options.only)]
    known = invisible()
    lines = {tuple(o.split(":")) for o in options.only if ":" in o}
    for fault in operators.draw(root, paths, options.seed):
        if lines and (fault.path, str(fault.line)) not in lines:
            continue
        yield fault, (fault.path, fault.before, fault.after) in known


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("root")
    parser.add_argument("--count", type=int, default=COUNT, help="how many count")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--least", type=float, default=LEAST, help="percent")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", action="append", default=[], metavar="PATH[:LINE]")
    parser.add_argument("--go-on", action="store_true", help="count what earlier runs caught")
    options = parser.parse_args()
    root = os.path.abspath(options.root)
    began = time.monotonic()
    gone = list(stale(root, invisible()))
    for text in gone:
        print(f"invisible.txt: cannot be planted any more: {text}")
    if gone:
        sys.exit(1)
    # Whatever a fault makes of a loop that writes.
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_MAX, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    trial = Trial(root, options.jobs)
    kept = Kept(root, trial.map["stamp"])
    outcomes, hidden = [], 0
    for fault, is_known in chosen(options, root):
        if len(outcomes) == options.count:
            break
        if is_known:
            hidden += 1
            continue
        is_kept, outcome = kept.find(fault) if options.go_on else (False, None)
        if not is_kept:
            outcome = trial.try_fault(fault)
            kept.keep(fault, outcome)
        if outcome:
            outcomes.append(outcome)
            took = "before" if is_kept else "built in {:.0f} s, tested in {:.0f} s".format(
                *outcome.took)
            print(f"{len(outcomes)}: {outcome} ({took})", flush=True)
    survivors = [o for o in outcomes if not o.test]
    print(f"\nnot noticed ({len(survivors)}):")
    for outcome in sorted(survivors, key=lambda o: (o.fault.path, o.fault.line)):
        print(f"  {outcome.fault}")
    caught = len(outcomes) - len(survivors)
    percent = 100 * caught / max(len(outcomes), 1)
    print(f"mutate: {caught} of {len(outcomes)} faults caught, {percent:.1f} % (at least "
          f"{options.least:g} %), seed {options.seed}, {hidden} invisible left out, in "
          f"{time.monotonic() - began:.0f} s")
    sys.exit(0 if outcomes and percent >= options.least else 1)


if __name__ == "__main__":
    main()
