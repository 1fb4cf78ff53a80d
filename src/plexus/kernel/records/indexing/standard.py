"""The indexes that administrators want of fields that objects came with: those of one object agree at once.

An index is of one field in one workspace, as that of a custom field is; text has two, for filters pass letter case over
and lists are sorted by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from uuid import UUID

from django.db.models import F, Index, Q
from django.db.models.functions import Upper

from plexus.kernel.records.indexing import building
from plexus.kernel.records.indexing.building import Wanted, statement
from plexus.kernel.schema import indexed
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object

KIND = "fields.standard_indexes"
PLAIN, UPPER = "sf_", "su_"
HELD = """
SELECT c.relname::text, i.indisvalid FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relname ~ %s
"""


def wanted(about: Object, workspace_id: UUID) -> Iterator[Wanted]:
    """The indexes that the fields of an object should have."""
    within = Q(workspace_id=workspace_id, deleted_at=None)
    for one in about.fields.values():
        if one.filterable and indexed.may_be(about, one):
            column, mark = one.sort_column or one.column, _mark(about, one, workspace_id)
            plain = Index(F(column), F("id"), name=PLAIN + mark, condition=within)
            yield Wanted(plain.name, statement(about, plain))
            if one.type.textual:
                upper = Index(Upper(column), F("id"), name=UPPER + mark, condition=within)
                yield Wanted(upper.name, statement(about, upper), known=column)


def agree(about: Object, workspace_id: UUID) -> list[str]:
    """Build what is missing and take away what is not wanted any more; the names of what was built."""
    held = building.rows(HELD, f"^s[fu]_{_digest(workspace_id, about.plural)}[0-9a-f]{{12}}$")
    return building.agree(wanted(about, workspace_id), held)


def _mark(about: Object, one: Field, workspace_id: UUID) -> str:
    return _digest(workspace_id, about.plural) + _digest(one.name)


def _digest(*parts: object) -> str:
    return blake2b(" ".join(map(str, parts)).encode(), digest_size=6).hexdigest()
