"""A filter as part of a form: what it says, and the dialog of lists in which it is built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import orjson
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from plexus.kernel.query import FilterInvalid, check, describe, parse
from plexus.kernel.records.fetching import naming
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.components.forms import Control
from plexus.shell.web.visit import Visit

# The forms that have a filter, by the word in the address of the dialog, each with where theirs is asked for.
INTO = {"webhook": "settings-webhook-filter"}


def control(
    visit: Visit, into: str, about: Object | None, document: Any, *, text: str = "", errors: tuple[str, ...] = (),
    hint: str = "",
) -> Control:  # fmt: skip
    """The filter as it stands in a form; `text` is one that could not be read."""
    written = orjson.dumps(document).decode() if document else text
    told = _told(visit, about, document) if document else ""
    return Control(
        "filter", gettext("Filter"), kind="filter", value=written, told=told,
        suggest_url=reverse(INTO[into]), errors=errors, hint=hint, wide=True,
    )  # fmt: skip


def _told(visit: Visit, about: Object | None, document: Any) -> str:
    try:
        checked = check(parse(document), about, visit.actor) if about else None
    except FilterInvalid:
        checked = None
    if checked is None:
        return gettext("This filter does not fit what is chosen above.")
    return describe(checked, lambda plural, ids: titles(visit, plural, ids))


def titles(visit: Visit, plural: str, ids: frozenset[UUID]) -> Mapping[UUID, str]:
    """The names of the records that a filter names."""
    return naming.titles(visit.actor, registry.of(visit.actor.workspace_id).object(plural), ids)


def dialog(into: str, about: Object, text: str) -> HttpResponse:
    """The way to the dialog that builds the filter of a form."""
    asked = {"into": into, **({"filter": text} if text else {"at": "new"})}
    return HttpResponseRedirect(f"/{about.plural}/filter?{urlencode(asked)}")


def built(visit: Visit, into: str, about: Object, document: Any) -> HttpResponse:
    """The answer to the dialog: it closes, and what was built stands in the form."""
    shown = control(visit, into, about, document)
    response = visit.show("shell/controls/filter.html", control=shown, swapped=True)
    response["HX-Reswap"] = "none"
    response["HX-Trigger-After-Settle"] = "close-dialog"
    return response
