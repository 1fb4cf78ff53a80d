"""A calendar of any object by any day or moment: a month or a week; an entry moved to another day changes its date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Literal, cast
from uuid import UUID

from babel.dates import format_date, format_interval, format_skeleton, get_day_names
from django.http import HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext

from plexus.kernel.access.rights import Verb, level, may_write
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing, reading
from plexus.kernel.records.refusals import NotAllowed, NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.values import numerals
from plexus.kernel.views.queries import calendar
from plexus.shell.components.calendars import CalendarDay, CalendarEntry, CalendarPage
from plexus.shell.components.formats import number_text
from plexus.shell.components.menus import MenuItem
from plexus.shell.web import asking, rows, then
from plexus.shell.web.addresses import filter_address, query_with
from plexus.shell.web.forms import naming
from plexus.shell.web.lists import columns, listing
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.presenting.references import url_of
from plexus.shell.web.views import bar, keys, showing, tables
from plexus.shell.web.views.showing import Shown
from plexus.shell.web.visit import Visit, say

FIT: Mapping[str, int] = {"month": 3, "week": 20}
WEEK = timedelta(days=7)
Span = Literal["month", "week"]


def page(visit: Visit, about: Object, one: Shown) -> CalendarPage:
    """The month or the week of the day in the address, today's by default."""
    by = cast("Field", one.by)
    span: Span = "week" if visit.http.GET.get("span") == "week" else "month"
    day = _day(visit.http.GET.get("day", "")) or visit.today
    first, last = _bounds(day, span)
    condition = asking.condition(visit, about, one.asked)
    fields = tuple(dict.fromkeys(("id", "version", by.name, *one.kept.names)))
    asked = calendar.Span(first, last, visit.zone)
    found = calendar.days(visit.actor, about, condition, by, asked, fields, each_day=FIT[span])
    rows.name_references(visit, about, one.kept.names, [row for each in found.values() for row in each.rows])
    return _page(visit, about, one, day, span, found)


def _page(
    visit: Visit, about: Object, one: Shown, day: date, span: Span, found: Mapping[date, calendar.Day]
) -> CalendarPage:
    first, last = _bounds(day, span)
    view = bar.view_bar(visit, about, one)
    wanted = [first + timedelta(days=each) for each in range((last - first).days + 1)]
    movable = bool(level(visit.actor, about, Verb.UPDATE)) and may_write(visit.actor, about, cast("Field", one.by))
    return CalendarPage(
        title=capfirst(str(about.label_plural)),
        period=_period(visit, day, span, first, last),
        span=span,
        weekdays=tuple(_weekday(visit, each) for each in wanted[:7]),
        days=tuple(_one_day(visit, about, one, each, day, span, found.get(each)) for each in wanted),
        previous_url=query_with(visit, day=_moved(day, span, -1).isoformat()),
        next_url=query_with(visit, day=_moved(day, span, 1).isoformat()),
        today_url=query_with(visit, day=""),
        month_url=query_with(visit, span=""),
        week_url=query_with(visit, span="week"),
        move_url=f"/{about.plural}/days/move{query_with(visit, layout='calendar', by=cast('Field', one.by).name)}"
        if movable
        else "",
        count=number_text(sum(each.count for each in found.values()), locale=visit.locale),
        tabs=bar.tabs(visit, about, one),
        new_tab_url=view.save_as_url,
        bar=view,
        chips=asking.chips(visit, about, one.asked),
        filter_url=filter_address(visit, about.plural, "new", text=bar.document_text(one)),
        menu=listing.menu(visit, about, asking.query_of(one.asked), one.kept.names),
        buttons=listing.buttons(visit, about),
        choices=columns.choices(visit, about, one.kept),
        columns_url=tables.columns_url(about, one),
    )


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2200 else None


def _bounds(day: date, span: Span) -> tuple[date, date]:
    """From the first Monday shown to the last Sunday."""
    first = day if span == "week" else day.replace(day=1)
    start = first - timedelta(days=first.weekday())
    if span == "week":
        return start, start + timedelta(days=6)
    end = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return start, end + timedelta(days=6 - end.weekday())


def _moved(day: date, span: Span, by: int) -> date:
    if span == "week":
        return day + by * WEEK
    return (day.replace(day=1) + timedelta(days=32 if by > 0 else -1)).replace(day=1)


def _period(visit: Visit, day: date, span: Span, first: date, last: date) -> str:
    if span == "month":
        return str(format_skeleton("yMMMM", day, locale=visit.locale))
    return str(format_interval(first, last, "yMMMd", locale=visit.locale))


def _weekday(visit: Visit, day: date) -> str:
    return str(get_day_names("abbreviated", locale=visit.locale)[day.weekday()])


def _one_day(
    visit: Visit, about: Object, one: Shown, day: date, middle: date, span: Span, held: calendar.Day | None
) -> CalendarDay:
    held = held or calendar.Day(0, ())
    more = held.count - len(held.rows)
    return CalendarDay(
        id=day.isoformat(),
        number=str(day.day),
        name=format_date(day, "full", locale=visit.locale),
        entries=tuple(_entry(visit, about, one, each) for each in held.rows),
        count=number_text(held.count, locale=visit.locale) if held.count else "",
        more=MenuItem(f"+{number_text(more, locale=visit.locale)}", keys.address(visit, about, one, None, day=day))
        if more
        else None,
        today=day == visit.today,
        outside=span == "month" and day.month != middle.month,
    )


def _entry(visit: Visit, about: Object, one: Shown, values: Mapping[str, Any]) -> CalendarEntry:
    by = cast("Field", one.by)
    moment = values[by.name]
    shown = (about.fields[name] for name in one.kept.names[1:] if name != by.name)
    told = (presenter_of(each).text(values[each.name], each, visit) for each in shown)
    return CalendarEntry(
        id=str(values["id"]),
        title=reading.title_text(values.get(about.described.title)) or "—",
        url=(url_of(about.plural, values["id"]) or f"/settings/people/{values['id']}") + then.carried(visit),
        at=moment.astimezone(visit.zone).strftime("%H:%M") if isinstance(moment, datetime) else "",
        told=" · ".join([each for each in told if each][:3]),
        version=values["version"],
    )


def move(visit: Visit, objects: str) -> HttpResponse:
    """POST /{objects}/days/move?by=…: put a record on another day; a moment keeps its time of day."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    one = showing.shown(visit, about)
    form = visit.http.POST
    day = _day(form.get("day", ""))
    try:
        record_id = UUID(form.get("record", ""))
    except ValueError as error:
        raise NotFound from error
    if one.by is None or day is None or not may_write(visit.actor, about, one.by):
        raise NotAllowed
    held = reading.read_one(visit.actor, about, record_id, fields=(one.by.name,))[one.by.name]
    version = form.get("version", "")
    with naming.naming(visit, about), causing(actor=visit.actor, action=f"{objects}.move") as cause_id:
        changing.update(
            actor=visit.actor, about=about, record_id=record_id, now=visit.now,
            values={one.by.name: _on(day, held, visit).isoformat()},
            version=numerals.whole(version),
        )  # fmt: skip
    response = HttpResponse(status=204)
    return say(response, gettext("Moved."), undo=f"/causes/{cause_id}/undo", also={"changed": True})


def _on(day: date, held: Any, visit: Visit) -> date | datetime:
    if not isinstance(held, datetime):
        return day
    here = held.astimezone(visit.zone)
    return datetime.combine(day, here.time(), tzinfo=visit.zone)
