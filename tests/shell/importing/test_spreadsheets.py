"""Cells of a spreadsheet that hold no value are told and kept back, and nothing beside or below a table gets lost."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from tests.shell.importing.bringing import Commands

from plexus.crm.customers.models import Contact
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting
from plexus.shell.importing.reading.rows import Fault
from plexus.shell.importing.reading.tables import open_table

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
SHEET = "xl/worksheets/sheet1.xml"
Cells = list[list[object]]


def a_book(folder: Path, rows: Cells, name: str = "people.xlsx") -> Path:
    """A workbook as programs write it that calculate nothing: formulas without a result."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("People", 0)
    for row in rows:
        sheet.append(row)
    book.save(folder / name)
    return folder / name


def rewritten(file: Path, places: Mapping[str, str]) -> Path:
    """The workbook with other text in some places of its sheet, each of which there is."""
    made = file.with_name(f"re-{file.name}")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            for before, after in places.items() if name == SHEET else ():
                assert before in text
                text = text.replace(before, after)
            new.writestr(name, text)
    return made


def faults_of(file: Path) -> dict[tuple[int, str], tuple[str, object]]:
    table = open_table(file, name=file.name)
    return {
        (number, header): (cell.code, cell.params["text"])
        for number, cells in table.rows()
        for header, cell in zip(table.headers, cells, strict=True)
        if isinstance(cell, Fault)
    }


def test_a_formula_without_its_result_keeps_its_row_back(commands: Commands, operator: Actor) -> None:
    rows: Cells = [["Full name", "City"], ["Anna", "Ulm"], ["Ben", '=CONCATENATE("Bonn")'], ['="Cyd"', "Bonn"]]

    brought = commands.bring_in("contacts", a_book(commands.folder, rows))

    assert brought.figures == {"created": 1, "rejected": 2}
    why = "%s was saved without its result. Open the file in a spreadsheet program, save it there, and choose it again."
    assert brought.reasons == [
        why % 'City: The formula =CONCATENATE("Bonn")',
        why % 'Full name: The formula ="Cyd"',
    ]
    assert [row[:2] for row in commands.errors()[1:]] == [["Ben", '\'=CONCATENATE("Bonn")'], ['\'="Cyd"', "Bonn"]]
    with acting(operator):
        assert list(Contact.objects.values_list("full_name", "city")) == [("Anna", "Ulm")]


def test_a_text_put_together_of_a_formula_without_its_result_is_kept_back(commands: Commands) -> None:
    rows: Cells = [["Full name", "Street"], ["Anna", "Weg 1"], ["Ben", "=B2"]]

    brought = commands.bring_in("contacts", a_book(commands.folder, rows), "--set", "job_title={Street}, Ulm")

    assert brought.figures == {"created": 1, "rejected": 1}


def test_a_column_that_is_not_taken_keeps_no_row_back(commands: Commands) -> None:
    rows: Cells = [["Full name", "Whatever"], ["Anna", "=1+1"]]

    brought = commands.bring_in("contacts", a_book(commands.folder, rows), "--map", "Whatever=")

    assert brought.figures == {"created": 1}


def test_errors_are_told_and_the_one_for_no_value_is_none(tmp_path: Path) -> None:
    rows: Cells = [["Name", "City", "Sum"], ["Anna", "#REF!", "#N/A"], ["Ben", "Bonn", "#DIV/0!"]]

    file = a_book(tmp_path, rows)

    assert faults_of(file) == {(2, "City"): ("cell_error", "#REF!"), (3, "Sum"): ("cell_error", "#DIV/0!")}


def test_formulas_in_rows_and_columns_that_hold_nothing_else_are_seen(tmp_path: Path) -> None:
    rows: Cells = [["Name", "City", ""], ["Anna", "Ulm", ""], ["", "", "=B2"], [], ["=A2", "", ""]]

    file = a_book(tmp_path, rows)

    assert open_table(file, name="a").headers == ("Name", "City", "Column 3")
    assert faults_of(file) == {(3, "Column 3"): ("not_calculated", "=B2"), (5, "Name"): ("not_calculated", "=A2")}


def test_results_that_are_there_are_taken_an_empty_text_among_them(tmp_path: Path) -> None:
    """A spreadsheet program says of a formula that gives an empty text that it is a text."""
    file = a_book(tmp_path, [["Name", "City", "Sum"], ["=A1", "=B1", "=1+1"]])
    results = {
        '<c r="A2"><f>A1</f><v />': '<c r="A2" t="str"><f>A1</f><v>Anna</v>',
        '<c r="B2"><f>B1</f><v />': '<c r="B2" t="str"><f>B1</f><v></v>',
        "<f>1+1</f><v />": "<f>1+1</f><v>2</v>",
    }

    table = open_table(rewritten(file, results), name="people.xlsx")

    assert list(table.rows()) == [(2, ("Anna", "", 2))]


def test_places_may_be_left_out_and_names_prefixed(tmp_path: Path) -> None:
    file = a_book(tmp_path, [["Name", "City"], ["Anna", "=B1"]])
    with zipfile.ZipFile(file) as archive:
        plain = archive.read(SHEET).decode()

    assert faults_of(rewritten(file, {plain: PREFIXED})) == {(2, "City"): ("not_calculated", "=B1")}


PREFIXED = (
    '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
    '<x:row><x:c t="inlineStr"><x:is><x:t>Name</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>City</x:t></x:is></x:c>'
    '</x:row><x:row><x:c t="inlineStr"><x:is><x:t>Anna</x:t></x:is></x:c><x:c><x:f>B1</x:f></x:c></x:row>'
    "</x:sheetData></x:worksheet>"
)


def test_what_declares_a_document_type_is_read_as_before(tmp_path: Path) -> None:
    file = a_book(tmp_path, [["Name", "City"], ["Anna", "Ulm"], ["Ben", "=B1"]])

    declared = rewritten(file, {"<worksheet ": '<!DOCTYPE worksheet [<!ENTITY a "b">]><worksheet '})

    assert [cells[0] for _number, cells in open_table(declared, name="d.xlsx").rows()] == ["Anna", "Ben"]


def test_columns_of_a_sheet_without_a_name_at_the_right_are_named_too(tmp_path: Path) -> None:
    file = a_book(tmp_path, [["Name", "Column 3"], ["Anna", "Ulm"], ["Ben", "Bonn", "rings on Mondays"]])

    table = open_table(file, name="people.xlsx")

    assert table.headers == ("Name", "Column 3", "Column 3 (2)")
    assert list(table.rows())[1] == (3, ("Ben", "Bonn", "rings on Mondays"))


def test_cells_beyond_the_header_come_back_behind_the_reason(commands: Commands) -> None:
    file = commands.a_file([("Full name", "City"), ("Anna", "Ulm"), ("Ben", "Bonn", "rings", "=on Mondays")])

    brought = commands.bring_in("contacts", file)

    assert brought.figures == {"created": 1, "rejected": 1}
    ((name, city, reason, *beyond),) = commands.errors()[1:]
    assert (name, city, beyond) == ("Ben", "Bonn", ["rings", "'=on Mondays"])
    assert "4 cells" in reason
    again = commands.folder / "again.csv"
    (commands.folder / "errors.csv").rename(again)
    assert commands.bring_in("contacts", again).figures == {"rejected": 1}
    with again.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows([("Full name", "City", "import_error"), (name, city, reason)])
    assert commands.bring_in("contacts", again).figures == {"created": 1}
