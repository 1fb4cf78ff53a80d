"""The part of a field's form that says how it is reckoned, and what comes of it for some records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from plexus.kernel.schema.models import FieldDefinition
from plexus.kernel.schema.reckoning import FORMULA, WAYS
from plexus.kernel.values import numerals
from plexus.shell.administration.queries import reckoned
from plexus.shell.components.filters import Group
from plexus.shell.components.forms import Control
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.settings.objects import formulas, kinds, rolling
from plexus.shell.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Shown:
    """A record with the value that it would show."""

    title: str
    value: str


@dataclass(frozen=True, slots=True)
class ReckonedForm:
    """What is asked about a formula or a roll-up, and what it says so far.

    `told` is the sentence about it, an error when `wrong`; `marked` shows the error's place. `rows` are those of the
    filter, `kept` the text of a filter that rows cannot show.
    """

    asked: tuple[Control, ...]
    told: str
    wrong: bool
    expression: Control | None = None
    readable: tuple[formulas.ReadableGroup, ...] = ()
    functions: tuple[tuple[str, Any], ...] = ()
    marked: formulas.Marked | None = None
    list: str = ""
    rows: Group | None = None
    kept: str = ""
    samples: tuple[Shown, ...] = ()


def typed(form: QueryDict, request: PageRequest, kind: str, plural: str) -> dict[str, Any]:
    """The options that a form sent."""
    if kind != FORMULA:
        return rolling.typed(form, request.actor, plural)
    found: dict[str, Any] = {"expression": form.get("expression", "").strip()}
    if (places := numerals.whole(str(form.get("places", "")))) is not None:
        found["places"] = places
    return found | ({"shown_as": "percent"} if form.get("shown_as") == "percent" else {})


def form_of(
    request: PageRequest, plural: str, values: Mapping[str, Any], held: FieldDefinition | None
) -> ReckonedForm | None:
    """The part of the form for these values; none for a field that is entered."""
    if values.get("type") not in WAYS:
        return None
    options = dict(values.get("options") or {})
    if values["type"] != FORMULA and not options:
        options = rolling.typed(QueryDict(), request.actor, plural)
    visit = Visit(request.actor, timezone.now(), request)
    found = reckoned.written(request.actor, plural, {**values, "options": options}, held)
    told = _told(found, begun=bool(options.get("expression") or options.get("list")))
    common = {"told": told, "wrong": found.error is not None, "samples": _samples(found, visit)}
    if values["type"] == FORMULA:
        return _formula(request, plural, options, found, held, common)
    return _roll_up(visit, request, plural, options, common)


def _formula(
    request: PageRequest,
    plural: str,
    options: Mapping[str, Any],
    found: reckoned.Written,
    held: FieldDefinition | None,
    common: Mapping[str, Any],
) -> ReckonedForm:
    place = found.error.params.get("place") if found.error else None
    return ReckonedForm(
        asked=(kinds.number("places", _("Decimals"), options, "2"), formulas.shown_as(options)),
        expression=formulas.expression(options),
        readable=formulas.readable(request.actor, plural, held.name if held else ""),
        functions=formulas.FUNCTIONS,
        marked=formulas.marked(str(options.get("expression") or ""), place) if place else None,
        **common,
    )


def _roll_up(
    visit: Visit, request: PageRequest, plural: str, options: Mapping[str, Any], common: Mapping[str, Any]
) -> ReckonedForm:
    asked = rolling.controls(request.actor, plural, options)
    if options.get("function") == "avg":
        asked = (*asked, kinds.number("places", _("Decimals"), options, "2"))
    posted = request.POST if request.method == "POST" else None
    drawn = rolling.rows(visit, plural, options, posted)
    name, rows = drawn or ("", None)
    kept = orjson.dumps(options["where"]).decode() if drawn and rows is None else ""
    return ReckonedForm(asked=asked, list=name, rows=rows, kept=kept, **common)


def _told(found: reckoned.Written, *, begun: bool) -> str:
    if found.error is not None:
        return found.error.sentence(_) if begun else ""
    kind = kinds.words_of(found.field.type.key) if found.field else ""
    return _("This gives: %(kind)s.") % {"kind": kind}


def _samples(found: reckoned.Written, visit: Visit) -> tuple[Shown, ...]:
    if found.field is None:
        return ()
    one, presenter = found.field, presenter_of(found.field)
    return tuple(Shown(each.title, presenter.text(each.value, one, visit) or "–") for each in found.samples)
