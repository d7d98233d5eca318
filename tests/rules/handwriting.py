# SPDX-License-Identifier: MIT
"""One handwriting: sizeof(x), strcmp(a, b) == 0, one form of section ruler, variables declared
where they are first used, braces around every body of more than one line, one wording for a lack
of memory, and names of functions that begin with the name of their file."""

import os
import re

import house


SIZEOF = re.compile(r"\bsizeof\b(?!\()")
COMPARE = re.compile(r"\b(?:str|strn|strcase|strncase|mem)cmp\s*\(")
RULER = re.compile(r"^[ \t]*(?:/\*|\*|//).*?([-=*#~_])\1{2,}.*$", re.M)
SECTION = re.compile(r"/\* ---- [^\s-].*[^\s-] ---- \*/")
HEAD = re.compile(r"^[ \t]*(?:\}[ \t]*)?(?:else[ \t]+)?(if|for|while)[ \t]*\(|"
                  r"^[ \t]*(?:\}[ \t]*)?(else)[ \t]*$", re.M)
MEMORY = re.compile(r"(?i)out of memory|not enough memory|no memory|memory is short")
MEMORY_IN = ("core/base/error.c", "core/cli/")  # the tool does not see error_memory
STRING = re.compile(r"\"(?:\\.|[^\"\\\n])*\"")

# "int a, *b;", "struct x y;", "char text[9];": a declaration that gives no value.
DECLARATION = re.compile(r"^    (?:(?:const|unsigned|signed|long|short|volatile)\s+)*"
                         r"(struct \w+|enum \w+|union \w+|\w+)((?:\s+\**|\s*\*+)\w+[^=;(){}]*);$")
KEYWORDS = {"return", "goto", "break", "continue", "else", "case", "default", "static", "extern"}
VARIABLE = re.compile(r"(\**)(\w+)((?:\[[^\]]*\])*)$")

# Functions that may have another name than their file: (pattern of files, pattern of names, why).
OTHER_NAMES = (
    (r"core/cli/main\.c", r"main", "C wants this name"),
    (r"core/client/change\.c", r"epi_client_\w+", "calls of the client that change something"),
    (r"core/client/fix\.c", r"epi_client_(fix\w*|order)", "calls of the client that correct"),
    (r"core/client/history\.c", r"epi_client_\w+", "calls of the client that list the journal"),
    (r"core/client/queue\.c", r"epi_client_(retry|drop)", "calls of the client on what is sent"),
    (r"core/client/json_text\.c", r"epi_json_\w+", "base/json.c has the shorter file name"),
    (r"core/cli/\w+\.c", r"cli_\w+", "commands, by their own names, and what they share in cli.h"),
)


def end_of(code, start):
    """The offset behind the bracket that closes the one at start."""
    depth = 0
    for offset in range(start, len(code)):
        if code[offset] in "([{":
            depth += 1
        elif code[offset] in ")]}":
            depth -= 1
            if depth == 0:
                return offset + 1
    return len(code)


def bare_comparisons(code):
    """Offsets of strcmp and its like taken for a truth value."""
    for match in COMPARE.finditer(code):
        before = code[:match.start()].rstrip()
        after = code[end_of(code, match.end() - 1):].lstrip()
        ends = after.startswith(("&&", "||", "?"))
        if before.endswith("!") or ends and not before.endswith(("=", ",")) or \
                after.startswith(")") and before.endswith(("(", "&&", "||")):
            yield match.start()


def bare_bodies(code):
    """Offsets of if, else, for and while with a body of several lines and no braces."""
    for match in HEAD.finditer(code):
        end = match.end() if match.group(2) else end_of(code, match.end() - 1)
        # "} while (...)" ends a loop.
        if match.group(1) == "while" and (code[end:end + 1] == ";" or "}" in match.group(0)):
            continue
        body = re.compile(r"\s*").match(code, end).end()
        if code[body] == "{" or "\n" not in code[end:body]:
            continue
        depth = 0
        for offset in range(body, len(code)):
            if code[offset] == "\n" and not code[body:offset].isspace():
                yield match.start() + len(match.group(0)) - len(match.group(0).lstrip())
                break
            depth += (code[offset] in "([{") - (code[offset] in ")]}")
            if code[offset] == ";" and depth == 0:
                break


def early_declarations(code):
    """(line, name) of variables at the top of a function that get their value further down."""
    lines = code.split("\n")
    for number, line in enumerate(lines):
        if line != "{":
            continue
        top = []
        for offset, inner in enumerate(lines[number + 1:], number + 1):
            if not inner.strip():
                break
            top.append((offset, inner))
        else:
            continue
        following = statement_after(lines, offset)
        for index, inner in top:
            match = DECLARATION.match(inner)
            if not match or match.group(1) in KEYWORDS:
                continue
            for part in match.group(2).split(","):
                variable = VARIABLE.search(part.strip())
                if not variable:
                    continue
                name = variable.group(2)
                plain = not variable.group(3) and \
                    (variable.group(1) or not match.group(1).startswith(("struct", "union")))
                used_above = any(re.search(rf"\b{name}\b", other)
                                 for at, other in top if at > index)
                use = re.search(rf"\b{name}\b", following)
                assigned = plain and re.match(rf"\s*{name}\s*=[^=]", following)
                if not used_above and (not use or assigned):
                    yield index + 1, name


def statement_after(lines, start):
    """The text of the statement that begins below a line, with the block that it opens."""
    text = "\n".join(lines[start:])
    text = text[:text.find("\n}")]
    depth = 0
    for offset, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if depth == 0 and letter in ";}":
            return text[:offset + 1]
    return text


