"""The dialog that builds a condition by hand: field, operator, value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import orjson
from django.http import HttpResponse, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.query import filtering
from plexus.kernel.query.refusals import FilterInvalid
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.shell.components.feedback import Notice
from plexus.shell.components.forms import Control, FieldGroup, FormPage, Option
from plexus.shell.web import asking
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.visit import Visit

OPERATORS: Mapping[str, str | Promise] = {
    "eq": gettext_lazy("is"), "ne": gettext_lazy("is not"), "contains": gettext_lazy("contains"),
    "not_contains": gettext_lazy("does not contain"), "starts_with": gettext_lazy("starts with"),
    "lt": gettext_lazy("is less than"), "lte": gettext_lazy("is at most"), "gt": gettext_lazy("is more than"),
    "gte": gettext_lazy("is at least"), "empty": gettext_lazy("is empty"), "not_empty": gettext_lazy("is not empty"),
}  # fmt: skip
RELATIVE: Mapping[str, str | Promise] = {
    "today": gettext_lazy("today"), "yesterday": gettext_lazy("yesterday"), "this_week": gettext_lazy("this week"),
    "last_week": gettext_lazy("last week"), "next_7_days": gettext_lazy("in the next 7 days"),
    "last_7_days": gettext_lazy("in the last 7 days"), "last_30_days": gettext_lazy("in the last 30 days"),
    "this_month": gettext_lazy("this month"), "last_month": gettext_lazy("last month"),
    "this_quarter": gettext_lazy("this quarter"), "this_year": gettext_lazy("this year"),
    "last_year": gettext_lazy("last year"),
}  # fmt: skip
DATED = frozenset({"date", "date_time"})
NOT_OFFERED = frozenset({"references", "id"})


def ask(visit: Visit, objects: str) -> HttpResponse:
    """GET /{objects}/filter: first the field, then its operator and value."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    return _dialog(visit, about, visit.http.GET.get("field", ""))


def _dialog(visit: Visit, about: Object, name: str, refusal: Refusal | None = None) -> HttpResponse:
    known = readable_fields(visit.actor, about)
    one = known.get(name)
    controls = (_field_control(known),) if one is None else _condition_controls(visit, one)
    notice = (
        Notice(refusal.sentence(gettext), tone="bad", points=tuple(each.sentence(gettext) for each in refusal.fields))
        if refusal
        else None
    )
    hidden = (("list", _list_address(visit)),) + ((("field", name),) if one is not None else ())
    label = gettext("Next") if one is None else gettext("Filter")
    page = FormPage(
        gettext("Filter"), visit.http.path, (FieldGroup("", controls),), label, notice=notice, hidden=hidden
    )
    return visit.show("shell/components/dialog_form.html", 422 if refusal else 200, page=page)


def _list_address(visit: Visit) -> str:
    if visit.http.method == "POST":
        return visit.http.POST.get("list", "")
    return urlencode([(name, value) for name, value in visit.http.GET.items() if name not in {"field", "cursor"}])


def _field_control(known: Mapping[str, Field]) -> Control:
    options = tuple(Option(name, str(each.label)) for name, each in known.items() if each.type.key not in NOT_OFFERED)
    return Control("field", gettext("Field"), kind="select", options=options, autofocus=True)


def _condition_controls(visit: Visit, one: Field) -> tuple[Control, ...]:
    operators = tuple(Option(key, str(label)) for key, label in OPERATORS.items() if key in one.type.operators)
    operator = Control("op", str(one.label), kind="select", options=operators)
    if one.type.key in DATED:
        words = (Option("", gettext("a day")), *(Option(key, str(label)) for key, label in RELATIVE.items()))
        day = Control("value", gettext("Day"), type="date")
        return operator, Control("relative", gettext("When"), kind="select", options=words), day
    value = presenter_of(one).control(None, one, visit)
    if one.target == "people":
        me = (Option("__me__", gettext("me")), Option("__team__", gettext("my team")))
        return operator, Control(one.name, gettext("Value"), kind="select", options=me + value.options)
    return operator, value


def apply(visit: Visit, objects: str) -> HttpResponse:
    """POST /{objects}/filter: the list with one more condition; a condition that does not fit comes back."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    form = visit.http.POST
    one = readable_fields(visit.actor, about).get(form.get("field", ""))
    if one is None or "op" not in form:
        return _dialog(visit, about, form.get("field", ""))
    part = {"field": one.name, "op": form["op"]} | _value(visit, one)
    try:
        filtering.from_document(part, about=about, actor=visit.actor, now=visit.now)
    except FilterInvalid as refusal:
        return _dialog(visit, about, one.name, refusal)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = f"/{objects}?{_with(form.get('list', ''), part)}"
    return response


def _value(visit: Visit, one: Field) -> dict[str, Any]:
    form = visit.http.POST
    if form["op"] in {"empty", "not_empty"}:
        return {}
    if form.get("relative"):
        return {"value": {"relative": form["relative"]}}
    text = form.get("value" if one.type.key in DATED else one.name, "").strip()
    words = {"__me__": {"me": True}, "__team__": {"my_team": True}}
    if one.type.key == "yes_no":
        return {"value": form.get(one.name) == "true"}
    return {"value": words.get(text, text)}


def _with(address: str, part: dict[str, Any]) -> str:
    """The list's query string with a condition added to its filter."""
    query = QueryDict(address, mutable=True)
    held = asking.list_query(query).document
    query["filter"] = orjson.dumps({"and": [*asking.parts_of(held), part]}).decode()
    return query.urlencode()
