"""What is written about Plexus is true: files, commands and packages that a page names are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/plexus"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[\w-]*)?\)")
CODE = re.compile(r"`([^`\n]+)`")
PATHLIKE = re.compile(r"\.?[A-Za-z*][\w*-]*(?:/[\w*.{},-]+)+/?\Z")
FILE = re.compile(r"[\w-]+\.(?:py|sh|mjs|toml|css|html|js)\Z")
DRAWN = re.compile(r"\b(?:kernel|shell|crm|site)/[\w/]+\.py\b")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
MAKE = re.compile(r"\bmake ([a-z]+)\b")
COMMAND = re.compile(r"(?:^|[`$ ])plexus ([a-z]+)\b(?!:)", re.MULTILINE)
# What lies in a data folder, in a browser, or at somebody else's.
ELSEWHERE = re.compile(r"\A(?:\.github/|application/|text/|image/|previews/|files/|logs/|apps/|plexus-data/|v1/|var/)")
# The shape of every app, and how a thing is to be called.
SHAPES = frozenset({"apps.py", "jobs.py", "api/", "web/", "actions/", "queries/", "models/", "migrations/"})


def _named(page: Path) -> Iterator[str]:
    """Every path of this repository that a page names between backquotes."""
    text = page.read_text()
    yield from DRAWN.findall("".join(FENCED.findall(text)))
    for code in CODE.findall(FENCED.sub("", text)):
        if (PATHLIKE.match(code) or FILE.match(code)) and not ELSEWHERE.match(code) and code not in SHAPES:
            yield code


def _is_there(path: str) -> bool:
    """Whether a path lies in the repository: from its root, within the package, or within any of its folders."""
    for plain in _meant(path.rstrip("/")):
        if not any(True for root in (ROOT, SOURCE, ROOT / "tests") for _found in root.glob(plain)):
            return any(True for _found in SOURCE.rglob(plain)) or any(True for _found in (ROOT / "tests").rglob(plain))
    return True


def _meant(path: str) -> list[str]:
    """`a/{b,c}.py` is two paths."""
    if choice := re.search(r"\{([^}]*)\}", path):
        return [path.replace(choice[0], each) for each in choice[1].split(",")]
    return [path]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = [each for each in LINK.findall(page.read_text()) if not re.match(r"[a-z]+:|/", each)]

    assert [each for each in links if not (page.parent / each).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_path_that_is_named_is_there(page: Path) -> None:
    assert sorted({each for each in _named(page) if not _is_there(each)}) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_is_named_is_there(page: Path) -> None:
    text = page.read_text()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    verbs = {each.stem.rstrip("_") for each in (SOURCE / "site/command/verbs").glob("*.py")}

    said = "\n".join([*CODE.findall(text), *FENCED.findall(text)])
    assert set(MAKE.findall(said)) - targets == set()
    assert set(COMMAND.findall(said)) - verbs == set()


def test_every_package_is_on_the_map() -> None:
    drawn = (ROOT / "ARCHITECTURE.md").read_text().partition("## The map")[2].partition("## ")[0]
    words = set(re.findall(r"[a-z]\w+", drawn))

    packages = {
        each.name
        for layer in ("kernel", "shell", "crm", "site")
        for each in (SOURCE / layer).iterdir()
        if (each / "__init__.py").exists()
    }
    assert packages - words - {"migrations", "templatetags", "management"} == set()
