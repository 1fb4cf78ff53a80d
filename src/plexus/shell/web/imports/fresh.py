"""Fields that are still to be made for columns: what the page asks of them, and making them with the mapping."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext, ngettext

from plexus.kernel.schema.field_rules import UNTAILORED
from plexus.shell.administration.actions import choices as choosing
from plexus.shell.administration.actions import fields as administration
from plexus.shell.components.formats import listed_text
from plexus.shell.components.forms import Control, Option
from plexus.shell.importing.reading.profiling import ColumnProfile, profile
from plexus.shell.web.imports.opened import Opened
from plexus.shell.web.settings.objects import kinds
from plexus.shell.web.visit import Visit

NEW = "__new__"  # among the fields of a column: one that is still to be made
MOST_CHOICES = 50
LONG = 200
MADE_FOR = {
    "email": "email", "phone": "phone", "url": "url", "date": "date", "datetime": "date_time", "yes_no": "yes_no",
    "percent": "percent", "money": "money", "integer": "integer", "decimal": "decimal", "choice": "choice",
}  # fmt: skip
OFFERED = frozenset({*MADE_FOR.values(), "text", "long_text", "choices"})
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Fresh:
    """A field that a column is to get: its name, and its type."""

    label: str
    type: str


def may_make(visit: Visit, found: Opened) -> bool:
    """Whether the visitor may add fields to what is imported."""
    return visit.actor.is_administrator and found.followed.about.plural not in UNTAILORED


def wanted(found: Opened, form: QueryDict) -> dict[int, Fresh]:
    """The fields that a form wants made, by the place of the column."""
    return dict(_wanted(found, form))


def _wanted(found: Opened, form: QueryDict) -> Iterator[tuple[int, Fresh]]:
    for place, header in enumerate(found.table.headers):
        if form.get(f"field_{place}") == NEW:
            label = form.get(f"label_{place}", "").strip() or header
            kind = form.get(f"type_{place}", "")
            yield place, Fresh(label, kind if kind in OFFERED else type_for(found.profiles[place]))


def type_for(facts: ColumnProfile) -> str:
    """The type that fits what a column holds."""
    if facts.kind in MADE_FOR:
        return MADE_FOR[facts.kind]
    return "long_text" if facts.longest > LONG else "text"


def controls(place: int, header: str, one: Fresh) -> tuple[Control, Control]:
    """What is asked of a field that is to be made: its name and its type."""
    label = Control(f"label_{place}", gettext("Name of the new field for %(column)s") % {"column": header},
                    value=one.label, bare=True)  # fmt: skip
    options = tuple(Option(key, text, chosen=key == one.type) for key, text in kinds.offered() if key in OFFERED)
    named = gettext("Type of the new field for %(column)s") % {"column": header}
    return label, Control(f"type_{place}", named, kind="select", options=options, bare=True)


def make(visit: Visit, found: Opened, fresh: Mapping[int, Fresh]) -> dict[int, str]:
    """The API names of the fields, made in the open transaction; raises why one cannot be."""
    made = {}
    for place, one in fresh.items():
        values = {_language(one.label): one.label, "type": one.type, "options": _options(visit, found, place, one)}
        plural = found.followed.about.plural
        row = administration.create_field(actor=visit.actor, plural=plural, values=values, now=visit.now)
        made[place] = row.name
    return made


def told(fresh: Mapping[int, Fresh]) -> str:
    """That the fields are there now, whatever becomes of the import."""
    names = listed_text(f"“{one.label}”" for one in fresh.values())
    made = ngettext(
        "The field %(names)s is there now. It stays whatever becomes of the import.",
        "The fields %(names)s are there now. They stay whatever becomes of the import.",
        len(fresh),
    )
    return made % {"names": names}


def _language(label: str) -> str:
    return "label_zh" if _HAN.search(label) else "label_en"


def _options(visit: Visit, found: Opened, place: int, one: Fresh) -> dict[str, Any]:
    """What the type needs: the currency of the column, or the choices that stand in the whole of it."""
    if one.type == "money":
        return {"currency": found.profiles[place].spelling("money").currency or visit.actor.currency}
    if one.type not in {"choice", "choices"}:
        return {}
    facts = profile(cells[place] for _number, cells in found.table.rows())
    texts = list({text.casefold(): text for text in sorted(facts.values, reverse=True)}.values())[:MOST_CHOICES]
    return {"choices": choosing.keyed([{_language(text): text} for text in texts])}
