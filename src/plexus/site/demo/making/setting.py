"""What everything in a demo is made from: the language, the day, chance, and the rows made so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from plexus.crm.customers.models import Account, Contact, Tag
from plexus.crm.engagement.models import Activity, Comment, Task
from plexus.crm.relations.models import Relation, RelationType
from plexus.crm.sales.models import Deal, DealLineItem, LostReason, Pipeline, Product, Stage
from plexus.kernel.identity.models import Person
from plexus.kernel.records.models import Record
from plexus.site.demo.making.dice import Dice
from plexus.site.demo.words.both import Both
from plexus.site.demo.words.colleagues import Colleague
from plexus.site.demo.words.goods import Good
from plexus.site.demo.words.places import Place

YEAR = 365


@dataclass(frozen=True)
class Size:
    """How many there are of each; the usual company has a few thousand records."""

    accounts: int
    contacts: int
    closed: int
    open: int
    touches: int
    tasks: int
    comments: int


SIZES = {
    "small": Size(accounts=48, contacts=110, closed=44, open=26, touches=90, tasks=40, comments=18),
    "usual": Size(accounts=350, contacts=900, closed=318, open=132, touches=620, tasks=230, comments=140),
}


@dataclass(frozen=True)
class Player:
    """A colleague as a person of the workspace."""

    person: Person
    colleague: Colleague


@dataclass(frozen=True)
class Customer:
    """An account with what its other records are made from."""

    account: Account
    player: Player
    place: Place
    short: str
    domain: str
    contacts: list[Contact] = field(default_factory=list)

    @property
    def is_chinese(self) -> bool:
        """Whether one writes Chinese about it."""
        return self.place.country.en == "China"

    @property
    def language(self) -> str:
        """The language in which one writes about it."""
        return "zh-hans" if self.is_chinese else "en"


@dataclass(frozen=True)
class Article:
    """A product with the words about it."""

    product: Product
    good: Good


@dataclass
class Made:
    """The rows, in the order in which they refer to each other."""

    tags: list[Tag] = field(default_factory=list)
    pipelines: list[Pipeline] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    reasons: list[LostReason] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    items: list[DealLineItem] = field(default_factory=list)
    relation_types: list[RelationType] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)

    def lists(self) -> tuple[list[Any], ...]:
        """Each kind of row."""
        return tuple(vars(self).values())


@dataclass
class Setting:
    """Where and when a demo plays."""

    workspace_id: UUID
    language: str
    now: datetime
    zone: ZoneInfo
    dice: Dice
    size: Size
    players: tuple[Player, ...] = ()
    customers: list[Customer] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    made: Made = field(default_factory=Made)
    joined: set[object] = field(default_factory=set)

    @property
    def today(self) -> date:
        """The day, where the company is."""
        return self.now.astimezone(self.zone).date()

    def say(self, word: Both) -> str:
        """A word in the language of the workspace."""
        return word.said(self.language)

    def ago(self, days: float) -> date:
        """So many days before today."""
        return self.today - timedelta(days=int(days))

    def moment(self, day: date) -> datetime:
        """A moment in the office hours of a day, never later than now."""
        return min(self.dice.at_work(day, self.zone), self.now)

    def player_of(self, record: Record) -> Player:
        """Whose record it is."""
        return next(each for each in self.players if each.person is record.owner)

    def row(self, made_at: datetime, by: Player | None) -> dict[str, Any]:
        """What every row is made with: its id, and who made it when."""
        person = by.person if by else None
        stamps = {"created_at": made_at, "updated_at": made_at, "created_by": person, "updated_by": person}
        return {"id": self.dice.id_at(made_at), "workspace_id": self.workspace_id, **stamps}

    def owned(self, made_at: datetime, by: Player) -> dict[str, Any]:
        """What every record is made with: besides, whose it is."""
        return {**self.row(made_at, by), "owner": by.person, "team_id": by.person.team_id}
