# SPDX-License-Identifier: MIT
"""What several places say of options, commands and keys comes from one table each. README, man
pages, sample conf and completions hold what `epimark options --json`, the help of the commands and
the rows of plugin/actions.c say.

With --write instead of a check, writes them anew."""

import json
import os
import re
import subprocess
import sys
import textwrap
import typing

import house


def tool(build, *arguments):
    """What the tool says where no settings of anybody are in reach."""
    env = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}
    return subprocess.run([os.path.join(build, "epimark"), *arguments], env=env, check=True,
                          capture_output=True, text=True).stdout


class Command(typing.NamedTuple):
    name: str
    group: str
    summary: str
    usage: str
    text: str
    flags: list  # of (name, what it takes, the values there are, help), without those of all


def command(build, group, name, summary):
    usage, _, rest = tool(build, name, "--help").partition("\n\n")
    usage = re.sub(r"\s+", " ", usage.partition("usage: epimark ")[2])
    text, _, rest = rest.partition("\nOptions:\n")
    found = []
    for option, takes, told in re.findall(r"^  --([\w-]+)(?: |(?=\[))(\S*) +(\S.*)$", rest, re.M):
        values = re.search(f"--{option} (\\S+\\|[^] ]+)", usage)
        if option not in ("config", "set", "help") and (option, takes) != ("data", "DIR"):
            found.append((option, takes, [word for word in values[1].replace("ID", "").split("|")
                                          if not word.isupper()] if values else [], told))
    return Command(name, group, summary, usage, text.rstrip("\n"), found)


def facts(build):
    options = json.loads(tool(build, "options", "--json"))
    commands, group = [], ""
    for heading, name, summary in re.findall(r"^(?:([A-Z]\w+)|  (\w+) +(\S.*))$",
                                             tool(build, "help"), re.M):
        group = heading or group
        if name:
            commands.append(command(build, group, name, summary))
    for option in options:
        default = option["default"]
        option["default"] = {True: "yes", False: "no"}.get(default, default) \
            if isinstance(default, bool) else str(default)
    return options, commands


ACTIONS = "plugin/actions.c"
MANUAL = "packaging/epimark-mpv.7"

# A row of the plugin's actions: {name, fact, scope, previous, low, high, keys, help}.
ACTION = re.compile(r'\{"([a-z-]+)", EPI_FACT_[A-Z]+, EPI_SCOPE_[A-Z]+, (?:true|false), '
                    r'(\d+), (\d+), "([^"]*)", "([^"]+)"\},')


def actions(tree):
    """The rows of the plugin's actions: (name, low, high, keys, help). One that cannot be read is
    an error: it would be missing everywhere."""
    text = tree.read(ACTIONS) if ACTIONS in tree.files() else ""
    _, _, rest = text.partition("const struct action actions[] = {")
    rows = re.sub(r"\s+", " ", re.sub(r'"\s+"', "", rest.partition("\n};")[0]))
    found = [(name, int(low), int(high), keys.split(), told)
             for name, low, high, keys, told in ACTION.findall(rows)]
    left = ACTION.sub("", rows).replace("{.name = NULL},", "").strip()
    return found, left


# Keys of what is open on screen: the file, its table of them, the name of the list in the man page.
INNER = (("plugin/menu.c", "bound", "menu keys"), ("plugin/choices.c", "list_keys", "list keys"))
INNER_KEY = re.compile(r'\{"([^"]+)", (?:[A-Z_]+|(?:[A-Z_]+ )?"[\w-]+"), (?:[A-Z_]+, )?'
                       r'"([^"]*)"\},')


def inner_keys(tree, path, table):
    """The rows of such a table, those together that do the same: ([keys], help); and what cannot be
    read."""
    text = tree.read(path) if path in tree.files() else ""
    rows = re.sub(r"\s+", " ", text.partition(f"}} {table}[] = {{")[2].partition("\n};")[0])
    found = []
    for key, told in INNER_KEY.findall(rows):
        if told:
            found.append(([], told))
        if found:
            found[-1][0].append(key)
    return found, INNER_KEY.sub("", rows).strip() or ("" if found else "no row")


def man_inner(keys):
    lines = []
    for some, told in keys:
        lines += [".TP", ".BR " + ' ", " '.join(roff(key) for key in some), *sentence(told)]
    return "\n" + "\n".join(lines) + "\n"


