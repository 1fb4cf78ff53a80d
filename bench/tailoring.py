"""The firm's own fields, made as an administrator makes them, and the wait until their indexes stand."""

from __future__ import annotations

import time
from typing import Any

from bench import firm
from bench.filling import Entry

PATIENCE = 120.0


def _choices(keys: tuple[str, ...]) -> dict[str, Any]:
    return {"choices": [{"key": key, "label_en": key.title(), "label_zh": key} for key in keys]}


FIELDS: dict[str, tuple[tuple[str, str, dict[str, Any]], ...]] = {
    "accounts": (("tier", "choice", _choices(firm.TIERS)), ("seats", "integer", {})),
    "contacts": (("segment", "choice", _choices(firm.SEGMENTS)), ("score", "integer", {}), ("met_on", "date", {})),
    "deals": (("channel", "choice", _choices(firm.CHANNELS)), ("effort", "integer", {})),
    "activities": (("mood", "choice", _choices(firm.MOODS)), ("points", "integer", {})),
}
# What objects came with and no index serves, until an administrator wants it fast.
FAST = (("accounts", "employees"),)
OPEN_DEALS = {
    "list": "deals", "function": "count", "where": {"field": "outcome", "op": "eq", "value": "open"},
}  # fmt: skip


def tailor(entry: Entry) -> None:
    """Make all fields, each fast to filter by, and a roll-up that counts the open deals of a company.

    What came with the objects and is to be fast becomes so.
    """
    from django.utils import timezone

    from plexus.kernel.identity.actor import system
    from plexus.kernel.records.acting import acting
    from plexus.shell.administration.actions import fields, rules

    actor = system(entry.workspace)
    with acting(actor):
        for plural, wanted in FIELDS.items():
            for name, kind, options in wanted:
                values = {"name": name, "type": kind, "label_en": name.title(), "options": options, "filterable": True}
                fields.create_field(actor=actor, plural=plural, values=values, now=timezone.now())
        rollup = {"name": "open_deals", "type": "rollup", "label_en": "Open deals", "options": OPEN_DEALS}
        fields.create_field(actor=actor, plural="accounts", values=rollup, now=timezone.now())
        for plural, name in FAST:
            rules.keep_field_rule(
                actor=actor, plural=plural, field=name, values={"filterable": True}, now=timezone.now()
            )
    _until_built(entry, sum(map(len, FIELDS.values())) + len(FAST))


def _until_built(entry: Entry, count: int) -> None:
    from plexus.kernel.jobs.models import Job
    from plexus.kernel.records import jobs
    from plexus.kernel.records.indexing import standard
    from plexus.kernel.workspaces.scope import inside

    kinds = (jobs.KIND, standard.KIND)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with inside(entry.workspace):
            states = list(Job.objects.filter(kind__in=kinds).values_list("state", flat=True))
        if len(states) == count and set(states) == {"done"}:
            return
        time.sleep(0.5)
    raise RuntimeError(f"The indexes of the fields are not built: {states}")
