"""What a firm added stands where everything else does: an object of its own, and its fields on a standard one."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from django.db.models import Q
from tests.casting import NOW, Cast, a_contact, a_record, an_account, uploaded
from tests.conformance import making, tailored
from tests.conformance.test_lists import paging_holds
from tests.shell.importing.trying import tried

from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Cause
from plexus.kernel.query.filtering import from_document
from plexus.kernel.records import bulk, changing, reading, undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.queries.history import history
from plexus.kernel.records.queries.past import as_of
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types.file import Named
from plexus.kernel.schema.models.field_definition import CustomType
from plexus.kernel.schema.object import Object
from plexus.kernel.search.queries.finding import find
from plexus.shell.administration.actions import objects
from plexus.shell.exporting.wanted import Wanted
from plexus.shell.exporting.writing import write_export
from plexus.shell.importing.verdicts import Verdict

KINDS = [each.value for each in CustomType]
ENTERED = [each for each in KINDS if each not in {"auto_number", "formula", "rollup"}]


@pytest.fixture(params=["machines", "accounts"])
def about(request: pytest.FixtureRequest, cast: Cast) -> Object:
    """An object with a custom field of every type."""
    make = tailored.machines if request.param == "machines" else lambda actor: tailored.tailored(actor, "accounts")
    return make(cast.root)


def value(cast: Cast, field: Field) -> Any:
    """Something that a door might be told for a field."""
    match field.type.key:
        case "reference":
            return str(an_account(cast.ada, name="Weida").pk)
        case "references":
            return [str(a_contact(cast.ada, full_name=name).pk) for name in ("Li Na", "Wang Fang")]
        case "file":
            return {"upload": uploaded(cast.ada), "name": "offer.txt"}
        case _:
            return field.type.example(field)


def a_row(actor: Actor, about: Object, **values: Any) -> Any:
    """A record of the object."""
    return a_record(about.plural, actor, name="First", **values)


@pytest.mark.parametrize("kind", ENTERED)
def test_a_value_is_entered_read_found_told_emptied_and_taken_back(cast: Cast, about: Object, kind: str) -> None:
    field = about.fields[f"c_{kind}"]
    entered = value(cast, field)
    row = a_row(cast.ada, about, **{field.name: entered})

    with acting(cast.ada):
        read = reading.read_one(cast.ada, about, row.pk)[field.name]
        found = reading.read_page(cast.ada, about, reading.Asked(condition=_present(cast.ada, about, field.name)))
        told = {each.field.name for each in history(actor=cast.ada, about=about, record_id=row.pk).changes[0].fields}
        changing.update(actor=cast.ada, about=about, record_id=row.pk, values={field.name: None}, now=NOW)
        emptied = reading.read_one(cast.ada, about, row.pk)[field.name]
        none = reading.read_page(cast.ada, about, reading.Asked(condition=_present(cast.ada, about, field.name)))
        cause = Cause.objects.order_by("-id").values_list("pk", flat=True)[0]
        undoing.undo_cause(actor=cast.ada, cause_id=cause, now=NOW)
        again = reading.read_one(cast.ada, about, row.pk)[field.name]
        then = as_of(about=about, record_id=row.pk, at=NOW.replace(year=2036), actor=cast.ada).values[field.name]

    assert _plain(read) == _plain(field.type.parse(entered, field))
    assert [each["id"] for each in found.rows] == [row.pk]
    assert field.name in told
    assert emptied in (None, "", [])
    assert none.rows == []
    assert _plain(again) == _plain(then) == _plain(read)


def _present(actor: Actor, about: Object, name: str) -> Q:
    return from_document({"field": name, "op": "not_empty"}, about=about, actor=actor, now=NOW)


def _plain(value: Any) -> Any:
    """A value without the names of what it refers to, a file by what it is called and made of."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict) and "object" in value:
        return str(value["id"])
    if isinstance(value, Named) or (isinstance(value, dict) and "content" in value):
        return making.bare(value)
    return str(value) if hasattr(value, "hex") and not isinstance(value, float) else value


def test_every_type_sorts_and_pages(cast: Cast, about: Object) -> None:
    for place in range(8):
        filled = {f"c_{kind}": value(cast, about.fields[f"c_{kind}"]) for kind in ENTERED} if place % 3 else {}
        a_record(about.plural, cast.ada, **({"name": f"Row {place}"} | filled))

    paging_holds(cast, about, [each.name for each in about.custom_fields if each.type.sortable])


