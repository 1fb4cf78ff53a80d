"""The threat model tells the truth: each test that it names exists, and each door answers every question of STRIDE."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/threat-model.md").read_text()
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
DOOR = re.compile(r"^### (.+?)\n(.*?)(?=^##)", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| ([STRIDE]) \| (.+)$", re.MULTILINE)


def test_every_test_that_it_names_exists() -> None:
    named = set(NAMED.findall(TEXT))

    missing = {
        f"{path}::{name}"
        for path, name in named
        if not (ROOT / path).exists() or f"def {name}(" not in (ROOT / path).read_text()
    }
    assert missing == set()
    assert len(named) > 70


def test_every_line_names_a_test() -> None:
    lines = [line for _letter, line in ROW.findall(TEXT)]

    assert [line for line in lines if not NAMED.search(line)] == []


def test_every_door_answers_each_of_the_six_questions() -> None:
    doors = {name: {letter for letter, _line in ROW.findall(body)} for name, body in DOOR.findall(TEXT)}

    assert doors == {
        name: set("STRIDE")
        for name in (
            "Signing in", "Pages", "Sharing", "Seeing as somebody else", "The API", "Files in", "Files out",
            "Files on records", "Set-ups", "Webhooks", "The database and the journal", "The machine",
        )
    }  # fmt: skip


def test_the_security_page_leads_to_it() -> None:
    assert "(docs/threat-model.md)" in (ROOT / "SECURITY.md").read_text()
