"""What a person was told, as far as he may read it now: what he may not is passed over as if it had never been."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models import Q, QuerySet

from plexus.kernel.access.filtering import permitted
from plexus.kernel.access.rights import Verb, level, readable_fields
from plexus.kernel.following.models import Notice, NoticeKind
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Change
from plexus.kernel.records import reading
from plexus.kernel.records.fetching import naming
from plexus.kernel.records.queries import history
from plexus.kernel.records.queries.history import RecordChange
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class Shown:
    """One notice: why, when, by whom, about which record; the change, or the remark with its text."""

    id: int
    kind: NoticeKind
    at: datetime
    read: bool
    by: str
    object: str
    record_id: UUID
    title: str
    trashed: bool
    change: RecordChange | None
    source: tuple[str, UUID] | None
    text: str


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Notices, the newest first; `next` is the key before which the following page begins."""

    notices: tuple[Shown, ...]
    next: int | None


def notices(*, actor: Actor, limit: int = 50, before: int | None = None, unread: bool = False) -> NoticePage:
    """The actor's own notices of what he may read now; a page may be shorter than asked and still have a next one."""
    rows = own(actor).select_related("by")
    rows = rows.filter(read_at=None) if unread else rows
    rows = rows.filter(pk__lt=before) if before is not None else rows
    found = list(rows.order_by("-id")[: limit + 1])
    page = found[:limit]
    return NoticePage(tuple(_readable(actor, page)), page[-1].pk if len(found) > limit else None)


def count_unread(*, actor: Actor) -> int:
    """How many unread notices there are to show, counted as far as anybody reads a figure."""
    return len(notices(actor=actor, limit=MOST_COUNTED + 1, unread=True).notices)


def own(actor: Actor) -> QuerySet[Notice]:
    """What the actor was ever told; who is no person is told nothing."""
    return Notice.objects.filter(workspace_id=actor.workspace_id, person_id=cast("UUID", actor.person_id))


def one(*, actor: Actor, notice_id: int) -> Notice | None:
    """One's own notice."""
    return own(actor).filter(pk=notice_id).first()


def _readable(actor: Actor, rows: Sequence[Notice]) -> Iterable[Shown]:
    titles = _titles(actor, ((each.object, each.record_id) for each in rows))
    texts = _texts(actor, ((each.source_object, each.source_id) for each in rows if each.source_id))
    changes = _changes(actor, [each for each in rows if each.kind == NoticeKind.CHANGED])
    for each in rows:
        titled = titles.get((each.object, each.record_id))
        source = (each.source_object, each.source_id) if each.source_id else None
        if titled is None or (source and source not in texts):
            continue
        change = changes.get(each.change_id)
        if each.kind == NoticeKind.CHANGED and change is None:
            continue
        text = texts[source] if source else ""
        yield Shown(
            each.pk, NoticeKind(each.kind), each.at, each.read_at is not None, each.by.name if each.by else "",
            each.object, each.record_id, titled[0], titled[1], change, source, text,
        )  # fmt: skip


def _by_object(actor: Actor, keys: Iterable[tuple[str, UUID | None]]) -> Mapping[Object, set[UUID]]:
    """Records by object, of objects that there still are and that the actor may read."""
    schema = registry.of(actor.workspace_id)
    found: dict[Object, set[UUID]] = {}
    for plural, key in keys:
        about = schema.objects.get(plural)
        if about is not None and key is not None and level(actor, about, Verb.READ):
            found.setdefault(about, set()).add(key)
    return found


def _titles(actor: Actor, keys: Iterable[tuple[str, UUID | None]]) -> dict[tuple[str, UUID], tuple[str, bool]]:
    """The title of each record that the actor may read, and whether it lies in the trash."""
    found: dict[tuple[str, UUID], tuple[str, bool]] = {}
    for about, ids in _by_object(actor, keys).items():
        names = naming.titles(actor, about, ids)
        rows = about.rows(actor.workspace_id).filter(permitted(actor, about), pk__in=ids)
        for key, deleted_at in rows.values_list("pk", "deleted_at"):
            found[about.plural, key] = (names.get(key, ""), deleted_at is not None)
    return found


def _texts(actor: Actor, keys: Iterable[tuple[str, UUID | None]]) -> dict[tuple[str, UUID], str]:
    """What each remark says that the actor may read."""
    found: dict[tuple[str, UUID], str] = {}
    for about, ids in _by_object(actor, keys).items():
        title = about.described.title
        names = tuple(name for name in ("body", title) if name in about.fields)
        fields = ("id", *_known(actor, about, names))
        asked = reading.Asked(condition=Q(pk__in=ids), fields=fields, limit=len(ids), counted=False)
        for row in reading.read_page(actor, about, asked).rows:
            found[about.plural, row["id"]] = next((str(row[name]) for name in names if row.get(name)), "")
    return found


def _known(actor: Actor, about: Object, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in readable_fields(actor, about))


def _changes(actor: Actor, rows: Sequence[Notice]) -> dict[int, RecordChange]:
    """The changes of records and fields that the actor may read, by key."""
    if not rows:
        return {}
    moments = [each.at for each in rows]
    schema = registry.of(actor.workspace_id)
    changes = Change.objects.filter(
        workspace_id=actor.workspace_id,
        at__range=(min(moments), max(moments)),
        pk__in=[each.change_id for each in rows],
    ).select_related("cause__person")
    by_object: dict[str, list[Change]] = {}
    for change in changes:
        by_object.setdefault(change.object, []).append(change)
    return {
        each.id: each
        for plural, some in by_object.items() if plural in schema.objects
        for each in history.told(actor, schema.object(plural), some)
    }  # fmt: skip
