"""Values in one form: phone numbers, addresses, names. What cannot be read stays as it was typed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plexus.kernel.access.rights import may_write
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.preparing import assigning
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import ADDRESS, Object
from plexus.kernel.schema.standard_rules import has_form
from plexus.kernel.values import emails, links, names, phones, places, texts
from plexus.kernel.values.refusals import Refusal

Write = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose value would be, or was, put into its one form."""

    field: Field
    before: str
    after: str


def formable(actor: Actor, about: Object) -> tuple[Field, ...]:
    """The fields with a form of their own that an actor may write; of addresses and numbers the list, not its first."""
    return tuple(each for each in about.fields.values() if _is_formable(actor, about, each))


def _is_formable(actor: Actor, about: Object, one: Field) -> bool:
    return has_form(one) and not one.alias_of and may_write(actor, about, one)


def keep(actor: Actor, about: Object, row: Any, changed: Collection[str]) -> frozenset[str]:
    """Put what was just written into one form, as far as the standard says so; gives the columns it changed."""
    wanted = about.standard.normalised
    if not wanted or not changed:
        return frozenset()
    names_ = {about.fields[name].alias_of or name for name in wanted if name in about.fields}
    written = [one for name, one in about.fields.items() if name in names_ and _was_written(one, changed)]
    return put_right(actor, about, row, written)


def _was_written(one: Field, changed: Collection[str]) -> bool:
    return one.name in changed or one.column in changed or (one.custom and "custom" in changed)


def put_right(actor: Actor, about: Object, row: Any, fields: Collection[Field]) -> frozenset[str]:
    """Put the values of some fields into one form; gives the columns that became different."""
    allowed = [one for one in fields if _is_formable(actor, about, one)]
    values = {one.name: made for one in allowed if (made := _formed(actor, about, row, one)) is not None}
    if any(one.name in about.described.address for one in allowed):
        values |= _placed(actor, about, row, values)
    changed = assigning.assign(about, row, {name: value for name, value in values.items() if _fits(about, name, value)})
    return frozenset("custom" if about.fields[name].custom else about.fields[name].column for name in changed)


def differences(actor: Actor, about: Object, row: Any, fields: Collection[Field]) -> Iterator[Difference]:
    """What putting the values of some fields right would change; the row in memory is changed by it."""
    shown = [one for one in about.fields.values() if not one.alias_of and may_write(actor, about, one)]
    before = {one.name: _told(_held(row, one)) for one in shown}
    put_right(actor, about, row, fields)
    for one in shown:
        if (after := _told(_held(row, one))) != before[one.name]:
            yield Difference(one, before[one.name], after)


def _held(row: Any, one: Field) -> Any:
    return row.custom.get(one.name) if one.custom else getattr(row, one.column)


def _told(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(str(each.get("value", "") if isinstance(each, dict) else each) for each in value)
    return "" if value is None else str(value)


def _formed(actor: Actor, about: Object, row: Any, one: Field) -> Any:
    """The value in its form; nothing where there is none, or it cannot be read."""
    held, write = _held(row, one), _writer(actor, about, one)
    if not held:
        return None
    if isinstance(held, list):
        points = [{**each, "value": _or_as_it_is(write, str(each["value"]))} for each in held]
        return one.type.parse(points, one)
    return _or_as_it_is(write, str(held))


def _writer(actor: Actor, about: Object, one: Field) -> Write:
    if one.name in about.described.persons:
        return names.written
    return {
        "phone": lambda text: phones.written(text, region=actor.country),
        "email": emails.written,
        "url": links.written,
    }.get(one.type.key.removesuffix("s"), texts.written)


def _or_as_it_is(write: Write, text: str) -> str:
    try:
        return write(text)
    except Refusal:
        return text


def _placed(actor: Actor, about: Object, row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the address with each part in its place; none where the actor may not write one of them."""
    fields = dict(zip(ADDRESS, (about.fields[name] for name in about.described.address), strict=True))
    if not all(may_write(actor, about, one) for one in fields.values()):
        return {}
    held = {part: str(values.get(one.name) or _held(row, one) or "") for part, one in fields.items()}
    found = places.written(places.Place(**held), home=actor.country)
    return {one.name: made for part, one in fields.items() if (made := getattr(found, part)) != _held(row, one)}


def _fits(about: Object, name: str, value: Any) -> bool:
    """Whether a form finds room where the text that was typed did."""
    most = about.fields[name].max_length
    return not isinstance(value, str) or most is None or len(value) <= most
