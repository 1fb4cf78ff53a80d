"""The account of an import in words: what stays behind, who and what is not here, whether every row is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from plexus.kernel.schema.field import Field
from plexus.shell.components.formats import listed_text, number_text
from plexus.shell.importing.order import Order
from plexus.shell.importing.presets import catalogue, losing
from plexus.shell.importing.queries.following import Followed
from plexus.shell.importing.queries.read_as import read_as, spelled
from plexus.shell.importing.together import agrees
from plexus.shell.importing.verdicts import Tally, Verdict
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.visit import Visit

SHOWN = 8
COUNTED = (Verdict.CREATED, Verdict.UPDATED, Verdict.UNCHANGED, Verdict.DUPLICATE, Verdict.REJECTED)
Told = Mapping[str, Any]


@dataclass(frozen=True)
class Lost:
    """A column of which values stay behind."""

    column: str
    values: str
    why: str
    examples: str


@dataclass(frozen=True)
class Absent:
    """Records that a file names and that are not here; `name` is the reference that may make them."""

    text: str
    who: str
    name: str = ""
    label: str = ""


@dataclass(frozen=True)
class Account:
    """What is to be known of one file beside its figures."""

    system: str
    lost: tuple[Lost, ...]
    own: str
    absent: tuple[Absent, ...]
    sum: str


def account_of(visit: Visit, told: Told, order: Order) -> Account:
    """The account of figures that a trial or a run came to."""
    losses = told.get("losses", ())
    own = listed_text(each["column"] for each in losses if each["why"] == "own")
    return Account(
        system_of(order), tuple(_lost(visit, each) for each in losses if each["why"] != "own"), own,
        tuple(_absent(told, order)), sum_of(visit, told),
    )  # fmt: skip


def shared_account(told: Sequence[Told], orders: Sequence[Order]) -> Account:
    """What all files of a set have in common: who and what is not here, each once."""
    names = ("unknown_owners", "named_stages", "unknown_stages")
    together: dict[str, dict[str, Any]] = {name: {} for name in names}
    for each in told:
        for name in names:
            for text, found in each.get(name, {}).items():
                held = together[name].get(text)
                together[name][text] = held + found if isinstance(held, int) else found
    made = tuple(name for order in orders for name in order.create_missing)
    return Account("", (), "", tuple(_absent(together, Order("", create_missing=made))), "")


def system_of(order: Order) -> str:
    """Which system's file it was read as: `Zoho CRM · Deals`."""
    if not order.preset:
        return ""
    kind = catalogue.kind_of(order.preset)
    return f"{catalogue.of(kind.preset).label} · {kind.name}"


def sum_of(visit: Visit, told: Told) -> str:
    """Every row of the file under its verdict: 9 = 5 created + 4 rejected; nothing where nothing was counted."""
    if "rows" not in told:
        return ""
    tally = Tally.from_json(told)
    words = {
        Verdict.CREATED: gettext("created"), Verdict.UPDATED: gettext("updated"),
        Verdict.UNCHANGED: gettext("unchanged"), Verdict.DUPLICATE: gettext("twice in the file"),
        Verdict.REJECTED: gettext("rejected"),
    }  # fmt: skip
    parts = " + ".join(
        f"{number_text(tally.of(each), locale=visit.locale)} {words[each]}" for each in COUNTED if tally.of(each)
    )
    rows = number_text(told["rows"], locale=visit.locale)
    text = gettext("%(rows)s rows in the file = %(parts)s.") % {"rows": rows, "parts": parts or "0"}
    return text if agrees(told) else f"{text} {gettext('The figures do not agree.')}"


def _lost(visit: Visit, each: Told) -> Lost:
    values = ngettext("%(count)s value", "%(count)s values", each["values"]) % {
        "count": number_text(each["values"], locale=visit.locale)
    }
    return Lost(each["column"], values, gettext(losing.WHY[each["why"]]), listed_text(each["examples"])[:100])


def _absent(told: Told, order: Order) -> Iterator[Absent]:
    if owners := told.get("unknown_owners"):
        text = gettext("These owners are not here; their records become yours:")
        yield Absent(text, _named(owners), "owner", gettext("Create these people"))
    if named := told.get("named_stages"):
        pairs = listed_text(f"{old} → {new}" for old, new in named.items())
        yield Absent(gettext("Stages that are called otherwise here:"), pairs)
    if stages := told.get("unknown_stages"):
        made = "stage" in order.create_missing
        text = (
            gettext("These stages are created:")
            if made
            else gettext("These stages are not here; their rows are kept back:")
        )
        yield Absent(text, _named(stages), "" if made else "stage", gettext("Create these stages"))


def _named(found: Mapping[str, int]) -> str:
    most = sorted(found.items(), key=lambda pair: -pair[1])
    return listed_text(f"{text} ({rows})" for text, rows in most[:SHOWN]) + ("…" if len(most) > SHOWN else "")


SPELLED = frozenset({"email", "emails", "phone", "phones", "url"})


@dataclass(frozen=True)
class Reading:
    """A column, its fields, and texts beside what they are read as."""

    column: str
    fields: str
    pairs: tuple[tuple[str, str], ...]


def readings_of(visit: Visit, of: Followed) -> tuple[Reading, ...]:
    """What is read otherwise than it is written, with the values as people here see them."""
    return tuple(
        Reading(
            each.column, listed_text(str(one.label) for one in each.fields),
            tuple((text, _said(visit, each.fields, value)) for text, value in each.pairs),
        )
        for each in read_as(actor=visit.actor, of=of)
    )  # fmt: skip


def _said(visit: Visit, fields: Sequence[Field], value: Any) -> str:
    """Phones and addresses as they are kept; several fields together are told already."""
    if len(fields) > 1 or fields[0].type.key in SPELLED:
        return spelled(value)
    return presenter_of(fields[0]).text(value, fields[0], visit)
