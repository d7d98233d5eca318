# SPDX-License-Identifier: MIT
"""What only the built files can tell: the plugin exports only its entry and the pointers that mpv
fills in, calls mpv only by those and is not linked to libmpv, nothing of ours keeps state outside
its values, and matching calls nothing impure."""

import glob
import os
import re
import subprocess
import tempfile

import house

ENTRY = "mpv_open_cplugin"
POINTER = re.compile(r"^pfn_mpv_[a-z_]+$")
LIBRARIES = {"core": "core/libcore.a", "import": "core/libimport.a",
             "matching": "matching/libmatching.a"}
SYMBOL = re.compile(r"^[0-9a-f]+ (.{7}) (\S+)\t\S+\s+(?:\.hidden )?(\S+)$")
WRITABLE = (".data", ".bss", ".tdata", ".tbss", "*COM*")
IMPURE = re.compile(
    r"^(malloc|calloc|realloc|free|strdup|fopen\w*|open\w*|read|write|printf|fprintf|puts|time"
    r"|clock\w*|gettimeofday|localtime\w*|gmtime\w*|getenv|setlocale|rand|random|qsort\w*"
    r"|strcoll|regcomp|regexec|pthread_\w+|exit|abort)$")


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def writable(path):
    """The objects of a library, plugin or object file that can be written while it runs."""
    for line in output("objdump", "-t", path).splitlines():
        match = SYMBOL.match(line)
        # "d" marks sections. What the linker calls .data.rel.ro is const in C: only its addresses
        # are filled in.
        if match and "d" not in match.group(1) and match.group(2).startswith(WRITABLE) \
                and not match.group(2).startswith(".data.rel.ro"):
            yield match.group(3)


def exported(path):
    for line in output("nm", "-D", "--defined-only", path).splitlines():
        yield line.split()[-1].split("@")[0]


def needed(path):
    return re.findall(r"NEEDED\s+(\S+)", output("objdump", "-p", path))


def imported(path):
    for line in output("nm", "-u", path).splitlines():
        if line.strip().startswith("U "):
            yield line.split()[-1].split("@")[0]


def plugin_faults(path):
    if not os.path.exists(path):
        yield f"{path}: is not built"
        return
    names = sorted(name for name in exported(path) if not POINTER.match(name))
    if names != [ENTRY]:
        yield f"{path}: exports {names}, not {ENTRY} alone"
    for name in output("nm", "-D", "--undefined-only", path).split():
        if name.startswith("mpv_"):
            yield f"{path}: {name} is not in PLAYER_API (plugin/player_api.h): some players hide it"
    for library in needed(path):
        if library.startswith("libmpv"):
            yield f"{path}: is linked to {library}; mpv itself is the one that answers"


def check(tree, build):
    # A planted fault is C, compiled here as the place would have it.
    with tempfile.TemporaryDirectory() as folder:
        for path, text in tree.planted.items():
            source = os.path.join(folder, os.path.basename(path))
            with open(source, "w", encoding="utf-8") as file:
                file.write(text)
            if path.startswith("plugin/"):
                library = source[:-2] + ".so"
                subprocess.run(["cc", "-shared", "-fPIC", source, "-o", library,
                                "-Wl,--no-as-needed", "-lmpv"], check=True)
                yield from plugin_faults(library)
                continue
            subprocess.run(["cc", "-c", "-fPIC", source, "-o", source[:-2] + ".o"], check=True)
            for name in writable(source[:-2] + ".o"):
                yield f"{path}: {name} is a file-level variable"
            for name in imported(source[:-2] + ".o"):
                if path.startswith("matching/") and IMPURE.match(name):
                    yield f"{path}: calls {name}"
        if tree.planted:
            return

    for room, library in LIBRARIES.items():
        path = os.path.join(build, library)
        for name in writable(path):
            yield f"{room}: {name} is a file-level variable"
        if room == "matching":
            for name in imported(path):
                if IMPURE.match(name):
                    yield f"{room}: calls {name}"
    for path in glob.glob(os.path.join(build, "plugin/CMakeFiles/plugin.dir/*.o")):
        for name in writable(path):
            if not POINTER.match(name):
                yield f"plugin: {name} is a file-level variable"
    yield from plugin_faults(os.path.join(build, "epimark.so"))


PLANTS = (
    ("a counter of the whole process", {"core/planted.c": "int planted_counter = 7;\n"},
     "planted_counter"),
    ("one hidden in a function",
     {"core/planted.c": "int f(void)\n{\n    static int calls;\n    return ++calls;\n}\n"},
     "calls"),
    ("one for each thread", {"core/planted.c": "_Thread_local int planted_local;\n"},
     "planted_local"),
    ("matching that allocates",
     {"matching/planted.c": "#include <stdlib.h>\nvoid *f(void);\nvoid *f(void)\n{\n"
                            "    return malloc(7);\n}\n"}, "calls malloc"),
    ("a plugin that exports more",
     {"plugin/planted.c": "int mpv_open_cplugin(void *a);\nint mpv_open_cplugin(void *a)\n{\n"
                          "    return !a;\n}\nint json_parse(void);\nint json_parse(void)\n{\n"
                          "    return 0;\n}\n"}, "json_parse"),
    ("a call that goes past the pointers",
     {"plugin/planted.c": "int mpv_open_cplugin(void *a);\nvoid mpv_wakeup(void *a);\n"
                          "int mpv_open_cplugin(void *a)\n{\n    mpv_wakeup(a);\n"
                          "    return !a;\n}\n"}, "mpv_wakeup is not in PLAYER_API"),
    ("a plugin linked to libmpv",
     {"plugin/planted.c": "int mpv_open_cplugin(void *a);\nint mpv_open_cplugin(void *a)\n{\n"
                          "    return !a;\n}\n"}, "is linked to libmpv"),
)

if __name__ == "__main__":
    house.run(check, PLANTS)
