"""The form of one field: what was typed, the controls that ask for it, and how the field will look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from plexus.kernel.schema.field_rules import NOT_FILTERED, UNIQUE
from plexus.kernel.schema.models import FieldDefinition
from plexus.kernel.schema.option_rules import OPTIONS
from plexus.kernel.schema.reckoning import WAYS
from plexus.kernel.schema.tailoring import field_made
from plexus.kernel.values import numerals
from plexus.kernel.values.uuid7 import new_id
from plexus.shell.administration.actions import choices as choosing
from plexus.shell.components.forms import Control
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.settings.objects import kinds, reckoning
from plexus.shell.web.settings.page import NO_ERRORS, Errors, select
from plexus.shell.web.visit import Visit

SPARE = 3
TONES = ("", "accent", "info", "good", "warn", "bad")
TEXTS = ("label_en", "label_zh", "help_en", "help_zh")


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One value to choose, as the form asks for it."""

    key: str
    first: Control
    second: Control
    tone: Control
    state: Control | None


@dataclass(frozen=True, slots=True)
class FieldForm:
    """Everything that the page of a field shows."""

    names: tuple[Control, ...]
    kind: Control
    options: tuple[Control, ...]
    choices: tuple[ChoiceRow, ...]
    rules: tuple[Control, ...]
    more: tuple[Control, ...]
    preview: Control | None
    reckoned: reckoning.ReckonedForm | None


def held_values(row: FieldDefinition) -> dict[str, Any]:
    """A definition as the form holds it."""
    names = (*TEXTS, "name", "type", "required", "unique", "filterable", "options")
    return {name: getattr(row, name) for name in names}


def typed(request: PageRequest, plural: str, held: FieldDefinition | None) -> dict[str, Any]:
    """What the form sent, as the values of a definition."""
    sent = request.POST
    kind = held.type if held else sent.get("type", "text")
    ticks = {name: sent.get(name) == "true" for name in ("required", "unique", "filterable")}
    return {
        **{name: sent.get(name, "").strip() for name in TEXTS},
        **ticks,
        "type": kind,
        "name": held.name if held else sent.get("name", "").strip(),
        "options": reckoning.typed(sent, request, kind, plural)
        if kind in WAYS
        else _options(sent, kind, held.options if held else {}),
    }


def _options(sent: Any, kind: str, held: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: held[name] for name in ("target", "related", "merged") if name in held}
    known = {name: _option(sent.get(name, "").strip()) for name in OPTIONS.get(kind, ()) if sent.get(name, "").strip()}
    default = sent.get("default", "").strip()
    if default and kinds.takes_default(kind):
        known["default"] = default
    if kinds.has_choices(kind):
        known["choices"] = _choices(sent)
    return known | kept


def _option(text: str) -> Any:
    number = numerals.whole(text.removeprefix("-"), digits=18)
    return text if number is None else -number if text.startswith("-") else number


def _choices(sent: Any) -> list[dict[str, Any]]:
    columns = (sent.getlist(f"choice_{name}") for name in ("key", "en", "zh", "tone", "state"))
    found = []
    for key, english, chinese, tone, state in zip_longest(*columns, fillvalue=""):
        if key or english.strip() or chinese.strip():
            one = {"key": key, "label_en": english.strip(), "label_zh": chinese.strip(), "tone": tone}
            found.append(one | ({"retired": True} if state == "retired" else {}))
    return choosing.keyed(found)


def form_of(
    request: PageRequest,
    plural: str,
    values: Mapping[str, Any],
    held: FieldDefinition | None,
    errors: Errors = NO_ERRORS,
) -> FieldForm:
    """The form with these values in it."""
    kind, options = str(values.get("type") or "text"), values.get("options") or {}
    return FieldForm(
        names=_names(values, errors),
        kind=_kind(kind, held, errors),
        options=kinds.controls(kind, options, request.actor, made=held is not None),
        choices=tuple(_choice_rows(options.get("choices") or ())) if kinds.has_choices(kind) else (),
        rules=tuple(_rules(kind, values, errors)),
        more=tuple(_more(kind, values, options, held, errors)),
        preview=None if kind in WAYS else _preview(request, values),
        reckoned=reckoning.form_of(request, plural, values, held),
    )


def _in_order(english: Control, chinese: Control) -> tuple[Control, ...]:
    return (chinese, english) if (get_language() or "en").startswith("zh") else (english, chinese)


