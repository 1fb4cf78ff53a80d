"""What follows from all that happened: life cycle, kind and tags of each customer."""

from __future__ import annotations

from datetime import timedelta

from plexus.crm.sales.models import Deal
from plexus.site.demo.making.setting import Customer, Setting
from plexus.site.demo.words import selling

VIP_FROM, KEY_FROM = 900_000, 350_000
QUIET = timedelta(days=120)


def make_standing(setting: Setting) -> None:
    """Look at the deals of each customer and say how one stands with him."""
    by_account: dict[object, list[Deal]] = {}
    for deal in setting.made.deals:
        by_account.setdefault(deal.account_id, []).append(deal)
    for customer in setting.customers:
        deals = by_account.get(customer.account.pk, [])
        stage = _stage(setting, customer, deals)
        customer.account.lifecycle_stage = stage
        for contact in customer.contacts:
            contact.lifecycle_stage = stage
        customer.account.tags = _tags(setting, deals)
    _mark_deals(setting)


def _stage(setting: Setting, customer: Customer, deals: list[Deal]) -> str:
    outcomes = {deal.stage.outcome for deal in deals}
    quiet = setting.now - customer.account.updated_at > QUIET
    if "won" in outcomes:
        return "at_risk" if quiet and "open" not in outcomes else "active"
    if "open" in outcomes:
        return "developing"
    return "lost" if "lost" in outcomes and quiet else "potential"


def _tags(setting: Setting, deals: list[Deal]) -> list[str]:
    dice = setting.dice
    bought = [deal for deal in deals if deal.stage.outcome == "won"]
    value = sum(deal.amount or 0 for deal in bought)
    tags = [selling.VIP] if value > VIP_FROM else [selling.KEY] if value > KEY_FROM else []
    tags += [selling.LOYAL] if len(bought) > 2 else []
    tags += [selling.FRAMEWORK] if len(bought) > 1 and dice.chance(0.4) else []
    tags += [selling.FAIR] if dice.chance(0.09) else []
    tags += [selling.SLOW] if bought and dice.chance(0.06) else []
    return [setting.say(tag) for tag in tags]


def _mark_deals(setting: Setting) -> None:
    for deal in setting.made.deals:
        if (deal.amount or 0) > KEY_FROM and setting.dice.chance(0.3):
            deal.tags = [setting.say(selling.TENDER)]
        elif deal.source == setting.say(selling.SOURCES[1][0]):
            deal.tags = [setting.say(selling.FAIR)]
