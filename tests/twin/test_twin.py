"""Any people with any rights at any work: each answer of the product is what a twin in plain Python foresees."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from django.conf import LazySettings
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.twin.machine import Machine

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
# So many firms, drawn anew at each run; without it the same few, so that what fails fails again.
LONG = int(os.environ.get("PLEXUS_TWIN_FIRMS", "0"))
FIRMS = LONG or 7
STEPS = int(os.environ.get("PLEXUS_TWIN_STEPS", "30"))
MET = {
    "shared", "imported", "undone", "redone", "contested", "decided", "retyped", "hidden", "kept", "given away", "gone"
}  # fmt: skip


def bounds(firms: int) -> settings:
    """How much is tried; to shrink what fails would take minutes."""
    return settings(
        max_examples=firms, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck),
        derandomize=not LONG, database=None, phases=[Phase.generate], print_blob=True, report_multiple_bugs=False,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(1_200 if not LONG else 36_000)
def test_every_door_agrees_with_the_twin(settings: LazySettings) -> None:
    settings.PLEXUS_API_RATE = settings.PLEXUS_ADDRESS_RATE = settings.PLEXUS_IMPORT_RATE = 10**9
    Machine.met = Counter()

    run_state_machine_as_test(Machine, settings=bounds(FIRMS))

    assert {name for name in MET if not Machine.met[name]} == set()
