"""What files put on every record's page: the box of its files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext

from plexus.kernel.access.rights import Verb, level, readable_fields
from plexus.kernel.files import pictures
from plexus.kernel.files.queries.attached import NONE, attached
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.shell.components.files import FileBox, FileItem, icon_of
from plexus.shell.components.formats import moment_text, number_text
from plexus.shell.components.menus import MenuItem
from plexus.shell.components.records import Panel
from plexus.shell.delivering import PDF
from plexus.shell.web.presenting.files import urls_of
from plexus.shell.web.records.binding import kinds
from plexus.shell.web.visit import Visit

Values = Mapping[str, Any]


def panels(visit: Visit, about: Object, values: Values) -> Sequence[Panel]:
    """The files of the record, and the place to put more."""
    held, files = _held(visit, about, values), registry.of(visit.actor.workspace_id).object("files")
    if not about.is_subject or not level(visit.actor, files, Verb.READ):
        return (Panel(gettext("Files"), note=str(len(held)), files=FileBox(held)),) if held else ()
    found = attached(actor=visit.actor, record_id=values["id"]) if "files" in kinds(visit, values["id"]) else NONE
    may_add = level(visit.actor, files, Verb.CREATE) > 0
    if not (found.rows or held or may_add):
        return ()
    url = reverse("attach", kwargs={"objects": about.plural, "record_id": values["id"]})
    box = FileBox(
        (*held, *(_item(visit, files, each) for each in found.rows)), url if may_add else "", none=gettext("None yet."),
    )  # fmt: skip
    count = found.count + len(held)
    more = _more(visit, values, found.count) if found.count > len(found.rows) else None
    return (Panel(gettext("Files"), note=str(count) if count and not more else "", files=box, more=more),)


def _held(visit: Visit, about: Object, values: Values) -> tuple[FileItem, ...]:
    """The files in fields of the record, each with the name of its field: they are changed where the field is."""
    known = (one for one in readable_fields(visit.actor, about).values() if one.type.key == "file")
    return tuple(_in_field(one, value) for one in known if (value := values.get(one.name)))


def _in_field(one: Field, value: Values) -> FileItem:
    fetch_url, look_url, picture_url = urls_of(value, one)
    return FileItem(
        value["name"], look_url or fetch_url, fetch_url, icon_of(value["type"]),
        below=f"{one.label} · {filesizeformat(value['size'])}", picture_url=picture_url, look_url=look_url,
    )  # fmt: skip


def buttons(visit: Visit, about: Object, values: Values) -> Sequence[MenuItem]:
    """On the page of a file itself: look at it, fetch it."""
    if about.plural != "files" or not values.get("content"):
        return ()
    path = {"file_id": values["id"]}
    fetch = MenuItem(gettext("Download"), reverse("file-content", kwargs=path), "download", main=True)
    media_type = values.get("media_type") or ""
    if not (pictures.is_drawn(media_type) or media_type == PDF):
        return (fetch,)
    return (fetch, MenuItem(gettext("Preview"), reverse("file-look", kwargs=path), "eye", dialog=True))


def _more(visit: Visit, values: Values, count: int) -> MenuItem:
    document = json.dumps({"field": "related", "op": "contains", "value": str(values["id"])})
    url = f"{reverse('records', kwargs={'objects': 'files'})}?filter={quote(document)}"
    return MenuItem(gettext("All %(count)s") % {"count": number_text(count, locale=visit.locale)}, url)


def _item(visit: Visit, files: Object, row: Values) -> FileItem:
    path = {"file_id": row["id"]}
    media_type = row["media_type"] or ""
    picture = pictures.is_drawn(media_type)
    removes = level(visit.actor, files, Verb.DELETE) > 0
    readable = readable_fields(visit.actor, files).keys() >= {"content", "media_type", "size"}
    return FileItem(
        name=row["name"] or "—",
        url=reverse("record", kwargs={"objects": "files", "record_id": row["id"]}),
        fetch_url=reverse("file-content", kwargs=path),
        icon=icon_of(media_type),
        below=_below(visit, row),
        picture_url=reverse("file-preview", kwargs=path) if picture and readable else "",
        look_url=reverse("file-look", kwargs=path) if readable and (picture or media_type == PDF) else "",
        remove=MenuItem(gettext("Move to the trash"), f"/files/{row['id']}/delete", "trash-2") if removes else None,
    )


def _below(visit: Visit, row: Values) -> str:
    made = row["created_at"]
    when = moment_text(made, locale=visit.locale, zone=visit.zone, now=visit.now) if made else ""
    who = (row["owner"] or {}).get("name") or ""
    size = filesizeformat(row["size"]) if row["size"] else ""
    return " · ".join(part for part in (size, who, when) if part)
