"""Whatever the bytes, a file opens as a table or is refused with a sentence."""

from __future__ import annotations

import io

import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plexus.kernel.values.refusals import Refusal
from plexus.shell.importing.reading.profiling import profile
from plexus.shell.importing.reading.tables import open_table

STARTS = st.sampled_from(
    [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xfe\xff", b"sep=",
     b"\xef\xbb\xbf", b'"', b"a,b\n", b"\xff\xfe\x00\x00", b"+ADw-", "姓名,城市\n".encode("gbk")]
)  # fmt: skip


def opens_or_is_refused(content: bytes) -> None:
    try:
        table = open_table(content, name="any")
        columns = list(zip(*(cells for _number, cells in table.rows()), strict=True))
    except Refusal as refusal:
        columns, sentence = [], str(refusal)
    else:
        sentence = "any"

    assert "any" in sentence
    assert all(profile(column).kind for column in columns)


@settings(max_examples=300, deadline=None)
@given(STARTS, st.binary(max_size=400))
@example(b"", b"a\x00")
@example(b"", b"\x80")
@example(b"", b"\r\r\r,")
def test_any_bytes_are_a_table_or_refused(start: bytes, rest: bytes) -> None:
    opens_or_is_refused(start + rest)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "gb18030", "utf-16-le"]))
def test_any_text_is_a_table_or_refused(text: str, encoding: str) -> None:
    opens_or_is_refused(text.encode(encoding, "ignore"))


def _a_workbook() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["name", "city"])
    return made.getvalue()


WORKBOOK = _a_workbook()


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WORKBOOK) - 1), st.binary(min_size=1, max_size=8))
def test_a_workbook_with_any_damage_is_a_table_or_refused(at: int, bytes_: bytes) -> None:
    opens_or_is_refused(WORKBOOK[:at] + bytes_ + WORKBOOK[at + len(bytes_) :])
