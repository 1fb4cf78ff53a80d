"""Webhooks that wait since a backup was put back: a copy tells the outside nothing until an administrator says so.

It says so in SQL, for a backup may be older than this Plexus, and none of its people is there when it is put back.
"""

from __future__ import annotations

from plexus.kernel.values import sentences
from plexus.shell.hooks.refusals import PUT_BACK

THERE = "SELECT to_regclass('hooks_webhook') IS NOT NULL"
HOLD = "UPDATE hooks_webhook SET active = false, trouble = %s::jsonb WHERE active"
WAITING = "SELECT count(*) FROM hooks_webhook WHERE NOT active AND trouble ->> 'text' = %s"


def reason() -> str:
    """Why they wait, as JSON text."""
    return sentences.as_json(PUT_BACK, {})
