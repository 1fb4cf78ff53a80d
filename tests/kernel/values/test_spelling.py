"""Chinese in pinyin: as the library spells it, without the weight of the library."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pypinyin import lazy_pinyin
from pypinyin.phrases_dict import phrases_dict

from plexus.kernel.values.collation import sort_key
from plexus.kernel.values.spelling import syllables


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("重庆银行", ["chong", "qing", "yin", "hang"]),
        ("重要", ["zhong", "yao"]),
        ("吕女士", ["lv", "nv", "shi"]),
        ("ABC 公司", ["ABC ", "gong", "si"]),
        ("", []),
    ],
)
def test_a_phrase_is_spelt_as_it_is_read(text: str, spelt: list[str]) -> None:
    assert list(syllables(text)) == spelt


def test_every_phrase_of_the_dictionary_is_spelt_as_the_library_spells_it() -> None:
    others = [phrase for phrase in phrases_dict if list(syllables(phrase)) != lazy_pinyin(phrase)]

    assert others == []


def test_phrases_side_by_side_are_parted_as_the_library_parts_them() -> None:
    some = list(phrases_dict)
    pairs = [one + other for one, other in zip(some[::37], some[5::37], strict=False)]

    others = [pair for pair in pairs if list(syllables(pair)) != lazy_pinyin(pair)]

    assert others == []


def test_names_sort_by_their_sound() -> None:
    assert sorted(["张三", "Émile", "李四", "重庆"], key=sort_key) == ["重庆", "Émile", "李四", "张三"]


def test_the_web_process_does_not_load_the_library() -> None:
    program = """
import sys
from plexus.site.wsgi import application
from django.urls import get_resolver
from plexus.kernel.values.collation import sort_key
get_resolver().url_patterns, sort_key("重庆")
print([name for name in sys.modules if name.startswith("pypinyin")])
"""

    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "[]"
