"""Whether the parts of a view fit its object, as whoever writes them knows the object."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol
from uuid import UUID

from plexus.kernel.access.rights import Verb, level, readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query import check, read
from plexus.kernel.query.sorting import sort_keys
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values import numerals
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.kernel.views import fitness

REQUIRED = _("This is required.")
NO_OBJECT = _("There is no object “%(name)s”.")
NO_FIELD = _("There is no field “%(field)s”.")
UNFIT = _("“%(field)s” is not a field for this.")
UNFIT_MEASURE = _("“%(measure)s” is not a subtotal. Write it like “sum:amount”; there are sum and mean.")


class Kept(Protocol):
    """What is asked of a view."""

    workspace_id: UUID
    object: str
    filter: str
    sort: str
    columns: list[str]
    measures: list[str]


Check = Callable[[Kept, Object, Actor], Iterator[FieldError]]


def faults(actor: Actor, view: Kept, changed: frozenset[str]) -> Iterator[FieldError]:
    """What does not fit, of the parts that changed; a field that the actor may not see is as good as unknown.

    What did not change is not looked at: what the schema has lost since does not keep a view from being renamed.
    """
    if not changed & PARTS.keys():
        return
    about = registry.of(view.workspace_id).objects.get(view.object)
    if about is None or not level(actor, about, Verb.READ):
        yield FieldError("object", "unknown_object", NO_OBJECT, {"name": view.object})
        return
    for name, find in PARTS.items():
        if name in changed or "object" in changed:
            yield from find(view, about, actor)


def _filter(view: Kept, about: Object, actor: Actor) -> Iterator[FieldError]:
    try:
        check(read(view.filter or "{}"), about, actor)
    except Refusal as refusal:
        yield from (FieldError("filter", each.code, each.message, each.params) for each in refusal.fields)


def _sort(view: Kept, about: Object, actor: Actor) -> Iterator[FieldError]:
    try:
        sort_keys(about, actor, view.sort)
    except Refusal as refusal:
        yield from (FieldError("sort", each.code, each.message, each.params) for each in refusal.fields)


def _columns(view: Kept, about: Object, actor: Actor) -> Iterator[FieldError]:
    known = readable_fields(actor, about)
    for each in view.columns:
        name, _colon, width = each.partition(":")
        if name not in known or (width and numerals.whole(width) is None):
            yield FieldError("columns", "unknown_field", NO_FIELD, {"field": each})


def _measures(view: Kept, about: Object, actor: Actor) -> Iterator[FieldError]:
    known = readable_fields(actor, about)
    for each in view.measures:
        if fitness.measure_of(each, known) is None:
            yield FieldError("measures", "unfit", UNFIT_MEASURE, {"measure": each})


def _by(name: str, fits: fitness.Fits) -> Check:
    def find(view: Kept, about: Object, actor: Actor) -> Iterator[FieldError]:
        wanted, known = getattr(view, name), readable_fields(actor, about)
        if wanted and not (wanted in known and fits(known[wanted])):
            yield FieldError(name, "unfit", UNFIT, {"field": wanted})

    return find


PARTS: Mapping[str, Check] = {
    "object": lambda view, about, actor: iter(()),
    "filter": _filter,
    "sort": _sort,
    "columns": _columns,
    "measures": _measures,
    "group_by": _by("group_by", fitness.groups),
    "board_by": _by("board_by", fitness.lanes),
    "date_by": _by("date_by", fitness.days),
}
