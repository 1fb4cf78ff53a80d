"""Made-up people who work at the customers."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from plexus.crm.customers.models import Contact
from plexus.kernel.values.spelling import syllables
from plexus.site.demo.making.setting import Customer, Setting
from plexus.site.demo.words import persons, selling

SECOND_EMAIL, SECOND_PHONE, BIRTHDAY, ALONE = 0.22, 0.25, 0.3, 0.03
NAMESAKES = 4
AMERICAN_AREAS = ("212", "216", "312", "415", "617", "773")


def make_contacts(setting: Setting) -> None:
    """One for each customer, the rest where they fall; a few who work nowhere."""
    chosen = list(setting.customers)
    chosen += [setting.dice.pick(setting.customers) for _number in range(setting.size.contacts - len(chosen))]
    names: set[str] = set()
    for customer in chosen:
        contact = _contact(setting, customer, names)
        if len(customer.contacts) > 1 and setting.dice.chance(ALONE):
            contact.account = None
        else:
            customer.contacts.append(contact)
        setting.made.contacts.append(contact)


def _contact(setting: Setting, customer: Customer, names: set[str]) -> Contact:
    dice = setting.dice
    name, login = _new_name(setting, customer, names)
    title, department, _weight = dice.weighed(persons.POSITIONS, [weight for _t, _d, weight in persons.POSITIONS])
    known_for = (setting.now - customer.account.created_at).days
    made_at = max(setting.moment(setting.ago(known_for * dice.share() ** 2)), customer.account.created_at)
    account = customer.account
    return Contact(
        **setting.owned(made_at, customer.player), full_name=name, job_title=setting.say(title),
        department=setting.say(department), account=account, city=account.city, region=account.region,
        country=account.country, language="zh-CN" if customer.is_chinese else "en", birthday=_birthday(setting),
        source=setting.say(dice.among(selling.SOURCES)), **_points(setting, customer, login),
    )  # fmt: skip


def _new_name(setting: Setting, customer: Customer, names: set[str]) -> tuple[str, str]:
    """A name that nobody bears yet, mostly: in a large company namesakes are real."""
    for _attempt in range(NAMESAKES):
        name, login = _name(setting, customer)
        if name not in names:
            break
    names.add(name)
    return name, login


def _name(setting: Setting, customer: Customer) -> tuple[str, str]:
    """A full name, and what stands for it before the @."""
    dice, people = setting.dice, customer.place.people
    if customer.is_chinese:
        surname, given = dice.among(persons.SURNAMES), dice.pick(persons.GIVEN)
        return surname + given, ".".join(("".join(syllables(given)), "".join(syllables(surname))))
    given, family = dice.pick(persons.FOREIGN_GIVEN[people]), dice.pick(persons.FOREIGN_FAMILY[people])
    plain = unicodedata.normalize("NFKD", f"{given}.{family}".lower().replace(" ", ""))
    return f"{given} {family}", "".join(letter for letter in plain if letter.isascii())


def _points(setting: Setting, customer: Customer, login: str) -> dict[str, Any]:
    dice = setting.dice
    login = f"{login}{dice.between(2, 9)}" if any(_is_taken(each, login) for each in customer.contacts) else login
    emails = [f"{login}@{customer.domain}"]
    if dice.chance(SECOND_EMAIL):
        emails.append(f"{login}{dice.between(70, 99)}@mail.example")
    phones = [_mobile(setting, customer)]
    if dice.chance(SECOND_PHONE) and customer.account.phone:
        phones.append(customer.account.phone)
    return {"emails": _listed(emails, "work", "private"), "phones": _listed(phones, "mobile", "work")}


def _is_taken(contact: Contact, login: str) -> bool:
    return bool(contact.emails[0]["value"].startswith(f"{login}@"))


def _listed(values: list[str], *labels: str) -> list[dict[str, Any]]:
    return [
        {"value": value, "label": label, "primary": place == 0}
        for place, (value, label) in enumerate(zip(values, labels, strict=False))
    ]


def _mobile(setting: Setting, customer: Customer) -> str:
    """A number that is nobody's: a prefix not given out in China, ranges kept for fiction elsewhere."""
    number = setting.dice.between(0, 99_999)
    if customer.is_chinese:
        return f"+86169000{number:05d}"
    if customer.place.country.en == "United States":
        return f"+1{setting.dice.pick(AMERICAN_AREAS)}555{100 + number % 100:04d}"
    return f"+447700900{number % 1000:03d}"


def _birthday(setting: Setting) -> date | None:
    if not setting.dice.chance(BIRTHDAY):
        return None
    return date(
        setting.today.year - setting.dice.between(24, 58), setting.dice.between(1, 12), setting.dice.between(1, 28)
    )
