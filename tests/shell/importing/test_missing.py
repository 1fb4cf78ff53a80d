"""What rows refer to and what is not there is made with them, whatever it is and whoever asks for it meanwhile."""

from __future__ import annotations

import pytest
from tests.casting import Cast, a_contact, a_record, a_stage, an_account
from tests.shell.importing.trying import tried

from plexus.crm.customers.models import Account, Contact
from plexus.crm.sales.models import Deal, Stage
from plexus.kernel.identity.models import Person
from plexus.kernel.schema import registry
from plexus.shell.importing.verdicts import Verdict

EVERY = [
    ("contacts", "account"),
    ("contacts", "owner"),
    ("accounts", "parent"),
    ("accounts", "owner"),
    ("deals", "account"),
    ("deals", "contact"),
    ("deals", "stage"),
    ("deals", "owner"),
    ("deals", "lost_reason"),
    ("tasks", "owner"),
    ("activities", "owner"),
]


@pytest.mark.parametrize("known", [False, True], ids=["new", "known"])
@pytest.mark.parametrize("dry", [False, True], ids=["run", "trial"])
@pytest.mark.parametrize(("plural", "field"), EVERY)
def test_whatever_a_row_refers_to_can_be_made_with_it(
    cast: Cast, plural: str, field: str, dry: bool, known: bool
) -> None:
    a_stage(cast.root, "Lost")
    title = registry.standard().object(plural).title.name
    first = {title: "Row", "external_id": "x", **({"stage": "Lost"} if plural == "deals" else {})}
    rows = [first | {title: f"Row {number}", "external_id": f"x{number}"} for number in range(3)]
    if known:
        tried(cast.root, plural, [tuple(first), *(tuple(each.values()) for each in rows)])
    wanted = [each | {field: f"Missing {number // 2}"} for number, each in enumerate(rows)]

    outcome, sink = tried(
        cast.root, plural, [tuple(wanted[0]), *(tuple(each.values()) for each in wanted)],
        match=("external_id",), create_missing=(field,), dry=dry,
    )  # fmt: skip

    assert [row.reasons for row in sink.kept_back] == []
    assert outcome.tally.of(Verdict.UPDATED if known else Verdict.CREATED) == 3
    assert outcome.tally.missing.total() == 2


def test_records_of_a_made_owner_are_of_nobodys_team(cast: Cast) -> None:
    tried(cast.root, "contacts", [("name", "owner"), ("Anna", "Lea Meyer")], create_missing=("owner",))

    made = Contact.objects.get(full_name="Anna")

    assert (str(made.owner), made.team) == ("Lea Meyer", None)
    assert Person.objects.get(name="Lea Meyer").user is None


def test_a_deal_enters_the_stage_that_is_made_for_it(cast: Cast) -> None:
    a_stage(cast.root)

    tried(cast.root, "deals", [("name", "stage"), ("Ten lathes", "On trial")], create_missing=("stage",))

    deal, stage = Deal.objects.get(name="Ten lathes"), Stage.objects.get(name="On trial")
    assert (deal.stage, deal.pipeline, deal.outcome) == (stage, stage.pipeline, stage.outcome)


@pytest.mark.parametrize("known", [False, True])
def test_a_rule_looks_at_what_is_made_with_the_row(cast: Cast, known: bool) -> None:
    a_record(
        "custom-rules", cast.root, object="contacts", refuse_when="account.name = 'Missing Ltd'",
        message_en="Not of that company.", message_zh="不可以。",
    )  # fmt: skip
    if known:
        a_contact(cast.root, full_name="Anna", email="a@x.example", account=an_account(cast.root).pk)

    outcome, sink = tried(
        cast.root, "contacts", [("name", "email", "account"), ("Anna", "a@x.example", "Missing Ltd")],
        create_missing=("account",),
    )  # fmt: skip

    assert [each.sentence() for row in sink.kept_back for each in row.reasons] == ["Not of that company."]
    assert outcome.tally.of(Verdict.REJECTED) == 1
    assert not Account.objects.filter(name="Missing Ltd").exists()


@pytest.mark.parametrize("order", [("account", "account.external_id"), ("account.external_id", "account")])
def test_of_companies_with_one_name_that_with_the_key_is_meant(cast: Cast, order: tuple[str, str]) -> None:
    an_account(cast.root, name="Kern")
    meant = an_account(cast.root, name="Kern", external_id="9001")
    said = {"account": "Kern", "account.external_id": "9001"}
    mapping = tuple((each, each) for each in order)
    rows = [("name", *order), ("Anna", *(said[each] for each in order))]

    _outcome, sink = tried(cast.root, "contacts", rows, mapping=mapping)

    assert [row.reasons for row in sink.kept_back] == []
    assert Contact.objects.get(full_name="Anna").account_id == meant.pk


def test_a_company_that_is_made_is_called_by_its_name_not_by_its_key(cast: Cast) -> None:
    rows = [("name", "key", "company"), ("Anna", "9001", "Kern")]
    mapping = (("key", "account.external_id"), ("company", "account"))

    tried(cast.root, "contacts", rows, mapping=mapping, create_missing=("account",))

    assert str(Contact.objects.get(full_name="Anna").account) == "Kern"
