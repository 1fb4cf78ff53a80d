"""Rows of lists as HTML."""

import pytest

from plexus.shell.components.cells import Lead, Link, Mark, Moment, Row, Tags, Text, cell_html, rows_html
from plexus.shell.components.lists import Column
from plexus.shell.components.marks import Tag

NASTY = '<script>"&'
SAFE = "&lt;script&gt;&quot;&amp;"

CELLS = [
    Text(NASTY),
    Text(NASTY, tone="bad"),
    Lead(NASTY, NASTY, sub=NASTY),
    Link(NASTY, NASTY),
    Link(NASTY, face=True),
    Tags((Tag(NASTY),)),
    Tags((Tag(NASTY), Tag("b"))),
    Moment(NASTY, NASTY, NASTY),
    Mark(value=True, label=NASTY),
]


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: type(cell).__name__)
def test_no_cell_lets_markup_through(cell: Text) -> None:
    html = cell.html()

    assert NASTY not in html
    assert SAFE in html


@pytest.mark.parametrize("cell", [Text(""), Link(""), Tags(()), Moment("")], ids=lambda cell: type(cell).__name__)
def test_an_empty_cell_shows_a_dash(cell: Text) -> None:
    assert cell.html() == '<span class="quiet">—</span>'


def test_a_row_carries_its_identity_its_address_and_its_version() -> None:
    columns = (Column("city", "City", place="side", editable=True), Column("sum", "Sum", numeric=True))

    html = rows_html(columns, [Row("7", "/c/7", "Ada", (Text("Suzhou"), Text("12")), version=3)])

    assert html == (
        '<tr tabindex="-1" id="r-7" data-id="7" data-url="/c/7" data-version="3">'
        '<td class="side" data-field="city">Suzhou</td><td class="num">12</td></tr>'
    )


def test_a_row_that_can_be_selected_names_its_box() -> None:
    html = rows_html((), [Row("7", "/c/7", "Ada <b>", ())], select_words="Select %s")

    assert 'value="7" aria-label="Select Ada &lt;b&gt;"' in html


def test_a_row_with_too_few_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        rows_html((Column("a", "A"), Column("b", "B")), [Row("1", "/", "x", (Text("1"),))])


def test_one_cell_alone_answers_an_edit_in_place() -> None:
    assert cell_html(Column("city", "City", editable=True), Text("Xi'an")) == '<td data-field="city">Xi&#x27;an</td>'
