"""Sentences are spaced as Chinese is written when their places are filled."""

from __future__ import annotations

import pytest
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from plexus.kernel.values.spacing import Sentence, sentence


@pytest.mark.parametrize(
    ("template", "filled", "said"),
    [
        ("%(who)s修改了此记录", "Lucas Weber", "Lucas Weber 修改了此记录"),
        ("%(who)s修改了此记录", "张三", "张三修改了此记录"),
        ("%(who)s 修改了此记录", "张三", "张三修改了此记录"),
        ("已共享给%(who)s。", "Ada", "已共享给 Ada。"),
        ("允许 %(who)s 查看", "张三", "允许张三查看"),
        ("%(who)s的联系人", "Acme Inc.", "Acme Inc. 的联系人"),
        ("%(who)s的联系人", "恒通(上海)", "恒通(上海)的联系人"),
        ("%(who)s的联系人", "恒通（China）", "恒通（China）的联系人"),
        ("角色“%(who)s”不允许", "Sales", "角色“Sales”不允许"),
        ("找到%(who)s条", "12", "找到 12 条"),
        ("%(who)s新建了", "🙂", "🙂新建了"),
        ("%(who)s新建了", "", "新建了"),
        ("%(who)s的", "東京タワー", "東京タワー的"),
        ("共 %(who)s", "¥\N{NO-BREAK SPACE}12", "共 ¥\N{NO-BREAK SPACE}12"),
    ],
)
def test_a_space_stands_between_chinese_and_latin_and_nowhere_else(template: str, filled: str, said: str) -> None:
    assert Sentence(template) % {"who": filled} == said
    assert Sentence(template.replace("%(who)s", "{who}")).format(who=filled) == said
    assert Sentence(template.replace("%(who)s", "%s")) % filled == said


def test_markup_around_a_name_is_looked_through() -> None:
    who = format_html("<b>{}</b>", "Tom & Ann")

    said = format_html(Sentence("{}修改了{what}"), who, what=format_html("<a>{}</a>", "报价.pdf"))

    assert said == "<b>Tom &amp; Ann</b> 修改了<a>报价.pdf</a>"


def test_numbers_keep_their_patterns_and_what_was_filled_in_is_never_filled_again() -> None:
    assert Sentence("第 %(at)d 行：%(said)s") % {"at": 3, "said": "100%(at)s"} == "第 3 行：100%(at)s"
    assert Sentence("{count:,} 条，{said}").format(count=1200, said="{count}") == "1,200 条，{count}"


def test_only_what_holds_chinese_and_a_place_is_a_sentence() -> None:
    assert [type(sentence(text)) for text in ("{who} left", "已保存", "{who}离开了")] == [str, str, Sentence]


def test_every_translation_is_spaced_wherever_it_is_filled() -> None:
    with translation.override("zh-hans"):
        said = [gettext("{} made a change").format(who) for who in ("Lucas Weber", "张三")]
        counted = ngettext("%(count)d minute", "%(count)d minutes", 2) % {"count": 2}
    with translation.override("en"):
        english = gettext("{} made a change").format("张三")

    assert said == ["Lucas Weber 修改了这条记录", "张三修改了这条记录"]
    assert (counted, english) == ("2 分钟", "张三 made a change")