def named(action):
    """The first and the last name of an action: rate-1, rate-10."""
    name, low, high, _, _ = action
    return [f"{name}-{low}", f"{name}-{high}"] if high else [name]


def keys_of(action):
    """Its default keys, in words: Ctrl+1 ... Ctrl+9, Ctrl+0."""
    keys = action[3]
    return [keys[0], keys[-2], keys[-1]] if len(keys) > 3 else keys


def markdown_actions(found):
    rows = ["| key | action | what it does |", "|---|---|---|"]
    for action in found:
        keys = keys_of(action)
        key = f"{keys[0]} … {', '.join(keys[1:])}" if len(keys) == 3 else ", ".join(keys)
        names = " … ".join(f"`{name}`" for name in named(action))
        rows.append(f"| {key} | {names} | {action[4]} |")
    return "\n" + "\n".join(rows) + "\n"


def man_actions(found):
    lines = []
    for action in found:
        keys = keys_of(action)
        key = f"{keys[0]} ... {', '.join(keys[1:])}" if len(keys) == 3 else ", ".join(keys)
        names = ' " ... " '.join(roff(name) for name in named(action))
        lines += [".TP", f".BR {names}" + (f' " ({roff(key)})"' if key else ""),
                  *sentence(action[4])]
    return "\n" + "\n".join(lines) + "\n"


def within(text, begin, end, inside):
    """Text with everything between two marks replaced; None where a mark is missing."""
    head, found, rest = text.partition(begin)
    _, ended, tail = rest.partition(end)
    return head + begin + inside + end + tail if found and ended else None


def markdown(options):
    rows = ["| option | default | takes | what it does |", "|---|---|---|---|"]
    for option in options:
        default = f"`{option['default']}`" if option["default"] else ""
        takes = option["range"].replace("|", ", ") or option["type"]
        text = option["help"].replace("|", "\\|")
        rows.append(f"| `{option['name']}` | {default} | {takes} | {text} |")
    return "\n" + "\n".join(rows) + "\n"


def roff(text):
    for sign, name in (("\\", "\\e"), ("-", "\\-"), ("'", "\\(aq"), ("~", "\\(ti"), ("^", "\\(ha")):
        text = text.replace(sign, name)
    return re.sub("`([^`]*)`", r"\\fB\1\\fP", text)


def prose(text):
    """Sentences of running text, each on lines of its own, none of which is a request."""
    lines = []
    for sentence in re.split(r"(?<=\D[.?!]) +(?=[A-Z])", " ".join(text.split())):
        lines += textwrap.wrap(roff(sentence), 96, break_long_words=False, break_on_hyphens=False)
    return ["\\&" + line if line[0] in ".'" else line for line in lines]


def request(line):
    """A line for roff that goes on where it is too long for one."""
    return " \\\n".join(textwrap.wrap(line, 96, break_long_words=False, break_on_hyphens=False))


def sentence(text):
    """A help as a sentence. A name before a colon is written as it is."""
    named = text.partition(" ")[0].endswith(":")
    return prose((text if named else text[0].upper() + text[1:]) + ".")


def man_options(options):
    lines = []
    for option in options:
        takes = option["range"].replace("|", ", ") or option["type"]
        lines += [".TP", request(f".BR {roff(option['name'])} \" (" + roff(takes) + "; default " +
                                 (roff(option["default"]) or "empty") + ")\""),
                  *sentence(option["help"]),
                  *prose(option["purpose"]), ".br", "Example:", f".B {roff(option['example'])}"]
    return "\n" + "\n".join(lines) + "\n"


def man_text(text):
    """The text of a command's help. What is indented there is a list: names, and below them what
    belongs to them; a number begins a line of its own."""
    lines, running, before = [], [], 0
    for line in [*text.split("\n"), ""]:
        inside = len(line) - len(line.lstrip())
        numbered = re.match(r"(--\w+: )?\d+\. ", line.strip())
        out = before > 0 and inside == 0
        if running and (numbered or out or inside == 2):
            lines += prose(" ".join(running))
            running = []
        if numbered:
            lines.append(".br")
        elif inside == 2:
            lines += [".TP", f".B {roff(line.strip())}"]
        elif out and line:
            lines.append(".PP")
        if line and inside != 2:
            running.append(line.strip())
        before = inside
    return lines + prose(" ".join(running))