def functions(code):
    """(name, line) of each function that other files can call."""
    lines = code.split("\n")
    for name, first, count in house.functions_of(code):
        head = " ".join(lines[first - 1:first - 1 + count]).partition("{")[0]
        if not re.search(r"\bstatic\b", head):
            yield name, first


def file_prefix(name, stems):
    """Of the names of files, the longest with which a function's name begins."""
    name = name[len("epi_"):] if name.startswith("epi_") else name
    fitting = [stem for stem in stems if name.startswith(stem + "_")]
    return max(fitting, key=len, default=None)


def names(tree):
    """(path, line, text) of functions that are not named after their file."""
    sources = [f for f in tree.c_files("core") if f.endswith(".c")]
    stems = {os.path.basename(f)[:-2] for f in sources}
    owners = {}
    for path in sources:
        stem = os.path.basename(path)[:-2]
        for name, line in functions(house.code_of(tree.read(path))):
            if any(re.fullmatch(file, path) and re.fullmatch(pattern, name)
                   for file, pattern, _ in OTHER_NAMES):
                continue
            if name not in (stem, "epi_" + stem) and file_prefix(name, stems) != stem:
                yield path, line, f"{name} does not begin with {stem}_ or epi_{stem}_"
            elif not name.startswith("epi_"):
                owners.setdefault(stem, {}).setdefault(path, line)
    for stem, paths in sorted(owners.items()):
        if len(paths) > 1:
            for path in sorted(paths)[1:]:
                yield path, paths[path], f"{stem}_ is the prefix of {sorted(paths)[0]}"


def faults(tree):
    """(rule, path, line, text) of everything that is written in another hand."""
    for path in tree.c_files():
        text = tree.read(path)
        code = house.code_of(text)
        for match in SIZEOF.finditer(code):
            yield "sizeof", path, house.line_of(code, match.start()), "sizeof without parentheses"
        for offset in bare_comparisons(code):
            yield "compare", path, house.line_of(code, offset), \
                "a comparison of strings taken for a truth value: compare it with 0"
        for match in RULER.finditer(text):
            if not SECTION.fullmatch(match.group(0)):
                yield "ruler", path, house.line_of(text, match.start()), \
                    "a section begins with /* ---- Name ---- */"
        for offset in bare_bodies(code):
            yield "braces", path, house.line_of(code, offset), \
                "a body of more than one line without braces"
        for line, name in early_declarations(code):
            yield "declaration", path, line, f"declare {name} where it is first used"
        if path.startswith("core/") and not path.startswith(MEMORY_IN):
            strings = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m.group(0)), text,
                             flags=re.S)
            for match in STRING.finditer(strings):
                if MEMORY.search(match.group(0)):
                    yield "memory", path, house.line_of(text, match.start()), \
                        f"{match.group(0)}: error_memory says so"
    for path, line, text in names(tree):
        yield "name", path, line, text


def check(tree, build):
    del build
    for rule, path, line, text in faults(tree):
        yield f"{path}:{line}: {text} ({rule})"


def function(body, name="planted"):
    return f"static int {name}(int a)\n{{\n{body}    return a;\n}}\n"


PLANTS = (
    ("sizeof without parentheses", {"core/base/planted.c": function("    a = sizeof a;\n")},
     "sizeof without"),
    ("not strcmp", {"tests/planted.c": function('    if (!strcmp(b, "c"))\n        a = 1;\n')},
     "truth value"),
    ("strcmp alone",
     {"plugin/planted.c": function("    if (a && memcmp(b, f(c), 4))\n        a = 1;\n")},
     "truth value"),
    ("a question about strcmp",
     {"matching/planted.c": function("    a = 1 + strcmp(b, c) ? 1 : 2;\n")}, "truth value"),
    ("another ruler", {"core/base/planted.h": "/* --- planted --- */\n"}, "a section begins"),
    ("a ruler of three lines", {"core/base/planted.h": "/*\n * =======\n */\n"},
     "core/base/planted.h:2: a section begins"),
    ("two lines without braces",
     {"core/base/planted.c": function("    if (a)\n        f(a,\n          a);\n")},
     "core/base/planted.c:3: a body"),
    ("a loop around a condition",
     {"core/base/planted.c": function("    for (;;)\n        if (a)\n            f(a);\n")},
     "core/base/planted.c:3: a body"),
    ("an else of two lines",
     {"core/base/planted.c":
      function("    if (a)\n        f(a);\n    else\n        f(a +\n          1);\n")},
     "core/base/planted.c:5: a body"),
    ("a variable that gets its value later",
     {"core/base/planted.c": function("    int b;\n\n    f(a);\n    b = a;\n    f(b);\n")},
     "declare b where"),
    ("one that gets it at once",
     {"core/base/planted.c": function("    char *b;\n\n    b = f(a);\n    f(b);\n")},
     "declare b where"),
    ("an array that is used later",
     {"core/base/planted.c": function("    int c = 0;\n    char b[8];\n\n    f(c);\n    f(b);\n")},
     "declare b where"),
    ("another wording for a lack of memory",
     {"core/base/planted.c": 'static const char *planted = "Out of memory";\n'}, "error_memory"),
    ("a function with another file's name",
     {"core/base/planted.c": "int other_one(int a)\n{\n    return a;\n}\n"},
     "other_one does not begin with planted_"),
    ("a function with a longer file's name",
     {"core/base/planted.c": "int planted_more_one(int a)\n{\n    return a;\n}\n",
      "core/base/planted_more.c": "\n"},
     "planted_more_one does not begin with planted_"),
    ("two files of one prefix",
     {"core/base/planted.c": "int planted_one(int a)\n{\n    return a;\n}\n",
      "core/cli/planted.c": "int planted_two(int a)\n{\n    return a;\n}\n"},
     "planted_ is the prefix of core/base/planted.c"),
)

if __name__ == "__main__":
    house.run(check, PLANTS)
