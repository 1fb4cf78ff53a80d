"""Files that fields hold: what a door named is looked for, looked at, and taken where the field takes its kind.

The bytes are kept above; what looks at them is made known while apps load.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from plexus.kernel.access.filtering import permitted
from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import Unfit
from plexus.kernel.schema.field_types.file import Named, takes
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.kernel.values.uuid7 import new_id
from plexus.kernel.workspaces.models import WorkspaceRow

FILES = "files"
NEEDED = ("name", "content", "media_type", "size")
GONE = _("What was uploaded is no longer there. Upload the file again.")
NO_FILE = _("There is no such file. Upload it, or give the id of a file that you may see.")
KIND_REFUSED = _("“%(name)s” is %(kind)s, which this field does not take.")

Value = dict[str, Any]
# Media type and size of what a workspace keeps under a digest, by the name it bears; nothing if it is not there.
Look = Callable[[UUID, str, str], tuple[str, int] | None]
_looks: list[Look] = []


def look_with(look: Look) -> None:
    """Make known how bytes are looked at; called while apps load."""
    _looks[:] = [look]


def found(actor: Actor, one: Field, named: Named) -> Value | Named:
    """What a field will hold; the same again where only the record can say whether it holds that. Raises `Unfit`."""
    value = _of_file(actor, named.id) if named.id else _of_upload(actor, named)
    if value is None:
        return named
    if not takes(one, value["type"]):
        raise Unfit("kind_refused", KIND_REFUSED, name=value["name"], kind=value["type"])
    return value


def held(one: Field, row: WorkspaceRow, named: Named) -> Value:
    """The file that a row has in a field already; raises `Invalid` where it has another."""
    value = row.custom.get(one.name)
    if not isinstance(value, dict) or value.get("id") != str(named.id):
        raise Invalid(fields=[FieldError(one.name, "not_found", NO_FILE)])
    return value


def _of_upload(actor: Actor, named: Named) -> Value:
    looked = _looks[-1](actor.workspace_id, named.content, named.name)
    if looked is None:
        raise Unfit("gone", GONE)
    return _made(named.name, named.content, *looked)


def _of_file(actor: Actor, file_id: UUID) -> Value | None:
    """The same bytes as those of a file that the actor may read."""
    files = registry.of(actor.workspace_id).object(FILES)
    if not readable_fields(actor, files).keys() >= {*NEEDED}:
        return None
    rows = files.rows(actor.workspace_id).filter(permitted(actor, files), pk=file_id, deleted_at=None)
    row = rows.values_list(*NEEDED).first()
    return _made(row[0], row[1], row[2], row[3]) if row else None


def _made(name: str, content: str, media_type: str, size: int) -> Value:
    return {"id": str(new_id()), "name": name, "type": media_type, "size": size, "content": content}
