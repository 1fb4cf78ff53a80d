"""Making a roll-up in the settings: over which records, which figure of which field, and which of them count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from plexus.kernel.expressions.kinds import Kind, kind_of
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query import FilterInvalid, check, parse, rollups
from plexus.kernel.schema.field import Field
from plexus.kernel.values import numerals
from plexus.shell.administration.queries import reckoned
from plexus.shell.components.filters import Group
from plexus.shell.components.forms import Control
from plexus.shell.web.filters import drafts, drawing, faults, opening, posting, writing
from plexus.shell.web.presenting.numbers import CURRENCIES
from plexus.shell.web.settings.page import select
from plexus.shell.web.visit import Visit

VERBS = ("add", "group", "off")


def typed(form: QueryDict, actor: Actor, plural: str) -> dict[str, Any]:
    """The options that a form sent; what does not fit the chosen list or function is left out."""
    chosen = _list(actor, plural, form.get("list", ""))
    if chosen is None:
        return {}
    function = form.get("function", "count")
    found: dict[str, Any] = {"list": chosen.name, "function": function}
    fields = {each.name: each for each in reckoned.figure_fields(chosen.child, function)}
    if fields:
        found["field"] = form.get("field") if form.get("field") in fields else next(iter(fields))
    if function == "latest" and form.get("by") in {each.name for each in reckoned.orders(chosen.child)}:
        found["by"] = form.get("by")
    if _is_money(fields.get(found.get("field", ""))):
        found["currency"] = form.get("currency", actor.currency)
    if (places := numerals.whole(str(form.get("places", "")))) is not None:
        found["places"] = places
    where = _kept(form, chosen) or writing.document(_draft(form, actor, chosen))
    return found | ({"where": where} if where else {})


def _list(actor: Actor, plural: str, name: str) -> reckoned.List | None:
    """The list of this name, else the first that there is."""
    lists = reckoned.lists(actor, plural)
    return next((each for each in lists if each.name == name), lists[0] if lists else None)


def _kept(form: QueryDict, chosen: reckoned.List) -> dict[str, Any]:
    """A filter that rows cannot show, as it was."""
    if form.get("list_was") != chosen.name:
        return {}
    try:
        found = orjson.loads(form.get("where_kept", "{}"))
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _is_money(one: Field | None) -> bool:
    return one is not None and kind_of(one) is Kind.MONEY


def _draft(form: QueryDict, actor: Actor, chosen: reckoned.List) -> drafts.Group:
    """The filter as its rows stand; none for a list that was just chosen."""
    if form.get("list_was", chosen.name) != chosen.name:
        return drafts.Group()
    draft = posting.read(form, chosen.child, actor)
    verb, _colon, key = form.get("do", "").partition(":")
    return drafts.changed(draft, verb, key)[0] if verb in VERBS else draft


def controls(actor: Actor, plural: str, options: Mapping[str, Any]) -> tuple[Control, ...]:
    """What is asked of a roll-up beside its filter."""
    chosen = _list(actor, plural, str(options.get("list") or ""))
    if chosen is None:
        return ()
    lists = [(each.name, _called(each)) for each in reckoned.lists(actor, plural)]
    function = str(options.get("function") or "count")
    asked = [
        select("list", _("Related records"), lists, chosen.name),
        select("function", _("What is calculated"), list(rollups.FUNCTIONS.items()), function),
    ]
    fields = reckoned.figure_fields(chosen.child, function)
    of = next((each for each in fields if each.name == options.get("field")), fields[0] if fields else None)
    if of is not None:
        asked.append(select("field", _("Of the field"), [(each.name, each.label) for each in fields], of.name))
    if function == "latest":
        orders = [(each.name, each.label) for each in reckoned.orders(chosen.child)]
        asked.append(select("by", _("The latest by"), orders, str(options.get("by") or rollups.LATEST_BY)))
    if _is_money(of) and function != "latest":
        asked.append(_currency(actor, str(options.get("currency", actor.currency))))
    return tuple(asked)


def _currency(actor: Actor, chosen: str) -> Control:
    codes = dict.fromkeys((actor.currency, *CURRENCIES))
    several = ("", _("whichever it is; nothing where there are several"))
    hint = _("Amounts in other currencies are left out.") if chosen else ""
    return select("currency", _("Amounts in"), [*((code, code) for code in codes), several], chosen, hint=hint)


def _called(each: reckoned.List) -> str:
    plural = capfirst(str(each.child.label_plural))
    return f"{plural} · {each.reference.label}" if each.reference.type.key == "reference" else plural


def rows(
    visit: Visit, plural: str, options: Mapping[str, Any], form: QueryDict | None
) -> tuple[str, Group | None] | None:
    """The list's name, and the rows of the builder in which its filter stands; no rows where they cannot show it."""
    chosen = _list(visit.actor, plural, str(options.get("list") or ""))
    if chosen is None:
        return None
    focus = ""
    draft: drafts.Group | None
    if form is not None and _kept(form, chosen):
        draft = None
    elif form is not None:
        draft = _draft(form, visit.actor, chosen)
        verb, _colon, key = form.get("do", "").partition(":")
        focus = drafts.changed(posting.read(form, chosen.child, visit.actor), verb, key)[1] if verb in VERBS else ""
    else:
        draft = _opened(options.get("where") or {}, chosen, visit.actor)
    if draft is None:
        return chosen.name, None
    found = {
        each.key: (each.sentence,) for each in faults.faults(draft, chosen.child, visit.actor) if not each.unfinished
    }
    return chosen.name, drawing.group(visit, chosen.child, draft, drawing.Marks(found, focus))


def _opened(where: Mapping[str, Any], chosen: reckoned.List, actor: Actor) -> drafts.Group | None:
    try:
        return opening.opened(check(parse(where), chosen.child, actor), actor)
    except FilterInvalid:
        return None
