"""Text in a cell and its way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plexus.shell.exporting.cells import guarded, joined, split, unguarded


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1+1", "'＝1+1"),
        ("'=1", "''=1"),
        ("'twas", "'twas"),
        ("+86 138 1234 5678", "+86 138 1234 5678"),
        ("+86-(0)21-6888", "+86-(0)21-6888"),
        ("-12.5", "-12.5"),
        ("恒通=好", "恒通=好"),
        ("", ""),
    ],
)
def test_a_formula_is_guarded_and_a_phone_number_stays(text: str, written: str) -> None:
    assert guarded(text) == written
    assert unguarded(written) == text


@given(st.text(alphabet="'=+-@\t\r＝a1 (.", max_size=8))
def test_whatever_is_guarded_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(st.lists(st.text(alphabet="a;\\ \n,中", min_size=1, max_size=6).map(str.strip).filter(bool), max_size=5))
def test_several_values_in_one_cell_come_back(values: list[str]) -> None:
    assert split(joined(values)) == tuple(values)


def test_several_values_are_written_as_people_expect() -> None:
    assert joined(["VIP", "a;b"]) == "VIP; a\\;b"
