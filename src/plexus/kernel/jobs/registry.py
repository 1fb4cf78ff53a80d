"""The kinds of job, and the chores of the installation; each is registered by the `jobs` module of its app."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise

Result = Mapping[str, Any] | None
Function = Callable[..., Result]
Chore = Callable[[], object]

_kinds: dict[str, Kind] = {}
_chores: dict[str, Chore] = {}
_frequent: dict[str, Chore] = {}


@dataclass(frozen=True)
class Kind:
    """A kind of job: how people call it, and the function `(actor, progress, **params)` that does it."""

    name: str
    label: str | Promise
    function: Function


def job(name: str, *, label: str | Promise = "") -> Callable[[Function], Function]:
    """Register a function as a kind of job.

    It takes the actor, a `Progress` and the parameters it was enqueued with (JSON values: ids come as text). It may
    run twice: what it has done it keeps with `Progress.save` inside the transaction that did it.
    """

    def registered(function: Function) -> Function:
        _kinds[name] = Kind(name, label or name, function)
        return function

    return registered


def chore(name: str, *, each_minute: bool = False) -> Callable[[Chore], Chore]:
    """Register a function without parameters that a worker runs once a day, and whenever it starts; or each minute."""

    def registered(function: Chore) -> Chore:
        (_frequent if each_minute else _chores)[name] = function
        return function

    return registered


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