def _names(values: Mapping[str, Any], errors: Errors) -> tuple[Control, ...]:
    english = Control(
        "label_en", _("Name in English"), value=values.get("label_en") or "", errors=errors.get("label_en", ())
    )
    chinese = Control(
        "label_zh", _("Name in Chinese"), value=values.get("label_zh") or "", errors=errors.get("label_zh", ())
    )
    return _in_order(english, chinese)


def _kind(kind: str, held: FieldDefinition | None, errors: Errors) -> Control:
    if held is not None:
        return Control("type", _("Type"), value=kinds.words_of(kind), disabled=True)
    return select("type", _("Type"), kinds.offered(), kind, errors=errors)


def _choice_rows(given: Any) -> list[ChoiceRow]:
    rows = [dict(each) for each in given if isinstance(each, Mapping)]
    return [_choice_row(each, number) for number, each in enumerate([*rows, *({} for _spare in range(SPARE))])]


def _choice_row(each: Mapping[str, Any], number: int) -> ChoiceRow:
    known: dict[str, Any] = {"bare": True, "prefix": f"choice-{number}"}
    english = Control(
        "choice_en",
        _("In English"),
        value=each.get("label_en") or each.get("label", ""),
        placeholder=_("In English"),
        **known,
    )
    chinese = Control(
        "choice_zh", _("In Chinese"), value=each.get("label_zh", ""), placeholder=_("In Chinese"), **known
    )
    words = (_("Grey"), _("Violet"), _("Blue"), _("Green"), _("Amber"), _("Red"))
    tone = select("choice_tone", _("Colour"), zip(TONES, words, strict=True), each.get("tone", ""), bare=True)
    states = [("offered", _("offered")), ("retired", _("retired"))]
    state = select("choice_state", _("State"), states, "retired" if each.get("retired") else "offered", bare=True)
    first, second = _in_order(english, chinese)
    return ChoiceRow(each.get("key", ""), first, second, tone, state)


def _rules(kind: str, values: Mapping[str, Any], errors: Errors) -> Any:
    def tick(name: str, label: str, hint: str) -> Control:
        return Control(
            name, label, kind="checkbox", checked=bool(values.get(name)), hint=hint, errors=errors.get(name, ())
        )

    if kind not in WAYS | {"auto_number"}:
        yield tick("required", _("Required"), _("Records without it cannot be saved any more."))
    if kind in UNIQUE:
        yield tick("unique", _("No two alike"), _("A value that another record has is refused."))
    if kind not in NOT_FILTERED:
        yield tick(
            "filterable",
            _("Fast to filter and sort by"),
            _("Keeps an index. Choose it for fields that many lists ask for."),
        )


def _more(
    kind: str, values: Mapping[str, Any], options: Mapping[str, Any], held: FieldDefinition | None, errors: Errors
) -> Any:
    yield from _in_order(
        Control("help_en", _("Help in English"), value=values.get("help_en") or ""),
        Control("help_zh", _("Help in Chinese"), value=values.get("help_zh") or ""),
    )
    if kinds.takes_default(kind):
        yield Control("default", _("New records begin with"), value=str(options.get("default") or ""))
    if kind == "text":
        yield Control("max_length", _("Longest"), inputmode="numeric", value=str(options.get("max_length") or ""))
    hint = _("Programs call the field by it. It stays for good.")
    yield Control("name", _("API name"), value=values.get("name") or "", hint=hint, disabled=held is not None,
                  errors=errors.get("name", ()), placeholder=_("made from the name"))  # fmt: skip


def _preview(request: PageRequest, values: Mapping[str, Any]) -> Control | None:
    """The control as people will see it; nothing while what was typed makes no field yet."""
    row = {"name": "preview", "object": "", "id": new_id(), "unique": False, **values}
    row["label_en"] = row.get("label_en") or (not row.get("label_zh") and _("Name of the field")) or ""
    try:
        made = field_made(row)
        if made.type.key in {"reference", "references"} and not row["options"].get("target"):
            return None
        visit = Visit(request.actor, timezone.now(), request)
        value = made.type.parse(made.default, made) if made.default else None
        return presenter_of(made).control(
            value, made, visit, hint=str(made.help), required=made.required, prefix="shown"
        )
    except (KeyError, ValueError, TypeError):
        return None
