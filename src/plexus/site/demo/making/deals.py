"""Made-up deals with their line items: a year of seasons and growth, and sellers who differ."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from plexus.crm.sales.models import Deal, DealLineItem, Stage
from plexus.crm.sales.models.line_item import total_of
from plexus.site.demo.making.setting import YEAR, Article, Customer, Setting
from plexus.site.demo.words import selling
from plexus.site.demo.words.both import Both

# How busy each month is, January first: quiet at Spring Festival, busy at the end of the quarters and of the year.
SEASON = (0.75, 0.5, 1.15, 0.95, 1.0, 1.25, 0.85, 0.8, 1.2, 0.9, 1.15, 1.35)
GROWTH = 0.7
CYCLE, SHORTEST, LONGEST = 44, 20, 90
RENEWALS = 0.16
SECOND_CURRENCY = 0.08
YUAN = {"EUR": Decimal("7.8"), "USD": Decimal("7.2")}
DISCOUNTS = ((0, 40), (3, 12), (5, 22), (8, 13), (10, 9), (12, 4))


def make_deals(setting: Setting) -> None:
    """Closed ones over the year, open ones of the last weeks, oldest first."""
    days = [setting.ago(days) for days in range(YEAR, 0, -1)]
    weights = [_busy(setting, day) for day in days]
    closed = sorted(setting.dice.weighed(days, weights) for _number in range(setting.size.closed))
    for day in closed:
        _closed_deal(setting, day)
    for _number in range(setting.size.open):
        _open_deal(setting)


def _busy(setting: Setting, day: date) -> float:
    weekday = 1.0 if day.weekday() < 5 else 0.05
    passed = 1 - (setting.today - day).days / YEAR
    return SEASON[day.month - 1] * weekday * (1 + GROWTH * passed)


def _closed_deal(setting: Setting, closed_on: date) -> None:
    dice = setting.dice
    cycle = min(LONGEST, max(SHORTEST, round(dice.around(CYCLE, 0.4))))
    opened_on = closed_on - timedelta(days=cycle)
    customer = _buyer(setting, opened_on)
    skill = customer.player.colleague.skill * (1.12 if customer.account.kind == "customer" else 0.97)
    outcome = "won" if dice.chance(skill) else "lost"
    deal = _deal(setting, customer, opened_on, closed_on, outcome)
    deal.expected_close_on = closed_on + timedelta(days=dice.between(-12, 15))
    if outcome == "won":
        customer.account.kind = "customer"
    else:
        place = dice.weighed(range(len(selling.REASONS)), [weight for _reason, weight in selling.REASONS])
        deal.lost_reason = setting.made.reasons[place]


def _open_deal(setting: Setting) -> None:
    dice = setting.dice
    age = round(76 * dice.share() ** 1.3)
    opened_on = setting.ago(age)
    customer = _buyer(setting, opened_on)
    deal = _deal(setting, customer, opened_on, setting.ago(round(age * dice.share() * 0.6)), "open")
    left = max(4, CYCLE - age) + dice.between(-6, 40)
    deal.expected_close_on = setting.today + timedelta(days=left)


def _buyer(setting: Setting, opened_on: date) -> Customer:
    """Somebody who was known by then; who bought before buys again more likely, by persons as busy as they are."""
    dice = setting.dice
    known = [each for each in dice.some(setting.customers, 24) if each.account.kind not in {"supplier", "competitor"}]
    early = [each for each in known if each.account.created_at.date() <= opened_on] or known
    weights = [each.player.colleague.share * (2.5 if each.account.kind == "customer" else 1.0) for each in early]
    chosen = dice.weighed(early, weights)
    if chosen.account.created_at.date() > opened_on:
        chosen.account.created_at = setting.moment(opened_on - timedelta(days=dice.between(1, 9)))
    return chosen


def _deal(setting: Setting, customer: Customer, opened_on: date, since: date, outcome: str) -> Deal:
    dice = setting.dice
    renews = dice.chance(RENEWALS)
    goods = [each for each in setting.articles if each.good.renews is renews]
    lead = dice.weighed(goods, [min(each.good.price * each.good.most, 400_000) ** 0.5 for each in goods])
    language = customer.language
    name = " ".join((customer.short, lead.good.project.said(language)))
    name = name.replace(" ", "") if customer.is_chinese else f"{customer.short}: {lead.good.project.en}"
    deal = Deal(
        **setting.owned(setting.moment(opened_on), customer.player), name=name, account=customer.account,
        contact=dice.pick(customer.contacts) if customer.contacts else None,
        stage=_stage(setting, renews, outcome, (since - opened_on).days), opened_on=opened_on,
        stage_entered_on=since, source=setting.say(_source(setting, customer)), currency=_currency(setting, customer),
    )  # fmt: skip
    deal.closed_on = since if outcome != "open" else None
    setting.made.deals.append(deal)
    _items(setting, deal, lead)
    return deal


def _source(setting: Setting, customer: Customer) -> Both:
    known = customer.account.kind == "customer"
    weights = [weight * (3 if known and source.en == "Existing customer" else 1) for source, weight in selling.SOURCES]
    return setting.dice.weighed([source for source, _weight in selling.SOURCES], weights)


def _stage(setting: Setting, renews: bool, outcome: str, days: int) -> Stage:
    pipeline = setting.made.pipelines[1 if renews else 0]
    stages = [each for each in setting.made.stages if each.pipeline is pipeline and each.outcome == outcome]
    if outcome != "open":
        return stages[0]
    reached = min(days / CYCLE, 1) * 0.35 + setting.dice.share() ** 1.3 * 0.64
    return stages[int(reached * len(stages))]


def _currency(setting: Setting, customer: Customer) -> str:
    if customer.is_chinese or not setting.dice.chance(SECOND_CURRENCY):
        return "CNY"
    return "USD" if customer.place.country.en in {"United States", "Singapore"} else "EUR"


def _items(setting: Setting, deal: Deal, lead: Article) -> None:
    """The leading product, and what goes with it; the amount of the deal is their sum."""
    dice = setting.dice
    size = min(1.0, 0.25 + (deal.account.employees or 50) / 900) if deal.account else 0.3
    others = [each for each in setting.articles if each.good.renews is lead.good.renews and each is not lead]
    small = [each for each in others if each.good.price < 20_000] or others
    chosen = [lead, *dice.some(small, dice.weighed((0, 1, 2, 3), (28, 36, 25, 11)))]
    items = [_item(setting, deal, article, size) for article in chosen]
    deal.amount = sum((item.total for item in items if item.total is not None), Decimal(0))
    setting.made.items.extend(items)


def _item(setting: Setting, deal: Deal, article: Article, size: float) -> DealLineItem:
    dice, price = setting.dice, Decimal(article.good.price)
    if deal.currency in YUAN:
        price = Decimal(round(price / YUAN[deal.currency]))
    quantity = max(1, round(article.good.most * size * dice.share() ** 1.4))
    discount = dice.among(DISCOUNTS)
    total = total_of(Decimal(quantity), Decimal(price), Decimal(discount))
    return DealLineItem(
        **setting.owned(deal.created_at, setting.player_of(deal)), deal=deal, product=article.product,
        quantity=quantity, unit_price=price, currency=deal.currency, discount_percent=discount, total=total,
    )  # fmt: skip
