"""An import does what its person may do, and not more."""

from __future__ import annotations

import pytest
from tests.casting import Cast, a_contact, found, fresh
from tests.shell.importing.trying import tried

from plexus.crm.customers.models import Contact
from plexus.kernel.identity.models import Role
from plexus.kernel.records.refusals import NotAllowed
from plexus.shell.importing.order import Mode
from plexus.shell.importing.refusals import MappingInvalid
from plexus.shell.importing.verdicts import Verdict


def test_records_of_others_are_not_changed(cast: Cast) -> None:
    theirs = a_contact(cast.ben, full_name="Anna", email="a@example.com", city="Bonn")

    outcome, sink = tried(cast.ada, "contacts", [("name", "email", "city"), ("Anna", "a@example.com", "Ulm")])

    assert outcome.tally.of(Verdict.REJECTED) == 1
    assert "role does not allow" in sink.kept_back[0].reasons[0].message
    assert fresh(theirs).city == "Bonn"


def test_records_out_of_sight_are_neither_found_nor_told(cast: Cast) -> None:
    a_contact(cast.cyd, full_name="Anna", email="a@example.com")

    outcome, _sink = tried(cast.ada, "contacts", [("name", "email"), ("Anna", "a@example.com")])

    assert outcome.tally.of(Verdict.CREATED) == 1


def test_another_firm_is_never_met(cast: Cast) -> None:
    theirs = a_contact(cast.eve, full_name="Anna", email="a@example.com", city="Bonn")

    outcome, _sink = tried(cast.ada, "contacts", [("id", "name", "city"), (str(theirs.pk), "Anna", "Ulm")])

    assert outcome.tally.of(Verdict.CREATED) == 1
    assert fresh(theirs).city == "Bonn"


def test_a_reader_may_not_import(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        tried(cast.lee, "contacts", [("name",), ("Anna",)])

    assert Contact.objects.count() == 0


def test_what_may_not_be_created_is_not_created_because_it_is_missing(cast: Cast) -> None:
    with pytest.raises(MappingInvalid) as refused:
        tried(cast.ada, "deal-line-items", [("deal", "product"), ("A", "B")], create_missing=("product",))

    assert [each.code for each in refused.value.fields] == ["not_allowed"]


def test_a_field_that_may_not_be_written_is_refused(cast: Cast) -> None:
    assert cast.ada.role_id is not None
    Role.objects.filter(pk=cast.ada.role_id).update(fields={"contacts": {"city": "read_only"}})
    ada = found(cast.ada.person_id)

    with pytest.raises(MappingInvalid):
        tried(ada, "contacts", [("name", "Town"), ("Anna", "Ulm")], mapping=(("Town", "city"),), mode=Mode.CREATE)
