"""References opened up in the answer, two deep: `expand=account.owner,owner`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.records import reading
from plexus.kernel.records.fetching.plan import plan
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api.bodies import QueryInvalid
from plexus.shell.api.door import Call
from plexus.shell.api.rendering import render

MOST = 5
UNFIT = _("Expand at most five references of this object, or of what they lead to, such as account.owner.")
Row = dict[str, Any]


def expand(call: Call, about: Object, rows: list[Row]) -> None:
    """Put the referenced records in the place of their references: one statement per path, however many rows.

    Raises `QueryInvalid`.
    """
    paths = list(dict.fromkeys(part.strip() for part in call.http.GET.get("expand", "").split(",") if part.strip()))
    wrong = [path for path in paths if not _is_fit(call, about, path)]
    if wrong or len(paths) > MOST:
        raise QueryInvalid(fields=[FieldError("expand", "not_a_reference", UNFIT)])
    for name in dict.fromkeys(path.partition(".")[0] for path in paths):
        _open(call, about, rows, name)
        deeper = [path.partition(".")[2] for path in paths if path.startswith(f"{name}.")]
        opened = [row[name] for row in rows if row.get(name) and "version" in row[name]]
        for further in deeper:
            _open(call, _target(call, about, name), opened, further)


def _open(call: Call, about: Object, rows: list[Row], name: str) -> None:
    """Open one reference of some records, where the record it leads to may be read."""
    found = _records(call, _target(call, about, name), rows, name)
    for row in rows:
        reference = row.get(name)
        if reference and reference["id"] in found:
            row[name] = reference | found[reference["id"]]


def _is_fit(call: Call, about: Object, path: str) -> bool:
    """Whether a path names a reference, or a reference of what a reference leads to."""
    name, dot, rest = path.partition(".")
    one = readable_fields(call.actor, about).get(name)
    if one is None or not one.target or (dot and not rest):
        return False
    return not rest or ("." not in rest and _is_fit(call, _target(call, about, name), rest))


def _target(call: Call, about: Object, name: str) -> Object:
    return registry.of(call.actor.workspace_id).object(about.fields[name].target or "")


def _records(call: Call, about: Object, rows: list[Row], name: str) -> dict[str, Row]:
    """The records that the rows refer to, by id."""
    ids = {UUID(str(row[name]["id"])) for row in rows if row.get(name)}
    wanted = plan(call.actor, about, readable_fields(call.actor, about))
    names = wanted.names()
    records = reading.visible(call.actor, about).filter(pk__in=ids).annotate(**wanted.expressions)
    found = {}
    for fetched in records.values_list(*names):
        row = dict(zip(names, fetched, strict=True))
        values = {reader.path: reader.read(row) for reader in wanted.readers}
        found[str(values["id"])] = render(wanted.readers, values)
    return found
