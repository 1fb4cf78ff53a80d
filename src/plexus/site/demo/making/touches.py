"""Made-up calls, meetings, visits, notes and comments along the life of each deal, and between deals."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from plexus.crm.engagement.models import Activity, Comment
from plexus.crm.sales.models import Deal
from plexus.kernel.records.models import Record
from plexus.kernel.workspaces.models import WorkspaceRow
from plexus.site.demo.making import telling
from plexus.site.demo.making.setting import YEAR, Customer, Player, Setting
from plexus.site.demo.words import goods, remarks
from plexus.site.demo.words.goods import Good
from plexus.site.demo.words.remarks import Topic

OF_A_DEAL = (2, 7)
MINUTES = {"call": (4, 28), "meeting": (30, 100), "visit": (60, 200)}
OUTCOMES = (("connected", 74), ("no_answer", 14), ("left_message", 12))
PLURALS = {"Deal": "deals", "Account": "accounts", "Contact": "contacts"}


def references(*rows: WorkspaceRow | None) -> list[dict[str, str]]:
    """What an activity, a task or a comment is about."""
    return [{"object": PLURALS[type(row).__name__], "id": str(row.pk)} for row in rows if row is not None]


def make_touches(setting: Setting) -> None:
    """A story for each deal, and care for customers now and then."""
    by_account = {customer.account.pk: customer for customer in setting.customers}
    leads = {item.deal_id: item.product_id for item in reversed(setting.made.items)}
    known = {article.product.pk: article.good for article in setting.articles}
    for deal in setting.made.deals:
        if deal.account_id:
            _story(setting, deal, by_account[deal.account_id], known[leads[deal.pk]])
    for _number in range(setting.size.touches):
        _care(setting)
    setting.made.activities.sort(key=lambda each: each.created_at)


def _story(setting: Setting, deal: Deal, customer: Customer, good: Good) -> None:
    """What happened from the opening of a deal to its end, in order."""
    end = deal.closed_on or setting.today
    start = deal.opened_on or end
    number = setting.dice.between(*OF_A_DEAL)
    for step in range(number):
        share = (step + setting.dice.share()) / number
        day = start + timedelta(days=int((end - start).days * share))
        reached = min(2, int(share * 3)) if deal.closed_on else min(2, deal.stage.position)
        topics = [each for each in remarks.TOPICS if each.phase == min(reached, int(share * 3))]
        spoken_of = good if good in goods.THINGS or good.category == goods.MACHINES else setting.dice.pick(goods.THINGS)
        _touch(setting, setting.dice.pick(topics), customer, spoken_of, setting.moment(day), deal)


def _care(setting: Setting) -> None:
    customer = setting.dice.pick(setting.customers)
    since = customer.account.created_at.date()
    day = since + timedelta(days=int((setting.today - since).days * setting.dice.share()))
    day = max(day, setting.ago(YEAR))
    _touch(
        setting, setting.dice.pick(remarks.CARE), customer, setting.dice.pick(goods.GOODS), setting.moment(day), None
    )


def _touch(setting: Setting, topic: Topic, customer: Customer, good: Good, at: datetime, deal: Deal | None) -> None:
    player = setting.player_of(deal or customer.account)
    person = telling.who(setting, customer, deal)
    contact = (deal.contact if deal else None) or (customer.contacts[0] if customer.contacts else None)
    activity = Activity(
        **setting.owned(at, player), kind=topic.kind, happened_at=at, **_manner(setting, topic.kind),
        subject=telling.told(setting, topic.subject, customer, person, good),
        body=_body(setting, topic, customer, person, good), related=references(deal, customer.account, contact),
    )  # fmt: skip
    setting.made.activities.append(activity)
    for row in (deal, customer.account, contact):
        _worked_on(row, at, player)


def _body(setting: Setting, topic: Topic, customer: Customer, person: str, good: Good) -> str:
    findings = setting.dice.pick(remarks.FINDINGS[topic.phase]) if topic not in remarks.CARE else None
    parts = (topic.opening, findings, setting.dice.pick(remarks.NEXT) if findings else None)
    told = [telling.told(setting, part, customer, person, good) for part in parts if part]
    return telling.in_one(customer, *told)


def _manner(setting: Setting, kind: str) -> dict[str, Any]:
    """How long, from whom, and how it ended."""
    dice = setting.dice
    if kind == "note":
        return {}
    outcome = dice.among(OUTCOMES) if kind == "call" else "done"
    direction = ("outbound" if dice.chance(0.7) else "inbound") if kind == "call" else ""
    minutes = dice.between(*MINUTES[kind]) if outcome in {"connected", "done"} else 1
    return {"duration_minutes": minutes, "direction": direction, "outcome": outcome}


def _worked_on(row: Record | None, at: datetime, player: Player) -> None:
    """Whoever talks to a customer also brings the record up to date."""
    if row is not None and at > row.updated_at:
        row.updated_at, row.updated_by = at, player.person


def make_comments(setting: Setting) -> None:
    """Colleagues on each other's deals."""
    for deal in setting.dice.some(setting.made.deals, setting.size.comments):
        end = deal.closed_on or setting.today
        day: date = (deal.opened_on or end) + timedelta(days=setting.dice.between(0, 12))
        author = _colleague(setting, setting.player_of(deal))
        language = "zh-hans" if author.colleague.speaks == "zh" and setting.language.startswith("zh") else "en"
        body = setting.dice.pick(remarks.COMMENTS).said(language)
        at = setting.moment(min(day, end))
        comment = Comment(**setting.owned(at, author), body=body, related=references(deal))
        setting.made.comments.append(comment)


def _colleague(setting: Setting, player: Player) -> Player:
    team = [each for each in setting.players if each.colleague.share and each is not player]
    near = [each for each in team if each.colleague.team == player.colleague.team or each.colleague.role == "manager"]
    return setting.dice.pick(near or team)
