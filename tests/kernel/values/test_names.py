"""Names are split and joined as their script does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plexus.kernel.values import names
from plexus.kernel.values.names import PersonName

GIVEN = st.text(alphabet="明娜伟芳丽静强磊军洋勇艳杰娟涛超", min_size=1, max_size=2)
SURNAMES = st.sampled_from([*"王李张刘陈杨赵黄周吴曾单解仇", *sorted(names.COMPOUND_SURNAMES)])
WORDS = st.text(alphabet="abcdefghijkl", min_size=3, max_size=8).map(str.capitalize)


@pytest.mark.parametrize(
    ("full", "family", "given"),
    [
        ("王小明", "王", "小明"),
        ("欧阳娜娜", "欧阳", "娜娜"),
        ("司马光", "司马", "光"),
        ("司马", "司", "马"),
        ("諸葛亮", "諸葛", "亮"),
        ("陈冯富珍", "陈", "冯富珍"),
        ("王　小明", "王", "小明"),
        ("阿迪力·买买提", "买买提", "阿迪力"),
        ("김철수", "김", "철수"),
        ("남궁민수", "남궁", "민수"),
        ("山田 太郎", "山田", "太郎"),
        ("Ada Lovelace", "Lovelace", "Ada"),
        ("Lovelace, Ada", "Lovelace", "Ada"),
        ("Ludwig van Beethoven", "van Beethoven", "Ludwig"),
        ("Dr. Martin Luther King Jr.", "King Jr.", "Martin Luther"),
        ("Madonna", "Madonna", ""),
        ("", "", ""),
    ],
)
def test_a_name_is_split(full: str, family: str, given: str) -> None:
    assert names.split(full) == PersonName(family, given)


def test_a_surname_with_an_address_word_has_no_given_name() -> None:
    assert names.split("王总") == PersonName("王", "", "总")
    assert names.split("欧阳女士").full == "欧阳女士"


def test_scripts_that_meet_are_joined_with_a_space() -> None:
    assert names.join(family="王", given="David") == "王 David"


@given(SURNAMES, GIVEN)
def test_a_chinese_name_splits_into_what_it_was_joined_from(family: str, given: str) -> None:
    assert names.split(names.join(family=family, given=given)) == PersonName(family, given)


@given(WORDS, WORDS)
def test_a_western_name_splits_into_what_it_was_joined_from(family: str, given: str) -> None:
    assert names.split(names.join(family=family, given=given)) == PersonName(family, given)


@given(st.text(max_size=20))
def test_any_text_can_be_split(text: str) -> None:
    assert isinstance(names.split(text).full, str)
