"""Formulas and roll-ups as administrators make them."""

from __future__ import annotations

from typing import Any

from tests.casting import NOW

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting
from plexus.shell.administration.actions import fields


def a_field(root: Actor, plural: str, name: str, kind: str, **options: Any) -> Any:
    """A field of a type with its options."""
    values = {"type": kind, "name": name, "label_en": name.replace("_", " ").title(), "options": options}
    with acting(root):
        return fields.create_field(actor=root, plural=plural, values=values, now=NOW)


def a_formula(root: Actor, plural: str, name: str, expression: str, **options: Any) -> Any:
    """A field that is a formula."""
    return a_field(root, plural, name, "formula", expression=expression, **options)


def a_roll_up(root: Actor, plural: str, name: str, over: str, function: str, **options: Any) -> Any:
    """A field that is a roll-up; `of` is the field, `where` the filter."""
    given = {"field": options.pop("of")} if "of" in options else {}
    return a_field(root, plural, name, "rollup", list=over, function=function, **given, **options)
