"""Figures of a moment: what counts, sums and the dashboard said then they say again when they are asked as of then.

The twin is what was answered live: work goes on at random, and after some steps every question is asked and its answer
kept. In the end each is asked once more, as of the moment of its answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from random import Random
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from tests.casting import Cast, a_cast, a_deal, a_task, an_account
from tests.conformance import tailored
from tests.shell.api.asking import Api

from plexus.crm.sales.models import Deal
from plexus.crm.sales.queries import board
from plexus.crm.sales.queries.figures import Span, sales_figures
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Cause, Change
from plexus.kernel.records import changing, undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.travelling import travelling
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
STEPS, EVERY = 30, 2
FEW = {"field": "c_integer", "op": "gte", "value": 2}
BUSY = {"related": "tasks", "where": {"field": "subject", "op": "contains", "value": "call"}, "exists": True}
QUESTIONS = {
    "counted by stage": "/deals/aggregate?group=stage&measure=count,sum:amount,mean:amount",
    "by an own choice": "/deals/aggregate?group=c_choice&measure=count,sum:c_integer,max:c_integer,sum:c_money",
    "by an own day": "/deals/aggregate?group=c_date:month,owner&measure=count,distinct:name",
    "by an own reference": "/deals/aggregate?group=c_reference&measure=count,sum:amount",
    "by an own yes or no": "/deals/aggregate?group=c_yes_no,outcome&measure=count,min:c_date,max:c_money",
    "the whole": "/deals/aggregate?measure=count,sum:amount,sum:c_integer,mean:c_integer,distinct:c_choice",
    "what is calculated": "/deals/aggregate?measure=sum:c_formula,sum:c_rollup,count",
    "of some": f"/deals/aggregate?group=stage&measure=count,sum:c_money&filter={quote(json.dumps(FEW))}",
    "of those with tasks": f"/deals/aggregate?measure=count,sum:amount&filter={quote(json.dumps(BUSY))}",
    "a list": "/deals?sort=-c_integer,name&limit=3&fields=name,stage,c_choice,c_integer,c_money,c_formula,c_rollup",
    "a list of some": f"/deals?limit=1&fields=name&filter={quote(json.dumps(FEW))}",
    "the trash": "/deals?trashed=true&sort=name&fields=name,c_integer",
    "by names of accounts": "/deals?sort=account.name,name&fields=name,account,account.city",
}


@dataclass
class Moment:
    """What everything said at a moment."""

    at: datetime
    answers: dict[str, Any]
    dashboard: Any
    board: Any


@dataclass
class Firm:
    """A firm whose deals are worked on at random."""

    cast: Cast
    chance: Random
    api: Api
    accounts: list[UUID]
    deals: list[UUID] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)

    @property
    def root(self) -> Actor:
        """Who works: with every right, so that none of them changes what is told."""
        return self.cast.root

    def step(self) -> None:
        """One act, any of them."""
        acts: list[Callable[[], None]] = [
            self.create, self.change, self.change, self.change, self.move, self.rename, self.trash, self.undo, self.task
        ]  # fmt: skip
        self.chance.choice(acts if self.deals else [self.create])()

    def values(self) -> dict[str, Any]:
        """Some values of some fields, standard ones and the firm's own."""
        pick = self.chance.choice
        offered = {
            "amount": {"amount": str(self.chance.randint(1, 9) * 100), "currency": pick(["CNY", "EUR"])},
            "account": pick(self.accounts),
            "owner": pick([self.cast.ada.person_id, self.cast.cyd.person_id]),
            "c_choice": pick(["lathe", "press", None]),
            "c_integer": pick([None, 0, 1, 2, 3]),
            "c_money": pick([None, {"amount": "12.50", "currency": "EUR"}, {"amount": "7", "currency": "USD"}]),
            "c_date": pick([None, "2026-10-31", "2026-11-01", "2026-12-24"]),
            "c_reference": pick([None, *self.accounts]),
            "c_yes_no": pick([True, False]),
        }
        return {name: offered[name] for name in self.chance.sample(sorted(offered), k=self.chance.randint(1, 4))}

    def create(self) -> None:
        """A new deal."""
        values = {name: each for name, each in self.values().items() if name != "owner"}
        self.deals.append(a_deal(self.root, name=f"Deal {len(self.deals)}", **values).pk)

    def change(self) -> None:
        """Other values for one that is not in the trash."""
        with self.one() as key:
            changing.update(actor=self.root, about=self.about("deals"), record_id=key, values=self.values(), now=NOW)

    def move(self) -> None:
        """To another stage."""
        with self.one() as key:
            way = board.pipelines(self.root).get()
            stage = self.chance.choice(list(way.stages.filter(outcome__in=("open", "won"))))
            changing.update(
                actor=self.root, about=self.about("deals"), record_id=key, values={"stage": stage.pk}, now=NOW
            )

    def rename(self) -> None:
        """Another name or place for an account, to which groups refer."""
        with acting(self.root):
            values = {"name": f"Firm {self.chance.randint(0, 9)}", "city": self.chance.choice(["Wuxi", "Suzhou"])}
            key = self.chance.choice(self.accounts)
            changing.update(actor=self.root, about=self.about("accounts"), record_id=key, values=values, now=NOW)

    def trash(self) -> None:
        """Into the trash, or out of it."""
        key = self.chance.choice(self.deals)
        with acting(self.root):
            act = changing.restore if Deal.objects.get(pk=key).deleted_at else changing.trash
            act(actor=self.root, about=self.about("deals"), record_id=key, now=NOW)

    def undo(self) -> None:
        """Take back one of the last acts."""
        with acting(self.root):
            caused = Change.objects.filter(object="deals", workspace_id=self.root.workspace_id).values("cause_id")
            causes = list(Cause.objects.filter(pk__in=caused).order_by("-at")[:4])
            undoing.undo_cause(actor=self.root, cause_id=self.chance.choice(causes).pk, now=NOW)

    def task(self) -> None:
        """Something to do for a deal, which a roll-up counts."""
        with self.one() as key:
            deal = Deal.objects.get(pk=key)
        a_task(self.root, deal, subject=self.chance.choice(["call them", "write"]))

    @contextmanager
    def one(self) -> Iterator[UUID]:
        """A deal that is not in the trash, made if need be."""
        with acting(self.root):
            keys = list(Deal.objects.filter(deleted_at=None).order_by("pk").values_list("pk", flat=True))
        if not keys:
            self.create()
            keys = self.deals[-1:]
        with acting(self.root):
            yield self.chance.choice(keys)

    def about(self, plural: str) -> Any:
        """An object as the firm has it."""
        return registry.of(self.root.workspace_id).object(plural)

    def remember(self) -> None:
        """What every question is answered with now."""
        answers = {name: self.asked(path) for name, path in QUESTIONS.items()}
        with acting(self.root):
            told = self.told(self.root)
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            (at,) = cursor.fetchone()
        self.moments.append(Moment(at, answers, *told))

    def asked(self, path: str, at: datetime | None = None) -> Any:
        """The answer of the API, now or as of a moment."""
        then = f"&as_of={quote(at.isoformat())}" if at else ""
        answer = self.api.get(f"{path}{then}")
        assert answer.status_code == 200, answer.content
        return answer.json()

    def cost(self, path: str, at: datetime | None = None) -> int:
        """How many statements read for an answer."""
        with CaptureQueriesContext(connection) as statements:
            self.asked(path, at)
        return sum(str(each["sql"]).lstrip("(\n ").startswith(("SELECT", "WITH", "EXPLAIN")) for each in statements)

    def told(self, actor: Actor) -> tuple[Any, Any]:
        """The figures of the dashboard and of the board."""
        span = Span(date(2026, 11, 1), date(2026, 12, 1), (date(2026, 10, 1), date(2026, 11, 1)))
        (way,) = board.pipelines(actor)
        lanes = board.deals_by_stage(actor=actor, pipeline=way, condition=Q(), today=TODAY)
        told = [(each.stage.name, each.sums.count, each.sums.totals) for each in lanes]
        return sales_figures(actor=actor, span=span), told


