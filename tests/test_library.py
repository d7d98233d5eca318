# SPDX-License-Identifier: MIT
"""The service library as another program finds it: installed, asked of pkg-config, and used by the
example of core/README.md. That example runs alone and in a program that has a function of its own
for every name that the library keeps to itself, with the shared and with the static library.

Run as: test_library.py SOURCE BUILD."""

import os
import re
import subprocess
import sys
import tempfile
import time

SOURCE, BUILD = sys.argv[1:]
HEADERS = os.path.join(SOURCE, "core/include/epimark")


def run(*command, **more):
    done = subprocess.run(command, check=False, capture_output=True, text=True, **more)
    assert done.returncode == 0, (command, done.returncode, done.stdout, done.stderr)
    return done.stdout


def read(*path):
    with open(os.path.join(SOURCE, *path), encoding="utf-8") as file:
        return file.read()


def example(folder, which):
    """An example of core/README.md, as a file."""
    code = re.findall(r"^```c\n(.*?)^```$", read("core/README.md"), re.M | re.S)[which]
    path = os.path.join(folder, "example.c")
    with open(path, "w", encoding="utf-8") as file:
        file.write(code)
    return path


def declared():
    """The functions that the public headers declare."""
    for header in os.listdir(HEADERS):
        code = re.sub(r"/\*.*?\*/", "", read(HEADERS, header), flags=re.S)
        yield from re.findall(r"(?<!\(\*)\b(epi_\w+)\(", code)


def listed():
    """The functions that epimark.map names."""
    return re.findall(r"^    (\w+);$", read("core/epimark.map").partition("local:")[0], re.M)


def defined(library, *options):
    """The names that a library defines for others, but for the version of its symbols."""
    for line in run("nm", "--defined-only", *options, library).splitlines():
        name = line.split()[-1].split("@")[0] if line.strip() else ""
        if name and not name.startswith("EPIMARK_") and not name.endswith(":"):
            yield name


def namesakes(folder):
    """A source file with a function for every name that the library keeps to itself, and for names
    that it may take one day. Each ends the program: no one should call it."""
    names = {"error_set", "config_set", "config_init", "json_read"}
    for library in ("core/libcore.a", "matching/libmatching.a"):
        names.update(defined(os.path.join(BUILD, library), "-g"))
    path = os.path.join(folder, "namesakes.c")
    with open(path, "w", encoding="utf-8") as file:
        for name in sorted(names - set(listed())):
            file.write(f"void {name}(void);\nvoid {name}(void)\n{{\n    __builtin_trap();\n}}\n")
    return path


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


def check_names(libdir):
    """One list of names: what is declared is what both libraries show."""
    names = sorted(listed())
    assert sorted(declared()) == names, sorted(set(declared()) ^ set(names))
    shared = os.path.join(libdir, "libepimark.so")
    assert sorted(defined(shared, "-D")) == names, set(defined(shared, "-D")) ^ set(names)
    static = os.path.join(libdir, "libepimark.a")
    assert sorted(defined(static, "-g")) == names, set(defined(static, "-g")) ^ set(names)
    assert re.search(r"SONAME\s+libepimark\.so\.\d+$", run("objdump", "-p", shared), re.M)


CXX = """
#include <epimark/client.h>
#include <epimark/config.h>
#include <epimark/error.h>
#include <epimark/match.h>
#include <epimark/player.h>
#include <iostream>
#include <string>
#include <thread>

static void ring(void *) {}

// A host states a fact, waits for the notice that answers it, and reads that.
static bool plays(const epi_fact &fact)
{
    epi_config *config = epi_config_new(nullptr);
    epi_player *player = epi_player_start(config, ring, nullptr, nullptr);
    const epi_notice *notice = nullptr;
    if (!player)
        return false;
    epi_player_tell(player, &fact);
    while (!(notice = epi_player_notice(player)))
        std::this_thread::yield();
    const bool right = notice->kind == EPI_NOTICE_PRIVATE_ON && notice->on_screen &&
                       std::string(notice->series->title).empty() &&
                       notice->episode->season == -1 && epi_player_interval(3600, 1) == 1;
    epi_player_stop(player);
    epi_config_free(config);
    return right;
}

int main()
{
    struct epi_error err = {};
    struct epi_target target = {};
    target.size = sizeof(target);
    struct epi_fact fact = {};
    fact.size = sizeof(fact);
    fact.kind = EPI_FACT_TOGGLE;
    if (!plays(fact))
        return 1;
    epi_parser *parser = epi_parser_new(&err);
    const std::string name = "Breaking.Bad.S01E02.mkv";
    const epi_guess *guess = epi_parser_read(parser, name.data(), name.size());
    std::cout << guess->title << " " << guess->season << "x" << guess->episodes[0] << "\\n";
    epi_parser_free(parser);
    return std::string(epi_version()) == EPI_VERSION ? 0 : 1;
}
"""


