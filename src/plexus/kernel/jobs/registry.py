"""The kinds of job, the chores of the installation, and the errands of workspaces.

Each is registered by the `jobs` module of its app.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

Result = Mapping[str, Any] | None
Function = Callable[..., Result]
Chore = Callable[[], object]
Run = Callable[[UUID], object]

_kinds: dict[str, Kind] = {}
_chores: dict[str, Chore] = {}
_frequent: dict[str, Chore] = {}
_errands: dict[str, Errand] = {}


@dataclass(frozen=True)
class Kind:
    """A kind of job: how people call it, and the function `(actor, progress, **params)` that does it."""

    name: str
    label: str | Promise
    function: Function
    only_reads: bool


@dataclass(frozen=True)
class Errand:
    """Work that is never over: `due` finds the workspaces in which there is some, `run` does it for one of them."""

    name: str
    due: Callable[[], Iterable[UUID]]
    run: Run


def job(name: str, *, label: str | Promise = "", only_reads: bool = False) -> Callable[[Function], Function]:
    """Register a function as a kind of job.

    It takes the actor, a `Progress` and the parameters it was enqueued with (JSON values: ids come as text). It may
    run twice: what it has done it keeps with `Progress.save` inside the transaction that did it. One that only reads
    may begin anew at any time.
    """

    def registered(function: Function) -> Function:
        _kinds[name] = Kind(name, label or name, function, only_reads)
        return function

    return registered


def chore(name: str, *, each_minute: bool = False) -> Callable[[Chore], Chore]:
    """Register a function without parameters that a worker runs once a day, and whenever it starts; or each minute."""

    def registered(function: Chore) -> Chore:
        (_frequent if each_minute else _chores)[name] = function
        return function

    return registered


def errand(name: str, *, due: Callable[[], Iterable[UUID]]) -> Callable[[Run], Run]:
    """Register what a worker does for a workspace soon after `due` names it, one at a time for each workspace.

    `due` is asked every few seconds, for all workspaces at once; the function takes the workspace and may run twice.
    """

    def registered(function: Run) -> Run:
        _errands[name] = Errand(name, due, function)
        return function

    return registered


def errands() -> Mapping[str, Errand]:
    """Every errand by name."""
    return MappingProxyType(_errands)


def kind(name: str) -> Kind:
    """The kind of this name; an unknown one is an error of the program."""
    return _kinds[name]


def known(name: str) -> bool:
    """Whether there is a kind of this name."""
    return name in _kinds


def chores() -> Mapping[str, Chore]:
    """Every chore of the day by name."""
    return MappingProxyType(_chores)


def frequent() -> Mapping[str, Chore]:
    """Every chore of the minute by name."""
    return MappingProxyType(_frequent)
