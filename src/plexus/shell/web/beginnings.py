"""First steps that layers above add to those on the start page: a slot filled when they load."""

from __future__ import annotations

from collections.abc import Callable

from plexus.shell.components.feedback import Check
from plexus.shell.web.visit import Visit

Offer = Callable[[Visit], tuple[Check, ...]]
_offers: list[Offer] = []


def offer(first_steps: Offer) -> None:
    """Ask this function on every start page; called while apps load. It gives nothing where it has nothing to say."""
    _offers.append(first_steps)


def offered(visit: Visit) -> tuple[Check, ...]:
    """What layers above offer to this person."""
    return tuple(check for each in _offers for check in each(visit))
