"""Entries that apps put into the rail: a slot that layers above fill when they load."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEPARTMENTS: dict[str, str | Promise] = {"insight": _("Insight")}


@dataclass(frozen=True)
class Entry:
    """A page of an app, under a department of the rail."""

    label: str | Promise
    url: str
    icon: str


_entries: dict[str, list[Entry]] = {}


def add(department: str, entry: Entry) -> None:
    """Put an entry under a department; called while apps load."""
    _entries.setdefault(department, []).append(entry)


def of(department: str) -> tuple[Entry, ...]:
    """The entries of a department, in the order of adding."""
    return tuple(_entries.get(department, ()))
