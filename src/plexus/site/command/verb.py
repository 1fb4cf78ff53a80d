"""What a subcommand of `plexus` is."""

import argparse
import json
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping
from enum import IntEnum
from typing import Any, ClassVar

from plexus.kernel.values.refusals import Refusal


class Exit(IntEnum):
    """Exit codes, part of the outside contract."""

    DONE = 0
    REJECTED_ROWS = 1
    WRONG_USE = 2
    REFUSED = 3
    UNREACHABLE = 4


class Unreachable(Refusal):
    """Plexus is not running or not reachable; ends the command with exit code 4."""


class Output:
    """Where a subcommand writes: sentences for people, or one JSON object and nothing else."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def say(self, sentence: str) -> None:
        """A line for people on standard output."""
        if not self.as_json:
            print(sentence, flush=True)

    def result(self, values: Mapping[str, Any]) -> None:
        """The one JSON object."""
        if self.as_json:
            print(json.dumps(values, ensure_ascii=False, default=str), flush=True)

    def complain(self, sentence: str, *, code: str) -> None:
        """Why it did not work: on standard error, or as the one JSON object."""
        if self.as_json:
            self.result({"error": {"code": code, "message": sentence}})
        else:
            print(f"plexus: {sentence}", file=sys.stderr, flush=True)


class Verb(ABC):
    """A subcommand. Its module in `verbs` is named like it and gives one as `VERB`."""

    help: ClassVar[str]
    needs_database: ClassVar[bool] = True

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:  # noqa: B027
        """Add its own arguments; --data, --workspace and --json are there already."""

    def wrong_use(self, asked: argparse.Namespace) -> str:
        """What is missing or contradictory in the arguments, as a sentence; nothing when they can be followed."""
        return ""

    @abstractmethod
    def run(self, asked: argparse.Namespace, output: Output) -> Exit:
        """Do it. A Refusal that it raises is told as a sentence (exit code 3, an Unreachable 4)."""