def check_headers(folder, env):
    """Each header is complete by itself, in strict C and C++, and the version is the project's."""
    version = re.search(r"^project\(epimark VERSION (\S+)", read("CMakeLists.txt"), re.M)[1]
    assert f'#define EPI_VERSION "{version}"' in read(HEADERS, "error.h"), version
    flags = run("pkg-config", "--cflags", "--libs", "epimark", env=env).split()
    for header in os.listdir(HEADERS):
        for compiler, standard, ending in (("cc", "c11", "c"), ("c++", "c++11", "cpp")):
            path = os.path.join(folder, "header." + ending)
            with open(path, "w", encoding="utf-8") as file:
                file.write(f"#include <epimark/{header}>\n#include <epimark/{header}>\n")
            run(compiler, f"-std={standard}", "-Wall", "-Wextra", "-Wpedantic", "-Werror",
                "-fsyntax-only", path, *flags)
    path = os.path.join(folder, "host.cpp")
    with open(path, "w", encoding="utf-8") as file:
        file.write(CXX)
    program = os.path.join(folder, "host")
    run("c++", "-std=c++11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", path, *flags, "-o",
        program)
    said = run(program, env=env)
    assert said == "Breaking Bad 1x2\n", said


def check_program(folder, url, env, *pkg_config):
    """Each example, alone and among namesakes, does what core/README.md says."""
    flags = run("pkg-config", *pkg_config, "--cflags", "--libs", "epimark", env=env).split()
    program = os.path.join(folder, "program")
    name, options = "Breaking.Bad.S01E02.720p.mkv", ["tvmaze_url=" + url, "credential_store=file"]
    found = "Breaking Bad 1x02 Cat's in the Bag...\n"
    for which, arguments, lines in (
            (0, [name], [found]),
            (1, [name, "1320"], [found, "Breaking Bad 1x02: watched\n"])):
        for more in ([], [namesakes(folder)]):
            run("cc", "-Wall", "-Wextra", "-Werror", "-rdynamic", example(folder, which), *more,
                *flags, "-pthread", "-o", program)
            env["XDG_DATA_HOME"] = tempfile.mkdtemp(dir=folder)
            said = run(program, *arguments, *options, env=env)
            assert said.splitlines(True) == lines, (which, more, said)


def main():
    with tempfile.TemporaryDirectory() as folder:
        # Below a prefix that is named at installation, where nothing else is touched.
        run("cmake", "--install", BUILD, "--prefix", "/elsewhere",
            env={**os.environ, "DESTDIR": folder})
        assert os.listdir(folder) == ["elsewhere"], os.listdir(folder)
        pkgconfig = next(place for place, _, files in os.walk(folder) if "epimark.pc" in files)
        libdir = os.path.dirname(pkgconfig)
        check_names(libdir)
        env = {**os.environ, "PKG_CONFIG_PATH": pkgconfig, "PKG_CONFIG_SYSROOT_DIR": folder,
               "XDG_DATA_HOME": os.path.join(folder, "data")}
        check_headers(folder, {**env, "LD_LIBRARY_PATH": libdir})
        standin, url = served(folder)
        try:
            check_program(folder, url, {**env, "LD_LIBRARY_PATH": libdir})
            # Where there is no shared library, -lepimark is the static one.
            for name in os.listdir(libdir):
                if name.startswith("libepimark.so"):
                    os.remove(os.path.join(libdir, name))
            check_program(folder, url, env, "--static")
        finally:
            standin.terminate()
            standin.wait()
    print("1 passed, 0 failed")


main()
