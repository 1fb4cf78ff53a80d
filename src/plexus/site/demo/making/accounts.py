"""Made-up companies, some of them parts of groups."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from plexus.crm.customers.models import Account
from plexus.kernel.values.spelling import syllables
from plexus.site.demo.making.setting import YEAR, Customer, Player, Setting
from plexus.site.demo.words import firms, places
from plexus.site.demo.words.firms import Industry
from plexus.site.demo.words.places import Place

KINDS = (("prospect", 74), ("distributor", 9), ("partner", 6), ("retailer", 4), ("supplier", 4), ("competitor", 3))
OLD, CHILDREN = 0.35, 0.1
EMPLOYEES = 160
REVENUE_OF_ONE = 620_000


def make_accounts(setting: Setting) -> None:
    """As many customers as the size says; a few join a group of an earlier one."""
    taken: set[str] = set()
    chinese = 0.74 if setting.language.startswith("zh") else 0.42
    for _number in range(setting.size.accounts):
        is_chinese = setting.dice.chance(chinese)
        known = places.CHINESE if is_chinese else places.FOREIGN
        place = setting.dice.weighed(known, [each.weight for each in known])
        setting.customers.append(_customer(setting, place, taken))
    setting.made.accounts.extend(customer.account for customer in setting.customers)
    _join_groups(setting)


def _customer(setting: Setting, place: Place, taken: set[str]) -> Customer:
    dice = setting.dice
    industry = dice.weighed(firms.INDUSTRIES, [each.weight for each in firms.INDUSTRIES])
    name, short, domain = _new_name(setting, place, industry, taken)
    player = _seller(setting, place)
    since = setting.ago(YEAR + 5) if dice.chance(OLD) else setting.ago(YEAR * dice.share())
    made_at = setting.moment(since)
    account = Account(
        **setting.owned(made_at, player), name=name, kind=dice.among(KINDS),
        industry=setting.say(industry.name), **_address(setting, place), **_figures(setting, made_at),
        website=f"https://www.{domain}", email=f"info@{domain}", phone=_phone(setting, place),
    )  # fmt: skip
    return Customer(account, player, place, short, domain)


def _new_name(setting: Setting, place: Place, industry: Industry, taken: set[str]) -> tuple[str, str, str]:
    """The full name, the short one, and the domain, of a company that is not there yet."""
    while True:
        name, short, domain = (_chinese if place.country == places.CHINA else _foreign)(setting, place, industry)
        if short not in taken and domain not in taken:
            taken.update((short, domain))
            return name, short, domain


def _chinese(setting: Setting, place: Place, industry: Industry) -> tuple[str, str, str]:
    dice = setting.dice
    brand = dice.pick(firms.CHINESE_FIRST) + dice.pick(firms.CHINESE_SECOND)
    trade = dice.pick(industry.chinese)
    form = dice.among(firms.CHINESE_FORMS)
    form = "有限公司" if trade.endswith("科技") and form == "科技有限公司" else form
    domain = f"{''.join(syllables(brand))}-{''.join(word[0] for word in syllables(trade))}.example"
    return f"{place.city.zh}{brand}{trade}{form}", f"{brand}{trade}", domain


def _foreign(setting: Setting, place: Place, industry: Industry) -> tuple[str, str, str]:
    dice = setting.dice
    short = f"{dice.pick(firms.FOREIGN_FIRST)} {dice.pick(industry.foreign)}"
    domain = f"{short.lower().replace(' ', '-')}.example"
    return f"{short} {dice.pick(firms.FOREIGN_FORMS[place.country.en])}", short, domain


def _seller(setting: Setting, place: Place) -> Player:
    teams = {"east": "East China", "south": "South China"}
    team = teams.get(place.people, "International")
    able = [
        each for each in setting.players if each.colleague.share and each.colleague.team.en in {team, "Headquarters"}
    ]
    return setting.dice.weighed(able, [each.colleague.share for each in able])


def _address(setting: Setting, place: Place) -> dict[str, Any]:
    dice = setting.dice
    if place.country == places.CHINA:
        street = f"{dice.pick(firms.CHINESE_STREETS)}{dice.between(1, 388)}号"
    else:
        street = f"{dice.pick(firms.FOREIGN_STREETS[place.people])} {dice.between(1, 120)}"
    words = {name: setting.say(getattr(place, name)) for name in ("city", "region", "country")}
    return {"street": street, "postal_code": place.postal_code, **words}


def _figures(setting: Setting, made_at: datetime) -> dict[str, Any]:
    dice = setting.dice
    employees = max(8, round(dice.around(EMPLOYEES, 1.1)))
    employees = round(employees, -1) if employees > 100 else employees
    revenue = round(employees * dice.around(REVENUE_OF_ONE, 0.35), -6) or 1_000_000
    founded = made_at.year - dice.between(3, 38)
    return {"employees": employees, "annual_revenue": revenue, "currency": "CNY", "founded_year": founded}


def _phone(setting: Setting, place: Place) -> str:
    """A number that cannot be anybody's: of a range kept for fiction, or one that begins as none can."""
    last = setting.dice.between(0, 999)
    match place.country.en:
        case "China":
            return f"+86{place.area}0000{setting.dice.between(0, 9999):04d}"
        case "United Kingdom":
            return f"+44161496{last:04d}"
        case "United States":
            return f"+1216555{100 + last % 100:04d}"
        case _:
            return f"+{place.area}000{setting.dice.between(0, 999999):06d}"


def _join_groups(setting: Setting) -> None:
    heads = [each for each in setting.customers if each.account.employees and each.account.employees > 2 * EMPLOYEES]
    for customer in setting.customers:
        near = [head for head in heads if head.is_chinese == customer.is_chinese and head is not customer]
        if near and customer not in heads and setting.dice.chance(CHILDREN):
            customer.account.parent = setting.dice.pick(near).account
