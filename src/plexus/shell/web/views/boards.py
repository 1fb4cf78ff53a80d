"""A board of any object by any choice or reference: lanes with counts and subtotals, cards with the view's columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, cast
from uuid import UUID

from django.http import HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext

from plexus.kernel.access.rights import Verb, level, may_write
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing, reading
from plexus.kernel.records.queries import groups
from plexus.kernel.records.queries.figures import Group
from plexus.kernel.records.refusals import NotAllowed, NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.values import numerals
from plexus.shell.components.boards import BoardColumn, BoardPage, Card
from plexus.shell.components.formats import number_text
from plexus.shell.components.marks import Face
from plexus.shell.components.menus import MenuItem
from plexus.shell.web import asking, rows, then
from plexus.shell.web.addresses import filter_address, query_with
from plexus.shell.web.forms import naming
from plexus.shell.web.lists import columns, listing
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.presenting.references import url_of
from plexus.shell.web.views import bar, figures, grouped, keys, showing, tables
from plexus.shell.web.views.showing import Shown
from plexus.shell.web.visit import Visit, say

CARDS = 20
LANES = 30
FACTS = 3
Values = Mapping[str, Any]


def page(visit: Visit, about: Object, one: Shown) -> BoardPage:
    """Lanes side by side, each with its first cards."""
    lanes = _lanes(visit, about, one)
    values = [each.keys[0] for each in lanes]
    first = groups.first_rows(grouped.grouping(visit, about, one), values, grouped.fields(one), one.asked.sort, CARDS)
    rows.name_references(visit, about, one.kept.names, [row for each in first for row in each])
    view = bar.view_bar(visit, about, one)
    return BoardPage(
        title=capfirst(str(about.label_plural)),
        columns=_columns(visit, about, one, lanes, first),
        move_url=_move_url(visit, about, one),
        count=number_text(sum(each.count for each in lanes), locale=visit.locale),
        tabs=bar.tabs(visit, about, one),
        new_tab_url=view.save_as_url,
        bar=view,
        chips=asking.chips(visit, about, one.asked),
        filter_url=filter_address(visit, about.plural, "new", text=bar.document_text(one)),
        sort=listing.sort(about, one.asked),
        orders=listing.orders(tables.heads(visit, about, one)),
        choices=columns.choices(visit, about, one.kept),
        columns_url=tables.columns_url(about, one),
        menu=listing.menu(visit, about, asking.query_of(one.asked), one.kept.names),
        buttons=listing.buttons(visit, about),
    )


def _move_url(visit: Visit, about: Object, one: Shown) -> str:
    """Where moves go; nowhere when the person may not write the field, and then cards stay where they are."""
    if one.by is None or not level(visit.actor, about, Verb.UPDATE) or not may_write(visit.actor, about, one.by):
        return ""
    return f"/{about.plural}/lanes/move{query_with(visit, layout=one.layout.value, by=one.by.name, cursor='')}"


def _lanes(visit: Visit, about: Object, one: Shown) -> list[Group]:
    """A lane for each choice, or each record of a short list, and for whatever else occurs; empty ones too."""
    asked = grouped.grouping(visit, about, one)
    by = asked.by.field
    heads = groups.heads(asked, figures.measures(about, one)).groups
    found = {keys.plain(each.keys[0]): each for each in heads}
    lanes = [found.pop(keys.plain(value), Group((value,))) for value in _standing(visit, by)]
    lanes += [each for value, each in found.items() if value is not None]
    if None in found or (not by.required and not by.choices):
        lanes.append(found.get(None) or Group((None,)))
    return lanes if len(lanes) <= LANES else _largest(lanes)


def _largest(lanes: list[Group]) -> list[Group]:
    """The lanes that hold most, in the order they have."""
    kept = {id(each) for each in sorted(lanes, key=lambda each: -each.count)[:LANES]}
    return [each for each in lanes if id(each) in kept]


def _standing(visit: Visit, by: Field) -> list[Any]:
    """The values whose lanes stand whether or not there is anything in them."""
    if by.choices:
        return [each.key for each in by.offered]
    target = registry.of(visit.actor.workspace_id).object(by.target or "")
    if not target.described.administered or by.target == "people":
        return []
    title = target.described.title
    asked = reading.Asked(fields=("id", title), sort=",".join(target.described.sort), limit=LANES, counted=False)
    page = reading.read_page(visit.actor, target, asked)
    return [{"id": row["id"], "name": reading.title_text(row[title])} for row in page.rows]


def _columns(
    visit: Visit, about: Object, one: Shown, lanes: Sequence[Group], first: Sequence[Sequence[Values]]
) -> tuple[BoardColumn, ...]:
    largest = max((each.count for each in lanes), default=0) or 1
    return tuple(
        _column(visit, about, one, each, number, largest, first[number] if first else ())
        for number, each in enumerate(lanes)
    )


def _column(
    visit: Visit, about: Object, one: Shown, lane: Group, number: int, largest: int, held: Sequence[Values]
) -> BoardColumn:
    by = cast("Field", one.by)
    (value,) = lane.keys
    more = lane.count - len(held)
    words = gettext("%(count)s more") % {"count": number_text(more, locale=visit.locale)}
    return BoardColumn(
        id=keys.written(value),
        label=keys.label(visit, value, by),
        cards=tuple(_card(visit, about, one, values) for values in held),
        count=number_text(lane.count, locale=visit.locale),
        total=figures.short(visit, lane, figures.measures(about, one)),
        share=lane.count * 100 // largest,
        colour=cast("Literal[1, 2, 3, 4, 5, 6]", number % 6 + 1),
        more=MenuItem(words, keys.address(visit, about, one, value)) if more > 0 else None,
    )


def _card(visit: Visit, about: Object, one: Shown, values: Values) -> Card:
    """A card: the title, the amount beside what it is about, its owner, and the other columns in short."""
    shown = [about.fields[name] for name in one.kept.names[1:] if one.by is None or name != one.by.name]
    money = next((each for each in shown if each.type.key == "money"), None)
    owner = values.get("owner") if any(each.name == "owner" for each in shown) else None
    told = [_fact(visit, each, values) for each in shown if each is not money and each.name != "owner"]
    filled = [each for each in told if each[1]]
    return Card(
        id=str(values["id"]),
        title=reading.title_text(values.get(about.described.title)) or "—",
        url=(url_of(about.plural, values["id"]) or f"/settings/people/{values['id']}") + then.carried(visit),
        amount=_text(visit, money, values) if money else "",
        amount_label=str(money.label) if money else "",
        beside=filled[0][1] if filled else "",
        beside_label=filled[0][0] if filled else "",
        beside_exact=filled[0][2] if filled else "",
        beside_icon="",
        facts=tuple(filled[1 : FACTS + 1]),
        face=Face(owner["name"] or "?", size="s") if owner else None,
        version=values["version"],
    )


def _fact(visit: Visit, one: Field, values: Values) -> tuple[str, str, str]:
    """A value with the name of its field, in words and as exact as it is kept."""
    exact = presenter_of(one).exact(values[one.name], one, visit)
    return str(one.label), _text(visit, one, values), exact


def _text(visit: Visit, one: Field, values: Values) -> str:
    return presenter_of(one).text(values[one.name], one, visit)


def move(visit: Visit, objects: str) -> HttpResponse:
    """POST /{objects}/lanes/move?by=…: put a record into another lane; answers the heads of the lanes."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    one = showing.shown(visit, about)
    if one.by is None or not may_write(visit.actor, about, one.by):
        raise NotAllowed
    form = visit.http.POST
    try:
        record_id = UUID(form.get("card", ""))
    except ValueError as error:
        raise NotFound from error
    key, version = keys.read(form.get("lane", ""), one.by), form.get("version", "")
    with naming.naming(visit, about), causing(actor=visit.actor, action=f"{objects}.move") as cause_id:
        changing.update(
            actor=visit.actor, about=about, record_id=record_id, now=visit.now,
            values={one.by.name: str(key) if isinstance(key, UUID) else key},
            version=numerals.whole(version),
        )  # fmt: skip
    lanes = _columns(visit, about, one, _lanes(visit, about, one), ())
    response = visit.show("shell/components/lane_update.html", lanes=lanes)
    return say(response, gettext("Moved."), undo=f"/causes/{cause_id}/undo")
