"""The ways of selling: tags, pipelines with stages, reasons for losing, products."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from plexus.crm.customers.models import Tag
from plexus.crm.sales.models import LostReason, Pipeline, Product, Stage
from plexus.site.demo.making.setting import YEAR, Article, Setting
from plexus.site.demo.words import goods, selling
from plexus.site.demo.words.both import Both


def make_ways(setting: Setting) -> None:
    """Everything that is there before the first customer."""
    start = setting.moment(setting.ago(YEAR + 10))
    made = setting.made
    for tag, tone in selling.TAGS:
        made.tags.append(Tag(**setting.row(start, None), name=setting.say(tag), tone=tone))
    _pipeline(setting, start, 0, selling.EQUIPMENT, selling.EQUIPMENT_STEPS)
    _pipeline(setting, start, 1, selling.RENEWAL, selling.RENEWAL_STEPS)
    for position, (reason, _weight) in enumerate(selling.REASONS):
        made.reasons.append(LostReason(**setting.row(start, None), name=setting.say(reason), position=position))
    for good in goods.GOODS:
        setting.articles.append(Article(_product(setting, start, good), good))
    made.products.extend(article.product for article in setting.articles)


def _pipeline(setting: Setting, start: datetime, position: int, name: Both, steps: Sequence[selling.Step]) -> None:
    pipeline = Pipeline(**setting.row(start, None), name=setting.say(name), position=position)
    setting.made.pipelines.append(pipeline)
    for place, (step, probability, outcome) in enumerate(steps):
        stage = Stage(
            **setting.row(start, None), pipeline=pipeline, name=setting.say(step), position=place,
            probability=probability, outcome=outcome,
        )  # fmt: skip
        setting.made.stages.append(stage)


def _product(setting: Setting, start: datetime, good: goods.Good) -> Product:
    return Product(
        **setting.owned(start, setting.players[0]), name=setting.say(good.name), code=good.code,
        category=setting.say(good.category), price=good.price, currency="CNY", unit=setting.say(good.unit),
    )  # fmt: skip
