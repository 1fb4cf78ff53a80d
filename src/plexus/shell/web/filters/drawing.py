"""A draft as the rows of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

from plexus.kernel.query.parsing import NESTING
from plexus.kernel.schema.object import Object
from plexus.shell.components.filters import Group, Row, Value
from plexus.shell.components.forms import Combo, Control, Option, Token
from plexus.shell.web.filters import drafts, places, values
from plexus.shell.web.filters.values import select
from plexus.shell.web.visit import Visit

DEEP = 4


@dataclass(frozen=True)
class Marks:
    """What is wrong with rows, by key, and the key of the part to look at."""

    errors: Mapping[str, tuple[str, ...]]
    focus: str = ""


def group(visit: Visit, about: Object, draft: drafts.Group, marks: Marks) -> Group:
    """The outermost group."""
    return _Drawer(visit, marks).group(drafts.ROOT, draft, about, word="", nested=0)


class _Drawer:
    """Draws parts with the objects that they are about."""

    def __init__(self, visit: Visit, marks: Marks) -> None:
        self.visit, self.marks = visit, marks

    def group(
        self, key: str, draft: drafts.Group, about: Object, *, word: str, nested: int, related: str = ""
    ) -> Group:
        """A group with its parts; `related` tells that they are about related records."""
        return Group(
            key=key,
            word=word,
            label=related or gettext("Group"),
            join=select(f"{key}.join", gettext("How the conditions are joined"), _joins(draft.join)),
            parts=tuple(
                self._part(f"{key}.{at}", one, about, word=_word(draft.join, at), nested=nested)
                for at, one in enumerate(draft.parts)
            ),
            nested=key != drafts.ROOT and not related,
            deep=key.count(".") >= DEEP,
            related=related,
        )  # fmt: skip

    def _part(self, key: str, draft: drafts.Draft, about: Object, *, word: str, nested: int) -> Row | Group:
        match draft:
            case drafts.Group():
                return self.group(key, draft, about, word=word, nested=nested)
            case drafts.Condition():
                return self._condition(key, draft, about, word=word, nested=nested)
            case drafts.Listing():
                return self._listing(key, draft, about, word=word, nested=nested)

    def _condition(self, key: str, one: drafts.Condition, about: Object, *, word: str, nested: int) -> Row:
        place = places.field_at(self.visit.actor, about, one.path) if one.path else None
        pick = self._pick(key, about, f"field:{one.path}" if place else "", place.label if place else "", nested)
        if place is None or place.field is None:
            return Row(key, word, gettext("Condition"), pick, "", Value(), off_label=_off(""))
        field = place.field
        control = _operators(key, values.operator_options(field, one))
        errors = self.marks.errors.get(key, ())
        value = values.value(self.visit, key, place.about, field, one).with_errors(errors)
        return Row(
            key, word, place.label, pick, f"field:{one.path}", value, operator=control, errors=errors,
            off_label=_off(place.label),
        )  # fmt: skip

    def _listing(self, key: str, one: drafts.Listing, about: Object, *, word: str, nested: int) -> Row:
        place = places.list_at(self.visit.actor, about, one.path)
        if place is None or place.child is None:
            return Row(key, word, gettext("Condition"), self._pick(key, about, "", "", nested), "", Value())
        child, label = place.child, place.label
        where = self.group(
            f"{key}.{drafts.WHERE}", one.where, child, word="", nested=nested + 1, related=str(child.label_plural)
        )
        operator, value = self._compared(key, one, child)
        errors = self.marks.errors.get(key, ())
        return Row(
            key, word, label, self._pick(key, about, f"list:{one.path}", label, nested), f"list:{one.path}",
            value.with_errors(errors), operator=operator, test=_tests(key, one.test), tested=one.test,
            figure=self._figure(key, one, child), errors=errors, where=where, off_label=_off(label),
        )  # fmt: skip

    def _compared(self, key: str, one: drafts.Listing, child: Object) -> tuple[Control | None, Value]:
        """The operator and the value of a figure."""
        if not one.is_figure:
            return None, Value()
        known = places.figure_fields(self.visit.actor, child, one.test)
        field = places.compared(child, one.test, known.get(one.field))
        options = values.operator_options(field, one, figure=True)
        return _operators(key, options), values.value(self.visit, key, child, field, one)

    def _figure(self, key: str, one: drafts.Listing, child: Object) -> Control | None:
        if not one.is_figure or one.test == "count":
            return None
        known = places.figure_fields(self.visit.actor, child, one.test)
        options = tuple(Option(name, str(field.label), name == one.field) for name, field in known.items())
        return Control(
            f"{key}.figure", gettext("Of which field"), kind="select", options=options, bare=True, prefix="b"
        )

    def _pick(self, key: str, about: Object, value: str, label: str, nested: int) -> Combo:
        """The box that finds a field, also through references, or a related list."""
        name = f"{key}.pick"
        asked = urlencode({"lists": "1"} if nested < NESTING else {})
        url = reverse("filter-fields", kwargs={"objects": about.plural}) + f"?{asked}"
        tokens = (Token(name, value, label),) if value else ()
        return Combo(
            f"b-{name}", name, gettext("Field"), url, tokens, placeholder=gettext("Choose a field"), redraw=True,
            autofocus=self.marks.focus == key,
        )  # fmt: skip


def _operators(key: str, options: tuple[Option, ...]) -> Control:
    return select(f"{key}.op", gettext("Comparison"), options)


def _joins(chosen: str) -> tuple[Option, ...]:
    words = {
        "all": gettext("all of these"), "any": gettext("any of these"), "not_all": gettext("not all of these"),
        "none": gettext("none of these"),
    }  # fmt: skip
    return tuple(Option(key, label, key == chosen) for key, label in words.items())


def _tests(key: str, chosen: str) -> Control:
    words = {
        "has": gettext("has any"), "has_no": gettext("has no"), "count": gettext("number"), "sum": gettext("total of"),
        "avg": gettext("average of"), "min": gettext("lowest or earliest"), "max": gettext("highest or latest"),
    }  # fmt: skip
    options = tuple(Option(each, label, each == chosen) for each, label in words.items())
    return Control(
        f"{key}.test", gettext("What is asked of them"), kind="select", options=options, bare=True, prefix="b"
    )


def _word(join: str, at: int) -> str:
    if at == 0:
        return ""
    return pgettext("filter row", "or") if join in {"any", "none"} else pgettext("filter row", "and")


def _off(label: str) -> str:
    return gettext("Remove this condition") + (f": {capfirst(label)}" if label else "")
