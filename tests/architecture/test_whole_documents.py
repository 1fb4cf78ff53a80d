"""Where a page lists all that there is, nothing is missing; and the map is drawn in the order of the imports."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from plexus.kernel.schema import registry
from plexus.kernel.schema.models.field_definition import CustomType
from plexus.shell.setup import catalogue

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/plexus"
HOW_TO = ROOT / "docs/how-to"
TOOLS: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
MAP = (ROOT / "ARCHITECTURE.md").read_text().partition("## The map")[2].partition("## ")[0]
VARIABLE = re.compile(r'"((?:PLEXUS_|DATABASE_URL|SECRET_KEY)[A-Z_]*)"')
# What only those who build Plexus set, and what its parts tell each other.
INSIDE = {"PLEXUS_DEBUG", "PLEXUS_HASHED_STATIC"}
NUMBERS = {20: ("twenty", "二十"), 21: ("twenty-one", "二十一"), 22: ("twenty-two", "二十二")}
# Fields that are calculated are told beside the types.
CALCULATED = {CustomType.FORMULA, CustomType.ROLLUP}


def _drawn(floor: str) -> list[str]:
    """What stands on a floor of the map, from above to below; what shares a line stands on one level."""
    lines = MAP.partition(f"\n{floor} ")[2].split("\n")
    rows = [line for at, line in enumerate(lines) if not at or line.startswith(" " * 12)]
    own = rows[: next((at for at, line in enumerate(lines) if at and not line.startswith(" ")), len(rows))]
    return [name for row in own for name in re.findall(r"(?:^\s*|· )([a-z]+)(?=\s\s|:|\s·|\s)", row)]


@pytest.mark.parametrize("floor", ["kernel", "shell", "crm"])
def test_the_map_is_drawn_as_imports_may_point(floor: str) -> None:
    (levels,) = (
        each["layers"] for each in TOOLS["importlinter"]["contracts"] if each.get("containers") == [f"plexus.{floor}"]
    )
    at = {name: place for place, level in enumerate(levels) for name in re.findall(r"\w+", level)}

    drawn = [each for each in _drawn(floor) if each in at]

    assert [(above, below) for above, below in pairwise(drawn) if at[above] > at[below]] == []
    there = {each.stem for each in (SOURCE / floor).iterdir() if each.stem in at} - {"apps", "templatetags"}
    assert there - set(drawn) == set()


def test_every_setting_is_told_to_whoever_runs_plexus() -> None:
    read = {name for path in (SOURCE / "site").rglob("*.py") for name in VARIABLE.findall(path.read_text())}

    assert read - INSIDE - _told((HOW_TO / "run-in-production.md").read_text()) == set()


def _told(page: str) -> set[str]:
    """The variables that a page names; `_PORT` after `PLEXUS_MAIL_HOST` is `PLEXUS_MAIL_PORT`."""
    found: set[str] = set()
    for line in page.split("\n"):
        whole = ""
        for name in re.findall(r"`([A-Z_]+)`", line):
            whole = name if not name.startswith("_") else whole.rpartition("_")[0] + name
            found.add(whole)
    return found


def test_every_part_of_a_set_up_is_told() -> None:
    table = (HOW_TO / "carry-a-set-up-over.md").read_text().partition("## What is in the file")[2].partition("## ")[0]

    assert {each.name for each in catalogue.sections()} == set(re.findall(r"`([a-z-]+)`", table)) - {"diff", "git"}


def test_every_layout_is_told() -> None:
    page = (HOW_TO / "use-the-components.md").read_text()

    there = {f"shell/layouts/{each.name}" for each in (SOURCE / "shell/templates/shell/layouts").glob("*.html")}
    assert there == set(re.findall(r"`(shell/layouts/\w+\.html)`", page))


def test_the_number_of_field_types_is_right() -> None:
    english, chinese = NUMBERS[len(CustomType) - len(CALCULATED)]

    assert f"fields of {english} types" in (ROOT / "README.md").read_text()
    assert f"添加{chinese}种类型的字段" in (ROOT / "README.zh.md").read_text()


def test_every_object_stands_in_the_glossary_in_both_languages() -> None:
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|", (ROOT / "GLOSSARY.md").read_text(), re.MULTILINE)
    english, chinese = (", ".join(column) for column in zip(*rows, strict=True))

    missing = set()
    for each in registry.standard():
        missing |= {(each.plural, str(each.label))} if str(each.label) not in english else set()
        with override("zh-hans"):
            missing |= {(each.plural, str(each.label))} if str(each.label) not in chinese else set()
    assert missing == set()


def test_every_kind_of_field_stands_in_the_glossary_in_both_languages() -> None:
    (row,) = re.findall(r"^\| kind of field \| [^|]+ \| ([^|]+) \|", (ROOT / "GLOSSARY.md").read_text(), re.MULTILINE)

    missing = set()
    for each in CustomType:
        with override("zh-hans"):
            told = str(each.label)
        missing |= {told} if f"{str(each.label).lower()} {told}" not in row else set()
    assert missing == set()
