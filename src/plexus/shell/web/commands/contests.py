"""Values that somebody changed since the act that is to be taken back, as the dialog shows them: one entry for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.access.shares import journaled
from plexus.kernel.records.fetching import naming
from plexus.kernel.records.undoing import Contested
from plexus.kernel.schema.field import Field
from plexus.shell.components.feedback import Contest
from plexus.shell.components.formats import moment_text
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.visit import Visit

NOTHING = "–"
DELETED = "deleted_at"


def shown(visit: Visit, found: Sequence[Contested]) -> Iterator[Contest]:
    """An entry for each value that the person may read; a record that came with the act is one whole.

    Of an amount and its currency each shows the other with it, unless both have an entry.
    """
    names, seen = _named(visit, found), set[tuple[UUID, str]]()
    told = {(one.record_id, one.field) for one in found}
    for one in found:
        key = (one.record_id, "" if one.created else one.field)
        known = _field(visit, one)
        if key in seen or (known is None and one.field != DELETED):
            continue
        seen.add(key)
        title = names.get(one.record_id) or _kind(visit, one)
        if known is None:
            yield _deleted(visit, one, title)
        elif one.money != one.field and (one.record_id, one.money) in told:
            yield _entry(visit, one, known, title)
        else:
            yield _entry(visit, *_whole(visit, one, known), title)


def _field(visit: Visit, one: Contested) -> Field | None:
    return readable_fields(visit.actor, journaled(visit.actor.workspace_id)[one.object]).get(one.field)


def _whole(visit: Visit, one: Contested, known: Field) -> tuple[Contested, Field]:
    """An amount in its currency where only a part of it was changed since; anything else as it is."""
    if not any(one.worth):
        return one, known
    before, after, now = one.worth
    money = readable_fields(visit.actor, journaled(visit.actor.workspace_id)[one.object])[one.money]
    return replace(one, before=before, after=after, now=now), money


def _kind(visit: Visit, one: Contested) -> str:
    """What a record without a name of its own is called."""
    return capfirst(str(journaled(visit.actor.workspace_id)[one.object].label))


def _entry(visit: Visit, one: Contested, known: Field, title: str) -> Contest:
    before, made, now = (_text(visit, known, value) for value in (one.before, one.after, one.now))
    if one.created:
        before = gettext("The record goes to the trash")
    return Contest(_key(one), title, str(known.label), before, made, now, _who(visit, one))


def _deleted(visit: Visit, one: Contested, title: str) -> Contest:
    """A record that went to the trash, or came out of it."""
    before, made, now = (_place(value) for value in (one.before, one.after, one.now))
    return Contest(_key(one), title, gettext("Trash"), before, made, now, _who(visit, one))


def _place(deleted_at: Any) -> str:
    return gettext("In the trash") if deleted_at else gettext("Not in the trash")


def _text(visit: Visit, known: Field, value: Any) -> str:
    return presenter_of(known).exact(value, known, visit) or NOTHING


def _key(one: Contested) -> str:
    return f"{one.record_id}:{one.field}"


def _who(visit: Visit, one: Contested) -> str:
    """By whom and when it was changed last."""
    when = moment_text(one.at, locale=visit.locale, zone=visit.zone, now=visit.now) if one.at else ""
    return " · ".join(each for each in (one.by or "Plexus", when) if each)


def _named(visit: Visit, found: Iterable[Contested]) -> Mapping[UUID, str]:
    """The names of the records, in the trash or not."""
    keys: dict[str, list[UUID]] = {}
    for one in found:
        keys.setdefault(one.object, []).append(one.record_id)
    return naming.names(visit.actor, keys, trashed=None)
