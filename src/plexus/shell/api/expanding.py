"""References opened up in the answer: `expand=account,owner`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.records import reading
from plexus.kernel.records.plan import plan
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api.bodies import QueryInvalid
from plexus.shell.api.door import Call
from plexus.shell.api.rendering import render

MOST = 5


def expand(call: Call, about: Object, rows: list[dict[str, Any]]) -> None:
    """Put the referenced records in the place of their references: one statement per field, however many rows."""
    names = [part.strip() for part in call.http.GET.get("expand", "").split(",") if part.strip()]
    _refuse_unfit(call, about, names)
    for name in names:
        found = _records(call, about.fields[name].target or "", rows, name)
        for row in rows:
            reference = row.get(name)
            if reference and reference["id"] in found:
                row[name] = reference | found[reference["id"]]


def _refuse_unfit(call: Call, about: Object, names: list[str]) -> None:
    known = readable_fields(call.actor, about)
    wrong = [name for name in names if name not in known or not known[name].target]
    if wrong or len(names) > MOST:
        message = _("Expand at most five references of this object.")
        raise QueryInvalid(fields=[FieldError("expand", "not_a_reference", message)])


def _records(call: Call, target: str, rows: list[dict[str, Any]], name: str) -> dict[str, dict[str, Any]]:
    about = registry.of(call.actor.workspace_id).object(target)
    ids = {UUID(row[name]["id"]) for row in rows if row.get(name)}
    wanted = plan(call.actor, about, readable_fields(call.actor, about))
    names = wanted.names()
    records = reading.visible(call.actor, about).filter(pk__in=ids).annotate(**wanted.expressions)
    found = {}
    for fetched in records.values_list(*names):
        row = dict(zip(names, fetched, strict=True))
        values = {reader.path: reader.read(row) for reader in wanted.readers}
        found[str(values["id"])] = render(wanted.readers, values)
    return found
