# SPDX-License-Identifier: MIT
"""Functions that are not called here: they overrun, keep state of the whole process, obey the
locale, or have no place in a guest of another process. time() can be a second behind
clock_gettime(), so that two parts of the program would disagree. cmocka 2 warns of its older
assertions about ranges and sets. And json-c's strict mode, which in 0.18 refuses every letter
beyond ASCII."""

import re

import house

BANNED = (
    "strcpy stpcpy strcat sprintf vsprintf gets strtok atoi atol atoll atof "
    "time gmtime localtime ctime asctime setlocale system popen fork vfork signal sigaction "
    "sleep usleep nanosleep alloca mktemp tmpnam "
    "isalnum isalpha isblank iscntrl isdigit isgraph islower isprint ispunct isspace isupper "
    "isxdigit tolower toupper "
    "assert_in_range assert_not_in_range assert_in_set assert_not_in_set").split()

# (function, start of the path that may call it): signals are the tool's, at the terminal.
ALLOWED = (("signal", "core/cli/"), ("sigaction", "core/cli/"),
           ("time", "tests/"),
           # A host's locale, which numbers must not follow.
           ("setlocale", "tests/"),
           # A program of the tests that is stopped by a signal, and the hosts that start one.
           ("signal", "tests/"), ("sigaction", "tests/"), ("fork", "tests/"))

CALL = re.compile(r"(?<![\w.>])(" + "|".join(BANNED) + r")\s*\(")
TYPEDEF = re.compile(r"^\s*typedef\b(?:[^;{(]*;|[^;(]*\{)", re.M)
STRICT = re.compile(r"\bJSON_TOKENER_STRICT\b")
STRICT_IN = "tests/standin/request.c"  # which hands it ASCII only
GOTO = re.compile(r"\bgoto\s+(\w+)")


def check(tree, build):
    del build
    for path in tree.c_files():
        code = house.code_of(tree.read(path))
        for match in CALL.finditer(code):
            name = match.group(1)
            if any(name == n and path.startswith(start) for n, start in ALLOWED):
                continue
            # "struct sigaction (" is no call, and "struct x *signal(" would declare one anyway.
            if re.search(r"\bstruct\s+$", code[:match.start()]):
                continue
            yield f"{path}:{house.line_of(code, match.start())}: {name} is banned"
        for match in () if path == STRICT_IN else STRICT.finditer(code):
            yield f"{path}:{house.line_of(code, match.start())}: JSON_TOKENER_STRICT is banned"
        for match in TYPEDEF.finditer(code):
            yield f"{path}:{house.line_of(code, match.start())}: " \
                  "typedefs are for functions alone"
        for match in GOTO.finditer(code):
            yield f"{path}:{house.line_of(code, match.start())}: goto: use the cleanup macro"


PLANTS = (
    ("strcpy", {"core/planted.c": "void f(char *a)\n{\n    strcpy(a, \"b\");\n}\n"},
     "strcpy is banned"),
    ("tolower", {"matching/planted.c": "int f(int a)\n{\n    return tolower (a);\n}\n"},
     "tolower is banned"),
    ("the coarse clock", {"core/planted.c": "long f(void)\n{\n    return time(NULL);\n}\n"},
     "time is banned"),
    ("sleep in a test", {"tests/planted.c": "void f(void)\n{\n    sleep(1);\n}\n"},
     "sleep is banned"),
    ("what cmocka 2 warns of",
     {"tests/planted.c": "void f(void)\n{\n    assert_in_range(1, 0, 2);\n}\n"},
     "assert_in_range is banned"),
    ("a signal handler in the plugin",
     {"plugin/planted.c": "void f(void)\n{\n    sigaction(2, 0, 0);\n}\n"}, "sigaction is banned"),
    ("json-c's strict mode",
     {"core/planted.c": "void f(void *t)\n{\n    set_flags(t, JSON_TOKENER_STRICT);\n}\n"},
     "JSON_TOKENER_STRICT is banned"),
    ("a typedef", {"core/planted.h": "typedef struct planted {\n    int a;\n} planted;\n"},
     "typedefs"),
    ("a goto", {"core/planted.c": "void f(void)\n{\n    goto out;\nout:\n    return;\n}\n"},
     "goto"),
)

if __name__ == "__main__":
    house.run(check, PLANTS)
