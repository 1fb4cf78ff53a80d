"""Fail when a file stands in the wrong place: the few rules no import linter can see."""

import ast
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

DUMPS = {"utils", "helpers", "common", "misc", "base", "core", "lib", "shared", "managers"}
WRITES = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
DOORS = {"web", "api", "jobs"}
# `records.changing` is the one door through which actions write records; `importing.keeping` keeps a file's rows;
# `files.pictures` draws pictures.
MAY_WRITE = {"actions", "models", "changing", "keeping", "pictures"}
CLOCKS = {("timezone", "now"), ("datetime", "now"), ("datetime", "utcnow"), ("date", "today")}
# Where the clock may be read, besides the doors: `records.clock` is their way to it, `jobs.task` the queue's door.
MAY_READ_THE_CLOCK = {*DOORS, "site", "clock", "templatetags", "task"}
# Packages of doors speak HTTP; so do the shell, which is made of them, and the site.
MAY_SPEAK_HTTP = {*DOORS, "shell", "site"}
HTTP = {"django.http", "django.shortcuts"}
MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 50


def faults(path: Path, root: Path) -> Iterator[str]:
    """Each thing that is wrong with this file, as `line: fault`."""
    places = _places(path.relative_to(root).with_suffix(""))
    text = path.read_text()
    tree = ast.parse(text)
    yield from (f"dump module '{place}'" for place in places & DUMPS)
    if (lines := text.count("\n")) > MOST_LINES:
        yield f"{lines} lines (max {MOST_LINES})"
    modules = set(_imported_modules(tree))
    for node in ast.walk(tree):
        yield from _faults_of(node, places, modules)


def _places(path: Path) -> set[str]:
    """The names on the way to a file. The app `kernel.jobs` is not a door, as the module `jobs` of an app is.

    Where a database engine stands is not ours to name: Django looks for it in `base`.
    """
    places = set(path.parts)
    is_kernel_app = ("kernel", "jobs") in pairwise(path.parts[:-1])
    is_engine = path.parts[-2:] == ("engine", "base")
    return places - ({"jobs"} if is_kernel_app else set()) - ({"base"} if is_engine else set())


def _imported_modules(tree: ast.Module) -> Iterator[str]:
    """Names that stand for modules: `changing.create(...)` calls a function of ours, `rows.create(...)` writes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom | ast.Import):
            yield from (name.asname or name.name for name in node.names if name.name.islower())


def _faults_of(node: ast.AST, places: set[str], modules: set[str]) -> Iterator[str]:
    match node:
        case ast.Attribute(value=ast.Name(id=owner), attr="objects") if places & DOORS and owner[:1].isupper():
            yield f"{node.lineno}: .objects in a door"
        case ast.Call(func=ast.Attribute() as called):
            yield from _faults_of_call(called, places, modules)
        case ast.ImportFrom(module=str(module)) if module in HTTP and not places & MAY_SPEAK_HTTP:
            yield f"{node.lineno}: HTTP outside a door"
        case ast.FunctionDef() | ast.AsyncFunctionDef() if _length(node) > MOST_LINES_OF_A_FUNCTION:
            yield f"{node.lineno}: {node.name} has {_length(node)} lines (max {MOST_LINES_OF_A_FUNCTION})"


def _faults_of_call(called: ast.Attribute, places: set[str], modules: set[str]) -> Iterator[str]:
    owner = called.value.id if isinstance(called.value, ast.Name) else ""
    if called.attr in WRITES and not places & MAY_WRITE and owner not in modules and not _is_progress(called):
        yield f"{called.lineno}: write '{called.attr}' outside actions"
    if (owner, called.attr) in CLOCKS and not places & MAY_READ_THE_CLOCK:
        yield f"{called.lineno}: the clock is read outside a door"


def _is_progress(called: ast.Attribute) -> bool:
    """`progress.save(...)` keeps a job's checkpoint, by the jobs app."""
    match called.value:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name == "progress"
    return False


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def main(root: Path) -> int:
    """Print every fault below the root; 1 when there is any."""
    bad = [
        f"{path}: {fault}"
        for path in sorted(root.rglob("*.py"))
        if not {"tests", "migrations"} & set(path.parts)
        for fault in faults(path, root)
    ]
    if bad:
        print(*bad, sep="\n")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
