"""Which vendor's file a table is, by its columns; and by its name where the vendor is known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from plexus.shell.importing.presets import catalogue
from plexus.shell.importing.presets.catalogue import Kind, Preset, plain


def detected(headers: Sequence[str], about: str | None = None) -> Kind | None:
    """The kind of file whose columns these are beyond doubt, for one object if that is given."""
    there = {plain(header) for header in headers}
    told = [
        (len(there & kind.known), -at, kind)
        for at, kind in enumerate(kind for preset in catalogue.every() for kind in preset.kinds)
        if any(group <= there for group in kind.tell) and about in (None, kind.object)
    ]
    return max(told)[2] if told else None


def kinds_in(preset: Preset, headers: Sequence[str], name: str = "", about: str | None = None) -> tuple[Kind, ...]:
    """The kinds of a vendor that a table holds: one, or several that stand side by side; none when nothing fits."""
    there = {plain(header) for header in headers}
    found = [
        kind for kind in preset.kinds
        if about in (None, kind.object) and any(group <= there for group in (*kind.tell, *kind.fits))
    ]  # fmt: skip
    beside = [kind for kind in found if kind.only]
    if beside:
        return tuple(beside)
    stem = plain(PurePath(name).stem)
    ranked = sorted(found, key=lambda kind: _rank(kind, there, stem), reverse=True)
    return tuple(ranked[:1])


def _rank(kind: Kind, there: set[str], stem: str) -> tuple[bool, bool, int]:
    return stem in kind.stems, any(group <= there for group in kind.tell), len(there & kind.known)
