"""Types of fields in words that need no explanation, and what to ask about each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.field_types.file import KINDS
from plexus.kernel.schema.models.field_definition import CustomType
from plexus.kernel.schema.reckoning import WAYS
from plexus.shell.components.forms import Control
from plexus.shell.web.presenting.files import taken
from plexus.shell.web.presenting.numbers import CURRENCIES
from plexus.shell.web.settings.page import select

NO_DEFAULT = frozenset({"auto_number", "reference", "references", "rich_text", "choices", "date", "date_time", "file"})


def offered() -> list[tuple[str, str]]:
    """The types that may be chosen, each with an example."""
    examples = {
        "text": _("a serial number"), "long_text": _("remarks in several lines"),
        "rich_text": _("text with headings and lists"), "integer": "12", "decimal": "12.5",
        "money": "¥\N{NO-BREAK SPACE}1,234.50",
        "percent": "25%", "date": "2026-11-22", "date_time": "2026-11-22 09:30", "choice": _("one of a list"),
        "choices": _("several of a list"), "rating": "★★★★☆", "auto_number": "M-0001",
        "file": _("a contract, a drawing, a photograph"),
        "formula": _("calculated from other fields"), "rollup": _("number, total, average … of them"),
    }  # fmt: skip
    return [(key, f"{label} · {examples[key]}" if key in examples else str(label)) for key, label in CustomType.choices]


def words_of(key: str) -> str:
    """A type in a word or two."""
    others = {
        "id": _("ID"), "tags": _("Tags"), "emails": _("E-mails"), "phones": _("Phones"), "document": _("Options"),
    }  # fmt: skip
    return str(dict(CustomType.choices).get(key) or others.get(key, key))


def controls(kind: str, options: Mapping[str, Any], actor: Actor, *, made: bool) -> tuple[Control, ...]:
    """What is asked about a type beside its values to choose; what a made field keeps for good is shown."""
    match kind:
        case "reference" | "references":
            return (_target(options, actor, made=made),)
        case "decimal":
            return (number("places", _("Decimals"), options, "2"),)
        case "money":
            codes = [("", _("the company's")), *((code, code) for code in CURRENCIES)]
            return (select("currency", _("Currency"), codes, options.get("currency") or ""),)
        case "file" | "rating":
            return (_one_of(kind, options),)
        case "auto_number":
            prefix = Control(
                "prefix", _("Begins with"), value=options.get("prefix") or "", placeholder="M-",
                hint=_("Records that are there already get a number too, the oldest first."),
            )  # fmt: skip
            return (
                prefix,
                number("digits", _("Digits"), options, "4"),
                number("start", _("First number"), options, "1"),
            )
        case _:
            return ()


def _one_of(kind: str, options: Mapping[str, Any]) -> Control:
    if kind == "file":
        return select("kinds", pgettext("file field", "Takes"), _kinds_of_files(), options.get("kinds") or "")
    stars = [(str(each), "★" * each) for each in (3, 5, 10)]
    return select("most", _("Stars"), stars, str(options.get("most") or 5))


def _kinds_of_files() -> list[tuple[str, str]]:
    return [("", _("any file")), *((key, taken(key)) for key in KINDS)]


def _target(options: Mapping[str, Any], actor: Actor, *, made: bool) -> Control:
    hidden = {"custom-objects", "custom-fields"}
    known = [each for each in registry.of(actor.workspace_id) if each.plural not in hidden]
    leads = [(each.plural, str(each.label_plural)) for each in known]
    chosen = options.get("target") or "accounts"
    control = select("target", pgettext("reference", "Leads to"), leads, chosen)
    return (
        control if not made else Control("target", control.label, value=dict(leads).get(chosen, chosen), disabled=True)
    )


def number(name: str, label: str, options: Mapping[str, Any], usual: str) -> Control:
    """A small number among the options."""
    held = options.get(name)
    return Control(name, label, inputmode="numeric", value=usual if held is None else str(held))


def has_choices(kind: str) -> bool:
    """Whether the type is a list to choose from."""
    return kind in {"choice", "choices"}


def takes_default(kind: str) -> bool:
    """Whether new records may begin with a value."""
    return kind not in WAYS | NO_DEFAULT
