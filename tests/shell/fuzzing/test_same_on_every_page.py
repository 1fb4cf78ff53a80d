"""Whatever is typed into a field is kept alike by its cell, its form, the bulk dialog and an import, or by none."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.casting import Cast, columns, fresh
from tests.conformance import tailored
from tests.shell.fuzzing.setting import ALIKE, OBJECTS, a_row, fitting, stored
from tests.shell.web.forms import sent
from tests.signing import browser_of

from plexus.kernel.actions.general import settable
from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.progress import Unwatched
from plexus.kernel.values.refusals import Refusal
from plexus.shell.importing import running
from plexus.shell.importing.order import Mode, Order
from plexus.shell.importing.reading.tables import open_table
from plexus.shell.importing.sinks import Listed

pytestmark = [pytest.mark.slow]
TEXTS = (
    "", " ", "Acme", " acme  ", "12", "-3", "0", "1.5", "1,5", "1,234.5", "12 EUR", "EUR", "yes", "on", "2026-03-01",
    "2026-02-30", "a@x.example", "a@x.example\nb@x.example", "VIP, 华东", "VIP；vip", "13800138000", "https://a.example",
    "13800138000; 0571-8888", "a.example", "javascript:alert(1)", "<p>Hi <b>you</b></p>", "x" * 300, "\u202eabc",
    "open", "customer", "high", "lathe", "１２", "50%", "=1+1", "'x", "line\r\nnext", "a\tb", "\u200b", "a\u00a0b",
    "e\u0301", "Zhang Wei", "10000000000000000000",
)  # fmt: skip
# What one control sends as one text, and an import reads as a page does; telephone numbers it puts into one form.
TYPED = frozenset({
    "text", "long_text", "rich_text", "integer", "decimal", "percent", "rating", "date", "url", "email", "emails",
    "tags", "choice", "reference",
})  # fmt: skip
HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize("plural", OBJECTS)
@ALIKE
@given(data=st.data())
def test_a_person_sets_one_and_many_alike(
    cast: Cast, world: dict[str, list[str]], plural: str, data: st.DataObject
) -> None:
    actor = data.draw(st.sampled_from([cast.root, cast.ada]))
    about = tailored.about(actor, plural)
    fields = [each for each in settable(actor, about) if each.type.key in TYPED]
    if not fields:
        return
    field = data.draw(st.sampled_from(fields))
    fit = fitting(field, world)
    ids = [str(uuid4()), *(key for keys in world.values() for key in keys)]
    text = data.draw(st.one_of(*map(st.sampled_from, [TEXTS, ids, *([fit] * 3 if fit else [])])))
    with transaction.atomic():
        typed = Typed(actor, plural, a_row(cast, plural), field.name, text)
        found = {door.__name__: kept(typed, door) for door in (cell, form, many, imported)}
        transaction.set_rollback(True)

    assert [each for each in found.values() if each not in (None, found["cell"])] == [], (field.name, text, found)


@dataclass(frozen=True)
class Typed:
    """Who types what into which field of a record."""

    actor: Actor
    plural: str
    row: Any
    name: str
    text: str

    @property
    def browser(self) -> Client:
        return browser_of(self.actor)


def kept(typed: Typed, door: Callable[[Typed], bool]) -> dict[str, Any] | None:
    """What a door stored; nothing where it has no such control."""
    before = columns(fresh(typed.row))
    with transaction.atomic():
        found = stored(typed.row, before) if door(typed) else None
        transaction.set_rollback(True)
    return found


def cell(typed: Typed) -> bool:
    """Type it into the cell."""
    path = f"/{typed.plural}/{typed.row.pk}/cell/{typed.name}"
    answer = typed.browser.post(path, {typed.name: typed.text, "version": str(typed.row.version)}, headers=HTMX)
    return answer.status_code < 500


def form(typed: Typed) -> bool:
    """Type it into the form and save all as it was drawn."""
    browser, path = typed.browser, f"/{typed.plural}/{typed.row.pk}/edit"
    shown = browser.get(path).content.decode().partition("data-draft")[2]
    values: dict[str, list[str]] = {}
    for name, value in sent(shown):
        values.setdefault(name, []).append(value)
    if typed.name not in values:
        return False
    return browser.post(path, values | {typed.name: [typed.text]}).status_code < 500


def many(typed: Typed) -> bool:
    """Type it into the dialog that changes many."""
    given = {"id": [str(typed.row.pk)], "field": typed.name, "value_of": typed.name, typed.name: typed.text}
    return typed.browser.post(f"/{typed.plural}/bulk/change", given, headers=HTMX).status_code < 500


def imported(typed: Typed) -> bool:
    """Bring it in by a file that names the record by its id."""
    held = io.StringIO()
    csv.writer(held).writerows([["id", "value"], [str(typed.row.pk), typed.text]])
    studied = running.study(open_table(held.getvalue().encode(), name="rows.csv", delimiter=",", header_row=1))
    columns = (("id", "id"), ("value", typed.name))
    order = Order(typed.plural, mapping=columns, match=("id",), mode=Mode.UPDATE, clear_blanks=True)
    with suppress(Refusal):
        running.run(typed.actor, order, studied, Unwatched(), Listed(), timezone.now(), dry=False)
    return True
