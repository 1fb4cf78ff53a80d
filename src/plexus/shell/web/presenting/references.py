"""References to other records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from plexus.kernel.records import reading
from plexus.kernel.records.fetching import naming
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.values.ids import id_in
from plexus.shell.components.cells import NOTHING, Cell, Link
from plexus.shell.components.formats import between_names, listed_text
from plexus.shell.components.forms import Combo, Control, Option, Token
from plexus.shell.web.presenting.presenter import Presenter
from plexus.shell.web.visit import Visit

SHORT_LIST = 200
PEOPLE = "people"
CUSTOM_TITLE = "name"
# Beside the text by which a record is found: the id of the one that it means, and for which text.
KNOWN = "_known"
# What stands for a record that the reader may not see. A form sends it back as it came, so that nothing is lost.
UNSEEN = "…"


def url_of(objects: str, record_id: Any) -> str:
    """The address of a record's page; people have none."""
    return "" if objects == PEOPLE else f"{_before_id(objects)}{record_id}"


@lru_cache(maxsize=256)
def _before_id(objects: str) -> str:
    """The address of any record without its id: a page holds a hundred of them."""
    some = UUID(int=0)
    return reverse("record", kwargs={"objects": objects, "record_id": some}).removesuffix(str(some))


class Reference(Presenter):
    """One record, named by its title."""

    keys = ("reference",)

    def cell(self, value: Any, field: Field, visit: Visit) -> Cell:
        if not value:
            return Link("")
        target = registry.of(visit.actor.workspace_id).object(field.target or "")
        url = "" if target.described.administered else url_of(value["object"], value["id"])
        return Link(value.get("name") or UNSEEN, url, face=value["object"] == PEOPLE)

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        return (value.get("name") or UNSEEN) if value else ""

    def typing(self, value: Any, field: Field) -> str:
        return str(value["id"]) if value else ""

    def control(self, value: Any, field: Field, visit: Visit, **known: Any) -> Control:
        """A short list is a select; a long one is typed by name and suggested."""
        target = registry.of(visit.actor.workspace_id).object(field.target or "")
        options = self.every(visit, target) if target.described.administered else ()
        if target.described.administered and len(options) < SHORT_LIST:
            return Control(
                field.name, str(field.label), kind="select", options=self._options(value, field, options), **known
            )
        suggest = reverse("suggest", kwargs={"objects": target.plural}) + f"?field={field.name}"
        name = self.text(value, field, visit)
        return Control(
            field.name, str(field.label), value=name, suggest_url=suggest, autocomplete="off", finds=True,
            known=f"{value['id']}/{name}" if name else "", **known,
        )  # fmt: skip

    def _options(self, value: Any, field: Field, every: tuple[Option, ...]) -> tuple[Option, ...]:
        """Nothing where that is allowed, what is held wherever it is no longer among those to choose, and these."""
        chosen = str(value["id"]) if value else ""
        # A person is chosen by whoever fills the form in, not by the alphabet.
        blank = () if field.required and (chosen or field.target != PEOPLE) else (Option("", "—", not chosen),)
        gone = chosen and all(each.value != chosen for each in every)
        held = (Option(chosen, value.get("name") or UNSEEN, chosen=True),) if gone else ()
        return blank + held + tuple(replace(each, chosen=each.value == chosen) for each in every)

    def every(self, visit: Visit, target: Object) -> tuple[Option, ...]:
        """Every record of a short list, in its order."""
        title, within = target.described.title, self._within(target)
        sort = ",".join((*(self._order(visit, target, name) for name in within), *target.described.sort))
        asked = reading.Asked(fields=("id", title, *within), sort=sort, limit=SHORT_LIST, counted=False)
        rows = reading.read_page(visit.actor, target, asked).rows
        groups = {(row[name] or {}).get("name") for row in rows for name in within}
        return tuple(Option(str(row["id"]), self._label(row, title, within if len(groups) > 1 else ())) for row in rows)

    def _within(self, target: Object) -> tuple[str, ...]:
        """The reference that tells apart records of the same title, as the pipeline does for stages."""
        needed = (one.name for one in target.fields.values() if one.type.key == "reference" and one.required)
        return tuple(needed)[:1] if target.plural != PEOPLE else ()

    def _order(self, visit: Visit, target: Object, name: str) -> str:
        above = registry.of(visit.actor.workspace_id).object(target.fields[name].target or "")
        return f"{name}.{above.described.sort[0]}"

    def _label(self, row: Mapping[str, Any], title: str, within: tuple[str, ...]) -> str:
        parts = [(row[name] or {}).get("name", "") for name in within]
        return " · ".join((*parts, reading.title_text(row[title])))

    def typed(self, form: Mapping[str, Any], field: Field) -> Any:
        """An id as it is; a name finds the record that bears it, the one that is known to be meant before others."""
        text = str(form.get(field.name, "")).strip()
        key, _slash, name = str(form.get(f"{field.name}{KNOWN}", "")).partition("/")
        if text and name.strip() == text and _is_id(key):
            return key
        if not text or _is_id(text) or field.target is None:
            return text
        return by_name(field.target, text)


