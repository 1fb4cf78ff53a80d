"""Importing as the command line does it."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from plexus.site.command.verb import Exit, Output
from plexus.site.command.verbs.import_ import Import
from plexus.site.command.verbs.undo import Undo


@dataclass
class Brought:
    """What a command answered."""

    code: Exit
    said: dict[str, Any]

    @property
    def figures(self) -> dict[str, int]:
        """The verdicts that some row met."""
        names = ("created", "updated", "unchanged", "duplicate", "rejected", "incomplete")
        return {name: self.said[name] for name in names if self.said[name]}

    @property
    def reasons(self) -> list[str]:
        """Why rows were kept back."""
        return [each["reason"] for each in self.said["kept_back"]]


class Commands:
    """Runs commands in this process and reads their one JSON object."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys, self.folder = capsys, folder

    def bring_in(self, plural: str, file: Path, *options: str) -> Brought:
        """`plexus import`."""
        return self._run(Import(), [plural, str(file), "--errors", str(self.folder / "errors.csv"), *options])

    def bring_in_all(self, *arguments: str) -> Brought:
        """`plexus import` of several files."""
        return self._run(Import(), ["--errors", str(self.folder / "errors.csv"), *arguments])

    def undo(self, cause: str, *options: str) -> Brought:
        """`plexus undo`."""
        return self._run(Undo(), [cause, *options])

    def a_file(self, rows: Iterable[Sequence[str]], name: str = "rows.csv") -> Path:
        """A CSV file."""
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)
        return path

    def errors(self) -> list[list[str]]:
        """What the errors file holds."""
        with (self.folder / "errors.csv").open(encoding="utf-8-sig", newline="") as held:
            return list(csv.reader(held))

    def _run(self, verb: Import | Undo, arguments: list[str]) -> Brought:
        parser = argparse.ArgumentParser()
        parser.add_argument("--workspace")
        parser.add_argument("--json", action="store_true")
        verb.add_arguments(parser)
        self._capsys.readouterr()
        code = verb.run(parser.parse_args(arguments), Output(as_json=True))
        return Brought(code, json.loads(self._capsys.readouterr().out))
