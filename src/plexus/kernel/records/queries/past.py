"""A record as it stood at a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import sql

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.exact import ExactDecoder
from plexus.kernel.journal.queries import changes as log
from plexus.kernel.records.queries import documents, history
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
    document = _rewound(about, actor.workspace_id, record_id, at)
    if document is None:
        return Then(record_id, at, existed=False, trashed=False, values={})
    row = documents.row_of(about, document)
    fields = readable_fields(actor, about).values()
    titles = documents.titles_of(actor, (each.read(row) for each in fields))
    return Then(record_id, at, True, row["deleted_at"] is not None, documents.read(fields, row, titles))


def _rewound(about: Object, workspace_id: UUID, record_id: UUID, at: datetime) -> dict[str, Any] | None:
    """The record as a document, taken back change by change from what it is now."""
    document = current(about, record_id)
    for change in log.since(workspace_id, record_id, at):
        document = None if change.op == "I" else {**(document or {}), **change.was}
    return document


def current(about: Object, record_id: UUID) -> dict[str, Any] | None:
    """The record as the journal would write it now, or nothing."""
    query = sql.SQL("SELECT to_jsonb(t)::text FROM {} t WHERE t.id = %s").format(sql.Identifier(about.table))
    with connection.cursor() as cursor:
        cursor.execute(query, [record_id])
        row = cursor.fetchone()
    return ExactDecoder().decode(row[0]) if row else None
