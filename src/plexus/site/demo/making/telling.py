"""Filling the gaps of sentences about a customer."""

from __future__ import annotations

from plexus.crm.sales.models import Deal
from plexus.site.demo.making.setting import Customer, Setting
from plexus.site.demo.words.both import Both
from plexus.site.demo.words.goods import Good

SENTENCES = " "


def told(setting: Setting, word: Both, customer: Customer, person: str, good: Good) -> str:
    """The word about a customer, in the language that one writes about him."""
    language = customer.language
    return word.said(language).format(
        person=person,
        product=good.name.said(language),
        project=good.project.said(language),
        city=customer.place.city.said(language),
        number=setting.dice.between(2, 12),
    )


def in_one(customer: Customer, *sentences: str) -> str:
    """Sentences one after the other, as their script does."""
    return ("" if customer.is_chinese else " ").join(each for each in sentences if each)


def who(setting: Setting, customer: Customer, deal: Deal | None = None) -> str:
    """Whom a sentence speaks of: somebody at the customer, with Chinese courtesy."""
    contact = (deal.contact if deal else None) or (setting.dice.pick(customer.contacts) if customer.contacts else None)
    if contact is None:
        return "客户" if customer.is_chinese else "the customer"
    if not customer.is_chinese:
        return contact.full_name
    return contact.full_name[:1] + ("总" if contact.job_title in {"总经理", "厂长", "General Manager"} else "工")
