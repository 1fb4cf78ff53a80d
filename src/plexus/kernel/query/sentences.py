"""A filter as people read it: a sentence, or parts for chips, in the active language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never
from uuid import UUID

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from plexus.kernel.query.checked import (
    Checked,
    Comparison,
    Conjunction,
    Disjunction,
    Measure,
    Negation,
    Part,
    RelatedRows,
)
from plexus.kernel.query.operands import refers_to
from plexus.kernel.query.tree import NEGATED, Function, Some
from plexus.kernel.query.wording import Names, operator_words, value_words
from plexus.kernel.schema.step import Step

Lookup = Callable[[str, frozenset[UUID]], Mapping[UUID, str]]


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of a filter in three pieces; `operator` and `value` may be empty."""

    field: str
    operator: str
    value: str

    def __str__(self) -> str:
        return _spaced(self.field, self.operator, self.value)


def no_names(_plural: str, _ids: frozenset[UUID]) -> Mapping[UUID, str]:
    """The lookup that knows no record's name."""
    return {}


def describe(checked: Checked, lookup: Lookup = no_names) -> str:
    """The whole filter as one sentence without a full stop; `lookup(object, ids)` names the records it mentions."""
    told = _Teller(_names(checked.part, lookup)).tell(checked.part)
    return told if _in_chinese() else told[:1].upper() + told[1:]


def chips(checked: Checked, lookup: Lookup = no_names) -> tuple[Chip, ...]:
    """The filter in parts that all must hold, in their order, for a row of chips."""
    teller = _Teller(_names(checked.part, lookup))
    parts = checked.part.parts if isinstance(checked.part, Conjunction) else (checked.part,)
    return tuple(teller.chip(part) for part in parts)


class _Teller:
    """Tells parts, knowing the names of the records they mention."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def tell(self, part: Part, *, inside: bool = False) -> str:
        """A part as a clause; `inside` another, alternatives and series stand in brackets."""
        match part:
            case Conjunction(()):
                return _("everything")
            case Disjunction(()):
                return _("nothing")
            case Conjunction(parts) | Disjunction(parts) if len(parts) == 1:
                return self.tell(parts[0], inside=inside)
            case Conjunction(parts):
                return self._joined(parts, pgettext("between conditions", " and "), inside=inside)
            case Disjunction(parts):
                return self._joined(parts, pgettext("between conditions", " or "), inside=inside)
            case Comparison() | RelatedRows() | Negation():
                return str(self.chip(part))
            case _:
                assert_never(part)

    def _joined(self, parts: tuple[Part, ...], conjunction: str, *, inside: bool) -> str:
        told = conjunction.join(_lowered(self.tell(part, inside=True)) for part in parts)
        return _("(%(condition)s)") % {"condition": told} if inside else told

    def chip(self, part: Part) -> Chip:
        """A part in three pieces; alternatives are one piece."""
        match part:
            case Comparison():
                words = operator_words(part.field, part.op, part.operand)
                value = value_words(part.field, refers_to(part.about, part.field), part.op, part.operand, self.names)
                return Chip(_label(part.steps, str(part.field.label)), words, value)
            case RelatedRows():
                return self._related(part)
            case Negation(Comparison() as inner) if inner.op in NEGATED:
                turned = Comparison(inner.steps, inner.about, inner.field, NEGATED[inner.op], inner.operand)
                return self.chip(turned)
            case Negation(inner):
                return Chip(_("not (%(condition)s)") % {"condition": _lowered(self.tell(inner))}, "", "")
            case _:
                return Chip(self.tell(part), "", "")

    def _related(self, part: RelatedRows) -> Chip:
        """Related records as something there is, or as a figure that is compared."""
        worded = part.child.described.worded
        if worded and isinstance(part.test, Some) and isinstance(part.where, Comparison):
            said = worded[0] if part.test.wanted else worded[1]
            return Chip(_label(part.steps, str(said)), "", self.chip(part.where).value)
        listed = {"list": _list_label(part), "where": _lowered(self.tell(part.where))}
        every = part.where == Conjunction(())
        if isinstance(part.test, Some):
            template = _has(wanted=part.test.wanted, every=every)
            return Chip(_label(part.steps, template % listed), "", "")
        label = _figure(part.test, _listing(every=every) % listed)
        compared = part.test.compared
        words = operator_words(compared, part.test.op, part.test.operand)
        value = value_words(compared, None, part.test.op, part.test.operand, self.names)
        return Chip(_label(part.steps, label), words, value)


def _has(*, wanted: bool, every: bool) -> str:
    if every:
        return _("has %(list)s") if wanted else _("has no %(list)s")
    return _("has %(list)s (%(where)s)") if wanted else _("has no %(list)s (%(where)s)")


def _listing(*, every: bool) -> str:
    return "%(list)s" if every else _("%(list)s (%(where)s)")


def _figure(measure: Measure, listed: str) -> str:
    if measure.field is None:
        return _("number of %(list)s") % {"list": listed}
    template = {
        Function.SUM: _("total %(field)s of %(list)s"),
        Function.AVERAGE: _("average %(field)s of %(list)s"),
        Function.LEAST: _("lowest or earliest %(field)s of %(list)s"),
        Function.GREATEST: _("highest or latest %(field)s of %(list)s"),
    }[measure.function]
    return template % {"field": _lowered(str(measure.field.label)), "list": listed}


def _list_label(part: RelatedRows) -> str:
    """The name of a related list; where an object refers to its own kind, the field tells which way."""
    label = str(part.child.label_plural)
    if part.child.plural != part.about.plural:
        return label
    return _("%(list)s by “%(field)s”") % {"list": label, "field": part.reference.label}


def _label(steps: Iterable[Step], label: str) -> str:
    """A field reached through references: account’s industry."""
    told = ""
    for one in (*(str(step.reference.label) for step in steps), label):
        told = _("%(reference)s’s %(field)s") % {"reference": told, "field": _lowered(one)} if told else one
    return told


def _names(part: Part, lookup: Lookup) -> Names:
    """The names of every record that a filter mentions: one lookup for each object."""
    wanted: dict[str, set[UUID]] = {}
    _mentioned(part, wanted)
    return {key: name for plural, ids in wanted.items() for key, name in lookup(plural, frozenset(ids)).items()}


def _mentioned(part: Part, wanted: dict[str, set[UUID]]) -> None:
    match part:
        case Conjunction(parts) | Disjunction(parts):
            for each in parts:
                _mentioned(each, wanted)
        case Negation(inner):
            _mentioned(inner, wanted)
        case RelatedRows():
            _mentioned(part.where, wanted)
        case Comparison():
            target = refers_to(part.about, part.field)
            if target:
                given = part.operand if isinstance(part.operand, tuple) else (part.operand,)
                wanted.setdefault(target, set()).update(each for each in given if isinstance(each, UUID))


def _lowered(text: str) -> str:
    """A label within a sentence: “Life cycle” is “life cycle”, “External ID” “external ID”, “VIP” stays."""
    return text if text[1:2].isupper() or _in_chinese() else text[:1].lower() + text[1:]


def _spaced(*pieces: str) -> str:
    """The pieces of a clause joined as the language does: by spaces, in Chinese only beside Latin letters."""
    told = ""
    for piece in filter(None, pieces):
        tight = _in_chinese() and not (_is_plain(told[-1:]) or _is_plain(piece[:1]))
        told += piece if not told or tight else f" {piece}"
    return told


def _in_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def _is_plain(char: str) -> bool:
    return char.isascii() and char.isalnum()
