"""Keys to sort by: as a reader expects, and the same as the library of readings says of a whole text."""

from __future__ import annotations

import pytest
from pypinyin import lazy_pinyin

from plexus.kernel.values.collation import LENGTH, sort_key

PHRASED = (
    "重庆银行",
    "长春行长",
    "音乐之都 Wien",
    "朝阳区会计",
    "绿地集团 (Group) 2号",
    "乐山大佛",
    "单于",
    "〇二〇",
    "中国人民银行",
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("张三", "zhang san"),
        ("Émile Zola", "emile zola"),
        ("ÅNGSTRÖM", "angstrom"),
        ("  Ada ", "ada"),
        ("Straße", "strasse"),
        ("李Lee", "li lee"),
        ("", ""),
    ],
)
def test_a_name_is_sorted_as_it_is_read(text: str, key: str) -> None:
    assert sort_key(text) == key


@pytest.mark.parametrize("text", PHRASED)
def test_characters_are_read_as_in_their_phrase(text: str) -> None:
    assert sort_key(text) == " ".join(lazy_pinyin(text)).lower().strip()


def test_the_same_character_is_read_differently_in_two_phrases() -> None:
    assert sort_key("重庆") == "chong qing"
    assert sort_key("重要") == "zhong yao"


def test_a_key_is_cut() -> None:
    assert sort_key("x" * 500) == "x" * LENGTH
