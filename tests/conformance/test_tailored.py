"""What a firm added stands where everything else does: an object of its own, and its fields on a standard one."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db.models import Q
from tests.casting import NOW, Cast, a_contact, a_record, an_account
from tests.conformance import making, tailored
from tests.conformance.test_lists import paging_holds

from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Cause
from plexus.kernel.query.filtering import from_document
from plexus.kernel.records import bulk, changing, reading, undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.queries.history import history
from plexus.kernel.records.queries.past import as_of
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.models.field_definition import CustomType
from plexus.kernel.schema.object import Object
from plexus.shell.exporting.wanted import Wanted
from plexus.shell.exporting.writing import write_export

KINDS = [each.value for each in CustomType]
ENTERED = [each for each in KINDS if each != "auto_number"]


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
    """A value without the names of what it refers to."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict) and "object" in value:
        return str(value["id"])
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
    assert (held["c_auto_number"][:3], held["c_money.currency"], held["c_reference"]) == ("M-0", "CNY", "Weida")


def test_the_numbers_run_without_a_gap(cast: Cast, about: Object) -> None:
    first = a_row(cast.ada, about)
    with acting(cast.ada), pytest.raises(Exception, match="attention"):
        changing.create(actor=cast.ada, about=about, values={"name": ""}, now=NOW)
    second = a_row(cast.ben, about)

    assert [each.custom["c_auto_number"] for each in (first, second)] == ["M-0001", "M-0002"]
    assert making.settable(about)
