"""What becomes of each row: created, updated, unchanged, a duplicate, rejected; by keys, modes and references."""

from __future__ import annotations

import pytest
from tests.shell.importing.bringing import Commands

from plexus.crm.customers.models import Account, Contact
from plexus.crm.sales.models import Deal
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
HEAD = ("Full name", "E-mail", "Company", "City")


def names(operator: Actor) -> dict[str, str]:
    with acting(operator):
        return dict(Contact.objects.filter(deleted_at=None).values_list("full_name", "city"))


def test_rows_are_created_then_unchanged_then_updated(commands: Commands, operator: Actor) -> None:
    first = [HEAD, ("Anna Kern", "anna@example.com", "", "Bonn"), ("张伟", "wei@example.com", "", "上海")]
    later = [HEAD, ("Anna Kern", "ANNA@example.com", "", "Ulm"), ("张伟", "wei@example.com", "", "上海")]

    figures = [commands.bring_in("contacts", commands.a_file(rows)).figures for rows in (first, first, later)]

    assert figures == [{"created": 2}, {"unchanged": 2}, {"updated": 1, "unchanged": 1}]
    assert names(operator) == {"Anna Kern": "Ulm", "张伟": "上海"}


def test_names_of_people_are_parted_as_single_changes_part_them(commands: Commands, operator: Actor) -> None:
    commands.bring_in("contacts", commands.a_file([HEAD, ("欧阳娜娜", "o@example.com", "", "")]))

    with acting(operator):
        one = Contact.objects.get()
    assert (one.family_name, one.given_name, one.sort_key[:7]) == ("欧阳", "娜娜", "ou yang")


@pytest.mark.parametrize("header", ["ID", "Id", "编号"])
def test_the_ids_of_another_system_are_kept_as_such_and_found_again(
    commands: Commands, operator: Actor, header: str
) -> None:
    first = [(header, "Full name"), ("1001", "Anna Kern"), ("1002", "张伟")]
    later = [(header, "Full name", "City"), ("1001", "Anna Kern", "Ulm"), ("1002", "张伟", "上海")]

    figures = [commands.bring_in("contacts", commands.a_file(rows)).figures for rows in (first, later)]

    assert figures == [{"created": 2}, {"updated": 2}]
    assert names(operator) == {"Anna Kern": "Ulm", "张伟": "上海"}


def test_one_bad_row_keeps_no_other_back_and_comes_back_with_its_reason(commands: Commands, operator: Actor) -> None:
    rows = [
        HEAD,
        ("Anna", "anna@example.com", "", ""),
        ("Ben", "not an address", "", ""),
        ("", "c@example.com", "", ""),
    ]

    brought = commands.bring_in("contacts", commands.a_file(rows))

    assert (brought.code, brought.figures) == (1, {"created": 1, "rejected": 2})
    errors = commands.errors()
    assert errors[0] == [*HEAD, "import_error"]
    assert [row[0] for row in errors[1:]] == ["Ben", ""]
    assert "This field is required." in errors[2][-1]
    assert list(names(operator)) == ["Anna"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["bare", "marked"])
def test_a_row_in_another_encoding_than_the_file_is_kept_back_with_the_reason(
    commands: Commands, operator: Actor, mark: bytes
) -> None:
    file = commands.a_file([HEAD, *((f"张{number}", f"p{number}@example.com", "", "上海") for number in range(6))])
    file.write_bytes(mark + file.read_bytes() + "李四,li@example.com,,上海\r\n".encode("gb18030"))

    brought = commands.bring_in("contacts", file)

    assert (brought.code, brought.figures) == (1, {"created": 6, "rejected": 1})
    assert brought.reasons[0].startswith(
        "The row is written in another encoding than the rest of the file, which is UTF-8"
    )
    assert set(names(operator).values()) == {"上海"}


