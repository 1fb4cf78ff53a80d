"""Any people with any rights at any work: each answer of the product is what a twin in plain Python foresees."""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest
from django.conf import LazySettings
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.twin.machine import Cornered, Machine

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
# So many firms, drawn anew at each run; without it the same few, so that what fails fails again.
LONG = int(os.environ.get("PLEXUS_TWIN_FIRMS", "0"))
FIRMS = LONG or 6
STEPS = int(os.environ.get("PLEXUS_TWIN_STEPS", "30"))
MET = {
    "shared", "imported", "undone", "redone", "contested", "decided", "retyped", "hidden", "kept", "given away", "gone",
    "files kept",
}  # fmt: skip
# Who goes into corners brings about what random work seldom comes to.
KINDS = (Cornered, Machine, Machine)
# One firm; to shrink what fails would take minutes.
ALONE = settings(
    max_examples=1, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck), database=None,
    phases=[Phase.generate], print_blob=True, report_multiple_bugs=False,
)  # fmt: skip


def unhindered(settings: LazySettings) -> None:
    """Nobody is asked to come again later."""
    for each in ("API", "ADDRESS", "IMPORT", "EXPORT"):
        setattr(settings, f"PLEXUS_{each}_RATE", 10**9)


def found(firms: int, *machines: type[Machine]) -> None:
    """Let so many firms work, of one kind after another.

    Each is drawn by itself: of several together Hypothesis makes most by changing a little of another.
    """
    begun = random.SystemRandom().randrange(2**32) if LONG else 0
    for number in range(begun, begun + firms):
        machine = seed(number)(machines[number % len(machines)])
        run_state_machine_as_test(machine, settings=ALONE)


@pytest.mark.slow
@pytest.mark.timeout(1_200 if not LONG else 36_000)
def test_every_door_agrees_with_the_twin(settings: LazySettings) -> None:
    unhindered(settings)
    Machine.met = Counter()

    found(FIRMS, *KINDS)

    assert {name for name in MET if not Machine.met[name]} == set()
