#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Has axe look for what bars people from a report: contrast, names, tables, headings, languages.
Called as axe.py TOOL FOLDER, with its node_modules in FOLDER."""

import json
import os
import subprocess
import sys
import tempfile

from standin import TOP, skip

sys.path.insert(0, os.path.join(TOP, "tests/e2e"))
import browser  # noqa: E402  pylint: disable=wrong-import-position
import years  # noqa: E402  pylint: disable=wrong-import-position

TOOL, FOLDER = sys.argv[1:3]
AXE = os.path.join(FOLDER, "node_modules", "axe-core", "axe.min.js")
PAGES = {"year": ("--year", "2025"), "series": ("--series", "Dark")}


def look(pages, axe):
    """What axe finds on each page, in each width and colour, with everything unfolded."""
    with browser.Browser() as window:
        for path in pages:
            for width, dark in ((390, False), (390, True), (1440, False)):
                window.show(path, width, dark)
                window.run("document.querySelectorAll('details').forEach(d => d.open = true)")
                window.run(axe + "; 1")
                found = json.loads(window.run(
                    "axe.run(document, {resultTypes: ['violations']}).then(r => JSON.stringify("
                    "{passes: r.passes.length, violations: r.violations}))"))
                assert found["passes"] > 10, "axe has looked at nothing"
                for one in found["violations"]:
                    nodes = [node["html"][:100] for node in one["nodes"][:3]]
                    yield f"{os.path.basename(path)}, {width}, dark {dark}: {one['id']}: " \
                          f"{one['help']}: {nodes}"


def main():
    if not os.path.exists(AXE):
        skip("npm has not installed axe-core")
    if not browser.PROGRAM:
        skip("there is no Chromium")
    with open(AXE, encoding="utf-8") as file:
        axe = file.read()
    with tempfile.TemporaryDirectory(prefix="epimark-axe-") as folder:
        env = {"PATH": os.environ["PATH"], "HOME": folder, "LC_ALL": "C.UTF-8",
               "TZ": "Europe/Berlin", "XDG_DATA_HOME": os.path.join(folder, "data")}
        pages = [os.path.join(folder, "empty.html")]
        subprocess.run([TOOL, "report", pages[0]], env=env, check=True, capture_output=True)
        years.make(TOOL, env)
        for name, arguments in PAGES.items():
            pages.append(os.path.join(folder, name + ".html"))
            subprocess.run([TOOL, "report", *arguments, pages[-1]], env=env, check=True,
                           capture_output=True)
        findings = list(look(pages, axe))
    for finding in findings:
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
