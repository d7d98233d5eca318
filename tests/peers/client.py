#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Lets an independent client do a real job against the stand-in services: client.py STANDIN PEERS
SCRIPT. The script gets the stand-ins' address as argument and what they accept in STANDIN_...;
it asserts what the client makes of their answers."""

import os
import shutil
import subprocess
import sys

from standin import Standin, accepted, skip

STANDIN, PEERS, SCRIPT = sys.argv[1:4]
DEBIAN_PYTHON = "/usr/bin/python3"  # the one that Debian's packages are for


def command():
    """How the script is run, or a skip where what it needs is not there."""
    name, kind = os.path.splitext(os.path.basename(SCRIPT))
    if kind == ".py":
        with open(os.devnull, "w", encoding="utf-8") as null:
            known = os.path.exists(DEBIAN_PYTHON) and subprocess.run(
                [DEBIAN_PYTHON, "-c", f"import {name}"], cwd="/", stderr=null, check=False)
        if not known or known.returncode:
            skip(f"Debian's python3 has no {name}")
        return [DEBIAN_PYTHON, "-B", SCRIPT]
    if not shutil.which("node"):
        skip("there is no node")
    package = {"node_tvdb": "node-tvdb", "trakt": "trakt.tv"}.get(name, name)
    if not os.path.exists(os.path.join(PEERS, "node_modules", package)):
        skip(f"{package} is not installed (tests/peers/install)")
    return ["node", SCRIPT]


def main():
    arguments = command()
    with Standin(STANDIN) as standin:
        env = {f"STANDIN_{name}": value for name, value in accepted().items()}
        env.update(PATH=os.environ["PATH"], HOME=standin.folder, LC_ALL="C.UTF-8",
                   NODE_PATH=os.path.join(PEERS, "node_modules"))
        done = subprocess.run(arguments + [standin.url], env=env, check=False, timeout=60)
    sys.exit(1 if done.returncode else 0)


main()
