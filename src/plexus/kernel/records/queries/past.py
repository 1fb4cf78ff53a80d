"""A record as it stood at a moment, or as a version left it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import sql

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.access.unknown import names_unknown
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.exact import ExactDecoder
from plexus.kernel.journal.models import Change
from plexus.kernel.journal.queries import changes as log
from plexus.kernel.records import reading
from plexus.kernel.records.queries import documents, history
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.records.travelling import travelling
from plexus.kernel.schema.object import Object


@dataclass(frozen=True, slots=True)
class Then:
    """A record at a moment: whether it existed, whether it lay in the trash, and its stored values by field name."""

    record_id: UUID
    at: datetime
    existed: bool
    trashed: bool
    values: Mapping[str, Any]


def as_of(*, about: Object, record_id: UUID, at: datetime, actor: Actor) -> Then:
    """The exact state after every change up to a moment, under today's rights; raises `NotFound` as history does."""
    history.must_be_readable(actor, about, record_id)
    document = _rewound(about, record_id, log.since(actor.workspace_id, record_id, at))
    if document is None:
        return Then(record_id, at, existed=False, trashed=False, values={})
    values = {**_values(actor, about, document), **_reckoned(actor, about, record_id, at)}
    return Then(record_id, at, True, document.get("deleted_at") is not None, values)


def _reckoned(actor: Actor, about: Object, record_id: UUID, at: datetime) -> Mapping[str, Any]:
    """What is reckoned of the record out of all records as they stood; nothing where it is not to be read any more."""
    named = [each.name for each in readable_fields(actor, about).values() if each.reckoning]
    if not named:
        return {}
    try:
        with travelling(actor, at) as seer:
            return reading.read_one(seer, about, record_id, fields=named, trashed=None)
    except NotFound:
        return dict.fromkeys(named)


def at_version(*, about: Object, record_id: UUID, version: int, actor: Actor) -> Mapping[str, Any]:
    """The stored values by field name that a version left, nothing before the first; raises `NotFound` likewise."""
    history.must_be_readable(actor, about, record_id)
    document = _rewound(about, record_id, log.since_version(actor.workspace_id, record_id, version))
    return _values(actor, about, document) if document else {}


def _values(actor: Actor, about: Object, document: documents.Document) -> Mapping[str, Any]:
    """The values that a document of the journal holds; raises `NotFound` where it names what is not to be known."""
    if names_unknown(actor, about, document):
        raise NotFound
    row = documents.row_of(about, document)
    fields = [each for each in readable_fields(actor, about).values() if not each.reckoning]
    titles = documents.titles_of(actor, (each.read(row) for each in fields))
    return documents.read(fields, row, titles)


def _rewound(about: Object, record_id: UUID, changes: Iterable[Change]) -> dict[str, Any] | None:
    """The record as a document, taken back from what it is now by changes that come newest first."""
    document = current(about, record_id)
    for change in changes:
        document = None if change.op == "I" else {**(document or {}), **change.was}
    return document


def current(about: Object, record_id: UUID) -> dict[str, Any] | None:
    """The record as the journal would write it now, or nothing."""
    query = sql.SQL("SELECT to_jsonb(t)::text FROM {} t WHERE t.id = %s").format(sql.Identifier(about.table))
    with connection.cursor() as cursor:
        cursor.execute(query, [record_id])
        row = cursor.fetchone()
    return ExactDecoder().decode(row[0]) if row else None
