# SPDX-License-Identifier: MIT
"""The service library as another program finds it: installed, asked of pkg-config, and used by the
example of core/README.md."""

import os
import re
import subprocess
import sys
import tempfile
import time

SOURCE, BUILD = sys.argv[1:]


def run(*command, **more):
    return subprocess.run(command, check=True, capture_output=True, text=True, **more).stdout


def example(folder):
    with open(os.path.join(SOURCE, "core/README.md"), encoding="utf-8") as page:
        code = re.search(r"^```c\n(.*?)^```$", page.read(), re.M | re.S).group(1)
    path = os.path.join(folder, "example.c")
    with open(path, "w", encoding="utf-8") as file:
        file.write(code)
    return path


def exported(library):
    for line in run("nm", "-D", "--defined-only", library).splitlines():
        name = line.split()[-1].split("@")[0]
        if not name.startswith("EPIMARK_"):
            yield name


def served(folder):
    """A stand-in for TVmaze and its address."""
    port_file = os.path.join(folder, "port")
    process = subprocess.Popen([os.path.join(BUILD, "epimark-standin"), "--port-file", port_file],
                               stdout=subprocess.DEVNULL)
    end = time.monotonic() + 30
    while not os.path.exists(port_file):
        assert process.poll() is None and time.monotonic() < end, "the stand-in does not listen"
    with open(port_file, encoding="ascii") as file:
        return process, f"http://127.0.0.1:{int(file.read())}/tvmaze"


def declared():
    for header in ("core/include/epimark/player.h", "core/include/epimark/client.h",
                   "core/include/epimark/config.h", "core/base/error.h", "matching/matching.h"):
        with open(os.path.join(SOURCE, header), encoding="utf-8") as file:
            yield from re.findall(r"\b((?:epi|config|error|match)_\w+)\(", file.read())


def main():
    with tempfile.TemporaryDirectory() as folder:
        # Below a prefix that is named at installation, where nothing else is touched.
        run("cmake", "--install", BUILD, "--prefix", "/elsewhere",
            env={**os.environ, "DESTDIR": folder})
        assert os.listdir(folder) == ["elsewhere"], os.listdir(folder)
        pkgconfig = next(place for place, _, files in os.walk(folder) if "epimark.pc" in files)
        env = {**os.environ, "PKG_CONFIG_PATH": pkgconfig, "PKG_CONFIG_SYSROOT_DIR": folder}
        flags = run("pkg-config", "--cflags", "--libs", "epimark", env=env).split()
        libdir = os.path.dirname(pkgconfig)
        program = os.path.join(folder, "example")
        run("cc", "-std=c11", "-Wall", "-Wextra", "-Werror", example(folder), *flags, "-o", program)

        shared = os.path.join(libdir, "libepimark.so")
        names = set(exported(shared))
        missing = set(declared()) - names
        assert not missing, f"declared, but not exported: {sorted(missing)}"
        foreign = [name for name in names if not re.match("(epi|config|error|match)_", name)]
        assert not foreign, f"exported, but not ours to show: {foreign}"
        assert re.search(r"SONAME\s+libepimark\.so\.\d+$", run("objdump", "-p", shared), re.M)
        assert os.path.exists(os.path.join(libdir, "libepimark.a"))

        standin, url = served(folder)
        try:
            said = run(program, "Breaking.Bad.S01E02.720p.mkv", "tvmaze_url=" + url,
                       "credential_store=file",
                       env={"LD_LIBRARY_PATH": libdir, "XDG_DATA_HOME": folder + "/data"})
        finally:
            standin.terminate()
            standin.wait()
        assert said == "Breaking Bad 1x02 Cat's in the Bag...\n", said
    print("1 passed, 0 failed")


main()
