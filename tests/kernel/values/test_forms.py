"""One form: reached in one step, kept by a second one, and nothing that was typed is lost on the way."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plexus.kernel.values import addresses, emails, links, names, phones, places, texts
from plexus.kernel.values.places import Place
from plexus.kernel.values.refusals import Refusal

WORDS = st.sampled_from(
    ["JOHN", "Smith", "van", "der", "MCDONALD", "o'neil", "JEAN-LUC", "JR", "III", "J.R.", "DR.", "Mr", "张", "三丰",
     "欧阳", "太郎", "王总", "先生", "Ｗｅｉ", "\u3000", ",", "é", "ß", "İ"]
)  # fmt: skip
NAMES = st.one_of(
    st.text(max_size=30), st.lists(WORDS, max_size=5).map(" ".join), st.lists(WORDS, max_size=4).map("".join)
)
PIECES = st.sampled_from(
    ["浙江省", "杭州市", "余杭区", "上海市", "上海", "浦东新区", "文一西路969号", "阳光小区3号", "310000",
     "中国", "Berlin", "10115", "Hauptstr. 5", "London", "sw1a2aa", "UK", "USA", "CA", "Washington", "DC 20500", "dc",
     "Toronto, on k1a0b1", ", ", " ", "道里区", "县", "市", "路"]
)  # fmt: skip
STREETS = st.lists(PIECES, max_size=6).map("".join) | st.lists(PIECES, max_size=6).map(", ".join) | st.text(max_size=40)
PLACES = st.builds(
    Place, STREETS, st.sampled_from(["", "余杭区"]), st.sampled_from(["", "杭州市", "Berlin", "上海市"]),
    st.sampled_from(["", "浙江省", "ca", "上海市"]),
    st.sampled_from(["", "中国", "Germany", "US", "Canada", "UK", "NL", "Japan", "Brasil"]),
    st.sampled_from(["", "310000", "sw1a 2aa", "123456789", "1012lg", "k1a-0b1", "1000001", "01310100"]),
)  # fmt: skip


def once_or_not(write: Callable[[str], str], text: str) -> str:
    """The form of a text; the text itself where it cannot be read."""
    try:
        return write(text)
    except Refusal:
        return text


@given(text=NAMES)
@pytest.mark.parametrize("write", [texts.written, names.written, links.written], ids=["text", "name", "link"])
def test_what_has_its_form_keeps_it(write: Callable[[str], str], text: str) -> None:
    assert write(write(text)) == write(text)


@given(
    text=st.text(max_size=40)
    | st.from_regex(r"[A-Za-z.]{1,9}@(xn--fiqs8s|Example|münchen|中国)\.(COM|中国|xn--fiqs8s)", fullmatch=True)
)
def test_an_email_has_one_form(text: str) -> None:
    assert once_or_not(emails.written, once_or_not(emails.written, text)) == once_or_not(emails.written, text)


@given(
    text=st.text("0123456789+-() 转x", max_size=24)
    | st.from_regex(r"(\+86|0086|)1[3-9]\d{9}( ?(转|ext) ?\d{1,4})?", fullmatch=True),
    region=st.sampled_from(["CN", "US", "DE", "GB"]),
)
def test_a_phone_number_has_one_form_wherever_it_is_read(text: str, region: str) -> None:
    form = once_or_not(lambda given: phones.written(given, region=region), text)

    assert once_or_not(lambda given: phones.written(given, region=region), form) == form
    if form != text and form.startswith("+"):
        assert {phones.written(form, region=each) for each in ("CN", "US")} == {form}


@given(place=PLACES, home=st.sampled_from(["CN", "US", "DE", "GB"]))
def test_an_address_has_one_form_and_nothing_of_it_is_lost(place: Place, home: str) -> None:
    form = places.written(place, home=home)

    assert places.written(form, home=home) == form
    assert signs(place) - signs(form) <= FORGIVEN


# The name of the country before a Chinese address, the words before a postal code and names said twice may go.
FORGIVEN = set("中国华人民共和邮编政码省市辖区自治壮族回维吾尔特别行政上海北京天津重庆")


def signs(place: Place) -> set[str]:
    """Letters and digits of an address, whatever their width and case."""
    whole = unicodedata.normalize("NFKC", "".join(map(str, astuple(place)))).upper()
    return {each for each in unicodedata.normalize("NFKC", whole) if each.isalnum()}


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("JOHN SMITH", "John Smith"), ("WEI  ZHANG", "Wei Zhang"), ("张 三", "张三"), ("欧阳 锋", "欧阳锋"),
        ("山田 太郎", "山田 太郎"), ("Smith, John", "John Smith"), ("John Smith, Jr.", "John Smith, Jr."),
        ("van der berg, jan", "Jan van der Berg"), ("J.R. EWING", "J.R. Ewing"), ("JEAN-LUC PICARD", "Jean-Luc Picard"),
        ("JOHN MCDONALD III", "John McDonald III"), ("MR JOHN SMITH", "Mr John Smith"), ("王总", "王总"),
        ("Ludwig van Beethoven", "Ludwig van Beethoven"), ("ＬＩ　ＮＡ", "Li Na"), ("bell hooks", "Bell Hooks"),
    ],
)  # fmt: skip
def test_a_name_is_written_as_people_write_it(typed: str, form: str) -> None:
    assert names.written(typed) == form


@pytest.mark.parametrize(
    ("place", "form"),
    [
        (Place("浙江省杭州市余杭区文一西路969号"), Place("文一西路969号", "余杭区", "杭州市", "浙江省")),
        (Place("余杭区文一西路969号", city="杭州市"), Place("文一西路969号", "余杭区", "杭州市")),
        (Place("阳光小区3号", city="杭州市"), Place("阳光小区3号", city="杭州市")),
        (Place("道里区中央大街1号", city="哈尔滨市"), Place("中央大街1号", "道里区", "哈尔滨市")),
        (Place("1600 Pennsylvania Ave NW, Washington, dc 20500, USA"),
         Place("1600 Pennsylvania Ave NW", "", "Washington", "DC", "USA", "20500")),
        (Place("10 Downing Street, London sw1a2aa, UK"),
         Place("10 Downing Street", "", "London", "", "UK", "SW1A 2AA")),
        (Place("Hauptstr. 5, 10115 Berlin", country="Deutschland"),
         Place("Hauptstr. 5", "", "Berlin", "", "Deutschland", "10115")),
        (Place("Damrak 1, 1012lg Amsterdam", country="NL"), Place("Damrak 1", "", "Amsterdam", "", "NL", "1012 LG")),
        (Place("Sussex Dr 24", "", "Ottawa", "on", "Canada", "k1m1m4"),
         Place("Sussex Dr 24", "", "Ottawa", "ON", "Canada", "K1M 1M4")),
        (Place("Anywhere 5", postal_code="what?", country="Atlantis"),
         Place("Anywhere 5", postal_code="what?", country="Atlantis")),
    ],
)  # fmt: skip
def test_an_address_falls_into_its_parts(place: Place, form: Place) -> None:
    assert places.written(place) == form


@pytest.mark.parametrize(
    ("street", "district"),
    [("余杭区文一西路969号", "余杭区"), ("高新区科技路1号", "高新区"), ("昆山市前进路1号", "昆山市"),
     ("解放路超市旁", ""), ("阳光小区3号", ""),
     ("余杭区", ""), ("工业园区2号", ""), ("12 Main Street", "")],
)  # fmt: skip
def test_a_district_is_told_from_an_estate(street: str, district: str) -> None:
    assert addresses.district_of(street) == district
