"""A made-up firm of any size: the same rows for the same numbers, on every machine and in every run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from plexus.kernel.values.collation import sort_key

BEGINNING = datetime(2024, 1, 1, 8, 0, tzinfo=UTC)
FAMILIES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文玉兰建国志"
FIRST = [
    "Anna",
    "Ben",
    "Clara",
    "David",
    "Emma",
    "Felix",
    "Grace",
    "Henry",
    "Ida",
    "James",
    "Kate",
    "Leo",
    "Mary",
    "Noah",
    "Olga",
    "Paul",
    "Rosa",
    "Sam",
    "Tina",
    "Victor",
]
LAST = [
    "Adler",
    "Brook",
    "Carter",
    "Dale",
    "Ellis",
    "Fischer",
    "Grant",
    "Hale",
    "Irving",
    "Jones",
    "Klein",
    "Lang",
    "Moore",
    "Novak",
    "Olsen",
    "Price",
    "Reed",
]
CITIES = ("上海", "北京", "广州", "深圳", "成都", "杭州", "武汉", "西安", "Hamburg", "London")
TRADES = ("精密", "科技", "贸易", "电子", "医疗", "物流", "能源", "食品")
HOUSES = "恒通华远中天宏达金诚永信东方瑞丰"

Row = tuple[object, ...]
ACCOUNT = (
    "id", "name", "kind", "industry", "phone", "email", "city", "country", "annual_revenue", "currency", "custom",
)  # fmt: skip
CONTACT = (
    "id", "full_name", "family_name", "given_name", "job_title", "account_id", "emails", "phones", "city", "country",
    "custom",
)  # fmt: skip
DEAL = (
    "id", "name", "account_id", "contact_id", "pipeline_id", "stage_id", "amount", "currency", "probability",
    "expected_close_on", "opened_on", "stage_entered_on", "outcome", "closed_on",
    "custom",
)  # fmt: skip
ACTIVITY = ("id", "subject", "kind", "direction", "outcome", "happened_at", "duration_minutes", "related", "custom")
KINDS = {"account": 1, "contact": 2, "deal": 3, "activity": 4}
# How many of each there are to ten contacts.
SHARES = {"account": 5, "contact": 10, "deal": 3, "activity": 30}
# The first activities are all about one company.
LONG, LONG_TIMELINE = 7, 10_000
SUBJECTS = (
    "电话回访", "上门拜访", "报价跟进", "产品演示", "合同确认", "售后回访", "Quarterly review", "Call on the offer",
)  # fmt: skip
TOUCHES = (("call", "outbound", "connected"), ("visit", "", "done"), ("meeting", "", "done"), ("note", "", ""))
# What the firm's own fields hold.
SEGMENTS = ("retail", "industry", "public", "health", "trade")
TIERS, CHANNELS, MOODS = ("gold", "silver", "bronze"), ("fair", "partner", "web", "phone"), ("good", "open", "cool")


@dataclass(frozen=True)
class Step:
    """A stage of the pipeline."""

    id: UUID
    probability: int
    outcome: str


def mixed(number: int, salt: int) -> int:
    """A number that looks like chance and is none."""
    return (number * 2_654_435_761 + salt * 40_503_001) % 4_294_967_291 >> 3


def at(number: int, kind: str = "contact") -> datetime:
    """When the row of this number was made: a contact every ninety seconds, a million in less than three years."""
    return BEGINNING + timedelta(seconds=900 * number // SHARES[kind])


def id_of(kind: str, number: int) -> UUID:
    """An id of version 7 whose time is the row's own."""
    moment = int(at(number, kind).timestamp() * 1000)
    low = mixed(number, KINDS[kind]) << 20 | number & 0xFFFFF
    return UUID(int=moment << 80 | 7 << 76 | KINDS[kind] << 64 | 2 << 62 | low)


