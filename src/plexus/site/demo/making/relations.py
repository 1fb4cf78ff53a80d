"""Made-up relations: who decides, who reports to whom, who referred whom, and how companies stand to each other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import override

from plexus.crm.customers.models import Account, Contact
from plexus.crm.relations.actions.starting import standard_types
from plexus.crm.relations.models import Relation, RelationType
from plexus.crm.relations.models.relation import FROM, TO
from plexus.crm.sales.models import Deal
from plexus.site.demo.making.setting import YEAR, Customer, Setting
from plexus.site.demo.words import persons

# The standard types by their places.
DECIDES, INFLUENCES, CHAMPIONS, BLOCKS, REFERS, REPORTS, ASSISTS = range(7)
COLLEAGUES, KNOWS, WORKED, ADVISES, PARTNERS, SUPPLIES = range(7, 13)
ROLES = ((INFLUENCES, 34), (CHAMPIONS, 30), (BLOCKS, 10), (COLLEAGUES, 12), (ASSISTS, 14))
KINDS = {Account: "accounts", Contact: "contacts", Deal: "deals"}
DECIDER, ROLE, REPORT, BUYING, OUTSIDE, FORMER, DATED, STRONG = 0.62, 0.55, 0.5, 0.6, 0.22, 0.14, 0.5, 0.6
SENIOR = ("General Manager", "Plant Manager", "Financial Director")


def make_relations(setting: Setting) -> None:
    """The types as shipped; then a few relations for most customers."""
    start = setting.moment(setting.ago(YEAR + 10))
    with override(setting.language):
        rows = [RelationType(**setting.row(start, None), **values) for values in standard_types()]
    setting.made.relation_types.extend(rows)
    deals: dict[object, Deal] = {}
    for deal in setting.made.deals:
        if deal.stage.outcome == "open":
            deals.setdefault(deal.account_id, deal)
    for customer in setting.customers:
        _inside(setting, customer, deals.get(customer.account.pk))
        _outside(setting, customer)


def _inside(setting: Setting, customer: Customer, deal: Deal | None) -> None:
    """Who decides at a customer, and who stands how to that person."""
    if not customer.contacts:
        return
    titles = {setting.say(title) for title, _department, _weight in persons.POSITIONS if title.en in SENIOR}
    head = next((each for each in customer.contacts if each.job_title in titles), customer.contacts[0])
    others = [each for each in customer.contacts if each is not head]
    if setting.dice.chance(DECIDER):
        _add(setting, customer, DECIDES, head, customer.account)
    for each in others:
        _below(setting, customer, each, head)
    if deal is not None and setting.dice.chance(BUYING):
        _add(setting, customer, DECIDES, head, deal)
        for each in others[:1]:
            _add(setting, customer, setting.dice.pick((INFLUENCES, CHAMPIONS, BLOCKS)), each, deal)


def _below(setting: Setting, customer: Customer, person: Contact, head: Contact) -> None:
    """Most report to the head; others are something else to him, or to the company."""
    if setting.dice.chance(REPORT):
        _add(setting, customer, REPORTS, person, head)
    elif setting.dice.chance(ROLE):
        kind = setting.dice.among(ROLES)
        _add(setting, customer, kind, person, head if kind in {COLLEAGUES, ASSISTS} else customer.account)


def _outside(setting: Setting, customer: Customer) -> None:
    """A company that supplies it or works with it, and people who came from there."""
    dice = setting.dice
    other = dice.pick(setting.customers)
    if other is customer or other.is_chinese != customer.is_chinese:
        return
    if dice.chance(OUTSIDE):
        _add(setting, customer, dice.pick((PARTNERS, SUPPLIES, SUPPLIES)), other.account, customer.account)
    if other.contacts and dice.chance(OUTSIDE):
        _add(setting, customer, dice.pick((REFERS, ADVISES)), other.contacts[0], customer.account)
    if other.contacts and customer.contacts and dice.chance(FORMER):
        _add(setting, customer, KNOWS, customer.contacts[0], other.contacts[0])
        _add(setting, customer, WORKED, customer.contacts[0], other.account)


def _add(setting: Setting, customer: Customer, kind: int, source: Any, target: Any) -> None:
    """One relation, unless the two stand so already."""
    dice, chosen = setting.dice, setting.made.relation_types[kind]
    pair = (kind, frozenset((source.pk, target.pk)))
    if pair in setting.joined:
        return
    setting.joined.add(pair)
    first = max(source.created_at, target.created_at)
    made_at = max(setting.moment(setting.ago((setting.now - first).days * dice.share())), first)
    ends = {FROM[KINDS[type(source)]]: source, TO[KINDS[type(target)]]: target}
    since = made_at.date() - timedelta(days=dice.between(30, 900)) if dice.chance(DATED) else None
    until = made_at.date() if kind == WORKED else None
    strength = dice.pick(("fair", "strong", "strong", "weak")) if dice.chance(STRONG) else ""
    given = {"type": chosen, "started_on": since, "ended_on": until, "strength": strength}
    setting.made.relations.append(Relation(**setting.owned(made_at, customer.player), **ends, **given))
