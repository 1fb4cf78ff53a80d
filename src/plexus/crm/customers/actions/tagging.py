"""Renaming and merging tags: the words change wherever they stand, in the trash too."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _
from psycopg import sql

from plexus.crm.customers.models import Tag
from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.actions import Told, action, many, param
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import bulk, changing
from plexus.kernel.records.bulk import BulkResult
from plexus.kernel.records.many import selecting
from plexus.kernel.records.many.rewriting import silent
from plexus.kernel.records.many.selecting import Rows
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

REPLACE = """
UPDATE {table} t SET tags = ARRAY(
    SELECT word FROM (
        SELECT CASE WHEN each.word = ANY(%(old)s::text[]) THEN %(new)s ELSE each.word END AS word,
            min(each.place) AS place
        FROM unnest(t.tags) WITH ORDINALITY each (word, place) GROUP BY 1
    ) kept ORDER BY place
), version = t.version + 1, updated_at = %(now)s, updated_by_id = %(person)s
WHERE t.workspace_id = %(workspace)s AND t.id = ANY(%(ids)s) AND t.tags && %(old)s::varchar[]
"""
BEARING = "SELECT id FROM {table} WHERE workspace_id = %(workspace)s AND tags && %(old)s::varchar[] LIMIT %(most)s"
CHUNK = 5_000
NAME = param("name", "text", _("Name"), required=True, max_length=100)
INTO = param("into", "reference", _("Merge into"), required=True, target="tags")


def _tags(actor: Actor) -> Object:
    return registry.of(actor.workspace_id).of_model(Tag)


def _may_rename(actor: Actor, about: Object) -> bool:
    """A word is renamed on everybody's records, so only who may change every tag may do it."""
    return level(actor, about, Verb.UPDATE) is Level.ALL


def _size(*, actor: Actor, rows: Collection[UUID], most: int | None, **_said: Any) -> int:
    """How many records bear one of the tags, counted no further than beyond `most`."""
    _must_reach_all(actor, _tags(actor))
    words = list(Tag.objects.filter(workspace_id=actor.workspace_id, pk__in=rows).values_list("name", flat=True))
    number = 0
    for about in _tagged(actor):
        if most is None or number <= most:
            number += len(_bearing(actor, about, words, None if most is None else most + 1 - number))
    return number


@action(
    "rename", on="tags", label=_("Rename"), params=(NAME,), allowed=_may_rename, bulk=False, icon="pencil", size=_size
)
def rename_tag(*, actor: Actor, record_id: UUID, now: datetime, name: str, told: Told = silent) -> Any:
    """Another word on every record that bears this one; raises `Taken` when it is a tag already: merge then."""
    about = _tags(actor)
    _must_reach_all(actor, about)
    with changing.changing(actor=actor, about=about, record_id=record_id, now=now, action="tags.rename") as tag:
        old, tag.name = tag.name, name
        _replace(actor, [old], name, now, told)
    return tag


@action("merge", on="tags", label=_("Merge"), params=(INTO,), allowed=_may_rename, icon="merge", size=_size)
def merge_tag(*, actor: Actor, record_id: UUID, now: datetime, into: UUID, told: Told = silent) -> BulkResult:
    """One tag becomes part of another."""
    return merge_tags(actor=actor, rows=[record_id], now=now, into=into, told=told)


@many("merge", on="tags")
def merge_tags(*, actor: Actor, rows: Rows, now: datetime, into: UUID, told: Told = silent) -> BulkResult:
    """Some tags become one: records bear that, and the others go to the trash."""
    about = _tags(actor)
    _must_reach_all(actor, about)
    with causing(actor=actor, action="tags.merge") as cause_id:
        kept = changing.locked(actor, about, into, Verb.UPDATE)
        result = BulkResult(cause_id)
        merged = [key for key in selecting.chosen(actor, about, rows, Verb.DELETE, result) if key != into]
        words = list(Tag.objects.filter(pk__in=merged).values_list("name", flat=True))
        _replace(actor, words, str(kept), now, told)
        result.add(bulk.trash_many(actor=actor, about=about, rows=merged, now=now))
    return result


def _must_reach_all(actor: Actor, about: Object) -> None:
    if not _may_rename(actor, about):
        raise NotAllowed


def _replace(actor: Actor, old: Sequence[str], new: str, now: datetime, told: Told) -> None:
    """Put one word for some on every record that bears any of them, so many rows of a table in one statement."""
    values: dict[str, Any] = {"old": list(old), "new": new, "now": now}
    values |= {"person": actor.person_id, "workspace": actor.workspace_id}
    for about in _tagged(actor) if old else ():
        replace = sql.SQL(REPLACE).format(table=sql.Identifier(about.table))
        for ids in selecting.chunks(_bearing(actor, about, old), CHUNK):
            with connection.cursor() as cursor:
                cursor.execute(replace, values | {"ids": ids})
            told(len(ids))


def _tagged(actor: Actor) -> Iterator[Object]:
    """The objects whose records bear tags."""
    return (
        each for each in registry.of(actor.workspace_id) if "tags" in each.fields and not each.fields["tags"].custom
    )


def _bearing(actor: Actor, about: Object, words: Sequence[str], most: int | None = None) -> list[UUID]:
    """The records of an object that bear one of some tags, in the trash or not."""
    values: dict[str, Any] = {"workspace": actor.workspace_id, "old": list(words), "most": most}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(BEARING).format(table=sql.Identifier(about.table)), values)
        return sorted(key for (key,) in cursor.fetchall())
