"""Who works in the demo company."""

from __future__ import annotations

from typing import NamedTuple

from plexus.site.demo.words.both import Both

COMPANY = Both("Plexus Demo · 灵络演示", "灵络演示 · Plexus Demo")
HQ, EAST, SOUTH, ABROAD = (
    Both("Headquarters", "总部"),
    Both("East China", "华东区"),
    Both("South China", "华南区"),
    Both("International", "国际部"),
)


class Colleague(NamedTuple):
    """A person with a role; `skill` is the share of deals that he or she wins, `share` how many deals are his or hers."""

    name: Both
    title: Both
    team: Both
    role: str
    email: str
    speaks: str
    skill: float = 0.0
    share: float = 0.0


ADMINISTRATION = (
    Colleague(Both("Lin Mei", "林美"), Both("Head of Operations", "运营总监"), HQ, "administrator",
              "demo.administrator", "zh", 0.5, 0.2),
    Colleague(Both("Zhou Wei", "周维"), Both("Sales Director", "销售总监"), HQ, "manager", "demo.manager", "zh", 0.66, 0.5),
    Colleague(Both("Sun Li", "孙莉"), Both("Financial Controller", "财务主管"), HQ, "reader", "demo.reader", "zh"),
)  # fmt: skip
EASTERN = (
    Colleague(
        Both("Wang Lei", "王磊"), Both("Regional Manager", "区域经理"), EAST, "manager", "wang.lei", "zh", 0.6, 0.7
    ),
    Colleague(
        Both("Chen Jia", "陈佳"), Both("Key Account Manager", "大客户经理"), EAST, "sales", "chen.jia", "zh", 0.64, 1.5
    ),
    Colleague(
        Both("Zhao Min", "赵敏"), Both("Account Manager", "客户经理"), EAST, "sales", "zhao.min", "zh", 0.47, 1.1
    ),
    Colleague(
        Both("Liu Yang", "刘洋"), Both("Account Manager", "客户经理"), EAST, "sales", "liu.yang", "zh", 0.38, 0.9
    ),
    Colleague(Both("Xu Jing", "徐静"), Both("Inside Sales", "内勤销售"), EAST, "sales", "xu.jing", "zh", 0.44, 0.6),
)
SOUTHERN = (
    Colleague(Both("Huang Qiang", "黄强"), Both("Regional Manager", "区域经理"), SOUTH, "manager", "huang.qiang", "zh", 0.55, 0.6),
    Colleague(Both("He Ting", "何婷"), Both("Account Manager", "客户经理"), SOUTH, "sales", "he.ting", "zh", 0.58, 1.2),
    Colleague(Both("Liang Bo", "梁博"), Both("Account Manager", "客户经理"), SOUTH, "sales", "liang.bo", "zh", 0.34, 0.9),
    Colleague(Both("Deng Rui", "邓睿"), Both("Field Sales", "外勤销售"), SOUTH, "sales", "deng.rui", "zh", 0.49, 0.8),
)  # fmt: skip
INTERNATIONAL = (
    Colleague(Both("Emma Clarke", "Emma Clarke"), Both("Head of International Sales", "国际销售主管"), ABROAD, "manager",
              "emma.clarke", "en", 0.57, 0.7),
    Colleague(Both("Lucas Weber", "Lucas Weber"), Both("Account Executive", "客户经理"), ABROAD, "sales", "lucas.weber",
              "en", 0.52, 1.3),
    Colleague(Both("Sofia Rossi", "Sofia Rossi"), Both("Account Executive", "客户经理"), ABROAD, "sales", "sofia.rossi",
              "en", 0.42, 1.0),
)  # fmt: skip


def colleagues(language: str) -> tuple[Colleague, ...]:
    """Everybody; first in each role comes who sells to customers that speak the language, for visitors take that place."""
    regions = (EASTERN, SOUTHERN, INTERNATIONAL) if language.startswith("zh") else (INTERNATIONAL, EASTERN, SOUTHERN)
    everybody = [*ADMINISTRATION, *(each for region in regions for each in region)]
    first_seller = next(each for each in everybody if each.role == "sales")
    return tuple(each._replace(email="demo.sales") if each is first_seller else each for each in everybody)
