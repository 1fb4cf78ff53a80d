"""The cast, who commits, a listener, and a courier whose clock and chance stand still."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from tests.casting import Cast, a_cast
from tests.settling import settle
from tests.shell.api.asking import Api
from tests.shell.hooks.listening import Listener, listening

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting
from plexus.shell.hooks.actions import managing
from plexus.shell.hooks.actions.delivering import Outside, deliver, due
from plexus.shell.hooks.guarding import Guard

HERE = ("127.0.0.0/8",)


@dataclass
class Courier:
    """Delivers when a test says so, at the moment that it says."""

    workspace_id: Any
    guard: Guard = field(default_factory=lambda: Guard(HERE))
    later: timedelta = timedelta()

    def clock(self) -> datetime:
        return timezone.now() + self.later

    def goes(self, *, after: timedelta = timedelta()) -> int:
        """Deliver what is due, some time later than the last time; how many attempts that took."""
        self.later += after
        settle()
        return deliver(self.workspace_id, Outside(self.clock, random.Random(1), self.guard))  # noqa: S311

    def is_due(self) -> bool:
        settle()
        return due(self.clock()) == [self.workspace_id]


@pytest.fixture
def people(transactional_db: None) -> Cast:
    with transaction.atomic():
        return a_cast()


@pytest.fixture
def listener(settings: Any) -> Iterator[Listener]:
    settings.PLEXUS_WEBHOOK_NETWORKS = list(HERE)
    with listening() as found:
        yield found


@pytest.fixture
def courier(people: Cast) -> Courier:
    return Courier(people.root.workspace_id)


@pytest.fixture
def api(people: Cast) -> Api:
    return program(people.root)


def program(actor: Actor, **scopes: Any) -> Api:
    """A program of somebody, whose requests commit."""
    with transaction.atomic():
        return Api(actor, **scopes)


def a_webhook(actor: Actor, listener: Listener, **values: Any) -> managing.Shown:
    """A webhook of an actor at the listener."""
    with acting(actor):
        given = {"name": "ERP", "url": listener.url} | values
        return managing.create_webhook(actor=actor, values=given, now=timezone.now())
