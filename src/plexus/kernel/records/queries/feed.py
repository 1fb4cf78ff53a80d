"""What became of records, one after another, as far as the reader may see it now: the feed of changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plexus.kernel.access.filtering import permitted
from plexus.kernel.access.rights import Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Change
from plexus.kernel.journal.queries import feed
from plexus.kernel.records.queries import history
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Changes in the order of the feed, the place after what was looked at, and whether there is more."""

    changes: tuple[history.RecordChange, ...]
    end: feed.Place
    more: bool


def changes_after(
    *, actor: Actor, place: feed.Place, objects: Collection[str], since: datetime, limit: int
) -> FeedPage:
    """The changes that follow a place, of records and fields that the actor may read now; no objects means all.

    What he may not read is passed over, so a page may be shorter than asked, or empty, and still have more behind it.
    """
    about = _readable(actor, objects)
    stretch = feed.after(actor.workspace_id, place, list(about), since=since, limit=limit)
    told: dict[int, history.RecordChange] = {}
    for plural, one in about.items():
        mine = _of_readable(actor, one, [each for each in stretch.changes if each.object == plural])
        told |= {each.id: each for each in history.told(actor, one, mine)} if mine else {}
    return FeedPage(tuple(told[each.pk] for each in stretch.changes if each.pk in told), stretch.end, stretch.more)


def changes_told(*, actor: Actor, changes: Mapping[int, datetime]) -> dict[int, history.RecordChange]:
    """Some changes by their ids, given with their moments, as far as the actor may read them now."""
    if not changes:
        return {}
    rows = Change.objects.filter(
        workspace_id=actor.workspace_id, pk__in=changes, at__range=(min(changes.values()), max(changes.values()))
    )
    found = list(rows.select_related("cause__person").order_by("pk"))
    told: dict[int, history.RecordChange] = {}
    for plural, one in _readable(actor, ()).items():
        mine = _of_readable(actor, one, [each for each in found if each.object == plural])
        told |= {each.id: each for each in history.told(actor, one, mine)} if mine else {}
    return told


def _readable(actor: Actor, objects: Collection[str]) -> dict[str, Object]:
    """The objects asked for, of which the actor may read any; raises `UnknownObject` for what is none."""
    schema = registry.of(actor.workspace_id)
    wanted = [schema.object(plural) for plural in objects] if objects else list(schema)
    return {each.plural: each for each in wanted if level(actor, each, Verb.READ)}


def _of_readable(actor: Actor, about: Object, changes: Sequence[Change]) -> list[Change]:
    """Those changes whose record the actor may read now; of one removed for good only administrators may know."""
    ids = {each.record_id for each in changes}
    rows = about.rows(actor.workspace_id).filter(pk__in=ids)
    shown: set[UUID] = set(rows.filter(permitted(actor, about)).values_list("pk", flat=True)) if ids else set()
    if actor.is_administrator and ids - shown:
        shown |= ids - set(rows.values_list("pk", flat=True))
    return [each for each in changes if each.record_id in shown]