def test_the_same_key_twice_in_a_file_is_a_duplicate(commands: Commands, operator: Actor) -> None:
    rows = [HEAD, ("Anna", "a@example.com", "", "Bonn"), ("Anna B", "A@EXAMPLE.COM", "", "Ulm")]

    brought = commands.bring_in("contacts", commands.a_file(rows))

    assert brought.figures == {"created": 1, "duplicate": 1}
    assert brought.reasons == ["Row 2 has the same keys. Only the first of them was taken."]
    assert names(operator) == {"Anna": "Bonn"}


def test_several_keys_must_all_agree(commands: Commands, operator: Actor) -> None:
    first = [HEAD, ("Anna", "a@example.com", "", "Bonn"), ("Anna", "b@example.com", "", "Ulm")]
    later = [("Full name", "City", "Job title"), ("anna", "bonn", "Buyer")]
    keys = ("--match", "full_name", "--match", "city")
    commands.bring_in("contacts", commands.a_file(first))

    brought = commands.bring_in("contacts", commands.a_file(later), *keys)
    vague = commands.bring_in("contacts", commands.a_file(later), "--match", "full_name")

    assert brought.figures == {"updated": 1}
    assert vague.figures == {"rejected": 1}
    with acting(operator):
        assert Contact.objects.get(city="bonn").job_title == "Buyer"


def test_only_creating_and_only_updating(commands: Commands, operator: Actor) -> None:
    one = commands.a_file([HEAD, ("Anna", "a@example.com", "", "Bonn")])
    both = commands.a_file([HEAD, ("Anna", "a@example.com", "", "Ulm"), ("Ben", "b@example.com", "", "")], "both.csv")
    commands.bring_in("contacts", one)

    updated = commands.bring_in("contacts", both, "--mode", "update")
    created = commands.bring_in("contacts", both, "--mode", "create", "--match", "email")

    assert updated.figures == {"updated": 1, "rejected": 1}
    assert created.figures == {"created": 1, "rejected": 1}
    assert names(operator) == {"Anna": "Ulm", "Ben": ""}


def test_references_are_found_made_or_told(commands: Commands, operator: Actor) -> None:
    commands.bring_in("accounts", commands.a_file([("name",), ("Heng Tong",)]))
    rows = [HEAD, ("Anna", "a@example.com", "heng  tong", ""), ("Ben", "b@example.com", "HengTong", "")]
    file = commands.a_file([*rows, ("Cem", "c@example.com", "Elsewhere", "")])

    told = commands.bring_in("contacts", file, "--dry-run")
    made = commands.bring_in("contacts", file, "--create-missing", "account")

    assert told.figures == {"created": 1, "rejected": 2}
    assert told.reasons == [
        "Account: No record is called “HengTong”. There is “Heng Tong”: is that meant?",
        "Account: No record is called “Elsewhere”.",
    ]
    assert (made.figures, made.said["missing_created"]) == ({"created": 3}, {"accounts": 2})
    with acting(operator):
        assert Account.objects.count() == 3
        assert Contact.objects.get(full_name="Anna").account.name == "Heng Tong"  # type: ignore[union-attr]


def test_rows_refer_to_others_of_the_same_file_in_any_order(commands: Commands, operator: Actor) -> None:
    rows = [("name", "parent"), ("Daughter", "Mother"), ("Mother", ""), ("Stray", "Nobody")]

    brought = commands.bring_in("accounts", commands.a_file(rows))

    assert brought.figures == {"created": 2, "rejected": 1}
    with acting(operator):
        assert Account.objects.get(name="Daughter").parent.name == "Mother"  # type: ignore[union-attr]


def test_what_is_in_the_trash_never_blocks(commands: Commands, operator: Actor) -> None:
    file = commands.a_file([HEAD, ("Anna", "a@example.com", "", "Bonn")])
    first = commands.bring_in("contacts", file)

    undone = commands.undo(first.said["cause"])
    again = commands.bring_in("contacts", file)

    assert undone.said["records"] == {"contacts": 1}
    assert again.figures == {"created": 1}
    assert names(operator) == {"Anna": "Bonn"}


