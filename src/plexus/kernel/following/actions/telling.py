"""Reading on in the journal, and keeping a notice for whoever is to be told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from plexus.kernel.access.models import Link
from plexus.kernel.following import gathering, telling
from plexus.kernel.following.gathering import Happening
from plexus.kernel.following.models import Follow, Notice, Watermark
from plexus.kernel.following.telling import Told
from plexus.kernel.identity.models import Person
from plexus.kernel.journal.queries import feed
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.registry import Schema
from plexus.kernel.workspaces.scope import inside

BATCH = 1_000
MUTED = "muted"


def tell(workspace_id: UUID) -> bool:
    """Keep the notices of the next batch and note how far it went, both or neither; whether there is more.

    Only one reads at a time; what was before the first time is not told.
    """
    with inside(workspace_id):
        mark = Watermark.objects.select_for_update(skip_locked=True).filter(workspace_id=workspace_id).first()
        if mark is None:
            _begin(workspace_id)
            return False
        schema = registry.of(workspace_id)
        remarks = [each.plural for each in schema if each.described.about and _says(each)]
        found = gathering.gather(
            workspace_id, feed.Place(mark.epoch, mark.txid, mark.change_id, mark.at),
            objects=_told_of(schema), remarks=remarks, limit=BATCH,
        )  # fmt: skip
        _keep(workspace_id, found.happenings, remarks)
        mark.epoch, mark.txid, mark.change_id, mark.at = found.end.epoch, found.end.txid, found.end.id, found.end.at
        mark.save()
        return found.more


def _begin(workspace_id: UUID) -> None:
    """Begin with what comes from now on; somebody else who has the mark is left alone."""
    place = feed.newest()
    given = {"epoch": place.epoch, "txid": place.txid, "change_id": place.id, "at": place.at}
    Watermark.objects.get_or_create(workspace_id=workspace_id, defaults=given)


def _says(about: Object) -> bool:
    """Whether a remark says something: that somebody follows, or that a record stands on a list, does not."""
    return not (about.is_mark or about.described.part_of)


def _told_of(schema: Schema) -> list[str]:
    """The objects that people are told of: what is set up is not, nor who follows what."""
    return [each.plural for each in schema if not each.described.administered and _says(each)]


def _keep(workspace_id: UUID, happenings: Iterable[Happening], remarks: Collection[str]) -> None:
    followers = _followers(workspace_id, happenings)
    made = list(telling.told(happenings, followers, remarks))
    muted = _muted(workspace_id, {each.person_id for each in made})
    wanted = [each for each in made if each.person_id in muted and each.kind not in muted[each.person_id]]
    Notice.objects.bulk_create([_notice(workspace_id, each) for each in wanted], ignore_conflicts=True)


def _notice(workspace_id: UUID, each: Told) -> Notice:
    plural, key = each.source or ("", None)
    return Notice(
        workspace_id=workspace_id, person_id=each.person_id, kind=each.kind, object=each.object,
        record_id=each.record_id, source_object=plural, source_id=key, change_id=each.happening.id,
        by_id=each.happening.by, at=each.happening.at,
    )  # fmt: skip


def _followers(workspace_id: UUID, happenings: Iterable[Happening]) -> Mapping[UUID, list[UUID]]:
    """Who follows the records that something happened to or was said about."""
    ids = {key for each in happenings for key in (each.record_id, *(record for _plural, record in each.related))}
    links = Link.objects.filter(workspace_id=workspace_id, source_object="follows", target_id__in=ids)
    pairs = list(links.values_list("source_id", "target_id"))
    rows = Follow.objects.filter(workspace_id=workspace_id, deleted_at=None, pk__in=[source for source, _to in pairs])
    owners = dict(rows.values_list("pk", "owner_id"))
    found: dict[UUID, list[UUID]] = {}
    for source, target in pairs:
        if owner := owners.get(source):
            found.setdefault(target, []).append(owner)
    return found


def _muted(workspace_id: UUID, people: Collection[UUID]) -> dict[UUID, Collection[str]]:
    """What those who can sign in do not want to be told, by person; nobody else is told anything."""
    working = Person.objects.filter(
        workspace_id=workspace_id, pk__in=people, active=True, deleted_at=None, user__isnull=False
    )
    rows = working.values_list("pk", "user__preferences")
    return {key: frozenset((preferences or {}).get(MUTED, ())) for key, preferences in rows}
