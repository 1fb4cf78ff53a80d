"""Files in fields below the doors: bytes that stay while a value names them, types, rules, import and export."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Q
from tests.casting import NOW, Cast, a_record, an_account, fresh, uploaded
from tests.conformance import tailored
from tests.shell.importing.trying import tried

from plexus.kernel.files import jobs, keeping, using
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Cause
from plexus.kernel.records import bulk, changing, reading, undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema.field_types import Unfit
from plexus.shell.administration.actions import fields, retyping
from plexus.shell.exporting.wanted import Wanted
from plexus.shell.exporting.writing import write_export
from plexus.shell.importing.destinations import Destinations
from plexus.shell.importing.verdicts import Verdict

pytestmark = pytest.mark.django_db
CONTENT = b"Ten lathes, net 30 days."


def told(actor: Actor, content: bytes = CONTENT, name: str = "offer.txt") -> dict[str, str]:
    """What a door is told of an upload."""
    return {"upload": uploaded(actor, content, name=name), "name": name}


def contract(cast: Cast, plural: str = "accounts", **values: Any) -> Any:
    """The definition of a field that holds a contract."""
    return tailored.a_field(cast.root, plural, "file", name="contract", label_en="Contract", **values)


def held(cast: Cast, row: Any, plural: str = "accounts") -> Mapping[str, Any] | None:
    """What the record shows in the field now."""
    with acting(cast.root):
        values = reading.read_one(cast.root, tailored.about(cast.root, plural), row.pk, fields=("contract",))
    value: Mapping[str, Any] | None = values["contract"]
    return value


def change(cast: Cast, row: Any, value: Any) -> None:
    """Set the field."""
    about = tailored.about(cast.root, "accounts")
    with acting(cast.root):
        changing.update(actor=cast.root, about=about, record_id=row.pk, values={"contract": value}, now=NOW)


def test_a_name_that_deceives_is_put_right(cast: Cast) -> None:
    contract(cast)

    row = an_account(cast.ada, contract=told(cast.ada, b"%PDF-1.7", "..\\folder/of\u202efdp.exe"))

    value = fresh(row).custom["contract"]
    assert value.keys() == {"id", "name", "type", "size", "content"}
    assert (value["name"], value["type"], value["size"]) == ("offdp.exe", "application/pdf", 8)
    assert value["content"] == hashlib.sha256(b"%PDF-1.7").hexdigest()


def test_what_does_not_look_like_a_file_any_more_reads_as_empty(cast: Cast) -> None:
    contract(cast)
    row = an_account(cast.ada)
    with acting(cast.root):
        type(row).objects.filter(pk=row.pk).update(custom={"contract": {"name": "a.txt"}})

    assert held(cast, row) is None


def test_many_records_get_the_same_file_at_once(cast: Cast) -> None:
    contract(cast)
    about, rows = tailored.about(cast.root, "accounts"), [an_account(cast.ada) for _each in range(3)]

    with acting(cast.root):
        done = bulk.change_many(
            actor=cast.root, about=about, rows=[each.pk for each in rows], values={"contract": told(cast.root)}, now=NOW
        )
        again = bulk.change_many(
            actor=cast.root, about=about, rows=[each.pk for each in rows],
            values={"contract": fresh(rows[0]).custom["contract"]["id"]}, now=NOW,
        )  # fmt: skip

    assert (done.changed, again.changed, again.unchanged) == (3, 0, 3)
    assert {fresh(each).custom["contract"]["name"] for each in rows} == {"offer.txt"}


def test_a_required_file_is_asked_for_and_a_rule_knows_its_name(cast: Cast) -> None:
    contract(cast, required=True)
    a_record("custom-rules", cast.root, object="accounts", refuse_when="ends_with(lower(contract), '.exe')",
             message_en="No programs, please.", field="contract")  # fmt: skip
    about = tailored.about(cast.ada, "accounts")

    def refused(value: Any) -> list[str]:
        with acting(cast.ada), pytest.raises(Invalid) as found:
            changing.create(actor=cast.ada, about=about, values={"name": "X", **value}, now=NOW)
        return [each.sentence(str) for each in found.value.fields]

    assert refused({}) == ["This field is required."]
    assert refused({"contract": None}) == ["This field is required."]
    assert refused({"contract": told(cast.ada, name="setup.EXE")}) == ["No programs, please."]
    assert an_account(cast.ada, contract=told(cast.ada)).version == 1


def test_no_field_of_files_begins_with_one(cast: Cast) -> None:
    made = contract(cast)
    with acting(cast.root), pytest.raises(Invalid) as fixed:
        fields.change_field(actor=cast.root, field_id=made.pk, values={"options": {"default": "offer.txt"}}, now=NOW)
    with acting(cast.root), pytest.raises(Invalid) as reckoned:
        a_record("field-rules", cast.root, object="accounts", field="contract", default="name")
    with acting(cast.root), pytest.raises(Invalid) as unique:
        fields.change_field(actor=cast.root, field_id=made.pk, values={"unique": True}, now=NOW)

    found = [each.value.fields[0].code for each in (fixed, reckoned, unique)]
    assert found == ["no_default", "no_kind", "never_unique"]


def test_a_file_becomes_its_name_and_undo_makes_it_a_file_again(cast: Cast) -> None:
    made = contract(cast)
    row = an_account(cast.ada, contract=told(cast.ada, name="合同.txt"))
    before = fresh(row).custom["contract"]

    with acting(cast.root):
        number = retyping.preview_type(actor=cast.root, field_id=made.pk, type="integer")
        seen = retyping.preview_type(actor=cast.root, field_id=made.pk, type="text")
        with pytest.raises(Invalid) as refused:
            retyping.preview_type(actor=cast.root, field_id=made.pk, type="file")
        retyping.change_type(actor=cast.root, record_id=made.pk, type="text", now=NOW)
    became = fresh(row).custom["contract"]
    with acting(cast.root):
        cause = Cause.objects.order_by("-id").values_list("pk", flat=True)[0]
        undoing.undo_cause(actor=cast.root, cause_id=cause, now=NOW)

    assert (seen.kept, seen.lost, number.lost, number.examples) == (1, 0, 1, ["合同.txt"])
    assert [each.code for each in refused.value.fields] == ["no_file"]
    assert (became, fresh(row).custom["contract"]) == ("合同.txt", before)


def test_no_text_becomes_a_file(cast: Cast) -> None:
    made = tailored.a_field(cast.root, "accounts", "text", name="contract")
    an_account(cast.ada, contract=f"{uploaded(cast.ada)}/offer.txt")

    with acting(cast.root), pytest.raises(Invalid) as refused:
        retyping.change_type(actor=cast.root, record_id=made.pk, type="file", now=NOW)

    assert [each.code for each in refused.value.fields] == ["no_file"]
    assert tailored.about(cast.root, "accounts").fields["contract"].type.key == "text"


def test_a_table_brings_no_file_and_takes_none_away(cast: Cast) -> None:
    contract(cast)
    row = an_account(cast.ada, name="Hengtong", contract=told(cast.ada))
    about, before = tailored.about(cast.root, "accounts"), fresh(row).custom
    out = io.BytesIO()
    with acting(cast.root):
        write_export(cast.root, about, Q(), Wanted("csv", fields=("id", "name", "contract")), out)
        with pytest.raises(Unfit, match="holds a file, which no table brings along"):
            Destinations(cast.root, about).of("contract")

    (line,) = csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig")))
    changed = out.getvalue().replace(b"offer.txt", b"another.txt").replace(b"Hengtong", b"Weida")
    outcome, _sink = tried(cast.root, "accounts", changed)

    assert line["contract"] == "offer.txt"
    assert outcome.tally.of(Verdict.UPDATED) == 1
    assert (fresh(row).name, fresh(row).custom) == ("Weida", before)


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """Where the bytes of this test lie."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def _later(folder: Path, days: int = jobs.UNUSED_DAYS + 1) -> None:
    moment = time.time() - days * jobs.DAY
    for path in folder.rglob("*"):
        os.utime(path, (moment, moment))


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
@pytest.mark.parametrize("plural", ["accounts", "machines"])
def test_bytes_stay_while_a_field_names_them_and_go_long_after(folder: Path, cast: Cast, plural: str) -> None:
    if plural == "machines":
        a_record("custom-objects", cast.root, name="machines", label_en="Machine", plural_en="Machines")
    made = contract(cast, plural)
    row = a_record(plural, cast.root, name="First", contract=told(cast.root))
    path = keeping.path_of(cast.root.workspace_id, hashlib.sha256(CONTENT).hexdigest())
    about = tailored.about(cast.root, plural)

    def swept() -> bool:
        jobs.sweep()
        _later(folder)
        jobs.sweep()
        return path.exists()

    assert swept(), "a record names them"
    with acting(cast.root):
        changing.trash(actor=cast.root, about=about, record_id=row.pk, now=NOW)
        fields.retire_field(actor=cast.root, record_id=made.pk, now=NOW)
    assert swept(), "a record in the trash and a retired field come back"
    assert (cast.root.workspace_id, path.name) in using.contents()
    with acting(cast.root):
        fields.reinstate_field(actor=cast.root, record_id=made.pk, now=NOW)
        changing.restore(actor=cast.root, about=about, record_id=row.pk, now=NOW)
        changing.update(actor=cast.root, about=about, record_id=row.pk, values={"contract": None}, now=NOW)
    jobs.sweep()
    assert path.exists(), "undo may bring it back for some time"
    _later(folder)
    jobs.sweep()
    assert not path.exists()
    assert UUID(int=0) not in {owner for owner, _digest in using.contents()}
