"""A file is a set-up, or is refused with the place where it is none; nothing that is sent breaks it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.casting import Cast
from tests.shell.setup.building import arrange, document, exported, imported

from plexus.kernel.values.refusals import Refusal
from plexus.shell.setup import catalogue
from plexus.shell.setup.document import FORMAT, Document, keyed
from plexus.shell.setup.reading import MOST_BYTES, accepted, read
from plexus.shell.setup.refusals import SetupTooLarge, SetupTooNew, SetupUnreadable

HEAD: dict[str, Any] = {"format": FORMAT, "version": 1}


def faults(content: bytes) -> list[tuple[str, str]]:
    """Where and why a file is refused."""
    with pytest.raises(SetupUnreadable) as refused:
        read(content)
    return [(each.field, each.code) for each in refused.value.fields]


def written(**more: Any) -> bytes:
    return json.dumps(HEAD | {name.replace("_", "-"): each for name, each in more.items()}).encode()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [("", "not_json")]),
        (b"name,city\nHengtong,Wuxi\n", [("", "not_json")]),
        (b"\xff\xfe\x00", [("", "not_text")]),
        (b"[]", [("", "not_a_setup")]),
        (b'{"format": "other", "version": 1}', [("", "not_a_setup")]),
        (b'{"format": "plexus-setup", "version": "1"}', [("version", "no_version")]),
        (b'{"format": "plexus-setup", "version": true}', [("version", "no_version")]),
        (b'{"format": "plexus-setup", "version": 1, "version": 1}', [("version", "twice")]),
        (b'{"format": "plexus-setup", "version": NaN}', [("", "bad_number")]),
        (b'{"format": "plexus-setup", "version": ' + b"9" * 5_000 + b"}", [("", "bad_number")]),
        (b"[" * 100_000, [("", "too_deep")]),
        (b"[" * 43 + b"]" * 43, [("", "too_deep")]),
        (written(flows={}), [("flows", "unknown_section")]),
        (written(webhooks={"erp": {}}), [("webhooks", "unknown_section")]),
        (written(tags=[]), [("tags", "wrong_kind")]),
        (written(custom_fields={"accounts": {"credit": 5}}), [("custom-fields › accounts › credit", "wrong_kind")]),
        (written(tags={"": {}}), [("tags", "bad_name")]),
        (written(tags={"VIP": {"tone": "a\x00b"}}), [("tags › VIP › tone", "bad_text")]),
        (written(tags={"VIP": {"tone": "\ud800"}}), [("tags › VIP › tone", "bad_text")]),
        (written(tags={str(number): {} for number in range(5_001)}), [("tags › 5000", "too_many")]),
    ],
)
def test_a_file_that_is_no_set_up_is_refused_with_the_place(content: bytes, expected: list[tuple[str, str]]) -> None:
    assert faults(content) == expected


def test_a_file_of_a_later_version_or_beyond_all_size_is_refused() -> None:
    with pytest.raises(SetupTooNew, match="version 7"):
        read(json.dumps({"format": FORMAT, "version": 7}).encode())
    with pytest.raises(SetupTooLarge):
        read(b" " * (MOST_BYTES + 1))


def test_a_place_in_the_text_is_told_by_line_and_column() -> None:
    with pytest.raises(SetupUnreadable) as refused:
        read(b'{"format": "plexus-setup",\n "version": 1,,}')

    assert refused.value.fields[0].sentence() == "This is not JSON: line 2, column 15."


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read(b"\xef\xbb\xbf" + written(tags={"VIP": {}})).entries("tags") == {("VIP",): {}}


def test_what_is_called_alike_is_numbered_by_what_it_says() -> None:
    rows = [(("a", "East"), {"n": 2}), (("a", "East"), {"n": 1}), (("a", "East (2)"), {"n": 0}), (("b", "East"), {})]

    assert keyed(rows) == [("a", "East (3)"), ("a", "East"), ("a", "East (2)"), ("b", "East")]
    assert keyed(rows[::-1]) == keyed(rows)[::-1]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=10), below, max_size=4),
    max_leaves=20,
)
SECTIONS = st.dictionaries(st.sampled_from([each.name for each in catalogue.sections()]) | st.text(max_size=12), JSON)


@settings(max_examples=300, deadline=None)
@given(SECTIONS)
def test_whatever_json_is_sent_is_a_document_or_refused(sections: dict[str, Any]) -> None:
    told = _told(sections | HEAD)

    assert isinstance(told, Document) or all(told)


def _told(sections: dict[str, Any]) -> Document | list[str]:
    """The document, or why it is none, in sentences."""
    try:
        return accepted(sections)
    except Refusal as refusal:
        return [refusal.sentence(), *(each.sentence() for each in refusal.fields)]


@pytest.fixture
def arranged(cast: Cast) -> Document:
    """The set-up of a firm that has arranged something of everything."""
    arrange(cast.root)
    return document(cast.root)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_spoilt_set_up_is_refused_entry_by_entry_and_never_breaks(
    cast: Cast, arranged: Document, data: st.DataObject
) -> None:
    sections = {name: dict(entries) for name, entries in arranged.sections.items()}
    for _each in range(data.draw(st.integers(1, 4))):
        name = data.draw(st.sampled_from(sorted(name for name, entries in sections.items() if entries)))
        key = data.draw(st.sampled_from(sorted(sections[name])))
        known = sections[name][key]
        sections[name][key] = known | {data.draw(st.sampled_from(sorted(known)) | st.text(max_size=8)): data.draw(JSON)}
    before = exported(cast.root)

    try:
        outcome = imported(cast.root, accepted(Document(sections).as_json()), dry_run=True)
    except SetupUnreadable:
        return

    assert all(each.sentence() for line in outcome.refused for each in line.reasons)
    assert exported(cast.root) == before


def test_a_type_that_is_no_text_is_refused_at_its_place(cast: Cast, arranged: Document) -> None:
    spoilt: dict[str, Any] = {"type": [], "label_en": "Spoilt"}
    sections = {name: dict(entries) for name, entries in arranged.sections.items()}
    sections["custom-fields"][("accounts", "spoilt")] = spoilt

    outcome = imported(cast.root, accepted(Document(sections).as_json()), dry_run=True)

    assert next((each.field, each.code) for line in outcome.refused for each in line.reasons) == ("type", "wrong_kind")
