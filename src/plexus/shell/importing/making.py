"""Making records that rows refer to and that are not there: each once, when a row that goes in needs it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing
from plexus.kernel.records.clock import moment_of
from plexus.kernel.records.many import altering, storing
from plexus.kernel.records.preparing import defaulting, numbering, ruling
from plexus.kernel.schema import registry
from plexus.kernel.schema.field_types import Unfit
from plexus.kernel.schema.object import Object
from plexus.kernel.workspaces.models import WorkspaceRow
from plexus.shell.importing import finding, rejects
from plexus.shell.importing.reading import looks


@dataclass(slots=True)
class Made:
    """A record that is to be there; `stored` when it is, `counted` when the figures know it."""

    about: Object
    row: WorkspaceRow
    stored: bool = False
    counted: bool = False


class Maker:
    """Drafts missing records in memory and stores those that are needed."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self._actor, self._now = actor, now
        self._made: dict[tuple[Any, ...], Made] = {}
        self._fallbacks: dict[str, dict[str, UUID]] = {}

    def draft(self, about: Object, lookup: str, text: str, beside: Mapping[str, UUID]) -> Made:
        """The record that a text names, drafted once; raises `Unfit` when it could not stand."""
        key = (about.plural, finding.plain(text), *sorted(beside.items()))
        if key not in self._made:
            self._made[key] = self._drafted(about, lookup, text, beside)
        return self._made[key]

    def _drafted(self, about: Object, lookup: str, text: str, beside: Mapping[str, UUID]) -> Made:
        values: dict[str, Any] = {**self._fallbacks_of(about), **beside, **_named(about, lookup, text)}
        parsed = {
            name: about.fields[name].type.parse(value, about.fields[name]) if isinstance(value, str) else value
            for name, value in values.items()
        }
        given = frozenset(parsed)
        row, changed = changing.drafted(self._actor, about, parsed, given, self._now)
        moment = moment_of(self._actor, self._now)
        changed |= defaulting.fill(self._actor, about, [row], {row.pk: given}, moment)[row.pk]
        altering.load_references(about, [row])
        errors = changing.finished(self._actor, about, row, changed, given, self._now)
        errors += ruling.broken(self._actor, about, [row], moment).get(row.pk, ())
        if errors:
            raise Unfit("not_made", "%(why)s", why=rejects.reason_text(about, errors[:1]))
        return Made(about, row)

    def _fallbacks_of(self, about: Object) -> dict[str, UUID]:
        if about.plural not in self._fallbacks:
            self._fallbacks[about.plural] = fallbacks(self._actor, about)
        return self._fallbacks[about.plural]

    def store(self, needed: Iterable[Made]) -> list[Made]:
        """Store what is not stored yet in the open transaction; gives that."""
        waiting = list({id(each): each for each in needed if not each.stored}.values())
        for about in {each.about.plural: each.about for each in waiting}.values():
            rows = [each.row for each in waiting if each.about is about]
            numbering.number(about, rows)
            storing.insert(rows)
        for each in waiting:
            each.stored = True
        return waiting

    def forget_stored(self) -> None:
        """The whole import is only tried: what it stored is not there any more."""
        forget(self._made.values())


def forget(made: Iterable[Made]) -> None:
    """What stored these was rolled back."""
    for each in made:
        each.stored = False


def _named(about: Object, lookup: str, text: str) -> dict[str, str]:
    """The fields that a text fills: the key it was looked up by, and the title, which every record needs."""
    title = about.title.name
    if lookup and lookup != title:
        return {title: text.partition("@")[0], lookup: text}
    if "email" in about.fields and looks.is_email(text) and title != "email":
        return {title: text.partition("@")[0], "email": text}
    return {title: text}


def fallbacks(actor: Actor, about: Object) -> dict[str, UUID]:
    """The records to which required references lead when nothing is said of them."""
    found: dict[str, UUID] = {}
    schema = registry.of(actor.workspace_id)
    for name, wanted in about.described.fallbacks.items():
        target = schema.object(about.fields[name].target or "")
        rows = finding.readable(actor, target)
        if wanted:
            rows = rows.filter(**{target.described.match[0]: wanted})
        first = rows.order_by(*target.described.sort, "pk").values_list("pk", flat=True).first()
        if first is not None:
            found[name] = first
    return found