def test_many_are_changed_at_once(cast: Cast, about: Object) -> None:
    rows = [a_row(cast.ada, about) for _each in range(3)]
    with acting(cast.ada):
        for kind in ENTERED:
            field = about.fields[f"c_{kind}"]
            done = bulk.change_many(
                actor=cast.ada, about=about, rows=[each.pk for each in rows],
                values={field.name: value(cast, field)}, now=NOW,
            )  # fmt: skip
            assert (done.changed, done.refused) == (3, []), kind


def test_an_export_holds_every_field(cast: Cast, about: Object) -> None:
    filled = {f"c_{kind}": value(cast, about.fields[f"c_{kind}"]) for kind in ENTERED}
    a_row(cast.ada, about, **filled)
    out = io.BytesIO()
    with acting(cast.ada):
        write_export(cast.ada, about, Q(), Wanted("csv"), out)

    rows = list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"))))
    held = {name: text for name, text in next(each for each in rows if each["name"] == "First").items() if text}

    assert held.keys() >= {f"c_{kind}" for kind in KINDS}
    assert (held["c_auto_number"][:3], held["c_money"], held["c_reference"]) == ("M-0", "1234.5 CNY", "Weida")


def test_the_numbers_run_without_a_gap(cast: Cast, about: Object) -> None:
    first = a_row(cast.ada, about)
    with acting(cast.ada), pytest.raises(Exception, match="attention"):
        changing.create(actor=cast.ada, about=about, values={"name": ""}, now=NOW)
    second = a_row(cast.ben, about)

    assert [each.custom["c_auto_number"] for each in (first, second)] == ["M-0001", "M-0002"]
    assert making.settable(about)


def test_a_record_of_ones_own_object_is_found_by_its_name_and_by_what_people_know_it_by(cast: Cast) -> None:
    tailored.a_field(tailored_root(cast), "machines", name="serial", label_en="Serial number")
    row = a_record("machines", cast.ada, name="Press 7", serial="SN-4711")
    blind = replace(cast.ada, fields={"machines": {"serial": "hidden"}})

    with acting(cast.ada):
        by_name = [each.record_id for each in find(actor=cast.ada, text="press")]
        by_serial = [each.record_id for each in find(actor=cast.ada, text="SN-4711")]
    with acting(cast.cyd):
        strange = find(actor=cast.cyd, text="SN-4711", objects=["machines"])
    with acting(blind):
        hidden = find(actor=blind, text="SN-4711")

    assert (by_name, by_serial) == ([row.pk], [row.pk])
    assert (strange, hidden) == ((), ())


def tailored_root(cast: Cast) -> Actor:
    """The administrator, once the firm has machines."""
    with acting(cast.root):
        objects.create_object(actor=cast.root, values={"label_en": "Machine", "plural_en": "Machines"}, now=NOW)
    return cast.root


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_an_export_comes_back_unchanged(cast: Cast, about: Object, format: str) -> None:
    a_row(cast.ada, about, **{f"c_{kind}": value(cast, about.fields[f"c_{kind}"]) for kind in ENTERED})
    a_record(about.plural, cast.ada, name="Bare")
    out = io.BytesIO()
    with acting(cast.root):
        rows = write_export(cast.root, about, Q(), Wanted(format=format), out)

    outcome, sink = tried(cast.root, about.plural, out.getvalue())

    assert [row.reasons for row in sink.kept_back] == []
    assert [row.changes for row in sink.first.get("updated", [])] == []
    assert outcome.tally.of(Verdict.UNCHANGED) == rows


def test_a_file_from_elsewhere_brings_records_in_with_all_their_fields(cast: Cast, about: Object) -> None:
    customer = an_account(cast.ada, name="Hengtong Precision")
    head = "Name,Own text,Own date,Own reference,Own choice,Own money,Own choices,Own rating"
    line = 'Press 7,SN-1,2026-03-01,Hengtong Precision,Press,"1,234.50",lathe; Mill,8'

    outcome, sink = tried(cast.root, about.plural, f"{head}\n{line}\n".encode())

    assert [row.reasons for row in sink.kept_back] == []
    assert outcome.tally.of(Verdict.CREATED) == 1
    (made,) = sink.first["created"]
    assert {name: made.values[name] for name in ("c_text", "c_reference", "c_choice", "c_rating")} == {
        "c_text": "SN-1", "c_reference": customer.pk, "c_choice": "press", "c_rating": 8,
    }  # fmt: skip