def name_of(number: int) -> tuple[str, str, str]:
    """Full, family and given name; four of five are Chinese."""
    one, two = mixed(number, 11), mixed(number, 12)
    if number % 5 == 0:
        family, given = LAST[one % len(LAST)], FIRST[two % len(FIRST)]
        return f"{given} {family}", family, given
    family = FAMILIES[one % len(FAMILIES)]
    given = GIVEN[two % len(GIVEN)] + (GIVEN[two // 31 % len(GIVEN)] if two % 4 else "")
    return family + given, family, given


def accounts(first: int, last: int) -> Iterator[Row]:
    """Companies in the columns of ACCOUNT."""
    for number in range(first, last):
        one = mixed(number, 21)
        house = HOUSES[one % 8 * 2 : one % 8 * 2 + 2] + GIVEN[one // 9 % len(GIVEN)]
        city = CITIES[one % len(CITIES)]
        name = f"{city}{house}{TRADES[number % 8]}有限公司 {number}"
        mail, phone = f"office@firm{number}.example", f"+8621{one % 100_000_000:08d}"
        revenue = one % 90_000 * 1000
        yield (
            id_of("account", number), name, "customer", TRADES[number % 8], phone, mail, city, "CN", revenue, "CNY",
            json.dumps({"tier": TIERS[one % 29 % 3], "seats": one % 5_000}),
        )  # fmt: skip


def contacts(first: int, last: int) -> Iterator[Row]:
    """People in the columns of CONTACT, two at each company."""
    for number in range(first, last):
        one = mixed(number, 31)
        mails = [{"value": f"user{number}@mail{one % 97}.example", "label": "work", "primary": True}]
        phones = [{"value": f"+86138{one % 100_000_000:08d}", "label": "mobile", "primary": True}]
        yield (
            id_of("contact", number), *name_of(number), TRADES[one % 8], id_of("account", number // 2),
            json.dumps(mails), json.dumps(phones), CITIES[one % len(CITIES)], "CN",
            json.dumps({"segment": SEGMENTS[one % 31 % 5], "score": one % 1_000, "met_on": f"{at(number):%Y-%m-%d}"}),
        )  # fmt: skip


def deals(first: int, last: int, *, pipeline: UUID, steps: Sequence[Step]) -> Iterator[Row]:
    """Deals in the columns of DEAL: a fifth of them open, and of each forty five with the same company."""
    goes_on, ended = ([each for each in steps if (each.outcome == "open") is so] for so in (True, False))
    for number in range(first, last):
        one, together = mixed(number, 41), number % 40 < 5
        step = goes_on[one % len(goes_on)] if together or one % 11 == 0 else ended[one % len(ended)]
        contact = (number - number % 40 if together else number) * 10 // 3
        day = at(number, "deal").date()
        yield (
            id_of("deal", number), f"Deal {number}", id_of("account", contact // 2), id_of("contact", contact),
            pipeline, step.id, one % 1_000_000, "CNY", step.probability, day + timedelta(days=90), day, day,
            step.outcome, None if step.outcome == "open" else day + timedelta(days=one % 60),
            json.dumps({"channel": CHANNELS[one % 37 % 4], "effort": one % 200}),
        )  # fmt: skip


def activities(first: int, last: int) -> Iterator[Row]:
    """Touches in the columns of ACTIVITY, about a contact, every second about its company too."""
    for number in range(first, last):
        one = mixed(number, 71)
        related = [{"object": "contacts", "id": str(id_of("contact", number // 3))}]
        if number % 2:
            related.append({"object": "accounts", "id": str(id_of("account", number // 6))})
        if number < LONG_TIMELINE:
            related = [{"object": "accounts", "id": str(id_of("account", LONG))}]
        yield (
            id_of("activity", number), f"{SUBJECTS[one % 8]} {TRADES[one // 8 % 8]}", *TOUCHES[one // 64 % 4],
            at(number, "activity"), one % 90, json.dumps(related),
            json.dumps({"mood": MOODS[one % 41 % 3], "points": one % 100}),
        )  # fmt: skip


def sorted_by(name: object) -> str:
    """What a list of these names is sorted by."""
    return sort_key(str(name))
