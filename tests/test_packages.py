# SPDX-License-Identifier: MIT
"""The packages: Debian's by lintian and by their content, an RPM from the spec, Arch's PKGBUILD,
and that two builds in different folders are the same bytes.

Run as: test_packages.py BUILD [unittest arguments]."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.abspath(sys.argv.pop(1))
with open(os.path.join(TOP, "CMakeLists.txt"), encoding="utf-8") as project:
    VERSION = re.search(r"project\(epimark VERSION (\S+)", project.read())[1]
MACHINE = subprocess.run(["cc", "-print-multiarch"], capture_output=True, text=True,
                         check=False).stdout.strip()


def run(*command, cwd=TOP, **more):
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False,
                          timeout=900, **more)


class Packages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """The sources as a release has them, in another folder than the project's."""
        folder = tempfile.TemporaryDirectory(prefix="epimark-packages-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        cls.name = f"epimark-{VERSION}-Source"
        cls.archive = os.path.join(cls.folder, cls.name + ".tar.xz")
        done = run("cpack", "--config", os.path.join(BUILD, "CPackSourceConfig.cmake"), "-B",
                   cls.folder)
        assert done.returncode == 0, done.stdout + done.stderr
        shutil.unpack_archive(cls.archive, cls.folder)  # a bare system's tar may know no xz
        cls.sources = os.path.join(cls.folder, cls.name)

    def test_sources(self):
        """The archive of a release has files of the project, and no other."""
        found = {os.path.relpath(os.path.join(folder, name), self.sources)
                 for folder, _, names in os.walk(self.sources) for name in names}
        self.assertLessEqual({"README.md", "core/cli/main.c", "packaging/deb"}, found)
        self.assertEqual([name for name in sorted(found)
                          if not os.path.exists(os.path.join(TOP, name))], [])
        self.assertEqual([name for name in found if name.startswith((".git/", "build/"))], [])

    def done(self, *command, **more):
        done = run(*command, **more)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def content(self, package):
        """The files of a Debian package, without folders."""
        lines = self.done("dpkg-deb", "-c", package).splitlines()
        return {line.split()[5].removeprefix("./"): line.split()[0] for line in lines
                if line[0] != "d"}

    def sums(self, folder):
        found = {}
        for name in sorted(os.listdir(folder)):
            if name.endswith(".deb"):
                with open(os.path.join(folder, name), "rb") as file:
                    found[name] = hashlib.sha256(file.read()).hexdigest()
        return found

    @unittest.skipUnless(shutil.which("dpkg-buildflags") and shutil.which("lintian"),
                         "dpkg-dev or lintian is not here")
    def test_debian(self):
        env = {**os.environ, "CCACHE_DISABLE": "1"}
        for name in ("SOURCE_DATE_EPOCH", "DEBEMAIL", "CFLAGS", "LDFLAGS"):
            env.pop(name, None)
        self.done("packaging/deb", env=env)
        folder = os.path.join(TOP, "build/deb/package")
        there = {name.split("_")[0]: os.path.join(folder, name) for name in os.listdir(folder)
                 if name.endswith(".deb")}
        self.assertEqual(set(there), {"epimark", "mpv-epimark", "libepimark0", "libepimark-dev"})

        done = run("lintian", "--fail-on", "error,warning", *there.values())
        self.assertEqual((done.returncode, done.stdout), (0, ""))

        lib = f"usr/lib/{MACHINE}"
        self.assertIn("etc/mpv/scripts/epimark.so", self.content(there["mpv-epimark"]))
        self.assertIn(f"{lib}/epimark/epimark.so", self.content(there["mpv-epimark"]))
        self.assertIn(f"{lib}/libepimark.so.0", self.content(there["libepimark0"]))
        self.assertIn(f"{lib}/libepimark.so", self.content(there["libepimark-dev"]))
        tool = self.content(there["epimark"])
        self.assertIn("usr/share/man/man7/epimark-mpv.7.gz", self.content(there["mpv-epimark"]))
        for name in ("usr/bin/epimark", "usr/share/man/man1/epimark.1.gz",
                     "usr/share/man/man5/epimark.conf.5.gz",
                     "usr/lib/systemd/user/epimark-sync.timer"):
            self.assertIn(name, tool)
        for name, package in there.items():
            self.assertIn(f"usr/share/doc/{name}/copyright", self.content(package))
        # What the library offers is what its map says.
        symbols = self.done("dpkg-deb", "-I", there["libepimark0"], "symbols")
        with open(os.path.join(TOP, "core/epimark.map"), encoding="utf-8") as file:
            names = re.findall(r"^    (epi_\w+);", file.read(), re.M)
        self.assertEqual(sorted(re.findall(r"^ (epi_\w+)@EPIMARK_0 ", symbols, re.M)),
                         sorted(names))

        # The same sources in another folder, whose name is not a plain word, are the same bytes.
        other = os.path.join(self.folder, "another größe")
        shutil.copytree(self.sources, other)
        self.done("packaging/deb", cwd=other, env=env)
        self.assertEqual(self.sums(os.path.join(other, "build/deb/package")), self.sums(folder))

    @unittest.skipUnless(shutil.which("rpmbuild"), "rpmbuild is not here")
    def test_rpm(self):
        top = os.path.join(self.folder, "rpm")
        done = run("rpmbuild", "-ta", "--nodeps", "--define", f"_topdir {top}", self.archive)
        self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr[-4000:])
        found = {}
        for folder, _, names in os.walk(os.path.join(top, "RPMS")):
            for name in names:
                files = self.done("rpm", "-qlp", os.path.join(folder, name)).split()
                found[name.rsplit("-", 2)[0]] = files
        found = {name: files for name, files in found.items() if "debug" not in name}
        self.assertEqual(set(found), {"epimark", "mpv-epimark", "epimark-libs", "epimark-devel"})
        self.assertIn("/usr/bin/epimark", found["epimark"])
        self.assertTrue(any("/man5/epimark.conf.5" in name for name in found["epimark"]))
        self.assertTrue(any("/man7/epimark-mpv.7" in name for name in found["mpv-epimark"]))
        self.assertIn("/etc/mpv/scripts/epimark.so", found["mpv-epimark"])
        self.assertIn("/usr/include/epimark/player.h", found["epimark-devel"])

    def test_arch(self):
        """The functions of the PKGBUILD, run as makepkg runs them."""
        recipe = os.path.join(TOP, "packaging/PKGBUILD")
        if shutil.which("shellcheck"):
            self.done("shellcheck", recipe)
        place = os.path.join(self.folder, "arch")
        os.mkdir(place)
        os.symlink(self.sources, os.path.join(place, self.name))
        env = {**os.environ, "CFLAGS": "-O2 -pipe -Wp,-D_FORTIFY_SOURCE=3 -Wformat "
               "-Werror=format-security -fstack-clash-protection -fcf-protection",
               "LDFLAGS": "-Wl,-O1,--sort-common,--as-needed,-z,relro,-z,now"}
        self.done("bash", "-euc", 'srcdir=$PWD pkgdir=$PWD/pkg; source "$0"; build; package',
                  recipe, cwd=place, env=env)
        for name in ("usr/bin/epimark", "usr/lib/epimark/epimark.so", "usr/lib/libepimark.so.0",
                     "usr/share/licenses/epimark/LICENSE",
                     "usr/lib/systemd/user/epimark-sync.timer",
                     "usr/share/zsh/site-functions/_epimark", "usr/share/man/man1/epimark.1",
                     "usr/share/man/man5/epimark.conf.5", "usr/share/man/man7/epimark-mpv.7"):
            self.assertTrue(os.path.exists(os.path.join(place, "pkg", name)), name)
        self.assertEqual(os.readlink(os.path.join(place, "pkg/etc/mpv/scripts/epimark.so")),
                         "/usr/lib/epimark/epimark.so")

    def test_every_recipe_has_the_version(self):
        for path, line in (("packaging/PKGBUILD", f"pkgver={VERSION}\n"),
                           ("packaging/epimark.spec", f"Version:        {VERSION}\n")):
            with open(os.path.join(TOP, path), encoding="utf-8") as file:
                self.assertIn("\n" + line, file.read(), path)


if __name__ == "__main__":
    unittest.main(verbosity=2)
