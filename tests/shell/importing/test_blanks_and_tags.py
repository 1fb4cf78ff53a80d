"""Blank cells that take away what was there, and tags and choices with commas between them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.casting import Cast, an_account, fresh
from tests.conformance import making, tailored
from tests.shell.importing.trying import tried

from plexus.crm.customers.models import Account
from plexus.kernel.records.models import CustomRecord
from plexus.shell.importing.verdicts import Verdict

REQUIRED = "This field is required."


def test_blank_cells_empty_lists(cast: Cast) -> None:
    account = an_account(cast.ada, name="Acme", tags=["VIP"])

    outcome, _sink = tried(cast.ada, "accounts", [("name", "tags"), ("Acme", "")], match=("name",), clear_blanks=True)

    assert (outcome.tally.of(Verdict.UPDATED), fresh(account).tags) == (1, [])


@pytest.mark.parametrize(("plural", "column"), [("custom-fields", "position"), ("quality-standards", "normalised")])
def test_what_is_never_empty_is_refused_a_blank_and_nothing_breaks_off(cast: Cast, plural: str, column: str) -> None:
    row = making.minimal(plural, cast.root)

    outcome, sink = tried(cast.root, plural, [("id", column), (str(row.pk), "")], match=("id",), clear_blanks=True)

    reasons = [each.sentence() for kept in sink.kept_back for each in kept.reasons]
    assert (outcome.tally.of(Verdict.UPDATED), reasons) == (0, [REQUIRED] if column == "position" else [])


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ("VIP, 华东", ["VIP", "华东"]), ("VIP，华东、老客户", ["VIP", "华东", "老客户"]),
        ("VIP; 华东", ["VIP", "华东"]), ("A/B", ["A/B"]), ("R&D, R&D", ["R&D"]),
    ],
)  # fmt: skip
def test_tags_are_parted_as_on_a_page(cast: Cast, cell: str, tags: list[str]) -> None:
    tried(cast.ada, "accounts", [("name", "tags"), ("Acme", cell)])

    assert Account.objects.get(name="Acme").tags == tags


def test_choices_are_parted_by_commas_unless_a_label_holds_one(cast: Cast) -> None:
    tailored.machines(cast.root)
    choices: list[dict[str, Any]] = [
        {"key": "both", "label_en": "Lathe, press", "label_zh": "车床，冲床"},
        {"key": "mill", "label_en": "Mill", "label_zh": "铣床"},
        {"key": "saw", "label_en": "Saw", "label_zh": "锯床"},
    ]
    tailored.a_field(
        cast.root, "machines", "choices", name="c_made_on", label_en="Made on", options={"choices": choices}
    )
    rows = [
        ("name", "c_made_on"),
        ("A", "Mill, Saw"),
        ("B", "Lathe, press"),
        ("C", "Lathe, press; Mill"),
        ("D", "铣床，锯床"),
    ]

    tried(cast.root, "machines", rows)

    made = dict(CustomRecord.objects.filter(object="machines").values_list("name", "custom__c_made_on"))
    assert made == {"A": ["mill", "saw"], "B": ["both"], "C": ["both", "mill"], "D": ["mill", "saw"]}
