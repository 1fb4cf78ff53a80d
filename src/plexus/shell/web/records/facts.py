"""The facts of a record: in the sections of the reader's layout, or what it holds first and what it lacks behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext

from plexus.kernel.access.rights import may_write, readable_fields
from plexus.kernel.records import showing
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.shell.components.records import Fact, FactGroup
from plexus.shell.web import laying
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.visit import Visit

Values = Mapping[str, Any]
NOTHING: tuple[Any, ...] = (None, "", [], ())
FEW = 4
QUIET = ("created_at", "created_by", "updated_at", "updated_by")


def groups(visit: Visit, about: Object, values: Values, *, now: bool, editable: bool) -> tuple[FactGroup, ...]:
    """The groups of facts; as it was then, not `now`, a record shows every field that its reader may see."""
    known = readable_fields(visit.actor, about)
    unseen = showing.unseen(visit.actor, about, values, visit.now) if now else frozenset()
    elsewhere = {about.described.title, "tags", *unseen}

    def facts(names: Iterable[str], *, editable: bool) -> tuple[Fact, ...]:
        shown = (name for name in names if name in known and name not in elsewhere)
        return tuple(_fact(visit, about, known[name], values, editable=editable) for name in shown)

    record = FactGroup(gettext("Record"), facts(QUIET, editable=False))
    if sections := laying.sections(visit, about, known):
        laid = (FactGroup(str(each.label), facts(each.fields, editable=editable), each.collapsed) for each in sections)
        return (*laid, record)
    held = [name for name in laying.usual(about) if values.get(name) not in NOTHING]
    bare = [name for name in laying.usual(about) if values.get(name) in NOTHING]
    first = facts(held, editable=editable)
    return (
        FactGroup("", first),
        FactGroup(gettext("Empty fields"), facts(bare, editable=editable), folded=len(first) >= FEW),
        record,
    )


def _fact(visit: Visit, about: Object, one: Field, values: Values, *, editable: bool) -> Fact:
    presenter = presenter_of(one)
    changeable = editable and may_write(visit.actor, about, one)
    return Fact(str(one.label), presenter.fact(values.get(one.name), one, visit), one.name if changeable else "")
