"""Values in one form: on every way of writing that a standard asks for, and on demand for what is there already."""

from __future__ import annotations

from typing import Any

import pytest
from tests.casting import NOW, Cast, a_contact, an_account, fresh
from tests.kernel.completeness.defining import a_standard
from tests.shell.api.asking import Api

from plexus.kernel import actions
from plexus.kernel.actions import normalising
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import bulk, changing, undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db
KEPT = ["name", "phone", "email", "website", "street", "city"]


@pytest.fixture
def kept(cast: Cast) -> Cast:
    """The cast, in a firm that keeps the fields of accounts in one form."""
    a_standard(cast.root, "accounts", {"phone": 1}, normalised=KEPT)
    return cast


def test_what_is_typed_is_put_into_one_form(kept: Cast) -> None:
    row = an_account(
        kept.ada, name="Hengtong  Ｌtd ", phone="(021) 5555-0000 转 12", email="Info@EXAMPLE.com",
        website="HTTPS://Example.COM:443/", street="浙江省杭州市余杭区文一西路969号",
    )  # fmt: skip

    assert (row.name, row.phone, row.email) == ("Hengtong Ltd", "+862155550000 ext 12", "info@example.com")
    assert row.website == "https://example.com"
    assert (row.region, row.city, row.district, row.street) == ("浙江省", "杭州市", "余杭区", "文一西路969号")


def test_what_cannot_be_read_stays_as_it_was_typed(kept: Cast) -> None:
    row = an_account(kept.ada, phone="12345", street="third house behind the mill")

    assert (row.phone, row.street) == ("12345", "third house behind the mill")


def test_without_a_standard_nothing_is_rewritten(cast: Cast) -> None:
    assert an_account(cast.ada, phone="021 5555 0000").phone == "021 5555 0000"


@pytest.mark.parametrize("way", ["page", "bulk", "api"])
def test_every_way_of_writing_is_the_same(kept: Cast, way: str) -> None:
    row = an_account(kept.ada)
    with acting(kept.ada):
        about = registry.of(kept.ada.workspace_id).object("accounts")
        if way == "page":
            changing.update(actor=kept.ada, about=about, record_id=row.pk, values={"phone": "021 5555 0000"}, now=NOW)
        if way == "bulk":
            bulk.change_many(actor=kept.ada, about=about, rows=[row.pk], values={"phone": "021 5555 0000"}, now=NOW)
    if way == "api":
        Api(kept.ada).patch(f"/accounts/{row.pk}", {"phone": "021 5555 0000"})

    assert fresh(row).phone == "+862155550000"


def test_what_was_not_written_now_is_left_alone(cast: Cast) -> None:
    row = an_account(cast.ada, phone="021 5555 0000")
    a_standard(cast.root, "accounts", {"phone": 1}, normalised=KEPT)
    with acting(cast.ada):
        about = registry.of(cast.ada.workspace_id).object("accounts")
        changing.update(actor=cast.ada, about=about, record_id=row.pk, values={"industry": "Machines"}, now=NOW)

    assert fresh(row).phone == "021 5555 0000"


def contacts(cast: Cast) -> list[Any]:
    """Three people, two of them written down in haste."""
    points = [{"value": "138 1234 5678", "label": "mobile", "primary": True}, {"value": "+8613812345678"}]
    return [
        a_contact(cast.ada, full_name="SMITH, JOHN", phones=points, city="杭州市", street="余杭区文一西路969号"),
        a_contact(cast.ada, full_name="张 三", emails=[{"value": "Zhang@Example.com"}]),
        a_contact(cast.ada, full_name="Li Na"),
    ]


def test_the_command_puts_right_what_is_there_and_is_undone_as_one(cast: Cast) -> None:
    rows = contacts(cast)
    result = done(cast.ada, [each.pk for each in rows])

    assert (result.changed, result.unchanged, result.refused_count) == (2, 1, 0)
    john, zhang = fresh(rows[0]), fresh(rows[1])
    assert (john.full_name, john.family_name, john.given_name) == ("John Smith", "Smith", "John")
    assert john.phones == [{"value": "+8613812345678", "label": "mobile", "primary": True}]
    assert (john.district, john.street) == ("余杭区", "文一西路969号")
    assert (zhang.full_name, zhang.email) == ("张三", "zhang@example.com")
    assert done(cast.ada, [each.pk for each in rows]).changed == 0

    with acting(cast.ada):
        undoing.undo_cause(actor=cast.ada, cause_id=result.cause_id, now=NOW)
    assert [fresh(each).full_name for each in rows] == ["SMITH, JOHN", "张 三", "Li Na"]
    assert fresh(rows[0]).street == "余杭区文一西路969号"


def test_chosen_fields_alone_are_put_right(cast: Cast) -> None:
    row = contacts(cast)[0]

    done(cast.ada, [row.pk], fields=["full_name"])

    assert (fresh(row).full_name, fresh(row).phones[0]["value"]) == ("John Smith", "138 1234 5678")


def test_the_preview_says_what_would_change_and_changes_nothing(cast: Cast) -> None:
    rows = contacts(cast)
    with acting(cast.ada):
        about = registry.of(cast.ada.workspace_id).object("contacts")
        found = normalising.preview(actor=cast.ada, about=about, rows=[each.pk for each in rows])

    assert (found.looked, found.differing, found.more) == (3, 2, False)
    assert ("SMITH, JOHN", "John Smith") in {(each.before, each.after) for each in found.examples}
    assert [fresh(each).full_name for each in rows] == ["SMITH, JOHN", "张 三", "Li Na"]


def test_a_preview_shows_nobody_what_he_may_not_change(cast: Cast) -> None:
    rows = contacts(cast)
    with acting(cast.cyd):
        about = registry.of(cast.cyd.workspace_id).object("contacts")
        found = normalising.preview(actor=cast.cyd, about=about, rows=[each.pk for each in rows])

    assert (found.looked, found.examples) == (0, ())


def done(actor: Actor, ids: list[Any], **params: Any) -> Any:
    """The command, done to some contacts."""
    with acting(actor):
        about = registry.of(actor.workspace_id).object("contacts")
        return actions.run_many(actor=actor, about=about, key="normalise", rows=ids, now=NOW, params=params)
