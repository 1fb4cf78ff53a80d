"""One figure everywhere: in lists, records, filters, sorts, groups, the API and exports, as reckoned by hand."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.casting import NOW, Cast, a_deal, a_record, an_account
from tests.kernel.completeness.defining import a_standard, by_hand
from tests.kernel.reckoned.asking import compare, listed
from tests.kernel.reckoned.defining import a_field, a_roll_up
from tests.shell.api.asking import Api, quoted

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing, reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.grouping.asked import asked
from plexus.kernel.records.queries.figures import figures
from plexus.kernel.schema import registry
from plexus.shell.exporting.wanted import Wanted
from plexus.shell.exporting.writing import write_export

pytestmark = pytest.mark.django_db
COUNTED = (
    "phone", "email", "industry", "city", "employees", "annual_revenue", "parent", "owner", "kind", "description",
    "grade", "visits", "approved", "seen_on", "sorts", "budget",
)  # fmt: skip
FACES = ("completeness", "completeness_band", "missing_fields")


@pytest.fixture
def accounts(cast: Cast) -> Cast:
    """Accounts with much, little and nothing in them, custom fields among it."""
    root, ada = cast.root, cast.ada
    choices = [{"key": "a", "label_en": "A"}, {"key": "b", "label_en": "B"}]
    a_field(root, "accounts", "grade", "choice", choices=choices)
    a_field(root, "accounts", "sorts", "choices", choices=choices)
    for name, kind in {"visits": "integer", "approved": "yes_no", "seen_on": "date", "budget": "money"}.items():
        a_field(root, "accounts", name, kind)
    above = an_account(ada, name="Hengtong Group", industry="Machines", grade="a", approved=False)
    an_account(
        ada, name="恒通", phone="+86 21 5555 0000", email="info@example.com", industry="Machines", city="上海",
        employees=12, annual_revenue={"amount": "1000000", "currency": "CNY"}, parent=above.pk, description="Lathes",
        grade="b", visits=3, approved=True, seen_on="2026-03-01", sorts=["a", "b"],
        budget={"amount": "5", "currency": "CNY"},
    )  # fmt: skip
    an_account(ada, name="Bare", kind="", visits=0, sorts=[])
    an_account(ada, name="Half", phone="021 5555 0000", employees=0, budget={"amount": "0", "currency": "CNY"})
    nobodys = an_account(ada, name="Nobody's", city="Wuxi")
    with acting(root):
        about = registry.of(root.workspace_id).object("accounts")
        changing.update(actor=root, about=about, record_id=nobodys.pk, values={"owner": None}, now=NOW)
    return cast


@settings(
    max_examples=12, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(weights=st.dictionaries(st.sampled_from(COUNTED), st.integers(1, 10), min_size=1))
def test_lists_filters_sorts_groups_and_exports_say_what_is_reckoned_by_hand(
    accounts: Cast, weights: dict[str, int]
) -> None:
    a_standard(accounts.root, "accounts", weights)
    root = accounts.root
    rows = {row[0]: row[1:] for row in listed(root, "accounts", "name", *FACES)}
    wanted = {values["name"]: by_hand(root, "accounts", values) for values in all_of(root)}

    assert {name: (int(share), band, missing) for name, (share, band, missing) in rows.items()} == wanted
    for least in {share for share, _band, _missing in wanted.values()}:
        below = {
            name for name, (share, _band, _missing) in wanted.items() if share is not None and share < (least or 0)
        }
        assert set(listed(root, "accounts", "name", where=compare("completeness", "lt", least))) == below
    for name in weights:
        without = {each for each, found in wanted.items() if name in found[2]}
        assert set(listed(root, "accounts", "name", where=compare("missing_fields", "contains", name))) == without
        assert set(listed(root, "accounts", "name", where=compare(name, "empty"))) == without
    shares = [int(row) for row in listed(root, "accounts", "completeness", sort="-completeness", limit=2)]
    assert shares == sorted(shares, reverse=True)
    assert groups(root) == {
        band: sum(each[1] == band for each in wanted.values()) for _share, band, _ in wanted.values()
    }
    assert exported(root) == {name: (str(found[0]), "; ".join(found[2])) for name, found in wanted.items()}
    told = Api(root).get("/accounts" + quoted(fields=",".join(("name", *FACES)))).json()["data"]
    assert {each["name"]: (int(each["completeness"]), *(each[name] for name in FACES[1:])) for each in told} == wanted


def all_of(actor: Actor) -> list[Any]:
    """Every account with all its values."""
    with acting(actor):
        about = registry.of(actor.workspace_id).object("accounts")
        return list(reading.read_page(actor, about, reading.Asked()).rows)


def groups(actor: Actor) -> dict[Any, int]:
    """How many accounts there are in each band."""
    with acting(actor):
        about = registry.of(actor.workspace_id).object("accounts")
        found = figures(
            actor=actor, about=about, condition=Q(), asked=asked(actor, about, keys=["completeness_band"])
        )  # fmt: skip
        return {each.keys[0]: each.count for each in found.groups}


def exported(actor: Actor) -> dict[str, tuple[str, str]]:
    """Percentage and what is missing as a file holds them."""
    with acting(actor):
        about = registry.of(actor.workspace_id).object("accounts")
        target = io.BytesIO()
        names = ("name", "completeness", "missing_fields")
        write_export(actor, about, Q(), Wanted("csv", names), target)
    rows = csv.reader(io.StringIO(target.getvalue().decode("utf-8-sig")))
    next(rows)
    return {name: (share.rstrip("%"), missing) for name, share, missing in rows}


def test_the_product_has_a_standard_for_accounts_contacts_and_deals(cast: Cast) -> None:
    an_account(cast.ada, phone="+86 21 5555 0000", city="上海")
    a_deal(cast.ada, amount={"amount": "5", "currency": "CNY"})

    account = listed(cast.ada, "accounts", "completeness", "missing_fields")[0]
    deal = listed(cast.ada, "deals", "completeness", "missing_fields")[0]

    assert account == (41, ["email", "industry", "annual_revenue", "website", "street", "country", "employees"])
    assert deal == (35, ["account", "expected_close_on", "contact", "source"])


def test_an_object_without_a_standard_has_no_such_fields(cast: Cast) -> None:
    with acting(cast.root):
        products = registry.of(cast.root.workspace_id).object("products")

    assert not set(FACES) & products.fields.keys()


def test_a_standard_that_is_taken_away_leaves_that_of_the_product(cast: Cast) -> None:
    a_standard(cast.root, "accounts", {"city": 5})
    an_account(cast.ada, city="上海")
    assert listed(cast.ada, "accounts", "completeness") == [100]

    a_standard(cast.root, "accounts", {})
    with acting(cast.root):
        assert "completeness" not in registry.of(cast.root.workspace_id).object("accounts").fields


def test_a_roll_up_takes_the_average_completeness_of_related_records(cast: Cast) -> None:
    account = an_account(cast.ada)
    a_roll_up(cast.root, "accounts", "quality", "contacts", "avg", of="completeness")
    a_record("contacts", cast.ada, full_name="Zhang Wei", account=account.pk)
    a_record("contacts", cast.ada, full_name="Li Na", account=account.pk, job_title="CEO", phone="+86 21 5555 0000")

    assert listed(cast.ada, "accounts", "quality") == [pytest.approx(46, abs=1)]
