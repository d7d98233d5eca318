# SPDX-License-Identifier: MIT
"""What ships beside the binaries: the trial of the whole path, the installation, completions.

Run as: test_packaging.py BUILD [unittest arguments]; BUILD is build/release."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.abspath(sys.argv.pop(1))
MACHINE = subprocess.run(["cc", "-print-multiarch"], capture_output=True, text=True,
                         check=False).stdout.strip()
# Runs a command that may mount, and what it mounts is seen by nothing else.
APART = ("unshare", "--mount") + (("--map-root-user",) if os.getuid() else ())


def run(*command, **more):
    return subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False,
                          timeout=240, **more)


class Try(unittest.TestCase):
    def test_the_whole_path(self):
        before = set(os.listdir(tempfile.gettempdir()))
        done = run(sys.executable, "-B", "packaging/try.py")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"\nmark +tvmaze .*, once\n")
        self.assertRegex(done.stdout, r"\nrating +trakt .* 8, once\n")
        self.assertIn("As expected: Pokémon 1x02 ", done.stdout)
        self.assertIn("Pokémon Emergency!", done.stdout)
        left = set(os.listdir(tempfile.gettempdir())) - before
        self.assertFalse([name for name in left if name.startswith("epimark-try-")])

    def test_an_unknown_series_is_said(self):
        with tempfile.TemporaryDirectory(prefix="epimark-packaging-") as folder:
            path = os.path.join(folder, "Nobody.Ever.Made.This.S01E01.mkv")
            with open(path, "wb") as file:
                file.write(b"no video")
            done = run(sys.executable, "-B", "packaging/try.py", path)
        self.assertEqual(done.returncode, 1)
        self.assertIn("Nobody.Ever.Made.This", done.stderr)

    def test_usage(self):
        done = run("packaging/try", "--help")
        self.assertEqual(done.returncode, 0)
        self.assertIn("--catalogue DIR", done.stdout)
        self.assertEqual(run(sys.executable, "-B", "packaging/try.py", "--live").returncode, 2)
        self.assertEqual(run(sys.executable, "-B", "packaging/try.py", "/none").returncode, 2)


class Install(unittest.TestCase):
    """Into a home whose name has what scripts stumble over."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="epimark-packaging-")
        self.addCleanup(folder.cleanup)
        self.home = os.path.join(folder.name, "ho me %h")
        os.mkdir(self.home)
        self.env = {"PATH": os.environ["PATH"], "HOME": self.home, "SHELL": "/bin/bash",
                    "XDG_RUNTIME_DIR": self.home, "CCACHE_DISABLE": "1"}

    def files(self):
        return {os.path.relpath(os.path.join(folder, name), self.home)
                for folder, _, names in os.walk(self.home) for name in names}

    def write(self, path, text):
        path = os.path.join(self.home, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def read(self, path):
        with open(os.path.join(self.home, path), encoding="utf-8") as file:
            return file.read()

    def install(self, *arguments):
        done = run("packaging/install", *arguments, env=self.env)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def next_command(self, said):
        """What the last words tell to run, as a shell reads it."""
        return [shlex.split(line.removeprefix("Next: sign in with: "))
                for line in said.splitlines() if line.startswith("Next: ")]

    def test_a_home_gets_it_and_loses_it(self):
        said = self.install("--user")
        self.assertEqual(self.files(), {
            ".config/mpv/scripts/epimark.so", ".config/mpv/script-opts/epimark.conf",
            ".config/fish/completions/epimark.fish", ".local/bin/epimark",
            ".local/share/man/man1/epimark.1", ".local/share/man/man5/epimark.conf.5",
            ".local/share/man/man7/epimark-mpv.7",
            ".local/share/bash-completion/completions/epimark",
            ".local/share/zsh/site-functions/_epimark"})
        for name in self.files():
            self.assertIn(name, said)
        tool = os.path.join(self.home, ".local/bin/epimark")
        self.assertEqual(run(tool, "options", env=self.env).stderr, "")
        # mpv loads it from there.
        loaded = run("mpv", "--vo=null", "--ao=null", "--msg-level=epimark=debug", "--idle=no",
                     "/nonexistent.mkv", env=self.env)
        self.assertIn("epimark.so", loaded.stdout)
        self.assertNotIn("Could not load", loaded.stdout)
        said = self.install("--remove")
        own = (".cache/", ".local/share/epimark/", ".local/state/")
        self.assertEqual({name for name in self.files() if not name.startswith(own)}, set())
        for line in said.splitlines():
            if not line.startswith("removed "):
                self.assertNotIn("README", line)
                for name in re.findall(r"/\S+", line):
                    self.assertTrue(os.path.exists(name), line)

    def test_the_tool_is_named_as_it_is_found(self):
        """Whatever the last words say, it can be run; and a line for PATH, if it is missing."""
        tool = os.path.join(self.home, ".local/bin/epimark")
        said = self.install()
        self.assertEqual(self.next_command(said), [[tool, "login", "tvmaze"]])
        line, = re.findall(r"^    (export PATH=.*)$", said, re.M)
        self.assertIn(f"to {self.home}/.bashrc", said)
        found = run("bash", "-c", line + "; command -v epimark", env=self.env)
        self.assertEqual(found.stdout, tool + "\n")
        self.env["SHELL"] = "/usr/bin/fish"
        self.assertIn(f"fish_add_path {self.home}/.local/bin", self.install())
        self.env["PATH"] = f"{self.home}/.local/bin:" + self.env["PATH"]
        said = self.install()
        self.assertEqual(self.next_command(said), [["epimark", "login", "tvmaze"]])
        self.assertNotIn("PATH", said)

    def test_options_of_the_user_stay(self):
        self.write(".config/mpv/script-opts/epimark.conf", "osd=no\n")
        self.assertIn("kept", self.install())
        self.install("--remove")
        self.assertEqual(self.read(".config/mpv/script-opts/epimark.conf"), "osd=no\n")

    def test_players_that_are_found(self):
        """Each gets what it loads, and is as before when that is removed."""
        shim = ".config/jellyfin-mpv-shim/"
        self.write(shim + "mpv.conf", "vo=gpu\n")
        self.write(".config/celluloid/scripts/other.lua", "")
        sandbox = ".var/app/io.mpv.Mpv/"
        self.write(sandbox + "config/mpv/mpv.conf", "")
        before = self.files()
        said = self.install()
        for player in ("celluloid", "jellyfin-mpv-shim", "flatpak-mpv"):
            self.assertIn(f"packaging/install --for {player}\n", said)
        self.assertNotIn("flatpak-celluloid", said)
        self.install("--remove")
        self.assertEqual(self.files(), before)

        said = self.install("--for", "celluloid", "--for=jellyfin-mpv-shim")
        self.assertNotIn(".config/mpv/scripts/epimark.so", self.files())
        options = os.path.join(self.home, ".config/mpv/script-opts/epimark.conf")
        for player in (".config/celluloid/", shim):
            self.assertIn(player + "scripts/epimark.so", self.files())
            # The tool and every player outside of a sandbox read one file.
            link = os.path.join(self.home, player, "script-opts/epimark.conf")
            self.assertEqual(os.path.realpath(link), os.path.realpath(options))
        self.assertEqual(
            self.read(shim + "mpv.conf"),
            f'vo=gpu\nscripts-append="{self.home}/{shim}scripts/epimark.so"\n')
        self.install("--for=jellyfin-mpv-shim")  # again: the line is there only once
        self.assertEqual(self.read(shim + "mpv.conf").count("epimark.so"), 1)
        self.install("--remove")
        self.assertEqual(self.files(), before)
        self.assertEqual(self.read(shim + "mpv.conf"), "vo=gpu\n")

    def test_a_sandbox(self):
        """A player from Flatpak reaches neither json-c nor utf8proc nor a keyring."""
        sandbox = ".var/app/io.mpv.Mpv/"
        data = os.path.join(self.home, sandbox, "data/epimark")
        said = self.install("--for", "flatpak-mpv", "--timer")
        plugin = os.path.join(self.home, sandbox, "config/mpv/scripts/epimark.so")
        needed = re.findall(r"NEEDED +lib([a-z0-9-]+)", run("objdump", "-p", plugin).stdout)
        self.assertEqual(set(needed) - {"c", "m"}, {"curl", "expat", "glib-2", "sqlite3"})
        exported = run("nm", "-D", "--defined-only", plugin).stdout.split()[2::3]
        self.assertEqual([name for name in exported if not name.startswith("pfn_mpv_")],
                         ["mpv_open_cplugin"])
        options = self.read(sandbox + "config/mpv/script-opts/epimark.conf").splitlines()
        self.assertEqual([line for line in options if line and line[0] != "#"],
                         ["credential_store=file"])
        tool = os.path.join(self.home, ".local/bin/epimark")
        self.assertEqual(self.next_command(said), [[tool, "--data", data, "login", "tvmaze"]])
        unit = self.read(".config/systemd/user/epimark-sync.service")
        self.assertEqual(re.findall("^ExecStart=(.*)$", unit, re.M), [
            line.replace("%", "%%") for line in
            (f'"{tool}" sync', f'"{tool}" --data "{data}" sync')])
        self.install("--remove")
        own = (".cache/", ".local/share/epimark/", ".local/state/")
        self.assertEqual({name for name in self.files() if not name.startswith(own)}, set())

    @unittest.skipUnless(run(*APART, "true").returncode == 0, "mounting is not allowed here")
    def test_a_sandbox_has_none_of_three_libraries(self):
        """There they are empty files, which nothing can load: the plugin of a sandbox plays, and
        another one is refused."""
        self.install("--for", "flatpak-mpv")
        sandbox = os.path.join(self.home, ".var/app/io.mpv.Mpv")
        episode = os.path.join(self.home, "Firefly.S01E02.mkv")
        run("ffmpeg", "-nostdin", "-f", "lavfi", "-i", "testsrc=size=64x36:rate=5:duration=40",
            episode)
        libraries = {os.path.realpath(os.path.join("/usr/lib", MACHINE, name))
                     for name in os.listdir(os.path.join("/usr/lib", MACHINE))
                     if re.match(r"lib(json-c|utf8proc|secret-1)\.so\.", name)}
        self.assertGreaterEqual(len(libraries), 3)
        env = {**self.env, "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": sandbox + "/config",
               "XDG_DATA_HOME": sandbox + "/data"}

        def play(*arguments):
            script = 'for file in $HIDDEN; do mount --bind /dev/null "$file"; done; exec "$@"'
            return run(*APART, "bash", "-euc", script, "play", "mpv", "--vo=null", "--ao=null",
                       "--speed=20", "--term-status-msg=", "--msg-level=epimark=v",
                       "--script-opts=epimark-min_seconds=20,"
                       "epimark-tvmaze_url=http://127.0.0.1:9", *arguments, episode,
                       env={**env, "HIDDEN": " ".join(libraries)}).stdout

        self.assertRegex(play(), "(?m)^epimark: .*watched")
        tool = os.path.join(self.home, ".local/bin/epimark")
        history = json.loads(run(tool, "history", "--json", env=self.env).stdout)
        self.assertEqual([(entry["path"], bool(entry["watched_at"])) for entry in history],
                         [(episode, True)])
        refused = play("--load-scripts=no", f"--script={BUILD}/epimark.so")
        self.assertRegex(refused, r"lib(json-c|utf8proc|secret-1)\.so\.\d+: file too short")
        self.assertNotIn("watched", refused)

    def test_a_timer(self):
        """It sends what waits while no player runs."""
        said = self.install("--timer")
        folder = os.path.join(self.home, ".config/systemd/user")
        self.assertIn("epimark-sync.timer", said)
        self.assertEqual(os.path.realpath(folder + "/timers.target.wants/epimark-sync.timer"),
                         os.path.realpath(folder + "/epimark-sync.timer"))
        if shutil.which("systemd-analyze"):
            done = run("systemd-analyze", "--user", "--man=no", "verify",
                       folder + "/epimark-sync.service", folder + "/epimark-sync.timer",
                       env=self.env)
            if "initialize manager" not in done.stderr:
                self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.install("--remove")
        self.assertEqual([name for name in self.files() if "systemd" in name], [])

    def test_at_a_terminal_it_asks(self):
        for player in ("celluloid", "jellyfin-mpv-shim"):
            os.makedirs(os.path.join(self.home, ".config", player))
        reads, writes = os.openpty()
        os.write(writes, b"")
        os.write(reads, b"n\n\nn\n")
        process = subprocess.run(["packaging/install"], cwd=TOP, env=self.env, stdin=writes,
                                 capture_output=True, text=True, timeout=240, check=False)
        os.close(reads)
        os.close(writes)
        self.assertEqual(process.returncode, 0, process.stderr)
        asked = re.findall(r"Install for (\S+) too\?", process.stderr)
        self.assertEqual(asked, ["celluloid", "jellyfin-mpv-shim"])
        self.assertNotIn(".config/celluloid/scripts/epimark.so", self.files())
        self.assertIn(".config/jellyfin-mpv-shim/scripts/epimark.so", self.files())

    def test_usage(self):
        self.assertEqual(run("packaging/install", "--everywhere").returncode, 2)
        done = run("packaging/install", "--for", "vlc")
        self.assertEqual(done.returncode, 2)
        self.assertIn("unknown player 'vlc'; one of: mpv, celluloid", done.stderr)
        self.assertEqual(run("packaging/install", "--system", "--timer").returncode, 2)


# What is offered where a line ends, the same in every shell.
OFFERED = {
    "epimark hi": {"history"},
    "epimark --set osd=no hi": {"history"},
    "epimark --set watched": {"watched_percent"},
    "epimark help fo": {"follow", "forget"},
    "epimark login tv": {"tvmaze", "tvdb", "tvdb2"},
    "epimark history --": {"--json", "--csv", "--limit", "--series", "--since", "--until",
                           "--state", "--rated", "--file", "--config", "--data", "--set", "--help"},
    "epimark history --state re": {"refused"},
    "epimark api --": {"--json", "--data", "--all-pages", "--header", "--head", "--config", "--set",
                       "--help"},
    "epimark mark --as ": {"watched", "acquired", "skipped"},
    "epimark rate ": {str(value) for value in range(11)},
    "epimark rate 8 READ": {"README.md"},
    "epimark api tr": {"trakt", "trakt1"},
    "epimark api tvmaze show-s": {"show-seasons"},
}


class Completions(unittest.TestCase):
    """By the shells themselves."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="epimark-packaging-")
        self.addCleanup(folder.cleanup)
        self.home = folder.name

    def offered(self, *command):
        env = {"PATH": BUILD + ":" + os.environ["PATH"], "HOME": self.home, "LC_ALL": "C.UTF-8"}
        done = run(*command, env=env, stdin=subprocess.DEVNULL)
        return {line.partition("\t")[0].rstrip("=") for line in done.stdout.splitlines()}

    def check(self, shell, *command):
        if not shutil.which(shell):
            self.skipTest(f"{shell} is not here")
        for line, wanted in OFFERED.items():
            self.assertEqual(self.offered(*command, line), wanted, line)

    def test_bash(self):
        script = ("source packaging/completions/epimark.bash; read -ra COMP_WORDS <<<\"$1\"; "
                  "[[ $1 != *' ' ]] || COMP_WORDS+=(''); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
                  "compopt() { :; }; _epimark; printf '%s\\n' \"${COMPREPLY[@]}\"")
        self.check("bash", "bash", "-c", script, "complete")

    def test_fish(self):
        self.check("fish", "fish", "--no-config", "-c",
                   "source packaging/completions/epimark.fish; complete -C $argv[1]", "--")

    def test_zsh(self):
        self.check("zsh", "zsh", "-f", "tests/complete.zsh", "packaging/completions")


class Flags(unittest.TestCase):
    """A packager's flags win over ours, and nothing is defined twice."""

    def build(self, cflags, *arguments):
        """Builds one target with those CFLAGS, every warning an error; gives the flags of each of
        the project's files."""
        folder = tempfile.TemporaryDirectory(prefix="epimark-packaging-")
        self.addCleanup(folder.cleanup)
        env = {"PATH": os.environ["PATH"], "HOME": folder.name, "CFLAGS": cflags}
        done = run("cmake", "-S", TOP, "-B", folder.name, "-G", "Ninja", "-DEPIMARK_TESTS=OFF",
                   "-DCMAKE_COMPILE_WARNING_AS_ERROR=ON", *arguments, env=env)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        done = run("cmake", "--build", folder.name, "--target", "tags-index", env=env)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        with open(os.path.join(folder.name, "compile_commands.json"), encoding="utf-8") as file:
            commands = [shlex.split(entry["command"]) for entry in json.load(file)]
        self.assertGreater(len(commands), 50)
        return commands

    def check(self, commands, level, fortify):
        for flags in commands:
            self.assertEqual([f for f in flags if f.startswith("-O")], level)
            self.assertEqual([f for f in flags if "_FORTIFY_SOURCE" in f], fortify)

    def test_ours_if_none_are_given(self):
        commands = self.build("")
        for flags in commands:
            fast = "/matching.dir/" in flags[flags.index("-o") + 1]
            self.assertEqual([f for f in flags if f.startswith("-O")],
                             ["-O2", "-O3"] if fast else ["-O2"])
            self.assertIn("-D_FORTIFY_SOURCE=2", flags)
            self.assertIn("-fstack-protector-strong", flags)
            self.assertNotIn("-DNDEBUG", flags)

    def test_cflags_win(self):
        fortified = "-Wp,-D_FORTIFY_SOURCE=3"
        self.check(self.build(f"-O3 {fortified}"), ["-O3"], [fortified])
        commands = self.build("-O1 -D_FORTIFY_SOURCE=1 -fstack-protector-all")
        self.check(commands, ["-O1"], ["-D_FORTIFY_SOURCE=1"])
        for flags in commands:
            self.assertNotIn("-fstack-protector-strong", flags)

    def test_cflags_without_a_level_of_optimization_add_to_ours(self):
        for flags in self.build("-fno-omit-frame-pointer"):
            self.assertIn("-O2", flags)
            self.assertIn("-fno-omit-frame-pointer", flags)

    def test_the_flags_of_a_build_type_win(self):
        self.check(self.build("", "-DCMAKE_C_FLAGS_RELEASE=-O1"), ["-O1"], ["-D_FORTIFY_SOURCE=2"])
        # Without optimization glibc warns of _FORTIFY_SOURCE.
        self.check(self.build("", "-DCMAKE_BUILD_TYPE=Debug"), [], [])

    def test_warnings_are_errors_only_if_asked(self):
        commands = self.build("", "-DCMAKE_COMPILE_WARNING_AS_ERROR=OFF")
        for flags in commands:
            self.assertNotIn("-Werror", flags)
        with open(os.path.join(TOP, "CMakePresets.json"), encoding="utf-8") as file:
            presets = {preset["name"]: preset for preset in json.load(file)["configurePresets"]}
        for name, preset in presets.items():
            inherited = presets.get(preset.get("inherits"), preset)
            self.assertEqual(inherited["cacheVariables"]["CMAKE_COMPILE_WARNING_AS_ERROR"], "ON",
                             name)


class Need(unittest.TestCase):
    """On a Debian where packages are missing, for a user who is not root."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="epimark-packaging-")
        self.addCleanup(folder.cleanup)
        self.bin = folder.name
        for name in ("bash", "sed", "grep", "env", "dirname"):
            os.symlink(shutil.which(name), os.path.join(self.bin, name))
        self.command("dpkg-query", "exit 1")
        self.command("apt-get", "exit 100")
        self.command("id", "echo 1000")

    def command(self, name, does):
        path = os.path.join(self.bin, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/bash\n{does}\n")
        os.chmod(path, 0o755)

    def line(self):
        done = run("packaging/need", "run", env={"PATH": self.bin})
        self.assertEqual(done.returncode, 1)
        return done.stderr.splitlines()

    def test_without_sudo_the_line_for_root(self):
        exact = "    apt-get update && apt-get install --no-install-recommends mpv ca-certificates"
        said = self.line()
        self.assertIn("there is no sudo", said[0])
        self.assertEqual(said[1:], [exact])
        self.command("sudo", "exit 1")  # not one of those who may
        self.assertEqual(self.line()[-1], exact)


class Scripts(unittest.TestCase):
    def test_every_script_is_one(self):
        for path in ("packaging/try", "packaging/install", "packaging/need", "packaging/deb",
                     "packaging/check-deb", "packaging/set-version", "tests/run",
                     "tests/roots/make", "tests/roots/enter", ".ci/run",
                     "packaging/completions/epimark.bash"):
            done = run("bash", "-n", path)
            self.assertEqual(done.returncode, 0, done.stderr)
            if shutil.which("shellcheck") and not path.endswith(".bash"):
                done = run("shellcheck", path)
                self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual(run("packaging/need", "pleasure").returncode, 2)

    def test_a_version_is_set_everywhere(self):
        """In a copy of the project: the places agree, also before, and no other file has it."""
        def read(path, pattern, folder):
            with open(os.path.join(folder, path), encoding="utf-8") as file:
                return re.search(pattern, file.read(), re.M)[1]

        def versions(folder):
            return {read(path, pattern, folder) for path, pattern in (
                ("CMakeLists.txt", r"^project\(epimark VERSION (\S+) "),
                ("core/include/epimark/error.h", r'^#define EPI_VERSION "(.+)"$'),
                ("packaging/PKGBUILD", r"^pkgver=(.+)$"),
                ("packaging/epimark.spec", r"^Version: +(.+)$"),
                ("packaging/epimark.spec", r"^\* .* - (.+)-1$"))}

        def days(folder):
            return {time.strftime("%F", read_time(read(path, pattern, folder)))
                    for path, pattern, read_time in (
                ("packaging/debian/changelog.in", r"^ -- \S+  (.+) 00:00:00 \+0000$",
                 lambda text: time.strptime(text, "%a, %d %b %Y")),
                ("packaging/debian/config.cmake", r"EPOCH\} (\d+)\)$",
                 lambda text: time.gmtime(int(text))),
                ("packaging/epimark.spec", r"^\* (\w+ \w+ \d+ \d+) the ",
                 lambda text: time.strptime(text, "%a %b %d %Y")))}

        before, = versions(TOP)
        self.assertEqual(len(days(TOP)), 1)
        with tempfile.TemporaryDirectory(prefix="epimark-packaging-") as folder:
            for path in ("CMakeLists.txt", "core/include", "packaging"):
                source, target = os.path.join(TOP, path), os.path.join(folder, path)
                (shutil.copytree if os.path.isdir(source) else shutil.copy)(source, target)
            script = os.path.join(folder, "packaging/set-version")
            self.assertEqual(run(script, "9.8.7").returncode, 2)
            done = run(script, "9.8.7", "2031-02-03")
            self.assertEqual(done.returncode, 1, done.stdout)  # CHANGELOG.md does not tell of it
            self.assertIn("CHANGELOG.md has no line", done.stderr)
            self.assertEqual(versions(folder), {before})
            path = os.path.join(folder, "packaging/CHANGELOG.md")
            with open(path, "a", encoding="utf-8") as file:
                file.write("## 9.8.7, not released yet\n")
            done = run(script, "9.8.7", "2031-02-03")
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertEqual(versions(folder), {"9.8.7"})
            self.assertEqual(days(folder), {"2031-02-03"})
            self.assertEqual(read("packaging/CHANGELOG.md", r"^## 9.8.7, (.+)$", folder),
                             "2031-02-03")
            os.remove(path)
            done = run("grep", "-rlF", before, folder)
            self.assertEqual(done.stdout, "")

    def test_the_man_pages_are_clean(self):
        """By groff with all its warnings, and by man, in a terminal of 80 columns; and each page
        that one refers to is one of ours, or mpv's."""
        pages = {}
        for name in os.listdir(os.path.join(TOP, "packaging")):
            title = re.fullmatch(r"(.+)\.([1-9])", name)
            if title:
                pages[f"{title[1]}({title[2]})"] = "packaging/" + name
        self.assertEqual(set(pages), {"epimark(1)", "epimark.conf(5)", "epimark-mpv(7)"})
        env = {**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "80", "MANPAGER": "cat"}
        for path in pages.values():
            done = run("groff", "-man", "-Tutf8", "-ww", "-z", path)
            self.assertEqual((done.returncode, done.stderr), (0, ""), path)
            done = run("man", "--warnings", "--local-file", path, env=env)
            self.assertEqual((done.returncode, done.stderr), (0, ""), path)
            wide = [line for line in done.stdout.splitlines() if len(line) > 80]
            self.assertEqual(wide, [], path)
            named = set(re.findall(r"[a-z][\w.-]*\([1-9]\)", done.stdout))
            self.assertLessEqual(named, {*pages, "mpv(1)"}, path)

    def test_every_package_is_named_once(self):
        purposes = {}
        with open(os.path.join(TOP, "packaging/packages"), encoding="utf-8") as file:
            for line in file:
                if not line.startswith("#"):
                    purpose, _, names = line.partition(": ")
                    purposes.setdefault(purpose, []).extend(names.split())
        self.assertEqual(set(purposes), {"build", "package", "run", "try", "test", "check",
                                         "root"})
        names = [name for some in purposes.values() for name in some]
        self.assertEqual(len(names), len(set(names)))
        for name in names:
            self.assertTrue(re.fullmatch(r"[a-z0-9][a-z0-9.+-]+", name), name)


if __name__ == "__main__":
    unittest.main(verbosity=2)