def by_name(plural: str, text: str) -> dict[str, Any]:
    """A reference to the record of an object that bears a name."""
    known = registry.standard().objects.get(plural)
    return {"by": {known.described.title if known else CUSTOM_TITLE: text}}


def choices_of(visit: Visit, target: Object) -> tuple[Option, ...]:
    """Every record of an object whose list is short, such as people and stages."""
    return Reference().every(visit, target)


def _is_id(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4


def names_text(value: Sequence[Mapping[str, Any]] | None) -> str:
    """The names of several records; of those that the reader may not see, how many."""
    named = [each for each in value or () if each.get("name")]
    more = len(value or ()) - len(named)
    names = listed_text(each["name"] for each in named)
    return f"{names} {_unnamed(named, more)}".strip() if more else names


def _unnamed(named: Sequence[Any], more: int) -> str:
    return f"+{more}" if named else UNSEEN


class References(Presenter):
    """Records of several objects; named in one statement per object by whoever shows the page."""

    keys = ("references",)

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        return names_text(value)

    def fact(self, value: Any, field: Field, visit: Visit) -> SafeString:
        named = [each for each in value or () if each.get("name")]
        rows = ((url_of(each["object"], each["id"]), each["name"]) for each in named)
        links = format_html_join(between_names(), '<a class="link" href="{}">{}</a>', rows)
        if not (more := len(value or ()) - len(named)):
            return links or SafeString(NOTHING)
        told = ngettext("%(count)d more that you may not see", "%(count)d more that you may not see", more)
        return format_html(
            '{} <span class="quiet" title="{}">{}</span>', links, told % {"count": more}, _unnamed(named, more)
        )

    def control(self, value: Any, field: Field, visit: Visit, **known: Any) -> Control:
        """A box that finds records of any object by name; what was found stands in it, each to be taken off.

        What was refused because it names no record does not stand there again.
        """
        held = [each for each in value or () if isinstance(each, Mapping) and id_in(str(each.get("id")))]
        tokens = tuple(
            Token(field.name, f"{each['object']}:{each['id']}", name) for each, name in self._named(held, visit)
        )
        element, url = f"{known.get('prefix', 'f')}-{field.name}", f"{reverse('choose-any')}?named=1"
        url += f"&of={field.among}" if field.among else ""
        hint = gettext("Type a name")
        box = Combo(element, field.name, str(field.label), url, tokens, many=True, placeholder=hint)
        return Control(field.name, str(field.label), kind="combo", combo=box, wide=True, **known)

    def _named(self, value: Sequence[Mapping[str, Any]], visit: Visit) -> Iterator[tuple[Mapping[str, Any], str]]:
        """Each with its name; one statement for each object whose names are not there yet."""
        schema = registry.of(visit.actor.workspace_id)
        names: dict[str, str] = {}
        for plural in {each["object"] for each in value if not each.get("name")} & schema.objects.keys():
            ids = [UUID(str(each["id"])) for each in value if each["object"] == plural]
            names |= {str(key): title for key, title in naming.titles(visit.actor, schema.object(plural), ids).items()}
        return ((each, each.get("name") or names.get(str(each["id"])) or UNSEEN) for each in value)

    def typed(self, form: Mapping[str, Any], field: Field) -> Any:
        sent = form.getlist(field.name) if hasattr(form, "getlist") else [form.get(field.name, "")]
        return [self._sent(part) for text in sent for part in str(text).split()]

    def _sent(self, part: str) -> Any:
        """A token as the box sends it; what is none is refused as it came, or the others would go with it unsaid."""
        objects, colon, key = part.partition(":")
        return {"object": objects, "id": key} if colon else part