@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_told_at_a_moment_is_told_again_as_of_it(seed: int) -> None:
    with transaction.atomic():
        cast = a_cast()
    for kind in ("choice", "integer", "money", "date", "reference", "yes_no", "formula", "rollup"):
        tailored.a_field(cast.root, "deals", kind)
    accounts = [an_account(cast.root, name=f"Firm {each}", city="Wuxi").pk for each in range(3)]
    with acting(cast.root):
        api = Api(cast.root)
    firm = Firm(cast, Random(seed), api, accounts)  # noqa: S311 (no secret)

    for number in range(STEPS):
        firm.step()
        if number % EVERY == 0:
            firm.remember()

    for moment in firm.moments:
        again = {name: firm.asked(path, moment.at) for name, path in QUESTIONS.items()}
        assert again == moment.answers
        with acting(firm.root), travelling(firm.root, moment.at) as seer:
            assert firm.told(seer) == (moment.dashboard, moment.board)
    # The way there and the way back, and perhaps what links are made of, whatever is asked.
    costs = {name: firm.cost(path, firm.moments[-1].at) - firm.cost(path) for name, path in QUESTIONS.items()}
    assert set(costs.values()) <= {2, 3}
    assert len({json.dumps(each.answers, sort_keys=True) for each in firm.moments}) > STEPS // EVERY // 2
