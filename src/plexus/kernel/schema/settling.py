"""Reckoned fields become whole: each after those that it reads, none that reads itself, none that costs too much."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.reckoning import DEPTH, WEIGHT, Pending
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _

# Makes the field out of its definition: given the field, its object, and the schema with what is whole so far.
Maker = Callable[[Field, Object, Any], Field]
Broken = Mapping[tuple[str, str], Refusal]
_makers: dict[str, Maker] = {}


class Circular(Refusal):
    """A field would be reckoned out of itself."""

    message = _("This would be calculated from itself: %(path)s.")
    begins = ("", "")


class TooDeep(Refusal):
    """Formulas read formulas that read formulas, too many of them."""

    message = _("This reads formulas that read formulas, more than %(most)d deep. Write one of them out.")


class TooHeavy(Refusal):
    """A value would ask too much of the database."""

    message = _("One value of this would take %(weight)d lookups in other records, and at most %(most)d do.")


def made_by(way: str, maker: Maker) -> None:
    """Say how fields of a way of reckoning are made; called while apps load."""
    _makers[way] = maker


def settle(schema: Any) -> Broken:
    """Make every reckoned field of a new schema whole; gives those that cannot be, which are no fields then."""
    waiting = {each.plural: each for each in schema if any(_is_pending(one) for one in each.fields.values())}
    if not waiting:
        return {}
    settler = _Settler(schema)
    for about in waiting.values():
        _put(about, _Settling(about, settler))
    for about in waiting.values():
        for name in list(about.fields):
            about.fields.get(name)
    for about in waiting.values():
        _put(about, dict(about.fields.items()))
    return settler.broken


def _is_pending(one: Field) -> bool:
    return isinstance(one.reckoning, Pending)


def _put(about: Object, fields: Mapping[str, Field]) -> None:
    """The fields in place, for what is checked meanwhile names this very object."""
    object.__setattr__(about, "fields", fields)


class _Settling(dict[str, Field]):
    """The fields of an object, of which each is made whole as soon as it is asked for."""

    def __init__(self, about: Object, settler: _Settler) -> None:
        super().__init__(about.fields)
        self._about, self._settler = about, settler

    def get(self, name: str, default: Any = None) -> Any:
        """The whole field; the default where it cannot be made whole."""
        found = super().get(name)
        if found is None or not _is_pending(found):
            return found or default
        made = self._settler.made(self._about, found)
        if made is None:
            self.pop(name, None)
            return default
        self[name] = made
        return made


class _Settler:
    """Makes one field after the other, and knows which are being made."""

    def __init__(self, schema: Any) -> None:
        self.schema = schema
        self.making: list[tuple[str, str]] = []
        self.broken: dict[tuple[str, str], Refusal] = {}

    def made(self, about: Object, one: Field) -> Field | None:
        """The whole field, none when it cannot be; raises `Circular` while it is being made already."""
        key = (about.plural, one.name)
        if key in self.making:
            raise self._circle(key)
        self.making.append(key)
        try:
            return _bounded(_makers[cast("Pending", one.reckoning).way](one, about, self.schema))
        except Refusal as refusal:
            self.broken[key] = refusal
            if isinstance(refusal, Circular) and key != refusal.begins:
                raise
            return None
        finally:
            self.making.pop()

    def _circle(self, key: tuple[str, str]) -> Circular:
        round_about = [*self.making[self.making.index(key) :], key]
        labels = (self.schema.object(plural).fields[name].label for plural, name in round_about)
        refusal = Circular(path=" → ".join(f"“{label}”" for label in labels))
        refusal.begins = key
        return refusal


def _bounded(one: Field) -> Field:
    reckoning = one.reckoning
    if reckoning is not None and reckoning.depth > DEPTH:
        raise TooDeep(most=DEPTH)
    if reckoning is not None and reckoning.weight > WEIGHT:
        raise TooHeavy(weight=reckoning.weight, most=WEIGHT)
    return one
