"""Each name is found by each beginning of its pinyin and of its initials, as an independent reader spells them."""

from itertools import product

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin

from plexus.kernel.search import asking
from plexus.kernel.search.readings import readings

CHARACTERS = (
    "张王李赵刘陈杨黄周吴伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平"
    "刚桂文辉玲红建国华志梅恒通精密制造东方科技长行重乐都大吕绿"
)
DIFFERENT = """
SELECT name FROM unnest(%s::text[]) name WHERE search_tokens(name, 'x') IS DISTINCT FROM search_tokens_long(name, 'x')
"""
SEVERAL_READINGS = "娜长重行乐都吕绿"


def has_few_readings(name: str) -> bool:
    """Of the readings that characters have together six are kept, which two such characters never exceed."""
    return sum(character in SEVERAL_READINGS for character in name) <= 2


NAMES = st.text(CHARACTERS, min_size=1, max_size=6).filter(has_few_readings)


def is_found(name: str, text: str) -> bool:
    query = asking.read(text).inside.replace(asking.MARK, "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_tokens(%s, '') @@ %s::tsquery", [name, query])
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(databases=["default", "owner"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NAMES)
def test_every_beginning_finds(name: str) -> None:
    syllables = lazy_pinyin(name)
    pinyin, initials = "".join(syllables), "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))

    spellings = [whole[:end] for whole in (pinyin, initials, name) for end in range(1, len(whole) + 1)]
    inner = ["".join(syllables[start:]) for start in range(len(syllables))]

    assert [text for text in (*spellings, *inner) if not is_found(name, text)] == []


def test_the_characters_with_several_readings_are_those() -> None:
    known = readings()

    assert {each for each in CHARACTERS if len(known[each]) > 1} == set(SEVERAL_READINGS)


@pytest.mark.django_db
def test_short_names_are_spelt_as_long_ones_are() -> None:
    letters = ("王", "万", "伟", "张", "曾", "长", "行", "乐", "公", "司", "集", "团", "欧", "㐀", "龥", "a", "é")
    names = ["".join(each) for count in (1, 2, 3) for each in product(letters, repeat=count)]

    with connection.cursor() as cursor:
        cursor.execute(DIFFERENT, [names])
        different = [name for (name,) in cursor.fetchall()]
        cursor.execute("SELECT search_tokens_short('张三丰', 'x') IS NULL, search_tokens_short('长春', 'x') IS NULL")
        left = cursor.fetchone()

    assert different == []
    assert left == (False, True)