def test_one_undo_takes_back_what_was_created_and_what_was_changed(commands: Commands, operator: Actor) -> None:
    commands.bring_in("contacts", commands.a_file([HEAD, ("Anna", "a@example.com", "", "Bonn")]))
    rows = [HEAD, ("Anna", "a@example.com", "", "Ulm"), ("Ben", "b@example.com", "New Ltd", "")]
    brought = commands.bring_in("contacts", commands.a_file(rows), "--create-missing", "account")

    undone = commands.undo(brought.said["cause"])

    assert undone.said["records"] == {"accounts": 1, "contacts": 2}
    assert names(operator) == {"Anna": "Bonn"}


def test_an_undo_leaves_what_others_changed_since(commands: Commands, operator: Actor) -> None:
    commands.bring_in("contacts", commands.a_file([HEAD, ("Anna", "a@example.com", "", "Bonn")]))
    changed = commands.bring_in("contacts", commands.a_file([HEAD, ("Anna", "a@example.com", "", "Ulm")]))
    commands.bring_in("contacts", commands.a_file([HEAD, ("Anna", "a@example.com", "", "Kiel")]))

    undone = commands.undo(changed.said["cause"])

    assert (undone.code, undone.said["conflicts"]) == (1, 1)
    assert names(operator) == {"Anna": "Kiel"}


def test_formulas_stay_text_and_huge_cells_are_refused_alone(commands: Commands, operator: Actor) -> None:
    rows = [
        HEAD,
        ("=1+1", "a@example.com", "", ""),
        ("x" * 5000, "b@example.com", "", ""),
        ("Anna", "c@example.com", "", "@x"),
    ]

    brought = commands.bring_in("contacts", commands.a_file(rows))

    assert brought.figures == {"created": 2, "rejected": 1}
    assert names(operator) == {"=1+1": "", "Anna": "@x"}


def test_blank_cells_keep_what_is_there_unless_told_otherwise(commands: Commands, operator: Actor) -> None:
    blank = commands.a_file([HEAD, ("Anna", "a@example.com", "", "")], "blank.csv")
    commands.bring_in("contacts", commands.a_file([HEAD, ("Anna", "a@example.com", "", "Bonn")]))

    kept = commands.bring_in("contacts", blank)
    cleared = commands.bring_in("contacts", blank, "--clear-blanks")

    assert (kept.figures, cleared.figures) == ({"unchanged": 1}, {"updated": 1})
    assert names(operator) == {"Anna": ""}


def test_a_stage_is_told_apart_by_the_pipeline_of_the_row(commands: Commands, operator: Actor) -> None:
    stages = [("name", "pipeline", "outcome"), ("Won", "One", "won"), ("Won", "Two", "won")]
    commands.bring_in("stages", commands.a_file(stages), "--create-missing", "pipeline", "--mode", "create")
    deals = [("name", "stage", "pipeline"), ("Lathe", "Won", "Two"), ("Mill", "Won", "")]

    brought = commands.bring_in("deals", commands.a_file(deals))

    assert brought.figures == {"created": 1, "rejected": 1}
    with acting(operator):
        deal = Deal.objects.get()
        assert (deal.pipeline.name, deal.outcome) == ("Two", "won")


def test_wrong_use_is_told_in_words(commands: Commands) -> None:
    file = commands.a_file([HEAD, ("Anna", "a@example.com", "", "")])

    unknown = commands.bring_in("contacts", file, "--map", "Town=city")
    no_field = commands.bring_in("contacts", file, "--map", "City=town")

    assert (unknown.code, no_field.code) == (2, 2)
    assert "There is no column “Town”" in unknown.said["error"]["message"]
    assert "There is no field “town”" in no_field.said["error"]["message"]