def man_commands(commands):
    lines, group = [], ""
    for one in commands:
        if one.group != group:
            lines.append(f".SS {one.group}")
            group = one.group
        name, _, usage = roff(one.usage).partition(" ")
        lines += [".TP", request(f".BR {name}" + (f' " {usage}"' if usage else "")),
                  *sentence(one.summary), ".RS", ".PP", *man_text(one.text)]
        for option, takes, _, told in one.flags:
            takes = takes if takes.startswith("[") or not takes else " " + takes
            lines += [".TP", f".BR \\-\\-{roff(option)}" + (f' "{roff(takes)}"' if takes else ""),
                      *sentence(told)]
        lines.append(".RE")
    return "\n" + "\n".join(lines) + "\n"


def markdown_commands(commands):
    rows = ["| command | what it does |", "|---|---|"]
    rows += [f"| `epimark {one.name}` | {one.summary} |" for one in commands]
    return "\n" + "\n".join(rows) + "\n"


def conf(options):
    lines = []
    for option in options:
        takes = f" [{option['range']}]" if option["range"] else ""
        about = f"# {option['help']}{takes}"
        about = [about] if len(about) <= 100 else [f"# {option['help']}", f"#{takes}"]
        lines += ["", *about, f"#{option['name']}={option['default']}"]
    return "\n".join(lines) + "\n"


def words(things):
    return "\n    " + "\n    ".join(things) + "\n"


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def fish(commands, options):
    lines = [f"complete -c epimark -n '__epimark_at 0' -xa {one.name} -d {quoted(one.summary)}"
             for one in commands]
    for one in commands:
        for option, takes, values, told in one.flags:
            takes = "" if takes.startswith("[") else takes
            value = f" -xa {quoted(' '.join(values))}" if values else \
                " -rF" if takes == "FILE" else " -x" if takes else ""
            lines.append(f"complete -c epimark -n '__epimark_in {one.name}' -l {option}{value}"
                         f" -d {quoted(told)}")
    lines += ["complete -c epimark -n '__epimark_at 1 help' -xa '"
              + " ".join(one.name for one in commands) + "'",
              "complete -c epimark -l set -x -d 'one option, on top of everything' -a '"
              + " ".join(option["name"] + "=" for option in options) + "'"]
    return "\n" + "\n".join(lines) + "\n"


def whole(text):
    """Text within a specification of zsh, whose parts colons part."""
    return text.replace(":", "\\:")


def zsh_commands(commands):
    return words(quoted(one.name + ":" + whole(one.summary)) for one in commands)


def zsh_flags(commands):
    lines = []
    for one in commands:
        specs = []
        for option, takes, values, told in one.flags:
            takes = "" if takes.startswith("[") else takes
            again = takes.endswith("...")  # it may be given several times
            takes = takes.removesuffix("...")
            value = f":{whole(takes)}:" + "_files" * (takes == "FILE") if takes else ""
            value += whole(f"({' '.join(values)})") if values else ""
            specs.append(quoted(f"{'*' * again}--{option}{'=' if takes else ''}[{told}]{value}"))
        if specs:
            lines += [f"    {one.name})", "        flags+=(",
                      *("            " + spec for spec in specs), "        ) ;;"]
    return "\n" + "\n".join(lines) + "\n"


TABLES = (
    ("README.md", "<!-- options -->", "<!-- /options -->", lambda o, c, a: markdown(o)),
    ("README.md", "<!-- commands -->", "<!-- /commands -->", lambda o, c, a: markdown_commands(c)),
    ("packaging/epimark.conf.5", '.\\" options', '.\\" /options', lambda o, c, a: man_options(o)),
    ("packaging/epimark.1", '.\\" commands', '.\\" /commands', lambda o, c, a: man_commands(c)),
    ("README.md", "<!-- actions -->", "<!-- /actions -->", lambda o, c, a: markdown_actions(a)),
    (MANUAL, '.\\" actions', '.\\" /actions', lambda o, c, a: man_actions(a)),
    ("packaging/epimark.conf", "# ---- options ----\n", "\n# ---- end ----",
     lambda o, c, a: conf(o)),
    ("packaging/completions/epimark.bash", "commands='", "'",
     lambda o, c, a: words(one.name for one in c)),
    ("packaging/completions/epimark.bash", "options='", "'",
     lambda o, c, a: words(option["name"] for option in o)),
    ("packaging/completions/_epimark", "commands=(", ")", lambda o, c, a: zsh_commands(c)),
    ("packaging/completions/_epimark", "options=(", ")",
     lambda o, c, a: words(option["name"] for option in o)),
    ("packaging/completions/_epimark", "# ---- flags ----", "# ---- end ----",
     lambda o, c, a: zsh_flags(c)),
    ("packaging/completions/epimark.fish", "# ---- tables ----", "# ---- end ----",
     lambda o, c, a: fish(c, o)),
)


