"""The guide is true: each of its blocks is run, in order, against a running server."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.shell.api.real import Running
from tests.site.running import SOURCE

GUIDE = SOURCE.parent / "docs/how-to/use-the-api.md"
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What machines without them would lack; the guide's reader has them.
CURL = "shopt -s expand_aliases\nset -euo pipefail\n"
JQ = """#!/usr/bin/env python3
import functools, json, operator, sys
print(functools.reduce(operator.getitem, sys.argv[-1].lstrip(".").split("."), json.load(sys.stdin)))
"""


def blocks(kind: str) -> list[str]:
    """The blocks of a language."""
    return [text for found, text in BLOCK.findall(GUIDE.read_text()) if found == kind]


def environment(server: Running, folder: Path) -> dict[str, str]:
    """Commands as the guide's reader has them: plexus on the path, and jq."""
    for name, text in {
        "jq": JQ, "plexus": f'#!/bin/sh\nexec {sys.executable} -m plexus "$@" --data "{server.data}"\n',
    }.items():  # fmt: skip
        program = folder / name
        program.write_text(text)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return {
        **os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(SOURCE),
        "TOKEN": server.token("program@example.com"), "API": f"{server.url}/api/v1",
    }  # fmt: skip


@pytest.mark.slow
def test_the_commands_of_the_guide_do_what_it_says(server: Running, tmp_path: Path) -> None:
    script = CURL + "\necho ----\n".join(blocks("sh"))
    script = script.replace("you@example.com", "program@example.com").replace(
        "http://localhost:8000/api/v1", f"{server.url}/api/v1"
    )

    done = subprocess.run(
        ["bash", "-c", script], env=environment(server, tmp_path), capture_output=True, text=True,
        check=False, timeout=120, cwd=tmp_path,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr + done.stdout
    me, making, finding, figures, paper, file = (part.strip() for part in done.stdout.split("----\n"))
    assert json.loads(me)["name"] == "program"
    account, contact, changed = (json.loads(part) for part in re.split(r"(?<=\})(?=\{)", making))
    assert contact["account"]["id"] == account["id"] == changed["id"]
    assert (contact["email"], changed["website"]) == ("zhang.wei@example.com", "https://example.com")
    by_city, without_deals, hits = (json.loads(part) for part in re.split(r"(?<=\})(?=\{)", finding))
    assert ("恒通精密制造", "无锡") in {(row["name"], row["city"]) for row in by_city["data"]}
    assert account["id"] in {row["id"] for row in without_deals["data"]}
    assert contact["id"] in {row["id"] for row in hits["data"]}
    by_city, by_month = (json.loads(part) for part in re.split(r"(?<=\})(?=\{\"data)", figures))
    (wuxi,) = [each for each in by_city["data"] if each["group"]["city"] == "无锡"]
    # What other tests of the same server left behind is counted too.
    assert wuxi["figures"]["count"] >= 1
    assert wuxi["filter"]["value"] == "无锡"
    assert by_month["total"]["figures"]["count"] == 0
    field, rest = re.split(r"(?<=\})(?=Ten)", paper)
    content, hits = rest.splitlines()
    assert (json.loads(field)["type"], content) == ("file", "Ten lathes, net 30 days.")
    assert json.loads(hits)["data"] == [
        {"object": "accounts", "id": account["id"], "name": "恒通精密制造", "file": "采购合同.txt"}
    ]
    assert file.splitlines()[0].lstrip("\ufeff") == "name,city"
    assert "恒通精密制造,无锡" in file


@pytest.mark.slow
def test_the_program_of_the_guide_does_what_it_says(server: Running, tmp_path: Path) -> None:
    program, paper, receiver = blocks("python")

    done, held, told = (
        subprocess.run(
            [sys.executable, "-c", each], env=environment(server, tmp_path), capture_output=True, text=True,
            check=False, timeout=120,
        )
        for each in (program, paper, receiver)
    )  # fmt: skip

    assert (done.returncode, held.returncode, told.returncode) == (0, 0, 0), done.stderr + held.stderr + told.stderr
    assert held.stdout.splitlines() == ["bracket.svg.txt text/plain 23", "40 x 60, two holes of 5", "1 2 None"]
    assert told.stdout.splitlines() == ["accounts.created Webhook Works", "1 delivered, 0 given up"]
    branches, undone, *errors, imported, created, changed, before = done.stdout.splitlines()
    assert "'Branch 0', 'Branch 1', 'Branch 2'" in branches
    assert undone == "3 taken back"
    assert [line.split()[0] for line in errors] == ["name", "employees"]
    assert imported == "done 1 created 0 rejected"
    assert (created, changed, before) == ("created ['city']", "changed ['city']", "0 before")
