"""Whatever is asked of a file: it comes in as its trial said, row for row, or it is refused with a sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import casting
from tests.casting import NOW, Cast
from tests.conformance import tailored

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.progress import Unwatched
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.values.refusals import Refusal
from plexus.shell.importing import running
from plexus.shell.importing.destinations import Destinations
from plexus.shell.importing.order import Mode, Order
from plexus.shell.importing.reading.tables import open_table
from plexus.shell.importing.running import Outcome
from plexus.shell.importing.sinks import Listed

OBJECTS = tuple(each.plural for each in registry.standard())
SAID = (
    "", " ", "Acme", "acme ", "Missing Ltd", "Somebody New", "Zhang Wei", "张伟", "Qualified", "Won", "Lost", "VIP; a",
    "12", "-3", "1,5", "1.234,5", "12 EUR", "EUR", "XXX", "50%", "yes", "no", "2026-03-01", "2026-02-30", "13/02/2026",
    "2026-03-01 10:00", "a@x.example", "a@x.example; b@x.example [home]", "nobody", "13800138000", "https://a.example",
    "=1+1", "'=1+1", "x" * 300, "open", "customer", "high", "{name}", "\x00", "\u202eabc", "accounts:abc", "0",
)  # fmt: skip


@pytest.fixture
def known(cast: Cast) -> list[str]:
    """What stands in cells: words of all kinds, names and ids of what is there, and an id of nothing."""
    account = casting.an_account(cast.ada, name="Acme", external_id="A1", city="Bonn")
    contact = casting.a_contact(cast.ada, full_name="Zhang Wei", account=account.pk, emails=[{"value": "a@x.example"}])
    deal = casting.a_deal(cast.ben, account=account.pk)
    casting.a_product(cast.ada)
    casting.a_task(cast.ada, contact)
    ids = [str(each.pk) for each in (account, contact, deal)]
    return [
        *SAID,
        *ids,
        *(f"accounts:{account.pk}; contacts:{key}" for key in ids[1:]),
        str(uuid4()),
        "A1",
        "Ada",
        "Ben",
    ]


@pytest.fixture
def own(cast: Cast) -> None:
    """An object of the firm's own, and people, with a field of every type."""
    tailored.machines(cast.root)
    tailored.tailored(cast.root, "contacts")


@st.composite
def asked(draw: st.DrawFn, actor: Actor, plural: str, cells: Sequence[str]) -> tuple[list[list[str]], Order]:
    """Rows under paths that may be filled, and what is asked of them."""
    about = tailored.about(actor, plural)
    known = Destinations(actor, about)
    with acting(actor):
        paths = list(known.paths())
    must = [each.name for each in about.required_fields if each.name in known.fields]
    columns = must * draw(st.booleans()) + draw(st.lists(st.sampled_from(paths), min_size=1, max_size=4))
    with acting(actor):
        row = st.tuples(*(cell(known.of(path).field, cells) for path in columns))
    headers = [f"c{number}" for number in range(len(columns))]
    names = sorted({path.partition(".")[0] for path in columns})
    order = Order(
        plural,
        mapping=tuple(zip(headers, columns, strict=True)),
        match=tuple(draw(st.sets(st.sampled_from(names), max_size=1))),
        mode=draw(st.sampled_from(Mode)),
        create_missing=tuple(draw(st.sets(st.sampled_from(names), max_size=3))),
        constants=tuple(draw(st.lists(st.tuples(st.sampled_from(paths), st.sampled_from(cells)), max_size=2))),
        clear_blanks=draw(st.booleans()),
        replace=draw(st.dictionaries(st.sampled_from(headers), st.just({"Acme": "Missing Ltd"}), max_size=1)),
    )
    return [headers, *map(list, draw(st.lists(row, min_size=1, max_size=6)))], order


def cell(field: Field, cells: Sequence[str]) -> st.SearchStrategy[str]:
    """Anything, and more often what fits the field."""
    fitting = [each.key for each in field.choices] or (["Acme", "Qualified", "Zhang Wei"] if field.required else [])
    return st.one_of(st.sampled_from(fitting), st.sampled_from(cells)) if fitting else st.sampled_from(cells)


def brought(actor: Actor, rows: Sequence[Sequence[str]], order: Order, *, dry: bool) -> tuple[Outcome, Listed]:
    held = io.StringIO()
    csv.writer(held).writerows(rows)
    sink = Listed()
    studied = running.study(open_table(held.getvalue().encode(), name="rows.csv", delimiter=",", header_row=1))
    return running.run(actor, order, studied, Unwatched(), sink, NOW, dry=dry), sink


@pytest.mark.parametrize("plural", OBJECTS)
@settings(max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_an_import_does_what_its_trial_said(cast: Cast, known: list[str], plural: str, data: st.DataObject) -> None:
    does_what_its_trial_said(cast, known, plural, data)


@pytest.mark.parametrize("plural", ["machines", "contacts"])
@settings(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_an_import_into_own_fields_does_what_its_trial_said(
    cast: Cast, known: list[str], own: None, plural: str, data: st.DataObject
) -> None:
    does_what_its_trial_said(cast, known, plural, data)


def does_what_its_trial_said(cast: Cast, known: list[str], plural: str, data: st.DataObject) -> None:
    actor = data.draw(st.sampled_from([cast.root, cast.ada]))
    rows, order = data.draw(asked(actor, plural, known))

    with transaction.atomic():
        said = told(actor, rows, order, dry=True)
        done = told(actor, rows, order, dry=False)
        transaction.set_rollback(True)

    # References within the file are set at the end, so that no trial can tell those that close a circle.
    if not leads_to_itself(actor, order):
        assert said == done


def leads_to_itself(actor: Actor, order: Order) -> bool:
    """Whether rows may refer to others of the same file."""
    about = tailored.about(actor, order.object)
    names = {
        path.partition(".")[0] for _header, path in (*order.mapping, *(("", path) for path, _text in order.constants))
    }
    return any(about.fields[name].target == about.plural for name in names)


def told(actor: Actor, rows: Sequence[Sequence[str]], order: Order, *, dry: bool) -> Any:
    """The verdicts with the reasons, or the refusal."""
    try:
        outcome, sink = brought(actor, rows, order, dry=dry)
    except Refusal as refusal:
        return refusal.sentence(), [each.sentence() for each in refusal.fields]
    assert outcome.tally.total == outcome.rows
    return outcome.tally, [(row.number, [each.sentence() for each in row.reasons]) for row in sink.kept_back]
