"""What is hidden from a reader counts neither way: no figure gives away whether it is filled."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.casting import Cast, an_account
from tests.kernel.completeness.defining import a_standard
from tests.kernel.reckoned.asking import compare, listed
from tests.kernel.reckoned.test_access import blind, filter_refused

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db
FACES = ("completeness", "completeness_band", "missing_fields")


@pytest.mark.parametrize("industry", ["", "Machines"])
def test_two_records_that_differ_in_a_hidden_field_are_equally_complete(cast: Cast, industry: str) -> None:
    a_standard(cast.root, "accounts", {"industry": 9, "city": 1, "phone": 1})
    an_account(cast.ada, city="上海", industry=industry)

    seen = listed(blind(cast.ada, "accounts", "industry"), "accounts", *FACES)
    told = listed(cast.ada, "accounts", "completeness")

    assert [(int(share), band, missing) for share, band, missing in seen] == [(50, "fair", ["phone"])]
    assert [int(share) for share in told] == [90 if industry else 9]


def test_a_hidden_field_is_found_by_no_filter_over_what_is_missing(cast: Cast) -> None:
    a_standard(cast.root, "accounts", {"industry": 9, "city": 1})
    an_account(cast.ada, name="Half", city="上海")
    actor = blind(cast.ada, "accounts", "industry")

    assert listed(cast.ada, "accounts", "name", where=compare("missing_fields", "contains", "industry")) == ["Half"]
    assert listed(actor, "accounts", "name", where=compare("completeness", "lt", 100)) == []
    assert listed(actor, "accounts", "name", where=compare("missing_fields", "not_empty")) == []
    assert filter_refused(actor, "accounts", compare("missing_fields", "contains", "industry")) == filter_refused(
        actor, "accounts", compare("missing_fields", "contains", "nonsense")
    )


def test_who_may_read_none_of_what_counts_is_told_nothing(cast: Cast) -> None:
    a_standard(cast.root, "accounts", {"industry": 9})
    an_account(cast.ada)

    assert listed(blind(cast.ada, "accounts", "industry"), "accounts", *FACES) == [(None, "", None)]


def test_completeness_itself_can_be_hidden(cast: Cast) -> None:
    an_account(cast.ada)
    actor = replace(cast.ada, fields={"accounts": dict.fromkeys(FACES, "hidden")})

    with acting(actor):
        known = readable_fields(actor, registry.of(actor.workspace_id).object("accounts"))
        assert not set(FACES) & known.keys()
    with pytest.raises(Invalid):
        listed(actor, "accounts", "completeness")


def test_the_schema_offers_no_hidden_field_as_missing(cast: Cast) -> None:
    a_standard(cast.root, "accounts", {"industry": 9, "city": 1})
    actor = blind(cast.ada, "accounts", "industry")

    with acting(actor):
        known = readable_fields(actor, registry.of(actor.workspace_id).object("accounts"))

    assert known["missing_fields"].choice_keys == ("city",)
