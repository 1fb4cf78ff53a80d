"""Relations come in by file: both ends are found by name, e-mail or external id."""

from __future__ import annotations

from tests.casting import Cast, a_contact, a_relation_type, an_account
from tests.shell.importing.trying import tried

from plexus.crm.relations.models import Relation
from plexus.shell.importing.verdicts import Verdict


def test_both_ends_are_found_by_what_a_file_says_of_them(cast: Cast) -> None:
    firm = an_account(cast.ada, name="Hengtong", external_id="A-1")
    other = an_account(cast.ada, name="Weida")
    person = a_contact(cast.ada, full_name="Li Na", emails=[{"value": "li@example.com"}])
    a_relation_type(cast.root, name="decides for", inverse_name="is decided by")
    rows = [
        ("Relation", "From contact", "From account", "To account", "Strength"),
        ("decides for", "li@example.com", "", "A-1", "strong"),
        ("decides for", "Li Na", "", "Weida", ""),
        ("decides for", "", "Hengtong", "Weida", ""),
        ("decides for", "Li Na", "", "Hengtong", ""),
        ("decides for", "Nobody", "", "Weida", ""),
        ("decides for", "", "Weida", "Weida", ""),
        ("adores", "Li Na", "", "Weida", ""),
    ]

    outcome, sink = tried(cast.root, "relations", rows)

    found = {(each.source, each.target, each.strength) for each in Relation.objects.all()}
    assert found == {
        (("contacts", person.pk), ("accounts", firm.pk), "strong"),
        (("contacts", person.pk), ("accounts", other.pk), ""),
        (("accounts", firm.pk), ("accounts", other.pk), ""),
    }
    assert outcome.tally.of(Verdict.CREATED) == 3
    kept_back = {row.number: [(each.field, each.code) for each in row.reasons] for row in sink.kept_back}
    assert [reasons[0][1] for _number, reasons in sorted(kept_back.items())] == [
        "taken", "not_found", "itself", "not_found",
    ]  # fmt: skip
