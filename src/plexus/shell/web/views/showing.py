"""Which view a list shows: the one in the address, else the person's first, else the role's, else everything."""

from __future__ import annotations

from dataclasses import dataclass

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actions import preferences
from plexus.kernel.records.grouping.asked import Measure
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.views import fitness
from plexus.kernel.views.models import Layout, View
from plexus.kernel.views.opening import Opened, opened
from plexus.kernel.views.queries.offered import offered, opens_first
from plexus.shell.web import asking
from plexus.shell.web.lists import columns
from plexus.shell.web.visit import Visit

EVERYTHING = "all"
BY = {Layout.GROUPED: "group_by", Layout.BOARD: "board_by", Layout.CALENDAR: "date_by"}
FITS = {Layout.GROUPED: fitness.groups, Layout.BOARD: fitness.lanes, Layout.CALENDAR: fitness.days}
NEVER_FIRST = frozenset({"created_by", "updated_by", "team", "id", "version", "external_id"})


@dataclass(frozen=True)
class Shown:
    """A list as it is shown. `asked` holds what is in force: of the address, else of the view."""

    asked: asking.ListQuery
    given: asking.ListQuery
    view: View | None
    opened: Opened
    offered: tuple[View, ...]
    layout: Layout
    by: Field | None
    measures: tuple[Measure, ...]
    kept: columns.Chosen

    @property
    def gone(self) -> bool:
        """Whether the address names a view that is not, or not any more, the reader's."""
        return self.given.saved is not None and self.view is None


def first_view(visit: Visit, about: Object, views: tuple[View, ...]) -> str:
    """The id of the view with which the list opens, `all` where the person wants that, empty where nobody chose."""
    ids = {str(each.pk): each for each in views}
    mine = preferences.first_of(visit.preferences, actor=visit.actor, objects=about.plural)
    if mine == EVERYTHING or mine in ids:
        return mine
    return next((key for key, each in ids.items() if opens_first(visit.actor, each)), "")


def shown(visit: Visit, about: Object, views: tuple[View, ...] | None = None) -> Shown:
    """What the address shows, the reader's view under it; one statement for the views."""
    given = asking.list_query(visit.http.GET)
    have = in_order(visit, about, offered(visit.actor, about) if views is None else views)
    view = next((each for each in have if str(each.pk) == given.view), None)
    under = opened(view, visit.actor, about) if view else Opened()
    asked = asking.under(given, under)
    layout, by = _layout(visit, about, given, under)
    known = readable_fields(visit.actor, about)
    named = under.measures if given.measures is None else tuple(filter(None, given.measures.split(",")))
    measures = tuple(each for each in (fitness.measure_of(name, known) for name in named) if each)
    kept = columns.chosen(visit, about, visit.preferences, under)
    return Shown(asked, given, view, under, have, layout, by, measures, kept)


def in_order(visit: Visit, about: Object, views: tuple[View, ...]) -> tuple[View, ...]:
    """The views in the order that the person gave them; new ones come after those."""
    wanted = preferences.order_of(visit.preferences, actor=visit.actor, objects=about.plural)
    places = {key: place for place, key in enumerate(wanted)}
    return tuple(sorted(views, key=lambda each: places.get(str(each.pk), len(places))))


def _layout(visit: Visit, about: Object, given: asking.ListQuery, under: Opened) -> tuple[Layout, Field | None]:
    """The layout in force with the field that makes it; a table where no field can."""
    wanted = given.layout or under.layout
    layout = Layout(wanted) if wanted in Layout.values else Layout.TABLE
    if layout is Layout.TABLE:
        return layout, None
    known = readable_fields(visit.actor, about)
    named = known.get(given.by or getattr(under, BY[layout]))
    if named is not None and FITS[layout](named):
        return layout, named
    usual = usual_field(visit, about, layout)
    return (layout, usual) if usual else (Layout.TABLE, None)


def fields_for(visit: Visit, about: Object, layout: Layout) -> tuple[Field, ...]:
    """The fields that are offered to make a layout: those of the list's columns, the company's own, then the rest.

    Of the product's texts and numbers only those of the columns.
    """
    known = readable_fields(visit.actor, about)
    own = (name for name, each in known.items() if each.custom)
    order = dict.fromkeys((*(name for name in about.described.columns if name in known), *own, *known))
    unlikely = {"id", "version", about.described.title}
    words = {each.name for each in known.values() if each.type.key in {"text", "integer"} and not each.custom}
    unlikely |= words - set(about.described.columns)
    return tuple(known[name] for name in order if name not in unlikely and FITS[layout](known[name]))


def usual_field(visit: Visit, about: Object, layout: Layout) -> Field | None:
    """The field that makes a layout when none was named: a choice before all else."""
    offered_ = [each for each in fields_for(visit, about, layout) if each.name not in NEVER_FIRST]
    return min(offered_, key=lambda each: each.type.key not in {"choice", "date"}, default=None)
