#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Fairlead authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the #include lines of core/, widgets/ and app/ and reports each one that the layers do not allow.

check_layers.py [--gui-headers DIR]… TREE

DIR holds the headers of a Qt module that core must not use, such as …/QtGui.
"""

import argparse
import pathlib
import re
import sys

# Who may include whom, beside itself. A part that is not named here may not exist.
ALLOWED = {
    "core/base": [],
    "core/net": ["core/base"],
    "core/docker": ["core/net", "core/base"],
    "core/logs": ["core/base"],
    "core/metrics": ["core/base"],
    "core/exec": ["core/docker", "core/net", "core/auth", "core/base"],
    "core/auth": ["core/store", "core/base"],
    "core/store": ["core/base"],
    "core/link": ["core/net", "core/base"],
    # exec: a shell behind a hub is an exec client, and exec knows no host.
    "core/host": ["core/docker", "core/exec", "core/link", "core/logs", "core/metrics", "core/base"],
    "core/agent": ["core/host", "core/link", "core/auth", "core/net", "core/base", "core/exec"],
    "core/hub": ["core/host", "core/link", "core/auth", "core/net", "core/base", "core/exec", "core/store",
                 "core/metrics"],
    # Of logs and metrics the value headers, which lie at the top of their folders.
    "widgets": ["core/host", "core/base", "core/logs/*", "core/metrics/*"],
    "app": ["app", "core", "widgets"],
    # The headless programs link no GUI library.
    "app/daemon": ["app/common", "core"],
    "app/ctl": ["app/common", "core"],
    "app/common": ["core"],
}

TOPS = ("core", "widgets", "app")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
# What moc, uic and rcc make lies beside nothing.
GENERATED = re.compile(r"^(moc_.*\.cpp|.*\.moc|ui_.*\.h)$")
GUI_MODULES = ("QtGui/", "QtWidgets/", "QtCharts/")


def part_of(path):
    """The most exact entry of ALLOWED for a file, or None."""
    pieces = path.split("/")
    for length in (2, 1):
        name = "/".join(pieces[:length])
        if len(pieces) > length and name in ALLOWED:
            return name
    return None


def is_below(path, rule):
    if rule.endswith("/*"):
        return path.rpartition("/")[0] == rule[:-2]
    return path.startswith(rule + "/")


def may_include(source, target):
    part = part_of(source)
    if part == "widgets" and source.startswith("widgets/models/"):
        # Models know Core and Gui only, so they cannot know a widget.
        return any(is_below(target, rule) for rule in ["widgets/models", *ALLOWED["widgets"]])
    return any(is_below(target, rule) for rule in [part, *ALLOWED[part]])


def complaint(source, bracket, target, gui_headers):
    """What is wrong with one #include of `source`, or None."""
    if bracket == "<":
        forbidden = target in gui_headers or target.startswith(GUI_MODULES)
        if source.startswith("core/") and forbidden:
            return "core does without QtGui and QtWidgets"
        return None
    if GENERATED.match(target):
        return None
    if not target.startswith(tuple(top + "/" for top in TOPS)):
        return "write the path from the top of the tree"
    if not may_include(source, target):
        return f"{part_of(source)} may not include {part_of(target) or target}"
    return None


def check_file(path, source, gui_headers):
    if part_of(source) is None:
        return [f"{source}: this folder has no place in the layers; see ALLOWED in tests/layering/check_layers.py"]
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = INCLUDE.match(line)
        problem = match and complaint(source, *match.groups(), gui_headers)
        if problem:
            found.append(f"{source}:{number}: {line.strip()}: {problem}")
    return found


def check_tree(tree, gui_headers=frozenset()):
    """All complaints about a tree, each as a line of text, and the number of files read."""
    found, count = [], 0
    for top in TOPS:
        for path in sorted((tree / top).rglob("*")):
            if path.suffix in (".h", ".cpp"):
                count += 1
                found += check_file(path, path.relative_to(tree).as_posix(), gui_headers)
    return found, count


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gui-headers", action="append", default=[], type=pathlib.Path)
    parser.add_argument("tree", type=pathlib.Path)
    arguments = parser.parse_args()
    gui_headers = {path.name for folder in arguments.gui_headers if folder.is_dir() for path in folder.iterdir()}
    found, count = check_tree(arguments.tree, gui_headers)
    print("\n".join(found) or f"The {count} files keep to the layers.")
    return 1 if found or not count else 0


if __name__ == "__main__":
    sys.exit(main())
