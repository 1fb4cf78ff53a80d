"""Lists kept by hand: beginning one, and the way from a list to the records that stand on it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy, pgettext

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.records import changing, reading
from plexus.kernel.records.refusals import Invalid, Taken
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.shell.components.feedback import Notice
from plexus.shell.components.formats import number_text
from plexus.shell.components.forms import Control, FieldGroup, FormPage, Option
from plexus.shell.components.menus import MenuItem
from plexus.shell.components.records import Panel
from plexus.shell.web.forms.fielding import errors_of
from plexus.shell.web.visit import Visit, done

Values = Mapping[str, Any]
HOW = gettext_lazy("Select records in their list and choose “Add to list”, or open a record’s “More” menu.")


def new_form(visit: Visit) -> HttpResponse:
    """GET /lists/new: what it is called and records of what it holds."""
    return _show(visit, visit.http.GET)


def create(visit: Visit) -> HttpResponse:
    """POST /lists/new: begin it, and go there."""
    form = visit.http.POST
    values = {name: form.get(name, "") for name in ("name", "object", "about")} | {"shared": bool(form.get("shared"))}
    lists = registry.of(visit.actor.workspace_id).object("lists")
    try:
        made = changing.create(actor=visit.actor, about=lists, values=values, now=visit.now)
    except (Invalid, Taken) as refusal:
        return _show(visit, form, refusal)
    response = done(gettext("The list is there. Put records on it."))
    response["HX-Redirect"] = reverse("record", kwargs={"objects": "lists", "record_id": made.pk})
    return response


def _show(visit: Visit, held: Mapping[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    errors = errors_of(refusal)
    controls = (
        Control("name", pgettext("list", "Name"), value=held.get("name", ""), required=True, autofocus=True, wide=True,
                errors=errors.get("name", ()), placeholder=gettext("Trade fair 2026")),
        Control("object", gettext("Records of"), kind="select", options=_objects(visit, held.get("object", "accounts")),
                required=True, errors=errors.get("object", ())),
        Control("shared", gettext("Shared with colleagues"), kind="checkbox", value="1",
                checked=bool(held.get("shared"))),
        Control("about", gettext("What it is for"), kind="textarea", wide=True, value=held.get("about", "")),
    )  # fmt: skip
    form = FormPage(
        gettext("New list"), reverse("new-list"), (FieldGroup("", controls),), gettext("Create"),
        notice=Notice(refusal.sentence(gettext), tone="bad") if refusal and not errors else None,
        cancel_url=reverse("records", kwargs={"objects": "lists"}),
    )  # fmt: skip
    template = "shell/components/dialog_form.html" if visit.wants_part else "shell/layouts/form.html"
    return visit.show(template, 422 if refusal else 200, page=form)


def _objects(visit: Visit, chosen: str) -> tuple[Option, ...]:
    return tuple(
        Option(each.plural, capfirst(str(each.label_plural)), chosen=each.plural == chosen)
        for each in registry.of(visit.actor.workspace_id)
        if each.is_subject and each.described.in_rail and level(visit.actor, each, Verb.READ)
    )


def records_url(plural: str, list_id: object) -> str:
    """The list of the records that stand on a list."""
    on_it = {"field": "list", "op": "eq", "value": str(list_id)}
    document = json.dumps({"related": "list-members", "where": on_it, "exists": True})
    return f"{reverse('records', kwargs={'objects': plural})}?filter={quote(document)}"


def buttons(visit: Visit, about: Object, values: Values) -> Sequence[MenuItem]:
    """From a list to its records."""
    plural = str(values.get("object") or "") if about.plural == "lists" else ""
    if plural not in registry.of(visit.actor.workspace_id).objects:
        return ()
    return (MenuItem(gettext("Show the records"), records_url(plural, values["id"]), "table", main=True),)


def panels(visit: Visit, about: Object, values: Values) -> Sequence[Panel]:
    """How many records stand on a list, of those that the reader may read."""
    schema = registry.of(visit.actor.workspace_id)
    plural = str(values.get("object") or "") if about.plural == "lists" else ""
    if plural not in schema.objects:
        return ()
    members = schema.object("list-members")
    asked = reading.Asked(of=(members.fields["list"], values["id"]), fields=("id",), limit=1)
    page = reading.read_page(visit.actor, members, asked)
    count = page.count.value if page.count else 0
    label = capfirst(str(schema.object(plural).label_plural))
    go = MenuItem(gettext("Show the records"), records_url(plural, values["id"]), "table")
    return (
        Panel(
            label,
            figure=number_text(count, locale=visit.locale),
            text="" if count else str(HOW),
            actions=(go,) if count else (),
        ),
    )