def wanted(tree, build):
    """(path, begin, text as it is, text as it should be) of every table."""
    options, commands = facts(build)
    rows, _ = actions(tree)
    for path, begin, end, table in TABLES:
        text = tree.read(path) if path in tree.files() else ""
        yield path, begin, text, within(text, begin, end, table(options, commands, rows))
    for source, table, name in INNER:
        path, begin, end = MANUAL, f'.\\" {name}', f'.\\" /{name}'
        text = tree.read(path) if path in tree.files() else ""
        yield path, begin, text, within(text, begin, end,
                                        man_inner(inner_keys(tree, source, table)[0]))


def check(tree, build):
    rows, left = actions(tree)
    if left or not rows:
        yield f"{ACTIONS}: a row that cannot be read: {left[:60]}"
    for path, table, _ in INNER:
        left = inner_keys(tree, path, table)[1]
        if left:
            yield f"{path}: a row of {table} that cannot be read: {left[:60]}"
    for path, begin, text, right in wanted(tree, build):
        if right is None:
            yield f"{path}: there is no place for a table: {begin.strip()}"
        elif right != text:
            yield f"{path}: {begin.strip()} is not what its table says: " \
                  "python3 tests/rules/tables.py . build/release --write"


def write(root, build):
    """One table after the other, since a page may have several."""
    while True:
        for path, _, text, right in wanted(house.Tree(root), build):
            if right not in (None, text):
                with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                    file.write(right)
                break
        else:
            return


README = "<!-- options -->\n| option |\n<!-- /options -->\n"
ROW = """const struct action actions[] = {
    {"planted", EPI_FACT_MARK, EPI_SCOPE_EPISODE, false, 0, 0, "F9",
     "do what no page tells"},
    {.name = NULL},
};
"""
INNER_ROW = """} bound[] = {
    {"F9", "planted", "do what no page tells"},
};
"""
PLANTS = (
    ("a README with another table", {"README.md": README}, "README.md: <!-- options --> is not"),
    ("a README without a table", {"README.md": "epimark\n"}, "there is no place"),
    ("a man page that forgot a command",
     {"packaging/epimark.1": '.\\" commands\n.\\" /commands\n'}, "commands is not what"),
    ("a man page that forgot an option",
     {"packaging/epimark.conf.5": '.\\" options\n.\\" /options\n'}, "options is not what"),
    ("a README that forgot a command",
     {"README.md": "<!-- commands -->\n<!-- /commands -->\n"},
     "README.md: <!-- commands --> is not"),
    ("an action that the README forgot",
     {ACTIONS: ROW, "README.md": "<!-- actions -->\n<!-- /actions -->\n"},
     "README.md: <!-- actions --> is not"),
    ("an action that the man page forgot",
     {ACTIONS: ROW, "packaging/epimark-mpv.7": '.\\" actions\n.\\" /actions\n'},
     "actions is not what"),
    ("a key of the menu that the man page forgot",
     {"plugin/menu.c": INNER_ROW}, '.\\" menu keys is not what'),
    ("a key of the menu in another shape",
     {"plugin/menu.c": INNER_ROW.replace('"planted"', "F(x)")}, "cannot be read"),
    ("a key of lists that the man page forgot",
     {"plugin/choices.c": INNER_ROW.replace("bound", "list_keys")}, '.\\" list keys is not what'),
    ("an action in another shape",
     {ACTIONS: ROW.replace("false, 0, 0", "false, 0, NINE")}, "cannot be read"),
)

if __name__ == "__main__":
    if "--write" in sys.argv:
        write(sys.argv[1], sys.argv[2])
    else:
        house.run(check, PLANTS)
